"""Who is near: people sorted by block, their pushes, and the nearest ahead."""

import numpy as np

from .codes import Status
from .jit import kernel

f4 = np.float32

BODY_M = f4(0.40)
"""Diameter of a body [m]: two radii of 0.2 m, as JuPedSim's default (judgement)."""
PUSH = f4(80.0)
"""Push away from neighbours [-]; at contact it is 8 times the wish to go on (judgement)."""
_WAITING = np.uint8(Status.WAITING)
_MOVING = np.uint8(Status.MOVING)
_ZERO, _ONE, _FAR = f4(0.0), f4(1.0), f4(1e9)


@kernel(inline=True)
def block_of(floor, x, y):
    """Block of the neighbour grid that holds a point."""
    i = min(max(int((x - f4(floor.origin_x)) / f4(floor.block_x_m)), 0), floor.n_block_x - 1)
    j = min(max(int((y - f4(floor.origin_y)) / f4(floor.block_y_m)), 0), floor.n_block_y - 1)
    return j * floor.n_block_x + i


@kernel(inline=True)
def cell_of(floor, x, y):
    """Cell whose centre is nearest to a point."""
    i = min(max(int((float(x) - floor.origin_x) / floor.cell_m + 0.5), 0), floor.n_x - 1)
    j = min(max(int((float(y) - floor.origin_y) / floor.cell_m + 0.5), 0), floor.n_y - 1)
    return j * floor.n_x + i


@kernel
def sort_by_block(floor, people, crowd):
    """Lay those who stand or walk out by block, in order of their number within a block.

    Who hides sits against a wall or under a table and is in nobody's way.

    In place: `crowd`.

    Parameters
    ----------
    floor : Floor
        The neighbour grid.
    people : People
        Everybody.
    crowd : Crowd
        Slots; ``count`` tells how many are used and how many of those move.
    """
    start = crowd.block_start
    start[:] = 0
    n = people.x.shape[0]
    moving = 0
    present = 0
    for i in range(n):
        status = people.status[i]
        if status == _MOVING or status == _WAITING:
            start[block_of(floor, people.x[i], people.y[i]) + 1] += 1
            present += 1
    for b in range(1, start.shape[0]):
        start[b] += start[b - 1]
    for back in range(n):
        i = n - 1 - back
        status = people.status[i]
        if status == _MOVING or status == _WAITING:
            block = block_of(floor, people.x[i], people.y[i])
            start[block + 1] -= 1
            slot = start[block + 1]
            crowd.person[slot] = i
            crowd.x[slot] = people.x[i]
            crowd.y[slot] = people.y[i]
            crowd.next_x[slot] = people.x[i]
            crowd.cell[slot] = cell_of(floor, people.x[i], people.y[i])
            crowd.next_y[slot] = people.y[i]
            is_moving = status == _MOVING
            crowd.heading_x[slot] = people.heading_x[i] if is_moving else _ZERO
            crowd.heading_y[slot] = people.heading_y[i] if is_moving else _ZERO
            moving += is_moving
    for b in range(start.shape[0] - 1):
        start[b] = start[b + 1]
    start[start.shape[0] - 1] = present
    crowd.count[0] = present
    crowd.count[1] = moving


@kernel(inline=True)
def blocks_between(floor, low, high):
    """Blocks that a box touches.

    Parameters
    ----------
    floor : Floor
        The neighbour grid.
    low, high : tuple of float32
        Corners of the box [m].

    Returns
    -------
    tuple of int
        First and last column, first and last row, columns of the grid.
    """
    per_x, per_y = f4(1.0 / floor.block_x_m), f4(1.0 / floor.block_y_m)
    left, bottom = f4(floor.origin_x), f4(floor.origin_y)
    return (
        max(int((low[0] - left) * per_x), 0),
        min(int((high[0] - left) * per_x), floor.n_block_x - 1),
        max(int((low[1] - bottom) * per_y), 0),
        min(int((high[1] - bottom) * per_y), floor.n_block_y - 1),
        floor.n_block_x,
    )


@kernel(inline=True)
def slots_of(crowd, first_block, last_block):
    """First slot of a run of blocks, and the one after its last.

    Returns
    -------
    tuple of uintp
        Unsigned: Numba then leaves out its check for a negative index at every access.
    """
    return (
        np.uintp(crowd.block_start[np.uintp(first_block)]),
        np.uintp(crowd.block_start[np.uintp(last_block + 1)]),
    )


@kernel(inline=True)
def push_of_neighbours(floor, crowd, x, y):
    """Sum of the pushes of all neighbours within 1 m.

    Parameters
    ----------
    floor : Floor
        The neighbour grid.
    crowd : Crowd
        Slots.
    x, y : float32
        Where the person is [m].

    Returns
    -------
    tuple of float32
        Push [-], in units of the wish to go on.

    Notes
    -----
    ``80 * (1 - s^2)^8 * (x_i - x_j)`` for ``s < 1 m``: near the exponential push of the
    collision-free speed model (strength 8, range 0.1 m), but with neither root nor exponential.
    The person itself adds nothing. No branch inside the loop: it runs some ten times a step.
    """
    push_x, push_y = _ZERO, _ZERO
    c0, c1, r0, r1, n = blocks_between(floor, (x - _ONE, y - _ONE), (x + _ONE, y + _ONE))
    for row in range(r0, r1 + 1):
        first, last = slots_of(crowd, row * n + c0, row * n + c1)
        for k in range(first, last):
            dx = crowd.x[k] - x
            dy = crowd.y[k] - y
            t = max(_ZERO, _ONE - (dx * dx + dy * dy))
            t *= t
            t *= t
            t *= t
            push_x -= t * dx
            push_y -= t * dy
    return PUSH * push_x, PUSH * push_y


@kernel(inline=True)
def nearest_ahead(floor, crowd, place, body, reach):
    """Squared distance to the nearest person ahead in the way, and that person's slot.

    Parameters
    ----------
    floor : Floor
        The neighbour grid.
    crowd : Crowd
        Slots.
    place : tuple of float32
        x, y [m], and the unit direction of walking.
    body : float32
        Width of the way needed, to either side [m].
    reach : float32
        How far to look [m]; nobody beyond it slows the person down.

    Returns
    -------
    tuple
        Squared distance [m2], 1e9 where the way is free; slot, -1 where it is free. Some of those
        just beyond the reach are found as well.
    """
    x, y, ex, ey = place
    nearest, ahead = _FAR, np.intp(-1)
    far_x, far_y = x + reach * ex, y + reach * ey
    side_x, side_y = body * abs(ey), body * abs(ex)
    c0, c1, r0, r1, n = blocks_between(
        floor,
        (min(x, far_x) - side_x, min(y, far_y) - side_y),
        (max(x, far_x) + side_x, max(y, far_y) + side_y),
    )
    for row in range(r0, r1 + 1):
        first, last = slots_of(crowd, row * n + c0, row * n + c1)
        for k in range(first, last):
            dx = crowd.x[k] - x
            dy = crowd.y[k] - y
            d2 = dx * dx + dy * dy
            in_way = (ex * dx + ey * dy > _ZERO) & (abs(ex * dy - ey * dx) < body) & (d2 < nearest)
            ahead = np.intp(k) if in_way else ahead
            nearest = d2 if in_way else nearest
    return nearest, ahead
