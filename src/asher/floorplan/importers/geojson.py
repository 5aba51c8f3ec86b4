"""GeoJSON: a plan of ASHER, a map with indoor tagging, or rooms and doors as anyone has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from asher.floorplan.importers._degrees import Plane, from_web_mercator
from asher.floorplan.importers._features import (
    Feature,
    are_degrees,
    broken_told,
    check_degrees,
    check_places,
    features_of,
    moved,
    points_of,
    text_of,
)
from asher.floorplan.importers._indoor_tags import Tagged
from asher.floorplan.importers._indoor_tags import drawn as drawn_by_tags
from asher.floorplan.importers._opening import parsed, refuse
from asher.floorplan.importers._plain_features import drawn, role_of
from asher.floorplan.importers._plans import to_drawing
from asher.floorplan.importers.drawing import Drawing, Note
from asher.floorplan.importers.options import UNITS_M, Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "GeoJSON"
EXTRA = ""
ENDINGS = (".geojson", ".json")

_HEAD = re.compile(
    rb'"type"\s*:\s*"(?:FeatureCollection|Feature|(?:Multi)?Polygon|GeometryCollection)"'
)
_BEGINS = re.compile(
    rb'\s*\{\s*"(?:type|features|geometry|coordinates|crs|name|bbox|title|\$schema)"'
)
_PLAN_KEYS = {"title", "units", "schematic"}
# No building is wider [degrees]: some 20 km.
_DEGREES = 0.2
# Doors, and sides of rooms, are this long [m] (judgement).
# What is wider than this share of the side of a room is no door of one leaf [-] (judgement).
_NO_DOOR = 0.6
_DOOR_M, _ROOM_M, _HALL_M = (0.5, 3.0), (1.0, 30.0), (1.0, 200.0)
_FAR_M, _FARTHEST_M = 5000.0, 2e7
_METRES_CODES = re.compile(r"EPSG:+(?:[\w.]*:)*(\d{4,6})$", re.IGNORECASE)


def recognises(head: bytes, path: Path) -> bool:
    """Whether a file is GeoJSON."""
    del path
    begins = head.removeprefix(b"\xef\xbb\xbf")
    return bool(_BEGINS.match(begins)) and bool(_HEAD.search(begins))


def read(path: Path, options: Options) -> Drawing:
    """Read a plan of ASHER, indoor tagging, or any GeoJSON with rooms."""
    document = parsed(path)
    if _is_plan(document):
        from asher.floorplan.read import read_floorplan

        return to_drawing(read_floorplan(path))
    features = features_of(path, document)
    notes = [*broken_told(features)]
    flat, told = _in_metres(path, document, features, options)
    check_places(path, flat)
    title = text_of(document.get("name") or document.get("title")) or path.stem
    drawing = _drawn(flat, title, path)
    if not drawing.areas:
        found = "no polygon that is a room, a corridor or a hall"
        refuse(path, found, "rooms as polygons; lines alone show no floor")
    return replace(drawing, notes=(*notes, *told, *drawing.notes))


def _is_plan(document: Any) -> bool:
    return isinstance(document, dict) and len(_PLAN_KEYS & document.keys()) >= 2


def _drawn(flat: Sequence[Feature], title: str, path: Path) -> Drawing:
    tags = [_tags(each.said) for each in flat]
    if not any("indoor" in each for each in tags):
        return drawn(flat, title, f"{path.name} (GeoJSON)")
    shapes = [
        Tagged(said, each.shape, each.id or f"feature {at}")
        for at, (each, said) in enumerate(zip(flat, tags, strict=True))
        if each.shape is not None
    ]
    return drawn_by_tags(shapes, title, f"{path.name} (simple indoor tagging)")


def _tags(said: Mapping[str, Any]) -> dict[str, str]:
    inner = said.get("tags")
    flat = {**said, **(inner if isinstance(inner, dict) else {})}
    return {
        str(key): text_of(value)
        for key, value in flat.items()
        if value is not None and key != "tags"
    }


def _in_metres(
    path: Path, document: Mapping[str, Any], features: Sequence[Feature], options: Options
) -> tuple[list[Feature], list[Note]]:
    unit, notes = _unit(path, document, features, options)
    if unit == "web mercator":
        features = moved(features, from_web_mercator)
        unit = "degrees"
    points = points_of(features)
    if unit != "degrees":
        corner = _origin(points * UNITS_M[unit])
        if corner.any():
            words = f"the origin was moved to ({corner[0]:,.0f}, {corner[1]:,.0f}) m of the source"
            notes.append(Note("assumed", "origin", words))
        metres = UNITS_M[unit]
        return moved(features, lambda xy: xy * metres - corner, metres), notes
    check_degrees(path, points, "longitude and latitude; or name --unit")
    return moved(features, Plane.about(points).metres), notes


def _origin(points: Any) -> Any:
    # National grids have their origin hundreds of kilometres away, and digits are lost to that.
    far = np.abs(points).max(initial=0.0)
    return np.floor(points.min(axis=0)) if _FAR_M < far < _FARTHEST_M else np.zeros(2)


def _unit(
    path: Path, document: Mapping[str, Any], features: Sequence[Feature], options: Options
) -> tuple[str, list[Note]]:
    if options.unit:
        if options.unit not in {*UNITS_M, "degrees"}:
            refuse(path, f"{options.unit} as unit", ", ".join([*UNITS_M, "degrees"]))
        return options.unit, []
    points = points_of(features)
    if not len(points):
        refuse(path, "no feature with a shape", "rooms as polygons")
    system = _METRES_CODES.search(_system(document))
    if system is not None and system[1] in {"3857", "900913"}:
        return "web mercator", []
    if system is not None and system[1] != "4326":
        words = f"coordinates of EPSG:{system[1]} are taken as metres"
        return "m", [Note("assumed", "unit", words)]
    said = text_of(document.get("units") or document.get("unit")).lower()
    if said in UNITS_M:
        return said, []
    if are_degrees(points) and float(np.ptp(points, axis=0).max()) < _DEGREES:
        return "degrees", []
    return _by_evidence(path, features)


def _system(document: Mapping[str, Any]) -> str:
    crs = document.get("crs")
    inner = crs.get("properties") if isinstance(crs, dict) else None
    return text_of(inner.get("name")) if isinstance(inner, dict) else ""


def _by_evidence(path: Path, features: Sequence[Feature]) -> tuple[str, list[Note]]:
    """The unit by which doors are as wide as doors, or else rooms as large as rooms."""
    shapes = [(each, each.shape) for each in features if each.shape is not None]
    doors = [shape.length for each, shape in shapes if role_of(each) == "door" and _is_line(shape)]
    rooms = [float(np.sqrt(shape.area)) for _, shape in shapes if shape.area > 0]
    if doors and rooms and np.median(doors) > _NO_DOOR * np.median(rooms):
        # Shop fronts and gates: rooms tell the unit.
        doors = []
    typical = float(np.median(doors or rooms or [1.0]))
    if typical < (_DOOR_M if doors else _HALL_M)[1]:
        return "m", [Note("assumed", "unit", "the file has no unit: coordinates are in metres")]
    low, high = _DOOR_M if doors else _ROOM_M
    fits = [unit for unit, metres in UNITS_M.items() if low <= typical * metres <= high]
    if not (doors and fits):
        size = f"{typical:,.0f}" if typical < 1e9 else f"{typical:.3g}"
        found = f"{'doors' if doors else 'rooms'} of {size} m, if in metres"
        likely = f"; likely {' or '.join(fits)}" if fits else ""
        refuse(path, found, f"a unit (--unit){likely}")
    words = f"the file has no unit: {fits[0]}, as doors are {typical:.3g} wide (--unit for another)"
    return fits[0], [Note("assumed", "unit", words)]


def _is_line(shape: Any) -> bool:
    return bool(shape.geom_type == "LineString" and shape.length > 0)
