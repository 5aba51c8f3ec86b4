"""From polygons and lines to the grids that the kernels walk on."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from asher.kernels import fields
from asher.kernels.codes import Category, Edge
from asher.kernels.state import Floor
from asher.simulation.layout import Layout

CELL_M = 0.2
BLOCK_X_M, BLOCK_Y_M = 0.35, 1.0
MOST_BLOCKS = 16_384
"""Sorting people walks all blocks, so those of a large plan are wider [-]
(judgement: a third of the time saved in the largest case)."""
NEAR_M = 0.55
"""Walls that a step can meet: the wall push's 0.3 m, or the clearance and a long step."""


def build_floor(layout: Layout) -> tuple[Floor, NDArray[np.float32]]:
    """The grid of a layout, and how clear of walls each cell is.

    Parameters
    ----------
    layout : Layout
        The building.

    Returns
    -------
    floor : Floor
        Grid, edges, walls near each block.
    clearance : ndarray of float32, shape (n_cells,)
        Distance of each cell's centre to the nearest wall [m], as far as it matters.
    """
    import shapely

    margin = 3.0
    left, bottom, right, top = shapely.total_bounds(np.array(layout.spaces, dtype=object))
    # An odd offset keeps cell centres off walls that are drawn to the decimetre.
    origin_x, origin_y = left - margin + 0.0137, bottom - margin + 0.0171
    n_x = math.ceil((right - left + 2 * margin) / CELL_M)
    n_y = math.ceil((top - bottom + 2 * margin) / CELL_M)
    space = np.full((n_y, n_x), -1, dtype=np.int16)
    numbered = [(-2, polygon) for polygon in layout.see_over] + list(enumerate(layout.spaces))
    for number, polygon in numbered:
        x0, y0, x1, y1 = polygon.bounds
        i0, i1 = int((x0 - origin_x) / CELL_M), int((x1 - origin_x) / CELL_M) + 2
        j0, j1 = int((y0 - origin_y) / CELL_M), int((y1 - origin_y) / CELL_M) + 2
        xs, ys = np.meshgrid(
            origin_x + np.arange(i0, i1) * CELL_M, origin_y + np.arange(j0, j1) * CELL_M
        )
        space[j0:j1, i0:i1][shapely.contains_xy(polygon, xs, ys)] = number
    lines, owners = [layout.segments], [np.full(len(layout.segments), -1)]
    for opening, line in enumerate(layout.opening_line):
        sides = 2 if layout.opening_category[opening] == Category.PORTAL else 1
        lines.append(line[:sides])
        owners.append(np.full(sides, opening))
    segments = np.concatenate(lines).astype(np.float32)
    segment_opening = np.concatenate(owners).astype(np.int16)
    n_block_y = math.ceil(n_y * CELL_M / BLOCK_Y_M)
    block_x_m = max(BLOCK_X_M, n_x * CELL_M * n_block_y / MOST_BLOCKS)
    n_block_x = math.ceil(n_x * CELL_M / block_x_m)
    near_start, near_segment = _segments_near_cells(segments, (origin_x, origin_y), (n_x, n_y))
    floor = Floor(
        origin_x=float(origin_x),
        origin_y=float(origin_y),
        cell_m=CELL_M,
        n_x=n_x,
        n_y=n_y,
        space=space.ravel(),
        edge=np.zeros(n_x * n_y, dtype=np.uint8),
        edge_opening=np.full((n_x * n_y, 2), -1, dtype=np.int16),
        segments=segments,
        segment_opening=segment_opening,
        block_x_m=block_x_m,
        block_y_m=BLOCK_Y_M,
        n_block_x=n_block_x,
        n_block_y=n_block_y,
        near_start=near_start,
        near_segment=near_segment,
    )
    for line, see_over in zip(layout.segments, layout.segment_see_over, strict=True):
        sight = (0, 0) if see_over else (Edge.SIGHT_RIGHT, Edge.SIGHT_UP)
        fields.mark_edges(
            floor, line, int(Edge.WALK_RIGHT | sight[0]), int(Edge.WALK_UP | sight[1]), -1
        )
    for line, opening in zip(segments, segment_opening, strict=True):
        if opening >= 0:
            fields.mark_edges(
                floor,
                line.astype(np.float64),
                int(Edge.OPENING_RIGHT),
                int(Edge.OPENING_UP),
                int(opening),
            )
    clearance = np.full(n_x * n_y, 1.0, dtype=np.float32)
    fields.measure_clearance(floor, clearance)
    return floor, clearance


def _segments_near_cells(
    segments: NDArray[np.float32], origin: tuple[float, float], cells: tuple[int, int]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Segments within reach of anybody in each cell, in compressed rows."""
    reach = NEAR_M + math.sqrt(0.5) * CELL_M
    n_x, n_y = cells
    found, near = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for number, (x1, y1, x2, y2) in enumerate(segments.astype(float)):
        i0, i1 = sorted(int((x - origin[0]) / CELL_M) for x in (x1, x2))
        j0, j1 = sorted(int((y - origin[1]) / CELL_M) for y in (y1, y2))
        around = math.ceil(reach / CELL_M) + 1
        i = np.arange(max(i0 - around, 0), min(i1 + around + 1, n_x))
        j = np.arange(max(j0 - around, 0), min(j1 + around + 1, n_y))[:, None]
        x, y = origin[0] + i * CELL_M - x1, origin[1] + j * CELL_M - y1
        ux, uy = x2 - x1, y2 - y1
        t = np.clip((x * ux + y * uy) / max(ux * ux + uy * uy, 1e-12), 0.0, 1.0)
        inside = np.hypot(x - t * ux, y - t * uy) <= reach
        found.append((j * n_x + i)[inside])
        near.append(np.full(found[-1].size, number))
    cell, segment = np.concatenate(found), np.concatenate(near)
    order = np.argsort(cell, kind="stable")
    start = np.searchsorted(cell[order], np.arange(n_x * n_y + 1)).astype(np.int32)
    return start, segment[order].astype(np.int32)
