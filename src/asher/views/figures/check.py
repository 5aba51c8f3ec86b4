"""The picture of the model beside the evidence: a row a figure, a panel a role."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from asher.evidence import statistic
from asher.views.figures.chart import chart_of
from asher.views.figures.drawing import (
    ACCENT,
    HALO,
    INK,
    SPREAD,
    axis_of,
    names_axis,
    scale_of,
    svg_of,
)
from asher.views.figures.panels import NARROW, OBSERVED, WIDE, observed_mark
from asher.views.words.check_words import HEADINGS, count_words, ends_words, figure_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from asher.calibration.checks import Check

_ROW, _NARROW_ROW = 24, 40
_NAMES, _WORDS = 200, 330


def checks_figure(checks: Sequence[Check], *, width: int = WIDE) -> str:
    """Draw every row of the evidence beside what the model says.

    Parameters
    ----------
    width : int
        Width of the picture [px]; below 600 names stand over their rows and figures are left out.

    Returns
    -------
    str
        SVG: a bar for the model's 95 % interval with an upright line at its median; a diamond with
        a thin line for the observed figure and its interval. Shares stand on one scale; counts and
        times as multiples of what was observed.
    """
    import altair as alt

    roles = [role for role in HEADINGS if any(each.role == role for each in checks)]
    panels = [panel for role in roles for panel in _panels(role, checks, width=width)]
    counted = [f"{count_words(checks, role)}." for role in roles]
    return svg_of(
        alt.vconcat(*panels).resolve_scale(x="independent", y="independent"),
        name=f"checks-{width}",
        title="Evidence beside the model, with 95 % intervals",
        description=" ".join(counted + [_spoken(each) for each in checks]),
    )


def _panels(role: str, checks: Sequence[Check], *, width: int) -> list[Any]:
    """Draw the rows of one role: shares on one scale, then counts and times."""
    shares, others = (
        [each for each in checks if each.role == role and _is_share(each) == is_share]
        for is_share in (True, False)
    )
    heading, panels = count_words(checks, role), []
    if shares:
        panels.append(_panel(heading, shares, width=width))
        heading = f"{HEADINGS[role]}, counts and times"
    if others:
        panels.append(_panel(heading, others, width=width, relative=True))
    return panels


def _spoken(check: Check) -> str:
    model = figure_words(check.id, check.predicted)
    ends = ends_words(check.id, check.lower, check.upper)
    outside = "" if check.inside else ", outside"
    observed = figure_words(check.id, check.observed)
    return f"{check.id}: observed {observed}, model {model} ({ends}){outside}."


def _is_share(check: Check) -> bool:
    return statistic(check.id).unit == "share"


def _row(check: Check, by: float) -> dict[str, Any]:
    ends = (check.observed_lower, check.observed_upper)
    known = [check.observed if math.isnan(end) else end for end in ends]
    words = (
        f"{figure_words(check.id, check.observed)} observed; model "
        f"{figure_words(check.id, check.predicted)}, "
        f"{ends_words(check.id, check.lower, check.upper)}"
    )
    outside = "" if check.inside else " \u00b7 outside"
    return {
        "id": check.id,
        "named": check.id + outside,
        "words": words + outside,
        "seen": check.observed / by,
        "seen_lower": known[0] / by,
        "seen_upper": known[1] / by,
        "median": check.predicted / by,
        "lower": check.lower / by,
        "upper": check.upper / by,
    }


def _panel(title: str, checks: Sequence[Check], *, width: int, relative: bool = False) -> Any:
    import altair as alt

    rows = [_row(each, each.observed if relative else 1.0) for each in checks]
    wide = width > NARROW
    room = width - _NAMES - _WORDS if wide else width - 30
    last = 1.0
    axis = axis_of(title=None, format=".0%", tickCount=5)
    if relative:
        last = 1.05 * max(row[key] for row in rows for key in ("upper", "seen_upper"))
        axis = axis_of(title="multiple of the observed figure", tickCount=5)
    scale = scale_of(domain=[0, last], nice=False)
    named = names_axis(labelLimit=_NAMES)
    ids = [row["id"] for row in rows]
    y = alt.Y("id:N", sort=ids, scale=scale_of(domain=ids), axis=named if wide else None)

    def along(key: str) -> Any:
        return alt.X(f"{key}:Q", scale=scale, axis=axis)

    base = chart_of(rows)
    layers = _marks(base, along, y)
    if wide:
        words = base.mark_text(align="left", fontSize=13, color=INK)
        layers.append(words.encode(x=alt.value(room + 12), y=y, text="words:N"))
    else:
        for look in (HALO, {"color": INK}):
            name = base.mark_text(align="left", dy=-15, fontSize=13, **look)
            layers.append(name.encode(x=alt.value(0), y=y, text="named:N"))
    heading = alt.TitleParams(text=title, frame="group")
    height = (_ROW if wide else _NARROW_ROW) * len(rows)
    return alt.layer(*layers).properties(width=room, height=height, title=heading)


def _marks(base: Any, along: Callable[[str], Any], y: Any) -> list[Any]:
    bar = base.mark_rule(color=SPREAD, strokeWidth=10)
    median = base.mark_tick(color=ACCENT, thickness=3, size=14)
    line = base.mark_rule(color=OBSERVED, strokeWidth=2)
    return [
        bar.encode(x=along("lower"), x2="upper:Q", y=y),
        median.encode(x=along("median"), y=y),
        line.encode(x=along("seen_lower"), x2="seen_upper:Q", y=y),
        observed_mark(base).encode(x=along("seen"), y=y),
    ]
