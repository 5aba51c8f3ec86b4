"""Further attacks of each part by severity, so that the severest are as sharp as the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from asher.comparison.by_severity import Further, count_in, parts_of, seed_of
from asher.errors import SimulationError
from asher.runs.whole import write_json
from asher.simulation.severity import ALL

if TYPE_CHECKING:
    from asher.comparison.by_severity import Part
    from asher.comparison.comparison import Comparison
    from asher.comparison.experiment import Experiment
    from asher.runs.blocks import Progress


def require_parts(experiment: Experiment) -> None:
    """Refuse an experiment whose attacks cannot be parted, before it is run.

    Raises
    ------
    SimulationError
        If there is no attack, or it is of some severities alone.
    """
    if experiment.scenario.hazard is None:
        raise SimulationError("attacks by severity: this is a drill, which has no attack")
    if experiment.severity != ALL:
        raise SimulationError("attacks by severity: the comparison has to be of all attacks")


def run_further(
    experiment: Experiment,
    comparison: Comparison,
    *,
    attacks: int,
    progress: Progress | None = None,
) -> Comparison:
    """Run attacks of each part until it has so many, and keep them beside the others.

    Parameters
    ----------
    experiment : Experiment
        As it was run.
    comparison : Comparison
        What it returned.
    attacks : int
        How many each part shall have at least, with those it has already, >= 1.
    progress : callable, optional
        Called with the attacks done and those expected in all.

    Returns
    -------
    Comparison
        The same, with `further` ones. Only figures by severity rest on these.

    Raises
    ------
    SimulationError
        If there is no attack, the comparison is of some severities alone, or a folder of a part
        holds another study.

    Notes
    -----
    The further attacks of a part are a study of their own, in a results folder within that of the
    experiment, and go on where they were stopped.
    """
    require_parts(experiment)
    expected = sum(max(0, attacks - count_in(comparison, part)) for part in parts_of(comparison))
    comparison, done = replace(comparison, further=()), 0
    for part in parts_of(comparison):
        # Those of the severest tenth count for the severest hundredth as well.
        missing = attacks - count_in(comparison, part)
        if missing <= 0:
            continue
        told = None if progress is None else _after(progress, done, expected)
        ran = _of_part(experiment, part).run(replications=missing, progress=told)
        further = Further(part, ran.outcome, ran.n_failed)
        comparison = replace(comparison, further=(*(comparison.further or ()), further))
        done += missing
    if progress is not None and done:
        progress(done, done)
    if experiment.folder is not None:
        write_json(experiment.folder.summary_path, comparison.summary())
    return comparison


def _of_part(experiment: Experiment, part: Part) -> Experiment:
    """The same study of attacks of a part, in a folder within."""
    folder = experiment.folder
    return replace(
        experiment,
        seed=seed_of(part, experiment.seed),
        severity=part.severity,
        folder=None if folder is None else folder.part(part.severity),
    )


def _after(progress: Progress, done: int, expected: int) -> Progress:
    return lambda part, _: progress(done + part, expected)
