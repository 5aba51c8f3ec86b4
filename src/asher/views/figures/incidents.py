"""The picture of past incidents: endings, casualties with the fitted law, years, places."""

from __future__ import annotations

import math
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from asher.quantities import format_share
from asher.views.figures.drawing import ACCENT, INK, SPREAD, axis_of, names_axis, svg_of
from asher.views.figures.panels import WIDE, chart_of
from asher.views.words.measures import ENDINGS_SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asher.record.count_moments import Moments, Share
    from asher.record.incident_statistics import IncidentSummary

# Counts from here on share the last bar.
_MOST = 20
_LAW = "#a33c00"
_ROW = 26
# Width of a letter of 13 px in the widest of the usual fonts [px].
_LETTER = 7.4
_PLOT = 210


def incidents_figure(summary: IncidentSummary, *, width: int = WIDE) -> str:
    """Draw what a file of incidents says.

    Returns
    -------
    str
        SVG of five panels: endings, places, incidents a year, killed, wounded.
    """
    import altair as alt

    wide = width >= 600
    columns = 2 if wide else 1
    room = (width - 60 * columns) / columns
    # Beside the names of the bars, and as much again as another font may need.
    beside = 230 if wide else 130
    labels = {one.name: one.label for one in ENDINGS_SHOWN}
    endings = [(labels[name], share) for name, share in summary.endings.items()]
    endings.sort(key=lambda pair: -pair[1].count)
    places = [(group.name, group.share) for group in summary.places]
    panels = [
        _shares("How they ended", endings, space=(room - beside, beside)),
        _shares("Where", places, space=(room - beside, beside)),
        _counts("Killed per incident", summary.killed, width=room - 30),
        _counts("Wounded per incident", summary.wounded, width=room - 30),
        _years(summary, width=room - 30),
    ]
    # Rows of their own: in shared columns the names of the bars take room beside every panel.
    rows = [panels[k : k + columns] for k in range(0, len(panels), columns)]
    laid = alt.vconcat(*(alt.hconcat(*row) for row in rows))
    return svg_of(
        laid.resolve_scale(x="independent", y="independent"),
        name=f"incidents-{width}",
        title=f"{len(summary.incidents.rows)} incidents: endings, places, casualties, years",
        description=_spoken(summary, endings, places),
    )


def _spoken(
    summary: IncidentSummary, endings: list[tuple[str, Share]], places: list[tuple[str, Share]]
) -> str:
    said = [
        f"{what}: " + "; ".join(f"{name} {format_share(share.share)}" for name, share in rows) + "."
        for what, rows in (("Endings", endings), ("Places", places))
    ]
    said.append(f"Killed per incident: {summary.killed.law.verdict}.")
    said.append(f"Wounded per incident: {summary.wounded.law.verdict}.")
    by_year = "; ".join(f"{group.name}: {group.share.count}" for group in summary.years)
    said.append(f"Incidents a year: {by_year}.")
    return " ".join(said)


def _shares(title: str, rows: list[tuple[str, Share]], *, space: tuple[float, float]) -> Any:
    import altair as alt

    width, beside = space
    letters = int(beside / _LETTER)
    names = {name: "\n".join(wrap(name, letters)) for name, _ in rows}
    values = [
        {"name": names[name], "share": share.share, "lower": share.lower, "upper": share.upper}
        for name, share in rows
        if share.of
    ]
    axis = axis_of(title="share, with 95 % interval", format=".0%", tickCount=4)
    named = names_axis(
        labelLimit=0,
        labelExpr="split(datum.label, '\\n')",
        minExtent=beside,
    )
    y = alt.Y("name:N", sort=list(names.values()), axis=named)
    base = chart_of(values)
    bar = base.mark_bar(color=SPREAD, height=14).encode(x=alt.X("share:Q", axis=axis), y=y)
    ends = base.mark_rule(color=ACCENT, strokeWidth=2).encode(x="lower:Q", x2="upper:Q", y=y)
    return alt.layer(bar, ends).properties(
        width=width, height=_row(names.values()) * len(rows), title=title
    )


def _row(names: Iterable[str]) -> int:
    """Height of a bar's row, where names may take two lines [px]."""
    return _ROW + 16 * max(name.count("\n") for name in names)


def _counts(title: str, found: Moments, *, width: float) -> Any:
    import altair as alt

    chances = None if math.isnan(found.law.shape) else found.law.chances(_MOST - 1)
    seen = np.asarray(found.observed)
    rows: list[dict[str, Any]] = []
    for count in range(_MOST + 1):
        last = count == _MOST
        row: dict[str, Any] = {
            "count": f"{count}+" if last else str(count),
            "incidents": int(np.sum(seen >= count) if last else np.sum(seen == count)),
        }
        if chances is not None:
            chance = 1.0 - chances.sum() if last else chances[count]
            row["due"] = found.n * float(chance)
        rows.append(row)
    axis = axis_of(title="people", labelAngle=0, labelOverlap=True, grid=False)
    x = alt.X("count:N", sort=[row["count"] for row in rows], axis=axis)
    base = chart_of(rows)
    y = alt.Y("incidents:Q", axis=axis_of(title="incidents", tickCount=5))
    layers = [base.mark_bar(color=SPREAD).encode(x=x, y=y)]
    subtitle = "no over-dispersed law could be fitted"
    if chances is not None:
        dots = base.mark_point(filled=True, shape="diamond", color=_LAW, size=55, opacity=1)
        layers.append(dots.encode(x=x, y="due:Q"))
        p = found.law.p_value
        test = "not tested" if math.isnan(p) else f"test of fit p = {p:.2g}"
        subtitle = f"bars: observed; diamonds: negative binomial law ({test})"
    return alt.layer(*layers).properties(
        width=width, height=_PLOT, title=_title(title, subtitle, width=width)
    )


def _years(summary: IncidentSummary, *, width: float) -> Any:
    import altair as alt

    rows = [
        {"year": group.name, "incidents": group.share.count, "due": due}
        for group, due in zip(summary.years, summary.trend.expected, strict=True)
    ]
    axis = axis_of(title=None, labelAngle=0, labelOverlap=True, grid=False)
    x = alt.X("year:N", axis=axis)
    base = chart_of(rows)
    y = alt.Y("incidents:Q", axis=axis_of(title="incidents", tickCount=5))
    bars = base.mark_bar(color=SPREAD).encode(x=x, y=y)
    line = base.mark_line(color=_LAW, strokeWidth=2).encode(x=x, y="due:Q")
    title = _title(
        "Incidents a year", "bars: observed; line: the same factor every year", width=width
    )
    return alt.layer(bars, line).properties(width=width, height=_PLOT, title=title)


def _title(text: str, subtitle: str, *, width: float) -> Any:
    import altair as alt

    lines = wrap(subtitle, int(width / _LETTER))
    return alt.TitleParams(text=text, subtitle=lines, subtitleFontSize=13, subtitleColor=INK)
