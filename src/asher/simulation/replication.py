"""The one way to run a replication, for its figures or to be watched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asher.kernels.codes import Until

Watch = Callable[[float, float], None]
_NO_LIMIT = 1 << 62


def run_to_arrival(site: Any, world: Any, stream: Any, *, watch: Watch | None = None) -> float:
    """Start a replication and run it until the first officer arrives.

    Parameters
    ----------
    site : Site
        Where, who and by which rates.
    world : World
        Written; nothing in it hangs on what officers do.
    stream : Stream
        Seed and replication.
    watch : callable, optional
        Called at the start, and after each tick, with the times at its start and end [s].

    Returns
    -------
    float
        Time reached [s]; 0 in a drill.
    """
    from asher.kernels.site_step import advance, start_replication

    start_replication(site, world, stream)
    advance(site, world, stream, (0.0, 1), int(Until.FIRST_SHOT))
    if watch is not None:
        watch(0.0, 0.0)
    return _run(site, world, stream, 0.0, Until.ARRIVAL, watch)


def run_to_end(
    site: Any, world: Any, stream: Any, now: float, *, watch: Watch | None = None
) -> float:
    """Choose the course of action of a site, and run a replication to its end.

    Parameters
    ----------
    site : Site
        With one course of action.
    world : World
        As `run_to_arrival` left it, or a copy.
    stream, watch
        See `run_to_arrival`.
    now : float
        Time reached [s].

    Returns
    -------
    float
        Time at the end [s].
    """
    from asher.kernels.site_step import choose_course

    choose_course(site, world, stream)
    return _run(site, world, stream, now, Until.END, watch)


def _run(
    site: Any, world: Any, stream: Any, now: float, until: Until, watch: Watch | None
) -> float:
    from asher.kernels.site_step import advance

    if watch is None:
        return float(advance(site, world, stream, (now, _NO_LIMIT), int(until)))
    while True:
        following = float(advance(site, world, stream, (now, 1), int(until)))
        if following == now:
            return now
        watch(now, following)
        now = following
