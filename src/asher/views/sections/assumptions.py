"""Every number a scenario rests on, with its source: what groups share stands once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from asher.views.section import Section, Tabled
from asher.views.table import Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asher.scenario import Scenario
    from asher.scenario.sources import Assumption
    from asher.views.reported import Reported

_NUMBERED = re.compile(r"(?P<list>\w+)\[(?P<index>\d+)\]\.(?P<rest>.+)")
_WORDS_FOR_PARTS = {
    "occupants": "Occupants",
    "hazard": "Hazard",
    "response": "Response",
    "courses_of_action": "Courses of action",
    "closures": "Closures",
}


def assumptions_table(scenario: Scenario) -> Table:
    """List every number the scenario rests on, with its source.

    Returns
    -------
    Table
        A group per part of the scenario.
    """
    from asher.scenario.sources import assumptions

    groups: dict[str, list[Row]] = {}
    for item, where, whose in _merged(scenario, assumptions(scenario)):
        part = _WORDS_FOR_PARTS.get(item.where.split(".")[0].split("[")[0], "Run")
        words = item.judgement or ""
        if item.source:
            ground = Cell(item.source, words)
        elif words and not words.startswith("stated in"):
            ground = Cell("Judgement", words)
        else:
            ground = Cell(words.capitalize() or "Stated in the scenario file")
        cells = (
            Cell(f"{item.value} {item.unit}".strip()),
            ground,
            Cell(item.evidence or "\u2013"),
            Cell(item.grade or "\u2013"),
        )
        groups.setdefault(part, []).append(Row(where, cells, whose))
    return Table(
        caption="Every number in the scenario, by its place in the file",
        corner="Where",
        columns=("Value", "Source or judgement", "Evidence", "Grade"),
        groups=tuple((part, tuple(rows)) for part, rows in groups.items()),
    )


def _merged(
    scenario: Scenario, items: Sequence[Assumption]
) -> Iterator[tuple[Assumption, str, str]]:
    """Join what several groups of occupants, or several courses, have in common into one row."""
    fields: dict[tuple[str, ...], dict[tuple[object, ...], list[tuple[Assumption, int]]]] = {}
    for item in items:
        found = _NUMBERED.fullmatch(item.where)
        field: tuple[str, ...] = (found["list"], found["rest"]) if found else (item.where,)
        ground = (item.value, item.unit, item.evidence, item.judgement, item.source)
        alike = fields.setdefault(field, {}).setdefault(ground, [])
        alike.append((item, int(found["index"]) if found else 0))
    for field, grounds in fields.items():
        for same in grounds.values():
            item = same[0][0]
            if len(field) == 1:
                yield item, item.where, ""
                continue
            members = [getattr(m, "name", "") for m in getattr(scenario, field[0])]
            numbers = [number for _, number in same]
            yield item, f"{field[0]}[{_ranges(numbers)}].{field[1]}", _whose(members, numbers)


def _ranges(numbers: Sequence[int]) -> str:
    """Write numbers as people do: 0, 1, 2 and 5 are "0\u20132, 5"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}\u2013{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _whose(members: Sequence[str], numbers: Sequence[int]) -> str:
    """Name the members with these numbers, or those that are left."""
    others = [name for number, name in enumerate(members) if number not in numbers]
    if len(others) >= len(numbers) or len(members) == 1:
        return ", ".join(members[number] for number in numbers)
    return f"all {len(members)}" if not others else f"all but {', '.join(others)}"


GRADES = (
    "Grade A: official text or raw data. B: an abstract, or a source that quotes the primary text. "
    "C: press, small or second-hand."
)


def _tables(reported: Reported) -> Sequence[Tabled]:
    table = assumptions_table(reported.comparison.scenario)
    return [Tabled("assumptions", table, "Every number and its source", is_of_all=False)]


SECTION: Section[Reported] = Section(
    "assumptions",
    "Assumptions and their sources",
    listed="Assumptions",
    words=lambda _: (
        f"{GRADES} A value without a published figure is a judgement and is marked as one.",
    ),
    tables=_tables,
)
