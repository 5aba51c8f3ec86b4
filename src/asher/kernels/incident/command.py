"""Who is in command: supervisors of the first wave (R20), one command over all agencies (R15)."""

import math

from asher.kernels.clocks import draw_clock
from asher.kernels.codes import Care, Clock, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw


@kernel
def supervisor_at(response, incident, stream):
    """When the first supervisor of the first wave is there, who takes command [s].

    Parameters
    ----------
    response : ResponseTerms
        The chance that an officer of the first wave is one.
    incident : Incident or Race
        Arrivals, in the order of time.
    stream : Stream
        Seed and replication.

    Returns
    -------
    float
        [s]; inf where none comes with it.
    """
    if response.supervisors > 0.0:
        for k in range(response.officers):
            if draw(stream, Purpose.SUPERVISOR, k, 0) < response.supervisors:
                return incident.officers.arrive_at[k]
    return math.inf


@kernel
def draw_command(response, course, incident, stream):
    """Draw when one command joins the radios of all agencies (R15).

    In place: ``incident.time``. A supervisor who is there sooner takes it at once (R20).
    """
    if course.unified:
        takes = draw_clock(stream, response, Clock.UNIFIED_COMMAND, 0)
        at = incident.time[When.DISPATCH] + takes
        incident.time[When.COMMAND] = min(at, supervisor_at(response, incident, stream))


@kernel
def expect_rescue_team(response, course, incident, stream):
    """Say when a rescue team comes to the first of the wounded (R18).

    In place: ``incident.time``.

    Notes
    -----
    Its clock holds the time until there is one command (evidence ``rtf-command``), then that to
    assemble and to walk there. Under a supervisor who takes command sooner, what comes after it
    begins then: of the time drawn, the share that the medians of the two clocks leave.
    """
    if course.care != Care.TASK_FORCE or not (course.standby or response.supervisors > 0.0):
        return  # drawn with the call-out
    clock = Clock.RESCUE_STANDBY if course.standby else Clock.RESCUE_TASK_FORCE
    takes = draw_clock(stream, response, clock, 0)
    # Drawn here, since courses that differ in it share the time before police come.
    at = incident.time[When.DISPATCH] + takes
    commanded, median = response.clock[Clock.UNIFIED_COMMAND][0], response.clock[clock][0]
    after = max(0.0, 1.0 - commanded / median) if median > 0.0 else 0.0
    at = min(at, supervisor_at(response, incident, stream) + after * takes)
    incident.time[When.TASK_FORCE] = at
