"""The rooms of an IFC model: the floors of its spaces, or what its walls enclose."""

from __future__ import annotations

from collections import Counter
from typing import Any

import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._ifc_model import Level, Mesh, Model, parts_of, polygons_in
from asher.floorplan.importers._room_words import category_of
from asher.floorplan.importers.drawing import Area, Note

__all__ = ["Room", "find_rooms", "wall_parts", "walls_at"]

# A floor's steps and slopes are within this above its lowest point [m].
_STEPS_M = 1.2
# Of a floor with more of its outline higher up, that is a part too [-] (a raked hall).
_RAKED = 0.1
_LEAST_M2 = 0.25
# A file says that it has rooms if one has this floor [m2]; others hold profiles and codes.
_ROOM_M2 = 1.0
# Walls are cut at this height over the floor [m]: over sills, below lintels.
_CUT_M = 1.0
# A stairwell that reaches this far over the next floor is a room there too [m].
_HEADROOM_M = 1.8
# A room this far from the storey that holds it belongs to the one where it lies [m].
_STRAY_M, _NEAR_M = 1.5, 0.6
# Narrower than this between walls is no room; walls miss each other by up to that [m].
_NARROW_M, _GAP_M = 0.6, 0.1
_SIMPLER_M = 0.005
_WALLS = ("IfcWall", "IfcCurtainWall")
_MITRE = shapely.BufferJoinStyle.mitre


class Room:
    """An area on a storey, before storeys are counted."""

    def __init__(self, level: Level, area: Area, entity: Any = None) -> None:
        self.level, self.area, self.entity = level, area, entity


def find_rooms(model: Model) -> list[Room]:
    """Find the rooms of a model, spaces first; what was assumed is noted in it."""
    rooms = [room for space in _spaces(model) for room in _rooms_of(model, space)]
    if max((room.area.polygon.area for room in rooms), default=0.0) < _ROOM_M2:
        rooms = []
    rooms += _stairwells_above(model, rooms)
    there = {id(room.level) for room in rooms}
    doors = {id(model.level_of(door)) for door in model.all("IfcDoor")}
    for level in model.levels:
        # Where others have rooms or doors, a storey without either is a roof, or none of its own.
        if id(level) not in there and (id(level) in doors or not there | doors - {id(None)}):
            rooms += _enclosed(model, level)
    return rooms


def _spaces(model: Model) -> list[Any]:
    """Spaces that are rooms: no gross areas, nothing outdoors on the ground, no parts of others."""
    found, left = [], Counter[str]()
    ground = model.level_at(0.0)
    drawn = [space for space in model.all("IfcSpace") if model.mesh(space) is not None]
    ids = {space.id() for space in drawn}
    for space in model.all("IfcSpace"):
        kind = getattr(space, "PredefinedType", None) or ""
        place = getattr(space, "InteriorOrExteriorSpace", None) or ""
        if space.id() not in ids:
            if not any(part.id() in ids for part in parts_of(space)):
                left["without a shape"] += 1
        elif any(r.RelatingObject.id() in ids for r in space.Decomposes):
            left["that are part of another"] += 1
        elif kind == "GFA":
            left["that are gross floor areas"] += 1
        elif "EXTERNAL" in {kind, place} and model.level_of(space) is ground:
            left["outdoors on the ground"] += 1
        else:
            found.append(space)
    for why, count in left.items():
        words = f"spaces {why}: {count}"
        model.notes.append(Note("left out", "space", words))
    return found


def _rooms_of(model: Model, space: Any) -> list[Room]:
    mesh = model.mesh(space)
    assert mesh is not None
    called = _name(space)
    level = _level(model, space, mesh, called)
    if level is None:
        model.notes.append(Note("left out", "space", f"room {called!r} is on no storey"))
        return []
    parts = [part for part in polygons_in(_floor(model, mesh, called, level)) if part.area > 0]
    large = [part for part in parts if part.area >= _LEAST_M2]
    if not large:
        words = f"room {called!r} has no floor"
        model.notes.append(Note("left out", "space", words, level.name))
    category = category_of(space.LongName, space.ObjectType, space.Name)
    rooms = []
    for at, part in enumerate(large):
        key = space.GlobalId if at == 0 else f"{space.GlobalId}/{at + 1}"
        # The storey is counted when it is known which ones have rooms.
        rooms.append(Room(level, Area(0, part.simplify(_SIMPLER_M), called, category, key), space))
    return rooms


def _name(space: Any) -> str:
    short, long = (str(word or "").strip() for word in (space.Name, space.LongName))
    if short.lower() in long.lower().split() or not short:
        return long[:90]
    return (short if long.lower() in short.lower() else f"{short} {long}")[:90]


def _level(model: Model, space: Any, mesh: Mesh, called: str) -> Level | None:
    said = model.level_of(space)
    near = model.level_at(mesh.low, _NEAR_M)
    if said is None:
        return near
    if near is not None and near is not said and abs(mesh.low - said.height_m) > _STRAY_M:
        words = f"room {called!r} is listed on {said.name} and lies on {near.name}: placed there"
        model.notes.append(Note("assumed", "storey", words, near.name))
        return near
    return said


def _floor(model: Model, mesh: Mesh, called: str, level: Level) -> BaseGeometry:
    whole = mesh.plan
    floor = mesh.floor(below_m=mesh.low + _STEPS_M)
    if floor.area < (1 - _RAKED) * whole.area:
        if floor.area > 0:
            words = f"the floor of room {called!r} rises by more than {_STEPS_M} m"
            model.notes.append(Note("assumed", "raked-floor", words, level.name))
        return whole
    return floor


def _stairwells_above(model: Model, rooms: list[Room]) -> list[Room]:
    """Stairwells that are one space over several storeys, on upper ones, if no stair is drawn."""
    stairs = [model.mesh(stair) for stair in model.all("IfcStair", "IfcStairFlight")]
    drawn = shapely.union_all([mesh.plan for mesh in stairs if mesh is not None])
    found = []
    for room in rooms:
        if room.area.category != "stairs" or room.area.polygon.intersects(drawn):
            continue
        mesh = model.mesh(room.entity)
        assert mesh is not None
        for level in model.levels:
            over = level.height_m - mesh.low
            if over < _STRAY_M or mesh.high - level.height_m < _HEADROOM_M:
                continue
            taken = [other.area.polygon for other in rooms if other.level is level]
            free = room.area.polygon.difference(shapely.union_all(taken))
            parts = [part for part in polygons_in(free) if part.area > _ROOM_M2]
            if not taken or not parts or parts[0].area < room.area.polygon.area / 2:
                continue
            key = f"{room.area.id}/{level.name}"
            area = Area(0, parts[0], room.area.name, room.area.category, key)
            found.append(Room(level, area, room.entity))
            words = f"room {room.area.name!r} reaches up through {level.name}: also a room there"
            model.notes.append(Note("assumed", "stairwell", words, level.name))
    return found


def wall_parts(model: Model) -> list[Any]:
    """List walls, and what curtain walls are made of."""
    walls = model.all(*_WALLS)
    return walls + [part for wall in walls for part in parts_of(wall) if not part.is_a("IfcDoor")]


def walls_at(model: Model, level: Level) -> list[BaseGeometry]:
    """Outlines of walls and columns that stand on a floor, with their openings filled.

    Parameters
    ----------
    model : Model
        Surfaces of its walls are loaded.
    level : Level
        The storey.

    Returns
    -------
    list of geometry
        One of each wall [m].
    """
    height = level.height_m + _CUT_M
    meshes = [model.mesh(part) for part in [*wall_parts(model), *model.all("IfcColumn")]]
    standing = [m for m in meshes if m is not None and m.low <= height <= m.high]
    return [mesh.plan for mesh in standing]


def _enclosed(model: Model, level: Level) -> list[Room]:
    """What the walls of a storey enclose, where it has no spaces."""
    walls = shapely.union_all(walls_at(model, level))
    doors = [
        mesh.plan.minimum_rotated_rectangle
        for door in model.all("IfcDoor")
        if (mesh := model.mesh(door)) is not None and model.level_of(door) is level
    ]
    # A door between two walls closes the gap; one in a wall has its opening filled already.
    whole = shapely.union_all([walls, *(door for door in doors if not _is_in(walls, door))])
    whole = whole.buffer(_GAP_M / 2, join_style=_MITRE).buffer(-_GAP_M / 2, join_style=_MITRE)
    holes = [shapely.Polygon(ring) for part in polygons_in(whole) for ring in part.interiors]
    free = shapely.union_all(holes).difference(whole) if holes else MultiPolygon()
    rooms: list[Room] = []
    for part in polygons_in(free):
        if not part.buffer(-_NARROW_M / 2).is_empty and part.area >= _ROOM_M2:
            area = Area(0, part.simplify(_SIMPLER_M), id=f"{level.name}/{len(rooms) + 1}")
            rooms.append(Room(level, area))
    if rooms:
        words = f"{level.name} has no spaces: its rooms are what its walls enclose ({len(rooms)})"
        model.notes.append(Note("assumed", "rooms-of-walls", words, level.name))
    return rooms


def _is_in(walls: BaseGeometry, door: BaseGeometry) -> bool:
    return bool(walls.contains(door.centroid))
