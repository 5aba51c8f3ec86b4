"""The laws of a time step: which way round others, pushes, turning, speed, who gives way."""

import math

import numpy as np

from asher.kernels.codes import Status
from asher.kernels.jit import kernel

from .neighbours import AHEAD_M

LOOK_M = AHEAD_M
SWERVES = 3
"""Directions tried to each side of the wish (judgement: up to 60 degrees, beyond which one turns
back)."""
SWERVE_RAD = math.radians(20.0)
"""From one of them to the next (judgement)."""
HABIT = 0.02
"""By how much the own right is preferred where both sides are as good [-] (judgement: some side
must be)."""
PATIENCE_S = 1.0
"""Over which progress is judged [s] (judgement)."""
PROGRESS = 0.05
"""Whoever makes less of the wished way than this is blocked [-] (judgement: the slowest crowd that
was measured still makes as much)."""
MET_PROGRESS = 0.3
"""The same against people who come the other way, of whom waiting rids nobody [-] (judgement)."""
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
COMPACT = 5.0
"""Ranges of the exponential push after which the compact one ends (judgement: there the exponential
is under a hundredth)."""
_MOVING = np.uint8(Status.MOVING)


@kernel(inline=True)
def free_until(crowd, slot, listed, direction, walker):
    """How far one walks in a direction before one touches somebody on a list, all walking on.

    Parameters
    ----------
    crowd : Crowd
        Places, directions and speeds by slot.
    slot : int
        Who walks.
    listed : tuple
        List of slots, their number, and the way free of those on other lists [m].
    direction : tuple of float
        Unit vector.
    walker : tuple of float
        Speed wished [m/s], width of the two bodies [m].

    Returns
    -------
    float
        [m].

    Notes
    -----
    ``|d + (v_j - v_i) t| = body``, the smaller root t, times the wished speed: the first heuristic
    of Moussaid, Helbing and Theraulaz 2011.
    """
    ex, ey = direction
    speed, body = walker
    others, count, nearest = listed
    for k in range(count):
        j = others[slot, k]
        dx, dy = crowd.x[j] - crowd.x[slot], crowd.y[j] - crowd.y[slot]
        vx = crowd.pace[j] * crowd.heading_x[j] - speed * ex
        vy = crowd.pace[j] * crowd.heading_y[j] - speed * ey
        closing = dx * vx + dy * vy
        if closing >= 0.0:
            continue
        v2 = vx * vx + vy * vy
        apart = dx * dx + dy * dy - body * body
        if apart <= 0.0:
            # In touch already: what counts is whether one walks at the other.
            if dx * ex + dy * ey > 0.5 * body:
                return 0.0
            continue
        root = closing * closing - v2 * apart
        if root > 0.0:
            nearest = min(nearest, speed * (-closing - math.sqrt(root)) / v2)
    return nearest


@kernel
def free_way(crowd, slot, direction, walker):
    """How far one walks in a direction before one touches somebody; see `free_until`.

    Returns
    -------
    float
        At most `LOOK_M` [m].
    """
    near = (crowd.near, crowd.n_near[slot], LOOK_M)
    free = free_until(crowd, slot, near, direction, walker)
    return free_until(crowd, slot, (crowd.far, crowd.n_far[slot], free), direction, walker)


@kernel
def choose_swerve(crowd, slot, wish, walker):
    """Angle by which to leave the wished direction so as to come nearest to the goal.

    Parameters
    ----------
    crowd, slot, walker
        See `free_until`.
    wish : tuple of float
        Unit vector to the goal.

    Returns
    -------
    float
        [rad], positive to the left.

    Notes
    -----
    Minimises ``L^2 + f^2 - 2 L f cos(a)``, the distance left to a goal ``L`` ahead after the free
    way ``f`` in the direction ``a`` (Moussaid, Helbing and Theraulaz 2011).
    """
    free = free_way(crowd, slot, wish, walker)
    if free >= LOOK_M:
        return 0.0
    best = (LOOK_M - free) * (LOOK_M - free)
    chosen = 0.0
    for n in range(1, SWERVES + 1):
        for side in range(2):
            angle = n * SWERVE_RAD * (1.0 if side == 1 else -1.0)
            c, s = math.cos(angle), math.sin(angle)
            if (LOOK_M * s) * (LOOK_M * s) >= best:
                continue
            direction = (c * wish[0] - s * wish[1], s * wish[0] + c * wish[1])
            free = free_way(crowd, slot, direction, walker)
            left = LOOK_M * LOOK_M + free * free - 2.0 * LOOK_M * free * c
            left *= 1.0 + HABIT * side
            if left < best:
                best, chosen = left, angle
    return chosen


@kernel(inline=True)
def push_of_neighbours(walking, crowd, slot, others, body):
    """Sum of the pushes of all neighbours.

    Parameters
    ----------
    walking : Walking
        Strength and range of the push.
    crowd, slot
        See `free_until`.
    others : int
        Neighbours on the list of those near.
    body : float
        Width of the two bodies, centre to centre in contact [m].

    Returns
    -------
    tuple of float
        Push, in units of the wish to go on [-].

    Notes
    -----
    ``a (1 - (s - l) / (5 D))^5`` away from each neighbour at distance ``s``, zero from ``l + 5 D``
    on: the exponential push ``a exp(-(s - l) / D)`` of the collision-free speed model (Tordeux,
    Chraibi and Seyfried 2016), made compact.
    """
    push_x, push_y = 0.0, 0.0
    reach = COMPACT * walking.push_range_m
    for k in range(others):
        j = crowd.near[slot, k]
        dx, dy = crowd.x[j] - crowd.x[slot], crowd.y[j] - crowd.y[slot]
        d2 = dx * dx + dy * dy
        if d2 < (body + reach) * (body + reach) and d2 > 0.0:
            s = math.sqrt(d2)
            t = 1.0 - (s - body) / reach
            t *= t * t * t * t
            push_x -= t * dx / s
            push_y -= t * dy / s
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
    scale = 1.0 / max(math.hypot(towards[0], towards[1]), 1e-9)
    tx, ty = scale * towards[0], scale * towards[1]
    if hx * tx + hy * ty < -0.95:
        tx, ty = hy, -hx
    ex, ey = hx + turn * (tx - hx), hy + turn * (ty - hy)
    scale = 1.0 / max(math.hypot(ex, ey), 1e-9)
    return ex * scale, ey * scale


@kernel(inline=True)
def follow(crowd, slot, others, direction, gait):
    """Speed that the people ahead allow, the time gap kept from the one who allows least, and who.

    Parameters
    ----------
    crowd, slot, others
        See `push_of_neighbours`.
    direction : tuple of float
        Unit vector of walking.
    gait : tuple of float
        Depth of a body, its width from shoulder to shoulder [m], time gap [s], and the share of it
        that who walks past a shoulder does without [-].

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
    ex, ey = direction
    body, shoulder, time_gap, zipper = gait
    least, least_gap, ahead = math.inf, time_gap, -1
    for k in range(others):
        j = crowd.near[slot, k]
        dx, dy = crowd.x[j] - crowd.x[slot], crowd.y[j] - crowd.y[slot]
        beside = abs(ex * dy - ey * dx)
        if ex * dx + ey * dy > 0.0 and beside < shoulder:
            is_oncoming = ex * crowd.heading_x[j] + ey * crowd.heading_y[j] < ONCOMING
            if is_oncoming and beside > PASS_M:
                continue
            gap = max(LEAST_GAP_S, time_gap * (1.0 - zipper * beside / shoulder))
            allowed = (math.sqrt(dx * dx + dy * dy) - body) / gap
            if allowed < least:
                least, least_gap, ahead = allowed, gap, j
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
    exponentially within the step, ``(s - l) (1 - exp(-dt / T)) / dt``: exact before somebody who
    stands, and near fine steps for coarse ones.

    Examples
    --------
    >>> round(speed_behind(0.5, 1.34, 0.7, 0.001), 2)
    0.5
    """
    return min(wish, max(0.0, allowed * (1.0 - math.exp(-dt / time_gap)) * time_gap / dt))


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
    if j < 0 or people.status[j] != _MOVING:
        return True
    for _ in range(RING):
        if j == i:
            return True
        if j < 0 or people.status[j] != _MOVING:
            return False
        j = people.blocker[j]
    return False


@kernel
def is_met(people, i):
    """Tell whether a person is blocked by somebody who comes the other way."""
    j = people.blocker[i]
    if j < 0 or people.status[j] != _MOVING:
        return False
    along = people.heading_x[i] * people.heading_x[j] + people.heading_y[i] * people.heading_y[j]
    return along < ONCOMING


@kernel
def judge_progress(people, i, x, y, now):
    """Let a person who makes no way, and not because of a queue, squeeze past.

    In place: ``people.squeeze`` and the mark from which progress is judged.

    Parameters
    ----------
    people : People
    i : int
        Person.
    x, y : float
        Where the person is [m].
    now : float
        Time [s].

    Notes
    -----
    Progress is the distance from where one was `PATIENCE_S` ago: who steps to and fro makes none.
    People who block each other turn their shoulders and pass within seconds; here the blocked give
    up a growing share of their size and of the pushes they feel, and take it back as they walk on.
    """
    since = now - people.mark_at[i]
    if since < PATIENCE_S:
        return
    moved = math.hypot(x - people.mark_x[i], y - people.mark_y[i])
    step = since / SQUEEZE_S
    wished = people.speed[i] * since
    is_held = moved < PROGRESS * wished and is_deadlocked(people, i)
    if since > 2.0 * PATIENCE_S:
        people.squeeze[i] = 0.0
    elif is_held or (moved < MET_PROGRESS * wished and is_met(people, i)):
        people.squeeze[i] = min(1.0, people.squeeze[i] + step)
    else:
        people.squeeze[i] = max(0.0, people.squeeze[i] - step)
    people.mark_x[i], people.mark_y[i], people.mark_at[i] = x, y, now
