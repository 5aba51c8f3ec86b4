"""What one assumption does to a comparison."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Effect:
    """What one assumption does to how a course of action compares with the first.

    Parameters
    ----------
    assumption, course : str
        Which assumption, and the course of action that it moves most.
    halved, doubled : float
        Mean paired difference from the first course with it halved and doubled, in the unit of the
        headline metric.
    mean, lower, upper : float
        Doubled minus halved, over the same incidents, with its 95 % interval.
    n : int
        Incidents.
    """

    assumption: str
    course: str
    halved: float
    doubled: float
    mean: float
    lower: float
    upper: float
    n: int

    @property
    def is_clear(self) -> bool:
        """Whether it can be told from none."""
        return self.lower > 0 or self.upper < 0
