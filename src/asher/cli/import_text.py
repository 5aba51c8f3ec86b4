"""What an import did, in lines: what was in the file, what is in the plan, and every note."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asher.floorplan.importers import Imported, Note

__all__ = ["import_lines", "note_lines"]

_FEW = 3
_HEADS = {
    "assumed": "Assumed, since the file does not say it; confirm:",
    "mended": "Mended:",
    "left out": "Left out; look at each:",
}


def import_lines(found: Imported, *, every: bool, width: int) -> Iterator[str]:
    """Tell what came of a file.

    Parameters
    ----------
    found : Imported
        The plan or backdrop, and the notes.
    every : bool
        Whether all notes are told, however many are of one kind.
    width : int
        Columns of the terminal.

    Yields
    ------
    str
        A line.
    """
    if found.plan is not None:
        yield f"{'':<10}{'in the file':>12}{'in the plan':>13}"
        for what, (there, here) in found.counts.items():
            yield f"{what:<10}{there:>12,}{here:>13,}"
    yield from note_lines(found.notes, every=every, width=width)


def note_lines(notes: Sequence[Note], *, every: bool, width: int) -> Iterator[str]:
    """Tell what was assumed, mended and left out.

    Parameters
    ----------
    notes : sequence of Note
        In the order in which it was done.
    every : bool
        Whether all are told; else of each sort the first few, and the count of the rest.
    width : int
        Columns of the terminal.

    Yields
    ------
    str
        A line; the sorts of each kind under its heading.
    """
    for kind, head in _HEADS.items():
        of_kind = [note for note in notes if note.kind == kind]
        if not of_kind:
            continue
        yield ""
        yield head
        for code in dict.fromkeys(note.code for note in of_kind):
            alike = [note for note in of_kind if note.code == code]
            shown = alike if every else alike[:_FEW]
            for note in shown:
                yield from _wrapped(_said(note), width)
            if len(alike) > len(shown):
                more = len(alike) - len(shown)
                yield from _wrapped(f"... and {more:,} more of this kind (--all)", width)


def _said(note: Note) -> str:
    on = f", {note.storey}" if note.storey else ""
    at = f" at ({note.place[0]:.1f}, {note.place[1]:.1f})" if note.place else ""
    return f"{note.words}{on}{at} [{note.code}]"


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        max(width, 20),
        initial_indent="  ",
        subsequent_indent="    ",
        break_on_hyphens=False,
    )
