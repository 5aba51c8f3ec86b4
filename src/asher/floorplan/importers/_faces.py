"""From lines that meet to rooms: closed faces without the bodies of walls, tables and frames."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

__all__ = ["find_rooms", "inside_of"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# What is nowhere wider than this is the body of a wall [m]; its mean width tells most [m].
_WALL_M, _SURELY_M, _WIDE_M = 0.5, 0.3, 1.1
# This share of a wall may be wider, where walls meet.
_KNOTS = 0.05
# Smaller faces are no rooms [m2] (judgement: a cupboard).
_LEAST_M2 = 0.7
# What stands alone in a room and is smaller than this is a thing and no room [m2] (judgement).
_THING_M2 = 6.0
# Things thinner than this are drawn over [m].
_THIN_M = 0.2
# How near a door is to what it leads to [m].
_DOOR_M = 0.4
_MITRE = shapely.BufferJoinStyle.mitre


def find_rooms(lines: Floats, doors: Floats) -> tuple[list[Polygon], list[Polygon], int]:
    """Find the rooms that lines enclose.

    Parameters
    ----------
    lines : ndarray of float, shape (n, 4)
        Walls, and lines that close doorways [m].
    doors : ndarray of float, shape (m, 4)
        Doorways [m].

    Returns
    -------
    rooms, things : list of Polygon
        Rooms, without what stands in them; that.
    frames : int
        Outlines around it all, left out.
    """
    whole = shapely.union_all(shapely.linestrings(lines.reshape(-1, 2, 2)))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(whole)))
    if not len(faces):
        return [], [], 0
    faces = faces[_is_room(faces)]
    middles = shapely.linestrings(doors.reshape(-1, 2, 2)) if len(doors) else np.empty(0, object)
    faces, frames = _without_frames(faces, middles)
    return (*_without_things(faces, middles), frames)


def _is_room(faces: NDArray[np.object_]) -> Bools:
    area = shapely.area(faces)
    width = 2 * area / np.maximum(shapely.length(faces), 1e-9)
    rooms: Bools = (area >= _LEAST_M2) & (width > _SURELY_M)
    unsure = np.flatnonzero(rooms & (width < _WIDE_M))
    left = shapely.area(shapely.buffer(faces[unsure], -_WALL_M / 2, join_style=_MITRE))
    rooms[unsure] = left > _KNOTS * area[unsure]
    return rooms


def _without_frames(
    faces: NDArray[np.object_], doors: NDArray[np.object_]
) -> tuple[NDArray[np.object_], int]:
    """Leave out what surrounds most rooms and has no door in its outline: the frame of a sheet."""
    area = shapely.area(faces)
    rings = [(at, Polygon(ring)) for at, face in enumerate(faces) for ring in face.interiors]
    if not rings:
        return faces, 0
    inside = shapely.STRtree(shapely.point_on_surface(faces))
    outlines = shapely.get_exterior_ring(faces)
    tree = shapely.STRtree(doors) if len(doors) else None
    frames = set()
    for at, hole in rings:
        if hole.area < 0.3 * area[at] and hole.area < 50:
            continue
        within = inside.query(hole, predicate="contains")
        most = area[within].sum() > 0.5 * (area.sum() - area[at])
        if most and not (tree and len(tree.query(outlines[at], "dwithin", _DOOR_M))):
            frames.add(at)
    return np.delete(faces, sorted(frames)), len(frames)


def _without_things(
    faces: NDArray[np.object_], doors: NDArray[np.object_]
) -> tuple[list[Polygon], list[Polygon]]:
    """Fill the holes of rooms in which no room is, and give what fills them."""
    tree = shapely.STRtree(shapely.point_on_surface(faces)) if len(faces) else None
    door_tree = shapely.STRtree(doors) if len(doors) else None
    gone: set[int] = set()
    rooms, things = [], []
    for face in faces:
        holes = []
        for ring in face.interiors:
            hole = Polygon(ring)
            assert tree is not None
            within = tree.query(hole, predicate="contains").tolist()
            has_door = door_tree and len(door_tree.query(hole, "dwithin", _DOOR_M))
            if within and (hole.area > _THING_M2 or has_door):
                holes.append(ring)
                continue
            gone.update(within)
            if not hole.buffer(-_THIN_M / 2, join_style=_MITRE).is_empty:
                things.append(hole)
        rooms.append(Polygon(face.exterior, holes) if face.interiors else face)
    return [room for at, room in enumerate(rooms) if at not in gone], things


def inside_of(rooms: Sequence[Polygon], places: Floats) -> list[list[int]]:
    """Say which places lie in which room.

    Parameters
    ----------
    rooms : sequence of Polygon
        Rooms [m].
    places : ndarray of float, shape (n, 2)
        Points [m].

    Returns
    -------
    list of list of int
        Numbers of the places in each room.
    """
    found: list[list[int]] = [[] for _ in rooms]
    if len(places) and rooms:
        tree = shapely.STRtree(shapely.points(places))
        for room, place in sorted(
            zip(*tree.query([*rooms], predicate="contains").tolist(), strict=True)
        ):
            found[room].append(place)
    return found
