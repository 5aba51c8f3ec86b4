"""The pictures of a calibration: what the evidence narrowed, ranks, percentiles of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asher.views.figures.chart import chart_of
from asher.views.figures.drawing import ACCENT, INK, SPREAD, axis_of, scale_of, svg_of
from asher.views.figures.panels import OBSERVED, WIDE, observed_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_COLUMNS, _BINS_HEIGHT = 4, 70
_ROW = 22
_GROUND = "#eef1f4"


def narrowing_figure(
    spreads: Mapping[str, tuple[float, float, float]], *, width: int = WIDE
) -> str:
    """Draw posteriors on the scale on which every prior is the same.

    Parameters
    ----------
    spreads : mapping of str to tuple of float
        By parameter: 2.5 %, 50 % and 97.5 % of its posterior, in standard deviations of its prior
        from the prior's median.
    width : int
        Width of the picture [px].

    Returns
    -------
    str
        SVG: a bar for each posterior over the band of the priors.
    """
    rows = [
        {"name": name, "lower": lower, "median": median, "upper": upper}
        for name, (lower, median, upper) in spreads.items()
    ]
    axis = axis_of(title="standard deviations of the prior, from its median", tickCount=7)
    along = _along((-3, 3), axis)
    base = chart_of(rows)
    bar = base.mark_rule(color=SPREAD, strokeWidth=10)
    tick = base.mark_tick(color=ACCENT, thickness=3, size=14)
    layers = [
        (bar, {"x": along("lower"), "x2": "upper:Q"}),
        (tick, {"x": along("median")}),
    ]
    return svg_of(
        _over_band((-1.96, 1.96), along, layers, names=list(spreads), width=width - 240),
        name=f"narrowing-{width}",
        title="95 % intervals of posteriors over those of their priors",
        description=" ".join(
            f"{row['name']}: {row['lower']:.2f} to {row['upper']:.2f}." for row in rows
        ),
    )


def ranks_figure(histograms: Mapping[str, Sequence[int]], *, width: int = WIDE) -> str:
    """Draw the histograms of ranks of simulation-based calibration.

    Parameters
    ----------
    histograms : mapping of str to sequence of int
        Data sets in each bin of ranks, by parameter.
    width : int
        Width of the picture [px]; below 600 in two columns.

    Returns
    -------
    str
        SVG: a panel a parameter, with a line where even ranks would be and a band that holds 95 %
        of bins under even ranks.
    """
    import altair as alt
    from scipy.stats import binom

    columns = _COLUMNS if width >= 600 else 2
    room = width / columns - 50
    panels = []
    for name, counts in histograms.items():
        total, bins = sum(counts), len(counts)
        low, high = binom.ppf([0.025, 0.975], total, 1.0 / bins)
        y = scale_of(domain=[0, max(high, *(max(each) for each in histograms.values())) + 1])
        axis = axis_of(title=None, tickCount=3)
        x = alt.X("bin:O", axis=None)
        base = chart_of([{"bin": k, "count": count} for k, count in enumerate(counts)])
        ground = chart_of([{"low": float(low), "high": float(high), "even": total / bins}])
        layers = [
            base.mark_bar(color=SPREAD).encode(x=x, y=alt.Y("count:Q", scale=y, axis=axis)),
            ground.mark_rect(color=ACCENT, opacity=0.14).encode(
                y=alt.Y("low:Q", scale=y, axis=axis), y2="high:Q"
            ),
            ground.mark_rule(color=INK).encode(y=alt.Y("even:Q", scale=y, axis=axis)),
        ]
        title = alt.TitleParams(text=name, frame="group", fontSize=12)
        panels.append(alt.layer(*layers).properties(width=room, height=_BINS_HEIGHT, title=title))
    return svg_of(
        alt.concat(*panels, columns=columns),
        name=f"ranks-{width}",
        title="Ranks of the true values among draws of the posterior",
        description=" ".join(
            f"{name}: {', '.join(map(str, counts))}." for name, counts in histograms.items()
        ),
    )


def percentiles_figure(
    cases: Mapping[str, Sequence[tuple[str, float, float]]], *, width: int = WIDE
) -> str:
    """Draw where the figures of past cases fall among the replications.

    Parameters
    ----------
    cases : mapping of str to sequence of tuple
        By case: label of a figure, and the percentiles of the two ends of what was observed.
    width : int
        Width of the picture [px].

    Returns
    -------
    str
        SVG: a diamond a figure (two joined where accounts differ) from 0 to 100, over the band of
        the middle 80 %.
    """
    rows: list[dict[str, Any]] = [
        {"name": f"{name}: {label[:1].lower()}{label[1:]}", "low": low, "high": high}
        for name, figures in cases.items()
        for label, low, high in figures
    ]
    axis = axis_of(title="percentile among the replications", values=list(range(0, 101, 10)))
    along = _along((0, 100), axis)
    base = chart_of(rows)
    line, diamond = base.mark_rule(color=OBSERVED, strokeWidth=2), observed_mark(base)
    layers = [
        (line, {"x": along("low"), "x2": "high:Q"}),
        (diamond, {"x": along("low")}),
        (diamond, {"x": along("high")}),
    ]
    names = [row["name"] for row in rows]
    return svg_of(
        _over_band((10, 90), along, layers, names=names, width=width - 260),
        name=f"percentiles-{width}",
        title="Percentiles of the observed figures of past cases, with the middle 80 %",
        description=" ".join(
            f"{name}: "
            + "; ".join(f"{label} {low:.0f} to {high:.0f}" for label, low, high in figures)
            + "."
            for name, figures in cases.items()
        ),
    )


def _along(ends: tuple[float, float], axis: Any) -> Callable[[str], Any]:
    import altair as alt

    scale = scale_of(domain=list(ends), nice=False)
    return lambda key: alt.X(f"{key}:Q", scale=scale, axis=axis)


def _over_band(
    band: tuple[float, float],
    along: Callable[[str], Any],
    layers: Sequence[tuple[Any, dict[str, Any]]],
    *,
    names: Sequence[str],
    width: int,
) -> Any:
    """Draw marks in a row for each name, over a band that all rows share."""
    import altair as alt

    y = alt.Y("name:N", sort=list(names), axis=axis_of(title=None, grid=False, ticks=False))
    ground = chart_of([{"from": band[0], "to": band[1]}]).mark_rect(color=_GROUND)
    marks = [mark.encode(**places, y=y) for mark, places in layers]
    chart = alt.layer(ground.encode(x=along("from"), x2="to:Q"), *marks)
    return chart.properties(width=width, height=_ROW * len(names))
