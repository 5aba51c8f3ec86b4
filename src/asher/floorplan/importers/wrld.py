"""WRLD: an archive with a floor of GeoJSON for each level, on which walls are areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._degrees import Plane
from asher.floorplan.importers._features import (
    Feature,
    broken_told,
    check_degrees,
    check_places,
    features_of,
    moved,
    points_of,
    text_of,
)
from asher.floorplan.importers._opening import names_in, parsed, refuse, unpacked
from asher.floorplan.importers._plain_features import axis_of
from asher.floorplan.importers._room_words import category_of
from asher.floorplan.importers._walkable import polygons_of
from asher.floorplan.importers.drawing import Area, Doorway, Drawing, Note, Storey
from asher.floorplan.importers.options import Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "WRLD"
EXTRA = ""
ENDINGS = (".zip",)

_MAIN, _LEVELS = "main.json", 100
# What nobody walks on, and what is no room of its own.
_SOLID = {"wall", "window", "door", "inaccessible_space", "floor_opening"}
_NO_ROOM = {*_SOLID, "building_outline", "no_geometry", "pathway", "entrance"}
_CATEGORIES = {"bathroom": "restroom", "escalator": "stairs"}
# Floor between walls that is smaller is a niche and no room [m2], and nobody stands on floor that
# is narrower, such as cracks left beside walls [m] (judgement).
_NICHE_M2, _CRACK_M = 1.0, 0.4
# Corners less than this off a straight wall are none [m].
_STRAIGHT_M = 0.01


def recognises(head: bytes, path: Path) -> bool:
    """Whether a file is an indoor map of WRLD."""
    names = [PurePosixPath(name) for name in names_in(head, path)]
    has_floors = any(name.suffix == ".geojson" for name in names)
    return has_floors and any(name.name == _MAIN for name in names)


def read(path: Path, options: Options) -> Drawing:
    """Read the rooms between walls, and their doors."""
    del options
    main = parsed(path, unpacked(path, [_MAIN]).get(_MAIN, b"{}"))
    storeys, floors = _floors(path, main)
    everything = [each for floor in floors for each in floor]
    points = points_of(everything)
    if not len(points):
        refuse(path, "no level has a shape", "floors with an outline and walls")
    check_degrees(path, points, "longitude and latitude")
    plane = Plane.about(points)
    areas: list[Area] = []
    doorways: list[Doorway] = []
    for storey, floor in enumerate(floors):
        flat = moved(floor, plane.metres)
        check_places(path, flat)
        areas += _areas(storey, flat)
        doorways += _doorways(storey, flat)
    if not areas:
        refuse(path, "no room is left between the walls", "floors with an outline and walls")
    unnamed = sum(not area.name for area in areas)
    words = f"{unnamed} of {len(areas)} rooms have no name or use: found between walls"
    notes = [*broken_told(everything), *([Note("assumed", "rooms", words)] if unnamed else [])]
    title = text_of(main.get("name")) or path.stem
    source = f"{path.name} (WRLD indoor map)"
    return Drawing(title, source, storeys, tuple(areas), tuple(doorways), notes=tuple(notes))


def _floors(path: Path, main: Any) -> tuple[tuple[Storey, ...], list[list[Feature]]]:
    """The levels by their order upwards, with what is on them."""
    said = main.get("levels") if isinstance(main, dict) else None
    levels = [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []
    levels = [each for each in levels if isinstance(each.get("filename"), str)]
    if not levels or len(levels) > _LEVELS:
        found = f"{len(levels)} levels in {_MAIN}"
        refuse(path, found, f"1 to {_LEVELS} levels, each with a filename")
    levels.sort(key=_order)
    files = unpacked(path, [each["filename"] for each in levels])
    kept = [each for each in levels if each["filename"] in files]
    storeys = tuple(
        Storey(text_of(each.get("readable_name") or each.get("name")), None, int(_order(each)))
        for each in kept
    )
    return storeys, [features_of(path, parsed(path, files[each["filename"]])) for each in kept]


def _order(level: Mapping[str, Any]) -> float:
    order = level.get("z_order")
    return float(order) if isinstance(order, int | float) and abs(order) < 1e6 else 0.0


def _kind(each: Feature) -> str:
    return text_of(each.said.get("type")).lower()


def _shapes(floor: Sequence[Feature], kinds: set[str]) -> list[BaseGeometry]:
    shapes = [each.shape for each in floor if each.shape is not None and _kind(each) in kinds]
    return [part for shape in shapes for part in polygons_of(shape)]


def _areas(storey: int, floor: Sequence[Feature]) -> Iterator[Area]:
    """Rooms that are drawn as such, and what walls leave of the outline."""
    solid = shapely.union_all(_shapes(floor, _SOLID))
    rest = shapely.union_all(_shapes(floor, {"building_outline"})).difference(solid)
    for each in floor:
        if each.shape is None or _kind(each) in _NO_ROOM:
            continue
        for part in _rooms_of(shapely.union_all(polygons_of(each.shape)).difference(solid)):
            name, kind = text_of(each.said.get("name")), _kind(each)
            category = _CATEGORIES.get(kind) or category_of(kind.replace("_", " "), name)
            yield Area(storey, part, name, category)
            rest = rest.difference(part)
    for part in _rooms_of(rest):
        yield Area(storey, part)


def _rooms_of(floor: BaseGeometry) -> list[Polygon]:
    clean = floor.buffer(-_CRACK_M / 2, join_style="mitre").buffer(_CRACK_M / 2, join_style="mitre")
    plain = clean.simplify(_STRAIGHT_M)
    return [part for part in polygons_of(plain) if part.area > _NICHE_M2]


def _doorways(storey: int, floor: Sequence[Feature]) -> Iterator[Doorway]:
    for each in floor:
        kind = _kind(each)
        if each.shape is not None and kind in {"door", "window"}:
            for part in polygons_of(each.shape):
                yield Doorway(
                    storey,
                    axis_of(part),
                    category="window" if kind == "window" else "door",
                    name=text_of(each.said.get("name")),
                )
