"""The response: the call-out, and care from the first helper to the trauma centre."""

from typing import Annotated

from pydantic import Field

from asher.evidence import statistic
from asher.quantities import Share
from asher.scenario.call_out import CallOut, Headcount
from asher.scenario.clocks import clock
from asher.scenario.durations import Duration, lognormal
from asher.scenario.sources import sourced

_FIRST_CONTACT = statistic("rtf-first-contact")
_COMMAND, _ASSEMBLED = statistic("rtf-command"), statistic("rtf-assembled")
_STANDBY_S = _FIRST_CONTACT.estimate - (_ASSEMBLED.estimate - _COMMAND.estimate)
# The 90th percentiles in the same way.
_STANDBY_P90_S = sum(
    sign * (each.high or 0.0)
    for sign, each in ((1, _FIRST_CONTACT), (-1, _ASSEMBLED), (1, _COMMAND))
)
_BY_PHONE = statistic("tourniquet-by-phone-time")


class Response(CallOut):
    """Who comes, who reaches the wounded, and how long each step takes.

    A clock says itself from what to what it runs; those of `CallOut` come first.

    Parameters
    ----------
    care_saves_share : float
        Chance that care in time saves a person who would die without it [-].
    bystander_reach_share : float
        Share of the wounded whom they reach [-].
    bystander_saves_share : float
        Chance that their aid in time saves a person who would die without it [-].
    triage_accuracy : float
        Share of the wounded whom helpers judge rightly [-].
    walking_wounded_share : float
        Share of the wounded who would live without care who can walk out by themselves [-].
    carriers : int
        Helpers to carry one wounded person.
    carry_speed_m_s : float
        Their pace [m/s].
    ambulances : int
        Ambulances that come, one patient each.
    police_cars : int
        Cars of the first wave in which patients can be driven, one each, under a course of action
        that says so.
    trauma_beds : int
        Patients whom the nearest trauma centre takes.
    kit_reach_m : float
        Walking distance within which a bleeding kit is fetched [m].
    trained_reach_share, trained_saves_share : float
        As for bystanders, by staff trained in bleeding control [-].
    instructed_saves_share : float
        As for bystanders, by people whom the call taker tells how [-].
    """

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
    transport: Duration = clock(
        lognormal("20 min", "40 min"),
        "Transport",
        "leaving the building to the trauma centre",
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
        label="Wounded whom helpers judge rightly",
    )
    walking_wounded_share: Share = sourced(
        0.0,
        judgement="none unless stated: no count of how many can is published",
        label="Wounded who can walk out by themselves",
    )
    carriers: Annotated[int, Field(strict=True, ge=1, le=8)] = sourced(
        2, judgement="two, with a drag or a soft litter", label="Carriers to one wounded person"
    )
    carry_speed_m_s: Annotated[float, Field(gt=0, le=3)] = sourced(
        0.6,
        unit="m/s",
        evidence="rtf-first-ccp",
        judgement="282 s from first contact to the first at the collection point leave some 70 s "
        "for 40 m, after care for all",
        label="Pace of carriers",
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
        10,
        judgement="what a town and its neighbours send within half an hour; one patient each",
        label="Ambulances",
    )
    police_cars: Headcount = sourced(
        4,
        judgement="a car for every two officers of the first wave; no count of how many of them "
        "can be spared is published",
        label="Police cars for patients",
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
        label="Patients whom the nearest trauma centre takes",
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
        30.0,
        unit="m",
        judgement="half a minute's walk; no sourced distance",
        label="Distance within which a bleeding kit is fetched",
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
        0.6,
        judgement="trained staff are in most rooms; half as many again as without",
        label="Wounded reached by staff trained in bleeding control",
    )
    trained_saves_share: Share = sourced(
        0.53,
        evidence=("tourniquet-trained", "tourniquet-months"),
        judgement="0.6 of care in time, for the 0.88 who do it right after a course; some months "
        "later 0.55 do",
        label="Lives saved by such staff in time",
    )
    instructed_saves_share: Share = sourced(
        0.48,
        evidence="tourniquet-by-phone",
        judgement="0.6 of care in time, for the 0.80 who stop a simulated bleeding when told how",
        label="Lives saved by aid told by phone in time",
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
