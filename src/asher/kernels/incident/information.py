"""What tells police, people inside and officers of an attack, and where it is (R24).

Whatever tells is a channel: it notices by shots, by sight or by people in rooms, and tells after
its delay. What a channel is called, whom it tells and from when it works is declared with its
lever. No channel tells the hazard anything.
"""

import math

from asher.kernels.codes import Phase, Sense, Since, Status, Tally, Tells, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw_lognormal

from .call_out import call_by, telling_delay, works
from .occupants import EVERY_TICKS
from .perception import HEARD_S, IN_SIGHT_S, LOCATED_DB, hears
from .radios import EVERY_RADIO, is_unseen, n_radios, turn_to
from .responders import first_responder


@kernel
def draw_channels(channels, incident, stream):
    """Draw which channels work in this incident, and how long those take that come.

    In place: ``incident.reports``.
    """
    reports = incident.reports
    for c in range(len(channels)):
        key = channels.key[c]
        reports.works[c] = works(channels, stream, c)
        reports.comes_after[c] = draw_lognormal(
            stream, Purpose.CHANNEL_COMES, key, channels.comes[c]
        )
        reports.space[c] = -1
        reports.known_at[c] = -math.inf
        reports.tells_at[c] = math.inf
        reports.told[c] = 0


@kernel
def begins_at(channels, incident, c):
    """From when a channel works [s]."""
    if channels.since[c] == Since.DISPATCH:
        return incident.time[When.DISPATCH] + incident.reports.comes_after[c]
    return incident.time[When.ARRIVAL] if channels.since[c] == Since.ARRIVAL else 0.0


@kernel
def advance_information(site, world, stream, now):
    """Let every channel notice and tell. In place: `world`.

    Notes
    -----
    A channel tells of the attack once, a delay after it has noticed it. One that leads goes on: it
    tells the space of the hazard whenever responders look elsewhere, or have seen all of that
    space and found nothing; each time after a delay.
    """
    channels, incident = site.course.channels, world.incident
    reports = incident.reports
    if incident.time[When.SAFE] <= now:
        if len(channels) > 0 and incident.tally[Tally.REPORTED] == 0:
            note_reports(site, world)
        return
    for c in range(len(channels)):
        if not reports.works[c] or begins_at(channels, incident, c) > now:
            continue
        notices = notice(site, world, c, now)
        if reports.tells_at[c] == math.inf and has_news(site, world, c, now, notices):
            delay = telling_delay(channels, stream, c, reports.told[c])
            reports.tells_at[c] = now + delay
        if reports.tells_at[c] <= now:
            tell(site, world, c, now)
        if channels.leads[c] and reports.space[c] == incident.radios.known_space[0]:
            note_shown(incident, c)
        if channels.clears[c] and reports.told[c] > 0 and incident.time[When.ARRIVAL] <= now:
            pass_over(site, world, c, now)


@kernel
def note_shown(incident, c):
    """Note until when a channel knew the hazard in the space shown. In place: `incident`."""
    reports, time = incident.reports, incident.time
    if reports.told[c] > 0 and reports.space[c] >= 0:
        if time[When.SHOWN] == math.inf or reports.known_at[c] > time[When.SHOWN]:
            time[When.SHOWN] = reports.known_at[c]


@kernel
def is_shown_since(incident, at):
    """Tell whether a channel has shown the hazard in the space known at a time or later."""
    return at <= incident.time[When.SHOWN] < math.inf


@kernel
def notice(site, world, c, now):
    """Let a channel look, listen or ask. In place: ``world.incident.reports``.

    Returns
    -------
    bool
        Whether it knows of the attack now.
    """
    channels, incident, people = site.course.channels, world.incident, world.people
    reports = incident.reports
    if channels.sense[c] == Sense.PEOPLE:
        return ask_rooms(site, world, c, now)
    where, at = people.space[len(people) - 1], now
    if channels.sense[c] == Sense.SHOTS:
        where, at = incident.tally[Tally.LAST_SHOT_SPACE], incident.time[When.LAST_SHOT]
    if where < 0 or at <= reports.known_at[c] or not site.course.covered[c, where]:
        return False
    reports.space[c], reports.known_at[c] = where, at
    return True


@kernel
def ask_rooms(site, world, c, now):
    """Ask people in the rooms covered what they know. In place: ``world.incident.reports``.

    Returns
    -------
    bool
        Whether somebody there knows of the attack.
    """
    incident, reports = world.incident, world.incident.reports
    tick, knows = incident.tally[Tally.TICKS], False
    is_heard = now - incident.time[When.LAST_SHOT] <= HEARD_S
    for i in range(first_responder(incident)):
        if (tick + i) % EVERY_TICKS != 0 or not can_report(site, world, c, i, now):
            continue
        knows = True
        if is_heard and hears(site, world, i, len(world.people) - 1, LOCATED_DB):
            reports.space[c] = incident.tally[Tally.LAST_SHOT_SPACE]
            reports.known_at[c] = incident.time[When.LAST_SHOT]
            break
    return knows


@kernel
def can_report(site, world, c, i, now):
    """Tell whether somebody in a room that a channel covers knows of the attack, out of sight."""
    people, occupants = world.people, world.incident.occupants
    status = people.status[i]
    if status != Status.WAITING and status != Status.MOVING and status != Status.HIDING:
        return False
    if not site.course.covered[c, people.space[i]] or occupants.notice_at[i] == math.inf:
        return False
    is_active = world.incident.tally[Tally.PHASE] == Phase.ACTIVE
    return not is_active or occupants.seen_at[i] < now - IN_SIGHT_S


@kernel
def has_news(site, world, c, now, notices):
    """Tell whether a channel has something to tell."""
    reports = world.incident.reports
    if reports.told[c] == 0:
        return notices
    if not site.course.channels.leads[c] or reports.known_at[c] < now - HEARD_S:
        return False
    return is_elsewhere(site, world, reports.space[c])


@kernel
def is_elsewhere(site, world, space):
    """Tell whether responders look elsewhere than in a space, or have seen all of it."""
    for radio in range(n_radios(site, world.incident)):
        if is_elsewhere_by(site, world, radio, space):
            return True
    return False


@kernel
def is_elsewhere_by(site, world, radio, space):
    """Tell whether those of a radio look elsewhere than in a space, or have seen all of it."""
    if space < 0:
        return False
    known = world.incident.radios.known_space[radio]
    return space != known or not is_unseen(site, world, radio, space)


@kernel
def tell(site, world, c, now):
    """A channel tells what it has noticed, to whom it tells it. In place: `world`."""
    channels, incident = site.course.channels, world.incident
    reports = incident.reports
    at, space = reports.tells_at[c], reports.space[c]
    reports.tells_at[c] = math.inf
    reports.told[c] += 1
    if reports.told[c] == 1:
        if channels.calls[c]:
            raise_alarm(incident, at, space, now)
        if channels.tells[c] == Tells.EVERYBODY:
            incident.time[When.ADDRESS] = min(incident.time[When.ADDRESS], at)
        elif channels.tells[c] == Tells.COVERED:
            tell_rooms(site.course.covered[c], incident.rooms, at)
    if channels.leads[c] and not is_older_than_heard(incident, reports.known_at[c]):
        for radio in range(n_radios(site, incident)):
            if is_elsewhere_by(site, world, radio, space):
                turn_to(site, world, radio, space, now)


@kernel
def raise_alarm(incident, at, space, now):
    """A channel calls the police without a caller, and tells the space. In place: `incident`."""
    call_by(incident, at)
    incident.time[When.ALARM] = min(incident.time[When.ALARM], at)
    incident.time[When.TOLD] = min(incident.time[When.TOLD], now)
    if space >= 0:
        incident.tally[Tally.HEARD_SPACE] = space


@kernel
def tell_rooms(covered, rooms, at):
    """Tell those in the rooms covered of the attack. In place: `rooms`."""
    for s in range(len(rooms)):
        if covered[s]:
            rooms.told_at[s] = min(rooms.told_at[s], at)


@kernel
def is_older_than_heard(incident, known_at):
    """Tell whether responders have heard a shot after a channel knew where the hazard was."""
    is_heard = incident.radios.known_space[0] == incident.tally[Tally.LAST_SHOT_SPACE]
    return is_heard and incident.time[When.LAST_SHOT] > known_at


@kernel
def pass_over(site, world, c, now):
    """Officers do not search a room from which somebody reports who stays in it, and well.

    In place: ``world.incident.visited``. Nobody reports well from a space in which the hazard is.
    """
    people, incident, spaces = world.people, world.incident, site.routes.spaces
    tick = incident.tally[Tally.TICKS]
    for i in range(first_responder(incident)):
        if (tick + i) % EVERY_TICKS != 0 or people.status[i] == Status.MOVING:
            continue
        if reports_well(site, world, c, i, now):
            room = people.space[i]
            incident.visited[spaces.place_start[room] : spaces.place_stop[room]] = EVERY_RADIO


@kernel
def reports_well(site, world, c, i, now):
    """Tell whether somebody reports from a room in which the hazard is not."""
    people = world.people
    if not can_report(site, world, c, i, now):
        return False
    return people.space[len(people) - 1] != people.space[i]


@kernel
def note_reports(site, world):
    """Note from which rooms somebody reports well, now that it is safe. In place: `world`."""
    channels, incident = site.course.channels, world.incident
    incident.tally[Tally.REPORTED] = 1
    incident.rooms.reports[:] = 0
    for c in range(len(channels)):
        if not channels.clears[c] or incident.reports.told[c] == 0:
            continue
        for i in range(first_responder(incident)):
            if reports_well(site, world, c, i, math.inf):
                incident.rooms.reports[world.people.space[i]] = 1


@kernel
def count_to_clear(site, world):
    """Spaces to be cleared: all but those from which somebody reported well when it was safe.

    In place: `world`, where that was not noted yet.

    Returns
    -------
    int
        How many are left.
    """
    if world.incident.tally[Tally.REPORTED] == 0:
        note_reports(site, world)
    return len(site.routes.spaces) - int(world.incident.rooms.reports.sum())


@kernel
def time_to_next_information(channels, incident, now):
    """When a channel begins to work or tells next [s]; inf if none does."""
    following = math.inf
    for c in range(len(channels)):
        if not incident.reports.works[c]:
            continue
        for at in (begins_at(channels, incident, c), incident.reports.tells_at[c]):
            if at > now:
                following = min(following, at)
    return following
