"""Buildings of parts that no door joins: officers who have searched one go round to the next."""

import math

from asher.kernels.codes import Door
from asher.kernels.jit import kernel
from asher.kernels.walking.ways import middle_of, nearest_outer_door

from .legs import is_up
from .radios import bit_of, is_unseen, known_space, learn_space, radio_of
from .responders import GOES_ROUND, n_on_site


@kernel
def part_behind(routes, door):
    """Part of the plan into which an outer door leads."""
    return routes.spaces.part[max(routes.openings.space[door, 0], routes.openings.space[door, 1])]


@kernel
def is_searched(site, world, i, part):
    """Tell whether all places of a part have been seen, as far as an officer knows."""
    routes, radio = site.routes, radio_of(site, world.incident, i)
    for space in range(len(routes.spaces)):
        if routes.spaces.part[space] == part and is_unseen(site, world, radio, space):
            return False
    return True


@kernel
def door_sought(site, world, i, here):
    """The unlocked outer door of another part of the plan that an officer is to search.

    In place: ``world.search``.

    Parameters
    ----------
    site, world
        See `state`.
    i : int
        Officer.
    here : int
        Part in which the officer is, 0 = outside.

    Returns
    -------
    int
        Opening, -1 where there is none: all other parts have been searched, or the plan is one.

    Notes
    -----
    The part of the space last known comes first, by the door nearest to that; else a main entrance
    of a part not yet searched.
    """
    routes, doors = site.routes, world.incident.doors
    if routes.spaces.part[0] == 0:
        return -1
    known = known_space(site, world.incident, i)
    if known >= 0 and routes.spaces.part[known] != here:
        o = nearest_outer_door(routes, world.search, doors, known)
        if o >= 0:
            return o
    chosen = -1
    for o in range(len(routes.openings)):
        if routes.openings.exit[o] == 0 or doors[o] >= Door.LOCKED:
            continue
        if chosen >= 0 and routes.openings.exit[o] <= routes.openings.exit[chosen]:
            continue
        part = part_behind(routes, o)
        if part != here and not is_searched(site, world, i, part):
            chosen = o
    return chosen


@kernel
def is_drawn(site, world, i, is_away):
    """Tell whether the space last known is in another part of the plan, or in an officer's own."""
    part, home = site.routes.spaces.part, world.people.space[i]
    known = known_space(site, world.incident, i)
    if part[0] == 0 or known < 0 or home < 0:
        return False
    return (part[known] != part[home]) == is_away


@kernel
def go_round(site, world, i):
    """An officer leaves a part of the plan for another one, and so does the formation.

    In place: `world`.

    Returns
    -------
    bool
        False where there is no other part to search, or no way to it; nobody on site leaves.
    """
    routes, people, incident = site.routes, world.people, world.incident
    first = len(incident.occupants)
    if routes.spaces.part[0] == 0 or i < first:
        return False
    here = routes.spaces.part[people.space[i]]
    if door_sought(site, world, i, here) < 0:
        return False
    if nearest_outer_door(routes, world.search, incident.doors, people.space[i]) < 0:
        return False
    team = incident.officers.team[i - first]
    for k in range(len(incident.officers)):
        j = first + k
        if incident.officers.team[k] != team or not is_up(people, j) or people.space[j] < 0:
            continue
        if routes.spaces.part[people.space[j]] == here:
            incident.responders.pulls_back[n_on_site(incident) + k] = GOES_ROUND
            people.leg[j] = people.goal[j] = -1
    return True


@kernel
def give_up(site, world, i, now):
    """Nothing more of an officer's part of the plan can be reached: it counts as searched.

    In place: ``world.incident``. Else two parts with a barricaded room each would be gone to in
    turn without end.
    """
    routes, incident = site.routes, world.incident
    if routes.spaces.part[0] == 0 or i < len(incident.occupants):
        return
    here = routes.spaces.part[world.people.space[i]]
    seen = bit_of(site, incident, i)
    for p in range(incident.visited.shape[0]):
        if routes.spaces.part[routes.legs.space[routes.places.leg[p]]] == here:
            incident.visited[p] |= seen
    if is_drawn(site, world, i, False):
        learn_space(site, incident, i, -1, now)


@kernel
def walk_round(site, world, i, now):
    """An officer outside walks to the part to be searched. In place: ``enter_at`` of the officer.

    As the crow flies, from the door just left (judgement: parts of a building stand side by side).
    """
    routes, incident = site.routes, world.incident
    left, door = world.people.left_by[i], door_sought(site, world, i, 0)
    if left < 0 or door < 0:
        return
    ax, ay = middle_of(routes, left)
    bx, by = middle_of(routes, door)
    k = i - len(incident.occupants)
    arrives = now + math.sqrt((ax - bx) ** 2 + (ay - by) ** 2) / site.response.speed
    incident.officers.enter_at[k] = max(incident.officers.enter_at[k], arrives)
