"""From lines to the cells that the kernels look through."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from asher.kernels.codes import Category, Sight
from asher.kernels.kinds import SEGMENT, records
from asher.kernels.state import Floor
from asher.kernels.walking.plane import CELL_M, PAGE, REACH_M
from asher.simulation.layout import Layout

_SAMPLE_M = 0.25
"""Cells near a segment are found at points this far apart along it [m]."""


def build_floor(layout: Layout) -> Floor:
    """Walls and openings of a layout, by cells; only ground with a floor takes memory."""
    import shapely

    segment, opening, sight = _segments(layout)
    left, bottom, right, top = shapely.total_bounds(np.array(layout.spaces, dtype=object))
    page_m = PAGE * CELL_M
    origin = np.array([left - page_m, bottom - page_m])
    n_page_x = math.ceil((right - left) / page_m) + 2
    n_page_y = math.ceil((top - bottom) / page_m) + 2
    number, column, row = _cells_along(segment, origin)
    page = np.full(n_page_y * n_page_x, -1, dtype=np.int32)
    page[(row // PAGE) * n_page_x + column // PAGE] = 0
    for polygon in layout.spaces:
        page[_pages_under(polygon, origin, n_page_x)] = 0
    used = np.flatnonzero(page == 0)
    page[used] = np.arange(used.size)
    cell = (page[(row // PAGE) * n_page_x + column // PAGE] * PAGE + row % PAGE) * PAGE
    cell += column % PAGE
    order = np.lexsort((number, cell))
    n_cells = used.size * PAGE * PAGE
    return Floor(
        origin_x=float(origin[0]),
        origin_y=float(origin[1]),
        n_page_x=n_page_x,
        n_page_y=n_page_y,
        page=page,
        near_start=np.searchsorted(cell[order], np.arange(n_cells + 1)).astype(np.int32),
        near_segment=number[order].astype(np.int32),
        segments=records(SEGMENT, len(segment), line=segment, opening=opening, sight=sight),
        has_glass=bool(((opening >= 0) & (sight == Sight.NEVER_BLOCKED)).any()),
    )


def _segments(
    layout: Layout,
) -> tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.uint8]]:
    """Walls, then openings as seen from each side that has a space; what each is, and its sight."""
    lines, owners = [layout.segments], [np.full(len(layout.segments), -1, dtype=np.int32)]
    sights = [np.where(layout.segment_see_over, Sight.NEVER_BLOCKED, Sight.ALWAYS_BLOCKED)]
    for number, line in enumerate(layout.opening_line):
        n_sides = 2 if layout.opening_category[number] == Category.PORTAL else 1
        is_inside = bool((layout.opening_space[number] >= 0).all()) and n_sides == 1
        lines.append(line[:n_sides])
        owners.append(np.full(n_sides, number, dtype=np.int32))
        # Nobody stands outside, nor in the same plane beyond the end of a stair.
        sight = Sight.UNLESS_OPEN if is_inside else Sight.ALWAYS_BLOCKED
        if is_inside and layout.opening_glazed[number]:
            sight = Sight.NEVER_BLOCKED
        sights.append(np.full(n_sides, sight))
    return (
        np.concatenate(lines).astype(np.float64),
        np.concatenate(owners),
        np.concatenate(sights).astype(np.uint8),
    )


def _cells_along(
    segment: NDArray[np.float64], origin: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Segment, column and row of each cell within reach of a segment; each pair once."""
    length = np.hypot(segment[:, 2] - segment[:, 0], segment[:, 3] - segment[:, 1])
    count = np.ceil(length / _SAMPLE_M).astype(np.int64) + 1
    number = np.repeat(np.arange(len(segment)), count)
    first = np.cumsum(count) - count
    share = (np.arange(number.size) - first[number]) / np.maximum(count[number] - 1, 1)
    at = segment[number, :2] + share[:, None] * (segment[number, 2:] - segment[number, :2])
    reach = REACH_M + 0.5 * _SAMPLE_M
    found = []
    for dx in (-reach, 0.0, reach):
        for dy in (-reach, 0.0, reach):
            cell = np.floor((at + np.array([dx, dy]) - origin) / CELL_M).astype(np.int64)
            found.append(np.column_stack([number, cell]))
    each = np.unique(np.concatenate(found), axis=0)
    return each[:, 0], each[:, 1], each[:, 2]


def _pages_under(polygon: object, origin: NDArray[np.float64], n_page_x: int) -> NDArray[np.int64]:
    """Pages that a polygon touches."""
    import shapely

    page_m = PAGE * CELL_M
    low, high = np.split(np.array(shapely.bounds(polygon)), 2)
    first = np.floor((low - origin) / page_m).astype(int)
    last = np.floor((high - origin) / page_m).astype(int)
    column, row = np.meshgrid(np.arange(first[0], last[0] + 1), np.arange(first[1], last[1] + 1))
    x, y = origin[0] + column.ravel() * page_m, origin[1] + row.ravel() * page_m
    touched = shapely.intersects(shapely.box(x, y, x + page_m, y + page_m), polygon)
    numbers: NDArray[np.int64] = (row.ravel() * n_page_x + column.ravel())[touched]
    return numbers
