"""Responders and hazard in contact: two-sided, in time."""

import math

from asher.kernels.codes import Choice, CutShort, Ending, Phase, Round, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw

from .barricade import begin_barricade, is_kept_closed, may_remain, note_contained
from .call_out import untrained_share
from .exchange import (
    NOBODY,
    begin_own_rounds,
    begin_police_contact,
    begin_rounds,
    count_engaged,
    cut_short,
    face_round,
    next_round,
    take_round,
)
from .hazard import end_attack
from .legs import is_up
from .perception import is_in_sight
from .radios import learn_over, learn_space
from .responders import agency_of, first_responder, is_officer, key_of, n_on_site, range_of
from .retreat import break_off, cover_of, fall_back
from .wounding import hit_responder


@kernel
def may_engage(incident, people, r, now):
    """Tell whether a responder is up, inside and ready to act."""
    i = first_responder(incident) + r
    if not is_up(people, i) or people.space[i] < 0:
        return False
    if r >= n_on_site(incident):
        return True
    return incident.occupants.choice[i] == Choice.ACT and incident.responders.ready_at[r] <= now


@kernel
def find_contact(site, world, stream, now):
    """Note which responders see the hazard within their range. In place: ``world.incident``.

    Returns
    -------
    int
        Responders engaged.
    """
    people, incident = world.people, world.incident
    h, first = len(people) - 1, first_responder(incident)
    phase = incident.tally[Tally.PHASE]
    engaged = in_sight = 0
    for r in range(len(incident.responders)):
        i = first + r
        was_engaged = incident.responders.engaged[r]
        incident.responders.engaged[r] = 0
        if people.space[h] < 0 or not may_engage(incident, people, r, now):
            continue
        dx, dy = people.x[i] - people.x[h], people.y[i] - people.y[h]
        if dx * dx + dy * dy > range_of(site, incident, r) ** 2:
            continue
        if not is_in_sight(
            site.floor, incident.doors, (people.x[i], people.y[i]), (people.x[h], people.y[h])
        ):
            continue
        learn_space(site, incident, i, people.space[h], now)
        if phase == Phase.ENDED:
            if r >= n_on_site(incident):
                learn_over(site, incident, i, now)
            continue
        if is_kept_closed(site, incident, stream, now):
            note_contained(site, world, stream, now)
            continue
        in_sight += 1
        if incident.tally[Tally.BROKEN_OFF]:
            continue
        incident.responders.engaged[r] = 1
        incident.responders.covered[r] = cover_of(site, world, r)
        engaged += 1
        if not was_engaged:
            begin_own_rounds(site.response, incident, stream, r, now)
        incident.time[When.CONTACT] = min(incident.time[When.CONTACT], now)
    if in_sight == 0 or people.goal[h] < 0:
        incident.tally[Tally.BROKEN_OFF] = 0
    return engaged


@kernel
def ending_by(site, incident):
    """Who has stopped it: the police, where any officer is engaged; else others."""
    for r in range(len(incident.responders)):
        if incident.responders.engaged[r] and is_officer(site, incident, r):
            return Ending.STOPPED_BY_POLICE
    return Ending.STOPPED_BY_OTHERS


@kernel
def is_met_by_police(incident):
    """Tell whether an officer who came is in contact; only then does an attack end by itself."""
    for r in range(n_on_site(incident), len(incident.responders)):
        if incident.responders.engaged[r]:
            return True
    return False


@kernel
def resolve_first_contact(site, world, stream, now):
    """How a hazard meets the police: own life, surrender, subdued, barricade, or fight.

    In place: `world`.

    Notes
    -----
    R17. Evidence: ``after-police-suicide``, ``after-police-surrendered``, ``after-police-subdued``,
    ``after-police-shot``. Nothing is known of this for people on site: there it fights.
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
        end_attack(world, ending_by(site, incident), now)
    elif u < shares[3] and is_inside(world) and may_remain(site, world):
        begin_barricade(site, world, stream, now)


@kernel
def is_inside(world):
    """Tell whether the hazard is inside and goes on."""
    is_active = world.incident.tally[Tally.PHASE] == Phase.ACTIVE
    return is_active and world.people.space[len(world.people) - 1] >= 0


@kernel
def advance_encounter(site, world, stream, now):
    """Let responders in contact and the hazard act on each other. In place: `world`.

    Notes
    -----
    R16; `exchange` tells the law.
    """
    incident = world.incident
    engaged = find_contact(site, world, stream, now)
    if engaged > 0 and incident.tally[Tally.ENGAGED] == 0:
        begin_rounds(site.hazard, site.response, incident, stream, now)
    incident.tally[Tally.ENGAGED] = engaged
    is_met = engaged > 0 and is_met_by_police(incident)
    if is_met:
        begin_police_contact(site.hazard, incident, stream, now)
    else:
        incident.time[When.EXCHANGE_SUICIDE] = math.inf
    if is_met and incident.tally[Tally.ON_CONTACT] == 0:
        resolve_first_contact(site, world, stream, now)
        if is_kept_closed(site, incident, stream, now):
            note_contained(site, world, stream, now)
            incident.tally[Tally.ENGAGED] = 0
            incident.responders.engaged[:] = 0
            return
    if incident.tally[Tally.PHASE] == Phase.ENDED:
        note_safe(site, incident, now)
        incident.tally[Tally.ENGAGED] = 0
        return
    if engaged == 0:
        return
    incident.time[When.LAST_SHOT] = now
    incident.tally[Tally.LAST_SHOT_SPACE] = world.people.space[len(world.people) - 1]
    while incident.tally[Tally.PHASE] != Phase.ENDED:
        at, who = next_round(incident)
        cut = cut_short(incident, min(at, now))
        if cut == CutShort.BROKEN_OFF:
            break_off(incident, now)
            break
        if cut == CutShort.SUICIDE:
            end_in_exchange(site, world, now)
            break
        if at > now:
            break
        if who >= 0:
            responder_acts(site, world, stream, who)
        else:
            hazard_acts(site, world, stream)
    # Whoever comes in after all have been hit meets it anew.
    incident.tally[Tally.ENGAGED] = count_engaged(incident)


@kernel
def end_in_exchange(site, world, now):
    """The attacker ends the contact with police by suicide. In place: `world`."""
    if is_met_by_police(world.incident):
        at = world.incident.time[When.EXCHANGE_SUICIDE]
        end_attack(world, Ending.SUICIDE_ON_CONTACT, at)
        note_safe(site, world.incident, now)


@kernel
def note_safe(site, incident, now):
    """It is safe once an attack has ended before officers who came. In place: `incident`."""
    first = first_responder(incident)
    for r in range(n_on_site(incident), len(incident.responders)):
        if incident.responders.engaged[r]:
            learn_over(site, incident, first + r, now)


@kernel
def responder_acts(site, world, stream, r):
    """One round of a responder at the hazard. In place: `world`."""
    incident = world.incident
    now, index = incident.responders.round_at[r], incident.responders.rounds[r]
    skill = site.course.on_site.hit[r] if r < n_on_site(incident) else 1.0
    if take_round(site.response, incident, stream, r, skill) == Round.STOPS:
        end_attack(world, ending_by(site, incident), now)
        note_safe(site, incident, now)
        return
    hit_own_side(site, world, stream, r, (now, index))
    rounds = site.course.falls_back_after
    is_due = rounds > 0 and r >= n_on_site(incident) and incident.responders.missed[r] >= rounds
    if is_due and world.people.space[first_responder(incident) + r] >= 0:
        fall_back(site, world, now)


@kernel
def hit_own_side(site, world, stream, r, act):
    """A round may hit somebody of another agency, or armed and no officer (R11, R15).

    In place: `world`.
    """
    incident = world.incident
    now, index = act
    other, agencies, ours = NOBODY, 0, agency_of(site, incident, r)
    for j in range(len(incident.responders)):
        theirs = agency_of(site, incident, j)
        if incident.responders.engaged[j] and theirs != ours:
            other = j
            agencies |= 1 << theirs if theirs >= 0 else 0
    if other < 0:
        return
    chance = site.response.friendly_fire * untrained_share(site.response, site.course)
    # Each other agency in the contact is one more for whom a round may be meant wrongly.
    left = 1.0 - chance
    while agencies & (agencies - 1):
        agencies &= agencies - 1
        chance = 1.0 - (1.0 - chance) * left
    if draw(stream, Purpose.FRIENDLY_FIRE, key_of(incident, r), index) < chance:
        incident.tally[Tally.FRIENDLY_FIRE] += 1
        hit_responder(site, world, stream, other, now)


@kernel
def hazard_acts(site, world, stream):
    """One round at a random engaged responder. In place: `world`."""
    now = world.incident.time[When.HAZARD_ROUND]
    hit = face_round(site.hazard, world.incident, stream)
    if hit >= 0:
        hit_responder(site, world, stream, hit, now)
