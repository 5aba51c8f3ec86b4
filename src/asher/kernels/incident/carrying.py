"""From where the wounded lie to the trauma centre: carriers, ambulances, and who lives."""

import math

from asher.kernels.clocks import draw_clock
from asher.kernels.codes import Care, Clock, Tally, When
from asher.kernels.columns import Column
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw

from .care import contained_at, first_ambulance_at, note_first_and_last

PREVENTABLE_WITHIN_S = 600.0
"""Deaths that care within this time would have prevented are called preventable [s] (MODEL.md)."""

TRAUMA_CENTRE_WITHIN_S = 3600.0
"""Care inside holds this long [s], and that where ambulances load as long again (judgement)."""


@kernel
def begin_ambulances(rules, incident, stream):
    """Say when each ambulance is at the scene, one after another, and then each police car.

    In place: ``incident.ambulances``.

    Notes
    -----
    Where officers drive patients (evidence ``first-out-aurora``), a car is there with each officer
    of the first wave, as far as there are cars to spare.
    """
    response, course = rules
    for c in range(len(incident.ambulances) - response.ambulances):
        is_there = course.police_transport and c < response.officers
        arrives = incident.officers.arrive_at[c] if is_there else math.inf
        incident.ambulances[response.ambulances + c] = arrives
    at = first_ambulance_at(response, incident, stream)
    for v in range(response.ambulances):
        incident.ambulances[v] = at
        at += draw_clock(stream, response, Clock.NEXT_AMBULANCE, v)


@kernel
def carried_from(course, incident, cleared):
    """When the wounded may be carried out [s]: before all is cleared only where a rule says so."""
    if course.care == Care.CARRY_OUT:
        return contained_at(incident)
    if course.care == Care.TASK_FORCE:
        return max(contained_at(incident), incident.time[When.TASK_FORCE])
    return cleared


@kernel
def group_carriers(response, incident):
    """Let those who have done with care form groups of carriers.

    In place: ``incident.helpers.carry_at``.

    Returns
    -------
    int
        Groups: fewer than `carriers` people make one, if there is anybody.
    """
    helpers = incident.helpers
    groups, members, free_at = 0, 0, 0.0
    for k in range(len(helpers)):
        if helpers.free_at[k] == math.inf:
            continue
        members += 1
        free_at = max(free_at, helpers.free_at[k])
        if members == response.carriers:
            helpers.carry_at[groups] = free_at
            groups, members, free_at = groups + 1, 0, 0.0
    if groups == 0 and members > 0:
        helpers.carry_at[0] = free_at
        return 1
    return groups


@kernel
def carry_out(rules, incident, stream, row, those):
    """Carry those who have had care out, in the order of care, and drive them off.

    In place: when each is at the trauma centre; first and last out in `row`; ambulances.

    Parameters
    ----------
    rules : tuple
        Response terms and course.
    incident : Incident or Race
        Wounds, helpers, ambulances.
    stream : Stream
        Seed and replication.
    row : ndarray of float64
        By `Column`.
    those : tuple
        First and last + 1 of the queue; time from which they may be carried out [s].

    Notes
    -----
    A group carries one person at a time and walks back without a load. Helpers care for all first
    and carry then, as in the exercises (evidence ``rtf-first-contact``, ``rtf-first-ccp``).
    """
    first, stop, begins = those
    response = rules[0]
    wounded, groups = incident.occupants, group_carriers(response, incident)
    back = response.carry_speed / response.speed
    for k in range(first, stop):
        i = wounded.queue[k]
        if wounded.cared_at[i] == math.inf or groups == 0:
            continue
        free = earliest(incident.helpers.carry_at, groups)
        out = max(wounded.cared_at[i], begins, incident.helpers.carry_at[free])
        out += wounded.carry_s[i]
        incident.helpers.carry_at[free] = out + back * wounded.carry_s[i]
        if out < math.inf:
            note_first_and_last(
                row, Column.TIME_TO_FIRST_CARRIED_OUT_S, Column.TIME_TO_LAST_CARRIED_OUT_S, out
            )
            wounded.out_at[i], wounded.carriers[i] = out, free
            wounded.trauma_at[i] = drive(response, incident, stream, i, out)


@kernel
def earliest(times, n):
    """Number of the earliest of the first `n` times."""
    found = 0
    for k in range(1, n):
        if times[k] < times[found]:
            found = k
    return found


@kernel
def drive(response, incident, stream, i, out):
    """The next ambulance or police car takes a patient to the trauma centre, and comes back.

    In place: ambulances, patients.

    Returns
    -------
    float
        When the patient is there [s]; inf where nothing comes.
    """
    n = len(incident.ambulances)
    v = earliest(incident.ambulances, n)
    if n == 0 or incident.ambulances[v] == math.inf:
        return math.inf
    leaves = max(out, incident.ambulances[v])
    there = leaves + draw_clock(stream, response, Clock.TRANSPORT, i)
    if incident.tally[Tally.PATIENTS] >= response.trauma_beds:
        there += draw_clock(stream, response, Clock.FARTHER_TRANSPORT, i)
    incident.tally[Tally.PATIENTS] += 1
    if v >= response.ambulances:
        incident.ambulances[v] = there + (there - leaves)  # a car needs no more than the way back
    else:
        incident.ambulances[v] = there + draw_clock(stream, response, Clock.AMBULANCE_TURNAROUND, i)
    return there


@kernel
def count_fate(response, incident, stream, row, i):
    """Count whether a wounded person lives.

    In place: killed, wounded and preventable deaths in `row`.

    Returns
    -------
    bool
        Whether the person has died.

    Notes
    -----
    Care before the time of death saves with chance ``care_saves`` whoever is carried out within an
    hour of it, or before that time, and is at a trauma centre within an hour of that: medics go on
    with care where ambulances load. So sooner care never shortens a life. A death is preventable
    when it came later than ten minutes after the wound and the same draw says that care would have
    saved, where the drive is shorter than an hour.
    """
    wounded = incident.occupants
    would_save = draw(stream, Purpose.CARE, i, 1) < response.care_saves
    cared_at, dies_at, out_at = wounded.cared_at[i], wounded.dies_at[i], wounded.out_at[i]
    is_saved = (
        would_save
        and cared_at < dies_at
        and out_at < max(cared_at + TRAUMA_CENTRE_WITHIN_S, dies_at)
        and wounded.trauma_at[i] - out_at < TRAUMA_CENTRE_WITHIN_S
    )
    if dies_at == math.inf or is_saved:
        row[Column.WOUNDED] += 1
        return False
    row[Column.KILLED] += 1
    drive = draw_clock(stream, response, Clock.TRANSPORT, i)
    is_late = wounded.dies_after[i] > PREVENTABLE_WITHIN_S
    row[Column.PREVENTABLE_DEATHS] += would_save and is_late and drive < TRAUMA_CENTRE_WITHIN_S
    return True
