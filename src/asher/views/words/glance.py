"""The answer at a glance: a row per course of action, the few figures that decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from asher.comparison.intervals import share_interval
from asher.quantities import format_share
from asher.simulation.metrics import find_metric
from asher.views.table import Cell, Row, Table
from asher.views.tables import metric_cells
from asher.views.words.changes import spans_zero
from asher.views.words.measures import course_titles, headline, is_drill, officers_hit
from asher.views.words.tradeoffs import Mean
from asher.views.words.wording import clock, interval, listed, number, shared_decimals, signed

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison
    from asher.comparison.estimates import Difference


def glance_table(comparison: Comparison) -> Table:
    """Put every course of action in one row of the figures that decide.

    Returns
    -------
    Table
        The headline metric, its paired difference from the first course of action, and with a
        hazard preventable deaths, officers hit and the time to entry.
    """
    titles = course_titles(comparison)
    metric, drill = headline(comparison), is_drill(comparison)
    columns = {find_metric(metric).label: metric_cells(comparison, metric)}
    reference, *others = titles
    if others:
        gaps = [comparison.difference(c, reference, metric=metric) for c in others]
        digits = shared_decimals(gaps)
        cells = [Cell("\u2013"), *(_gap(gap, digits) for gap in gaps)]
        columns["Against the first"] = cells
    if drill:
        columns["Out"] = metric_cells(comparison, "evacuated")
    else:
        columns["Preventable deaths"] = metric_cells(comparison, "preventable_deaths")
        columns["Officers hit"] = _hits(comparison)
        columns["First officer in"] = metric_cells(comparison, "time_to_entry_s")
    rows = zip(titles.values(), zip(*columns.values(), strict=True), strict=True)
    n = f"; n = {comparison.outcome.n:,} each" if comparison.outcome.n else ""
    return Table.plain(
        (Row(title, tuple(cells)) for title, cells in rows),
        caption="Mean with 95\u00a0% interval; a time is in minutes:seconds, where it came, with "
        f"the share in which it did{n}",
        corner="Course of action",
        columns=columns,
    )


def _gap(gap: Difference, digits: int) -> Cell:
    if gap.lower == gap.upper == 0:
        return Cell("the same", "in every incident")
    if find_metric(gap.metric).is_time:
        main = clock(gap.mean, sign=True)
        ends = f"{clock(gap.lower, sign=True)} to {clock(gap.upper, sign=True)}"
    else:
        main = signed(gap.mean, decimals=digits)
        ends = " to ".join(signed(end, decimals=digits) for end in (gap.lower, gap.upper))
    return Cell(main, f"{ends}, spans zero" if spans_zero(gap) else ends)


def _hits(comparison: Comparison) -> list[Cell]:
    means = [
        Mean(*comparison.mean_of(officers_hit(comparison, course)))
        for course in course_titles(comparison)
    ]
    digits = shared_decimals(means)
    _, _, rare = share_interval(0, comparison.outcome.n)
    return [
        Cell(
            number(mean.mean, decimals=digits),
            # Never seen is not never: the interval of the share says how rare it may still be.
            interval(mean.lower, mean.upper, decimals=digits)
            if mean.mean
            else f"not seen; below {format_share(rare)}",
        )
        for mean in means
    ]


def friendly_fire_sentence(comparison: Comparison) -> str:
    """Say how often somebody was hit by friendly fire.

    Returns
    -------
    str
        One sentence; empty if it came about in no replication.
    """
    titles = course_titles(comparison)
    n = comparison.outcome.n
    hit = {
        course: int(np.count_nonzero(comparison.outcome.values(course, "friendly_fire") > 0))
        for course in titles
    }
    seen = [
        f"{format_share(k / n)} under \u201c{titles[course]}\u201d ({k:,} of {n:,})"
        for course, k in hit.items()
        if k
    ]
    if not seen:
        return ""
    others = "; in no incident under the others" if len(seen) < len(titles) else ""
    return f"Friendly fire hit somebody in {listed(seen)} of the incidents{others}."
