"""What a wound does without care."""

import math

from asher.kernels.codes import Status, Tally
from asher.kernels.jit import kernel
from asher.kernels.published import DEATH_0MIN, DEATH_10MIN, DEATH_60MIN, DEATH_120MIN
from asher.kernels.streams import Purpose, draw

# Rounded to the digits that are published: a difference of two such numbers has others behind.
_WITHIN_10MIN = round(DEATH_10MIN - DEATH_0MIN, 3)
_WITHIN_60MIN = round(DEATH_60MIN - DEATH_10MIN, 3)
_WITHIN_120MIN = round(DEATH_120MIN - DEATH_60MIN, 3)
_LATER = round(1.0 - DEATH_120MIN, 3)


@kernel(entry=True)
def time_to_death(u):
    """Time from wound to death without care, of those who die without it.

    Parameters
    ----------
    u : float
        Uniform in (0, 1).

    Returns
    -------
    float
        [s].

    Notes
    -----
    Piecewise linear through the shares of deaths by 0, 10, 60 and 120 min, the rest by 240 min.
    Evidence: ``death-0min``, ``death-10min``, ``death-60min``, ``death-120min``.
    """
    if u <= DEATH_0MIN:
        return 0.0
    if u <= DEATH_10MIN:
        return 600.0 * (u - DEATH_0MIN) / _WITHIN_10MIN
    if u <= DEATH_60MIN:
        return 600.0 + 3000.0 * (u - DEATH_10MIN) / _WITHIN_60MIN
    if u <= DEATH_120MIN:
        return 3600.0 + 3600.0 * (u - DEATH_60MIN) / _WITHIN_120MIN
    return 7200.0 + 7200.0 * (u - DEATH_120MIN) / _LATER


@kernel
def wound(people, incident, stream, i, now_fatal):
    """Wound an occupant: draw whether it is fatal without care, and after how long.

    In place: `people`, `incident`.

    Parameters
    ----------
    people : People
        Everybody.
    incident : Incident
        Wounds.
    stream : Stream
        Seed and replication.
    i : int
        Occupant.
    now_fatal : tuple of float
        Time [s], share of the wounded who die without care.
    """
    now, fatal = now_fatal
    incident.occupants.wounded_at[i] = now
    incident.occupants.queue[incident.tally[Tally.WOUNDED]] = i
    incident.tally[Tally.WOUNDED] += 1
    incident.occupants.dies_after[i] = draw_severity(stream, i, fatal)
    is_dead = incident.occupants.dies_after[i] == 0.0
    people.status[i] = Status.DEAD if is_dead else Status.WOUNDED


@kernel
def draw_severity(stream, who, fatal):
    """Draw after how long a wound kills without care.

    Parameters
    ----------
    stream : Stream
        Seed and replication.
    who : int
        Key of the wounded person.
    fatal : float
        Share of the wounded who die without care [-].

    Returns
    -------
    float
        [s]; 0 for who dies at once, inf for who survives.
    """
    if draw(stream, Purpose.SEVERITY, who, 0) < fatal:
        return time_to_death(draw(stream, Purpose.TIME_TO_DEATH, who, 0))
    return math.inf
