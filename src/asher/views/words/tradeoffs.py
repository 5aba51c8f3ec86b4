"""What sooner entry costs: officers hit against minutes to entry, and against people killed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from asher.views.figures.drawing import INK
from asher.views.table import Cell, Row, Table
from asher.views.tables import time_cell
from asher.views.words.changes import BRACKETS, change_in, change_in_officers_hit
from asher.views.words.isolated import alike_but_for
from asher.views.words.measures import Sign, course_titles, officers_hit
from asher.views.words.wording import (
    clock,
    interval,
    number,
    shared_decimals,
    spoken_time,
)

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison

_ENTRY = "time_to_entry_s"


@dataclass(frozen=True)
class Mean:
    """A mean with its 95 % interval."""

    # In people or in seconds; NaN where they are not known.
    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Point:
    """One course of action on the trade-off."""

    sign: Sign
    title: str
    entry: Mean  # Time to entry [s], where it came
    hit: Mean  # Officers killed or wounded
    killed: Mean  # Occupants killed


def compared(comparison: Comparison) -> tuple[str, ...]:
    """Find the courses of action that differ only in the rule of entry.

    Returns
    -------
    tuple of str
        Names of those that differ in that rule and nothing else, and under which officers went in;
        empty where fewer than two are left.
    """
    found = tuple(
        course
        for course in alike_but_for(comparison, "entry")
        if comparison.metric(course, _ENTRY).n > 0
    )
    return found if len(found) > 1 else ()


def points(comparison: Comparison) -> tuple[Point, ...]:
    """Place the courses of action that differ in the rule of entry alone on the trade-off.

    Returns
    -------
    tuple of Point
        In scenario order, numbered from 1.
    """
    titles = course_titles(comparison)
    found = []
    for index, course in enumerate(compared(comparison), start=1):
        entry = comparison.metric(course, _ENTRY)
        killed = comparison.metric(course, "killed")
        found.append(
            Point(
                sign=Sign(course, str(index), titles[course], "#ffffff", INK),
                title=titles[course],
                entry=Mean(entry.mean, entry.lower, entry.upper),
                hit=Mean(*comparison.mean_of(officers_hit(comparison, course))),
                killed=Mean(killed.mean, killed.lower, killed.upper),
            )
        )
    return tuple(found)


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
    rows = [
        Row(
            point.title,
            (
                time_cell(comparison.metric(point.sign.name, _ENTRY)),
                _count(point.hit, hits),
                _count(point.killed, deaths),
            ),
            sign=point.sign,
        )
        for point in found
    ]
    return Table.plain(
        rows,
        caption="Mean with 95\u00a0% interval; of entry, where it came",
        corner="Course of action",
        columns=("Time to entry", "Officers hit", "Killed"),
    )


def _count(mean: Mean, digits: int) -> Cell:
    return Cell(
        number(mean.mean, decimals=digits), interval(mean.lower, mean.upper, decimals=digits)
    )


def tradeoff_sentence(comparison: Comparison) -> str:
    """Say what the earliest entry meant against the latest.

    Returns
    -------
    str
        Sentences with paired differences and their intervals, or that entry was the same.
    """
    found = points(comparison)
    soon = min(found, key=lambda point: (point.entry.mean, point.sign.code))
    late = max(found, key=lambda point: point.entry.mean)
    alone = f"These {len(found)} courses of action differ only in the rule of entry."
    if soon.entry.mean == late.entry.mean:
        return (
            f"{alone} Officers were inside after a mean of {clock(soon.entry.mean)} under each, so "
            "time to entry makes no difference here."
        )
    a, b = soon.sign.name, late.sign.name
    earlier = comparison.difference(b, a, metric=_ENTRY).mean
    return (
        f"{alone} Officers were inside soonest under \u201c{soon.title}\u201d and latest under "
        f"\u201c{late.title}\u201d, {spoken_time(earlier)} apart on average. From the latest to "
        f"the soonest: {change_in_officers_hit(comparison, a, b)}; "
        f"{change_in(comparison, a, b, metric='killed')}. {BRACKETS}"
    )
