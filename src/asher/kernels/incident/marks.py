"""What is noted on the way: who is safe by when, who is in sight how long, when officers are hit.

It changes nothing of what happens.
"""

import math

from asher.kernels.codes import Amount, Status, Tally, When
from asher.kernels.columns import MARKS_MIN, Column
from asher.kernels.jit import kernel

from .responders import first_responder, n_on_site

AT_ENTRY_S = 15.0
"""Who is hit so soon after coming in is hit at entry, not farther inside [s] (judgement)."""
_CASUALTIES_BY = int(Column.CASUALTIES_BY_1MIN)
_SAFE_BY = int(Column.SAFE_BY_1MIN)
_EXPOSURE_BY = int(Column.EXPOSURE_BY_1MIN_S)


@kernel
def note_marks(world, now):
    """Note at each mark that has been reached who is safe.

    In place: ``world.incident``.
    """
    safe_by = world.incident.safe_by
    for m in range(len(MARKS_MIN)):
        if safe_by[m] < 0 and now >= 60.0 * MARKS_MIN[m]:
            safe_by[m] = count_safe(world)


@kernel
def count_safe(world):
    """Occupants who are out, or behind a closed or locked door."""
    people = world.people
    safe = 0
    for i in range(first_responder(world.incident)):
        # Who hides where it is no shelter may still be seen.
        is_sheltered = (
            people.status[i] == Status.HIDING and world.incident.occupants.in_place[i] == 0
        )
        safe += people.status[i] == Status.OUT or is_sheltered
    return safe


@kernel
def note_sight(incident, now, length):
    """Add up how long people are in sight of the hazard, and note what it is at each mark.

    In place: ``incident.amount``, ``incident.exposure_by``.

    Parameters
    ----------
    incident : Incident
        Who is in sight; exposure until the span begins.
    now, length : float
        Start and length of a span in which that does not change [s].
    """
    for m in range(len(MARKS_MIN)):
        since = 60.0 * MARKS_MIN[m] - now
        if 0.0 <= since < length:
            before = incident.amount[Amount.EXPOSURE_S]
            incident.exposure_by[m] = before + incident.amount[Amount.IN_SIGHT_SHARE] * since
    exposed = incident.tally[Tally.EXPOSED]
    incident.amount[Amount.IN_SIGHT_PERSON_S] += exposed * length
    if exposed > 0:
        incident.amount[Amount.IN_SIGHT_S] += length


@kernel
def part_of_hit(is_outside, came_in_at, now):
    """Which count an officer who is hit belongs to, on a plan and without one.

    Parameters
    ----------
    is_outside : bool
        Whether the officer is outside.
    came_in_at : float
        When the officer came in [s]; -inf for one who did not come in or is on the way out.
    now : float
        Time [s].
    """
    if is_outside:
        return Tally.HIT_OUTSIDE
    return Tally.HIT_AT_ENTRY if now <= came_in_at + AT_ENTRY_S else Tally.HIT_INSIDE


@kernel
def find_part_of_hit(world, r, now):
    """Which count an officer belongs to who is hit where he or she is."""
    incident = world.incident
    k = r - n_on_site(incident)
    # Who is on site does not come in, and `enter_at` of who draws back is that of coming in again.
    if k < 0 or incident.responders.pulls_back[r]:
        return part_of_hit(False, -math.inf, now)
    came_in_at = max(incident.officers.enter_at[k], incident.time[When.ENTRY])
    is_outside = world.people.space[first_responder(incident) + r] < 0
    return part_of_hit(is_outside, came_in_at, now)


@kernel
def note_officer_hit(incident, part, now):
    """Count an officer who is hit, and keep when the first of them was.

    In place: ``incident.time``, ``incident.tally``.
    """
    incident.time[When.OFFICER_HIT] = min(incident.time[When.OFFICER_HIT], now)
    incident.tally[Tally.OFFICERS_HIT] += 1
    incident.tally[part] += 1


@kernel
def write_marks(world, row):
    """Write what was noted. In place: `row`."""
    incident = world.incident
    row[Column.TIME_TO_OFFICER_HIT_S] = incident.time[When.OFFICER_HIT]
    row[Column.OFFICERS_HIT_OUTSIDE] = incident.tally[Tally.HIT_OUTSIDE]
    row[Column.OFFICERS_HIT_AT_ENTRY] = incident.tally[Tally.HIT_AT_ENTRY]
    row[Column.OFFICERS_HIT_INSIDE] = incident.tally[Tally.HIT_INSIDE]
    row[Column.IN_SIGHT_PERSON_S] = incident.amount[Amount.IN_SIGHT_PERSON_S]
    row[Column.IN_SIGHT_S] = incident.amount[Amount.IN_SIGHT_S]
    row[Column.SEVERITY] = 0.5 * (1.0 + math.erf(incident.amount[Amount.SEVERITY] / math.sqrt(2.0)))
    safe = count_safe(world)
    for m in range(len(MARKS_MIN)):
        # Nothing changes any more once a replication, or the attack, has ended.
        row[_SAFE_BY + m] = safe if incident.safe_by[m] < 0 else incident.safe_by[m]
        row[_EXPOSURE_BY + m] = min(incident.amount[Amount.EXPOSURE_S], incident.exposure_by[m])
    for i in range(len(incident.occupants)):
        for m in range(len(MARKS_MIN)):
            row[_CASUALTIES_BY + m] += incident.occupants.wounded_at[i] <= 60.0 * MARKS_MIN[m]
