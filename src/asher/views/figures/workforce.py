"""The picture of the trade-off: the rare day against the ordinary year, a dot a plan."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from asher.views.figures.chart import chart_of
from asher.views.figures.drawing import ACCENT, HALO, INK, RULE, SPREAD, axis_of, scale_of, svg_of
from asher.views.figures.panels import WIDE
from asher.views.figures.tradeoff import labels
from asher.views.words.workforce_words import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.workforce.findings import Workforce
    from asher.workforce.plans import Evaluated, Gap

_HEIGHT = 260
_OTHER = "#a33c00"
# As many letters of 13 px as the key is wide in the widest of the usual fonts.
_KEY_LETTERS = 36


@dataclass(frozen=True)
class Dot:
    """One plan of the picture."""

    # What it is called in the picture and beside it.
    code: str
    title: str
    # From today's plan [lives a year].
    day: Gap
    year: Gap
    on_front: bool  # Whether it lies on the frontier


def dots_of(found: Workforce) -> list[Dot]:
    """Name every plan that a picture of the trade-off shows.

    Returns
    -------
    list of Dot
        The frontier from the best rare day on, then the plans asked for and the extremes.
    """
    front = found.frontier
    shown: dict[str, tuple[Evaluated, bool]] = {}
    if front is not None:
        shown |= {one.found.plan.title: (one.found, True) for one in front.front}
    for one in (*found.plans, *found.extremes):
        shown.setdefault(one.plan.title, (one, False))
    balance = "" if front is None else front.balance
    return [
        Dot(
            str(number),
            title + (" (nearest to both)" if title == balance else ""),
            one.gap("day_harm", found.today),
            one.gap("year_harm", found.today),
            on_front,
        )
        for number, (title, (one, on_front)) in enumerate(shown.items(), start=1)
    ]


def tradeoff_of_plans(found: Workforce, *, width: int = WIDE) -> str:
    """Draw harm of the rare day against harm of the ordinary year, both against today's plan.

    Parameters
    ----------
    width : int
        Width of the picture [px]; below 600 the key stands under the panel.

    Returns
    -------
    str
        SVG: a numbered dot a plan with both intervals, small dots for the other plans tried, lines
        where today's plan lies, and the key to the numbers.
    """
    import altair as alt

    dots = dots_of(found)
    wide = width >= 600
    space = width - 400 if wide else width - 70
    cloud = _cloud(found)
    x, y = (
        _range([getattr(dot, key) for dot in dots], [point[k] for point in cloud])
        for key, k in (("year", 1), ("day", 0))
    )
    x_axis = axis_of(title="ordinary year: lives a year against today", tickCount=6)
    y_axis = axis_of(title="rare day: lives a year against today", tickCount=5, titlePadding=8)
    across = scale_of(domain=list(x), nice=False), x_axis
    up = scale_of(domain=list(y), nice=False), y_axis
    layers = _ground(cloud, across, up) + _intervals(dots, across, up)
    layers += _numbers(dots, (space, x, y))
    panel = alt.layer(*layers).properties(width=space, height=_HEIGHT)
    parts = [panel, _key(dots)]
    return svg_of(
        alt.hconcat(*parts) if wide else alt.vconcat(*parts),
        name=f"plans-{width}",
        title="Harm of the rare day and of the ordinary year, against today's plan",
        description=" ".join(_spoken(dot) for dot in dots),
    )


def _ground(
    cloud: Sequence[tuple[float, float]], across: tuple[Any, Any], up: tuple[Any, Any]
) -> list[Any]:
    """Lines where today's plan lies, and the other plans that were tried."""
    import altair as alt

    zero = chart_of([{"v": 0}]).mark_rule(color=RULE, strokeWidth=1.5)
    tried = chart_of([{"x": year, "y": day} for day, year in cloud] or [{"x": 0, "y": 0}])
    points = tried.mark_point(filled=True, color=SPREAD, size=14 if cloud else 0, opacity=0.8)
    return [
        zero.encode(x=alt.X("v:Q", scale=across[0], axis=across[1])),
        zero.encode(y=alt.Y("v:Q", scale=up[0], axis=up[1])),
        points.encode(x=alt.X("x:Q", scale=across[0]), y=alt.Y("y:Q", scale=up[0])),
    ]


def _cloud(found: Workforce) -> list[tuple[float, float]]:
    if found.frontier is None:
        return []
    day, year = (found.today.figure(name).mean for name in ("day_harm", "year_harm"))
    return [(a - day, b - year) for a, b in found.frontier.cloud]


def _range(gaps: Sequence[Gap], cloud: Sequence[float]) -> tuple[float, float]:
    ends = [end for gap in gaps for end in (gap.lower, gap.upper)]
    low, high = min(0.0, *ends, *cloud), max(0.0, *ends, *cloud)
    pad = 0.06 * (high - low) or 1.0
    return low - pad, high + pad


def _intervals(dots: Sequence[Dot], across: tuple[Any, Any], up: tuple[Any, Any]) -> list[Any]:
    import altair as alt

    rows = [
        {
            "x": dot.year.mean, "x1": dot.year.lower, "x2": dot.year.upper,
            "y": dot.day.mean, "y1": dot.day.lower, "y2": dot.day.upper,
            "colour": ACCENT if dot.on_front else _OTHER,
        }
        for dot in dots
    ]  # fmt: skip
    base, look = chart_of(rows), {"strokeWidth": 1, "opacity": 0.45}
    colour = alt.Color("colour:N", scale=None)
    x, y = ({"scale": scale, "axis": axis} for scale, axis in (across, up))
    return [
        base.mark_rule(**look).encode(
            x=alt.X("x1:Q", **x), x2="x2:Q", y=alt.Y("y:Q", **y), color=colour
        ),
        base.mark_rule(**look).encode(
            y=alt.Y("y1:Q", **y), y2="y2:Q", x=alt.X("x:Q", **x), color=colour
        ),
        base.mark_point(filled=True, size=60, opacity=1).encode(
            x=alt.X("x:Q", **x), y=alt.Y("y:Q", **y), color=colour
        ),
    ]


def _numbers(
    dots: Sequence[Dot], space: tuple[float, tuple[float, float], tuple[float, float]]
) -> list[Any]:
    import altair as alt

    width, x, y = space
    places = [
        (
            (dot.year.mean - x[0]) / (x[1] - x[0]) * width,
            (1 - (dot.day.mean - y[0]) / (y[1] - y[0])) * _HEIGHT,
        )
        for dot in dots
    ]
    layers = []
    for (left, top), words, _ in labels([dot.code for dot in dots], places, width=width):
        for ink in (HALO, {"color": INK}):
            text = chart_of([{"words": words}]).mark_text(fontSize=13, fontWeight="bold", **ink)
            layers.append(text.encode(x=alt.value(left), y=alt.value(top), text="words:N"))
    return layers


def _key(dots: Sequence[Dot]) -> Any:
    import altair as alt

    rows: list[dict[str, Any]] = []
    below = 0
    for dot in dots:
        lines = wrap(f"{dot.code}\u2002{dot.title}", _KEY_LETTERS, subsequent_indent=4 * "\u2002")
        colour = ACCENT if dot.on_front else _OTHER
        rows += [{"row": below + i, "words": x, "colour": colour} for i, x in enumerate(lines)]
        below += len(lines)
    text = chart_of(rows).mark_text(align="left", fontSize=13, x=0)
    scale = scale_of(domain=[-0.5, below - 0.5], reverse=True, nice=False)
    return text.encode(
        y=alt.Y("row:Q", scale=scale, axis=None),
        text="words:N",
        color=alt.Color("colour:N", scale=None),
    ).properties(width=280, height=20 * below)


def _spoken(dot: Dot) -> str:
    def gap(one: Gap) -> str:
        ends = " to ".join(written(end, sign=True) for end in (one.lower, one.upper))
        return f"{written(one.mean, sign=True)} ({ends})"

    where = ", on the frontier" if dot.on_front else ""
    return (
        f"{dot.code}, {dot.title}{where}: rare day {gap(dot.day)}, ordinary year {gap(dot.year)}."
    )
