"""A formation inside: officers who walk as one, where its first member walks (R2)."""

from asher.kernels.codes import Door, Rule, Status
from asher.kernels.jit import kernel

from .legs import is_up, leg_to_place, set_leg
from .responders import GOES_ROUND, n_on_site

APART_M = 3.0
"""Whoever leads a formation slows down for members farther behind than this [m] (judgement)."""
SLOWS_TO = 0.6
"""And walks at this share of the pace of a formation until they are near [-] (judgement)."""


@kernel
def leg_inside(site, world, i):
    """Leg of an officer's space towards the goal: round locked rooms where there is a way."""
    leg = leg_to_place(site, world, i, Door.LOCKED)
    return leg if leg >= 0 else leg_to_place(site, world, i, Door.BARRED)


@kernel
def hold(people, i):
    """An officer stands, and lets those who leave go past. In place: `people`."""
    people.leg[i] = -1
    people.status[i] = Status.HOLDING


@kernel
def pace_inside(site, incident, k):
    """Speed of officer k inside [m/s]: a formation covers every corner that it passes (R2)."""
    if site.course.rule == Rule.FORMATION or k >= site.response.officers:
        for j in range(len(incident.officers)):
            if j != k and incident.officers.team[j] == incident.officers.team[k]:
                return site.response.speed * site.response.formation_pace
    return site.response.speed


@kernel
def leader_of(world, r):
    """Who leads the formation of which a responder is one: its first member still up inside.

    Returns
    -------
    int
        Person; -1 where the responder leads, or walks alone.
    """
    incident, people = world.incident, world.people
    k, first = r - n_on_site(incident), len(incident.occupants)
    for j in range(k):
        if incident.officers.team[j] == incident.officers.team[k] and is_up(people, first + j):
            is_leaving = incident.responders.pulls_back[n_on_site(incident) + j] == GOES_ROUND
            if people.space[first + j] >= 0 and not is_leaving:
                return first + j
    return -1


@kernel
def follow_leader(site, world, i, leader):
    """A member of a formation walks where the leader walks. In place: `world`."""
    people = world.people
    if people.goal[i] != people.goal[leader] or people.leg[i] < 0:
        people.goal[i] = people.goal[leader]
        people.came_by[i] = -1
        if people.goal[i] < 0:
            hold(people, i)
            return
        set_leg(people, i, leg_inside(site, world, i))
    people.status[i] = Status.MOVING if people.leg[i] >= 0 else Status.HOLDING


@kernel
def keep_together(site, world, r):
    """Whoever leads a formation slows down for those behind (R2). In place: ``world.people``."""
    people, incident = world.people, world.incident
    k, first = r - n_on_site(incident), len(incident.occupants)
    if k < 0:
        return
    i, pace = first + k, pace_inside(site, incident, k)
    for j in range(k + 1, len(incident.officers)):
        m = first + j
        if incident.officers.team[j] != incident.officers.team[k] or not is_up(people, m):
            continue
        dx, dy = people.x[m] - people.x[i], people.y[m] - people.y[i]
        if people.space[m] >= 0 and dx * dx + dy * dy > APART_M * APART_M:
            pace = min(pace, SLOWS_TO * pace_inside(site, incident, k))
    people.speed[i] = pace
