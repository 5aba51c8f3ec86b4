"""Which leg to walk next: towards an exit, or towards a place inside."""

import math

import numpy as np

from .codes import Door, Status
from .jit import kernel
from .neighbours import cell_of

BACK_M = 1000.0
"""What going back through the opening just crossed counts [m], so that nobody does who has another
way (judgement)."""
_LOCKED = np.uint8(Door.LOCKED)


@kernel
def other_side(routes, opening, space):
    """Space on the other side of an opening; -1 is outside."""
    if routes.opening_space[opening, 0] == space:
        return routes.opening_space[opening, 1]
    return routes.opening_space[opening, 0]


@kernel
def leg_towards(routes, opening, space):
    """Leg through a space towards one of its openings."""
    side = 0 if routes.opening_space[opening, 0] == space else 1
    return routes.opening_leg[opening, side]


@kernel
def crossed(routes, opening, space):
    """Number under which `Routes.onward` knows having crossed an opening out of a space."""
    return 2 * opening + (1 if routes.opening_space[opening, 0] == space else 0)


@kernel
def left_through(routes, exit_opening):
    """Number under which `Routes.onward` knows having left the building by an exit."""
    return 2 * exit_opening + (0 if routes.opening_space[exit_opening, 0] < 0 else 1)


@kernel
def walk_along(floor, routes, leg, x, y):
    """Walking distance from a point to the end of a leg.

    Parameters
    ----------
    floor : Floor
        Grid.
    routes : Routes
        Legs.
    leg : int
        Leg, -1 for none.
    x, y : float
        Point in the leg's space [m].

    Returns
    -------
    float
        [m], inf where the leg does not lead.
    """
    if leg < 0:
        return math.inf
    cell = cell_of(floor, x, y)
    column = cell % floor.n_x - routes.window[leg, 0]
    row = cell // floor.n_x - routes.window[leg, 1]
    if 0 <= column < routes.window[leg, 2] and 0 <= row < routes.window[leg, 3]:
        return routes.walk[routes.offset[leg] + row * routes.window[leg, 2] + column]
    return math.inf


@kernel
def set_leg(people, i, leg):
    """Make a person walk a leg, or wait where there is none. In place: `people`."""
    people.leg[i] = leg
    people.status[i] = np.uint8(Status.MOVING) if leg >= 0 else np.uint8(Status.WAITING)


@kernel
def is_up(people, i):
    """Tell whether a person inside stands or walks, in nobody's shelter."""
    status = people.status[i]
    return (
        status == np.uint8(Status.MOVING)
        or status == np.uint8(Status.WAITING)
        or status == np.uint8(Status.HOLDING)
    )


@kernel
def note_space(routes, people, i):
    """Note through which opening a person came into the present space. In place: `people`."""
    opening = routes.leg_opening[people.leg[i]]
    people.came_by[i] = -1
    if opening >= 0:
        home = people.space[i]
        if routes.opening_space[opening, 0] == home or routes.opening_space[opening, 1] == home:
            people.came_by[i] = opening


@kernel
def leg_to_exit(floor, routes, people, doors, i):
    """Leg of a person's space that is shortest to the exit the person has chosen.

    Parameters
    ----------
    floor, routes, people
        See `state`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    i : int
        Person; ``people.goal`` is the exit.

    Returns
    -------
    int
        Leg, -1 where no way leads.
    """
    home, goal = people.space[i], people.goal[i]
    best, chosen = math.inf, -1
    for k in range(routes.space_start[home], routes.space_start[home + 1]):
        o = routes.space_opening[k]
        if doors[o] >= _LOCKED and o != goal:
            continue
        back = BACK_M if o == people.came_by[i] else 0.0
        leg = leg_towards(routes, o, home)
        way = walk_along(floor, routes, leg, people.x[i], people.y[i])
        way += routes.onward[crossed(routes, o, home), left_through(routes, goal)] + back
        if way < best:
            best, chosen = way, leg
    return chosen


@kernel
def leg_to_place(floor, routes, people, doors, i, closed):
    """Leg of a person's space that is shortest to the place the person has chosen.

    Parameters
    ----------
    floor, routes, people, doors, i
        See `leg_to_exit`; ``people.goal`` is a place.
    closed : int
        Door state from which on this person does not get through: `Door.LOCKED`, or `Door.BARRED`
        for officers, to whom a locked door is opened.

    Returns
    -------
    int
        Leg, -1 where no way leads.
    """
    home = people.space[i]
    final = routes.place_leg[people.goal[i]]
    target = routes.leg_space[final]
    if home == target:
        return final
    best, chosen = math.inf, -1
    for k in range(routes.space_start[home], routes.space_start[home + 1]):
        o = routes.space_opening[k]
        if doors[o] >= closed:
            continue
        back = BACK_M if o == people.came_by[i] else 0.0
        leg = leg_towards(routes, o, home)
        way = walk_along(floor, routes, leg, people.x[i], people.y[i])
        way += routes.to_space[crossed(routes, o, home), target] + back
        if way < best:
            best, chosen = way, leg
    return chosen


@kernel
def distance_to_place(floor, routes, people, doors, i, closed):
    """Walking distance from a person to the place chosen [m] (see `leg_to_place`)."""
    leg = leg_to_place(floor, routes, people, doors, i, closed)
    if leg < 0:
        return math.inf
    way = walk_along(floor, routes, leg, people.x[i], people.y[i])
    if routes.leg_opening[leg] >= 0:
        target = routes.leg_space[routes.place_leg[people.goal[i]]]
        way += routes.to_space[crossed(routes, routes.leg_opening[leg], people.space[i]), target]
    return way


@kernel
def is_at(routes, people, i, place, within_m):
    """Tell whether a person is at a place, in its space."""
    if people.space[i] != routes.leg_space[routes.place_leg[place]]:
        return False
    dx = people.x[i] - routes.place[place, 0]
    dy = people.y[i] - routes.place[place, 1]
    return dx * dx + dy * dy < within_m * within_m
