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
    for metric in metrics:
        outcome = outcome.with_metric(metric, _column(scenario, outcome, metric))
    return outcome


def _column(scenario: Scenario, outcome: Outcome, metric: Metric) -> NDArray[np.float64]:
    if metric.of_outcome is not None:
        return np.asarray(metric.of_outcome(outcome), dtype=np.float64)
    if metric.of_recording is None:
        raise SimulationError(f"metric {metric.name}: state of_outcome or of_recording")
    from asher.simulation.arrays import build_site
    from asher.simulation.recording import record

    built = build_site(scenario)
    column = np.empty((len(outcome.courses), outcome.n))
    for row, course in zip(column, outcome.courses, strict=True):
        for j, number in enumerate(outcome.replications):
            recording = record(
                scenario, course=course, replication=int(number), seed=outcome.seed, built=built
            )
            row[j] = metric.of_recording(recording)
    return column
