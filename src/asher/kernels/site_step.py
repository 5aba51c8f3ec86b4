"""One replication on a floor plan: the model read as a list."""

import math

from .codes import Amount, Duty, Phase, Status, Tally, Until, When
from .columns import N_COLUMNS, Column
from .incident.approach import approach
from .incident.barricade import advance_barricade, breach_at
from .incident.call_out import (
    draw_arrivals,
    draw_entries,
    draw_late_entry,
    expect_calls,
)
from .incident.command import draw_command
from .incident.company import keep_company
from .incident.concerned import leave_out_settled, list_all
from .incident.encounter import advance_encounter
from .incident.ending import advance_own_end
from .incident.hazard import advance_casualties, advance_wandering, start_hazard
from .incident.inflow import admit, next_entry
from .incident.information import advance_information, draw_channels, time_to_next_information
from .incident.jams import leave_jams
from .incident.legs import walk_on
from .incident.locking import lock_at_alarm
from .incident.marks import note_marks, note_sight, write_marks
from .incident.meetings import advance_meetings
from .incident.occupants import EVERY_TICKS, advance_legs, advance_notice
from .incident.on_site import advance_on_site
from .incident.outside import advance_outside, next_arrival
from .incident.perception import IN_SIGHT_S
from .incident.radios import advance_radios, clear_radios, knows_over
from .incident.resistance import advance_resistance, draw_restraint
from .incident.responders import n_on_site
from .incident.response import advance_entries, advance_responders
from .incident.start import place_occupants, place_on_site
from .incident.summary import count_harm, count_people, note_ending, note_times
from .incident.word import advance_calls, advance_word, count_word, time_to_next_word
from .jit import kernel
from .walking.aims import NOT_LOOKED


@kernel
def clear_world(site, world):
    """Empty a world for the next replication. In place: `world`."""
    people, incident = world.people, world.incident
    for array in (people.heading_x, people.heading_y, people.pace, people.squeezed, people.swerve):
        array[:] = 0.0
    people.status[:] = Status.ABSENT
    people.space[:] = -1
    people.leg[:] = -1
    people.goal[:] = -1
    people.came_by[:] = -1
    people.left_by[:] = -1
    people.blocker[:] = -1
    people.wall[:] = -1
    people.mark_at[:] = people.held_at[:] = people.stander_at[:] = -math.inf
    people.aim[:] = NOT_LOOKED
    people.body[:] = site.walking.body_m
    people.time_gap[:] = site.walking.time_gap_s
    people.left_at[:] = math.inf
    world.crowd.free_at[:] = 0.0
    incident.time[:] = math.inf
    incident.amount[:] = 0.0
    incident.tally[:] = 0
    incident.tally[Tally.HEARD_SPACE] = -1
    clear_radios(site, incident)
    clear_doors(site, incident)
    incident.rooms.hidden[:] = 0
    incident.rooms.told_at[:] = math.inf
    incident.visited[:] = 0
    incident.occupants.seen_at[:] = -math.inf
    incident.occupants.sheltered_at[:] = math.inf
    incident.occupants.wounded_at[:] = math.inf
    incident.occupants.dies_after[:] = math.inf
    incident.responders.rounds[:] = 0
    incident.responders.engaged[:] = 0
    incident.responders.ready_at[:] = math.inf
    incident.officers.enter_at[:] = math.inf
    incident.officers.hesitates[:] = 0
    incident.officers.arrive_at[:] = math.inf
    incident.responders.pulls_back[:] = 0
    incident.responders.duty[:] = Duty.POST
    incident.responders.rests_until[:] = math.inf
    incident.responders.rested[:] = 0
    incident.responders.met_at[:] = -math.inf
    incident.responders.meetings[:] = 0
    incident.responders.missed[:] = 0
    incident.responders.covered[:] = 0.0
    incident.responders.round_at[:] = math.inf
    incident.party_exit[:] = -1
    incident.occupants.jam_at[:] = -math.inf
    incident.helpers.space[:] = -1
    incident.safe_by[:] = -1
    incident.exposure_by[:] = math.inf


@kernel
def clear_doors(site, incident):
    """Every door is as it is at the start. In place: `incident`."""
    for o in range(site.doors.shape[0]):
        incident.doors[o] = site.doors[o]
        incident.doorways.close_at[o] = site.close_at[o]
    incident.doorways.broken_s[:] = 0.0
    incident.doorways.locks[:] = -1
    incident.doorways.opens_at[:] = math.inf


@kernel(entry=True)
def start_replication(site, world, stream):
    """Draw everything that is known before the first time step. In place: `world`.

    Parameters
    ----------
    site : Site
        Where, who and by which rates.
    world : World
        Written.
    stream : Stream
        Seed and replication.
    """
    clear_world(site, world)
    list_all(world.crowd)
    place_occupants(site, world, stream)
    if site.hazard.is_present:
        start_hazard(site, world, stream)
        draw_restraint(site, world.incident, stream)
        place_on_site(site, world, stream)
        expect_calls(site.response, site.course, world.incident, stream)
        draw_arrivals(site.response, world.incident, stream)
        draw_channels(site.course.channels, world.incident, stream)


@kernel
def advance_tick(site, world, stream, now):
    """One tick: everybody perceives, decides and walks. In place: `world`.

    Returns
    -------
    float
        Time at the end of the tick [s]; later than one tick when nobody moved until then.
    """
    length = site.dt_s * site.steps
    incident = world.incident
    incident.tally[Tally.TICKS] += 1
    note_marks(world, now)
    leave_out_settled(world, now)
    admit(site, world, stream, now)
    advance_notice(site, world, stream, now)
    advance_legs(site, world, stream, now)
    leave_jams(site, world, stream, now)
    keep_company(site, world)
    if site.hazard.is_present:
        count_word(site.response, world, now)
        advance_information(site, world, stream, now)
        lock_at_alarm(site, incident, stream, now)
        advance_calls(incident, now)
        advance_outside(site, world, now)
        advance_entries(site, world, stream, now)
        advance_barricade(site, world, stream, now)
        advance_radios(site, world, now)
        advance_encounter(site, world, stream, now)
        advance_responders(site, world, stream, now)
        advance_on_site(site, world, stream, now)
        advance_meetings(site, world, stream, now)
        advance_own_end(site, world, stream, now)
        if incident.tally[Tally.PHASE] == Phase.ACTIVE:
            advance_wandering(site, world, stream, now)
        if incident.tally[Tally.PHASE] == Phase.ACTIVE or incident.tally[Tally.RESISTING] > 0:
            advance_resistance(site, world, now, length)
    # Everybody looks once in EVERY_TICKS: only what all have looked at may be taken to stay.
    incident.tally[Tally.QUIET] += 1
    if is_anybody_busy(world):
        incident.tally[Tally.QUIET] = 0
    if incident.tally[Tally.QUIET] > EVERY_TICKS:
        length = max(length, time_to_next_event(site, world, stream, now) - now)
        keep_in_sight(world, now, length)
    advance_word(site.response, world, length)
    if incident.tally[Tally.PHASE] == Phase.ACTIVE:
        note_sight(incident, now, length)
        advance_casualties(site, world, stream, (now, length))
    walk_on(site, world, now)
    return now + length


@kernel
def keep_in_sight(world, now, length):
    """Who is in sight stays so while nobody moves; all look again after it. In place: `world`."""
    incident = world.incident
    incident.tally[Tally.QUIET] = 0
    for i in range(len(incident.occupants)):
        if incident.occupants.seen_at[i] > now - IN_SIGHT_S:
            incident.occupants.seen_at[i] = now + length


@kernel
def is_anybody_busy(world):
    """Tell whether anybody walks, or a contact is going on."""
    people, incident = world.people, world.incident
    if incident.tally[Tally.MOVING] > 0 or incident.tally[Tally.ENGAGED] > 0:
        return True
    for i in range(len(incident.occupants), len(people)):
        if people.status[i] == Status.MOVING:
            return True
    return False


@kernel
def is_anybody_left(site, world):
    """Tell whether anybody walks, is in a contact, is to start or is to come in."""
    if is_anybody_busy(world) or next_entry(site, world) < math.inf:
        return True
    incident, people = world.incident, world.people
    for i in range(len(incident.occupants)):
        # Who has begun to walk since all walkers were counted, as when an attack ends, is one more.
        if people.status[i] == Status.MOVING:
            return True
        if people.status[i] == Status.WAITING and incident.occupants.notice_at[i] < math.inf:
            return True
    return False


@kernel
def time_to_next_event(site, world, stream, now):
    """When something happens next, if nobody moves until then.

    Returns
    -------
    float
        [s], at most the horizon.
    """
    incident, people = world.incident, world.people
    following = min(site.horizon_s, max(now, next_entry(site, world)))
    for i in range(len(incident.occupants)):
        if people.status[i] == Status.WAITING:
            following = min(following, max(now, incident.occupants.notice_at[i]))
            if incident.occupants.notice_at[i] == math.inf:
                following = min(following, max(now, incident.occupants.recognises_at[i]))
    for k in range(len(incident.officers)):
        i = len(incident.occupants) + k
        if people.status[i] == Status.ABSENT and not knows_over(site, incident, i, site.horizon_s):
            following = min(following, max(now, incident.officers.enter_at[k]))
    following = min(following, time_to_next_report(site, incident, stream, now))
    following = min(following, next_arrival(site, world, now))
    following = min(following, time_to_next_word(site.response, world, now))
    for o in range(len(incident.doorways)):
        following = min(following, incident.doorways.close_at[o])
    if incident.tally[Tally.PHASE] != Phase.ENDED:
        following = min(following, incident.time[When.OWN_END])
    if incident.tally[Tally.PHASE] == Phase.ACTIVE:
        following = min(following, max(now, incident.time[When.NEXT_MOVE]))
        if incident.amount[Amount.HELD_UNTIL_S] > now:
            following = min(following, incident.amount[Amount.HELD_UNTIL_S])
        if incident.tally[Tally.EXPOSED] > 0:
            missing = incident.amount[Amount.NEXT_CASUALTY] - incident.amount[Amount.EXPOSURE]
            rate = incident.amount[Amount.RATE_PER_S] * incident.amount[Amount.IN_SIGHT_SHARE]
            following = min(following, now + missing / rate if rate > 0.0 else math.inf)
        if incident.tally[Tally.RESISTING] > 0:
            following = now
    return following


@kernel
def time_to_next_report(site, incident, stream, now):
    """When the next arrival, report, announcement, readiness or breach comes [s]; inf if none."""
    following = time_to_next_information(site.course.channels, incident, now)
    for when in (When.ARRIVAL, When.ADDRESS):
        if incident.time[when] > now:
            following = min(following, incident.time[when])
    locks = site.course.locks_doors or site.course.locks_outer
    if locks and incident.time[When.ALARM] > now:
        following = min(following, incident.time[When.ALARM])
    if site.course.locks_outer and incident.time[When.LOCKS] > now:
        following = min(following, incident.time[When.LOCKS])
    for r in range(n_on_site(incident)):
        if incident.responders.ready_at[r] > now:
            following = min(following, incident.responders.ready_at[r])
        if incident.responders.rests_until[r] > now:
            following = min(following, incident.responders.rests_until[r])
    if incident.tally[Tally.CONTAINED] and breach_at(site, incident, stream) > now:
        following = min(following, breach_at(site, incident, stream))
    if incident.tally[Tally.CONTAINED] and incident.time[When.TALKED] > now:
        following = min(following, incident.time[When.TALKED])
    return following


@kernel(entry=True)
def is_finished(site, world, now):
    """Tell whether nothing is left that could happen."""
    incident, people = world.incident, world.people
    if now >= site.horizon_s:
        return True
    if is_anybody_left(site, world):
        return False
    phase = incident.tally[Tally.PHASE]
    if phase == Phase.ACTIVE or phase == Phase.STILL:
        return False
    if phase == Phase.ENDED and incident.time[When.SAFE] == math.inf:
        for k in range(len(incident.officers)):
            if incident.officers.enter_at[k] < math.inf:
                is_outside = people.status[len(incident.occupants) + k] == Status.ABSENT
                # Of several parts somebody may be on the way round to another one.
                if is_outside or site.routes.spaces.part[0] == 0:
                    return not is_outside
    return True


@kernel(entry=True)
def choose_course(site, world, stream):
    """Draw what officers do under the course of action of a site. In place: `world`."""
    if site.hazard.is_present:
        draw_entries(site.response, site.course, world.incident, stream)
        draw_late_entry(site.response, site.course, world.incident, stream)
        draw_command(site.response, site.course, world.incident, stream)


@kernel(entry=True)
def advance(site, world, stream, span, until):
    """Run on: to the first shot, to the first arrival, or from there to the end.

    In place: `world`.

    Parameters
    ----------
    site, world, stream
        See `start_replication`.
    span : tuple
        Time [s], which is 0 or what this function returned; the most ticks to run.
    until : int
        One of `Until`. Many courses of action are the same until the first officer arrives, so
        what officers do is drawn after that (`choose_course`).

    Returns
    -------
    float
        Time at the end [s]: that at the start where nothing was left to do.

    Notes
    -----
    The one way in from Python: the laws are compiled into it once.
    """
    now, ticks = span
    if until == Until.FIRST_SHOT:
        if site.hazard.is_present:
            approach(site, world, stream)
        return now
    for _ in range(ticks):
        if until == Until.ARRIVAL:
            arrival = min(world.incident.time[When.ARRIVAL], site.horizon_s)
            if not site.hazard.is_present or now >= arrival:
                return now
        elif is_finished(site, world, now):
            return now
        now = advance_tick(site, world, stream, now)
    return now


@kernel(entry=True)
def summarise(site, world, stream, row):
    """Write what a replication came to.

    In place: `row`, and the statuses of those who die for want of care.

    Parameters
    ----------
    site, world, stream
        See `start_replication`.
    row : ndarray of float64, shape (N_COLUMNS + n_openings,)
        By `Column`, then people out by each opening.
    """
    row[:] = 0.0
    row[Column.TIME_TO_FIRST_CARE_S : Column.TIME_TO_LAST_CARRIED_OUT_S + 1] = math.inf
    count_harm(site, world, stream, row)
    note_times(world.incident, row)
    count_people(world, row, row[N_COLUMNS:])
    write_marks(world, row)
    note_ending(site, world.incident, is_anybody_left(site, world), row)
