"""From a plan to a force: who is hired, what they have learnt, and what is left of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asher.kernels.published import PRESSURE_TRAINING
from asher.workforce.city import City, Plan
from asher.workforce.effects import median_effects
from asher.workforce.officer import TRAITS, Force, shifted, trait_correlations
from asher.workforce.selection import (
    Hiring,
    composite,
    draw_hired,
    hire,
    mean_above,
)
from asher.workforce.training import SUBJECTS, TACTICAL, Service, hours_kept, learnt, total

Values = NDArray[np.float64]

OFFICERS = 400
"""Officers of whom a force is drawn [-] (judgement: shares come out to a few thousandths)."""
TRIAL_HOURS = 8.0
"""Hours of the trial's training in de-escalation [h] (judgement: one day)."""
_MOST_REMOVED = 0.95
_SCALES = {
    "firearms": "firearms_scale_h",
    "active_attack_response": "attack_response_scale_h",
    "practice_under_pressure": "pressure_scale_h",
    "de_escalation": "deescalation_scale_h",
    "medical": "medical_scale_h",
    "joint_exercises": "joint_scale_h",
}


@dataclass(frozen=True, eq=False)
class People:
    """What chance decides about officers, the same for every plan."""

    uniform: Values  # Place among those above the cut-off [-], shape (n_officers,)
    normal: Values  # What instruments do not see of their traits, shape (n_officers, 5)
    service: Service  # Where they stand in their service


def draw_people(*, seed: int, n_officers: int = OFFICERS) -> People:
    """Draw what chance decides about officers.

    Parameters
    ----------
    seed : int
        Of the draw.
    n_officers : int
        How many, >= 1.

    Returns
    -------
    People
        Places in the pool, in a career and between refreshers are spread evenly, so that few
        officers stand for many.
    """
    generator = np.random.default_rng((seed, n_officers))
    even = (np.arange(n_officers) + 0.5) / n_officers
    service = Service(generator.permutation(even), generator.permutation(even))
    normal = generator.standard_normal((n_officers, len(TRAITS)))
    # Of a few hundred officers the mean itself would scatter.
    return People(generator.permutation(even), normal - normal.mean(axis=0), service)


@dataclass(frozen=True, eq=False)
class Staff:
    """The officers of a city under a plan, in the long run."""

    # At hiring, in standard deviations of applicants above today's average officer [-], shape
    # (n_officers, 5).
    traits: Values
    learnt: Mapping[str, Values]  # Share learnt and left of each subject [-], shape (n_officers,)
    # Share of hours that are left, tactical against those of de-escalation [-].
    tactical_share: float
    force: Force  # As the rare day meets them
    hiring: Hiring  # Applicants, hired and empty posts


REFERENCE = Plan()
"""Selection and training whose officers are the country's average: medians of surveys where there
are any, judgements elsewhere."""


def staff(city: City, plan: Plan, effects: Mapping[str, float], people: People) -> Staff:
    """Hire and train under a plan until all who serve have come under it.

    Parameters
    ----------
    city : City
        Applicants, posts, instruments.
    plan : Plan
        The levers.
    effects : mapping of str to float
        One draw of the effects.
    people : People
        What chance decides.

    Returns
    -------
    Staff
        Relative to officers hired and trained by `REFERENCE`, who are those of the calibrated
        model.
    """
    e = effects
    hiring = hire(
        applicants=city.applicants_a_year,
        selection_ratio=plan.selection_ratio,
        posts=city.officers,
        leave_share=city.leave_share,
    )
    traits = _traits(city, plan, people)
    known, kept = _learnt(plan, e, people)
    usual, _ = _learnt(REFERENCE, e, people)
    trait = dict(zip(TRAITS, traits.T, strict=True))
    gain = {subject: known[subject] - usual[subject].mean() for subject in SUBJECTS}
    resolve = trait["resolve"] + e["attack_response_resolve"] * gain["active_attack_response"]
    pressure = _removed(known, e) - _removed(usual, e).mean()
    joint, joint_usual = (float(one["joint_exercises"].mean()) for one in (known, usual))
    force = Force(
        enters=shifted(e["enters_average"], np.exp(e["resolve_per_sd"] * resolve)),
        hit_odds=np.exp(
            e["skill_per_sd"] * trait["skill"] + e["firearms_hit"] * gain["firearms"]
        ),
        error_odds=np.exp(
            -e["judgement_per_sd"] * trait["judgement"]
            - e["errors_judgement"] * gain["practice_under_pressure"]
        ),
        care_odds=np.exp(
            e["medical_per_sd"] * trait["medical"] + e["medical_care"] * gain["medical"]
        ),
        pressure_removed=pressure,
        forming=(1.0 - e["joint_forming"] * joint) / (1.0 - e["joint_forming"] * joint_usual),
        joint=joint - joint_usual,
        travel=(_available(city, REFERENCE, 1.0) / _available(city, plan, hiring.filled_share))
        ** 0.5,
    )  # fmt: skip
    tactical = sum(float(kept[subject].mean()) for subject in TACTICAL)
    both = tactical + float(kept["de_escalation"].mean())
    # Where nothing is trained nothing outweighs anything.
    share = tactical / both if both > 0 else 0.5
    return Staff(traits, known, share, force, hiring)


def _traits(city: City, plan: Plan, people: People) -> Values:
    among = trait_correlations()
    chosen = composite(city.weights_of(plan), city.validities, city.among)
    hired = draw_hired(
        chosen,
        among,
        selection_ratio=plan.selection_ratio,
        people=(people.uniform, people.normal),
    )
    usual = composite(city.weights_of(REFERENCE), city.validities, city.among)
    average: Values = usual.validity * mean_above(REFERENCE.selection_ratio)
    return hired - average


def _learnt(
    plan: Plan, effects: Mapping[str, float], people: People
) -> tuple[dict[str, Values], dict[str, Values]]:
    kept = {
        subject: hours_kept(
            getattr(plan.recruit_hours, subject),
            getattr(plan.yearly_hours, subject),
            refreshers=plan.refreshers_a_year,
            service=people.service,
            retention_months=effects["retention_months"],
        )
        for subject in SUBJECTS
    }
    known = {
        subject: learnt(hours, scale_h=effects[_SCALES[subject]]) for subject, hours in kept.items()
    }
    return known, kept


def _removed(known: Mapping[str, Values], effects: Mapping[str, float]) -> Values:
    whole = float(learnt(PRESSURE_TRAINING, scale_h=effects["pressure_scale_h"]))
    removed = effects["pressure_removed"] * known["practice_under_pressure"] / whole
    return np.minimum(removed, _MOST_REMOVED)


def _available(city: City, plan: Plan, filled_share: float) -> float:
    """Officers on the street to posts: travel goes with its inverse root (Kolesar & Blum 1973)."""
    in_class = min(0.9, total(plan.yearly_hours) / city.duty_hours)
    return max(0.01, filled_share * (1.0 - in_class))


def city_force(city: City, *, seed: int = 1, n_officers: int = OFFICERS) -> Force:
    """Return the force of a city under today's plan, with every effect at its median.

    Parameters
    ----------
    seed : int
        Of the officers.
    n_officers : int
        How many are drawn, >= 1.

    Returns
    -------
    Force
        For scenarios whose officers are to come from it.
    """
    people = draw_people(seed=seed, n_officers=n_officers)
    return staff(city, city.plan, median_effects(), people).force
