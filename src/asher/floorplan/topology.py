"""How spaces hang together: what each opening and stair joins, and where the walls are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from asher.floorplan.elements import Floorplan
from asher.floorplan.walls import TOLERANCE_M, edges_of, merge_edges

__all__ = ["Topology", "connect", "spaces_along"]


@dataclass(frozen=True)
class Topology:
    """Spaces, openings and levels of a plan as arrays of positions in the plan's tuples.

    Parameters
    ----------
    opening_spaces : ndarray of int, shape (n_openings, 2)
        Spaces on the two sides of each opening, the lower index first; -1 in the second place is
        outside, -1 in both places an opening that touches no space.
    connector_spaces : ndarray of int, shape (n_connectors, 2)
        Space at the foot and at the head; -1 where it touches none.
    wall_segments : ndarray of float, shape (n_segments, 4)
        x1, y1, x2, y2 of every free stretch of wall and every edge of an obstacle [m].
    wall_levels : ndarray of int, shape (n_segments,)
        Level of each segment.
    segment_see_over : ndarray of bool, shape (n_segments,)
        True for edges of obstacles that a standing person sees over.
    """

    opening_spaces: NDArray[np.int64]
    connector_spaces: NDArray[np.int64]
    wall_segments: NDArray[np.float64]
    wall_levels: NDArray[np.int64]
    segment_see_over: NDArray[np.bool_]


def connect(floorplan: Floorplan) -> Topology:
    """Find out what joins what.

    Parameters
    ----------
    floorplan : Floorplan
        A plan; what does not fit together is marked by -1 here and named by `find_faults`.

    Returns
    -------
    Topology
        Connections and wall segments.

    Examples
    --------
    >>> from asher.floorplan.read import read_floorplan
    >>> connect(read_floorplan("corridor")).opening_spaces
    array([[ 0, -1]])
    """
    openings = [
        _pair(spaces_along(opening.line, floorplan, level=opening.level))
        for opening in floorplan.openings
    ]
    connectors = [
        (
            _pair(spaces_along(connector.line_from, floorplan, level=connector.level_from))[0],
            _pair(spaces_along(connector.line_to, floorplan, level=connector.level_to))[0],
        )
        for connector in floorplan.connectors
    ]
    segments, levels, see_over = [np.empty((0, 4))], [], []
    for index, level in enumerate(floorplan.levels):
        for found, low in _segments_on(floorplan, level.name):
            segments.append(found)
            levels += [index] * len(found)
            see_over += [low] * len(found)
    return Topology(
        opening_spaces=np.array(openings, dtype=np.int64).reshape(-1, 2),
        connector_spaces=np.array(connectors, dtype=np.int64).reshape(-1, 2),
        wall_segments=np.vstack(segments),
        wall_levels=np.array(levels, dtype=np.int64),
        segment_see_over=np.array(see_over, dtype=np.bool_),
    )


def spaces_along(
    line: tuple[tuple[float, float], ...], floorplan: Floorplan, *, level: str
) -> list[int]:
    """Find the spaces on whose boundary a line lies, whole and within 0.05 m.

    Parameters
    ----------
    line : tuple of positions
        Ends (x, y) [m].
    floorplan : Floorplan
        The plan.
    level : str
        Only spaces of this level count.

    Returns
    -------
    list of int
        Positions in ``floorplan.spaces``, rising.
    """
    drawn = LineString(line)
    shapes = np.array([space.shape for space in floorplan.spaces], dtype=object)
    return [
        index
        for index in np.flatnonzero(shapely.dwithin(shapes, drawn, TOLERANCE_M)).tolist()
        if floorplan.spaces[index].level == level and _lies_on(drawn, shapes[index].boundary)
    ]


def _lies_on(line: LineString, boundary: BaseGeometry) -> bool:
    # Both lines are straight between corners, so the distance is greatest at an end of one of
    # them; a boundary that leaves the line at a corner shows at some point in between.
    places = np.linspace(0.0, 1.0, max(5, int(line.length / TOLERANCE_M) + 1))
    points = shapely.line_interpolate_point(line, places, normalized=True)
    return bool(np.all(shapely.distance(points, boundary) <= TOLERANCE_M + 1e-9))


def _pair(spaces: list[int]) -> tuple[int, int]:
    first, second, *_ = [*spaces, -1, -1]
    return first, second


def _segments_on(floorplan: Floorplan, level: str) -> Iterable[tuple[NDArray[np.float64], bool]]:
    cuts = [opening.shape for opening in floorplan.openings if opening.level == level]
    for connector in floorplan.connectors:
        if connector.level_from == level:
            cuts.append(LineString(connector.line_from))
        if connector.level_to == level:
            cuts.append(LineString(connector.line_to))
    spaces = [space.shape for space in floorplan.spaces if space.level == level]
    partitions = [wall.shape for wall in floorplan.walls if wall.level == level]
    walls = edges_of([*spaces, *partitions])
    yield merge_edges(walls, cuts=edges_of(cuts)), False
    for low in (False, True):
        obstacles = (
            obstacle.shape
            for obstacle in floorplan.obstacles
            if obstacle.level == level and obstacle.see_over is low
        )
        yield merge_edges(edges_of(obstacles)), low
