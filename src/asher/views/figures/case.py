"""The picture of a case: a strip per metric, what was observed over what was predicted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from asher.simulation.metrics import find_metric
from asher.views.figures.chart import chart_of
from asher.views.figures.drawing import ACCENT, INK, SPREAD, axis_of, scale_of, svg_of
from asher.views.figures.panels import OBSERVED, observed_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from asher.record.cases import Placement

_STRIP = 30


def case_figure(
    placements: Sequence[Placement], *, words: Sequence[tuple[str, str]], width: int
) -> str:
    """Draw where observed figures fall, a strip per metric.

    Parameters
    ----------
    placements : sequence of Placement
        At least one metric.
    words : sequence of (str, str)
        Heading and reading of each strip.
    width : int
        Width of the picture [px]; below 600 the strips stand under one another.

    Returns
    -------
    str
        SVG: a bar from the 10th to the 90th percentile, an upright line at the median, and
        diamonds at what was observed, joined where it is an interval.
    """
    import altair as alt

    columns = 2 if width >= 600 else 1
    space = (width - 40 * columns) / columns
    strips = [
        _strip(placement, heading, reading, width=space)
        for placement, (heading, reading) in zip(placements, words, strict=True)
    ]
    return svg_of(
        alt.concat(*strips, columns=columns).resolve_scale(x="independent"),
        name=f"case-{width}",
        title="Observed figures over the predicted 80 % intervals",
        description=" ".join(f"{heading}; {reading}." for heading, reading in words),
    )


def _strip(placement: Placement, heading: str, reading: str, *, width: float) -> Any:
    import altair as alt

    # Times stand in minutes on the axis and as m:ss in words.
    scale = 60.0 if find_metric(placement.metric).is_time else 1.0
    seen = [placement.observed.low / scale, placement.observed.high / scale]
    predicted = [
        value / scale for value in (placement.p10, placement.median, placement.p90) if placement.n
    ]
    last = max([*seen, *predicted, 1.0])
    axis = axis_of(title=None, values=_ticks(last), format="d", grid=True)
    domain = scale_of(domain=[0, 1.04 * last], nice=False)

    def along(key: str) -> Any:
        return alt.X(f"{key}:Q", scale=domain, axis=axis)

    layers = _seen(seen, along)
    if all(map(math.isfinite, predicted)) and predicted:
        layers = _predicted(predicted, along) + layers
    title = alt.TitleParams(
        text=heading,
        subtitle=reading,
        subtitleFontSize=13,
        subtitleColor=INK,
        frame="group",
        offset=6,
    )
    return alt.layer(*layers).properties(width=width, height=_STRIP, title=title)


def _ticks(last: float) -> list[int]:
    # Whole people and whole minutes, at most half a dozen of them.
    power = 10 ** math.floor(math.log10(last))
    step = next(n * power for n in (0.2, 0.5, 1, 2) if last <= 5 * n * power)
    step = max(1, round(step))
    return list(range(0, int(1.04 * last) + 1, step))


def _predicted(quantiles: list[float], along: Callable[[str], Any]) -> list[Any]:
    import altair as alt

    base = chart_of([dict(zip(("p10", "median", "p90"), quantiles, strict=True))])
    bar = base.mark_rule(color=SPREAD, strokeWidth=12)
    tick = base.mark_rule(color=ACCENT, strokeWidth=3)
    top, foot = alt.value(_STRIP / 2 - 10), alt.value(_STRIP - 5)
    return [
        bar.encode(x=along("p10"), x2="p90:Q", y=alt.value(_STRIP / 2)),
        tick.encode(x=along("median"), y=top, y2=foot),
    ]


def _seen(ends: list[float], along: Callable[[str], Any]) -> list[Any]:
    import altair as alt

    line = chart_of([{"low": ends[0], "high": ends[1]}]).mark_rule(color=OBSERVED, strokeWidth=2)
    marks = chart_of([{"at": end} for end in dict.fromkeys(ends)])
    return [
        line.encode(x=along("low"), x2="high:Q", y=alt.value(_STRIP / 2)),
        observed_mark(marks, size=110).encode(x=along("at"), y=alt.value(_STRIP / 2)),
    ]
