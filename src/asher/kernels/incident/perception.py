"""What people see along lines of sight, and hear through doors with loss."""

import math

from asher.kernels.codes import Category
from asher.kernels.jit import kernel
from asher.kernels.walking.plane import ANY, SEES, is_barred

SOURCE_DB = 155.0
"""Sound pressure level of a shot at 1 m [dB] (judgement: published ranges are 140 to 170)."""
DOOR_DB = 15.0
"""Loss through a closed door [dB] (judgement: interior doors are rated 15 to 25)."""
NOTICED_DB = 95.0
"""Level from which a shot is told from the noise of a busy place [dB] (judgement)."""
IN_SIGHT_S = 1.5
"""Who was in sight so long ago counts as in sight [s]: a turn of looking, and some (judgement)."""
_GATE = int(Category.GATE)
_PORTAL = int(Category.PORTAL)
MOST_DOORS = 5.0
"""Beyond so many closed doors a shot is not heard, however near [-]: `SOURCE_DB` less `NOTICED_DB`
over `DOOR_DB`, and one more (both are a judgement)."""


@kernel(entry=True)
def is_in_sight(floor, doors, start, end):
    """Tell whether there is a line of sight between two points on the floor.

    Parameters
    ----------
    floor : Floor
        Walls and openings.
    doors : ndarray of uint8, shape (n_openings,)
        Door states; only an open one is seen through, and none that leads outside.
    start, end : tuple of float
        x, y [m].

    Returns
    -------
    bool
    """
    return not is_barred(floor, doors, start, end, ANY, SEES)


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
def muffle(routes, search, source):
    """Count the closed doors between a space and those around it.

    In place: ``search.spaces.muffled``, and the scratch of a search.

    Parameters
    ----------
    routes : Routes
        What joins what.
    search : Search
        Scratch.
    source : int
        Space of the sound.

    Notes
    -----
    A gate muffles nothing, each end of a stair as half a door; counted as far as anybody hears.
    """
    if search.muffled_from[0] == source:
        return
    search.muffled_from[0] = source
    muffled = search.spaces.muffled
    muffled[:] = MOST_DOORS
    muffled[source] = 0.0
    for _ in range(int(2.0 * MOST_DOORS) + len(routes.openings)):
        changed = False
        for o in range(len(routes.openings)):
            a, b = routes.openings.space[o, 0], routes.openings.space[o, 1]
            if a < 0 or b < 0:
                continue
            more = 1.0
            if routes.openings.category[o] == _GATE:
                more = 0.0
            elif routes.openings.category[o] == _PORTAL:
                more = 0.5
            for _side in range(2):
                if muffled[a] + more < muffled[b]:
                    muffled[b] = muffled[a] + more
                    changed = True
                a, b = b, a
        if not changed:
            break


@kernel
def hears(site, world, i, source):
    """Tell whether a person hears a shot by another person, and knows it for one.

    In place: ``world.search``.

    Returns
    -------
    bool
    """
    routes, people = site.routes, world.people
    a, b = people.space[i], people.space[source]
    if a < 0 or b < 0:
        return False
    muffle(routes, world.search, b)
    if world.search.spaces.muffled[a] >= MOST_DOORS:
        return False
    # Levels lie side by side in this plane, but one above the other in the building.
    dx = people.x[i] - routes.spaces.shift_x[a] - people.x[source] + routes.spaces.shift_x[b]
    dy = people.y[i] - people.y[source]
    dz = routes.spaces.height[a] - routes.spaces.height[b]
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    return sound_level(distance, world.search.spaces.muffled[a]) >= NOTICED_DB
