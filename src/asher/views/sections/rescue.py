"""Care for the wounded: preventable deaths and how long care took."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from asher.quantities import format_share
from asher.simulation.metrics import find_metric
from asher.views.figures.drawing import svg_of
from asher.views.figures.panels import WIDE, interval_panels, side_by_side
from asher.views.section import Figure, Section, Tabled
from asher.views.tables import NEVER, Cell, Row, Table, count_cell
from asher.views.words.measures import course_titles
from asher.views.words.wording import clock, decimals_for, shared_decimals, signed

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison
    from asher.comparison.estimates import Estimate
    from asher.views.reported import Reported

_TIMES = ("time_to_first_care_s", "time_to_last_rescue_s")


def rescue_figure(comparison: Comparison, *, width: int = WIDE) -> str:
    """Draw preventable deaths, time to first care and time to last rescue.

    Returns
    -------
    str
        SVG: a dot for the mean, a thick bar for its 95 % interval, a thin bar for the middle
        80 % of replications; times over the replications in which they came.
    """
    titles = course_titles(comparison)
    found = {
        name: {course: comparison.metric(course, name) for course in titles}
        for name in ("preventable_deaths", *_TIMES)
    }
    panels, said = interval_panels(found, titles, absent="never came")
    return svg_of(
        side_by_side(panels, list(titles.values()), width=width, zero=False),
        name=f"rescue-{width}",
        title="Preventable deaths, first care and last rescue, mean with 95 % interval",
        description=said,
    )


def rescue_table(comparison: Comparison) -> Table:
    """List how many deaths care could have prevented, and when care came.

    Returns
    -------
    Table
        A row per metric, a column per course of action.
    """
    titles = course_titles(comparison)
    deaths = [comparison.metric(course, "preventable_deaths") for course in titles]
    digits = shared_decimals(deaths)
    rows = [
        Row(
            "Preventable deaths",
            tuple(count_cell(estimate, digits=digits) for estimate in deaths),
            find_metric("preventable_deaths").description,
        )
    ]
    for name in _TIMES:
        found = [comparison.metric(course, name) for course in titles]
        metric = find_metric(name)
        rows.append(Row(metric.label, tuple(map(_time_cell, found)), metric.description))
    came = tuple(
        Cell(format_share(estimate.share), f"{estimate.n:,} of {comparison.outcome.n:,}")
        for estimate in (comparison.metric(course, _TIMES[0]) for course in titles)
    )
    rows.append(Row("Somebody was given care", came, "Share of replications."))
    return Table.plain(
        rows,
        caption="Preventable deaths: mean and 95\u00a0% interval. Times: median in minutes:seconds "
        "and 10th to 90th percentile, where there was somebody to care for",
        corner="Metric",
        columns=titles.values(),
    )


def _time_cell(estimate: Estimate) -> Cell:
    if not math.isfinite(estimate.median):
        return Cell(NEVER)
    return Cell(clock(estimate.median), f"{clock(estimate.p10)} to {clock(estimate.p90)}")


def rescue_sentence(comparison: Comparison) -> str:
    """Say where care came first and last, and what that meant for preventable deaths.

    Returns
    -------
    str
        One sentence.
    """
    titles = course_titles(comparison)
    median = {course: comparison.metric(course, _TIMES[0]).median for course in titles}
    known = [course for course in titles if math.isfinite(median[course])]
    if not known:
        return "In no replication was anybody given care."
    soon = min(known, key=lambda course: median[course])
    late = max(known, key=lambda course: median[course])
    if median[soon] == median[late]:
        under = "every course of action" if len(known) > 1 else f"\u201c{titles[soon]}\u201d"
        return (
            f"The first wounded person was given care after a median of {clock(median[soon])} "
            f"under {under}, where anybody was."
        )
    gap = comparison.difference(late, soon, metric="preventable_deaths")
    digits = decimals_for(gap.half_width)
    ends = " to ".join(signed(end, decimals=digits) for end in (gap.lower, gap.upper))
    zero = "" if gap.lower > 0 or gap.upper < 0 else ", spanning zero"
    meant = (
        "preventable deaths were the same in every replication"
        if gap.lower == gap.upper == 0
        else f"the mean of preventable deaths differed by {signed(gap.mean, decimals=digits)} "
        f"(95\u00a0% interval {ends}{zero})"
    )
    return (
        f"First care came soonest under \u201c{titles[soon]}\u201d (median {clock(median[soon])}) "
        f"and latest under \u201c{titles[late]}\u201d ({clock(median[late])}); from the one to the "
        f"other {meant}."
    )


_CAPTION = (
    "Dot: mean. Thick bar: 95\u00a0% interval of the mean. Thin line: the middle 80\u00a0% of "
    "replications. Times over the replications in which they came. Preventable deaths are those "
    "that care within ten minutes would have prevented."
)

SECTION: Section[Reported] = Section(
    "rescue",
    "Rescue of the wounded",
    listed="Rescue",
    is_there=lambda reported: reported.is_attack,
    words=lambda reported: (rescue_sentence(reported.comparison),),
    figures=lambda reported: [Figure(partial(rescue_figure, reported.comparison), _CAPTION)],
    tables=lambda reported: [
        Tabled("rescue", rescue_table(reported.comparison), "Rescue as a table")
    ],
)
