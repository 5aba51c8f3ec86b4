"""Care for the wounded, on a plan and without one: who reaches them when, and whom it saves."""

import math

from asher.kernels.codes import Care, Clock, Column, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw, draw_lognormal

PREVENTABLE_WITHIN_S = 600.0
"""Deaths that care within this time would have prevented are called preventable [s] (MODEL.md)."""

TRAUMA_CENTRE_WITHIN_S = 3600.0
"""Care at the scene holds this long [s]; then only a trauma centre saves (judgement)."""

TASK_FORCE_SIZE = 4
"""Medics of a rescue task force [-] (judgement: two pairs)."""


@kernel
def warm_from(course, incident):
    """When care may begin where the hazard no longer is (R18).

    Parameters
    ----------
    course : Course
        The rule of rescue.
    incident : Incident or Race
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
    if course.care == Care.CARRY_OUT:
        return contained
    if course.care == Care.TASK_FORCE:
        return max(contained, incident.time[When.TASK_FORCE])
    return math.inf


@kernel
def cleared_at(response, spaces, incident, stream):
    """When every space has been cleared: pairs of those who have come share them once it is safe.

    Parameters
    ----------
    response : ResponseTerms
        The clock of clearing a space.
    spaces : int
        How many there are.
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
    work = spaces * draw_lognormal(stream, Purpose.CLEARING, 0, response.clock[Clock.CLEAR_SPACE])
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
def helpers_at(course, incident, at):
    """How many give care: the officers who have entered by then, or the task force."""
    helpers = 0
    for k in range(len(incident.officers)):
        helpers += incident.officers.enter_at[k] <= at
    if course.care == Care.TASK_FORCE:
        helpers = max(helpers, TASK_FORCE_SIZE)
    return max(helpers, 1)


@kernel
def care_for(rules, incident, stream, row, who):
    """Care for one wounded person, and count whether that person lives.

    In place: killed, wounded, preventable deaths, first care and last rescue in `row`.

    Parameters
    ----------
    rules : tuple
        Response terms, for pace and success of care, and course, for the rule of rescue.
    incident : Incident or Race
        Wounds.
    stream : Stream
        Seed and replication.
    row : ndarray of float64
        By `Column`; times inf until care comes [s].
    who : tuple
        Person, time at which helpers turn to this person [s].

    Returns
    -------
    tuple
        Time at which they turn to the next [s]; whether the person has died.

    Notes
    -----
    The helpers inside share the work; a round on one person takes a draw of the care clock,
    divided by their number. Care before the time of death saves with chance ``care_saves`` whoever
    then reaches a trauma centre within an hour. A death is preventable when it came later than ten
    minutes after the wound and the same draw says that care would have saved. Bystanders who reach
    a wounded person in time save with chance ``aid_saves``.
    """
    i, care = who
    response, course = rules
    if incident.occupants.dies_after[i] == 0.0:
        row[Column.KILLED] += 1
        return care, True
    dies_at = dies_unless_aided(rules, incident, stream, row, i)
    if dies_at > care:
        care += draw_lognormal(
            stream, Purpose.CARE, i, response.clock[Clock.CARE_ROUND]
        ) / helpers_at(course, incident, care)
    transport = draw_lognormal(stream, Purpose.TRANSPORT, i, response.clock[Clock.TRANSPORT])
    savable = draw(stream, Purpose.CARE, i, 1) < response.care_saves and (
        transport < TRAUMA_CENTRE_WITHIN_S
    )
    in_time = care < dies_at
    if in_time and care < math.inf:
        note_care(row, care)
    if math.isfinite(dies_at) and not (in_time and savable):
        row[Column.KILLED] += 1
        is_late = incident.occupants.dies_after[i] > PREVENTABLE_WITHIN_S
        row[Column.PREVENTABLE_DEATHS] += savable and is_late
        return care, True
    row[Column.WOUNDED] += 1
    return care, False


@kernel
def note_care(row, at):
    """Note a time at which helpers gave care. In place: `row`."""
    first, last = row[Column.TIME_TO_FIRST_CARE_S], row[Column.TIME_TO_LAST_RESCUE_S]
    row[Column.TIME_TO_FIRST_CARE_S] = min(first, at)
    row[Column.TIME_TO_LAST_RESCUE_S] = at if last == math.inf else max(last, at)


@kernel
def dies_unless_aided(rules, incident, stream, row, i):
    """When a wounded person dies whom no helper reaches, bystanders having done what they can.

    In place: the time of first care in `row`.

    Parameters
    ----------
    rules, incident, stream, row
        See `care_for`.
    i : int
        Person.

    Returns
    -------
    float
        [s]; inf for who survives.
    """
    response, course = rules
    wounded_at = incident.occupants.wounded_at[i]
    dies_at = wounded_at + incident.occupants.dies_after[i]
    if course.aid and draw(stream, Purpose.BYSTANDER_AID, i, 1) < response.aid_reaches:
        aid = wounded_at + draw_lognormal(
            stream, Purpose.BYSTANDER_AID, i, response.clock[Clock.BYSTANDER_AID]
        )
        if aid < dies_at:
            row[Column.TIME_TO_FIRST_CARE_S] = min(row[Column.TIME_TO_FIRST_CARE_S], aid)
            if draw(stream, Purpose.CARE, i, 1) < response.aid_saves:
                dies_at = math.inf
    return dies_at
