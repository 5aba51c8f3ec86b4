"""What deterrence by visible guards would do to the figures, where a study states a range."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from asher.comparison.break_even import deterrence
from asher.quantities import format_share
from asher.views.section import Section, Tabled
from asher.views.table import Cell, Row, Table
from asher.views.words.wording import interval, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from asher.comparison.break_even import Deterred
    from asher.comparison.comparison import Comparison
    from asher.views.reported import Reported


def deterrence_table(
    comparison: Comparison, labels: Mapping[str, str] | None = None
) -> Table | None:
    """List what those who have visible guards come to at both ends of the range.

    Parameters
    ----------
    labels : Mapping of str to str, optional
        What courses of action are called; their names by default.

    Returns
    -------
    Table or None
        None if the scenario states no range, or there is nothing to set it against.
    """
    found = deterrence(comparison.scenario, comparison.outcome)
    if not found:
        return None
    span = comparison.scenario.deterrence
    rows = []
    for each in found:
        means = (each.at_low, each.killed, each.at_high)
        cells = [Cell(number(mean, decimals=2)) for mean in means]
        rows.append(Row((labels or {}).get(each.course, each.course), (*cells, _break_even(each))))
    return Table.plain(
        rows,
        caption="Killed, per attack that would happen without visible guards",
        corner="Course of action",
        columns=(
            f"If guards attract {format_share(-span.low)}",
            "If they deter none",
            f"If they deter {format_share(span.high)}",
            "Break-even: they deter",
        ),
    )


def deterrence_words(comparison: Comparison, labels: Mapping[str, str] | None = None) -> str:
    """Say what the table stands beside, and on what ground.

    Returns
    -------
    str
        Empty where there is no table.
    """
    found = deterrence(comparison.scenario, comparison.outcome)
    if not found:
        return ""
    first = found[0]
    reference = (labels or {}).get(first.reference, first.reference)
    return (
        f"Beside {number(first.reference_killed, decimals=2)} under {reference}. The range "
        "is stated in the scenario; the evidence runs from no effect to the opposite effect. At "
        "break-even as many are killed under both; below zero the guards save lives "
        "even if they deter nobody."
    )


def _break_even(each: Deterred) -> Cell:
    if not math.isfinite(each.break_even):
        return Cell("unknown")
    shares = [100.0 * s for s in (each.break_even, each.break_even_lower, each.break_even_upper)]
    return Cell(f"{number(shares[0], decimals=0)} %", f"{interval(*shares[1:], decimals=0)} %")


def _is_there(reported: Reported) -> bool:
    return reported.is_attack and deterrence_table(reported.comparison) is not None


def _words(reported: Reported) -> Sequence[str]:
    quoted = {name: f"\u201c{title}\u201d" for name, title in reported.titles.items()}
    return (deterrence_words(reported.comparison, quoted),)


def _tables(reported: Reported) -> Sequence[Tabled]:
    table = deterrence_table(reported.comparison, reported.titles)
    return [Tabled("deterrence", table)] if table else []


SECTION: Section[Reported] = Section(
    "deterrence",
    "If visible guards deter, or attract",
    listed="Deterrence",
    is_there=_is_there,
    words=_words,
    tables=_tables,
)
