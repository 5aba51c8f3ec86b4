"""Doors that lock at the alarm, by a button or by themselves (R13)."""

import math

from asher.kernels.codes import Clock, Door, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw_lognormal


@kernel
def lock_at_alarm(site, incident, stream, now):
    """Let every door that can lock be locked a while after the alarm. In place: `incident`.

    Notes
    -----
    Once an alarm has been raised. The doors of rooms whose every door locks are locked then, as if
    somebody inside had turned the lock: a room in which the hazard is stays open, and who is in a
    room stays in it (`occupants.close_door`). Whoever is still on the way to it is shut out.
    """
    time, routes = incident.time, site.routes
    if not site.course.locks_doors or time[When.ALARM] > now or time[When.LOCKS] < math.inf:
        return
    clock = site.response.clock[Clock.LOCK_DOORS]
    at = time[When.ALARM] + draw_lognormal(stream, Purpose.LOCK_DOORS, 0, clock)
    time[When.LOCKS] = at
    for room in range(len(routes.spaces)):
        if routes.spaces.shelter[room] == 0:
            continue
        for k in range(routes.spaces.opening_start[room], routes.spaces.opening_stop[room]):
            o = routes.space_opening[k]
            if incident.doors[o] < Door.LOCKED and at < incident.doorways.close_at[o]:
                incident.doorways.close_at[o] = at
                incident.doorways.locks[o] = room


@kernel
def is_locked_sooner(incident, opening, at):
    """Tell whether somebody who turns a lock by a time locks the door before it is locked so."""
    doorways = incident.doorways
    if doorways.close_at[opening] == math.inf:
        return True
    return doorways.locks[opening] >= 0 and at < doorways.close_at[opening]
