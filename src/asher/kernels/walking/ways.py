"""Ways from space to space: the shortest through openings that one gets through."""

import math

from asher.kernels.codes import Category, Door, Node, Seek
from asher.kernels.jit import kernel

from .aims import walk_along
from .plane import closest_on, length_of

BACK_M = 1000.0
"""What going back through the opening just crossed counts [m], so that nobody does who has another
way (judgement)."""


@kernel
def other_side(routes, opening, space):
    """Space on the other side of an opening; -1 is outside."""
    if routes.openings.space[opening, 0] == space:
        return routes.openings.space[opening, 1]
    return routes.openings.space[opening, 0]


@kernel
def side_in(routes, opening, space):
    """Side of an opening on which a space lies, 0 or 1."""
    return 0 if routes.openings.space[opening, 0] == space else 1


@kernel
def leg_towards(routes, opening, space):
    """Leg through a space towards one of its openings."""
    return routes.openings.leg[opening, side_in(routes, opening, space)]


@kernel
def sift_up(search, at):
    """Move a node up the heap to its place. In place: `search`."""
    heap, heap_at, walk = search.nodes.heap, search.nodes.heap_at, search.nodes.walk
    node = heap[at]
    while at > 0:
        parent = (at - 1) // 2
        if walk[heap[parent]] <= walk[node]:
            break
        heap[at] = heap[parent]
        heap_at[heap[at]] = at
        at = parent
    heap[at] = node
    heap_at[node] = at


@kernel
def take_nearest(search, size):
    """Take the nearest node off a heap of `size` nodes. In place: `search`."""
    heap, heap_at, walk = search.nodes.heap, search.nodes.heap_at, search.nodes.walk
    nearest, node = heap[0], heap[size - 1]
    size -= 1
    at = 0
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and walk[heap[child + 1]] < walk[heap[child]]:
            child += 1
        if walk[node] <= walk[heap[child]]:
            break
        heap[at] = heap[child]
        heap_at[heap[at]] = at
        at = child
    heap[at] = node
    heap_at[node] = at
    return nearest


@kernel
def offer(search, size, node, way):
    """Note a way to a node where it is shorter than what is known.

    In place: `search`.

    Parameters
    ----------
    search : Search
        Heap and distances.
    size : int
        Nodes on the heap.
    node : int
        2 o + k.
    way : tuple
        Walking distance [m], first opening, `Node` state.

    Returns
    -------
    int
        Nodes on the heap.
    """
    length, first, state = way
    if search.nodes.state[node] == Node.GUESSED and length < search.nodes.other[node]:
        search.nodes.other[node], search.nodes.other_first[node] = length, first
    if search.nodes.state[node] != Node.NEW and length >= search.nodes.walk[node]:
        return size
    is_new = search.nodes.state[node] == Node.NEW
    search.nodes.walk[node] = length
    search.nodes.first[node] = first
    search.nodes.state[node] = state
    if is_new:
        search.nodes.heap[size] = node
        sift_up(search, size)
        return size + 1
    sift_up(search, search.nodes.heap_at[node])
    return size


@kernel
def onward(routes, search, size, node, doors, closed):
    """Offer the ways on from a node through its space.

    In place: `search`.

    Parameters
    ----------
    routes, search, size, node
        See `offer`.
    doors : ndarray of uint8, shape (n_openings,)
        Door states.
    closed : int
        Door state from which on one does not get through.

    Returns
    -------
    int
        Nodes on the heap.
    """
    o, side = node // 2, node % 2
    space = routes.openings.space[o, side]
    first, last = routes.spaces.opening_start[space], routes.spaces.opening_stop[space]
    row = routes.spaces.between_start[space] + routes.openings.local[o, side] * (last - first)
    for k in range(first, last):
        b = routes.space_opening[k]
        if b == o or doors[b] >= closed:
            continue
        length = search.nodes.walk[node] + routes.between[row + k - first]
        there = 2 * b + 1 - side_in(routes, b, space)
        if length < math.inf and search.nodes.state[there] != Node.DONE:
            size = offer(search, size, there, (length, search.nodes.first[node], Node.FOUND))
    return size


@kernel
def is_exit_for(site, world, i, e):
    """Tell whether a person knows an exit, may use it, and it is not locked.

    Parameters
    ----------
    site, world
        See `state`.
    i : int
        Person; an occupant, or somebody on site.
    e : int
        Opening.

    Notes
    -----
    People know the main entrance, the exits of the space they are in and those that the scenario
    names for their group; those familiar with the place know all.
    """
    routes, incident = site.routes, world.incident
    if routes.openings.exit[e] == 0 or incident.doors[e] == Door.LOCKED:
        return False
    use = site.groups.exits[incident.occupants.group[i], e]
    if use == 0:
        return False
    home = world.people.space[i]
    is_here = routes.openings.space[e, 0] == home or routes.openings.space[e, 1] == home
    if incident.doors[e] == Door.BARRED and not (is_here and site.hazard.is_present):
        return False
    return incident.occupants.familiar[i] > 0 or routes.openings.exit[e] == 2 or is_here or use == 2


@kernel
def is_enterable(routes, doors, space):
    """Tell whether a door of this space is unlocked."""
    for k in range(routes.spaces.opening_start[space], routes.spaces.opening_stop[space]):
        if doors[routes.space_opening[k]] < Door.LOCKED:
            return True
    return False


@kernel
def is_sought(site, world, i, node, seek):
    """Tell whether a node is what somebody looks for.

    Parameters
    ----------
    site, world, i
        See `is_exit_for`.
    node : int
        2 o + k.
    seek : tuple of int
        `Seek`, and the opening or space sought (-1 where any will do).
    """
    kind, goal = seek
    o = node // 2
    space = site.routes.openings.space[o, node % 2]
    if kind == Seek.EXIT:
        return space < 0 and (o == goal if goal >= 0 else is_exit_for(site, world, i, o))
    if kind == Seek.SPACE:
        return space == goal
    if kind == Seek.SHELTER and space >= 0:
        people = world.people
        if space == people.space[i] and space == people.space[len(people) - 1]:
            return False  # the hazard is there
        return site.routes.spaces.shelter[space] > world.incident.rooms.hidden[
            space
        ] and is_enterable(site.routes, world.incident.doors, space)
    return False


@kernel
def guess_first(site, world, i, o, detour):
    """Shortest that the way to an opening of a person's space can be.

    Parameters
    ----------
    site, world, i
        See `is_exit_for`.
    o : int
        Opening.
    detour : tuple
        Door state from which on the person does not get through; opening just come by, -1 for
        none; seconds of work that breaking a window out counts, inf where it is not done.

    Returns
    -------
    float
        Way [m], inf where the opening is closed.
    """
    routes, people, incident = site.routes, world.people, world.incident
    closed, came_by, break_s = detour
    leg = leg_towards(routes, o, people.space[i])
    if leg < 0:
        return math.inf
    end = closest_on(people.x[i], people.y[i], routes.legs.line[leg])
    way = length_of(end[0] - people.x[i], end[1] - people.y[i])
    if o == came_by:
        way += BACK_M
    if incident.doors[o] >= closed:
        is_window = (
            routes.openings.category[o] == Category.WINDOW and incident.doors[o] == Door.BARRED
        )
        if not (is_window and routes.openings.exit[o] > 0 and break_s < math.inf):
            return math.inf
        way += break_s * people.speed[i]
    return way


@kernel
def search_way(site, world, i, seek, detour, wary_m):
    """Search the shortest way from where a person is.

    In place: ``world.search``.

    Parameters
    ----------
    site, world, i
        See `is_exit_for`.
    seek : tuple of int
        See `is_sought`.
    detour : tuple
        See `guess_first`.
    wary_m : float
        What a way out of the space counts more whose opening is nearer to the hazard than to the
        person [m].

    Returns
    -------
    int
        Node 2 o + k reached; -1 where there is none.

    Notes
    -----
    Dijkstra 1959. What lies between two openings of a space is known; the way from the person to
    an opening of the own space is first guessed (as the crow flies) and looked for only where it
    might be the shortest.
    """
    routes, people, search = site.routes, world.people, world.search
    doors = world.incident.doors
    search.nodes.state[:] = Node.NEW
    search.nodes.other[:] = math.inf
    home, size = people.space[i], 0
    for k in range(routes.spaces.opening_start[home], routes.spaces.opening_stop[home]):
        o = routes.space_opening[k]
        guess = guess_first(site, world, i, o, detour)
        if guess < math.inf:
            node = 2 * o + 1 - side_in(routes, o, home)
            size = offer(search, size, node, (guess, o, Node.GUESSED))
    while size > 0:
        node = take_nearest(search, size)
        size -= 1
        o = node // 2
        if search.nodes.state[node] == Node.GUESSED:
            leg = leg_towards(routes, o, home)
            end = closest_on(people.x[i], people.y[i], routes.legs.line[leg])
            more = walk_along(site.floor, routes, doors, leg, people.x[i], people.y[i])
            more -= length_of(end[0] - people.x[i], end[1] - people.y[i])
            if wary_m > 0.0 and is_hazard_nearer(routes, people, i, o):
                more += wary_m
            search.nodes.state[node] = Node.NEW
            more += search.nodes.walk[node]
            if search.nodes.other[node] < more:
                more, o = search.nodes.other[node], search.nodes.other_first[node]
            if more < math.inf:
                size = offer(search, size, node, (more, o, Node.FOUND))
            continue
        search.nodes.state[node] = Node.DONE
        if is_sought(site, world, i, node, seek):
            return node
        space = routes.openings.space[o, node % 2]
        if space < 0:
            continue
        if search.nodes.walk[node] < search.spaces.walk[space] and seek[0] == Seek.ALL:
            search.spaces.walk[space] = search.nodes.walk[node]
            search.spaces.first[space] = search.nodes.first[node]
        size = onward(routes, search, size, node, doors, detour[0])
    return -1


@kernel
def is_hazard_nearer(routes, people, i, o):
    """Tell whether an opening is nearer to the hazard than to a person."""
    h = len(people) - 1
    line = routes.openings.line[o, 0]
    x, y = 0.5 * (line[0] + line[2]), 0.5 * (line[1] + line[3])
    return length_of(people.x[h] - x, people.y[h] - y) < length_of(people.x[i] - x, people.y[i] - y)


@kernel
def middle_of(routes, door):
    """The middle of an outer door in the coordinates of the plan [m]."""
    side = 0 if routes.openings.space[door, 0] >= 0 else 1
    line, shift_x = routes.openings.line[door, side], routes.spaces.shift_x
    x = 0.5 * (line[0] + line[2]) - shift_x[routes.openings.space[door, side]]
    return x, 0.5 * (line[1] + line[3])


@kernel
def nearest_outer_door(routes, search, doors, space):
    """The unlocked outer door from which the way to a space is shortest.

    In place: `search`.

    Parameters
    ----------
    routes, search, doors
        See `onward`.
    space : int
        Space to reach.

    Returns
    -------
    int
        Opening, -1 where there is none.
    """
    search.nodes.state[:] = Node.NEW
    size = 0
    for o in range(len(routes.openings)):
        if routes.openings.exit[o] > 0 and doors[o] < Door.LOCKED:
            node = 2 * o + (0 if routes.openings.space[o, 0] >= 0 else 1)
            size = offer(search, size, node, (0.0, o, Node.FOUND))
    while size > 0:
        node = take_nearest(search, size)
        size -= 1
        search.nodes.state[node] = Node.DONE
        here = routes.openings.space[node // 2, node % 2]
        if here == space:
            return search.nodes.first[node]
        if here >= 0:
            size = onward(routes, search, size, node, doors, Door.BARRED)
    return -1
