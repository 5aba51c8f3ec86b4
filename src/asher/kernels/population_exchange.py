"""The exchange between officers and the hazard in an incident without a plan."""

import math

from .codes import CutShort, Ending, Round, Tally, When
from .columns import Figure
from .incident.exchange import (
    MOST_ROUNDS,
    begin_police_contact,
    begin_rounds,
    cut_short,
    face_round,
    next_round,
    take_round,
)
from .incident.marks import part_of_hit
from .jit import kernel
from .streams import Purpose, draw, draw_lognormal

OUTSIDE, INSIDE, HIT, AWAY = 0, 1, 2, 3
"""Where an officer is; away of who does not come to the contact."""
_LEFT = int(Ending.LEFT)
_STOPPED_BY_POLICE = int(Ending.STOPPED_BY_POLICE)
_SUICIDE_ON_CONTACT = int(Ending.SUICIDE_ON_CONTACT)


@kernel
def exchange(rules, own, row):
    """Officers inside and the hazard act on each other until one side is done.

    In place: `row`.

    Parameters
    ----------
    rules : tuple
        Terms of the hazard, the response, the course of action and the population, as
        `population_step.run_population` takes them.
    own : tuple
        Stream and race of this incident.
    row : ndarray
        Officers killed and hit, rounds and hits are written.

    Returns
    -------
    tuple
        When it is over [s], ending.

    Notes
    -----
    The law of `incident.exchange`, with all in sight of each other; officers hold at the door by
    which they came. Where all officers are hit or have fallen back, those who enter next take over;
    where none does before its own time is up, it ends by itself. A contact that the hazard breaks
    off begins anew after another draw of the time to contact, or when its own time is up. One that
    has left the place is gone where those who met it are hit, or the contact is broken off.
    """
    hazard, response, course, terms = rules
    stream, race = own
    race.responders.covered[:] = response.cover
    now = race.time[When.CONTACT]
    inside = come_into_contact(rules, own, now)
    is_out = race.tally[Tally.MET_OUTSIDE] > 0
    ending = _LEFT if is_out else _STOPPED_BY_POLICE
    for _ in range(MOST_ROUNDS):
        if inside == 0:
            if is_out:
                break
            following = next_entry(race)
            if ends_before(race, now, following):
                now, ending = max(now, race.time[When.OWN_END]), _SUICIDE_ON_CONTACT
                break
            now = max(now, following)
            inside = come_into_contact(rules, own, now)
        at, who = next_round(race)
        cut = cut_short(race, at)
        if cut == CutShort.SUICIDE:
            now, ending = race.time[When.EXCHANGE_SUICIDE], _SUICIDE_ON_CONTACT
            break
        if cut == CutShort.BROKEN_OFF:
            if is_out:
                break
            now = meet_again(terms, own)
            inside = come_into_contact(rules, own, now)
            continue
        now = at
        if who >= 0:
            came = take_round(response, race, stream, who, 1.0)
            row[Figure.ROUNDS] += 1
            row[Figure.HITS] += came != Round.MISSES
            if came == Round.STOPS:
                ending = _STOPPED_BY_POLICE
                break
            if not is_out and 0 < course.falls_back_after <= race.responders.missed[who]:
                fall_back(course, race, now)
                inside = 0
            continue
        hit = face_round(hazard, race, stream)
        if hit >= 0:
            note_hit(race, row, hit, now)
            fatal = draw(stream, Purpose.OFFICER_SEVERITY, hit, 0) < response.fatal
            row[Figure.OFFICERS_KILLED] += fatal
            race.up[hit], race.responders.engaged[hit] = HIT, 0
            inside -= 1
    return now, ending


@kernel
def note_hit(race, row, hit, now):
    """Count an officer who is hit, and in which part of the response. In place: `row`."""
    row[Figure.OFFICERS_HIT] += 1
    is_outside = race.tally[Tally.GOES_OUT] > 0
    part = part_of_hit(is_outside, race.officers.enter_at[hit], now)
    row[Figure.OFFICERS_HIT_OUTSIDE] += part == Tally.HIT_OUTSIDE
    row[Figure.OFFICERS_HIT_AT_ENTRY] += part == Tally.HIT_AT_ENTRY
    row[Figure.OFFICERS_HIT_INSIDE] += part == Tally.HIT_INSIDE


@kernel
def come_into_contact(rules, own, now):
    """Those who have entered by now and the hazard begin to act; returns how many are inside.

    In place: the race.
    """
    hazard, response = rules[0], rules[1]
    stream, race = own
    inside = step_in(race, now)
    begin_rounds(hazard, response, race, stream, now)
    begin_police_contact(hazard, race, stream, now)
    return inside


@kernel
def ends_before(race, now, following):
    """Tell whether the attack ends by itself before the next officer enters.

    Returns
    -------
    bool
        False of one that went still or out before police met it: it waits for them.
    """
    own_end = race.time[When.OWN_END]
    is_under_way = race.time[When.CONTACT] < own_end
    return following == math.inf or (is_under_way and max(now, own_end) < following)


@kernel
def meet_again(terms, own):
    """When a contact that was broken off begins anew [s]."""
    stream, race = own
    now = race.time[When.BREAKS_OFF]
    again = draw_lognormal(stream, Purpose.CONTACT_AGAIN, race.tally[Tally.BREAKS], terms.contact)
    return min(now + again, max(now, race.time[When.OWN_END]))


@kernel
def fall_back(course, race, now):
    """Those inside go out, to enter again after a while. In place: `race`."""
    for k in range(race.up.shape[0]):
        if race.up[k] == INSIDE:
            race.up[k], race.responders.engaged[k] = OUTSIDE, 0
            race.officers.enter_at[k] = now + course.falls_back_s


@kernel
def step_in(race, now):
    """Bring in who has entered by now; returns how many are inside. In place: `race`."""
    inside = 0
    for k in range(race.up.shape[0]):
        if race.up[k] == OUTSIDE and race.officers.enter_at[k] <= now:
            race.up[k], race.responders.engaged[k] = INSIDE, 1
        inside += race.up[k] == INSIDE
    return inside


@kernel
def next_entry(race):
    """When the next officer enters [s]; inf if none does."""
    following = math.inf
    for k in range(race.up.shape[0]):
        if race.up[k] == OUTSIDE:
            following = min(following, race.officers.enter_at[k])
    return following
