"""The pictures of a comparison: courses, differences, endings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asher.quantities import format_share
from asher.views.figures.drawing import axis_of, svg_of
from asher.views.figures.panels import (
    WIDE,
    interval_panels,
    name_width,
    side_by_side,
    stacked,
)
from asher.views.words.measures import (
    DRILL_ROWS,
    HARM,
    OFFICERS,
    Sign,
    course_titles,
    endings_seen,
    is_drill,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.comparison.comparison import Comparison


def courses_figure(comparison: Comparison, *, width: int = WIDE) -> str:
    """Draw every course of action beside the others, a panel per metric.

    Returns
    -------
    str
        SVG: a dot for the mean, a thick bar for its 95 % interval, a thin bar for the middle
        80 % of replications.
    """
    names = DRILL_ROWS if is_drill(comparison) else (*HARM, *OFFICERS)
    titles = course_titles(comparison)
    found = {name: {course: comparison.metric(course, name) for course in titles} for name in names}
    panels, said = interval_panels(found, titles)
    chart = side_by_side(panels, list(titles.values()), width=width, zero=False)
    return svg_of(
        chart,
        name=f"courses-{width}",
        title="Courses of action side by side, mean with 95 % interval",
        description=said,
    )


def differences_figure(
    comparison: Comparison, *, names: Sequence[str] = (), width: int = WIDE
) -> str:
    """Draw the paired difference of every course of action from the first.

    Parameters
    ----------
    comparison : Comparison
        At least two courses of action.
    names : sequence of str
        Metrics, a panel each; by default harm and officers, or in a drill who is out when.

    Returns
    -------
    str
        SVG: a dot for the mean difference, a bar for its 95 % interval, and a line at zero.
    """
    titles = course_titles(comparison)
    reference, *others = titles
    if not names:
        names = ("evacuation_time_s", "evacuated") if is_drill(comparison) else (*HARM, *OFFICERS)
    found = {
        name: {c: comparison.difference(c, reference, metric=name) for c in others}
        for name in names
    }
    panels, said = interval_panels(found, titles, sign=True)
    chart = side_by_side(panels, [titles[c] for c in others], width=width, zero=True)
    return svg_of(
        chart,
        name=f"differences-{width}",
        title=f"Paired differences from {titles[reference]}, mean with 95 % interval",
        description=said,
    )


def endings_figure(comparison: Comparison, *, width: int = WIDE) -> str:
    """Draw how attacks end: a stacked bar per course of action.

    Parameters
    ----------
    width : int
        Width of the picture [px].

    Returns
    -------
    str
        SVG; every part wide enough carries the letter of its row in the table and its share.
    """
    titles = course_titles(comparison)
    wide = width >= 600
    room = width - (name_width(list(titles.values())) if wide else 0) - 20
    rows: list[dict[str, Any]] = []
    said = []
    for course, title in titles.items():
        ended = _ended(comparison, course)
        rows += [{"course": title, **part} for part in _parts(ended, room)]
        parts = (f"{ending.label} {format_share(share)}" for ending, share in ended)
        said.append(f"{title}: {', '.join(parts)}.")
    axis = axis_of(title=None, format=".0%", tickCount=5, grid=False)
    return svg_of(
        stacked(rows, list(titles.values()), width=room, named=wide, scale=(1, axis)),
        name=f"endings-{width}",
        title="How attacks end, share of incidents",
        description=" ".join(said),
    )


def _ended(comparison: Comparison, course: str) -> list[tuple[Sign, float]]:
    """Every ending that came, with its share."""
    shares = comparison.ending_shares(course)
    found = ((ending, float(shares.get(ending.name, 0.0))) for ending in endings_seen(comparison))
    return [(ending, share) for ending, share in found if share > 0]


def _parts(ended: Sequence[tuple[Sign, float]], room: float) -> list[dict[str, Any]]:
    """The parts of a bar `room` long [px]: words where they fit, else the letter, else nothing."""
    rows, start = [], 0.0
    for ending, share in ended:
        pixels = share * room
        words = f"{ending.code} {format_share(share)}"
        rows.append(
            {
                "start": start,
                "end": start + share,
                "middle": start + share / 2,
                "text": words if pixels > 56 else ending.code if pixels > 14 else "",
                "colour": ending.colour,
                "ink": ending.ink,
            }
        )
        start += share
    return rows
