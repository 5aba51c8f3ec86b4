"""Once a tick people judge their progress, and look for the way and for a way round others."""

import math

import numpy as np

from asher.kernels.codes import Slot
from asher.kernels.jit import kernel

from .aims import AT_LINE, NOT_LOOKED, THERE_M, find_aim, point_at_corner
from .laws import PAST_PACE, is_getting_past, judge_progress
from .plane import WAY_M, closest_on, length_of
from .swerve import choose_swerve

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
JAMMED = 7
"""Among so many neighbours there is no way round [persons] (judgement: 3 persons/m2)."""
FREE = 0.9
"""Who makes more than this of the wished speed has nobody in the way [-] (judgement)."""
SWERVE_TICKS, CLEAR_TICKS = 2, 4
"""People look for a way round others in every second tick, in turn, and in every fourth who walk
straight on as fast as they wish (judgement: at `swerve.LOOK_M` ahead, who comes the other way is
two seconds off)."""
CLOSE_M = 0.5
"""Who is farther from an opening than this and a tick's walk does not pass it in the tick [m]
(judgement: people are pushed less than that)."""
NO_OPENING, STOPS = -1, -2
"""Instead of the opening of the own leg: none, or a place at which to stop is walked to."""


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
            px, py = routes.corners.swing[aim, 0], routes.corners.swing[aim, 1]
        return px, py
    px, py = closest_on(x, y, routes.legs.line[leg])
    out_x, out_y = routes.legs.across[leg, 0], routes.legs.across[leg, 1]
    # From beside a door one walks to before it, from before it over its threshold.
    is_beside = abs((px - x) * out_y - (py - y) * out_x) > BESIDE_DOOR_M
    over = -WAY_M if is_beside else OVER_M
    return px + over * out_x, py + over * out_y


@kernel(inline=True)
def look_for_way(floor, routes, doors, people, i, place):
    """Look for the way anew where it is time to. In place: the aim in `people`.

    Parameters
    ----------
    floor, routes, people, doors
        See `state`.
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
        px, py = closest_on(x, y, routes.corners.swing[aim])
        due = length_of(px - x, py - y) < max(AT_CORNER_M, length * people.speed[i])
    if due:
        guess = np.intp(people.wall[i])
        aim, _, wall = find_aim(floor, routes, doors, leg, x, y, guess)
        people.aim[i], people.wall[i] = aim, wall
        people.aim_until[i] = now + min(LOOK_S, LOOK_AGAIN_M / people.speed[i])


@kernel
def look_round(floor, routes, walking, people, crowd, doors, clock):
    """Everybody who walks looks for the way, and for a way round others.

    In place: aims and swerves in `people`; where each slot walks to in this tick in `crowd`.

    Parameters
    ----------
    floor, routes, walking, people, crowd, doors
        See `state`.
    clock : tuple
        Time [s], length of the tick [s], number of the tick.

    Notes
    -----
    The way round others is looked for in every `SWERVE_TICKS`-th tick, in turn.
    """
    now, length, tick = clock
    for slot in range(crowd.scratch.n_slots):
        if crowd.slots.role[slot] != Slot.WALKS:
            continue
        i = crowd.slots.person[slot]
        x, y = crowd.slots.x[slot], crowd.slots.y[slot]
        look_for_way(floor, routes, doors, people, i, (x, y, now, length))
        note_opening(routes, people, crowd, slot, length)
        others = crowd.slots.n_listed[slot]
        px, py = point_ahead(routes, people, i, (x, y), others)
        dx, dy = px - x, py - y
        is_free = crowd.slots.pace[slot] > FREE * crowd.slots.wish[slot]
        is_clear = is_free and people.swerve[i] == 0.0
        if (tick + i) % (CLEAR_TICKS if is_clear else SWERVE_TICKS) == 0:
            people.swerve[i] = 0.0
            is_there = length_of(dx, dy) < THERE_M
            if people.leg[i] >= 0 and others < JAMMED and not is_there:
                walker = (crowd.slots.wish[slot], crowd.slots.firm[slot] * walking.shoulder_m)
                people.swerve[i] = choose_swerve(floor, crowd, doors, slot, (dx, dy), walker)
        if people.swerve[i] != 0.0:
            c, s = math.cos(people.swerve[i]), math.sin(people.swerve[i])
            dx, dy = c * dx - s * dy, s * dx + c * dy
        crowd.slots.to_x[slot], crowd.slots.to_y[slot] = x + dx, y + dy


@kernel(inline=True)
def note_opening(routes, people, crowd, slot, length):
    """Note for a slot which opening it may pass in this tick. In place: `crowd`."""
    i = crowd.slots.person[slot]
    leg = people.leg[i]
    crowd.slots.own[slot], crowd.slots.is_close[slot] = NO_OPENING, False
    if leg >= 0:
        crowd.slots.own[slot] = routes.legs.opening[leg]
        if crowd.slots.own[slot] < 0 and people.aim[i] == AT_LINE:
            crowd.slots.own[slot] = STOPS
        px, py = closest_on(crowd.slots.x[slot], crowd.slots.y[slot], routes.legs.line[leg])
        reach = CLOSE_M + length * people.speed[i]
        crowd.slots.is_close[slot] = (
            length_of(px - crowd.slots.x[slot], py - crowd.slots.y[slot]) < reach
        )


@kernel
def take_stock(routes, walking, people, crowd, clock):
    """Everybody who walks judges the progress made; note how fast each would walk, and how wide.

    In place: squeezes in `people`; what holds for a tick in `crowd`.

    Parameters
    ----------
    routes, walking, people, crowd
        See `state`.
    clock : tuple of float
        Time, length of the tick [s].
    """
    for slot in range(np.uintp(crowd.scratch.n_slots)):
        if crowd.slots.role[slot] != Slot.WALKS:
            continue
        i = np.uintp(crowd.slots.person[slot])
        judge_progress(people, i, crowd.slots.x[slot], crowd.slots.y[slot], clock)
        leg, firm = people.leg[i], 1.0 - people.squeezed[i]
        pace = routes.legs.pace[leg] if leg >= 0 else 1.0
        stair = walking.stair_time_gap_s / walking.time_gap_s if pace < 1.0 else 1.0
        if firm == 0.0 and is_getting_past(people, i, clock[0]):
            pace *= PAST_PACE
        crowd.slots.space[slot], crowd.slots.firm[slot] = people.space[i], firm
        crowd.slots.wish[slot] = people.speed[i] * pace
        crowd.slots.body[slot] = people.body[i] * firm
        crowd.slots.time_gap[slot] = people.time_gap[i] * stair
