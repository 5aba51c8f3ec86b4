"""How far a long run is: a bar, lines for a log, JSON for a program, or nothing."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

import typer

from asher.cli.output import console

LINE_EVERY_S = 5.0
JSON_EVERY_S = 0.5


class ProgressMode(StrEnum):
    """How progress is shown, always on standard error."""

    auto = "auto"
    bar = "bar"
    plain = "plain"
    json = "json"
    none = "none"


@contextmanager
def shown_progress(
    mode: ProgressMode, *, what: str = "replications"
) -> Iterator[Callable[[int, int], None] | None]:
    """Show how far a run is while it lasts.

    Parameters
    ----------
    mode : ProgressMode
        ``auto`` is a bar on a terminal and lines elsewhere.
    what : str
        What is counted.

    Yields
    ------
    callable or None
        To be called with the number done and the number expected.
    """
    if mode is ProgressMode.auto:
        mode = ProgressMode.bar if sys.stderr.isatty() else ProgressMode.plain
    if mode is ProgressMode.none:
        yield None
    elif mode is ProgressMode.bar:
        with _bar(what) as update:
            yield update
    else:
        line = _plain_line if mode is ProgressMode.plain else _json_line
        every = LINE_EVERY_S if mode is ProgressMode.plain else JSON_EVERY_S
        yield _Lines(line, every, what)


class _Lines:
    """Print a line now and then, and one at the end."""

    def __init__(
        self, line: Callable[[int, int, float, float | None, str], str], every_s: float, what: str
    ) -> None:
        self._line, self._every, self._what = line, every_s, what
        self._start = self._last = time.monotonic()
        self._from: int | None = None
        self._told = (-1, -1)

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self._from is None:
            self._from = done
        finished = done >= total
        if (done, total) == self._told or (not finished and now - self._last < self._every):
            return
        self._last, self._told = now, (done, total)
        elapsed = now - self._start
        # Blocks that stood already came at once; they say nothing of the pace.
        fresh = done - self._from
        left = elapsed / fresh * (total - done) if fresh > 0 else None
        typer.echo(self._line(done, total, elapsed, left, self._what), err=True)


def _plain_line(done: int, total: int, elapsed: float, left: float | None, what: str) -> str:
    to_go = f", about {_minutes(left)} left" if left is not None and done < total else ""
    return f"{done:,} of {total:,} {what}, {_minutes(elapsed)}{to_go}"


def _json_line(done: int, total: int, elapsed: float, left: float | None, what: str) -> str:
    return json.dumps(
        {
            "what": what,
            "done": done,
            "total": total,
            "elapsed_s": round(elapsed, 1),
            "left_s": None if left is None else round(left, 1),
        }
    )


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d} min" if whole >= 60 else f"{whole} s"


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
