"""What officers know of what others have found: by radio, or where they meet (R15)."""

import math

from asher.kernels.codes import Tally, When
from asher.kernels.jit import kernel
from asher.kernels.kinds import MOST_AGENCIES

from .legs import is_up
from .perception import is_in_sight
from .responders import agency_of, first_responder, n_on_site

EVERY_RADIO = 255
"""A place that has been seen, as all know."""
ALWAYS, BY_COMMAND = 1, 2
"""How the radios of all agencies have become one; 0 where they have not."""


@kernel
def clear_radios(site, incident):
    """Nobody knows anything; all radios are one, or each agency has its own. In place: `incident`.

    Those on site who are no police tell and hear what the first agency does.
    """
    incident.radios.known_space[:] = -1
    incident.radios.known_at[:] = -math.inf
    incident.radios.over_at[:] = math.inf
    is_one = site.response.shared_radio or site.response.agencies < 2
    incident.tally[Tally.JOINED] = ALWAYS if is_one else 0


@kernel
def radio_of(site, incident, i):
    """Which radio a responder is told by: the first where all are one."""
    if incident.tally[Tally.JOINED]:
        return 0
    return max(agency_of(site, incident, i - first_responder(incident)), 0)


@kernel
def known_space(site, incident, i):
    """Space in which the hazard was last, as far as a responder knows; -1 where not known."""
    return incident.radios.known_space[radio_of(site, incident, i)]


@kernel
def knows_over(site, incident, i, now):
    """Tell whether a responder knows that the attack is over."""
    return incident.radios.over_at[radio_of(site, incident, i)] <= now


@kernel
def bit_of(site, incident, i):
    """Bit of the places that a responder knows to be seen."""
    return 1 << radio_of(site, incident, i)


@kernel
def n_radios(site, incident):
    """How many radios there are: one where all are one, else one an agency."""
    return 1 if incident.tally[Tally.JOINED] else max(1, site.response.agencies)


@kernel
def turn_to(site, world, radio, space, now):
    """Turn all of a radio to a space, which they search anew. In place: `world`."""
    people, incident, places = world.people, world.incident, site.routes.spaces
    incident.radios.known_space[radio] = space
    incident.radios.known_at[radio] = now
    for p in range(places.place_start[space], places.place_stop[space]):
        incident.visited[p] &= 255 - (1 << radio)
    for j in range(first_responder(incident), len(people) - 1):
        if radio_of(site, incident, j) != radio:
            continue
        is_police = j >= len(incident.occupants)
        if is_police or incident.responders.ready_at[j - first_responder(incident)] <= now:
            people.leg[j] = people.goal[j] = -1


@kernel
def is_unseen(site, world, radio, space):
    """Tell whether a place of a space has not been seen, as far as those of a radio know."""
    spaces = site.routes.spaces
    for p in range(spaces.place_start[space], spaces.place_stop[space]):
        if not world.incident.visited[p] & (1 << radio):
            return True
    return False


@kernel
def learn_space(site, incident, i, space, now):
    """A responder knows where the hazard is, and so do all of that radio. In place: `incident`."""
    radio = radio_of(site, incident, i)
    incident.radios.known_space[radio] = space
    incident.radios.known_at[radio] = now


@kernel
def learn_over(site, incident, i, now):
    """A responder has found that the attack is over. In place: `incident`."""
    radio = radio_of(site, incident, i)
    incident.radios.over_at[radio] = min(incident.radios.over_at[radio], now)
    incident.time[When.SAFE] = min(incident.time[When.SAFE], now)


@kernel
def tell_all_over(incident, now):
    """All officers learn that it is over, as of a surrender. In place: `incident`."""
    for radio in range(MOST_AGENCIES):
        incident.radios.over_at[radio] = min(incident.radios.over_at[radio], now)
    incident.time[When.SAFE] = min(incident.time[When.SAFE], now)


@kernel
def advance_radios(site, world, now):
    """Officers of different agencies who meet inside tell each other; a command joins them all.

    In place: `world`.
    """
    people, incident = world.people, world.incident
    if incident.tally[Tally.JOINED]:
        return
    officers, first = len(incident.officers), len(incident.occupants)
    if incident.time[When.COMMAND] <= now:
        for radio in range(1, site.response.agencies):
            tell(site, world, 0, radio, now)
        for radio in range(1, site.response.agencies):
            tell(site, world, radio, 0, now)
        incident.tally[Tally.JOINED] = BY_COMMAND
        return
    for k in range(officers):
        for j in range(k):
            a, b = first + j, first + k
            ours, theirs = radio_of(site, incident, a), radio_of(site, incident, b)
            if ours == theirs or knows_alike(incident, ours, theirs):
                continue
            if not is_up(people, a) or not is_up(people, b):
                continue
            if do_meet(site, world, a, b):
                tell(site, world, ours, theirs, now)
                tell(site, world, theirs, ours, now)


@kernel
def knows_alike(incident, ours, theirs):
    """Tell whether two agencies know the same of the hazard."""
    radios = incident.radios
    is_same_place = radios.known_space[ours] == radios.known_space[theirs]
    return is_same_place and (radios.over_at[ours] < math.inf) == (
        radios.over_at[theirs] < math.inf
    )


@kernel
def do_meet(site, world, a, b):
    """Tell whether two officers inside see each other, within the range of a contact."""
    people = world.people
    if people.space[a] < 0 or people.space[b] < 0:
        return False
    dx, dy = people.x[a] - people.x[b], people.y[a] - people.y[b]
    if dx * dx + dy * dy > site.response.range_m**2:
        return False
    return is_in_sight(
        site.floor, world.incident.doors, (people.x[a], people.y[a]), (people.x[b], people.y[b])
    )


@kernel
def tell(site, world, teller, told, now):
    """One agency learns what another knows. In place: `world`.

    The later word of where the hazard is counts; who has another place to go to turns there.
    """
    people, incident = world.people, world.incident
    radios = incident.radios
    for p in range(incident.visited.shape[0]):
        if incident.visited[p] & (1 << teller):
            incident.visited[p] |= 1 << told
    if radios.over_at[teller] <= now:
        radios.over_at[told] = min(radios.over_at[told], now)
    if radios.known_at[teller] <= radios.known_at[told]:
        return
    radios.known_space[told], radios.known_at[told] = (
        radios.known_space[teller],
        radios.known_at[teller],
    )
    for j in range(len(incident.occupants), len(people) - 1):
        if radio_of(site, incident, j) == told:
            people.leg[j] = people.goal[j] = -1


@kernel
def wait_for_word(site, incident, cleared):
    """Officers who learnt later than others that it is over turn to the wounded later.

    In place: ``incident.helpers.free_at``.

    Parameters
    ----------
    site : Site
        Agencies and radios.
    incident : Incident
        Helpers, as if all had learnt it at once.
    cleared : float
        When every space has been cleared, which all learn [s].
    """
    if incident.tally[Tally.JOINED] == ALWAYS:
        return
    all_know = max(incident.radios.over_at[0], incident.time[When.COMMAND])
    for k in range(len(incident.officers)):
        agency = agency_of(site, incident, n_on_site(incident) + k)
        over_at = min(incident.radios.over_at[agency], all_know)
        if over_at > incident.time[When.SAFE]:
            latest = max(cleared, incident.officers.arrive_at[k])
            incident.helpers.free_at[k] = min(max(incident.helpers.free_at[k], over_at), latest)
