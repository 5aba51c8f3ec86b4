"""A comparison as tables for a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from asher.analysis.estimates import share_interval
from asher.simulation.outcome import find_metric
from asher.views.wording import clock, decimals_for, number, percent, signed

if TYPE_CHECKING:
    from rich.console import RenderableType

    from asher.analysis.compare import Comparison, Difference, Estimate

# Metrics and their headings, which are broken so that the table fits 80 columns.
_COLUMNS = {
    "killed": "Killed",
    "wounded": "Wounded",
    "officers_killed": "Officers\nkilled",
    "officers_wounded": "Officers\nwounded",
    "preventable_deaths": "Prevent-\nable\ndeaths",
    "time_to_entry_s": "Time to\nentry",
    "time_to_stop_s": "Time to\nstop",
}
_DRILL_COLUMNS = {
    "evacuation_time_s": "Evacuation time",
    "evacuated": "Evacuated",
    "stuck": "Stuck",
}
# Below this width names are broken at their hyphens.
_NARROW = 92


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
    columns = _columns(comparison)
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
        parts.append(_differences(comparison, next(iter(columns)), narrow=narrow))
    parts.append(Text())
    parts += [Text(line) for line in _notes(comparison)]
    return Group(*parts)


def _columns(comparison: Comparison) -> dict[str, str]:
    return _DRILL_COLUMNS if comparison.scenario.hazard is None else _COLUMNS


def _courses(comparison: Comparison, columns: dict[str, str], *, narrow: bool) -> Table:
    table = _table("Course of action" if not narrow else "Course\nof action")
    for heading in columns.values():
        table.add_column(heading, justify="right", no_wrap=True)
    for course in comparison.courses:
        cells = [_cell(comparison.metric(course, name), find_metric(name).unit) for name in columns]
        table.add_row(_name(course, narrow=narrow), *cells, end_section=True)
    return table


def _differences(comparison: Comparison, metric: str, *, narrow: bool) -> Table:
    label = find_metric(metric).label
    table = _table("A", title=f"{label}: difference on the same incidents, A minus B")
    table.add_column("B", no_wrap=True)
    for heading in ("Mean", "95 % interval", "Chance that\nA is lower"):
        table.add_column(heading, justify="right", no_wrap=True)
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


def _table(first: str, *, title: str | None = None) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        padding=(0, 1, 0, 0),
        title=None if title is None else "\n" + title,
        title_justify="left",
        title_style="bold",
    )
    table.add_column(first, no_wrap=True)
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
    counts = [name for name in _columns(comparison) if find_metric(name).kind == "count"]
    if any(comparison.metric(c, name).share == 0 for c in comparison.courses for name in counts):
        _, _, most = share_interval(0, comparison.outcome.n)
        notes.append(
            "A count or a difference that is 0.0 throughout was not seen once; with 95 % "
            f"confidence it comes in fewer than {math.ceil(1000 * most) / 10:g} % of replications."
        )
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
