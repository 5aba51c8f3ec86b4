"""The picture of one replication: who was where when, a panel per course of action."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from asher.views.figures.chart import chart_of
from asher.views.figures.drawing import (
    ACCENT,
    INK,
    MUTED,
    SPREAD,
    axis_of,
    names_axis,
    scale_of,
)
from asher.views.figures.panels import WHOLE, WIDE, name_width, panel_by_course
from asher.views.figures.timeline import axis_up_to, minutes_axes
from asher.views.playback.whereabouts import PLACES, last_time, thinned
from asher.views.words.measures import MILESTONES, Sign
from asher.views.words.wording import clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from asher.views.playback.whereabouts import Whereabouts

_ROW = 21
_CROWD = 64
# From below: neighbours differ in lightness, for grey print.
CROWD = (
    Sign("hit", "H", "Hit", "#1b1f24", "#ffffff"),
    Sign("hiding", "L", "Hiding", "#c9853a", "#1b1f24"),
    Sign("inside", "I", "Inside", "#f3d9a4", "#1b1f24"),
    Sign("out", "O", "Out", "#dbe6ef", "#1b1f24"),
)
_POINTS = tuple(
    (name, label)
    for name, label in MILESTONES
    if name not in ("time_to_stop_s", "time_to_first_care_s", "time_to_last_rescue_s")
)
ROWS = (
    "Attacker",
    "Occupants hit",
    *(label for _, label in _POINTS),
    "Officers inside",
    "Officers hit",
    "Care",
)


def whereabouts_figure(
    found: Sequence[Whereabouts],
    titles: Mapping[str, str],
    *,
    width: int = WIDE,
    only: slice = WHOLE,
) -> str:
    """Draw who was where when in one replication: a panel per course of action.

    Parameters
    ----------
    found : sequence of Whereabouts
        The same replication under each course of action; at least one.
    titles : mapping of str to str
        Title of each course of action by its name.
    only : slice
        Which courses of action are drawn, on the axis of all of them.

    Returns
    -------
    str
        SVG: rows of moments, people hit and officers inside over the minutes after the first
        shot, and under them where the occupants were.
    """
    import altair as alt

    space = (width - 2 * 200) / 2 if width >= 600 else width - 186
    last, ticks = axis_up_to(last_time(found) / 60.0)
    scale, axis = minutes_axes(last, ticks)
    charts = []
    for one in found[only]:
        rows = _Rows(one, scale, ticks, space).drawn()
        crowd = _crowd(one, scale, axis, space=space, last=last)
        charts.append(alt.vconcat(rows, crowd, spacing=4, title=titles[one.course]))
    number = found[0].replication
    return panel_by_course(
        charts,
        {titles[one.course]: spoken(one) for one in found[only]},
        name=f"whereabouts-{number}",
        title=f"Who was where when in incident {number}, minutes after the first shot",
        width=width,
        only=only,
    )


def spoken(one: Whereabouts) -> str:
    """Say in words what a panel shows.

    Returns
    -------
    str
        The milestones in the order of time, people hit, officers inside.
    """
    known = [(one.time(name), label) for name, label in MILESTONES]
    moments = [f"{label} {clock(t)}" for t, label in sorted(k for k in known if k[0] == k[0])]
    moments.append(f"occupants hit {len(one.occupants_hit)}")
    moments.append(f"officers inside {len(one.officers_in)}")
    moments.append(f"officers hit {len(one.officers_hit)}")
    return "; ".join(moments)


class _Rows:
    """The rows of one panel, one mark after another."""

    def __init__(self, one: Whereabouts, scale: Any, ticks: list[int], space: float) -> None:
        import altair as alt

        axis = axis_of(title=None, values=ticks, grid=True, labels=False, ticks=False)
        side = names_axis(minExtent=0.8 * name_width(ROWS))  # as in `timeline`
        self.one, self.space = one, space
        self.x = alt.X("time:Q", scale=scale, axis=axis)
        self.y = alt.Y("row:N", sort=list(ROWS), scale=scale_of(domain=list(ROWS)), axis=side)
        self.scale, self.axis = scale, axis

    def drawn(self) -> Any:
        """Draw all of them, the words at the end of each row last."""
        import altair as alt

        one = self.one
        bars = [
            {"row": "Attacker", "time": s.start / 60, "end": s.end / 60, "moves": s.is_moving}
            for s in one.attacker
        ]
        care = _care(one)
        cares = [{"row": "Care", "time": care[0] / 60, "end": care[-1] / 60}] if care else []
        moments = ((label, one.time(name)) for name, label in _POINTS)
        points = [{"row": label, "time": at / 60} for label, at in moments if math.isfinite(at)]
        strokes = [
            {"row": label, "time": time / 60} for label, times in _hits(one) for time in times
        ]
        words = _words(one)
        ends = [{"row": row, "words": words[row]} for row in ROWS]
        layers = [
            self._bars([bar for bar in bars if bar["moves"]], ACCENT),
            self._bars([bar for bar in bars if not bar["moves"]], SPREAD),
            self._bars(cares, SPREAD),
            self._dots(
                [{"row": bar["row"], "time": bar[end]} for bar in cares for end in ("time", "end")]
                + points
            ),
            self._strokes(strokes),
            chart_of(ends)
            .mark_text(align="left", fontSize=12, color=INK)
            .encode(x=alt.value(self.space + 6), y=self.y, text="words:N"),
        ]
        return alt.layer(*layers).properties(width=self.space, height=_ROW * len(ROWS))

    def _bars(self, rows: list[dict[str, Any]], colour: str) -> Any:
        marks = chart_of(rows).mark_rule(color=colour, strokeWidth=9)
        return marks.encode(x=self.x, x2="end:Q", y=self.y)

    def _dots(self, rows: list[dict[str, Any]]) -> Any:
        marks = chart_of(rows).mark_point(filled=True, color=ACCENT, size=50, opacity=1)
        return marks.encode(x=self.x, y=self.y)

    def _strokes(self, rows: list[dict[str, Any]]) -> Any:
        marks = chart_of(rows).mark_tick(color=INK, thickness=1.5, size=13, opacity=1)
        return marks.encode(x=self.x, y=self.y)


def _care(one: Whereabouts) -> list[float]:
    """When care began and ended, as far as it did [s]."""
    times = (one.time("time_to_first_care_s"), one.time("time_to_last_rescue_s"))
    return [time for time in times if math.isfinite(time)]


def _hits(one: Whereabouts) -> tuple[tuple[str, Sequence[float]], ...]:
    return (
        ("Occupants hit", one.occupants_hit),
        ("Officers inside", one.officers_in),
        ("Officers hit", one.officers_hit),
    )


def _words(one: Whereabouts) -> dict[str, str]:
    """What stands at the end of each row."""
    stop = one.time("time_to_stop_s")
    words = {
        "Attacker": f"over {clock(stop)}" if math.isfinite(stop) else "not over",
        "Care": "\u2013".join(dict.fromkeys(clock(time) for time in _care(one))) or "none",
    }
    for name, label in _POINTS:
        at = one.time(name)
        words[label] = clock(at) if math.isfinite(at) else "never"
    return words | {label: str(len(times)) if times else "none" for label, times in _hits(one)}


def _crowd(one: Whereabouts, scale: Any, axis: Any, *, space: float, last: float) -> Any:
    import altair as alt

    rows: list[dict[str, Any]] = []
    for time, counts in thinned(one, until=last * 60.0):
        base = 0
        for place, n in zip(PLACES, counts, strict=True):
            rows.append({"time": time / 60, "low": base, "high": base + n, "place": place})
            base += n
    total = max((row["high"] for row in rows), default=1) or 1
    side = axis_of(title=None, values=[0, total], grid=False, domain=False, ticks=False)
    colours = scale_of(domain=list(PLACES), range=[sign.colour for sign in CROWD])
    return (
        chart_of(rows)
        .mark_area(interpolate="step-after", stroke=MUTED, strokeWidth=0.3)
        .encode(
            x=alt.X("time:Q", scale=scale, axis=axis),
            y=alt.Y("low:Q", scale=scale_of(domain=[0, total], nice=False), axis=side),
            y2="high:Q",
            color=alt.Color("place:N", scale=colours, legend=None),
        )
        .properties(width=space, height=_CROWD)
    )
