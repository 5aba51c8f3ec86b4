"""Where occupants go: out by an exit, into a room that locks, or out of sight where they are."""

import math

from asher.kernels.codes import Choice, Door, Phase, Seek, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw
from asher.kernels.walking.plane import ANY
from asher.kernels.walking.ways import is_enterable, is_hazard_nearer, leg_towards, search_way

from .company import follow_party, tell_party
from .legs import leg_to_exit, set_leg

MEMORY_S = 5.0
"""How long a sight of the hazard steers the way out [s] (judgement)."""
DETOUR_M = 40.0
"""Detour that people accept rather than pass a hazard in sight [m] (judgement)."""
BREAK_WINDOW_S = 15.0
"""Work that breaks a window out [person-seconds] (judgement)."""


@kernel
def is_wary(world, i):
    """Tell whether a person has the hazard in sight, or had it just now."""
    incident = world.incident
    has_seen = incident.occupants.seen_at[i] > incident.time[When.LAST_SHOT] - MEMORY_S
    return has_seen and incident.tally[Tally.PHASE] == Phase.ACTIVE


@kernel
def wariness(world, i):
    """What a way past a hazard in sight counts more to a person [m]; 0 where none is in sight."""
    return DETOUR_M if is_wary(world, i) else 0.0


@kernel
def is_hazard_in(world, space):
    """Tell whether the hazard is in a space and not over."""
    phase = world.incident.tally[Tally.PHASE]
    is_here = world.people.space[len(world.people) - 1] == space
    return is_here and (phase == Phase.ACTIVE or phase == Phase.STILL)


@kernel
def choose_exit(site, world, i):
    """Choose the exit with the shortest way that a person knows and would take, and that way.

    In place: ``people.goal`` (-1 where there is none), ``world.search``.

    Parameters
    ----------
    site : Site
        Floor, routes, groups.
    world : World
        People and doors.
    i : int
        Occupant.

    Returns
    -------
    int
        Leg, -1 where there is none.

    Notes
    -----
    Whom people know as exits is told by `ways.is_exit_for`. A window counts as farther by the walk
    one could do while it is broken out. An exit whose first door is nearer to a hazard in sight
    than to the person counts as `DETOUR_M` farther.
    """
    people = world.people
    is_here = people.space[len(people) - 1] == people.space[i]
    wary_m = wariness(world, i) if is_here else 0.0
    detour = (Door.LOCKED, ANY, BREAK_WINDOW_S)
    node = search_way(site, world, i, (Seek.EXIT, ANY), detour, wary_m)
    people.goal[i] = node // 2 if node >= 0 else -1
    if node < 0:
        return -1
    return leg_towards(site.routes, world.search.nodes.first[node], people.space[i])


@kernel
def choose_shelter(site, world, i):
    """The nearest place in a lockable room with room left.

    In place: ``world.search``.

    Returns
    -------
    int
        Place, -1 where there is none, or where every way leads past a hazard in sight.

    Notes
    -----
    A room in which the person sees the hazard is no shelter. A way past it counts as `DETOUR_M`
    farther, as for exits.
    """
    routes, people, incident = site.routes, world.people, world.incident
    home, wary_m = people.space[i], wariness(world, i)
    has_room = routes.spaces.shelter[home] > incident.rooms.hidden[home]
    if has_room and not is_hazard_in(world, home):
        return routes.spaces.place_start[home]
    node = search_way(site, world, i, (Seek.SHELTER, ANY), (Door.LOCKED, ANY, math.inf), wary_m)
    if node < 0 or leads_past_hazard(site, world, i, node):
        return -1
    room = routes.openings.space[node // 2, node % 2]
    world.search.spaces.walk[room] = world.search.nodes.walk[node]
    return routes.spaces.place_start[room]


@kernel
def is_exit_nearer(site, world, i, place):
    """Tell whether a person is out sooner than in the shelter just chosen.

    In place: ``world.search``.

    Notes
    -----
    Judgement: nobody walks through a building under attack to a room that locks who could leave it
    on a shorter way.
    """
    people, search = world.people, world.search
    room = site.routes.legs.space[site.routes.places.leg[place]]
    if people.space[i] == room:
        return False
    shelter_m = search.spaces.walk[room]
    detour = (Door.LOCKED, ANY, math.inf)
    node = search_way(site, world, i, (Seek.EXIT, ANY), detour, wariness(world, i))
    return node >= 0 and search.nodes.walk[node] < shelter_m


@kernel
def leads_past_hazard(site, world, i, node):
    """Tell whether the way just found leads past a hazard in sight."""
    first = world.search.nodes.first[node]
    return is_wary(world, i) and is_hazard_nearer(site.routes, world.people, i, first)


@kernel
def leg_to_shelter(site, world, i):
    """Leg towards the room that a person would hide in; -1 where the hazard is between.

    In place: ``world.search``.

    Returns
    -------
    int
        Leg, -1 where there is no way that does not lead past a hazard in sight.
    """
    people, routes = world.people, site.routes
    final = routes.places.leg[people.goal[i]]
    room = routes.legs.space[final]
    if people.space[i] == room:
        return final
    detour = (Door.LOCKED, people.came_by[i], math.inf)
    node = search_way(site, world, i, (Seek.SPACE, room), detour, wariness(world, i))
    if node < 0 or leads_past_hazard(site, world, i, node):
        return -1
    return leg_towards(routes, world.search.nodes.first[node], people.space[i])


@kernel
def leave_shelter(site, world, i):
    """Give up the room that somebody is on the way to. In place: ``world.incident``."""
    people, incident = world.people, world.incident
    if incident.occupants.choice[i] == Choice.HIDE and people.leg[i] >= 0:
        room = site.routes.legs.space[site.routes.places.leg[people.goal[i]]]
        incident.rooms.hidden[room] -= 1


@kernel
def is_shut_in(site, world, i):
    """Tell whether somebody is in a room that others have locked, and the hazard is not in it."""
    home = world.people.space[i]
    if site.routes.spaces.shelter[home] == 0 or is_hazard_in(world, home):
        return False
    return not is_enterable(site.routes, world.incident.doors, home)


@kernel
def start_running(site, world, i):
    """Send an occupant on to an exit; who finds none stays. In place: `world`.

    Notes
    -----
    Who is on the way keeps to the exit chosen, unless it was locked, no way leads there any more,
    or the hazard came in sight. A party leaves by one exit: the one that the first to go chose.
    """
    people = world.people
    world.incident.occupants.choice[i] = Choice.RUN
    leg = -1
    if (
        people.status[i] == Status.MOVING
        and people.goal[i] >= 0
        and people.came_by[i] >= 0
        and world.incident.doors[people.goal[i]] != Door.LOCKED
    ):
        leg = leg_to_exit(site, world, i)
    if leg < 0:
        people.came_by[i] = -1
        if world.incident.occupants.seen_at[i] < world.incident.time[When.LAST_SHOT] - MEMORY_S:
            leg = follow_party(site, world, i)
        if leg < 0:
            leg = choose_exit(site, world, i)
            tell_party(world, i)
    set_leg(people, i, leg)
    if leg < 0 and is_shut_in(site, world, i):
        people.status[i] = Status.HIDING


@kernel
def start_hiding(site, world, stream, i):
    """Send an occupant to a room that locks; who finds none near stays out of sight or runs.

    In place: `world`.

    Notes
    -----
    Whether somebody would rather stay than run is drawn once for each person.
    """
    people, incident = world.people, world.incident
    place = choose_shelter(site, world, i)
    people.came_by[i] = -1
    if place >= 0 and is_exit_nearer(site, world, i, place):
        start_running(site, world, i)
        return
    if place >= 0:
        people.goal[i] = place
        incident.rooms.hidden[site.routes.legs.space[site.routes.places.leg[place]]] += 1
        set_leg(people, i, leg_to_shelter(site, world, i))
        return
    if is_shut_in(site, world, i):
        set_leg(people, i, -1)
        people.status[i] = Status.HIDING
        return
    stays = site.groups.terms.hides_in_place[incident.occupants.group[i]]
    if draw(stream, Purpose.HIDE_IN_PLACE, i, 0) < stays:
        set_leg(people, i, -1)
        people.status[i] = Status.HIDING
        incident.occupants.in_place[i] = 1
    else:
        start_running(site, world, i)
