"""Crowd:it: a floor as XML, walls drawn around; what lies between them can be walked on."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from asher import bounds
from asher.errors import FloorplanError
from asher.floorplan.importers._flat import Flat, as_polygon, drawn
from asher.floorplan.importers._opening import check_finite, content, refuse
from asher.floorplan.importers._walkable import indoors
from asher.floorplan.importers.drawing import Drawing, Note
from asher.floorplan.importers.options import Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "Crowd:it"
EXTRA = ""
ENDINGS = (".floor",)

# A wall that is drawn as a line is this thick [m] (judgement).
_LINE_M = 0.1


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001 - the interface of all formats
    """Whether a file is a floor of Crowd:it."""
    return b"<floor" in head and (b"<layer" in head or b"xmlFormat" in head)


@dataclass
class _Floor:
    """What the elements of the file say."""

    walls: list[tuple[bool, list[tuple[float, float]]]] = field(default_factory=list)
    points: list[tuple[float, float]] | None = None
    closed: bool = False
    others: int = 0
    depth: int = 0
    corners: int = 0


def read(path: Path, options: Options) -> Drawing:
    """Read the floor between walls."""
    floor = _parsed(path)
    solids = [shape for shape in map(_solid, floor.walls) if shape is not None]
    check_finite(path, solids, 1.0)
    if not solids:
        refuse(path, "no wall", "a floor of Crowd:it with walls")
    walkable, exits, notes = indoors(shapely.union_all(solids), options.neck_m)
    flat = Flat(path.stem, f"{path.name} (Crowd:it)", walkable, exits, notes=notes)
    if floor.others:
        words = f"{floor.others} zones of the simulation: a plan has none"
        flat.notes.append(Note("left out", "scenario-parts", words))
    return drawn(path, flat, options)


def _solid(wall: tuple[bool, list[tuple[float, float]]]) -> BaseGeometry | None:
    closed, points = wall
    if closed and len(points) > 2:
        return as_polygon(points)
    if len(points) < 2 or not all(math.isfinite(x + y) for x, y in points):
        return None
    return LineString(points).buffer(_LINE_M / 2, cap_style="square", join_style="mitre")


def _parsed(path: Path) -> _Floor:
    """The walls of a file, in which nothing is defined or fetched."""
    floor = _Floor()
    parser = expat.ParserCreate()

    def refuse_definitions(*_: object) -> NoReturn:
        refuse(path, "definitions of its own (DOCTYPE)", "a floor of Crowd:it, which has none")

    def start(name: str, given: dict[str, str]) -> None:
        floor.depth += 1
        if floor.depth > bounds.DEPTH:
            refuse(path, "elements nested without end", f"at most {bounds.DEPTH} levels")
        if given.get("deleted") == "true":
            floor.points = None
        elif name == "wall":
            floor.points, floor.closed = [], given.get("closed") == "true"
        elif name == "point" and floor.points is not None:
            floor.corners += 1
            if floor.corners > bounds.OUTLINE_POINTS:
                refuse(path, "walls of too many corners", f"at most {bounds.OUTLINE_POINTS:,}")
            floor.points.append(_corner(path, given, parser.CurrentLineNumber))
        elif name not in {"floor", "layer", "point"}:
            floor.others += 1

    def end(name: str) -> None:
        floor.depth -= 1
        if name == "wall" and floor.points:
            floor.walls.append((floor.closed, floor.points))
            floor.points = None

    parser.StartDoctypeDeclHandler = refuse_definitions
    parser.StartElementHandler, parser.EndElementHandler = start, end
    _parse(path, parser)
    return floor


def _parse(path: Path, parser: expat.XMLParserType) -> None:
    try:
        parser.Parse(content(path), True)
    except FloorplanError:
        raise
    except (expat.ExpatError, ValueError) as error:
        place = getattr(error, "lineno", 1), getattr(error, "offset", 0) + 1
        refuse(path, f"not whole XML: {error}", "a whole floor of Crowd:it", *place)


def _corner(path: Path, given: dict[str, str], line: int) -> tuple[float, float]:
    try:
        corner = float(given["x"]), float(given["y"])
    except (KeyError, ValueError):
        refuse(path, "a point without x and y", 'x="1.5" y="2.5"', line)
    if not all(map(math.isfinite, corner)):
        refuse(path, "a point that is no place", "finite coordinates in metres", line)
    return corner
