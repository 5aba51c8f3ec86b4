"""One tick of walking: look round, then step by step wish, turn, keep the gap, and go."""

import math

import numpy as np

from asher.kernels.codes import Slot, Status
from asher.kernels.jit import kernel

from .aims import THERE_M
from .cells import sort_by_cell
from .images import place_image
from .laws import TOUCH_M, follow, push_of_neighbours, speed_behind, turned
from .looking import NO_OPENING, STOPS, look_round, take_stock
from .neighbours import list_neighbours
from .passages import book_passage, change_plane, does_pass, is_passage_free, pass_opening
from .plane import cell_of, length_of
from .walls import CLEAR_M, kept_clear, push_of_walls

BLOCKED = 0.1
"""Who walks at less than this share of the wish has somebody in the way [-] (judgement)."""


@kernel(inline=True)
def is_walking(crowd, slot):
    """Tell whether a slot holds somebody who walks, on the floor or over the end of a stair."""
    return crowd.slots.role[slot] == Slot.WALKS or crowd.slots.role[slot] == Slot.CROSSES


@kernel(inline=True)
def wish_and_push(walking, crowd, slot):
    """First law: everybody wishes to go on, and is pushed by neighbours.

    In place: the wish of who has arrived, in `crowd`.

    Parameters
    ----------
    walking, crowd, slot
        See `laws.push_of_neighbours`.

    Returns
    -------
    tuple of float
        Sum of wish and pushes [-].

    Notes
    -----
    ``e0 + sum of pushes``; see `laws.push_of_neighbours`.
    """
    dx, dy = (
        crowd.slots.to_x[slot] - crowd.slots.x[slot],
        crowd.slots.to_y[slot] - crowd.slots.y[slot],
    )
    d = length_of(dx, dy)
    if d >= THERE_M:
        wish_x, wish_y = dx / d, dy / d
    elif crowd.slots.own[slot] == STOPS:
        wish_x, wish_y, crowd.slots.wish[slot] = 0.0, 0.0, 0.0
    else:
        # What comes next is looked for when the tick is over.
        wish_x, wish_y = crowd.slots.heading_x[slot], crowd.slots.heading_y[slot]
    push_x, push_y = push_of_neighbours(walking, crowd, slot)
    firm = crowd.slots.firm[slot]
    return wish_x + firm * push_x, wish_y + firm * push_y


@kernel(inline=True)
def keep_off_walls(floor, routes, walking, crowd, doors, slot, towards):
    """Second law: walls turn people aside, never back.

    In place: how near the nearest wall is, in `crowd`.

    Parameters
    ----------
    floor, routes, walking, crowd, slot
        See `laws.push_of_neighbours`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    towards : tuple of float
        Sum of wish and pushes [-].

    Returns
    -------
    tuple of float
        The same with the pushes of walls [-].

    Notes
    -----
    See `walls.push_of_walls`. What bars the way ends the step anyway.
    """
    crowd.slots.wall2[slot] = math.inf
    towards_x, towards_y = towards
    x, y = crowd.slots.x[slot], crowd.slots.y[slot]
    cell = cell_of(floor, x, y)
    if cell >= 0 and floor.near_start[cell + 1] > floor.near_start[cell]:
        where = (cell, crowd.slots.space[slot], crowd.slots.own[slot])
        push_x, push_y, nearest = push_of_walls(floor, routes, walking, doors, where, (x, y))
        crowd.slots.wall2[slot] = nearest
        if push_x != 0.0 or push_y != 0.0:
            wish = (crowd.slots.to_x[slot] - x, crowd.slots.to_y[slot] - y)
            d = max(length_of(wish[0], wish[1]), THERE_M)
            back = min(0.0, push_x * wish[0] + push_y * wish[1]) / (d * d)
            towards_x += push_x - back * wish[0]
            towards_y += push_y - back * wish[1]
    return towards_x, towards_y


@kernel
def face(floor, routes, walking, crowd, doors, share):
    """First to third law: everybody wishes, is pushed, keeps off walls, and turns.

    In place: directions in `crowd`.

    Parameters
    ----------
    floor, routes, walking, crowd, doors
        See `state`.
    share : float
        Share of the turn made in a step, see `laws.turned` [-].

    Notes
    -----
    None of the three looks at the direction of anybody else, so they go person by person.
    """
    for slot in range(np.uintp(crowd.scratch.n_slots)):
        if not is_walking(crowd, slot):
            continue
        towards = wish_and_push(walking, crowd, slot)
        if crowd.slots.role[slot] == Slot.WALKS:
            towards = keep_off_walls(floor, routes, walking, crowd, doors, slot, towards)
        heading = (crowd.slots.heading_x[slot], crowd.slots.heading_y[slot])
        crowd.slots.heading_x[slot], crowd.slots.heading_y[slot] = turned(heading, share, towards)


@kernel
def keep_gap(walking, crowd, dt):
    """Fourth law: nobody walks faster than the people ahead allow.

    In place: ``crowd.slots.pace`` and ``led_by``.

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
    for slot in range(np.uintp(crowd.scratch.n_slots)):
        if not is_walking(crowd, slot):
            continue
        allowed, gap, led_by = follow(walking, crowd, slot)
        wish = crowd.slots.wish[slot]
        crowd.slots.pace[slot] = speed_behind(allowed, wish, gap, dt)
        crowd.slots.led_by[slot] = led_by if crowd.slots.pace[slot] < BLOCKED * wish else -1


@kernel
def go(floor, routes, walking, people, crowd, doors, clock):
    """Fifth law: all go on as far as walls let them, and pass the openings of their own legs.

    In place: places in `crowd`; in `people` whatever changes for those who pass an opening.

    Parameters
    ----------
    floor, routes, walking, people, crowd, doors
        See `state`.
    clock : tuple of float
        Time at the start of the step, time step [s].
    """
    now, dt = clock
    for slot in range(np.uintp(crowd.scratch.n_slots)):
        role = crowd.slots.role[slot]
        if role == Slot.STANDS or role == Slot.IMAGE:
            continue
        x, y, way = crowd.slots.x[slot], crowd.slots.y[slot], dt * crowd.slots.pace[slot]
        to = (x + way * crowd.slots.heading_x[slot], y + way * crowd.slots.heading_y[slot])
        if role == Slot.WALKS:
            own = crowd.slots.own[slot]
            clear = CLEAR_M + way
            if crowd.slots.wall2[slot] < clear * clear:
                where = (cell_of(floor, x, y), crowd.slots.space[slot], own)
                to = kept_clear(floor, routes, doors, where, (x, y), to)
            if own >= 0 and crowd.slots.is_close[slot]:
                i = crowd.slots.person[slot]
                if does_pass(routes, people.leg[i], (x, y), to):
                    if is_passage_free(crowd, own, now):
                        book_passage(routes, walking, crowd, own, clock)
                        pass_opening(routes, people, i, (to[0], to[1], now + dt))
                        follow_through(people, crowd, slot)
                    else:
                        to = (x, y)
        crowd.slots.x[slot], crowd.slots.y[slot] = to


@kernel
def follow_through(people, crowd, slot):
    """Note for a slot that its person has passed an opening. In place: `crowd`."""
    i = crowd.slots.person[slot]
    crowd.slots.space[slot], crowd.slots.own[slot] = people.space[i], NO_OPENING
    crowd.slots.wish[slot] = people.speed[i]
    if people.status[i] != Status.MOVING:
        crowd.slots.role[slot], crowd.slots.pace[slot] = Slot.LEAVES, people.speed[i]
        crowd.slots.heading_x[slot], crowd.slots.heading_y[slot] = (
            people.heading_x[i],
            people.heading_y[i],
        )
    elif people.left_by[i] >= 0:
        crowd.slots.role[slot] = Slot.CROSSES


@kernel
def move_images(routes, crowd):
    """Put images where their persons are seen now. In place: `crowd`."""
    for slot in range(np.uintp(crowd.scratch.n_slots)):
        if crowd.slots.role[slot] == Slot.IMAGE:
            place_image(routes, crowd, slot)


@kernel(inline=True)
def does_stand(people, crowd, slot):
    """Tell whether a slot holds somebody who stands, here or beyond the end of a stair."""
    return people.status[crowd.slots.person[slot]] == Status.WAITING


@kernel(inline=True)
def is_held_by_stander(people, crowd, slot):
    """Tell whether somebody who stands is in the way of a slot, or beside whom it squeezes past.

    Nobody who queues behind people who walk is held so, whoever stands beside the queue.
    """
    led_by, i = crowd.slots.led_by[slot], crowd.slots.person[slot]
    if led_by >= 0:
        return does_stand(people, crowd, led_by)
    if people.squeezed[i] == 0.0:
        return False
    reach, near = people.body[i] + TOUCH_M, crowd.slots.near[slot]
    for k in range(crowd.slots.n_near[slot]):
        j = near[k]
        dx, dy = crowd.slots.x[j] - crowd.slots.x[slot], crowd.slots.y[j] - crowd.slots.y[slot]
        if does_stand(people, crowd, j) and dx * dx + dy * dy < reach * reach:
            return True
    return False


@kernel
def hand_back(routes, people, crowd, now):
    """Take over what a tick came to, and change planes where stairs end. In place: `people`."""
    for slot in range(crowd.scratch.n_slots):
        if not is_walking(crowd, slot):
            continue
        i = crowd.slots.person[slot]
        people.x[i], people.y[i] = crowd.slots.x[slot], crowd.slots.y[slot]
        people.heading_x[i], people.heading_y[i] = (
            crowd.slots.heading_x[slot],
            crowd.slots.heading_y[slot],
        )
        people.pace[i] = crowd.slots.pace[slot]
        led_by = crowd.slots.led_by[slot]
        people.blocker[i] = crowd.slots.person[led_by] if led_by >= 0 else -1
        if is_held_by_stander(people, crowd, slot):
            people.stander_at[i] = now
        if people.left_by[i] >= 0:
            change_plane(routes, people, i)


@kernel
def advance_movement(floor, routes, walking, people, crowd, doors, clock):
    """Move everybody who walks through one tick of several time steps.

    In place: `people`, `crowd`.

    Parameters
    ----------
    floor, routes, walking, people, crowd, doors
        See `state`.
    clock : tuple
        Time [s], time step [s], number of steps.

    Notes
    -----
    Everybody faces somewhere before anybody keeps the gap, and all do before anybody goes, so all
    see each other as they were when the step began.
    """
    now, dt, steps = clock
    sort_by_cell(floor, routes, people, crowd, now)
    if crowd.scratch.n_moving == 0:
        return
    length = dt * steps
    take_stock(routes, walking, people, crowd, (now, length))
    list_neighbours(floor, crowd, doors)
    look_round(floor, routes, walking, people, crowd, doors, (now, length, int(now / length + 0.5)))
    share = 1.0 - math.exp(-dt / walking.turn_s)
    for k in range(steps):
        face(floor, routes, walking, crowd, doors, share)
        keep_gap(walking, crowd, dt)
        go(floor, routes, walking, people, crowd, doors, (now + k * dt, dt))
        move_images(routes, crowd)
    hand_back(routes, people, crowd, now)
