"""The picture of the trade-off: officers hit against time to entry, and against killed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from asher.views.figures.chart import chart_of
from asher.views.figures.drawing import ACCENT, HALO, INK, SPREAD, axis_of, scale_of, svg_of
from asher.views.figures.panels import WIDE
from asher.views.words.tradeoffs import Mean, Point, points
from asher.views.words.wording import clock, decimals_for, interval, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.comparison.comparison import Comparison

_TICKS_MIN = (0.5, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240)
_HEIGHT = 260
# Dots nearer than this [px] are read as one, sooner so where there are more than a few; a label
# of many names the first.
_ONE_DOT, _MANY_DOTS, _FEW, _MOST_CODES = 6.0, 15.0, 8, 3
_FAR = 20.0  # a label further from its dot [px] is tied to it by a line
_SOONEST_S = 1.0  # a logarithm needs a time above zero
# Where a label may stand beside its dot [px], the first that is free.
_PLACES = (
    (9, -11),
    (9, 13),
    (-9, -11),
    (-9, 13),
    (16, 1),
    (-16, 1),
    (9, -24),
    (-9, -24),
    (9, 27),
    (9, -37),
    (-9, -37),
    (9, -50),
)


def tradeoff_figure(comparison: Comparison, *, width: int = WIDE) -> str:
    """Draw officers hit against time to entry and, beside it, against people killed.

    Returns
    -------
    str
        SVG: a numbered dot per course of action, with both intervals, and the key to the numbers.
    """
    import altair as alt

    found = points(comparison)
    wide = width >= 600
    space = (width - 330) / 2 if wide else width - 62
    minutes = [_scaled(point.entry) for point in found]
    killed = [point.killed for point in found]
    risk = _risk_scale(found)
    panels = [
        _panel(found, means, heading=f"Officers hit against {what}", x=x, space=(space, risk))
        for what, means, x in (
            ("time to entry", minutes, _minutes(minutes)),
            ("killed", killed, _people(killed)),
        )
    ]
    parts = [*panels, _key(found)]
    return svg_of(
        alt.hconcat(*parts) if wide else alt.vconcat(*parts),
        name=f"tradeoff-{width}",
        title="Officers hit against time to entry and against killed, means with 95 % intervals",
        description=" ".join(_spoken(point) for point in found),
    )


def _scaled(mean: Mean) -> Mean:
    known = [max(value, _SOONEST_S) / 60 for value in (mean.mean, mean.lower, mean.upper)]
    # The interval of one replication is not known; its dot stands alone.
    return Mean(known[0], *(value if math.isfinite(value) else known[0] for value in known[1:]))


def _minutes(means: Sequence[Mean]) -> tuple[Any, Any, Any]:
    """Scale, axis and place along it [-] of minutes to entry."""
    first = max(min(mean.lower for mean in means) * 0.85, _SOONEST_S / 60)
    last = max(max(mean.upper for mean in means) * 1.18, first * 2)
    ticks = [tick for tick in _TICKS_MIN if first <= tick <= last]
    axis = axis_of(title="mean minutes to entry", values=ticks, format="~g", labelOverlap="greedy")
    scale = scale_of(type="log", domain=[first, last], nice=False)
    return scale, axis, lambda v: math.log(v / first) / math.log(last / first)


def _people(means: Sequence[Mean]) -> tuple[Any, Any, Any]:
    """Scale, axis and place along it [-] of people killed."""
    # The interval of one replication is not known.
    last = 1.08 * (max(_known(mean.upper, mean) for mean in means) or 1.0)
    axis = axis_of(title="mean killed", tickCount=5)
    return scale_of(domain=[0, last], nice=False), axis, lambda v: v / last


def _risk_scale(found: Sequence[Point]) -> float:
    ends = [end for point in found for end in (point.hit.mean, point.hit.upper)]
    return 1.12 * max((end for end in ends if math.isfinite(end)), default=0.0) or 1.0


def _spoken(point: Point) -> str:
    digits = decimals_for((point.hit.upper - point.hit.lower) / 2)
    killed = decimals_for((point.killed.upper - point.killed.lower) / 2)
    return (
        f"{point.sign.code}, {point.title}: entry {clock(point.entry.mean)} "
        f"({clock(point.entry.lower)} to {clock(point.entry.upper)}), officers hit "
        f"{number(point.hit.mean, decimals=digits)} "
        f"({interval(point.hit.lower, point.hit.upper, decimals=digits)}), killed "
        f"{number(point.killed.mean, decimals=killed)} "
        f"({interval(point.killed.lower, point.killed.upper, decimals=killed)})."
    )


def _panel(
    found: Sequence[Point],
    across: Sequence[Mean],
    *,
    heading: str,
    x: tuple[Any, Any, Any],
    space: tuple[float, float],
) -> Any:
    import altair as alt

    (x_scale, x_axis, place), (width, most) = x, space
    y_scale = scale_of(domain=[0, most], nice=False)
    y_axis = axis_of(title="mean officers hit", tickCount=5, titlePadding=8)
    pairs = [(mean, point.hit) for point, mean in zip(found, across, strict=True)]
    base = chart_of([_ends("x", mean) | _ends("y", hit) for mean, hit in pairs])
    dots = [(place(mean.mean) * width, (1 - hit.mean / most) * _HEIGHT) for mean, hit in pairs]
    across_x = alt.X("x:Q", scale=x_scale, axis=x_axis)
    up_y = alt.Y("y:Q", scale=y_scale, axis=y_axis)
    look = {"color": SPREAD, "strokeWidth": 2}
    layers = [
        base.mark_rule(**look).encode(
            x=alt.X("x1:Q", scale=x_scale, axis=x_axis), x2="x2:Q", y=up_y
        ),
        base.mark_rule(**look).encode(
            x=across_x, y=alt.Y("y1:Q", scale=y_scale, axis=y_axis), y2="y2:Q"
        ),
        base.mark_point(filled=True, color=ACCENT, size=70, opacity=1).encode(x=across_x, y=up_y),
    ]
    layers += _codes([point.sign.code for point in found], dots, width=width)
    return alt.layer(*layers).properties(width=width, height=_HEIGHT, title=heading)


def _ends(axis: str, mean: Mean) -> dict[str, float]:
    lower, upper = _known(mean.lower, mean), _known(mean.upper, mean)
    return {axis: mean.mean, f"{axis}1": lower, f"{axis}2": upper}


def _codes(codes: Sequence[str], dots: Sequence[tuple[float, float]], *, width: float) -> list[Any]:
    """Write the codes of dots beside them, tied by a line where they stand far off."""
    import altair as alt

    layers = []
    for (left, top), words, dot in labels(codes, dots, width=width):
        if abs(top - dot[1]) > _FAR:
            line = chart_of([{}]).mark_rule(color=INK, strokeWidth=0.7)
            ends = {"x": left, "y": top + 7, "x2": dot[0], "y2": dot[1]}
            layers.append(line.encode(**{key: alt.value(end) for key, end in ends.items()}))
        for ink in (HALO, {"color": INK}):
            text = chart_of([{"words": words}]).mark_text(fontSize=14, fontWeight="bold", **ink)
            layers.append(text.encode(x=alt.value(left), y=alt.value(top), text="words:N"))
    return layers


def _known(end: float, mean: Mean) -> float:
    return end if math.isfinite(end) else mean.mean


def labels(
    codes: Sequence[str], dots: Sequence[tuple[float, float]], *, width: float
) -> list[tuple[tuple[float, float], str, tuple[float, float]]]:
    """Place the labels of dots so that none stands on another.

    Parameters
    ----------
    codes : sequence of str
        What each dot is called.
    dots : sequence of (float, float)
        Where it is, from the left and from the top [px].
    width : float
        Width of the panel [px].

    Returns
    -------
    list of ((float, float), str, (float, float))
        Middle of each label, its words and its dot; dots that stand on one another share a label.
    """
    groups = _grouped(codes, dots)
    taken: list[tuple[float, float, float]] = [(x, y, 5.0) for (x, y), _ in groups]
    placed = []
    for (x, y), names in groups:
        words = ", ".join(names)
        if len(names) > _MOST_CODES:
            words = f"{names[0]} and {len(names) - 1} more"
        half = 4.2 * len(words)
        spot = _free_spot((x, y), half, taken, width=width)
        taken.append((*spot, half))
        placed.append((spot, words, (x, y)))
    return placed


def _grouped(
    codes: Sequence[str], dots: Sequence[tuple[float, float]]
) -> list[tuple[tuple[float, float], list[str]]]:
    """Dots, each with its code and those of the dots that stand on it."""
    groups: list[tuple[tuple[float, float], list[str]]] = []
    near = _ONE_DOT if len(codes) <= _FEW else _MANY_DOTS
    for code, dot in zip(codes, dots, strict=True):
        for other, names in groups:
            if math.dist(other, dot) < near:
                names.append(code)
                break
        else:
            groups.append((dot, [code]))
    return groups


def _free_spot(
    dot: tuple[float, float],
    half: float,
    taken: Sequence[tuple[float, float, float]],
    *,
    width: float,
) -> tuple[float, float]:
    """Find the first place beside a dot where a label of twice `half` [px] covers no other."""
    x, y = dot
    spots = [
        (x + dx + math.copysign(half - 4, dx), min(max(y + dy, 7.0), _HEIGHT - 7.0))
        for dx, dy in _PLACES
    ]
    inside = [spot for spot in spots if half <= spot[0] <= width - half] or spots
    free = [
        spot
        for spot in inside
        if all(
            abs(spot[0] - at) > half + room or abs(spot[1] - top) > 13 for at, top, room in taken
        )
    ]
    return (free or inside)[0]


def _key(found: Sequence[Point]) -> Any:
    import altair as alt

    rows = [{"row": i, "words": f"{p.sign.code}  {p.title}"} for i, p in enumerate(found)]
    text = chart_of(rows).mark_text(align="left", fontSize=13, color=INK, x=0)
    scale = scale_of(domain=[-0.5, len(rows) - 0.5], reverse=True, nice=False)
    return text.encode(y=alt.Y("row:Q", scale=scale, axis=None), text="words:N").properties(
        width=190, height=20 * len(rows)
    )
