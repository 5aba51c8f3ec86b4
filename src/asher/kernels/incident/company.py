"""Who stays together: parties choose one exit, walk at one speed and wait for each other."""

import math

import numpy as np

from asher.kernels.codes import Door, Status
from asher.kernels.jit import kernel
from asher.kernels.walking.plane import closest_on, length_of

from .legs import leg_to_exit

AHEAD_M = 3.0
"""As far ahead of the last of a party its members walk on at the party's speed [m] (judgement: an
arm's length or two, and a turn of the head)."""
SLOWING_M = 2.0
"""From there to where they are as slow as they get [m] (judgement)."""
SLOWEST = 0.1
"""Share of the party's speed at which they wait for the last [-] (judgement: they look back rather
than stand in everybody's way)."""


@kernel
def follow_party(site, world, i):
    """Leg towards the exit that a person's party has chosen; -1 where there is none, or no way.

    In place: ``people.goal``, ``world.search``.

    Returns
    -------
    int
        Leg.
    """
    people, incident = world.people, world.incident
    party = incident.occupants.party[i]
    goal = incident.party_exit[party] if party >= 0 else -1
    if goal < 0 or incident.doors[goal] >= Door.LOCKED:
        return -1
    people.goal[i] = goal
    return leg_to_exit(site, world, i)


@kernel
def tell_party(world, i):
    """Let the exit that a person has chosen be the one of the party. In place: `world`."""
    people, incident = world.people, world.incident
    if incident.occupants.party[i] >= 0:
        incident.party_exit[incident.occupants.party[i]] = people.goal[i]


@kernel
def keep_company(site, world):
    """Let the members of each party walk as one. In place: ``people.speed``.

    Notes
    -----
    The people of a stated party stand one after another; somebody who is helped and the helper are
    a party of two, wherever they stand.
    """
    incident, crowd, stated = world.incident, world.crowd, len(site.groups.members)
    stop = np.intp(0)
    for k in range(crowd.scratch.n_concerned):
        i = np.intp(crowd.concerned[k])
        if i < stop or i >= stated or not 0 <= incident.occupants.party[i] < stated:
            continue
        first, stop = party_of(incident.occupants.party, stated, i)
        walk_as_one(site.routes, world, (first, stop, np.intp(1)))
    for k in range(crowd.scratch.n_concerned):
        helper = crowd.concerned[k]
        helped = incident.occupants.helps[helper]
        if helped >= 0 and incident.occupants.party[helper] >= stated:
            first, last = min(helper, helped), max(helper, helped)
            walk_as_one(site.routes, world, (first, last + 1, last - first))


@kernel
def party_of(party, stated, i):
    """The people of a stated party, by one of them: the first, and the one after the last."""
    first, stop = i, i + 1
    while first > 0 and party[first - 1] == party[i]:
        first -= 1
    while stop < stated and party[stop] == party[i]:
        stop += 1
    return first, stop


@kernel
def walk_as_one(routes, world, members):
    """Give the members of a party the speed of the slowest of them in the same space.

    In place: ``people.speed``, and scratch of ``world.incident``.

    Parameters
    ----------
    routes : Routes
        Legs.
    world : World
        People.
    members : tuple of int
        First person, beyond the last, step.

    Notes
    -----
    Who is more than `AHEAD_M` ahead of the last member in the same space slows down, the more the
    farther, to `SLOWEST` of the speed; nobody stops, so nobody waits for ever for who cannot come.
    """
    people, incident = world.people, world.incident
    first, stop, step = members
    for i in range(first, stop, step):
        people.speed[i] = incident.occupants.own_speed[i]
        if people.space[i] >= 0:
            incident.rooms.party_leg[people.space[i]] = -1
            incident.rooms.party_slowest[people.space[i]] = math.inf
            incident.rooms.party_farthest[people.space[i]] = 0.0
    for i in range(first, stop, step):
        space = people.space[i]
        if (
            people.status[i] == Status.MOVING
            and people.leg[i] >= 0
            and incident.rooms.party_leg[space] < 0
        ):
            incident.rooms.party_leg[space] = people.leg[i]
    for i in range(first, stop, step):
        space = people.space[i]
        if is_coming(people, incident, i) and incident.rooms.party_leg[space] >= 0:
            slowest = min(incident.rooms.party_slowest[space], incident.occupants.own_speed[i])
            incident.rooms.party_slowest[space] = slowest
            left = way_left(routes, people, i, incident.rooms.party_leg[space])
            incident.rooms.party_farthest[space] = max(incident.rooms.party_farthest[space], left)
    for i in range(first, stop, step):
        space = people.space[i]
        leg = people.leg[i]
        # Who goes for the hazard walks on no leg, and waits for nobody.
        if people.status[i] != Status.MOVING or leg < 0 or leg != incident.rooms.party_leg[space]:
            continue
        ahead = incident.rooms.party_farthest[space] - way_left(routes, people, i, leg)
        share = 1.0 - max(0.0, ahead - AHEAD_M) / SLOWING_M
        people.speed[i] = incident.rooms.party_slowest[space] * max(SLOWEST, share)


@kernel
def is_coming(people, incident, i):
    """Tell whether a member of a party walks, or will."""
    status = people.status[i]
    return status == Status.MOVING or (
        status == Status.WAITING and incident.occupants.notice_at[i] < math.inf
    )


@kernel
def way_left(routes, people, i, leg):
    """About how far a person has to walk to the end of a leg.

    Parameters
    ----------
    routes, people
        See `state`.
    i : int
        Person.
    leg : int
        Of the space in which the person is.

    Returns
    -------
    float
        [m].

    Notes
    -----
    By the corner the person walks to; for who does not walk this leg, as the crow flies.
    """
    x, y = people.x[i], people.y[i]
    aim = people.aim[i]
    if people.leg[i] == leg and aim >= 0:
        px, py = closest_on(x, y, routes.corners.swing[aim])
        first = routes.spaces.corner_start[routes.legs.space[leg]]
        return routes.corner_walk[routes.legs.walk[leg] + aim - first] + length_of(px - x, py - y)
    px, py = closest_on(x, y, routes.legs.line[leg])
    return length_of(px - x, py - y)
