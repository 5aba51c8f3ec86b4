"""`asher report`: write the report of a results folder again, or its summary on one page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from asher.cli.options import Progress
from asher.cli.progress import ProgressMode

PLACE = 60


class PaperSize(StrEnum):
    """Sizes of paper."""

    A4 = "A4"
    letter = "letter"


def report(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="A results folder.")],
    summary: Annotated[
        bool,
        typer.Option(
            "--summary", help="One page: one figure, one table, what it hangs on, how rare."
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            dir_okay=False,
            help="Where to write it: .html or .pdf, of the summary .png too; as given, report.html "
            "or summary.html in the results folder.",
        ),
    ] = None,
    paper: Annotated[
        PaperSize, typer.Option(help="Paper of a PDF or a picture.", case_sensitive=False)
    ] = PaperSize.A4,
    progress: Progress = ProgressMode.auto,
) -> None:
    """Write the report of a results folder again, or a summary of it on one page.

    Of an interrupted run, the replications that stand are reported. PDF and PNG need the extra
    'print'.
    """
    from asher.cli.running import write_report_into
    from asher.comparison.experiment import read_results

    comparison = read_results(results)
    if comparison.origin is not None and comparison.origin.said:
        typer.echo(f"{results}: {comparison.origin.said}.", err=True)
    if summary:
        from asher.views.summary import write_summary

        path = write_summary(comparison, out or results / "summary.html", paper=paper.value)
    else:
        path = write_report_into(
            results, comparison, progress=progress, path=out, paper=paper.value
        )
    lost = f" ({comparison.failed_words})" if comparison.failed else ""
    what = "Summary" if summary else "Report"
    typer.echo(f"{what} of {comparison.outcome.n:,} replications: {path}{lost}")
