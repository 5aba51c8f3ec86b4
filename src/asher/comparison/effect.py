"""What one assumption does to a comparison."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Effect:
    """What one assumption does to how a course of action compares with the first."""

    # Which assumption, and the course of action that it moves most.
    assumption: str
    course: str
    # Mean paired difference from the first course with it halved and doubled, in the unit of the
    # headline metric.
    halved: float
    doubled: float
    # Doubled minus halved, over the same incidents, with its 95 % interval.
    mean: float
    lower: float
    upper: float
    n: int  # Incidents

    @property
    def is_clear(self) -> bool:
        """Whether it can be told from none."""
        return self.lower > 0 or self.upper < 0
