"""What each course of action comes to in mild and in severe attacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.comparison.by_severity import FEWEST, PARTS, by_severity, parts_of
from asher.views.section import Section, Tabled
from asher.views.table import Cell, Row, Table
from asher.views.words.measures import course_titles
from asher.views.words.wording import listed, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.comparison.by_severity import Outcomes
    from asher.comparison.comparison import Comparison
    from asher.views.reported import Reported

_WORDS = (
    "How severe an attack would be is drawn before anything is done, from what is on record, and "
    "is the same for every course of action. One attack in a hundred at such a place is as severe "
    "as the severest hundredth. As with a flood of a hundred years, this is to plan against: "
    "nobody sets it, and nobody chooses it."
)
_ENOUGH = 1000
_LONG_TAIL = (
    "In the severest hundredth, the interval of a course of action that changes few attacks, but "
    "some of them by very many, such as a guard, holds the truth less often than 95 times in 100 "
    f"until it has about {_ENOUGH:,} attacks (docs/statistics.md)."
)


def severity_table(comparison: Comparison) -> Table:
    """List how many are killed, and the difference from the first course of action, by severity.

    Returns
    -------
    Table
        A group a part of all attacks, a row a course of action.
    """
    titles = course_titles(comparison)
    found = by_severity(comparison)
    groups = []
    for part, courses in found.items():
        n = next(iter(courses.values())).n
        rows = tuple(Row(title, _cells(courses[name])) for name, title in titles.items())
        groups.append((f"{part.words} ({n:,} attacks)", rows))
    return Table(
        caption="Killed, by how severe the attack is: means with 95\u00a0% intervals",
        corner="Course of action",
        columns=("Killed", f"Difference from {next(iter(titles.values()))}"),
        groups=tuple(groups),
    )


def _cells(outcomes: Outcomes) -> tuple[Cell, ...]:
    mean, lower, upper = (number(each, decimals=2) for each in outcomes.mean)
    first = Cell(mean, f"{lower} to {upper}")
    if outcomes.gap is None:
        return first, Cell("\u2013")
    mean, lower, upper = (number(each, decimals=2) for each in outcomes.gap)
    return first, Cell(mean, f"{lower} to {upper}")


def further_words(comparison: Comparison) -> str:
    """Say what was run beside the attacks of all severities for the table; empty if nothing."""
    if not comparison.further:
        return ""
    parts = [f"{each.outcome.n:,} in {_inner(each.part.words)}" for each in comparison.further]
    lost = sum(each.n_failed for each in comparison.further)
    failed = f" {lost:,} more failed and are in no figure." if lost else ""
    n = f"{comparison.outcome.n:,}"
    return (
        "For this table alone, further attacks were drawn within parts, by the same law, and run "
        f"under every course of action: {listed(parts)}.{failed} A part rests on every attack that "
        f"is in it, of these and of the {n} of all severities. Every other figure rests on the {n} "
        "alone."
    )


def _inner(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"


def _words(reported: Reported) -> Sequence[str]:
    comparison = reported.comparison
    found = by_severity(comparison)
    left_out = [_inner(part.words) for part in parts_of(comparison) if part not in found]
    few = (
        f"Too few attacks (fewer than {FEWEST}) for: {', '.join(left_out)}. Run more replications, "
        "or asher compare with --by-severity 250."
    )
    severest = found.get(PARTS[-1])
    is_short = severest is not None and next(iter(severest.values())).n < _ENOUGH
    said = (
        _WORDS,
        further_words(comparison),
        few if left_out else "",
        _LONG_TAIL if is_short else "",
    )
    return tuple(filter(None, said))


def _tables(reported: Reported) -> Sequence[Tabled]:
    return [Tabled("severity", severity_table(reported.comparison))]


SECTION: Section[Reported] = Section(
    "severity",
    "Mild and severe attacks",
    listed="By severity",
    is_there=lambda reported: reported.is_attack and bool(by_severity(reported.comparison)),
    words=_words,
    tables=_tables,
)
