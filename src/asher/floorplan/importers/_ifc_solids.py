"""What stands inside the rooms of an IFC model: walls, columns, large furniture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._ifc_model import Level, Mesh, Model, polygons_in
from asher.floorplan.importers._ifc_rooms import Room, wall_parts, walls_at
from asher.floorplan.importers.drawing import Note, Solid, Stroke

__all__ = ["cut_by_walls", "find_solids", "furniture_of"]

# What is thinner is no obstacle [m]; furniture that is smaller or lower is moved aside.
_THIN_M = 0.2
_FURNITURE_M2, _FURNITURE_M = 1.0, 0.7
# More pieces than this are not looked at: their shapes take longer than those of the building.
_PIECES = 1000
_DETAIL = 2000
# Rooms are drawn to the middle of walls if this share of their edges runs this deep in walls.
_TO_THE_MIDDLE, _DEEP_M = 0.3, 0.03
# Walls are cut at this height over the floor, doorways reach down to that [m].
_CUT_M, _SILL_M = 1.0, 0.3
# Partitions are thicker than a rounding error and longer than a post [m].
_SHEET_M, _SHORT_M, _ROUNDING_M = 0.01, 0.3, 1e-3
_MITRE = shapely.BufferJoinStyle.mitre


def furniture_of(model: Model) -> list[Any]:
    """List the furniture whose shapes are to be worked out: a counter, no chair with its bolts."""
    pieces = model.all("IfcFurnishingElement")
    if len(pieces) > _PIECES:
        return []
    detail: dict[int, int] = {}
    return [piece for piece in pieces if _detail(model, piece, detail) <= _DETAIL]


def _detail(model: Model, piece: Any, known: dict[int, int]) -> int:
    """Of how many entities a shape is made, which tells how long it takes."""
    count = 0
    for shape in piece.Representation.Representations if piece.Representation else ():
        for item in shape.Items:
            source = item.MappingSource if item.is_a("IfcMappedItem") else item
            if source.id() not in known:
                known[source.id()] = len(model.file.traverse(source))
            count += known[source.id()]
    return count


def cut_by_walls(model: Model, rooms: Sequence[Room]) -> bool:
    """Take walls off rooms that are drawn to the middle of them.

    Parameters
    ----------
    model : Model
        Surfaces of its walls are loaded.
    rooms : sequence of Room
        Their areas are cut where they need it, which is noted.

    Returns
    -------
    bool
        Whether rooms that touch are open to each other: where walls are in the file and apart from
        rooms.
    """
    if not wall_parts(model):
        return False
    for level in model.levels:
        here = [room for room in rooms if room.level is level and room.entity is not None]
        walls = shapely.union_all(walls_at(model, level)) if here else Polygon()
        edges = [room.area.polygon.boundary for room in here]
        inside = shapely.length(shapely.intersection(edges, walls.buffer(-_DEEP_M))).sum()
        if not here or inside < _TO_THE_MIDDLE * shapely.length(edges).sum():
            continue
        for room in here:
            parts = polygons_in(room.area.polygon.difference(walls))
            if parts:
                room.area = replace(room.area, polygon=parts[0])
        words = f"rooms of {level.name} reach to the middle of walls: the walls are cut off"
        model.notes.append(Note("mended", "walls", words, level.name))
    return True


def find_solids(
    model: Model, rooms: Sequence[Room], order: Mapping[int, int]
) -> tuple[list[Solid], list[Stroke]]:
    """Find what stands inside rooms: walls, columns, large furniture.

    Parameters
    ----------
    model : Model
        Its surfaces are loaded; what was left out is noted in it.
    rooms, order
        See `_ifc_doors.find_doorways`.

    Returns
    -------
    solids : list of Solid
        What is thicker than 0.2 m.
    strokes : list of Stroke
        Thinner walls.
    """
    solids: list[Solid] = []
    strokes: list[Stroke] = []
    pieces = model.all("IfcFurnishingElement")
    placed = 0
    within = {id(level): _within(rooms, level) for level in model.levels}
    for element in model.all("IfcColumn", "IfcWall") + pieces:
        mesh, level = model.mesh(element), model.level_of(element)
        if mesh is None or level is None or id(level) not in order:
            continue
        shape = _outline(model, element, mesh, level)
        placed += shape is not None and element.is_a("IfcFurnishingElement")
        here, tree = within[id(level)]
        near = [] if shape is None else tree.query(shape, predicate="intersects").tolist()
        for room in [here[at].area.polygon for at in sorted(near)]:
            name, height = str(element.Name or "")[:90], mesh.high - max(mesh.low, level.height_m)
            storey = order[id(level)]
            solids += [Solid(storey, part, name, round(height, 2)) for part in _thick(shape, room)]
            if element.is_a("IfcWall"):
                strokes += [Stroke(storey, line) for line in _partitions(shape, room)]
    if len(pieces) > placed:
        words = f"furniture that is small, low, hanging or too detailed: {len(pieces) - placed}"
        model.notes.append(Note("left out", "furniture", words))
    return solids, strokes


def _within(rooms: Sequence[Room], level: Level) -> tuple[list[Room], shapely.STRtree]:
    here = [room for room in rooms if room.level is level]
    return here, shapely.STRtree([room.area.polygon for room in here])


def _outline(model: Model, element: Any, mesh: Mesh, level: Level) -> BaseGeometry | None:
    """An element from above if it stands in the way on its storey, without its doorways."""
    shape = mesh.plan
    if element.is_a("IfcFurnishingElement"):
        low, high = mesh.low - level.height_m, mesh.high - level.height_m
        if low > _FURNITURE_M or high < _FURNITURE_M or shape.area < _FURNITURE_M2:
            return None
        return shape.minimum_rotated_rectangle
    if not mesh.low <= level.height_m + _CUT_M <= mesh.high:
        return None
    for relation in element.HasOpenings:
        hole = model.mesh(relation.RelatedOpeningElement)
        if hole is not None and hole.low <= level.height_m + _SILL_M:
            shape = shape.difference(hole.plan.buffer(_ROUNDING_M))
    return shape


def _thick(shape: BaseGeometry, room: Polygon) -> list[Polygon]:
    thick = shape.intersection(room).buffer(-_THIN_M / 2)
    if thick.is_empty:
        return []
    return polygons_in(thick.buffer(_THIN_M / 2, join_style=_MITRE).intersection(room))


def _partitions(shape: BaseGeometry, room: Polygon) -> list[LineString]:
    """Middle lines of walls that stand free in a room and are thin."""
    found = []
    for part in polygons_in(shape.intersection(room)):
        sides = shapely.get_coordinates(part.minimum_rotated_rectangle)[:4]
        if np.hypot(*(sides[1] - sides[0])) > np.hypot(*(sides[2] - sides[1])):
            sides = np.roll(sides, -1, axis=0)
        line = LineString([(sides[0] + sides[1]) / 2, (sides[2] + sides[3]) / 2])
        thick = float(np.hypot(*(sides[1] - sides[0])))
        middle = line.interpolate(0.5, normalized=True)
        # Walls that reach a little into a room are its own.
        free = room.boundary.distance(middle) > thick
        if _SHEET_M < thick < _THIN_M and line.length > _SHORT_M and free:
            found.append(line)
    return found
