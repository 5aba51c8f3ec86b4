"""Vadere: a topography, alone or in a scenario; targets that absorb lead out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import Point, Polygon, box

from asher import bounds
from asher.floorplan.importers._flat import Flat, as_polygon, drawn
from asher.floorplan.importers._opening import check_finite, parsed, refuse
from asher.floorplan.importers.drawing import Drawing, Note
from asher.floorplan.importers.options import Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "Vadere"
EXTRA = ""
ENDINGS = (".scenario", ".json")

_KEYS = (
    b'"topography"',
    b'"processWriters"',
    b'"mainModel"',
    b'"boundingBoxWidth"',
    b'"obstacles"',
    b'"targets"',
    b'"sources"',
    b'"commithash"',
)
# What of a topography is no part of a plan, as a person says it.
_OTHERS = {
    "measurementAreas": "measurement areas",
    "targetChangers": "target changers",
    "dynamicElements": "pedestrians",
}


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001 - the interface of all formats
    """Whether a file is a scenario or a topography of Vadere."""
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begins.startswith(b"{") and sum(key in head for key in _KEYS) >= 2


def read(path: Path, options: Options) -> Drawing:
    """Read what can be walked on, the targets that absorb, and the sources."""
    document = parsed(path)
    topography = _topography(document)
    if topography is None:
        refuse(path, "no topography", "a Vadere scenario, or the topography of one")
    name = document.get("name")
    source = f"{path.name} (Vadere {document.get('release') or ''}".strip() + ")"
    flat = Flat(name if isinstance(name, str) and name else path.stem, source, Polygon())
    _fill(path, flat, topography)
    return drawn(path, flat, options)


def _topography(document: Any) -> dict[str, Any] | None:
    """The topography of a document, at the top or one or two levels down."""
    level = [document]
    for _ in range(3):
        level = [each for each in level if isinstance(each, dict)]
        for each in level:
            if isinstance(each.get("attributes"), dict) and "bounds" in each["attributes"]:
                return dict(each)
        level = [each.get(key) for each in level for key in ("scenario", "topography")]
    return None


def _fill(path: Path, flat: Flat, topography: dict[str, Any]) -> None:
    attributes = topography["attributes"]
    room = _box(attributes["bounds"])
    if room is None:
        refuse(path, "bounds without a size", "x, y, width and height")
    if attributes.get("bounded", True):
        wall = attributes.get("boundingBoxWidth") or 0.0
        # A wall of this width runs along the bounds, inside.
        room = room.buffer(-_number(wall), join_style="mitre")
    else:
        words = "the bounds have no wall around them; the plan ends there all the same"
        flat.notes.append(Note("assumed", "unbounded", words))
    solids = [shape for _, shape, _ in _things(flat, topography, "obstacles", "obstacle")]
    check_finite(path, [room, *solids], 1.0)
    flat.walkable = room.difference(shapely.union_all(solids)) if solids else room
    for name, shape, thing in _things(flat, topography, "targets", "exit"):
        if _absorbs(thing):
            flat.exits.append((name, shape))
    flat.exits += [(n, s) for n, s, _ in _things(flat, topography, "absorbingAreas", "exit")]
    flat.spawns = [(n, s) for n, s, _ in _things(flat, topography, "sources", "source")]
    stairs = [*_things(flat, topography, "stairs", "stairs")]
    for name, shape, thing in stairs:
        words = f"{name} of {thing.get('treadCount', '?')} treads lies on the same floor: walked"
        words += " at the speed of a floor"
        place = (float(shape.centroid.x), float(shape.centroid.y))
        flat.notes.append(Note("left out", "flat-stair", words, "", place))
    for key, said in _OTHERS.items():
        if n := len(topography.get(key) or ()):
            words = f"{n} {said} of the scenario: a plan has none"
            flat.notes.append(Note("left out", "scenario-parts", words))


def _absorbs(target: dict[str, Any]) -> bool:
    absorber = target.get("absorber")
    if isinstance(absorber, dict):
        return bool(absorber.get("enabled", True))
    # Before release 2 a target absorbed unless it said otherwise.
    return bool(target.get("absorbing", True))


def _things(
    flat: Flat, topography: dict[str, Any], key: str, said: str
) -> Iterator[tuple[str, Polygon, dict[str, Any]]]:
    things = topography.get(key) or ()
    for at, each in enumerate(things if isinstance(things, list) else ()):
        thing = each.get("attributes", each) if isinstance(each, dict) else each
        shape = _shape(thing.get("shape")) if isinstance(thing, dict) else None
        if shape is None:
            words = f"{said} {at + 1} has no shape that is known"
            flat.notes.append(Note("left out", "scenario-parts", words))
        else:
            yield f"{said} {thing.get('id', at + 1)}", shape, thing


def _shape(shape: Any) -> Polygon | None:
    if not isinstance(shape, dict):
        return None
    if "points" in shape:
        return as_polygon(shape["points"])
    if "radius" in shape and isinstance(shape.get("center"), dict):
        x, y = (_number(shape["center"].get(axis)) for axis in "xy")
        circle = Point(x, y).buffer(_number(shape["radius"])) if math.isfinite(x + y) else None
        return None if circle is None or circle.is_empty else circle
    return _box(shape)


def _box(sides: Any) -> Polygon | None:
    if not isinstance(sides, dict):
        return None
    x, y, width, height = (_number(sides.get(key)) for key in ("x", "y", "width", "height"))
    if not math.isfinite(x + y + width + height) or width <= 0 or height <= 0:
        return None
    return box(x, y, x + width, y + height)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return math.nan
    # Integers of JSON have no end.
    return float(value) if abs(value) < bounds.COORDINATE_M * 1e6 else math.nan
