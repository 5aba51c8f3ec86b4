"""Shares of a run: which is meant, and what may stand beside it."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from asher.runs.executors import Chosen


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
    executors: Chosen,
    fresh: bool,
    severest: str | None,
    by_severity: int | None,
) -> None:
    """Refuse options that cannot stand beside each other.

    Parameters
    ----------
    out, until, shard, executors, fresh, severest, by_severity
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
        faults.append("--shard cannot be used with --until: the rule needs all replications")
    if shard is not None and by_severity is not None:
        faults.append(
            "--by-severity cannot be used with --shard: run it with --out on the folder that "
            "`asher merge` writes"
        )
    if severest is not None and by_severity is not None:
        faults.append("--severest and --by-severity cannot be used together; choose one")
    where = [f"--{name}" for name, asked in executors.items() if asked is not None]
    if len(where) > 1:
        faults.append(f"{' and '.join(where)} cannot be used together; choose one")
    if fresh and out is None:
        faults.append("--fresh needs --out, the folder to delete results from")
    if faults:
        raise typer.BadParameter("; ".join(faults))
