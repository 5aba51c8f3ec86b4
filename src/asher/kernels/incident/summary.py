"""What a replication came to: its row of results."""

import math

from asher.kernels.codes import Ending, Phase, Status, Tally, When
from asher.kernels.columns import Column
from asher.kernels.jit import kernel

from .rescue import settle_wounds
from .responders import first_responder


@kernel
def count_harm(site, world, stream, row):
    """Count the killed and the wounded. In place: `row`, statuses in `world`."""
    tally = world.incident.tally
    settle_wounds(site, world, stream, row)
    row[Column.CASUALTIES] = row[Column.KILLED] + row[Column.WOUNDED]
    row[Column.OFFICERS_KILLED] = tally[Tally.OFFICERS_KILLED]
    row[Column.OFFICERS_WOUNDED] = tally[Tally.OFFICERS_HIT] - tally[Tally.OFFICERS_KILLED]
    row[Column.FRIENDLY_FIRE] = tally[Tally.FRIENDLY_FIRE]
    # Officers are not in this queue, wherever they came from.
    for k in range(tally[Tally.WOUNDED]):
        is_staff = world.incident.occupants.queue[k] >= first_responder(world.incident)
        row[Column.ON_SITE_HIT] += is_staff


@kernel
def note_times(incident, row):
    """Write when each part of the response came. In place: `row`."""
    row[Column.TIME_TO_CALL_S] = incident.time[When.CALL]
    row[Column.TIME_TO_DISPATCH_S] = incident.time[When.DISPATCH]
    row[Column.TIME_TO_ARRIVAL_S] = incident.time[When.ARRIVAL]
    row[Column.TIME_TO_ENTRY_S] = incident.time[When.ENTRY]
    row[Column.TIME_TO_CONTACT_S] = incident.time[When.CONTACT]
    row[Column.TIME_TO_STOP_S] = incident.time[When.STOP]


@kernel
def count_people(world, row, exits):
    """Count who is out, in shelter or stuck, who never knew, and by which opening people left.

    In place: `row`, `exits`.

    Parameters
    ----------
    world : World
        Everybody.
    row : ndarray of float64
        By `Column`.
    exits : ndarray of float64, shape (n_openings,)
        People out by each opening.
    """
    incident, people = world.incident, world.people
    last_out = -1.0
    for i in range(first_responder(incident)):
        row[Column.EVACUATED] += people.status[i] == Status.OUT
        in_place = incident.occupants.in_place[i] > 0
        row[Column.SHELTERED] += people.status[i] == Status.HIDING and not in_place
        row[Column.HIDING_IN_PLACE] += people.status[i] == Status.HIDING and in_place
        row[Column.STUCK] += people.status[i] == Status.MOVING
        # Who never noticed did not want to get out.
        is_aware = incident.occupants.notice_at[i] < math.inf
        row[Column.STUCK] += people.status[i] == Status.WAITING and is_aware
        row[Column.NEVER_KNEW] += people.status[i] == Status.WAITING and not is_aware
        if people.status[i] == Status.OUT:
            last_out = max(last_out, people.left_at[i])
            exits[people.left_by[i]] += 1
    # While somebody is stuck inside, the last one is not out.
    is_empty = last_out >= 0.0 and row[Column.STUCK] == 0.0
    row[Column.EVACUATION_TIME_S] = last_out if is_empty else math.inf


@kernel
def note_ending(site, incident, is_anybody_left, row):
    """Write how the attack ended, and whether anything was left to happen.

    In place: `row`, the ending in ``incident.tally``.

    Parameters
    ----------
    site : Site
        Whether there is a hazard.
    incident : Incident
        Its phase, its ending.
    is_anybody_left : bool
        Whether anybody still walks, is to start or is to come in.
    row : ndarray of float64
        By `Column`.
    """
    ended = incident.tally[Tally.PHASE] == Phase.ENDED
    if site.hazard.is_present and not ended:
        incident.tally[Tally.ENDING] = Ending.UNFINISHED
    before = incident.time[When.STOP] < incident.time[When.ARRIVAL]
    row[Column.ENDED_BEFORE_POLICE] = ended and before
    row[Column.UNFINISHED] = is_anybody_left or (site.hazard.is_present and not ended)
    row[Column.ENDING] = incident.tally[Tally.ENDING]
