"""From doorways in walls of any thickness to openings on the shared boundary of two rooms.

The walls of a plan have no thickness. Where a source has some, the larger of the two rooms takes
a tongue of floor through the doorway, and the opening lies where the tongue meets the other room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._frame import Frame, placed_on_stretch, stretches
from asher.floorplan.importers._work import Room, Way, Work, polygons_of
from asher.floorplan.importers.drawing import Doorway
from asher.floorplan.lines import TOLERANCE_M

__all__ = ["REACH_M", "cut_door", "longest_shared", "make_openings", "open_gates"]

# How far behind a doorway a room may begin [m]: the thickest walls (judgement), and more where the
# source itself says which rooms a door joins.
REACH_M, _SAID_REACH_M = 0.65, 1.5
# Nobody gets through less [m], but for rounding; `asher.floorplan.ways` refuses it.
_MIN_WIDTH_M = 0.498
# A door is one that was drawn already if its middle is this near [m].
_TWICE_M = 0.35
_HAIR_M = 2e-4
# A door this far inside a room was meant for its wall [m] (judgement: a hand's width).
_HAND_M = (0.04, 0.08, 0.12, 0.16, 0.2)
# Space in front of an outside door; what is nearer is a part of the building not drawn [m].
_FREE_M = 1.2
# The narrowest open stretch between two rooms that touch [m] (judgement: a doorway).
_GATE_M = 0.8
_DEPTHS_M = (0.02, 0.06, 0.12, 0.2, 0.3, 0.4, 0.5, 0.65)
_SHARES = (0.5, 0.25, 0.75)


def make_openings(work: Work) -> None:
    """Make openings of the doorways of a drawing.

    Parameters
    ----------
    work : Work
        Its ways are filled, rooms grow through walls, and noted what was assumed and left out.
    """
    by_id: dict[str, list[Room]] = {}
    for room in work.rooms:
        by_id.setdefault(room.id, []).append(room)
    unknown_widths = 0
    for storey in range(len(work.drawing.storeys)):
        floor = _Floor(work.on(storey))
        # Doors first: a window takes no wall from a door.
        here = [each for each in work.drawing.doorways if each.storey == storey]
        here.sort(key=lambda each: each.category == "window")
        for doorway in _without_copies(work, here):
            said = [room for id in doorway.joins for room in by_id.get(id, []) if id]
            said = [room for room in said if room.storey == storey]
            unknown_widths += doorway.category != "window" and _width(doorway) is None
            way = _Doorway(work, floor, doorway, said).way()
            if way is not None:
                work.ways.append(way)
    for room in work.rooms:
        room.take_tongues()
    order = {id(doorway): at for at, doorway in enumerate(work.drawing.doorways)}
    work.ways.sort(key=lambda way: order[id(way.doorway)])
    if unknown_widths:
        width = work.options.door_width_m
        words = f"{unknown_widths} doors have no width in the source: {width:g} m clear"
        work.note("assumed", "door-width", words, amount_m=width)


def cut_door(work: Work, doorway: Doorway, rooms: tuple[Room, Room]) -> Way | None:
    """Make one more opening between two rooms.

    Parameters
    ----------
    work : Work
        Its ways grow by it; nothing is noted.
    doorway : Doorway
        Where it is meant.
    rooms : (Room, Room)
        Which it is to join; one grows through the wall.

    Returns
    -------
    Way or None
        The opening; None where none fits.
    """
    noted = len(work.notes)
    way = _Doorway(work, _Floor(work.on(doorway.storey)), doorway, [*rooms]).way()
    del work.notes[noted:]
    if way is not None:
        work.ways.append(way)
    for room in rooms:
        room.take_tongues()
    return way


def _width(doorway: Doorway) -> float | None:
    if doorway.width_m is not None and doorway.width_m > 0:
        return doorway.width_m
    return float(doorway.place.length) or None


class _Floor:
    """The rooms of a storey, to be asked what lies where."""

    def __init__(self, rooms: list[Room]) -> None:
        self.rooms = rooms
        self._tree = shapely.STRtree([room.shape for room in rooms])

    def near(self, place: Point | LineString | Polygon, reach_m: float) -> list[Room]:
        """Rooms within reach, in the order of the drawing."""
        found = self._tree.query(place, predicate="dwithin", distance=reach_m)
        return [self.rooms[at] for at in sorted(found.tolist())]


class _Doorway:
    """A doorway, and the rooms on its sides."""

    def __init__(self, work: Work, floor: _Floor, doorway: Doorway, said: list[Room]) -> None:
        self.work, self.floor, self.doorway = work, floor, doorway
        self.said = said if len(doorway.joins) <= 2 else []
        self.width = _width(doorway) or work.options.door_width_m
        self.called = (
            f"{doorway.category} {doorway.name!r}" if doorway.name else (f"a {doorway.category}")
        )
        self.reach = _SAID_REACH_M if self.said else REACH_M

    def leave_out(self, code: str, why: str) -> None:
        if self.doorway.category == "window":
            code, why = "window", "fits no wall between a room and the outside"
        words = f"{self.called} {why}"
        self.work.note("left out", code, words, self.doorway.storey, self.doorway.place)

    def way(self) -> Way | None:
        """The opening that it becomes; None where it is left out, which is noted."""
        near = self.said or self.floor.near(self.doorway.place, self.reach)
        if not near:
            self.leave_out("door-nowhere", "is not on the wall of a room")
            return None
        frame = self._frame(near)
        left, right = self._sides(frame, near)
        if left is None and right is None:
            self.leave_out("door-nowhere", "has no room on either side")
        elif left is right:
            assert left is not None
            return self._beside_wall(frame, near, left)
        elif left is not None and right is not None:
            return self._between(frame, left, right)
        else:
            room = left or right
            assert room is not None
            return self._outside(frame, room, outwards=1.0 if left is None else -1.0)
        return None

    def _beside_wall(self, frame: Frame, near: Sequence[Room], room: Room) -> Way | None:
        """The opening of a door that was drawn a hand's width beside its wall, inside a room."""
        for depth in _HAND_M:
            for side in (1.0, -1.0):
                point = Point(frame.at(0.0, side * depth))
                for other in near:
                    if other is not room and other.shape.contains(point):
                        both = (other, room) if side > 0 else (room, other)
                        return self._between(frame, *both)
        self.leave_out("door-inside", f"has {room.called} on both sides")
        return None

    def _frame(self, near: Sequence[Room]) -> Frame:
        place = self.doorway.place
        if isinstance(place, LineString):
            (start, *_, end) = np.asarray(place.coords)
            if np.hypot(*(end - start)) > 1e-6:
                return Frame.along(start, end)
        point = np.asarray(place.representative_point().coords[0])
        nearest = min(near, key=lambda room: room.shape.boundary.distance(Point(point)))
        return Frame.on_wall(nearest.shape, point)

    def _sides(self, frame: Frame, near: Sequence[Room]) -> tuple[Room | None, Room | None]:
        """The room on the left of the line and that on its right."""
        left, right = self._facing(frame, near, 1.0), self._facing(frame, near, -1.0)
        if len(self.said) == 2 and {left, right} != {*self.said}:
            one, other = self.said
            flip = frame.side_of(one.shape, self.reach) < frame.side_of(other.shape, self.reach)
            return (other, one) if flip else (one, other)
        if self.said and left is None and right is None:
            return self.said[0], None
        return left, right

    def _facing(self, frame: Frame, near: Sequence[Room], side: float) -> Room | None:
        half = min(self.width, 2.0) / 2
        for depth in _DEPTHS_M:
            if depth > self.reach:
                break
            for share in _SHARES:
                point = Point(frame.at((2 * share - 1) * half, side * depth))
                for room in near:
                    if room.shape.contains(point):
                        return room
        return None

    def _between(self, frame: Frame, left: Room, right: Room) -> Way | None:
        if self.doorway.category == "window":
            self.leave_out("window", "")
            return None
        both = stretches(frame, [left.shape, right.shape], self.width, self.reach)
        at = placed_on_stretch(both, self.width)
        if at is None:
            self.leave_out("door-askew", f"does not fit the walls of {_two(left, right)}")
            return None
        large, small = sorted((left, right), key=lambda room: -room.shape.area)
        line = self._cut_through(frame, at, large, small)
        if line is None:
            self.leave_out("door-askew", f"does not reach from {left.called} to {right.called}")
            return None
        if line.length < _MIN_WIDTH_M:
            self.leave_out("door-narrow", f"of {line.length:.2f} m between {_two(left, right)}")
            return None
        self._tell_change(line)
        return Way(line, (large, small), self.doorway)

    def _cut_through(
        self, frame: Frame, at: tuple[float, float], large: Room, small: Room
    ) -> LineString | None:
        wall = frame.box(at, self.reach).difference(large.shape).difference(small.shape)
        tongues = self._tongues(wall, frame, at, large, small)
        others = [
            room.shape
            for tongue in tongues[:1]
            for room in self.floor.near(tongue, 0.0)
            if room not in {large, small} and room.shape.intersection(tongue).area > 1e-4
        ]
        if others:
            # The floor of a third room is no wall, as beside a door at a fork of corridors.
            wall = wall.difference(shapely.union_all(others))
            tongues = self._tongues(wall, frame, at, large, small)
        if tongues and frame.depth(tongues[0]) > TOLERANCE_M:
            tongue = tongues[0]
            line = frame.widest_run(small.shape, at, tongue)
            if line is not None:
                # A hair wider, so that rounding parts it from no side of the doorway.
                large.tongues.append(tongue.buffer(_HAIR_M, join_style="mitre"))
            return line
        return frame.widest_run(small.shape, at, large.shape)

    def _tongues(
        self, wall: BaseGeometry, frame: Frame, at: tuple[float, float], large: Room, small: Room
    ) -> list[Polygon]:
        """What of a wall lies in the way from one room to the other."""
        return [
            part
            for part in polygons_of(wall)
            if part.dwithin(large.shape, 1e-6)
            and part.dwithin(small.shape, 1e-6)
            and frame.crosses(part, at)
        ]

    def _outside(self, frame: Frame, room: Room, outwards: float) -> Way | None:
        beyond = [
            other
            for other in self.floor.near(frame.ray(outwards, _FREE_M), 0.0)
            if other is not room
        ]
        if beyond and self.doorway.category != "window":
            self.leave_out(
                "door-nowhere",
                f"of {room.called} faces {beyond[0].called} across a space that is not drawn",
            )
            return None
        at = placed_on_stretch(stretches(frame, [room.shape], self.width, self.reach), self.width)
        line = None if at is None else frame.widest_run(room.shape, at, frame.box(at, self.reach))
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


def _without_copies(work: Work, doorways: Sequence[Doorway]) -> list[Doorway]:
    """Leave out doors that were drawn twice, as where each of two rooms has its own."""
    kept: list[Doorway] = []
    middles = [each.place.centroid for each in doorways]
    tree = shapely.STRtree(middles)
    gone: set[int] = set()
    for at, doorway in enumerate(doorways):
        if at in gone:
            continue
        kept.append(doorway)
        if doorway.category == "window":
            continue
        for other in sorted(tree.query(middles[at], "dwithin", _TWICE_M).tolist()):
            if other > at and other not in gone and doorways[other].category != "window":
                gone.add(other)
                words = f"a {doorways[other].category} was drawn twice"
                work.note("mended", "door-twice", words, doorway.storey, middles[at])
    return kept


def open_gates(work: Work) -> None:
    """Open gates between rooms that touch without a wall or a door between them.

    Parameters
    ----------
    work : Work
        Its ways grow by gates, each noted as assumed.
    """
    joined = {frozenset(map(id, way.rooms)) for way in work.ways if len(way.rooms) == 2}
    for storey in range(len(work.drawing.storeys)):
        rooms = work.on(storey)
        tree = shapely.STRtree([room.shape for room in rooms])
        pairs = tree.query([r.shape for r in rooms], predicate="dwithin", distance=TOLERANCE_M)
        for first, second in sorted(map(tuple, pairs.T.tolist())):
            one, other = rooms[first], rooms[second]
            if first >= second or frozenset((id(one), id(other))) in joined:
                continue
            line = longest_shared(one.shape, other.shape)
            if line is not None and line.length >= _GATE_M:
                words = f"{one.called} and {other.called} touch without a wall: open to each other"
                work.note("assumed", "open-plan", words, storey, line, line.length)
                work.ways.append(Way(line, (one, other), Doorway(storey, line, category="gate")))


def longest_shared(one: Polygon, other: Polygon, reach_m: float = TOLERANCE_M) -> LineString | None:
    """The longest straight stretch of the outline of a room behind which another one is.

    Parameters
    ----------
    one, other : Polygon
        Two rooms [m].
    reach_m : float
        How far behind [m].

    Returns
    -------
    LineString or None
        Clear of its corners; None where there is none.
    """
    shared = one.boundary.intersection(other.buffer(reach_m))
    parts = [part for part in shapely.get_parts(shared) if part.geom_type == "LineString"]
    merged = shapely.line_merge(shapely.multilinestrings(parts)) if parts else shared
    runs: list[NDArray[np.float64]] = []
    for part in shapely.get_parts(merged):
        if part.geom_type == "LineString":
            points = np.asarray(part.simplify(0.02).coords)
            runs += [points[at : at + 2] for at in range(len(points) - 1)]
    lengths = Counter({at: float(np.hypot(*(run[1] - run[0]))) for at, run in enumerate(runs)})
    if not lengths:
        return None
    best, length = lengths.most_common(1)[0]
    start, end = runs[best]
    # Clear of the corners, where a third room may begin.
    margin = min(0.06, length / 20) * (end - start) / length
    return LineString([start + margin, end - margin])
