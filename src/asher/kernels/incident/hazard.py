"""The attack as a hazard: rates, movement, duration, own ending. It decides nothing."""

import math

from asher.kernels.codes import Amount, Door, Ending, Phase, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw, draw_lognormal
from asher.kernels.walking.ways import other_side

from .call_out import enter_late
from .legs import is_at, leg_to_place, set_leg
from .severity import draw_attack
from .wounding import hurt_someone

ARRIVED_M = 0.8
"""As near as this counts as being at a place [m] (judgement)."""
LEG_LIMIT_S = 60.0
"""A way that takes longer is given up [s] (judgement)."""
INSIDE_M = 0.3
"""How far inside a door somebody stands who has just come in [m] (judgement)."""


@kernel
def step_inside(site, world, i, opening, aside):
    """Put a person just inside an opening to the outside.

    In place: ``world.people``.

    Parameters
    ----------
    site : Site
        Floor and routes.
    world : World
        People.
    i : int
        Person.
    opening : int
        Exterior opening.
    aside : float
        Place along the opening, -0.5 to 0.5 of its width.
    """
    people, routes = world.people, site.routes
    side = 0 if routes.openings.space[opening, 0] >= 0 else 1
    line, out = routes.openings.line[opening, side], routes.openings.across[opening, side]
    ux, uy = line[2] - line[0], line[3] - line[1]
    aside *= max(0.0, 1.0 - 0.5 / math.sqrt(ux * ux + uy * uy))
    people.x[i] = 0.5 * (line[0] + line[2]) + aside * ux - INSIDE_M * out[0]
    people.y[i] = 0.5 * (line[1] + line[3]) + aside * uy - INSIDE_M * out[1]
    people.heading_x[i], people.heading_y[i] = -out[0], -out[1]
    people.space[i] = routes.openings.space[opening, side]
    people.came_by[i] = -1
    people.leg[i] = -1
    people.left_by[i] = -1
    people.status[i] = Status.WAITING


@kernel
def draw_stay(site, incident, stream):
    """How long the hazard stays where it has come to by its last move [s]."""
    move = incident.tally[Tally.MOVES]
    return draw_lognormal(stream, Purpose.HAZARD_DWELL, move, site.hazard.dwell)


@kernel
def start_hazard(site, world, stream):
    """Draw an attack: entry, rate, duration; it begins at time 0. In place: `world`.

    Notes
    -----
    Draws that do not hang on the plan are those of `draw_attack`.
    """
    hazard, incident, people = site.hazard, world.incident, world.people
    h = len(people) - 1
    u = draw(stream, Purpose.ENTRY, 0, 0)
    step_inside(site, world, h, hazard.entry[int(u * hazard.entry.shape[0])], 0.0)
    people.speed[h] = hazard.speed
    incident.tally[Tally.PHASE] = Phase.ACTIVE
    draw_attack(hazard, incident, stream)
    incident.time[When.NEXT_MOVE] = draw_stay(site, incident, stream)
    incident.time[When.LAST_SHOT] = 0.0
    incident.tally[Tally.LAST_SHOT_SPACE] = people.space[h]


@kernel
def end_attack(world, ending, now):
    """Note how and when the attack ended. In place: `world`."""
    incident, people = world.incident, world.people
    h = len(people) - 1
    incident.tally[Tally.ENDING] = ending
    incident.tally[Tally.PHASE] = Phase.ENDED
    incident.time[When.STOP] = min(incident.time[When.STOP], now)
    incident.time[When.NEXT_MOVE] = math.inf
    incident.time[When.OWN_END] = math.inf
    enter_late(incident)
    people.leg[h] = -1
    if ending == Ending.LEFT:
        people.status[h] = Status.OUT
        people.space[h] = -1
    elif ending == Ending.RESTRAINED or ending == Ending.SURRENDERED:
        people.status[h] = Status.RESTRAINED
    else:
        people.status[h] = Status.DEAD


@kernel
def advance_casualties(site, world, stream, span):
    """Let casualty events happen over a span of time in which exposure does not change.

    In place: `world`.

    Parameters
    ----------
    site, world, stream
        See `start_replication`.
    span : tuple of float
        Start and length [s].

    Notes
    -----
    Exposure, in events, grows by rate times time while somebody is in sight, the more slowly the
    fewer they are and the better they are hidden (`occupants.exposure_of`); an event falls where it
    crosses the next of a sequence of unit exponential sums. While officers are engaged, the share
    ``turns`` of the rate goes to them (R16).
    """
    incident, amount = world.incident, world.incident.amount
    if incident.tally[Tally.EXPOSED] == 0:
        return
    start, length = span
    amount[Amount.EXPOSURE_S] += amount[Amount.IN_SIGHT_SHARE] * length
    rate = amount[Amount.RATE_PER_S] * amount[Amount.IN_SIGHT_SHARE]
    if incident.tally[Tally.ENGAGED] > 0:
        rate *= 1.0 - site.hazard.turns
    amount[Amount.EXPOSURE] += rate * length
    incident.time[When.LAST_SHOT] = start + length
    incident.tally[Tally.LAST_SHOT_SPACE] = world.people.space[len(world.people) - 1]
    before = -1
    while (
        amount[Amount.EXPOSURE] >= amount[Amount.NEXT_CASUALTY]
        and incident.tally[Tally.CASUALTY_EVENTS] != before
    ):
        before = incident.tally[Tally.CASUALTY_EVENTS]
        hurt_someone(site, world, stream, start + length)


@kernel
def is_leg_closed(routes, doors, leg):
    """Tell whether a leg leads to an opening that is locked or barred."""
    return routes.legs.opening[leg] >= 0 and doors[routes.legs.opening[leg]] >= Door.LOCKED


@kernel
def lead_on(site, world, h):
    """Lead the hazard on to the place drawn; where no way leads there, to none. In place: `world`.

    Locked doors keep it out.
    """
    set_leg(world.people, h, leg_to_place(site, world, h, Door.LOCKED))
    if world.people.leg[h] < 0:
        world.people.goal[h] = -1


@kernel
def advance_wandering(site, world, stream, now):
    """Move the hazard between spaces with random dwell, blind to who is where. In place: `world`.

    Notes
    -----
    After each dwell it goes to a random place of this space or of one next to it through a door
    that is not locked, all doors and the stay being equally likely. No locked interior door was
    breached in the known school attacks (evidence ``locked-door-breach``). It stays where it is
    while responders are engaged, and while a guard delays it (`on_site.advance_delay`).
    """
    people, routes, incident = world.people, site.routes, world.incident
    h = len(people) - 1
    if incident.tally[Tally.ENGAGED] > 0 or now < incident.amount[Amount.HELD_UNTIL_S]:
        people.status[h] = Status.WAITING
        return
    home = people.space[h]
    if people.goal[h] >= 0:
        people.status[h] = Status.MOVING
        if is_at(routes, people, h, people.goal[h], ARRIVED_M) or (
            now > incident.time[When.NEXT_MOVE] + LEG_LIMIT_S
        ):
            set_leg(people, h, -1)
            people.goal[h] = -1
            incident.time[When.NEXT_MOVE] = now + draw_stay(site, incident, stream)
        elif people.leg[h] < 0 or is_leg_closed(routes, incident.doors, people.leg[h]):
            lead_on(site, world, h)
        return
    if now < incident.time[When.NEXT_MOVE]:
        return
    incident.tally[Tally.MOVES] += 1
    k = incident.tally[Tally.MOVES]
    ways = 1
    for j in range(routes.spaces.opening_start[home], routes.spaces.opening_stop[home]):
        o = routes.space_opening[j]
        ways += incident.doors[o] < Door.LOCKED and other_side(routes, o, home) >= 0
    pick = int(draw(stream, Purpose.HAZARD_ROUTE, 0, 2 * k) * ways)
    target = home
    for j in range(routes.spaces.opening_start[home], routes.spaces.opening_stop[home]):
        o = routes.space_opening[j]
        if incident.doors[o] < Door.LOCKED and other_side(routes, o, home) >= 0:
            pick -= 1
            if pick == 0:
                target = other_side(routes, o, home)
    first, last = routes.spaces.place_start[target], routes.spaces.place_stop[target]
    u = draw(stream, Purpose.HAZARD_ROUTE, 0, 2 * k + 1)
    people.goal[h] = first + int(u * (last - first))
    people.came_by[h] = -1
    lead_on(site, world, h)
    incident.time[When.NEXT_MOVE] = now
