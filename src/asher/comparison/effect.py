"""What one assumption, or one side of a dispute, does to a comparison, as it is kept and read back.

Fields are checked, since a stranger may have sent the file they are read from.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field

from asher.comparison.manifest import Number, ReadBack, Words


class Effect(ReadBack):
    """What one assumption does to how a course of action compares with the first."""

    # Which assumption, and the course of action that it moves most.
    assumption: Words
    course: Words
    # Mean paired difference from the first course with it halved and doubled, in the unit of the
    # headline metric.
    halved: float
    doubled: float
    # Doubled minus halved, over the same incidents, with its 95 % interval.
    mean: float
    lower: float
    upper: float
    n: Number  # Incidents

    @property
    def is_clear(self) -> bool:
        """Whether it can be told from none."""
        return self.lower > 0 or self.upper < 0


class UnderSide(ReadBack):
    """How a course of action compares with the first under one side of a dispute."""

    dispute: Words
    side: Words  # Empty: as the scenario states it
    course: Words
    figure: Words  # What is counted: people killed, officers hit
    # Mean paired difference from the first course of action, with its 95 % interval.
    mean: float
    lower: float
    upper: float
    # By how much that is another than under the first side, over the same incidents.
    change: float
    change_lower: float
    change_upper: float
    n: Number  # Incidents


class Findings(NamedTuple):
    """What was tried on the first incidents of a comparison."""

    effects: tuple[Effect, ...] = ()  # Of assumptions
    sides: tuple[UnderSide, ...] = ()  # Of disputes


class Sensitivity(ReadBack):
    """What assumptions and disputes do to a comparison, as far as they were tried."""

    # Digest of the identity of the study whose incidents they are.
    study: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    replications: Number  # Incidents for each change
    effects: list[Effect] = Field(default_factory=list, max_length=100)  # One for each assumption
    # One for each dispute, side, course of action and figure.
    sides: list[UnderSide] = Field(default_factory=list, max_length=10_000)
