"""Results by how severe an attack is, apart from anything that is done: its return level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from asher.comparison.between_draws import Interval
    from asher.comparison.comparison import Comparison

FEWEST = 5
"""Attacks below which nothing is said of a part (judgement: an interval of fewer says nothing)."""


@dataclass(frozen=True)
class Part:
    """A part of all attacks, by the severity that is drawn before anything else."""

    words: str  # What it is called
    # Severity from and up to [-]: shares of attacks that are milder.
    low: float
    high: float


PARTS = (
    Part("The milder half", 0.0, 0.5),
    Part("The next four tenths", 0.5, 0.9),
    Part("The severest tenth", 0.9, 1.0),
    Part("The severest hundredth", 0.99, 1.0),
)
"""The last is a part of the one before it."""


@dataclass(frozen=True)
class Outcomes:
    """What one course of action came to in a part of all attacks."""

    n: int  # Attacks
    mean: Interval  # Mean, with its 95 % interval
    gap: Interval | None  # Difference from the first course of action; None for the first itself


def by_severity(comparison: Comparison, metric: str = "killed") -> dict[Part, dict[str, Outcomes]]:
    """Split a comparison by how severe the attacks are.

    Parameters
    ----------
    comparison : Comparison
        Of courses of action in an attack.
    metric : str
        A count.

    Returns
    -------
    dict of Part to dict of str to Outcomes
        By course of action; parts of fewer than `FEWEST` attacks are left out.

    Notes
    -----
    Every course of action meets the same attack, so a part holds the same attacks for all of them,
    and nothing is chosen that a course of action changes: the parts add up to the whole.
    """
    first = comparison.courses[0]
    severity = comparison.outcome.values(first, "severity")
    found: dict[Part, dict[str, Outcomes]] = {}
    for part in PARTS:
        within = (severity >= part.low) & (severity < part.high)
        n = int(np.count_nonzero(within))
        if n < FEWEST:
            continue
        values = {
            course: np.where(within, comparison.outcome.values(course, metric), np.nan)
            for course in comparison.courses
        }
        found[part] = {
            course: Outcomes(
                n,
                comparison.mean_of(own),
                None if course == first else comparison.gap_of(own, values[first]),
            )
            for course, own in values.items()
        }
    return found
