"""A written table laid out for a terminal of any width: nothing is cut off."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table as Laid
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from asher.views.table import Cell, Row, Table

_GAP = 2
_HEAD_SHARE, _HEAD_LEAST = 0.34, 10
_NO_BREAK = "\u00a0"


def laid_out(table: Table, *, width: int) -> RenderableType:
    """Lay a table out.

    Parameters
    ----------
    table : Table
        Rows with a head, cells with a figure and a note.
    width : int
        Columns of the terminal, >= 1.

    Returns
    -------
    rich renderable
        One table where all columns fit; else several, one under another, with the same rows; and
        a list of rows where not even one column fits beside their heads.
    """
    rows = [row for _, each in table.groups for row in each]
    columns = list(enumerate(table.columns))
    heads = max(_HEAD_LEAST, int(width * _HEAD_SHARE))
    heads = min(heads, max((len(row.head) for row in rows), default=0))
    heads = max(heads, _longest([table.corner, *(row.head for row in rows)]))
    room = [_room(heading, [row.cells[i] for row in rows]) for i, heading in columns]
    # The last column has a gap behind it too.
    width -= 1
    if heads + _GAP + max(room, default=0) > width:
        return Group(*_listed(table, rows))
    left = width - sum(each + _GAP for each in room)
    heads = max(heads, min(left, max((len(row.head) for row in rows), default=0)))
    return Group(*(_part(table, rows, columns, heads) for columns in _fitting(room, width - heads)))


def _fitting(room: Sequence[int], width: int) -> Iterator[list[int]]:
    """Part columns into runs that fit side by side."""
    run: list[int] = []
    taken = 0
    for i, needed in enumerate(room):
        if run and taken + _GAP + needed > width:
            yield run
            run, taken = [], 0
        run.append(i)
        taken += _GAP + needed
    if run:
        yield run


def _part(table: Table, rows: Sequence[Row], columns: Sequence[int], heads: int) -> Laid:
    shown = Laid(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, _GAP - 1, 0, 0))
    shown.add_column("\n".join(_wrapped(table.corner, heads)), no_wrap=True)
    for i in columns:
        room = _room(table.columns[i], [row.cells[i] for row in rows])
        shown.add_column("\n".join(_wrapped(table.columns[i], room)), justify="right", no_wrap=True)
    for row in rows:
        cells = [f"{row.cells[i].main}\n{row.cells[i].note}".strip() for i in columns]
        cells = ["\n".join(_split(cell)) for cell in cells]
        head = "\n".join(_wrapped(row.head, heads))
        apart = any("\n" in words for words in (head, *cells))
        shown.add_row(head, *cells, end_section=apart)
    return shown


def _listed(table: Table, rows: Sequence[Row]) -> Iterator[Text]:
    for row in rows:
        yield Text(row.head, style="bold")
        for heading, cell in zip(table.columns, row.cells, strict=True):
            note = f" ({cell.note})" if cell.note else ""
            yield Text(f"{heading}: {cell.main}{note}".replace(_NO_BREAK, " "))


def _room(heading: str, cells: Sequence[Cell]) -> int:
    """Find the room of a column: words of its heading may be wrapped, figures may not."""
    lines = [line for cell in cells for line in (cell.main, *_split(cell.note))]
    return max(_longest([heading]), max(map(len, lines), default=0))


def _split(text: str) -> list[str]:
    # A note of two halves takes two lines.
    return [part for line in text.splitlines() for part in line.split("; ") if part]


def _longest(texts: Sequence[str]) -> int:
    return max((len(word) for text in texts for word in _words(text)), default=0)


def _words(text: str) -> list[str]:
    return text.replace("-", "- ").split()


def _wrapped(text: str, room: int) -> list[str]:
    return textwrap.wrap(text, max(1, room), break_long_words=False) or [""]
