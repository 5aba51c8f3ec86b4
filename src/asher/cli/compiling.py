"""A word before the laws are compiled, which happens once and takes about a minute."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from asher.cli.progress import ProgressMode


def tell_if_compiling(progress: ProgressMode) -> None:
    """Say that the laws are about to be compiled, unless their machine code is kept already.

    Parameters
    ----------
    progress : ProgressMode
        How progress is shown; with ``none`` nothing is said of the time it takes. That the machine
        code cannot be kept is said in any case, since then every run takes that time.
    """
    as_json = progress is ProgressMode.json
    if note := _note():
        words = f"Machine code is kept for this run only: {note}."
        typer.echo(json.dumps({"what": "not kept", "why": note}) if as_json else words, err=True)
    if progress is ProgressMode.none or is_compiled():
        return
    words = "Compiling the model (once, about a minute) ..."
    typer.echo(json.dumps({"what": "compiling"}) if as_json else words, err=True)


def _note() -> str:
    from asher.kernels.jit import FOLDER

    return "" if FOLDER is None else str(FOLDER.note)


def is_compiled() -> bool:
    """Whether the machine code of the laws is kept from an earlier run.

    Returns
    -------
    bool
        True also where laws are not compiled at all.

    Notes
    -----
    It looks for one time step, which calls nearly all the others; compiling the rest after it is a
    matter of seconds.
    """
    from asher.kernels.site_step import advance

    stats = getattr(advance, "stats", None)
    if stats is None:  # compilation is switched off
        return True
    if stats.cache_path is None:
        return False
    return any(Path(stats.cache_path).glob("site_step.advance-*.nbc"))
