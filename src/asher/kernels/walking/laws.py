"""The laws of a time step: pushes, turning, speed, who gives way."""

import math

import numpy as np

from asher.kernels.codes import Status
from asher.kernels.jit import kernel

from .plane import length_of

PATIENCE_S = 1.0
"""Over which progress is judged [s] (judgement)."""
PROGRESS = 0.05
"""Whoever makes less of the wished way than this is blocked [-] (judgement: the slowest crowd that
was measured still makes as much)."""
MET_PROGRESS = 0.3
"""The same against people who come the other way, of whom waiting rids nobody [-] (judgement)."""
HELD_S = 5.0
"""After which whoever is held by somebody who stands gets past [s] (judgement: long enough to ask,
and to see that nobody moves)."""
HELD_M = 0.8
"""Who gets less far than this from where they were, before somebody who stands, is held, however
they step to and fro [m] (judgement: two bodies; in a row of seats people step to and fro by 0.6 m).
"""
PAST_PACE = 0.5
"""Pace at which people get past, or step over, somebody who stands, as a share of the wish [-]
(judgement: sideways, and with care)."""
TOUCH_M = 0.1
"""As near as this to touching is beside somebody [m] (judgement: a hand's breadth)."""
SQUEEZE_S = 1.5
"""Time in which people who block each other have squeezed past [s] (judgement: within seconds)."""
ONCOMING = -0.2
"""Cosine of the directions from which on somebody comes the other way [-] (judgement)."""
PASS_M = 0.24
"""Distance to the side at which two who meet pass each other, shoulders turned [m] (judgement: the
depth of a body)."""
LEAST_GAP_S = 0.1
"""No time gap is shorter [s] (judgement)."""
RING = 12
"""People looked at, each the one who blocks the last, to find whether they block each other
(judgement)."""
SAME_M = 1e-6
"""Who is nearer than this stands in the same place and pushes nowhere [m] (judgement: rounding)."""
COMPACT = 4.0
"""Ranges of the exponential push after which the compact one ends (judgement: there the exponential
is under a fiftieth)."""


@kernel(inline=True)
def push_of_neighbours(walking, crowd, slot):
    """Sum of the pushes of all neighbours.

    Parameters
    ----------
    walking : Walking
        Strength and range of the push.
    crowd, slot
        See `state`.

    Returns
    -------
    tuple of float
        Push, in units of the wish to go on [-].

    Notes
    -----
    ``a (1 - (s - l) / (4 D))^4`` away from each neighbour at distance ``s``, zero from ``l + 4 D``
    on: the exponential push ``a exp(-(s - l) / D)`` of the collision-free speed model (Tordeux,
    Chraibi and Seyfried 2016), made compact.
    """
    push_x, push_y, body = 0.0, 0.0, crowd.slots.body[slot]
    x, y, reach = crowd.slots.x[slot], crowd.slots.y[slot], COMPACT * walking.push_range_m
    near = crowd.slots.near[slot]
    per_reach = 1.0 / reach
    for k in range(np.uintp(crowd.slots.n_near[slot])):
        j = np.uintp(near[k])
        dx, dy = crowd.slots.x[j] - x, crowd.slots.y[j] - y
        # No branch: whether somebody is just in reach or just not cannot be guessed.
        s = max(math.sqrt(dx * dx + dy * dy), SAME_M)
        t = max(0.0, (body + reach - s) * per_reach)
        t *= t
        t *= t / s
        push_x -= t * dx
        push_y -= t * dy
    return walking.push * push_x, walking.push * push_y


@kernel(inline=True)
def turned(heading, turn, towards):
    """Direction of walking after one step of turning.

    Parameters
    ----------
    heading : tuple of float
        Present direction, unit vector.
    turn : float
        Share of the turn made in one step, ``1 - exp(-dt / turn_s)`` [-].
    towards : tuple of float
        Sum of wish and pushes [-].

    Returns
    -------
    tuple of float
        Unit vector.

    Notes
    -----
    The direction relaxes; nobody turns back at once, since two who push each other away and back
    would step to and fro for ever. Who has to turn right back turns by the right.
    """
    hx, hy = heading
    scale = 1.0 / max(length_of(towards[0], towards[1]), 1e-9)
    tx, ty = scale * towards[0], scale * towards[1]
    if hx * tx + hy * ty < -0.95:
        tx, ty = hy, -hx
    ex, ey = hx + turn * (tx - hx), hy + turn * (ty - hy)
    scale = 1.0 / max(length_of(ex, ey), 1e-9)
    return ex * scale, ey * scale


@kernel(inline=True)
def follow(walking, crowd, slot):
    """Speed that the people ahead allow, the time gap kept from who allows least, and who.

    Parameters
    ----------
    walking, crowd, slot
        See `push_of_neighbours`.

    Returns
    -------
    tuple
        Distance less the bodies over the time gap [m/s], inf where the way is free; time gap [s];
        slot, -1 where the way is free.

    Notes
    -----
    ``(s - l) / T`` for everybody ahead, ``e . d > 0``, and less than a body's width to the side,
    ``|e x d| < w`` (Tordeux, Chraibi and Seyfried 2016, for whom depth and width are one). Who is
    ahead to the side is followed more closely than who is right ahead, ``T (1 - z |e x d| / w)``:
    the zipper effect (Hoogendoorn and Daamen 2005). Those who meet turn their shoulders, and pass
    each other at `PASS_M`.
    """
    ex, ey = crowd.slots.heading_x[slot], crowd.slots.heading_y[slot]
    x, y, body = crowd.slots.x[slot], crowd.slots.y[slot], crowd.slots.body[slot]
    shoulder, listed, in_way = (
        crowd.slots.firm[slot] * walking.shoulder_m,
        crowd.slots.near[slot],
        0,
    )
    for k in range(np.uintp(crowd.slots.n_listed[slot])):
        j = np.uintp(listed[k])
        dx, dy = crowd.slots.x[j] - x, crowd.slots.y[j] - y
        # Written first and counted then: no branch where nothing can be guessed.
        crowd.scratch.in_way[in_way] = listed[k]
        in_way += (abs(ex * dy - ey * dx) < shoulder) & (ex * dx + ey * dy > 0.0)
    zip_s = walking.zipper * crowd.slots.time_gap[slot] / max(shoulder, SAME_M)
    least, least_gap, ahead = math.inf, crowd.slots.time_gap[slot], -1
    for k in range(np.uintp(in_way)):
        j = np.uintp(crowd.scratch.in_way[k])
        dx, dy = crowd.slots.x[j] - x, crowd.slots.y[j] - y
        beside = abs(ex * dy - ey * dx)
        is_oncoming = ex * crowd.slots.heading_x[j] + ey * crowd.slots.heading_y[j] < ONCOMING
        gap = max(LEAST_GAP_S, crowd.slots.time_gap[slot] - zip_s * beside)
        allowed = (math.sqrt(dx * dx + dy * dy) - body) / gap
        if allowed < least and not (is_oncoming and beside > PASS_M):
            least, least_gap, ahead = allowed, gap, np.intp(j)
    return least, least_gap, ahead


@kernel(inline=True, entry=True)
def speed_behind(allowed, wish, time_gap, dt):
    """Speed at a distance from the person ahead.

    Parameters
    ----------
    allowed : float
        Distance less the bodies, over the time gap [m/s].
    wish : float
        Desired speed [m/s].
    time_gap : float
        Time gap [s].
    dt : float
        Time step [s].

    Returns
    -------
    float
        [m/s], 0 to `wish`.

    Notes
    -----
    ``v = min(v0, max(0, (s - l) / T))`` (Tordeux, Chraibi and Seyfried 2016), the gap closed
    exponentially within the step, ``(s - l) (1 - exp(-u)) / (u T)`` with ``u = dt / T``: exact
    before somebody who stands, and near fine steps for coarse ones. Instead of ``(1 - exp(-u)) /
    u`` stands ``1 / (1 + u / 2 + u^2 / 12)``, as good to one in ten thousand up to ``u = 0.5``,
    and nobody steps over who stands ahead, however long the step.

    Examples
    --------
    >>> round(speed_behind(0.5, 1.34, 0.7, 0.001), 2)
    0.5
    """
    u = dt / time_gap
    return min(wish, max(0.0, allowed / (1.0 + u * (0.5 + u / 12.0))))


@kernel
def is_deadlocked(people, i):
    """Tell whether waiting will not help a blocked person.

    Parameters
    ----------
    people : People
        Who blocks whom.
    i : int
        Person, blocked.

    Returns
    -------
    bool
        True where nobody, somebody who stands, or a ring of people who block each other is in the
        way; False in a queue, whose head can go on: there, waiting is all one can do.
    """
    j = people.blocker[i]
    if j < 0 or people.status[j] != Status.MOVING:
        return True
    for _ in range(RING):
        if j == i:
            return True
        if j < 0 or people.status[j] != Status.MOVING:
            return False
        j = people.blocker[j]
    return False


@kernel
def is_met(people, i):
    """Tell whether a person is blocked by somebody who comes the other way."""
    j = people.blocker[i]
    if j < 0 or people.status[j] != Status.MOVING:
        return False
    along = people.heading_x[i] * people.heading_x[j] + people.heading_y[i] * people.heading_y[j]
    return along < ONCOMING


@kernel(inline=True)
def is_getting_past(people, i, now):
    """Tell whether a person gets past, or steps over, somebody who stands and has held them up."""
    return now - people.held_at[i] >= HELD_S and now - people.stander_at[i] < HELD_S


@kernel(inline=True)
def judge_progress(people, i, x, y, clock):
    """Let a person who makes no way, and not because of a queue, squeeze past.

    In place: ``people.squeezed`` and the mark from which progress is judged.

    Parameters
    ----------
    people : People
    i : int
        Person.
    x, y : float
        Where the person is [m].
    clock : tuple of float
        Time, length of the tick [s].

    Notes
    -----
    Progress is the distance from where one was `PATIENCE_S` ago, in whole ticks: who steps to and
    fro makes none.
    People who block each other turn their shoulders and pass within seconds; here the blocked give
    up a growing share of their size and of the pushes they feel, and take it back as they walk on.
    Who takes it back too soon comes to and fro before somebody who stands; so whoever has got
    nowhere for `HELD_S` gives up all of it until that is over (`is_getting_past`).
    """
    now, tick = clock
    since = now - people.mark_at[i]
    # To the nearest tick: whether the last one ends just before or after is a matter of rounding.
    if since < PATIENCE_S - 0.5 * tick:
        return
    moved = length_of(x - people.mark_x[i], y - people.mark_y[i])
    step = since / SQUEEZE_S
    wished = people.speed[i] * since
    is_held = moved < PROGRESS * wished and is_deadlocked(people, i)
    is_away = length_of(x - people.held_x[i], y - people.held_y[i]) >= HELD_M
    if is_away or since > 2.0 * PATIENCE_S:
        people.held_x[i], people.held_y[i], people.held_at[i] = x, y, now
    if since > 2.0 * PATIENCE_S:
        people.squeezed[i] = 0.0
    elif is_getting_past(people, i, now):
        people.squeezed[i] = 1.0
    elif is_held or (moved < MET_PROGRESS * wished and is_met(people, i)):
        people.squeezed[i] = min(1.0, people.squeezed[i] + step)
    else:
        people.squeezed[i] = max(0.0, people.squeezed[i] - step)
    people.mark_x[i], people.mark_y[i], people.mark_at[i] = x, y, now
