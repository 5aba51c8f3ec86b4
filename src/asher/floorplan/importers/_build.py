"""The elements of a plan, built of what a drawing has become."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from asher.floorplan.elements import (
    Connector,
    Floorplan,
    Level,
    Obstacle,
    Opening,
    Space,
    Wall,
    Zone,
)
from asher.floorplan.importers._work import Work, corners_to

__all__ = ["build", "ordinals_of"]

# Digits of coordinates of a plan: a tenth of a millimetre.
_DIGITS = 4


def ordinals_of(work: Work) -> list[int]:
    """Ordinals of the storeys: as stated, else counted from the one nearest to height zero."""
    storeys = work.drawing.storeys
    given = [storey.ordinal for storey in storeys]
    if None not in given and len({*given}) == len(given):
        return [ordinal for ordinal in given if ordinal is not None]
    heights = [storey.elevation_m for storey in storeys]
    if None in heights or not heights:
        return [*range(len(storeys))]
    ground = int(np.argmin(np.abs([height or 0.0 for height in heights])))
    return [at - ground for at in range(len(storeys))]


def build(work: Work) -> Floorplan:
    """Build a plan of what stands now.

    Parameters
    ----------
    work : Work
        Rooms, ways, flights and the rest.

    Returns
    -------
    Floorplan
        Its elements in the order of the work; they need not fit together.
    """
    work.keep_used()
    storeys, ordinals = work.drawing.storeys, ordinals_of(work)
    used = {room.storey for room in work.rooms}
    names = _unique([storey.name or f"level {at}" for at, storey in enumerate(storeys)])
    spaces = tuple(
        Space(
            name=room.name,
            level=names[room.storey],
            category=room.category or "room",
            capacity=room.capacity,
            polygon=_rings(room.shape),
        )
        for room in work.rooms
    )
    return Floorplan(
        title=_line(work.drawing.title) or "imported plan",
        schematic=work.drawing.schematic,
        source=work.drawing.source[:2000] or "imported",
        levels=tuple(
            Level(name=names[at], ordinal=ordinals[at], elevation_m=work.heights_m[at])
            for at in range(len(storeys))
            if at in used
        ),
        spaces=spaces,
        walls=tuple(
            Wall(level=names[stroke.storey], line=_points(stroke.line))
            for stroke in work.drawing.strokes
            if stroke.storey in used
        ),
        openings=_openings(work, names),
        obstacles=_obstacles(work, names),
        connectors=_connectors(work, names),
        zones=_zones(work, names, {space.name for space in spaces}),
    )


def _line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text).strip()[:120]


def _unique(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    used, found = {*taken}, []
    for each in names:
        base = _line(each)[:100] or "unnamed"
        name, n = base, 1
        while name in used:
            n += 1
            name = f"{base} {n}"
        used.add(name)
        found.append(name)
    return found


def _points(line: LineString) -> tuple[tuple[float, float], ...]:
    return tuple((round(x, _DIGITS), round(y, _DIGITS)) for x, y, *_ in line.coords)


def _rings(shape: Polygon) -> tuple[tuple[tuple[float, float], ...], ...]:
    rounded = corners_to(shape, _DIGITS)
    rings = np.array([rounded.exterior, *rounded.interiors])
    rings = rings[np.r_[True, shapely.length(rings[1:]) > 0.04]]
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    points = [*map(tuple, corners.tolist())]
    ends = np.cumsum(np.bincount(ring)).tolist()
    return tuple(tuple(points[low:high]) for low, high in pairwise([0, *ends]))


def _openings(work: Work, names: list[str]) -> tuple[Opening, ...]:
    called = _unique(
        way.doorway.name or f"{way.doorway.category} {at}" for at, way in enumerate(work.ways, 1)
    )
    return tuple(
        Opening(
            name=called[at],
            level=names[way.doorway.storey],
            category=way.doorway.category,
            exterior=len(way.rooms) == 1,
            lockable=bool(way.doorway.lockable) and way.doorway.category == "door",
            lock_delay_s=way.doorway.lock_delay_s,
            glazed=way.doorway.glazed and way.doorway.category == "door",
            main_entrance=way.main_entrance
            or bool(way.doorway.main_entrance and len(way.rooms) == 1),
            line=_points(way.line),
        )
        for at, way in enumerate(work.ways)
    )


def _connectors(work: Work, names: list[str]) -> tuple[Connector, ...]:
    taken = [way.doorway.name for way in work.ways if way.doorway.name]
    called = _unique(
        (f.stair.name or f"{f.stair.category} {at}" for at, f in enumerate(work.flights, 1)), taken
    )
    return tuple(
        Connector(
            name=called[at],
            category=flight.stair.category,
            level_from=names[flight.stair.lower],
            level_to=names[flight.stair.upper],
            length_m=flight.length_m,
            width_m=flight.width_m,
            line_from=_points(flight.foot),
            line_to=_points(flight.head),
        )
        for at, flight in enumerate(work.flights)
    )


def _obstacles(work: Work, names: list[str]) -> tuple[Obstacle, ...]:
    called = _unique(solid.name or f"obstacle {at}" for at, solid in enumerate(work.solids, 1))
    return tuple(
        Obstacle(
            name=called[at],
            level=names[solid.storey],
            height_m=solid.height_m,
            see_over=solid.see_over,
            polygon=_rings(solid.polygon),
        )
        for at, solid in enumerate(work.solids)
    )


def _zones(work: Work, names: list[str], taken: set[str]) -> tuple[Zone, ...]:
    markers = work.markers
    called = _unique(
        (marker.name or f"{marker.category} {at}" for at, marker in enumerate(markers, 1)), taken
    )
    return tuple(
        Zone(
            name=called[at],
            level=names[marker.storey],
            category=marker.category,
            weight=marker.weight,
            **(
                {"polygon": _rings(marker.place)}
                if isinstance(marker.place, Polygon)
                else {"point": _points(LineString([*marker.place.coords] * 2))[0]}
            ),
        )
        for at, marker in enumerate(markers)
    )
