"""The doors of an IFC model, and openings in its walls that nothing fills."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._ifc_model import Level, Mesh, Model, axes_of
from asher.floorplan.importers._ifc_rooms import Room
from asher.floorplan.importers.drawing import Doorway, Note

__all__ = ["door_height_m", "find_doorways"]

# Nobody walks through what is lower [m]; gates are as high as doors.
_HATCH_M, _GATE_HEIGHT_M = 1.5, 1.9
_GATE_WIDTH_M = 0.6
# A door whose lower edge is this far off a floor leads to another, or to a landing [m].
_SILL_M = 0.6
# How far behind the faces of its wall the rooms of a door are looked for [m].
_PROBES_M = (0.05, 0.15, 0.3, 0.5)
# An opening that takes less of its wall's thickness is a recess [-].
_THROUGH = 0.8
_ALIKE = 0.25
_ROUNDING_M = 1e-3


@dataclass(frozen=True, eq=False)
class _Hole:
    """An opening seen from above: where it lies, along the wall and through it."""

    middle: NDArray[np.float64]
    along: NDArray[np.float64]
    width_m: float
    depth_m: float

    def doorway(self, storey: int, width_m: float) -> Doorway:
        half = self.along * self.width_m / 2
        line = LineString([self.middle - half, self.middle + half])
        narrower = width_m < self.width_m - _ROUNDING_M
        return Doorway(storey, line, round(width_m, 4) if narrower else None)

    def beside(self, side: float, off_m: float) -> Point:
        across = np.array([-self.along[1], self.along[0]])
        return Point(self.middle + side * (self.depth_m / 2 + off_m) * across)


def door_height_m(model: Model) -> float | None:
    """The median height of the doors, which tells a wrong unit.

    Parameters
    ----------
    model : Model
        Surfaces of its doors are loaded.

    Returns
    -------
    float or None
        None if there is no door [m].
    """
    meshes = [model.mesh(door) for door in model.all("IfcDoor")]
    heights = [mesh.high - mesh.low for mesh in meshes if mesh is not None]
    return float(np.median(heights)) if heights else None


def find_doorways(model: Model, rooms: Sequence[Room], order: Mapping[int, int]) -> list[Doorway]:
    """Find doors and open passages.

    Parameters
    ----------
    model : Model
        Surfaces of its doors, openings and walls are loaded; what was assumed is noted in it.
    rooms : sequence of Room
        Areas of the drawing.
    order : mapping of int to int
        Position of a storey in the drawing by the identity of its level.

    Returns
    -------
    list of Doorway
        Doors in the order of the file, then passages.
    """
    finder = _Finder(model, rooms, order)
    doors = [finder.door(door) for door in model.all("IfcDoor")]
    gates = [finder.gate(relation) for relation in model.all("IfcRelVoidsElement")]
    return [doorway for doorway in doors + gates if doorway is not None]


class _Finder:
    def __init__(self, model: Model, rooms: Sequence[Room], order: Mapping[int, int]) -> None:
        self.model, self.rooms, self.order = model, rooms, order
        self.beside: dict[int, list[str]] = {}
        known = {room.entity.id(): _space(room.area.id) for room in rooms if room.entity}
        for boundary in model.all("IfcRelSpaceBoundary"):
            element, space = boundary.RelatedBuildingElement, boundary.RelatingSpace
            if element is not None and space is not None and space.id() in known:
                names = self.beside.setdefault(element.id(), [])
                if known[space.id()] not in names:
                    names.append(known[space.id()])
        self.on: dict[int, tuple[list[Room], shapely.STRtree]] = {}
        for level in model.levels:
            here = [room for room in rooms if room.level is level]
            self.on[id(level)] = here, shapely.STRtree([room.area.polygon for room in here])

    def note(self, kind: Any, code: str, words: str, level: Level | None, hole: _Hole) -> None:
        place = (round(float(hole.middle[0]), 2), round(float(hole.middle[1]), 2))
        name = "" if level is None else level.name
        self.model.notes.append(Note(kind, code, words, name, place))

    def door(self, door: Any) -> Doorway | None:
        called = _called(door)
        opening, host = _opening_of(door), None
        if opening is not None:
            host = _host_of(opening)
        # What it hangs in tells the clear place; a door in a curtain wall has no opening.
        mesh = (self.model.mesh(opening) if opening else None) or self.model.mesh(door)
        if mesh is None:
            words = f"{called} has no shape in the file"
            self.model.notes.append(Note("left out", "door", words))
            return None
        stated = self.model.metres(door.OverallWidth)
        hole = _hole(mesh, axes_of(door), stated, self.model.mesh(host) if host else None)
        if mesh.high - mesh.low < _HATCH_M or _is_hatch(door):
            self.note("left out", "hatch", f"{called} is a hatch, no door", None, hole)
            return None
        level = self._level(door, mesh, called, hole)
        if level is None or id(level) not in self.order:
            where = "no storey" if level is None else f"{level.name}, which has no rooms"
            self.note("left out", "door", f"{called} is on {where}", level, hole)
            return None
        width = min(stated or hole.width_m, hole.width_m)
        words = f"{called}: the nominal width, {width:.2f} m, is used as its clear width"
        self.note("assumed", "door-width", words, level, hole)
        joins = self._joins([door, opening], level, hole, called)
        doorway = hole.doorway(self.order[id(level)], width)
        return replace(doorway, name=_name(door), joins=joins, exterior=_is_external(door))

    def gate(self, relation: Any) -> Doorway | None:
        opening, host = relation.RelatedOpeningElement, relation.RelatingBuildingElement
        mesh = self.model.mesh(opening)
        if mesh is None or opening.HasFillings or not host.is_a("IfcWall"):
            return None
        wall = self.model.mesh(host)
        hole = _hole(mesh, axes_of(host), None, wall)
        level = self.model.level_at(mesh.low, _SILL_M)
        fits = mesh.high - mesh.low >= _GATE_HEIGHT_M and hole.width_m >= _GATE_WIDTH_M
        if level is None or id(level) not in self.order or not fits:
            return None
        if wall is not None and hole.depth_m < _THROUGH * _hole(wall, axes_of(host)).depth_m:
            return None
        seen = self._seen(level, hole)
        if len(seen) != 2:
            words = f"an opening of {hole.width_m:.2f} m without a door, as it joins no two rooms"
            self.note("left out", "passage", words, level, hole)
            return None
        doorway = hole.doorway(self.order[id(level)], hole.width_m)
        return replace(doorway, category="gate", joins=tuple(seen))

    def _level(self, door: Any, mesh: Mesh, called: str, hole: _Hole) -> Level | None:
        said, near = self.model.level_of(door), self.model.level_at(mesh.low, _SILL_M)
        if said is None or (near is not None and id(said) not in self.order):
            return near
        if near is said or abs(mesh.low - said.height_m) <= _SILL_M:
            return said
        if near is not None:
            words = f"{called} is listed on {said.name} and stands on {near.name}: placed there"
            self.note("assumed", "storey", words, near, hole)
            return near
        off = mesh.low - said.height_m
        words = f"{called} stands {off:.2f} m off the floor of {said.name}: placed on it"
        self.note("assumed", "door-sill", words, said, hole)
        return said

    def _seen(self, level: Level, hole: _Hole) -> list[str]:
        """The rooms on the two sides of an opening by their shape."""
        rooms, tree = self.on[id(level)]
        seen: list[str] = []
        for side in (1.0, -1.0):
            for off in _PROBES_M:
                found = tree.query(hole.beside(side, off), predicate="within")
                if len(found):
                    name = rooms[int(found.min())].area.id
                    seen += [name] if name not in seen else []
                    break
        return seen

    def _joins(
        self, elements: Sequence[Any], level: Level, hole: _Hole, called: str
    ) -> tuple[str, ...]:
        """The two rooms of a door by the word of the file, if their shapes do not speak against."""
        names = {_space(room.area.id): room.area.name for room in self.on[id(level)][0]}
        said = [
            name
            for element in elements
            if element is not None
            for name in self.beside.get(element.id(), ())
            if name in names
        ]
        said = [*dict.fromkeys(said)]
        # A room of two parts has two areas and is one space.
        seen = {_space(name): name for name in self._seen(level, hole)}
        if said and seen and {*said} != {*seen}:
            by = [" and ".join(sorted(repr(names[name]) for name in each)) for each in (said, seen)]
            words = f"the file says that {called} joins {by[0]}; where it lies it joins {by[1]}"
            self.note("assumed", "door-rooms", words, level, hole)
        if len(said) != 2 or (len(seen) == 2 and {*said} != {*seen}):
            return ()
        first, second = (seen.get(name, name) for name in said)
        return first, second


def _space(area: str) -> str:
    return area.partition("/")[0]


def _hole(
    mesh: Mesh, axes: NDArray[np.float64], stated_m: float | None = None, host: Mesh | None = None
) -> _Hole:
    """An opening in the directions of its element, as far as it lies in its wall."""
    axes = _fitting(mesh, axes)
    points = mesh.points[:, :2] @ axes.T
    low, high = points.min(axis=0), points.max(axis=0)
    sizes = high - low
    # By its own x axis, as the standard wants it, unless its size says otherwise.
    at = int(np.argmax(sizes))
    if stated_m is not None:
        fits = np.abs(sizes - stated_m) <= _ALIKE * stated_m
        at = 0 if fits[0] or (not fits.any() and sizes[0] >= sizes[1]) else 1
    if host is not None:
        low, high = _within(host, axes, low, high, 1 - at)
    middle = (low + high) / 2 @ axes
    return _Hole(middle, axes[at], float((high - low)[at]), float((high - low)[1 - at]))


def _fitting(mesh: Mesh, axes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The axes of an element, or of its outline where it is not drawn along its axes."""
    sizes = np.ptp(mesh.points[:, :2] @ axes.T, axis=0)
    hull = shapely.MultiPoint(mesh.points[:, :2]).minimum_rotated_rectangle
    if not isinstance(hull, shapely.Polygon) or sizes.prod() <= (1 + _ALIKE) * hull.area:
        return axes
    (start, end, *_) = shapely.get_coordinates(hull)
    x = (end - start) / np.hypot(*(end - start))
    return np.array([x, [-x[1], x[0]]])


def _within(
    host: Mesh,
    axes: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    across: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cut an opening's depth, which may stick out, to that of its wall."""
    corners = np.array([low, [high[0], low[1]], high, [low[0], high[1]]]) @ axes
    part: BaseGeometry = shapely.Polygon(corners).intersection(host.plan)
    if part.area > 0:
        depth = (shapely.get_coordinates(part) @ axes.T)[:, across]
        low, high = low.copy(), high.copy()
        low[across], high[across] = depth.min(), depth.max()
    return low, high


def _opening_of(door: Any) -> Any:
    for relation in door.FillsVoids:
        return relation.RelatingOpeningElement
    return None


def _host_of(opening: Any) -> Any:
    for relation in opening.VoidsElements:
        return relation.RelatingBuildingElement
    return None


def _is_hatch(door: Any) -> bool:
    return (getattr(door, "PredefinedType", None) or "") == "TRAPDOOR"


def _is_external(door: Any) -> bool | None:
    from ifcopenshell.util.element import get_pset

    value = get_pset(door, "Pset_DoorCommon", "IsExternal")
    return value if isinstance(value, bool) else None


def _name(door: Any) -> str:
    """A door's name; of family, type and number as one program writes them, first and last."""
    parts = str(door.Name or door.Tag or "").split(":")
    return " ".join(dict.fromkeys([parts[0].strip(), parts[-1].strip()]))[:90]


def _called(door: Any) -> str:
    return f"door {_name(door)!r}"
