"""The plane on which all levels lie: its cells, what lies near a point, what bars a line."""

import math

import numpy as np

from asher.kernels.codes import Door, Sight
from asher.kernels.jit import kernel

CELL_M = 1.0
"""Side of a cell [m]."""
PAGE = 16
"""Cells along a page; pages without a floor do not exist."""
REACH_M = 0.5
"""Segments as near as this to a cell are listed with it [m]."""
WAY_M = 0.20
"""Half the width of the narrowest way there is [m]: a body of 0.3 m, and a little (judgement; the
narrowest door that a plan may have is 0.5 m)."""
KEEP_M = 0.16
"""Clearance that a straight stretch of a way keeps from walls [m]: below `WAY_M`, at which corners
are rounded, so that rounding closes no way (judgement)."""
SEES = -1.0
"""As the width of a body, this asks for a line of sight."""
TOUCHES = -2.0
"""As the width of a body, this asks whether a wall or a locked door stands between two people."""
PANE = -3.0
"""As the width of a body, this asks whether a line leads through the glass of a shut door."""
FREE, NO_FLOOR = np.intp(-1), np.intp(-2)
"""Instead of the segment that bars a line: none does, or the line leaves the floor."""
ROUNDING_M = 0.01
"""What a start or an end may be nearer to a wall than a body is wide [m] (judgement)."""
ANY = np.int32(-1)
"""Instead of an opening: any, or none. Of one type with them, so each law is compiled once."""


@kernel(inline=True, entry=True)
def length_of(dx, dy):
    """Length of a vector; a third of the time of `math.hypot`, which guards against overflow."""
    return math.sqrt(dx * dx + dy * dy)


@kernel(inline=True)
def column_at(origin, at):
    """Column (or row) of cells at a coordinate."""
    return int(math.floor((at - origin) / CELL_M))


@kernel(inline=True)
def page_at(floor, column, row):
    """Number of the page in a column and row of pages; -1 where there is no floor."""
    if column < 0 or row < 0 or column >= floor.n_page_x or row >= floor.n_page_y:
        return -1
    return floor.page[row * floor.n_page_x + column]


@kernel(inline=True, entry=True)
def cell_at(floor, i, j):
    """Number of the cell in column `i` and row `j`; -1 where there is no floor."""
    page = page_at(floor, i // PAGE, j // PAGE)
    if page < 0:
        return -1
    return (page * PAGE + j % PAGE) * PAGE + i % PAGE


@kernel(inline=True, entry=True)
def cell_of(floor, x, y):
    """Number of the cell that holds a point; -1 where there is no floor."""
    return cell_at(floor, column_at(floor.origin_x, x), column_at(floor.origin_y, y))


@kernel(inline=True, entry=True)
def closest_on(x, y, line):
    """Closest point of a segment.

    Parameters
    ----------
    x, y : float
        Point [m].
    line : ndarray of float, shape (4,)
        x1, y1, x2, y2 [m].

    Returns
    -------
    tuple of float
        x, y [m].

    Examples
    --------
    >>> closest_on(1.0, 2.0, np.array([0.0, 0.0, 4.0, 0.0]))
    (1.0, 0.0)
    """
    ux, uy = line[2] - line[0], line[3] - line[1]
    length2 = ux * ux + uy * uy
    t = 0.0
    if length2 > 0.0:
        t = min(1.0, max(0.0, ((x - line[0]) * ux + (y - line[1]) * uy) / length2))
    return line[0] + t * ux, line[1] + t * uy


@kernel(inline=True)
def side_of(ax, ay, bx, by, px, py):
    """Twice the signed area of a triangle: on which side of a to b the point p lies."""
    return (bx - ax) * (py - ay) - (by - ay) * (px - ax)


@kernel(inline=True)
def do_cross(start, end, line):
    """Tell whether the way from one point to another meets a segment.

    Parameters
    ----------
    start, end : tuple of float
        x, y [m].
    line : ndarray of float, shape (4,)
        x1, y1, x2, y2 [m].

    Returns
    -------
    bool
        A touch counts.
    """
    # Mostly both ends lie on one side of the segment, so that is asked first.
    d1 = side_of(line[0], line[1], line[2], line[3], start[0], start[1])
    d2 = side_of(line[0], line[1], line[2], line[3], end[0], end[1])
    if d1 * d2 > 0.0:
        return False
    d3 = side_of(start[0], start[1], end[0], end[1], line[0], line[1])
    d4 = side_of(start[0], start[1], end[0], end[1], line[2], line[3])
    return d3 * d4 <= 0.0


@kernel(inline=True)
def distance_to(x, y, ax, ay, bx, by):
    """Distance from a point to the segment from a to b [m]."""
    ux, uy = bx - ax, by - ay
    length2 = ux * ux + uy * uy
    t = 0.0
    if length2 > 0.0:
        t = min(1.0, max(0.0, ((x - ax) * ux + (y - ay) * uy) / length2))
    dx, dy = x - ax - t * ux, y - ay - t * uy
    return math.sqrt(dx * dx + dy * dy)


@kernel
def leaves_room(start, end, line, body):
    """Tell whether a body that walks a straight way keeps clear of a segment it does not cross.

    Parameters
    ----------
    start, end : tuple of float
        x, y [m].
    line : ndarray of float, shape (4,)
        The segment [m].
    body : float
        Distance to keep [m]; who stands nearer at the start need not come off, only not come
        nearer.
    """
    beside = distance_to(start[0], start[1], line[0], line[1], line[2], line[3])
    keep = min(body, beside) - ROUNDING_M
    return (
        distance_to(end[0], end[1], line[0], line[1], line[2], line[3]) >= keep
        and distance_to(line[0], line[1], start[0], start[1], end[0], end[1]) >= keep
        and distance_to(line[2], line[3], start[0], start[1], end[0], end[1]) >= keep
    )


@kernel(inline=True)
def is_solid(floor, doors, s):
    """Tell whether a segment is a wall, or an opening that is locked or barred."""
    opening = floor.segments.opening[s]
    return opening < 0 or doors[opening] >= Door.LOCKED


@kernel
def bars(floor, doors, s, start, end, own, body):
    """Tell whether segment `s`, which comes near the line from start to end, bars it."""
    opening = floor.segments.opening[s]
    if body == TOUCHES:
        return is_solid(floor, doors, s) and do_cross(start, end, floor.segments.line[s])
    if body == SEES:
        sight = floor.segments.sight[s]
        if sight == Sight.NEVER_BLOCKED or (
            sight == Sight.UNLESS_OPEN and doors[opening] == Door.OPEN
        ):
            return False
        return do_cross(start, end, floor.segments.line[s])
    if body == PANE:
        is_pane = opening >= 0 and floor.segments.sight[s] == Sight.NEVER_BLOCKED
        return (
            is_pane and doors[opening] != Door.OPEN and do_cross(start, end, floor.segments.line[s])
        )
    if opening >= 0 and opening == own:
        return False
    if do_cross(start, end, floor.segments.line[s]):
        return True
    return opening < 0 and not leaves_room(start, end, floor.segments.line[s], body)


@kernel(entry=True)
def is_barred(floor, doors, start, end, own, body):
    """Tell whether walls or openings bar the straight line between two points; see `barred_by`."""
    return barred_by(floor, doors, start, end, own, body, FREE) != FREE


@kernel
def barred_by(floor, doors, start, end, own, body, guess):
    """Which segment bars the straight line between two points.

    Parameters
    ----------
    floor : Floor
        Walls and openings.
    doors : ndarray of uint8, shape (n_openings,)
        Door states; a shut one is seen through only where it has glass.
    start, end : tuple of float
        x, y [m].
    own : int
        Opening that may be crossed, -1 for none.
    body : float
        Clearance that a body keeps from walls on the way [m]; else `SEES`, `TOUCHES` or `PANE`.
    guess : int
        Segment looked at first, since it barred a line like this; `FREE` or `NO_FLOOR` for none.

    Returns
    -------
    int
        Segment; `FREE` where nothing bars the line, `NO_FLOOR` where it leaves the floor.

    Notes
    -----
    Marches from cell to cell along the line (Amanatides and Woo 1987) and looks at the segments
    near each; exact, whatever the cells.
    """
    if guess >= 0 and bars(floor, doors, guess, start, end, own, body):
        return guess
    u, v = (start[0] - floor.origin_x) / CELL_M, (start[1] - floor.origin_y) / CELL_M
    du, dv = (end[0] - start[0]) / CELL_M, (end[1] - start[1]) / CELL_M
    i, j = int(math.floor(u)), int(math.floor(v))
    last_i, last_j = int(math.floor(u + du)), int(math.floor(v + dv))
    step_i, step_j = (1 if du > 0.0 else -1), (1 if dv > 0.0 else -1)
    per_i = 1.0 / abs(du) if du != 0.0 else math.inf
    per_j = 1.0 / abs(dv) if dv != 0.0 else math.inf
    next_i, next_j = math.inf, math.inf
    if du != 0.0:
        next_i = per_i * (i + 1 - u if du > 0.0 else u - i)
    if dv != 0.0:
        next_j = per_j * (j + 1 - v if dv > 0.0 else v - j)
    dx, dy = end[0] - start[0], end[1] - start[1]
    wide = max(body, 0.0) * math.sqrt(dx * dx + dy * dy) + 1e-9
    for _ in range(abs(last_i - i) + abs(last_j - j) + 1):
        cell = cell_at(floor, i, j)
        if cell < 0:
            return NO_FLOOR
        for k in range(np.uintp(floor.near_start[cell]), np.uintp(floor.near_start[cell + 1])):
            s = np.uintp(floor.near_segment[k])
            # Most segments lie whole on one side of the line, farther off than a body's width.
            a = dx * (floor.segments.line[s, 1] - start[1]) - dy * (
                floor.segments.line[s, 0] - start[0]
            )
            b = dx * (floor.segments.line[s, 3] - start[1]) - dy * (
                floor.segments.line[s, 2] - start[0]
            )
            if min(a, b) > wide or max(a, b) < -wide:
                continue
            if bars(floor, doors, s, start, end, own, body):
                return np.intp(s)
        if next_i < next_j:
            i += step_i
            next_i += per_i
        else:
            j += step_j
            next_j += per_j
    return FREE
