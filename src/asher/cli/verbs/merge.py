"""`asher merge`: shares of a run, put together as if it had been run at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asher.cli.options import Progress, folder_option
from asher.cli.progress import ProgressMode

PLACE = 20


def merge(
    shares: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Results folders of the shares.")
    ],
    out: Annotated[Path, folder_option("Folder for the combined results.", "--out", "-o")],
    progress: Progress = ProgressMode.auto,
) -> None:
    """Combine the shares of a run into one results folder."""
    from asher.cli.running import show, write_report_into
    from asher.comparison.merging import merge_shares, unlike_versions

    comparison = merge_shares(shares, out)
    for line in unlike_versions(shares):
        typer.echo(line, err=True)
    report = write_report_into(out, comparison, progress=progress)
    show(comparison)
    typer.echo(f"Report: {report}")
