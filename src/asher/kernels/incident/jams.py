"""Who leaves a jammed exit for another: familiar people, as many as the scenario says."""

import math

from asher.kernels.codes import Category, Choice, Door, Node, Seek, Status
from asher.kernels.jit import kernel
from asher.kernels.published import SPECIFIC_FLOW
from asher.kernels.streams import Purpose, draw
from asher.kernels.walking.plane import ANY, length_of
from asher.kernels.walking.ways import is_exit_for, search_way

from .company import tell_party
from .legs import leg_to_exit, set_leg

JAM_S = 5.0
"""How long people bear a jam before they look for another exit [s] (judgement)."""
JAM_PROGRESS = 1.0 / 3.0
"""Who makes less of the wished way than this stands in a jam [-] (judgement)."""
JAM_PEOPLE = 10
"""Fewer people than this nearer to the exit are no jam (judgement)."""


@kernel
def leave_jams(site, world, stream, now):
    """Let those who stand in a jam, and would leave it, choose another exit. In place: `world`.

    Notes
    -----
    NIST TN 1822, 3.2: whether somebody ever leaves a jam is drawn once for each person.
    """
    groups, people, incident = site.groups, world.people, world.incident
    for g in range(len(groups.terms)):
        if groups.terms.rerouting[g] == 0.0:
            continue
        for i in range(int(groups.terms.start[g]), int(groups.terms.stop[g])):
            if (
                people.status[i] != Status.MOVING
                or people.leg[i] < 0
                or incident.occupants.choice[i] == Choice.HIDE
            ):
                continue
            since = now - incident.occupants.jam_at[i]
            if since < JAM_S:
                continue
            moved = length_of(
                people.x[i] - incident.occupants.jam_x[i], people.y[i] - incident.occupants.jam_y[i]
            )
            is_stuck = (
                since < 2.0 * JAM_S
                and moved < JAM_PROGRESS * incident.occupants.own_speed[i] * since
            )
            (
                incident.occupants.jam_x[i],
                incident.occupants.jam_y[i],
                incident.occupants.jam_at[i],
            ) = people.x[i], people.y[i], now
            if (
                not is_stuck
                or not incident.occupants.familiar[i]
                or not does_decide(people, incident, i)
            ):
                continue
            if draw(stream, Purpose.REROUTING, i, 0) < groups.terms.rerouting[g]:
                choose_freer_exit(site, world, i)


@kernel
def does_decide(people, incident, i):
    """Tell whether a person may choose another exit: alone, or the first of a whole party.

    Parameters
    ----------
    people, incident
        See `state`.
    i : int
        Person.

    Returns
    -------
    bool
        False where somebody before in the party walks, or one of it is out already.
    """
    party = incident.occupants.party[i]
    if party < 0:
        return True
    for way in (-1, 1):
        j = i + way
        while 0 <= j < len(incident.occupants) and incident.occupants.party[j] == party:
            if people.status[j] == Status.OUT or (way < 0 and people.status[j] == Status.MOVING):
                return False
            j += way
    return True


@kernel
def choose_freer_exit(site, world, i):
    """Choose the exit by which a person is out soonest, if the one chosen is jammed.

    In place: goal and leg in ``world.people``, ``world.search``, scratch of ``world.incident``.

    Parameters
    ----------
    site, world
        See `state`.
    i : int
        Person, on the way to an exit.

    Notes
    -----
    The time to get out by an exit is taken to be that of the way, and of the people on their way
    to it who are nearer than that, at the flow that doors are designed for (evidence
    ``specific-flow``), through its width.
    """
    routes, people, incident = site.routes, world.people, world.incident
    goal = people.goal[i]
    search_way(site, world, i, (Seek.ALL, ANY), (Door.LOCKED, ANY, math.inf), 0.0)
    count_queues(site, world)
    if incident.doorways.queue[goal] < JAM_PEOPLE or exit_walk(site, world, goal) == math.inf:
        return
    best, soonest = goal, time_out(site, world, i, goal)
    for e in range(len(routes.openings)):
        if routes.openings.category[e] == Category.WINDOW or not is_exit_for(site, world, i, e):
            continue
        takes = time_out(site, world, i, e)
        if takes < soonest:
            best, soonest = e, takes
    if best != goal:
        people.goal[i], people.came_by[i] = best, -1
        set_leg(people, i, leg_to_exit(site, world, i))
        tell_party(world, i)
        lead_party(site, world, i)


@kernel
def exit_walk(site, world, e):
    """Walking distance to an exit by the last search [m]; inf where no way leads."""
    node = 2 * e + (0 if site.routes.openings.space[e, 0] < 0 else 1)
    return (
        world.search.nodes.walk[node] if world.search.nodes.state[node] == Node.DONE else math.inf
    )


@kernel
def time_out(site, world, i, e):
    """Time in which a person takes it to be out by an exit [s]; see `choose_freer_exit`."""
    flow = min(SPECIFIC_FLOW, site.walking.max_specific_flow) * site.routes.openings.width[e]
    walk = exit_walk(site, world, e) / world.incident.occupants.own_speed[i]
    return walk + world.incident.doorways.queue[e] / flow


@kernel
def count_queues(site, world):
    """Count for each exit those on their way to it who are nearer than the searcher.

    In place: ``incident.doorways.queue``.

    Notes
    -----
    Nearer than the searcher's walk as the crow flies.
    """
    routes, people, incident = site.routes, world.people, world.incident
    incident.doorways.queue[:] = 0
    for j in range(len(incident.occupants)):
        e = people.goal[j]
        if (
            people.status[j] != Status.MOVING
            or e < 0
            or incident.occupants.choice[j] == Choice.HIDE
        ):
            continue
        line = routes.openings.line[e, 0]
        x, y = 0.5 * (line[0] + line[2]), 0.5 * (line[1] + line[3])
        if length_of(people.x[j] - x, people.y[j] - y) < exit_walk(site, world, e):
            incident.doorways.queue[e] += 1


@kernel
def lead_party(site, world, i):
    """Send the others of a party by the exit of one of them. In place: ``world.people``."""
    people, incident = world.people, world.incident
    if incident.occupants.party[i] < 0:
        return
    for j in range(len(incident.occupants)):
        if (
            j != i
            and incident.occupants.party[j] == incident.occupants.party[i]
            and people.status[j] == Status.MOVING
        ):
            people.goal[j], people.came_by[j] = people.goal[i], -1
            set_leg(people, j, leg_to_exit(site, world, j))
