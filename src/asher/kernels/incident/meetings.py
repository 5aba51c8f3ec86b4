"""Police meet armed people who are no officers, away from a contact with the hazard (R11)."""

from asher.kernels.codes import Choice, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw

from .legs import is_up
from .perception import is_in_sight
from .responders import first_responder, n_on_site
from .wounding import hit_responder

APART_S = 60.0
"""Whom no officer has seen for so long is met anew [s] (judgement: what one officer has seen, all
learn; after a minute nobody is sure any more who it was)."""


@kernel
def advance_meetings(site, world, stream, now):
    """Officers inside meet armed people, and may take them for the attacker. In place: `world`.

    Notes
    -----
    A meeting begins when an armed person who acts and any officer who came are in the same space or
    in sight of each other, until the place is known to be safe. Whoever is in contact with the
    hazard together with that officer is not met: there `encounter.hit_own_side` holds.
    """
    incident, response = world.incident, site.response
    if response.mistaken == 0.0 or incident.time[When.ENTRY] > now:
        return
    if incident.time[When.SAFE] <= now:
        return
    for r in range(n_on_site(incident)):
        if not is_armed_now(site, world, r, now) or not is_seen_by_police(site, world, r):
            continue
        is_new = incident.responders.met_at[r] < now - APART_S
        incident.responders.met_at[r] = now
        if not is_new:
            continue
        chance = response.mistaken
        if draw(stream, Purpose.IDENTIFIES, r, 0) < site.course.on_site.identifies[r]:
            chance *= response.mistaken_identified
        index = incident.responders.meetings[r]
        incident.responders.meetings[r] += 1
        if draw(stream, Purpose.MISTAKEN, r, index) < chance:
            incident.tally[Tally.FRIENDLY_FIRE] += 1
            hit_responder(site, world, stream, r, now)


@kernel
def is_armed_now(site, world, r, now):
    """Tell whether somebody on site who is no officer is up, with a weapon at hand."""
    people, incident, on_site = world.people, world.incident, site.course.on_site
    i = first_responder(incident) + r
    if not on_site.armed[r] or on_site.sworn[r] or not is_up(people, i) or people.space[i] < 0:
        return False
    return incident.occupants.choice[i] == Choice.ACT and incident.responders.ready_at[r] <= now


@kernel
def is_seen_by_police(site, world, r):
    """Tell whether an officer who came is in the same space as somebody on site, or in sight."""
    people, incident = world.people, world.incident
    i = first_responder(incident) + r
    for k in range(len(incident.officers)):
        j, other = len(incident.occupants) + k, n_on_site(incident) + k
        if not is_up(people, j) or people.space[j] < 0:
            continue
        if incident.responders.engaged[r] and incident.responders.engaged[other]:
            continue
        if people.space[i] == people.space[j] or is_in_sight(
            site.floor, incident.doors, (people.x[i], people.y[i]), (people.x[j], people.y[j])
        ):
            return True
    return False
