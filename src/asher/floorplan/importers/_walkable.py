"""From walkable areas, which have no rooms, to rooms: a neck between two wide parts is a doorway.

Files of simulation programs hold what can be walked on and nothing else. Their exits lie on the
floor; a way out is the stretch of the outline that an exit touches.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan.discs import discs_within
from asher.floorplan.importers._necks import cut, find_necks
from asher.floorplan.importers._net import Net
from asher.floorplan.importers.drawing import Area, Doorway, Note

__all__ = ["NO_WAY_OUT", "find_exits", "indoors", "polygons_of", "split"]

NO_WAY_OUT = Note(
    "assumed",
    "no-exit",
    "the file shows no exit: add a door with exterior true to the plan where people leave",
)
"""Told where a source of walkable areas has no exit."""

# The floor that is given back by pieces is all of it, to this share.
_LOST = 1e-3
# An outline of more corners than this loses those that are less than this off a straight line [m].
_CORNERS, _STRAIGHT_M = 20_000, 0.002
# Making it plainer is worth the time where that leaves out more than this share of them [-].
_PLAINER = 0.05
# An exit this near to the outline touches it; one within the second is moved to it [m] (judgement).
_TOUCHES_M, _MOVED_M = 0.25, 3.0
# Walls that enclose less than this share of what they surround are no outline (judgement).
_ENCLOSED = 0.5
# Walls that leave more than this share of their bounds open are no outline of a building, and a
# gap in an outline that is wider than this is no door [m] (judgement).
_OPEN, _GAP_M = 0.3, 8.0
# A wall this near to the bounds closes them [m].
_BOUND_M = 0.2
# How far the open air is drawn around walls [m].
_AROUND_M = 3.0
# Nobody leaves through less [m].
_LEAST_M = 0.5
# Where the floor on both sides of a neck is nowhere wider than this many times the neck, it is the
# floor of a corridor, and no doorway [-] (judgement: a door is narrower than what it leads to on
# one side at least, whatever the thickness of its wall).
_ALONG = 1.25
# How near the middle of a line is to the floor on its sides [m].
_HAIR_M = 1e-6
# A disc smaller by this share than one that just fits in does so for sure [-].
_SURE = 0.01
# Walls that miss each other by less than this leave a slit and no neck [m] (judgement).
_SLIT_M = 0.3


def polygons_of(shape: BaseGeometry) -> list[Polygon]:
    """The polygons of any geometry, put right where rings cross themselves.

    Parameters
    ----------
    shape : geometry
        One, or a collection of any depth.

    Returns
    -------
    list of Polygon
        In the order of the geometry, without empty ones.
    """
    if not shape.is_valid:
        shape = shapely.make_valid(shape)
    if shape.geom_type == "Polygon":
        return [] if shape.is_empty else [shape]
    parts = getattr(shape, "geoms", ())
    return [polygon for part in parts for polygon in polygons_of(part)]


def split(
    polygon: Polygon, neck_m: float, storey: int, *, id: str = "", net: Net | None = None
) -> tuple[tuple[Area, ...], tuple[Doorway, ...]]:
    """Part a walkable area into rooms at its necks.

    Parameters
    ----------
    polygon : Polygon
        The area [m], valid.
    neck_m : float
        What is narrower than this is a neck [m].
    storey : int
        Position in `Drawing.storeys`.
    id : str
        What the ids of its areas begin with, unique in the drawing.
    net : Net, optional
        See `find_necks`; of an area of few corners only, which is not made plainer.

    Returns
    -------
    areas : tuple of Area
        Its rooms, the largest first; together all of its floor.
    doorways : tuple of Doorway
        A gate on the shortest line across each neck; none where there is no neck, along a corridor
        as narrow as its doors, nor in a slit between walls that miss each other.
    """
    given = polygon
    if net is None and shapely.get_num_coordinates(polygon) > _CORNERS and _has_straight(polygon):
        polygon = polygon.simplify(_STRAIGHT_M)
    pieces, lines = [polygon], []
    necks = find_necks(polygon, neck_m, net)
    found = cut(polygon, necks) if necks else []
    along = _along_corridors(found, [line for line, _ in necks])
    if along:
        necks = [neck for at, neck in enumerate(necks) if at not in along]
        found = cut(polygon, necks)
    lost = abs(sum(piece.area for piece in found) - polygon.area)
    if found and lost <= _LOST * polygon.area:
        pieces = sorted(found, key=lambda piece: -piece.area)
        lines = [line for line, _ in necks]
    areas = tuple(
        Area(storey, piece, id=f"{id or f'walkable {storey}'}/{at}", valid=piece is given)
        for at, piece in enumerate(pieces, 1)
    )
    return areas, tuple(_gates(areas, lines, storey))


def _has_straight(polygon: Polygon) -> bool:
    """Whether a share of the corners worth the time lie on straight lines, and can be left out."""
    rings = shapely.get_parts(polygon.boundary)
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    before, at, after = corners[:-2], corners[1:-1], corners[2:]
    (x, y), (dx, dy) = (after - before).T, (at - before).T
    off = np.abs(x * dy - y * dx)
    # Of several corners in a row, each is off the line between its neighbours by twice as much.
    near = (off <= 2 * _STRAIGHT_M * np.hypot(x, y)) & (ring[2:] == ring[:-2])
    return bool(near.sum() > _PLAINER * len(corners))


def _along_corridors(pieces: Sequence[Polygon], lines: Sequence[LineString]) -> set[int]:
    """Which lines lie across a corridor that is hardly wider on both of their sides."""
    narrow = [_Narrow(piece) for piece in pieces]
    along = set()
    for at, (line, beside) in enumerate(zip(lines, _beside(pieces, lines), strict=True)):
        half = _ALONG * line.length / 2
        # The wider one first: it mostly answers without being narrowed.
        widest = sorted(beside, key=lambda one: -narrow[one].fits_m)
        if len(beside) == 2 and all(narrow[one].than(half) for one in widest):
            along.add(at)
    return along


class _Narrow:
    """Whether floor is nowhere as wide as a disc, asked again and again for discs of many sizes."""

    def __init__(self, piece: Polygon) -> None:
        self.piece = piece
        # A disc of the first radius fits in, one of the second does not [m].
        self.fits_m = float(discs_within(np.array([piece]))[0]) * (1 - _SURE)
        self.too_wide_m = np.inf
        self.spot_known = False

    def than(self, radius_m: float) -> bool:
        """Whether no disc of a radius [m] fits in."""
        if radius_m > self.fits_m and not self.spot_known:
            spot = self.piece.representative_point()
            # Narrowing is exact to a hair only.
            around_spot_m = spot.distance(self.piece.boundary) * (1 - _SURE)
            self.fits_m, self.spot_known = max(self.fits_m, around_spot_m), True
        if self.fits_m < radius_m < self.too_wide_m:
            if self.piece.buffer(-radius_m).is_empty:
                self.too_wide_m = radius_m
            else:
                self.fits_m = radius_m
        return radius_m >= self.too_wide_m


def _beside(pieces: Sequence[Polygon], lines: Sequence[LineString]) -> list[list[int]]:
    """The pieces of floor on the sides of each line, by number."""
    floor = np.array(pieces, dtype=object)
    shapely.prepare(floor)
    middles = shapely.line_interpolate_point(np.array(lines, dtype=object), 0.5, normalized=True)
    x, y = shapely.get_x(middles), shapely.get_y(middles)
    around = shapely.box(x - _HAIR_M, y - _HAIR_M, x + _HAIR_M, y + _HAIR_M)
    line, piece = shapely.STRtree(floor).query(around)
    near = shapely.dwithin(floor[piece], middles[line], _HAIR_M)
    beside: list[list[int]] = [[] for _ in lines]
    for at, one in sorted(np.stack([line, piece])[:, near].T.tolist()):
        beside[at].append(one)
    return beside


def _gates(areas: Sequence[Area], lines: Sequence[LineString], storey: int) -> list[Doorway]:
    gates = []
    wide = [line for line in lines if line.length >= _SLIT_M]
    of_lines = _beside([area.polygon for area in areas], wide) if wide else []
    for line, beside in zip(wide, of_lines, strict=True):
        if len(beside) == 2:
            joins = tuple(areas[at].id for at in beside)
            gates.append(Doorway(storey, line, line.length, "gate", joins=joins))
    return gates


def indoors(
    walls: BaseGeometry, neck_m: float
) -> tuple[BaseGeometry, list[tuple[str, Polygon]], list[Note]]:
    """Tell the floor between walls from the open air around them.

    Parameters
    ----------
    walls : geometry
        Bodies of all walls [m].
    neck_m : float
        What is narrower than this is a neck [m].

    Returns
    -------
    floor : geometry
        What lies within walls, or within their bounds.
    exits : list of (str, Polygon)
        Where it opens to the open air.
    notes : list of Note
        What was assumed.
    """
    box = shapely.box(*walls.bounds)
    middles = box.exterior.difference(walls.buffer(_BOUND_M))
    runs = box.exterior.intersection(middles.buffer(_BOUND_M)).difference(walls.buffer(0.01))
    gaps = polygons_of(runs.buffer(0.02, cap_style="flat"))
    if sum(gap.length for gap in gaps) / 2 > _OPEN * box.length:
        inside, necks = _within(walls, box, neck_m)
        if sum(part.area for part in inside) > _ENCLOSED * shapely.convex_hull(walls).area:
            words = f"{len(necks)} necks of the walls lead to the open air: ways out"
            return shapely.union_all(inside), _numbered(necks), [Note("assumed", "open-air", words)]
    doors = [gap for gap in gaps if _LEAST_M < gap.length / 2 < _GAP_M]
    words = f"the floor is all within the bounds of the walls; {len(doors)} gaps in them: ways out"
    # What is between a wall and the bounds is no floor.
    floor = [part for part in polygons_of(box.difference(walls)) if _is_wide(part)]
    return shapely.union_all(floor), _numbered(doors), [Note("assumed", "open-air", words)]


def _is_wide(part: Polygon) -> bool:
    return not part.buffer(-_BOUND_M / 2).is_empty


def _numbered(places: Sequence[Polygon]) -> list[tuple[str, Polygon]]:
    return [(f"exit {at}", place) for at, place in enumerate(places, 1)]


def _within(
    walls: BaseGeometry, box: Polygon, neck_m: float
) -> tuple[list[Polygon], list[Polygon]]:
    """The rooms that the open air reaches through necks only, and these necks."""
    around = box.buffer(_AROUND_M, join_style="mitre")
    inside: list[Polygon] = []
    necks: list[Polygon] = []
    for at, part in enumerate(polygons_of(around.difference(walls))):
        areas, gates = split(part, neck_m, 0, id=str(at))
        open_air = {a.id for a in areas if a.polygon.intersects(around.exterior)}
        inside += [a.polygon for a in areas if a.id not in open_air]
        leading = [gate for gate in gates if len(open_air.intersection(gate.joins)) == 1]
        necks += [gate.place.buffer(0.02, cap_style="flat") for gate in leading]
    return inside, necks


def find_exits(
    areas: Sequence[Area], exits: Sequence[tuple[str, Polygon]], storey: int
) -> tuple[tuple[Doorway, ...], tuple[Note, ...]]:
    """Find the ways out where exits touch the outline of what can be walked on.

    Parameters
    ----------
    areas : sequence of Area
        All areas of the drawing.
    exits : sequence of (str, Polygon)
        Name and place of each exit [m].
    storey : int
        Position in `Drawing.storeys`.

    Returns
    -------
    doorways : tuple of Doorway
        A gate to the outside for each exit on the outline or near it.
    notes : tuple of Note
        Which exits were moved or left out, and that there is none.
    """
    if not exits:
        return (), (NO_WAY_OUT,)
    floor = shapely.union_all([a.polygon for a in areas if a.storey == storey], grid_size=1e-6)
    # Behind the wall of a hole is a shelf or a column, and no way out.
    outline = shapely.multilinestrings([part.exterior for part in polygons_of(floor)])
    doorways, notes = [], []
    for name, place in exits:
        line, moved = _stretch(outline, place)
        at = tuple(np.asarray(place.centroid.coords[0]).tolist())
        if line is None:
            words = f"exit {name!r} is at no wall: draw where people leave"
            notes.append(Note("left out", "exit-inside", words, "", at))
            continue
        if moved > _TOUCHES_M:
            words = f"exit {name!r} lies {moved:.2f} m from the wall: moved to it"
            notes.append(Note("assumed", "exit-moved", words, "", at, moved))
        doorways.append(Doorway(storey, line, line.length, "gate", name, exterior=True))
    if not doorways:
        notes.append(NO_WAY_OUT)
    return tuple(doorways), tuple(notes)


def _stretch(outline: BaseGeometry, place: Polygon) -> tuple[LineString | None, float]:
    """The straight stretch of an outline that an exit takes, and how far the exit is from it."""
    away = float(outline.distance(place))
    if away > _MOVED_M or place.is_empty:
        return None, away
    reach = max(away, _TOUCHES_M)
    near = outline.intersection(place.buffer(reach + 0.05))
    best: tuple[tuple[bool, float], LineString, float] | None = None
    for start, end in _walls(near):
        line, whole = _shadow(start, end, place, outline)
        if line is None or line.length < _LEAST_M:
            continue
        far = float(line.distance(place))
        if far > reach + 1e-6:
            continue
        # A wall that the exit takes from corner to corner, as the end of a corridor, comes first.
        rank = (whole and far <= _TOUCHES_M, line.length - 4 * far)
        if best is None or rank > best[0]:
            best = rank, line, far
    return (None, away) if best is None else (best[1], best[2])


def _walls(near: BaseGeometry) -> list[NDArray[np.float64]]:
    lines = [part for part in shapely.get_parts(near) if part.geom_type == "LineString"]
    merged = shapely.line_merge(shapely.multilinestrings(lines)) if lines else near
    walls = []
    for part in shapely.get_parts(merged):
        if part.geom_type == "LineString":
            points = np.asarray(part.simplify(0.01).coords)
            walls += [points[at : at + 2, :2] for at in range(len(points) - 1)]
    return walls


def _shadow(
    start: NDArray[np.float64], end: NDArray[np.float64], place: Polygon, outline: BaseGeometry
) -> tuple[LineString | None, bool]:
    """What of a wall lies in front of an exit; whether that is all from corner to corner."""
    length = float(np.hypot(*(end - start)))
    if length < _LEAST_M:
        return None, False
    ahead = (end - start) / length
    along = (shapely.get_coordinates(place.convex_hull) - start) @ ahead
    low, high = max(0.0, float(along.min())), min(length, float(along.max()))
    if high - low < _LEAST_M:
        return None, False
    beyond = [
        outline.distance(shapely.Point(point)) > 0.02
        for point in (start - 0.1 * ahead, end + 0.1 * ahead)
    ]
    whole = all(beyond) and high - low > 0.85 * length
    if whole:
        low, high = 0.0, length
    return LineString([start + low * ahead, start + high * ahead]), whole
