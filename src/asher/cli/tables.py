"""A comparison as tables for a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from asher.simulation.outcome import find_metric
from asher.views.wording import clock, decimals_for, number, percent, signed

if TYPE_CHECKING:
    from rich.console import RenderableType

    from asher.analysis.compare import Comparison, Difference, Estimate

_COLUMNS = (
    "killed",
    "wounded",
    "officers_killed",
    "officers_wounded",
    "preventable_deaths",
    "time_to_entry_s",
    "time_to_stop_s",
)
_DRILL_COLUMNS = ("evacuation_time_s", "evacuated", "stuck")
# Below this width names are broken at their hyphens.
_NARROW = 96


def comparison_tables(comparison: Comparison, *, width: int) -> RenderableType:
    """Lay a comparison out: the courses of action, their differences, and what was cut off.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    width : int
        Columns of the terminal.

    Returns
    -------
    rich renderable
        To be printed.
    """
    is_drill = comparison.scenario.hazard is None
    columns = _DRILL_COLUMNS if is_drill else _COLUMNS
    narrow = width < _NARROW
    parts: list[RenderableType] = [
        Text(comparison.scenario.title, style="bold"),
        Text(
            f"{comparison.outcome.n:,} replications, the same incidents for each course of action; "
            f"seed {comparison.outcome.seed}; ± is half of the 95 % interval"
        ),
        _courses(comparison, columns, narrow=narrow),
    ]
    if len(comparison.courses) > 1:
        parts.append(_differences(comparison, columns[0], narrow=narrow))
    parts += [Text(line) for line in _notes(comparison)]
    return Group(*parts)


def _courses(comparison: Comparison, columns: tuple[str, ...], *, narrow: bool) -> Table:
    table = Table(box=box.SIMPLE, show_lines=True, pad_edge=False)
    table.add_column("Course of action", overflow="fold")
    for name in columns:
        table.add_column(find_metric(name).label, justify="right")
    for course in comparison.courses:
        cells = [_cell(comparison.metric(course, name), find_metric(name).unit) for name in columns]
        table.add_row(_name(course, narrow=narrow), *cells)
    return table


def _differences(comparison: Comparison, metric: str, *, narrow: bool) -> Table:
    label = find_metric(metric).label
    table = Table(
        box=box.SIMPLE,
        pad_edge=False,
        title=f"{label}: difference on the same incidents, A minus B",
        title_justify="left",
        title_style="bold",
    )
    table.add_column("A", overflow="fold")
    table.add_column("B", overflow="fold")
    table.add_column("Mean", justify="right")
    table.add_column("95 % interval", justify="right")
    table.add_column("Chance that\nA is lower", justify="right")
    for d in comparison.differences(metric):
        mean, interval = _difference(d, find_metric(metric).unit)
        table.add_row(
            _name(d.a, narrow=narrow),
            _name(d.b, narrow=narrow),
            mean,
            interval,
            percent(d.probability_a_lower),
        )
    return table


def _notes(comparison: Comparison) -> list[str]:
    notes = []
    if comparison.stopping is not None:
        sentence = str(comparison.stopping)
        notes.append(sentence[0].upper() + sentence[1:] + ".")
    cut = []
    for course in comparison.courses:
        unfinished = comparison.metric(course, "unfinished").mean
        stuck = comparison.metric(course, "stuck").mean
        if unfinished > 0 or stuck > 0:
            cut.append(
                f"{course}: {percent(unfinished)} unfinished, {number(stuck, decimals=2)} stuck"
            )
    horizon = clock(comparison.scenario.horizon)
    if cut:
        notes.append(
            f"Replications cut off at {horizon} min, and people stuck on average: {'; '.join(cut)}."
        )
    else:
        notes.append(f"Every replication was over within {horizon} min; nobody was stuck.")
    notes.append(
        "Results compare courses of action under stated assumptions; they do not predict an "
        "incident."
    )
    return notes


def _cell(figure: Estimate, unit: str) -> Text:
    if figure.n == 0:
        return Text("never")
    half = (figure.upper - figure.lower) / 2
    if unit == "s":
        lines = [clock(figure.mean), f"± {clock(half)}"]
    else:
        decimals = decimals_for(half)
        lines = [
            number(figure.mean, decimals=decimals),
            f"± {number(half, decimals=decimals)}",
        ]
    if math.isnan(half):
        lines.pop()
    if unit == "s" and figure.share < 1:
        lines.append(f"in {percent(figure.share)}")
    return Text("\n".join(lines), no_wrap=True)


def _difference(d: Difference, unit: str) -> tuple[str, str]:
    if unit == "s":
        ends = [clock(d.lower, sign=True), clock(d.upper, sign=True)]
        mean = clock(d.mean, sign=True)
    else:
        decimals = decimals_for(d.half_width)
        ends = [signed(d.lower, decimals=decimals), signed(d.upper, decimals=decimals)]
        mean = signed(d.mean, decimals=decimals)
    return mean, f"{ends[0]} to {ends[1]}"


def _name(course: str, *, narrow: bool) -> str:
    parts = course.split("-")
    if not narrow or len(parts) < 3:
        return course
    middle = len(parts) // 2 + len(parts) % 2
    return "-".join(parts[:middle]) + "-\n" + "-".join(parts[middle:])
