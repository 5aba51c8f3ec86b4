"""What an import or a repair assumed, mended and left out, as lines for a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import shapely

from asher.cli.output import one_by_one

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from asher.floorplan import Floorplan
    from asher.floorplan.importers import Note

SHOWN = 3
"""Notes of one sort that are shown, where not all are asked for (judgement: a screen)."""
_WHOLE = {"shut-in"}
"""Sorts of notes of which all are shown: a room that stays shut is not in the answer."""
_HEADINGS = {
    "assumed": "Assumed (please confirm)",
    "mended": "Mended",
    "left out": "Left out (please look)",
}
# A place this near to a room is said to be at it [m] (judgement).
_NEAR_M = 1.0


def note_lines(
    notes: Sequence[Note], plan: Floorplan | None, *, every: bool = False, width: int = 80
) -> Iterator[str]:
    """Write notes under a heading for each kind, those of one sort together.

    Parameters
    ----------
    notes : sequence of Note
        In the order in which they were made.
    plan : Floorplan, optional
        In which places are named by the nearest room.
    every : bool
        Whether all are written, or the first few of each sort.
    width : int
        Columns of the terminal.

    Yields
    ------
    str
        A line.
    """
    hidden = False
    for kind, heading in _HEADINGS.items():
        sorts: dict[str, list[Note]] = {}
        for note in notes:
            if note.kind == kind:
                sorts.setdefault(note.code, []).append(note)
        if not sorts:
            continue
        yield ""
        yield f"{heading}: {sum(map(len, sorts.values()))}"
        for code, alike in sorts.items():
            whole = every or code in _WHOLE or len(alike) == SHOWN + 1
            shown = alike if whole else alike[:SHOWN]
            many = f" ({len(alike)})" if len(alike) > 1 else ""
            yield f"  {code}{many}"
            for note in shown:
                yield from _wrapped(one_by_one(_line(note, plan)), width)
            if len(shown) < len(alike):
                hidden = True
                yield f"    ... and {len(alike) - len(shown):,} more"
    if hidden:
        yield "--all shows every one."


def _line(note: Note, plan: Floorplan | None) -> str:
    where = []
    if note.storey and note.storey not in note.words:
        where.append(f"level {note.storey!r}")
    if note.place is not None:
        room = _room_at(note, plan)
        if room and room not in note.words:
            where.append(f"at {room!r}")
        where.append(f"x {note.place[0]:.1f}, y {note.place[1]:.1f}")
    return f"{note.words} [{', '.join(where)}]" if where else note.words


def _room_at(note: Note, plan: Floorplan | None) -> str:
    """The room in which a place lies, or the one beside it; empty where there is none."""
    if plan is None or note.place is None:
        return ""
    spaces = [each for each in plan.spaces if not note.storey or each.level == note.storey]
    if not spaces:
        return ""
    away = shapely.distance([each.shape for each in spaces], shapely.Point(note.place))
    nearest = int(away.argmin())
    return spaces[nearest].name if away[nearest] <= _NEAR_M else ""


def count_lines(counts: dict[str, tuple[int, int]]) -> Iterator[str]:
    """Write how many of what a file shows are in the plan.

    Parameters
    ----------
    counts : dict
        Number in the file and in the plan, by word.

    Yields
    ------
    str
        A line of a table.
    """
    yield f"{'':<10}{'in the file':>13}{'in the plan':>13}"
    for word, (shown, there) in counts.items():
        yield f"{word:<10}{shown:>13,}{there:>13,}"


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        max(width, 40),
        initial_indent="    ",
        subsequent_indent="      ",
        break_on_hyphens=False,
        break_long_words=False,
    )
