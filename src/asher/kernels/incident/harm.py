"""What a wound does, and what care in time can still do."""

import math

import numpy as np

from asher.kernels.codes import Care, Clock, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.published import DEATH_0MIN, DEATH_10MIN, DEATH_60MIN, DEATH_120MIN
from asher.kernels.streams import Purpose, draw, draw_lognormal

PREVENTABLE_WITHIN_S = 600.0
"""Deaths that care within this time would have prevented are called preventable [s] (MODEL.md)."""

TRAUMA_CENTRE_WITHIN_S = 3600.0
"""Care at the scene holds this long [s]; then only a trauma centre saves (judgement)."""

TASK_FORCE_SIZE = 4
"""Medics of a rescue task force [-] (judgement: two pairs)."""

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
    people.status[i] = np.uint8(Status.WOUNDED)
    if draw(stream, Purpose.SEVERITY, i, 0) < fatal:
        incident.occupants.dies_after[i] = time_to_death(draw(stream, Purpose.TIME_TO_DEATH, i, 0))
        if incident.occupants.dies_after[i] == 0.0:
            people.status[i] = np.uint8(Status.DEAD)


@kernel
def warm_from(site, incident):
    """When care may begin where the hazard no longer is (R18).

    Parameters
    ----------
    site : Site
        The rule of rescue.
    incident : Incident
        Its times.

    Returns
    -------
    float
        [s]; inf where care waits until all is cleared.

    Notes
    -----
    Officers carry out once they are inside and the hazard is still or over. The task force also
    needs its own time to assemble (evidence ``rtf-first-contact``).
    """
    contained = max(incident.time[When.STOP], incident.time[When.ENTRY])
    if site.course.care == Care.CARRY_OUT:
        return contained
    if site.course.care == Care.TASK_FORCE:
        return max(contained, incident.time[When.TASK_FORCE])
    return math.inf


@kernel
def cleared_at(site, incident, stream):
    """When every space has been cleared: pairs of those who have come share them once it is safe.

    Parameters
    ----------
    site : Site
        Its spaces, and the clock of clearing one.
    incident : Incident
        Arrivals, those of patrols first, each list in the order of time; when it was safe.
    stream : Stream
        Seed and replication.

    Returns
    -------
    float
        [s]; inf if it never was safe.
    """
    at = incident.time[When.SAFE]
    each = draw_lognormal(stream, Purpose.CLEARING, 0, site.response.clock[Clock.CLEAR_SPACE])
    work = each * len(site.routes.spaces)
    officers = 0
    for k in range(len(incident.officers)):
        pairs = max(officers // 2, 1)
        until = incident.officers.arrive_at[k] - at
        if until > 0.0 and pairs * until >= work:
            break
        work -= pairs * max(until, 0.0)
        at += max(until, 0.0)
        officers += 1
    return at + work / max(officers // 2, 1)


@kernel
def helpers_at(site, incident, at):
    """How many give care: the officers who have entered by then, or the task force."""
    helpers = 0
    for k in range(len(incident.officers)):
        helpers += incident.officers.enter_at[k] <= at
    if site.course.care == Care.TASK_FORCE:
        helpers = max(helpers, TASK_FORCE_SIZE)
    return max(helpers, 1)


@kernel
def settle_wounds(site, people, incident, stream, result):
    """Care for the wounded, and count who lives.

    In place: `result` (killed, wounded, preventable deaths, first care, last rescue), statuses.

    Parameters
    ----------
    site : Site
        Pace and success of care, and the rule of rescue.
    people : People
        Everybody.
    incident : Incident
        Wounds, and when the inside was safe.
    stream : Stream
        Seed and replication.
    result : ndarray of float64, shape (5,)
        Written; times inf where no care came [s].

    Notes
    -----
    The helpers inside share the work, the longest wounded first; a round on one person takes a
    draw of the care clock, divided by their number. Care before the time of death saves with
    chance ``care_saves`` whoever then reaches a trauma centre within an hour. A death is
    preventable when it came later than ten minutes after the wound and the same draw says that
    care would have saved. Who lies in the room where the hazard is barricaded waits until it is
    over; the others as the rule of rescue says, at the latest until all is cleared. Bystanders who
    reach a wounded person in time save with chance ``aid_saves``.
    """
    result[:3] = 0.0
    result[3:] = math.inf
    cleared = cleared_at(site, incident, stream)
    care = min(warm_from(site, incident), cleared)
    still = incident.time[When.STILL] < math.inf
    hot = people.space[len(people) - 1] if still else -1
    for turn in range(2):
        if turn == 1:
            waits = site.course.care == Care.CLEARED
            care = max(care, cleared if waits else incident.time[When.SAFE])
        for k in range(incident.tally[Tally.WOUNDED]):
            i = incident.occupants.queue[k]
            if (people.space[i] == hot) == (turn == 1):
                care = settle_one(site, people, incident, stream, result, (i, care))


@kernel
def settle_one(site, people, incident, stream, result, who):
    """Care for one person. In place: as `settle_wounds`.

    Parameters
    ----------
    site, people, incident, stream, result
        See `settle_wounds`.
    who : tuple
        Person, time at which helpers turn to this person [s].

    Returns
    -------
    float
        Time at which they turn to the next [s].
    """
    i, care = who
    response = site.response
    if incident.occupants.dies_after[i] == 0.0:
        result[0] += 1
        return care
    wounded_at = incident.occupants.wounded_at[i]
    dies_at = wounded_at + incident.occupants.dies_after[i]
    if site.course.aid and draw(stream, Purpose.BYSTANDER_AID, i, 1) < response.aid_reaches:
        aid = wounded_at + draw_lognormal(
            stream, Purpose.BYSTANDER_AID, i, response.clock[Clock.BYSTANDER_AID]
        )
        if aid < dies_at:
            result[3] = min(result[3], aid)
            if draw(stream, Purpose.CARE, i, 1) < response.aid_saves:
                dies_at = math.inf
    if dies_at > care:
        care += draw_lognormal(
            stream, Purpose.CARE, i, response.clock[Clock.CARE_ROUND]
        ) / helpers_at(site, incident, care)
    transport = draw_lognormal(stream, Purpose.TRANSPORT, i, response.clock[Clock.TRANSPORT])
    savable = draw(stream, Purpose.CARE, i, 1) < response.care_saves and (
        transport < TRAUMA_CENTRE_WITHIN_S
    )
    in_time = care < dies_at
    if in_time and care < math.inf:
        result[3] = min(result[3], care)
        result[4] = care if result[4] == math.inf else max(result[4], care)
    if math.isfinite(dies_at) and not (in_time and savable):
        people.status[i] = np.uint8(Status.DEAD)
        result[0] += 1
        result[2] += savable and incident.occupants.dies_after[i] > PREVENTABLE_WITHIN_S
    else:
        result[1] += 1
    return care
