"""What a search may turn: selection and training, and nothing else; the extremes of the matter."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from asher.workforce.city import City, Plan, with_levers
from asher.workforce.officer import TRAITS
from asher.workforce.selection import hire
from asher.workforce.training import SUBJECTS, TACTICAL, total

STRICTEST, MOST_LENIENT = 0.05, 0.6
"""Shares of applicants above the cut-off that a search tries [-] (judgement)."""
BLENDS = (0.3, 0.45, 0.6, 0.75)
"""Shares of de-escalation between hours shared evenly and that subject alone [-]."""
FOR_ATTACKS, FOR_DE_ESCALATION = "Trained for active attacks", "Trained for de-escalation"
EVEN = "Hours shared evenly"


def lever_ranges(city: City) -> dict[str, tuple[float, float]]:
    """Name the levers of a search, with their ranges.

    Parameters
    ----------
    city : City
        Its instruments.

    Returns
    -------
    dict of str to (float, float)
        ``hours`` (share of the hours that can be had), ``hours.SUBJECT`` and
        ``weight.INSTRUMENT`` (their shares, to be divided by their sum), ``selection_ratio``.
    """
    return {
        "hours": (0.0, 1.0),
        **{f"hours.{subject}": (0.0, 1.0) for subject in SUBJECTS},
        "selection_ratio": (STRICTEST, MOST_LENIENT),
        **{f"weight.{one.name}": (0.0, 1.0) for one in city.instruments},
    }


def plan_at(city: City, levers: Mapping[str, float], *, title: str) -> Plan:
    """Turn levers into a plan that the city can pay.

    Parameters
    ----------
    city : City
        Its limits.
    levers : mapping of str to float
        By name of `lever_ranges`.
    title : str
        Of the plan.

    Returns
    -------
    Plan
        Hours in the academy as today. Where it would cost more than the budget, hours in service
        are fewer.
    """
    parts = np.array([levers[f"hours.{subject}"] for subject in SUBJECTS])
    parts = parts / parts.sum() if parts.sum() > 0 else np.full(len(parts), 1 / len(parts))
    hours = levers["hours"] * city.most_yearly_hours * parts
    plan = with_levers(
        city.plan,
        {
            "title": title,
            "selection_ratio": levers["selection_ratio"],
            "weights": {one.name: levers[f"weight.{one.name}"] for one in city.instruments},
            "yearly_hours": dict(zip(SUBJECTS, hours.tolist(), strict=True)),
        },
    )
    return within_budget(city, plan)


def within_budget(city: City, plan: Plan) -> Plan:
    """Take hours in service from a plan until the city can pay it.

    Parameters
    ----------
    city : City
        Its budget, if it states one.
    plan : Plan
        As wished.

    Returns
    -------
    Plan
        The same where it is within the budget; without hours in service where nothing else helps.
    """
    if city.budget_a_year is None or total(plan.yearly_hours) == 0:
        return plan
    hiring = hire(
        applicants=city.applicants_a_year,
        selection_ratio=plan.selection_ratio,
        posts=city.officers,
        leave_share=city.leave_share,
    )
    cost = city.cost_of(plan, hired=hiring.hired)
    if cost <= city.budget_a_year:
        return plan
    none = with_levers(plan, {"yearly_hours": dict.fromkeys(SUBJECTS, 0.0)})
    least = city.cost_of(none, hired=hiring.hired)
    share = max(0.0, (city.budget_a_year - least) / (cost - least))
    # A hair less, so that rounding does not pass the budget.
    share *= 1.0 - 1e-12
    hours = {subject: share * getattr(plan.yearly_hours, subject) for subject in SUBJECTS}
    return with_levers(plan, {"yearly_hours": hours})


def mixed_levers(city: City) -> dict[str, dict[str, float]]:
    """Levers that every search begins with, selection as today.

    Returns
    -------
    dict of str to dict
        By title: all hours that can be had, shared evenly; steps from there to de-escalation; and
        all to one subject, for each.
    """
    weights = city.weights_of(city.plan)
    fixed = {
        "hours": 1.0,
        "selection_ratio": min(max(city.plan.selection_ratio, STRICTEST), MOST_LENIENT),
        **{
            f"weight.{one.name}": float(weight / (weights.max() or 1.0))
            for one, weight in zip(city.instruments, weights, strict=True)
        },
    }
    parts = {EVEN: dict.fromkeys(SUBJECTS, 1.0)}
    for share in BLENDS:
        rest = (1.0 - share) / (len(SUBJECTS) - 1)
        parts[f"{100 * share:.0f} % de-escalation, the rest shared"] = {
            name: share if name == "de_escalation" else rest for name in SUBJECTS
        }
    for subject in SUBJECTS:
        parts[only(subject)] = {name: 1.0 * (name == subject) for name in SUBJECTS}
    return {
        title: fixed | {f"hours.{name}": part for name, part in shares.items()}
        for title, shares in parts.items()
    }


def extreme_plans(city: City) -> list[Plan]:
    """Return the two extremes: hours and selection for active attacks, and for de-escalation.

    Returns
    -------
    list of Plan
        Both use the hours that can be had.
    """
    attacks = {subject: 1.0 * (subject in TACTICAL) for subject in SUBJECTS}
    talking = {subject: 1.0 * (subject == "de_escalation") for subject in SUBJECTS}
    return [
        _extreme(city, FOR_ATTACKS, attacks, ("resolve", "skill")),
        _extreme(city, FOR_DE_ESCALATION, talking, ("interpersonal",)),
    ]


def even_plan(city: City) -> Plan:
    """Return the plan that shares the hours that can be had evenly.

    Returns
    -------
    Plan
        Selection as today.
    """
    return plan_at(city, mixed_levers(city)[EVEN], title=EVEN)


def only(subject: str) -> str:
    """Title of the plan that gives all hours in service to one of `SUBJECTS`."""
    return f"Only {SUBJECTS[subject]}"


def is_single(plan: Plan) -> bool:
    """Tell whether all hours in service, 99 % at the least, go to one subject."""
    hours = [getattr(plan.yearly_hours, subject) for subject in SUBJECTS]
    return bool(sum(hours) > 0 and max(hours) >= 0.99 * sum(hours))


def _extreme(city: City, title: str, parts: Mapping[str, float], wanted: tuple[str, ...]) -> Plan:
    """All hours, in the academy too, and the one instrument that tells most of what is wanted."""
    whole = sum(parts.values())
    columns = [list(TRAITS).index(trait) for trait in wanted]
    most = int(np.argmax(city.validities[:, columns].sum(axis=1)))
    hours = {
        key: {name: amount * part / whole for name, part in parts.items()}
        for key, amount in (
            ("yearly_hours", city.most_yearly_hours),
            ("recruit_hours", total(city.plan.recruit_hours)),
        )
    }
    weights = {"weights": {city.instruments[most].name: 1.0}}
    return within_budget(city, with_levers(city.plan, {"title": title, **hours, **weights}))
