"""What occupants do: notice, run, hide, resist or freeze."""

import math

import numpy as np

from .harm import wound
from .jit import kernel
from .movement import cell_of
from .perception import hears, is_in_sight
from .routing import leg_to_exit, leg_to_place, leg_towards, set_leg, walk_along
from .state import Amount, Category, Choice, Door, Phase, Status, Tally, When
from .streams import Purpose, draw, draw_exponential, draw_lognormal, draw_normal

EVERY_TICKS = 4
"""Each person looks and listens anew every so many ticks, in turn (about once a second)."""
MEMORY_S = 5.0
"""How long a sight of the hazard steers the way out [s] (judgement)."""
DETOUR_M = 40.0
"""Detour that people accept rather than pass a hazard in sight [m] (judgement)."""
BREAK_WINDOW_S = 15.0
"""Work that breaks a window out [person-seconds] (judgement)."""
THAW_S = 60.0
"""Mean time for which a person who freezes stays put [s] (judgement)."""
NEXT_TO_WINDOW_M = 0.8
RETRY_S = 60.0
"""After how long somebody who found no way looks for one again [s] (judgement)."""
_WAITING = np.uint8(Status.WAITING)
_MOVING = np.uint8(Status.MOVING)
_HIDING = np.uint8(Status.HIDING)
_CROSSING = np.uint8(Status.CROSSING)
_OUT = np.uint8(Status.OUT)
_LOCKED = np.uint8(Door.LOCKED)
_BARRED = np.uint8(Door.BARRED)
_WINDOW = Category.WINDOW
_PORTAL = Category.PORTAL


@kernel
def place_occupants(site, world, stream):
    """Put the occupants where they are at the start, and draw who they are.

    In place: ``world.people`` and the occupants' part of ``world.incident``.

    Parameters
    ----------
    site : Site
        Floor and groups.
    world : World
        Written.
    stream : Stream
        Seed and replication.

    Notes
    -----
    Places are drawn cell by cell from the group's spaces, so that no two stand within one cell of each
    other while there is room; after 30 tries people stand close. Speeds are normal, cut at 0.3 m/s and
    at three standard deviations (evidence ``walk-speed``).
    """
    floor, groups, people, incident = site.floor, site.groups, world.people, world.incident
    for g in range(groups.start.shape[0] - 1):
        first, last = groups.cell_start[g], groups.cell_start[g + 1]
        for i in range(groups.start[g], groups.start[g + 1]):
            x, y = groups.place[i, 0], groups.place[i, 1]
            if math.isnan(x):
                for attempt in range(30):
                    u = draw(stream, Purpose.PLACE, i, attempt) * groups.weight[last - 1]
                    low, high = first, last - 1
                    while low < high:
                        middle = (low + high) // 2
                        if groups.weight[middle] < u:
                            low = middle + 1
                        else:
                            high = middle
                    cell = groups.cell[low]
                    if is_free(floor, incident.occupied, cell):
                        break
                incident.occupied[cell] = 1
                x = np.float32(floor.origin_x + (cell % floor.n_x) * floor.cell_m)
                y = np.float32(floor.origin_y + (cell // floor.n_x) * floor.cell_m)
            people.x[i], people.y[i] = x, y
            people.space[i] = floor.space[cell_of(floor, x, y)]
            z = min(3.0, max(-3.0, draw_normal(stream, Purpose.SPEED, i, 0)))
            people.speed[i] = max(0.3, groups.speed[g, 0] + z * groups.speed[g, 1])
            people.status[i] = _WAITING
            incident.group[i] = g
            u = draw(stream, Purpose.RESPONSE, i, 0)
            choice = 0
            while choice < 3 and u >= groups.response[g, choice]:
                choice += 1
            incident.choice[i] = choice
            incident.familiar[i] = draw(stream, Purpose.FAMILIAR, i, 0) < groups.familiar[g]
            delay = draw_lognormal(
                stream, Purpose.PRE_MOVEMENT, i, groups.pre_movement[g]
            )
            if choice == Choice.FREEZE:
                delay += THAW_S * draw_exponential(stream, Purpose.PRE_MOVEMENT, i, 1)
            incident.pre_movement[i] = delay
            incident.notice_at[i] = math.inf if site.hazard.is_present else delay
    for i in range(groups.start[groups.start.shape[0] - 1]):
        incident.occupied[cell_of(floor, people.x[i], people.y[i])] = 0


@kernel
def is_free(floor, occupied, cell):
    """Is neither this cell nor one next to it taken?"""
    for dj in range(-1, 2):
        for di in range(-1, 2):
            if occupied[cell + dj * floor.n_x + di]:
                return False
    return True


@kernel
def choose_exit(site, world, i):
    """The exit with the shortest way that a person knows and would take; -1 where there is none.

    Parameters
    ----------
    site : Site
        Floor, routes, groups.
    world : World
        People and doors.
    i : int
        Occupant.

    Returns
    -------
    int
        Opening.

    Notes
    -----
    People know the main entrance and the exits of the space they are in, those familiar with the place
    all. A window counts as farther by the walk one could do while it is broken out, and only in an
    attack. An exit whose first door is nearer to a hazard in sight than to the person counts as
    `DETOUR_M` farther.
    """
    floor, routes, people, incident = site.floor, site.routes, world.people, world.incident
    home, hazard = people.space[i], people.x.shape[0] - 1
    has_seen = incident.seen_at[i] > incident.time[When.LAST_SHOT] - MEMORY_S
    has_seen = has_seen and people.space[hazard] == home
    best, chosen = math.inf, -1
    for k in range(routes.space_start[home], routes.space_start[home + 1]):
        o = routes.space_opening[k]
        if incident.doors[o] == _LOCKED:
            continue
        leg = leg_towards(routes, o, home)
        first = walk_along(floor, routes, leg, people.x[i], people.y[i])
        if has_seen:
            line = routes.opening_line[o, 0]
            dx = people.x[hazard] - 0.5 * (line[0] + line[2])
            dy = people.y[hazard] - 0.5 * (line[1] + line[3])
            if math.sqrt(dx * dx + dy * dy) < first:
                first += DETOUR_M
        for e in range(routes.exit.shape[0]):
            is_window = routes.opening_category[e] == _WINDOW and incident.doors[e] == _BARRED
            known = incident.familiar[i] or routes.exit[e] == 2 or e == o
            usable = routes.exit[e] > 0 and incident.doors[e] != _LOCKED and known
            usable = usable and site.groups.exits[incident.group[i], e] > 0
            if not usable or (is_window and (e != o or not site.hazard.is_present)):
                continue
            if incident.doors[o] == _BARRED and e != o:
                continue
            if incident.doors[e] == _BARRED and not is_window:
                continue
            way = first + routes.between[o, e]
            if is_window:
                way += BREAK_WINDOW_S * people.speed[i]
            if way < best:
                best, chosen = way, e
    return chosen


@kernel
def choose_shelter(site, world, i):
    """The nearest place in a lockable room with room left; -1 where there is none."""
    routes, people, incident = site.routes, world.people, world.incident
    best, chosen = math.inf, -1
    home = people.space[i]
    for s in range(routes.shelter.shape[0]):
        if routes.shelter[s] <= incident.hidden[s]:
            continue
        if s == home:
            return routes.place_start[s]
        for k in range(routes.space_start[home], routes.space_start[home + 1]):
            o = routes.space_opening[k]
            if incident.doors[o] >= _LOCKED:
                continue
            leg = leg_towards(routes, o, home)
            way = walk_along(site.floor, routes, leg, people.x[i], people.y[i])
            way += routes.to_space[o, s]
            if way < best and is_enterable(routes, incident.doors, s):
                best, chosen = way, routes.place_start[s]
    return chosen


@kernel
def is_enterable(routes, doors, space):
    """Is a door of this space unlocked?"""
    for k in range(routes.space_start[space], routes.space_start[space + 1]):
        if doors[routes.space_opening[k]] < _LOCKED:
            return True
    return False


@kernel
def start_running(site, world, i):
    """Send an occupant to the exit chosen now; who finds none stays. In place: `world`."""
    people = world.people
    world.incident.choice[i] = np.uint8(Choice.RUN)
    people.goal[i] = choose_exit(site, world, i)
    leg = -1
    if people.goal[i] >= 0:
        leg = leg_to_exit(site.floor, site.routes, people, world.incident.doors, i)
    set_leg(people, i, leg)


@kernel
def start_hiding(site, world, i):
    """Send an occupant to a room that locks; who finds none runs. In place: `world`."""
    people, incident = world.people, world.incident
    place = choose_shelter(site, world, i)
    if place < 0:
        start_running(site, world, i)
        return
    people.goal[i] = place
    incident.hidden[site.routes.leg_space[site.routes.place_leg[place]]] += 1
    set_leg(people, i, leg_to_place(site.floor, site.routes, people, incident.doors, i))


@kernel
def advance_notice(site, world, now):
    """Let occupants see, hear and begin to act.

    In place: `world`.

    Parameters
    ----------
    site : Site
        Floor, routes, groups.
    world : World
        Everybody.
    now : float
        Time [s].

    Notes
    -----
    Each occupant looks and listens once a second, in turn. Who sees the hazard acts at once; who hears
    shots, or sees a quarter of the people in the same space walk, acts after the pre-movement time.
    """
    floor, routes, people, incident = site.floor, site.routes, world.people, world.incident
    hazard = people.x.shape[0] - 1
    n = incident.notice_at.shape[0]
    tick = incident.tally[Tally.TICKS]
    active = incident.tally[Tally.PHASE] == Phase.ACTIVE
    exposed = 0
    for i in range(n):
        status = people.status[i]
        if status != _WAITING and status != _MOVING and status != _HIDING:
            continue
        if active and (tick + i) % EVERY_TICKS == 0:
            if is_in_sight(
                floor, incident.doors, (people.x[hazard], people.y[hazard]), (people.x[i], people.y[i])
            ):
                if incident.seen_at[i] < now - MEMORY_S and status == _MOVING:
                    people.leg[i] = -1
                incident.seen_at[i] = now
                incident.notice_at[i] = min(
                    incident.notice_at[i], now + 0.25 * incident.pre_movement[i]
                )
            elif incident.notice_at[i] == math.inf and hears(routes, people, i, hazard):
                incident.notice_at[i] = now + incident.pre_movement[i]
        exposed += active and incident.seen_at[i] > now - 1.5
        if incident.notice_at[i] <= now and status == _WAITING:
            incident.notice_at[i] = now + RETRY_S
            if incident.choice[i] == Choice.HIDE and site.hazard.is_present:
                start_hiding(site, world, i)
            else:
                start_running(site, world, i)
    incident.tally[Tally.EXPOSED] = exposed


@kernel
def advance_legs(site, world, now):
    """Give everybody who walks the next leg, lock rooms, break windows, take out who has left.

    In place: `world`.

    Parameters
    ----------
    site, world, now
        See `advance_notice`.
    """
    floor, routes, people, incident = site.floor, site.routes, world.people, world.incident
    n = incident.notice_at.shape[0]
    moving = 0
    incident.queueing[:] = 0
    for i in range(n):
        if people.status[i] == _CROSSING:
            cross(site, world, i)
            incident.queueing[people.left_by[i]] += people.status[i] == _CROSSING
        if people.status[i] != _MOVING:
            moving += people.status[i] == _CROSSING
            continue
        if incident.choice[i] == Choice.HIDE:
            advance_hider(site, world, i, now)
        else:
            leg = people.leg[i]
            if leg < 0 or routes.leg_space[leg] != people.space[i] or (
                incident.doors[people.goal[i]] == _LOCKED
            ):
                start_running(site, world, i)
            elif incident.doors[routes.leg_opening[leg]] >= _LOCKED:
                push_at_closed_opening(site, world, i)
        moving += people.status[i] == _MOVING
    for o in range(incident.doors.shape[0]):
        if routes.opening_category[o] == _PORTAL:
            full = incident.queueing[o] > 2.0 * routes.opening_width[o]
            incident.doors[o] = np.uint8(Door.FULL) if full else np.uint8(Door.OPEN)
        if incident.close_at[o] <= now:
            incident.doors[o] = _LOCKED
            incident.close_at[o] = math.inf
            keep_inside(routes, world, o)
    incident.tally[Tally.MOVING] = moving


@kernel
def keep_inside(routes, world, opening):
    """Who is in a shelter when its door is locked stays hidden there. In place: `world`."""
    people, incident = world.people, world.incident
    for i in range(incident.notice_at.shape[0]):
        home = people.space[i]
        if home < 0 or routes.shelter[home] == 0 or incident.choice[i] == Choice.HIDE:
            continue
        inside = routes.opening_space[opening, 0] == home or routes.opening_space[opening, 1] == home
        if inside and (people.status[i] == _WAITING or people.status[i] == _MOVING):
            people.status[i] = _HIDING


@kernel
def advance_hider(site, world, i, now):
    """Lead one hiding person on: into the room, to its far end, or away from a locked door.

    In place: `world`.
    """
    routes, people, incident = site.routes, world.people, world.incident
    place = people.goal[i]
    room = routes.leg_space[routes.place_leg[place]]
    if people.space[i] == room:
        dx = people.x[i] - routes.place[place, 0]
        dy = people.y[i] - routes.place[place, 1]
        crowded = math.sqrt(dx * dx + dy * dy) < 0.5 + 0.3 * math.sqrt(1.0 * incident.hidden[room])
        for k in range(routes.space_start[room], routes.space_start[room + 1]):
            o = routes.space_opening[k]
            if incident.doors[o] < _LOCKED and incident.close_at[o] == math.inf:
                incident.close_at[o] = now + routes.lock_delay[o]
        if crowded:
            people.status[i] = _HIDING
            return
    elif not is_enterable(routes, incident.doors, room):
        incident.hidden[room] -= 1
        start_hiding(site, world, i)
        return
    leg = people.leg[i]
    if leg < 0 or routes.leg_space[leg] != people.space[i]:
        set_leg(people, i, leg_to_place(site.floor, routes, people, incident.doors, i))


@kernel
def push_at_closed_opening(site, world, i):
    """A runner before a closed opening: break the window out, or choose another exit. In place: `world`."""
    routes, people, incident = site.routes, world.people, world.incident
    o = routes.leg_opening[people.leg[i]]
    if incident.doors[o] == _LOCKED or routes.opening_category[o] != _WINDOW:
        start_running(site, world, i)
        return
    if walk_along(site.floor, routes, people.leg[i], people.x[i], people.y[i]) < NEXT_TO_WINDOW_M:
        incident.broken_s[o] += site.dt_s * site.steps
        if incident.broken_s[o] >= BREAK_WINDOW_S:
            incident.doors[o] = np.uint8(Door.OPEN)


@kernel
def cross(site, world, i):
    """Take a person who crossed an opening out, or to the other end of it. In place: `world`."""
    routes, people = site.routes, world.people
    o = people.left_by[i]
    if routes.opening_category[o] != _PORTAL:
        people.status[i] = _OUT
        people.space[i] = -1
        return
    side = 0 if routes.opening_space[o, 0] == people.space[i] else 1
    here, there = routes.opening_line[o, side], routes.opening_line[o, 1 - side]
    ux, uy = here[2] - here[0], here[3] - here[1]
    vx, vy = there[2] - there[0], there[3] - there[1]
    length, width = math.sqrt(ux * ux + uy * uy), math.sqrt(vx * vx + vy * vy)
    t = ((people.x[i] - here[0]) * ux + (people.y[i] - here[1]) * uy) / (length * length)
    margin = min(0.5, 0.2 / width)
    t = min(1.0 - margin, max(margin, t))
    target = routes.opening_space[o, 1 - side]
    for sign in range(2):
        offset = (0.2 if sign == 0 else -0.2) / width
        x = np.float32(there[0] + t * vx - offset * vy)
        y = np.float32(there[1] + t * vy + offset * vx)
        if site.floor.space[cell_of(site.floor, x, y)] == target:
            if is_crowded(people, x, y, i):
                return
            people.x[i], people.y[i] = x, y
            people.heading_x[i] = np.float32((-vy if sign == 0 else vy) / width)
            people.heading_y[i] = np.float32((vx if sign == 0 else -vx) / width)
            break
    people.space[i] = target
    people.left_by[i] = -1
    people.leg[i] = -1
    people.status[i] = _MOVING


@kernel
def is_crowded(people, x, y, i):
    """Does somebody stand within 0.3 m of a point?"""
    for j in range(people.x.shape[0]):
        status = people.status[j]
        if j != i and (status == _MOVING or status == _WAITING or status == _HIDING):
            dx, dy = people.x[j] - x, people.y[j] - y
            if dx * dx + dy * dy < np.float32(0.09):
                return True
    return False


@kernel
def hurt_someone(site, world, stream, now):
    """A casualty event: wound one of those in sight of the hazard.

    In place: `world`.

    Parameters
    ----------
    site, world, now
        See `advance_notice`.
    stream : Stream
        Seed and replication.

    Notes
    -----
    All in sight are equally exposed. Each has an own random number for each event and the lowest is
    wounded, so that the same event in two courses of action wounds the same person as far as it can.
    """
    people, incident = world.people, world.incident
    hazard = people.x.shape[0] - 1
    event = incident.tally[Tally.CASUALTY_EVENTS]
    lowest, who = 2.0, -1
    for i in range(incident.notice_at.shape[0]):
        status = people.status[i]
        standing = status == _WAITING or status == _MOVING or status == _HIDING
        if not standing or incident.seen_at[i] < now - 1.5:
            continue
        u = draw(stream, Purpose.CASUALTY_WHO, i, event)
        if u < lowest and is_in_sight(
            site.floor,
            incident.doors,
            (people.x[hazard], people.y[hazard]),
            (people.x[i], people.y[i]),
        ):
            lowest, who = u, i
    if who < 0:
        return
    if incident.choice[who] == Choice.HIDE:
        room = site.routes.leg_space[site.routes.place_leg[people.goal[who]]]
        incident.hidden[room] -= people.leg[who] >= 0
    wound(people, incident, stream, who, (now, site.hazard.fatal))
    incident.tally[Tally.CASUALTY_EVENTS] += 1
    incident.amount[Amount.NEXT_CASUALTY] += draw_exponential(
        stream, Purpose.CASUALTY_TIME, 0, event + 1
    )
