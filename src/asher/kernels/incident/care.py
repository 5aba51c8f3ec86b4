"""Care for the wounded, on a plan and without one: who reaches them when, and in which order.

Reaching the wounded and clearing the place are two things. Officers go past the wounded to the
sound, and turn back to them once the attack is over. Clearing (`cleared_at`) is the search for a
second attacker: medics wait for it, unless a rescue task force is led in, and so do all who hold
until cleared. `carrying` tells how the wounded get from there to a trauma centre.
"""

import math

from asher.kernels.clocks import draw_clock
from asher.kernels.codes import Care, Clock, When
from asher.kernels.columns import Column
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw

from .command import expect_rescue_team
from .harm import time_to_death

CAN_WAIT_S = 1e6
"""Urgency of those whom triage lets wait [s] (judgement: later than any death)."""
BARRICADED_S = 1e7
"""Added to the urgency of those where a hazard is barricaded [s] (judgement: they come last)."""


@kernel
def contained_at(incident):
    """When officers were inside and the hazard was still, or over [s]."""
    return max(incident.time[When.STOP], incident.time[When.ENTRY])


@kernel
def care_from(course, incident):
    """When the officers inside may turn to the wounded (R18).

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
    Once the attack is over; under a rule that carries the wounded out before all is cleared, also
    while the hazard is still in a closed room.
    """
    if course.care == Care.CLEARED:
        return math.inf
    if course.care == Care.GIVE_CARE and incident.time[When.STILL] < math.inf:
        return incident.time[When.SAFE]
    return contained_at(incident)


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
    work = spaces * draw_clock(stream, response, Clock.CLEAR_SPACE, 0)
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
def begin_helpers(rules, incident, stream, cleared):
    """Say when each officer and medic can turn to the wounded.

    In place: ``incident.helpers.free_at``, the time of a task force.

    Parameters
    ----------
    rules : tuple
        Response terms and course.
    incident : Incident or Race
        Its times, arrivals and entries.
    stream : Stream
        Seed and replication.
    cleared : float
        When all is cleared [s].

    Notes
    -----
    Officers inside turn to the wounded a while after the attack is over (``turn_to_wounded``); once
    it is safe, so does whoever has come. All help at the latest when the place is cleared. Medics
    go in when it is cleared and the first ambulance has come; those of a rescue task force as soon
    as it has assembled and the hazard is contained (evidence ``rtf-first-contact``).
    """
    response, course = rules
    helpers, officers = incident.helpers, incident.officers
    begins = care_from(course, incident) + draw_clock(stream, response, Clock.TURN_TO_WOUNDED, 0)
    for k in range(len(officers)):
        comes = officers.arrive_at[k]
        goes = max(begins, min(officers.enter_at[k], max(incident.time[When.SAFE], comes)))
        helpers.free_at[k] = min(goes, max(cleared, comes))
    expect_rescue_team(response, course, incident, stream)
    goes = max(cleared, first_ambulance_at(response, incident, stream))
    if course.care == Care.TASK_FORCE:
        goes = max(contained_at(incident), incident.time[When.TASK_FORCE])
    for k in range(len(officers), len(helpers)):
        helpers.free_at[k] = goes
        helpers.space[k] = -1


@kernel
def first_ambulance_at(response, incident, stream):
    """When the first ambulance is at the scene [s]."""
    return incident.time[When.DISPATCH] + draw_clock(stream, response, Clock.AMBULANCE, 0)


@kernel
def judge(response, incident, stream, i):
    """Judge how urgent a wounded person is, and let the person wait for care.

    In place: the record of the person.

    Notes
    -----
    Who would die is urgent, whoever dies sooner the more; the others can wait. A share
    ``1 - triage`` is misjudged, and taken for the other kind (evidence ``triage-accuracy``).
    """
    wounded = incident.occupants
    wounded.cared_at[i] = wounded.dies_at[i] = math.inf
    wounded.out_at[i] = wounded.trauma_at[i] = math.inf
    wounded.helper[i] = wounded.carriers[i] = -1
    is_judged_right = draw(stream, Purpose.TRIAGE, i, 0) < response.triage
    would_die = wounded.dies_after[i] < math.inf
    wounded.urgency[i] = CAN_WAIT_S
    if is_judged_right and would_die:
        wounded.urgency[i] = wounded.wounded_at[i] + wounded.dies_after[i]
    elif not is_judged_right and not would_die:
        seems = time_to_death(draw(stream, Purpose.TRIAGE, i, 1))
        wounded.urgency[i] = wounded.wounded_at[i] + seems


@kernel
def sort_wounded(incident, n):
    """Bring the queue of the wounded into the order of care: the most urgent first.

    In place: ``incident.occupants.queue``. Of two as urgent, whoever was wounded first comes first.
    """
    queue, urgency = incident.occupants.queue, incident.occupants.urgency
    for k in range(1, n):
        i, at = queue[k], k
        while at > 0 and urgency[queue[at - 1]] > urgency[i]:
            queue[at] = queue[at - 1]
            at -= 1
        queue[at] = i


@kernel
def attend(rules, incident, stream, row, who):
    """Send to a wounded person the helper who is there first; bystanders did what they could.

    In place: the records of the person and the helper; first care and last rescue in `row`.

    Parameters
    ----------
    rules : tuple
        Response terms, for the pace of care, and course, for bystander aid.
    incident : Incident or Race
        Wounds, and helpers with their way to this person (``walk_s``).
    stream : Stream
        Seed and replication.
    row : ndarray of float64
        By `Column`; times inf until care comes [s].
    who : tuple
        Person; time before which nobody gets to this person [s].

    Returns
    -------
    int
        The helper who is at the person now; -1 where nobody came in time.
    """
    i, not_before = who
    response = rules[0]
    wounded, helpers = incident.occupants, incident.helpers
    if wounded.dies_after[i] == 0.0:
        wounded.dies_at[i] = wounded.wounded_at[i]
        return -1
    wounded.dies_at[i] = dies_unless_aided(rules, incident, stream, row, i)
    at, helper = math.inf, -1
    for k in range(len(helpers)):
        walk = helpers.walk_s[k] if helpers.space[k] >= 0 else 0.0
        comes = max(helpers.free_at[k], not_before) + walk
        if comes < at:
            at, helper = comes, k
    if at >= wounded.dies_at[i] or at == math.inf:
        return -1
    note_first_and_last(row, Column.TIME_TO_FIRST_CARE_S, Column.TIME_TO_LAST_RESCUE_S, at)
    note_helper(incident, i, helper, at)
    at += draw_clock(stream, response, Clock.CARE_ROUND, i)
    helpers.free_at[helper] = wounded.cared_at[i] = at
    return helper


@kernel
def note_helper(incident, i, helper, at):
    """Note who comes to a wounded person from where, and when. In place: ``incident.occupants``."""
    wounded, helpers = incident.occupants, incident.helpers
    wounded.helper[i], wounded.reached_at[i] = helper, at
    wounded.from_x[i], wounded.from_y[i] = helpers.x[helper], helpers.y[helper]
    wounded.from_space[i] = helpers.space[helper]


@kernel
def note_first_and_last(row, first, last, at):
    """Note a time in the columns of the first and of the last of its kind. In place: `row`."""
    row[first] = min(row[first], at)
    row[last] = at if row[last] == math.inf else max(row[last], at)


@kernel
def dies_unless_aided(rules, incident, stream, row, i):
    """When a wounded person dies whom no helper reaches, bystanders having done what they can.

    In place: the time of first care in `row`.

    Parameters
    ----------
    rules, incident, stream, row
        See `attend`.
    i : int
        Person.

    Returns
    -------
    float
        [s]; inf for who survives.

    Notes
    -----
    Staff who are trained reach more people and save more of them; whether the member of staff who
    is near somebody is trained is drawn by the share of those who are. A bleeding kit within reach
    brings aid sooner. So does a call taker who tells callers what to do, and it works more often.
    """
    response, course = rules
    dies_at = incident.occupants.wounded_at[i] + incident.occupants.dies_after[i]
    if not course.aid:
        return dies_at
    reaches, saves = response.aid_reaches, response.aid_saves
    if draw(stream, Purpose.TRAINED_STAFF, i, 0) < course.trained_aid:
        reaches = max(reaches, response.trained_reaches)
        saves = max(saves, response.trained_saves)
    if course.instructed:
        saves = max(saves, response.instructed_saves)
    if draw(stream, Purpose.BYSTANDER_AID, i, 1) < reaches:
        aid = aided_at(rules, incident, stream, i)
        if aid < dies_at:
            row[Column.TIME_TO_FIRST_CARE_S] = min(row[Column.TIME_TO_FIRST_CARE_S], aid)
            if draw(stream, Purpose.CARE, i, 1) < saves:
                dies_at = math.inf
    return dies_at


@kernel
def aided_at(rules, incident, stream, i):
    """When bystanders have stopped the bleeding of somebody whom they reach [s]."""
    response, course = rules
    wounded_at = incident.occupants.wounded_at[i]
    aid = wounded_at + draw_clock(stream, response, Clock.BYSTANDER_AID, i)
    if incident.occupants.kit_m[i] <= response.kit_reach_m:
        kit = draw_clock(stream, response, Clock.KIT_AID, i)
        aid = min(aid, wounded_at + kit)
    if course.instructed:
        answered = incident.time[When.CALL] + draw_clock(stream, response, Clock.ANSWER, 0)
        told = draw_clock(stream, response, Clock.INSTRUCTED_AID, i)
        aid = min(aid, max(wounded_at, answered) + told)
    return aid
