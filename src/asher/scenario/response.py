"""The community's clocks: from the first shot to the last person carried out."""

from typing import Annotated

from pydantic import Field

from asher.evidence import statistic
from asher.quantities import Share
from asher.scenario.clocks import clock
from asher.scenario.durations import Duration, lognormal
from asher.scenario.officers import Officer
from asher.scenario.sources import Specification, sourced

Headcount = Annotated[int, Field(strict=True, ge=0, le=200)]
_FIRST_CONTACT = statistic("rtf-first-contact")
_COMMAND, _ASSEMBLED = statistic("rtf-command"), statistic("rtf-assembled")
_STANDBY_S = _FIRST_CONTACT.estimate - (_ASSEMBLED.estimate - _COMMAND.estimate)
# The 90th percentiles in the same way.
_STANDBY_P90_S = sum(
    sign * (each.high or 0.0)
    for sign, each in ((1, _FIRST_CONTACT), (-1, _ASSEMBLED), (1, _COMMAND))
)
_BY_PHONE = statistic("tourniquet-by-phone-time")


class Response(Specification):
    """Who comes, and how long each step takes: a clock says itself from what to what it runs.

    Parameters
    ----------
    officers : int
        Officers of the first wave.
    tactical_team_size : int
        Members of that team.
    care_saves_share : float
        Chance that care in time saves a person who would die without it [-].
    officer : Officer
        The officers.
    agencies : int
        Agencies whose officers meet at the door, 1 or 2; arrivals alternate.
    untrained_forming_factor : float
        How much longer two agencies that have not trained together take to form [-].
    friendly_fire_chance : float
        Chance that a round of an officer in contact hits one of the other agency, or an armed
        person who is no officer [-].
    joint_training_removes_share : float
        Share of both that joint training removes [-].
    bystander_reach_share : float
        Share of the wounded whom they reach [-].
    bystander_saves_share : float
        Chance that their aid in time saves a person who would die without it [-].
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
    word_of_mouth_per_min : float
        How often a person who does not know is told by others, where all others know [1/min]; it
        falls with the share who know.
    tactical_team_share : float
        Chance that there is a tactical team at all [-].
    triage_accuracy : float
        Share of the wounded whom helpers judge rightly [-].
    carriers : int
        Helpers to carry one wounded person.
    carry_speed_m_s : float
        Their pace [m/s].
    ambulances : int
        Ambulances that come, one patient each.
    trauma_beds : int
        Patients whom the nearest trauma centre takes.
    kit_reach_m : float
        Walking distance within which a bleeding kit is fetched [m].
    trained_reach_share, trained_saves_share : float
        As for bystanders, by staff trained in bleeding control [-].
    instructed_saves_share : float
        As for bystanders, by people whom the call taker tells how [-].
    resistance_risk : float
        How many times as often as others in sight somebody is hit who acts against the attacker
        [-].
    hidden_exposure : float
        How often somebody who hides in place is hit, relative to others in sight [-].
    lock_fails_share : float
        Chance that a door that people lock turns out not to be locked [-].

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
    officers: Headcount = sourced(8, judgement="patrols of one shift who come in the first wave")
    tactical_team: Duration = clock(
        lognormal("40 min", "60 min"),
        "Tactical team",
        "dispatch to the team assembled",
        judgement="cases of the documents: entry at 40 and 47 min, re-entry at 21-60 min; many "
        "agencies have no team of their own (swat-none)",
        on_demand=True,
    )
    tactical_team_size: Headcount = sourced(6, judgement="one entry element")
    forming: Duration = clock(
        lognormal("20 s", "60 s"),
        "Forming",
        "enough officers there to a team formed",
        judgement="officers who trained together; longer for agencies that did not",
        on_demand=True,
    )
    care_round: Duration = clock(
        lognormal("60 s", "2 min"),
        "Care",
        "time per wounded person",
        evidence=("rtf-first-contact", "rtf-evacuation"),
        judgement="582 s from first contact to all ready to leave, for about ten persons",
    )
    care_saves_share: Share = sourced(
        0.6,
        evidence="tourniquet-survival",
        judgement="the evidence is an odds ratio of one measure; 0.6 turns half of the wounded "
        "dying without care into the 0.44 observed with usual care",
    )
    officer: Officer = sourced(Officer(), judgement="see the single values")
    agencies: Annotated[int, Field(strict=True, ge=1, le=2)] = sourced(
        1, judgement="one agency; neighbours often come too"
    )
    untrained_forming_factor: Annotated[float, Field(ge=1, le=10)] = sourced(
        1.5, judgement="no sourced figure; the documents call for joint training"
    )
    friendly_fire_chance: Share = sourced(
        0.01, judgement="Borderline: one of five rounds that hit; no sourced rate"
    )
    joint_training_removes_share: Share = sourced(
        0.75, judgement="in part; no sourced figure", about="Share of both that it removes."
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
    rescue_task_force: Duration = clock(
        lognormal(f"{_FIRST_CONTACT.value} s", f"{_FIRST_CONTACT.high} s"),
        "Rescue task force",
        "dispatch to the first wounded person",
        evidence="rtf-first-contact",
        judgement="69 exercises; incidents may take longer",
        on_demand=True,
    )
    bystander_aid: Duration = clock(
        lognormal("3 min", "8 min"),
        "Bystander aid",
        "wound to aid",
        judgement="people hide first; no sourced time",
        on_demand=True,
    )
    clear_space: Duration = clock(
        lognormal("60 s", "3 min"),
        "Clearing a space",
        "two officers search one space for a second attacker, once it is safe",
        judgement="a look into every corner of a room; Columbine took far longer, with devices "
        "that had to be looked for",
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
    transport: Duration = clock(
        lognormal("20 min", "40 min"),
        "Transport",
        "leaving the building to the trauma centre",
        judgement="a town; where the nearest trauma centre is farther, state it",
    )
    bystander_reach_share: Share = sourced(
        0.4, judgement="many wounded lie where nobody can go; no sourced share"
    )
    bystander_saves_share: Share = sourced(
        0.4, evidence="tourniquet-survival", judgement="less than professional care"
    )
    guidance_share: Share = sourced(0.7, judgement="no sourced share of those who do as trained")
    guidance_pace: Annotated[float, Field(gt=0, le=1)] = sourced(
        0.7, judgement="trained people hesitate less; no sourced figure"
    )
    formation_pace: Annotated[float, Field(gt=0, le=1)] = sourced(
        0.8, judgement="a formation covers each corner it passes; no sourced pace"
    )
    resistance_share: Share = sourced(
        0.15, judgement="beside one in twenty without training; no sourced share"
    )
    call_from_outside: Duration = clock(
        lognormal("10 min", "20 min"),
        "Call from outside",
        "first shot to a call by people outside",
        judgement="neighbours and passers-by hear through the walls of the building, and doubt",
    )
    recognition_db: Annotated[float, Field(ge=0, le=100)] = sourced(
        30.0,
        judgement="a peak counts for less than steady noise of its level; witnesses in the next "
        "rooms often took shots for tools, balloons or fireworks",
    )
    recognition_spread_db: Annotated[float, Field(ge=0, le=50)] = sourced(
        10.0, judgement="hearing, attention and what people expect differ; no sourced spread"
    )
    word_of_mouth_per_min: Annotated[float, Field(ge=0, le=60)] = sourced(
        0.5,
        judgement="by voice, telephone and staff: two of five are told within a minute once all "
        "others know; no sourced rate",
    )
    tactical_team_share: Share = sourced(
        1.0,
        judgement="a scenario says whether there is a team; 0.59 for the agencies of the country "
        "(swat-none)",
    )
    turn_to_wounded: Duration = clock(
        lognormal("60 s", "3 min"),
        "Turning to the wounded",
        "the attack over and officers inside, to officers on their way to the wounded",
        evidence=("reach-sandy-hook", "out-after-custody-aurora"),
        judgement="60 s from entry to the first of the hit found, and 180 s from custody to the "
        "first patient driven off: two incidents alone",
    )
    triage_accuracy: Share = sourced(
        evidence="triage-accuracy",
        judgement="triage of written cases in a quiet room; of another kind of wound",
    )
    carriers: Annotated[int, Field(strict=True, ge=1, le=8)] = sourced(
        2, judgement="two, with a drag or a soft litter"
    )
    carry_speed_m_s: Annotated[float, Field(gt=0, le=3)] = sourced(
        0.6,
        unit="m/s",
        evidence="rtf-first-ccp",
        judgement="282 s from first contact to the first at the collection point leave some 70 s "
        "for 40 m, after care for all",
    )
    ambulance: Duration = clock(
        lognormal("8 min", "15 min"),
        "First ambulance",
        "dispatch to the first ambulance at the scene",
        evidence="ambulance-left-aurora",
        judgement="sent at once; Aurora: the first one left with a patient 19 min after the call",
    )
    next_ambulance: Duration = clock(
        lognormal("60 s", "3 min"),
        "Next ambulance",
        "from one ambulance to the next",
        judgement="further ones come from farther away",
    )
    ambulances: Headcount = sourced(
        10, judgement="what a town and its neighbours send within half an hour; one patient each"
    )
    ambulance_turnaround: Duration = clock(
        lognormal("40 min", "60 min"),
        "Ambulance turnaround",
        "at the trauma centre to back at the scene",
        judgement="20 min to hand over, and the way back",
    )
    trauma_beds: Annotated[int, Field(strict=True, ge=0, le=10_000)] = sourced(
        200,
        judgement="no limit that matters; state what the nearest trauma centre takes in an hour",
    )
    farther_transport: Duration = clock(
        lognormal("20 min", "40 min"),
        "Farther transport",
        "what a farther trauma centre adds, where the nearest is full",
        judgement="as far again",
    )
    kit_aid: Duration = clock(
        lognormal("60 s", "3 min"),
        "Aid with a kit",
        "wound to aid where a bleeding kit is within reach",
        judgement="a walk of 30 m there and back, and the time to open it; no sourced time",
        on_demand=True,
    )
    kit_reach_m: Annotated[float, Field(ge=0, le=1000)] = sourced(
        30.0, unit="m", judgement="half a minute's walk; no sourced distance"
    )
    instructed_aid: Duration = clock(
        lognormal(f"{_BY_PHONE.value} s", "5 min"),
        "Aid told by phone",
        "call answered, or the wound if that is later, to aid",
        evidence="tourniquet-by-phone-time",
        judgement="a trial with a tourniquet at hand; the 90th percentile is a judgement",
        on_demand=True,
    )
    trained_reach_share: Share = sourced(
        0.6, judgement="trained staff are in most rooms; half as many again as without"
    )
    trained_saves_share: Share = sourced(
        0.53,
        evidence=("tourniquet-trained", "tourniquet-months"),
        judgement="0.6 of care in time, for the 0.88 who do it right after a course; some months "
        "later 0.55 do",
    )
    instructed_saves_share: Share = sourced(
        0.48,
        evidence="tourniquet-by-phone",
        judgement="0.6 of care in time, for the 0.80 who stop a simulated bleeding when told how",
    )
    rescue_standby: Duration = clock(
        lognormal(f"{_STANDBY_S:g} s", f"{_STANDBY_P90_S:g} s"),
        "Joint rescue team on standby",
        "dispatch to the first wounded person",
        evidence=("rtf-command", "rtf-assembled", "rtf-first-contact"),
        judgement="ready as soon as command is unified, so without the time from command to the "
        "team assembled",
        on_demand=True,
    )
    resistance_risk: Annotated[float, Field(ge=1, le=20)] = sourced(
        3.0, judgement="they go towards the attacker while others go away; no sourced figure"
    )
    hidden_exposure: Share = sourced(
        0.2, judgement="furniture hides most of a person, and stops little; no sourced figure"
    )
    lock_fails_share: Share = sourced(0.0, judgement="every lock holds unless stated")
