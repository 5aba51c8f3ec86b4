"""The way to the first shot: time starts when somebody is first in sight of the hazard."""

import math

from asher.kernels.codes import Status, Tally, When
from asher.kernels.jit import kernel

from .hazard import advance_wandering, draw_stay
from .legs import walk_on
from .occupants import EVERY_TICKS
from .perception import is_behind_glass, is_in_sight

LONGEST_S = 900.0
"""After so long in which nobody is in sight, the attack begins where it is [s] (judgement)."""


@kernel
def approach(site, world, stream):
    """Let the hazard walk until somebody is in sight; there the attack begins, at time 0.

    In place: `world`.

    Parameters
    ----------
    site, world, stream
        See `start_replication`; nobody else walks yet.

    Notes
    -----
    Incidents on record begin with shots at people (the record's rule of inclusion), and all its
    times count from the first shot. So where an entrance is empty, the hazard goes on as it does
    during an attack (`hazard.advance_wandering`), but unheard, without a stay, and before time 0.
    It begins where it first comes upon anybody, and knows of nobody before.
    """
    people, incident = world.people, world.incident
    h = len(people) - 1
    length = site.dt_s * site.steps
    for tick in range(int(LONGEST_S / length)):
        if tick % EVERY_TICKS == 0 and is_anybody_in_sight(site, world):
            break
        now = tick * length
        if people.goal[h] < 0:
            incident.time[When.NEXT_MOVE] = now
        advance_wandering(site, world, stream, now)
        walk_on(site, world, now)
    # The clocks of walking start anew: what comes is counted from the first shot.
    world.crowd.free_at[:] = 0.0
    people.mark_at[h] = people.held_at[h] = people.stander_at[h] = -math.inf
    incident.tally[Tally.LAST_SHOT_SPACE] = people.space[h]
    incident.time[When.NEXT_MOVE] = 0.0
    if people.goal[h] < 0:
        incident.time[When.NEXT_MOVE] = draw_stay(site, incident, stream)


@kernel
def is_anybody_in_sight(site, world):
    """Tell whether the hazard has a line of sight to anybody inside, through no shut door.

    Who stands behind the glass of one is met at the door.
    """
    floor, people, doors = site.floor, world.people, world.incident.doors
    h = len(people) - 1
    start = (people.x[h], people.y[h])
    for i in range(len(world.incident.occupants)):
        end = (people.x[i], people.y[i])
        if people.status[i] == Status.WAITING and is_in_sight(floor, doors, start, end):
            if not is_behind_glass(floor, doors, start, end):
                return True
    return False
