"""What one assumption, or one side of a dispute, does to a comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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


@dataclass(frozen=True)
class UnderSide:
    """How a course of action compares with the first under one side of a dispute."""

    dispute: str
    side: str  # Empty: as the scenario states it
    course: str
    figure: str  # What is counted: people killed, officers hit
    # Mean paired difference from the first course of action, with its 95 % interval.
    mean: float
    lower: float
    upper: float
    # By how much that is another than under the first side, over the same incidents.
    change: float
    change_lower: float
    change_upper: float
    n: int  # Incidents


class Findings(NamedTuple):
    """What was tried on the first incidents of a comparison."""

    effects: tuple[Effect, ...] = ()  # Of assumptions
    sides: tuple[UnderSide, ...] = ()  # Of disputes
