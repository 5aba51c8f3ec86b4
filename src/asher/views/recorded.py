"""Replications run once more, to be watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher import bounds
from asher.simulation.severity import ALL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from asher.scenario import Scenario
    from asher.simulation.recording import Recording
    from asher.simulation.severity import Severity


def record_each(
    scenario: Scenario,
    courses: Sequence[str],
    replications: Sequence[int],
    *,
    seed: int | None,
    severity: Severity = ALL,
    step: Callable[[], None] = lambda: None,
) -> tuple[Recording, ...]:
    """Record replications under courses of action.

    Parameters
    ----------
    courses : sequence of str
        Names of courses of action of the scenario.
    replications : sequence of int
        Their numbers, >= 0.
    seed : int, optional
        Seed of the random streams; the scenario's own if None.
    severity : tuple of float
        Of which attacks they are.
    step : callable
        Called after each recording.

    Returns
    -------
    tuple of Recording
        Course by course; what is kept of each grows smaller where they are many.
    """
    from asher.simulation.arrays import sites_by_course
    from asher.simulation.recording import Frames, record

    built = sites_by_course(scenario)
    asked = [(course, number) for course in courses for number in replications]
    frames = Frames(most_bytes=bounds.FILMS_MB * 1e6 / max(1, len(asked)))
    found = []
    for course, number in asked:
        found.append(
            record(
                scenario,
                course=course,
                replication=number,
                seed=seed,
                frames=frames,
                built=built[course],
                severity=severity,
            )
        )
        step()
    return tuple(found)
