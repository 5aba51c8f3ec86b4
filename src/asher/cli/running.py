"""A comparison as the command line runs it: how far it is, what is kept, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from asher.cli.compiling import tell_if_compiling
from asher.cli.needs import ending, tell_memory
from asher.cli.progress import ProgressMode, shown_progress
from asher.errors import TooLargeError

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison, Failed
    from asher.comparison.experiment import Experiment
    from asher.comparison.needs import MemoryNeeded
    from asher.views.paper import Paper


def run(
    experiment: Experiment,
    *,
    replications: int | None,
    until: str | None,
    progress: ProgressMode,
) -> Comparison:
    """Run an experiment with its progress shown; say what is kept if it is interrupted.

    Parameters
    ----------
    replications : int or None
        How many; None means as many as the scenario says.
    until : str or None
        A stopping rule.
    progress : ProgressMode
        How progress is shown.
    """
    from asher.comparison.compare import run_experiment

    telling = _telling(experiment, progress)
    with told_what_is_kept(experiment), shown_progress(progress) as update:
        return run_experiment(
            telling, replications=replications, until=until, progress=ending(update)
        )


def run_further(
    experiment: Experiment, comparison: Comparison, *, attacks: int, progress: ProgressMode
) -> Comparison:
    """Run further attacks of each part by severity, with their progress shown."""
    from asher.comparison import further

    telling = replace(experiment, before=lambda _: tell_if_compiling(progress))
    with (
        told_what_is_kept(experiment),
        shown_progress(progress, what="further attacks") as update,
    ):
        return further.run_further(telling, comparison, attacks=attacks, progress=ending(update))


def run_share(
    experiment: Experiment, part: tuple[int, int], *, replications: int, progress: ProgressMode
) -> tuple[int, tuple[Failed, ...]]:
    """Run one share of the blocks with its progress shown.

    Parameters
    ----------
    part : tuple of int
        Which share, and of how many.
    replications : int
        Of all shares together.
    progress : ProgressMode
        How progress is shown.

    Returns
    -------
    replications : int
        Of the share, without those that failed.
    failed : tuple of Failed
        Blocks that failed.
    """
    telling = _telling(experiment, progress)
    with told_what_is_kept(experiment), shown_progress(progress) as update:
        return telling.run_shard(part, replications=replications, progress=ending(update))


@contextmanager
def told_what_is_kept(experiment: Experiment) -> Iterator[None]:
    """Say what stands of a run that was stopped, by a person or by the machine."""
    try:
        yield
    except (KeyboardInterrupt, OSError, TooLargeError) as error:
        if experiment.folder is None:
            if isinstance(error, TooLargeError):  # perhaps nothing was begun
                raise
            typer.echo("Nothing was kept: there was no --out folder.", err=True)
        elif kept := len(experiment.folder.block_files()):
            blocks = f"{kept} block{'s' if kept != 1 else ''}"
            typer.echo(
                f"{blocks} of {experiment.block_size} replications {'are' if kept != 1 else 'is'} "
                f"kept in {experiment.folder.path}; run the same command to continue.",
                err=True,
            )
        raise


def _telling(experiment: Experiment, progress: ProgressMode) -> Experiment:
    """The experiment, which says before its first block what it needs."""

    def tell(needed: MemoryNeeded | None) -> None:
        if needed is not None:
            tell_memory(needed, progress)
        tell_if_compiling(progress)

    return replace(experiment, before=tell)


def try_assumptions(
    experiment: Experiment, comparison: Comparison, *, progress: ProgressMode
) -> Comparison:
    """Try what a comparison hangs on, with its progress shown, and add what was found."""
    with told_what_is_kept(experiment), shown_progress(progress, what="assumptions") as update:
        return experiment.try_assumptions(comparison, progress=update)


def show(comparison: Comparison) -> None:
    """Print a comparison as tables."""
    from asher.cli.output import console
    from asher.cli.tables import comparison_tables

    shown = console()
    shown.print(comparison_tables(comparison, width=shown.width))


def write_report_into(
    folder: Path,
    comparison: Comparison,
    *,
    progress: ProgressMode,
    path: Path | None = None,
    paper: Paper = "A4",
) -> Path:
    """Write the report of a comparison into its results folder, or elsewhere.

    Parameters
    ----------
    folder : Path
        The results folder.
    progress : ProgressMode
        How progress is shown.
    path : Path, optional
        Another file; by default ``report.html`` in the folder.
    paper : {"A4", "letter"}
        Size of the paper of a PDF.
    """
    from asher.comparison.results import ResultsFolder
    from asher.views.report import write_report

    tell_if_compiling(progress)
    with shown_progress(progress, what="parts of the report") as update:
        there = path or ResultsFolder(folder).report_path
        return write_report(comparison, there, paper=paper, progress=update)
