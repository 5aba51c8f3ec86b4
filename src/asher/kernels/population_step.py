"""One incident without a plan: a race of clocks, with casualties by rate."""

import math
from typing import NamedTuple

import numpy as np

from .codes import Amount, Care, Ending, Tally, When
from .columns import Column, Figure
from .incident.call_out import (
    draw_arrivals,
    draw_calls,
    draw_entries,
    draw_late_entry,
    enter_late,
)
from .incident.care import attend, begin_helpers, judge, sort_wounded
from .incident.carrying import begin_ambulances, carried_from, carry_out, count_fate
from .incident.ending import is_before_police
from .incident.harm import draw_severity
from .incident.perimeter import is_at_way_out
from .incident.severity import draw_attack, exposure_to
from .incident.walking_wounded import walk_out
from .jit import kernel
from .kinds import Records
from .population_exchange import AWAY, HIT, OUTSIDE, exchange
from .population_exposure import draw_curve, exposure_at, find_curve, time_of_exposure
from .streams import Purpose, Stream, draw, draw_lognormal

MOST_EVENTS = 2000
"""Casualty events after which an incident is cut off [-] (judgement: no incident came near it)."""
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

    exposure_s: np.ndarray  # float64 (n_curves, n_rates, n_marks) exposure by each mark [s]
    log_rates: np.ndarray  # float64 (n_rates,) logarithms of the rates [1/s] of these, rising
    curve_chance: np.ndarray  # float64 (n_curves,) cumulative among schools, and among the others
    school_curves: int  # how many are of schools; they come first
    school_share: float  # of incidents that happen at schools
    school_restrained: float  # chance that people there restrain it
    restrained_after: np.ndarray  # float64 (2,) clock of a restraint, and of armed others
    others: float  # chance that armed people present stop it
    contact: np.ndarray  # float64 (2,) first entry to contact
    cleared_after: np.ndarray  # float64 (2,) end of the attack, with police there, to all cleared
    reach: np.ndarray  # float64 (2,) a helper's walk to the next wounded person
    carry: np.ndarray  # float64 (2,) from there out
    horizon_s: float


class Race(NamedTuple):
    """What one incident works on; the laws shared with a floor plan read the same names."""

    time: np.ndarray  # float64 by When
    amount: np.ndarray  # float64 by Amount
    tally: np.ndarray  # int64 by Tally
    officers: Records  # OFFICER
    responders: Records  # RESPONDER, an officer each
    helpers: Records  # HELPER
    ambulances: np.ndarray  # float64 (n,) when each is free at the scene [s]
    up: np.ndarray  # uint8 (n_officers,) 0 outside, 1 inside, 2 hit
    curve: np.ndarray  # float64 (n_marks,) exposure by each mark [s]
    occupants: Records  # WOUND, a casualty each, in the order of their wounds
    row: np.ndarray  # float64 by Column, what care comes to


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
    rows : ndarray of float64, shape (n, len(Figure))
        A row an incident, by `Figure`; times [s], inf = never.
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
    row : ndarray of float64
        By `Figure`.

    Notes
    -----
    The attack lasts until the first of: its own end, a restraint, armed people present, and contact
    with police. One that would end by leaving after police have come goes out to them; one that
    goes still waits for them. Neither hurts occupants any more. Casualty events follow the rate
    over the time in sight.
    """
    stream, race = own
    time = race.time
    time[:] = math.inf
    race.tally[:] = 0
    race.responders.rounds[:] = 0
    race.responders.engaged[:] = 0
    race.up[:] = OUTSIDE
    row[:] = 0.0
    at_school = draw(stream, Purpose.PLACE_KIND, 0, 0) < terms.school_share
    restrained = terms.school_restrained if at_school else hazard.restrained
    race.tally[Tally.CURVE] = draw_curve(terms, stream, at_school)
    draw_attack(hazard, race, stream)
    draw_calls(response, course, race, stream)
    draw_arrivals(response, race, stream)
    draw_entries(response, course, race, stream)
    race.amount[Amount.RESTRAINED_AFTER_S] = math.inf
    if draw(stream, Purpose.RESTRAINT, 0, 0) < restrained:
        race.amount[Amount.RESTRAINED_AFTER_S] = draw_lognormal(
            stream, Purpose.RESTRAINT_TIME, 0, terms.restrained_after
        )
    others_at = math.inf
    if draw(stream, Purpose.OTHERS, 0, 0) < terms.others:
        others_at = draw_lognormal(stream, Purpose.OTHERS, 1, terms.restrained_after)
    time[When.ENTRY] = first_entry(race)
    contact = time[When.ENTRY] + draw_lognormal(stream, Purpose.CONTACT, 0, terms.contact)
    rules = (hazard, response, course, terms)
    stop, ending, is_over = end_race(rules, (stream, race), (others_at, contact))
    if ending == _NONE:
        after, ending = exchange(rules, (stream, race), row)
        stop = stop if is_over else after
    time[When.STOP] = stop
    if race.tally[Tally.MET_OUTSIDE] and ending != _LEFT:
        time[When.ENTRY] = min(time[When.ENTRY], stop)  # they go in to help
    # While it is still in a closed room nobody there gets care.
    time[When.SAFE] = max(stop, time[When.CONTACT]) if time[When.CONTACT] < math.inf else stop
    if time[When.STILL] < math.inf:
        time[When.SAFE] = time[When.OWN_END]
    if ending != _UNFINISHED:
        enter_in_the_end(response, course, (stream, race))
    count_casualties(response, course, terms, (stream, race), row)
    row[Figure.CALL_S], row[Figure.ARRIVAL_S] = time[When.CALL], time[When.ARRIVAL]
    row[Figure.CONTACT_S], row[Figure.STOP_S] = time[When.CONTACT], stop
    row[Figure.ENDING], row[Figure.AT_SCHOOL] = ending, at_school


@kernel
def first_entry(race):
    """When the first officer enters [s]; inf if none does."""
    first = math.inf
    for k in range(len(race.officers)):
        first = min(first, race.officers.enter_at[k])
    return first


@kernel
def enter_in_the_end(response, course, own):
    """Officers whom nothing sent in before go in after the attack, as on a floor plan (R5).

    In place: the race. Where nobody was inside before, it is known to be safe from then on.
    """
    stream, race = own
    time = race.time
    draw_late_entry(response, course, race, stream)
    enter_late(race)
    if time[When.ENTRY] == math.inf:
        time[When.ENTRY] = first_entry(race)
        if time[When.ENTRY] < math.inf:
            time[When.SAFE] = max(time[When.SAFE], time[When.ENTRY])


@kernel
def end_race(rules, own, others):
    """Which clock ends the attack, and when.

    Parameters
    ----------
    rules : tuple
        Terms of the hazard, the response, the course of action and the population.
    own : tuple
        Stream and race of this incident.
    others : tuple of float
        When armed people present would stop it, and when police would meet it [s].

    Returns
    -------
    tuple
        Time [s], ending, whether nobody inside is hurt any more; ``Ending.NONE`` when it comes to
        an exchange with police.
    """
    stream, race = own
    hazard, response = rules[0], rules[1]
    others_at, contact = others
    own_end, restrained_at = race.time[When.OWN_END], race.amount[Amount.RESTRAINED_AFTER_S]
    first = min(own_end, restrained_at, others_at, contact)
    if first == restrained_at:
        return first, _RESTRAINED, True
    if first == others_at:
        return first, _STOPPED_BY_OTHERS, True
    is_own_end = first == own_end
    if is_own_end:
        u = draw(stream, Purpose.HAZARD_ENDING, 0, 0)
        if hazard.left <= u < hazard.left_or_suicide:
            before = is_before_police(race, first)
            return first, _SUICIDE_BEFORE_POLICE if before else _SUICIDE_ON_CONTACT, True
        if u < hazard.left and is_before_police(race, first):
            return first, _LEFT, True
        if u < hazard.left:
            if not go_out(response, own, first):
                return first, _LEFT, True
            contact = first
        else:
            contact = max(contact, first)  # still until police come
    race.time[When.CONTACT] = contact
    if contact == math.inf:
        return first, outlast(rules, own, first), is_own_end
    u = draw(stream, Purpose.ON_CONTACT, 0, 0)
    if u < hazard.on_contact[0]:
        return first, _SUICIDE_ON_CONTACT, is_own_end
    if u < hazard.on_contact[1]:
        return first, _SURRENDERED, is_own_end
    if u < hazard.on_contact[2]:
        return first, _STOPPED_BY_POLICE, is_own_end
    return first, _NONE, is_own_end


@kernel
def outlast(rules, own, now):
    """Let an attack that has gone still, and that no officer enters, end by itself.

    In place: the race. As on a floor plan (`incident.barricade.end_barricade`).

    Returns
    -------
    int
        How it ends; ``Ending.UNFINISHED`` where the horizon comes first.
    """
    stream, race = own
    hazard, terms = rules[0], rules[3]
    at = now + draw_lognormal(stream, Purpose.BARRICADE, 0, hazard.remains_for)
    if at > terms.horizon_s:
        return _UNFINISHED
    race.time[When.STILL], race.time[When.OWN_END] = now, at
    if race.time[When.ARRIVAL] > at:
        return _SUICIDE_BEFORE_POLICE
    if draw(stream, Purpose.BARRICADE, 0, 1) * hazard.on_contact[1] < hazard.on_contact[0]:
        return _SUICIDE_ON_CONTACT
    return _SURRENDERED


@kernel
def go_out(response, own, now):
    """Who goes out meets all officers who have come, and those who come next. In place: the race.

    If a chance is stated to be at that way out (`incident.perimeter`): those alone who are outside
    and there.

    Returns
    -------
    bool
        Whether anybody is there.
    """
    stream, race = own
    officers = race.officers
    race.tally[Tally.GOES_OUT] = 1
    for k in range(len(officers)):
        if response.perimeter < 0.0:
            officers.enter_at[k] = max(officers.arrive_at[k], now)
        elif officers.enter_at[k] > now and is_at_way_out(response, race, stream, k, now):
            officers.enter_at[k] = now
            race.tally[Tally.MET_OUTSIDE] = 1
        else:
            race.up[k] = AWAY
    return response.perimeter < 0.0 or race.tally[Tally.MET_OUTSIDE] > 0


@kernel
def count_casualties(response, course, terms, own, row):
    """Let casualty events happen until the attack is over, and care come to the wounded.

    In place: `row`, the race.

    Parameters
    ----------
    response, course, terms
        See `run_population`.
    own : tuple
        Stream and race of this incident.
    row : ndarray
        Killed, wounded, preventable deaths and first care are written.

    Notes
    -----
    The laws of `incident.care` and `incident.carrying`, with clocks in the place of ways. Without a
    plan nobody knows who lies where a barricade is: all wait for its end, and then as the rule of
    rescue says, at the latest until all is cleared.
    """
    stream, race = own
    rules, time = (response, course), race.time
    wounds = draw_wounds(terms, own)
    cleared = max(time[When.SAFE], time[When.ARRIVAL]) + draw_lognormal(
        stream, Purpose.CLEARING, 0, terms.cleared_after
    )
    figures = race.row
    figures[:] = 0.0
    figures[Column.TIME_TO_FIRST_CARE_S : Column.TIME_TO_LAST_CARRIED_OUT_S + 1] = math.inf
    begin_helpers(rules, race, stream, cleared)
    place_helpers(course, race)
    begin_ambulances(rules, race, stream)
    for i in range(wounds):
        race.occupants.queue[i] = i
        judge(response, race, stream, i)
    sort_wounded(race, wounds)
    for k in range(wounds):
        i = race.occupants.queue[k]
        race.occupants.kit_m[i] = math.inf
        race.occupants.carry_s[i] = draw_lognormal(stream, Purpose.CARRY, i, terms.carry)
        if walk_out(rules, race, stream, figures, (i, time[When.SAFE])):
            continue
        race.helpers.walk_s[:] = draw_lognormal(stream, Purpose.REACH, i, terms.reach)
        helper = attend(rules, race, stream, figures, (i, time[When.SAFE]))
        if helper >= 0:
            race.helpers.space[helper] = 0
    begins = carried_from(course, race, cleared)
    carry_out(rules, race, stream, figures, (0, wounds, begins))
    for i in range(wounds):
        count_fate(response, race, stream, figures, i)
    row[Figure.KILLED], row[Figure.WOUNDED] = figures[Column.KILLED], figures[Column.WOUNDED]
    row[Figure.PREVENTABLE_DEATHS] = figures[Column.PREVENTABLE_DEATHS]
    row[Figure.FIRST_CARE_S] = figures[Column.TIME_TO_FIRST_CARE_S]


@kernel
def place_helpers(course, race):
    """Let helpers walk, but for a task force, whose clock has the way in it; none who is hit helps.

    In place: `race`.
    """
    officers = race.up.shape[0]
    race.helpers.space[:] = 0
    if course.care == Care.TASK_FORCE:
        race.helpers.space[officers:] = -1
    for k in range(officers):
        if race.up[k] == HIT:
            race.helpers.free_at[k] = math.inf


@kernel
def draw_wounds(terms, own):
    """Let casualty events happen until the attack is over.

    In place: ``occupants`` of the race.

    Parameters
    ----------
    terms : PopulationTerms
        Curves of the time in sight, horizon.
    own : tuple
        Stream and race of this incident.

    Returns
    -------
    int
        How many there were.
    """
    stream, race = own
    amount = race.amount
    until = min(race.time[When.STOP], terms.horizon_s)
    find_curve(terms, race)
    exposure = exposure_at(race.curve, until) * amount[Amount.RATE_PER_S]
    events, at = 0, amount[Amount.NEXT_CASUALTY]
    while at <= exposure and events < len(race.occupants):
        wounded_at = time_of_exposure(race.curve, at / amount[Amount.RATE_PER_S])
        race.occupants.wounded_at[events] = wounded_at
        race.occupants.dies_after[events] = draw_severity(stream, events, amount[Amount.FATAL])
        events += 1
        at += exposure_to(amount, stream, events)
    return events
