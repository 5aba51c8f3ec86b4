"""Boundaries as straight wall segments: shared ones once, openings cut out to their clear width."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

__all__ = ["TOLERANCE_M", "edges_of", "merge_edges"]

# How far two drawn lines may lie apart and still mean the same line [m].
TOLERANCE_M = 0.05
# Two lines of the same meaning differ by at most this angle [rad], about 1 degree.
_ANGLE = 0.02
# Rounding in the coordinates [m]; far below anything built.
_EXACT = 1e-6

Edges = NDArray[np.float64]
Interval = tuple[float, float]


@dataclass
class _Carrier:
    """An infinite line, and the stretches of it that are wall."""

    origin: NDArray[np.float64]
    along: NDArray[np.float64]
    stretches: list[Interval] = field(default_factory=list)

    def _project(self, edge: Edges) -> tuple[Interval, float]:
        # The place along the line, and the greatest distance from it [m].
        start, end = edge.reshape(2, 2) - self.origin
        places = float(start @ self.along), float(end @ self.along)
        across = np.array([-self.along[1], self.along[0]])
        return (min(places), max(places)), float(max(abs(start @ across), abs(end @ across)))

    def _is_parallel(self, edge: Edges) -> bool:
        step = edge[2:] - edge[:2]
        cross = abs(self.along[0] * step[1] - self.along[1] * step[0])
        return bool(cross <= _ANGLE * np.hypot(*step))


def edges_of(shapes: Iterable[BaseGeometry]) -> Edges:
    """List the straight edges of lines and of the rings of polygons.

    Parameters
    ----------
    shapes : iterable of shapely geometry
        Lines and polygons [m].

    Returns
    -------
    ndarray of float, shape (n, 4)
        x1, y1, x2, y2 of each edge [m]; none of zero length.
    """
    edges = [np.empty((0, 4))]
    for shape in shapes:
        lines = shape.boundary if shape.geom_type == "Polygon" else shape
        for line in getattr(lines, "geoms", [lines]):
            points = np.asarray(line.coords)[:, :2]
            edges.append(np.hstack([points[:-1], points[1:]]))
    found = np.vstack(edges)
    return found[np.hypot(found[:, 2] - found[:, 0], found[:, 3] - found[:, 1]) > 0]


def merge_edges(edges: Edges, *, cuts: Edges | None = None) -> Edges:
    """Join edges on the same line into the fewest segments, and cut openings out of them.

    Parameters
    ----------
    edges : ndarray of float, shape (n, 4)
        Ends of the edges [m]; the same stretch may be covered many times.
    cuts : ndarray of float, shape (m, 4), optional
        Ends of the openings [m]; each is cut out where it lies on an edge, within 0.05 m.

    Returns
    -------
    ndarray of float, shape (k, 4)
        Ends of the segments that remain [m]; each free stretch of wall once.

    Notes
    -----
    Edges on exactly the same line are joined. An edge that runs beside another within 0.05 m, as
    the two sides of a shared boundary may when they were drawn apart, is joined to the longer one.

    Examples
    --------
    >>> merge_edges(np.array([[0.0, 0, 3, 0], [5, 0, 2, 0]]), cuts=np.array([[1.0, 0, 2, 0]]))
    array([[0., 0., 1., 0.],
           [2., 0., 5., 0.]])
    """
    carriers: list[_Carrier] = []
    lengths = np.hypot(edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1])
    # Long edges first: they give the truest direction, and short ones are joined to them.
    for index in np.argsort(-lengths, kind="stable"):
        edge = edges[index]
        carrier = _carrier_of(edge, carriers)
        if carrier is None:
            carrier = _Carrier(edge[:2], (edge[2:] - edge[:2]) / lengths[index])
            carriers.append(carrier)
        carrier.stretches.append(carrier._project(edge)[0])
    segments = [
        np.concatenate(
            [carrier.origin + start * carrier.along, carrier.origin + end * carrier.along]
        )
        for carrier in carriers
        for start, end in _cut(_union(carrier.stretches), _gaps(carrier, cuts))
    ]
    return np.array(segments).reshape(-1, 4)


def _carrier_of(edge: Edges, carriers: list[_Carrier]) -> _Carrier | None:
    for carrier in carriers:
        if not carrier._is_parallel(edge):
            continue
        (start, end), distance = carrier._project(edge)
        if distance <= _EXACT:
            return carrier
        if distance > TOLERANCE_M:
            continue
        overlap = sum(
            max(0.0, min(end, stretch[1]) - max(start, stretch[0])) for stretch in carrier.stretches
        )
        if overlap > TOLERANCE_M:
            return carrier
    return None


def _gaps(carrier: _Carrier, cuts: Edges | None) -> list[Interval]:
    gaps = []
    for cut in [] if cuts is None else cuts:
        place, distance = carrier._project(cut)
        if distance <= TOLERANCE_M and carrier._is_parallel(cut):
            gaps.append(place)
    return _union(gaps)


def _union(stretches: list[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1] + _EXACT:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _cut(stretches: list[Interval], gaps: list[Interval]) -> list[Interval]:
    kept: list[Interval] = []
    for start, end in stretches:
        at = start
        for gap_start, gap_end in gaps:
            if gap_start > at + _EXACT:
                kept.append((at, min(gap_start, end)))
            at = max(at, gap_end)
            if at >= end:
                break
        if at < end - _EXACT:
            kept.append((at, end))
    # A gap beyond the stretch must not lengthen it, nor one before it turn it round.
    return [(start, end) for start, end in kept if end - start > _EXACT]
