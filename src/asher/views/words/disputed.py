"""The answer under each side of a dispute, in sentences and as a table."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from asher.comparison.disputes import DISPUTES, FIGURES, STATED
from asher.views.table import Cell, Row, Table
from asher.views.words.changes import fewer_or_more
from asher.views.words.measures import course_titles
from asher.views.words.wording import decimals_for, interval, listed, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asher.comparison.comparison import Comparison
    from asher.comparison.disputes import Dispute
    from asher.comparison.effect import UnderSide

_COUNTED = {"killed": "people killed", "officers_hit": "officers hit"}


def disputes_tried(comparison: Comparison) -> tuple[Dispute, ...]:
    """List the disputes whose sides were tried, in the order in which they are shown."""
    tried = {each.dispute for each in comparison.sides}
    return tuple(dispute for dispute in DISPUTES if dispute.name in tried)


def disputed(comparison: Comparison) -> str:
    """Say what the answer is under each side of every dispute.

    Returns
    -------
    str
        A sentence a dispute, on the course of action that it moves most, or that it moves none;
        empty where none was tried.
    """
    return " ".join(_sentence(comparison, one) for one in disputes_tried(comparison))


def _sentence(comparison: Comparison, dispute: Dispute) -> str:
    everything = [each for each in comparison.sides if each.dispute == dispute.name]
    if all(each.change == each.change_lower == each.change_upper == 0.0 for each in everything):
        return (
            f"The evidence does not settle {dispute.words}, but here nothing hangs on it: on "
            f"{everything[0].n:,} of the same attacks, every difference in "
            f"{listed(list(_COUNTED.values()))} is the same under each side."
        )
    of_it = [
        each
        for each in comparison.sides
        if (each.dispute, each.figure) == (dispute.name, dispute.figure) and each.side != STATED
    ]
    course = max(of_it, key=lambda each: abs(each.change)).course
    titles, words = course_titles(comparison), {side.name: side.words for side in dispute.sides}
    what = _COUNTED[dispute.figure]
    said = [
        f"{fewer_or_more(each.mean, each.lower, each.upper, what)} if {words[each.side]}"
        for each in of_it
        if each.course == course and each.side in words
    ]
    return (
        f"The evidence does not settle {dispute.words}. On {of_it[0].n:,} of the same attacks "
        f"\u201c{titles.get(course, course)}\u201d, set against "
        f"\u201c{titles[comparison.courses[0]]}\u201d, means {', and '.join(said)}."
    )


def disputes_table(comparison: Comparison) -> Table:
    """Set the differences under each side one under another.

    Returns
    -------
    Table
        A group for each dispute; a row for each side of each course of action that hangs on it.
    """
    first, titles = comparison.courses[0], course_titles(comparison)
    groups = tuple(
        (f"{dispute.words[0].upper()}{dispute.words[1:]}", tuple(_rows(comparison, dispute)))
        for dispute in disputes_tried(comparison)
    )
    columns = [
        words
        for figure in FIGURES
        for words in (f"{_COUNTED[figure].capitalize()}", "Change from the first side")
    ]
    return Table(
        caption=f"Difference from \u201c{titles[first]}\u201d on the same "
        f"{comparison.sides[0].n:,} attacks, mean (95\u00a0% interval)",
        corner="Side",
        columns=tuple(columns),
        groups=groups,
    )


def _rows(comparison: Comparison, dispute: Dispute) -> Iterator[Row]:
    titles = course_titles(comparison)
    words = {STATED: "as the scenario states it"} | {
        side.name: f"if {side.words}" for side in dispute.sides
    }
    of_it = [each for each in comparison.sides if each.dispute == dispute.name]
    for course, several in groupby(of_it, key=lambda each: each.course):
        found = list(several)
        for side in words:
            cells = [
                cell
                for figure in FIGURES
                for each in found
                if (each.side, each.figure) == (side, figure)
                for cell in (_difference(each), _change(each, dispute))
            ]
            if cells:
                head = f"{words[side][0].upper()}{words[side][1:]}"
                yield Row(head, tuple(cells), titles.get(course, course))


def _difference(each: UnderSide) -> Cell:
    return _cell(each.mean, each.lower, each.upper)


def _change(each: UnderSide, dispute: Dispute) -> Cell:
    """By how much a side differs from the first one; nothing for that one, and as stated."""
    if each.side in (STATED, dispute.sides[0].name):
        return Cell("\u2013")
    return _cell(each.change, each.change_lower, each.change_upper)


def _cell(mean: float, lower: float, upper: float) -> Cell:
    digits = decimals_for((upper - lower) / 2)
    return Cell(signed(mean, decimals=digits), interval(lower, upper, decimals=digits))
