"""What files of simulation programs have in common: one floor of walkable polygons, in metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._extent import check_extent
from asher.floorplan.importers._net import Net, net_of
from asher.floorplan.importers._opening import check_finite, refuse
from asher.floorplan.importers._walkable import find_exits, polygons_of, split
from asher.floorplan.importers.drawing import Area, Doorway, Drawing, Marker, Note, Storey
from asher.floorplan.importers.options import UNITS_M, Options

__all__ = ["Flat", "as_polygon", "drawn"]

# Floor smaller than this is a crack between obstacles [m2].
_SLIVER_M2 = 0.01
# Widths of necks that are tried beside that of a person [m], on floors of fewer corners than this.
_TRIED_M, _TRIED_CORNERS = (1.0, 1.3, 1.6, 2.0), 4000
# Half of the room that one person takes [m] (judgement).
_STANDS_M = 0.25


@dataclass
class Flat:
    """One floor as a simulation program has it."""

    # As of `Drawing`.
    title: str
    source: str
    # What can be walked on, without obstacles [unit of the file]; valid, as one of overlays is.
    walkable: BaseGeometry
    exits: list[tuple[str, Polygon]] = field(default_factory=list)  # Where people leave
    spawns: list[tuple[str, Polygon]] = field(default_factory=list)  # Where people start
    notes: list[Note] = field(default_factory=list)  # What was assumed and left out


def as_polygon(points: Any) -> Polygon | None:
    """Make a polygon of a list of corners.

    Parameters
    ----------
    points : object
        ``[[x, y], ...]``, or ``[{"x": x, "y": y}, ...]``.

    Returns
    -------
    Polygon or None
        Its largest part; None where it has no area, or the values are no corners.
    """
    try:
        pairs = [(p["x"], p["y"]) if isinstance(p, dict) else (p[0], p[1]) for p in points]
        corners = np.array(pairs, float)
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    if corners.ndim != 2 or len(corners) < 3 or not np.isfinite(corners).all():
        return None
    parts = polygons_of(Polygon(corners))
    return max(parts, key=lambda part: part.area) if parts else None


def drawn(path: Path, flat: Flat, options: Options) -> Drawing:
    """Draw a floor of a simulation program with its rooms, doorways, ways out and starts."""
    unit = options.unit or "m"
    if unit not in UNITS_M:
        refuse(path, f"{unit} as unit", ", ".join(UNITS_M))
    metres = UNITS_M[unit]
    marked = [*flat.exits, *flat.spawns]
    check_finite(path, [flat.walkable, *(shape for _, shape in marked)], metres)
    parts = shapely.get_parts(_scaled(flat.walkable, metres))
    floor = [*parts[shapely.area(parts) > _SLIVER_M2]]
    if not floor:
        refuse(path, "nothing can be walked on", "a walkable area that obstacles do not fill")
    # Before necks are looked for, which takes long in an endless hall.
    check_extent(floor, str(path))
    few = sum(map(shapely.get_num_coordinates, floor)) < _TRIED_CORNERS
    least_m = min(options.neck_m, *_TRIED_M)
    nets = [net_of(part, least_m) if few else None for part in floor]

    def rooms(neck_m: float) -> tuple[list[Area], list[Doorway]]:
        return _rooms(floor, nets, neck_m)

    areas, gates = rooms(options.neck_m)
    tried = [neck_m for neck_m in _TRIED_M if few and neck_m != options.neck_m]
    counts = {neck_m: len(rooms(neck_m)[0]) for neck_m in tried}
    exits = [(name, _scaled(shape, metres)) for name, shape in flat.exits]
    ways_out, told = find_exits(areas, exits, 0)
    notes = [*flat.notes, _necks_told(len(areas), len(gates), options, counts), *told]
    markers, unplaced = _spawns(flat, metres, shapely.union_all(floor))
    return Drawing(
        flat.title,
        flat.source,
        (Storey("ground floor", 0.0, 0),),
        areas=tuple(areas),
        doorways=(*gates, *ways_out),
        markers=markers,
        notes=(*notes, *unplaced),
    )


def _scaled(shape: Any, metres: float) -> Any:
    return shape if metres == 1.0 else shapely.transform(shape, lambda xy: xy * metres)


def _rooms(
    floor: Sequence[Polygon], nets: Sequence[Net | None], neck_m: float
) -> tuple[list[Area], list[Doorway]]:
    areas: list[Area] = []
    gates: list[Doorway] = []
    for at, (polygon, net) in enumerate(zip(floor, nets, strict=True), 1):
        rooms, between = split(polygon, neck_m, 0, id=f"floor {at}", net=net)
        areas += rooms
        gates += between
    return areas, gates


def _necks_told(n_rooms: int, n_gates: int, options: Options, counts: dict[float, int]) -> Note:
    """Say how many rooms there are, and how many necks of other widths would give."""
    tried = [f"{n} with --neck {neck:g}" for neck, n in counts.items() if n != n_rooms]
    others = f"; {', '.join(tried)}" if tried else ""
    words = (
        f"the file has no rooms: {n_rooms}, by {n_gates} necks narrower than "
        f"{options.neck_m:g} m{others}"
    )
    return Note("assumed", "necks", words, amount_m=options.neck_m)


def _spawns(
    flat: Flat, metres: float, floor: BaseGeometry
) -> tuple[tuple[Marker, ...], tuple[Note, ...]]:
    markers, notes = [], []
    for name, drawn_as in flat.spawns:
        shape = _scaled(drawn_as, metres)
        if shape.buffer(-_STANDS_M).is_empty:
            # A line or a spot from which people come: room to stand around it.
            shape = shape.buffer(2 * _STANDS_M)
        parts = polygons_of(shape.intersection(floor))
        if parts:
            markers.append(Marker(0, max(parts, key=lambda part: part.area), "spawn", name))
        else:
            words = f"starting place {name!r} is off the floor"
            notes.append(Note("left out", "spawn-outside", words))
    return tuple(markers), tuple(notes)
