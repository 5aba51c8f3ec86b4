"""Rescue on a floor plan: the ways of helpers, kits and carriers, and who is helped in turn."""

import math

from asher.kernels.codes import Care, Category, Door, Node, Seek, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.walking.plane import ANY, length_of
from asher.kernels.walking.ways import search_way

from .care import BARRICADED_S, attend, begin_helpers, cleared_at, judge, sort_wounded
from .carrying import begin_ambulances, carried_from, carry_out, count_fate
from .information import count_to_clear
from .radios import wait_for_word
from .response import choose_door
from .walking_wounded import walk_out


@kernel
def settle_wounds(site, world, stream, row):
    """Care for the wounded, carry them out, and count who lives.

    In place: `row`, statuses, what is known of the wounded and of helpers.

    Parameters
    ----------
    site : Site
        Pace and success of care, and the rule of rescue.
    world : World
        Everybody; wounds, and when the inside was safe.
    stream : Stream
        Seed and replication.
    row : ndarray of float64
        By `Column`.

    Notes
    -----
    See `care` and `carrying`. Who lies in the room where the hazard is barricaded waits until that
    is over.
    """
    incident, rules = world.incident, (site.response, site.course)
    n = incident.tally[Tally.WOUNDED]
    if n == 0:
        return
    cleared = cleared_at(site.response, count_to_clear(site, world), incident, stream)
    open_to_helpers(site, incident)
    begin_helpers(rules, incident, stream, cleared)
    wait_for_word(site, incident, cleared)
    place_helpers(site, world)
    begin_ambulances(rules, incident, stream)
    cool = order_wounded(site, world, stream, n)
    begins = carried_from(site.course, incident, cleared)
    for turn in range(2):
        first, stop = (0, cool) if turn == 0 else (cool, n)
        not_before = 0.0 if turn == 0 else incident.time[When.SAFE]
        for k in range(first, stop):
            i = incident.occupants.queue[k]
            measure_ways(site, world, i)
            if walk_out(rules, incident, stream, row, (i, not_before)):
                continue
            helper = attend(rules, incident, stream, row, (i, not_before))
            if helper >= 0:
                at = world.people.x[i], world.people.y[i]
                put_helper(incident, helper, world.people.space[i], at)
        carry_out(rules, incident, stream, row, (first, stop, begins))
    for k in range(n):
        i = incident.occupants.queue[k]
        if count_fate(site.response, incident, stream, row, i):
            world.people.status[i] = Status.DEAD


@kernel
def open_to_helpers(site, incident):
    """Those who kept their door locked to officers let helpers in. In place: ``incident.doors``."""
    for o in range(len(incident.doors)):
        if incident.doors[o] == Door.BARRED and site.routes.openings.category[o] != Category.WINDOW:
            incident.doors[o] = Door.LOCKED


@kernel
def order_wounded(site, world, stream, n):
    """Bring the wounded into the order of care, who lies where it is barricaded last.

    In place: their records and their queue.

    Returns
    -------
    int
        How many lie elsewhere.
    """
    incident, people = world.incident, world.people
    is_still = incident.time[When.STILL] < math.inf
    hot = people.space[len(people) - 1] if is_still else -1
    cool = 0
    for k in range(n):
        i = incident.occupants.queue[k]
        judge(site.response, incident, stream, i)
        if is_still and people.space[i] == hot:
            incident.occupants.urgency[i] += BARRICADED_S
        else:
            cool += 1
    sort_wounded(incident, n)
    return cool


@kernel
def put_helper(incident, k, space, at):
    """Note where a helper is. In place: `incident`."""
    incident.helpers.space[k] = space
    incident.helpers.x[k], incident.helpers.y[k] = at


@kernel
def place_helpers(site, world):
    """Put helpers who were not inside when it stopped at the door; who is hit helps nobody.

    In place: ``world.incident.helpers``, ``world.search``. The clock of a rescue task force runs
    to the first of the wounded, so the way there is in it.
    """
    people, incident, openings = world.people, world.incident, site.routes.openings
    officers, helpers = len(incident.officers), incident.helpers
    door = choose_door(site, world, incident.radios.known_space[0])
    for k in range(len(helpers)):
        if k < officers:
            status = people.status[len(incident.occupants) + k]
            if status == Status.WOUNDED or status == Status.DEAD:
                helpers.free_at[k] = math.inf
        elif site.course.care == Care.TASK_FORCE:
            continue
        if helpers.space[k] < 0 and door >= 0:
            line = openings.line[door, 0]
            at = 0.5 * (line[0] + line[2]), 0.5 * (line[1] + line[3])
            put_helper(incident, k, max(openings.space[door, 0], openings.space[door, 1]), at)


@kernel
def measure_ways(site, world, i):
    """Measure the ways from a wounded person to helpers, kits and the way out.

    In place: ``walk_s`` of helpers, ``kit_m`` and ``carry_s`` of the person, ``world.search``.
    """
    people, incident, walk = world.people, world.incident, world.search.spaces.walk
    helpers, home, spaces = incident.helpers, people.space[i], site.routes.spaces
    incident.occupants.kit_m[i] = math.inf
    incident.occupants.carry_s[i] = 0.0
    helpers.walk_s[:] = 0.0
    if home < 0 or incident.occupants.dies_after[i] == 0.0:
        return
    walk[:] = math.inf
    search_way(site, world, i, (Seek.ALL, ANY), (Door.BARRED, ANY, math.inf), 0.0)
    walk[home] = 0.0
    for k in range(len(helpers)):
        if helpers.space[k] == home:
            dx, dy = helpers.x[k] - people.x[i], helpers.y[k] - people.y[i]
            helpers.walk_s[k] = length_of(dx, dy) / site.response.speed
        elif helpers.space[k] >= 0 and walk[helpers.space[k]] < math.inf:
            helpers.walk_s[k] = walk[helpers.space[k]] / site.response.speed
        elif helpers.space[k] >= 0 and spaces.part[helpers.space[k]] != spaces.part[home]:
            # Round to another part of the building, as the crow flies.
            dx = helpers.x[k] - spaces.shift_x[helpers.space[k]]
            dx -= people.x[i] - spaces.shift_x[home]
            helpers.walk_s[k] = length_of(dx, helpers.y[k] - people.y[i]) / site.response.speed
    for k in range(len(site.course.kits)):
        incident.occupants.kit_m[i] = min(incident.occupants.kit_m[i], walk[site.course.kits[k]])
    incident.occupants.carry_s[i] = way_out(site, world) / site.response.carry_speed


@kernel
def way_out(site, world):
    """Measure the way to the opening where ambulances load: that stated, else the nearest.

    After a search for the ways to all spaces.

    Returns
    -------
    float
        [m]; 0 where no way leads out.
    """
    openings, nodes = site.routes.openings, world.search.nodes
    nearest = math.inf
    for o in range(len(openings)):
        if openings.exit[o] == 0 or openings.category[o] == Category.WINDOW:
            continue
        node = 2 * o + (0 if openings.space[o, 0] < 0 else 1)
        if nodes.state[node] == Node.DONE:
            if o == site.course.way_out:
                return nodes.walk[node]
            nearest = min(nearest, nodes.walk[node])
    return nearest if nearest < math.inf else 0.0
