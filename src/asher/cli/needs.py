"""What a run needs, told before it starts, and a run that would have no end stopped."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import typer

from asher import bounds
from asher.cli.progress import ProgressMode
from asher.errors import TooLargeError

if TYPE_CHECKING:
    from asher.comparison.needs import MemoryNeeded, TimeNeeded
    from asher.runs.blocks import Progress

JUDGED_AFTER_S = 60.0
"""A pace is judged after so long [s] (judgement: compiling and the first blocks are over)."""
_DAY_S = 86_400.0


def tell_memory(needed: MemoryNeeded, progress: ProgressMode) -> None:
    """Say how much memory a run takes.

    Parameters
    ----------
    progress : ProgressMode
        How progress is shown; with ``none`` nothing is said.
    """
    from asher.runs.machine import memory_free

    free = memory_free()
    if progress is ProgressMode.json:
        typer.echo(
            json.dumps({"what": "memory", "needed_mb": round(needed.total), "free_mb": free}),
            err=True,
        )
    elif progress is not ProgressMode.none:
        typer.echo(f"Needs {memory_words(needed, free)}.", err=True)


def memory_words(needed: MemoryNeeded, free: float | None) -> str:
    """Say how much memory a run takes.

    Parameters
    ----------
    free : float or None
        What is free [MB]; None where that is not known.

    Returns
    -------
    str
        Such as ``"at most 480 MB of memory (22,900 MB are free)"``.
    """
    there = "" if free is None else f" ({free:,.0f} MB are free)"
    return f"at most {needed.total:,.0f} MB of memory{there}"


def time_words(needed: TimeNeeded) -> str:
    """Say how long a run takes.

    Returns
    -------
    str
        Such as ``"about 3 minutes on 2 cores"``.
    """
    cores = f"{needed.threads} core{'s' if needed.threads != 1 else ''}"
    if needed.replications == 0:
        return f"up to about {lasting(needed.seconds)} on {cores}, if all last to the horizon"
    return f"about {lasting(needed.seconds)} on {cores}"


def lasting(seconds: float) -> str:
    """Say a length of time in its largest unit.

    Parameters
    ----------
    seconds : float
        >= 0 [s].

    Returns
    -------
    str
        Two digits of it.

    Examples
    --------
    >>> lasting(0.4), lasting(95.0), lasting(7300.0), lasting(3e6)
    ('1 s', '2 min', '2 h', '35 days')
    """
    for unit, size in (("days", _DAY_S), ("h", 3600.0), ("min", 60.0)):
        if seconds >= 1.5 * size:
            return f"{seconds / size:,.0f} {unit}"
    return f"{max(1.0, seconds):.0f} s"


def check_time(seconds: float, replications: int) -> None:
    """Refuse a run that would have no end.

    Parameters
    ----------
    seconds : float
        Time for all replications at the pace of those that were run [s].
    replications : int
        How many they are.

    Raises
    ------
    TooLargeError
        If it is more than `bounds.RUN_DAYS`.
    """
    most = bounds.RUN_DAYS * _DAY_S
    if seconds > most:
        fit = int(replications * most / seconds)
        raise TooLargeError(
            f"time: {replications:,} replications take about {lasting(seconds)} at the pace of "
            f"the first; at most {bounds.RUN_DAYS} days are allowed; at most {fit:,} fit (-n), "
            "--until stops when the answer is known, --shard and --dask use more machines"
        )


def ending(update: Progress | None) -> Progress:
    """Have a run stopped that would have no end, as soon as its pace is known.

    Parameters
    ----------
    update : callable or None
        Called with the replications done and those expected in all.

    Returns
    -------
    callable
        The same, which raises `TooLargeError` where the rest would take too long.
    """
    start, first = time.monotonic(), -1

    def watched(done: int, total: int) -> None:
        nonlocal start, first
        if update is not None:
            update(done, total)
        now = time.monotonic()
        if first < 0:
            # What stood already came at once; the laws may have been compiled until now.
            start, first = now, done
        elif done > first and now - start > JUDGED_AFTER_S:
            check_time((now - start) / (done - first) * (total - done), total - done)

    return watched
