"""How many people have been hit by each minute: a panel per course of action."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from asher.kernels.columns import MARKS_MIN
from asher.views.figures.chart import chart_of
from asher.views.figures.drawing import ACCENT, INK, SPREAD, axis_of, scale_of
from asher.views.figures.panels import WHOLE, WIDE, panel_by_course
from asher.views.figures.timeline import minutes_axes
from asher.views.words.measures import course_titles
from asher.views.words.wording import decimals_for, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.comparison.comparison import Comparison

_HEIGHT = 150


def by_minute_figure(comparison: Comparison, *, width: int = WIDE, only: slice = WHOLE) -> str:
    """Draw people killed or wounded by each minute: means, in a band of their 95 % intervals."""
    titles = course_titles(comparison)
    panels = [(titles[course], _rows(comparison, course)) for course in titles]
    most = 1.08 * max(row["upper"] for _, rows in panels for row in rows) or 1.0
    space = (width - 160) / 2 if width >= 600 else width - 80
    return panel_by_course(
        [_panel(title, rows, width=space, most=most) for title, rows in panels[only]],
        {
            title: ", ".join(f"{row['words']} by {row['minute']} min" for row in rows[1:])
            for title, rows in panels[only]
        },
        name="by-minute",
        title="Killed or wounded by each minute, means with 95 % intervals",
        width=width,
        only=only,
    )


def _rows(comparison: Comparison, course: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{"minute": 0, "mean": 0.0, "lower": 0.0, "upper": 0.0}]
    for minute in MARKS_MIN:
        found = comparison.metric(course, f"casualties_by_{minute}min")
        # The interval of one replication is not known.
        ends = [end if math.isfinite(end) else found.mean for end in (found.lower, found.upper)]
        words = number(found.mean, decimals=decimals_for((ends[1] - ends[0]) / 2))
        row = {"minute": minute, "mean": found.mean, "lower": ends[0], "upper": ends[1]}
        rows.append(row | {"words": words})
    return rows


def _panel(title: str, rows: Sequence[dict[str, Any]], *, width: float, most: float) -> Any:
    import altair as alt

    scale, axis = minutes_axes(float(MARKS_MIN[-1]), [0, *MARKS_MIN])
    x = alt.X("minute:Q", scale=scale, axis=axis)
    y_scale = scale_of(domain=[0, most], nice=False)
    y_axis = axis_of(title="killed or wounded", tickCount=4)
    y = alt.Y("mean:Q", scale=y_scale, axis=y_axis)
    base = chart_of(rows)
    band = base.mark_area(color=SPREAD, opacity=0.6).encode(
        x=x, y=alt.Y("lower:Q", scale=y_scale, axis=y_axis), y2="upper:Q"
    )
    line = base.mark_line(color=ACCENT, strokeWidth=2).encode(x=x, y=y)
    dots = base.mark_point(filled=True, color=ACCENT, size=40, opacity=1).encode(x=x, y=y)
    last = chart_of(rows[-1:]).mark_text(align="left", dx=7, fontSize=12, color=INK)
    words = last.encode(x=x, y=y, text="words:N")
    return alt.layer(band, line, dots, words).properties(width=width, height=_HEIGHT, title=title)
