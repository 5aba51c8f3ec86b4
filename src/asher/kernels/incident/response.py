"""Officers on the floor: enter against the crowd, go to the sound, search by what they see."""

import math

from asher.kernels.codes import Choice, Door, Duty, Phase, Seek, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.walking.aims import walk_along
from asher.kernels.walking.plane import ANY
from asher.kernels.walking.ways import nearest_outer_door, other_side, search_way

from .barricade import is_kept_closed
from .formation import follow_leader, hold, keep_together, leader_of, leg_inside, pace_inside
from .hazard import step_inside
from .information import is_shown_since
from .legs import AT_DOOR_M, is_up, set_leg, walk_on_leg
from .locking import door_begun, is_open_to_police
from .parts import door_sought, give_up, go_round, is_drawn
from .perception import HEARD_S, LOCATED_DB, hears, is_in_sight
from .radios import (
    bit_of,
    is_unseen,
    known_space,
    knows_over,
    learn_over,
    learn_space,
    radio_of,
    turn_to,
)
from .responders import GOES_ROUND, first_responder, n_on_site, range_of
from .retreat import pull_back

LOOK_M = 8.0
"""How far a look clears a part of a room [m] (judgement)."""
OPEN_DOOR_S = 20.0
"""Time until a locked door is opened to officers, by whatever means [s] (judgement)."""


@kernel
def choose_door(site, world, known):
    """The unlocked outer door nearest to the space last known; the main entrance if unknown.

    In place: ``world.search``.

    Parameters
    ----------
    site, world
        See `state`.
    known : int
        Space in which the hazard was last, -1 = not known.

    Returns
    -------
    int
        Opening, -1 where all are locked.
    """
    routes, incident = site.routes, world.incident
    if known >= 0:
        o = nearest_outer_door(routes, world.search, incident.doors, known)
        if o >= 0:
            return o
    chosen = -1
    for o in range(len(routes.openings)):
        if routes.openings.exit[o] > 0 and incident.doors[o] < Door.LOCKED:
            if chosen < 0 or routes.openings.exit[o] > routes.openings.exit[chosen]:
                chosen = o
    return chosen


@kernel
def advance_entries(site, world, stream, now):
    """Let officers whose time has come step inside, while it is not yet safe. In place: `world`.

    Where outer doors are locked from outside they open one, and all go in by it.
    """
    incident, people = world.incident, world.people
    first = len(incident.occupants)
    for k in range(len(incident.officers)):
        i = first + k
        if incident.officers.enter_at[k] > now or people.status[i] != Status.ABSENT:
            continue
        if knows_over(site, incident, i, now):
            continue
        sought = door_sought(site, world, i, 0)
        door = door_begun(site.routes, incident, sought)
        if door < 0:
            door = sought
        if door < 0:
            door = choose_door(site, world, known_space(site, incident, i))
        if door < 0 or not is_open_to_police(site, incident, stream, door, now):
            continue
        people.speed[i] = pace_inside(site, incident, k)
        # Side by side, as the door allows.
        step_inside(site, world, i, door, (k % 3 - 1) * 0.3)
        note_place(people, incident, i)
        incident.time[When.ENTRY] = min(incident.time[When.ENTRY], now)


@kernel
def note_place(people, incident, i):
    """Note from where an officer goes to the wounded. In place: `incident`."""
    k = i - len(incident.occupants)
    incident.helpers.x[k], incident.helpers.y[k] = people.x[i], people.y[i]
    incident.helpers.space[k] = people.space[i]


@kernel
def mark_seen(site, world, i, range_m):
    """Mark the places of an officer's space that the officer sees from here. In place: `world`."""
    routes, people, incident = site.routes, world.people, world.incident
    home = people.space[i]
    seen = bit_of(site, incident, i)
    # Where a hazard would not be in contact, nothing is cleared.
    look_m = min(LOOK_M, range_m)
    for p in range(routes.spaces.place_start[home], routes.spaces.place_stop[home]):
        if incident.visited[p] & seen:
            continue
        dx, dy = routes.places.at[p, 0] - people.x[i], routes.places.at[p, 1] - people.y[i]
        if dx * dx + dy * dy < look_m * look_m and is_in_sight(
            site.floor,
            incident.doors,
            (people.x[i], people.y[i]),
            (routes.places.at[p, 0], routes.places.at[p, 1]),
        ):
            incident.visited[p] |= seen


@kernel
def choose_place(site, world, i):
    """The place an officer searches next: unseen ones of the known space first, then the nearest.

    In place: ``world.search``. What lies behind locked doors comes last: officers go past locked
    rooms to the sound.

    Returns
    -------
    int
        Place, -1 when all have been seen.
    """
    for closed in (Door.LOCKED, Door.BARRED):
        place = nearest_place(site, world, i, closed)
        if place >= 0:
            break
    return place


@kernel
def nearest_place(site, world, i, closed):
    """The place to search next of those that can be reached through doors not closed to it.

    In place: ``world.search``.

    Parameters
    ----------
    site, world, i
        See `choose_place`.
    closed : int
        Door state from which on the officer does not go through.

    Returns
    -------
    int
        Place, -1 where all that can be reached have been seen.

    Notes
    -----
    Where shots were heard behind a locked door, the officer goes through that door.
    """
    routes, people, incident = site.routes, world.people, world.incident
    known, home = known_space(site, incident, i), people.space[i]
    seen = bit_of(site, incident, i)
    walk = world.search.spaces.walk
    walk[:] = math.inf
    search_way(site, world, i, (Seek.ALL, ANY), (closed, ANY, math.inf), 0.0)
    if known >= 0 and known != home and walk[known] == math.inf:
        if closed < Door.BARRED and is_unseen(site, world, radio_of(site, incident, i), known):
            return -1
    best, chosen = math.inf, -1
    for p in range(incident.visited.shape[0]):
        if incident.visited[p] & seen:
            continue
        leg = routes.places.leg[p]
        space = routes.legs.space[leg]
        if space == home:
            way = walk_along(site.floor, routes, incident.doors, leg, people.x[i], people.y[i])
        else:
            way = walk[space]
        if space == known:
            way -= 1e6
        if way < best:
            best, chosen = way, p
    return chosen


@kernel(inline=True)
def listen(site, world, i, now):
    """Turn an officer to the space from which shots are heard. In place: ``world.incident``.

    Notes
    -----
    Sound tells the space, not the place in it; the places of that space are searched anew. Nobody
    follows a shot that is older than what a channel shows.
    """
    incident, people = world.incident, world.people
    h = len(people) - 1
    source = incident.tally[Tally.LAST_SHOT_SPACE]
    if now - incident.time[When.LAST_SHOT] > HEARD_S or people.space[h] < 0:
        return
    if is_shown_since(incident, incident.time[When.LAST_SHOT]):
        return
    if known_space(site, incident, i) == source or not hears(site, world, i, h, LOCATED_DB):
        return
    turn_to(site, world, radio_of(site, incident, i), source, now)


@kernel
def advance_responders(site, world, stream, now):
    """Lead responders inside: hold while in contact, or before a barricade; else search.

    In place: `world`.

    Notes
    -----
    No responder reads where the hazard is: what responders know is the space told by callers, the
    space from which they hear shots, and whom they see (`encounter.find_contact`).
    """
    people, incident = world.people, world.incident
    first = first_responder(incident)
    is_held = incident.tally[Tally.CONTAINED] > 0 and is_kept_closed(site, incident, stream, now)
    for r in range(len(incident.responders)):
        i = first + r
        is_over = is_held or knows_over(site, incident, i, now)
        if r < n_on_site(incident):
            if not is_acting(site, world, r, now):
                continue
        if incident.responders.pulls_back[r] == GOES_ROUND:
            look_back(site, world, i, r, now)
        if incident.responders.pulls_back[r] and not is_over:
            pull_back(site, world, i, r, now)
            continue
        if not is_up(people, i):
            continue
        if r >= n_on_site(incident) and incident.time[When.STOP] == math.inf:
            note_place(people, incident, i)
        if incident.responders.engaged[r] or is_over:
            hold(people, i)
            continue
        mark_seen(site, world, i, range_of(site, incident, r))
        if incident.tally[Tally.PHASE] == Phase.ACTIVE:
            listen(site, world, i, now)
        leader = leader_of(world, r)
        if leader >= 0:
            follow_leader(site, world, i, leader)
            if people.leg[i] >= 0:
                knock(site, world, i)
        else:
            keep_together(site, world, r)
            search_on(site, world, i, now)


@kernel
def is_acting(site, world, r, now):
    """Tell whether somebody on site searches; who does not holds at the post. In place: `world`."""
    people, incident = world.people, world.incident
    i = first_responder(incident) + r
    if incident.occupants.choice[i] != Choice.ACT or not is_up(people, i):
        return False
    is_ended = incident.tally[Tally.PHASE] == Phase.ENDED
    if not is_ended and incident.responders.ready_at[r] > now:
        return False
    if incident.responders.duty[r] == Duty.RETURNS and not is_ended:
        return False
    if is_ended or not site.course.on_site.goes_out[r]:
        hold(people, i)
        return False
    return True


@kernel
def search_on(site, world, i, now):
    """Lead one responder on along the search. In place: `world`."""
    people, incident = world.people, world.incident
    goal = people.goal[i]
    if goal >= 0 and not incident.visited[goal] & bit_of(site, incident, i):
        if people.leg[i] >= 0:
            people.status[i] = Status.MOVING
            knock(site, world, i)
            return
        set_leg(people, i, leg_inside(site, world, i))
        if people.leg[i] >= 0:
            return
    if is_drawn(site, world, i, True) and go_round(site, world, i):
        return
    place = choose_place(site, world, i)
    if place < 0:
        hold(people, i)
        give_up(site, world, i, now)
        if not go_round(site, world, i):
            finish_search(site, world, i, now)
        return
    people.goal[i] = place
    people.came_by[i] = -1
    set_leg(people, i, leg_inside(site, world, i))


@kernel
def is_answered(world, space):
    """Tell whether somebody in a locked room answers who is not the hazard, nor there with it."""
    people = world.people
    if people.space[len(people) - 1] == space:
        return False
    for i in range(first_responder(world.incident)):
        status = people.status[i]
        is_able = status == Status.WAITING or status == Status.MOVING or status == Status.HIDING
        if is_able and people.space[i] == space:
            return True
    return False


@kernel
def knock(site, world, i):
    """An officer before a locked door asks who is inside, and has it opened where nobody answers.

    In place: ``world.incident``.

    Notes
    -----
    Those inside answer through the door and keep it locked until the place is safe: officers open
    no room to an attack that goes on. A locked room from which nobody answers, or in which the
    hazard is, is opened.
    """
    routes, people, incident = site.routes, world.people, world.incident
    o = routes.legs.opening[people.leg[i]]
    if o < 0 or incident.doors[o] != Door.LOCKED:
        return
    if walk_on_leg(site, world, i) < AT_DOOR_M:
        incident.doorways.broken_s[o] += site.dt_s * site.steps
        if incident.doorways.broken_s[o] < OPEN_DOOR_S:
            return
        incident.doorways.broken_s[o] = 0.0
        room = other_side(routes, o, people.space[i])
        if room < 0 or not is_answered(world, room):
            incident.doors[o] = Door.CLOSED
            return
        # No officer comes back to this door, nor takes it for a way through.
        incident.doors[o] = Door.BARRED
        for p in range(routes.spaces.place_start[room], routes.spaces.place_stop[room]):
            incident.visited[p] |= bit_of(site, incident, i)
        people.leg[i] = people.goal[i] = -1


@kernel
def finish_search(site, world, i, now):
    """All places seen: the inside is safe if the attack is over; else the search begins anew.

    In place: `world`. Only officers who came declare it safe; who is on site searches one part of
    a building, and knows of no other.
    """
    routes, incident = site.routes, world.incident
    is_police = i >= len(incident.occupants)
    if incident.tally[Tally.PHASE] == Phase.ENDED and is_police:
        learn_over(site, incident, i, now)
    if is_police or not is_drawn(site, world, i, True):
        learn_space(site, incident, i, -1, now)
    here = routes.spaces.part[world.people.space[i]]
    unseen = 255 - bit_of(site, incident, i)
    for p in range(incident.visited.shape[0]):
        if is_police or routes.spaces.part[routes.legs.space[routes.places.leg[p]]] == here:
            incident.visited[p] &= unseen


@kernel
def look_back(site, world, i, r, now):
    """Whoever goes round stays where shots are heard, or in a contact. In place: `world`."""
    incident = world.incident
    if incident.tally[Tally.PHASE] == Phase.ACTIVE and is_up(world.people, i):
        listen(site, world, i, now)
    if incident.responders.engaged[r] or is_drawn(site, world, i, False):
        incident.responders.pulls_back[r] = 0
        world.people.leg[i] = world.people.goal[i] = -1
