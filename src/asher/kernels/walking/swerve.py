"""Which way round others: what is ahead, and the direction in which one comes farthest."""

import math

import numpy as np

from asher.kernels.jit import kernel
from asher.kernels.kinds import FAR

from .cells import first_page, last_page, slots_in_row
from .neighbours import NEAR_M, without_farthest
from .plane import ANY, CELL_M, TOUCHES, column_at, is_barred, length_of

LOOK_M = 5.0
"""As far ahead people see others to walk round them [m] (judgement; Moussaid et al. 2011: 10 m)."""
BESIDE_M = 0.8
"""As far to the side of the way ahead [m]: two bodies and a little (judgement)."""
CROWDED = 4
"""With so many neighbours, who is farther ahead does not matter (judgement: 2 persons/m2)."""
SWERVES = tuple(map(math.radians, (0.0, -20.0, 20.0, -40.0, 40.0, -60.0, 60.0)))
"""Directions tried, from the wish, positive to the left [rad] (judgement: beyond the last one turns
back)."""
SLANT = 0.05
"""Sine of the angle to a row of cells under which a way touches all of the row [-] (judgement:
rounding)."""
_COS, _SIN = tuple(map(math.cos, SWERVES)), tuple(map(math.sin, SWERVES))
HABIT = 0.02
"""By how much the own right is preferred where both sides are as good [-] (judgement: some side
must be)."""


@kernel(inline=True)
def list_far(floor, crowd, slot, wish, look):
    """List who is in the way farther ahead than the neighbours; returns how many.

    In place: ``crowd.scratch.far``.

    Parameters
    ----------
    floor, crowd
        See `state`.
    slot : int
        Who looks.
    wish : tuple of float
        Unit vector to the goal.
    look : float
        How far one looks [m].
    """
    x, y = crowd.slots.x[slot], crowd.slots.y[slot]
    ux, uy = wish
    j0 = column_at(floor.origin_y, y + min(0.0, uy * look) - BESIDE_M)
    j1 = column_at(floor.origin_y, y + max(0.0, uy * look) + BESIDE_M)
    found = 0
    for row in range(j0, j1 + 1):
        i0, i1 = columns_on_way(floor, row, (x, y), wish, look)
        for page in range(first_page(i0), last_page(i1)):
            first, stop = slots_in_row(floor, crowd, page, row, (i0, i1))
            for other in range(np.uintp(first), np.uintp(stop)):
                dx, dy = crowd.slots.x[other] - x, crowd.slots.y[other] - y
                along, beside = dx * ux + dy * uy, abs(dx * uy - dy * ux)
                is_far = dx * dx + dy * dy >= NEAR_M * NEAR_M
                crowd.scratch.far[found] = other
                found += is_far & (along > 0.0) & (along < look) & (beside < BESIDE_M)
                if found == FAR:
                    found = without_farthest(
                        crowd.slots.x, crowd.slots.y, crowd.scratch.far, slot, found
                    )
    return found


@kernel(inline=True)
def columns_on_way(floor, row, at, wish, look):
    """First and last column of cells that the way ahead touches in a row.

    Parameters
    ----------
    floor : Floor
        Cells.
    row : int
        Row of cells.
    at : tuple of float
        Where one is, x and y [m].
    wish : tuple of float
        Unit vector of the way, which is `BESIDE_M` wide to each side.
    look : float
        Its length [m].

    Returns
    -------
    tuple of int
        The last before the first where the way does not come into the row.

    Notes
    -----
    Of the strip ``|dx uy - dy ux| < b``, what lies within the row's ``dy``, and in the box round
    the whole way.
    """
    x, y = at
    ux, uy = wish
    low, high = x + min(0.0, ux * look) - BESIDE_M, x + max(0.0, ux * look) + BESIDE_M
    if abs(uy) > SLANT:
        below = floor.origin_y + row * CELL_M - y
        a, b = below * ux, (below + CELL_M) * ux
        left, right = min(a, b) - BESIDE_M, max(a, b) + BESIDE_M
        if uy < 0.0:
            left, right = -right, -left
        low, high = max(low, x + left / abs(uy)), min(high, x + right / abs(uy))
    return column_at(floor.origin_x, low), column_at(floor.origin_x, high)


@kernel(inline=True)
def meets_after(crowd, slot, other, direction, walker):
    """How far one walks in a direction before one touches somebody, both walking on [m].

    Parameters
    ----------
    crowd : Crowd
        Places, directions and speeds by slot.
    slot, other : int
        Who walks, and the other.
    direction : tuple of float
        Unit vector.
    walker : tuple of float
        Speed wished [m/s], width of the two bodies [m].

    Returns
    -------
    float
        [m], inf where they do not meet.

    Notes
    -----
    ``|d + (v_j - v_i) t| = body``, the smaller root t, times the wished speed: the first heuristic
    of Moussaid, Helbing and Theraulaz 2011.
    """
    ex, ey = direction
    speed, body = walker
    dx, dy = crowd.slots.x[other] - crowd.slots.x[slot], crowd.slots.y[other] - crowd.slots.y[slot]
    vx = crowd.slots.pace[other] * crowd.slots.heading_x[other] - speed * ex
    vy = crowd.slots.pace[other] * crowd.slots.heading_y[other] - speed * ey
    closing = dx * vx + dy * vy
    if closing >= 0.0:
        return math.inf
    apart = dx * dx + dy * dy - body * body
    if apart <= 0.0:
        # In touch already: what counts is whether one walks at the other.
        return 0.0 if dx * ex + dy * ey > 0.5 * body else math.inf
    v2 = vx * vx + vy * vy
    root = closing * closing - v2 * apart
    if root <= 0.0:
        return math.inf
    return speed * (-closing - math.sqrt(root)) / v2


@kernel(inline=True)
def free_until(crowd, slot, listed, direction, walker):
    """How far one walks in a direction before one touches somebody on a list.

    Parameters
    ----------
    crowd, slot, direction, walker
        See `meets_after`.
    listed : tuple
        List of slots, their number, the way free of those on other lists, and the length below
        which it need not be exact [m].

    Returns
    -------
    float
        [m].
    """
    others, count, nearest, enough = listed
    for k in range(np.uintp(count)):
        if nearest <= enough:
            break
        nearest = min(nearest, meets_after(crowd, slot, np.uintp(others[k]), direction, walker))
    return nearest


@kernel(inline=True)
def free_of_far(floor, crowd, doors, slot, free, direction, walker):
    """How far one walks in a direction before one touches somebody in sight on the list of far.

    In place: the list of `crowd.scratch`: who turns out to be behind a wall is taken off, and
    those who turn out to be in sight come first. Mostly nobody is in the way, and then nobody
    asks.

    Parameters
    ----------
    floor, crowd, slot, direction, walker
        See `meets_after`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    free : tuple of float
        See `free_until`, the last two of its list.

    Returns
    -------
    float
        [m].
    """
    nearest, enough = free
    far, seen, k = crowd.scratch.far, crowd.scratch.n_seen, 0
    while k < crowd.scratch.n_far and nearest > enough:
        other = far[k]
        meets = meets_after(crowd, slot, other, direction, walker)
        if meets < nearest:
            if k >= seen:
                start, end = (
                    (crowd.slots.x[slot], crowd.slots.y[slot]),
                    (crowd.slots.x[other], crowd.slots.y[other]),
                )
                if is_barred(floor, doors, start, end, ANY, TOUCHES):
                    crowd.scratch.n_far -= 1
                    far[k] = far[crowd.scratch.n_far]
                    continue
                far[k], far[seen] = far[seen], other
                seen += 1
            nearest = meets
        k += 1
    crowd.scratch.n_seen = seen
    return nearest


@kernel(inline=True)
def free_way(floor, crowd, doors, slot, ends, direction, walker):
    """How far one walks in a direction before one touches somebody.

    Parameters
    ----------
    floor, crowd, doors, slot, direction, walker
        See `free_of_far`.
    ends : tuple of float
        As far as one looks, and a length below which none need be exact [m].

    Returns
    -------
    float
        At most as far as one looks [m].
    """
    free, enough = ends
    listed = (crowd.slots.near[slot], crowd.slots.n_listed[slot], free, enough)
    free = free_until(crowd, slot, listed, direction, walker)
    return free_of_far(floor, crowd, doors, slot, (free, enough), direction, walker)


@kernel(inline=True)
def choose_swerve(floor, crowd, doors, slot, goal, walker):
    """Angle by which to leave the wished direction so as to come nearest to the goal.

    In place: ``crowd.scratch.far``.

    Parameters
    ----------
    floor, crowd, doors
        See `state`.
    slot, walker
        See `meets_after`.
    goal : tuple of float
        Way to the goal, x and y [m].

    Returns
    -------
    float
        [rad], positive to the left.

    Notes
    -----
    Minimises ``L^2 + f^2 - 2 L f cos(a)``, the distance left to a goal ``L`` ahead, or to where one
    looks, after the free way ``f`` in the direction ``a`` (Moussaid, Helbing and Theraulaz 2011).
    """
    length = length_of(goal[0], goal[1])
    wish, look = (goal[0] / length, goal[1] / length), min(length, LOOK_M)
    crowd.scratch.n_far = crowd.scratch.n_seen = 0
    others = crowd.slots.n_listed[slot]
    if others < CROWDED and look > NEAR_M:
        crowd.scratch.n_far = list_far(floor, crowd, slot, wish, look)
    if others + crowd.scratch.n_far == 0:
        return 0.0
    best, chosen = math.inf, 0.0
    for way in range(len(SWERVES)):
        c, s = _COS[way], _SIN[way]
        habit = 1.0 + HABIT * (s > 0.0)
        spare = best / habit - (look * s) * (look * s)
        if spare <= 0.0:
            continue
        # Less than this does not come nearer than the best so far: no need to know how much.
        enough = look * c - math.sqrt(spare)
        direction = (c * wish[0] - s * wish[1], s * wish[0] + c * wish[1])
        free = free_way(floor, crowd, doors, slot, (look, enough), direction, walker)
        if free > enough:
            left = habit * (look * look + free * free - 2.0 * look * free * c)
            if left < best:
                best, chosen = left, SWERVES[way]
        if way == 0 and free >= look:
            break
    return chosen
