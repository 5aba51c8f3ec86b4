"""What a guard does without a weapon: warn, lock doors, delay (R7)."""

import math

from asher.kernels.codes import Amount, Category, Choice, Door, Duty, Phase, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw, draw_lognormal
from asher.kernels.walking.aims import walk_along
from asher.kernels.walking.ways import leg_towards, other_side

from .legs import AT_DOOR_M, is_up, set_leg, walk_on_leg
from .perception import IN_SIGHT_S, is_in_sight
from .refuge import is_hazard_in, is_wary, start_running

DELAY_M = 10.0
"""As near as this a guard in sight delays the hazard [m] (judgement: within a few steps)."""


@kernel
def warn(site, world, i, now):
    """Those in the same space and those in sight learn of it by word. In place: `world`."""
    people, incident = world.people, world.incident
    for j in range(len(incident.occupants)):
        status = people.status[j]
        if status != Status.WAITING and status != Status.MOVING and status != Status.HIDING:
            continue
        if incident.occupants.notice_at[j] < math.inf:
            continue
        if people.space[j] == people.space[i] or is_in_sight(
            site.floor, incident.doors, (people.x[i], people.y[i]), (people.x[j], people.y[j])
        ):
            incident.occupants.notice_at[j] = now + incident.occupants.pre_movement[j]


@kernel
def warn_on_the_way(world, i, now):
    """Those in a space through which a guard walks who knows learn of it too. In place: `world`."""
    people, incident = world.people, world.incident
    is_walking = people.status[i] == Status.MOVING and people.space[i] >= 0
    if not is_walking or incident.occupants.notice_at[i] > now:
        return
    for j in range(len(incident.occupants)):
        if people.space[j] == people.space[i] and people.status[j] == Status.WAITING:
            at = now + incident.occupants.pre_movement[j]
            if incident.occupants.notice_at[j] == math.inf:
                incident.occupants.notice_at[j] = at


@kernel
def leave(site, world, i):
    """A guard leaves off what was to be done, and the place. In place: `world`."""
    incident = world.incident
    incident.occupants.choice[i] = Choice.RUN
    world.people.goal[i] = -1
    if is_up(world.people, i):
        start_running(site, world, i)


@kernel
def advance_delay(site, world, stream, r, i, now):
    """A guard near the hazard keeps it where it is, for a time or until hit. In place: `world`.

    Notes
    -----
    The chance is drawn once. While it lasts the clock of the hazard's next move stands still, and
    everybody in sight stays exposed, the guard among them. Rates and duration are as they were.
    """
    people, incident, on_site = world.people, world.incident, site.course.on_site
    amount, duty = incident.amount, incident.responders.duty[r]
    is_active = incident.tally[Tally.PHASE] == Phase.ACTIVE
    if duty == Duty.DELAYS:
        left = amount[Amount.HELD_UNTIL_S] - now
        if left > 0.0 and is_active and is_up(people, i):
            return
        if left > 0.0:
            amount[Amount.HELD_UNTIL_S] = now
            incident.time[When.NEXT_MOVE] -= left
        incident.responders.duty[r] = Duty.DONE
        leave(site, world, i)
        return
    if duty == Duty.DONE or not is_active or not is_up(people, i):
        return
    if amount[Amount.HELD_UNTIL_S] > now or incident.occupants.seen_at[i] <= now - IN_SIGHT_S:
        return
    h = len(people) - 1
    dx, dy = people.x[i] - people.x[h], people.y[i] - people.y[h]
    if dx * dx + dy * dy > DELAY_M * DELAY_M:
        return
    if draw(stream, Purpose.DELAYS, r, 0) >= on_site.delays[r]:
        return
    if duty == Duty.LOCKS:
        let_go_of_door(world, i)
    lasts = draw_lognormal(stream, Purpose.DELAY, r, on_site.delay[r])
    amount[Amount.HELD_UNTIL_S] = now + lasts
    incident.time[When.NEXT_MOVE] += lasts
    incident.responders.duty[r] = Duty.DELAYS
    incident.occupants.choice[i] = Choice.ACT
    set_leg(people, i, -1)


@kernel
def advance_locking(site, world, r, i, now):
    """A guard locks one door after another. In place: `world`.

    Notes
    -----
    The guard walks to the nearest door of `door_to_lock`, stays until it is locked, and leaves when
    there is none left, or when the hazard comes in sight.
    """
    routes, people, incident = site.routes, world.people, world.incident
    o = people.goal[i]
    if not is_up(people, i):
        let_go_of_door(world, i)
        incident.responders.duty[r] = Duty.DONE
        return
    if incident.tally[Tally.PHASE] != Phase.ACTIVE or is_wary(world, i):
        let_go_of_door(world, i)
        incident.responders.duty[r] = Duty.LEAVES
        leave(site, world, i)
        return
    if people.leg[i] < 0 and o >= 0 and incident.doorways.locks[o] >= 0:
        return
    if people.leg[i] >= 0 and is_to_lock(site, world, o, people.space[i]):
        if walk_on_leg(site, world, i) < AT_DOOR_M:
            incident.doorways.close_at[o] = now + routes.openings.lock_delay[o]
            incident.doorways.locks[o] = other_side(routes, o, people.space[i])
            set_leg(people, i, -1)
        return
    o = door_to_lock(site, world, i)
    if o < 0:
        incident.responders.duty[r] = Duty.LEAVES
        leave(site, world, i)
        return
    people.goal[i], people.came_by[i] = o, -1
    set_leg(people, i, leg_towards(routes, o, people.space[i]))


@kernel
def let_go_of_door(world, i):
    """A guard who was locking a door does not go on with it. In place: ``world.incident``."""
    people, doorways = world.people, world.incident.doorways
    o = people.goal[i]
    if people.leg[i] < 0 and o >= 0 and doorways.locks[o] >= 0:
        doorways.close_at[o] = math.inf
        doorways.locks[o] = -1
    people.goal[i] = -1


@kernel
def door_to_lock(site, world, i):
    """The nearest door that a guard would lock; -1 where there is none."""
    routes, people = site.routes, world.people
    home = people.space[i]
    nearest, chosen = math.inf, -1
    for k in range(routes.spaces.opening_start[home], routes.spaces.opening_stop[home]):
        o = routes.space_opening[k]
        if not is_to_lock(site, world, o, home):
            continue
        leg = leg_towards(routes, o, home)
        way = walk_along(site.floor, routes, world.incident.doors, leg, people.x[i], people.y[i])
        if way < nearest:
            nearest, chosen = way, o
    return chosen


@kernel
def is_to_lock(site, world, o, home):
    """Tell whether a guard would lock a door that nobody is locking yet.

    Only of a room that locks, all of whose doors lead to this space, and in which no hazard is.
    """
    routes, incident = site.routes, world.incident
    room = other_side(routes, o, home)
    if room < 0 or routes.spaces.shelter[room] == 0 or is_hazard_in(world, room):
        return False
    if incident.doors[o] >= Door.LOCKED or incident.doorways.close_at[o] < math.inf:
        return False
    for k in range(routes.spaces.opening_start[room], routes.spaces.opening_stop[room]):
        other = routes.space_opening[k]
        if routes.openings.category[other] == Category.WINDOW:
            continue
        if other_side(routes, other, room) != home:
            return False
    return True
