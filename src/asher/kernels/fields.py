"""Grids of a floor: which edges a wall crosses, how clear a cell is, how far it is to walk."""

import math

import numpy as np

from .jit import kernel

CLEAR_M = 0.45
"""Clearance from which on walls no longer lengthen a way [m] (judgement: body plus sway)."""


@kernel(entry=True)
def mark_edges(floor, segment, bits_right, bits_up, opening):
    """Mark every grid edge that a segment crosses.

    In place: ``floor.edge`` and, with ``opening >= 0``, ``floor.edge_opening``.

    Parameters
    ----------
    floor : Floor
        The grid.
    segment : ndarray of float, shape (4,)
        x1, y1, x2, y2 [m].
    bits_right, bits_up : int
        Bits set on a crossed edge to the right and upwards.
    opening : int
        Opening that the segment is, -1 for a wall.
    """
    h = floor.cell_m
    x1 = (segment[0] - floor.origin_x) / h
    y1 = (segment[1] - floor.origin_y) / h
    x2 = (segment[2] - floor.origin_x) / h
    y2 = (segment[3] - floor.origin_y) / h
    for axis in range(2):
        a1, b1, a2, b2 = (x1, y1, x2, y2) if axis == 0 else (y1, x1, y2, x2)
        if b1 > b2:
            a1, b1, a2, b2 = a2, b2, a1, b1
        for row in range(int(math.ceil(b1)), int(math.floor(b2)) + 1):
            if b2 == b1:
                continue
            a = a1 + (row - b1) * (a2 - a1) / (b2 - b1)
            column = int(math.floor(a))
            i, j = (column, row) if axis == 0 else (row, column)
            if 0 <= i < floor.n_x and 0 <= j < floor.n_y:
                cell = j * floor.n_x + i
                floor.edge[cell] |= np.uint8(bits_right if axis == 0 else bits_up)
                if opening >= 0:
                    floor.edge_opening[cell, axis] = opening


@kernel(inline=True, entry=True)
def distance_to_segment(x, y, segment):
    """Distance from a point to a segment, and its closest point.

    Parameters
    ----------
    x, y : float
        Point [m].
    segment : ndarray of float, shape (4,)
        x1, y1, x2, y2 [m].

    Returns
    -------
    tuple of float
        Distance [m], x and y of the closest point [m].
    """
    ax, ay = segment[0], segment[1]
    ux, uy = segment[2] - ax, segment[3] - ay
    length2 = ux * ux + uy * uy
    t = 0.0
    if length2 > 0.0:
        t = min(1.0, max(0.0, ((x - ax) * ux + (y - ay) * uy) / length2))
    px, py = ax + t * ux, ay + t * uy
    return math.hypot(x - px, y - py), px, py


@kernel(entry=True)
def measure_clearance(floor, clearance):
    """Distance from each cell's centre to the nearest wall, as far as it matters.

    In place: `clearance`.

    Parameters
    ----------
    floor : Floor
        The grid and its segments; openings are no walls here.
    clearance : ndarray of float32, shape (n_cells,)
        Holds the largest distance looked for on entry [m]; lowered where a wall is nearer.
    """
    h = floor.cell_m
    reach = CLEAR_M + h
    for s in range(floor.segments.shape[0]):
        if floor.segment_opening[s] >= 0:
            continue
        segment = floor.segments[s]
        i0 = max(0, int((min(segment[0], segment[2]) - reach - floor.origin_x) / h))
        i1 = min(floor.n_x - 1, int((max(segment[0], segment[2]) + reach - floor.origin_x) / h) + 1)
        j0 = max(0, int((min(segment[1], segment[3]) - reach - floor.origin_y) / h))
        j1 = min(floor.n_y - 1, int((max(segment[1], segment[3]) + reach - floor.origin_y) / h) + 1)
        for j in range(j0, j1 + 1):
            for i in range(i0, i1 + 1):
                d, _, _ = distance_to_segment(
                    floor.origin_x + i * h, floor.origin_y + j * h, segment
                )
                cell = j * floor.n_x + i
                clearance[cell] = min(clearance[cell], d)


@kernel(inline=True)
def neighbour_cell(floor, cell, direction):
    """The cell next to a cell, or -1 where a wall, an opening or another space lies between.

    Parameters
    ----------
    floor : Floor
        The grid.
    cell : int
        Cell number.
    direction : int
        0 right, 1 up, 2 left, 3 down.

    Returns
    -------
    int
        Cell number or -1.
    """
    i, j = cell % floor.n_x, cell // floor.n_x
    other = -1
    blocked = 1
    if direction == 0 and i + 1 < floor.n_x:
        other = cell + 1
        blocked = floor.edge[cell] & (1 | 16)
    elif direction == 1 and j + 1 < floor.n_y:
        other = cell + floor.n_x
        blocked = floor.edge[cell] & (2 | 32)
    elif direction == 2 and i > 0:
        other = cell - 1
        blocked = floor.edge[other] & (1 | 16)
    elif direction == 3 and j > 0:
        other = cell - floor.n_x
        blocked = floor.edge[other] & (2 | 32)
    if blocked or floor.space[other] != floor.space[cell]:
        return -1
    return other


@kernel(entry=True)
def heap_push(heap, size, key, value):
    """Put a cell on a binary heap ordered by distance; returns the new size. In place: `heap`."""
    heap[size, 0] = key
    heap[size, 1] = value
    child = size
    while child > 0:
        parent = (child - 1) // 2
        if heap[parent, 0] <= heap[child, 0]:
            break
        for k in range(2):
            heap[parent, k], heap[child, k] = heap[child, k], heap[parent, k]
        child = parent
    return size + 1


@kernel
def heap_pop(heap, size):
    """Take the nearest cell off the heap: distance, number, new size. In place: `heap`."""
    key, value = heap[0, 0], heap[0, 1]
    size -= 1
    heap[0, 0], heap[0, 1] = heap[size, 0], heap[size, 1]
    parent = 0
    while True:
        child = 2 * parent + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1, 0] < heap[child, 0]:
            child += 1
        if heap[parent, 0] <= heap[child, 0]:
            break
        for k in range(2):
            heap[parent, k], heap[child, k] = heap[child, k], heap[parent, k]
        parent = child
    return key, int(value), size


@kernel
def local_distance(floor, distance, cell, cost):
    """Arrival distance at a cell from its neighbours: the upwind solution of ``|grad d| = cost``.

    Parameters
    ----------
    floor : Floor
        The grid.
    distance : ndarray of float64, shape (n_cells,)
        Distances so far [m], inf where unknown.
    cell : int
        Cell to solve for.
    cost : float
        Slowness at the cell [-], >= 1.

    Returns
    -------
    float
        Distance [m].
    """
    along, across = math.inf, math.inf
    for direction in range(4):
        other = neighbour_cell(floor, cell, direction)
        if other >= 0 and direction % 2 == 0:
            along = min(along, distance[other])
        elif other >= 0:
            across = min(across, distance[other])
    near, far = min(along, across), max(along, across)
    step = cost * floor.cell_m
    if far - near >= step:
        return near + step
    return 0.5 * (near + far + math.sqrt(2.0 * step * step - (far - near) ** 2))


@kernel(entry=True)
def advance_distance(floor, clearance, distance, heap, size):
    """Fill a distance field from its sources by fast marching.

    In place: `distance` (inf where no way leads), `heap`.

    Parameters
    ----------
    floor : Floor
        The grid; openings bound a field, so it stays within one space.
    clearance : ndarray of float32, shape (n_cells,)
        Distance to the nearest wall [m].
    distance : ndarray of float64, shape (n_cells,)
        Start values at the sources, inf elsewhere [m].
    heap : ndarray of float64, shape (n, 2)
        The sources on entry.
    size : int
        Number of sources on the heap.

    Notes
    -----
    Sethian 1996. Slowness grows to 4 near a wall, so that ways keep a body's width off corners.
    """
    while size > 0:
        d, cell, size = heap_pop(heap, size)
        if d > distance[cell]:
            continue
        for direction in range(4):
            other = neighbour_cell(floor, cell, direction)
            if other < 0:
                continue
            near = max(0.0, 1.0 - clearance[other] / CLEAR_M)
            candidate = local_distance(floor, distance, other, 1.0 + 3.0 * near * near)
            if candidate < distance[other] - 1e-9:
                distance[other] = candidate
                size = heap_push(heap, size, candidate, other)


@kernel(entry=True)
def write_leg(floor, distance, target, walk, heading):
    """Turn a distance field into the directions of a leg.

    In place: `walk`, `heading`.

    Parameters
    ----------
    floor : Floor
        The grid.
    distance : ndarray of float64, shape (n_cells,)
        Distance to the target [m].
    target : ndarray of float64, shape (10,)
        Line to reach (x1, y1, x2, y2) [m], what to add to its closest point (dx, dy) [m], and the
        window: first column, first row, columns, rows.
    walk : ndarray of float32, shape (columns * rows,)
        Walking distance [m].
    heading : ndarray of int8, shape (columns * rows, 2)
        Unit direction * 127; 0, 0 where no way leads.

    Notes
    -----
    Within two cells of the line the direction leads straight to it, and over it from where the
    line lies straight ahead (beside its ends there is wall); elsewhere it is the negative
    gradient, taken upwind so that it never looks through a wall.
    """
    h = floor.cell_m
    columns, rows = int(target[8]), int(target[9])
    for k in range(columns * rows):
        i, j = int(target[6]) + k % columns, int(target[7]) + k // columns
        cell = j * floor.n_x + i
        walk[k] = distance[cell]
        heading[k, 0] = 0
        heading[k, 1] = 0
        if not math.isfinite(distance[cell]):
            continue
        d, px, py = distance_to_segment(floor.origin_x + i * h, floor.origin_y + j * h, target[:4])
        gx, gy = 0.0, 0.0
        if d < 2.0 * h and distance[cell] < 3.0 * h:
            gx, gy = px - (floor.origin_x + i * h), py - (floor.origin_y + j * h)
            along_x, along_y = target[2] - target[0], target[3] - target[1]
            if abs(gx * along_x + gy * along_y) < 1e-6 * (along_x**2 + along_y**2):
                gx += target[4]
                gy += target[5]
        else:
            for axis in range(2):
                best = 0.0
                for side in range(2):
                    other = neighbour_cell(floor, cell, axis + 2 * side)
                    if other >= 0 and distance[cell] - distance[other] > best:
                        best = distance[cell] - distance[other]
                        g = best if side == 0 else -best
                        if axis == 0:
                            gx = g
                        else:
                            gy = g
        norm = math.hypot(gx, gy)
        if norm > 0.0:
            heading[k, 0] = np.int8(round(127.0 * gx / norm))
            heading[k, 1] = np.int8(round(127.0 * gy / norm))


@kernel(entry=True)
def shortest_between(between):
    """All shortest ways from those within single spaces (Floyd 1962). In place: `between`."""
    n = between.shape[0]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                through = between[i, k] + between[k, j]
                if through < between[i, j]:
                    between[i, j] = through
