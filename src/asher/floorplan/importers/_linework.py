"""From lines as people draw walls, and arcs as they draw doors, to rooms and doorways.

Walls may be one line or two, closed at their ends or not, and miss each other by some millimetres.
Doors are gaps with the swing of a leaf, gaps alone, or lie on walls that run on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

from asher.floorplan.importers._door_fit import Passages, fit_in, hang
from asher.floorplan.importers._door_swings import NO_SWINGS, Swings, without_leaves
from asher.floorplan.importers._faces import find_rooms, inside_of
from asher.floorplan.importers._room_words import category_of
from asher.floorplan.importers._wall_ends import (
    cap_walls,
    find_gaps,
    join_ends,
    with_common_ends,
)
from asher.floorplan.importers.drawing import Area, Doorway, Note, Solid
from asher.floorplan.near import groups, pairs_within

__all__ = ["LEAF_M", "Found", "Lines", "find_plan"]

Floats = NDArray[np.float64]

LEAF_M = (0.5, 1.6)
"""Widths of leaves of doors [m]: a little more and less than what tells the unit."""

# Lines of a door lie this near to each other, and doors are this wide [m].
_PART_M, _DOOR_M = 0.6, (0.5, 3.0)
# Lines of stairs in a room that make it a stairwell (judgement).
_TREADS = 4
# Another face than the rooms that are drawn as such shares at most this of them.
_SHARED = 0.1
_FIGURES = re.compile(
    r"[±+-]?[\d.,]+ ?(?:m2|m²|qm|sq ?\.? ?(?:ft|m)\.?|sf|m|mm|cm|ft|')?\"?", re.IGNORECASE
)
_NUMBER = re.compile(r"[A-Za-z]{0,3}[ .-]?\d{1,4}(?:[.-]\d{1,3})?[A-Za-z]?")
_NO_LINES = np.empty((0, 4))


@dataclass(frozen=True)
class Lines:
    """What a storey shows as lines [m]."""

    # Lines of walls, windows, doors, stairs, and of what is unknown; doors that are drawn as one
    # line along their wall, of shape (n, 4).
    walls: Floats
    panes: Floats = field(default_factory=_NO_LINES.copy)
    leaves: Floats = field(default_factory=_NO_LINES.copy)
    treads: Floats = field(default_factory=_NO_LINES.copy)
    others: Floats = field(default_factory=_NO_LINES.copy)
    doors: Floats = field(default_factory=_NO_LINES.copy)
    swings: Swings = NO_SWINGS  # Quarter circles of the size of doors
    # Which curves are of doors by their layer or block: then others need a leaf to be so.
    by_name: frozenset[int] = frozenset()
    # Rooms that are drawn as closed lines, with their names.
    rings: Sequence[tuple[Polygon, str]] = ()
    texts: Sequence[tuple[float, float, str]] = ()  # Place and words of each text
    certain: bool = True  # Whether `walls` are walls by their layer; else any lines


@dataclass(frozen=True)
class Found:
    """Rooms and doorways of a storey."""

    # As of `Drawing`.
    areas: tuple[Area, ...]
    doorways: tuple[Doorway, ...]
    solids: tuple[Solid, ...]
    notes: tuple[Note, ...]


def find_plan(lines: Lines, storey: int = 0) -> Found:
    """Find the rooms and doorways that lines show.

    Parameters
    ----------
    lines : Lines
        What is drawn.
    storey : int
        Position in `Drawing.storeys`.

    Returns
    -------
    Found
        Rooms and doorways, and what was assumed and left out.
    """
    notes: list[Note] = []
    walls, loose, swings, is_open, singles = _prepared(lines)
    swung = hang(swings, is_open, walls)
    said, slid = _drawn_doors(singles, walls), _without_swing(lines, swung, walls)
    known = np.concatenate([swung.lines, said.lines, slid.lines])
    if lost := [*swung.lost, *said.lost]:
        words = f"doors, or what looks like their swings, at no wall: {len(lost)}"
        notes.append(Note("left out", "door-nowhere", words, place=_point(lost[0])))
    gaps = find_gaps(walls, loose, known, alone=lines.certain)
    lines_of_doors = np.concatenate([known, gaps.lines])
    closed = np.concatenate([walls, swung.closing, said.closing, slid.closing, gaps.closing])
    closed = with_common_ends(closed)
    rooms, things, frames = find_rooms(closed, lines_of_doors) if len(closed) else ([], [], 0)
    if frames:
        words = "an outline around all rooms, without a door: the frame of a sheet"
        notes.append(Note("left out", "frame", words))
    sure = np.concatenate([swung.lines, said.lines])
    doorways = _doorways(storey, sure, slid.lines, gaps.lines, lines.leaves, notes)
    areas, inside = _areas(lines, rooms, lines_of_doors, storey)
    notes += _notes_of_texts(lines, inside)
    solids = tuple(Solid(storey, thing) for thing in things)
    return Found(tuple(areas), tuple(doorways), solids, tuple(notes))


def _point(place: Floats) -> tuple[float, float]:
    return float(place[0]), float(place[1])


def _prepared(lines: Lines) -> tuple[Floats, Floats, Swings, NDArray[np.bool_], Floats]:
    """Walls that meet, without leaves; ends that do not; swings, their open ends; other doors."""
    swings = lines.swings
    every = np.concatenate([lines.walls, lines.doors, lines.leaves, lines.others])
    leaves, is_open = without_leaves(swings, every)
    named = np.isin(swings.curve, [*lines.by_name])
    if named.any():
        real = named | is_open.any(axis=1)
        swings, is_open = swings.take(real), is_open[real]
    n, m = len(lines.walls), len(lines.doors)
    plain, doors = lines.walls[~leaves[:n]], lines.doors[~leaves[n : n + m]]
    walls, loose = join_ends(np.concatenate([plain, lines.panes]))
    caps, loose = cap_walls(loose)
    return np.concatenate([walls, caps]), loose, swings, is_open, doors


def _drawn_doors(doors: Floats, walls: Floats) -> Passages:
    """Doors that are drawn as one line: as they are where no walls are drawn."""
    return _in_walls(doors[:, :2], doors[:, 2:], walls)


def _in_walls(starts: Floats, ends: Floats, walls: Floats) -> Passages:
    if not len(starts) or not len(walls):
        return Passages(np.c_[starts, ends], _NO_LINES, np.empty((0, 2)))
    return fit_in(starts, ends, walls)


def _without_swing(lines: Lines, swung: Passages, walls: Floats) -> Passages:
    """Doors that are drawn without a swing: sliding, folding, or a leaf alone."""
    none = Passages(_NO_LINES, _NO_LINES, np.empty((0, 2)))
    leaves, sides = lines.leaves, walls if len(walls) else _sides([ring for ring, _ in lines.rings])
    if not len(leaves) or not len(sides):
        return none
    middle = (leaves[:, :2] + leaves[:, 2:]) / 2
    count, group = groups(pairs_within(middle, _PART_M), len(middle))
    size = np.bincount(group)
    centre = np.stack([np.bincount(group, middle[:, k]) / size for k in (0, 1)], axis=1)
    tree = shapely.STRtree(shapely.linestrings(sides.reshape(-1, 2, 2)))
    of, which = tree.query_nearest(shapely.points(centre), max_distance=0.6, all_matches=False)
    ahead = np.full((count, 2), np.nan)
    step = sides[which, 2:] - sides[which, :2]
    with np.errstate(all="ignore"):
        ahead[of] = step / np.hypot(*step.T)[:, None]
    ends = leaves.reshape(-1, 2)
    along = np.einsum("ij,ij->i", ends - centre[np.repeat(group, 2)], ahead[np.repeat(group, 2)])
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    with np.errstate(all="ignore"):
        np.minimum.at(low, np.repeat(group, 2), along)
        np.maximum.at(high, np.repeat(group, 2), along)
        fits = (high - low >= _DOOR_M[0]) & (high - low <= _DOOR_M[1])
    if len(swung.lines):
        doors = shapely.STRtree(shapely.linestrings(swung.lines.reshape(-1, 2, 2)))
        near = doors.query(shapely.points(centre), "dwithin", 1.0)[0]
        fits[near] = False
    at = np.flatnonzero(fits)
    if not len(at):
        return none
    start = centre[at] + low[at, None] * ahead[at]
    end = centre[at] + high[at, None] * ahead[at]
    return _in_walls(start, end, walls)


def _sides(rings: Sequence[Polygon]) -> Floats:
    """The sides of rooms that are drawn as closed lines, of shape (n, 4)."""
    corners, ring = shapely.get_coordinates([each.exterior for each in rings], return_index=True)
    sides: Floats = np.c_[corners[:-1], corners[1:]][ring[:-1] == ring[1:]]
    return sides


def _doorways(
    storey: int, sure: Floats, slid: Floats, gaps: Floats, leaves: Floats, notes: list[Note]
) -> list[Doorway]:
    places = shapely.linestrings(np.concatenate([sure, slid]).reshape(-1, 2, 2))
    doorways = [Doorway(storey, place) for place in places]
    for line in slid:
        width = float(np.hypot(*(line[2:] - line[:2])))
        words = f"a door without a swing, {width:.2f} m wide as it is drawn: sliding, folding?"
        notes.append(Note("assumed", "door-unsure", words, place=_point(line), amount_m=width))
    parts = shapely.multipoints(leaves.reshape(-1, 2)) if len(leaves) else None
    for line in gaps:
        place = LineString(line.reshape(2, 2))
        is_door = parts is not None and parts.dwithin(place, 0.3)
        doorways.append(Doorway(storey, place, category="door" if is_door else "gate"))
        words = f"a gap of {place.length:.2f} m between walls: {'a door' if is_door else 'open'}"
        at = _point(place.interpolate(0.5, normalized=True).coords[0])
        notes.append(Note("assumed", "gap", words, place=at, amount_m=place.length))
    return doorways


def _areas(
    lines: Lines, rooms: list[Polygon], doors: Floats, storey: int
) -> tuple[list[Area], list[list[int]]]:
    """Rooms that are drawn as such, and what else walls enclose that a door leads to."""
    shapes = [ring for ring, _ in lines.rings]
    names = [name for _, name in lines.rings]
    if shapes and rooms:
        whole = shapely.union_all([shape.buffer(0) for shape in shapes])
        tree = shapely.STRtree(shapely.linestrings(doors.reshape(-1, 2, 2))) if len(doors) else None
        rooms = [
            room
            for room in rooms
            if room.intersection(whole).area < _SHARED * room.area
            and tree is not None
            and len(tree.query(room, "dwithin", 0.4))
        ]
    shapes += rooms
    names += [""] * len(rooms)
    places = np.array([text[:2] for text in lines.texts]).reshape(-1, 2)
    inside = inside_of(shapes, places)
    middles = (lines.treads[:, :2] + lines.treads[:, 2:]) / 2
    treads = [len(each) for each in inside_of(shapes, middles)]
    areas = []
    for at, shape in enumerate(shapes):
        words = [lines.texts[text][2] for text in inside[at]]
        name = names[at] or name_of(words)
        category = category_of(name, *words)
        if category == "room" and treads[at] >= _TREADS:
            category = "stairs"
        areas.append(Area(storey, shape, name, category))
    return areas, inside


def name_of(words: Sequence[str]) -> str:
    """Make a name of the texts in a room.

    Parameters
    ----------
    words : sequence of str
        In the order of the drawing.

    Returns
    -------
    str
        Number and use of the room without figures of its size; empty where there is none.

    Examples
    --------
    >>> name_of(["2.07", "Büro", "14,3 m²"])
    '2.07 Büro'
    """
    told = [" ".join(word.split()) for word in words]
    told = [word for word in dict.fromkeys(told) if word]
    plain = [word for word in told if not _FIGURES.fullmatch(word) and len(word) <= 60]
    numbers = [word for word in told if _NUMBER.fullmatch(word)]
    spoken = [word for word in plain if word not in numbers and sum(map(str.isalpha, word)) > 1]
    return " ".join([*numbers[:1], *spoken[:1]]) if spoken or numbers else ""


def _notes_of_texts(lines: Lines, inside: Sequence[Sequence[int]]) -> list[Note]:
    """Tell which rooms have a name on the drawing and no outline that closes."""
    named = {text for texts in inside for text in texts}
    notes = []
    for at, (x, y, text) in enumerate(lines.texts):
        if at not in named and category_of(text) != "room":
            words = f"around {text[:60]!r} no walls close: no room"
            notes.append(Note("left out", "open-room", words, place=(x, y)))
    return notes
