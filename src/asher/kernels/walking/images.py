"""People near the ends of stairs, seen from beyond them: their images."""

from asher.kernels.codes import Category
from asher.kernels.jit import kernel

from .ways import side_in

IMAGE_M = 1.5
"""From the end of a stair within which people are seen from beyond it [m]: a time gap and a body
(judgement)."""


@kernel
def is_seen_by(routes, space, x, y):
    """By which end of a stair somebody near it is seen from beyond; -1 if by none.

    Parameters
    ----------
    routes : Routes
        Openings.
    space : int
        Space of the person, -1 for none.
    x, y : float
        Where the person is [m].

    Returns
    -------
    int
        ``2 o + k``: through opening `o` from its side `k`.
    """
    if space < 0 or not routes.spaces.has_stair[space]:
        return -1
    for k in range(routes.spaces.opening_start[space], routes.spaces.opening_stop[space]):
        o = routes.space_opening[k]
        if routes.openings.category[o] != Category.PORTAL:
            continue
        side = side_in(routes, o, space)
        line, out = routes.openings.line[o, side], routes.openings.across[o, side]
        dx, dy = x - line[0], y - line[1]
        before = -(dx * out[0] + dy * out[1])
        ux, uy = line[2] - line[0], line[3] - line[1]
        along = (dx * ux + dy * uy) / (ux * ux + uy * uy)
        if before <= IMAGE_M and -0.5 <= along <= 1.5:
            return 2 * o + side
    return -1


@kernel(inline=True)
def image_seen(routes, by, x, y):
    """Where the image of a point is, seen through an opening from a side (see `is_seen_by`)."""
    return carry_over(routes, by // 2, by % 2, x, y)


@kernel(inline=True)
def carry_over(routes, o, side, x, y):
    """Where a point seen from one end of a portal lies seen from its other end.

    Parameters
    ----------
    routes : Routes
        Lines of the portal's two ends, and the directions out of their spaces.
    o : int
        Portal.
    side : int
        The side from which the point is known, 0 or 1.
    x, y : float
        Point [m].

    Returns
    -------
    tuple of float
        x, y in the plane of the other side [m].

    Notes
    -----
    A rigid movement: the middles of the two ends meet, and out of the one is into the other.
    """
    here, there = routes.openings.line[o, side], routes.openings.line[o, 1 - side]
    out, into = routes.openings.across[o, side], routes.openings.across[o, 1 - side]
    dx = x - 0.5 * (here[0] + here[2])
    dy = y - 0.5 * (here[1] + here[3])
    beyond = dx * out[0] + dy * out[1]
    aside = dy * out[0] - dx * out[1]
    return (
        0.5 * (there[0] + there[2]) - beyond * into[0] + aside * into[1],
        0.5 * (there[1] + there[3]) - beyond * into[1] - aside * into[0],
    )


@kernel(inline=True)
def turn_over(routes, o, side, dx, dy):
    """What a direction seen from one end of a portal is seen from its other end."""
    out, into = routes.openings.across[o, side], routes.openings.across[o, 1 - side]
    beyond = dx * out[0] + dy * out[1]
    aside = dy * out[0] - dx * out[1]
    return -beyond * into[0] + aside * into[1], -beyond * into[1] - aside * into[0]


@kernel
def place_image(routes, crowd, slot):
    """Put an image where its person is seen now. In place: `crowd`."""
    real, by = crowd.slot_of[crowd.slots.person[slot]], crowd.slots.image_by[slot]
    crowd.slots.x[slot], crowd.slots.y[slot] = image_seen(
        routes, by, crowd.slots.x[real], crowd.slots.y[real]
    )
    crowd.slots.heading_x[slot], crowd.slots.heading_y[slot] = turn_over(
        routes, by // 2, by % 2, crowd.slots.heading_x[real], crowd.slots.heading_y[real]
    )
    crowd.slots.pace[slot] = crowd.slots.pace[real]
