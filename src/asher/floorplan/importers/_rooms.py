"""From areas as drawn to rooms side by side: crossed rings, copies, overlaps, slivers, gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.discs import are_thin
from asher.floorplan.importers._work import Room, Work, polygons_of
from asher.floorplan.importers.drawing import Area
from asher.floorplan.lines import TOLERANCE_M
from asher.floorplan.pairs import boxes_share

__all__ = ["close_gaps", "lay_rooms", "name_rooms"]

# Thinner or smaller areas are no rooms: those of `asher.floorplan.fitting`.
_MIN_WIDTH_M, _MIN_AREA_M2 = 0.4, 0.5
# Two areas that share this much of both are one drawn twice (judgement).
_COPY = 0.95
# Walls of a plan without thickness that miss each other by less than a hand's width [m].
_HAND_M = 0.15
_MITRE = shapely.BufferJoinStyle.mitre


def lay_rooms(work: Work) -> None:
    """Make rooms that lie side by side of the areas of a drawing.

    Parameters
    ----------
    work : Work
        Its rooms are filled, and noted what was put right on the way.
    """
    for area in work.drawing.areas:
        work.rooms += _simple_rooms(work, area)
    for storey in range(len(work.drawing.storeys)):
        _drop_copies(work, storey)
        _part_overlaps(work, storey)
    slivers = _are_slivers([room.shape for room in work.rooms])
    rooms, work.rooms = work.rooms, []
    for room, is_sliver in zip(rooms, slivers, strict=True):
        if is_sliver:
            words = f"{room.called} of {room.shape.area:.2f} m2 is too small or thin for a room"
            work.note("left out", "sliver", words, room.storey, room.shape, room.shape.area)
        else:
            work.rooms.append(room)


def _are_slivers(polygons: Sequence[Polygon]) -> list[bool]:
    shapes = np.array(polygons, dtype=object)
    slivers = shapely.area(shapes) < _MIN_AREA_M2
    slivers[~slivers] = are_thin(shapes[~slivers], _MIN_WIDTH_M)
    found: list[bool] = slivers.tolist()
    return found


def _without_slivers(shape: BaseGeometry) -> list[Polygon]:
    parts = polygons_of(shape)
    slivers = _are_slivers(parts)
    return [part for part, is_sliver in zip(parts, slivers, strict=True) if not is_sliver]


def _simple_rooms(work: Work, area: Area) -> list[Room]:
    def room(shape: Polygon) -> Room:
        return Room(area.storey, shape, area.name, area.category, area.id, area.capacity)

    if area.valid or area.polygon.is_valid:
        return [] if area.polygon.is_empty else [room(area.polygon)]
    parts = _without_slivers(area.polygon.buffer(0))
    parts = parts or _without_slivers(shapely.make_valid(area.polygon))
    found = room(area.polygon).called
    if not parts:
        work.note("left out", "crossed-ring", f"{found}: its outline holds no floor", area.storey)
        return []
    into = "" if len(parts) == 1 else f", which parts it into {len(parts)}"
    words = f"the outline of {found} crosses itself; taken as its inside{into}"
    work.note("mended", "crossed-ring", words, area.storey, parts[0])
    return [room(part) for part in parts]


def _drop_copies(work: Work, storey: int) -> None:
    rooms = work.on(storey)
    shapes = np.array([room.shape for room in rooms], dtype=object)
    areas = shapely.area(shapes)
    gone: set[int] = set()
    index, other = shapely.STRtree(shapes).query(shapes)
    # What one of them has not, both cannot share.
    alike = np.minimum(areas[index], areas[other]) > _COPY * np.maximum(areas[index], areas[other])
    for at, twin in sorted(np.stack([index, other])[:, alike & (index < other)].T.tolist()):
        if at in gone or twin in gone:
            continue
        kept, lost = rooms[at], rooms[twin]
        if kept.shape.intersection(lost.shape).area > _COPY * max(areas[at], areas[twin]):
            gone.add(twin)
            words = f"{lost.called} was drawn twice, also as {kept.called}"
            work.note("mended", "drawn-twice", words, storey, lost.shape)
            kept.name = kept.name or lost.name
            for doorway in work.drawing.doorways:
                if lost.id and lost.id in doorway.joins:
                    kept.id = kept.id or lost.id
    left_out = {id(rooms[at]) for at in gone}
    work.rooms = [room for room in work.rooms if id(room) not in left_out]


def _part_overlaps(work: Work, storey: int) -> None:
    # The smaller of two keeps its floor: a room within a hall, a kiosk within a concourse.
    rooms = sorted(work.on(storey), key=lambda room: room.shape.area)
    shapes = np.array([room.shape for room in rooms], dtype=object)
    shapely.prepare(shapes)
    large, small = shapely.STRtree(shapes).query(shapes)
    large, small = large[small < large], small[small < large]
    for holds in (_boxes_overlap, shapely.intersects, _reach_into):
        deep = holds(shapes[large], shapes[small])
        large, small = large[deep], small[deep]
    under: dict[int, list[Room]] = {}
    for at, other in sorted(np.stack([large, small]).T.tolist()):
        under.setdefault(at, []).append(rooms[other])
    for at, others in under.items():
        smaller = [room for room in others if _overlap_m2(room.shape, rooms[at].shape) > 0]
        if smaller:
            _cut(work, rooms[at], smaller)


def _boxes_overlap(one: NDArray[np.object_], other: NDArray[np.object_]) -> NDArray[np.bool_]:
    return boxes_share(one, other, TOLERANCE_M)


def _reach_into(one: NDArray[np.object_], other: NDArray[np.object_]) -> NDArray[np.bool_]:
    # What both share is more than `_overlap_m2` leaves out, if at all, clear of the outline of one.
    return np.asarray(shapely.intersects(one, shapely.buffer(other, -TOLERANCE_M / 4)))


def _overlap_m2(one: Polygon, other: Polygon) -> float:
    shared = one.intersection(other)
    # Boundaries drawn twice may cross by the tolerance without meaning anything.
    return 0.0 if shared.buffer(-TOLERANCE_M / 2).is_empty else float(shared.area)


def _cut(work: Work, room: Room, smaller: list[Room]) -> None:
    for other in smaller:
        amount = _overlap_m2(other.shape, room.shape)
        words = f"{room.called} lay on {other.called} by {amount:.2f} m2; {other.called} keeps it"
        work.note("mended", "overlap", words, room.storey, other.shape, amount)
    rest = room.shape.difference(shapely.union_all([other.shape for other in smaller]))
    # Taking off and putting on again a hair's breadth cuts necks and whiskers left by the cut.
    rest = rest.buffer(-0.01, join_style=_MITRE).buffer(0.01, join_style=_MITRE)
    parts = _without_slivers(rest)
    if not parts:
        work.note(
            "left out", "covered", f"{room.called} is covered by others", room.storey, room.shape
        )
        work.rooms.remove(room)
        return
    room.shape = parts[0]
    for part in parts[1:]:
        work.rooms.append(Room(room.storey, part, room.name, room.category, room.id))


def close_gaps(work: Work) -> None:
    """Close gaps of up to a hand's width between rooms of a plan whose walls have no thickness.

    Parameters
    ----------
    work : Work
        Its rooms grow; each closed gap is noted with its width.
    """
    step = _HAND_M / 2
    for storey in range(len(work.drawing.storeys)):
        rooms = work.on(storey)
        whole = shapely.union_all([room.shape for room in rooms])
        closed = whole.buffer(step, join_style=_MITRE).buffer(-step, join_style=_MITRE)
        for gap in polygons_of(closed.difference(whole)):
            if gap.area < TOLERANCE_M * TOLERANCE_M:
                continue
            beside = [room for room in rooms if room.shape.dwithin(gap, 1e-6)]
            if len(beside) < 2:
                continue
            taker = max(beside, key=lambda room: _would_take(work, room, gap))
            grown = polygons_of(shapely.union(taker.shape, gap, grid_size=1e-4))
            if len(grown) != 1:
                continue
            width = 2 * gap.area / gap.length
            others = " and ".join(room.called for room in beside if room is not taker)
            words = f"{taker.called} and {others} were {width:.2f} m apart"
            work.note("mended", "gap", words, storey, gap, width)
            taker.shape = grown[0]


def _would_take(work: Work, room: Room, gap: Polygon) -> tuple[int, float]:
    """How well a room takes a gap: a wall with doors stays, so that they stay on it."""
    wall = room.shape.boundary
    doors = sum(
        doorway.storey == room.storey
        and gap.dwithin(doorway.place, TOLERANCE_M)
        and wall.distance(doorway.place) <= TOLERANCE_M
        for doorway in work.drawing.doorways
    )
    return -doors, wall.intersection(gap.buffer(1e-6)).length


def name_rooms(work: Work) -> None:
    """Give each room a name of its own: the source's, a label inside, or category and number.

    Parameters
    ----------
    work : Work
        Its rooms are named.
    """
    for storey in range(len(work.drawing.storeys)):
        labels = [label for label in work.drawing.labels if label.storey == storey]
        nameless = [room for room in work.on(storey) if not room.name]
        tree = shapely.STRtree([label.place for label in labels])
        shapes = np.array([room.shape for room in nameless], dtype=object)
        found = tree.query(shapes, predicate="contains")
        inside: dict[int, list[str]] = {}
        for room, label in sorted(found.T.tolist()):
            inside.setdefault(room, []).append(labels[label].text)
        for at, texts in inside.items():
            nameless[at].name = " ".join(texts[:2])
    taken: Counter[str] = Counter()
    used: set[str] = set()
    several = len(work.drawing.storeys) > 1
    for room in work.rooms:
        shown = (" " if c.isspace() else c for c in room.name if c.isprintable() or c.isspace())
        base = "".join(shown).strip()[:90]
        if not base:
            taken[room.category] += 1
            base = f"{room.category} {taken[room.category]}"
        name, n = base, 1
        if name in used and several:
            name = f"{base} ({work.drawing.storeys[room.storey].name})"[:110]
        while name in used:
            n += 1
            name = f"{base} {n}"
        used.add(name)
        room.name = name
