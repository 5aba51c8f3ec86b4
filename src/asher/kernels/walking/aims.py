"""Where a person heads: straight to the end of the leg, or to the corner that leads there."""

import math

from asher.kernels.jit import kernel

from .plane import ANY, FREE, KEEP_M, WAY_M, barred_by, closest_on, length_of

AT_LINE = -1
"""The aim is the leg's own line."""
NOT_LOOKED = -2
"""The person has not looked for the way yet."""
COMPANY = 5.0
"""Neighbours from which on people keep abreast at a corner (judgement)."""
THERE_M = 0.05
"""As near as this one is at a corner, and walks on to the next [m] (judgement: beyond rounding)."""


@kernel
def end_barred_by(floor, doors, at, end, opening, guess):
    """Which segment keeps one from walking straight to the end of a leg.

    Parameters
    ----------
    floor, doors, guess
        See `plane.barred_by`.
    at : tuple of float
        Where one is, x and y [m].
    end : tuple of float
        Where one would pass the leg's line [m], and the unit vector across it.
    opening : int
        The leg's opening, -1 for a place.

    Returns
    -------
    int
        Segment, `plane.FREE` where one can, or `plane.NO_FLOOR`.

    Notes
    -----
    Who comes along the wall in which a door is walks to a point before the door, not past its jamb.
    """
    x, y, out_x, out_y = end
    before = (x - WAY_M * out_x, y - WAY_M * out_y)
    wall = barred_by(floor, doors, at, before, opening, KEEP_M, guess)
    if wall != FREE:
        wall = barred_by(floor, doors, at, (x, y), opening, KEEP_M, wall)
    return wall


@kernel
def find_aim(floor, routes, doors, leg, x, y, guess):
    """What to walk to on a leg, and how far it is to the leg's end that way.

    Parameters
    ----------
    floor, routes, doors
        See `state`.
    leg : int
        Of the space in which the person is.
    x, y : float
        Where the person is, in the leg's space [m].
    guess : int
        Segment that barred the way when the person looked for it last, -1 for none.

    Returns
    -------
    tuple
        Corner, or `AT_LINE`; distance [m], inf where no way is known; segment that bars the way.

    Notes
    -----
    Who sees the end of the leg walks straight to it. Else the shortest way by a corner in sight is
    taken, however many are hidden; a line of sight keeps the width of a body clear of walls. What
    hid the end of the leg, or a corner, mostly hides the next one too, and still does some steps
    on.
    """
    opening = routes.legs.opening[leg]
    end = closest_on(x, y, routes.legs.line[leg])
    straight = length_of(end[0] - x, end[1] - y)
    out_x, out_y = routes.legs.across[leg, 0], routes.legs.across[leg, 1]
    wall = end_barred_by(floor, doors, (x, y), (end[0], end[1], out_x, out_y), opening, guess)
    if wall == FREE:
        return AT_LINE, straight, wall
    space = routes.legs.space[leg]
    first, last = routes.spaces.corner_start[space], routes.spaces.corner_stop[space]
    shift = routes.legs.walk[leg] - first
    last_way, last_k, unseen, unseen_way = -1.0, -1, AT_LINE, math.inf
    for _ in range(last - first + 1):
        best, chosen = math.inf, -1
        for k in range(first, last):
            if routes.corner_walk[shift + k] >= best:
                continue
            near = length_of(routes.corners.swing[k, 0] - x, routes.corners.swing[k, 1] - y)
            if near < THERE_M:
                continue
            way = routes.corner_walk[shift + k] + near
            if way < best and (way > last_way or (way == last_way and k > last_k)):
                best, chosen = way, k
        if chosen < 0:
            break
        if unseen == AT_LINE:
            unseen, unseen_way = chosen, best
        at = (routes.corners.swing[chosen, 0], routes.corners.swing[chosen, 1])
        hides = barred_by(floor, doors, (x, y), at, ANY, KEEP_M, wall)
        if hides == FREE:
            return chosen, best, wall
        wall = hides
        last_way, last_k = best, chosen
    if unseen == AT_LINE:
        return AT_LINE, math.inf if last > first else straight, wall
    return unseen, unseen_way, wall


@kernel
def walk_along(floor, routes, doors, leg, x, y):
    """Walking distance from a point to the end of a leg [m]; inf where it does not lead."""
    if leg < 0:
        return math.inf
    _, way, _ = find_aim(floor, routes, doors, leg, x, y, FREE)
    return way


@kernel(inline=True)
def point_at_corner(routes, corner, x, y, others):
    """Where a person rounds a corner: close to it alone, abreast of others in company.

    Parameters
    ----------
    routes : Routes
        Corners.
    corner : int
        Which one.
    x, y : float
        Where the person is [m].
    others : int
        Neighbours.

    Returns
    -------
    tuple of float
        x, y [m].

    Notes
    -----
    In a crowd of `COMPANY` neighbours people keep the distance to the wall along which they come,
    as far as the corner has room; fewer cut it by as much as their share.
    """
    cx, cy = routes.corners.swing[corner, 0], routes.corners.swing[corner, 1]
    gx, gy = routes.corners.swing[corner, 2] - cx, routes.corners.swing[corner, 3] - cy
    dx, dy = x - cx, y - cy
    aside = math.inf
    for k in range(2):
        wx, wy = routes.corners.walls[corner, 2 * k], routes.corners.walls[corner, 2 * k + 1]
        if dx * wx + dy * wy > 0.0:
            aside = min(aside, abs(dx * wy - dy * wx))
    length = math.sqrt(gx * gx + gy * gy)
    if aside == math.inf or length == 0.0:
        return closest_on(x, y, routes.corners.swing[corner])
    share = min(1.0, min(1.0, others / COMPANY) * aside / length)
    return cx + share * gx, cy + share * gy
