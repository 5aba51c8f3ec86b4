"""IFC: buildings as models of solids, with rooms as spaces, or walls alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from asher.floorplan.importers._ifc_doors import door_height_m, find_doorways
from asher.floorplan.importers._ifc_file import is_step, open_file
from asher.floorplan.importers._ifc_model import Level, Model
from asher.floorplan.importers._ifc_rooms import Room, find_rooms, wall_parts
from asher.floorplan.importers._ifc_solids import cut_by_walls, find_solids, furniture_of
from asher.floorplan.importers._ifc_stairs import find_stairs, flights_of
from asher.floorplan.importers._opening import refuse
from asher.floorplan.importers.drawing import Area, Drawing, Note, Storey
from asher.floorplan.importers.options import UNITS_M, Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "IFC"
EXTRA = "ifc"
ENDINGS = (".ifc",)

# Doors are this high [m]: then the unit of the file is believed.
_DOOR_HEIGHT_M = (1.5, 6.0)
_LIKELY_HEIGHT_M = (1.8, 3.0)
# Storeys whose floors are nearer than this are one with some steps in it [m].
_ONE_STOREY_M = 1.0
_SHARED = 0.05
# What programs write where nobody gave a name.
_NO_TITLES = {"building", "default", "project name", "project number", "untitled"}


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001 - as every format has it
    """Whether a file is IFC by its beginning."""
    return is_step(head)


def read(path: Path, options: Options) -> Drawing:
    """Read what a plan needs of an IFC file."""
    file, missing = open_file(path)
    model = Model(path, file)
    if missing:
        words = f"references to things that are not in the file: {missing}; part of it may be lost"
        model.notes.append(Note("left out", "damaged", words))
    if not model.levels:
        refuse(path, "the building has no storeys", "one IfcBuildingStorey or more")
    stairs = model.all("IfcStair", "IfcRamp")
    steps = [part for stair in stairs for part in flights_of(stair)]
    model.load(
        [
            *model.all("IfcSpace", "IfcDoor", "IfcOpeningElement", "IfcColumn"),
            *wall_parts(model),
            *model.all("IfcStairFlight", "IfcRampFlight"),
            *steps,
            *furniture_of(model),
        ]
    )
    _choose_unit(model, options)
    rooms = find_rooms(model)
    if not rooms:
        found = "no space has a floor, and no walls enclose a room"
        refuse(path, found, "rooms (IfcSpace), or walls that meet; include them in the export")
    return _drawn(model, rooms)


def _drawn(model: Model, rooms: list[Room]) -> Drawing:
    levels, order = _storeys(model, rooms)
    doorways = find_doorways(model, rooms, order)
    stairs = find_stairs(model, order)
    open_plan = cut_by_walls(model, rooms)
    solids, strokes = find_solids(model, rooms, order)
    windows = len(model.all("IfcWindow"))
    if windows:
        model.notes.append(Note("left out", "window", f"windows: {windows}"))
    lifts = sum(room.area.category == "elevator" for room in rooms)
    lifts = max(lifts, len(model.all("IfcTransportElement")))
    if lifts:
        words = f"lifts: {lifts}; a shaft is a room, and nobody can ride"
        model.notes.append(Note("left out", "lift", words))
    ground = min(range(len(levels)), key=lambda at: abs(levels[at].height_m))
    areas = tuple(
        Area(order[id(room.level)], a.polygon, a.name, a.category, a.id)
        for room in rooms
        for a in [room.area]
    )
    return Drawing(
        title=_title(model),
        source=f"{model.path.name} ({NAME}, {model.file.schema_identifier})",
        storeys=tuple(
            Storey(level.name, round(level.height_m, 4), at - ground)
            for at, level in enumerate(levels)
        ),
        areas=areas,
        doorways=tuple(doorways),
        stairs=tuple(stairs),
        solids=tuple(solids),
        strokes=tuple(strokes),
        open_plan=open_plan,
        notes=tuple(model.notes),
    )


def _title(model: Model) -> str:
    for entity in model.all("IfcBuilding") + model.all("IfcProject"):
        for word in (entity.LongName, entity.Name):
            title = str(word or "").strip()
            if re.match(r"\w", title) and not title.isdigit() and title.lower() not in _NO_TITLES:
                return title[:90]
    return model.path.stem


def _choose_unit(model: Model, options: Options) -> None:
    """Take the unit that a person said, or see by the doors that the file states a wrong one."""
    if options.unit is not None:
        if options.unit not in UNITS_M:
            refuse(model.path, f"unit {options.unit!r}", ", ".join(UNITS_M))
        model.rescale(UNITS_M[options.unit] / model.unit_m)
        return
    height = door_height_m(model)
    low, high = _DOOR_HEIGHT_M
    if height is None or low <= height <= high:
        return
    raw = height / model.unit_m
    low, high = _LIKELY_HEIGHT_M
    likely = [unit for unit, metres in UNITS_M.items() if low <= raw * metres <= high]
    if not likely:
        found = f"doors are {height:.3g} m high"
        refuse(model.path, found, "1.5 m to 6 m; name the unit of the file (--unit)")
    model.rescale(UNITS_M[likely[0]] / model.unit_m)
    words = f"doors would be {height:.3g} m high, so lengths are read as {likely[0]}"
    model.notes.append(Note("assumed", "unit", words))


def _storeys(model: Model, rooms: list[Room]) -> tuple[list[Level], dict[int, int]]:
    """The storeys that have rooms, those of nearly one height as one, and their order."""
    used = {id(room.level) for room in rooms}
    levels: list[Level] = []
    order: dict[int, int] = {}
    for level in model.levels:
        if id(level) not in used:
            model.notes.append(Note("left out", "storey", f"{level.name} has no rooms"))
            continue
        if levels and _are_one(levels[-1], level, rooms):
            rise = level.height_m - levels[-1].height_m
            words = f"{level.name} is {rise:.2f} m over {levels[-1].name}: one level of the plan"
            model.notes.append(Note("assumed", "storey", words, levels[-1].name, amount_m=rise))
        else:
            levels.append(level)
        order[id(level)] = len(levels) - 1
    return levels, order


def _are_one(lower: Level, upper: Level, rooms: list[Room]) -> bool:
    if upper.height_m - lower.height_m >= _ONE_STOREY_M:
        return False
    below, above = (
        shapely.union_all([r.area.polygon.buffer(0) for r in rooms if r.level is level])
        for level in (lower, upper)
    )
    shared: Any = below.intersection(above).area
    return bool(shared <= _SHARED * np.minimum(below.area, above.area))
