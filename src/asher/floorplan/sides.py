"""Which spaces lie along an opening, and on which side of it each lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from asher.floorplan.elements import Floorplan
from asher.floorplan.levels import rows_by_level
from asher.floorplan.lines import (
    EXACT_M,
    TOLERANCE_M,
    Edges,
    edges_of,
    lengths_of,
    near_pairs,
    stretch_near,
)

__all__ = ["normals_across", "spaces_along"]

# Where to look for a space beside an opening [m]: beyond the tolerance, within any real room.
_DEPTHS_M = np.array([0.06, 0.1, 0.2, 0.3])
# At which shares of its length.
_PLACES = np.array([0.1, 0.3, 0.5, 0.7, 0.9])


def spaces_along(lines: Edges, levels: Sequence[str], floorplan: Floorplan) -> list[list[int]]:
    """Find the spaces on whose boundary lines lie, whole and within 0.05 m.

    Parameters
    ----------
    lines : ndarray of float, shape (n, 4)
        Ends of openings or landings [m].
    levels : sequence of str
        Level of each; only spaces of this level count.

    Returns
    -------
    list of list of int
        For each line positions in ``floorplan.spaces``, rising.

    Notes
    -----
    A line lies on a boundary if every point of it is within 0.05 m of it: at an angle, over a
    corner or over many short edges, and on the boundaries on both sides of a gap.
    """
    along: list[list[int]] = [[] for _ in lines]
    spaces_of, lines_of = (
        rows_by_level(space.level for space in floorplan.spaces),
        rows_by_level(levels),
    )
    lengths = lengths_of(lines)
    for level, here in lines_of.items():
        spaces = spaces_of.get(level, [])
        edges, owners = edges_of(floorplan.spaces[index].shape for index in spaces)
        drawn = lines[here]
        line, edge = near_pairs(drawn, edges, TOLERANCE_M + EXACT_M)
        start, end = stretch_near(drawn[line], edges[edge], TOLERANCE_M + EXACT_M)
        real = start <= end
        key = line[real] * max(len(spaces), 1) + owners[edge[real]]
        for each, low, high in _first_stretches(key, start[real], end[real]):
            at, space = here[each // len(spaces)], spaces[each % len(spaces)]
            if low <= EXACT_M and high >= lengths[at] - EXACT_M:
                along[at].append(space)
    return along


def _first_stretches(
    keys: NDArray[np.int64], starts: NDArray[np.float64], ends: NDArray[np.float64]
) -> Iterator[tuple[int, float, float]]:
    """For each key, rising, the first of its stretches with all that adjoin it."""
    order = np.lexsort((ends, starts, keys))
    at, low, high = -1, 0.0, 0.0
    joins = True
    for key, start, end in zip(
        *(each[order].tolist() for each in (keys, starts, ends)), strict=True
    ):
        if key != at:
            if at >= 0:
                yield at, low, high
            at, low, high, joins = key, start, end, True
        elif joins and start <= high + EXACT_M:
            high = max(high, end)
        else:
            joins = False
    if at >= 0:
        yield at, low, high


def normals_across(
    lines: Edges, sides: NDArray[np.int64], floorplan: Floorplan
) -> NDArray[np.float64]:
    """Find the directions in which openings lead.

    Parameters
    ----------
    lines : ndarray of float, shape (n, 4)
        Ends of openings or landings [m].
    sides : ndarray of int, shape (n, 2)
        Spaces on the two sides, as in `asher.floorplan.topology.Topology`.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Unit vector across each line, from the first space to the second or out of the only one; to
        the left of the line where it touches no space.

    Notes
    -----
    Points at several depths on both sides of a line vote, so that a wall which is curved, askew or
    drawn a little off decides nothing.
    """
    if not len(lines):
        return np.empty((0, 2))
    run = lines[:, 2:] - lines[:, :2]
    left = np.stack([-run[:, 1], run[:, 0]], axis=1) / lengths_of(lines)[:, None]
    on_line = lines[:, None, :2] + _PLACES[None, :, None] * run[:, None]
    votes = np.zeros(len(lines))
    shapes = np.array([space.shape for space in floorplan.spaces], dtype=object)
    shapely.prepare(shapes)
    for column, leads_to in ((0, -1.0), (1, 1.0)):
        known = np.flatnonzero(sides[:, column] >= 0)
        polygons = shapes[sides[known, column]][:, None]
        for depth in (*_DEPTHS_M, *-_DEPTHS_M):
            points = on_line[known] + depth * left[known, None]
            inside = shapely.contains_xy(polygons, points[:, :, 0], points[:, :, 1])
            votes[known] += leads_to * np.sign(depth) * inside.sum(axis=1)
    # Adding zero turns -0.0 into 0.0.
    return np.where(votes < 0, -1.0, 1.0)[:, None] * left + 0.0
