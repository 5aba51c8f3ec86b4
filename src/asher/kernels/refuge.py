"""Where occupants go: out by an exit, or into a room that locks."""

import math

import numpy as np

from .codes import Category, Choice, Door, Phase, Status, Tally, When
from .jit import kernel
from .routing import (
    crossed,
    left_through,
    leg_to_exit,
    leg_to_place,
    leg_towards,
    note_space,
    set_leg,
    walk_along,
)

MEMORY_S = 5.0
"""How long a sight of the hazard steers the way out [s] (judgement)."""
DETOUR_M = 40.0
"""Detour that people accept rather than pass a hazard in sight [m] (judgement)."""
BREAK_WINDOW_S = 15.0
"""Work that breaks a window out [person-seconds] (judgement)."""
_MOVING = np.uint8(Status.MOVING)
_LOCKED = np.uint8(Door.LOCKED)
_BARRED = np.uint8(Door.BARRED)
_WINDOW = int(Category.WINDOW)


@kernel
def choose_exit(site, world, i):
    """The exit with the shortest way that a person knows and would take; -1 where there is none.

    Parameters
    ----------
    site : Site
        Floor, routes, groups.
    world : World
        People and doors.
    i : int
        Occupant.

    Returns
    -------
    int
        Opening.

    Notes
    -----
    People know the main entrance and the exits of the space they are in, those familiar with the
    place all. A window counts as farther by the walk one could do while it is broken out, and only
    in an attack. An exit whose first door is nearer to a hazard in sight than to the person counts
    as `DETOUR_M` farther.
    """
    floor, routes, people, incident = site.floor, site.routes, world.people, world.incident
    home, hazard = people.space[i], people.x.shape[0] - 1
    has_seen = incident.seen_at[i] > incident.time[When.LAST_SHOT] - MEMORY_S
    has_seen = has_seen and people.space[hazard] == home
    has_seen = has_seen and incident.tally[Tally.PHASE] == Phase.ACTIVE
    best, chosen = math.inf, -1
    for k in range(routes.space_start[home], routes.space_start[home + 1]):
        o = routes.space_opening[k]
        if incident.doors[o] == _LOCKED:
            continue
        leg = leg_towards(routes, o, home)
        first = walk_along(floor, routes, leg, people.x[i], people.y[i])
        if has_seen:
            line = routes.opening_line[o, 0]
            dx = people.x[hazard] - 0.5 * (line[0] + line[2])
            dy = people.y[hazard] - 0.5 * (line[1] + line[3])
            if math.sqrt(dx * dx + dy * dy) < first:
                first += DETOUR_M
        for e in range(routes.exit.shape[0]):
            is_window = routes.opening_category[e] == _WINDOW and incident.doors[e] == _BARRED
            known = incident.familiar[i] or routes.exit[e] == 2 or e == o
            usable = routes.exit[e] > 0 and incident.doors[e] != _LOCKED and known
            usable = usable and site.groups.exits[incident.group[i], e] > 0
            if not usable or (is_window and (e != o or not site.hazard.is_present)):
                continue
            if incident.doors[o] == _BARRED and e != o:
                continue
            if incident.doors[e] == _BARRED and not is_window:
                continue
            way = first + routes.onward[crossed(routes, o, home), left_through(routes, e)]
            if is_window:
                way += BREAK_WINDOW_S * people.speed[i]
            if way < best:
                best, chosen = way, e
    return chosen


@kernel
def choose_shelter(site, world, i):
    """The nearest place in a lockable room with room left; -1 where there is none."""
    routes, people, incident = site.routes, world.people, world.incident
    best, chosen = math.inf, -1
    home = people.space[i]
    for s in range(routes.shelter.shape[0]):
        if routes.shelter[s] <= incident.hidden[s]:
            continue
        if s == home:
            return routes.place_start[s]
        for k in range(routes.space_start[home], routes.space_start[home + 1]):
            o = routes.space_opening[k]
            if incident.doors[o] >= _LOCKED:
                continue
            leg = leg_towards(routes, o, home)
            way = walk_along(site.floor, routes, leg, people.x[i], people.y[i])
            way += routes.to_space[crossed(routes, o, home), s]
            if way < best and is_enterable(routes, incident.doors, s):
                best, chosen = way, routes.place_start[s]
    return chosen


@kernel
def is_enterable(routes, doors, space):
    """Tell whether a door of this space is unlocked."""
    for k in range(routes.space_start[space], routes.space_start[space + 1]):
        if doors[routes.space_opening[k]] < _LOCKED:
            return True
    return False


@kernel
def start_running(site, world, i):
    """Send an occupant on to an exit; who finds none stays. In place: `world`.

    Notes
    -----
    Who is on the way keeps to the exit chosen, unless it was locked or the hazard came in sight.
    """
    people = world.people
    world.incident.choice[i] = np.uint8(Choice.RUN)
    if (
        people.status[i] != _MOVING
        or people.leg[i] < 0
        or people.goal[i] < 0
        or (world.incident.doors[people.goal[i]] == _LOCKED)
    ):
        people.goal[i] = choose_exit(site, world, i)
        people.came_by[i] = -1
    elif site.routes.leg_space[people.leg[i]] != people.space[i]:
        note_space(site.routes, people, i)
    leg = -1
    if people.goal[i] >= 0:
        leg = leg_to_exit(site.floor, site.routes, people, world.incident.doors, i)
    set_leg(people, i, leg)


@kernel
def start_hiding(site, world, i):
    """Send an occupant to a room that locks; who finds none runs. In place: `world`."""
    people, incident = world.people, world.incident
    place = choose_shelter(site, world, i)
    if place < 0:
        people.leg[i] = -1
        start_running(site, world, i)
        return
    people.goal[i] = place
    people.came_by[i] = -1
    incident.hidden[site.routes.leg_space[site.routes.place_leg[place]]] += 1
    set_leg(people, i, leg_to_place(site.floor, site.routes, people, incident.doors, i, _LOCKED))
