"""Metrics of one's own: made from what came of the replications, or from a recording of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from asher.errors import SimulationError
from asher.scenario import Scenario
from asher.simulation.metrics import Metric
from asher.simulation.outcome import Outcome


def with_own_metrics(scenario: Scenario, outcome: Outcome, metrics: Sequence[Metric]) -> Outcome:
    """Add metrics to an outcome.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    outcome : Outcome
        What came of it.
    metrics : sequence of Metric
        Each says how it is made; one may rest on those before it.

    Returns
    -------
    Outcome
        With a column for each.

    Raises
    ------
    SimulationError
        If a metric says not how it is made, has a name that is taken, or gives what it may not.
    """
    observed = _observed(scenario, outcome, [each for each in metrics if each.of_recording])
    for metric in metrics:
        if metric.of_outcome is not None:
            column = np.asarray(metric.of_outcome(outcome), dtype=np.float64)
        elif metric.of_recording is not None:
            column = observed[metric]
        else:
            raise SimulationError(f"metric {metric.name}: state of_outcome or of_recording")
        outcome = outcome.with_metric(metric, column)
    return outcome


def _observed(
    scenario: Scenario, outcome: Outcome, metrics: Sequence[Metric]
) -> dict[Metric, NDArray[np.float64]]:
    """Columns of metrics that are read off recordings: each replication is recorded once."""
    if not metrics:
        return {}
    from asher.simulation.arrays import sites_by_course
    from asher.simulation.recording import record

    built = sites_by_course(scenario)
    columns = {metric: np.empty((len(outcome.courses), outcome.n)) for metric in metrics}
    for row, course in enumerate(outcome.courses):
        for j, number in enumerate(outcome.replications):
            recording = record(
                scenario,
                course=course,
                replication=int(number),
                seed=outcome.seed,
                built=built[course],
                severity=outcome.severity,
            )
            for metric, column in columns.items():
                column[row, j] = metric.of_recording(recording)  # type: ignore[misc]
    return columns
