"""Walls: how they push, and that nobody walks through them."""

import numpy as np

from .codes import Door
from .jit import kernel

f4 = np.float32

WALL_PUSH = f4(5.0)
"""Push of a wall 0.2 m away, in units of the wish to go on [-] (judgement)."""
WALL_REACH_M = f4(0.30)
"""From where a wall pushes [m] (judgement)."""
CLEAR_OF_WALL_M = f4(0.18)
"""Closest a body's centre comes to a wall [m]; shoulders turn (judgement)."""
LEAST_CLEAR_M = f4(0.15)
"""Closest anybody comes when pressed [m], as the grid assumes (judgement)."""
_FULL = np.uint8(Door.FULL)
_ZERO, _ONE, _FAR = f4(0.0), f4(1.0), f4(1e9)


@kernel(inline=True)
def is_solid(floor, doors, segment):
    """Tell whether a segment is a wall, or an opening that is full, locked or barred."""
    opening = floor.segment_opening[segment]
    return opening < 0 or doors[opening] >= _FULL


@kernel(inline=True)
def away_from_segment(x, y, segments, s):
    """Vector from the closest point of a segment to a point.

    Parameters
    ----------
    x, y : float32
        Point [m].
    segments : ndarray of float32, shape (n, 4)
        x1, y1, x2, y2 [m].
    s : int
        Which segment.

    Returns
    -------
    tuple of float32
        [m].
    """
    ax, ay = segments[s, 0], segments[s, 1]
    ux, uy = segments[s, 2] - ax, segments[s, 3] - ay
    t = ((x - ax) * ux + (y - ay) * uy) / max(ux * ux + uy * uy, f4(1e-12))
    t = min(_ONE, max(_ZERO, t))
    return x - ax - t * ux, y - ay - t * uy


@kernel(inline=True)
def push_of_walls(floor, doors, cell, x, y):
    """Sum of the pushes of walls within 0.3 m, and how near the nearest is.

    Parameters
    ----------
    floor : Floor
        Walls near each cell.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    cell : int
        Cell in which the person is.
    x, y : float32
        Where the person is [m].

    Returns
    -------
    tuple of float32
        Push, in units of the wish to go on [-]; squared distance to the nearest wall [m2], 1e9
        where none is near.
    """
    push_x, push_y, nearest = _ZERO, _ZERO, _FAR
    for k in range(np.uintp(floor.near_start[cell]), np.uintp(floor.near_start[cell + 1])):
        s = floor.near_segment[k]
        if not is_solid(floor, doors, s):
            continue
        dx, dy = away_from_segment(x, y, floor.segments, s)
        d2 = dx * dx + dy * dy
        nearest = min(nearest, d2)
        if d2 < WALL_REACH_M * WALL_REACH_M and d2 > _ZERO:
            d = np.sqrt(d2)
            t = (WALL_REACH_M - d) * f4(10.0)
            t *= t
            t *= WALL_PUSH * t / d
            push_x += t * dx
            push_y += t * dy
    return push_x, push_y, nearest


@kernel(inline=True)
def kept_clear(floor, doors, cell, start, to):
    """Where a step ends when no wall is crossed: slid along walls, or not taken.

    Parameters
    ----------
    floor : Floor
        Walls near each cell.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    cell : int
        Cell in which the step starts.
    start : tuple of float32
        Where it starts [m].
    to : tuple of float32
        Where it would end [m].

    Returns
    -------
    tuple of float32
        Where it ends [m]: at least 0.15 m clear of every wall, or the start.
    """
    x, y = start
    to_x, to_y = to
    for attempt in range(3):
        touched = False
        for k in range(np.uintp(floor.near_start[cell]), np.uintp(floor.near_start[cell + 1])):
            s = floor.near_segment[k]
            dx, dy = away_from_segment(to_x, to_y, floor.segments, s)
            d2 = dx * dx + dy * dy
            if d2 < CLEAR_OF_WALL_M * CLEAR_OF_WALL_M and is_solid(floor, doors, s):
                if attempt < 2 and d2 > _ZERO:
                    touched = True
                    more = CLEAR_OF_WALL_M / np.sqrt(d2) - _ONE
                    to_x += more * dx
                    to_y += more * dy
                elif d2 < LEAST_CLEAR_M * LEAST_CLEAR_M:
                    to_x, to_y = x, y
        if not touched:
            break
    return to_x, to_y
