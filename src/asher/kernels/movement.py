"""How people walk: collision-free speed along the shortest way, clear of walls and people."""

import math

import numpy as np

from .codes import Status
from .fields import distance_to_segment
from .jit import kernel
from .neighbours import (
    BODY_M,
    cell_of,
    nearest_ahead,
    push_of_neighbours,
    sort_by_block,
)
from .walls import CLEAR_OF_WALL_M, kept_clear, push_of_walls

f4 = np.float32

TIME_GAP_S = f4(1.0)
"""Time gap of the collision-free speed [s] (Tordeux, Chraibi and Seyfried 2016; judgement
that it holds here)."""
PER_HEADING = f4(1.0 / 127.0)
TURN_S = f4(0.15)
"""Relaxation time of the walking direction [s] (judgement)."""
SQUEEZE_LIMIT = f4(0.45)
"""Largest share of the body's diameter that a blocked person gives up by turning sideways
(judgement, from the flow through doors)."""
SQUEEZE_S = f4(2.0)
"""Time over which a blocked person turns sideways [s] (judgement)."""
_MOVING = np.uint8(Status.MOVING)
_CROSSING = np.uint8(Status.CROSSING)
MAX_SPECIFIC_FLOW = 1.33
"""Largest flow through an opening of clear width [1/(m s)] (evidence ``specific-flow``)."""
_ZERO, _ONE, _FAR = f4(0.0), f4(1.0), f4(1e9)


@kernel(inline=True)
def wished_direction(floor, routes, people, i, cell):
    """Direction of the leg at a cell; the present direction where the leg says nothing.

    Parameters
    ----------
    floor : Floor
        The grid.
    routes : Routes
        Legs.
    people : People
        Everybody.
    i : int
        Person.
    cell : int
        Cell in which the person is.

    Returns
    -------
    tuple of float32
        Direction; its length is 1 to within 1 %.
    """
    leg = people.leg[i]
    if leg >= 0 and floor.space[cell] == routes.leg_space[leg]:
        column = cell % floor.n_x - routes.window[leg, 0]
        row = cell // floor.n_x - routes.window[leg, 1]
        k = routes.offset[leg] + row * routes.window[leg, 2] + column
        wx, wy = routes.heading[k, 0], routes.heading[k, 1]
        if wx != 0 or wy != 0:
            return PER_HEADING * f4(wx), PER_HEADING * f4(wy)
    return people.heading_x[i], people.heading_y[i]


@kernel(inline=True)
def turned(people, i, turn, push_x, push_y):
    """Direction of walking after one step of turning towards the sum of wish and pushes.

    Parameters
    ----------
    people : People
        Present directions.
    i : int
        Person.
    turn : float32
        Share of the turn made in one step [-].
    push_x, push_y : float32
        Sum of wish and pushes [-].

    Returns
    -------
    tuple of float32
        Unit direction.
    """
    scale = _ONE / max(np.sqrt(push_x * push_x + push_y * push_y), f4(1e-6))
    push_x *= scale
    push_y *= scale
    ex, ey = people.heading_x[i], people.heading_y[i]
    # Whoever has to turn back does so at once: the mean of opposite directions is none.
    keep = _ONE - turn if ex * push_x + ey * push_y > _ZERO else _ZERO
    ex = keep * ex + (_ONE - keep) * push_x
    ey = keep * ey + (_ONE - keep) * push_y
    scale = _ONE / max(np.sqrt(ex * ex + ey * ey), f4(1e-6))
    return ex * scale, ey * scale


@kernel(inline=True)
def is_queue(crowd, ahead, wish_x, wish_y):
    """Tell whether the person ahead walks the same way, so that waiting is all one can do."""
    if ahead < 0:
        return False
    hx, hy = crowd.heading_x[ahead], crowd.heading_y[ahead]
    return (hx != _ZERO or hy != _ZERO) and hx * wish_x + hy * wish_y > f4(-0.2)


@kernel
def may_pass(routes, people, crowd, i, clock):
    """Tell whether a person may pass the nearest opening now, and book the passage.

    In place: ``crowd.free_at``.

    Parameters
    ----------
    routes, people, crowd
        See `state`.
    i : int
        Person.
    clock : tuple of float
        Time at the start of the step, time step [s].

    Returns
    -------
    bool

    Notes
    -----
    Passages through an opening of clear width ``w`` are at least ``1 / (MAX_SPECIFIC_FLOW w)``
    apart, fractions of a step carried over. SFPE handbook and NIST TN 1822, test 5.2.
    """
    now, dt = clock
    o = nearest_opening(routes, people, i)
    if o < 0:
        return True
    if crowd.free_at[o] > now:
        return False
    gap = 1.0 / (MAX_SPECIFIC_FLOW * routes.opening_width[o])
    crowd.free_at[o] = max(crowd.free_at[o], now - dt) + gap
    return True


@kernel
def advance_step(floor, routes, people, crowd, doors, clock):
    """Move everybody who walks by one time step.

    In place: `crowd`, and in `people` direction and squeeze of those who walk.

    Parameters
    ----------
    floor, routes, people, crowd
        See `state`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    clock : tuple of float
        Time at the start of the step, time step [s].

    Notes
    -----
    Collision-free speed model (Tordeux, Chraibi and Seyfried 2016): the direction is the wished one
    plus the pushes of neighbours and walls; the speed is ``min(v0, max(0, (s - body) / time
    gap))`` with the distance ``s`` to the nearest person ahead. The gap is closed exponentially,
    ``(s - body) * (1 - exp(-dt / time gap)) / dt``, which is exact for a standing neighbour and
    keeps coarse steps near fine ones; the direction relaxes over ``TURN_S``. A person blocked for
    a while turns sideways (a narrower body), which dissolves arches. Whoever makes no way, and not
    because of a queue ahead, steps to the right and lets others come near, so that two can pass in
    a door. Through an opening pass at most ``MAX_SPECIFIC_FLOW`` people per metre and second.
    """
    _, dt = clock
    step = f4(dt)
    turn = f4(1.0 - math.exp(-dt / float(TURN_S)))
    close = f4((1.0 - math.exp(-dt / float(TIME_GAP_S))) / dt)
    per_close = _ONE / close
    narrow = f4(dt / float(SQUEEZE_S))
    for slot in range(np.uintp(crowd.count[0])):
        i = np.uintp(crowd.person[slot])
        if people.status[i] != _MOVING:
            continue
        x, y = crowd.x[slot], crowd.y[slot]
        cell = crowd.cell[slot]
        wall_d2 = _FAR
        push_x, push_y = push_of_neighbours(floor, crowd, x, y)
        wish_x, wish_y = wished_direction(floor, routes, people, i, cell)
        push_x = wish_x + push_x * (_ONE - people.yields[i])
        push_y = wish_y + push_y * (_ONE - people.yields[i])
        if floor.near_start[cell + 1] > floor.near_start[cell]:
            wall_x, wall_y, wall_d2 = push_of_walls(floor, doors, cell, x, y)
            push_x += wall_x
            push_y += wall_y
        ex, ey = turned(people, i, turn, push_x, push_y)
        body = BODY_M * (_ONE - people.squeeze[i])
        wish = people.speed[i] * routes.space_speed[people.space[i]]
        d2, ahead = nearest_ahead(floor, crowd, (x, y, ex, ey), body, body + wish * per_close)
        speed = min(wish, max(_ZERO, (np.sqrt(d2) - body) * close))
        to = (x + step * speed * ex, y + step * speed * ey)
        clear = CLEAR_OF_WALL_M + step * speed
        if wall_d2 < clear * clear:
            to = kept_clear(floor, doors, cell, (x, y), to)
        to_cell = cell_of(floor, to[0], to[1])
        if floor.space[to_cell] != floor.space[cell]:
            people.x[i], people.y[i] = x, y
            people.space[i] = floor.space[cell]
            if not may_pass(routes, people, crowd, i, clock):
                to, to_cell, speed = (x, y), cell, _ZERO
        crowd.next_x[slot], crowd.next_y[slot] = to
        crowd.cell[slot] = to_cell
        progress = speed * (ex * wish_x + ey * wish_y)
        if progress < f4(0.2) * wish:
            people.squeeze[i] = min(SQUEEZE_LIMIT, people.squeeze[i] + narrow)
        else:
            people.squeeze[i] = max(_ZERO, people.squeeze[i] - narrow)
        if progress < f4(0.2) * wish and not is_queue(crowd, ahead, wish_x, wish_y):
            ex, ey = ex + f4(0.5) * ey, ey - f4(0.5) * ex
            people.yields[i] = min(_ONE, people.yields[i] + narrow)
        else:
            people.yields[i] = max(_ZERO, people.yields[i] - narrow)
        people.heading_x[i], people.heading_y[i] = ex, ey


@kernel
def finish_step(floor, routes, people, crowd, now):
    """Make the next positions the present ones, and take those who walked off the floor out.

    In place: `crowd`; `people` (status CROSSING, the opening and the time) for those who left.

    Parameters
    ----------
    floor, routes, people, crowd
        See `state`.
    now : float
        Time [s].
    """
    for slot in range(np.uintp(crowd.count[0])):
        i = np.uintp(crowd.person[slot])
        crowd.x[slot], crowd.y[slot] = crowd.next_x[slot], crowd.next_y[slot]
        crowd.heading_x[slot], crowd.heading_y[slot] = people.heading_x[i], people.heading_y[i]
        if floor.space[crowd.cell[slot]] < 0 and people.status[i] == _MOVING:
            people.x[i], people.y[i] = crowd.x[slot], crowd.y[slot]
            people.left_by[i] = nearest_opening(routes, people, i)
            people.left_at[i] = now
            people.status[i] = _CROSSING
            crowd.next_x[slot] = _FAR
            crowd.x[slot] = _FAR


@kernel
def nearest_opening(routes, people, i):
    """The opening of a person's space that is nearest to the person."""
    nearest, which = np.inf, -1
    home = people.space[i]
    for k in range(routes.space_start[home], routes.space_start[home + 1]):
        o = routes.space_opening[k]
        side = 0 if routes.opening_space[o, 0] == home else 1
        d, _, _ = distance_to_segment(people.x[i], people.y[i], routes.opening_line[o, side])
        if d < nearest:
            nearest, which = d, o
    return which


@kernel(entry=True)
def advance_movement(floor, routes, people, crowd, doors, clock):
    """Move everybody who walks through one tick of several time steps.

    In place: `people`, `crowd`.

    Parameters
    ----------
    floor, routes, people, crowd
        See `state`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    clock : tuple
        Time [s], time step [s], number of steps.

    Notes
    -----
    Slots keep their order for the tick: nobody walks out of the reach that is looked through.
    """
    now, dt, steps = clock
    sort_by_block(floor, people, crowd)
    if crowd.count[1] == 0:
        return
    for k in range(steps):
        advance_step(floor, routes, people, crowd, doors, (now + k * dt, dt))
        finish_step(floor, routes, people, crowd, now + (k + 1) * dt)
    for slot in range(crowd.count[0]):
        i = crowd.person[slot]
        if people.status[i] == _MOVING:
            people.x[i], people.y[i] = crowd.x[slot], crowd.y[slot]
            people.space[i] = floor.space[crowd.cell[slot]]
