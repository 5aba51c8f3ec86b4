"""OpenStreetMap with simple indoor tagging: rooms, doors and stairs of a map extract."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from asher import bounds
from asher.errors import Fault, FloorplanError
from asher.floorplan.importers._degrees import Plane
from asher.floorplan.importers._indoor_tags import Tagged, drawn
from asher.floorplan.importers.drawing import Drawing
from asher.floorplan.importers.options import Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "OpenStreetMap"
EXTRA = ""
ENDINGS = (".osm",)

_LICENCE = "(c) OpenStreetMap contributors, ODbL 1.0"
_FEW = 4


def recognises(head: bytes, path: Path) -> bool:
    """Whether a file is OpenStreetMap XML."""
    del path
    return b"<osm" in head[:2000]


def read(path: Path, options: Options) -> Drawing:
    """Read an extract of OpenStreetMap."""
    del options
    extract = _Extract(path)
    drawing = drawn([*extract.tagged()], extract.title or path.stem, f"{path.name}: {_LICENCE}")
    if not drawing.areas:
        found = "no closed way is tagged indoor=room, corridor or area"
        allowed = "an extract with simple indoor tagging; outlines of buildings hold no rooms"
        raise FloorplanError([Fault(str(path), 1, 1, "", found, allowed)])
    return drawing


class _Extract:
    """Nodes, ways and relations of a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places: dict[str, tuple[float, float]] = {}
        self.tags: dict[tuple[str, str], dict[str, str]] = {}
        self.ways: dict[str, list[str]] = {}
        self.relations: dict[str, list[tuple[str, str, str]]] = {}
        count = 0
        try:
            for _, element in iterparse(_without_entities(path), events=("end",)):
                if element.tag in {"node", "way", "relation"}:
                    self._take(element)
                    element.clear()
                count += 1
                if count > bounds.MAP_ELEMENTS:
                    found = f"more than {bounds.MAP_ELEMENTS:,} elements"
                    raise self.refused(found, "an extract of one building")
        except ParseError as error:
            line, column = error.position
            raise FloorplanError(
                [Fault(str(path), line, column + 1, "", "no whole XML", "a whole extract")]
            ) from error
        if not self.places:
            raise self.refused("no node", "an extract with nodes and ways")
        spots = np.array([*self.places.values()])
        if not np.isfinite(spots).all() or (np.abs(spots) > [180, 90]).any():
            raise self.refused("coordinates that are no degrees", "longitude and latitude")
        plane = Plane.about(spots)
        metres = plane.metres(spots)
        self.metres = dict(zip(self.places, map(tuple, metres.tolist()), strict=True))

    def refused(self, found: str, allowed: str) -> FloorplanError:
        """Say what is wrong with the file as a whole."""
        return FloorplanError([Fault(str(self.path), 1, 1, "", found, allowed)])

    def _take(self, element: Element) -> None:
        key = element.get("id", "")
        tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")}
        if element.get("visible") == "false" or element.get("action") == "delete":
            return
        if tags:
            self.tags[element.tag, key] = tags
        if element.tag == "node":
            try:
                self.places[key] = (float(element.get("lon", "")), float(element.get("lat", "")))
            except ValueError as error:
                raise self.refused(f"node {key[:40]!r} has no place", "lat and lon") from error
        elif element.tag == "way":
            self.ways[key] = [nd.get("ref", "") for nd in element.iter("nd")]
        else:
            self.relations[key] = [
                (m.get("type", ""), m.get("ref", ""), m.get("role", ""))
                for m in element.iter("member")
            ]

    @property
    def title(self) -> str:
        """Name of the building with the most words about it."""
        named = [tags for tags in self.tags.values() if "building" in tags and "name" in tags]
        return max(named, key=len)["name"] if named else ""

    def tagged(self) -> Iterator[Tagged]:
        """All that has tags, with its shape."""
        for (kind, key), tags in self.tags.items():
            shape, nodes = self._shape(kind, key, tags)
            if shape is not None and not shape.is_empty:
                yield Tagged(tags, shape, f"{kind}/{key}" if kind != "node" else key, nodes)

    def _shape(
        self, kind: str, key: str, tags: dict[str, str]
    ) -> tuple[BaseGeometry | None, frozenset[str]]:
        if kind == "node":
            return (Point(self.metres[key]) if key in self.metres else None), frozenset()
        if kind == "way":
            nodes = [node for node in self.ways[key] if node in self.metres]
            points = [self.metres[node] for node in nodes]
            closed = len(nodes) >= _FEW and nodes[0] == nodes[-1]
            if closed and tags.get("indoor") != "wall":
                return Polygon(points), frozenset(nodes)
            return (LineString(points) if len(points) > 1 else None), frozenset(nodes)
        return self._area_of(key)

    def _area_of(self, key: str) -> tuple[BaseGeometry | None, frozenset[str]]:
        """The area of a multipolygon: rings of its outer ways less those of its inner ones."""
        parts: dict[str, list[LineString]] = defaultdict(list)
        nodes: set[str] = set()
        for kind, ref, role in self.relations[key]:
            way = [node for node in self.ways.get(ref, ()) if node in self.metres]
            if kind == "way" and len(way) > 1:
                nodes.update(way)
                inner = "inner" if role == "inner" else "outer"
                parts[inner].append(LineString([self.metres[node] for node in way]))
        outer = shapely.union_all(shapely.get_parts(shapely.polygonize(parts["outer"])))
        inner = shapely.union_all(shapely.get_parts(shapely.polygonize(parts["inner"])))
        return outer.difference(inner), frozenset(nodes)


def _without_entities(path: Path) -> Path:
    """Refuse a file that declares entities, which unpack without end."""
    with path.open("rb") as stream:
        head = stream.read(65536)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        found = "a document type with declarations"
        raise FloorplanError([Fault(str(path), 1, 1, "", found, "plain OpenStreetMap XML")])
    return path
