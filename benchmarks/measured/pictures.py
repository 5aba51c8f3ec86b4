"""Pictures of docs/movement.md: what was measured, and what each program makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from asher.views.figures.drawing import ACCENT, INK, MUTED, svg_of
from asher.views.figures.panels import chart_of

MEASURED = "measured"
COLOURS = {
    MEASURED: "#a33c00",
    "ASHER, as fast as those measured": ACCENT,
    "ASHER, default people": "#7fa8cc",
    "JuPedSim 1.4.2": MUTED,
}
_WIDTH, _HEIGHT, _COLUMNS = 300, 190, 3

Line = Mapping[str, Sequence[float]]
"""``x`` and ``y``; where known ``low`` and ``high``, the 10th and 90th percentile."""


def curves_figure(panels: Mapping[str, tuple[str, Mapping[str, Line]]]) -> str:
    """Draw speed over density, a panel an experiment.

    Parameters
    ----------
    panels : mapping
        By title: what lies along the axis, and by who (`COLOURS`) the curve.

    Returns
    -------
    str
        SVG: diamonds measured, lines simulated, a band from the 10th to the 90th percentile of the
        first of these.
    """
    import altair as alt

    charts = []
    for title, (axis, lines) in panels.items():
        x = alt.X("x:Q", axis=alt.Axis(title=axis, tickCount=5))
        y = alt.Y("y:Q", axis=alt.Axis(title="speed [m/s]", tickCount=4))
        layers = [*_band(lines, x), *_layers(lines, x, y)]
        heading = alt.TitleParams(text=title, frame="group", fontSize=12)
        chart = alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT, title=heading)
        charts.append(chart.resolve_scale(color="shared"))
    return svg_of(
        alt.concat(*charts, columns=_COLUMNS),
        name="movement-curves",
        title="Speed at density: measured (diamonds) and simulated (lines)",
        description=" ".join(f"{title}: {_words(lines)}" for title, (_, lines) in panels.items()),
    )


def flows_figure(lines: Mapping[str, Line]) -> str:
    """Draw specific flow over the width of an opening.

    Parameters
    ----------
    lines : mapping
        By who (`COLOURS`): width [m], specific flow [persons/(m s)]; of those measured also the
        lowest and highest of the sources.

    Returns
    -------
    str
        SVG.
    """
    import altair as alt

    x = alt.X("x:Q", axis=alt.Axis(title="width of the opening [m]", tickCount=8))
    y = alt.Y("y:Q", axis=alt.Axis(title="persons/(m s)", tickCount=5))
    ranges = chart_of(_points(lines[MEASURED])).mark_rule(color=COLOURS[MEASURED], opacity=0.5)
    layers = [ranges.encode(x=x, y=alt.Y("low:Q"), y2="high:Q"), *_layers(lines, x, y)]
    return svg_of(
        alt.layer(*layers).properties(width=760, height=240),
        name="movement-flows",
        title="Flow through openings: measured (diamonds, lowest to highest source) and simulated",
        description=_words(lines),
    )


def profiles_figure(profiles: Mapping[str, Line]) -> str:
    """Draw the least loss over each parameter held.

    Parameters
    ----------
    profiles : mapping
        By parameter: its values and the loss when all others are fitted anew.

    Returns
    -------
    str
        SVG: a panel a parameter.
    """
    import altair as alt

    charts = []
    for name, line in profiles.items():
        x = alt.X("x:Q", scale=alt.Scale(zero=False), axis=alt.Axis(title=name, tickCount=4))
        y = alt.Y("y:Q", axis=alt.Axis(title="loss", tickCount=4))
        chart = chart_of(_points(line)).mark_line(color=INK).encode(x=x, y=y)
        charts.append(chart.properties(width=_WIDTH - 100, height=_HEIGHT - 80))
    return svg_of(
        alt.concat(*charts, columns=4),
        name="movement-profiles",
        title="The least loss over each parameter, the others fitted anew",
        description=_words(profiles),
    )


def _points(line: Line) -> list[dict[str, Any]]:
    return [dict(zip(line, values, strict=True)) for values in zip(*line.values(), strict=True)]


def _layers(lines: Mapping[str, Line], x: Any, y: Any) -> list[Any]:
    layers = []
    for who, line in lines.items():
        base = chart_of(_points(line))
        if who == MEASURED:
            mark = base.mark_point(shape="diamond", filled=True, color=COLOURS[who], size=60)
        else:
            mark = base.mark_line(color=COLOURS[who], strokeWidth=2)
        layers.append(mark.encode(x=x, y=y))
    return layers


def _band(lines: Mapping[str, Line], x: Any) -> list[Any]:
    import altair as alt

    for who, line in lines.items():
        if who != MEASURED and "low" in line:
            band = chart_of(_points(line)).mark_area(color=COLOURS[who], opacity=0.12)
            return [band.encode(x=x, y=alt.Y("low:Q"), y2="high:Q")]
    return []


def _words(lines: Mapping[str, Line]) -> str:
    return " ".join(
        f"{who}: "
        + ", ".join(f"{b:.2f} at {a:.2f}" for a, b in zip(line["x"], line["y"], strict=True))
        + "."
        for who, line in lines.items()
    )
