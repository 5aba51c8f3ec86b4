"""The view of a doorway, along its wall and across it, and of many doorways at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from asher.floorplan.lines import TOLERANCE_M, Edges, Interval, edges_of, union

__all__ = [
    "Frame",
    "Frames",
    "Shapes",
    "Vector",
    "find_tongues",
    "placed_on_stretch",
    "plain_edges",
    "shared_runs",
    "widest_runs",
]

# Walls may turn by this much over a doorway [-]: a twentieth of its width (curved and round walls).
_BENT = 0.36
# How far to the sides of a doorway its wall is looked for, in widths.
_SIDEWAYS = 1.5
_LINE_M = 1e-3
# Floor this near to a room joins it, and walls this near to it are beside it [m].
_JOINED_M, _BESIDE_M = 1e-6, 0.049
# Shares of a wall that bends over a doorway, of which the chord is tried in turn [-].
_SHORTER = (0.97, 0.94, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)

Vector = NDArray[np.float64]
Ints = NDArray[np.int64]
Shapes = NDArray[np.object_]


@dataclass(frozen=True)
class Frame:
    """Coordinates with the x axis along the wall and the origin in the middle of the doorway.

    Parameters
    ----------
    origin, ahead : ndarray of float, shape (2,)
        Middle [m] and unit vector along the wall; its left is the positive side.
    """

    origin: Vector
    ahead: Vector

    @classmethod
    def along(cls, start: Vector, end: Vector) -> Self:
        """The view of a doorway from one end to the other."""
        return cls((start + end) / 2, (end - start) / np.hypot(*(end - start)))

    @classmethod
    def on_wall(cls, room: Polygon, point: Vector) -> Self:
        """The view of a point on or near the wall of a room, along the nearest stretch of it."""
        return cls.on_edges(plain_edges(room), point)

    @classmethod
    def on_edges(cls, edges: Edges, point: Vector) -> Self:
        """The view of a point along the nearest of some edges."""
        ends = edges.reshape(-1, 2, 2)
        lines = shapely.linestrings(ends)
        nearest = int(np.argmin(shapely.distance(lines, shapely.points(point))))
        start, end = ends[nearest]
        ahead = (end - start) / np.hypot(*(end - start))
        return cls(start + ahead * float((point - start) @ ahead), ahead)

    @property
    def left(self) -> Vector:
        """Unit vector across the wall."""
        return np.array([-self.ahead[1], self.ahead[0]])

    def at(self, x: float, y: float) -> Vector:
        """The point at a place in this view."""
        return self.origin + x * self.ahead + y * self.left

    def box(self, at: tuple[float, float], reach_m: float) -> Polygon:
        """The rectangle over a stretch of the wall, to both sides of it."""
        (low, high), y = at, reach_m
        corners = [(low, -y), (high, -y), (high, y), (low, y)]
        return Polygon([self.at(*corner) for corner in corners])

    def ray(self, side: float, length_m: float) -> LineString:
        """The line straight away from the middle."""
        return LineString([self.at(0.0, side * 0.1), self.at(0.0, side * length_m)])

    def seen(self, points: Vector) -> Vector:
        """Points as they are in this view."""
        return (points - self.origin) @ np.stack([self.ahead, self.left], axis=1)

    def side_of(self, room: Polygon, reach_m: float) -> float:
        """On which side of the line most of a room near it lies: positive is left."""
        near = room.intersection(self.box((-reach_m, reach_m), 2 * reach_m))
        place = near if not near.is_empty else room
        return float(self.seen(np.asarray(place.centroid.coords))[0, 1])


@dataclass(frozen=True)
class Frames:
    """The views of many doorways.

    Parameters
    ----------
    origin, ahead : ndarray of float, shape (n, 2)
        As of `Frame`.
    """

    origin: Vector
    ahead: Vector

    @classmethod
    def of(cls, frames: Sequence[Frame]) -> Self:
        """The views of doorways, in their order."""
        origin, ahead = ([frame.origin for frame in frames], [frame.ahead for frame in frames])
        return cls(np.array(origin).reshape(-1, 2), np.array(ahead).reshape(-1, 2))

    def take(self, index: Ints) -> Self:
        """The views at some positions."""
        return type(self)(self.origin[index], self.ahead[index])

    @property
    def left(self) -> Vector:
        """Unit vectors across the walls."""
        return np.stack([-self.ahead[:, 1], self.ahead[:, 0]], axis=1)

    def at(self, x: Vector, y: Vector) -> Vector:
        """The point at a place in each view."""
        return self.origin + x[:, None] * self.ahead + y[:, None] * self.left

    def boxes(self, at: Vector, reach_m: Vector) -> Shapes:
        """As `Frame.box`, of a stretch and a reach in each view."""
        low, high = at.T
        corners = [(low, -reach_m), (high, -reach_m), (high, reach_m), (low, reach_m)]
        points = np.stack([self.at(*corner) for corner in corners], axis=1)
        return np.asarray(shapely.polygons(points), dtype=object)

    def seen(self, of: Ints, points: Vector) -> Vector:
        """Points, each as it is in one of the views."""
        away = points - self.origin[of]
        return np.stack(
            [(away * self.ahead[of]).sum(axis=1), (away * self.left[of]).sum(axis=1)], axis=1
        )

    def flat(self, of: Ints, edges: Edges) -> tuple[NDArray[np.bool_], Vector]:
        """Which edges run along the wall of their view, and where they begin and end along it."""
        ends = self.seen(np.repeat(of, 2), edges.reshape(-1, 2)).reshape(-1, 2, 2)
        run, rise = np.abs(ends[:, 1] - ends[:, 0]).T
        return rise <= _BENT * run, ends[:, :, 0]


def plain_edges(room: Polygon) -> Edges:
    """The edges of a room without slight turns."""
    return edges_of([room.simplify(0.02)])[0]


def shared_runs(
    frames: Frames, walls: Sequence[Sequence[BaseGeometry]], width_m: Vector, reach_m: Vector
) -> list[list[Interval]]:
    """Where along the wall all rooms of a doorway have a face towards it.

    Parameters
    ----------
    frames : Frames
        The views of the doorways.
    walls : sequence of sequence of geometry
        For each, the boundaries of one or two rooms.
    width_m, reach_m : ndarray of float, shape (n,)
        Width of each doorway, and how far across the wall a face may lie [m].

    Returns
    -------
    list of list of (low, high)
        For each, stretches of the wall [m], rising.
    """
    side = np.maximum(_SIDEWAYS * width_m, 1.0)
    areas = frames.boxes(np.stack([-side, side], axis=1), reach_m)
    of = np.repeat(np.arange(len(walls)), [len(each) for each in walls])
    drawn = np.array([wall for each in walls for wall in each], dtype=object)
    parts, row = shapely.get_parts(shapely.intersection(drawn, areas[of]), return_index=True)
    line = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    edges, owner = edges_of(parts[line])
    row = row[line][owner]
    flat, x = frames.flat(of[row], edges)
    found: list[list[Interval]] = [[] for _ in of]
    ends = np.sort(x[flat], axis=1)
    for at, low, high in zip(row[flat].tolist(), *ends.T.tolist(), strict=True):
        found[at].append((low, high))
    faces = iter(union(each, _LINE_M) for each in found)
    return [reduce(_both, [next(faces) for _ in each]) for each in walls]


def find_tongues(
    frames: Frames, at: Vector, walls: Shapes, large: Shapes, small: Shapes
) -> list[Polygon | None]:
    """The floor of doorways in walls that are thick.

    Parameters
    ----------
    frames : Frames
        The views of the doorways.
    at : ndarray of float, shape (n, 2)
        Their stretches of the wall [m].
    walls, large, small : ndarray of geometry, shape (n,)
        What is no floor there, as far as each may reach, and the rooms on its sides.

    Returns
    -------
    list of Polygon or None
        What is between both rooms; None where they meet within the tolerance.
    """
    parts, row = shapely.get_parts(walls, return_index=True)
    real = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    parts, row = parts[real], row[real]
    joins = shapely.dwithin(parts, large[row], _JOINED_M) & shapely.dwithin(
        parts, small[row], _JOINED_M
    )
    parts, row = parts[joins], row[joins]
    points, part = shapely.get_coordinates(shapely.get_exterior_ring(parts), return_index=True)
    seen = frames.seen(row[part], points)
    first = np.searchsorted(part, np.arange(len(parts)))
    size = (
        np.maximum.reduceat(seen, first) - np.minimum.reduceat(seen, first)
        if len(parts)
        else np.empty((0, 2))
    )
    across = size[:, 0] > (at[row, 1] - at[row, 0]) / 2
    found: list[Polygon | None] = [None] * len(walls)
    order = np.lexsort((-shapely.area(parts), row))
    order = order[across[order]]
    for index in order[np.unique(row[order], return_index=True)[1]].tolist():
        if size[index, 1] > TOLERANCE_M:
            found[row[index]] = parts[index]
    return found


def widest_runs(
    frames: Frames, at: Vector, walls: Shapes, beside: Shapes
) -> list[LineString | None]:
    """The chord of each wall over a stretch, where it lies beside something.

    Parameters
    ----------
    frames : Frames
        The views of doorways.
    at : ndarray of float, shape (n, 2)
        The stretch of each [m].
    walls, beside : ndarray of geometry, shape (n,)
        The boundary of a room, and what it must lie beside.

    Returns
    -------
    list of LineString or None
        The longest; None where there is none.
    """
    # Many doorways may lie beside the same room.
    each_once = {id(each): each for each in beside}
    buffers = shapely.buffer(np.array([*each_once.values()], dtype=object), _BESIDE_M)
    wider = dict(zip(each_once, buffers, strict=True))
    near = shapely.intersection(walls, np.array([wider[id(each)] for each in beside], dtype=object))
    near = shapely.intersection(near, frames.boxes(at, np.full(len(at), 2.0)))
    parts, row = shapely.get_parts(near, return_index=True)
    long = shapely.length(parts) > 0
    edges, owner = edges_of(parts[long])
    row = row[long][owner]
    flat, _ = frames.flat(row, edges)
    best: list[LineString | None] = [None] * len(at)
    if not flat.any():
        return best
    of, group = np.unique(row[flat], return_inverse=True)
    lines = shapely.linestrings(edges[flat].reshape(-1, 2, 2))
    merged = shapely.line_merge(shapely.multilinestrings(lines, indices=group.reshape(-1)))
    runs, run_of = shapely.get_parts(merged, return_index=True)
    points, run = shapely.get_coordinates(runs, return_index=True)
    order = np.lexsort((frames.seen(of[run_of[run]], points)[:, 0], run))
    first = np.searchsorted(run, np.arange(len(runs)))
    last = np.r_[first[1:], len(run)] - 1
    chords = shapely.linestrings(np.stack([points[order[first]], points[order[last]]], axis=1))
    bent = shapely.hausdorff_distance(chords, runs) > _BESIDE_M
    chords[bent] = [_chord_beside(run) for run in runs[bent]]
    lengths = shapely.length(chords)
    most = np.full(len(at), _LINE_M)
    for index, row_of in enumerate(of[run_of].tolist()):
        if lengths[index] > most[row_of]:
            most[row_of], best[row_of] = lengths[index], chords[index]
    return best


def _chord_beside(run: LineString) -> LineString:
    """The chord of a bent wall, shortened at both ends until all of the wall lies beside it."""
    chord = run
    for share in _SHORTER:
        part = substring(run, (1 - share) / 2, (1 + share) / 2, normalized=True)
        chord = LineString([part.coords[0], part.coords[-1]])
        if shapely.hausdorff_distance(chord, part) <= _BESIDE_M:
            break
    return chord


def _both(one: list[Interval], other: list[Interval]) -> list[Interval]:
    found = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(low, high) for low, high in sorted(found) if high > low]


def placed_on_stretch(found: Sequence[Interval], width_m: float) -> tuple[float, float] | None:
    """Put a doorway on the stretch of wall nearest to where it was drawn.

    Parameters
    ----------
    found : sequence of (low, high)
        Stretches of wall [m].

    Returns
    -------
    (low, high) or None
        Where it lies; narrower where the stretch is shorter; None where there is none.

    Examples
    --------
    >>> placed_on_stretch([(-0.2, 3.0)], 0.9)
    (-0.2, 0.7)
    """
    best: tuple[float, float, float] | None = None
    for low, high in found:
        width = min(width_m, high - low)
        middle = min(max(0.0, low + width / 2), high - width / 2)
        rank = (abs(middle) + 2 * (width_m - width), middle - width / 2, middle + width / 2)
        if width > _LINE_M and (best is None or rank < best):
            best = rank
    return None if best is None else (round(best[1], 6), round(best[2], 6))
