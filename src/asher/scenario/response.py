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
    resistance_share : float
        Chance that trained resistance restrains an attacker whom nobody would have [-].

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
        label="Lives saved by care in time",
    )
    officer: Officer = sourced(Officer(), judgement="see the single values")
    agencies: Annotated[int, Field(strict=True, ge=1, le=2)] = sourced(
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
        lognormal("5 min", "10 min"),
        "Clearing a space",
        "two officers in one space, once it is safe",
        judgement="Columbine: entered after 47 min, the last wounded reached after about 3 h, in "
        "some ninety spaces, though by many teams",
    )
    transport: Duration = clock(
        lognormal("20 min", "40 min"),
        "Transport",
        "care at the scene to the trauma centre",
        judgement="a town; where the nearest trauma centre is farther, state it",
    )
    bystander_reach_share: Share = sourced(
        0.4,
        judgement="many wounded lie where nobody can go; no sourced share",
        label="Wounded reached by bystanders",
    )
    bystander_saves_share: Share = sourced(
        0.4,
        evidence="tourniquet-survival",
        judgement="less than professional care",
        label="Lives saved by bystander aid in time",
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
    resistance_share: Share = sourced(
        0.15,
        evidence=("school-restrained", "elsewhere-restrained"),
        judgement="half of what sets schools (0.31) apart from elsewhere (0.05)",
        label="Chance that trained resistance restrains the attacker",
    )
