"""From doorways in walls of any thickness to openings on the shared boundary of two rooms.

The walls of a plan have no thickness. Where a source has some, the larger of the two rooms takes
a tongue of floor through the doorway, and the opening lies where the tongue meets the other room.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.importers._doorway import REACH_M, FittedDoorway, Floor, width_of
from asher.floorplan.importers._frame import (
    Frames,
    Shapes,
    Vector,
    find_tongues,
    placed_on_stretch,
    shared_runs,
    widest_runs,
)
from asher.floorplan.importers._work import Room, Way, Work
from asher.floorplan.importers.drawing import Doorway

# A door is one that was drawn already if its middle is this near [m].
_TWICE_M = 0.35
# More of a tongue is not on a third room by rounding alone [m2].
_SHARED_M2 = 1e-4
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
        floor = Floor(work.on(storey))
        # Doors first: a window takes no wall from a door.
        here = [each for each in work.drawing.doorways if each.storey == storey]
        here.sort(key=lambda each: each.category == "window")
        doors = []
        for doorway in _without_copies(work, here):
            said = [room for id in doorway.joins for room in by_id.get(id, []) if id]
            said = [room for room in said if room.storey == storey]
            unknown_widths += doorway.category != "window" and width_of(doorway) is None
            doors.append(FittedDoorway(work, floor, doorway, said))
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
    floor = Floor(work.on(doorway.storey))
    ways = _ways([FittedDoorway(work, floor, doorway, [*rooms])], floor)
    del work.notes[noted:]
    work.ways += ways
    for room in rooms:
        room.take_tongues()
    return next(iter(ways), None)


def _ways(doors: Sequence[FittedDoorway], floor: Floor) -> list[Way]:
    """The openings that doorways of a storey become, of those that are not left out."""
    _look_around(doors, floor)
    _fit(doors, floor)
    return [way for door in doors if (way := door.way()) is not None]


def _look_around(doors: Sequence[FittedDoorway], floor: Floor) -> None:
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


def _facing(doors: Sequence[FittedDoorway], side: float) -> list[Room | None]:
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


def _fit(doors: Sequence[FittedDoorway], floor: Floor) -> None:
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
    doors: Sequence[FittedDoorway], frames: Frames, at: Vector, throats: Shapes, floor: Floor
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
