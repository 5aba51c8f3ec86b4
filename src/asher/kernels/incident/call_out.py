"""The clocks of the response: call, answer, dispatch, travel, arrivals, forming, entry."""

import math

from asher.kernels.clocks import draw_clock
from asher.kernels.codes import Amount, Clock, Phase, Rule, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw, draw_lognormal

from .fatigue import factor_of_tired

REPORTS = 10_000
"""Reports of a channel that have a delay of their own; later ones have that of the last (judgement:
more than an incident holds)."""


@kernel
def draw_calls(response, course, incident, stream):
    """Draw when the call is made where no plan says who knows, and all that hangs on it.

    In place: ``incident.time``.

    Parameters
    ----------
    response : ResponseTerms
        Clocks.
    course : Course
        Whether there is an alarm button, and an announcement (R13).
    incident : Incident
        Its times.
    stream : Stream
        Seed and replication.
    """
    call = draw_clock(stream, response, Clock.CALL, 0)
    if course.alarm:
        call = min(call, draw_clock(stream, response, Clock.ALARM, 0))
    call = min(call, detected_at(course.channels, stream))
    draw_chain(response, course, incident, stream, call)


@kernel
def detected_at(channels, stream):
    """When a channel that notices the first shot wherever it is calls the police [s].

    Returns
    -------
    float
        [s]; inf where none does.
    """
    at = math.inf
    for c in range(len(channels)):
        if channels.calls[c] and works(channels, stream, c):
            at = min(at, telling_delay(channels, stream, c, 0))
    return at


@kernel
def works(channels, stream, c):
    """Tell whether a channel works in this incident."""
    return draw(stream, Purpose.CHANNEL_WORKS, channels.key[c], 0) < channels.chance[c]


@kernel
def telling_delay(channels, stream, c, told):
    """Draw how long a channel takes from noticing to telling [s], having told so often before."""
    key = channels.key[c] * REPORTS + min(told, REPORTS - 1)
    return draw_lognormal(stream, Purpose.CHANNEL_DELAY, key, channels.delay[c])


@kernel
def expect_calls(response, course, incident, stream):
    """Draw when people outside call, and how long those inside take from knowing to calling.

    In place: ``incident.time``, ``incident.amount``.

    Parameters
    ----------
    response, course, incident, stream
        See `draw_calls`.

    Notes
    -----
    On a plan: who knows inside calls by `word.advance_calls`, and then all comes sooner.
    """
    amount = incident.amount
    amount[Amount.CALL_AFTER_S] = draw_clock(stream, response, Clock.CALL, 0)
    amount[Amount.ALARM_AFTER_S] = math.inf
    if course.alarm:
        alarm = draw_clock(stream, response, Clock.ALARM, 0)
        amount[Amount.ALARM_AFTER_S] = alarm
    call = draw_clock(stream, response, Clock.CALL_FROM_OUTSIDE, 0)
    draw_chain(response, course, incident, stream, call)


@kernel
def draw_chain(response, course, incident, stream, call):
    """Draw when the dispatch goes out, the teams are there and the announcement is made.

    In place: ``incident.time``.

    Parameters
    ----------
    response, course, incident, stream
        See `draw_calls`.
    call : float
        When the call is made [s].
    """
    answer = draw_clock(stream, response, Clock.ANSWER, 0)
    dispatch = draw_clock(stream, response, Clock.DISPATCH, 0)
    team = draw_clock(stream, response, Clock.TACTICAL_TEAM, 0)
    incident.time[When.CALL] = call
    incident.time[When.DISPATCH] = call + answer + dispatch
    incident.time[When.TACTICAL_TEAM] = call + answer + dispatch + team
    u = draw(stream, Purpose.TEAM, 0, 0)
    if u >= response.team_share:
        incident.time[When.TACTICAL_TEAM] = math.inf
        if u < response.team_share + (1.0 - response.team_share) * response.neighbour_share:
            clock_s = draw_clock(stream, response, Clock.NEIGHBOUR_TEAM, 0)
            incident.time[When.TACTICAL_TEAM] = incident.time[When.DISPATCH] + clock_s
    incident.time[When.TASK_FORCE] = incident.time[When.DISPATCH] + draw_clock(
        stream, response, Clock.RESCUE_TASK_FORCE, 0
    )
    if course.address:
        incident.time[When.ADDRESS] = call + draw_clock(stream, response, Clock.PUBLIC_ADDRESS, 0)


@kernel
def call_by(incident, at):
    """An emergency call no later than a time: everything that hangs on it comes sooner.

    In place: ``incident.time``, ``incident.officers.arrive_at``.

    Parameters
    ----------
    incident : Incident
        Its times.
    at : float
        [s], not before the present.
    """
    sooner = incident.time[When.CALL] - at
    if sooner <= 0.0:
        return
    incident.time[When.CALL] = at
    incident.time[When.DISPATCH] -= sooner
    incident.time[When.TACTICAL_TEAM] -= sooner
    incident.time[When.TASK_FORCE] -= sooner
    incident.time[When.ADDRESS] -= sooner
    incident.time[When.ARRIVAL] -= sooner
    for k in range(len(incident.officers)):
        incident.officers.arrive_at[k] -= sooner


@kernel
def draw_arrivals(response, incident, stream):
    """Draw when each officer arrives: patrols one after another, then the tactical team together.

    In place: ``incident.officers.arrive_at`` and the time of the first arrival.

    Parameters
    ----------
    response, incident, stream
        See `draw_calls`.
    """
    travel = draw_clock(stream, response, Clock.TRAVEL, 0)
    at = incident.time[When.DISPATCH] + travel
    for k in range(response.officers):
        incident.officers.arrive_at[k] = at
        at += draw_clock(stream, response, Clock.NEXT_OFFICER, k)
    for k in range(response.officers, response.officers + response.tactical_team):
        incident.officers.arrive_at[k] = incident.time[When.TACTICAL_TEAM]
    if response.officers > 0:
        incident.time[When.ARRIVAL] = incident.officers.arrive_at[0]
    elif response.tactical_team > 0:
        incident.time[When.ARRIVAL] = incident.time[When.TACTICAL_TEAM]


@kernel(entry=True)
def draw_entries(response, course, incident, stream):
    """Draw when each officer enters under a course of action.

    In place: ``incident.officers.enter_at`` (inf = stays outside).

    Parameters
    ----------
    response : ResponseTerms
        Clocks and officers.
    course : Course
        The rule of entry, and officers to a team.
    incident : Incident
        Arrivals in, entries out.
    stream : Stream
        Seed and replication.

    Notes
    -----
    R1 contain and wait: patrols hold the perimeter, the tactical team enters when it is assembled.
    R2 formation: each n officers form a team and enter together. R3 immediate: one officer on
    arrival, or two as soon as the second is there. R5: nobody enters. An officer without the
    resolve to enter (share ``1 - resolve``) joins no team, and may follow later (`follow_others`).
    The tactical team enters in every course but R5. R15: teams of two agencies that have not
    trained together take longer to form, and so does one of which somebody is tired (R20).
    """
    enter, team = incident.officers.enter_at, incident.officers.team
    enter[:] = math.inf
    incident.officers.hesitates[:] = 0
    patrols = response.officers
    for k in range(len(incident.officers)):
        team[k] = min(k, patrols)
    if course.rule != Rule.STAY_OUTSIDE:
        for k in range(patrols, patrols + response.tactical_team):
            enter[k] = incident.officers.arrive_at[k]
    if course.rule != Rule.FORMATION and course.rule != Rule.IMMEDIATE:
        return
    ready = leader = 0
    slower = 1.0
    if response.agencies > 1:
        slower += (response.forming_factor - 1.0) * untrained_share(response, course)
    for k in range(patrols):
        if draw(stream, Purpose.RESOLVE, k, 0) >= response.resolve:
            continue
        leader = k if ready == 0 else leader
        enter[k], team[k] = -1.0, leader
        ready += 1
        if ready < course.officers:
            continue
        at = incident.officers.arrive_at[k]
        if course.rule == Rule.FORMATION:
            forming = draw_clock(stream, response, Clock.FORMING, k)
            at += slower * forming * tired_team(response, incident, stream, k)
        for j in range(k + 1):
            enter[j] = at if enter[j] == -1.0 else enter[j]
        ready = 0
    for k in range(patrols):
        enter[k] = math.inf if enter[k] == -1.0 else enter[k]
    follow_others(response, incident, stream)


@kernel
def tired_team(response, incident, stream, last):
    """Factor of the time to form a team of officers up to `last`: that of its most tired member."""
    factor = 1.0
    for k in range(last + 1):
        if incident.officers.enter_at[k] == -1.0:
            factor = max(factor, factor_of_tired(response, stream, k, response.tired_time))
    return factor


@kernel
def follow_others(response, incident, stream):
    """Let officers who hesitated go in later (R5). In place: ``incident.officers``.

    Notes
    -----
    An officer who hesitates follows others one draw of the clock after they have gone in, or goes
    in alone after that time divided by the resolve: with none, never.
    """
    enter, arrive = incident.officers.enter_at, incident.officers.arrive_at
    others = math.inf
    for k in range(len(incident.officers)):
        others = min(others, enter[k])
    for k in range(response.officers):
        if draw(stream, Purpose.RESOLVE, k, 0) < response.resolve:
            continue
        incident.officers.hesitates[k] = 1
        hesitates = draw_clock(stream, response, Clock.HESITATION, k)
        alone = arrive[k] + hesitates / response.resolve if response.resolve > 0.0 else math.inf
        enter[k] = min(alone, max(arrive[k], others) + hesitates)


@kernel
def draw_late_entry(response, course, incident, stream):
    """Draw how long after the attack officers go in whom nothing sent in before (R5).

    In place: ``incident.time``, ``incident.officers.enter_at``.

    Notes
    -----
    Under contain and wait they hold the perimeter for the tactical team, where one comes: whether
    the agency has one, or a neighbour sends one, has been drawn by then.
    """
    comes = response.tactical_team > 0 and incident.time[When.TACTICAL_TEAM] < math.inf
    if course.rule == Rule.CONTAIN_AND_WAIT and comes:
        return
    incident.time[When.LATE_ENTRY] = draw_clock(stream, response, Clock.LATE_ENTRY, 0)
    if incident.tally[Tally.PHASE] == Phase.ENDED:
        enter_late(incident)


@kernel
def enter_late(incident):
    """Officers whom nothing has sent in go in now that the attack is over.

    In place: ``incident.officers.enter_at``.
    """
    enter, arrive = incident.officers.enter_at, incident.officers.arrive_at
    for k in range(len(incident.officers)):
        if enter[k] == math.inf:
            enter[k] = max(arrive[k], incident.time[When.STOP]) + incident.time[When.LATE_ENTRY]


@kernel
def untrained_share(response, course):
    """Share of what two agencies cost each other that is left under a course of action."""
    return 1.0 - response.joint_removes if course.trained else 1.0
