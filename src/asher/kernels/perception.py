"""What people see along lines of sight, and hear through doors with loss."""

import math

from .codes import Door, Edge
from .jit import kernel
from .neighbours import cell_of

SOURCE_DB = 155.0
"""Sound pressure level of a shot at 1 m [dB] (judgement: published ranges are 140 to 170)."""
DOOR_DB = 15.0
"""Loss through a closed door [dB] (judgement: interior doors are rated 15 to 25)."""
NOTICED_DB = 95.0
"""Level from which a shot is told from the noise of a busy place [dB] (judgement)."""
IN_SIGHT_S = 1.5
"""Whoever was in sight so long ago counts as in sight [s]: a turn of looking, and some."""
_OPEN = int(Door.OPEN)
_RIGHT = int(Edge.SIGHT_RIGHT)
_UP = int(Edge.SIGHT_UP)
_OPENING_RIGHT = int(Edge.OPENING_RIGHT)
_OPENING_UP = int(Edge.OPENING_UP)


@kernel(inline=True)
def is_opaque(floor, doors, cell, axis):
    """Tell whether something blocks sight between a cell and its neighbour to the right or above.

    Parameters
    ----------
    floor : Floor
        Grid.
    doors : ndarray of uint8, shape (n_openings,)
        Door states; only an open one is seen through.
    cell : int
        The lower or left cell.
    axis : int
        0 right, 1 above.

    Returns
    -------
    bool
    """
    edge = floor.edge[cell]
    wall, opening = (_RIGHT, _OPENING_RIGHT) if axis == 0 else (_UP, _OPENING_UP)
    if edge & wall:
        return True
    return bool(edge & opening) and doors[floor.edge_opening[cell, axis]] != _OPEN


@kernel(entry=True)
def is_in_sight(floor, doors, start, end):
    """Tell whether there is a line of sight between two points on the floor.

    Parameters
    ----------
    floor : Floor
        Grid.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    start, end : tuple of float
        x, y [m].

    Returns
    -------
    bool

    Notes
    -----
    Marches from cell to cell along the line (Amanatides and Woo 1987); a wall, a closed opening
    and the outside end it.
    """
    cell, last = cell_of(floor, start[0], start[1]), cell_of(floor, end[0], end[1])
    dx, dy = (end[0] - start[0]) / floor.cell_m, (end[1] - start[1]) / floor.cell_m
    step_x, step_y = (1 if dx > 0 else -1), (1 if dy > 0 else -1)
    u = (start[0] - floor.origin_x) / floor.cell_m + 0.5
    v = (start[1] - floor.origin_y) / floor.cell_m + 0.5
    per_x = 1.0 / abs(dx) if dx != 0.0 else math.inf
    per_y = 1.0 / abs(dy) if dy != 0.0 else math.inf
    next_x = (
        per_x * (math.floor(u) + 1 - u if dx > 0 else u - math.floor(u)) if dx != 0 else math.inf
    )
    next_y = (
        per_y * (math.floor(v) + 1 - v if dy > 0 else v - math.floor(v)) if dy != 0 else math.inf
    )
    for _ in range(floor.n_x + floor.n_y):
        if cell == last or min(next_x, next_y) > 1.0:
            return True
        if next_x < next_y:
            if is_opaque(floor, doors, cell if step_x > 0 else cell - 1, 0):
                return False
            cell += step_x
            next_x += per_x
        else:
            if is_opaque(floor, doors, cell if step_y > 0 else cell - floor.n_x, 1):
                return False
            cell += step_y * floor.n_x
            next_y += per_y
        if floor.space[cell] == -1:
            return False
    return False


@kernel
def sound_level(distance, doors_apart):
    """Level of a shot after distance and doors.

    Parameters
    ----------
    distance : float
        From the source [m].
    doors_apart : float
        Closed doors on the way; an end of a stair counts as half of one.

    Returns
    -------
    float
        [dB].

    Notes
    -----
    Spherical spreading, ``L = L0 - 20 log10(d) - 15 n``; judgements are named above.
    """
    return SOURCE_DB - 20.0 * math.log10(max(distance, 1.0)) - DOOR_DB * doors_apart


@kernel
def hears(routes, people, i, source):
    """Tell whether a person hears a shot by another person, and knows it for one."""
    a, b = people.space[i], people.space[source]
    if a < 0 or b < 0:
        return False
    # Levels lie side by side in this plane, but one above the other in the building.
    dx = people.x[i] - routes.shift_x[a] - people.x[source] + routes.shift_x[b]
    dy = people.y[i] - people.y[source]
    dz = routes.height[a] - routes.height[b]
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    return sound_level(distance, routes.doors_apart[a, b]) >= NOTICED_DB
