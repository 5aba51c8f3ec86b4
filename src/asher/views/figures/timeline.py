"""When each milestone of a response came: a panel per course of action."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from asher.quantities import format_share
from asher.views.figures.chart import chart_of
from asher.views.figures.drawing import ACCENT, INK, SPREAD, axis_of, names_axis, scale_of
from asher.views.figures.panels import WHOLE, WIDE, name_width, panel_by_course
from asher.views.words.measures import MILESTONES, course_titles
from asher.views.words.wording import clock

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison

_TICKS_MIN = (0, 1, 2, 5, 10, 20, 30, 60, 120, 240, 480)


def timeline_figure(comparison: Comparison, *, width: int = WIDE, only: slice = WHOLE) -> str:
    """Draw where the minutes go, as SVG: a panel per course, a row per milestone."""
    titles = course_titles(comparison)
    panels = {titles[course]: _milestones(comparison, course) for course in titles}
    last, ticks = axis_up_to(max((r["p90"] for rows in panels.values() for r in rows), default=1.0))
    space = (width - 340) / 2 if width >= 600 else width - 172
    charts, said = [], {}
    for title, rows in list(panels.items())[only]:
        charts.append(_timeline(title, rows, width=space, last=last, ticks=ticks))
        said[title] = "; ".join(f"{r['event']} {r['text']}, {r['came']}" for r in rows)
    heading = "Minutes after the first shot, median with 10th to 90th percentile"
    return panel_by_course(charts, said, name="minutes", title=heading, width=width, only=only)


def axis_up_to(last: float) -> tuple[float, list[int]]:
    """End an axis of minutes, and choose its ticks.

    Parameters
    ----------
    last : float
        The last moment to be shown [min].

    Returns
    -------
    tuple of float and list of int
        An axis that would end a little short of a tick is drawn up to it.
    """
    last = next((float(tick) for tick in _TICKS_MIN if 0.7 * tick < last <= tick), last)
    return last, [tick for tick in _TICKS_MIN if tick <= 1.05 * last] or [0, 1]


def minutes_axes(last: float, ticks: list[int]) -> tuple[Any, Any]:
    """Make the scale and the axis of minutes after the first shot.

    Returns
    -------
    scale : altair.Scale
        By the square root: it keeps the first minutes apart while an hour still fits.
    axis : altair.Axis
        With the ticks of `axis_up_to`.
    """
    scale = scale_of(type="sqrt", domain=[0, last * 1.02], nice=False)
    axis = axis_of(
        title="minutes after the first shot", values=ticks, grid=True, format="d", labelOverlap=True
    )
    return scale, axis


def _milestones(comparison: Comparison, course: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for metric, label in MILESTONES:
        estimate = comparison.metric(course, metric)
        if not math.isfinite(estimate.median):
            continue
        share = format_share(estimate.share)
        rows.append(
            {
                "event": label,
                "median": estimate.median / 60.0,
                "p10": estimate.p10 / 60.0,
                "p90": estimate.p90 / 60.0,
                "text": clock(estimate.median),
                "came": f"came in {share}",
                "note": clock(estimate.median) + ("" if estimate.share >= 1.0 else f" ({share})"),
            }
        )
    return rows


def _timeline(
    title: str, rows: list[dict[str, Any]], *, width: float, last: float, ticks: list[int]
) -> Any:
    import altair as alt

    scale, axis = minutes_axes(last, ticks)
    x = alt.X("median:Q", scale=scale, axis=axis)
    labels = [label for _, label in MILESTONES]
    # Smaller letters than beside the panels, and as much room for wider ones.
    rows_axis = names_axis(minExtent=0.8 * name_width(labels))
    domain = scale_of(domain=labels)
    y = alt.Y("event:N", sort=labels, scale=domain, axis=rows_axis)
    base = chart_of(rows)
    bar = base.mark_rule(color=SPREAD, strokeWidth=5).encode(
        x=alt.X("p10:Q", scale=scale, axis=axis), x2="p90:Q", y=y
    )
    dot = base.mark_point(filled=True, color=ACCENT, size=55, opacity=1).encode(x=x, y=y)
    words = base.mark_text(align="left", fontSize=12, color=INK).encode(
        x=alt.value(width + 6), y=y, text="note:N"
    )
    return alt.layer(bar, dot, words).properties(width=width, height=22 * len(labels), title=title)
