"""A comparison as tables for a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from asher.comparison.estimates import share_interval
from asher.quantities import format_share
from asher.simulation.metrics import find_metric, shown_in
from asher.views.sections.deterrence import deterrence_table, deterrence_words
from asher.views.words.wording import (
    clock,
    decimals_for,
    number,
    shared_decimals,
    signed,
    spoken_time,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType

    from asher.comparison.compare import Comparison, Difference, Estimate
    from asher.views.tables import Table as Written

# Below this width names are broken at their hyphens.
_NARROW = 104


def comparison_tables(comparison: Comparison, *, width: int) -> RenderableType:
    """Lay a comparison out: the courses of action, their differences, and what was cut off.

    Parameters
    ----------
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
            f"{comparison.outcome.n:,} replications{_same(comparison)}; "
            f"{f'{comparison.n_failed:,} more failed; ' if comparison.failed else ''}"
            f"seed {comparison.outcome.seed}; means, with their 95 % intervals"
        ),
        _courses(comparison, columns, narrow=narrow),
    ]
    if len(comparison.courses) > 1:
        metric = next(iter(columns))
        label = find_metric(metric).label
        title = f"\n{label}: difference on the same {_what(comparison)}, A minus B"
        parts += [Text(title, style="bold"), _differences(comparison, metric, narrow=narrow)]
    if (deterred := deterrence_table(comparison)) is not None:
        parts += [
            Text(f"\n{deterred.caption}", style="bold"),
            _deterrence(deterred, narrow=narrow),
            Text(deterrence_words(comparison)),
        ]
    parts.append(Text())
    parts += [Text(line) for line in _notes(comparison)]
    return Group(*parts)


def _deterrence(table: Written, *, narrow: bool) -> Table:
    shown = _table("Course of action" if not narrow else "Course\nof action", tight=narrow)
    for heading in table.columns:
        words = heading.split(" ")
        half = (len(words) + 1) // 2
        shown.add_column(
            "\n".join((" ".join(words[:half]), " ".join(words[half:]))), justify="right"
        )
    for _, rows in table.groups:
        for row in rows:
            cells = [f"{cell.main}\n{cell.note}".strip() for cell in row.cells]
            shown.add_row(_name(row.head, narrow=narrow), *cells, end_section=True)
    return shown


def _what(comparison: Comparison) -> str:
    return "drills" if comparison.scenario.hazard is None else "incidents"


def _same(comparison: Comparison) -> str:
    if len(comparison.courses) == 1:
        return ""
    return f", the same {_what(comparison)} for each course of action"


def _columns(comparison: Comparison) -> dict[str, str]:
    names = shown_in("drill" if comparison.scenario.hazard is None else "terminal")
    # Headings are broken so that the table fits 80 columns.
    return {name: find_metric(name).heading or find_metric(name).label for name in names}


def _courses(comparison: Comparison, columns: dict[str, str], *, narrow: bool) -> Table:
    table = _table("Course of action" if not narrow else "Course\nof action", tight=narrow)
    cells = []
    for name, heading in columns.items():
        table.add_column(heading, justify="right", no_wrap=True)
        found = [comparison.metric(course, name) for course in comparison.courses]
        if find_metric(name).unit == "s":
            cells.append(
                [_time_cell(figure, narrow=narrow and len(columns) > 4) for figure in found]
            )
        else:
            decimals = min(2, shared_decimals(found))
            cells.append([_count_cell(figure, decimals=decimals) for figure in found])
    for course, row in zip(comparison.courses, zip(*cells, strict=True), strict=True):
        table.add_row(_name(course, narrow=narrow), *row, end_section=True)
    return table


def _differences(comparison: Comparison, metric: str, *, narrow: bool) -> Table:
    table = _table("A")
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
            format_share(d.probability_a_lower),
        )
    return table


def _table(first: str, *, tight: bool = False) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        padding=(0, 0 if tight else 1, 0, 0),
    )
    table.add_column(first, no_wrap=True)
    return table


def _notes(comparison: Comparison) -> list[str]:
    notes = []
    if comparison.stopping is not None:
        sentence = str(comparison.stopping)
        notes.append(sentence[0].upper() + sentence[1:] + ".")
    horizon = spoken_time(comparison.scenario.horizon)
    cut = _by_course(comparison, "unfinished", format_share)
    stuck = _by_course(comparison, "stuck", lambda mean: number(mean, decimals=2))
    if cut:
        notes.append(f"Replications cut off at {horizon}: {cut}.")
    else:
        whole = "Every other replication" if comparison.failed else "Every replication"
        notes.append(f"{whole} was over within {horizon}.")
    if comparison.failed:
        notes.append(comparison.failed_words)
    notes.append(f"People stuck, on average: {stuck}." if stuck else "Nobody was stuck.")
    differences = comparison.differences(next(iter(_columns(comparison))))
    if any(d.lower == d.upper == 0 for d in differences):
        _, _, most = share_interval(0, comparison.outcome.n)
        notes.append(
            "A difference that is 0.0 throughout was not seen once; with 95 % confidence it comes "
            f"in fewer than {math.ceil(1000 * most) / 10:g} % of replications."
        )
    notes.append(
        "Results compare courses of action under stated assumptions; they do not predict an "
        "incident."
    )
    return notes


def _by_course(comparison: Comparison, metric: str, written: Callable[[float], str]) -> str:
    means = {course: comparison.metric(course, metric).mean for course in comparison.courses}
    words = {course: written(mean) for course, mean in means.items()}
    if not any(means.values()):
        return ""
    if len(words) > 1 and len(set(words.values())) == 1:
        return f"{words[comparison.courses[0]]} under each course of action"
    return ", ".join(f"{course} {words[course]}" for course, mean in means.items() if mean)


def _count_cell(figure: Estimate, *, decimals: int) -> str:
    mean = number(figure.mean, decimals=decimals)
    if not figure.upper > figure.lower:
        return mean
    ends = [number(end, decimals=decimals) for end in (figure.lower, figure.upper)]
    # An end that shows as zero and is not would call a rare event impossible.
    if figure.upper > 0 and not ends[1].strip("0."):
        ends[1] = f"<{10.0**-decimals:g}"
    return f"{mean}\n{ends[0]}\u2013{ends[1]}"


def _time_cell(figure: Estimate, *, narrow: bool) -> str:
    if figure.n == 0:
        return "never"
    lines = [clock(figure.mean)]
    # Seven columns with the ends of two times do not fit 80 characters.
    if not narrow and not math.isnan(figure.lower):
        lines.append(f"{clock(figure.lower)}\u2013{clock(figure.upper)}")
    if figure.share < 1:
        lines.append(f"in {format_share(figure.share)}")
    return "\n".join(lines)


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
