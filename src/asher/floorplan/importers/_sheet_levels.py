"""Storeys that are layers of one sheet: which layer is of which, and the sheet of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np

from asher.floorplan.importers._drawn import Key, Sheet
from asher.floorplan.importers._level_words import level_in, ordinals
from asher.floorplan.importers._opening import refuse
from asher.floorplan.importers.drawing import Note, Storey
from asher.floorplan.importers.options import Options

__all__ = ["Levels", "find_levels", "levels_of_layers"]

# Lines of walls or rooms that make a storey of a word in the names of layers (judgement).
_FEW = 4
_FLOOR_ROLES = {"wall", "room"}


@dataclass(frozen=True)
class Levels:
    """Storeys of a sheet.

    Parameters
    ----------
    storeys : tuple of Storey
        From below upwards; one where the layers tell of no more.
    of : dict
        Number of the storey of each place in the sheet; what is in none is on no storey.
    notes : tuple of Note
        What was assumed and left out.
    """

    storeys: tuple[Storey, ...]
    of: dict[Key, int]
    notes: tuple[Note, ...] = ()

    def part(self, sheet: Sheet, storey: int) -> Sheet:
        """What of a sheet is on a storey; curves keep their numbers."""
        if len(self.storeys) == 1:
            return sheet
        nothing = np.empty((0, 2))
        here = {key for key, at in self.of.items() if at == storey}
        return replace(
            sheet,
            straight={key: parts for key, parts in sheet.straight.items() if key in here},
            curves=[(k, points if k in here else nothing) for k, points in sheet.curves],
            rings=[each for each in sheet.rings if each[0] in here],
            doors=[each for each in sheet.doors if each[0] in here],
            texts=[each for each in sheet.texts if each[0] in here],
        )


def find_levels(
    path: Path,
    sheet: Sheet,
    roles: Mapping[Key, str],
    options: Options,
    parts: Sequence[Storey] = (),
) -> Levels:
    """Find which layers are of which storey: as a person says, else by their names.

    Parameters
    ----------
    path : Path
        The file.
    sheet : Sheet
        What is drawn.
    roles : mapping
        What each place in the sheet holds.
    options : Options
        A person's words.
    parts : sequence of Storey
        Storeys that are known to be parts of the file, by the name of the part.

    Returns
    -------
    Levels
        One storey where a person names none, and not two of them have walls by their names.

    Raises
    ------
    FloorplanError
        If no layer is of a storey that a person names.
    """
    if parts:
        at = {storey.name: number for number, storey in enumerate(parts)}
        return Levels(tuple(parts), {key: at[key.part] for key in roles})
    if options.levels:
        return _said(path, roles, options.levels)
    of_layers = levels_of_layers(sheet, roles)
    numbers = ordinals(of_layers.values())
    if len(numbers) < 2:
        return Levels((Storey("ground floor", 0.0, 0),), dict.fromkeys(roles, 0))
    rising = sorted(numbers)
    storeys = tuple(
        Storey(_name_of(each, numbers[each], of_layers), None, numbers[each]) for each in rising
    )
    of = {key: rising.index(level) for key, level in of_layers.items()}
    words = f"layers are named after {len(rising)} levels: a storey each (--level NAME=LAYERS)"
    return Levels(storeys, of, (Note("assumed", "levels", words), *_left(roles, of)))


def levels_of_layers(sheet: Sheet, roles: Mapping[Key, str]) -> dict[Key, int]:
    """Find the levels that layers are named after.

    Parameters
    ----------
    sheet : Sheet
        What is drawn.
    roles : mapping
        What each place in the sheet holds.

    Returns
    -------
    dict
        The level, as in the name, of each place on one that has walls or rooms.
    """
    spoken = {key: level for key in roles if (level := _level_of(key)[0]) is not None}
    weight: Counter[int] = Counter()
    for key, level in spoken.items():
        # Where groups are storeys, what is on them needs no name of its own.
        is_floor = roles[key] in _FLOOR_ROLES or (key.part and not roles[key])
        if is_floor and key in sheet.straight:
            weight[level] += len(sheet.lines_of(key))
    return {key: level for key, level in spoken.items() if weight[level] >= _FEW}


def _level_of(key: Key) -> tuple[int | None, str]:
    """The level of a place, and the name that says so: of its innermost group, or its layer."""
    for name in reversed(_names_of(key)):
        if (level := level_in(name)) is not None:
            return level, name
    return None, ""


def _names_of(key: Key) -> list[str]:
    return key.part.split("/") if key.part else [key.layer]


def _name_of(level: int, ordinal: int, of_layers: Mapping[Key, int]) -> str:
    """What groups call a level where they agree; layers of a role each have names of their own."""
    here = [key for key, each in of_layers.items() if each == level]
    names = {_level_of(key)[1] for key in here if key.part}
    return names.pop() if len(names) == 1 else f"level {ordinal}"


def _said(path: Path, roles: Mapping[Key, str], levels: Mapping[str, str]) -> Levels:
    of: dict[Key, int] = {}
    for at, (name, pattern) in enumerate(levels.items()):
        wanted = pattern.casefold()
        here = [
            key for key in roles if any(fnmatchcase(n.casefold(), wanted) for n in _names_of(key))
        ]
        if not here:
            layers = ", ".join(sorted({_shown(key) for key in roles}))[:300]
            refuse(
                path, f"no layer {pattern!r} for level {name!r}", f"layers of the file: {layers}"
            )
        for key in here:
            of.setdefault(key, at)
    said = [level_in(name) for name in levels]
    ground = said.index(0) if 0 in said else 0
    storeys = tuple(Storey(name, None, at - ground) for at, name in enumerate(levels))
    return Levels(storeys, of, tuple(_left(roles, of)))


def _shown(key: Key) -> str:
    return key.part or key.layer or "(none)"


def _left(roles: Mapping[Key, str], of: Mapping[Key, int]) -> list[Note]:
    lost = sorted({_shown(key) for key in roles if key not in of and roles[key] != "ignore"})
    if not lost:
        return []
    words = f"layers of no level: {', '.join(lost)[:300]} (--level NAME=LAYERS)"
    return [Note("left out", "level-unknown", words)]
