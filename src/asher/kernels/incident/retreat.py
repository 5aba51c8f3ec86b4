"""Cover at a door, and contact broken off by either side (R16)."""

import math

from asher.kernels.codes import Category, Phase, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.walking.plane import closest_on
from asher.kernels.walking.ways import nearest_outer_door

from .legs import AT_DOOR_M, is_up, leg_to_exit, set_leg
from .parts import walk_round
from .responders import CARRIES, GOES_ROUND, first_responder, is_officer, n_on_site

CARRYING = 0.5
"""Share of their speed of officers who carry a wounded officer out [-] (judgement)."""


@kernel
def cover_of(site, world, r):
    """Share of a responder's body that the jamb of a door covers: of officers beside a door."""
    incident, people, routes = world.incident, world.people, site.routes
    i = first_responder(incident) + r
    if site.response.cover == 0.0 or not is_officer(site, incident, r):
        return 0.0
    home = people.space[i]
    for j in range(routes.spaces.opening_start[home], routes.spaces.opening_stop[home]):
        o = routes.space_opening[j]
        if routes.openings.category[o] != Category.DOOR:
            continue
        side = 0 if routes.openings.space[o, 0] == home else 1
        px, py = closest_on(people.x[i], people.y[i], routes.openings.line[o, side])
        dx, dy = px - people.x[i], py - people.y[i]
        if dx * dx + dy * dy < AT_DOOR_M * AT_DOOR_M:
            return site.response.cover
    return 0.0


@kernel
def break_off(incident, now):
    """The hazard moves on, as after a dwell; contact begins anew where it comes to be seen.

    In place: `incident`.

    Notes
    -----
    An event with a rate, not a choice. Until it is out of sight or has come to the place where it
    goes, nobody is in contact. A barricade is not left.
    """
    incident.time[When.BREAKS_OFF] = math.inf
    if incident.tally[Tally.PHASE] != Phase.ACTIVE:
        return
    incident.tally[Tally.BROKEN_OFF] = 1
    incident.responders.engaged[:] = 0
    incident.time[When.NEXT_MOVE] = now


@kernel
def fall_back(site, world, now):
    """Officers in contact walk out by the nearest door, to enter again after a while.

    In place: `world`.

    Notes
    -----
    They stay in contact while they are in sight (`response.pull_back`).
    """
    people, incident = world.people, world.incident
    for k in range(len(incident.officers)):
        r = n_on_site(incident) + k
        i = first_responder(incident) + r
        if incident.responders.engaged[r] and not incident.responders.pulls_back[r]:
            incident.officers.enter_at[k] = now + site.course.falls_back_s
            incident.responders.pulls_back[r] = 1
            people.leg[i] = people.goal[i] = -1


@kernel
def pull_back(site, world, i, r, now):
    """R4: an officer walks out by the nearest door, in the hazard's sight or not.

    In place: `world`. Outside, the officer waits to enter again, or goes round to another part of
    the building. A wounded officer is carried, once out of the hazard's sight: then those who pull
    back walk at ``CARRYING``.
    """
    people, incident = world.people, world.incident
    if people.status[i] == Status.OUT:
        if incident.responders.pulls_back[r] == GOES_ROUND:
            walk_round(site, world, i, now)
        incident.responders.pulls_back[r] = 0
        people.status[i] = Status.ABSENT
        people.left_by[i] = people.leg[i] = people.goal[i] = -1
        return
    if not is_up(people, i):
        incident.responders.pulls_back[r] = 0
        return
    carries = incident.responders.pulls_back[r] == CARRIES and not incident.responders.engaged[r]
    people.speed[i] = site.response.speed * (CARRYING if carries else 1.0)
    people.status[i] = Status.MOVING
    if people.leg[i] >= 0:
        return
    people.came_by[i] = -1
    people.goal[i] = nearest_outer_door(site.routes, world.search, incident.doors, people.space[i])
    leg = leg_to_exit(site, world, i) if people.goal[i] >= 0 else -1
    set_leg(people, i, leg)
    if leg < 0:
        incident.responders.pulls_back[r] = 0
