"""Random streams: one per decision and person, so a changed lever reshuffles nothing else."""

import math
from enum import IntEnum, unique
from typing import NamedTuple

import numpy as np

from .codes import Law
from .jit import kernel
from .normal import normal_below

_MASK = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_TO_UNIT = 1.0 / 9007199254740992.0


@unique
class Purpose(IntEnum):
    """What a random number decides, for good: a new one stands last, with the next free number."""

    PLACE = 1
    SPEED = 2
    PRE_MOVEMENT = 3
    RESPONSE = 4
    FAMILIAR = 5
    HEARD = 6
    MOBILITY = 7
    KEY = 8
    ENTRY = 10
    HAZARD_ROUTE = 11
    HAZARD_DWELL = 12
    HAZARD_DURATION = 13
    HAZARD_ENDING = 14
    CASUALTY_RATE = 15
    CASUALTY_TIME = 16
    CASUALTY_WHO = 17
    RESTRAINT = 18
    RESTRAINT_TIME = 19
    SEVERITY = 20
    TIME_TO_DEATH = 21
    CARE = 22
    CALL = 30
    ANSWER = 31
    DISPATCH = 32
    TRAVEL = 33
    NEXT_OFFICER = 34
    TACTICAL_TEAM = 35
    FORMING = 36
    RESOLVE = 37
    OFFICER_DOOR = 38
    SEARCH = 39
    ON_CONTACT = 40
    OFFICER_ROUND = 41
    HAZARD_ROUND = 42
    OFFICER_HIT = 43
    OFFICER_SEVERITY = 44
    ON_SITE = 50
    READY = 51
    GUIDANCE = 52
    ALARM = 53
    ADDRESS = 54
    TASK_FORCE = 55
    BYSTANDER_AID = 56
    FRIENDLY_FIRE = 57
    BARRICADE = 58
    FORCE_DOOR = 59
    TRANSPORT = 60
    CLEARING = 61
    SKILL = 62
    FATAL_SHARE = 64
    PLACE_KIND = 66
    OTHERS = 67
    CONTACT = 68
    BODY = 70
    TIME_GAP = 71
    ASSISTED = 80
    REROUTING = 81
    INFLOW = 82
    HESITATION = 90
    LATE_ENTRY = 91
    RECOGNITION = 110
    TOLD = 111
    CALL_FROM_OUTSIDE = 112
    TURN_TO_WOUNDED = 120
    TRIAGE = 121
    REACH = 122
    CARRY = 123
    AMBULANCE = 124
    NEXT_AMBULANCE = 125
    AMBULANCE_TURNAROUND = 126
    FARTHER_TRANSPORT = 127
    KIT_AID = 128
    INSTRUCTED_AID = 129
    TEAM = 130
    RESISTANCE = 83
    HIDE_IN_PLACE = 84
    LOCK_FAILS = 85
    DELAYS = 160
    DELAY = 161
    PATROL = 162
    MISTAKEN = 163
    IDENTIFIES = 164
    TIRED = 165
    CHANNEL_WORKS = 150
    CHANNEL_DELAY = 151
    CHANNEL_COMES = 152
    LOCK_DOORS = 153
    TRAINED_STAFF = 154
    NEIGHBOUR_TEAM = 170
    HELD = 171
    NEGOTIATION = 172
    BREACH_OFFICER = 173
    BREACH_HELD = 174
    UNIFIED_COMMAND = 175
    BREAKS_OFF = 176
    CONTACT_AGAIN = 177
    CASUALTY_AT_ONCE = 178
    OUTER_DOOR = 180
    MORE_AT_ONCE = 181
    EXPOSURE = 182
    PERIMETER = 183
    SUPERVISOR = 184
    PATROL_STOP = 185
    EXCHANGE_SUICIDE = 186
    WALKING_WOUNDED = 187
    STAFF = 188
    RECOGNITION_TIME = 189


class Stream(NamedTuple):
    """Key of every random number of one replication."""

    seed: np.uint64
    replication: int


@kernel(inline=True, entry=True)
def philox(counter, key):
    """Four pseudo-random 32-bit words of Philox4x32-10.

    Parameters
    ----------
    counter : tuple of 4 uint64
        Words below 2**32.
    key : tuple of 2 uint64
        Words below 2**32.

    Returns
    -------
    tuple of 4 uint64
        Words below 2**32.

    Notes
    -----
    Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3". Products of two 32-bit words
    fit 64 bits, so the same lines hold with and without compilation.
    """
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (p1 >> _SHIFT) ^ c1 ^ k0, p1 & _MASK, (p0 >> _SHIFT) ^ c3 ^ k1, p0 & _MASK
        k0 = (k0 + _W0) & _MASK
        k1 = (k1 + _W1) & _MASK
    return c0, c1, c2, c3


@kernel(entry=True)
def draw(stream, purpose, person, index):
    """A uniform random number of one decision.

    Parameters
    ----------
    stream : Stream
        Seed (below 2**64) and replication (below 2**32).
    purpose : int
        One of `Purpose`.
    person : int
        Whose decision it is, below 2**32.
    index : int
        The how-manieth of its kind, below 2**32.

    Returns
    -------
    float
        In (0, 1); 53 bits.
    """
    seed = np.uint64(stream.seed)
    c0, c1, _, _ = philox(
        (np.uint64(index), np.uint64(person), np.uint64(purpose), np.uint64(stream.replication)),
        (seed & _MASK, seed >> _SHIFT),
    )
    word = ((c0 << _SHIFT) | c1) >> np.uint64(11)
    return (float(word) + 0.5) * _TO_UNIT


@kernel(entry=True)
def draw_exponential(stream, purpose, person, index):
    """An exponential random number of mean 1 (see `draw`)."""
    return -math.log(draw(stream, purpose, person, index))


@kernel(entry=True)
def draw_normal(stream, purpose, person, index):
    """A standard normal random number by inverting its distribution function.

    Returns
    -------
    float
        Standard normal.

    Notes
    -----
    Inversion keeps one uniform per number and is monotone, so a shifted distribution shifts every
    paired draw.
    """
    return normal_below(draw(stream, purpose, person, index))


@kernel(entry=True)
def draw_lognormal(stream, purpose, person, clock):
    """A time of a lognormal clock [s].

    Parameters
    ----------
    stream, purpose, person
        See `draw`.
    clock : ndarray of float, shape (2,)
        Median [s] and standard deviation of the logarithm [-]; 0 gives the median always.

    Returns
    -------
    float
        ``median * exp(log_sd * z)`` [s].
    """
    if clock[1] == 0.0:
        return clock[0]
    return clock[0] * math.exp(clock[1] * draw_normal(stream, purpose, person, 0))


@kernel(entry=True)
def draw_law(stream, purpose, person, law, values):
    """Draw a number that varies between people: a walking speed or a waiting time.

    Parameters
    ----------
    stream, purpose, person
        See `draw`.
    law : ndarray of float, shape (4,)
        Kind, a, b and lowest value; see `Groups`.
    values : ndarray of float
        Observed values of all listed laws.

    Returns
    -------
    float
        In the unit of the law.

    Notes
    -----
    One uniform number by inversion: rising in it, whatever the law. A normal law is cut at three
    standard deviations.
    """
    kind, a, b = int(law[0]), law[1], law[2]
    if kind == Law.NORMAL:
        z = min(3.0, max(-3.0, draw_normal(stream, purpose, person, 0)))
        return max(law[3], a + z * b)
    if kind == Law.LOGNORMAL:
        return draw_lognormal(stream, purpose, person, law[1:3])
    u = draw(stream, purpose, person, 0)
    if kind == Law.UNIFORM:
        return a + u * (b - a)
    first, stop = int(a), int(b)
    return values[min(stop - 1, first + int(u * (stop - first)))]


@kernel
def draw_poisson(stream, purpose, person, mean):
    """A Poisson random number by inverting its distribution function.

    Parameters
    ----------
    stream, purpose, person
        See `draw`.
    mean : float
        At most some tens: the time taken grows with it.

    Returns
    -------
    int
        Rising in the one uniform number that it takes.
    """
    left = draw(stream, purpose, person, 0)
    chance, count = math.exp(-mean), 0
    while left > chance and count < 1000:
        left -= chance
        count += 1
        chance *= mean / count
    return count


@kernel(entry=True)
def draw_gamma(stream, purpose, person, shape):
    """A gamma random number of mean 1.

    Parameters
    ----------
    stream, purpose, person
        See `draw`.
    shape : float
        Shape, > 0; the variance is ``1 / shape``.

    Returns
    -------
    float
        > 0.

    Notes
    -----
    Marsaglia and Tsang 2000 with the boost ``U**(1/a)`` for shapes below 1.
    """
    a = shape if shape >= 1.0 else shape + 1.0
    d = a - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    index = 1
    value = d
    while True:
        z = draw_normal(stream, purpose, person, index)
        u = draw(stream, purpose, person, index + 1)
        index += 2
        v = (1.0 + c * z) ** 3
        if v > 0.0 and math.log(u) < 0.5 * z * z + d - d * v + d * math.log(v):
            value = d * v
            break
    if shape < 1.0:
        value *= draw(stream, purpose, person, 0) ** (1.0 / shape)
    return value / shape


@kernel(entry=True)
def draw_beta(stream, purpose, person, mean, concentration):
    """A beta random number, by two gamma variables of this purpose and the next.

    Parameters
    ----------
    stream, purpose, person
        See `draw`; the purpose after it must be free.
    mean : float
        Mean, 0 to 1.
    concentration : float
        Sum of both shapes, > 0; inf gives the mean always.

    Returns
    -------
    float
        0 to 1; the variance is ``mean (1 - mean) / (1 + concentration)``.
    """
    if concentration == math.inf or mean <= 0.0 or mean >= 1.0:
        return mean
    a, b = mean * concentration, (1.0 - mean) * concentration
    x = a * draw_gamma(stream, purpose, person, a)
    y = b * draw_gamma(stream, purpose + 1, person, b)
    return x / (x + y) if x + y > 0.0 else mean
