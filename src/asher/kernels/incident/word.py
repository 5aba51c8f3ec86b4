"""How word of an attack spreads, and when those who know call the police (R13)."""

import math

from asher.kernels.clocks import draw_clock
from asher.kernels.codes import Amount, Clock, Phase, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw_exponential, draw_normal

from .call_out import call_by
from .perception import HEARD_S, IN_SIGHT_S, LOCATED_DB, hears


@kernel
def draw_notice(response, occupants, stream, i, key):
    """Draw when a person knows a shot by its sound, and how soon word reaches the person.

    In place: `occupants`.

    Parameters
    ----------
    response : ResponseTerms
        Median and spread of the level, and the clock of recognition.
    occupants : Records
        Those of the incident.
    stream : Stream
        Seed and replication.
    i, key : int
        Person; key of the person's random streams.

    Notes
    -----
    Of people at a level above the noise, the share ``Phi((level - median) / spread)`` wonders what
    they have heard. One number a person: who took a shot for something else does so until one is
    louder. Who wonders knows it for a shot after the clock of recognition.
    """
    z = draw_normal(stream, Purpose.RECOGNITION, key, 0)
    occupants.recognises_db[i] = response.recognised_db + z * response.recognised_spread_db
    occupants.recognises_after[i] = draw_clock(stream, response, Clock.RECOGNITION, key)
    occupants.recognises_at[i] = math.inf
    occupants.word_left[i] = draw_exponential(stream, Purpose.TOLD, key, 0)


@kernel
def hears_shot(site, world, i, now):
    """Tell whether a person hears a shot now, and knows it for one. In place: ``world.search``."""
    incident = world.incident
    if now - incident.time[When.LAST_SHOT] > IN_SIGHT_S:
        return False
    return hears(site, world, i, len(world.people) - 1, incident.occupants.recognises_db[i])


@kernel
def is_told(world, i, now):
    """Tell whether an announcement, a report or word of mouth has reached a person."""
    incident = world.incident
    if min(incident.time[When.ADDRESS], incident.rooms.told_at[world.people.space[i]]) <= now:
        return True
    return incident.occupants.word_left[i] <= 0.0


@kernel
def note_where(site, world, i, now):
    """Note the space from which a person who knows, and may call, hears shots.

    In place: ``world.incident``, ``world.search``.
    """
    incident = world.incident
    source = incident.tally[Tally.LAST_SHOT_SPACE]
    if incident.time[When.ENTRY] <= now or incident.radios.known_space[0] >= 0:
        return
    if incident.tally[Tally.HEARD_SPACE] == source:
        return
    if now - incident.time[When.LAST_SHOT] <= HEARD_S:
        if hears(site, world, i, len(world.people) - 1, LOCATED_DB):
            incident.tally[Tally.HEARD_SPACE] = source


@kernel
def count_word(response, world, now):
    """Find how fast word spreads, and how fast the clock of the call runs, in this tick.

    In place: ``world.incident``: rates of word, of the call, and with an alarm button the call.

    Parameters
    ----------
    response : ResponseTerms
        Rates of word, and how callers differ in number.
    world : World
        Who knows, where, and who was in sight.
    now : float
        [s].

    Notes
    -----
    Word spreads until the attack is over, see `word_per_s`. Who knows and is out of the hazard's
    sight can call; whoever knows can press an alarm button. The clock of the call stops while
    nobody can call.
    """
    people, incident = world.people, world.incident
    amount, tally, rooms = incident.amount, incident.tally, incident.rooms
    if is_word_over(incident):
        amount[Amount.WORD_PER_S] = amount[Amount.CALL_PACE] = 0.0
        tally[Tally.UNTOLD] = 0
        return
    rooms.inside[:] = 0
    present = know = can_call = untold = staff = staff_who_tell = 0
    for i in range(len(incident.occupants)):
        status = people.status[i]
        if not is_inside(status) and status != Status.OUT:
            continue
        knows = incident.occupants.notice_at[i] < math.inf
        present += 1
        staff += incident.occupants.is_staff[i]
        if status != Status.OUT:
            rooms.inside[people.space[i], 0] += 1
            rooms.inside[people.space[i], 1] += knows
            untold += not knows
        if not knows:
            continue
        know += 1
        unseen = tally[Tally.PHASE] != Phase.ACTIVE or status == Status.OUT
        if unseen or incident.occupants.seen_at[i] < now - IN_SIGHT_S:
            can_call += 1
            staff_who_tell += incident.occupants.is_staff[i]
    amount[Amount.WORD_PER_S] = amount[Amount.CALL_PACE] = 0.0
    tally[Tally.UNTOLD] = 0
    if tally[Tally.PHASE] != Phase.ENDED and untold > 0:
        tally[Tally.UNTOLD] = untold
        amount[Amount.WORD_PER_S] = response.telephone_per_s * can_call / present
        if staff > 0:
            amount[Amount.WORD_PER_S] += response.staff_per_s * staff_who_tell / staff
    if can_call > 0 and incident.time[When.TOLD] == math.inf:
        share = math.log10(float(can_call)) / math.log10(response.many_callers)
        pace = response.sole_caller_pace + (1.0 - response.sole_caller_pace) * share
        amount[Amount.CALL_PACE] = min(1.0, pace)
    if know > 0 and amount[Amount.ALARM_AFTER_S] < math.inf:
        incident.time[When.ALARM] = now + amount[Amount.ALARM_AFTER_S]
        call_by(incident, incident.time[When.ALARM])
        amount[Amount.ALARM_AFTER_S] = math.inf


@kernel(inline=True)
def is_word_over(incident):
    """Tell whether it is all the same who knows: it is over, police were called, no alarm waits."""
    is_ended = incident.tally[Tally.PHASE] == Phase.ENDED
    is_called = incident.time[When.TOLD] < math.inf
    return is_ended and is_called and incident.amount[Amount.ALARM_AFTER_S] == math.inf


@kernel(inline=True)
def is_inside(status):
    """Tell by the status of an occupant whether he or she is in the building, and not hit."""
    return status == Status.WAITING or status == Status.MOVING or status == Status.HIDING


@kernel
def word_per_s(response, incident, space):
    """Rate at which somebody in a space is told of the attack by others [1/s].

    Parameters
    ----------
    response : ResponseTerms
        The rate of each way, where all who could tell know.
    incident : Incident
        Who knows, as `count_word` left it.
    space : int
        Where the person is.

    Notes
    -----
    ``v k / n + t u / m + s w / l``: of ``n`` people in the space ``k`` know and say so (voice);
    of the ``m`` of the place, also those who are out, ``u`` know and are out of the hazard's sight
    (telephone); of ``l`` who are staff, ``w`` are (staff).
    """
    rate = incident.amount[Amount.WORD_PER_S]
    if incident.rooms.inside[space, 1] > 0:
        share = incident.rooms.inside[space, 1] / incident.rooms.inside[space, 0]
        rate += response.voice_per_s * share
    return rate


@kernel
def advance_word(response, world, length):
    """Let word spread and callers dial while nothing else changes. In place: ``world.incident``."""
    people, incident = world.people, world.incident
    if incident.tally[Tally.UNTOLD] > 0:
        for i in range(len(incident.occupants)):
            if incident.occupants.notice_at[i] == math.inf and is_inside(people.status[i]):
                rate = word_per_s(response, incident, people.space[i])
                incident.occupants.word_left[i] -= rate * length
    incident.amount[Amount.CALLING_S] += incident.amount[Amount.CALL_PACE] * length


@kernel
def advance_calls(incident, now):
    """Those inside call once their clock has run out, and tell from where they heard shots.

    In place: `incident`.
    """
    amount = incident.amount
    if amount[Amount.CALL_PACE] > 0.0 and incident.time[When.TOLD] == math.inf:
        if amount[Amount.CALLING_S] >= amount[Amount.CALL_AFTER_S]:
            incident.time[When.TOLD] = now
            call_by(incident, now)
    if incident.time[When.TOLD] <= now < incident.time[When.ENTRY]:
        # Each agency is told by its own dispatch what callers say.
        for radio in range(len(incident.radios)):
            if incident.radios.known_space[radio] == -1:
                incident.radios.known_space[radio] = incident.tally[Tally.HEARD_SPACE]


@kernel
def time_to_next_word(response, world, now):
    """When the next person is told by others, or the call is made, if nothing else happens [s]."""
    people, incident = world.people, world.incident
    amount, following = incident.amount, math.inf
    if amount[Amount.CALL_PACE] > 0.0:
        missing = amount[Amount.CALL_AFTER_S] - amount[Amount.CALLING_S]
        following = now + max(0.0, missing) / amount[Amount.CALL_PACE]
    if incident.tally[Tally.UNTOLD] == 0:
        return following
    for i in range(len(incident.occupants)):
        if incident.occupants.notice_at[i] == math.inf and is_inside(people.status[i]):
            rate = word_per_s(response, incident, people.space[i])
            if rate > 0.0:
                following = min(following, now + max(0.0, incident.occupants.word_left[i]) / rate)
    return following
