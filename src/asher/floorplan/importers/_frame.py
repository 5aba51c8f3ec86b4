"""A doorway's own view: along its wall, and across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

from asher.floorplan.lines import Interval, edges_of, union

__all__ = ["Frame", "placed_on_stretch", "stretches"]

# Walls may turn by this much over a doorway [-]: a twentieth of its width (curved and round walls).
_BENT = 0.36
# How far to the sides of a doorway its wall is looked for, in widths.
_SIDEWAYS = 1.5
_LINE_M = 1e-3

Vector = NDArray[np.float64]


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
        edges, _ = edges_of([room.simplify(0.02)])
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

    def depth(self, part: Polygon) -> float:
        """How far a part reaches across the wall [m]."""
        y = self.seen(np.asarray(part.exterior.coords))[:, 1]
        return float(y.max() - y.min())

    def crosses(self, part: Polygon, at: tuple[float, float]) -> bool:
        """Whether a part lies in the way of most of a stretch of the wall."""
        x = self.seen(np.asarray(part.exterior.coords))[:, 0]
        return float(x.max() - x.min()) > (at[1] - at[0]) / 2

    def widest_run(
        self, wall_of: Polygon, at: tuple[float, float], beside: Polygon
    ) -> LineString | None:
        """The chord of a room's wall over a stretch, where it lies beside something."""
        band = self.box(at, 2.0)
        wall = wall_of.boundary.intersection(beside.buffer(0.049)).intersection(band)
        edges, _ = edges_of(part for part in shapely.get_parts(wall) if part.length)
        ends = self.seen(edges.reshape(-1, 2)).reshape(-1, 2, 2)
        run, rise = np.abs(ends[:, 1] - ends[:, 0]).T
        flat = shapely.linestrings(edges.reshape(-1, 2, 2)[rise <= _BENT * run])
        if not len(flat):
            return None
        best: LineString | None = None
        for part in shapely.get_parts(shapely.line_merge(shapely.multilinestrings(flat))):
            points = np.asarray(part.coords)
            x = self.seen(points)[:, 0]
            chord = LineString(points[[int(np.argmin(x)), int(np.argmax(x))]])
            if chord.length > max(_LINE_M, best.length if best else 0.0):
                best = chord
        return best


def stretches(
    frame: Frame, rooms: Sequence[Polygon], width_m: float, reach_m: float
) -> list[Interval]:
    """Where along the wall all rooms have a face towards the doorway.

    Parameters
    ----------
    frame : Frame
        The view of the doorway.
    rooms : sequence of Polygon
        One or two.
    width_m, reach_m : float
        Width of the doorway, and how far across the wall a face may lie [m].

    Returns
    -------
    list of (low, high)
        Stretches of the wall [m], rising.
    """
    side = max(_SIDEWAYS * width_m, 1.0)
    area = frame.box((-side, side), reach_m)
    shared: list[Interval] | None = None
    for room in rooms:
        walls = room.boundary.intersection(area)
        faces = [part for part in shapely.get_parts(walls) if part.geom_type == "LineString"]
        edges, _ = edges_of(faces)
        ends = frame.seen(edges.reshape(-1, 2)).reshape(-1, 2, 2)
        run, rise = np.abs(ends[:, 1] - ends[:, 0]).T
        flat = rise <= _BENT * run
        found = [(float(min(x)), float(max(x))) for x in ends[flat][:, :, 0]]
        mine = union(found, 1e-3)
        shared = mine if shared is None else _both(shared, mine)
    return shared or []


def _both(one: list[Interval], other: list[Interval]) -> list[Interval]:
    found = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(low, high) for low, high in sorted(found) if high > low]


def placed_on_stretch(found: Sequence[Interval], width_m: float) -> tuple[float, float] | None:
    """Put a doorway on the stretch of wall nearest to where it was drawn.

    Parameters
    ----------
    found : sequence of (low, high)
        Stretches of wall [m].
    width_m : float
        Its width.

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
