"""Storeys that were drawn apart, in files or on layers of their own, laid over each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._stairs import STAIRWELL
from asher.floorplan.importers.drawing import Drawing, Note

__all__ = ["stacked"]

Vector = NDArray[np.float64]

# Storeys that share less of the smaller one than this were drawn beside each other [-] (judgement).
_OVER = 0.5
# What stairwells over each other count for beside outlines over each other [-] (judgement).
_WELL = 2.0
# Stairwells that are tried with each other.
_MOST_WELLS = 12
# A move of less is none [m].
_SAME_M = 0.01
_PLACED = {
    "areas": ("polygon",),
    "doorways": ("place",),
    "stairs": ("foot", "head"),
    "solids": ("polygon",),
    "strokes": ("line",),
    "labels": ("place",),
    "markers": ("place",),
}


def stacked(drawings: Sequence[Drawing], title: str, *, apart: bool = False) -> Drawing:
    """Lay drawings of one storey each over each other.

    Parameters
    ----------
    drawings : sequence of Drawing
        From below upwards; each is in coordinates of its own, or in those of the first.
    title : str
        As of `Drawing`.
    apart : bool
        Whether all are in coordinates of their own, so that lying over each other says nothing.

    Returns
    -------
    Drawing
        All of them in the coordinates of the first, with a note for each that was moved.
    """
    storeys = [drawing.storeys[0] for drawing in drawings]
    below = drawings[0]
    placed = [_on_storey(below, 0)]
    notes = [*_placed(below, np.zeros(2))]
    for at, drawing in enumerate(drawings[1:], 1):
        moved = any(note.code == "origin" for each in (below, drawing) for note in each.notes)
        shift = _shift(below, drawing, certain=not (moved or apart))
        notes += _placed(drawing, shift)
        if np.hypot(*shift) > _SAME_M:
            words = (
                f"drawn apart from {storeys[at - 1].name!r}: moved by {shift[0]:.2f} m, "
                f"{shift[1]:.2f} m to lie over it by stairwells and outlines"
            )
            notes.append(Note("assumed", "storey-moved", words, storeys[at].name))
        below = _moved(drawing, shift)
        placed.append(_on_storey(below, at))
    parts: dict[str, Any] = {
        key: tuple(thing for each in placed for thing in getattr(each, key)) for key in _PLACED
    }
    return replace(
        drawings[0],
        title=title,
        source="; ".join(dict.fromkeys(drawing.source for drawing in drawings)),
        storeys=tuple(storeys),
        **parts,
        open_plan=any(drawing.open_plan for drawing in drawings),
        notes=tuple(notes),
    )


def _placed(drawing: Drawing, shift: Vector) -> Iterator[Note]:
    """The notes of a storey under its name, where they are once it is moved."""
    for note in drawing.notes:
        at = note.place
        if at is not None:
            at = round(at[0] + float(shift[0]), 2), round(at[1] + float(shift[1]), 2)
        yield replace(note, storey=drawing.storeys[0].name, place=at)


def _on_storey(drawing: Drawing, storey: int) -> Drawing:
    """The same on another storey; names by which doors know areas become those of the storey."""

    def id_of(id_: str) -> str:
        return f"{storey}/{id_}" if id_ else ""

    def put(thing: Any) -> Any:
        changes: dict[str, Any] = {"storey": storey}
        if hasattr(thing, "id"):
            changes["id"] = id_of(thing.id)
        if hasattr(thing, "joins"):
            changes["joins"] = tuple(map(id_of, thing.joins))
        return replace(thing, **changes)

    keys = [key for key in _PLACED if key != "stairs"]
    # A stair of a drawing of one storey leads nowhere.
    changes: dict[str, Any] = {key: tuple(map(put, getattr(drawing, key))) for key in keys}
    return replace(drawing, stairs=(), **changes)


def _moved(drawing: Drawing, shift: Vector) -> Drawing:
    def put(thing: Any, parts: Iterable[str]) -> Any:
        return replace(
            thing,
            **{
                part: shapely.transform(getattr(thing, part), lambda xy: xy + shift)
                for part in parts
            },
        )

    changes: dict[str, Any] = {
        key: tuple(put(thing, parts) for thing in getattr(drawing, key))
        for key, parts in _PLACED.items()
    }
    return replace(drawing, **changes)


def _shift(below: Drawing, drawing: Drawing, *, certain: bool) -> Vector:
    """How a storey is to be moved to lie over the one below it [m]."""
    floors, wells = _floors(below), _wells(below)
    mine, my_wells = _floors(drawing), _wells(drawing)
    if floors.is_empty or mine.is_empty:
        return np.zeros(2)
    over = floors.intersection(mine).area / min(floors.area, mine.area)
    if certain and over >= _OVER:
        return np.zeros(2)
    boxes = [np.array(each.bounds).reshape(2, 2) for each in (floors, mine)]
    shifts = [np.zeros(2), boxes[0][0] - boxes[1][0], boxes[0][1] - boxes[1][1]]
    shifts.append(boxes[0].mean(axis=0) - boxes[1].mean(axis=0))
    middles = [np.array([well.centroid.coords[0] for well in some]) for some in (wells, my_wells)]
    shifts += [one - other for one in middles[0] for other in middles[1]]
    union, my_union = shapely.union_all(wells), shapely.union_all(my_wells)

    def fit(shift: Vector) -> float:
        return _shared(floors, mine, shift) + _WELL * _shared(union, my_union, shift)

    return max(shifts, key=fit)


def _floors(drawing: Drawing) -> BaseGeometry:
    return shapely.union_all([area.polygon.buffer(0) for area in drawing.areas])


def _wells(drawing: Drawing) -> list[BaseGeometry]:
    wells = [area.polygon.buffer(0) for area in drawing.areas if area.category == STAIRWELL]
    return sorted(wells, key=lambda well: -well.area)[:_MOST_WELLS]


def _shared(one: BaseGeometry, other: BaseGeometry, shift: Vector) -> float:
    """What share of the larger of two shapes both cover, the second one moved [-]."""
    if one.is_empty or other.is_empty:
        return 0.0
    moved = shapely.transform(other, lambda xy: xy + shift)
    return float(one.intersection(moved).area / max(one.area, moved.area))
