"""The four pictures of a comparison: courses, differences, minutes, endings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from asher.simulation.outcome import find_metric
from asher.views.drawing import ACCENT, INK, MUTED, SPREAD, svg_of
from asher.views.measures import (
    DRILL_ROWS,
    ENDINGS_SHOWN,
    HARM,
    MILESTONES,
    OFFICERS,
    course_titles,
    is_drill,
)
from asher.views.wording import clock, interval, number, percent, shared_decimals, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.analysis.comparison import Comparison

WIDE = 1040
NARROW = 350
_TICKS_MIN = (0, 1, 2, 5, 10, 20, 30, 60, 120, 240, 480)
_ROW = 34


def courses_figure(comparison: Comparison, *, width: int = WIDE) -> str:
    """Draw every course of action beside the others, a panel per metric.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    width : int
        Width of the picture [px]; below 600 the panels stand under one another.

    Returns
    -------
    str
        SVG: a dot for the mean, a thick bar for its 95 % interval, a thin bar for the middle
        80 % of replications.
    """
    names = DRILL_ROWS if is_drill(comparison) else (*HARM, *OFFICERS)
    titles = course_titles(comparison)
    panels, said = [], []
    for name in names:
        found = {course: comparison.metric(course, name) for course in titles}
        digits = shared_decimals(found.values())
        rows = [
            _row(titles[course], estimate, time=name.endswith("_s"), digits=digits)
            for course, estimate in found.items()
            if math.isfinite(estimate.mean)
        ]
        if not rows:
            continue
        panels.append((_heading(name), rows))
        spoken = "; ".join(f"{row['course']} {row['text']} ({row['range']})" for row in rows)
        said.append(f"{find_metric(name).label}: {spoken}.")
    chart = _side_by_side(panels, list(titles.values()), width=width, zero=False)
    return svg_of(
        chart,
        name=f"courses-{width}",
        title="Courses of action side by side, mean with 95 % interval",
        description=" ".join(said),
    )


def _heading(metric: str) -> str:
    return find_metric(metric).label + (", minutes" if metric.endswith("_s") else "")


def _chart(rows: list[dict[str, Any]]) -> Any:
    import altair as alt

    data: Any = alt.Data
    return alt.Chart(data(values=rows))


def _row(title: str, figure: Any, *, time: bool, digits: int, sign: bool = False) -> dict[str, Any]:
    # Times stand in minutes on the axis and as m:ss in words.
    scale = 60.0 if time else 1.0
    row: dict[str, Any] = {"course": title}
    for key in ("mean", "lower", "upper", "p10", "p90"):
        if hasattr(figure, key):
            row[key] = getattr(figure, key) / scale
    if time:
        row["text"] = clock(figure.mean, sign=sign)
        row["range"] = f"{clock(figure.lower, sign=sign)} to {clock(figure.upper, sign=sign)}"
    else:
        row["text"] = (signed if sign else number)(figure.mean, decimals=digits)
        row["range"] = interval(figure.lower, figure.upper, decimals=digits)
    return row


def differences_figure(comparison: Comparison, *, width: int = WIDE) -> str:
    """Draw the paired difference of every course of action from the first.

    Parameters
    ----------
    comparison : Comparison
        What was compared; at least two courses of action.
    width : int
        Width of the picture [px]; below 600 the panels stand under one another.

    Returns
    -------
    str
        SVG: a dot for the mean difference, a bar for its 95 % interval, and a line at zero.
    """
    titles = course_titles(comparison)
    reference, *others = titles
    names = ("evacuation_time_s", "evacuated") if is_drill(comparison) else (*HARM, *OFFICERS)
    panels, said = [], []
    for name in names:
        found = {course: comparison.difference(course, reference, metric=name) for course in others}
        digits = shared_decimals(found.values())
        rows = [
            _row(titles[course], gap, time=name.endswith("_s"), digits=digits, sign=True)
            for course, gap in found.items()
            if math.isfinite(gap.mean)
        ]
        if rows:
            panels.append((_heading(name), rows))
            spoken = "; ".join(f"{row['course']} {row['text']} ({row['range']})" for row in rows)
            said.append(f"{find_metric(name).label}: {spoken}.")
    chart = _side_by_side(panels, [titles[c] for c in others], width=width, zero=True)
    return svg_of(
        chart,
        name=f"differences-{width}",
        title=f"Paired differences from {titles[reference]}, mean with 95 % interval",
        description=" ".join(said),
    )


def _side_by_side(
    panels: Sequence[tuple[str, list[dict[str, Any]]]],
    courses: list[str],
    *,
    width: int,
    zero: bool,
) -> Any:
    # A panel per metric, a row per course, the same rows everywhere.
    import altair as alt

    wide = width >= 600
    label = min(250, 16 + max(len(course) for course in courses) * 7.5)
    space = (width - label - 24 * len(panels)) / len(panels) if wide else width - 60
    charts = []
    for index, (title, rows) in enumerate(panels):
        named = not wide or index == 0
        charts.append(_panel(title, rows, courses, width=space, zero=zero, named=named and wide))
    if not wide:
        return alt.vconcat(*charts)
    return alt.hconcat(*charts)


def _panel(
    title: str,
    rows: list[dict[str, Any]],
    courses: list[str],
    *,
    width: float,
    zero: bool,
    named: bool,
) -> Any:
    import altair as alt

    ends = [row[key] for row in rows for key in ("lower", "upper", "p10", "p90") if key in row]
    low, high = min(0.0, *ends), max(0.0, *ends)
    pad = 0.12 * (high - low) or 1.0
    scale = alt.Scale(domain=[low - pad if zero else low, high + pad], nice=False)
    axis = alt.Axis(title=None, tickCount=3, grid=True)
    rows_axis = alt.Axis(title=None, grid=False, ticks=False, domain=False, labelFontSize=14)
    y = alt.Y("course:N", sort=courses, axis=rows_axis if named else None)
    base = _chart(rows)
    layers = []
    if zero:
        rule = _chart([{"zero": 0}])
        layers.append(rule.mark_rule(color=INK, strokeWidth=1).encode(x="zero:Q"))
    else:
        spread = base.mark_rule(color=SPREAD, strokeWidth=2)
        layers.append(spread.encode(x=alt.X("p10:Q", scale=scale, axis=axis), x2="p90:Q", y=y))
    bar = base.mark_rule(color=ACCENT, strokeWidth=4)
    layers.append(bar.encode(x=alt.X("lower:Q", scale=scale, axis=axis), x2="upper:Q", y=y))
    dot = base.mark_point(filled=True, color=ACCENT, size=60, opacity=1)
    layers.append(dot.encode(x=alt.X("mean:Q", scale=scale, axis=axis), y=y))
    # Words over the line at zero need a pale ground to be read.
    for look in ({"stroke": "#ffffff", "strokeWidth": 4}, {"color": INK}):
        words = base.mark_text(dy=-12, fontSize=13, **look)
        layers.append(words.encode(x=alt.X("mean:Q", scale=scale), y=y, text="text:N"))
    if not named and width == NARROW - 60:
        # On a narrow page the name stands above its row, where it costs no width.
        name = base.mark_text(align="left", dy=-11, fontSize=13, color=MUTED, x=0)
        layers[-2:] = [words.encode(x=alt.value(width), y=y, text="text:N")]
        layers.append(name.encode(y=y, text="course:N"))
    height = (_ROW if named or width != NARROW - 60 else 38) * len(courses)
    return alt.layer(*layers).properties(width=width, height=height, title=title)


def timeline_figure(comparison: Comparison, *, width: int = WIDE) -> str:
    """Draw where the minutes go: a panel per course, a row per milestone.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    width : int
        Width of the picture [px]; below 600 the panels stand under one another.

    Returns
    -------
    str
        SVG: a dot for the median, a bar from the 10th to the 90th percentile, and the share of
        replications in which the milestone came where that is not all of them.
    """
    import altair as alt

    titles = course_titles(comparison)
    panels = [(titles[course], _milestones(comparison, course)) for course in titles]
    last = max((row["p90"] for _, rows in panels for row in rows), default=1.0)
    # An axis that ends a little short of a tick is drawn up to it.
    last = next((float(tick) for tick in _TICKS_MIN if 0.7 * tick < last <= tick), last)
    ticks = [tick for tick in _TICKS_MIN if tick <= 1.05 * last] or [0, 1]
    wide = width >= 600
    columns = 2 if wide else 1
    space = (width - 340) / 2 if wide else width - 172
    charts = []
    for title, rows in panels:
        charts.append(_timeline(title, rows, width=space, last=last, ticks=ticks))
    said = [
        f"{title}: " + "; ".join(f"{r['event']} {r['text']}, {r['came']}" for r in rows) + "."
        for title, rows in panels
    ]
    return svg_of(
        alt.concat(*charts, columns=columns),
        name=f"minutes-{width}",
        title="Minutes after the first shot, median with 10th to 90th percentile",
        description=" ".join(said),
    )


def _milestones(comparison: Comparison, course: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for metric, label in MILESTONES:
        estimate = comparison.metric(course, metric)
        if not math.isfinite(estimate.median):
            continue
        share = percent(estimate.share)
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

    # A square-root axis keeps the first minutes apart while an hour still fits.
    scale = alt.Scale(type="sqrt", domain=[0, last * 1.02], nice=False)
    axis = alt.Axis(
        title="minutes after the first shot", values=ticks, grid=True, format="d", labelOverlap=True
    )
    x = alt.X("median:Q", scale=scale, axis=axis)
    rows_axis = alt.Axis(title=None, grid=False, ticks=False, domain=False)
    labels = [label for _, label in MILESTONES]
    domain = alt.Scale(domain=labels)
    y = alt.Y("event:N", sort=labels, scale=domain, axis=rows_axis)
    base = _chart(rows)
    bar = base.mark_rule(color=SPREAD, strokeWidth=5).encode(
        x=alt.X("p10:Q", scale=scale, axis=axis), x2="p90:Q", y=y
    )
    dot = base.mark_point(filled=True, color=ACCENT, size=55, opacity=1).encode(x=x, y=y)
    words = base.mark_text(align="left", fontSize=12, color=INK).encode(
        x=alt.value(width + 6), y=y, text="note:N"
    )
    return alt.layer(bar, dot, words).properties(width=width, height=22 * len(labels), title=title)


def endings_figure(comparison: Comparison, *, width: int = WIDE) -> str:
    """Draw how attacks end: a stacked bar per course of action.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    width : int
        Width of the picture [px].

    Returns
    -------
    str
        SVG; every part wide enough carries the letter of its row in the table and its share.
    """
    titles = course_titles(comparison)
    rows: list[dict[str, Any]] = []
    said = []
    wide = width >= 600
    label = min(250, 16 + max(len(t) for t in titles.values()) * 7.5) if wide else 0
    room = width - label - 20
    for course, title in titles.items():
        shares = comparison.ending_shares(course)
        start, parts = 0.0, []
        for ending in ENDINGS_SHOWN:
            share = float(shares.get(ending.name, 0.0))
            if share <= 0:
                continue
            pixels = share * room
            written = f"{ending.code} {percent(share)}"
            text = written if pixels > 56 else ending.code if pixels > 14 else ""
            rows.append(
                {
                    "course": title,
                    "start": start,
                    "end": start + share,
                    "middle": start + share / 2,
                    "text": text,
                    "colour": ending.colour,
                    "ink": ending.ink,
                }
            )
            parts.append(f"{ending.label} {percent(share)}")
            start += share
        said.append(f"{title}: {', '.join(parts)}.")
    return svg_of(
        _stacked(rows, list(titles.values()), width=room, named=wide),
        name=f"endings-{width}",
        title="How attacks end, share of replications",
        description=" ".join(said),
    )


def _stacked(rows: list[dict[str, Any]], courses: list[str], *, width: float, named: bool) -> Any:
    import altair as alt

    axis = alt.Axis(title=None, format=".0%", tickCount=5, grid=False)
    rows_axis = alt.Axis(title=None, ticks=False, domain=False, labelFontSize=14)
    scale = alt.Scale(domain=[0, 1])
    row_scale = alt.Scale(paddingInner=0.35 if named else 0.6, paddingOuter=0.2 if named else 0.5)
    y = alt.Y("course:N", sort=courses, scale=row_scale, axis=rows_axis if named else None)
    base = _chart(rows)
    bars = base.mark_bar(stroke="#5b6670", strokeWidth=0.8).encode(
        x=alt.X("start:Q", scale=scale, axis=axis),
        x2="end:Q",
        y=y,
        color=alt.Color("colour:N", scale=None),
    )
    words = base.mark_text(fontSize=13).encode(
        x=alt.X("middle:Q", scale=scale),
        y=y,
        text="text:N",
        color=alt.Color("ink:N", scale=None),
    )
    layers = [bars, words]
    if not named:
        names = _chart([{"course": course} for course in courses])
        name = names.mark_text(align="left", fontSize=13, color=MUTED, x=0, dy=-21)
        layers.append(name.encode(y=y, text="course:N"))
    height = (38 if named else 58) * len(courses)
    return alt.layer(*layers).properties(width=width, height=height)
