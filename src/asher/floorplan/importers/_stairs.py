"""From stairs as drawn, and from stairwells that lie over each other, to ways between levels."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point

from asher.floorplan.importers._frame import Frame
from asher.floorplan.importers._work import Flight, Room, Work, polygons_of
from asher.floorplan.importers.drawing import Stair

__all__ = ["STAIRWELL", "join_storeys"]

STAIRWELL = "stairs"
"""Category of the areas that are joined where they lie over each other."""

# A stair whose foot is this far from any room is not joined to one [m] (judgement).
_REACH_M = 1.5
# Width where the source has none [m] (judgement: the least that codes allow two people).
_WIDTH_M = 1.2
# Slope of stairs [degrees] (judgement: 17 cm rise on 28 cm tread), and a landing in between [m].
_SLOPE, _LANDING_M = 31.0, 1.2
# Depth of the slot which a stair in the middle of a room takes from its floor [m]: a tread. With
# less than half a body the wall behind the landing would keep people off it.
_SLOT_M = 0.3
# A landing nearer to a wall than this is meant for it [m] (judgement).
_OFF_WALL_M = 0.45
# What a landing between two rooms is moved into the one in front of it [m].
_STEP_M = 0.2
# Landings and doors of a stairwell keep this apart [m].
_APART_M = 0.1
_MIN_WIDTH_M = 0.6
# Stairwells that share this much of the smaller one are one above the other (judgement).
_STACKED = 0.3


def join_storeys(work: Work, *, stacked: bool) -> None:
    """Make ways between levels of the stairs of a drawing, and of its stacked stairwells.

    Parameters
    ----------
    work : Work
        Its flights are filled; noted what was assumed and left out.
    stacked : bool
        Whether stairwells are joined where they lie over each other.
    """
    for stair in work.drawing.stairs:
        _join_drawn(work, stair)
    if stacked:
        _join_stacked(work)


def _length_m(work: Work, stair: Stair) -> float:
    rise = abs(work.heights_m[stair.upper] - work.heights_m[stair.lower])
    least = rise / math.sin(math.radians(_SLOPE)) + _LANDING_M
    if stair.length_m is not None and stair.length_m >= rise:
        return stair.length_m
    return round(least, 2)


def _join_drawn(work: Work, stair: Stair) -> None:
    called = f"{stair.category} {stair.name!r}" if stair.name else f"a {stair.category}"
    width = stair.width_m or _drawn_width(stair) or _WIDTH_M
    ends = []
    for storey, place, away in (
        (stair.lower, stair.foot, stair.head),
        (stair.upper, stair.head, stair.foot),
    ):
        room, line = _landing(work, storey, place, away, width)
        if room is None or line is None:
            name = work.drawing.storeys[storey].name
            words = f"{called} reaches no room on {name!r}"
            work.note("left out", "stair-nowhere", words, storey, place)
            return
        ends.append((room, line))
    (lower, foot), (upper, head) = ends
    clear = min(foot.length, head.length)
    foot = work.as_planned(stair.foot, _cut_to(foot, clear))
    head = work.as_planned(stair.head, _cut_to(head, clear))
    if stair.length_m is None:
        words = f"{called} has no length in the source: {_length_m(work, stair):.1f} m"
        work.note("assumed", "stair-length", words, stair.lower, foot)
    work.flights.append(
        Flight(foot, head, (lower, upper), stair, round(clear, 3), _length_m(work, stair))
    )


def _cut_to(line: LineString, length_m: float) -> LineString:
    """The middle of a line."""
    if line.length - length_m < 1e-6:
        return line
    ends = [line.interpolate((line.length + side * length_m) / 2) for side in (-1, 1)]
    return LineString(ends)


def _drawn_width(stair: Stair) -> float | None:
    lengths = [each.length for each in (stair.foot, stair.head) if each.length > 0]
    return min(lengths) if lengths else None


def _landing(
    work: Work,
    storey: int,
    place: LineString | Point,
    away: LineString | Point,
    width_m: float,
) -> tuple[Room | None, LineString | None]:
    """The room that a stair is stepped on from, and the line on its boundary."""
    rooms = work.on(storey)
    near = [room for room in rooms if room.shape.dwithin(place, _REACH_M)]
    if not near:
        return None, None
    middle = place.interpolate(0.5, normalized=True) if place.length else place.centroid
    room = min(near, key=lambda each: each.shape.distance(middle))
    touched = [each for each in near if place.length and _on_boundary(each, place)]
    if len(touched) == 1:
        return touched[0], LineString([place.coords[0], place.coords[-1]])
    if touched:
        # Between two rooms, as where a stair has a space of its own: the one in front of it leads
        # onto it, from a step before.
        return _step_before(touched, place, away, width_m)
    if room.shape.contains(middle) and room.shape.boundary.distance(middle) > _OFF_WALL_M:
        before = room.shape.area
        line = _cut_slot(room, place, away, width_m)
        if line is not None:
            lost = before - room.shape.area
            words = (
                f"a landing amid {room.called} takes {lost:.1f} m2 of its floor: the first tread"
            )
            work.note("assumed", "stair-amid", words, storey, line, lost)
            return room, line
    frame = Frame.on_wall(room.shape, np.asarray(middle.coords[0]))
    line = _free_chord(work, room, frame.origin, width_m)
    return (room, line) if line is not None else (None, None)


def _step_before(
    rooms: list[Room], place: LineString | Point, away: LineString | Point, width_m: float
) -> tuple[Room | None, LineString | None]:
    up = np.asarray(away.centroid.coords[0]) - np.asarray(place.centroid.coords[0])
    back = -_STEP_M * up / max(float(np.hypot(*up)), 1e-9)
    before = shapely.transform(place, lambda xy: xy + back)
    for room in rooms:
        if room.shape.contains(before.centroid):
            line = _cut_slot(room, before, away, width_m)
            return (room, line) if line is not None else (None, None)
    return None, None


def _on_boundary(room: Room, line: LineString | Point) -> bool:
    return bool(room.shape.boundary.buffer(0.045).covers(line))


def _cut_slot(
    room: Room, place: LineString | Point, away: LineString | Point, width_m: float
) -> LineString | None:
    """Take the first treads of a stair in the middle of a room out of its floor."""
    middle, beyond = np.asarray(place.centroid.coords[0]), np.asarray(away.centroid.coords[0])
    if place.length:
        start, end = np.asarray(place.coords)[[0, -1]]
        frame = Frame.along(start, end)
    else:
        up = beyond - middle
        if np.hypot(*up) < 0.1:
            return None
        up = up / np.hypot(*up)
        frame = Frame(middle, np.array([up[1], -up[0]]))
    side = 1.0 if float((beyond - middle) @ frame.left) > 0 else -1.0
    half = width_m / 2
    corners = [frame.at(-half, 0), frame.at(half, 0)]
    corners += [frame.at(half, side * _SLOT_M), frame.at(-half, side * _SLOT_M)]
    rest = polygons_of(room.shape.difference(shapely.Polygon(corners)))
    if not rest or rest[0].area < 0.9 * room.shape.area:
        return None
    room.shape = rest[0]
    return LineString(corners[:2])


def _free_chord(
    work: Work, room: Room, near: NDArray[np.float64], width_m: float
) -> LineString | None:
    """A stretch of a room's wall that no door or landing takes, as near to a point as can be."""
    taken = [way.line for way in work.ways if room in way.rooms]
    for flight in work.flights:
        taken += [
            line
            for line, beside in zip((flight.foot, flight.head), flight.rooms, strict=True)
            if beside is room
        ]
    others = [r.shape for r in work.on(room.storey) if r is not room]
    widths = (width_m, max(width_m * 0.75, _MIN_WIDTH_M), _MIN_WIDTH_M)
    found = [
        (start + low * ahead, start + (low + width) * ahead)
        for width in widths
        for start, ahead, low in _places(room, width)
    ]
    lines = [LineString(ends) for ends in found]
    free = [line for line in lines if all(line.distance(each) >= _APART_M for each in taken)]
    for width in widths:
        wide = [line for line in free if abs(line.length - width) < 1e-6]
        # A landing touches one room only; a wall that is shared has another behind it.
        alone = [line for line in wide if not any(_beside(other, line) for other in others)]
        if alone:
            return min(alone, key=lambda line: line.distance(Point(near)))
    for line in sorted(free, key=lambda line: (-line.length, line.distance(Point(near)))):
        moved = _off_shared_wall(room, line)
        if moved is not None:
            return moved
    return None


def _places(
    room: Room, width_m: float
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64], float]]:
    for start, end in _walls(room):
        length = float(np.hypot(*(end - start)))
        n = int((length - width_m - 2 * _APART_M) / 0.2)
        for at in range(n + 1) if n >= 0 else ():
            yield start, (end - start) / length, _APART_M + 0.2 * at


def _off_shared_wall(room: Room, line: LineString) -> LineString | None:
    """Move a landing a step off a wall behind which another room lies; None where none fits."""
    start, end = np.asarray(line.coords)
    frame = Frame.along(start, end)
    half = line.length / 2
    for side in (_STEP_M, -_STEP_M):
        moved = LineString([frame.at(-half, side), frame.at(half, side)])
        if not room.shape.contains(moved):
            continue
        rest = polygons_of(
            room.shape.difference(shapely.Polygon([*line.coords, *moved.coords[::-1]]))
        )
        if len(rest) == 1:
            room.shape = rest[0]
            return moved
    return None


def _beside(other: shapely.Polygon, line: LineString) -> bool:
    return bool(other.dwithin(line, 0.06) and other.buffer(0.06).covers(line))


def _walls(room: Room) -> list[NDArray[np.float64]]:
    rings = [room.shape.exterior, *room.shape.interiors]
    walls = []
    for ring in rings:
        points = np.asarray(ring.simplify(0.01).coords)
        walls += [points[at : at + 2] for at in range(len(points) - 1)]
    return [wall for wall in walls if np.hypot(*(wall[1] - wall[0])) > _MIN_WIDTH_M]


def _join_stacked(work: Work) -> None:
    """Join stairwells of one storey with those of the next that lie over them."""
    joined = {(id(f.rooms[0]), id(f.rooms[1])) for f in work.flights}
    served = {id(room) for flight in work.flights for room in flight.rooms}
    for storey in range(len(work.drawing.storeys) - 1):
        for lower in [room for room in work.on(storey) if room.category == STAIRWELL]:
            above = [room for room in work.on(storey + 1) if room.category == STAIRWELL]
            shared = {id(r): r.shape.intersection(lower.shape).area for r in above}
            above = [
                room
                for room in above
                if shared[id(room)] > _STACKED * min(room.shape.area, lower.shape.area)
                and (id(lower), id(room)) not in joined
                and not (id(lower) in served and id(room) in served)
            ]
            if above:
                upper = max(above, key=lambda room: shared[id(room)])
                _join_pair(work, storey, lower, upper)


def _join_pair(work: Work, storey: int, lower: Room, upper: Room) -> None:
    wide = min(_inner_width(lower), _inner_width(upper))
    width = min(_WIDTH_M, max(_MIN_WIDTH_M, wide / 2))
    foot = _free_chord(work, lower, _far_from_doors(work, lower), width)
    head = _free_chord(work, upper, _far_from_doors(work, upper), width)
    if foot is None or head is None:
        words = f"{lower.called} and {upper.called} have no free wall for a stair"
        work.note("left out", "stair-nowhere", words, storey, lower.shape)
        return
    clear = min(foot.length, head.length)
    foot, head = _cut_to(foot, clear), _cut_to(head, clear)
    stair = Stair(storey, storey + 1, foot, head)
    length = _length_m(work, stair)
    work.flights.append(Flight(foot, head, (lower, upper), stair, round(clear, 3), length))
    words = (
        f"{lower.called} and {upper.called} lie over each other: a stair of {clear:.2f} m by "
        f"{length:.1f} m joins them"
    )
    work.note("assumed", "stair-stacked", words, storey, lower.shape)


def _inner_width(room: Room) -> float:
    box = np.asarray(room.shape.minimum_rotated_rectangle.exterior.coords)
    return float(np.hypot(*np.diff(box[:3], axis=0).T).min())


def _far_from_doors(work: Work, room: Room) -> NDArray[np.float64]:
    doors = [way.line for way in work.ways if room in way.rooms]
    corners = np.asarray(room.shape.exterior.coords)
    if not doors:
        return np.asarray(corners[0])
    away = [min(Point(corner).distance(door) for door in doors) for corner in corners]
    return np.asarray(corners[int(np.argmax(away))])
