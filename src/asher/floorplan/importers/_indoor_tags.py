"""Simple indoor tagging of OpenStreetMap: what a tagged shape is, and on which levels.

https://wiki.openstreetmap.org/wiki/Simple_Indoor_Tagging
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._room_words import category_of
from asher.floorplan.importers.drawing import (
    Area,
    Doorway,
    Drawing,
    Label,
    Note,
    Stair,
    Storey,
    Stroke,
)

__all__ = ["Tagged", "drawn", "levels_of", "width_of"]

_ROOMS = {"room", "corridor", "area"}
_RANGE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*-\s*(-?\d+(?:\.\d+)?)\s*")
_NUMBER = re.compile(r"\s*-?\d+(?:\.\d+)?\s*")
_WIDTH = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(m|cm|mm|ft|')?\s*")
_UNIT_M = {"": 1.0, "m": 1.0, "cm": 0.01, "mm": 0.001, "ft": 0.3048, "'": 0.3048}
_STOREYS = 200
# A wall nearer than this to the outline of an area is that outline [m].
_OUTLINE_M = 0.25
_SHORT_M = 0.5
# Areas that doors of rooms lead onto.
_WAYS = {"corridor", "stairs", "lobby", "elevator"}
# Of these, those without walls between them.
_OPEN = {"corridor", "lobby"}
_UNWALLED = {"corridor", "area"}
# A map of which more rooms than this have no door shows no doors at all [-] (judgement).
_MOSTLY = 0.5
_ON_WALL_M = 0.3
# Width of a front that is open to a corridor [m] (judgement: the door of a shop).
_FRONT_M = 1.8
# Nobody stands on floor that is narrower [m] (judgement: the depth and half the breadth of a body).
_BODY_M = 0.5
_KINDS = {"toilets": "restroom", "entrance": "lobby", "shop": "retail", "class": "classroom"}


@dataclass(frozen=True)
class Tagged:
    """A shape with tags."""

    tags: Mapping[str, str]  # What is said of it
    shape: BaseGeometry  # Where it is [m]
    id: str = ""  # What the source calls it
    # The nodes that it runs through, where the source knows; a door is one of them.
    nodes: frozenset[str] = field(default=frozenset())


def levels_of(*texts: str | None) -> list[float]:
    """Read levels such as ``0;1;2``, ``-1-3`` or ``1.5``.

    Parameters
    ----------
    *texts : str or None
        Values of ``level`` and ``repeat_on``.

    Returns
    -------
    list of float
        Rising; what cannot be read is not in it.

    Examples
    --------
    >>> levels_of("-1-1"), levels_of("0;2", "3"), levels_of("ground")
    ([-1.0, 0.0, 1.0], [0.0, 2.0, 3.0], [])
    """
    found: set[float] = set()
    for part in ";".join(text for text in texts if text).replace(",", ";").split(";"):
        if _NUMBER.fullmatch(part):
            found.add(float(part))
        elif span := _RANGE.fullmatch(part):
            low, high = float(span[1]), float(span[2])
            found.update(low + step for step in range(min(int(high - low) + 1, _STOREYS)))
    return sorted(found)


def width_of(tags: Mapping[str, str]) -> float | None:
    """Clear width by the tags [m]; None where they do not say."""
    for key in ("door:width", "width", "entrance:width"):
        said = _WIDTH.fullmatch(tags.get(key, ""))
        if said:
            width = float(said[1].replace(",", ".")) * _UNIT_M[said[2] or ""]
            if width > 0:
                return width
    return None


def drawn(shapes: Sequence[Tagged], title: str, source: str) -> Drawing:
    """Draw what tagged shapes show of the inside of buildings.

    Parameters
    ----------
    shapes : sequence of Tagged
        All shapes of the source, in its order.
    title, source : str
        As of `Drawing`.

    Returns
    -------
    Drawing
        An area for each level of each room; `drawing.areas` is empty where nothing is tagged.
    """
    sheet = _Sheet([each for each in shapes if _is_room(each)])
    notes = sheet.notes
    doors = [each for each in shapes if _is_door(each)]
    doorways = tuple(doorway for each in doors for doorway in sheet.doorways(each))
    walls = [each for each in shapes if each.tags.get("indoor") == "wall"]
    lifts = sum(each.tags.get("highway") == "elevator" for each in shapes)
    if lifts:
        notes.append(Note("left out", "lift", f"{lifts} lifts: nobody leaves by one"))
    names = _storey_names(shapes)
    return Drawing(
        title,
        source,
        tuple(
            Storey(names.get(level, f"level {level:g}"), None, int(level)) for level in sheet.levels
        ),
        tuple(sheet.areas),
        (*doorways, *sheet.open_ways(doorways), *sheet.missing_doors(doorways)),
        tuple(stair for each in shapes for stair in sheet.stairs(each)),
        strokes=tuple(stroke for each in walls for stroke in sheet.strokes(each)),
        labels=tuple(label for each in shapes for label in sheet.labels(each)),
        notes=tuple(notes),
    )


def _is_room(each: Tagged) -> bool:
    return each.tags.get("indoor") in _ROOMS and each.shape.geom_type in {"Polygon", "MultiPolygon"}


def _is_door(each: Tagged) -> bool:
    return each.shape.geom_type in {"Point", "LineString"} and (
        "door" in each.tags or "entrance" in each.tags
    )


def _storey_names(shapes: Iterable[Tagged]) -> dict[float, str]:
    found: dict[float, str] = {}
    for each in shapes:
        if each.tags.get("indoor") == "level" and each.tags.get("name"):
            for level in levels_of(each.tags.get("level")):
                found.setdefault(level, each.tags["name"])
    counted = Counter(found.values())
    return {level: name for level, name in found.items() if counted[name] == 1}


class _Sheet:
    """The rooms of a source by level, and what they are asked for."""

    def __init__(self, rooms: Sequence[Tagged]) -> None:
        self.notes: list[Note] = []
        by_level: dict[float, list[Tagged]] = {}
        odd = lost = 0
        for each in rooms:
            levels = levels_of(each.tags.get("level"), each.tags.get("repeat_on"))
            whole = [level for level in levels if level == int(level)]
            lost += not levels
            odd += bool(levels) and not whole
            # A room without a level stands on the ground, as the tagging has it.
            for level in whole or ([] if levels else [0.0]):
                by_level.setdefault(level, []).append(each)
        if lost:
            words = f"{lost} rooms without a level: on level 0"
            self.notes.append(Note("assumed", "level", words))
        if odd:
            words = f"{odd} rooms on levels between storeys"
            self.notes.append(Note("left out", "half-level", words))
        self.levels = sorted(by_level)
        self.areas: list[Area] = []
        self._open: set[str] = set()
        self._fits: dict[int, BaseGeometry] = {}
        self._through: dict[str, list[int]] = {}
        for storey, level in enumerate(self.levels):
            for each in by_level[level]:
                self._add(each, storey)
        self._tree = shapely.STRtree([area.polygon for area in self.areas])

    def _add(self, each: Tagged, storey: int) -> None:
        for at, part in enumerate(shapely.get_parts(each.shape)):
            id_ = f"{each.id}/{storey}" + (f"/{at}" if at else "")
            name = each.tags.get("name") or each.tags.get("ref") or ""
            category = _category(each.tags)
            self.areas.append(Area(storey, part, name[:90], category, id_))
            # The tagging draws no wall around corridors and areas, whatever is in them.
            if category in _OPEN or (category == "stairs" and each.tags["indoor"] in _UNWALLED):
                self._open.add(id_)
            for node in each.nodes:
                self._through.setdefault(node, []).append(len(self.areas) - 1)

    def _storeys(self, each: Tagged) -> list[int]:
        levels = levels_of(each.tags.get("level"), each.tags.get("repeat_on"))
        return [self.levels.index(level) for level in levels if level in self.levels]

    def _storeys_beside(self, shape: BaseGeometry) -> list[int]:
        """The lowest storey with a wall where a door without a level stands."""
        near = self._tree.query(shape, "dwithin", _ON_WALL_M).tolist()
        return [min(self.areas[at].storey for at in near)] if near else []

    def doorways(self, each: Tagged) -> Iterable[Doorway]:
        """A doorway on each level that it is on."""
        tags = each.tags
        joins: dict[int, list[str]] = {}
        for area in (self.areas[at] for at in self._through.get(each.id, ())):
            joins.setdefault(area.storey, []).append(area.id)
        storeys = self._storeys(each) or sorted(joins) or self._storeys_beside(each.shape)
        place = each.shape if isinstance(each.shape, LineString | Point) else each.shape.centroid
        entrance = tags.get("entrance", "no") != "no"
        leaf = tags.get("door", "yes") not in {"no", "none"}
        for storey in storeys:
            yield Doorway(
                storey,
                place,
                width_of(tags),
                "door" if leaf else "gate",
                tags.get("name") or (f"door {tags['ref']}" if tags.get("ref") else ""),
                tuple(dict.fromkeys(joins.get(storey, ()))),
                True if entrance else None,
                main_entrance=True if tags.get("entrance") == "main" else None,
            )

    def missing_doors(self, drawn: Sequence[Doorway]) -> list[Doorway]:
        """Doors onto corridors where the map shows hardly any; each room without one gets one."""
        rooms = [area for area in self.areas if area.category not in _WAYS]
        doors = shapely.STRtree([each.place for each in drawn])
        on = [doors.query(r.polygon, "dwithin", _ON_WALL_M).tolist() for r in rooms]
        bare = [
            room
            for room, near in zip(rooms, on, strict=True)
            if not any(drawn[at].storey == room.storey for at in near)
        ]
        if len(bare) < _MOSTLY * len(rooms):
            return []
        found = [door for room in bare if (door := self._onto_corridor(room)) is not None]
        if found:
            words = (
                f"{len(bare)} of {len(rooms)} rooms have no door on the map: {len(found)} that "
                "touch a corridor open onto it"
            )
            self.notes.append(Note("assumed", "missing-doors", words))
        return found

    def open_ways(self, drawn: Sequence[Doorway]) -> list[Doorway]:
        """Gates between corridors and open areas that touch: the tagging draws no wall there."""
        doors = shapely.STRtree([each.place for each in drawn])
        found = []
        for first, second in self._touching():
            one, other = self.areas[first], self.areas[second]
            if other.id not in self._open or one.id not in self._open:
                continue
            run = _shared_run(one.polygon, other.polygon)
            if run is None:
                continue
            on = doors.query(run, "dwithin", _ON_WALL_M).tolist()
            if not any(drawn[at].storey == one.storey for at in on):
                found.append(_gate(one, other, run, run.length))
        if found:
            words = f"{len(found)} places where corridors or open areas touch: open to each other"
            self.notes.append(Note("assumed", "open-ways", words))
        return found

    def _touching(self) -> list[tuple[int, int]]:
        if not self.areas:
            return []
        polygons = [area.polygon for area in self.areas]
        pairs = self._tree.query(polygons, "dwithin", _ON_WALL_M).T.tolist()
        return sorted(
            (first, second)
            for first, second in pairs
            if first < second and self.areas[first].storey == self.areas[second].storey
        )

    def _onto_corridor(self, room: Area) -> Doorway | None:
        fronts = [
            (at, run)
            for at in self._tree.query(room.polygon, "dwithin", _ON_WALL_M).tolist()
            if self.areas[at].storey == room.storey
            and self.areas[at].category in _WAYS
            and (run := _shared_run(room.polygon, self.areas[at].polygon)) is not None
        ]
        for at, run in sorted(fronts, key=lambda front: -front[1].length):
            gate = _gate(room, self.areas[at], run, _FRONT_M)
            if self._wide(at).dwithin(gate.place, _ON_WALL_M):
                return gate
        return None

    def _wide(self, at: int) -> BaseGeometry:
        """The floor of an area where a person fits: no strip along a wall."""
        if at not in self._fits:
            self._fits[at] = self.areas[at].polygon.buffer(-_BODY_M / 2).buffer(_BODY_M / 2)
        return self._fits[at]

    def stairs(self, each: Tagged) -> Iterable[Stair]:
        """The flights of steps that are drawn as a line from one level to the next."""
        if each.tags.get("highway") != "steps" or each.shape.geom_type != "LineString":
            return
        storeys = self._storeys(each)
        if len(storeys) < 2 or not isinstance(each.shape, LineString) or each.shape.is_ring:
            return
        ends = [Point(each.shape.coords[0]), Point(each.shape.coords[-1])]
        foot, head = ends[::-1] if each.tags.get("incline") == "down" else ends
        width, name = width_of(each.tags), each.tags.get("name", "")
        yield Stair(storeys[0], storeys[1], foot, head, "stair", name, width)

    def strokes(self, each: Tagged) -> Iterable[Stroke]:
        """The parts of a wall that stand free inside a room."""
        if each.shape.geom_type != "LineString":
            return
        for storey in self._storeys(each):
            near = [self.areas[at] for at in self._tree.query(each.shape).tolist()]
            for area in near:
                if area.storey == storey and area.polygon.is_valid:
                    inner = each.shape.intersection(area.polygon.buffer(-_OUTLINE_M))
                    for part in shapely.get_parts(inner):
                        if part.geom_type == "LineString" and part.length > _SHORT_M:
                            yield Stroke(storey, LineString(part))

    def labels(self, each: Tagged) -> Iterable[Label]:
        """Names that stand as points inside rooms."""
        named = each.tags.get("name") and each.shape.geom_type == "Point"
        if named and not _is_door(each) and ("room" in each.tags or "shop" in each.tags):
            for storey in self._storeys(each):
                yield Label(storey, Point(each.shape.coords[0]), each.tags["name"][:90])


def _shared_run(one: BaseGeometry, other: BaseGeometry) -> LineString | None:
    """The longest straight stretch of the outline of an area along that of another."""
    shared = one.boundary.intersection(other.boundary.buffer(_ON_WALL_M))
    best: LineString | None = None
    for part in shapely.get_parts(shapely.line_merge(shared) if shared.length else shared):
        if part.geom_type == "LineString":
            plain = part.simplify(_ON_WALL_M / 3)
            for ends in zip(plain.coords[:-1], plain.coords[1:], strict=True):
                run = LineString(ends)
                if run.length > max(_FRONT_M / 2, best.length if best else 0.0):
                    best = run
    return best


def _gate(one: Area, other: Area, run: LineString, width_m: float) -> Doorway:
    width = min(width_m, 0.9 * run.length)
    ends = [run.interpolate(run.length / 2 + side * width / 2) for side in (-1, 1)]
    place, joins = LineString(ends), (one.id, other.id)
    return Doorway(one.storey, place, category="gate", joins=joins)


def _category(tags: Mapping[str, str]) -> str:
    if tags.get("stairs", "no") != "no" or tags.get("room") == "stairs":
        return "stairs"
    if tags.get("highway") == "elevator" or tags.get("room") == "elevator" or "elevator" in tags:
        return "elevator"
    if tags.get("amenity") == "toilets":
        return "restroom"
    if tags.get("indoor") == "corridor":
        return "corridor"
    for key in ("room", "amenity"):
        said = tags.get(key, "")
        if said in _KINDS:
            return _KINDS[said]
        if said and (found := category_of(said.replace("_", " "))) != "room":
            return found
    if "shop" in tags:
        return "retail"
    found = category_of(tags.get("name"))
    return "lobby" if found == "room" and tags.get("indoor") == "area" else found
