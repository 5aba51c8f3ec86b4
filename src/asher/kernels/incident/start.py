"""Where the occupants are at the start, and who they are."""

import math

from asher.kernels.codes import Choice, Guidance, Resists, Status
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw, draw_exponential, draw_law, draw_normal
from asher.kernels.walking.cells import clear_cells, file_person, nearest_distance

from .patrol import has_patrol, start_patrol
from .responders import first_responder
from .word import draw_notice

THAW_S = 60.0
"""Mean time for which a person who freezes stays put [s] (judgement)."""
APART_M = 0.6
"""How far apart people stand who have the room [m] (judgement)."""
TRIES = 40
"""Places tried for each person (judgement: each asks for less room than the last)."""


@kernel
def place_occupants(site, world, stream):
    """Put the occupants where they are at the start, and draw who they are.

    In place: ``world.people`` and the occupants' part of ``world.incident``.

    Notes
    -----
    Places are drawn evenly from the floor of the group's spaces (see `draw_place`). Speeds follow
    the law of the group (evidence ``walk-speed``), and so do the times from noticing to moving,
    unless each person's is stated.
    """
    groups, people, incident = site.groups, world.people, world.incident
    clear_cells(world.crowd)
    for g in range(len(groups.terms)):
        first, stop = int(groups.terms.start[g]), int(groups.terms.stop[g])
        for i in range(first, stop):
            incident.occupants.group[i] = g
            incident.occupants.party[i] = groups.members.party[i]
            incident.occupants.helps[i] = -1
            if groups.members.enters_at[i] == math.inf:
                put_at_start(site, world, stream, g, i)
            draw_body(groups, world, stream, g, i)
            draw_notice(site.response, incident.occupants, stream, i, i)
            draw_response(site, world, stream, g, i)
        assign_helpers(groups, world, stream, g)
        for i in range(first, stop):
            incident.occupants.own_speed[i] = people.speed[i]


@kernel
def put_at_start(site, world, stream, g, i):
    """Put a person where the scenario says, or in a place drawn. In place: `world`."""
    groups, people = site.groups, world.people
    people.x[i], people.y[i] = groups.members.place[i, 0], groups.members.place[i, 1]
    people.space[i] = groups.members.place_space[i]
    if people.space[i] < 0:
        draw_place(site, world, stream, (g, i), i)
    file_person(site.floor, world.crowd, (i, -1), people.x[i], people.y[i])
    people.status[i] = Status.WAITING


@kernel
def draw_body(groups, world, stream, g, i):
    """Draw how fast a person walks, who has a key and who is staff. In place: `world`."""
    people, occupants = world.people, world.incident.occupants
    people.speed[i] = draw_law(stream, Purpose.SPEED, i, groups.terms.speed[g], groups.values)
    if is_limited(groups, stream, g, i):
        people.speed[i] *= groups.terms.limited[g, 1]
    occupants.has_key[i] = draw(stream, Purpose.KEY, i, 0) < groups.terms.keys[g]
    occupants.is_staff[i] = draw(stream, Purpose.STAFF, i, 0) < groups.terms.staff[g]


@kernel
def draw_response(site, world, stream, g, i):
    """Draw what a person does, how soon, and which exits the person knows. In place: `world`.

    Notes
    -----
    A party does what its first member does. Who comes in from outside is on the way through: knows
    the way on, and walks on at once.
    """
    groups, incident = site.groups, world.incident
    u = draw(stream, Purpose.RESPONSE, i, 0)
    choice = 0
    while choice < 3 and u >= groups.terms.response[g, choice]:
        choice += 1
    incident.occupants.familiar[i] = draw(stream, Purpose.FAMILIAR, i, 0) < groups.terms.familiar[g]
    is_trained = False
    delay = groups.members.starts_at[i]
    if math.isnan(delay):
        law = groups.terms.pre_movement[g]
        delay = draw_law(stream, Purpose.PRE_MOVEMENT, i, law, groups.values)
    if draw(stream, Purpose.GUIDANCE, i, 0) < site.response.guided:
        if site.course.guidance == Guidance.LOCKDOWN:
            choice = Choice.HIDE
        elif site.course.guidance == Guidance.RUN_HIDE_FIGHT:
            choice = Choice.RUN if choice == Choice.FREEZE else choice
            delay *= site.response.guidance_pace
            incident.occupants.recognises_after[i] *= site.response.guidance_pace
        elif site.course.guidance == Guidance.RESIST:
            is_trained = draw(stream, Purpose.RESISTANCE, i, 0) < site.response.resistance
    if (
        groups.members.party[i] >= 0
        and i > groups.terms.start[g]
        and groups.members.party[i - 1] == groups.members.party[i]
    ):
        choice = incident.occupants.choice[i - 1]
    incident.occupants.choice[i] = choice
    would = choice == Choice.RESIST or is_trained
    incident.occupants.resists[i] = Resists.WOULD if would else Resists.NEVER
    incident.occupants.in_place[i] = 0
    if choice == Choice.FREEZE:
        delay += THAW_S * draw_exponential(stream, Purpose.PRE_MOVEMENT, i, 1)
    incident.occupants.pre_movement[i] = delay
    incident.occupants.notice_at[i] = math.inf if site.hazard.is_present else delay
    if groups.members.enters_at[i] < math.inf:
        incident.occupants.familiar[i] = 1
        incident.occupants.choice[i] = Choice.RUN
        incident.occupants.resists[i] = Resists.NEVER
        incident.occupants.notice_at[i] = math.inf


@kernel
def draw_gait(walking, people, stream, i):
    """Draw the size of a person's body and the time gap the person keeps. In place: `people`.

    Normal about their means, cut at two standard deviations and at half the mean.
    """
    z = min(2.0, max(-2.0, draw_normal(stream, Purpose.BODY, i, 0)))
    people.body[i] = max(0.5 * walking.body_m, walking.body_m + z * walking.body_sd_m)
    z = min(2.0, max(-2.0, draw_normal(stream, Purpose.TIME_GAP, i, 0)))
    gap = walking.time_gap_s + z * walking.time_gap_sd_s
    people.time_gap[i] = max(0.5 * walking.time_gap_s, gap)


@kernel
def is_limited(groups, stream, g, i):
    """Tell whether a person of a group is of limited mobility."""
    return draw(stream, Purpose.MOBILITY, i, 0) < groups.terms.limited[g, 0]


@kernel
def assign_helpers(groups, world, stream, g):
    """Give those of limited mobility who are helped a helper each, while there are any.

    In place: ``world.people`` (speeds) and ``world.incident`` (party, helps).

    Parameters
    ----------
    groups : Groups
        Shares and paces.
    world : World
        The group's people, with their own speeds.
    stream : Stream
        Seed and replication.
    g : int
        The group.

    Notes
    -----
    The helper is the next person of the group, the first again after the last, who is neither
    limited nor helping; in a party, one of the party. Both walk at the share of the helped
    person's own speed without limitation that the group states, and not faster than the helper.
    Who is in no party yet is one with the helper.
    """
    people, incident = world.people, world.incident
    if groups.terms.limited[g, 0] * groups.terms.assisted[g, 0] == 0.0:
        return
    for i in range(groups.terms.start[g], groups.terms.stop[g]):
        if not is_limited(groups, stream, g, i):
            continue
        if draw(stream, Purpose.ASSISTED, i, 0) >= groups.terms.assisted[g, 0]:
            continue
        helper = find_helper(groups, incident, stream, g, i)
        if helper < 0:
            continue
        incident.occupants.helps[helper] = i
        pace = people.speed[i] / groups.terms.limited[g, 1] * groups.terms.assisted[g, 1]
        people.speed[i] = people.speed[helper] = min(people.speed[helper], pace)
        if incident.occupants.party[i] < 0:
            # Beyond the numbers of all stated parties, which are fewer than there are people.
            incident.occupants.party[i] = incident.occupants.party[helper] = len(groups.members) + i


@kernel
def find_helper(groups, incident, stream, g, i):
    """The next person after `i` who can help; -1 where nobody is left."""
    first, stop = int(groups.terms.start[g]), int(groups.terms.stop[g])
    for k in range(1, stop - first):
        j = i + k if i + k < stop else i + k - (stop - first)
        if incident.occupants.helps[j] >= 0 or groups.members.party[j] != groups.members.party[i]:
            continue
        if not is_limited(groups, stream, g, j):
            return j
    return -1


@kernel
def draw_place(site, world, stream, who, key):
    """Draw where a person stands: evenly from a group's floor, clear of others if it can be.

    In place: place and space in ``world.people``.

    Parameters
    ----------
    site, world, stream
        See `start_replication`.
    who : tuple of int
        Group, person.
    key : int
        Key of the person's random stream.

    Notes
    -----
    The spacing asked falls with each try, so a thin crowd keeps `APART_M`, and a dense one stands
    as evenly as it can.
    """
    groups, people = site.groups, world.people
    g, i = who
    first, last = groups.terms.area_start[g], groups.terms.area_stop[g]
    widest = -1.0
    for attempt in range(TRIES):
        u = draw(stream, Purpose.PLACE, key, 3 * attempt) * groups.areas.weight[last - 1]
        low, high = first, last - 1
        while low < high:
            middle = (low + high) // 2
            if groups.areas.weight[middle] < u:
                low = middle + 1
            else:
                high = middle
        corner = groups.areas.corners[low]
        a = math.sqrt(draw(stream, Purpose.PLACE, key, 3 * attempt + 1))
        b = a * draw(stream, Purpose.PLACE, key, 3 * attempt + 2)
        x = corner[0] + (a - b) * (corner[2] - corner[0]) + b * (corner[4] - corner[0])
        y = corner[1] + (a - b) * (corner[3] - corner[1]) + b * (corner[5] - corner[1])
        apart = nearest_distance(site.floor, people, world.crowd, x, y)
        if apart > widest:
            widest = apart
            people.x[i], people.y[i] = x, y
            people.space[i] = groups.areas.space[low]
        if apart >= APART_M * (1.0 - attempt / TRIES):
            break


@kernel
def place_on_site(site, world, stream):
    """Put the people on site at their posts, those who will act (R7 to R11).

    In place: ``world.people`` and ``world.incident``.

    Notes
    -----
    Who does not engage is not there: in cover or elsewhere, and changes nothing.
    """
    people, incident = world.people, world.incident
    on_site, first = site.course.on_site, first_responder(incident)
    for r in range(len(on_site)):
        incident.occupants.notice_at[first + r] = math.inf
        incident.occupants.is_staff[first + r] = 0
        draw_notice(site.response, incident.occupants, stream, first + r, 1_000_000 + r)
        # They are there to notice; what they need to be ready is their own clock.
        incident.occupants.recognises_after[first + r] = 0.0
        if draw(stream, Purpose.ON_SITE, r, 0) >= on_site.engages[r]:
            continue
        i = first + r
        people.x[i], people.y[i] = on_site.place[r, 0], on_site.place[r, 1]
        people.space[i] = on_site.place_space[r]
        if has_patrol(on_site, r):
            start_patrol(site, world, stream, r, i)
        elif people.space[i] < 0:
            # Armed people among the occupants: in the group of one of these, drawn.
            like = int(draw(stream, Purpose.ON_SITE, r, 1) * first)
            draw_place(site, world, stream, (incident.occupants.group[like], i), 1_000_000 + r)
        people.speed[i] = site.response.speed
        people.status[i] = Status.WAITING
        incident.occupants.group[i] = 0
        incident.occupants.party[i] = incident.occupants.helps[i] = -1
        incident.occupants.resists[i] = Resists.NEVER
        incident.occupants.in_place[i] = 0
        acts = on_site.armed[r] or has_patrol(on_site, r)
        incident.occupants.choice[i] = Choice.ACT if acts else Choice.RUN
        incident.occupants.familiar[i] = 1
        incident.occupants.has_key[i] = 1
        incident.occupants.pre_movement[i] = 0.0
