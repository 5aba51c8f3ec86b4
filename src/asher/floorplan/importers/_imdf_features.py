"""What an archive of IMDF shows: units, openings and the rest on their storeys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._features import Feature, text_of
from asher.floorplan.importers.drawing import (
    Area,
    Doorway,
    Drawing,
    Marker,
    Note,
    Solid,
    Stair,
    Storey,
    Stroke,
)

__all__ = ["PlacedFeatures", "ours_of"]

# Units without a floor that one can stand on.
_NO_FLOOR = {"opentobelow", "structure", "column"}
# Lengths of openings [m]: longer ones are fronts that are no doorways (judgement), and an opening
# without a word about its door that is wider than the second has none.
_LONGEST_M, _OPEN_M = 20.0, 3.0
# Openings of a lost level are on one where more of them than this lie between two units [-], that
# is, this near to the walls of both [m] (judgement).
_MOST, _ON_WALL_M = 0.6, 0.3
# An end of an opening farther from a wall is off it [m] (judgement).
_ASKEW_M = 0.12
_WAYS_UP = {"stairs": "stair", "escalator": "stair", "ramp": "ramp"}
_FIXTURE_M, _OVERLOOKED_M = 1.2, 1.4


def ours_of(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What exports of ours say beside the standard."""
    ours = said.get("asher")
    return ours if isinstance(ours, dict) else {}


class PlacedFeatures:
    """The features of an archive on their storeys.

    Parameters
    ----------
    of : mapping
        Features by kind, such as ``"unit"``, in metres.
    """

    def __init__(self, of: Mapping[str, Sequence[Feature]]) -> None:
        self.of = of
        self.notes: list[Note] = []
        self.storeys: list[Storey] = []
        self.at: dict[str, int] = {}
        self.lost: Counter[str] = Counter()
        self.askew = 0
        self._lay_storeys()
        units = [*self._parts("unit")]
        on = [[each for each in units if each[1] == at] for at in range(len(self.storeys))]
        self.units = [[each.id for each, _, _ in here] for here in on]
        self.walls = [shapely.STRtree([part.boundary for _, _, part in here]) for here in on]
        self._find_lost_levels()
        self.names = self._occupants()

    def _lay_storeys(self) -> None:
        by_ordinal: dict[int, list[Feature]] = {}
        for each in self.of["level"]:
            ordinal = each.said.get("ordinal")
            if isinstance(ordinal, int | float) and float(ordinal).is_integer():
                by_ordinal.setdefault(int(ordinal), []).append(each)
            else:
                words = f"level {each.id[:40]!r} without an ordinal"
                self.notes.append(Note("left out", "level", words))
        for ordinal in sorted(by_ordinal):
            first = by_ordinal[ordinal][0]
            name = text_of(first.said.get("name")) or text_of(first.said.get("short_name"))
            height = _number(ours_of(first.said).get("elevation_m"))
            self.at.update({each.id: len(self.storeys) for each in by_ordinal[ordinal]})
            self.storeys.append(Storey(name or f"level {ordinal}", height, ordinal))

    def _find_lost_levels(self) -> None:
        """Put openings of a level that the archive does not have where they lie between units."""
        lost: dict[str, list[Point]] = {}
        for each in self.of["opening"]:
            level = _level_of(each)
            if level not in self.at and each.shape is not None:
                lost.setdefault(level, []).append(each.shape.centroid)
        for level, middles in lost.items():
            hits = [_between_two(tree, middles) for tree in self.walls]
            best = int(np.argmax(hits))
            if hits[best] < _MOST * len(middles):
                continue
            self.at[level] = best
            words = (
                f"{len(middles)} openings of a level that the archive does not have: on "
                f"{self.storeys[best].name!r}, where {hits[best]} lie between two units"
            )
            self.notes.append(Note("assumed", "level", words, self.storeys[best].name))

    def _occupants(self) -> dict[str, str]:
        """Names of units by those who are in them."""
        units = {each.id: str(each.said.get("unit_id")) for each in self.of["anchor"]}
        found: dict[str, str] = {}
        for each in self.of["occupant"]:
            unit, name = units.get(str(each.said.get("anchor_id"))), text_of(each.said.get("name"))
            if unit and name:
                found.setdefault(unit, name)
        return found

    def _parts(self, kind: str, *more: Feature) -> Iterator[tuple[Feature, int, BaseGeometry]]:
        for each in (*self.of[kind], *more):
            storey = self.at.get(_level_of(each))
            if storey is None:
                self.lost[f"{kind}s on no level"] += each.shape is not None
                continue
            for part in shapely.get_parts(each.shape).tolist() if each.shape else ():
                yield each, storey, part

    def drawing(self, name: str) -> Drawing:
        """Draw what they show.

        Parameters
        ----------
        name : str
            Name of the file.

        Returns
        -------
        Drawing
            `drawing.areas` is empty where no unit has a floor on a level.
        """
        areas, solids = self._units()
        solids += self._fixtures()
        doorways = [*self._openings()]
        if self.askew:
            words = f"{self.askew} openings stood askew to their walls: turned onto them"
            self.notes.append(Note("mended", "door-turned", words))
        strokes = []
        for each, storey, part in self._parts("detail"):
            if isinstance(part, LineString) and ours_of(each.said).get("kind") == "window":
                doorways.append(Doorway(storey, part, category="window", name=_name(each)))
            elif isinstance(part, LineString) and ours_of(each.said).get("kind") == "wall":
                strokes.append(Stroke(storey, part))
        stairs = [*self._stairs(areas)]
        markers = [*self._markers()]
        if any(self.lost.values()):
            words = ", ".join(f"{n} {what}" for what, n in self.lost.most_common() if n)
            self.notes.append(Note("left out", "no-room", words))
        venues = [text_of(each.said.get("name")) for each in self.of["venue"]]
        title = next((name for name in venues if name), name)
        source = next(
            (str(ours_of(v.said)["source"]) for v in self.of["venue"] if ours_of(v.said)),
            f"{name} (IMDF)",
        )
        schematic = any(ours_of(v.said).get("schematic") is True for v in self.of["venue"])
        return Drawing(
            title,
            source,
            tuple(self.storeys),
            areas=tuple(areas),
            doorways=tuple(doorways),
            stairs=tuple(stairs),
            solids=tuple(solids),
            strokes=tuple(strokes),
            markers=tuple(markers),
            schematic=schematic,
            notes=tuple(self.notes),
        )

    def _units(self) -> tuple[list[Area], list[Solid]]:
        areas, solids = [], []
        for each, storey, part in self._parts("unit"):
            category = str(each.said.get("category") or "room")
            if not isinstance(part, Polygon):
                self.lost["units without an area"] += 1
            elif category == "structure":
                solids.append(Solid(storey, part, _name(each)))
            elif category in _NO_FLOOR:
                self.lost[f"units of {category}"] += 1
            else:
                ours = ours_of(each.said)
                name = _name(each) or self.names.get(each.id, "")
                said = str(ours.get("category") or category.partition(".")[0])
                people = ours.get("capacity")
                capacity = people if isinstance(people, int) and people >= 0 else None
                area = Area(storey, part, name, _category(said), each.id, capacity)
                areas.append(area)
        # What stands where nobody walks anyway is a wall and no column.
        tree = shapely.STRtree([area.polygon for area in areas])
        inside = [
            solid
            for solid in solids
            if any(
                areas[at].storey == solid.storey
                for at in tree.query(solid.polygon.representative_point(), "within").tolist()
            )
        ]
        self.lost["units of structure beside the rooms"] += len(solids) - len(inside)
        return areas, inside

    def _openings(self) -> Iterator[Doorway]:
        for each, storey, part in self._parts("opening"):
            ours, leaf = ours_of(each.said), each.said.get("door")
            # A gate of a plan may be as long as a hall.
            longest = np.inf if ours else _LONGEST_M
            if not isinstance(part, LineString) or not 0 < part.length <= longest:
                self.lost[f"openings that are no line of up to {_LONGEST_M:g} m"] += 1
                continue
            kind = leaf.get("type") if isinstance(leaf, dict) else None
            is_open = kind == "open" or (leaf is None and part.length > _OPEN_M)
            lockable = ours.get("lockable")
            place, beside = self._on_its_wall(storey, LineString([part.coords[0], part.coords[-1]]))
            yield Doorway(
                storey,
                place,
                width_m=part.length if isinstance(place, Point) else None,
                category="gate" if is_open else "door",
                name=_name(each),
                joins=beside,
                main_entrance=each.said.get("category") == "pedestrian.principal" or None,
                lockable=lockable if isinstance(lockable, bool) else None,
                lock_delay_s=max(_number(ours.get("lock_delay_s")) or 0.0, 0.0),
                glazed=ours.get("glazed") is True,
            )

    def _on_its_wall(
        self, storey: int, line: LineString
    ) -> tuple[LineString | Point, tuple[str, ...]]:
        """The line, or its middle and units beside where it is askew: their wall then turns it."""
        walls, middle = self.walls[storey], line.interpolate(0.5, normalized=True)
        _, wall = walls.query([middle, *shapely.points(line.coords)], "dwithin", _ASKEW_M)
        # A unit on whose outline it lies from end to end; a chord across a corner does not.
        if (np.bincount(wall, minlength=1) == 3).any():
            return line, ()
        near = walls.query(middle, "dwithin", _ON_WALL_M).tolist()
        if not near:
            return line, ()
        near.sort(key=lambda at: walls.geometries[at].distance(middle))
        self.askew += 1
        return middle, tuple(dict.fromkeys(self.units[storey][at] for at in near[:2]))

    def _fixtures(self) -> list[Solid]:
        found = []
        for each, storey, part in self._parts("fixture"):
            if isinstance(part, Polygon):
                ours = ours_of(each.said)
                height = _number(ours.get("height_m")) or _FIXTURE_M
                see_over = ours.get("see_over")
                low = see_over if isinstance(see_over, bool) else height < _OVERLOOKED_M
                found.append(Solid(storey, part, _name(each), height, low))
        return found

    def _stairs(self, areas: Sequence[Area]) -> Iterator[Stair]:
        """Stairs between two units whose shape says where one steps on them."""
        floors = {area.id: area.storey for area in areas}
        for each in self.of["relationship"]:
            category = _WAYS_UP.get(str(each.said.get("category")))
            if category is None:
                continue
            ends = [_unit_of(each.said.get(key)) for key in ("origin", "destination")]
            storeys = [floors[end] for end in ends if end in floors]
            shape = each.shape
            if (
                not isinstance(shape, MultiLineString)
                or len(shape.geoms) != 2
                or len({*storeys}) != 2
            ):
                # Stairwells over each other are joined all the same.
                self.lost["stairs whose foot and head are not drawn"] += 1
                continue
            foot, head = (LineString(line) for line in shape.geoms)
            if storeys[0] > storeys[1]:
                storeys, foot, head = storeys[::-1], head, foot
            ours = ours_of(each.said)
            yield Stair(
                storeys[0],
                storeys[1],
                foot,
                head,
                "ramp" if category == "ramp" else "stair",
                text_of(ours.get("name")),
                _number(ours.get("width_m")),
                _number(ours.get("length_m")),
            )

    def _markers(self) -> Iterator[Marker]:
        marked = [each for each in self.of["anchor"] if ours_of(each.said)]
        for each, storey, part in self._parts("geofence", *marked):
            ours = ours_of(each.said)
            kind = ours.get("category")
            if kind not in {"spawn", "post", "shelter", "assembly", "staging"}:
                self.lost["geofences"] += 1
            elif isinstance(part, Polygon | Point):
                weight = _number(ours.get("weight"))
                yield Marker(storey, part, kind, _name(each), 1.0 if weight is None else weight)


def _between_two(walls: shapely.STRtree, middles: Sequence[Point]) -> int:
    found, _ = walls.query(middles, "dwithin", _ON_WALL_M)
    return int((np.bincount(found, minlength=len(middles)) >= 2).sum())


def _level_of(each: Feature) -> str:
    several = each.said.get("level_ids")
    first = several[0] if isinstance(several, list) and several else None
    return str(each.said.get("level_id") or first or ours_of(each.said).get("level_id"))


def _name(each: Feature) -> str:
    return text_of(each.said.get("name")) or text_of(ours_of(each.said).get("name"))


def _category(word: str) -> str:
    return {"unspecified": "room", "nonpublic": "room"}.get(word, word[:60])


def _unit_of(said: Any) -> str:
    return str(said.get("id")) if isinstance(said, dict) else ""


def _number(value: Any) -> float | None:
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_one and np.isfinite(value) else None
