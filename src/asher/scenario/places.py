"""Whether people can stand where a scenario puts them: exact places, and room for all."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from asher.documents import Keys, path_text
from asher.documents.mismatches import Mismatch
from asher.floorplan import Floorplan, Obstacle, connect, free_floors
from asher.scenario.stated import count_of, items, mappings, number_of
from asher.scenario.within import places_in

MOST_PERSONS_PER_M2 = 6.0
"""Densest standing crowd that is accepted at the start [persons/m2] (judgement: bodies touch)."""
BODY_RADIUS_M = 0.15
"""Half the width that a standing person needs at least [m] (judgement: shoulders turned)."""
NEAREST_WALL_M = 0.1
"""Nearest place to a wall that may be stated exactly [m] (judgement: nobody stands nearer)."""


@dataclass(frozen=True)
class _Crowd:
    """A group that starts somewhere on the floor: how many, and in which parts of the plan."""

    keys: Keys
    count: int
    parts: frozenset[tuple[str, int]]


def find_misplaced(occupants: Any, floorplan: Floorplan, drawn: Floorplan) -> Iterator[Mismatch]:
    """Find exact places where nobody can stand.

    Parameters
    ----------
    occupants : object
        The groups as the file states them.
    floorplan : Floorplan
        The plan, without rooms that no door leads to.
    drawn : Floorplan
        The plan with them.

    Yields
    ------
    Mismatch
        For places outside every space, in an obstacle, at a wall, or stated before.
    """
    levels = [level.name for level in floorplan.levels]
    walls = _Walls(floorplan, drawn)
    seen: dict[tuple[Any, ...], Keys] = {}
    for keys, group in mappings(occupants, ("occupants",)):
        level = group.get("level")
        places = [
            (at, place)
            for at, place in items(group.get("at_m"), (*keys, "at_m"))
            if _is_point(place)
        ]
        if places and level is None and len(levels) > 1:
            yield Mismatch((*keys, "at_m"), "exact places without a level", ", ".join(levels))
            continue
        if level is not None and level not in levels:
            continue
        for at, place in places:
            yield from walls.faults_at(at, place, level)
            first = seen.setdefault((level, *place), at)
            if first != at:
                found = f"{_text(place)} is also the place of {path_text(first)}"
                yield Mismatch(at, found, "a place of its own for each person")


def find_crowding(occupants: Any, floorplan: Floorplan) -> Iterator[Mismatch]:
    """Find groups for which there is no room on the free floor.

    Parameters
    ----------
    occupants, floorplan
        See `find_misplaced`.

    Yields
    ------
    Mismatch
        For groups that do not fit, alone or together with the others in the same part of the plan.
    """
    crowds = list(_crowds(occupants, floorplan))
    room = _room_in(floorplan)
    told: set[frozenset[tuple[str, int]]] = set()
    for crowd in crowds:
        fit = room.capacity(crowd.parts)
        if crowd.count > 0 and fit == 0:
            told.add(crowd.parts)
            found = f"no free floor to stand on for {_people(crowd.count)}"
            yield Mismatch((*crowd.keys, "count"), found, "a room or zone with free floor")
        elif crowd.count > fit:
            told.add(crowd.parts)
            yield _too_many((*crowd.keys, "count"), crowd.count, room, crowd.parts)
    groups: defaultdict[frozenset[tuple[str, int]], list[_Crowd]] = defaultdict(list)
    for crowd in crowds:
        groups[crowd.parts].append(crowd)
    # What lies within some parts has any one of its own among them.
    having: defaultdict[tuple[str, int], list[frozenset[tuple[str, int]]]] = defaultdict(list)
    for parts in groups:
        having[min(parts)].append(parts)
    for parts in groups:
        smaller = [each for part in parts for each in having[part] if each <= parts]
        inside = [crowd for each in smaller for crowd in groups[each]]
        together = sum(crowd.count for crowd in inside)
        if len(inside) > 1 and together > room.capacity(parts):
            if told.isdisjoint(crowd.parts for crowd in inside):
                yield _too_many(("occupants",), together, room, parts)
            told.add(parts)


def _too_many(keys: Keys, count: int, room: "_Room", parts: frozenset[tuple[str, int]]) -> Mismatch:
    found = f"{_people(count)} on {room.area(parts):.1f} m2 of free floor"
    allowed = f"at most {room.capacity(parts)}, {MOST_PERSONS_PER_M2:g} persons per m2"
    return Mismatch(keys, found, allowed)


def _crowds(occupants: Any, floorplan: Floorplan) -> Iterator[_Crowd]:
    spawns = [k for k, zone in enumerate(floorplan.zones) if _is_spawn(zone)]
    anywhere = frozenset(
        [("zone", k) for k in spawns] or [("space", k) for k in range(len(floorplan.spaces))]
    )
    named = {space.name: ("space", k) for k, space in enumerate(floorplan.spaces)}
    named |= {floorplan.zones[k].name: ("zone", k) for k in spawns}
    for keys, group in mappings(occupants, ("occupants",)):
        if group.get("at_m") or group.get("inflow"):
            continue
        names = places_in(group.get("within"), floorplan)
        if names is None:
            yield _Crowd(keys, count_of(group), anywhere)
        elif parts := frozenset(named[name] for name in names if name in named):
            yield _Crowd(keys, count_of(group), parts)


@lru_cache(maxsize=4)
def _room_in(floorplan: Floorplan) -> "_Room":
    """The room in a plan, kept: a study changes its scenario often and its plan never."""
    return _Room(floorplan)


class _Room:
    """Where a body has room to stand, in the spaces and spawn zones of a plan."""

    def __init__(self, floorplan: Floorplan) -> None:
        self.floorplan = floorplan
        self._places: dict[tuple[str, int], Any] = {}
        self._areas: dict[frozenset[tuple[str, int]], float] = {}

    def capacity(self, parts: frozenset[tuple[str, int]]) -> int:
        """How many people these parts hold together."""
        area = self.area(parts)
        return max(1, int(area * MOST_PERSONS_PER_M2)) if area > 0 else 0

    def area(self, parts: frozenset[tuple[str, int]]) -> float:
        """Floor that bodies can cover [m2]."""
        import shapely

        if parts not in self._areas:
            shapes = [self._standing(part).buffer(BODY_RADIUS_M) for part in sorted(parts)]
            overlap = any(kind == "zone" for kind, _ in parts)
            whole = [shapely.union_all(shapes)] if overlap else shapes
            self._areas[parts] = float(sum(shape.area for shape in whole))
        return self._areas[parts]

    def _standing(self, part: tuple[str, int]) -> Any:
        """Where the middle of a body can be [m]."""
        import shapely

        if part not in self._places:
            kind, index = part
            if kind == "space":
                for k, floor in enumerate(free_floors(self.floorplan, BODY_RADIUS_M)):
                    self._places["space", k] = floor
            else:
                zone = self.floorplan.zones[index]
                floors = [
                    self._standing(("space", k)).intersection(zone.shape)
                    for k, space in enumerate(self.floorplan.spaces)
                    if space.level == zone.level and space.shape.intersects(zone.shape)
                ]
                self._places[part] = shapely.union_all(floors)
        return self._places[part]


class _Walls:
    """Spaces, obstacles and walls of a plan by level, to look places up in."""

    def __init__(self, floorplan: Floorplan, drawn: Floorplan) -> None:
        self.floorplan, self.drawn = floorplan, drawn
        self._trees: dict[Any, tuple[Any, Any, Any]] = {}
        self._obstacles: dict[Any, list[Obstacle]] = {}

    def faults_at(self, keys: Keys, place: Any, level: Any) -> Iterator[Mismatch]:
        """Say why nobody can stand in a place."""
        from shapely.geometry import Point

        point = Point(place)
        spaces, walls, obstacles = self._trees.get(level) or self._look(level)
        if not len(spaces.query(point, predicate="intersects")):
            shut = (
                f"in space {space.name!r}, where no door leads"
                for space in self.drawn.spaces
                if level in (None, space.level) and space.shape.intersects(point)
            )
            found = f"{_text(place)} is {next(shut, 'outside every space')}"
            yield Mismatch(keys, found, "a place inside a space of the level")
            return
        around = obstacles.query(point, predicate="within")
        if len(around):
            obstacle = self._obstacles[level][around.min()]
            found = f"{_text(place)} is inside obstacle {obstacle.name!r}"
            yield Mismatch(keys, found, "a place on free floor")
            return
        nearest = walls.query_nearest(point, max_distance=NEAREST_WALL_M)
        if len(nearest):
            far = walls.geometries[nearest[0]].distance(point)
            if far < NEAREST_WALL_M - 1e-9:
                found = f"{_text(place)} is {far:.2f} m from a wall or obstacle"
                yield Mismatch(keys, found, f"at least {NEAREST_WALL_M:g} m from each")

    def _look(self, level: Any) -> tuple[Any, Any, Any]:
        import shapely

        topology = connect(self.floorplan)
        names = [each.name for each in self.floorplan.levels]
        chosen = [level in (None, names[number]) for number in topology.wall_levels]
        ends = topology.wall_segments[chosen].reshape(-1, 2, 2)
        spaces = [each.shape for each in self.floorplan.spaces if level in (None, each.level)]
        obstacles = [each for each in self.floorplan.obstacles if level in (None, each.level)]
        self._obstacles[level] = obstacles
        self._trees[level] = (
            shapely.STRtree(spaces),
            shapely.STRtree(shapely.linestrings(ends)),
            shapely.STRtree([each.shape for each in obstacles]),
        )
        return self._trees[level]


def _is_spawn(zone: Any) -> bool:
    return zone.category == "spawn" and zone.polygon is not None and zone.weight > 0


def _is_point(place: Any) -> bool:
    return (
        isinstance(place, list | tuple)
        and len(place) == 2
        and all(number_of(part) is not None for part in place)
    )


def _text(place: Any) -> str:
    return f"({place[0]:g}, {place[1]:g})"


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"
