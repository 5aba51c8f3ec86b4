"""What people see along lines of sight, and hear through doors with loss."""

import math

from asher.kernels.jit import kernel
from asher.kernels.walking.plane import ANY, PANE, SEES, is_barred

SOURCE_DB = 155.0
"""Sound pressure level of a shot at 1 m [dB] (judgement: published ranges are 140 to 170)."""
LOCATED_DB = 40.0
"""Level above the noise from which a sound tells the space it comes from [dB] (judgement)."""
HEARD_S = 3.0
"""For how long after a shot its sound leads officers, and callers tell of it [s] (judgement)."""
IN_SIGHT_S = 1.5
"""Who was in sight so long ago counts as in sight [s]: a turn of looking, and some (judgement)."""


@kernel(entry=True)
def is_in_sight(floor, doors, start, end):
    """Tell whether there is a line of sight between two points on the floor.

    Parameters
    ----------
    floor : Floor
        Walls and openings.
    doors : ndarray of uint8, shape (n_openings,)
        Door states; a shut one is seen through only where it has glass, and none that leads
        outside.
    start, end : tuple of float
        x, y [m].
    """
    return not is_barred(floor, doors, start, end, ANY, SEES)


@kernel
def is_behind_glass(floor, doors, start, end):
    """Tell whether a line of sight leads through the glass of a shut door.

    Parameters
    ----------
    floor, doors, start, end
        As in `is_in_sight`; there is a line of sight.
    """
    return floor.has_glass and is_barred(floor, doors, start, end, ANY, PANE)


@kernel
def sound_level(distance, lost_db):
    """Level of a shot after distance and what lies between.

    Parameters
    ----------
    distance : float
        From the source [m].
    lost_db : float
        Loss through closed doors, walls and floors [dB].

    Returns
    -------
    float
        [dB].

    Notes
    -----
    Spherical spreading, ``L = L0 - 20 log10(d) - loss``; judgements are named above.
    """
    return SOURCE_DB - 20.0 * math.log10(max(distance, 1.0)) - lost_db


@kernel
def lose_sound(routes, search, source):
    """Find what sound loses on its best way from a space to every other.

    In place: ``search.spaces.lost_db``, and the scratch of a search.

    Parameters
    ----------
    routes : Routes
        What joins what, and what parts it.
    search : Search
        Scratch.
    source : int
        Space of the sound.

    Notes
    -----
    Each opening takes what it says; walls and floors that two spaces share take what
    `Routes.dividers` says. Infinite where nothing joins or parts two spaces.
    """
    if search.lost_from[0] == source:
        return
    search.lost_from[0] = source
    lost = search.spaces.lost_db
    lost[:] = math.inf
    lost[source] = 0.0
    for _ in range(len(routes.spaces)):
        changed = False
        for o in range(len(routes.openings)):
            a, b = routes.openings.space[o, 0], routes.openings.space[o, 1]
            if carry(lost, a, b, routes.openings.loss_db[o]):
                changed = True
        for d in range(len(routes.dividers)):
            a, b = routes.dividers.space[d, 0], routes.dividers.space[d, 1]
            if carry(lost, a, b, routes.dividers.loss_db[d]):
                changed = True
        if not changed:
            break


@kernel(inline=True)
def carry(lost, a, b, loss):
    """Carry sound from either of two spaces to the other. In place: `lost`.

    Returns
    -------
    bool
        Whether it is louder in one of them than was known.
    """
    if a < 0 or b < 0:
        return False
    if lost[a] + loss < lost[b]:
        lost[b] = lost[a] + loss
        return True
    if lost[b] + loss < lost[a]:
        lost[a] = lost[b] + loss
        return True
    return False


@kernel
def hears(site, world, i, source, least_db):
    """Tell whether a shot by another person is loud enough above the noise around a person.

    In place: ``world.search``.

    Parameters
    ----------
    site, world
        See `state`.
    i, source : int
        Who listens; who shoots.
    least_db : float
        Level above the background noise that it takes [dB].
    """
    routes, people = site.routes, world.people
    a, b = people.space[i], people.space[source]
    if a < 0 or b < 0:
        return False
    lose_sound(routes, world.search, b)
    lost = world.search.spaces.lost_db[a]
    if lost == math.inf:
        return False
    # Levels lie side by side in this plane, but one above the other in the building.
    dx = people.x[i] - routes.spaces.shift_x[a] - people.x[source] + routes.spaces.shift_x[b]
    dy = people.y[i] - people.y[source]
    dz = routes.spaces.height[a] - routes.spaces.height[b]
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    return sound_level(distance, lost) - routes.spaces.noise_db[a] >= least_db
