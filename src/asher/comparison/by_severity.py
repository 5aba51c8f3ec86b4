"""Results by how severe an attack is, apart from anything that is done: its return level."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from asher.comparison.estimates import gap_of, mean_of
from asher.simulation.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from asher.comparison.between_draws import Draws, Interval
    from asher.comparison.comparison import Comparison
    from asher.simulation.severity import Severity

FEWEST = 5
"""Attacks below which nothing is said of a part (judgement: an interval of fewer says nothing)."""


@dataclass(frozen=True)
class Part:
    """A part of all attacks, by the severity that is drawn before anything else."""

    words: str  # What it is called
    # Severity from and up to [-]: shares of attacks that are milder.
    low: float
    high: float

    @property
    def severity(self) -> Severity:
        """Severities from and up to."""
        return self.low, self.high

    def within(self, severity: Severity) -> bool:
        """Whether it is a part of these severities, or just these."""
        return severity[0] <= self.low and self.high <= severity[1]

    def holds(self, severity: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which attacks are in it, by their severities."""
        # Of the very severest attack, none is more severe to the last digit.
        return (severity >= self.low) & ((severity < self.high) | (self.high == 1.0))


PARTS = (
    Part("The milder half", 0.0, 0.5),
    Part("The next four tenths", 0.5, 0.9),
    Part("The severest tenth", 0.9, 1.0),
    Part("The severest hundredth", 0.99, 1.0),
)
"""The last is a part of the one before it."""


@dataclass(frozen=True, eq=False)
class Further:
    """Attacks of one part, run beside those of all severities."""

    part: Part
    outcome: Outcome  # As of the study, with a seed of its own
    n_failed: int = 0  # Attacks that failed; they are in no figure


@dataclass(frozen=True)
class Outcomes:
    """What one course of action came to in a part of all attacks."""

    n: int  # Attacks
    mean: Interval  # Mean, with its 95 % interval
    gap: Interval | None  # Difference from the first course of action; None for the first itself


def seed_of(part: Part, seed: int) -> int:
    """Return the seed of the further attacks of a part.

    Parameters
    ----------
    seed : int
        Of the study.

    Returns
    -------
    int
        Another one for each part: with the same, an attack of the part would share every other
        draw with one of all severities, and count for less than another attack.
    """
    text = f"{seed} {part.low!r} {part.high!r}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def parts_of(comparison: Comparison) -> tuple[Part, ...]:
    """List the parts of which a comparison can speak: those within the severities it is of."""
    whole = comparison.outcome.severity
    return tuple(part for part in PARTS if part.within(whole) and part.severity != whole)


def count_in(comparison: Comparison, part: Part) -> int:
    """Count the attacks of a part, plain and further ones."""
    return sum(int(np.count_nonzero(chosen)) for _, chosen in _attacks(comparison, part))


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
    and nothing is chosen that a course of action changes: the parts add up to the whole. Further
    attacks of a part follow the law of those that plain sampling has in it, so both are pooled
    without bias; how many were run of it hangs on severities alone.
    """
    found: dict[Part, dict[str, Outcomes]] = {}
    first = comparison.courses[0]
    for part in parts_of(comparison):
        attacks = list(_attacks(comparison, part))
        n = sum(int(np.count_nonzero(chosen)) for _, chosen in attacks)
        if n < FEWEST:
            continue
        draws = _draws(comparison, attacks)
        values = {
            course: np.concatenate([own.values(course, metric)[chosen] for own, chosen in attacks])
            for course in comparison.courses
        }
        found[part] = {
            course: Outcomes(
                n,
                mean_of(own, draws),
                None if course == first else gap_of(own, values[first], draws),
            )
            for course, own in values.items()
        }
    return found


def summary_by_severity(comparison: Comparison) -> list[dict[str, Any]]:
    """Return what further attacks were run for, as plain values.

    Returns
    -------
    list of dict
        One for each part; ``killed`` and ``differences`` are left out of a part of too few.
    """
    found, listed = by_severity(comparison), []
    for part in parts_of(comparison):
        own = [each for each in comparison.further or () if each.part == part]
        n_failed = sum(each.n_failed for each in own)
        ran = sum(each.outcome.n for each in own)
        about: dict[str, Any] = {"part": part.words, "from": part.low, "up_to": part.high}
        about |= {"attacks": count_in(comparison, part), "further": ran + n_failed}
        about |= {"failed": n_failed} if n_failed else {}
        if part in found:
            courses = found[part]
            about["killed"] = {name: _plain(each.mean) for name, each in courses.items()}
            about["difference_from_first"] = {
                name: _plain(each.gap) for name, each in courses.items() if each.gap is not None
            }
        listed.append(about)
    return listed


def _attacks(comparison: Comparison, part: Part) -> Iterator[tuple[Outcome, NDArray[np.bool_]]]:
    """Attacks of a part: those of all severities, and of wider parts, that are in it; its own."""
    first = comparison.courses[0]
    yield comparison.outcome, part.holds(comparison.outcome.values(first, "severity"))
    for each in comparison.further or ():
        if each.part == part:
            yield each.outcome, np.ones(each.outcome.n, dtype=bool)
        elif part.within(each.part.severity):
            yield each.outcome, part.holds(each.outcome.values(first, "severity"))


def _draws(
    comparison: Comparison, attacks: Iterable[tuple[Outcome, NDArray[np.bool_]]]
) -> Draws | None:
    """The draw of the calibrated numbers that each attack met; None if they are as stated."""
    from asher.simulation.posterior import draws_met

    scenario = comparison.scenario
    met = [draws_met(scenario, own.replications[chosen]) for own, chosen in attacks]
    known = [each for each in met if each is not None]
    return np.concatenate(known) if known else None


def _plain(ends: Interval) -> dict[str, float | None]:
    # JSON has no NaN: an end that is not known is null.
    return {
        name: float(end) if np.isfinite(end) else None
        for name, end in zip(("mean", "lower", "upper"), ends, strict=True)
    }
