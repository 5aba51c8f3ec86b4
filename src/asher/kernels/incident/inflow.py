"""People who come in from outside over time."""

import math

from asher.kernels.codes import Door, Status
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw
from asher.kernels.walking.cells import file_person, nearest_distance
from asher.kernels.walking.passages import book_passage, is_passage_free
from asher.kernels.walking.plane import length_of
from asher.kernels.walking.walls import CLEAR_M

INSIDE_M = 0.05
"""How far inside the opening they are first [m] (judgement: beyond rounding)."""
TRIES = 4
"""Places across the opening tried for each person in a tick (judgement: enough for any width)."""


@kernel
def admit(site, world, stream, now):
    """Let in those whose time has come and who find room in the opening. In place: `world`.

    Notes
    -----
    Who finds nobody's back in the opening comes in, as fast as the planner's cap allows; the others
    wait outside for the next tick.
    Nobody comes in by an opening that is locked.
    """
    groups, incident = site.groups, world.incident
    for g in range(len(groups.terms)):
        o = groups.terms.enters_by[g]
        if o < 0 or incident.doors[o] >= Door.LOCKED:
            continue
        for i in range(groups.terms.start[g], groups.terms.stop[g]):
            if not is_passage_free(world.crowd, o, now):
                break
            if world.people.status[i] == Status.ABSENT and groups.members.enters_at[i] <= now:
                step_in(site, world, stream, (i, o, now))


@kernel
def step_in(site, world, stream, who):
    """Put a person into an opening, where there is room. In place: `world`.

    Parameters
    ----------
    site, world, stream
        See `start_replication`.
    who : tuple
        Person, opening, time [s].
    """
    people, routes = world.people, site.routes
    i, o, now = who
    side = 0 if routes.openings.space[o, 0] >= 0 else 1
    line, out = routes.openings.line[o, side], routes.openings.across[o, side]
    ux, uy = line[2] - line[0], line[3] - line[1]
    margin = min(0.5, CLEAR_M / length_of(ux, uy))
    for attempt in range(TRIES):
        share = margin + (1.0 - 2.0 * margin) * draw(stream, Purpose.INFLOW, i, attempt)
        x = line[0] + share * ux - INSIDE_M * out[0]
        y = line[1] + share * uy - INSIDE_M * out[1]
        if nearest_distance(site.floor, people, world.crowd, x, y) < people.body[i]:
            continue
        file_person(site.floor, world.crowd, (i, -1), x, y)
        book_passage(routes, site.walking, world.crowd, o, (now, site.dt_s * site.steps))
        people.x[i], people.y[i] = x, y
        people.heading_x[i], people.heading_y[i] = -out[0], -out[1]
        people.space[i] = routes.openings.space[o, side]
        people.status[i] = Status.WAITING
        world.incident.occupants.notice_at[i] = now
        return


@kernel
def next_entry(site, world):
    """When the next person may come in [s]; inf if nobody is still to come."""
    groups, incident = site.groups, world.incident
    following = math.inf
    for g in range(len(groups.terms)):
        o = groups.terms.enters_by[g]
        if o < 0 or incident.doors[o] >= Door.LOCKED:
            continue
        for i in range(groups.terms.start[g], groups.terms.stop[g]):
            if world.people.status[i] == Status.ABSENT:
                following = min(following, groups.members.enters_at[i])
    return following
