"""Shares of a run: what may stand beside them, and how they are put together."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from asher.cli.progress import ProgressMode


def read_shard(text: str) -> tuple[int, int]:
    """Read which share is meant.

    Parameters
    ----------
    text : str
        ``"3/20"``: the third of twenty.

    Returns
    -------
    tuple of int
        Its number, from 1, and how many there are.

    Raises
    ------
    typer.BadParameter
        If it is no share.
    """
    match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text.strip(), re.ASCII)
    number, of = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= number <= of:
        raise typer.BadParameter(
            f"found {text!r}; allowed: a share such as 3/20, from 1/20 to 20/20",
            param_hint="--shard",
        )
    return number, of


def check_together(
    *,
    out: Path | None,
    until: str | None,
    shard: str | None,
    processes: int | None,
    dask: str | None,
    fresh: bool,
) -> None:
    """Refuse options that cannot stand beside each other.

    Parameters
    ----------
    out, until, shard, processes, dask, fresh
        As given to ``asher compare``.

    Raises
    ------
    typer.BadParameter
        Naming all that is wrong.
    """
    faults = []
    if shard is not None and out is None:
        faults.append("--shard needs --out, a folder for this share")
    if shard is not None and until is not None:
        faults.append("--shard cannot stand beside --until: the rule looks at all replications")
    if processes is not None and dask is not None:
        faults.append("--processes and --dask each say where blocks run; one of them is allowed")
    if fresh and out is None:
        faults.append("--fresh needs --out, the folder whose run is taken away")
    if faults:
        raise typer.BadParameter("; ".join(faults))


def merge(
    shares: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Results folders of the shares.")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", file_okay=False, help="Results folder of the whole.")
    ],
    progress: Annotated[
        ProgressMode, typer.Option(help="How progress is shown.")
    ] = ProgressMode.auto,
) -> None:
    """Put the shares of a run together, as if it had been run at once."""
    from asher.cli.compare import show, write_report_into
    from asher.comparison.merging import merge_shares, unlike_versions

    comparison = merge_shares(shares, out)
    for line in unlike_versions(shares):
        typer.echo(line, err=True)
    report = write_report_into(out, comparison, progress=progress)
    show(comparison)
    typer.echo(f"Report: {report}")
