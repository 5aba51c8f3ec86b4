"""Who leaves past officers outside: whether one of them is at that way out (R1, R17)."""

from asher.kernels.codes import CutShort, Ending, Phase, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw
from asher.kernels.walking.ways import nearest_outer_door

from .encounter import hazard_acts, resolve_first_contact, responder_acts
from .exchange import (
    MOST_ROUNDS,
    begin_police_contact,
    begin_rounds,
    count_engaged,
    cut_short,
    next_round,
)
from .hazard import end_attack
from .radios import tell_all_over
from .responders import n_on_site

BEFORE_M = 1.5
"""How far before a door somebody stands who is outside [m] (judgement); nothing depends on it."""
APART_M = 0.8
"""And how far apart from each other [m] (judgement)."""


@kernel
def is_at_way_out(response, incident, stream, k, now):
    """Tell whether an officer who has come would be at the way out, on a plan and without one."""
    if incident.officers.arrive_at[k] > now:
        return False
    return draw(stream, Purpose.PERIMETER, k, 0) < response.perimeter


@kernel
def leave_place(site, world, stream, now):
    """The hazard leaves the place, and meets officers who are outside where it does.

    In place: `world`.

    Notes
    -----
    It is out at once, by the way out nearest to where it was, and hurts no occupant any more. An
    officer outside is at that door with a stated chance; those who are act, and are acted on, as in
    any contact (`exchange`), as long as one of them is up. Nobody inside comes to it.
    """
    incident = world.incident
    if not meets_officers(site, world, stream, now):
        end_attack(world, Ending.LEFT, now)
        return
    incident.time[When.STOP] = min(incident.time[When.STOP], now)
    incident.time[When.CONTACT] = min(incident.time[When.CONTACT], now)
    incident.tally[Tally.MET_OUTSIDE] = 1
    if incident.tally[Tally.ON_CONTACT] == 0:
        resolve_first_contact(site, world, stream, now)
    at = exchange_outside(site, world, stream, now)
    incident.responders.engaged[:] = 0
    if incident.tally[Tally.PHASE] != Phase.ENDED:
        end_attack(world, Ending.LEFT, at)
        return
    # They know at once that it is over, and go in to help.
    tell_all_over(incident, at)
    incident.time[When.ENTRY] = min(incident.time[When.ENTRY], at)


@kernel
def meets_officers(site, world, stream, now):
    """Bring together who leaves and the officers who are at that way out. In place: `world`.

    Returns
    -------
    bool
        Whether anybody is there; if not, nothing is changed.
    """
    people, incident = world.people, world.incident
    h = len(people) - 1
    if site.response.perimeter <= 0.0:
        return False
    door = nearest_outer_door(site.routes, world.search, incident.doors, people.space[h])
    if door < 0:
        return False
    met = 0
    for k in range(len(incident.officers)):
        i, r = len(incident.occupants) + k, n_on_site(incident) + k
        incident.responders.engaged[r] = 0
        if people.status[i] == Status.ABSENT and is_at_way_out(
            site.response, incident, stream, k, now
        ):
            met += 1
            incident.responders.engaged[r] = 1
            incident.responders.covered[r] = site.response.cover
            # To the left and to the right of the door in turn.
            aside = APART_M * ((met + 1) // 2) * (1 - 2 * (met % 2))
            put_before(site.routes, people, i, door, aside)
    if met > 0:
        put_before(site.routes, people, h, door, 0.0)
    return met > 0


@kernel
def put_before(routes, people, i, door, aside):
    """Put somebody before a door to the outside, so far to one side [m]. In place: `people`."""
    side = 0 if routes.openings.space[door, 0] >= 0 else 1
    line, out = routes.openings.line[door, side], routes.openings.across[door, side]
    people.x[i] = 0.5 * (line[0] + line[2]) + BEFORE_M * out[0] - aside * out[1]
    people.y[i] = 0.5 * (line[1] + line[3]) + BEFORE_M * out[1] + aside * out[0]
    people.space[i] = people.leg[i] = -1


@kernel
def exchange_outside(site, world, stream, now):
    """Let those who have met act on each other, until one side is done or the contact breaks off.

    In place: `world`.

    Returns
    -------
    float
        When that was [s].
    """
    incident = world.incident
    begin_rounds(site.hazard, site.response, incident, stream, now)
    begin_police_contact(site.hazard, incident, stream, now)
    for _ in range(MOST_ROUNDS):
        if incident.tally[Tally.PHASE] == Phase.ENDED or count_engaged(incident) == 0:
            break
        at, who = next_round(incident)
        cut = cut_short(incident, at)
        if cut == CutShort.BROKEN_OFF:
            return incident.time[When.BREAKS_OFF]
        if cut == CutShort.SUICIDE:
            end_attack(world, Ending.SUICIDE_ON_CONTACT, incident.time[When.EXCHANGE_SUICIDE])
            return incident.time[When.EXCHANGE_SUICIDE]
        now = at
        if who >= 0:
            responder_acts(site, world, stream, who)
        else:
            hazard_acts(site, world, stream)
    return now
