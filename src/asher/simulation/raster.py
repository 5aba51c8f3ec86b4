"""From polygons and lines to the grids that the kernels walk on."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from asher.kernels import fields
from asher.kernels.state import Category, Edge, Floor
from asher.simulation.layout import Layout

CELL_M = 0.2
BLOCK_M = 0.7


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
    n_block_x, n_block_y = math.ceil(n_x * CELL_M / BLOCK_M), math.ceil(n_y * CELL_M / BLOCK_M)
    near_start, near_segment = _segments_near_blocks(
        segments, (origin_x, origin_y), (n_block_x, n_block_y)
    )
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
        block_m=BLOCK_M,
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


def _segments_near_blocks(
    segments: NDArray[np.float32], origin: tuple[float, float], blocks: tuple[int, int]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Segments within reach of each block, in compressed rows."""
    import shapely

    reach = 0.55  # the wall push's 0.3 m and a long step
    n_x, n_y = blocks
    j, i = np.divmod(np.arange(n_x * n_y), n_x)
    x, y = origin[0] + i * BLOCK_M, origin[1] + j * BLOCK_M
    boxes = shapely.box(x - reach, y - reach, x + BLOCK_M + reach, y + BLOCK_M + reach)
    lines = shapely.linestrings(segments.reshape(-1, 2, 2).astype(float))
    block, segment = shapely.STRtree(lines).query(boxes, predicate="intersects")
    order = np.lexsort((segment, block))
    start = np.searchsorted(block[order], np.arange(n_x * n_y + 1)).astype(np.int32)
    return start, segment[order].astype(np.int32)
