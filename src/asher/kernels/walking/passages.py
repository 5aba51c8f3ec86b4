"""Passing an opening: out of the building, into the next space, or onto and off a stair."""

import math

from asher.kernels.codes import Category, Status
from asher.kernels.jit import kernel

from .aims import NOT_LOOKED
from .images import carry_over, turn_over
from .plane import length_of
from .walls import CLEAR_M
from .ways import side_in

AT_JAMB = 0.05
"""How far beside the ends of an opening a body's centre still passes it, as a share
(judgement: beyond rounding)."""
INSIDE_M = 0.01
"""How far inside somebody is at least who has come over a line [m]."""


@kernel(inline=True)
def does_pass(routes, leg, start, to):
    """Tell whether a step leads over the opening of a leg, out of the leg's space.

    Parameters
    ----------
    routes : Routes
        Openings and legs.
    leg : int
        The person's own leg, to an opening.
    start, to : tuple of float
        The step [m].
    """
    o, space = routes.legs.opening[leg], routes.legs.space[leg]
    line = routes.openings.line[o, side_in(routes, o, space)]
    out_x, out_y = routes.legs.across[leg, 0], routes.legs.across[leg, 1]
    before = (start[0] - line[0]) * out_x + (start[1] - line[1]) * out_y
    beyond = (to[0] - line[0]) * out_x + (to[1] - line[1]) * out_y
    if beyond <= 0.0 or before > 0.0:
        return False
    share = before / (before - beyond)
    x, y = start[0] + share * (to[0] - start[0]), start[1] + share * (to[1] - start[1])
    ux, uy = line[2] - line[0], line[3] - line[1]
    along = ((x - line[0]) * ux + (y - line[1]) * uy) / (ux * ux + uy * uy)
    return -AT_JAMB <= along <= 1.0 + AT_JAMB


@kernel
def is_passage_free(crowd, o, now):
    """Tell whether the planner's cap on the flow lets the next person pass an opening now."""
    return crowd.free_at[o] <= now


@kernel
def book_passage(routes, walking, crowd, o, clock):
    """Note a passage. In place: ``crowd.free_at``.

    Parameters
    ----------
    routes, walking, crowd
        See `state`.
    o : int
        Opening.
    clock : tuple of float
        Time at the start of the step, time step [s].

    Notes
    -----
    Passages through a clear width ``w`` are at least ``1 / (J w)`` apart at a cap of ``J``,
    fractions of a step carried over (NIST TN 1822, test 5.2; SFPE handbook, ``specific-flow``).
    """
    if walking.max_specific_flow < math.inf:
        now, dt = clock
        gap = 1.0 / (walking.max_specific_flow * routes.openings.width[o])
        crowd.free_at[o] = max(crowd.free_at[o], now - dt) + gap


@kernel
def pass_opening(routes, people, i, to):
    """Take a person who passes the opening of the own leg out, or into the space beyond.

    In place: `people`.

    Parameters
    ----------
    routes, people
        See `state`.
    i : int
        Person.
    to : tuple of float
        Where the step ends, x and y [m], and when [s].

    Notes
    -----
    Who sets foot on a stair, or off it, walks on in the plane left until the tick is over, where
    those before and behind are; then `change_plane` comes.
    """
    leg = people.leg[i]
    o = routes.legs.opening[leg]
    if routes.openings.category[o] == Category.PORTAL:
        people.left_by[i] = o
        return
    people.space[i] = routes.openings.space[o, 1 - side_in(routes, o, routes.legs.space[leg])]
    people.came_by[i] = o
    people.leg[i] = -1
    people.aim[i] = NOT_LOOKED
    if people.space[i] < 0:
        people.left_by[i] = o
        people.x[i], people.y[i], people.left_at[i] = to
        people.heading_x[i] = routes.legs.across[leg, 0]
        people.heading_y[i] = routes.legs.across[leg, 1]
        people.status[i] = Status.OUT


@kernel
def change_plane(routes, people, i):
    """Take a person who has passed the end of a stair into the plane beyond. In place: `people`."""
    o = people.left_by[i]
    side = side_in(routes, o, people.space[i])
    beyond = routes.openings.space[o, 1 - side]
    people.x[i], people.y[i] = carry_over(routes, o, side, people.x[i], people.y[i])
    people.heading_x[i], people.heading_y[i] = turn_over(
        routes, o, side, people.heading_x[i], people.heading_y[i]
    )
    keep_between_jambs(routes.openings.line[o, 1 - side], people, i)
    keep_inside(routes.openings.line[o, 1 - side], routes.openings.across[o, 1 - side], people, i)
    people.mark_x[i], people.mark_y[i] = people.x[i], people.y[i]
    people.held_x[i], people.held_y[i] = people.x[i], people.y[i]
    people.space[i] = beyond
    people.came_by[i] = o
    people.left_by[i] = -1
    people.leg[i] = leg_up_or_down(routes, beyond, o)
    people.aim[i] = NOT_LOOKED
    if people.leg[i] >= 0:
        # A ramp may be shorter than what one walks in a tick.
        leg = people.leg[i]
        keep_inside(routes.legs.line[leg], routes.legs.across[leg], people, i)


@kernel
def keep_between_jambs(line, people, i):
    """Move a person who has come over a line between its ends. In place: `people`."""
    ux, uy = line[2] - line[0], line[3] - line[1]
    width = length_of(ux, uy)
    along = ((people.x[i] - line[0]) * ux + (people.y[i] - line[1]) * uy) / width
    kept = min(max(along, min(CLEAR_M, 0.5 * width)), max(width - CLEAR_M, 0.5 * width))
    people.x[i] += (kept - along) * ux / width
    people.y[i] += (kept - along) * uy / width


@kernel
def keep_inside(line, out, people, i):
    """Move a person who has come over a line at least `INSIDE_M` into the space.

    In place: `people`. Within a tick somebody may have been pushed back to the line just crossed.
    """
    beyond = (people.x[i] - line[0]) * out[0] + (people.y[i] - line[1]) * out[1]
    if beyond > -INSIDE_M:
        people.x[i] -= (beyond + INSIDE_M) * out[0]
        people.y[i] -= (beyond + INSIDE_M) * out[1]


@kernel
def leg_up_or_down(routes, space, came_by):
    """Leg of a stair to its other end; -1 in a space that is no stair."""
    first, last = routes.spaces.opening_start[space], routes.spaces.opening_stop[space]
    for k in range(first, last):
        if routes.openings.category[routes.space_opening[k]] != Category.PORTAL:
            return -1
    if last - first != 2:
        return -1
    o = routes.space_opening[first]
    o = routes.space_opening[first + 1] if o == came_by else o
    leg = routes.openings.leg[o, side_in(routes, o, space)]
    return leg if routes.legs.pace[leg] < 1.0 else -1
