"""Published figures as a table for a terminal, and the conflicts between them."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from asher.evidence.conflicts import conflicts
from asher.quantities import format_share
from asher.record.evidence_rows import evidence_rows
from asher.views.words.wording import NO_BREAK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from asher.evidence.conflicts import Conflict
    from asher.record.evidence_rows import EvidenceRow

NOTES = (
    "Intervals are 95 %: Wilson's where the source counts k of n, Poisson's where it counts "
    "events, and by bootstrap of the shipped incidents for killed and wounded. Brackets hold an "
    "interval that the source itself states. A dash means there is none.",
    "Grade: A official text or raw data, B abstract or quotation of the primary text, C press, or "
    "small and second-hand. Role: input, used directly; calibrate, fitted through the simulation; "
    "validate, never fitted, compared afterwards; sensitivity, disputed, shown under each side; "
    "context, shown only.",
)


def evidence_table(rows: Sequence[EvidenceRow]) -> RenderableType:
    """Lay figures out in 80 columns, and every conflict that one of them is part of."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Figure", ratio=1)
    for heading in ("Value", "n", "95 % interval"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Grade,\nrole", no_wrap=True)
    for row in rows:
        one = row.statistic
        figure = Text(one.id, style="bold")
        figure.append(f"\n{one.quantity}; {one.group}\nSource: {one.origin}", "not bold")
        if row.unused:
            figure.append(f"\nNot used: {row.unused}", "not bold")
        table.add_row(
            figure,
            value_words(row),
            f"{one.n:,}" if one.n else "\u2013",
            interval_words(row),
            f"{one.grade}\n{one.role}",
            end_section=True,
        )
    roles = Counter(row.statistic.role for row in rows)
    counted = ", ".join(f"{n} {role}" for role, n in roles.items())
    parts: list[RenderableType] = [
        table,
        Text(),
        Text(f"{len(rows)} {'figure' if len(rows) == 1 else 'figures'}: {counted}."),
    ]
    shown = {row.statistic.id for row in rows}
    disputed = [one for one in conflicts() if shown & set(one.rows)]
    if disputed:
        parts.append(Text("\nWhere sources disagree", style="bold"))
        parts += [part for one in disputed for part in _conflict(one)]
    return Group(*parts, *(Text(f"\n{note}") for note in NOTES))


def value_words(row: EvidenceRow, *, opposite: bool = False) -> str:
    """Write the value of a figure with its unit.

    Parameters
    ----------
    opposite : bool
        Whether it counts the other outcome, so that one minus it is meant.

    Returns
    -------
    str
        A percentage for a share; else the number and, below it, the unit.
    """
    one = row.statistic
    if one.unit == "share":
        return format_share(1 - one.estimate if opposite else one.estimate)
    return f"{_short(one.estimate)}\n{one.unit}"


def interval_words(row: EvidenceRow, *, opposite: bool = False) -> str:
    """Write the interval of a figure, or what its source states.

    Returns
    -------
    str
        The ends; in brackets what the source states; a dash for neither.
    """
    one = row.statistic
    if not math.isnan(row.lower):
        ends = (1 - row.upper, 1 - row.lower) if opposite else (row.lower, row.upper)
        return _ends(*ends, share=one.unit == "share")
    if row.stated == "standard deviation":
        return f"(sd {_short(one.high or 0.0)})"
    if row.stated == "90th percentile":
        return f"(90th pct.\n{_short(one.high or 0.0)})"
    if one.low is not None and one.high is not None:
        return f"({_ends(one.low, one.high, share=one.unit == 'share')})"
    return f"(up to {_short(one.high)})" if one.high is not None else "\u2013"


def _ends(lower: float, upper: float, *, share: bool) -> str:
    if share:
        return f"{format_share(lower)}\u2013{format_share(upper)}".replace(
            f"{NO_BREAK}%\u2013", "\u2013"
        )
    return f"{_short(lower)}\u2013{_short(upper)}"


def _short(value: float) -> str:
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def _conflict(conflict: Conflict) -> list[RenderableType]:
    every = {row.statistic.id: row for row in evidence_rows()}
    lines = [Text(f"\n{conflict.question}")]
    for id in conflict.rows:
        row, opposite = every[id], id in conflict.opposite
        value = value_words(row, opposite=opposite).replace("\n", " ")
        ends = interval_words(row, opposite=opposite).replace("\n", " ")
        turned = "; counted as the other outcome" if opposite else ""
        role = f"{row.statistic.role}, grade {row.statistic.grade}"
        lines.append(Text(f"  {value} {ends}  {id} ({row.statistic.group}; {role}{turned})"))
    return [*lines, Text(f"  Why: {conflict.why}"), Text(f"  Here: {conflict.treated}")]
