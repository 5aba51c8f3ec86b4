"""Which leg to walk next: towards an exit, or towards a place inside."""

import math

from asher.kernels.codes import Door, Seek, Status
from asher.kernels.jit import kernel
from asher.kernels.walking.aims import NOT_LOOKED, walk_along
from asher.kernels.walking.movement import advance_movement
from asher.kernels.walking.ways import leg_towards, search_way

AT_DOOR_M = 1.0
"""As near as this somebody is at a door [m] (judgement)."""


@kernel
def set_leg(people, i, leg):
    """Make a person walk a leg, or wait where there is none. In place: `people`."""
    people.leg[i] = leg
    people.aim[i] = NOT_LOOKED
    people.status[i] = Status.MOVING if leg >= 0 else Status.WAITING


@kernel
def walk_on(site, world, now):
    """Move everybody who walks through one tick. In place: ``world.people``, ``world.crowd``."""
    advance_movement(
        site.floor,
        site.routes,
        site.walking,
        world.people,
        world.crowd,
        world.incident.doors,
        (now, site.dt_s, site.steps),
    )


@kernel
def is_up(people, i):
    """Tell whether a person inside stands or walks, in nobody's shelter."""
    status = people.status[i]
    return status == Status.MOVING or status == Status.WAITING or status == Status.HOLDING


@kernel
def leg_to_exit(site, world, i):
    """Leg of a person's space that is shortest to the exit the person has chosen.

    In place: ``world.search``.

    Parameters
    ----------
    site, world
        See `state`.
    i : int
        Person; ``people.goal`` is the exit.

    Returns
    -------
    int
        Leg, -1 where no way leads.
    """
    people, goal = world.people, world.people.goal[i]
    detour = (Door.LOCKED, people.came_by[i], math.inf)
    node = search_way(site, world, i, (Seek.EXIT, goal), detour, 0.0)
    if node < 0:
        return -1
    return leg_towards(site.routes, world.search.nodes.first[node], people.space[i])


@kernel
def leg_to_place(site, world, i, closed):
    """Leg of a person's space that is shortest to the place the person has chosen.

    In place: ``world.search``.

    Parameters
    ----------
    site, world, i
        See `leg_to_exit`; ``people.goal`` is a place.
    closed : int
        Door state from which on this person does not get through: `Door.LOCKED`, or `Door.BARRED`
        for officers, to whom a locked door is opened.

    Returns
    -------
    int
        Leg, -1 where no way leads.
    """
    people, routes = world.people, site.routes
    final = routes.places.leg[people.goal[i]]
    target = routes.legs.space[final]
    if people.space[i] == target:
        return final
    detour = (closed, people.came_by[i], math.inf)
    node = search_way(site, world, i, (Seek.SPACE, target), detour, 0.0)
    if node < 0:
        return -1
    return leg_towards(routes, world.search.nodes.first[node], people.space[i])


@kernel
def walk_on_leg(site, world, i):
    """Walking distance left to the end of a person's leg [m]."""
    people = world.people
    return walk_along(
        site.floor, site.routes, world.incident.doors, people.leg[i], people.x[i], people.y[i]
    )


@kernel
def is_at(routes, people, i, place, within_m):
    """Tell whether a person is at a place, in its space."""
    if people.space[i] != routes.legs.space[routes.places.leg[place]]:
        return False
    dx = people.x[i] - routes.places.at[place, 0]
    dy = people.y[i] - routes.places.at[place, 1]
    return dx * dx + dy * dy < within_m * within_m
