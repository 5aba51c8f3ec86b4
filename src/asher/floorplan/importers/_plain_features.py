"""GeoJSON without a schema: what a shape shows, by the words that people give to such things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._features import Feature, text_of
from asher.floorplan.importers._indoor_tags import levels_of, width_of
from asher.floorplan.importers._room_words import category_of
from asher.floorplan.importers._walkable import polygons_of
from asher.floorplan.importers.drawing import (
    Area,
    Doorway,
    Drawing,
    Label,
    Note,
    Solid,
    Storey,
    Stroke,
)

__all__ = ["axis_of", "drawn", "role_of", "said_of"]

_NAMES = (
    *("name", "title", "label", "room_name", "roomname", "long_name"),
    *("number", "room_number", "roomnumber", "ref", "room"),
)
_KINDS = (
    *("category", "kind", "type", "class", "indoor", "room_type", "space_type"),
    *("usage", "use", "function", "feature_type", "layer"),
)
_LEVELS = (
    *("level", "floor", "storey", "story", "level_name", "floor_name"),
    *("level_id", "floor_id", "etage", "geschoss", "ordinal", "floor_number"),
)
_HEIGHTS = ("elevation_m", "elevation", "floor_elevation")
_CAPACITIES = ("capacity", "occupant_load", "occupants", "seats")
# What the word of a kind says that a shape is; the first that fits counts.
_ROLES = {
    "window": r"windows?|fenster|fen[êe]tre|ventana",
    "gate": r"gates?|openings?|passage|archway|durchgang",
    "door": r"\w*doors?|doorways?|exits?|entrances?|t[üu]e?r(?:en)?|portes?|puertas?",
    "wall": r"\w*walls?|partitions?|w[aä]nde?|murs?|muros?",
    "solid": r"columns?|pillars?|furniture|obstacles?|tables?|desks?|counters?|fixtures?"
    r"|shel(?:f|ves)|equipment|obstruction|structure|kiosk",
    "outline": r"buildings?|footprints?|(?:building_)?outlines?|venues?|sites?|parcels?|levels?"
    r"|floors?|storeys?|building_part",
    "void": r"voids?|opentobelow|floor_opening|no_geometry|inaccessible(?:_space)?|shafts?",
}
_PLAIN = {"", "room", "space", "unit", "area", "polygon", "feature", "yes", "unspecified", "rooms"}
_WORD = re.compile(r"[a-z][a-z0-9_. -]{0,30}")
_ORDINALS = dict.fromkeys(("ground", "eg", "rdc", "erdgeschoss"), 0)
_ORDINALS |= dict.fromkeys(("basement", "cellar", "keller", "sous-sol"), -1)
_ORDINALS |= {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_BELOW = re.compile(r"\b(?:ug|basement|sub|cellar|lower|untergeschoss)\b|\bb\d|^-")
# Sets of names and words that are kept.
_KEPT = 256
# A polygon that is said to be a door and is larger is a hall [m2] (judgement).
_DOOR_M2 = 6.0
# Heights of corners nearer than this are those of one storey [m].
_STOREY_M = 1.0


def said_of(said: Mapping[str, Any], keys: Iterable[str]) -> str:
    """The first of some properties that is said, however its name is written."""
    plain = _plainly(tuple(said))
    for key in keys:
        if key in plain and (text := text_of(said[plain[key]])):
            return text
    return ""


@lru_cache(maxsize=_KEPT)
def _plainly(keys: tuple[Any, ...]) -> dict[str, Any]:
    """Names by how they are written plainly; the features of a file have few sets of them."""
    return {str(key).lower().replace(" ", "_").replace("-", "_"): key for key in reversed(keys)}


@lru_cache(maxsize=_KEPT)
def _role_of(word: str) -> str:
    return next((role for role, words in _ROLES.items() if re.fullmatch(words, word)), "")


def role_of(each: Feature) -> str:
    """What a shape is: ``door``, ``gate``, ``window``, ``wall``, ``solid`` ..., or ``area``."""
    for key in _KINDS:
        word = said_of(each.said, (key,)).lower().replace(" ", "_")
        if word and (role := _role_of(word)):
            return role
    return "area"


def axis_of(polygon: Polygon) -> LineString:
    """The line along a door that is drawn as a thin area."""
    corners = np.asarray(polygon.minimum_rotated_rectangle.exterior.coords)[:4]
    sides = np.hypot(*(corners[1:3] - corners[:2]).T)
    # From the middle of one short side to that of the other.
    first = 1 if sides[0] >= sides[1] else 0
    ends = [(corners[at % 4] + corners[(at + 1) % 4]) / 2 for at in (first, first + 2)]
    return LineString(ends)


def drawn(features: Sequence[Feature], title: str, source: str) -> Drawing:
    """Draw what features show.

    Parameters
    ----------
    features : sequence of Feature
        With shapes in metres.
    title, source : str
        As of `Drawing`.

    Returns
    -------
    Drawing
        `drawing.areas` is empty where nothing has a floor.
    """
    return _Sheet(features).drawing(title, source)


class _Sheet:
    """Features by storey."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self.notes: list[Note] = []
        self.shown = [(each, each.shape) for each in features if each.shape is not None]
        self.roles = [role_of(each) for each, _ in self.shown]
        self.heights = _heights([shape for _, shape in self.shown])
        self.names = self._ordered()
        self.lost: Counter[str] = Counter()

    def _levels(self, at: int) -> list[str]:
        each, shape = self.shown[at]
        said = said_of(each.said, _LEVELS)
        if self.roles[at] == "outline":
            said = said or said_of(each.said, _NAMES)
        levels = levels_of(said)
        if said:
            return [f"{level:g}" for level in levels] if levels else [said]
        height = _height(shape, self.heights)
        return ["" if height is None else f"{height:g} m"]

    def _ordered(self) -> dict[str, int]:
        """Names of storeys, with their ordinals, from below."""
        floors = [at for at, role in enumerate(self.roles) if role not in {"outline", "void"}]
        names = [*dict.fromkeys(name for at in floors for name in self._levels(at))]
        if len(names) > 1 and "" in names:
            # What has no level is on the only other one, or on the lowest.
            names.remove("")
        found = {name: _ordinal(name, self.heights) for name in names}
        known = [ordinal for ordinal in found.values() if ordinal is not None]
        if len(known) < len(names) or len({*known}) < len(names):
            if len(names) > 1:
                words = f"levels from below: {', '.join(names[:9])}"
                self.notes.append(Note("assumed", "level-order", words))
            return {name: at for at, name in enumerate(names)}
        lowest = min(known, default=0)
        ordinals = {name: ordinal or 0 for name, ordinal in found.items()}
        ordered = sorted(ordinals, key=ordinals.__getitem__)
        # Where floors are counted from 1, that is the ground.
        return {name: ordinals[name] - max(lowest, 0) for name in ordered}

    def _storeys(self, at: int) -> list[int]:
        names = [*self.names]
        found = [names.index(name) for name in self._levels(at) if name in self.names]
        return found or ([0] if names else [])

    def drawing(self, title: str, source: str) -> Drawing:
        parts: dict[type, list[Any]] = {}
        for at, role in enumerate(self.roles):
            for storey in self._storeys(at):
                for part in _flat_parts(self.shown[at][1]):
                    for found in self._shown_as(role, storey, part, self.shown[at][0]):
                        parts.setdefault(type(found), []).append(found)
        areas = parts.get(Area, []) or self._outlines_as_areas()
        if self.lost:
            words = ", ".join(f"{n} {what}" for what, n in self.lost.most_common(8))
            self.notes.append(Note("left out", "no-room", words))
        return Drawing(
            title,
            source,
            tuple(self._storey(name) for name in self.names),
            areas=tuple(areas),
            doorways=tuple(parts.get(Doorway, ())),
            solids=tuple(parts.get(Solid, ())),
            strokes=tuple(parts.get(Stroke, ())),
            labels=tuple(parts.get(Label, ())),
            notes=tuple(self.notes),
        )

    def _storey(self, name: str) -> Storey:
        ordinal = self.names[name]
        if name.endswith(" m") and (height := _number(name[:-2])) is not None:
            return Storey(f"level {ordinal}", height, ordinal)
        said = [
            _number(said_of(self.shown[at][0].said, _HEIGHTS))
            for at in range(len(self.shown))
            if name in self._levels(at)
        ]
        height = next((each for each in said if each is not None), None)
        numeric = _number(name) is not None
        called = f"level {name}" if numeric or not name else name
        return Storey(called if name else "ground floor", height, ordinal)

    def _shown_as(self, role: str, storey: int, part: BaseGeometry, each: Feature) -> Iterator[Any]:
        name = said_of(each.said, _NAMES)
        if role in {"door", "gate", "window"}:
            yield from self._doorway(role, storey, part, each)
        elif isinstance(part, Polygon):
            if role == "solid":
                yield Solid(storey, part, name)
            elif role == "area":
                yield self._area(storey, part, each)
            else:
                self.lost[f"{role}s that are areas" if role == "wall" else f"{role}s"] += 1
        elif isinstance(part, LineString) and role == "wall":
            yield Stroke(storey, part)
        elif isinstance(part, Point) and name and role == "area":
            yield Label(storey, part, name)
        else:
            self.lost[f"{'lines' if isinstance(part, LineString) else 'points'} without a use"] += 1

    def _area(self, storey: int, part: Polygon, each: Feature) -> Area:
        name, capacity = said_of(each.said, _NAMES), _number(said_of(each.said, _CAPACITIES))
        people = int(capacity) if capacity is not None and 0 <= capacity < 1e6 else None
        return Area(storey, part, name, _category(each.said, name), capacity=people)

    def _doorway(
        self, role: str, storey: int, part: BaseGeometry, each: Feature
    ) -> Iterator[Doorway | Area]:
        place: LineString | Point
        if isinstance(part, Polygon):
            if part.area > _DOOR_M2:
                yield self._area(storey, part, each)
                return
            place = axis_of(part)
        elif isinstance(part, LineString):
            place = LineString([part.coords[0], part.coords[-1]])
        else:
            place = part.centroid
        width = width_of({key: text_of(value) for key, value in each.said.items()})
        said = {key: said_of(each.said, (key,)).lower() for key in ("exterior", "external")}
        outside = next((word in {"true", "yes", "1"} for word in said.values() if word), None)
        main = said_of(each.said, ("main_entrance", "main")).lower() in {"true", "yes", "1"}
        yield Doorway(
            storey,
            place,
            None if place.length else width,
            "window" if role == "window" else "gate" if role == "gate" else "door",
            said_of(each.said, _NAMES),
            exterior=outside,
            main_entrance=main or None,
        )

    def _outlines_as_areas(self) -> list[Area]:
        """A file of outlines alone: each is one large room."""
        found = [
            self._area(storey, part, self.shown[at][0])
            for at, role in enumerate(self.roles)
            if role == "outline"
            for storey in self._storeys(at)
            for part in polygons_of(self.shown[at][1])
        ]
        if found:
            words = f"the file shows no rooms: {len(found)} outlines are taken as one room each"
            self.notes.append(Note("assumed", "outline", words))
            self.lost.pop("outlines", None)
        return found


def _flat_parts(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(shape).tolist():
        if part.geom_type.startswith(("Multi", "Geometry")):
            yield from _flat_parts(part)
        elif not part.is_empty:
            yield LineString(part) if part.geom_type == "LinearRing" else part


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _heights(shapes: Sequence[BaseGeometry]) -> list[float]:
    """Heights of storeys, by the corners of areas that have some."""
    z = [
        float(np.median(shapely.get_coordinates(shape, include_z=True)[:, 2]))
        for shape in shapes
        if shape.has_z and shape.geom_type.endswith("Polygon")
    ]
    found: list[float] = []
    for height in sorted(each for each in z if np.isfinite(each)):
        if not found or height - found[-1] > _STOREY_M:
            found.append(round(height, 3))
    return found


def _height(shape: BaseGeometry, heights: Sequence[float]) -> float | None:
    if not shape.has_z or len(heights) < 2:
        return None
    z = float(np.median(shapely.get_coordinates(shape, include_z=True)[:, 2]))
    below = [height for height in heights if height <= z + _STOREY_M / 2]
    return below[-1] if below else heights[0]


def _ordinal(name: str, heights: Sequence[float]) -> int | None:
    text = name.lower()
    if text.endswith(" m") and (height := _number(text[:-2])) is not None:
        ground = int(np.argmin(np.abs(heights)))
        return heights.index(height) - ground if height in heights else None
    number = _number(text)
    if number is not None:
        return int(number) if number == int(number) else None
    for word, ordinal in _ORDINALS.items():
        if re.search(rf"(?<!\w){word}(?!\w)", text) and not re.search(r"\d", text):
            return ordinal
    digits = re.search(r"\d+", text)
    if digits is None or len(digits[0]) > 3:
        return 0 if text in {"", "g", "e"} else None
    return -int(digits[0]) if _BELOW.search(text) else int(digits[0])


def _category(said: Mapping[str, Any], name: str) -> str:
    for key in _KINDS:
        word = said_of(said, (key,)).lower()
        if word in _PLAIN:
            continue
        if (found := category_of(word.replace("_", " "))) != "room":
            return found
        if _WORD.fullmatch(word):
            return word
    return category_of(name)
