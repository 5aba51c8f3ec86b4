"""`asher report`: write the report of a results folder again, or its summary on one page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from asher.cli.options import ProgressAsked, file_option
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
            "--summary",
            help="Write one page: a figure, a table, what the answer depends on and how "
            "rare such a day is.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        file_option(
            "File to write: .html or .pdf, or .png for the summary. By default report.html or "
            "summary.html in the results folder."
        ),
    ] = None,
    paper: Annotated[
        PaperSize, typer.Option(help="Paper size of a PDF or PNG.", case_sensitive=False)
    ] = PaperSize.A4,
    progress: ProgressAsked = ProgressMode.auto,
) -> None:
    """Write the report of a results folder again, or a one-page summary.

    If the run was interrupted, the report covers the replications it finished. PDF and PNG need
    the extra 'print'.
    """
    from asher.cli.running import write_report_into
    from asher.comparison.reading import read_results

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
