"""The call-out: who knows, who calls, who comes, and how long each step takes."""

from typing import Annotated

from pydantic import Field

from asher.evidence import statistic
from asher.quantities import Share
from asher.scenario.clocks import clock
from asher.scenario.durations import Duration, lognormal
from asher.scenario.officers import Officer
from asher.scenario.sources import Specification, sourced

_COMMAND = statistic("rtf-command")

Headcount = Annotated[int, Field(strict=True, ge=0, le=200)]


class CallOut(Specification):
    """Who comes, and how long each step takes: a clock says itself from what to what it runs.

    Parameters
    ----------
    officers : int
        Officers of the first wave.
    tactical_team_size : int
        Members of that team.
    officer : Officer
        The officers.
    agencies : int
        Agencies whose officers meet at the door, 1 to 4; they arrive in turn.
    untrained_forming_factor : float
        How much longer two agencies that have not trained together take to form [-].
    friendly_fire_chance : float
        Chance that a round of an officer in contact hits one of another agency, for each other
        agency that is in contact too, or an armed person who is no officer [-].
    joint_training_removes_share : float
        Share of both that joint training removes [-].
    guidance_share : float
        Share of occupants who do as they were trained [-].
    guidance_pace : float
        Their pre-movement time relative to the untrained [-].
    formation_pace : float
        Walking speed of a formation, relative to an officer alone [-].
    resistance_share : float
        Share of occupants who do as they were trained and act against an attacker near them, where
        they were trained to [-].
    recognition_db : float
        Level of a shot above the background noise at which half of the people know it for one [dB].
    recognition_spread_db : float
        Standard deviation of that level between people [dB].
    word_by_voice_per_min : float
        How often a person who does not know is told by those in the same space, where all of them
        know [1/min]; it falls with the share of them who know.
    word_by_telephone_per_min : float
        How often a person who does not know is reached by a call or message of others of the place,
        wherever they are, where all of them know [1/min]; it falls with the share of them who know
        and are out of the attacker's sight.
    word_by_staff_per_min : float
        How often a person who does not know is told by staff, where all staff know [1/min]; it
        falls with the share of staff who know and are out of the attacker's sight.
    tactical_team_share : float
        Chance that there is a tactical team at all [-].
    resistance_risk : float
        How many times as often as others in sight somebody is hit who acts against the attacker
        [-].
    hidden_exposure : float
        How often somebody who hides in place is hit, relative to others in sight [-].
    glass_exposure : float
        How often somebody behind a shut door with glass is hit, relative to others in sight [-].
    lock_fails_share : float
        Chance that a door that people lock turns out not to be locked [-].
    mistaken_identity_chance : float
        Chance that police inside who meet an armed person, who is no officer, away from a contact
        take that person for the attacker and hit him or her [-]; for each meeting.
    mistaken_identified_factor : float
        That chance for somebody who identifies himself or herself, relative to others [-].
    sole_caller_pace : float
        Pace of the clock of the call where one person alone can call [-].
    many_callers : float
        From so many people who can call that clock runs as stated.
    hesitation_heard_factor : float
        Share of the time left until an officer who hesitates goes in that remains once the officer
        hears shots outside [-].
    shared_radio : bool
        Whether what officers of one agency learn reaches those of the others at once; otherwise
        they learn it where they meet in sight, or once command is unified.
    neighbour_team_share : float
        Chance that a neighbour sends a team where the agency has none [-].
    perimeter_share : float or None
        Chance that an officer who is outside when the attacker leaves is at that way out [-]; None:
        on a plan nobody meets an attacker who leaves, without one all officers do who have come.

    Notes
    -----
    ``answer``, ``dispatch`` and ``travel`` together have a median near 180 s and stay within 60 to
    720 s in about 95 % of incidents, as observed from first report to first officer on scene
    (``arrival-median``: 51 incidents).
    """

    call: Duration = clock(
        lognormal("90 s", "4 min"),
        "Call",
        "first shot to first call",
        judgement="the five cases of the documents: 0.9, 1-2, 1-2, 2-4 and 4 min",
    )
    answer: Duration = clock(
        lognormal("5 s", "15 s"),
        "Answer",
        "call to answer",
        evidence="call-answer",
        judgement="90 % in 15 s and 95 % in 20 s are a lognormal with median 5 s; a standard to "
        "be met, not an observed distribution",
    )
    dispatch: Duration = clock(
        lognormal("30 s", "60 s"),
        "Dispatch",
        "answer to the first unit sent",
        evidence="call-process",
        judgement="90 % in 60 s is a standard to be met; the median is a judgement",
    )
    travel: Duration = clock(
        lognormal("2 min 15 s", "5 min 40 s"),
        "Travel",
        "dispatch to the first officer on scene",
        evidence="arrival-median",
        judgement="what answer and dispatch leave of a median of 180 s and a range of 60-720 s",
    )
    next_officer: Duration = clock(
        lognormal("30 s", "2 min"),
        "Next officer",
        "from one arrival to the next",
        judgement="further patrols come from farther away",
    )
    officers: Headcount = sourced(
        8,
        judgement="patrols of one shift who come in the first wave",
        label="Officers of the first wave",
    )
    tactical_team: Duration = clock(
        lognormal("40 min", "60 min"),
        "Tactical team",
        "dispatch to the team assembled",
        judgement="cases of the documents: entry at 40 and 47 min, re-entry at 21-60 min; many "
        "agencies have no team of their own (swat-none)",
        on_demand=True,
    )
    tactical_team_size: Headcount = sourced(
        6, judgement="one entry element", label="Size of the tactical team"
    )
    forming: Duration = clock(
        lognormal("20 s", "60 s"),
        "Forming",
        "enough officers there to a team formed",
        judgement="officers who trained together; longer for agencies that did not",
        on_demand=True,
    )
    officer: Officer = sourced(Officer(), judgement="see the single values")
    agencies: Annotated[int, Field(strict=True, ge=1, le=4)] = sourced(
        1, judgement="one agency; neighbours often come too", label="Agencies"
    )
    untrained_forming_factor: Annotated[float, Field(ge=1, le=10)] = sourced(
        1.5,
        judgement="no sourced figure; the documents call for joint training",
        label="Forming of agencies not trained together, relative to one agency,",
    )
    friendly_fire_chance: Share = sourced(
        0.01,
        judgement="Borderline: one of five rounds that hit; no sourced rate",
        label="Chance of friendly fire for each round",
    )
    joint_training_removes_share: Share = sourced(
        0.75,
        judgement="in part; no sourced figure",
        about="Share of both that it removes.",
        label="Share removed by joint training",
    )
    alarm: Duration = clock(
        lognormal("10 s", "30 s"),
        "Call by alarm button",
        "first shot to the call",
        judgement="a person who sees it reaches a button within seconds",
        on_demand=True,
    )
    public_address: Duration = clock(
        lognormal("20 s", "90 s"),
        "Announcement",
        "call to the announcement",
        judgement="somebody decides and speaks; later than the call",
        on_demand=True,
    )
    force_door: Duration = clock(
        lognormal("60 s", "5 min"),
        "Forcing a door",
        "decision to a way in",
        judgement="Pulse: several charges and a vehicle; others seconds",
        on_demand=True,
    )
    hesitation: Duration = clock(
        lognormal("3 min", "10 min"),
        "Hesitation",
        "others going in to an officer who had hesitated going in; alone, longer the less resolve",
        judgement="no sourced time; it matters where an officer's resolve is less than 1",
        on_demand=True,
    )
    late_entry: Duration = clock(
        lognormal("10 min", "30 min"),
        "Entry after the attack",
        "end of the attack to the entry of officers who had stayed outside",
        judgement="nobody outside knows at once that it is over; cases of the documents run from "
        "minutes to more than half an hour",
        on_demand=True,
    )
    guidance_share: Share = sourced(
        0.7,
        judgement="no sourced share of those who do as trained",
        label="Occupants who do as they were trained",
    )
    guidance_pace: Annotated[float, Field(gt=0, le=1)] = sourced(
        0.7,
        judgement="trained people hesitate less; no sourced figure",
        label="Pre-movement time of trained occupants, relative to others,",
    )
    formation_pace: Annotated[float, Field(gt=0, le=1)] = sourced(
        0.8,
        judgement="a formation covers each corner it passes; no sourced pace",
        label="Pace of a formation, relative to an officer alone,",
    )
    resistance_share: Share = sourced(
        0.15,
        judgement="beside one in twenty without training; no sourced share",
        label="Trained occupants who act against an attacker near them",
    )
    call_from_outside: Duration = clock(
        lognormal("10 min", "20 min"),
        "Call from outside",
        "first shot to a call by people outside",
        judgement="neighbours and passers-by hear through the walls of the building, and doubt",
    )
    recognition: Duration = clock(
        lognormal("20 s", "2 min"),
        "Recognition",
        "hearing a shot to knowing it for one",
        judgement="witnesses out of sight took the first shots for tools, balloons, fireworks or a "
        "drill, and some until they saw people hit; no sourced time",
    )
    recognition_db: Annotated[float, Field(ge=0, le=100)] = sourced(
        30.0,
        judgement="a peak counts for less than steady noise of its level; witnesses in the next "
        "rooms often took shots for tools, balloons or fireworks",
        label="Level above the noise at which half know a shot for one",
    )
    recognition_spread_db: Annotated[float, Field(ge=0, le=50)] = sourced(
        10.0,
        judgement="hearing, attention and what people expect differ; no sourced spread",
        label="Spread of that level between people",
    )
    word_by_voice_per_min: Annotated[float, Field(ge=0, le=60)] = sourced(
        2.0,
        judgement="half are told within 20 s once all others in the room know; no sourced rate",
        label="Rate at which people are told by those in the same space",
    )
    word_by_telephone_per_min: Annotated[float, Field(ge=0, le=60)] = sourced(
        0.3,
        judgement="by calls and messages one of four is reached within a minute once all others "
        "know; no sourced rate",
        label="Rate at which people are told by telephone",
    )
    word_by_staff_per_min: Annotated[float, Field(ge=0, le=60)] = sourced(
        0.5,
        judgement="by radio, telephone and from door to door two of five are told within a minute "
        "once all staff know; no sourced rate",
        label="Rate at which people are told by staff",
    )
    tactical_team_share: Share = sourced(
        1.0,
        judgement="a scenario says whether there is a team; 0.59 for the agencies of the country "
        "(swat-none)",
        label="Chance that there is a tactical team",
    )
    resistance_risk: Annotated[float, Field(ge=1, le=20)] = sourced(
        3.0,
        judgement="they go towards the attacker while others go away; no sourced figure",
        label="How much more often those are hit who act,",
    )
    hidden_exposure: Share = sourced(
        0.5,
        judgement="furniture hides a person, and stops little; of those who hid in rooms that an "
        "attacker came into nearly all were hit (hid-in-room-entered), and no count exists",
        label="How often those are hit who hide in place, relative to others in sight,",
    )
    glass_exposure: Share = sourced(
        0.3,
        judgement="a pane is a part of the leaf, and people in a room that is shut keep away from "
        "it; no sourced figure, and anything from 0.05 to 0.8 is possible",
        label="How often those are hit who are behind a shut door with glass, relative to others "
        "in sight,",
    )
    lock_fails_share: Share = sourced(
        0.0, judgement="every lock holds unless stated", label="Chance that a lock fails"
    )
    mistaken_identity_chance: Share = sourced(
        0.0,
        judgement="none unless stated: it has happened to officers off duty and to people who had "
        "stopped an attack, and no rate is published",
        label="Chance that police hit an armed person whom they meet",
    )
    mistaken_identified_factor: Share = sourced(
        0.2,
        judgement="who calls out and shows empty hands is mistaken less often; no sourced figure",
        label="That chance for those who identify themselves, relative to others,",
    )
    lock_doors: Duration = clock(
        lognormal("5 s", "15 s"),
        "Locking at the alarm",
        "alarm to every door that can lock being locked, where doors lock at the alarm",
        judgement="powered locks turn within seconds; somebody may have to press a second button",
        on_demand=True,
    )
    outer_door: Duration = clock(
        lognormal("60 s", "3 min"),
        "Opening an outer door",
        "officers at a door that is locked from outside to going in by it, where outer doors lock "
        "at the alarm",
        judgement="a key or a card that has to be found, or glass that is broken; a steel door "
        "takes longer: no sourced time",
        on_demand=True,
    )
    sole_caller_pace: Annotated[float, Field(gt=0, le=1)] = sourced(
        0.5,
        judgement="alone, people hide and doubt first",
        label="Pace of the call where one person can call",
    )
    many_callers: Annotated[float, Field(ge=2, le=1000)] = sourced(
        10.0,
        judgement="of ten, one calls soon",
        label="People who can call from whom on the call takes no longer than stated",
    )
    hesitation_heard_factor: Annotated[float, Field(ge=0, le=1)] = sourced(
        1.0,
        judgement="shots heard outside change nothing unless stated; no sourced factor",
        label="Share of the hesitation left once shots are heard",
    )
    shared_radio: bool = sourced(
        True, judgement="radios reach each other unless stated", label="Radios reach each other"
    )
    unified_command: Duration = clock(
        lognormal(f"{_COMMAND.value} s", f"{_COMMAND.high} s"),
        "Unified command",
        "dispatch to one command over all agencies",
        evidence="rtf-command",
        judgement="69 exercises; incidents may take longer",
        on_demand=True,
    )
    neighbour_team_share: Share = sourced(
        0.0,
        judgement="none unless stated: where there is no team, officers at hand enter in the end",
        label="Chance that a neighbour sends a tactical team",
    )
    perimeter_share: Share | None = sourced(
        None,
        judgement="not stated: on a plan nobody meets an attacker who leaves, and without one all "
        "officers who have come do, as the posterior was made; of officers spread evenly over four "
        "sides, 0.25",
        label="Officers outside who are at the way out by which the attacker leaves",
    )
    neighbour_team: Duration = clock(
        lognormal("80 min", "2 h"),
        "Neighbour's tactical team",
        "dispatch to a neighbour's team assembled",
        judgement="twice the time of an agency's own: it is asked for later, and drives farther",
        on_demand=True,
    )
