"""Doors that a source does not show: where a room that nothing leads to could have one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import shapely
from shapely.geometry import LineString

from asher.floorplan.importers._doors import cut_door
from asher.floorplan.importers._doorway import REACH_M
from asher.floorplan.importers._gates import longest_shared
from asher.floorplan.importers._work import Room, Work
from asher.floorplan.importers.drawing import Doorway

__all__ = ["assume_doors", "what_to_draw"]

# What people walk through to others: a door onto one of these comes first.
_WAYS = {"corridor", "lobby", "stairs", "walkway"}
# Nobody leaves by one.
_LIFT = "elevator"
# Clear of the ends of a wall, and of other doors [m].
_FREE_M = 0.1
# Where along a wall a door is tried, the middle first.
_SHARES = (0.5, 0.3, 0.7, 0.15, 0.85)


class _Wall(NamedTuple):
    """A stretch of wall between two rooms, on the outline of the first."""

    room: Room
    other: Room
    run: LineString

    @property
    def rank(self) -> tuple[bool, float]:
        """How well a door stands there."""
        return self.other.category in _WAYS, self.run.length


def assume_doors(work: Work) -> None:
    """Give rooms that nothing leads to a door onto a room beside them that can be left.

    Parameters
    ----------
    work : Work
        Its ways grow by doors, each noted as assumed.
    """
    reached = _reached(work)
    walls = [wall for room, others in _beside(work) for wall in _walls(work, room, others)]
    while True:
        ahead = [
            wall for wall in walls if id(wall.room) not in reached and id(wall.other) in reached
        ]
        if not ahead:
            return
        best = max(ahead, key=lambda wall: wall.rank)
        if _door_in(work, best):
            reached = _reached(work)
        else:
            walls.remove(best)


def what_to_draw(work: Work, room: Room, others: Iterable[Room]) -> str:
    """Say what a room without a way out lacks.

    Parameters
    ----------
    work : Work
        All rooms.
    room : Room
        One that cannot be left.
    others : iterable of Room
        Those that can be left.

    Returns
    -------
    str
        What to draw, and where.
    """
    if room.category == _LIFT:
        return "nobody leaves by a lift"
    here = [other for other in others if other.storey == room.storey]
    if not here:
        return _what_storey_lacks(work, room.storey)
    wall = max(_walls(work, room, here), key=lambda wall: wall.rank, default=None)
    if wall is None:
        return "no room beside it can be left: draw a door to the outside, or what lies between"
    x, y = wall.run.interpolate(0.5, normalized=True).coords[0]
    onto = wall.other.called
    return f"draw a door onto {onto}, as at ({x:.1f}, {y:.1f}), or assume it (--assume-doors)"


def _what_storey_lacks(work: Work, storey: int) -> str:
    name = work.drawing.storeys[storey].name
    ends = {
        room.called: None
        for flight in work.flights
        if any(room.storey == storey for room in flight.rooms)
        for room in flight.rooms
        if room.storey != storey
    }
    if not ends:
        return f"no stair or way out of {name!r} is drawn: draw one"
    first, *more = ends
    others = f" and {len(more)} more" if more else ""
    return f"stairs of {name!r} lead to {first}{others}, without a way out too: draw its door"


def _reached(work: Work) -> set[int]:
    """Rooms that can be left, by identity; of a building without a way out the most that join."""
    beside: dict[int, set[int]] = defaultdict(set)
    pairs = [way.rooms for way in work.ways if way.doorway.category != "window"]
    outside = -1
    for rooms in [*pairs, *(flight.rooms for flight in work.flights)]:
        one, other = id(rooms[0]), id(rooms[1]) if len(rooms) == 2 else outside
        beside[one].add(other)
        beside[other].add(one)
    if outside in beside:
        return _joined(beside, outside)
    found: list[set[int]] = []
    for room in sorted(work.rooms, key=lambda room: -room.shape.area):
        if not any(id(room) in group for group in found):
            found.append(_joined(beside, id(room)))
    return max(found, key=len)


def _joined(beside: dict[int, set[int]], start: int) -> set[int]:
    found, ahead = {start}, [start]
    while ahead:
        more = beside[ahead.pop()] - found
        found |= more
        ahead += more
    return found


def _beside(work: Work) -> Iterator[tuple[Room, list[Room]]]:
    for storey in range(len(work.drawing.storeys)):
        rooms = work.on(storey)
        tree = shapely.STRtree([room.shape for room in rooms])
        for room in rooms:
            near = sorted(tree.query(room.shape, "dwithin", REACH_M).tolist())
            yield room, [rooms[at] for at in near]


def _walls(work: Work, room: Room, others: Iterable[Room]) -> Iterator[_Wall]:
    """Where a door of a room fits into a wall behind which another one is."""
    if room.category == _LIFT:
        return
    least = work.options.door_width_m + 2 * _FREE_M
    for other in others:
        near = other is not room and other.storey == room.storey and other.category != _LIFT
        if near and room.shape.dwithin(other.shape, REACH_M):
            run = longest_shared(room.shape, other.shape, REACH_M)
            if run is not None and run.length >= least:
                yield _Wall(room, other, run)


def _door_in(work: Work, wall: _Wall) -> bool:
    storey, width = wall.room.storey, work.options.door_width_m
    taken = [way.line for way in work.ways if way.doorway.storey == storey]
    for share in _SHARES:
        at = _FREE_M + share * (wall.run.length - width - 2 * _FREE_M)
        line = LineString([wall.run.interpolate(at), wall.run.interpolate(at + width)])
        if any(each.dwithin(line, _FREE_M) for each in taken):
            continue
        way = cut_door(work, Doorway(storey, line, width), (wall.room, wall.other))
        if way is not None:
            words = (
                f"{wall.room.called} has no door in the source: one of {way.line.length:.2f} m "
                f"onto {wall.other.called}"
            )
            work.note("assumed", "missing-door", words, storey, way.line, way.line.length)
            return True
    return False
