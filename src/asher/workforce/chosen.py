"""What the selection of a plan gives, trait by trait, and what it is worth in money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asher.workforce.city import City, Plan
from asher.workforce.officer import TRAITS, trait_correlations
from asher.workforce.selection import (
    Hiring,
    composite,
    hire,
    mean_above,
    selection_utility,
    success_ratio,
)

BASE_RATE = 0.5
"""Share of applicants who would do well [-]: the better half, so that shares can be compared
(judgement)."""
WORTH_OF_PAY = 0.4
"""Worth of one standard deviation of performance, to a year's pay [-] (judgement: the rule of
forty per cent of reviews of selection)."""


@dataclass(frozen=True)
class Trait:
    """What selection gives in one trait."""

    name: str  # Of `asher.workforce.officer.TRAITS`
    validity: float  # Correlation of the composite with it [-]
    gain: float  # Mean of those hired, in standard deviations of applicants [-]
    success: float  # Share of those hired who are in the better half of applicants [-]


@dataclass(frozen=True)
class Chosen:
    """What the selection of a plan gives."""

    traits: tuple[Trait, ...]  # One by one
    hiring: Hiring  # Pool, hired and empty posts
    # Gain over hiring at random, of a year's recruits over the years they stay [money]: all traits
    # count alike.
    utility: float

    def document(self) -> dict[str, Any]:
        """Write it for a JSON file."""
        return {
            "traits": [vars(one) for one in self.traits],
            "hiring": vars(self.hiring) | {"vacancies_share": self.hiring.vacancies_share},
            "utility": self.utility,
        }


def chosen_by(city: City, plan: Plan) -> Chosen:
    """Tell what the selection of a plan gives.

    Parameters
    ----------
    city : City
        Applicants, posts and instruments.
    plan : Plan
        Cut-off and weights.

    Returns
    -------
    Chosen
        Exact under normal laws, without sampling.
    """
    ratio, weights = plan.selection_ratio, city.weights_of(plan)
    found = composite(weights, city.validities, city.among).validity
    traits = tuple(_trait(name, r, ratio) for name, r in zip(TRAITS, found.tolist(), strict=True))
    hiring = hire(
        applicants=city.applicants_a_year,
        selection_ratio=ratio,
        posts=city.officers,
        leave_share=city.leave_share,
    )
    # All traits alike: their sum, standardised.
    whole = float(found.sum() / np.sqrt(trait_correlations().sum()))
    used = [one.price for one, w in zip(city.instruments, weights, strict=True) if w > 0]
    # Who is hired is chance among those above the cut-off; everybody sits the instruments.
    utility = selection_utility(
        hired=hiring.hired,
        years=1.0 / city.leave_share,
        validity=whole,
        sd_value=WORTH_OF_PAY * city.salary,
        selection_ratio=ratio,
        cost_per_applicant=sum(used) * hiring.passing / hiring.hired,
    )
    return Chosen(traits, hiring, utility)


def _trait(name: str, validity: float, ratio: float) -> Trait:
    success = success_ratio(base_rate=BASE_RATE, selection_ratio=ratio, validity=validity)
    return Trait(name, validity, validity * mean_above(ratio), success)
