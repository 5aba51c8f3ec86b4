"""What sooner entry costs: officers hit against minutes to entry, and against people killed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from asher.comparison.estimates import (
    nonnegative_interval,
    paired_difference,
    restricted,
)
from asher.views.figures.drawing import INK
from asher.views.tables import Cell, Row, Table
from asher.views.words.measures import Sign, course_titles
from asher.views.words.wording import (
    clock,
    decimals_for,
    interval,
    number,
    shared_decimals,
    signed,
    spoken_time,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from asher.comparison.comparison import Comparison


@dataclass(frozen=True)
class Mean:
    """A mean with its 95 % interval.

    Parameters
    ----------
    mean, lower, upper : float
        In people or in seconds.
    """

    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Point:
    """One course of action on the trade-off.

    Parameters
    ----------
    entry : Mean
        Time to entry [s], restricted to the horizon.
    hit : Mean
        Officers killed or wounded.
    killed : Mean
        Occupants killed.
    """

    sign: Sign
    title: str
    entry: Mean
    hit: Mean
    killed: Mean


def officers_hit(comparison: Comparison, course: str) -> NDArray[np.float64]:
    """Count the officers hit in every replication.

    Returns
    -------
    ndarray of float64, shape (n,)
        Officers killed or wounded.
    """
    outcome = comparison.outcome
    hit: NDArray[np.float64] = outcome.values(course, "officers_killed") + outcome.values(
        course, "officers_wounded"
    )
    return hit


def points(comparison: Comparison) -> tuple[Point, ...]:
    """Place every course of action on the trade-off.

    Returns
    -------
    tuple of Point
        In scenario order, numbered from 1.
    """
    found = []
    for index, (course, title) in enumerate(course_titles(comparison).items(), start=1):
        entry = _entry(comparison, course)
        found.append(
            Point(
                sign=Sign(course, str(index), title, "#ffffff", INK),
                title=title,
                entry=Mean(*nonnegative_interval(entry)),
                hit=Mean(*nonnegative_interval(officers_hit(comparison, course))),
                killed=Mean(*nonnegative_interval(comparison.outcome.values(course, "killed"))),
            )
        )
    return tuple(found)


def _entry(comparison: Comparison, course: str) -> NDArray[np.float64]:
    times = comparison.outcome.values(course, "time_to_entry_s")
    return restricted(times, horizon_s=comparison.scenario.horizon)


def tradeoff_table(comparison: Comparison) -> Table:
    """List what the trade-off shows.

    Returns
    -------
    Table
        A row per course of action, under its number in the figure.
    """
    found = points(comparison)
    hits = shared_decimals([point.hit for point in found])
    deaths = shared_decimals([point.killed for point in found])
    rows = []
    for point in found:
        ends = f"{clock(point.entry.lower)} to {clock(point.entry.upper)}"
        cells = (
            Cell(clock(point.entry.mean), ends),
            _count(point.hit, hits),
            _count(point.killed, deaths),
        )
        rows.append(Row(point.title, cells, sign=point.sign))
    return Table.plain(
        rows,
        caption="Mean with 95\u00a0% interval; a time that never came counts as the horizon",
        corner="Course of action",
        columns=("Time to entry", "Officers hit", "Killed"),
    )


def _count(mean: Mean, digits: int) -> Cell:
    return Cell(
        number(mean.mean, decimals=digits), interval(mean.lower, mean.upper, decimals=digits)
    )


def tradeoff_sentence(comparison: Comparison) -> str:
    """Say what the earliest entry meant against the latest.

    Parameters
    ----------
    comparison : Comparison
        What was compared; at least two courses of action.

    Returns
    -------
    str
        One sentence with paired differences and their intervals, or that entry was the same.
    """
    found = points(comparison)
    soon = min(found, key=lambda point: (point.entry.mean, point.sign.code))
    late = max(found, key=lambda point: point.entry.mean)
    if soon.entry.mean == late.entry.mean:
        return (
            f"Officers were inside after a mean of {clock(soon.entry.mean)} under every course of "
            "action, so time to entry tells nothing apart here."
        )
    a, b = soon.sign.name, late.sign.name
    earlier = late.entry.mean - soon.entry.mean
    hit = _gap(officers_hit(comparison, a), officers_hit(comparison, b))
    killed = _gap(comparison.outcome.values(a, "killed"), comparison.outcome.values(b, "killed"))
    same = sum(point.entry.mean == soon.entry.mean for point in found) - 1
    others = f" (and as soon under {same} more)" if same else ""
    return (
        f"Officers were inside soonest under \u201c{soon.title}\u201d{others} and latest under "
        f"\u201c{late.title}\u201d: {spoken_time(earlier)} sooner on average, at a difference of "
        f"{hit} officers hit and {killed} people killed in an incident."
    )


def _gap(a: NDArray[np.float64], b: NDArray[np.float64]) -> str:
    mean, lower, upper, _ = paired_difference(a, b)
    digits = decimals_for((upper - lower) / 2)
    ends = " to ".join(signed(end, decimals=digits) for end in (lower, upper))
    if lower == upper == 0:
        return "0.0 (the same in every replication)"
    zero = "" if lower > 0 or upper < 0 else ", spanning zero"
    return f"{signed(mean, decimals=digits)} (95\u00a0% interval {ends}{zero})"
