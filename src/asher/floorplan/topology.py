"""How spaces hang together: what each opening and stair joins, and where the walls are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from asher.floorplan.elements import Floorplan, Obstacle
from asher.floorplan.levels import by_level, rows_by_level
from asher.floorplan.lines import QUIET, Edges, edges_of
from asher.floorplan.once import found_once
from asher.floorplan.sides import normals_across, spaces_along
from asher.floorplan.walls import merge_edges

__all__ = ["Joins", "Topology", "connect", "find_joins", "way_lines"]


@dataclass(frozen=True)
class Joins:
    """Which spaces of a plan each opening and stair joins, by position in the plan's tuples."""

    # Spaces on the two sides of each opening, the lower index first; -1 in the second place is
    # outside, -1 in both places an opening that touches no space, shape (n_openings, 2).
    opening_spaces: NDArray[np.int64]
    # Space at the foot and at the head; -1 where it touches none, shape (n_connectors, 2).
    connector_spaces: NDArray[np.int64]


@dataclass(frozen=True)
class Topology(Joins):
    """Spaces, openings and levels of a plan as arrays of positions in the plan's tuples."""

    # Unit vector across each opening, from its first space to its second or to the outside, shape
    # (n_openings, 2).
    opening_normals: NDArray[np.float64]
    # Unit vectors across the landings at the foot and at the head, out of their space onto the
    # stair, shape (n_connectors, 2, 2).
    connector_normals: NDArray[np.float64]
    # x1, y1, x2, y2 of every free stretch of wall and every edge of an obstacle [m], shape
    # (n_segments, 4).
    wall_segments: NDArray[np.float64]
    wall_levels: NDArray[np.int64]  # Level of each segment, shape (n_segments,)
    # True for edges of obstacles that a standing person sees over, shape (n_segments,).
    segment_see_over: NDArray[np.bool_]


@QUIET
def find_joins(floorplan: Floorplan, along: list[list[int]] | None = None) -> Joins:
    """Find out what joins what, and nothing else.

    Parameters
    ----------
    floorplan, along
        See `connect`.

    Returns
    -------
    Joins
        As in its topology.
    """
    if along is None:
        along = spaces_along(*way_lines(floorplan), floorplan)
    sides = _sides(floorplan, along)
    n_openings = len(floorplan.openings)
    return Joins(sides[:n_openings], sides[n_openings:, 0].reshape(-1, 2))


@found_once
@QUIET
def connect(floorplan: Floorplan, along: list[list[int]] | None = None) -> Topology:
    """Find out what joins what.

    Parameters
    ----------
    floorplan : Floorplan
        A plan; what does not fit together is marked by -1 here and named by `find_faults`.
    along : list of list of int, optional
        What `asher.floorplan.sides.spaces_along` says of its `way_lines`, where that is known.

    Returns
    -------
    Topology
        Connections and wall segments.

    Notes
    -----
    Found once for a plan, which is checked, run and drawn; nobody may change what it holds.

    Examples
    --------
    >>> from asher.floorplan.read import read_floorplan
    >>> connect(read_floorplan("corridor")).opening_spaces
    array([[ 0, -1]])
    """
    lines, levels = way_lines(floorplan)
    n_openings = len(floorplan.openings)
    if along is None:
        along = spaces_along(lines, levels, floorplan)
    sides = _sides(floorplan, along)
    normals = normals_across(lines, sides, floorplan)
    segments, numbers, see_over = [np.empty((0, 4))], [], []
    here = rows_by_level(levels)
    spaces, walls = by_level(floorplan.spaces), by_level(floorplan.walls)
    obstacles = by_level(floorplan.obstacles)
    for number, level in enumerate(floorplan.levels):
        name = level.name
        drawn = [element.shape for element in (*spaces[name], *walls[name])]
        for found, low in _segments_on(drawn, obstacles[name], lines[here[name]]):
            segments.append(found)
            numbers += [number] * len(found)
            see_over += [low] * len(found)
    return Topology(
        opening_spaces=sides[:n_openings],
        opening_normals=normals[:n_openings],
        connector_spaces=sides[n_openings:, 0].reshape(-1, 2),
        connector_normals=normals[n_openings:].reshape(-1, 2, 2),
        wall_segments=np.vstack(segments),
        wall_levels=np.array(numbers, dtype=np.int64),
        segment_see_over=np.array(see_over, dtype=np.bool_),
    )


def way_lines(floorplan: Floorplan) -> tuple[Edges, list[str]]:
    """List every line by which a space can be left.

    Returns
    -------
    lines : ndarray of float, shape (n_openings + 2 n_connectors, 4)
        The openings, then foot and head of each connector in turn [m].
    levels : list of str
        The level of each.
    """
    lines = [opening.line for opening in floorplan.openings]
    levels = [opening.level for opening in floorplan.openings]
    for connector in floorplan.connectors:
        lines += [connector.line_from, connector.line_to]
        levels += [connector.level_from, connector.level_to]
    return np.array(lines, dtype=np.float64).reshape(-1, 4), levels


def _sides(floorplan: Floorplan, along: list[list[int]]) -> NDArray[np.int64]:
    pairs = [[*spaces, -1, -1][:2] for spaces in along]
    sides = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    # A landing leads out of its space even where it touches a second one by mistake.
    sides[len(floorplan.openings) :, 1] = -1
    return sides


def _segments_on(
    drawn: Sequence[BaseGeometry], obstacles: Sequence[Obstacle], cuts: Edges
) -> Iterator[tuple[Edges, bool]]:
    yield merge_edges(edges_of(drawn)[0], cuts=cuts), False
    for low in (False, True):
        shapes = (obstacle.shape for obstacle in obstacles if obstacle.see_over is low)
        yield merge_edges(edges_of(shapes)[0]), low
