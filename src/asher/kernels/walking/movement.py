"""One tick of walking: look round, then step by step turn, keep the gap, keep clear, pass doors."""

import math

import numpy as np

from asher.kernels.codes import Status
from asher.kernels.jit import kernel

from .aims import AT_LINE, NOT_LOOKED, find_aim, point_at_corner
from .laws import (
    choose_swerve,
    follow,
    judge_progress,
    push_of_neighbours,
    speed_behind,
    turned,
)
from .neighbours import list_neighbours, place_image, sort_by_cell
from .passages import book_passage, change_plane, does_pass, is_passage_free, pass_opening
from .plane import WAY_M, cell_of, closest_on
from .walls import CLEAR_M, kept_clear, push_of_walls

LINE_S = 2.0
"""Who sees the end of a leg looks for the way anew after this [s] (judgement)."""
CORNER_S = 1.0
"""Who walks to a corner does so after this [s] (judgement)."""
AT_CORNER_M = 0.3
"""As near as this to a corner one looks round it [m] (judgement)."""
ON_CORNER_LINE_M = 0.1
"""As near as this one is on the line of a corner [m] (judgement: a step)."""
OVER_M = 0.3
"""How far beyond an opening people look as they walk to it [m] (judgement)."""
BESIDE_DOOR_M = 0.2
"""Who is farther than this to the side of where a body passes a door is beside it
[m] (judgement: half a body)."""
JAMMED = 10
"""Among so many neighbours there is no way round [persons] (judgement: 3 persons/m2)."""
BLOCKED = 0.1
"""Who walks at less than this share of the wish has somebody in the way [-] (judgement)."""
_MOVING = np.uint8(Status.MOVING)


@kernel(inline=True)
def wished_direction(routes, people, i, at, others):
    """Unit vector to what a person walks to; 0, 0 for who is there.

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
    """
    x, y = at
    leg, aim = people.leg[i], people.aim[i]
    if leg < 0:
        return people.heading_x[i], people.heading_y[i]
    if people.left_by[i] >= 0:
        return routes.leg_across[leg, 0], routes.leg_across[leg, 1]
    if aim >= 0:
        px, py = point_at_corner(routes, aim, x, y, others)
        if math.hypot(px - x, py - y) < ON_CORNER_LINE_M:
            # On the corner's line already, and what comes next is not in sight: closer to it.
            px, py = routes.corner[aim, 0], routes.corner[aim, 1]
    else:
        px, py = closest_on(x, y, routes.leg_line[leg])
        out_x, out_y = routes.leg_across[leg, 0], routes.leg_across[leg, 1]
        # From beside a door one walks to before it, from before it over its threshold.
        is_beside = abs((px - x) * out_y - (py - y) * out_x) > BESIDE_DOOR_M
        over = -WAY_M if is_beside else OVER_M
        px += over * out_x
        py += over * out_y
    dx, dy = px - x, py - y
    d = math.hypot(dx, dy)
    if d < 0.05:
        return 0.0, 0.0
    return dx / d, dy / d


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
        x, y [m], time [s].
    """
    x, y, now = place
    leg, aim = people.leg[i], people.aim[i]
    if leg < 0:
        return
    due = aim == NOT_LOOKED or now >= people.aim_until[i]
    if not due and aim >= 0:
        px, py = closest_on(x, y, routes.corner[aim])
        due = math.hypot(px - x, py - y) < AT_CORNER_M
    if due:
        aim, _ = find_aim(floor, routes, doors, leg, x, y)
        people.aim[i] = aim
        people.aim_until[i] = now + (LINE_S if aim == AT_LINE else CORNER_S)


@kernel
def look_round(floor, routes, walking, people, crowd, doors, clock):
    """Everybody who walks judges the progress made, looks for the way, and for a way round others.

    In place: aims, swerves and squeezes in `people`.

    Parameters
    ----------
    floor, routes, walking, people, crowd
        See `state`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    clock : tuple
        Time [s], number of the tick.

    Notes
    -----
    The way round others is looked for in every second tick, in turn.
    """
    now, tick = clock
    for slot in range(crowd.count[0]):
        i = crowd.person[slot]
        if people.status[i] != _MOVING:
            continue
        x, y = crowd.x[slot], crowd.y[slot]
        judge_progress(people, i, x, y, now)
        look_for_way(floor, routes, doors, people, i, (x, y, now))
        if (tick + i) % 2 == 0:
            people.swerve[i] = 0.0
            around = crowd.n_near[slot] + crowd.n_far[slot]
            if around > 0 and people.leg[i] >= 0 and crowd.n_near[slot] < JAMMED:
                wish = wished_direction(routes, people, i, (x, y), crowd.n_near[slot])
                speed = people.speed[i] * routes.leg_pace[people.leg[i]]
                shoulder = walking.shoulder_m * (1.0 - people.squeeze[i])
                people.swerve[i] = choose_swerve(crowd, slot, wish, (speed, shoulder))


@kernel
def advance_step(floor, routes, walking, people, crowd, doors, clock):
    """Move everybody who walks by one time step.

    In place: `crowd`, and in `people` direction and blocker of those who walk, and whatever changes
    for those who pass an opening.

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
    turn = 1.0 - math.exp(-dt / walking.turn_s)
    for slot in range(np.uintp(crowd.count[0])):
        i = np.uintp(crowd.person[slot])
        if people.status[i] != _MOVING:
            continue
        x, y = crowd.x[slot], crowd.y[slot]
        others, leg = crowd.n_near[slot], people.leg[i]
        pace = routes.leg_pace[leg] if leg >= 0 else 1.0
        stair = walking.stair_time_gap_s / walking.time_gap_s if pace < 1.0 else 1.0
        wish, firm = people.speed[i] * pace, 1.0 - people.squeeze[i]
        body = people.body[i] * firm
        wish_x, wish_y = wished_direction(routes, people, i, (x, y), others)
        if wish_x == 0.0 and wish_y == 0.0:
            wish = 0.0
        if people.swerve[i] != 0.0:
            c, s = math.cos(people.swerve[i]), math.sin(people.swerve[i])
            wish_x, wish_y = c * wish_x - s * wish_y, s * wish_x + c * wish_y
        push_x, push_y = push_of_neighbours(walking, crowd, slot, others, body)
        towards_x, towards_y = wish_x + firm * push_x, wish_y + firm * push_y
        cell = cell_of(floor, x, y) if people.left_by[i] < 0 else -1
        nearest = math.inf
        own = routes.leg_opening[leg] if leg >= 0 else -1
        where = (cell, people.space[i], own)
        if cell >= 0 and floor.near_start[cell + 1] > floor.near_start[cell]:
            push_x, push_y, nearest = push_of_walls(floor, routes, walking, doors, where, (x, y))
            # A wall turns people aside, never back: what bars the way ends the step anyway.
            back = min(0.0, push_x * wish_x + push_y * wish_y)
            towards_x += push_x - back * wish_x
            towards_y += push_y - back * wish_y
        heading = (people.heading_x[i], people.heading_y[i])
        ex, ey = turned(heading, turn, (towards_x, towards_y))
        gait = (body, firm * walking.shoulder_m, people.time_gap[i] * stair, walking.zipper)
        allowed, gap, ahead = follow(crowd, slot, others, (ex, ey), gait)
        speed = speed_behind(allowed, wish, gap, dt)
        to = (x + dt * speed * ex, y + dt * speed * ey)
        near = CLEAR_M + dt * speed
        if nearest < near * near:
            to = kept_clear(floor, routes, doors, where, (x, y), to)
        people.heading_x[i], people.heading_y[i] = ex, ey
        people.blocker[i] = -1
        if speed < BLOCKED * wish and ahead >= 0:
            people.blocker[i] = crowd.person[ahead]
        if own >= 0 and people.left_by[i] < 0 and does_pass(routes, leg, (x, y), to):
            if is_passage_free(crowd, own, now):
                book_passage(routes, walking, crowd, own, clock)
                pass_opening(routes, people, i, (to[0], to[1], now + dt))
            else:
                to = (x, y)
        crowd.pace[slot] = speed
        crowd.next_x[slot], crowd.next_y[slot] = to


@kernel
def finish_step(routes, people, crowd, dt):
    """Make the next places the present ones, for people, those who have left, and images.

    In place: `crowd`.
    """
    for slot in range(np.uintp(crowd.count[0])):
        i = np.uintp(crowd.person[slot])
        if people.status[i] == _MOVING:
            crowd.x[slot], crowd.y[slot] = crowd.next_x[slot], crowd.next_y[slot]
            crowd.heading_x[slot], crowd.heading_y[slot] = people.heading_x[i], people.heading_y[i]
        elif people.space[i] < 0:
            crowd.heading_x[slot], crowd.heading_y[slot] = people.heading_x[i], people.heading_y[i]
            crowd.x[slot] += dt * people.speed[i] * crowd.heading_x[slot]
            crowd.y[slot] += dt * people.speed[i] * crowd.heading_y[slot]
    for slot in range(np.uintp(crowd.count[0]), np.uintp(crowd.count[2])):
        place_image(routes, crowd, slot)


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
    """
    now, dt, steps = clock
    sort_by_cell(floor, routes, people, crowd, now)
    if crowd.count[1] == 0:
        return
    list_neighbours(floor, doors, people, crowd)
    tick = int(now / (dt * steps) + 0.5)
    look_round(floor, routes, walking, people, crowd, doors, (now, tick))
    for k in range(steps):
        advance_step(floor, routes, walking, people, crowd, doors, (now + k * dt, dt))
        finish_step(routes, people, crowd, dt)
    for slot in range(crowd.count[0]):
        i = crowd.person[slot]
        if people.status[i] == _MOVING:
            people.x[i], people.y[i] = crowd.x[slot], crowd.y[slot]
            if people.left_by[i] >= 0:
                change_plane(routes, people, i)
