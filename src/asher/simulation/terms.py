"""Hazard, response and courses as the numbers that the kernels read, with or without a plan."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from asher.kernels import codes, kinds, state
from asher.scenario import CourseOfAction, Duration, Hazard
from asher.scenario.response import Response

_RULES = {
    "contain-and-wait": codes.Rule.CONTAIN_AND_WAIT,
    "formation": codes.Rule.FORMATION,
    "immediate": codes.Rule.IMMEDIATE,
    "stay-outside": codes.Rule.STAY_OUTSIDE,
}
_BARRICADES = {
    "press-on": codes.Barricade.PRESS_ON,
    "hold-and-negotiate": codes.Barricade.HOLD,
    "breach": codes.Barricade.BREACH,
}
_GUIDANCE = {
    "none": codes.Guidance.NONE,
    "lockdown": codes.Guidance.LOCKDOWN,
    "run-hide-fight": codes.Guidance.RUN_HIDE_FIGHT,
    "resist": codes.Guidance.RESIST,
}
_CARE = {
    "hold-until-cleared": codes.Care.CLEARED,
    "officers-carry-out": codes.Care.CARRY_OUT,
    "rescue-task-force": codes.Care.TASK_FORCE,
}


def clock(duration: Duration) -> NDArray[np.float64]:
    """A clock as a kernel reads it.

    Parameters
    ----------
    duration : Duration
        A lognormal time.

    Returns
    -------
    ndarray of float64, shape (2,)
        Median [s] and standard deviation of the logarithm.
    """
    return np.array([duration.median_s, duration.log_sd])


def hazard_terms(hazard: Hazard | None, *, entry: NDArray[np.int32]) -> state.HazardTerms:
    """The attack as numbers.

    Parameters
    ----------
    hazard : Hazard or None
        None in a drill.
    entry : ndarray of int32
        Openings by which it may come in; of no meaning without a plan.

    Returns
    -------
    HazardTerms
        Rates.
    """
    zero = np.zeros(2)
    if hazard is None:
        return state.HazardTerms(
            False, 0.0, 1.0, zero, 0.0, 0.0, 0.0, zero, 1.0, np.zeros(1, np.int32), 0.0, 1.0,
            np.zeros(4), zero, 1.0, 0.0, 0.0,
        )  # fmt: skip
    ending, contact = hazard.ending_shares, hazard.on_contact
    return state.HazardTerms(
        is_present=True,
        rate_per_s=hazard.casualty_rate_per_min / 60.0,
        rate_shape=float(hazard.casualty_rate_shape),
        duration=clock(hazard.duration),
        left=float(ending.left),
        left_or_suicide=float(ending.left + ending.suicide),
        restrained=float(hazard.restrained_share),
        dwell=clock(hazard.dwell),
        speed=float(hazard.walking_speed_m_s),
        entry=entry,
        fatal=float(hazard.fatal_share),
        fatal_concentration=float(hazard.fatal_share_concentration),
        on_contact=np.cumsum(
            [contact.suicide, contact.surrenders, contact.subdued, contact.barricades]
        ),
        remains_for=clock(hazard.remains_for),
        round_interval_s=float(hazard.round_interval_s),
        hit=float(hazard.hit_chance),
        turns=float(hazard.turns_to_responders_share),
    )


def response_terms(response: Response, *, is_attack: bool) -> state.ResponseTerms:
    """The clocks of the community, and its officers, as numbers.

    Parameters
    ----------
    response : Response
        Who comes.
    is_attack : bool
        In a drill nobody comes.

    Returns
    -------
    ResponseTerms
        Clocks and chances.
    """
    officer = response.officer
    clocks = (
        response.call,
        response.answer,
        response.dispatch,
        response.travel,
        response.next_officer,
        response.tactical_team,
        response.forming,
        response.care_round,
        response.alarm,
        response.public_address,
        response.force_door,
        response.rescue_task_force,
        response.bystander_aid,
        response.transport,
        response.clear_space,
    )
    return state.ResponseTerms(
        clock=np.array([clock(each) for each in clocks]),
        officers=response.officers if is_attack else 0,
        tactical_team=response.tactical_team_size if is_attack else 0,
        care_saves=float(response.care_saves_share),
        speed=float(officer.walking_speed_m_s),
        hit_under_fire=float(officer.hit_chance_under_fire),
        hit=float(officer.hit_chance),
        round_interval_s=float(officer.round_interval_s),
        stop_on_hit=float(officer.stop_chance_on_hit),
        range_m=float(officer.contact_range_m),
        fatal=float(officer.wound_fatal_share),
        skill_concentration=float(officer.hit_chance_concentration),
        resolve=float(officer.resolve),
        agencies=response.agencies,
        forming_factor=float(response.untrained_forming_factor),
        friendly_fire=float(response.friendly_fire_chance),
        joint_removes=float(response.joint_training_removes_share),
        aid_reaches=float(response.bystander_reach_share),
        aid_saves=float(response.bystander_saves_share),
        guided=float(response.guidance_share),
        guidance_pace=float(response.guidance_pace),
        resistance=float(response.resistance_share),
    )


def course_terms(course: CourseOfAction, *, on_site: kinds.Records | None = None) -> state.Course:
    """A course of action as numbers, with or without a plan.

    Parameters
    ----------
    course : CourseOfAction
        What responders do.
    on_site : recarray of ON_SITE, optional
        People at the place; nobody if left out.

    Returns
    -------
    Course
        For the kernels.
    """
    entry, after, barricade = course.entry, course.after_contact, course.barricade
    return state.Course(
        rule=int(_RULES[entry.rule]),
        officers=getattr(entry, "officers", 0),
        withdraws_for=int(getattr(after, "officers", 0)),
        barricade=int(_BARRICADES[barricade.rule]),
        breach_after_s=float(getattr(barricade, "after", 0.0)),
        alarm=course.notice.alarm_button,
        address=course.notice.public_address,
        guidance=int(_GUIDANCE[course.guidance]),
        care=int(_CARE[course.rescue.rule]),
        aid=course.rescue.bystander_aid,
        trained=course.agencies.joint_training,
        on_site=kinds.records(kinds.ON_SITE, 0) if on_site is None else on_site,
    )
