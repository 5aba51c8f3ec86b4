"""One tick of walking: look round, then step by step wish, turn, keep the gap, and go."""

import math

import numpy as np

from asher.kernels.codes import Slot, Status
from asher.kernels.jit import kernel

from .aims import AT_LINE, NOT_LOOKED, THERE_M, find_aim, point_at_corner
from .cells import sort_by_cell
from .images import place_image
from .laws import follow, judge_progress, push_of_neighbours, speed_behind, turned
from .neighbours import list_neighbours
from .passages import book_passage, change_plane, does_pass, is_passage_free, pass_opening
from .plane import WAY_M, cell_of, closest_on, length_of
from .swerve import choose_swerve
from .walls import CLEAR_M, kept_clear, push_of_walls

LOOK_S = 2.0
"""Who has looked for the way does so again after this [s] (judgement)."""
LOOK_AGAIN_M = 3.0
"""And after so much way, if that is sooner [m] (judgement: who runs round a corner may be carried
back behind it)."""
AT_CORNER_M = 0.3
"""As near as this to a corner one looks round it, or so near that one comes to it within the tick
[m] (judgement)."""
ON_CORNER_LINE_M = 0.1
"""As near as this one is on the line of a corner [m] (judgement: a step)."""
OVER_M = 0.3
"""How far beyond an opening people look as they walk to it [m] (judgement)."""
BESIDE_DOOR_M = 0.2
"""Who is farther than this to the side of where a body passes a door is beside it
[m] (judgement: half a body)."""
JAMMED = 8
"""Among so many neighbours there is no way round [persons] (judgement: 3 persons/m2)."""
BLOCKED = 0.1
"""Who walks at less than this share of the wish has somebody in the way [-] (judgement)."""
CLOSE_M = 0.5
"""Who is farther from an opening than this and a tick's walk does not pass it in the tick [m]
(judgement: people are pushed less than that)."""
NO_OPENING, STOPS = -1, -2
"""Instead of the opening of the own leg: none, or a place at which to stop is walked to."""
_MOVING = np.uint8(Status.MOVING)
_STANDS, _WALKS = np.uint8(Slot.STANDS), np.uint8(Slot.WALKS)
_CROSSES, _LEAVES, _IMAGE = np.uint8(Slot.CROSSES), np.uint8(Slot.LEAVES), np.uint8(Slot.IMAGE)


@kernel(inline=True)
def point_ahead(routes, people, i, at, others):
    """Where a person walks to in this tick, others left aside.

    Parameters
    ----------
    routes : Routes
        Legs and corners.
    people : People
        Leg and aim.
    i : int
        Person.
    at : tuple of float
        Where the person is, x and y [m].
    others : int
        Neighbours: who has company keeps abreast at a corner.

    Returns
    -------
    tuple of float
        x, y [m].
    """
    x, y = at
    leg, aim = people.leg[i], people.aim[i]
    if leg < 0:
        return x + people.heading_x[i], y + people.heading_y[i]
    if aim >= 0:
        px, py = point_at_corner(routes, aim, x, y, others)
        if length_of(px - x, py - y) < ON_CORNER_LINE_M:
            # On the corner's line already, and what comes next is not in sight: closer to it.
            px, py = routes.corner[aim, 0], routes.corner[aim, 1]
        return px, py
    px, py = closest_on(x, y, routes.leg_line[leg])
    out_x, out_y = routes.leg_across[leg, 0], routes.leg_across[leg, 1]
    # From beside a door one walks to before it, from before it over its threshold.
    is_beside = abs((px - x) * out_y - (py - y) * out_x) > BESIDE_DOOR_M
    over = -WAY_M if is_beside else OVER_M
    return px + over * out_x, py + over * out_y


@kernel(inline=True)
def look_for_way(floor, routes, doors, people, i, place):
    """Look for the way anew where it is time to. In place: the aim in `people`.

    Parameters
    ----------
    floor, routes, people
        See `state`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    i : int
        Person.
    place : tuple of float
        x, y [m], time [s], length of the tick [s].
    """
    x, y, now, length = place
    leg, aim = people.leg[i], people.aim[i]
    if leg < 0:
        return
    due = aim == NOT_LOOKED or now >= people.aim_until[i]
    if not due and aim >= 0:
        px, py = closest_on(x, y, routes.corner[aim])
        due = length_of(px - x, py - y) < max(AT_CORNER_M, length * people.speed[i])
    if due:
        aim, _ = find_aim(floor, routes, doors, leg, x, y)
        people.aim[i] = aim
        people.aim_until[i] = now + min(LOOK_S, LOOK_AGAIN_M / people.speed[i])


@kernel
def look_round(floor, routes, walking, people, crowd, doors, clock):
    """Everybody who walks looks for the way, and for a way round others.

    In place: aims and swerves in `people`; where each slot walks to in this tick in `crowd`.

    Parameters
    ----------
    floor, routes, walking, people, crowd
        See `state`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    clock : tuple
        Time [s], length of the tick [s], number of the tick.

    Notes
    -----
    The way round others is looked for in every second tick, in turn.
    """
    now, length, tick = clock
    for slot in range(crowd.count[2]):
        if crowd.role[slot] != _WALKS:
            continue
        i = crowd.person[slot]
        x, y = crowd.x[slot], crowd.y[slot]
        look_for_way(floor, routes, doors, people, i, (x, y, now, length))
        note_opening(routes, people, crowd, slot, length)
        others = crowd.n_listed[slot]
        px, py = point_ahead(routes, people, i, (x, y), others)
        dx, dy = px - x, py - y
        if (tick + i) % 2 == 0:
            people.swerve[i] = 0.0
            is_there = length_of(dx, dy) < THERE_M
            if people.leg[i] >= 0 and others < JAMMED and not is_there:
                walker = (crowd.wish[slot], crowd.firm[slot] * walking.shoulder_m)
                people.swerve[i] = choose_swerve(floor, crowd, doors, slot, (dx, dy), walker)
        if people.swerve[i] != 0.0:
            c, s = math.cos(people.swerve[i]), math.sin(people.swerve[i])
            dx, dy = c * dx - s * dy, s * dx + c * dy
        crowd.to_x[slot], crowd.to_y[slot] = x + dx, y + dy


@kernel(inline=True)
def note_opening(routes, people, crowd, slot, length):
    """Note for a slot which opening it may pass in this tick. In place: `crowd`."""
    i = crowd.person[slot]
    leg = people.leg[i]
    crowd.own[slot], crowd.is_close[slot] = NO_OPENING, False
    if leg >= 0:
        crowd.own[slot] = routes.leg_opening[leg]
        if crowd.own[slot] < 0 and people.aim[i] == AT_LINE:
            crowd.own[slot] = STOPS
        px, py = closest_on(crowd.x[slot], crowd.y[slot], routes.leg_line[leg])
        reach = CLOSE_M + length * people.speed[i]
        crowd.is_close[slot] = length_of(px - crowd.x[slot], py - crowd.y[slot]) < reach


@kernel
def take_stock(routes, walking, people, crowd, now):
    """Everybody who walks judges the progress made; note how fast each would walk, and how wide.

    In place: squeezes in `people`; what holds for a tick in `crowd`.

    Parameters
    ----------
    routes, walking, people, crowd
        See `state`.
    now : float
        Time [s].
    """
    for slot in range(np.uintp(crowd.count[2])):
        if crowd.role[slot] != _WALKS:
            continue
        i = np.uintp(crowd.person[slot])
        judge_progress(people, i, crowd.x[slot], crowd.y[slot], now)
        leg, firm = people.leg[i], 1.0 - people.squeeze[i]
        pace = routes.leg_pace[leg] if leg >= 0 else 1.0
        stair = walking.stair_time_gap_s / walking.time_gap_s if pace < 1.0 else 1.0
        crowd.space[slot], crowd.firm[slot] = people.space[i], firm
        crowd.wish[slot] = people.speed[i] * pace
        crowd.body[slot] = people.body[i] * firm
        crowd.time_gap[slot] = people.time_gap[i] * stair


@kernel
def wish_and_push(walking, crowd):
    """First law: everybody wishes to go on, and is pushed by neighbours.

    In place: ``crowd.towards_x`` and ``towards_y``, and the wish of who has arrived.

    Parameters
    ----------
    walking, crowd
        See `state`.

    Notes
    -----
    ``e0 + sum of pushes``; see `laws.push_of_neighbours`.
    """
    for slot in range(np.uintp(crowd.count[2])):
        if not is_walking(crowd, slot):
            continue
        dx, dy = crowd.to_x[slot] - crowd.x[slot], crowd.to_y[slot] - crowd.y[slot]
        d = length_of(dx, dy)
        if d >= THERE_M:
            wish_x, wish_y = dx / d, dy / d
        elif crowd.own[slot] == STOPS:
            wish_x, wish_y, crowd.wish[slot] = 0.0, 0.0, 0.0
        else:
            # What comes next is looked for when the tick is over.
            wish_x, wish_y = crowd.heading_x[slot], crowd.heading_y[slot]
        push_x, push_y = push_of_neighbours(walking, crowd, slot)
        crowd.towards_x[slot] = wish_x + crowd.firm[slot] * push_x
        crowd.towards_y[slot] = wish_y + crowd.firm[slot] * push_y


@kernel(inline=True)
def is_walking(crowd, slot):
    """Tell whether a slot holds somebody who walks, on the floor or over the end of a stair."""
    return crowd.role[slot] == _WALKS or crowd.role[slot] == _CROSSES


@kernel
def keep_off_walls(floor, routes, walking, crowd, doors):
    """Second law: walls turn people aside, never back. In place: the sum of wish and pushes.

    Parameters
    ----------
    floor, routes, walking, crowd
        See `state`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.

    Notes
    -----
    See `walls.push_of_walls`. What bars the way ends the step anyway.
    """
    for slot in range(np.uintp(crowd.count[2])):
        crowd.wall2[slot] = math.inf
        if crowd.role[slot] != _WALKS:
            continue
        x, y = crowd.x[slot], crowd.y[slot]
        cell = cell_of(floor, x, y)
        if cell >= 0 and floor.near_start[cell + 1] > floor.near_start[cell]:
            where = (cell, crowd.space[slot], crowd.own[slot])
            push_x, push_y, nearest = push_of_walls(floor, routes, walking, doors, where, (x, y))
            crowd.wall2[slot] = nearest
            if push_x != 0.0 or push_y != 0.0:
                wish = (crowd.to_x[slot] - x, crowd.to_y[slot] - y)
                d = max(length_of(wish[0], wish[1]), THERE_M)
                back = min(0.0, push_x * wish[0] + push_y * wish[1]) / (d * d)
                crowd.towards_x[slot] += push_x - back * wish[0]
                crowd.towards_y[slot] += push_y - back * wish[1]


@kernel
def turn(crowd, share):
    """Third law: the direction of walking relaxes; see `laws.turned`. In place: `crowd`."""
    for slot in range(np.uintp(crowd.count[2])):
        if is_walking(crowd, slot):
            heading = (crowd.heading_x[slot], crowd.heading_y[slot])
            towards = (crowd.towards_x[slot], crowd.towards_y[slot])
            crowd.heading_x[slot], crowd.heading_y[slot] = turned(heading, share, towards)


@kernel
def keep_gap(walking, crowd, dt):
    """Fourth law: nobody walks faster than the people ahead allow.

    In place: ``crowd.pace`` and ``led_by``.

    Parameters
    ----------
    walking, crowd
        See `state`.
    dt : float
        Time step [s].

    Notes
    -----
    See `laws.follow` and `laws.speed_behind`.
    """
    for slot in range(np.uintp(crowd.count[2])):
        if not is_walking(crowd, slot):
            continue
        allowed, gap, led_by = follow(walking, crowd, slot)
        wish = crowd.wish[slot]
        crowd.pace[slot] = speed_behind(allowed, wish, gap, dt)
        crowd.led_by[slot] = led_by if crowd.pace[slot] < BLOCKED * wish else -1


@kernel
def go(floor, routes, walking, people, crowd, doors, clock):
    """Fifth law: all go on as far as walls let them, and pass the openings of their own legs.

    In place: places in `crowd`; in `people` whatever changes for those who pass an opening.

    Parameters
    ----------
    floor, routes, walking, people, crowd
        See `state`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    clock : tuple of float
        Time at the start of the step, time step [s].
    """
    now, dt = clock
    for slot in range(np.uintp(crowd.count[2])):
        role = crowd.role[slot]
        if role == _STANDS or role == _IMAGE:
            continue
        x, y, way = crowd.x[slot], crowd.y[slot], dt * crowd.pace[slot]
        to = (x + way * crowd.heading_x[slot], y + way * crowd.heading_y[slot])
        if role == _WALKS:
            own = crowd.own[slot]
            clear = CLEAR_M + way
            if crowd.wall2[slot] < clear * clear:
                where = (cell_of(floor, x, y), crowd.space[slot], own)
                to = kept_clear(floor, routes, doors, where, (x, y), to)
            if own >= 0 and crowd.is_close[slot]:
                i = crowd.person[slot]
                if does_pass(routes, people.leg[i], (x, y), to):
                    if is_passage_free(crowd, own, now):
                        book_passage(routes, walking, crowd, own, clock)
                        pass_opening(routes, people, i, (to[0], to[1], now + dt))
                        follow_through(people, crowd, slot)
                    else:
                        to = (x, y)
        crowd.x[slot], crowd.y[slot] = to


@kernel
def follow_through(people, crowd, slot):
    """Note for a slot that its person has passed an opening. In place: `crowd`."""
    i = crowd.person[slot]
    crowd.space[slot], crowd.own[slot] = people.space[i], NO_OPENING
    crowd.wish[slot] = people.speed[i]
    if people.status[i] != _MOVING:
        crowd.role[slot], crowd.pace[slot] = _LEAVES, people.speed[i]
        crowd.heading_x[slot], crowd.heading_y[slot] = people.heading_x[i], people.heading_y[i]
    elif people.left_by[i] >= 0:
        crowd.role[slot] = _CROSSES


@kernel
def move_images(routes, crowd):
    """Put images where their persons are seen now. In place: `crowd`."""
    for slot in range(np.uintp(crowd.count[2])):
        if crowd.role[slot] == _IMAGE:
            place_image(routes, crowd, slot)


@kernel
def hand_back(routes, people, crowd):
    """Take over what a tick came to, and change planes where stairs end. In place: `people`."""
    for slot in range(crowd.count[2]):
        if not is_walking(crowd, slot):
            continue
        i = crowd.person[slot]
        people.x[i], people.y[i] = crowd.x[slot], crowd.y[slot]
        people.heading_x[i], people.heading_y[i] = crowd.heading_x[slot], crowd.heading_y[slot]
        people.pace[i] = crowd.pace[slot]
        led_by = crowd.led_by[slot]
        people.blocker[i] = crowd.person[led_by] if led_by >= 0 else -1
        if people.left_by[i] >= 0:
            change_plane(routes, people, i)


@kernel
def advance_movement(floor, routes, walking, people, crowd, doors, clock):
    """Move everybody who walks through one tick of several time steps.

    In place: `people`, `crowd`.

    Parameters
    ----------
    floor, routes, walking, people, crowd
        See `state`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    clock : tuple
        Time [s], time step [s], number of steps.

    Notes
    -----
    Each law is for the whole crowd before the next comes, so all see each other where they were
    when the step began.
    """
    now, dt, steps = clock
    sort_by_cell(floor, routes, people, crowd, now)
    if crowd.count[1] == 0:
        return
    take_stock(routes, walking, people, crowd, now)
    list_neighbours(floor, crowd, doors)
    length = dt * steps
    look_round(floor, routes, walking, people, crowd, doors, (now, length, int(now / length + 0.5)))
    share = 1.0 - math.exp(-dt / walking.turn_s)
    for k in range(steps):
        wish_and_push(walking, crowd)
        keep_off_walls(floor, routes, walking, crowd, doors)
        turn(crowd, share)
        keep_gap(walking, crowd, dt)
        go(floor, routes, walking, people, crowd, doors, (now + k * dt, dt))
        move_images(routes, crowd)
    hand_back(routes, people, crowd)
