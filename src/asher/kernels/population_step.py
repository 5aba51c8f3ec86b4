"""One incident without a plan: a race of clocks, with casualties by rate."""

import math
from typing import NamedTuple

import numpy as np

from .codes import Amount, Ending, When
from .incident.call_out import draw_arrivals, draw_calls, draw_entries
from .incident.encounter import hit_chance, round_stops
from .incident.harm import PREVENTABLE_WITHIN_S, time_to_death
from .incident.hazard import draw_attack
from .jit import kernel
from .kinds import Records
from .streams import Purpose, Stream, draw, draw_exponential, draw_lognormal

MOST_EVENTS = 2000
"""Casualty events after which an incident is cut off [-] (judgement: no incident came near it)."""
MOST_ROUNDS = 400
"""Rounds after which an exchange is broken off [-] (judgement)."""
_HIT = 2
_LEFT = int(Ending.LEFT)
_NONE = int(Ending.NONE)
_RESTRAINED = int(Ending.RESTRAINED)
_STOPPED_BY_OTHERS = int(Ending.STOPPED_BY_OTHERS)
_STOPPED_BY_POLICE = int(Ending.STOPPED_BY_POLICE)
_SUICIDE_BEFORE_POLICE = int(Ending.SUICIDE_BEFORE_POLICE)
_SUICIDE_ON_CONTACT = int(Ending.SUICIDE_ON_CONTACT)
_SURRENDERED = int(Ending.SURRENDERED)
_UNFINISHED = int(Ending.UNFINISHED)


class PopulationTerms(NamedTuple):
    """What stands at population scale in the place of a plan."""

    exposure_s: float  # time in which people get out of sight, inf = never
    school_share: float  # of incidents that happen at schools
    school_restrained: float  # chance that people there restrain it
    restrained_after: np.ndarray  # float64 (2,) clock of a restraint, and of armed others
    others: float  # chance that armed people present stop it
    contact: np.ndarray  # float64 (2,) first entry to contact
    care_after: np.ndarray  # float64 (2,) end of the attack, with police there, to care
    horizon_s: float


class Race(NamedTuple):
    """What one incident works on; the laws shared with a floor plan read the same names."""

    time: np.ndarray  # float64 by When
    amount: np.ndarray  # float64 by Amount
    officers: Records  # OFFICER
    up: np.ndarray  # uint8 (n_officers,) 0 outside, 1 inside, 2 hit


@kernel
def exposure_at(terms, time):
    """Time in sight by a time: ``tau (1 - exp(-t / tau))``, since people get out of sight [s]."""
    if terms.exposure_s == math.inf:
        return time
    return terms.exposure_s * (1.0 - math.exp(-time / terms.exposure_s))


@kernel
def time_of_exposure(terms, exposure):
    """When a time in sight is reached [s]; inf if never."""
    if terms.exposure_s == math.inf:
        return exposure
    if exposure >= terms.exposure_s:
        return math.inf
    return -terms.exposure_s * math.log(1.0 - exposure / terms.exposure_s)


@kernel(entry=True)
def run_population(hazard, response, course, terms, own, rows):
    """Run incidents one after another.

    In place: `rows`, and the race.

    Parameters
    ----------
    hazard, response, course
        As on a floor plan.
    terms : PopulationTerms
        What stands in the place of a plan.
    own : tuple
        Seed (uint64; the row is the replication) and race.
    rows : ndarray of float64, shape (n, 13)
        A row an incident: killed, wounded, preventable deaths, officers killed, officers hit,
        rounds of officers, hits of officers, call, arrival, contact, stop [s, inf = never],
        ending, whether at a school.
    """
    seed, race = own
    for i in range(rows.shape[0]):
        advance_race(hazard, response, course, terms, (Stream(seed, i), race), rows[i])


@kernel
def advance_race(hazard, response, course, terms, own, row):
    """Run one incident.

    In place: `row`.

    Parameters
    ----------
    hazard, response, course, terms
        See `run_population`.
    own : tuple
        Stream and race of this incident.
    row : ndarray of float64, shape (13,)
        Written.

    Notes
    -----
    The attack lasts until the first of: its own end, a restraint, armed people present, and contact
    with police. One that would end by leaving after police have come meets them; one that goes
    still waits for them. Casualty events follow the rate over the time in sight.
    """
    stream, race = own
    time = race.time
    time[:] = math.inf
    row[:] = 0.0
    at_school = draw(stream, Purpose.PLACE_KIND, 0, 0) < terms.school_share
    restrained = terms.school_restrained if at_school else hazard.restrained
    draw_attack(hazard, restrained, race, stream)
    draw_calls(response, course, race, stream)
    draw_arrivals(response, race, stream)
    draw_entries(response, course, race, stream)
    if race.amount[Amount.RESTRAINED_AFTER_S] < math.inf:
        race.amount[Amount.RESTRAINED_AFTER_S] = draw_lognormal(
            stream, Purpose.RESTRAINT_TIME, 0, terms.restrained_after
        )
    others_at = math.inf
    if draw(stream, Purpose.OTHERS, 0, 0) < terms.others:
        others_at = draw_lognormal(stream, Purpose.OTHERS, 1, terms.restrained_after)
    time[When.ENTRY] = math.inf
    for k in range(len(race.officers)):
        time[When.ENTRY] = min(time[When.ENTRY], race.officers.enter_at[k])
    contact = time[When.ENTRY] + draw_lognormal(stream, Purpose.CONTACT, 0, terms.contact)
    stop, ending = end_race(hazard, (stream, race), (others_at, contact))
    if ending == _NONE:
        stop, ending = exchange(hazard, response, (stream, race), stop, row)
    time[When.STOP] = stop
    # While it is still in a closed room nobody there gets care.
    time[When.SAFE] = max(stop, time[When.CONTACT]) if time[When.CONTACT] < math.inf else stop
    count_casualties(response, terms, (stream, race), row)
    row[7], row[8], row[10] = time[When.CALL], time[When.ARRIVAL], stop
    row[9] = time[When.CONTACT]
    row[11], row[12] = ending, at_school


@kernel
def end_race(hazard, own, others):
    """Which clock ends the attack, and when.

    Parameters
    ----------
    hazard : HazardTerms
        How attacks end by themselves, and on contact.
    own : tuple
        Stream and race of this incident.
    others : tuple of float
        When armed people present would stop it, and when police would meet it [s].

    Returns
    -------
    tuple
        Time [s], ending; ``Ending.NONE`` when it comes to an exchange with police.
    """
    stream, race = own
    others_at, contact = others
    own_end, restrained_at = race.time[When.OWN_END], race.amount[Amount.RESTRAINED_AFTER_S]
    arrival = race.time[When.ARRIVAL]
    first = min(own_end, restrained_at, others_at, contact)
    if first == restrained_at:
        return first, _RESTRAINED
    if first == others_at:
        return first, _STOPPED_BY_OTHERS
    if first == own_end:
        u = draw(stream, Purpose.HAZARD_ENDING, 0, 0)
        is_own_life = hazard.left <= u < hazard.left_or_suicide
        if is_own_life:
            before = first < arrival
            return first, _SUICIDE_BEFORE_POLICE if before else _SUICIDE_ON_CONTACT
        if u < hazard.left and first < arrival:
            return first, _LEFT
        if u >= hazard.left_or_suicide:
            contact = max(contact, first)  # still until police come
        else:
            contact = first
    race.time[When.CONTACT] = contact
    if contact == math.inf:
        return first, _UNFINISHED
    u = draw(stream, Purpose.ON_CONTACT, 0, 0)
    if u < hazard.on_contact[0]:
        return first, _SUICIDE_ON_CONTACT
    if u < hazard.on_contact[1]:
        return first, _SURRENDERED
    if u < hazard.on_contact[2]:
        return first, _STOPPED_BY_POLICE
    return first, _NONE


@kernel
def exchange(hazard, response, own, begins, row):
    """Officers inside and the hazard act on each other until one side is done.

    In place: `row`.

    Parameters
    ----------
    hazard, response
        See `run_population`.
    own : tuple
        Stream and race of this incident.
    begins : float
        When it went still, or the time of contact [s].
    row : ndarray
        Officers killed and hit, rounds and hits are written.

    Returns
    -------
    tuple
        Time [s], ending.

    Notes
    -----
    The law of `encounter.advance_encounter`, with all in sight of each other. Where all officers
    are hit, those who enter next take over; where none does, it ends by itself.
    """
    stream, race = own
    now, rounds, fired = race.time[When.CONTACT], 0, 0
    race.up[:] = 0
    inside = step_in(race, now)
    ending = _STOPPED_BY_POLICE
    while rounds < MOST_ROUNDS:
        if inside == 0:
            following = next_entry(race)
            if following == math.inf:
                now, ending = max(now, race.time[When.OWN_END]), _SUICIDE_ON_CONTACT
                break
            now, fired = max(now, following), 0
            inside = step_in(race, now)
        rounds += 1
        # Exponential clocks of all who act, of rates 1 / interval: the first of them, and whose.
        fast = inside / response.round_interval_s
        total = fast + 1.0 / hazard.round_interval_s
        now += draw_exponential(stream, Purpose.HAZARD_ROUND, 0, rounds) / total
        pick = draw(stream, Purpose.HAZARD_ROUND, 1, rounds) * total
        if pick < fast:
            who = officer_of(race, int(pick * response.round_interval_s))
            hit = hit_chance(response, stream, who, fired > 0)
            row[5] += 1
            row[6] += draw(stream, Purpose.OFFICER_ROUND, who, 3 * rounds + 1) < hit
            if round_stops(response, stream, (who, rounds), hit):
                break
            continue
        fired += 1
        if draw(stream, Purpose.OFFICER_HIT, 0, rounds) < hazard.hit:
            who = officer_of(race, int(draw(stream, Purpose.OFFICER_HIT, 1, rounds) * inside))
            row[4] += 1
            row[3] += draw(stream, Purpose.OFFICER_SEVERITY, who, 0) < response.fatal
            race.up[who] = _HIT
            inside -= 1
    return begins if begins < race.time[When.CONTACT] else now, ending


@kernel
def step_in(race, now):
    """Bring in who has entered by now; those inside are counted. In place: ``race.up``."""
    inside = 0
    for k in range(race.up.shape[0]):
        if race.up[k] == 0 and race.officers.enter_at[k] <= now:
            race.up[k] = 1
        inside += race.up[k] == 1
    return inside


@kernel
def next_entry(race):
    """When the next officer enters [s]; inf if none does."""
    following = math.inf
    for k in range(race.up.shape[0]):
        if race.up[k] == 0:
            following = min(following, race.officers.enter_at[k])
    return following


@kernel
def officer_of(race, number):
    """Which officer is the how-manieth of those inside."""
    left = number
    for k in range(race.up.shape[0]):
        if race.up[k] == 1:
            if left == 0:
                return k
            left -= 1
    return 0


@kernel
def count_casualties(response, terms, own, row):
    """Let casualty events happen until the attack is over, and care come after it.

    In place: `row`.

    Parameters
    ----------
    response, terms
        See `run_population`.
    own : tuple
        Stream and race of this incident.
    row : ndarray
        Killed, wounded and preventable deaths are written.
    """
    stream, race = own
    amount, stop = race.amount, race.time[When.STOP]
    exposure = exposure_at(terms, min(stop, terms.horizon_s)) * amount[Amount.RATE_PER_S]
    care = max(race.time[When.SAFE], race.time[When.ARRIVAL]) + draw_lognormal(
        stream, Purpose.CARE_AFTER, 0, terms.care_after
    )
    events, at = 0, amount[Amount.NEXT_CASUALTY]
    while at <= exposure and events < MOST_EVENTS:
        dies_after = math.inf
        if draw(stream, Purpose.SEVERITY, events, 0) < amount[Amount.FATAL]:
            dies_after = time_to_death(draw(stream, Purpose.TIME_TO_DEATH, events, 0))
        if dies_after < math.inf:
            dies_at = time_of_exposure(terms, at / amount[Amount.RATE_PER_S]) + dies_after
            savable = draw(stream, Purpose.CARE, events, 1) < response.care_saves
            if dies_after > 0.0 and savable and care < dies_at:
                row[1] += 1
            else:
                row[0] += 1
                row[2] += savable and dies_after > PREVENTABLE_WITHIN_S
        else:
            row[1] += 1
        events += 1
        at += draw_exponential(stream, Purpose.CASUALTY_TIME, 0, events)
