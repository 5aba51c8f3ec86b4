"""An exchange of rounds between responders and the hazard, on a plan and without one."""

import math

import numpy as np

from asher.kernels.codes import CutShort, Round, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw, draw_beta, draw_exponential

from .fatigue import factor_of_tired
from .responders import key_of

MOST_ROUNDS = 400
"""Rounds after which an exchange is broken off [-] (judgement)."""
CONTACTS_APART = 1_000_000
"""Draws kept for the rounds of one contact [-] (judgement: more than any has)."""
NOBODY = np.intp(-1)
"""Instead of a responder. Of one type with them, so each law is compiled once."""


@kernel
def begin_rounds(hazard, response, incident, stream, now):
    """Draw the first action of each side when a contact begins.

    In place: ``incident.time``, ``incident.tally``, ``incident.responders``.

    Parameters
    ----------
    hazard : HazardTerms
        Mean time between its rounds, its reaction time, how often a contact is broken off.
    response : ResponseTerms
        Mean time between those of a responder, and their reaction time.
    incident : Incident or Race
        Responders.
    stream : Stream
        Seed and replication.
    now : float
        Time [s].

    Notes
    -----
    R16. Each engaged responder acts at exponential intervals of mean ``round_interval_s``; a round
    hits with ``hit_under_fire`` (evidence ``hit-rate-gunfight``) once the hazard has fired in this
    contact, with ``hit`` before (evidence ``hit-rate-no-return-fire``), and a hit stops with
    ``stop_on_hit``. The hazard acts likewise on one drawn from those engaged. n responders thus
    stop it n times as fast, while it hits them at the same rate: fewer are hit. A contact is broken
    off at a constant rate, so a hit on either side leaves that clock as it is.
    """
    k = incident.tally[Tally.HAZARD_ROUNDS]
    incident.tally[Tally.ROUNDS_BEFORE_CONTACT] = k
    incident.time[When.BREAKS_OFF] = incident.time[When.EXCHANGE_SUICIDE] = math.inf
    if hazard.breaks_off_per_s > 0.0:
        lasts = draw_exponential(stream, Purpose.BREAKS_OFF, 0, incident.tally[Tally.BREAKS])
        incident.tally[Tally.BREAKS] += 1
        incident.time[When.BREAKS_OFF] = now + lasts / hazard.breaks_off_per_s
    first = draw_exponential(stream, Purpose.HAZARD_ROUND, 0, k + anew(incident))
    incident.time[When.HAZARD_ROUND] = now + (hazard.reaction_s + hazard.round_interval_s * first)
    for r in range(len(incident.responders)):
        begin_own_rounds(response, incident, stream, r, now)


@kernel
def begin_police_contact(hazard, incident, stream, now):
    """Draw when the attacker ends a contact with police by suicide, if nothing ends it before.

    In place: ``incident.time``.

    Notes
    -----
    R16, R17. A constant rate while police are in contact, calibrated to how often exchanges of
    gunfire with police ended so (evidence ``exchange-suicide``): a contact that is lost and begins
    anew leaves that clock as it is. Nothing is known of this for people on site.
    """
    is_under_way = incident.time[When.EXCHANGE_SUICIDE] < math.inf
    if is_under_way or hazard.exchange_suicide_per_s <= 0.0:
        return
    k = incident.tally[Tally.POLICE_CONTACTS]
    incident.tally[Tally.POLICE_CONTACTS] += 1
    lasts = draw_exponential(stream, Purpose.EXCHANGE_SUICIDE, 0, k)
    incident.time[When.EXCHANGE_SUICIDE] = now + lasts / hazard.exchange_suicide_per_s


@kernel
def cut_short(incident, until):
    """How a contact ends before the next round, if it does by a time [s].

    Returns
    -------
    int
        `CutShort`.
    """
    broken, suicide = incident.time[When.BREAKS_OFF], incident.time[When.EXCHANGE_SUICIDE]
    if min(broken, suicide) > until:
        return CutShort.NOT
    return CutShort.SUICIDE if suicide < broken else CutShort.BROKEN_OFF


@kernel
def anew(incident):
    """What sets the draws of a contact that begins anew apart from those of the one broken off.

    Who had not acted by then would otherwise draw the same long time again, and again be cut short.

    Returns
    -------
    int
        0 in the first contact.
    """
    return CONTACTS_APART * max(0, incident.tally[Tally.BREAKS] - 1)


@kernel
def begin_own_rounds(response, incident, stream, r, now):
    """Draw the first action of one responder who comes into contact.

    In place: ``incident.responders``.

    Parameters
    ----------
    response, incident, stream, now
        See `begin_rounds`.
    r : int
        Responder.

    Notes
    -----
    Nobody has the first shot: reaction times of 0.38 and 0.39 s are published for somebody who
    raises a weapon and for an officer who aims already (evidence ``reaction-suspect`` and
    ``reaction-officer``), and either may come first. Who comes into a contact that goes on does so
    from that moment, as do those with whom it began.
    """
    key = key_of(incident, r)
    slower = factor_of_tired(response, stream, key, response.tired_time)
    first = (
        slower
        * response.round_interval_s
        * draw_exponential(
            stream,
            Purpose.OFFICER_ROUND,
            key,
            3 * incident.responders.rounds[r] + anew(incident),
        )
    )
    incident.responders.round_at[r] = now + (response.reaction_s + first)
    incident.responders.missed[r] = 0


@kernel
def count_engaged(incident):
    """Responders who are in contact."""
    engaged = 0
    for r in range(len(incident.responders)):
        engaged += incident.responders.engaged[r]
    return engaged


@kernel
def next_round(incident):
    """When somebody acts next [s], and which responder: `NOBODY` for the hazard."""
    earliest, who = incident.time[When.HAZARD_ROUND], NOBODY
    for r in range(len(incident.responders)):
        if incident.responders.engaged[r] and incident.responders.round_at[r] < earliest:
            earliest, who = incident.responders.round_at[r], r
    return earliest, who


@kernel
def hit_chance(response, stream, key, under_fire):
    """Chance that a round of an officer hits, which varies between officers.

    Parameters
    ----------
    response : ResponseTerms
        Mean chances.
    stream : Stream
        Seed and replication.
    key : int
        The officer.
    under_fire : bool
        Whether the hazard has fired in this contact.

    Returns
    -------
    float
        [-].

    Notes
    -----
    Independent rounds of one chance cannot miss as often in a whole shooting as is observed
    (evidence ``all-miss-dallas``): the chance itself is beta distributed between officers. It is
    lower on average of those who are tired (R20).
    """
    mean = response.hit_under_fire if under_fire else response.hit
    mean *= factor_of_tired(response, stream, key, response.tired_hit)
    return draw_beta(stream, Purpose.SKILL, key, mean, response.skill_concentration)


@kernel
def take_round(response, incident, stream, r, skill):
    """One round of a responder at the hazard.

    In place: ``incident.responders``.

    Parameters
    ----------
    response : ResponseTerms
        Chances and intervals.
    incident : Incident or Race
        Responders, and the rounds of the hazard.
    stream : Stream
        Seed and replication.
    r : int
        Responder.
    skill : float
        Chance to hit, relative to an officer [-].

    Returns
    -------
    Round
        What came of it.
    """
    key, index, tally = key_of(incident, r), incident.responders.rounds[r], incident.tally
    under_fire = tally[Tally.HAZARD_ROUNDS] > tally[Tally.ROUNDS_BEFORE_CONTACT]
    hit = skill * hit_chance(response, stream, key, under_fire)
    slower = factor_of_tired(response, stream, key, response.tired_time)
    incident.responders.rounds[r] += 1
    incident.responders.round_at[r] += (
        slower
        * response.round_interval_s
        * draw_exponential(stream, Purpose.OFFICER_ROUND, key, 3 * index + 3)
    )
    incident.responders.missed[r] += 1
    if draw(stream, Purpose.OFFICER_ROUND, key, 3 * index + 1) >= hit:
        return Round.MISSES
    incident.responders.missed[r] = 0
    if draw(stream, Purpose.OFFICER_ROUND, key, 3 * index + 2) < response.stop_on_hit:
        return Round.STOPS
    return Round.HITS


@kernel
def face_round(hazard, incident, stream):
    """One round of the hazard at a random engaged responder.

    In place: ``incident.time``, ``incident.tally``.

    Parameters
    ----------
    hazard : HazardTerms
        Chance and interval.
    incident : Incident or Race
        Responders.
    stream : Stream
        Seed and replication.

    Returns
    -------
    int
        Responder who is hit, `NOBODY` if none is.

    Notes
    -----
    Who holds at a door is hit less often by the share of the body that its jamb covers.
    """
    now, index = incident.time[When.HAZARD_ROUND], incident.tally[Tally.HAZARD_ROUNDS]
    incident.tally[Tally.HAZARD_ROUNDS] += 1
    engaged = count_engaged(incident)
    pick = int(draw(stream, Purpose.OFFICER_HIT, 1, index) * engaged)
    chosen = NOBODY
    for r in range(len(incident.responders)):
        if incident.responders.engaged[r]:
            chosen = r if pick == 0 else chosen
            pick -= 1
    incident.time[When.HAZARD_ROUND] = now + hazard.round_interval_s * draw_exponential(
        stream, Purpose.HAZARD_ROUND, 0, index + 1
    )
    if engaged == 0:
        incident.time[When.HAZARD_ROUND] = math.inf
    if chosen < 0:
        return NOBODY
    chance = hazard.hit * (1.0 - incident.responders.covered[chosen])
    return chosen if draw(stream, Purpose.OFFICER_HIT, 0, index) < chance else NOBODY
