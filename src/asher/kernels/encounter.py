"""Responders and hazard in contact: two-sided, in time."""

import math

import numpy as np

from .hazard import end_attack
from .jit import kernel
from .perception import is_in_sight
from .routing import is_up
from .state import Ending, Phase, Status, Tally, When
from .streams import Purpose, draw, draw_exponential

_DEAD = np.uint8(Status.DEAD)
_WOUNDED = np.uint8(Status.WOUNDED)


@kernel
def find_contact(site, world, now):
    """Find the officers who see the hazard within range.

    In place: ``world.incident`` (engaged, first contact, where the hazard is known to be).

    Parameters
    ----------
    site : Site
        Floor, range of contact.
    world : World
        Everybody.
    now : float
        Time [s].

    Returns
    -------
    int
        Officers engaged.
    """
    people, incident = world.people, world.incident
    h, first = people.x.shape[0] - 1, incident.notice_at.shape[0]
    phase = incident.tally[Tally.PHASE]
    engaged = 0
    for k in range(incident.enter_at.shape[0]):
        i = first + k
        incident.engaged[k] = 0
        if not is_up(people, i) or people.space[i] < 0 or people.space[h] < 0:
            continue
        dx, dy = people.x[i] - people.x[h], people.y[i] - people.y[h]
        if dx * dx + dy * dy > site.response.range_m**2:
            continue
        if not is_in_sight(
            site.floor, incident.doors, (people.x[i], people.y[i]), (people.x[h], people.y[h])
        ):
            continue
        incident.tally[Tally.KNOWN_SPACE] = people.space[h]
        if phase == Phase.ENDED:
            incident.time[When.SAFE] = min(incident.time[When.SAFE], now)
            continue
        incident.engaged[k] = 1
        engaged += 1
        incident.time[When.CONTACT] = min(incident.time[When.CONTACT], now)
    return engaged


@kernel
def resolve_first_contact(site, world, stream, now):
    """How a hazard meets the police: takes its own life, surrenders, is subdued, or fights.

    In place: `world`.

    Parameters
    ----------
    site, world, now
        See `find_contact`.
    stream : Stream
        Seed and replication.

    Notes
    -----
    R17. Evidence: ``after-police-suicide``, ``after-police-surrendered``, ``after-police-subdued``,
    ``after-police-shot``.
    """
    incident = world.incident
    incident.tally[Tally.ON_CONTACT] = 1
    u = draw(stream, Purpose.ON_CONTACT, 0, 0)
    shares = site.hazard.on_contact
    if u < shares[0]:
        end_attack(world, Ending.SUICIDE_ON_CONTACT, now)
    elif u < shares[1]:
        end_attack(world, Ending.SURRENDERED, now)
    elif u < shares[2]:
        end_attack(world, Ending.STOPPED_BY_POLICE, now)


@kernel
def advance_encounter(site, world, stream, now):
    """Let officers in contact and the hazard act on each other.

    In place: `world`.

    Parameters
    ----------
    site, world, stream, now
        See `resolve_first_contact`.

    Notes
    -----
    R16. Each engaged officer acts at exponential intervals of mean ``round_interval_s``; a round
    hits with ``hit_under_fire`` (evidence ``hit-rate-gunfight``) once the hazard has fired in this
    contact, with ``hit`` before (evidence ``hit-rate-no-return-fire``), and a hit stops with
    ``stop_on_hit``. The hazard acts likewise on an officer drawn from those engaged. n officers
    thus stop it n times as fast, while it hits officers at the same rate: fewer are hit.
    """
    incident = world.incident
    engaged = find_contact(site, world, now)
    if engaged > 0 and incident.tally[Tally.ENGAGED] == 0:
        restart_rounds(site, world, stream, now)
    incident.tally[Tally.ENGAGED] = engaged
    if engaged > 0 and incident.tally[Tally.ON_CONTACT] == 0:
        resolve_first_contact(site, world, stream, now)
    if incident.tally[Tally.PHASE] == Phase.ENDED:
        if engaged > 0:
            incident.time[When.SAFE] = min(incident.time[When.SAFE], now)
        incident.tally[Tally.ENGAGED] = 0
        return
    if engaged == 0:
        return
    incident.time[When.LAST_SHOT] = now
    incident.tally[Tally.LAST_SHOT_SPACE] = world.people.space[world.people.x.shape[0] - 1]
    while incident.tally[Tally.PHASE] != Phase.ENDED:
        earliest, who = incident.time[When.HAZARD_ROUND], -1
        for k in range(incident.enter_at.shape[0]):
            if incident.engaged[k] and incident.round_at[k] < earliest:
                earliest, who = incident.round_at[k], k
        if earliest > now:
            break
        if who >= 0:
            officer_acts(site, world, stream, who)
        else:
            hazard_acts(site, world, stream)


@kernel
def restart_rounds(site, world, stream, now):
    """Draw the first action of each side when a contact begins. In place: ``world.incident``."""
    incident = world.incident
    k = incident.tally[Tally.HAZARD_ROUNDS]
    incident.tally[Tally.ROUNDS_BEFORE_CONTACT] = k
    incident.time[When.HAZARD_ROUND] = now + site.hazard.round_interval_s * draw_exponential(
        stream, Purpose.HAZARD_ROUND, 0, k
    )
    for officer in range(incident.enter_at.shape[0]):
        incident.round_at[officer] = now + site.response.round_interval_s * draw_exponential(
            stream, Purpose.OFFICER_ROUND, officer, 3 * incident.rounds[officer]
        )


@kernel
def officer_acts(site, world, stream, k):
    """One round of an officer at the hazard. In place: `world`."""
    incident, response = world.incident, site.response
    index = incident.rounds[k]
    now = incident.round_at[k]
    incident.rounds[k] += 1
    tally = incident.tally
    under_fire = tally[Tally.HAZARD_ROUNDS] > tally[Tally.ROUNDS_BEFORE_CONTACT]
    hit = response.hit_under_fire if under_fire else response.hit
    if draw(stream, Purpose.OFFICER_ROUND, k, 3 * index + 1) < hit:
        if draw(stream, Purpose.OFFICER_ROUND, k, 3 * index + 2) < response.stop_on_hit:
            end_attack(world, Ending.STOPPED_BY_POLICE, now)
            incident.time[When.SAFE] = min(incident.time[When.SAFE], now)
    incident.round_at[k] = now + response.round_interval_s * draw_exponential(
        stream, Purpose.OFFICER_ROUND, k, 3 * index + 3
    )


@kernel
def hazard_acts(site, world, stream):
    """One round at a random engaged officer. In place: `world`."""
    incident, people = world.incident, world.people
    now = incident.time[When.HAZARD_ROUND]
    index = incident.tally[Tally.HAZARD_ROUNDS]
    incident.tally[Tally.HAZARD_ROUNDS] += 1
    engaged = 0
    for k in range(incident.engaged.shape[0]):
        engaged += incident.engaged[k]
    pick = int(draw(stream, Purpose.OFFICER_HIT, 1, index) * engaged)
    for k in range(incident.engaged.shape[0]):
        if not incident.engaged[k]:
            continue
        if pick == 0 and draw(stream, Purpose.OFFICER_HIT, 0, index) < site.hazard.hit:
            fatal = draw(stream, Purpose.OFFICER_SEVERITY, k, 0) < site.response.fatal
            officer = incident.notice_at.shape[0] + k
            people.status[officer] = _DEAD if fatal else _WOUNDED
            incident.engaged[k] = 0
            incident.tally[Tally.OFFICERS_HIT] += 1
            incident.tally[Tally.OFFICERS_KILLED] += fatal
        pick -= 1
    incident.time[When.HAZARD_ROUND] = now + site.hazard.round_interval_s * draw_exponential(
        stream, Purpose.HAZARD_ROUND, 0, index + 1
    )
    if engaged == 0:
        incident.time[When.HAZARD_ROUND] = math.inf
