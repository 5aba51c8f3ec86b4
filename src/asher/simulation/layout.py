"""A building unrolled into one plane: levels side by side, each stair a strip of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.floorplan import Floorplan, connect
from asher.kernels.codes import Category
from asher.kernels.published import WALK_SPEED

GAP_M = 6.0
BEHIND_M = 0.3
"""Free floor behind the line of a stair's end that a body needs to come over it [m]: what walkers
keep clear of walls, and what they sway (judgement)."""
UP_PACE = 0.60 / WALK_SPEED
"""Share of the desired speed kept up a stair, along its slope [-]: Weidmann 1993 and Fruin 1971
give 0.50 to 0.61 m/s (`data/measured_movement.csv`), the one along the floor, the other along the
slope; at 30 degrees 0.60 m/s lies within both; as a share of `walk-speed`."""
DOWN_PACE = 0.78 / WALK_SPEED
"""The same down a stair: 0.65 to 0.81 m/s; as a share of `walk-speed`."""
RAMP_PACE = 0.85
"""The same on a ramp, both ways (judgement)."""


@dataclass(frozen=True, eq=False)
class Layout:
    """What the engine walks on, in its own plane."""

    # Floor of each space, obstacles cut out [m]; stairs follow the plan's spaces.
    spaces: tuple[Any, ...]
    see_over: tuple[Any, ...]  # Obstacles that one sees over [m]
    partitions: tuple[Any, ...]  # Walls inside each space [m], empty where it has none
    # Share of the desired speed kept towards the first and towards the second of a stair's ends,
    # its foot and its head [-]; 1 elsewhere, shape (n_spaces, 2).
    pace: NDArray[np.float64]
    segments: NDArray[np.float64]  # Walls [m], shape (n, 4)
    segment_see_over: NDArray[np.bool_]  # Walls that do not block sight, shape (n,)
    # Line as seen from its two sides [m]; the two differ at the ends of a stair, which follow the
    # plan's openings, shape (n_openings, 2, 4).
    opening_line: NDArray[np.float64]
    # Unit vector across it, out of the space on each of its sides, shape (n_openings, 2, 2).
    opening_across: NDArray[np.float64]
    opening_space: NDArray[np.int32]  # Space on its two sides, -1 = outside, shape (n_openings, 2)
    opening_category: NDArray[np.int8]  # `asher.kernels.codes.Category`, shape (n_openings,)
    opening_glazed: NDArray[np.bool_]  # Whether it is seen through when shut, shape (n_openings,)
    level_x: NDArray[np.float64]  # How far each level is moved to the right [m], shape (n_levels,)
    # How far all levels are moved up [m]; with `level_x` the plane begins near its origin,
    # wherever the plan lies.
    up_y: float
    # Left of everything on each level in the engine's plane [m], shape (n_levels,).
    level_starts: NDArray[np.float64]
    strip_x: float  # Where the stairs' strips begin [m]
    gap_m: float = GAP_M  # Space between levels and strips [m]


def lay_out(floorplan: Floorplan) -> Layout:
    """Unroll a plan without faults: its spaces, walls and openings in one plane."""
    import shapely
    from shapely.affinity import translate

    topology = connect(floorplan)
    index = {level.name: number for number, level in enumerate(floorplan.levels)}
    level_x, level_starts, right = _side_by_side(floorplan)
    up_y = -float(shapely.total_bounds([space.shape for space in floorplan.spaces])[1])
    strip_x = right

    def moved(element: Any) -> Any:
        return translate(element.shape, xoff=level_x[index[element.level]], yoff=up_y)

    solid = [moved(obstacle) for obstacle in floorplan.obstacles]
    low = tuple(moved(obstacle) for obstacle in floorplan.obstacles if obstacle.see_over)
    spaces = _less([moved(space) for space in floorplan.spaces], solid)
    partitions = _within(spaces, [moved(wall) for wall in floorplan.walls])
    pace = [[1.0, 1.0] for _ in spaces]
    lines, across, sides, categories = [], [], [], []
    glazed = [opening.glazed for opening in floorplan.openings]
    for opening, pair, normal in zip(
        floorplan.openings, topology.opening_spaces, topology.opening_normals, strict=True
    ):
        line = _shifted(opening.line, level_x[index[opening.level]], up_y)
        lines.append([line, line])
        across.append([normal, -normal])
        sides.append([int(pair[0]), int(pair[1])])
        categories.append(int(Category[opening.category.upper()]))
    x = np.array(level_x)[topology.wall_levels]
    segments = [topology.wall_segments + np.column_stack([x, x * 0 + up_y, x, x * 0 + up_y])]
    low_segments = list(topology.segment_see_over)
    walls = shapely.multilinestrings(shapely.linestrings(segments[0].reshape(-1, 2, 2)))
    up = {level.name: level.elevation_m for level in floorplan.levels}
    for connector, pair, normals in zip(
        floorplan.connectors,
        topology.connector_spaces,
        topology.connector_normals,
        strict=True,
    ):
        strip = shapely.box(right, 0.0, right + connector.length_m, connector.width_m)
        x0, y0, x1, y1 = strip.bounds
        ends = (([x0, y0, x0, y1], [-1.0, 0.0]), ([x1, y0, x1, y1], [1.0, 0.0]))
        drawn = (
            (connector.line_from, level_x[index[connector.level_from]]),
            (connector.line_to, level_x[index[connector.level_to]]),
        )
        for (end, out), space, (landing, at), normal in zip(
            ends, pair, drawn, normals, strict=True
        ):
            line = _before_wall(_shifted(landing, at, up_y), normal, walls)
            lines.append([line, end])
            across.append([normal, out])
            sides.append([int(space), len(spaces)])
            categories.append(int(Category.PORTAL))
            glazed.append(False)
        segments.append(np.array([[x0, y0, x1, y0], [x0, y1, x1, y1]]))
        low_segments += [False, False]
        spaces.append(strip)
        partitions.append(shapely.MultiLineString())
        pace.append(_pace(connector, rises=up[connector.level_to] >= up[connector.level_from]))
        right = x1 + GAP_M
    return Layout(
        spaces=tuple(spaces),
        see_over=low,
        partitions=tuple(partitions),
        pace=np.array(pace, dtype=np.float64),
        segments=np.concatenate(segments).reshape(-1, 4),
        segment_see_over=np.array(low_segments, dtype=np.bool_),
        opening_line=np.array(lines, dtype=np.float64).reshape(-1, 2, 4),
        opening_across=np.array(across, dtype=np.float64).reshape(-1, 2, 2),
        opening_space=np.array(sides, dtype=np.int32).reshape(-1, 2),
        opening_category=np.array(categories, dtype=np.int8),
        opening_glazed=np.array(glazed, dtype=np.bool_),
        level_x=np.array(level_x),
        up_y=up_y,
        level_starts=np.array(level_starts),
        strip_x=strip_x,
    )


def _side_by_side(floorplan: Floorplan) -> tuple[list[float], list[float], float]:
    """How far each level is moved to the right, where it begins, and where the last one ends."""
    import shapely

    shapes: dict[str, list[Any]] = {level.name: [] for level in floorplan.levels}
    for space in floorplan.spaces:
        shapes[space.level].append(space.shape)
    level_x, level_starts, right = [], [], 0.0
    for level in floorplan.levels:
        found = shapes[level.name]
        x0, _, x1, _ = shapely.total_bounds(found) if found else (0.0, 0.0, 0.0, 0.0)
        level_x.append(float(right - x0))
        level_starts.append(level_x[-1] + x0 - 0.5 * GAP_M)
        right = level_x[-1] + x1 + GAP_M
    return level_x, level_starts, float(right)


def _less(spaces: list[Any], obstacles: list[Any]) -> list[Any]:
    """Spaces without the obstacles that stand in them."""
    import shapely

    if not obstacles:
        return spaces
    tree = shapely.STRtree(obstacles)
    found = []
    for space in spaces:
        here = tree.query(space, predicate="intersects")
        taken = shapely.union_all([obstacles[k] for k in here])
        found.append(shapely.difference(space, taken) if here.size else space)
    return found


def _within(spaces: list[Any], walls: list[Any]) -> list[Any]:
    """Partitions of each space, as far as they lie in it."""
    import shapely

    found = [shapely.MultiLineString() for _ in spaces]
    if walls:
        tree = shapely.STRtree(walls)
        for number, space in enumerate(spaces):
            here = tree.query(space, predicate="intersects")
            if here.size:
                found[number] = shapely.intersection(
                    shapely.union_all([walls[k] for k in here]), space
                )
    return found


def _pace(connector: Any, *, rises: bool) -> list[float]:
    """Share of the desired speed kept towards the foot and towards the head."""
    if connector.category == "ramp":
        return [RAMP_PACE, RAMP_PACE]
    return [DOWN_PACE, UP_PACE] if rises else [UP_PACE, DOWN_PACE]


def _before_wall(line: list[float], out: Any, walls: Any) -> list[float]:
    """Move the end of a stair into its room where a wall behind it keeps bodies from the line.

    Who walks keeps clear of walls, and sets foot on a stair by walking over its line; behind one
    that is drawn nearer before a wall of another room than that, nobody could come.
    """
    import shapely

    x1, y1, x2, y2 = line
    way = np.array([out[0], out[1]])
    # Not to the ends of the line, where the walls beside a stair stand.
    inner = np.array([[0.8 * x1 + 0.2 * x2, 0.8 * y1 + 0.2 * y2],
                      [0.2 * x1 + 0.8 * x2, 0.2 * y1 + 0.8 * y2]])  # fmt: skip
    mouth = shapely.Polygon(np.vstack([inner, (inner + BEHIND_M * way)[::-1]]))
    behind = shapely.distance(shapely.LineString(inner), shapely.intersection(walls, mouth))
    if math.isnan(behind) or behind >= BEHIND_M:
        return line
    moved: list[float] = (np.array(line) - (BEHIND_M - behind) * np.tile(way, 2)).tolist()
    return moved


def _shifted(line: Any, x: float, y: float) -> list[float]:
    (x1, y1), (x2, y2) = line
    return [x1 + x, y1 + y, x2 + x, y2 + y]
