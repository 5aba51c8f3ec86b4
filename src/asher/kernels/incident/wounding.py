"""Who is hit: occupants in sight, responders in contact; and what responders do then."""

import math

from asher.kernels.codes import Amount, Resists, Status, Tally
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw

from .harm import wound
from .legs import is_up
from .marks import find_part_of_hit, note_officer_hit
from .perception import IN_SIGHT_S, is_in_sight
from .refuge import leave_shelter
from .responders import CARRIES, first_responder, is_officer, key_of, n_on_site
from .severity import exposure_to


@kernel
def weight_of(site, incident, i):
    """How many times as often as others in sight somebody is hit."""
    glass = site.response.glass_exposure if incident.occupants.behind_glass[i] else 1.0
    if incident.occupants.resists[i] == Resists.ACTS:
        return glass * site.response.resistance_risk
    if incident.occupants.in_place[i]:
        return glass * site.response.hidden_exposure
    return glass


@kernel
def hurt_someone(site, world, stream, now):
    """A casualty event: wound one of those in sight of the hazard. In place: `world`.

    Notes
    -----
    All in sight are equally exposed, unless they act against it, hide in place or are behind the
    glass of a shut door (`weight_of`). Each has an own random number for each event and the lowest
    is wounded, so that the same event in two courses of action wounds the same person as far as it
    can.
    """
    people, incident = world.people, world.incident
    hazard = len(people) - 1
    event = incident.tally[Tally.CASUALTY_EVENTS]
    lowest, who = 2.0, -1
    for i in range(len(incident.occupants)):
        status = people.status[i]
        standing = status == Status.WAITING or status == Status.MOVING or status == Status.HIDING
        if not standing or incident.occupants.seen_at[i] < now - IN_SIGHT_S:
            continue
        u = draw(stream, Purpose.CASUALTY_WHO, i, event)
        weight = weight_of(site, incident, i)
        if weight != 1.0:
            u = 1.0 - (1.0 - u) ** (1.0 / weight) if weight > 0.0 else lowest
        if u < lowest and is_in_sight(
            site.floor,
            incident.doors,
            (people.x[hazard], people.y[hazard]),
            (people.x[i], people.y[i]),
        ):
            lowest, who = u, i
    if who < 0:
        return
    leave_shelter(site, world, who)
    first = first_responder(incident)
    if who >= first:
        hit_responder(site, world, stream, who - first, now)
    else:
        wound(people, incident, stream, who, (now, incident.amount[Amount.FATAL]))
    incident.tally[Tally.CASUALTY_EVENTS] += 1
    incident.amount[Amount.NEXT_CASUALTY] += exposure_to(incident.amount, stream, event + 1)


@kernel
def hit_responder(site, world, stream, r, now):
    """A responder is hit: an officer counts as one, anybody else as an occupant.

    In place: `world`.
    """
    incident = world.incident
    if not is_officer(site, incident, r):
        incident.responders.engaged[r] = 0
        i = first_responder(incident) + r
        wound(world.people, incident, stream, i, (now, incident.amount[Amount.FATAL]))
        return
    hit_officer(site, world, stream, r, (now, find_part_of_hit(world, r, now)))


@kernel
def hit_officer(site, world, stream, r, when):
    """An officer is hit. In place: `world`.

    Parameters
    ----------
    site, world, stream
        See `state`.
    r : int
        Responder.
    when : tuple
        Time [s]; the count to which it belongs (`marks.part_of_hit`).
    """
    now, part = when
    incident = world.incident
    incident.responders.engaged[r] = 0
    key = key_of(incident, r)
    fatal = draw(stream, Purpose.OFFICER_SEVERITY, key, 0) < site.response.fatal
    i = first_responder(incident) + r
    world.people.status[i] = Status.DEAD if fatal else Status.WOUNDED
    note_officer_hit(incident, part, now)
    incident.tally[Tally.OFFICERS_KILLED] += fatal
    if site.course.withdraws_for > 0 and r >= n_on_site(incident):
        withdraw(site, world, now, not fatal)


@kernel
def withdraw(site, world, now, carries):
    """R4: officers inside pull back; all enter once so many more have come. In place: `world`.

    Notes
    -----
    They walk out by the nearest door, under fire while they are in sight (`response.pull_back`). If
    fewer come than are waited for, nobody enters again.
    """
    people, incident = world.people, world.incident
    missing, again = site.course.withdraws_for, math.inf
    for k in range(len(incident.officers)):
        if incident.officers.arrive_at[k] > now:
            missing -= 1
            if missing == 0:
                again = incident.officers.arrive_at[k]
    for k in range(len(incident.officers)):
        r = n_on_site(incident) + k
        i = first_responder(incident) + r
        inside = is_up(people, i) and people.space[i] >= 0
        if inside or (
            people.status[i] == Status.ABSENT and incident.officers.enter_at[k] < math.inf
        ):
            incident.officers.enter_at[k] = max(incident.officers.enter_at[k], again)
        if inside and not incident.responders.pulls_back[r]:
            incident.responders.pulls_back[r] = CARRIES if carries else 1
            people.leg[i] = people.goal[i] = -1
