"""Straight lines laid against each other: which come near, and the stretches that they share."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

__all__ = [
    "EXACT_M",
    "QUIET",
    "TOLERANCE_M",
    "CrowdedError",
    "Edges",
    "Interval",
    "edges_of",
    "left_over",
    "near_pairs",
    "stretch_beside",
    "stretch_near",
    "union",
]

# How far two drawn lines may lie apart and still mean the same line [m].
TOLERANCE_M = 0.05
# Rounding in the coordinates [m]; far below anything built, far above floats 100 km from zero.
EXACT_M = 1e-6

# GEOS divides by zero within, harmlessly, where corners lie closer together than floats tell apart.
QUIET = np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore")

Edges = NDArray[np.float64]
Shares = NDArray[np.float64]
Interval = tuple[float, float]

_POLYGON = 3
# Pairs of lines near each other: some at a corner or beside each edge are many, and those of ten
# thousand edges on one spot fill any memory (judgement).
_PAIRS_EACH, _PAIRS = 20, 1_000_000
_BATCH = 64
# Beyond any share of a way: where a value that does not change is always or never in its bounds.
_FAR = 1e9


class CrowdedError(ValueError):
    """Too many lines lie on each other."""


def edges_of(shapes: Iterable[BaseGeometry]) -> tuple[Edges, NDArray[np.int64]]:
    """List the straight edges of lines and of the rings of polygons.

    Parameters
    ----------
    shapes : iterable of shapely geometry
        Lines and polygons [m].

    Returns
    -------
    edges : ndarray of float, shape (n, 4)
        x1, y1, x2, y2 of each edge [m]; none of zero length.
    owners : ndarray of int, shape (n,)
        Position of the shape that each edge belongs to.
    """
    parts, part_of = shapely.get_parts(np.array([*shapes], dtype=object), return_index=True)
    filled = shapely.get_type_id(parts) == _POLYGON
    rings, ring_of = shapely.get_rings(parts[filled], return_index=True)
    lines = np.concatenate([parts[~filled], rings])
    owners = np.concatenate([part_of[~filled], part_of[filled][ring_of]])
    points, line_of = shapely.get_coordinates(lines, return_index=True)
    edges = np.hstack([points[:-1], points[1:]]).reshape(-1, 4)
    real = (line_of[:-1] == line_of[1:]) & (lengths_of(edges) > 0)
    return edges[real], owners[line_of[:-1][real]].astype(np.int64)


def lengths_of(edges: Edges) -> Shares:
    """Lengths of edges [m]."""
    return np.hypot(edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1])


def near_pairs(first: Edges, second: Edges, reach_m: float) -> NDArray[np.int64]:
    """Find the pairs of edges that come near each other.

    Parameters
    ----------
    first, second : ndarray of float, shape (n, 4) and (m, 4)
        Edges [m].
    reach_m : float
        How near [m].

    Returns
    -------
    ndarray of int, shape (2, n_pairs)
        Positions in ``first`` and in ``second``.

    Raises
    ------
    CrowdedError
        If there are more than any building has; its text is where.
    """
    if not len(first) or not len(second):
        return np.empty((2, 0), dtype=np.int64)
    tree = shapely.STRtree(shapely.linestrings(second.reshape(-1, 2, 2)))
    around = shapely.linestrings(first.reshape(-1, 2, 2))
    most = _PAIRS_EACH * len(first) + _PAIRS
    found, number = [], 0
    for begin in range(0, len(first), _BATCH):
        some = around[begin : begin + _BATCH]
        pairs: NDArray[np.int64] = tree.query(some, predicate="dwithin", distance=reach_m)
        found.append(pairs + np.array([[begin], [0]]))
        number += pairs.shape[1]
        if number > most:
            x, y = first[begin + np.bincount(pairs[0]).argmax(), :2]
            raise CrowdedError(f"({x:.2f}, {y:.2f})")
    return np.hstack(found)


def stretch_beside(edges: Edges, lines: Edges, reach_m: float) -> tuple[Shares, Shares]:
    """Find the stretch of each edge that lies beside a line: near it, and projecting onto it.

    Parameters
    ----------
    edges, lines : ndarray of float, shape (n, 4)
        Pairs of an edge and a line [m].
    reach_m : float
        How far from the line a point may lie [m].

    Returns
    -------
    tuple of ndarray of float, shape (n,)
        Where the stretch begins and ends, as shares of the edge; not before its beginning where
        there is none. Only touching an end of the line is not beside it.

    Examples
    --------
    >>> edge, line = np.array([[0.0, 0, 4, 0]]), np.array([[1.0, 0.02, 2, 0.02]])
    >>> [share.tolist() for share in stretch_beside(edge, line, 0.05)]
    [[0.25], [0.5]]
    """
    x, y, length = _seen_from(edges, lines)
    within = [_clip(x[:, 0], x[:, 1], 0.0, length), _clip(y[:, 0], y[:, 1], -reach_m, reach_m)]
    start = np.maximum(np.maximum(within[0][0], within[1][0]), 0.0)
    end = np.minimum(np.minimum(within[0][1], within[1][1]), 1.0)
    places = [x[:, 0] + np.clip(share, 0, 1) * (x[:, 1] - x[:, 0]) for share in (start, end)]
    touching = (np.maximum(*places) <= EXACT_M) | (np.minimum(*places) >= length - EXACT_M)
    return start, np.where(touching, start, end)


def stretch_near(lines: Edges, edges: Edges, reach_m: float) -> tuple[Shares, Shares]:
    """Find the stretch of each line that comes near an edge.

    Parameters
    ----------
    lines, edges, reach_m
        See `stretch_beside`.

    Returns
    -------
    tuple of ndarray of float, shape (n,)
        Where the stretch begins and ends along the line [m]; it ends before it begins where there
        is none.

    Notes
    -----
    What is near an edge is convex (a strip with round ends), so its part of a line is one stretch.
    """
    # Near one end of the edge, near the other, or beside it: the stretch spans all three.
    x, y, length = _seen_from(edges, lines)
    half = np.sqrt(np.maximum(reach_m**2 - y**2, 0.0))
    near_end = np.abs(y) <= reach_m
    starts, ends = np.where(near_end, x - half, np.inf), np.where(near_end, x + half, -np.inf)
    along, across, size = _seen_from(lines, edges)
    inside = [
        _clip(along[:, 0], along[:, 1], 0.0, size),
        _clip(across[:, 0], across[:, 1], -reach_m, reach_m),
    ]
    begin, stop = np.maximum(inside[0][0], inside[1][0]), np.minimum(inside[0][1], inside[1][1])
    beside = begin <= stop
    begin = np.where(beside, begin * length, np.inf)
    stop = np.where(beside, stop * length, -np.inf)
    start = np.minimum(starts.min(axis=1), begin)
    end = np.maximum(ends.max(axis=1), stop)
    return np.maximum(start, 0.0), np.minimum(end, length)


def _seen_from(edges: Edges, lines: Edges) -> tuple[Shares, Shares, Shares]:
    # Ends of the edges along and across their lines, from where each line begins, and its length.
    # Only differences of neighbours enter, so nothing hangs on where the plan lies.
    length = lengths_of(lines)
    along = (lines[:, 2:] - lines[:, :2]) / length[:, None]
    ends = edges.reshape(-1, 2, 2) - lines[:, None, :2]
    x = ends[:, :, 0] * along[:, None, 0] + ends[:, :, 1] * along[:, None, 1]
    y = ends[:, :, 1] * along[:, None, 0] - ends[:, :, 0] * along[:, None, 1]
    return x, y, length


def _clip(
    at_start: Shares, at_end: Shares, low: float, high: float | Shares
) -> tuple[Shares, Shares]:
    # Shares of the way from start to end between which a value stays within its bounds.
    change = at_end - at_start
    level = np.abs(change) < 1e-12
    outside = level & ((at_start < low) | (at_start > high))
    slope = np.where(level, 1.0, change)
    first, second = (low - at_start) / slope, (high - at_start) / slope
    start = np.where(level, np.where(outside, _FAR, -_FAR), np.minimum(first, second))
    end = np.where(level, np.where(outside, -_FAR, _FAR), np.maximum(first, second))
    return start, end


def union(stretches: Iterable[Interval], slack: float = 0.0) -> list[Interval]:
    """Join stretches that overlap or lie at most ``slack`` apart.

    Parameters
    ----------
    stretches : iterable of (start, end)
        In any order.
    slack : float
        Gap that is bridged.

    Returns
    -------
    list of (start, end)
        Apart from each other, rising.
    """
    joined: list[Interval] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1] + slack:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def left_over(whole: Interval, gaps: Iterable[Interval]) -> list[Interval]:
    """Say what is left of a stretch when gaps are taken out.

    Parameters
    ----------
    whole : (start, end)
        The stretch.
    gaps : iterable of (start, end)
        In any order; they may overlap and reach over the ends.

    Returns
    -------
    list of (start, end)
        The rest, rising.

    Examples
    --------
    >>> left_over((0.0, 1.0), [(0.5, 0.7), (-1.0, 0.2)])
    [(0.2, 0.5), (0.7, 1.0)]
    """
    at, end = whole
    kept: list[Interval] = []
    for gap_start, gap_end in union(gaps):
        if gap_start >= end:
            break
        if gap_start > at:
            kept.append((at, gap_start))
        at = max(at, gap_end)
    if at < end:
        kept.append((at, end))
    return kept
