"""How word of an attack spreads, and when those who know call the police (R13)."""

import math

from asher.kernels.codes import Amount, Phase, Status, Tally, When
from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw_exponential, draw_normal

from .call_out import call_by
from .perception import HEARD_S, IN_SIGHT_S, LOCATED_DB, hears


@kernel
def draw_notice(response, occupants, stream, i, key):
    """Draw how loud a shot must be for a person to know it, and how soon word reaches the person.

    In place: `occupants`.

    Parameters
    ----------
    response : ResponseTerms
        Median and spread of that level.
    occupants : Records
        Those of the incident.
    stream : Stream
        Seed and replication.
    i, key : int
        Person; key of the person's random streams.

    Notes
    -----
    Of people at a level above the noise, the share ``Phi((level - median) / spread)`` knows shots
    for what they are. One number a person: who took a shot for something else does so until one is
    louder.
    """
    z = draw_normal(stream, Purpose.RECOGNITION, key, 0)
    occupants.recognises_db[i] = response.recognised_db + z * response.recognised_spread_db
    occupants.told_after[i] = draw_exponential(stream, Purpose.TOLD, key, 0)


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
    return incident.amount[Amount.WORD] >= incident.occupants.told_after[i]


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
def count_word(response, incident, statuses, now):
    """Find how fast word spreads, and how fast the clock of the call runs, in this tick.

    In place: ``incident.amount``, and with an alarm button the call.

    Parameters
    ----------
    response : ResponseTerms
        Rate of word of mouth, and how callers differ in number.
    incident : Incident
        Who knows, and who was in sight.
    statuses : ndarray of uint8
        Of people, the occupants first.
    now : float
        [s].

    Notes
    -----
    Word reaches a person at a rate times the share of people who know; it spreads until the attack
    is over. Who knows and is out of the hazard's sight can call; whoever knows can press an alarm
    button. The clock of the call stops while nobody can call.
    """
    amount, tally = incident.amount, incident.tally
    present = know = can_call = 0
    for i in range(len(incident.occupants)):
        status = statuses[i]
        if (
            status != Status.WAITING
            and status != Status.MOVING
            and status != Status.HIDING
            and status != Status.OUT
        ):
            continue
        present += 1
        if incident.occupants.notice_at[i] == math.inf:
            continue
        know += 1
        unseen = tally[Tally.PHASE] != Phase.ACTIVE or status == Status.OUT
        can_call += unseen or incident.occupants.seen_at[i] < now - IN_SIGHT_S
    amount[Amount.WORD_PER_S] = amount[Amount.CALL_PACE] = 0.0
    if tally[Tally.PHASE] != Phase.ENDED and know < present:
        amount[Amount.WORD_PER_S] = response.word_per_s * know / present
    if can_call > 0 and incident.time[When.TOLD] == math.inf:
        share = math.log10(float(can_call)) / math.log10(response.many_callers)
        pace = response.sole_caller_pace + (1.0 - response.sole_caller_pace) * share
        amount[Amount.CALL_PACE] = min(1.0, pace)
    if know > 0 and amount[Amount.ALARM_AFTER_S] < math.inf:
        incident.time[When.ALARM] = now + amount[Amount.ALARM_AFTER_S]
        call_by(incident, incident.time[When.ALARM])
        amount[Amount.ALARM_AFTER_S] = math.inf


@kernel
def advance_word(incident, length):
    """Let word spread and callers dial while nothing else changes. In place: `incident`."""
    amount = incident.amount
    amount[Amount.WORD] += amount[Amount.WORD_PER_S] * length
    amount[Amount.CALLING_S] += amount[Amount.CALL_PACE] * length


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
def time_to_next_word(incident, statuses, now):
    """When the next person is told by others, or the call is made, if nothing else happens [s]."""
    amount, following = incident.amount, math.inf
    if amount[Amount.CALL_PACE] > 0.0:
        missing = amount[Amount.CALL_AFTER_S] - amount[Amount.CALLING_S]
        following = now + max(0.0, missing) / amount[Amount.CALL_PACE]
    if amount[Amount.WORD_PER_S] == 0.0:
        return following
    for i in range(len(incident.occupants)):
        status = statuses[i]
        if status != Status.WAITING and status != Status.MOVING and status != Status.HIDING:
            continue
        if incident.occupants.notice_at[i] == math.inf:
            missing = incident.occupants.told_after[i] - amount[Amount.WORD]
            following = min(following, now + max(0.0, missing) / amount[Amount.WORD_PER_S])
    return following
