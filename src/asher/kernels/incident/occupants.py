"""What occupants do: notice, run, hide, resist or freeze."""

import math

from asher.kernels.codes import Amount, Category, Choice, Door, Phase, Resists, Status, Tally
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw
from asher.kernels.walking.ways import is_enterable

from .legs import set_leg, walk_on_leg
from .locking import is_locked_sooner
from .on_site import act_on_site
from .patrol import is_on_patrol
from .perception import IN_SIGHT_S, is_behind_glass, is_in_sight
from .refuge import (
    BREAK_WINDOW_S,
    MEMORY_S,
    is_hazard_in,
    leg_to_shelter,
    start_hiding,
    start_running,
)
from .responders import first_responder
from .word import hears_shot, is_told, note_where
from .wounding import weight_of

EVERY_TICKS = 4
"""Each person looks and listens anew every so many ticks, in turn (about once a second)."""
FOLLOWED_SHARE = 0.25
"""Share of the people in a space who walk off before those left notice [-] (judgement)."""
NEXT_TO_WINDOW_M = 0.8
SETTLE_S = 8.0
"""After this long in a shelter somebody is away from the door [s] (judgement)."""
RETRY_S = 60.0
"""After how long somebody who found no way looks for one again [s] (judgement)."""


@kernel
def count_present(site, world):
    """Count the occupants who stand and walk in each space. In place: ``world.incident``.

    A guard on patrol walks, and nobody takes that for a sign.
    """
    people, incident = world.people, world.incident
    incident.rooms.present[:] = 0
    for k in range(world.crowd.scratch.n_concerned):
        i = world.crowd.concerned[k]
        status = people.status[i]
        if status == Status.WAITING or status == Status.MOVING:
            incident.rooms.present[people.space[i], 0] += 1
            walks = status == Status.MOVING and not is_on_patrol(site, incident, i)
            incident.rooms.present[people.space[i], 1] += walks


@kernel
def advance_notice(site, world, stream, now):
    """Let occupants see, hear and begin to act. In place: `world`.

    Notes
    -----
    Each occupant looks and listens once a second, in turn. Who sees the hazard acts at once; who
    knows shots by their sound, is told by others or by an announcement (R13), or sees a quarter of
    the people in the same space walk, acts after the pre-movement time. Nobody in
    sight counts for more than one who stands there (`wounding.weight_of`): who acts against the
    hazard draws fire to himself or herself.
    """
    people, incident = world.people, world.incident
    tick = incident.tally[Tally.TICKS]
    active = incident.tally[Tally.PHASE] == Phase.ACTIVE
    exposed, most, together = 0, 0.0, 0.0
    count_present(site, world)
    for k in range(world.crowd.scratch.n_concerned):
        i = world.crowd.concerned[k]
        status = people.status[i]
        if status != Status.WAITING and status != Status.MOVING and status != Status.HIDING:
            continue
        looks = (tick + i) % EVERY_TICKS == 0
        if active and looks:
            see_or_hear(site, world, i, now)
        if looks and incident.occupants.notice_at[i] == math.inf:
            here, walking = (
                incident.rooms.present[people.space[i], 0],
                incident.rooms.present[people.space[i], 1],
            )
            knows = incident.occupants.recognises_at[i] <= now or is_told(world, i, now)
            if knows or walking >= FOLLOWED_SHARE * here:
                incident.occupants.notice_at[i] = now + incident.occupants.pre_movement[i]
        if active and incident.occupants.seen_at[i] > now - IN_SIGHT_S:
            exposed += 1
            weight = min(1.0, weight_of(site, incident, i))
            most, together = max(most, weight), together + weight
        if incident.occupants.notice_at[i] <= now and status == Status.WAITING:
            set_out(site, world, stream, i, now)
    incident.tally[Tally.EXPOSED] = exposed
    incident.amount[Amount.IN_SIGHT_SHARE] = exposure_of(site.hazard, most, together)


@kernel
def exposure_of(hazard, most, together):
    """Exposure of those in sight, relative to a dense crowd.

    Parameters
    ----------
    hazard : HazardTerms
        How many in sight halve the rate.
    most, together : float
        The highest of their weights, and the sum of all.

    Returns
    -------
    float
        From 0 to 1.

    Notes
    -----
    ``m n / (n + h)`` with ``n = together / m``: what one person alone is exposed to is a part of
    what a crowd is, and twice as many in a crowd are not hit twice as often.
    """
    if together == 0.0:
        return 0.0
    return most * together / (together + most * hazard.half_in_sight)


@kernel
def set_out(site, world, stream, i, now):
    """Somebody has noticed and begins to act. In place: `world`."""
    incident = world.incident
    incident.occupants.notice_at[i] = now + RETRY_S
    if incident.occupants.resists[i] == Resists.WOULD:
        incident.occupants.resists[i] = Resists.KNOWS
    if i >= first_responder(incident):
        act_on_site(site, world, stream, i, now)
    elif incident.occupants.choice[i] == Choice.HIDE and site.hazard.is_present:
        start_hiding(site, world, stream, i)
    else:
        start_running(site, world, i)


@kernel
def see_or_hear(site, world, i, now):
    """Let somebody look for the hazard, and listen for shots. In place: `world`."""
    people, incident = world.people, world.incident
    hazard = len(people) - 1
    start, end = (people.x[hazard], people.y[hazard]), (people.x[i], people.y[i])
    if is_in_sight(site.floor, incident.doors, start, end):
        incident.occupants.behind_glass[i] = is_behind_glass(site.floor, incident.doors, start, end)
        if incident.occupants.seen_at[i] < now - MEMORY_S and people.status[i] == Status.MOVING:
            people.leg[i], people.came_by[i] = -1, -1
        incident.occupants.seen_at[i] = now
        incident.tally[Tally.HEARD_SPACE] = people.space[hazard]
        incident.occupants.notice_at[i] = min(
            incident.occupants.notice_at[i], now + 0.25 * incident.occupants.pre_movement[i]
        )
    elif incident.occupants.notice_at[i] < math.inf:
        note_where(site, world, i, now)
    elif incident.occupants.recognises_at[i] == math.inf and hears_shot(site, world, i, now):
        incident.occupants.recognises_at[i] = now + incident.occupants.recognises_after[i]


@kernel
def advance_legs(site, world, stream, now):
    """Give everybody who walks the next leg, lock rooms, break windows, take out who has left.

    In place: `world`.
    """
    routes, people, incident = site.routes, world.people, world.incident
    moving = 0
    for k in range(world.crowd.scratch.n_concerned):
        i = world.crowd.concerned[k]
        if people.status[i] != Status.MOVING:
            continue
        acts = (
            incident.occupants.choice[i] == Choice.ACT
            or incident.occupants.resists[i] == Resists.ACTS
        )
        if acts:
            moving += 1
            continue
        if incident.occupants.choice[i] == Choice.HIDE:
            advance_hider(site, world, stream, i, now)
        else:
            leg = people.leg[i]
            if leg < 0 or incident.doors[people.goal[i]] == Door.LOCKED:
                start_running(site, world, i)
            elif incident.doors[routes.legs.opening[leg]] >= Door.LOCKED:
                push_at_closed_opening(site, world, i)
        moving += people.status[i] == Status.MOVING
    for o in range(incident.doors.shape[0]):
        if incident.doorways.close_at[o] <= now:
            close_door(site, world, stream, o)
    incident.tally[Tally.MOVING] = moving


@kernel
def close_door(site, world, stream, opening):
    """Close an exit in a drill, or lock a room. In place: `world`.

    Notes
    -----
    Nobody locks a room in which the hazard is. A lock may turn out not to hold, which those inside
    do not know: the door is closed and anybody can open it.
    """
    incident = world.incident
    room = incident.doorways.locks[opening]
    incident.doorways.close_at[opening] = math.inf
    incident.doorways.locks[opening] = -1
    if room >= 0 and is_hazard_in(world, room):
        return
    if room < 0 or draw(stream, Purpose.LOCK_FAILS, opening, 0) >= site.response.lock_fails:
        incident.doors[opening] = Door.LOCKED
    keep_inside(site.routes, world, opening)


@kernel
def keep_inside(routes, world, opening):
    """Who is in a shelter when its door is locked stays hidden there. In place: `world`."""
    people, incident = world.people, world.incident
    for i in range(len(incident.occupants)):
        home = people.space[i]
        if (
            home < 0
            or routes.spaces.shelter[home] == 0
            or incident.occupants.choice[i] == Choice.HIDE
        ):
            continue
        inside = (
            routes.openings.space[opening, 0] == home or routes.openings.space[opening, 1] == home
        )
        inside = inside and not is_hazard_in(world, home)
        if inside and (people.status[i] == Status.WAITING or people.status[i] == Status.MOVING):
            people.status[i] = Status.HIDING


@kernel
def advance_hider(site, world, stream, i, now):
    """Lead one hiding person on: into the room, to its far end, or away from it.

    In place: `world`.

    Notes
    -----
    Away where the door is locked, the hazard is in the room, or it is in sight on the way.
    """
    routes, people, incident = site.routes, world.people, world.incident
    place = people.goal[i]
    room = routes.legs.space[routes.places.leg[place]]
    is_inside = people.space[i] == room
    is_lost = not is_inside and not is_enterable(routes, incident.doors, room)
    if is_inside and is_hazard_in(world, room):
        is_lost = True
    elif is_inside:
        incident.occupants.sheltered_at[i] = min(incident.occupants.sheltered_at[i], now)
        first = routes.spaces.opening_start[room]
        for k in range(
            first, routes.spaces.opening_stop[room] if incident.occupants.has_key[i] else first
        ):
            o = routes.space_opening[k]
            locked_at = now + routes.openings.lock_delay[o]
            if incident.doors[o] < Door.LOCKED and is_locked_sooner(incident, o, locked_at):
                incident.doorways.close_at[o] = locked_at
                incident.doorways.locks[o] = room
        if now > incident.occupants.sheltered_at[i] + SETTLE_S:
            people.status[i] = Status.HIDING
            return
    leg = people.leg[i]
    if leg >= 0 and routes.legs.opening[leg] >= 0:
        if incident.doors[routes.legs.opening[leg]] >= Door.LOCKED:
            leg = -1
    if leg < 0 and not is_lost:
        leg = leg_to_shelter(site, world, i)
        set_leg(people, i, leg)
    if leg < 0 or is_lost:
        incident.rooms.hidden[room] -= 1
        incident.occupants.sheltered_at[i] = math.inf
        start_hiding(site, world, stream, i)


@kernel
def push_at_closed_opening(site, world, i):
    """Break a closed window out, or choose another exit than a closed one. In place: `world`."""
    routes, people, incident = site.routes, world.people, world.incident
    o = routes.legs.opening[people.leg[i]]
    if incident.doors[o] == Door.LOCKED or routes.openings.category[o] != Category.WINDOW:
        start_running(site, world, i)
        return
    if walk_on_leg(site, world, i) < NEXT_TO_WINDOW_M:
        incident.doorways.broken_s[o] += site.dt_s * site.steps
        if incident.doorways.broken_s[o] >= BREAK_WINDOW_S:
            incident.doors[o] = Door.OPEN
