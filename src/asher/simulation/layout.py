"""A building unrolled into one plane: levels side by side, each stair a strip of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.floorplan import Floorplan, connect
from asher.kernels.codes import Category

GAP_M = 6.0
STAIR_SPEED = 0.6
RAMP_SPEED = 0.85
"""Share of the desired speed kept on a stair or ramp (judgement; Fruin 1971: about 0.55)."""


@dataclass(frozen=True, eq=False)
class Layout:
    """What the engine walks on, in its own plane.

    Parameters
    ----------
    spaces : tuple of shapely polygons
        Floor of each space, obstacles cut out [m]; stairs follow the plan's spaces.
    see_over : tuple of shapely polygons
        Obstacles that one sees over [m].
    space_speed : ndarray of float32, shape (n_spaces,)
        Share of the desired speed kept there [-].
    segments : ndarray of float, shape (n, 4)
        Walls [m].
    segment_see_over : ndarray of bool, shape (n,)
        Walls that do not block sight.
    opening_line : ndarray of float, shape (n_openings, 2, 4)
        Line as seen from its two sides [m]; the two differ at the ends of a stair, which follow the
        plan's openings.
    opening_space : ndarray of int32, shape (n_openings, 2)
        Space on its two sides, -1 = outside.
    opening_category : ndarray of int8, shape (n_openings,)
        `asher.kernels.codes.Category`.
    level_x : ndarray of float, shape (n_levels,)
        How far each level is moved to the right [m].
    level_starts : ndarray of float, shape (n_levels,)
        Left of everything on each level in the engine's plane [m].
    strip_x : float
        Where the stairs' strips begin [m].
    gap_m : float
        Space between levels and strips [m].
    """

    spaces: tuple[Any, ...]
    see_over: tuple[Any, ...]
    space_speed: NDArray[np.float32]
    segments: NDArray[np.float64]
    segment_see_over: NDArray[np.bool_]
    opening_line: NDArray[np.float64]
    opening_space: NDArray[np.int32]
    opening_category: NDArray[np.int8]
    level_x: NDArray[np.float64]
    level_starts: NDArray[np.float64]
    strip_x: float
    gap_m: float = GAP_M


def lay_out(floorplan: Floorplan) -> Layout:
    """Unroll a plan.

    Parameters
    ----------
    floorplan : Floorplan
        A plan without faults.

    Returns
    -------
    Layout
        Spaces, walls and openings in one plane.
    """
    import shapely
    from shapely.affinity import translate

    topology = connect(floorplan)
    index = {level.name: number for number, level in enumerate(floorplan.levels)}
    level_x, level_starts, right = [], [], 0.0
    for level in floorplan.levels:
        shapes = [space.shape for space in floorplan.spaces if space.level == level.name]
        x0, _, x1, _ = shapely.total_bounds(shapes) if shapes else (0.0, 0.0, 0.0, 0.0)
        level_x.append(right - x0 if index[level.name] else 0.0)
        level_starts.append(level_x[-1] + x0 - 0.5 * GAP_M)
        right = level_x[-1] + x1 + GAP_M
    strip_x = right

    def moved(element: Any) -> Any:
        return translate(element.shape, xoff=level_x[index[element.level]])

    solid = [moved(obstacle) for obstacle in floorplan.obstacles]
    low = tuple(moved(obstacle) for obstacle in floorplan.obstacles if obstacle.see_over)
    block = shapely.union_all(solid) if solid else None
    spaces = [moved(space) for space in floorplan.spaces]
    if block is not None:
        spaces = [shapely.difference(space, block) for space in spaces]
    speeds = [1.0] * len(spaces)
    lines, sides, categories = [], [], []
    for opening, pair in zip(floorplan.openings, topology.opening_spaces, strict=True):
        line = _shifted(opening.line, level_x[index[opening.level]])
        lines.append([line, line])
        sides.append([int(pair[0]), int(pair[1])])
        categories.append(int(Category[opening.category.upper()]))
    segments, low_segments = [], list(topology.segment_see_over)
    for segment, level_number in zip(topology.wall_segments, topology.wall_levels, strict=True):
        x = level_x[level_number]
        segments.append([segment[0] + x, segment[1], segment[2] + x, segment[3]])
    for connector, pair in zip(floorplan.connectors, topology.connector_spaces, strict=True):
        strip = shapely.box(right, 0.0, right + connector.length_m, connector.width_m)
        x0, y0, x1, y1 = strip.bounds
        ends = ([x0, y0, x0, y1], [x1, y0, x1, y1])
        drawn = (
            (connector.line_from, level_x[index[connector.level_from]]),
            (connector.line_to, level_x[index[connector.level_to]]),
        )
        for end, space, (landing, x) in zip(ends, pair, drawn, strict=True):
            lines.append([_shifted(landing, x), end])
            sides.append([int(space), len(spaces)])
            categories.append(int(Category.PORTAL))
        segments += [[x0, y0, x1, y0], [x0, y1, x1, y1]]
        low_segments += [False, False]
        spaces.append(strip)
        speeds.append(STAIR_SPEED if connector.category == "stair" else RAMP_SPEED)
        right = x1 + GAP_M
    return Layout(
        spaces=tuple(spaces),
        see_over=low,
        space_speed=np.array(speeds, dtype=np.float32),
        segments=np.array(segments, dtype=np.float64).reshape(-1, 4),
        segment_see_over=np.array(low_segments, dtype=np.bool_),
        opening_line=np.array(lines, dtype=np.float64).reshape(-1, 2, 4),
        opening_space=np.array(sides, dtype=np.int32).reshape(-1, 2),
        opening_category=np.array(categories, dtype=np.int8),
        level_x=np.array(level_x),
        level_starts=np.array(level_starts),
        strip_x=strip_x,
    )


def _shifted(line: Any, x: float) -> list[float]:
    (x1, y1), (x2, y2) = line
    return [x1 + x, y1, x2 + x, y2]
