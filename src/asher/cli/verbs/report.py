"""`asher report`: write the report of a results folder again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asher.cli.options import Progress
from asher.cli.progress import ProgressMode

PLACE = 60


def report(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="A results folder.")],
    progress: Progress = ProgressMode.auto,
) -> None:
    """Write the report of a results folder again.

    Of an interrupted run, the replications that stand are reported.
    """
    from asher.cli.running import write_report_into
    from asher.comparison.experiment import read_results

    comparison = read_results(results)
    if comparison.origin is not None and comparison.origin.said:
        typer.echo(f"{results}: {comparison.origin.said}.", err=True)
    path = write_report_into(results, comparison, progress=progress)
    lost = f" ({comparison.failed_words})" if comparison.failed else ""
    typer.echo(f"Report of {comparison.outcome.n:,} replications: {path}{lost}")
