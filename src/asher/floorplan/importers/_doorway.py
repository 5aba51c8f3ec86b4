"""A doorway of a drawing: the rooms on its sides, and the opening that it becomes or why none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._frame import Frame, plain_edges
from asher.floorplan.importers._work import Room, Way, Work
from asher.floorplan.importers.drawing import Doorway
from asher.floorplan.lines import TOLERANCE_M, Edges

# How far behind a doorway a room may begin [m]: the thickest walls (judgement), and more where the
# source itself says which rooms a door joins.
REACH_M, _SAID_REACH_M = 0.65, 1.5
# Nobody gets through less [m], but for rounding; `asher.floorplan.ways` refuses it.
_MIN_WIDTH_M = 0.498
# A tongue is wider by a hair, so that rounding parts it from no side of the doorway [m].
_HAIR_M = 2e-4
# A door this far inside a room was meant for its wall [m] (judgement: a hand's width).
_HAND_M = (0.04, 0.08, 0.12, 0.16, 0.2)


def width_of(doorway: Doorway) -> float | None:
    """The width that a source gives a doorway [m]; None where it gives none."""
    if doorway.width_m is not None and doorway.width_m > 0:
        return doorway.width_m
    return float(doorway.place.length) or None


class Floor:
    """The rooms of a storey, to be asked what lies where."""

    def __init__(self, rooms: list[Room]) -> None:
        self.rooms = rooms
        shapes = np.array([room.shape for room in rooms], dtype=object)
        shapely.prepare(shapes)
        self._tree = shapely.STRtree(shapes)
        self._walls: dict[int, tuple[BaseGeometry, Edges]] = {}

    def near(
        self, places: Sequence[BaseGeometry], reach_m: float | NDArray[np.float64]
    ) -> list[list[Room]]:
        """Rooms within reach of each place, in the order of the drawing."""
        found: list[list[int]] = [[] for _ in places]
        here = np.array(places, dtype=object)
        pairs = self._tree.query(here, predicate="dwithin", distance=reach_m)
        for place, room in pairs.T.tolist():
            found[place].append(room)
        return [[self.rooms[at] for at in sorted(each)] for each in found]

    def walls(self, room: Room) -> tuple[BaseGeometry, Edges]:
        """The boundary of a room, and its edges without slight turns."""
        if id(room) not in self._walls:
            self._walls[id(room)] = room.shape.boundary, plain_edges(room.shape)
        return self._walls[id(room)]


class FittedDoorway:
    """A doorway, the rooms on its sides, and the opening that it becomes."""

    frame: Frame
    # The rooms on its left and on its right; one may be missing.
    left: Room | None = None
    right: Room | None = None
    # The rooms it is fitted to: the larger one first, or the only one.
    rooms: tuple[Room, ...] = ()
    at: tuple[float, float] | None = None
    line: LineString | None = None
    tongue: Polygon | None = None
    beyond: Room | None = None

    def __init__(self, work: Work, floor: Floor, doorway: Doorway, said: list[Room]) -> None:
        self.work, self.floor, self.doorway = work, floor, doorway
        self.said = said if len(doorway.joins) <= 2 else []
        self.near = self.said
        self.width = width_of(doorway) or work.options.door_width_m
        self.called = (
            f"{doorway.category} {doorway.name!r}" if doorway.name else (f"a {doorway.category}")
        )
        self.reach = _SAID_REACH_M if self.said else REACH_M

    def leave_out(self, code: str, why: str) -> None:
        """Note that it is left out, and why."""
        if self.doorway.category == "window":
            code, why = "window", "fits no wall between a room and the outside"
        words = f"{self.called} {why}"
        self.work.note("left out", code, words, self.doorway.storey, self.doorway.place)

    def look(self) -> None:
        """Find the line of its wall."""
        place = self.doorway.place
        if isinstance(place, LineString):
            (start, *_, end) = np.asarray(place.coords)
            if np.hypot(*(end - start)) > 1e-6:
                self.frame = Frame.along(start, end)
                return
        point = np.asarray(place.representative_point().coords[0])
        walls = [self.floor.walls(room) for room in self.near]
        away = shapely.distance([wall for wall, _ in walls], shapely.points(point))
        self.frame = Frame.on_edges(walls[int(np.argmin(away))][1], point)

    def settle(self) -> None:
        """Choose its rooms of what is on its sides and what the source says."""
        left, right = self.left, self.right
        if len(self.said) == 2 and {left, right} != {*self.said}:
            one, other = self.said
            of_one, of_other = (self.frame.side_of(r.shape, self.reach) for r in (one, other))
            left, right = (other, one) if of_one < of_other else (one, other)
        elif self.said and left is None and right is None:
            left = self.said[0]
        if left is not None and left is right:
            left, right = self._beside_wall(left)
        self.left, self.right = left, right
        both = [room for room in (left, right) if room is not None]
        if left is not right and (len(both) == 1 or self.doorway.category != "window"):
            self.rooms = tuple(sorted(both, key=lambda room: -room.shape.area))

    def _beside_wall(self, room: Room) -> tuple[Room, Room]:
        """The rooms of a door that was drawn a hand's width beside its wall, inside a room."""
        for depth in _HAND_M:
            for side in (1.0, -1.0):
                point = Point(self.frame.at(0.0, side * depth))
                for other in self.near:
                    if other is not room and other.shape.contains(point):
                        return (other, room) if side > 0 else (room, other)
        return room, room

    def way(self) -> Way | None:
        """The opening that it becomes; None where it is left out, which is noted."""
        left, right = self.left, self.right
        if not self.near:
            self.leave_out("door-nowhere", "is not on the wall of a room")
        elif left is None and right is None:
            self.leave_out("door-nowhere", "has no room on either side")
        elif left is right:
            assert left is not None
            self.leave_out("door-inside", f"has {left.called} on both sides")
        elif left is not None and right is not None:
            return self._between(left, right)
        else:
            return self._outside(self.rooms[0])
        return None

    def _between(self, left: Room, right: Room) -> Way | None:
        if self.doorway.category == "window":
            self.leave_out("window", "")
        elif self.at is None:
            self.leave_out("door-askew", f"does not fit the walls of {_two(left, right)}")
        elif self.line is None:
            self.leave_out("door-askew", f"does not reach from {left.called} to {right.called}")
        else:
            if self.tongue is not None:
                self.rooms[0].tongues.append(self.tongue.buffer(_HAIR_M, join_style="mitre"))
            if self.line.length >= _MIN_WIDTH_M:
                self._tell_change(self.line)
                return Way(self.line, self.rooms, self.doorway)
            width = self.line.length
            self.leave_out("door-narrow", f"of {width:.2f} m between {_two(left, right)}")
        return None

    def _outside(self, room: Room) -> Way | None:
        if self.beyond is not None:
            why = f"of {room.called} faces {self.beyond.called} across a space that is not drawn"
            self.leave_out("door-nowhere", why)
            return None
        line = self.line
        if line is None or line.length < _MIN_WIDTH_M:
            self.leave_out("door-askew", f"does not fit the wall of {room.called}")
            return None
        if self.doorway.category != "window":
            self._tell_change(line)
            if self.doorway.exterior is False:
                words = f"{self.called} of {room.called} leads outside, as no room is behind it"
                self.work.note("assumed", "exit", words, self.doorway.storey, line)
        return Way(line, (room,), self.doorway)

    def _tell_change(self, line: LineString) -> None:
        lost = self.width - line.length
        if lost > TOLERANCE_M:
            words = f"{self.called} was {self.width:.2f} m wide; its wall has {line.length:.2f} m"
            self.work.note("mended", "door-narrowed", words, self.doorway.storey, line, lost)
        moved = float(line.distance(self.doorway.place))
        if moved > REACH_M:
            words = f"{self.called} was {moved:.2f} m off its wall"
            self.work.note("mended", "door-moved", words, self.doorway.storey, line, moved)


def _two(one: Room, other: Room) -> str:
    return f"{one.called} and {other.called}"
