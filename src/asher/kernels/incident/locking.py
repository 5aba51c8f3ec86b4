"""Doors that lock at the alarm, by a button or by themselves (R13)."""

import math

from asher.kernels.clocks import draw_clock
from asher.kernels.codes import Category, Clock, Door, When
from asher.kernels.jit import kernel

from .parts import part_behind


@kernel
def lock_at_alarm(site, incident, stream, now):
    """Let doors be locked a while after the alarm: those that can lock, and those to the outside.

    In place: `incident`.

    Notes
    -----
    Once an alarm has been raised. The doors of rooms whose every door locks are locked then, as if
    somebody inside had turned the lock: a room in which the hazard is stays open, and who is in a
    room stays in it (`occupants.close_door`). Whoever is still on the way to it is shut out.
    Doors to the outside are locked from outside alone: who is inside pushes them open.
    """
    time, course = incident.time, site.course
    if not (course.locks_doors or course.locks_outer):
        return
    if time[When.ALARM] > now or time[When.LOCKS] < math.inf:
        return
    time[When.LOCKS] = time[When.ALARM] + draw_clock(stream, site.response, Clock.LOCK_DOORS, 0)
    if course.locks_doors:
        lock_rooms(site.routes, incident, time[When.LOCKS])


@kernel
def lock_rooms(routes, incident, at):
    """Let the doors of rooms that can lock be locked at a time. In place: `incident`."""
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


@kernel
def is_shut(site, incident, opening, now):
    """Tell whether a door to the outside is locked from outside."""
    openings = site.routes.openings
    if not site.course.locks_outer or incident.time[When.LOCKS] > now:
        return False
    return openings.exit[opening] > 0 and openings.category[opening] != Category.WINDOW


@kernel
def door_begun(routes, incident, sought):
    """The outer door that officers have begun to open, -1 where none: all go in by that one.

    Of the part of the plan into which the door sought leads, if one is sought.
    """
    for o in range(len(incident.doorways)):
        if incident.doorways.opens_at[o] < math.inf:
            if sought < 0 or part_behind(routes, o) == part_behind(routes, sought):
                return o
    return -1


@kernel
def is_open_to_police(site, incident, stream, opening, now):
    """Tell whether officers get through a door to the outside, by a key or by force if it is shut.

    In place: ``incident.doorways``. The first officer before it begins to open it.
    """
    doorways = incident.doorways
    if not is_shut(site, incident, opening, now):
        return True
    if doorways.opens_at[opening] == math.inf:
        doorways.opens_at[opening] = now + draw_clock(
            stream, site.response, Clock.OUTER_DOOR, opening
        )
    return doorways.opens_at[opening] <= now
