"""Leaving the floor: out of the building, or from one end of a stair to the other."""

import math

import numpy as np

from .codes import Category, Status
from .jit import kernel
from .neighbours import cell_of

_WAITING = np.uint8(Status.WAITING)
_MOVING = np.uint8(Status.MOVING)
_HIDING = np.uint8(Status.HIDING)
_OUT = np.uint8(Status.OUT)
_PORTAL = int(Category.PORTAL)


@kernel
def cross(site, world, i):
    """Take a person who crossed an opening out, or to the other end of it. In place: `world`."""
    routes, people = site.routes, world.people
    o = people.left_by[i]
    if routes.opening_category[o] != _PORTAL:
        people.status[i] = _OUT
        people.space[i] = -1
        return
    side = 0 if routes.opening_space[o, 0] == people.space[i] else 1
    here, there = routes.opening_line[o, side], routes.opening_line[o, 1 - side]
    ux, uy = here[2] - here[0], here[3] - here[1]
    vx, vy = there[2] - there[0], there[3] - there[1]
    length, width = math.sqrt(ux * ux + uy * uy), math.sqrt(vx * vx + vy * vy)
    t = ((people.x[i] - here[0]) * ux + (people.y[i] - here[1]) * uy) / (length * length)
    margin = min(0.5, 0.2 / width)
    t = min(1.0 - margin, max(margin, t))
    target = routes.opening_space[o, 1 - side]
    for sign in range(2):
        offset = (0.2 if sign == 0 else -0.2) / width
        x = np.float32(there[0] + t * vx - offset * vy)
        y = np.float32(there[1] + t * vy + offset * vx)
        if site.floor.space[cell_of(site.floor, x, y)] == target:
            if is_crowded(people, x, y, i):
                return
            people.x[i], people.y[i] = x, y
            people.heading_x[i] = np.float32((-vy if sign == 0 else vy) / width)
            people.heading_y[i] = np.float32((vx if sign == 0 else -vx) / width)
            break
    people.space[i] = target
    people.left_by[i] = -1
    people.leg[i] = -1
    people.status[i] = _MOVING


@kernel
def is_crowded(people, x, y, i):
    """Tell whether an occupant or officer stands within 0.3 m of a point.

    Parameters
    ----------
    people : People
    x, y : float
        m.
    i : int
        The person who asks, who does not count.

    Returns
    -------
    bool
        The hazard keeps nobody out: an officer who meets it in the door is in contact with it.
    """
    for j in range(people.x.shape[0] - 1):
        status = people.status[j]
        if j != i and (status == _MOVING or status == _WAITING or status == _HIDING):
            dx, dy = people.x[j] - x, people.y[j] - y
            if dx * dx + dy * dy < np.float32(0.09):
                return True
    return False
