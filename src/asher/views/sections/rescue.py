"""Care for the wounded: preventable deaths and how long care took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.simulation.metrics import find_metric
from asher.views.figures.drawing import svg_of
from asher.views.figures.panels import WIDE, interval_panels, side_by_side
from asher.views.reported import attack_section, one_figure
from asher.views.table import Row, Table
from asher.views.tables import count_cell, table_by_course, time_cell
from asher.views.words.changes import BRACKETS, change_in
from asher.views.words.isolated import alike_but_for
from asher.views.words.measures import course_titles
from asher.views.words.wording import clock, shared_decimals

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison

_TIMES = ("time_to_first_care_s", "time_to_last_rescue_s")
_OUT = ("time_to_first_carried_out_s", "time_to_last_carried_out_s")


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
    for name in (*_TIMES, *_OUT):
        found = [comparison.metric(course, name) for course in titles]
        metric = find_metric(name)
        rows.append(Row(metric.label, tuple(map(time_cell, found)), metric.description))
    return table_by_course(
        comparison,
        rows,
        corner="Metric",
        caption="Mean with 95\u00a0% interval; a time is in minutes:seconds, where there was "
        "somebody to care for, with the share of attacks in which it came",
    )


def rescue_sentence(comparison: Comparison) -> str:
    """Say where care came first and last, and what that meant where nothing else differs."""
    titles = course_titles(comparison)
    alone = alike_but_for(comparison, "rescue")
    first = {c: comparison.metric(c, _TIMES[0]) for c in alone or titles}
    known = [course for course, found in first.items() if found.n > 0]
    if not known:
        return "In no attack was anybody given care."
    soon = min(known, key=lambda course: first[course].mean)
    late = max(known, key=lambda course: first[course].mean)
    if first[soon].mean == first[late].mean:
        under = "each course of action" if len(known) > 1 else f"\u201c{titles[soon]}\u201d"
        return (
            f"The first wounded person was given care after a mean of {clock(first[soon].mean)} "
            f"under {under}, where anybody was."
        )
    said = (
        f"First care came soonest under \u201c{titles[soon]}\u201d "
        f"(mean {clock(first[soon].mean)}) and latest under \u201c{titles[late]}\u201d "
        f"({clock(first[late].mean)})"
    )
    if not alone:
        return f"{said}; they differ in more than rescue, so deaths may have other causes."
    deaths = change_in(comparison, soon, late, metric="preventable_deaths")
    return (
        f"{said}. They differ only in rescue. From the latest to the soonest: {deaths}. {BRACKETS}"
    )


_CAPTION = (
    "Dot: mean. Thick bar: 95\u00a0% interval of the mean. Thin line: the middle 80\u00a0% of "
    "incidents. Times over the incidents in which they came. Preventable deaths are those "
    "that care within ten minutes would have prevented."
)

SECTION = attack_section(
    "rescue",
    "Rescue of the wounded",
    one_figure(rescue_figure, _CAPTION),
    rescue_table,
    folded="Rescue as a table",
    sentence=rescue_sentence,
    listed="Rescue",
)
