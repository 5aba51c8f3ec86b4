"""Walls: how they push, and that nobody walks through them, nor through an opening by accident."""

import math

import numpy as np

from asher.kernels.jit import kernel

from .plane import closest_on, do_cross, is_solid, length_of

CLEAR_M = 0.20
"""Closest a body's centre comes to a wall where it has the room [m]: half its width (judgement)."""
LEAST_CLEAR_M = 0.10
"""Closest anybody comes when pressed into a corner [m] (judgement)."""


@kernel(inline=True)
def push_of_walls(floor, routes, walking, doors, where, at):
    """Sum of the pushes of walls, and how near the nearest wall or opening is.

    Parameters
    ----------
    floor : Floor
        Walls near each cell.
    walking : Walking
        Strength and range of the push.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    where : tuple of int
        As in `kept_clear`.
    at : tuple of float
        Where the person is, x and y [m].

    Returns
    -------
    tuple of float
        Push, in units of the wish to go on [-]; squared distance to the nearest wall or opening
        [m2].

    Notes
    -----
    As `laws.push_of_neighbours`, from the closest point of each wall. An opening of the space that
    is not the own one pushes like a wall, inwards: nobody stays in its frame.
    """
    cell, space, own = where
    x, y = at
    push_x, push_y, nearest = 0.0, 0.0, math.inf
    reach = CLEAR_M + walking.wall_range_m
    for k in range(np.uintp(floor.near_start[cell]), np.uintp(floor.near_start[cell + 1])):
        s = np.uintp(floor.near_segment[k])
        px, py = closest_on(x, y, floor.segments.line[s])
        dx, dy = x - px, y - py
        d2 = dx * dx + dy * dy
        nearest = min(nearest, d2)
        if d2 >= reach * reach:
            continue
        d = math.sqrt(d2)
        t = (reach - d) / walking.wall_range_m
        t *= walking.wall_push * t
        if is_solid(floor, doors, s):
            if d > 0.0:
                push_x += t * dx / d
                push_y += t * dy / d
            continue
        opening = floor.segments.opening[s]
        side = 0 if routes.openings.space[opening, 0] == space else 1
        if opening != own and space >= 0 and routes.openings.space[opening, side] == space:
            push_x -= t * routes.openings.across[opening, side, 0]
            push_y -= t * routes.openings.across[opening, side, 1]
    return push_x, push_y, nearest


@kernel(inline=True)
def leads_out(routes, opening, space, start, to):
    """Tell whether a step leads over the line of an opening out of a space.

    Parameters
    ----------
    routes : Routes
        Openings.
    opening, space : int
        Opening; the person's space.
    start, to : tuple of float
        The step [m].

    Returns
    -------
    bool
        False for an opening of other spaces.
    """
    side = 0 if routes.openings.space[opening, 0] == space else 1
    if routes.openings.space[opening, side] != space:
        return False
    out_x, out_y = (
        routes.openings.across[opening, side, 0],
        routes.openings.across[opening, side, 1],
    )
    return (to[0] - start[0]) * out_x + (to[1] - start[1]) * out_y > 0.0


@kernel
def kept_clear(floor, routes, doors, where, start, to):
    """Where a step ends when no wall and no opening but the own one is crossed.

    Parameters
    ----------
    floor, routes, doors
        See `state`.
    where : tuple of int
        Cell in which the person is, space, and the opening of the person's own leg (-1 for none):
        the only one to be passed.
    start : tuple of float
        Where the step starts [m].
    to : tuple of float
        Where it would end [m], less than `plane.REACH_M` away.

    Returns
    -------
    tuple of float
        Where it ends [m]: slid along walls and along other openings, or the start.
    """
    cell, space, own = where
    x, y = start
    to_x, to_y = to
    first, last = floor.near_start[cell], floor.near_start[cell + 1]
    for _ in range(3):
        touched = False
        for k in range(first, last):
            s = floor.near_segment[k]
            opening = floor.segments.opening[s]
            if is_solid(floor, doors, s):
                px, py = closest_on(to_x, to_y, floor.segments.line[s])
                dx, dy = to_x - px, to_y - py
                d2 = dx * dx + dy * dy
                if 0.0 < d2 < CLEAR_M * CLEAR_M:
                    touched = True
                    more = CLEAR_M / math.sqrt(d2) - 1.0
                    to_x += more * dx
                    to_y += more * dy
            elif opening != own and leads_out(routes, opening, space, start, (to_x, to_y)):
                if do_cross(start, (to_x, to_y), floor.segments.line[s]):
                    touched = True
                    side = 0 if routes.openings.space[opening, 0] == space else 1
                    out = routes.openings.across[opening, side]
                    beyond = (to_x - x) * out[0] + (to_y - y) * out[1]
                    to_x -= beyond * out[0]
                    to_y -= beyond * out[1]
        if not touched:
            break
    if may_stand(floor, routes, doors, where, start, (to_x, to_y)):
        return to_x, to_y
    return x, y


@kernel
def may_stand(floor, routes, doors, where, start, to):
    """Tell whether a step crosses no wall and no other opening and presses nobody into a wall.

    Parameters
    ----------
    floor, routes, doors, where, start, to
        See `kept_clear`.
    """
    cell, space, own = where
    x, y = start
    to_x, to_y = to
    for k in range(floor.near_start[cell], floor.near_start[cell + 1]):
        s = floor.near_segment[k]
        opening = floor.segments.opening[s]
        if not is_solid(floor, doors, s):
            if opening != own and leads_out(routes, opening, space, start, to):
                if do_cross(start, to, floor.segments.line[s]):
                    return False
            continue
        if do_cross(start, to, floor.segments.line[s]):
            return False
        px, py = closest_on(to_x, to_y, floor.segments.line[s])
        d = length_of(to_x - px, to_y - py)
        if d < LEAST_CLEAR_M:
            px, py = closest_on(x, y, floor.segments.line[s])
            if d < length_of(x - px, y - py):
                return False
    return True
