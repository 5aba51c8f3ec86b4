"""A workforce in words: figures, tipping points, strength of evidence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from asher.views.words.wording import MINUS
from asher.workforce.effects import effects
from asher.workforce.rarity import expected_events
from asher.workforce.training import SUBJECTS

if TYPE_CHECKING:
    from asher.workforce.city import Plan
    from asher.workforce.findings import Workforce
    from asher.workforce.tipping import Tipping

INTERVALS = (
    "Intervals cover the middle 95 % of the draws of effects, incidents and event "
    "rate. They do not "
    "cover what the model leaves out."
)
LIMITS = (
    "Plans are compared under stated assumptions. Nothing here predicts an incident, or what an "
    "officer will do.",
    "Plans differ in selection and training only. The attack follows past incidents; nothing "
    "about it is searched or ranked.",
    "Most effects are judgements, as the table of their evidence shows. An effect whose interval "
    "spans zero may have the opposite sign.",
    "Figures describe the long run, when every officer was hired and trained under the plan.",
    "The calibrated incidents took every officer who was sent to enter. A force in which some stay "
    "outside does worse than the incidents it was calibrated on.",
    "The trial of de-escalation training took place in one city; an injury or a use of force is "
    "what its records call so.",
    "How much an injury counts compared with a life is a value, not a fact. Set your own "
    "(injury_weight).",
)


def written(value: float, *, sign: bool = False, digits: int = 2) -> str:
    """Write a figure with the digits that tell something.

    Parameters
    ----------
    sign : bool
        Whether it is a difference.
    digits : int
        Digits that count; whole numbers are never shortened.

    Returns
    -------
    str
        With a true minus.

    Examples
    --------
    >>> written(0.02213), written(280.3), written(0.5, sign=True), written(0.0000554)
    ('0.022', '280', '+0.50', '0.000055')
    """
    if value == 0:
        return "0"
    # Rounded first, since 0.0996 has one digit less before its point than 0.1.
    rounded = float(f"{value:.{digits}g}")
    places = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    text = f"{value:,.{places}f}"
    return (f"+{text}" if sign and value > 0 else text).replace("-", MINUS)


def tipping_sentences(one: Tipping) -> list[str]:
    """Say where the choice between two plans flips.

    Parameters
    ----------
    one : Tipping
        Of two plans.

    Returns
    -------
    list of str
        A sentence on the event rate, one on what an injury counts, and one on effects.
    """
    pair = f"{one.a!r}, the best rare day, beside {one.b!r}"
    ends = f"{_often(one.lower)} to {_often(one.upper)}"
    if math.isinf(one.rate):
        rate = f"{pair}: does more harm overall at any event rate ({ends} events a year)."
    else:
        times = one.rate / one.expected if one.expected > 0 else 0.0
        here = f", {written(times)} times what is expected here" if times > 0 else ""
        rate = (
            f"{pair}: does less harm overall from {written(one.rate)} events a year on "
            f"({ends}){here}."
        )
    if not one.flips:
        return [
            rate,
            "No single effect reverses that choice within its interval, with the "
            "others at their median.",
        ]
    about = {each.name: each.about for each in effects()}
    said = "; ".join(f"{about[flip.effect]}, at {written(flip.at)}" for flip in one.flips)
    return [rate, f"That choice is reversed by: {said}."]


def _often(rate: float) -> str:
    return "never" if math.isinf(rate) else written(rate)


def strength_sentence() -> str:
    """Say on how much evidence the effects rest.

    Returns
    -------
    str
        Counts of effects by the strength of their evidence.
    """
    counts: dict[str, int] = {}
    for one in effects():
        counts[one.strength] = counts.get(one.strength, 0) + 1
    said = ", ".join(f"{name} {n}" for name, n in sorted(counts.items(), key=lambda p: p[1]))
    return f"Effects by the strength of their evidence: {said}. Most of it is thin."


def hours_words(plan: Plan, key: str) -> str:
    """Name the hours of a plan.

    Parameters
    ----------
    key : str
        ``yearly_hours`` or ``recruit_hours``.

    Returns
    -------
    str
        Subject by subject.
    """
    hours = getattr(plan, key)
    said = [f"{words} {getattr(hours, name):.3g}" for name, words in SUBJECTS.items()]
    return ", ".join(said)


def answer_sentences(found: Workforce) -> list[str]:
    """Say the main figures in plain words.

    Returns
    -------
    list of str
        Rarity, both kinds of harm in the same units, and the extremes.
    """
    city, today = found.world.city, found.today
    often = expected_events(city).one_in_years
    day, year = today.figure("day_harm"), today.figure("year_harm")
    said = [
        f"In {city.title}, expect one event in about {often.mean:,.0f} years "
        f"({often.lower:,.0f} to {often.upper:,.0f}).",
        f"Under {today.plan.title!r} the rare day costs {written(day.mean)} lives a year on "
        f"average ({written(day.lower)} to {written(day.upper)}) and the ordinary year "
        f"{written(year.mean)} ({written(year.lower)} to {written(year.upper)}), where an injury "
        f"counts as {city.injury_weight:g} of a life.",
    ]
    for one in found.extremes:
        day_gap, year_gap = (one.gap(name, today) for name in ("day_harm", "year_harm"))
        said.append(
            f"{one.plan.title}: rare day {written(day_gap.mean, sign=True)} "
            f"({written(day_gap.lower, sign=True)} to {written(day_gap.upper, sign=True)}), "
            f"ordinary year {written(year_gap.mean, sign=True)} "
            f"({written(year_gap.lower, sign=True)} to {written(year_gap.upper, sign=True)}) "
            f"lives a year against {today.plan.title!r}."
        )
    return said
