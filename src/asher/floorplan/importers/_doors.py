"""From doorways in walls of any thickness to openings on the shared boundary of two rooms.

The walls of a plan have no thickness. Where a source has some, the larger of the two rooms takes
a tongue of floor through the doorway, and the opening lies where the tongue meets the other room.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._frame import (
    Frame,
    Frames,
    Shapes,
    Vector,
    find_tongues,
    placed_on_stretch,
    plain_edges,
    shared_runs,
    widest_runs,
)
from asher.floorplan.importers._work import Room, Way, Work
from asher.floorplan.importers.drawing import Doorway
from asher.floorplan.lines import TOLERANCE_M, Edges

__all__ = ["REACH_M", "cut_door", "make_openings"]

# How far behind a doorway a room may begin [m]: the thickest walls (judgement), and more where the
# source itself says which rooms a door joins.
REACH_M, _SAID_REACH_M = 0.65, 1.5
# Nobody gets through less [m], but for rounding; `asher.floorplan.ways` refuses it.
_MIN_WIDTH_M = 0.498
# A door is one that was drawn already if its middle is this near [m].
_TWICE_M = 0.35
_HAIR_M = 2e-4
# More of a tongue is not on a third room by rounding alone [m2].
_SHARED_M2 = 1e-4
# A door this far inside a room was meant for its wall [m] (judgement: a hand's width).
_HAND_M = (0.04, 0.08, 0.12, 0.16, 0.2)
# Space in front of an outside door; what is nearer is a part of the building not drawn [m].
_FREE_M = 1.2
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
        doors = []
        for doorway in _without_copies(work, here):
            said = [room for id in doorway.joins for room in by_id.get(id, []) if id]
            said = [room for room in said if room.storey == storey]
            unknown_widths += doorway.category != "window" and _width(doorway) is None
            doors.append(_Doorway(work, floor, doorway, said))
        work.ways += _ways(doors, floor)
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
    floor = _Floor(work.on(doorway.storey))
    ways = _ways([_Doorway(work, floor, doorway, [*rooms])], floor)
    del work.notes[noted:]
    work.ways += ways
    for room in rooms:
        room.take_tongues()
    return next(iter(ways), None)


def _width(doorway: Doorway) -> float | None:
    if doorway.width_m is not None and doorway.width_m > 0:
        return doorway.width_m
    return float(doorway.place.length) or None


class _Floor:
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


class _Doorway:
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

    def __init__(self, work: Work, floor: _Floor, doorway: Doorway, said: list[Room]) -> None:
        self.work, self.floor, self.doorway = work, floor, doorway
        self.said = said if len(doorway.joins) <= 2 else []
        self.near = self.said
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
                # A hair wider, so that rounding parts it from no side of the doorway.
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


def _ways(doors: Sequence[_Doorway], floor: _Floor) -> list[Way]:
    """The openings that doorways of a storey become, of those that are not left out."""
    _look_around(doors, floor)
    _fit(doors, floor)
    return [way for door in doors if (way := door.way()) is not None]


def _look_around(doors: Sequence[_Doorway], floor: _Floor) -> None:
    """Find the rooms near doorways, the lines of their walls, and the rooms on both sides."""
    lost = [door for door in doors if not door.said]
    places = [door.doorway.place for door in lost]
    for door, near in zip(lost, floor.near(places, np.full(len(lost), REACH_M)), strict=True):
        door.near = near
    found = [door for door in doors if door.near]
    for door in found:
        door.look()
    for door, left, right in zip(found, _facing(found, 1.0), _facing(found, -1.0), strict=True):
        door.left, door.right = left, right
        door.settle()
    outside = [d for d in doors if len(d.rooms) == 1 and d.doorway.category != "window"]
    rays = [door.frame.ray(1.0 if door.left is None else -1.0, _FREE_M) for door in outside]
    for door, met in zip(outside, floor.near(rays, np.zeros(len(rays))), strict=True):
        door.beyond = next((other for other in met if other is not door.rooms[0]), None)


def _facing(doors: Sequence[_Doorway], side: float) -> list[Room | None]:
    """The room nearest behind each doorway on a side: 1.0 for the left of its line."""
    found: list[Room | None] = [None] * len(doors)
    frames = Frames.of([door.frame for door in doors])
    half = np.array([min(door.width, 2.0) / 2 for door in doors])
    pairs = [(at, room) for at, door in enumerate(doors) for room in door.near]
    ahead = np.array([at for at, _ in pairs], dtype=np.int64)
    shapes = np.array([room.shape for _, room in pairs], dtype=object)
    reach = np.array([door.reach for door in doors])
    left = np.arange(len(pairs))
    for depth in _DEPTHS_M:
        left = left[depth <= reach[ahead[left]]]
        for share in _SHARES:
            of = ahead[left]
            points = frames.take(of).at((2 * share - 1) * half[of], np.full(len(of), side * depth))
            inside = shapely.contains_xy(shapes[left], *points.T)
            for pair in left[inside].tolist():
                at, room = pairs[pair]
                found[at] = found[at] or room
            known = np.array([room is not None for room in found], dtype=bool)
            left = left[~known[of]]
    return found


def _fit(doors: Sequence[_Doorway], floor: _Floor) -> None:
    """Put doorways on the walls that their rooms share, and cut through where these are thick."""
    fitting = [door for door in doors if door.rooms and door.beyond is None]
    runs = shared_runs(
        Frames.of([door.frame for door in fitting]),
        [[floor.walls(room)[0] for room in door.rooms] for door in fitting],
        np.array([door.width for door in fitting]),
        np.array([door.reach for door in fitting]),
    )
    for door, found in zip(fitting, runs, strict=True):
        door.at = placed_on_stretch(found, door.width)
    fitting = [door for door in fitting if door.at is not None]
    frames = Frames.of([door.frame for door in fitting])
    at = np.array([door.at for door in fitting]).reshape(-1, 2)
    throats = frames.boxes(at, np.array([door.reach for door in fitting]))
    two = np.flatnonzero([len(door.rooms) == 2 for door in fitting])
    tongues = _tongues([fitting[k] for k in two], frames.take(two), at[two], throats[two], floor)
    for k, tongue in zip(two.tolist(), tongues, strict=True):
        fitting[k].tongue = tongue
        throats[k] = tongue or fitting[k].rooms[0].shape
    walls = np.array([floor.walls(door.rooms[-1])[0] for door in fitting], dtype=object)
    for door, line in zip(fitting, widest_runs(frames, at, walls, throats), strict=True):
        door.line = door.work.as_planned(door.doorway.place, line)
        door.tongue = None if line is None else door.tongue


def _tongues(
    doors: Sequence[_Doorway], frames: Frames, at: Vector, throats: Shapes, floor: _Floor
) -> list[Polygon | None]:
    """The floor of doorways between two rooms, where their wall is thick."""
    large, small = (
        np.array([door.rooms[side].shape for door in doors], dtype=object) for side in (0, 1)
    )
    walls = shapely.difference(shapely.difference(throats, large), small)
    found = find_tongues(frames, at, walls, large, small)
    cut = [k for k, tongue in enumerate(found) if tongue is not None]
    near = floor.near([found[k] for k in cut], np.zeros(len(cut)))
    forks: dict[int, BaseGeometry] = {}
    for k, rooms in zip(cut, near, strict=True):
        shapes = np.array([r.shape for r in rooms if r not in doors[k].rooms], dtype=object)
        shapes = shapes[shapely.area(shapely.intersection(shapes, found[k])) > _SHARED_M2]
        if len(shapes):
            forks[k] = shapely.union_all(shapes)
    if forks:
        # The floor of a third room is no wall, as beside a door at a fork of corridors.
        where = np.array([*forks])
        rest = shapely.difference(walls[where], np.array([*forks.values()], dtype=object))
        again = find_tongues(frames.take(where), at[where], rest, large[where], small[where])
        for fork, tongue in zip(forks, again, strict=True):
            found[fork] = tongue
    return found


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
