"""Who is near: a list for each who walks."""

import numpy as np

from asher.kernels.codes import Slot
from asher.kernels.jit import kernel
from asher.kernels.kinds import AHEAD, NEAR

from .cells import first_page, last_page, slots_in_row
from .plane import cell_of, closest_on, column_at, do_cross, is_solid

NEAR_M = 0.70
"""All within this distance are neighbours [m]: beyond it a push is under a fortieth of the wish to
go on (judgement). At 0.85 m, where pushes end, flows and speeds are as far from those measured."""
NEARER_M = 0.4
"""As much nearer somebody may come within a tick who is to be followed from then on [m]
(judgement: a tick's walk)."""
HASTE_M_S = 0.6
"""Nobody gets faster than this within a tick [m/s] (judgement)."""
GAP_BESIDE_M = 0.6
"""As far to the side somebody may come into the way within a tick [m] (judgement)."""


@kernel(inline=True)
def fence_of(floor, doors, crowd, slot):
    """List the walls and closed doors within `NEAR_M` of a slot; returns how many.

    In place: the fence in `crowd.scratch`. Whoever is a metre off stands behind one of these, or
    behind none.

    Returns
    -------
    int
        Walls in the fence.
    """
    x, y = crowd.slots.x[slot], crowd.slots.y[slot]
    cell, found = cell_of(floor, x, y), 0
    if cell < 0:
        return 0
    for k in range(np.uintp(floor.near_start[cell]), np.uintp(floor.near_start[cell + 1])):
        s = np.uintp(floor.near_segment[k])
        px, py = closest_on(x, y, floor.segments.line[s])
        is_near = (px - x) * (px - x) + (py - y) * (py - y) < NEAR_M * NEAR_M
        if is_near and found < crowd.scratch.fence.shape[0] and is_solid(floor, doors, s):
            crowd.scratch.fence[found] = s
            found += 1
    return found


@kernel(inline=True)
def keep_inside_fence(floor, crowd, slot, listed):
    """Take those off the list of neighbours whom the fence stands before; returns its length.

    In place: the list.

    Parameters
    ----------
    floor, crowd
        See `state`.
    slot : int
        Who looks.
    listed : tuple
        List of slots, their number, walls in the fence.

    Returns
    -------
    int
        Neighbours left.
    """
    others, count, walls = listed
    kept = 0
    for k in range(count):
        other = others[k]
        start, end = (
            (crowd.slots.x[slot], crowd.slots.y[slot]),
            (crowd.slots.x[other], crowd.slots.y[other]),
        )
        is_seen = True
        for f in range(walls):
            if do_cross(start, end, floor.segments.line[crowd.scratch.fence[f]]):
                is_seen = False
                break
        if is_seen:
            others[kept] = other
            kept += 1
    return kept


@kernel
def list_neighbours(floor, crowd, doors):
    """List for each who walks the slots that are near, and those farther in the way.

    In place: ``crowd.slots.near``, ``n_near`` and ``n_listed``.

    Parameters
    ----------
    floor, crowd, doors
        See `state`.

    Notes
    -----
    The lists hold for a tick, in which nobody walks out of what is looked through.
    """
    for slot in range(np.uintp(crowd.scratch.n_slots)):
        crowd.slots.n_near[slot], crowd.slots.n_listed[slot] = 0, 0
        if crowd.slots.role[slot] == Slot.WALKS:
            list_of(floor, crowd, doors, slot)


@kernel(inline=True)
def list_of(floor, crowd, doors, slot):
    """List the neighbours of one slot. In place: `crowd` (see `list_neighbours`)."""
    i = np.uintp(crowd.slots.person[slot])
    x, y = crowd.slots.x[slot], crowd.slots.y[slot]
    hx, hy = crowd.slots.heading_x[slot], crowd.slots.heading_y[slot]
    speed = min(crowd.slots.wish[slot], crowd.slots.pace[slot] + HASTE_M_S)
    gap = crowd.slots.body[slot] + crowd.slots.time_gap[slot] * speed + NEARER_M
    i0, i1 = reached(floor.origin_x, x, hx * gap)
    j0, j1 = reached(floor.origin_y, y, hy * gap)
    near, ahead = 0, 0
    for row in range(j0, j1 + 1):
        for page in range(first_page(i0), last_page(i1)):
            first, stop = slots_in_row(floor, crowd, page, row, (i0, i1))
            for other in range(np.uintp(first), np.uintp(stop)):
                dx, dy = crowd.slots.x[other] - x, crowd.slots.y[other] - y
                along, beside = dx * hx + dy * hy, abs(dx * hy - dy * hx)
                # Written first and counted then: no branch where nothing can be guessed.
                is_other = np.uintp(crowd.slots.person[other]) != i
                is_near = is_other & (dx * dx + dy * dy < NEAR_M * NEAR_M)
                is_ahead = is_other & (along > 0.0) & (along < gap) & (beside < GAP_BESIDE_M)
                is_ahead &= not is_near
                crowd.slots.near[slot, near], crowd.scratch.ahead[ahead] = other, other
                near += is_near
                ahead += is_ahead
                if near == NEAR:
                    near = without_farthest(
                        crowd.slots.x, crowd.slots.y, crowd.slots.near[slot], slot, near
                    )
                if ahead == AHEAD:
                    ahead = without_farthest(
                        crowd.slots.x, crowd.slots.y, crowd.scratch.ahead, slot, ahead
                    )
    near_row = crowd.slots.near[slot]
    if near + ahead > 0:
        walls = fence_of(floor, doors, crowd, slot)
        if walls > 0:
            near = keep_inside_fence(floor, crowd, slot, (near_row, near, walls))
            ahead = keep_inside_fence(floor, crowd, slot, (crowd.scratch.ahead, ahead, walls))
    for k in range(ahead):
        near_row[near + k] = crowd.scratch.ahead[k]
    crowd.slots.n_near[slot], crowd.slots.n_listed[slot] = near, near + ahead


@kernel(inline=True)
def reached(origin, at, ahead):
    """First and last column (or row) of cells in which neighbours are looked for.

    Parameters
    ----------
    origin, at : float
        Where cells begin, and where the person is [m].
    ahead : float
        How far ahead in this direction, with its sign [m].

    Returns
    -------
    tuple of int
    """
    low = min(at - NEAR_M, at + ahead - GAP_BESIDE_M)
    high = max(at + NEAR_M, at + ahead + GAP_BESIDE_M)
    return column_at(origin, low), column_at(origin, high)


@kernel
def without_farthest(places_x, places_y, listed, slot, found):
    """Take the farthest off a list that is full.

    In place: `listed`.

    Returns
    -------
    int
        Length of the list.
    """
    x, y = places_x[slot], places_y[slot]
    far2, farthest = -1.0, 0
    for k in range(found):
        dx, dy = places_x[listed[k]] - x, places_y[listed[k]] - y
        if dx * dx + dy * dy > far2:
            far2, farthest = dx * dx + dy * dy, k
    listed[farthest] = listed[found - 1]
    return found - 1
