"""Where occupants go: out by an exit, or into a room that locks."""

import math

import numpy as np

from asher.kernels.codes import Choice, Door, Phase, Seek, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.walking.plane import ANY
from asher.kernels.walking.ways import leg_towards, search_way

from .company import follow_party, tell_party
from .legs import leg_to_exit, leg_to_place, set_leg

MEMORY_S = 5.0
"""How long a sight of the hazard steers the way out [s] (judgement)."""
DETOUR_M = 40.0
"""Detour that people accept rather than pass a hazard in sight [m] (judgement)."""
BREAK_WINDOW_S = 15.0
"""Work that breaks a window out [person-seconds] (judgement)."""
_MOVING = np.uint8(Status.MOVING)
_LOCKED = np.uint8(Door.LOCKED)


@kernel
def choose_exit(site, world, i):
    """Choose the exit with the shortest way that a person knows and would take, and that way.

    In place: ``people.goal`` (-1 where there is none), ``world.search``.

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
        Leg, -1 where there is none.

    Notes
    -----
    Whom people know as exits is told by `ways.is_exit_for`. A window counts as farther by the walk
    one could do while it is broken out. An exit whose first door is nearer to a hazard in sight
    than to the person counts as `DETOUR_M` farther.
    """
    people, incident = world.people, world.incident
    hazard = len(people) - 1
    has_seen = incident.occupants.seen_at[i] > incident.time[When.LAST_SHOT] - MEMORY_S
    has_seen = has_seen and people.space[hazard] == people.space[i]
    has_seen = has_seen and incident.tally[Tally.PHASE] == Phase.ACTIVE
    wary_m = DETOUR_M if has_seen else 0.0
    detour = (int(_LOCKED), ANY, BREAK_WINDOW_S)
    node = search_way(site, world, i, (Seek.EXIT, ANY), detour, wary_m)
    people.goal[i] = node // 2 if node >= 0 else -1
    if node < 0:
        return -1
    return leg_towards(site.routes, world.search.nodes.first[node], people.space[i])


@kernel
def choose_shelter(site, world, i):
    """The nearest place in a lockable room with room left.

    In place: ``world.search``.

    Returns
    -------
    int
        Place, -1 where there is none.
    """
    routes, people, incident = site.routes, world.people, world.incident
    home = people.space[i]
    if routes.spaces.shelter[home] > incident.rooms.hidden[home]:
        return routes.spaces.place_start[home]
    node = search_way(site, world, i, (Seek.SHELTER, ANY), (int(_LOCKED), ANY, math.inf), 0.0)
    if node < 0:
        return -1
    return routes.spaces.place_start[routes.openings.space[node // 2, node % 2]]


@kernel
def start_running(site, world, i):
    """Send an occupant on to an exit; who finds none stays. In place: `world`.

    Notes
    -----
    Who is on the way keeps to the exit chosen, unless it was locked, no way leads there any more,
    or the hazard came in sight. A party leaves by one exit: the one that the first to go chose.
    """
    people = world.people
    world.incident.occupants.choice[i] = np.uint8(Choice.RUN)
    leg = -1
    if (
        people.status[i] == _MOVING
        and people.goal[i] >= 0
        and people.came_by[i] >= 0
        and world.incident.doors[people.goal[i]] != _LOCKED
    ):
        leg = leg_to_exit(site, world, i)
    if leg < 0:
        people.came_by[i] = -1
        if world.incident.occupants.seen_at[i] < world.incident.time[When.LAST_SHOT] - MEMORY_S:
            leg = follow_party(site, world, i)
        if leg < 0:
            leg = choose_exit(site, world, i)
            tell_party(world, i)
    set_leg(people, i, leg)


@kernel
def start_hiding(site, world, i):
    """Send an occupant to a room that locks; who finds none runs. In place: `world`."""
    people, incident = world.people, world.incident
    place = choose_shelter(site, world, i)
    people.came_by[i] = -1
    if place < 0:
        start_running(site, world, i)
        return
    people.goal[i] = place
    incident.rooms.hidden[site.routes.legs.space[site.routes.places.leg[place]]] += 1
    set_leg(people, i, leg_to_place(site, world, i, int(_LOCKED)))
