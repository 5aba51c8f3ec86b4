"""What stands inside the rooms of an IFC model: walls, columns, large furniture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._ifc_model import Level, Model, polygons_in
from asher.floorplan.importers._ifc_rooms import Room, wall_parts, walls_at
from asher.floorplan.importers.drawing import Note, Solid

__all__ = ["cut_by_walls", "find_solids", "furniture_of"]

# What is thinner is no obstacle [m]; furniture that is smaller or lower is moved aside.
_THIN_M = 0.2
_FURNITURE_M2, _FURNITURE_M = 1.0, 0.7
# More pieces than this are not looked at: their shapes take longer than those of the building.
_PIECES = 1000
_DETAIL = 2000
# Rooms reach into walls by this share of the walls where they are drawn to their middle [-].
_TO_THE_MIDDLE = 0.4
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
        whole = shapely.union_all([room.area.polygon for room in here]) if here else Polygon()
        covered = walls.intersection(whole)
        if walls.is_empty or covered.area < _TO_THE_MIDDLE * walls.area:
            continue
        for room in here:
            parts = polygons_in(room.area.polygon.difference(walls))
            if parts:
                room.area = replace(room.area, polygon=parts[0])
        words = f"rooms of {level.name} are drawn to the middle of walls: walls are taken off them"
        model.notes.append(Note("mended", "walls", words, level.name, amount_m=covered.area))
    return True


def find_solids(model: Model, rooms: Sequence[Room], order: Mapping[int, int]) -> list[Solid]:
    """Find what stands inside rooms: walls, columns, large furniture.

    Parameters
    ----------
    model : Model
        Its surfaces are loaded.
    rooms : sequence of Room
        Areas of the drawing.
    order : mapping of int to int
        Position of a storey in the drawing by the identity of its level.

    Returns
    -------
    list of Solid
        Only what is thicker than 0.2 m, or a wall.
    """
    found: list[Solid] = []
    small = 0
    columns = model.all("IfcColumn", "IfcWall")
    pieces = model.all("IfcFurnishingElement")
    trees: dict[int, tuple[list[Room], shapely.STRtree]] = {}
    for level in model.levels:
        here = [room for room in rooms if room.level is level]
        trees[id(level)] = here, shapely.STRtree([room.area.polygon for room in here])
    for element in columns + pieces:
        mesh = model.mesh(element)
        level = _level(model, element)
        if level is None or id(level) not in order:
            continue
        if mesh is None:
            small += element.is_a("IfcFurnishingElement")
            continue
        shape = mesh.plan()
        height = mesh.high - max(mesh.low, level.height_m)
        if element.is_a("IfcFurnishingElement"):
            low = mesh.low > level.height_m + _FURNITURE_M or height < _FURNITURE_M
            if low or shape.area < _FURNITURE_M2:
                small += 1
                continue
            shape = shape.minimum_rotated_rectangle
        elif not mesh.low <= level.height_m + 1.0 <= mesh.high:
            continue
        here, tree = trees[id(level)]
        for at in sorted(tree.query(shape, predicate="intersects").tolist()):
            for part in _inside(shape, here[at].area.polygon):
                name = str(element.Name or "")[:90]
                found.append(Solid(order[id(level)], part, name, round(height, 2)))
    if small:
        words = f"{small} pieces of furniture that are small, low, fine or hang"
        model.notes.append(Note("left out", "furniture", words))
    return found


def _level(model: Model, element: Any) -> Level | None:
    return model.level_of(element)


def _inside(shape: BaseGeometry, room: Polygon) -> list[Polygon]:
    inside = shape.intersection(room)
    thick = inside.buffer(-_THIN_M / 2)
    if thick.is_empty:
        return []
    return polygons_in(thick.buffer(_THIN_M / 2, join_style=_MITRE).intersection(room))
