"""Guards who walk a patrol until they learn of the attack (R8)."""

import math

from asher.kernels.codes import Door, Phase, Status, Tally
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw, draw_lognormal

from .formation import hold
from .hazard import ARRIVED_M, is_leg_closed
from .legs import is_at, leg_to_place, set_leg
from .responders import first_responder

STOPS = 100_000
"""Draws kept for the stops of one guard [-] (judgement: more than any makes)."""


@kernel(inline=True)
def has_patrol(on_site, r):
    """Tell whether somebody on site walks a patrol."""
    return on_site.patrol_stop[r] > on_site.patrol_start[r]


@kernel
def is_on_patrol(site, incident, i):
    """Tell whether a person is a guard who walks a patrol and knows of nothing."""
    r = i - first_responder(incident)
    if r < 0 or not has_patrol(site.course.on_site, r):
        return False
    return incident.occupants.notice_at[i] == math.inf


@kernel
def start_patrol(site, world, stream, r, i):
    """Put a guard somewhere along the patrol. In place: `world`.

    A place of one of its spaces, all spaces being equally likely, and all places of that space.
    """
    routes, on_site = site.routes, site.course.on_site
    first = on_site.patrol_start[r]
    stops = on_site.patrol_stop[r] - first
    k = int(draw(stream, Purpose.PATROL, r, 0) * stops)
    space = site.course.patrols[first + k]
    start, stop = routes.spaces.place_start[space], routes.spaces.place_stop[space]
    place = start + int(draw(stream, Purpose.PATROL, r, 1) * (stop - start))
    world.people.x[i], world.people.y[i] = routes.places.at[place, 0], routes.places.at[place, 1]
    world.people.space[i] = space
    world.incident.responders.stop[r] = (k + 1) % stops


@kernel
def advance_patrol(site, world, stream, r, i, now):
    """Lead a guard from space to space of the patrol, and from the last to the first.

    In place: `world`. Whoever learns of the attack stops, and acts from there; until then a guard
    stays for a while at each place, if that is stated.
    """
    routes, people, incident = site.routes, world.people, world.incident
    if incident.occupants.notice_at[i] < math.inf:
        people.goal[i] = -1
        if people.status[i] == Status.MOVING:
            set_leg(people, i, -1)
        return
    if incident.tally[Tally.PHASE] != Phase.ACTIVE:
        hold(people, i)
        return
    goal = people.goal[i]
    is_there = goal >= 0 and is_at(routes, people, i, goal, ARRIVED_M)
    if is_there and rests(site.course.on_site, incident, stream, r, now):
        set_leg(people, i, -1)
        return
    if people.leg[i] >= 0 and not is_there:
        if not is_leg_closed(routes, incident.doors, people.leg[i]):
            people.status[i] = Status.MOVING
            return
    first = site.course.on_site.patrol_start[r]
    stops = site.course.on_site.patrol_stop[r] - first
    if is_there:
        incident.responders.stop[r] = (incident.responders.stop[r] + 1) % stops
    for _ in range(stops):
        place = routes.spaces.place_start[site.course.patrols[first + incident.responders.stop[r]]]
        if people.goal[i] != place:
            people.goal[i], people.came_by[i] = place, -1
        set_leg(people, i, leg_to_place(site, world, i, Door.LOCKED))
        if people.leg[i] >= 0:
            return
        incident.responders.stop[r] = (incident.responders.stop[r] + 1) % stops


@kernel
def rests(on_site, incident, stream, r, now):
    """Tell whether a guard who has come to a place of the patrol still stays there.

    In place: ``incident.responders``.

    Returns
    -------
    bool
        False where no stops are stated.
    """
    if on_site.rests[r, 0] == 0.0:
        return False
    until = incident.responders.rests_until[r]
    if until == math.inf:
        number = incident.responders.rested[r]
        incident.responders.rested[r] += 1
        until = now + draw_lognormal(
            stream, Purpose.PATROL_STOP, r * STOPS + number, on_site.rests[r]
        )
    incident.responders.rests_until[r] = until if until > now else math.inf
    return until > now
