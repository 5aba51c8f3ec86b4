"""Where the occupants are at the start, and who they are."""

import math

import numpy as np

from .codes import Choice, Guidance, Status
from .jit import kernel
from .neighbours import cell_of
from .responders import first_responder
from .streams import Purpose, draw, draw_exponential, draw_lognormal, draw_normal

THAW_S = 60.0
"""Mean time for which a person who freezes stays put [s] (judgement)."""
_WAITING = np.uint8(Status.WAITING)


@kernel
def place_occupants(site, world, stream):
    """Put the occupants where they are at the start, and draw who they are.

    In place: ``world.people`` and the occupants' part of ``world.incident``.

    Parameters
    ----------
    site : Site
        Floor and groups.
    world : World
        Written.
    stream : Stream
        Seed and replication.

    Notes
    -----
    Places are drawn cell by cell from the group's spaces, so that no two stand within one cell of
    each other while there is room; after 30 tries people stand close. Speeds are normal, cut at
    0.3 m/s and at three standard deviations (evidence ``walk-speed``).
    """
    floor, groups, people, incident = site.floor, site.groups, world.people, world.incident
    for g in range(groups.start.shape[0] - 1):
        for i in range(groups.start[g], groups.start[g + 1]):
            x, y = groups.place[i, 0], groups.place[i, 1]
            if math.isnan(x):
                cell = draw_cell(site, world, stream, g, i)
                incident.occupied[cell] = 1
                x = np.float32(floor.origin_x + (cell % floor.n_x) * floor.cell_m)
                y = np.float32(floor.origin_y + (cell // floor.n_x) * floor.cell_m)
            people.x[i], people.y[i] = x, y
            people.space[i] = floor.space[cell_of(floor, x, y)]
            z = min(3.0, max(-3.0, draw_normal(stream, Purpose.SPEED, i, 0)))
            people.speed[i] = max(0.3, groups.speed[g, 0] + z * groups.speed[g, 1])
            people.status[i] = _WAITING
            incident.group[i] = g
            u = draw(stream, Purpose.RESPONSE, i, 0)
            choice = 0
            while choice < 3 and u >= groups.response[g, choice]:
                choice += 1
            incident.choice[i] = choice
            incident.familiar[i] = draw(stream, Purpose.FAMILIAR, i, 0) < groups.familiar[g]
            delay = draw_lognormal(stream, Purpose.PRE_MOVEMENT, i, groups.pre_movement[g])
            if draw(stream, Purpose.GUIDANCE, i, 0) < site.response.guided:
                if site.course.guidance == Guidance.LOCKDOWN:
                    choice = Choice.HIDE
                elif site.course.guidance == Guidance.RUN_HIDE_FIGHT:
                    choice = Choice.RUN if choice == Choice.FREEZE else choice
                    delay *= site.response.guidance_pace
                incident.choice[i] = choice
            if choice == Choice.FREEZE:
                delay += THAW_S * draw_exponential(stream, Purpose.PRE_MOVEMENT, i, 1)
            incident.pre_movement[i] = delay
            incident.notice_at[i] = math.inf if site.hazard.is_present else delay
    for i in range(groups.start[groups.start.shape[0] - 1]):
        incident.occupied[cell_of(floor, people.x[i], people.y[i])] = 0


@kernel
def is_free(floor, occupied, cell):
    """Tell whether neither this cell nor one next to it is taken."""
    for dj in range(-1, 2):
        for di in range(-1, 2):
            if occupied[cell + dj * floor.n_x + di]:
                return False
    return True


@kernel
def draw_cell(site, world, stream, g, i):
    """Draw a cell for a person among those of a group, with free ones about it if it can be."""
    floor, groups = site.floor, site.groups
    first, last = groups.cell_start[g], groups.cell_start[g + 1]
    cell = groups.cell[first]
    for attempt in range(30):
        u = draw(stream, Purpose.PLACE, i, attempt) * groups.weight[last - 1]
        low, high = first, last - 1
        while low < high:
            middle = (low + high) // 2
            if groups.weight[middle] < u:
                low = middle + 1
            else:
                high = middle
        cell = groups.cell[low]
        if is_free(floor, world.incident.occupied, cell):
            break
    return cell


@kernel
def place_on_site(site, world, stream):
    """Put the people on site at their posts, those who will act (R7 to R11).

    In place: ``world.people`` and ``world.incident``.

    Parameters
    ----------
    site, world, stream
        See `place_occupants`.

    Notes
    -----
    Who does not engage is not there: in cover or elsewhere, and changes nothing.
    """
    floor, people, incident = site.floor, world.people, world.incident
    on_site, first = site.course.on_site, first_responder(incident)
    for r in range(on_site.engages.shape[0]):
        incident.notice_at[first + r] = math.inf
        if draw(stream, Purpose.ON_SITE, r, 0) >= on_site.engages[r]:
            continue
        i = first + r
        x, y = on_site.place[r, 0], on_site.place[r, 1]
        if math.isnan(x):
            # Armed people among the occupants: in the group of one of these, drawn.
            like = int(draw(stream, Purpose.ON_SITE, r, 1) * first)
            cell = draw_cell(site, world, stream, incident.group[like], 1_000_000 + r)
            x = np.float32(floor.origin_x + (cell % floor.n_x) * floor.cell_m)
            y = np.float32(floor.origin_y + (cell // floor.n_x) * floor.cell_m)
        people.x[i], people.y[i] = x, y
        people.space[i] = floor.space[cell_of(floor, x, y)]
        people.speed[i] = site.response.speed
        people.status[i] = _WAITING
        incident.group[i] = 0
        incident.choice[i] = Choice.ACT if on_site.armed[r] else Choice.RUN
        incident.familiar[i] = 1
        # They are there to notice; what they need to be ready is their own clock.
        incident.pre_movement[i] = 0.0
