"""`asher merge`: shares of a run, put together as if it had been run at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asher.cli.options import ProgressAsked, Sensitivity, folder_option
from asher.cli.progress import ProgressMode

PLACE = 20


def merge(
    shares: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Results folders of the shares.")
    ],
    out: Annotated[Path, folder_option("Folder for the combined results.", "--out", "-o")],
    sensitivity: Sensitivity = True,
    progress: ProgressAsked = ProgressMode.auto,
) -> None:
    """Combine the shares of a run into one results folder."""
    from asher.cli.running import show, try_assumptions, write_report_into
    from asher.comparison.merging import merge_shares, merged_experiment, unlike_versions

    comparison = merge_shares(shares, out)
    for line in unlike_versions(shares):
        typer.echo(line, err=True)
    # Another model would answer another question than that of the shares.
    if sensitivity and comparison.is_of_this_model:
        experiment = merged_experiment(comparison, out)
        comparison = try_assumptions(experiment, comparison, progress=progress)
    report = write_report_into(out, comparison, progress=progress)
    show(comparison)
    typer.echo(f"Report: {report}")
