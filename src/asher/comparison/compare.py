"""Compare courses of action: the same incidents for each, paired differences, intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from asher.comparison.comparison import Comparison
from asher.comparison.estimates import Difference, Estimate
from asher.comparison.experiment import LARGEST, Experiment
from asher.comparison.further import require_parts, run_further
from asher.comparison.results import ResultsFolder
from asher.comparison.stopping import Stopping, parse_rule
from asher.runs.blocks import Progress
from asher.simulation.metrics import Metric
from asher.simulation.own_metrics import with_own_metrics
from asher.simulation.severity import ALL, Severity

if TYPE_CHECKING:
    from asher.scenario.scenario import Scenario

__all__ = ["Comparison", "Difference", "Estimate", "Stopping", "compare"]


def compare(  # noqa: PLR0913 - the public way in: what is run, how, and what is reported
    scenario: Scenario,
    *,
    replications: int | None = None,
    seed: int | None = None,
    until: str | None = None,
    out: Path | str | None = None,
    progress: Progress | None = None,
    metrics: Sequence[Metric] = (),
    severity: Severity = ALL,
    by_severity: int | None = None,
) -> Comparison:
    """Run every course of action of a scenario on the same incidents and compare them.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    replications : int, optional
        Incidents for each course of action, >= 1; the scenario's own number by default. With
        `until`, the largest number (20,000 by default).
    seed : int, optional
        Seed of the streams; the scenario's own by default.
    until : str, optional
        A stopping rule, such as ``"killed +- 0.3"``: run until the 95 % interval of the paired
        difference of every pair of courses of action is at most that wide to either side;
        ``"a - b: killed +- 0.3"`` looks at one pair.
    out : path, optional
        A results folder. Blocks of replications already there are read, not run again.
    progress : callable, optional
        Called with the replications done and those expected in all.
    metrics : sequence of Metric
        Your own metrics, made from the outcome or from a recording of each replication.
        A results folder holds none of them: they are made anew each time.
    severity : tuple of float
        Run only attacks of these severities, from and up to, as shares of attacks that are milder:
        ``(0.99, 1.0)`` are the severest hundredth. Nature draws them; nobody chooses one. No
        figure is a mean over all attacks then.
    by_severity : int, optional
        Run further attacks of the milder half, the next four tenths, the severest tenth and the
        severest hundredth, until each has so many. Only results by severity rest on them.

    Returns
    -------
    Comparison
        Estimates and paired differences.

    Raises
    ------
    ScenarioError
        If the stopping rule cannot be read.
    SimulationError
        If the run fails, the folder holds another study, the severities are no part of all, or
        both `severity` and `by_severity` are given.

    Examples
    --------
    >>> import asher
    >>> scenario = asher.read_scenario("clock-race")  # doctest: +SKIP
    >>> asher.compare(scenario, replications=200).summary()["replications"]  # doctest: +SKIP
    200
    """
    experiment = Experiment(
        scenario,
        scenario.seed if seed is None else seed,
        folder=None if out is None else ResultsFolder(Path(out)),
        severity=severity,
    )
    if by_severity is not None:
        require_parts(experiment)
    compared = run_experiment(experiment, replications=replications, until=until, progress=progress)
    if by_severity is not None:
        compared = run_further(experiment, compared, attacks=by_severity, progress=progress)
    further = compared.further and tuple(
        replace(each, outcome=with_own_metrics(scenario, each.outcome, metrics))
        for each in compared.further
    )
    outcome = with_own_metrics(scenario, compared.outcome, metrics)
    return replace(compared, outcome=outcome, further=further)


def run_experiment(
    experiment: Experiment,
    *,
    replications: int | None = None,
    until: str | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Run an experiment as `compare` does, for a number of replications or until a rule is met."""
    scenario = experiment.scenario
    rule = None
    if until is not None:
        names = [course.name for course in scenario.courses_of_action]
        rule = parse_rule(until, courses=names)
    if replications is None:
        replications = scenario.replications if rule is None else LARGEST
    return experiment.run(replications=replications, rule=rule, progress=progress)
