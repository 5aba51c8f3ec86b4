"""People on site whose weapon is locked away: shelter or not, fetch it, come back (R10)."""

import math

from asher.kernels.codes import Choice, Door, Duty, Phase, Status, Tally
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw_lognormal
from asher.kernels.walking.ways import other_side

from .formation import hold, leg_inside
from .hazard import ARRIVED_M
from .legs import AT_DOOR_M, is_at, is_up, set_leg, walk_on_leg
from .refuge import start_hiding

PASSING_S = 4.0
"""A locked door that is passed with a key stays open for this long at least [s] (judgement)."""


@kernel
def go_for_weapon(site, world, stream, r, i):
    """Somebody whose weapon is locked away has noticed: first to shelter, or to the weapon.

    In place: `world`. Who finds no room that locks goes for the weapon at once.
    """
    people, incident = world.people, world.incident
    if site.course.on_site.shelters[r]:
        incident.occupants.choice[i] = Choice.HIDE
        start_hiding(site, world, stream, i)
        is_on_the_way = incident.occupants.choice[i] == Choice.HIDE
        if is_on_the_way and people.status[i] == Status.MOVING:
            incident.responders.duty[r] = Duty.SHELTERS
            return
    begin_fetching(world, r, i)


@kernel
def leave_for_weapon(world, r, i):
    """Whoever has seen a room locked goes on for the weapon. In place: `world`."""
    people, incident = world.people, world.incident
    if incident.occupants.choice[i] == Choice.HIDE and people.status[i] == Status.MOVING:
        return
    if not is_up(people, i) and people.status[i] != Status.HIDING:
        incident.responders.duty[r] = Duty.DONE
        return
    if incident.occupants.sheltered_at[i] < math.inf:
        incident.rooms.hidden[people.space[i]] -= 1
        incident.occupants.sheltered_at[i] = math.inf
    begin_fetching(world, r, i)


@kernel
def begin_fetching(world, r, i):
    """Set out for the weapon. In place: `world`."""
    world.incident.responders.duty[r] = Duty.FETCHES
    world.incident.occupants.choice[i] = Choice.ACT
    world.incident.occupants.in_place[i] = 0
    world.people.goal[i] = -1
    set_leg(world.people, i, -1)


@kernel
def advance_fetching(site, world, stream, r, i, now):
    """Lead somebody to the space where the weapon lies; there it takes the time of its lock.

    In place: `world`.
    """
    people, incident, on_site = world.people, world.incident, site.course.on_site
    if people.status[i] == Status.HIDING:  # others locked the room
        people.status[i] = Status.WAITING
    if not is_up(people, i) or incident.tally[Tally.PHASE] == Phase.ENDED:
        return
    place = site.routes.spaces.place_start[on_site.store[r]]
    if not is_at(site.routes, people, i, place, ARRIVED_M):
        lead_with_key(site, world, i, place, now)
        return
    incident.responders.ready_at[r] = now + draw_lognormal(
        stream, Purpose.READY, r, on_site.ready[r]
    )
    has_post = on_site.place_space[r] >= 0 and not on_site.goes_out[r]
    incident.responders.duty[r] = Duty.RETURNS if has_post else Duty.DONE
    people.goal[i] = -1
    set_leg(people, i, -1)


@kernel
def advance_return(site, world, r, i, now):
    """Lead somebody with the weapon back to the place nearest to the post. In place: `world`.

    Who is in contact on the way stands.
    """
    routes, people, incident = site.routes, world.people, world.incident
    on_site = site.course.on_site
    if people.status[i] == Status.HIDING:
        people.status[i] = Status.WAITING
    if not is_up(people, i) or incident.tally[Tally.PHASE] == Phase.ENDED:
        return
    if incident.responders.ready_at[r] > now:
        return
    if incident.responders.engaged[r]:
        hold(people, i)
        return
    space = on_site.place_space[r]
    place, nearest = people.goal[i], math.inf
    if place < 0:
        for p in range(routes.spaces.place_start[space], routes.spaces.place_stop[space]):
            dx = routes.places.at[p, 0] - on_site.place[r, 0]
            dy = routes.places.at[p, 1] - on_site.place[r, 1]
            if dx * dx + dy * dy < nearest:
                place, nearest = p, dx * dx + dy * dy
    if is_at(routes, people, i, place, ARRIVED_M):
        incident.responders.duty[r] = Duty.DONE
        hold(people, i)
        return
    lead_with_key(site, world, i, place, now)


@kernel
def lead_with_key(site, world, i, place, now):
    """Lead somebody who has the keys to a place, also through locked doors. In place: `world`.

    A door that is passed so is locked again behind.
    """
    routes, people, incident = site.routes, world.people, world.incident
    if people.goal[i] != place:
        people.goal[i], people.came_by[i], people.leg[i] = place, -1, -1
    if people.leg[i] < 0:
        set_leg(people, i, leg_inside(site, world, i))
    if people.leg[i] < 0:
        return
    people.status[i] = Status.MOVING
    o = routes.legs.opening[people.leg[i]]
    if o < 0 or incident.doors[o] != Door.LOCKED or walk_on_leg(site, world, i) >= AT_DOOR_M:
        return
    home = people.space[i]
    incident.doors[o] = Door.CLOSED
    incident.doorways.close_at[o] = now + max(PASSING_S, routes.openings.lock_delay[o])
    is_room = routes.spaces.shelter[home] > 0
    incident.doorways.locks[o] = home if is_room else other_side(routes, o, home)
