"""The tables of a report: every figure with its interval and n."""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING

from asher.quantities import format_share
from asher.simulation.metrics import find_metric, shown_in
from asher.views.table import Cell, Row, Table
from asher.views.words.changes import spans_zero
from asher.views.words.measures import (
    COURSE_ROWS,
    DRILL_ROWS,
    MILESTONES,
    OFFICERS,
    PAIR_ROWS,
    course_titles,
    endings_seen,
    headline,
    is_drill,
    shown_metrics,
)
from asher.views.words.wording import clock, in_a_hundred, interval, number, shared_decimals, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from asher.comparison.between_draws import Interval
    from asher.comparison.comparison import Comparison
    from asher.comparison.estimates import Difference, Estimate

NEVER = "never came"


def courses_table(comparison: Comparison) -> Table:
    """Put the courses of action side by side.

    Returns
    -------
    Table
        A row per metric, a column per course of action; last the counts of replications and
        of those unfinished.
    """
    titles = course_titles(comparison)
    rows = []
    for name in shown_metrics(comparison, DRILL_ROWS if is_drill(comparison) else COURSE_ROWS):
        metric = find_metric(name)
        rows.append(Row(metric.label, tuple(metric_cells(comparison, name)), metric.description))
    open_ends = [_share_cell(comparison.metric(course, "unfinished")) for course in titles]
    rows.append(Row("Unfinished", tuple(open_ends), find_metric("unfinished").description))
    n = Cell(f"{comparison.outcome.n:,}")
    if comparison.failed:
        lost = Cell(f"{comparison.n_failed:,}")
        rows.append(Row("Failed", (lost,) * len(titles), comparison.failed_words))
    rows.append(
        Row("Incidents (n)", (n,) * len(titles), "The same incidents for every course of action.")
    )
    return table_by_course(
        comparison,
        rows,
        corner="Metric",
        caption="Mean with 95\u00a0% interval; a time is in minutes:seconds, where it came, with "
        "the share in which it did",
    )


def table_by_course(
    comparison: Comparison, rows: Iterable[Row], *, corner: str, caption: str
) -> Table:
    """Make a table with a column for every course of action."""
    columns = course_titles(comparison).values()
    return Table.plain(rows, caption=caption, corner=corner, columns=columns)


def terminal_table(comparison: Comparison) -> Table:
    """Put every course of action in a row of its main figures, for a terminal."""
    titles = course_titles(comparison)
    names = shown_in("drill" if is_drill(comparison) else "terminal")
    columns = {find_metric(name).label: metric_cells(comparison, name) for name in names}
    rows = zip(titles.values(), zip(*columns.values(), strict=True), strict=True)
    return Table.plain(
        (Row(title, tuple(cells)) for title, cells in rows),
        caption="Means with 95\u00a0% intervals; times in minutes:seconds, where they came",
        corner="Course of action",
        columns=columns,
    )


def metric_cells(comparison: Comparison, name: str) -> list[Cell]:
    """Write one metric of every course of action.

    Parameters
    ----------
    name : str
        The metric.

    Returns
    -------
    list of Cell
        In scenario order, with as many decimals each.
    """
    found = [comparison.metric(course, name) for course in course_titles(comparison)]
    metric = comparison.outcome.find_metric(name)
    if metric.is_time:
        return [time_cell(estimate) for estimate in found]
    if metric.unit == "share":
        return [_share_cell(estimate) for estimate in found]
    digits = shared_decimals(found)
    return [count_cell(estimate, digits=digits) for estimate in found]


def time_cell(estimate: Estimate) -> Cell:
    """Write the mean of a time with its interval and the share of replications in which it came.

    Parameters
    ----------
    estimate : Estimate
        Of a time [s].

    Returns
    -------
    Cell
        In minutes and seconds.
    """
    if not math.isfinite(estimate.mean):
        return Cell(NEVER)
    ends = f"{clock(estimate.lower)} to {clock(estimate.upper)}"
    came = "" if estimate.share == 1 else f"; in {format_share(estimate.share)}"
    return Cell(clock(estimate.mean), f"{ends}{came}")


def count_cell(estimate: Estimate, *, digits: int) -> Cell:
    """Write a mean count with its interval.

    Parameters
    ----------
    estimate : Estimate
        Of a count.
    digits : int
        Decimals.

    Returns
    -------
    Cell
        Of what was never seen, how rare it may still be.
    """
    mean = number(estimate.mean, decimals=digits)
    if estimate.share == 0 and math.isfinite(estimate.share_upper):
        # Never seen is not never: the interval of the share says how rare it may still be.
        return Cell(mean, f"not seen; below {format_share(estimate.share_upper)}")
    return Cell(mean, interval(estimate.lower, estimate.upper, decimals=digits))


def _share_cell(estimate: Estimate) -> Cell:
    return Cell(
        format_share(estimate.mean),
        f"{format_share(estimate.lower)} to {format_share(estimate.upper)}",
    )


def reference_table(comparison: Comparison) -> Table:
    """Compare every course of action with the first, over the main metrics.

    Returns
    -------
    Table
        A group per metric, a row per other course of action.
    """
    reference, *others = course_titles(comparison)
    names = shown_metrics(comparison, DRILL_ROWS if is_drill(comparison) else PAIR_ROWS)
    return _pairs_table(
        comparison,
        [(course, reference) for course in others],
        metrics=names,
        caption=f"Paired differences from {course_titles(comparison)[reference]}",
    )


def pairs_table(comparison: Comparison, names: tuple[str, ...] = ()) -> Table:
    """Compare every pair of courses of action.

    Parameters
    ----------
    names : tuple of str
        Metrics; by default the headline metric, and with a hazard those of officers.

    Returns
    -------
    Table
        A row per pair.
    """
    if not names:
        names = (headline(comparison),)
        if not is_drill(comparison):
            names = shown_metrics(comparison, (*names, *OFFICERS, "friendly_fire"))
    pairs = [(b, a) for a, b in combinations(course_titles(comparison), 2)]
    return _pairs_table(comparison, pairs, metrics=names, caption="Paired differences, every pair")


def _pairs_table(
    comparison: Comparison,
    pairs: Sequence[tuple[str, str]],
    *,
    metrics: Sequence[str],
    caption: str,
) -> Table:
    titles = course_titles(comparison)
    groups = []
    for name in metrics:
        metric = find_metric(name)
        gaps = [comparison.difference(a, b, metric=name) for a, b in pairs]
        digits = shared_decimals(gaps)
        rows = []
        for gap in gaps:
            if metric.kind == "time":
                main = clock(gap.mean, sign=True)
            else:
                main = signed(gap.mean, decimals=digits)
            same = gap.lower == gap.upper == 0
            reading = (
                "the same"
                if same
                else "spans zero"
                if spans_zero(gap)
                else ("lower" if gap.mean < 0 else "higher")
            )
            odds = " / ".join(in_a_hundred(comparison.odds(gap.a, gap.b, metric=name)))
            alone = [] if comparison.draws is None else [_ends(gap, digits, is_alone=True)]
            cells = (main, _ends(gap, digits), *alone, odds, reading, f"{gap.n:,}")
            rows.append(
                Row(f"{titles[gap.a]} \u2212 {titles[gap.b]}", tuple(Cell(c) for c in cells))
            )
        label = f"{metric.label}, minutes:seconds" if metric.kind == "time" else metric.label
        groups.append((label, tuple(rows)))
    return Table(
        caption=caption,
        corner="First \u2212 second",
        columns=(
            "Mean difference",
            "95\u00a0% interval",
            *([] if comparison.draws is None else ["By chance alone"]),
            "Of 100: lower / same / higher",
            "Reading",
            "n",
        ),
        groups=tuple(groups),
    )


def _ends(gap: Difference, digits: int, *, is_alone: bool = False) -> str:
    """The interval of a difference; or that by chance alone, where numbers are drawn."""
    low, high = (gap.chance_lower, gap.chance_upper) if is_alone else (gap.lower, gap.upper)
    assert low is not None
    assert high is not None
    if find_metric(gap.metric).kind == "time":
        return f"{clock(low, sign=True)} to {clock(high, sign=True)}"
    return f"{signed(low, decimals=digits)} to {signed(high, decimals=digits)}"


def minutes_table(comparison: Comparison) -> Table:
    """List the milestones of every course of action.

    Returns
    -------
    Table
        A row per milestone: median, 10th to 90th percentile and the share in which it came.
    """
    titles = course_titles(comparison)
    rows = []
    for name, label in MILESTONES:
        cells = []
        for course in titles:
            estimate = comparison.metric(course, name)
            if not math.isfinite(estimate.median):
                cells.append(Cell(NEVER))
                continue
            around = "\u2013"
            if math.isfinite(estimate.median_lower + estimate.median_upper):
                around = f"{clock(estimate.median_lower)} to {clock(estimate.median_upper)}"
            spread = f"{clock(estimate.p10)} to {clock(estimate.p90)}"
            cells.append(
                Cell(
                    f"{clock(estimate.median)} ({around})",
                    f"{spread}; in {format_share(estimate.share)}",
                )
            )
        rows.append(Row(label, tuple(cells)))
    return table_by_course(
        comparison,
        rows,
        corner="Milestone",
        caption="Minutes:seconds after the first shot: median with its 95\u00a0% interval, 10th to "
        "90th percentile, and the share of incidents in which the moment came",
    )


def _ending_cell(share: Interval) -> Cell:
    found, lower, upper = share
    return Cell(format_share(found), f"{format_share(lower)} to {format_share(upper)}")


def endings_table(comparison: Comparison) -> Table:
    """List how attacks end under every course of action.

    Returns
    -------
    Table
        A row per ending that came about, under the letter of its part in the figure.
    """
    titles = course_titles(comparison)
    n = comparison.outcome.n
    rows = tuple(
        Row(
            ending.label,
            tuple(_ending_cell(comparison.ending_share(course, ending.name)) for course in titles),
            sign=ending,
        )
        for ending in endings_seen(comparison)
    )
    return Table.plain(
        rows,
        caption=f"Share of incidents by ending, with 95\u00a0% interval; n = {n:,} each",
        corner="Ending",
        columns=titles.values(),
    )
