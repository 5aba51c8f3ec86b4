"""The wounded who walk out by themselves (R18), on a plan and without one."""

import math

from asher.kernels.clocks import draw_clock
from asher.kernels.codes import Care, Clock, When
from asher.kernels.columns import Column
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw

from .care import (
    care_from,
    contained_at,
    dies_unless_aided,
    first_ambulance_at,
    note_first_and_last,
)


@kernel
def can_walk(response, incident, stream, i):
    """Tell whether a wounded person can walk: some of those who would live without care."""
    if response.walking_wounded <= 0.0 or incident.occupants.dies_after[i] < math.inf:
        return False
    return draw(stream, Purpose.WALKING_WOUNDED, i, 0) < response.walking_wounded


@kernel
def walk_out(rules, incident, stream, row, who):
    """Let a wounded person walk to where ambulances load, if that is possible.

    In place: the record of the person; first care and last rescue in `row`.

    Parameters
    ----------
    rules, incident, stream, row, who
        See `care.attend`; ``carry_s`` of the person is known.

    Returns
    -------
    bool
        Whether the person leaves so, and needs neither a helper nor carriers.

    Notes
    -----
    They set out when officers inside turn to the wounded, since the way is free from then on, and
    as soon after it is safe where officers hold until cleared; who lies where it is barricaded, not
    before that is over. They are no faster than carriers. Medics of the first ambulance care for
    them outside. What drives them off is left out: they can wait until nobody else needs it.
    """
    i, not_before = who
    response, course = rules
    if not can_walk(response, incident, stream, i):
        return False
    begins = care_from(course, incident)
    if course.care == Care.CLEARED:
        begins = max(contained_at(incident), incident.time[When.SAFE])
    begins = max(begins + draw_clock(stream, response, Clock.TURN_TO_WOUNDED, 0), not_before)
    if begins == math.inf:
        return False
    dies_unless_aided(rules, incident, stream, row, i)  # Bystanders do not know who will live.
    incident.occupants.out_at[i] = begins + incident.occupants.carry_s[i]
    at = max(incident.occupants.out_at[i], first_ambulance_at(response, incident, stream))
    note_first_and_last(row, Column.TIME_TO_FIRST_CARE_S, Column.TIME_TO_LAST_RESCUE_S, at)
    return True
