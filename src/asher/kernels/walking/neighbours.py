"""Who is near: people by cell, their images beyond the ends of stairs, and a list for each."""

import math

import numpy as np

from asher.kernels.codes import Category, Status
from asher.kernels.jit import kernel

from .plane import CELL_M, TOUCHES, cell_at, cell_of, closest_on, do_cross, is_barred, is_solid
from .ways import side_in

NEAR = 32
"""Neighbours kept for each person (judgement: more than fit within a metre)."""
FAR = 24
"""People farther ahead kept for each person (judgement: the nearest of them decide)."""
FENCE = 16
"""Walls kept that are near a person (judgement: more than any corner has)."""
NEAR_M = 1.0
"""All within this distance are neighbours [m]: who pushes now or may within a tick (judgement)."""
GAP_M = 1.0
"""Whoever is nearer ahead than this and a second's walk may slow a person down [m] (judgement)."""
GAP_BESIDE_M = 0.6
"""As far to the side somebody may come into the way within a tick [m] (judgement)."""
CROWDED = 6
"""With so many neighbours, who is farther ahead does not matter (judgement: 2 persons/m2)."""
AHEAD_M = 5.0
"""As far ahead people see others to walk round them [m] (judgement; Moussaid et al. 2011: 10 m)."""
BESIDE_M = 0.8
"""As far to the side of the way ahead [m]: two bodies and a little (judgement)."""
IMAGE_M = 1.5
"""From the end of a stair within which people are seen from beyond it [m]: a time gap and a body
(judgement)."""
LEAVING_S = 1.0
"""How long somebody who has left is still before the door [s] (judgement: a time gap)."""
_OUT = np.uint8(Status.OUT)
_WAITING = np.uint8(Status.WAITING)
_MOVING = np.uint8(Status.MOVING)
_PORTAL = int(Category.PORTAL)


@kernel
def sort_by_cell(floor, routes, people, crowd, now):
    """Put those who stand or walk into slots, their images after them, and slots into cells.

    Who hides sits against a wall or under a table and is in nobody's way; officers who hold stand
    aside.

    In place: `crowd`; ``count`` tells how many slots are people, how many of those move, and how
    many there are in all.

    Parameters
    ----------
    floor, routes, people, crowd
        See `state`.
    now : float
        Time [s].

    Notes
    -----
    Who has left walks on before the door for a while: the next cannot pass through them.
    """
    clear_cells(crowd)
    present, moving = 0, 0
    for i in range(people.x.shape[0]):
        status = people.status[i]
        is_moving = status == _MOVING
        is_leaving = status == _OUT and now - people.left_at[i] < LEAVING_S
        if status != _WAITING and not is_moving and not is_leaving:
            continue
        walked = people.speed[i] * (now - people.left_at[i]) if is_leaving else 0.0
        crowd.person[present] = i
        crowd.space[present] = people.space[i]
        crowd.image_of[present] = -1
        crowd.heading_x[present] = people.heading_x[i] if status != _WAITING else 0.0
        crowd.heading_y[present] = people.heading_y[i] if status != _WAITING else 0.0
        crowd.x[present] = people.x[i] + walked * people.heading_x[i]
        crowd.y[present] = people.y[i] + walked * people.heading_y[i]
        crowd.pace[present] = people.speed[i] if is_leaving else 0.0
        moving += is_moving
        present += 1
    crowd.count[0], crowd.count[1] = present, moving
    slots = present
    if moving > 0:
        for slot in range(present):
            slots = add_image(routes, crowd, slot, slots)
    crowd.count[2] = slots
    for back in range(slots):
        slot = slots - 1 - back
        file_slot(floor, crowd, slot)


@kernel
def clear_cells(crowd):
    """Empty all cells. In place: `crowd`."""
    for slot in range(crowd.count[2]):
        if crowd.cell[slot] >= 0:
            crowd.head[crowd.cell[slot]] = -1
    crowd.count[:] = 0


@kernel(inline=True)
def file_slot(floor, crowd, slot):
    """Put a slot first in its cell. In place: `crowd`."""
    cell = cell_of(floor, crowd.x[slot], crowd.y[slot])
    crowd.cell[slot] = cell
    if cell >= 0:
        crowd.following[slot] = crowd.head[cell]
        crowd.head[cell] = slot


@kernel
def put_in_cell(floor, crowd, x, y):
    """Note that somebody stands at a point, in the next free slot. In place: `crowd`."""
    slot = crowd.count[2]
    crowd.x[slot], crowd.y[slot] = x, y
    file_slot(floor, crowd, slot)
    crowd.count[2] = slot + 1


@kernel
def nearest_distance(floor, crowd, x, y):
    """Distance from a point to the nearest person [m]; inf where nobody is within a cell."""
    i = int(math.floor((x - floor.origin_x) / CELL_M))
    j = int(math.floor((y - floor.origin_y) / CELL_M))
    nearest = math.inf
    for cj in range(j - 1, j + 2):
        for ci in range(i - 1, i + 2):
            cell = cell_at(floor, ci, cj)
            if cell < 0:
                continue
            other = crowd.head[cell]
            while other >= 0:
                nearest = min(nearest, math.hypot(crowd.x[other] - x, crowd.y[other] - y))
                other = crowd.following[other]
    return nearest


@kernel
def add_image(routes, crowd, slot, slots):
    """Add the image of a person who is near the end of a stair.

    In place: `crowd`.

    Returns
    -------
    int
        Slots in use.
    """
    space = crowd.space[slot]
    if space < 0:
        return slots
    for k in range(routes.space_start[space], routes.space_start[space + 1]):
        o = routes.space_opening[k]
        if routes.opening_category[o] != _PORTAL:
            continue
        side = side_in(routes, o, space)
        line, out = routes.opening_line[o, side], routes.opening_across[o, side]
        dx, dy = crowd.x[slot] - line[0], crowd.y[slot] - line[1]
        before = -(dx * out[0] + dy * out[1])
        ux, uy = line[2] - line[0], line[3] - line[1]
        along = (dx * ux + dy * uy) / (ux * ux + uy * uy)
        if before > IMAGE_M or along < -0.5 or along > 1.5:
            continue
        crowd.person[slots] = crowd.person[slot]
        crowd.space[slots] = routes.opening_space[o, 1 - side]
        crowd.image_of[slots] = slot
        crowd.image_by[slots] = 2 * o + side
        place_image(routes, crowd, slots)
        return slots + 1
    return slots


@kernel(inline=True)
def carry_over(routes, o, side, x, y):
    """Where a point seen from one end of a portal lies seen from its other end.

    Parameters
    ----------
    routes : Routes
        Lines of the portal's two ends, and the directions out of their spaces.
    o : int
        Portal.
    side : int
        The side from which the point is known, 0 or 1.
    x, y : float
        Point [m].

    Returns
    -------
    tuple of float
        x, y in the plane of the other side [m].

    Notes
    -----
    A rigid movement: the middles of the two ends meet, and out of the one is into the other.
    """
    here, there = routes.opening_line[o, side], routes.opening_line[o, 1 - side]
    out, into = routes.opening_across[o, side], routes.opening_across[o, 1 - side]
    dx = x - 0.5 * (here[0] + here[2])
    dy = y - 0.5 * (here[1] + here[3])
    beyond = dx * out[0] + dy * out[1]
    aside = dy * out[0] - dx * out[1]
    return (
        0.5 * (there[0] + there[2]) - beyond * into[0] + aside * into[1],
        0.5 * (there[1] + there[3]) - beyond * into[1] - aside * into[0],
    )


@kernel(inline=True)
def turn_over(routes, o, side, dx, dy):
    """What a direction seen from one end of a portal is seen from its other end."""
    out, into = routes.opening_across[o, side], routes.opening_across[o, 1 - side]
    beyond = dx * out[0] + dy * out[1]
    aside = dy * out[0] - dx * out[1]
    return -beyond * into[0] + aside * into[1], -beyond * into[1] - aside * into[0]


@kernel
def place_image(routes, crowd, slot):
    """Put an image where its person is seen now. In place: `crowd`."""
    real = crowd.image_of[slot]
    o, side = crowd.image_by[slot] // 2, crowd.image_by[slot] % 2
    crowd.x[slot], crowd.y[slot] = carry_over(routes, o, side, crowd.x[real], crowd.y[real])
    crowd.heading_x[slot], crowd.heading_y[slot] = turn_over(
        routes, o, side, crowd.heading_x[real], crowd.heading_y[real]
    )
    crowd.pace[slot] = crowd.pace[real]


@kernel
def fence_of(floor, doors, crowd, slot):
    """List the walls and closed doors within `NEAR_M` of a slot; returns how many.

    In place: ``crowd.fence``. Whoever is a metre off stands behind one of these, or behind none.

    Returns
    -------
    int
        Walls in the fence.
    """
    x, y, cell = crowd.x[slot], crowd.y[slot], crowd.cell[slot]
    found = 0
    for k in range(np.uintp(floor.near_start[cell]), np.uintp(floor.near_start[cell + 1])):
        s = np.uintp(floor.near_segment[k])
        px, py = closest_on(x, y, floor.segment[s])
        is_near = (px - x) * (px - x) + (py - y) * (py - y) < NEAR_M * NEAR_M
        if is_near and found < crowd.fence.shape[0] and is_solid(floor, doors, s):
            crowd.fence[found] = s
            found += 1
    return found


@kernel
def keep_inside_fence(floor, crowd, slot, listed):
    """Take those off the list of neighbours whom the fence stands before; returns its length.

    In place: ``crowd.near``.

    Parameters
    ----------
    floor, crowd
        See `state`.
    slot : int
        Who looks.
    listed : tuple of int
        Neighbours on the list, walls in the fence.

    Returns
    -------
    int
        Neighbours left.
    """
    near, walls = listed
    kept = 0
    for k in range(near):
        other = crowd.near[slot, k]
        start, end = (crowd.x[slot], crowd.y[slot]), (crowd.x[other], crowd.y[other])
        is_seen = True
        for f in range(walls):
            if do_cross(start, end, floor.segment[crowd.fence[f]]):
                is_seen = False
                break
        if is_seen:
            crowd.near[slot, kept] = other
            kept += 1
    return kept


@kernel
def list_neighbours(floor, doors, people, crowd):
    """List for each who walks the slots that are near, and those in the way farther ahead.

    In place: ``crowd.near`` and ``n_near``, ``far`` and ``n_far``.

    Parameters
    ----------
    floor, people, crowd
        See `state`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.

    Notes
    -----
    The lists hold for a tick, in which nobody walks out of what is looked through.
    """
    for slot in range(crowd.count[0]):
        crowd.n_near[slot], crowd.n_far[slot] = 0, 0
        if people.status[crowd.person[slot]] == _MOVING:
            list_of(floor, doors, people, crowd, slot)


@kernel
def list_of(floor, doors, people, crowd, slot):
    """List the neighbours of one slot. In place: `crowd` (see `list_neighbours`)."""
    i = crowd.person[slot]
    x, y = crowd.x[slot], crowd.y[slot]
    hx, hy = people.heading_x[i], people.heading_y[i]
    gap = GAP_M + people.speed[i]
    i0, i1 = reached(floor.origin_x, x, hx, gap)
    j0, j1 = reached(floor.origin_y, y, hy, gap)
    near = 0
    for cj in range(j0, j1 + 1):
        for ci in range(i0, i1 + 1):
            cell = cell_at(floor, ci, cj)
            if cell < 0:
                continue
            other = crowd.head[cell]
            while other >= 0:
                dx, dy = crowd.x[other] - x, crowd.y[other] - y
                along, beside = dx * hx + dy * hy, abs(dx * hy - dy * hx)
                if dx * dx + dy * dy < NEAR_M * NEAR_M or (
                    0.0 < along < gap and beside < GAP_BESIDE_M
                ):
                    if crowd.person[other] != i:
                        near = keep_nearest(crowd, crowd.near, slot, near, other)
                other = crowd.following[other]
    if near > 0:
        walls = fence_of(floor, doors, crowd, slot)
        if walls > 0:
            near = keep_inside_fence(floor, crowd, slot, (near, walls))
    crowd.n_near[slot] = near
    if near < CROWDED:
        crowd.n_far[slot] = list_far(floor, doors, people, crowd, slot)


@kernel
def list_far(floor, doors, people, crowd, slot):
    """List who is in the way farther ahead; returns how many. In place: ``crowd.far``."""
    i = crowd.person[slot]
    x, y = crowd.x[slot], crowd.y[slot]
    hx, hy = people.heading_x[i], people.heading_y[i]
    gap = GAP_M + people.speed[i]
    i0, i1 = reached(floor.origin_x, x, hx, AHEAD_M)
    j0, j1 = reached(floor.origin_y, y, hy, AHEAD_M)
    far = 0
    for cj in range(j0, j1 + 1):
        for ci in range(i0, i1 + 1):
            cell = cell_at(floor, ci, cj)
            if cell < 0:
                continue
            other = crowd.head[cell]
            while other >= 0:
                dx, dy = crowd.x[other] - x, crowd.y[other] - y
                along, beside = dx * hx + dy * hy, abs(dx * hy - dy * hx)
                if 0.0 < along < AHEAD_M and beside < BESIDE_M:
                    if along >= gap or beside >= GAP_BESIDE_M:
                        far = keep_nearest(crowd, crowd.far, slot, far, other)
                other = crowd.following[other]
    kept = 0
    for k in range(far):
        other = crowd.far[slot, k]
        start, end = (x, y), (crowd.x[other], crowd.y[other])
        if not is_barred(floor, doors, start, end, -1, TOUCHES):
            crowd.far[slot, kept] = other
            kept += 1
    return kept


@kernel(inline=True)
def reached(origin, at, heading, ahead):
    """First and last column (or row) of cells in which neighbours are looked for."""
    low = min(at - NEAR_M, at + ahead * heading - BESIDE_M)
    high = max(at + NEAR_M, at + ahead * heading + BESIDE_M)
    return int(math.floor((low - origin) / CELL_M)), int(math.floor((high - origin) / CELL_M))


@kernel
def keep_nearest(crowd, listed, slot, found, other):
    """Add a neighbour to a list; where the list is full, the farthest goes.

    In place: `listed`.

    Returns
    -------
    int
        Length of the list.
    """
    if found < listed.shape[1]:
        listed[slot, found] = other
        return found + 1
    x, y = crowd.x[slot], crowd.y[slot]
    far2, farthest = (crowd.x[other] - x) ** 2 + (crowd.y[other] - y) ** 2, -1
    for k in range(found):
        dx, dy = crowd.x[listed[slot, k]] - x, crowd.y[listed[slot, k]] - y
        if dx * dx + dy * dy > far2:
            far2, farthest = dx * dx + dy * dy, k
    if farthest >= 0:
        listed[slot, farthest] = other
    return found
