"""Officers outside who hear shots: who hesitates goes in sooner (R5)."""

import math

from asher.kernels.codes import Phase, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.walking.ways import middle_of

from .perception import HEARD_S, lose_sound, sound_level
from .radios import known_space
from .response import choose_door

STREET_DB = 60.0
"""Background noise before a building [dB] (judgement: a street with some traffic)."""


@kernel
def advance_outside(site, world, now):
    """Let officers who hesitate before a door and hear shots go in sooner.

    In place: ``world.incident``, ``world.search``.

    Notes
    -----
    Each once: of the time until the officer would go in, the share ``heard_factor`` is left.
    """
    people, incident = world.people, world.incident
    factor = site.response.heard_factor
    if factor >= 1.0 or incident.tally[Tally.PHASE] != Phase.ACTIVE:
        return
    if now - incident.time[When.LAST_SHOT] > HEARD_S:
        return
    for k in range(len(incident.officers)):
        i = len(incident.occupants) + k
        is_outside = people.status[i] == Status.ABSENT and incident.officers.arrive_at[k] <= now
        if not incident.officers.hesitates[k] or not is_outside:
            continue
        door = choose_door(site, world, known_space(site, incident, i))
        enter = incident.officers.enter_at[k]
        if door >= 0 and now < enter < math.inf and hears_outside(site, world, door):
            incident.officers.hesitates[k] = 0
            incident.officers.enter_at[k] = now + factor * (enter - now)


@kernel
def hears_outside(site, world, door):
    """Tell whether a shot is known for one before an outer door of the building.

    In place: ``world.search``. By the level above the noise at which half of all people know it.
    """
    routes, people = site.routes, world.people
    h = len(people) - 1
    source = people.space[h]
    inside = max(routes.openings.space[door, 0], routes.openings.space[door, 1])
    lose_sound(routes, world.search, source)
    lost = world.search.spaces.lost_db[inside] + routes.openings.loss_db[door]
    dx, dy = middle_of(routes, door)
    dx -= people.x[h] - routes.spaces.shift_x[source]
    dy -= people.y[h]
    dz = routes.spaces.height[inside] - routes.spaces.height[source]
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    return sound_level(distance, lost) - STREET_DB >= site.response.recognised_db


@kernel
def next_arrival(site, world, now):
    """When the next officer who hesitates comes to where shots may be heard [s]; inf if none."""
    incident, following = world.incident, math.inf
    if site.response.heard_factor < 1.0 and incident.tally[Tally.PHASE] == Phase.ACTIVE:
        for k in range(len(incident.officers)):
            if incident.officers.hesitates[k] and incident.officers.arrive_at[k] > now:
                following = min(following, incident.officers.arrive_at[k])
    return following
