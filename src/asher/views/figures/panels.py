"""Rows of dots and bars that several figures share: a row per course of action."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any

from asher.simulation.metrics import find_metric
from asher.views.figures.chart import chart_of
from asher.views.figures.drawing import (
    ACCENT,
    HALO,
    INK,
    MUTED,
    SPREAD,
    axis_of,
    names_axis,
    scale_of,
    svg_of,
)
from asher.views.words.wording import clock, interval, number, shared_decimals, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

WIDE = 1040
"""Width of a picture [px]; in one below 600 the panels stand under one another."""
NARROW = 350
WHOLE = slice(None)
# With more panels than these a picture is cut into several, each of which a sheet of paper holds.
MOST_PANELS, _PANELS = 8, 6
_ROW = 34
_LETTER = 8.4
"""Width of a letter of a name in the widest of the usual fonts [px]."""
OBSERVED = "#a33c00"
"""Colour of what was observed: dark and warm beside the cool model; a diamond tells it in print."""


def batches(count: int) -> list[slice]:
    """Cut a picture of many panels into several that a sheet of paper holds.

    Parameters
    ----------
    count : int
        Number of panels, >= 1.

    Returns
    -------
    list of slice
        One for each picture; a single one for up to eight panels.

    Examples
    --------
    >>> batches(4), len(batches(24))
    ([slice(0, 4, None)], 4)
    """
    size = count if count <= MOST_PANELS else _PANELS
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]


def panel_by_course(
    charts: Sequence[Any],
    said: Mapping[str, str],
    *,
    name: str,
    title: str,
    width: int,
    only: slice = WHOLE,
) -> str:
    """Draw a panel a course of action, two beside each other where there is room.

    Parameters
    ----------
    charts : sequence of altair.Chart
        The panels.
    said : mapping of str to str
        What each shows, without a full stop, by the title of the course of action.
    name, title : str
        See `svg_of`.
    only : slice
        Which courses of action are drawn, of all that are reported.
    """
    import altair as alt

    return svg_of(
        alt.concat(*charts, columns=2 if width >= 600 else 1),
        name=f"{name}-{only.start or 0}-{width}",
        title=title,
        description=" ".join(f"{course}: {words}." for course, words in said.items()),
    )


def observed_mark(base: Any, *, size: int = 80) -> Any:
    """Mark what was observed with a diamond."""
    return base.mark_point(
        shape="diamond", filled=True, color=OBSERVED, stroke="#ffffff", size=size, opacity=1
    )


def name_width(courses: Sequence[str]) -> float:
    """Say how much room the names beside the rows take.

    Returns
    -------
    float
        [px], at most 280, for the widest of the fonts that a reader may have.
    """
    return min(280.0, 16 + max(len(course) for course in courses) * _LETTER)


def interval_row(
    title: str, figure: Any, *, time: bool, digits: int, sign: bool = False
) -> dict[str, Any]:
    """Turn a figure into one row of a panel.

    Parameters
    ----------
    title : str
        Title of the course of action.
    figure : Estimate or Difference
        What is shown.
    time : bool
        Whether it is a time: in minutes on the axis and m:ss in words.
    digits : int
        Decimals of its words.
    sign : bool
        Whether it is a difference, with a sign.

    Returns
    -------
    dict
        ``course``, ends and words.
    """
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


def interval_panels(
    figures: Mapping[str, Mapping[str, Any]],
    titles: Mapping[str, str],
    *,
    sign: bool = False,
    absent: str = "",
) -> tuple[list[tuple[str, list[dict[str, Any]]]], str]:
    """Turn figures into panels for `side_by_side`, and say what they show.

    Parameters
    ----------
    figures : mapping of str to mapping
        For each metric an estimate or a difference for each course of action.
    titles : mapping of str to str
        Title of each course of action by its name.
    sign : bool
        Whether they are differences, with a sign.
    absent : str
        What is said of a metric without a figure; nothing by default.

    Returns
    -------
    panels : list of (str, list of dict)
        Heading and rows of each metric that has a figure.
    said : str
        The same in words.
    """
    panels, said = [], []
    for name, found in figures.items():
        digits = shared_decimals(found.values())
        rows = [
            interval_row(
                titles[course], one, time=find_metric(name).is_time, digits=digits, sign=sign
            )
            for course, one in found.items()
            if math.isfinite(one.mean)
        ]
        if rows:
            panels.append((heading(name), rows))
        spoken = "; ".join(f"{row['course']} {row['text']} ({row['range']})" for row in rows)
        if spoken or absent:
            said.append(f"{find_metric(name).label}: {spoken or absent}.")
    return panels, " ".join(said)


def heading(metric: str) -> str:
    """Head a panel of one metric with its label and the unit of a time."""
    return find_metric(metric).label + (", minutes" if find_metric(metric).is_time else "")


def side_by_side(
    panels: Sequence[tuple[str, list[dict[str, Any]]]],
    courses: list[str],
    *,
    width: int,
    zero: bool,
) -> Any:
    """Draw a panel per metric, a row per course, the same rows everywhere.

    Parameters
    ----------
    panels : sequence of (str, list of dict)
        Heading and rows from `interval_row`.
    courses : list of str
        Titles, in the order of the rows.
    width : int
        Width of the picture [px]; below 600 the panels stand under one another.
    zero : bool
        Whether differences are shown, with a line at zero.
    """
    import altair as alt

    wide = width >= 600
    space = (width - name_width(courses) - 24 * len(panels)) / len(panels) if wide else width - 60
    charts = [
        _panel(title, rows, courses, width=space, zero=zero, named=wide and index == 0)
        for index, (title, rows) in enumerate(panels)
    ]
    return alt.hconcat(*charts) if wide else alt.vconcat(*charts)


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
    scale = scale_of(domain=[low - pad if zero else low, high + pad], nice=False)
    # On a narrow page names stand above the rows, where no line may strike them through.
    is_narrow = width == NARROW - 60
    axis = axis_of(title=None, tickCount=3, grid=not is_narrow)
    # A reader may have wider letters than the picture was measured with.
    room = name_width(courses)
    rows_axis = names_axis(
        labelFontSize=14,
        labelLimit=room,
        minExtent=room,
    )
    # A course of which nothing is known keeps its row, so that the panels stay level.
    rows_scale = scale_of(domain=courses)
    y = alt.Y("course:N", sort=courses, scale=rows_scale, axis=rows_axis if named else None)
    # Words keep off the left end of the panel, where names stand.
    first = low if zero else low + 0.08 * (high + pad - low)
    base = chart_of([row | {"at": max(row["mean"], first)} for row in rows])

    def along(key: str) -> Any:
        return alt.X(f"{key}:Q", scale=scale, axis=axis)

    layers = _bars(base, along, y, zero=(courses, 10 if is_narrow else _ROW) if zero else None)
    # Words over the line at zero need a pale ground to be read.
    for look in (HALO, {"color": INK}):
        words = base.mark_text(dy=-12, fontSize=13, **look)
        layers.append(words.encode(x=alt.X("at:Q", scale=scale), y=y, text="text:N"))
    if not named and is_narrow:
        layers[-2:] = [words.encode(x=alt.value(width), y=y, text="text:N")]
        for look in (HALO, {"color": MUTED}):
            name = base.mark_text(align="left", dy=-13, fontSize=13, x=0, **look)
            layers.append(name.encode(y=y, text="course:N"))
    height = (_ROW if named or not is_narrow else 40) * len(courses)
    # A heading takes two lines before it runs into that of the next panel.
    lines = textwrap.wrap(title, max(8, int(width / _LETTER)))
    return alt.layer(*layers).properties(width=width, height=height, title=lines)


def _bars(
    base: Any, along: Callable[[str], Any], y: Any, *, zero: tuple[list[str], float] | None
) -> list[Any]:
    if zero:
        # A mark in each row, so that no line strikes a name through that stands above it.
        rule = chart_of([{"zero": 0, "course": course} for course in zero[0]])
        first = rule.mark_tick(color=INK, thickness=1, size=zero[1]).encode(x=along("zero"), y=y)
    else:
        spread = base.mark_rule(color=SPREAD, strokeWidth=2)
        first = spread.encode(x=along("p10"), x2="p90:Q", y=y)
    bar = base.mark_rule(color=ACCENT, strokeWidth=4)
    dot = base.mark_point(filled=True, color=ACCENT, size=60, opacity=1)
    return [
        first,
        bar.encode(x=along("lower"), x2="upper:Q", y=y),
        dot.encode(x=along("mean"), y=y),
    ]


def stacked(
    rows: list[dict[str, Any]], courses: list[str], *, width: float, named: bool, scale: Any
) -> Any:
    """Draw a bar of several parts per course of action.

    Parameters
    ----------
    rows : list of dict
        A row per part: ``course``, ``start``, ``end``, ``middle``, ``text``, ``colour``, ``ink``;
        and, where words stand behind a bar, ``course``, ``at``, ``words``.
    courses : list of str
        Titles, in the order of the bars.
    width : float
        Length of the axis [px].
    named : bool
        Whether names stand beside the bars; else above them.
    scale : (float, altair.Axis)
        Last value of the axis, and the axis.
    """
    import altair as alt

    last, axis = scale
    # A reader may have wider letters than the picture was measured with, beside and behind bars.
    room = name_width(courses)
    rows_axis = names_axis(labelFontSize=14, labelLimit=room, minExtent=room)
    wider = {"left": 2, "right": 24, "top": 4, "bottom": 4}
    scale = scale_of(domain=[0, last])
    row_scale = scale_of(
        domain=courses, paddingInner=0.35 if named else 0.6, paddingOuter=0.2 if named else 0.5
    )
    y = alt.Y("course:N", sort=courses, scale=row_scale, axis=rows_axis if named else None)
    base = chart_of([row for row in rows if "start" in row])
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
    ends = [row for row in rows if "words" in row]
    if ends:
        behind = chart_of(ends).mark_text(align="left", dx=7, fontSize=13, color=INK)
        layers.append(behind.encode(x=alt.X("at:Q", scale=scale), y=y, text="words:N"))
    if not named:
        names = chart_of([{"course": course} for course in courses])
        name = names.mark_text(align="left", fontSize=13, color=MUTED, x=0, dy=-21)
        layers.append(name.encode(y=y, text="course:N"))
    height = (38 if named else 58) * len(courses)
    return alt.layer(*layers).properties(width=width, height=height, padding=wider)
