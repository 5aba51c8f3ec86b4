"""A barricade (R6): where it may be, who is held, how officers end it."""

import math

from asher.kernels.clocks import draw_clock
from asher.kernels.codes import (
    Amount,
    Barricade,
    Category,
    Clock,
    Door,
    Ending,
    Phase,
    Status,
    Tally,
    When,
)
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw, draw_exponential, draw_lognormal
from asher.kernels.walking.ways import other_side

from .harm import wound
from .hazard import end_attack
from .legs import AT_DOOR_M, is_up, set_leg, walk_on_leg
from .radios import learn_space, tell_all_over
from .refuge import leave_shelter
from .responders import first_responder, is_officer, key_of
from .wounding import hit_officer


@kernel
def is_kept_closed(site, incident, stream, now):
    """Tell whether officers hold before a barricade (R6).

    Parameters
    ----------
    site : Site
        What the course of action does before a closed room.
    incident : Incident
        Its times.
    stream : Stream
        Seed and replication.
    now : float
        Time [s].

    Returns
    -------
    bool
        Until the decision to breach, counted from the later of barricade and first entry, and the
        time to force the door have passed; for ever where they negotiate.
    """
    return now < breach_at(site, incident, stream)


@kernel
def breach_at(site, incident, stream):
    """When a barricade is forced [s]: -inf where officers go in at once, inf where never."""
    if incident.tally[Tally.PHASE] != Phase.STILL or site.course.barricade == Barricade.PRESS_ON:
        return -math.inf
    if site.course.barricade == Barricade.HOLD:
        return math.inf
    since = max(incident.time[When.STILL], incident.time[When.ENTRY])
    force = draw_clock(stream, site.response, Clock.FORCE_DOOR, 0)
    return since + site.course.breach_after_s + force


@kernel
def can_be_closed(routes, space):
    """Tell whether a room can be closed: it has doors and windows alone, and no door leads outside.

    Returns
    -------
    bool
        False for a room with a gate or a stair in it, and one by which people leave the building.
    """
    for k in range(routes.spaces.opening_start[space], routes.spaces.opening_stop[space]):
        o = routes.space_opening[k]
        category = routes.openings.category[o]
        if category == Category.DOOR and other_side(routes, o, space) < 0:
            return False
        if category != Category.DOOR and category != Category.WINDOW:
            return False
    return True


@kernel
def may_remain(site, world):
    """Tell whether the hazard may go still where it is."""
    home = world.people.space[len(world.people) - 1]
    return not site.hazard.needs_room or can_be_closed(site.routes, home)


@kernel
def hold_people(routes, incident, room):
    """Nobody leaves a room any more, or comes into it. In place: `incident`."""
    incident.tally[Tally.HELD] = room + 1
    for k in range(routes.spaces.opening_start[room], routes.spaces.opening_stop[room]):
        o = routes.space_opening[k]
        if incident.doors[o] != Door.OPEN:
            incident.doors[o] = Door.LOCKED


@kernel
def open_room(routes, incident, room, state):
    """Open the doors of a room in which people were held. In place: `incident`."""
    incident.tally[Tally.HELD] = 0
    for k in range(routes.spaces.opening_start[room], routes.spaces.opening_stop[room]):
        o = routes.space_opening[k]
        if incident.doors[o] == Door.LOCKED:
            is_window = routes.openings.category[o] == Category.WINDOW
            incident.doors[o] = Door.BARRED if is_window else state


@kernel
def is_talked_out(site, incident, stream, now):
    """Tell whether negotiating has ended a barricade before which officers hold."""
    return incident.time[When.TALKED] <= now and is_kept_closed(site, incident, stream, now)


@kernel
def note_contained(site, world, stream, now):
    """Officers are before a closed room, and begin to negotiate. In place: ``world.incident``."""
    incident = world.incident
    if incident.tally[Tally.CONTAINED]:
        return
    incident.tally[Tally.CONTAINED] = 1
    if site.course.talks_per_s > 0.0:
        wait = draw_exponential(stream, Purpose.NEGOTIATION, 0, 0) / site.course.talks_per_s
        incident.time[When.TALKED] = now + wait


@kernel
def advance_barricade(site, world, stream, now):
    """Let officers find a room that is held, and force it when that is due; free people after it.

    In place: `world`.
    """
    people, incident = world.people, world.incident
    room = people.space[len(people) - 1]
    held = incident.tally[Tally.HELD] - 1
    if incident.tally[Tally.PHASE] != Phase.STILL:
        if held >= 0:
            open_room(site.routes, incident, held, Door.CLOSED)
        return
    if held >= 0 and is_kept_closed(site, incident, stream, now):
        for r in range(len(incident.responders)):
            if is_before(site, world, first_responder(incident) + r, held):
                learn_space(site, incident, first_responder(incident) + r, held, now)
                note_contained(site, world, stream, now)
    is_due = incident.tally[Tally.CONTAINED] and not incident.tally[Tally.BREACHED]
    if site.course.barricade == Barricade.BREACH and is_due:
        if now >= breach_at(site, incident, stream):
            force_room(site, world, stream, (room, now))


@kernel
def is_before(site, world, i, room):
    """Tell whether a responder stands before a locked door of a room, to go in by it."""
    people, leg = world.people, world.people.leg[i]
    if not is_up(people, i) or people.space[i] < 0 or leg < 0:
        return False
    o = site.routes.legs.opening[leg]
    if o < 0 or world.incident.doors[o] != Door.LOCKED:
        return False
    if other_side(site.routes, o, people.space[i]) != room:
        return False
    return walk_on_leg(site, world, i) < AT_DOOR_M


@kernel
def is_beside(routes, people, i, room):
    """Tell whether somebody is in a room, or in a space with a door to it."""
    home = people.space[i]
    if home < 0 or home == room:
        return home == room
    for k in range(routes.spaces.opening_start[room], routes.spaces.opening_stop[room]):
        if other_side(routes, routes.space_opening[k], room) == home:
            return True
    return False


@kernel
def force_room(site, world, stream, where):
    """Force a closed room: its doors are open, at a risk for officers beside it and people in it.

    In place: `world`.

    Parameters
    ----------
    site, world, stream
        See `state`.
    where : tuple
        The room; time [s].
    """
    room, now = where
    people, incident = world.people, world.incident
    incident.tally[Tally.BREACHED] = 1
    if incident.tally[Tally.HELD] > 0:
        open_room(site.routes, incident, room, Door.OPEN)
    first = first_responder(incident)
    for r in range(len(incident.responders)):
        if not is_up(people, first + r) or not is_beside(site.routes, people, first + r, room):
            continue
        risk = draw(stream, Purpose.BREACH_OFFICER, key_of(incident, r), 0)
        if is_officer(site, incident, r) and risk < site.course.breach_officers:
            hit_officer(site, world, stream, r, (now, Tally.HIT_AT_ENTRY))
    for i in range(first):
        is_inside = people.space[i] == room and is_unhurt(people, i)
        if is_inside and draw(stream, Purpose.BREACH_HELD, i, 0) < site.course.breach_people:
            leave_shelter(site, world, i)
            wound(people, incident, stream, i, (now, incident.amount[Amount.FATAL]))


@kernel
def is_unhurt(people, i):
    """Tell whether an occupant stands, walks or hides."""
    status = people.status[i]
    return status == Status.WAITING or status == Status.MOVING or status == Status.HIDING


@kernel
def begin_barricade(site, world, stream, now):
    """The hazard goes still where it is (R6): nobody is hurt, nobody there gets care.

    In place: `world`.
    """
    incident = world.incident
    incident.tally[Tally.PHASE] = Phase.STILL
    incident.time[When.STILL] = now
    incident.time[When.STOP] = min(incident.time[When.STOP], now)
    incident.time[When.NEXT_MOVE] = math.inf
    incident.time[When.OWN_END] = now + draw_lognormal(
        stream, Purpose.BARRICADE, 0, site.hazard.remains_for
    )
    h = len(world.people) - 1
    set_leg(world.people, h, -1)
    if draw(stream, Purpose.HELD, 0, 0) < site.hazard.held and can_be_closed(
        site.routes, world.people.space[h]
    ):
        hold_people(site.routes, incident, world.people.space[h])


@kernel
def end_barricade(site, world, stream, now):
    """A barricade ends by itself: surrender, if police are there to surrender to, or own life.

    In place: `world`. Police know of a surrender, and of whatever happens where they hold.
    """
    incident, shares = world.incident, site.hazard.on_contact
    if is_talked_out(site, incident, stream, now):
        end_attack(world, Ending.SURRENDERED, now)
    elif incident.time[When.ARRIVAL] > now:
        end_attack(world, Ending.SUICIDE_BEFORE_POLICE, now)
        return
    elif draw(stream, Purpose.BARRICADE, 0, 1) * shares[1] < shares[0]:
        end_attack(world, Ending.SUICIDE_ON_CONTACT, now)
    else:
        end_attack(world, Ending.SURRENDERED, now)
    is_surrender = incident.tally[Tally.ENDING] == Ending.SURRENDERED
    if is_surrender or incident.tally[Tally.CONTAINED]:
        tell_all_over(incident, now)
