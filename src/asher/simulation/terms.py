"""Hazard, response and courses as the numbers that the kernels read, with or without a plan."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from asher.kernels import codes, kinds, state
from asher.scenario import CourseOfAction, Duration, Hazard
from asher.scenario.response import Response
from asher.simulation.severity import ALL

# Fields of `Course` that stand for places.
_OF_THE_PLAN = ("on_site", "way_out", "kits", "patrols", "channels", "covered")

_CODES: dict[str, Any] = {"sense": codes.Sense, "since": codes.Since, "tells": codes.Tells}


def as_clock(duration: Duration) -> NDArray[np.float64]:
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
    """
    zero = np.zeros(2)
    if hazard is None:
        return state.HazardTerms(
            False, 0.0, 0.0, 0.0, 0.0, 0.0, zero, 0.0, 0.0, 0.0, zero, 1.0, np.zeros(1, np.int32),
            0.0, 1.0, np.zeros(4), zero, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, False, 0.0, *ALL,
        )  # fmt: skip
    ending, contact = hazard.ending_shares, hazard.on_contact
    return state.HazardTerms(
        is_present=True,
        rate_per_s=hazard.casualty_rate_per_min / 60.0,
        rate_log_sd=float(hazard.casualty_rate_log_sd),
        at_once=float(hazard.casualty_at_once_share),
        more_at_once=float(hazard.more_casualties_at_once),
        half_in_sight=float(hazard.half_rate_in_sight),
        duration=as_clock(hazard.duration),
        left=float(ending.left),
        left_or_suicide=float(ending.left + ending.suicide),
        restrained=float(hazard.restrained_share),
        dwell=as_clock(hazard.dwell),
        speed=float(hazard.walking_speed_m_s),
        entry=entry,
        fatal=float(hazard.fatal_share),
        fatal_concentration=float(hazard.fatal_share_concentration),
        on_contact=np.cumsum(
            [contact.suicide, contact.surrenders, contact.subdued, contact.barricades]
        ),
        remains_for=as_clock(hazard.remains_for),
        round_interval_s=float(hazard.round_interval_s),
        hit=float(hazard.hit_chance),
        turns=float(hazard.turns_to_responders_share),
        reaction_s=float(hazard.reaction_s),
        breaks_off_per_s=hazard.breaks_off_per_min / 60.0,
        exchange_suicide_per_s=hazard.exchange_suicide_per_min / 60.0,
        needs_room=hazard.remains_in_closed_room,
        held=float(hazard.held_share),
        severity_from=ALL[0],
        severity_to=ALL[1],
    )


def response_terms(response: Response, *, is_attack: bool) -> state.ResponseTerms:
    """The clocks of the community, and its officers, as numbers.

    Parameters
    ----------
    response : Response
        Who comes.
    is_attack : bool
        In a drill nobody comes.
    """
    officer = response.officer
    return state.ResponseTerms(
        clock=np.array([as_clock(getattr(response, each.name.lower())) for each in codes.Clock]),
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
        formation_pace=float(response.formation_pace),
        recognised_db=float(response.recognition_db),
        recognised_spread_db=float(response.recognition_spread_db),
        voice_per_s=float(response.word_by_voice_per_min) / 60.0,
        telephone_per_s=float(response.word_by_telephone_per_min) / 60.0,
        staff_per_s=float(response.word_by_staff_per_min) / 60.0,
        triage=float(response.triage_accuracy),
        carriers=response.carriers,
        carry_speed=float(response.carry_speed_m_s),
        ambulances=response.ambulances,
        trauma_beds=response.trauma_beds,
        kit_reach_m=float(response.kit_reach_m),
        trained_reaches=float(response.trained_reach_share),
        trained_saves=float(response.trained_saves_share),
        instructed_saves=float(response.instructed_saves_share),
        team_share=float(response.tactical_team_share),
        resistance_risk=float(response.resistance_risk),
        hidden_exposure=float(response.hidden_exposure),
        glass_exposure=float(response.glass_exposure),
        lock_fails=float(response.lock_fails_share),
        mistaken=float(response.mistaken_identity_chance),
        mistaken_identified=float(response.mistaken_identified_factor),
        tired=float(officer.tired_share),
        tired_hit=float(officer.tired_hit_factor),
        tired_time=float(officer.tired_time_factor),
        sole_caller_pace=float(response.sole_caller_pace),
        many_callers=float(response.many_callers),
        heard_factor=float(response.hesitation_heard_factor),
        reaction_s=float(officer.reaction_s),
        cover=float(officer.cover_share),
        shared_radio=response.shared_radio,
        neighbour_share=float(response.neighbour_team_share),
        perimeter=-1.0 if response.perimeter_share is None else float(response.perimeter_share),
        supervisors=float(officer.supervisor_share),
        police_cars=response.police_cars,
        walking_wounded=float(response.walking_wounded_share),
    )


def course_terms(
    course: CourseOfAction,
    *,
    on_site: kinds.Records | None = None,
    way_out: int = -1,
    kits: NDArray[np.int32] | None = None,
    patrols: NDArray[np.int32] | None = None,
    covered: NDArray[np.uint8] | None = None,
) -> state.Course:
    """A course of action as numbers, with or without a plan.

    Parameters
    ----------
    course : CourseOfAction
        What responders do.
    on_site : recarray of ON_SITE, optional
        People at the place; nobody if left out.
    way_out : int
        Opening by which the wounded are carried out; -1 is the nearest.
    kits : ndarray of int32, optional
        Spaces in which bleeding kits hang; none if left out.
    patrols : ndarray of int32, optional
        Spaces of the patrols of people on site, one after another; none if left out.
    covered : ndarray of uint8, optional
        Spaces that each channel covers, shape (n_channels, n_spaces), with rows for channels of
        other courses of action after its own; of no meaning without a plan.

    Returns
    -------
    Course
        For the kernels. Where two levers state one number, the later one holds.

    Raises
    ------
    TypeError
        If a lever states a number that `Course` does not have.
    """
    terms: dict[str, Any] = {}
    for _, settings in course.settings():
        for setting in settings:
            terms |= setting.terms()
    kind = get_type_hints(state.Course)
    numbers = {
        name: _number(terms.pop(name, 0), kind[name])
        for name in state.Course._fields
        if name not in _OF_THE_PLAN
    }
    if terms:
        raise TypeError(f"no part of the model uses {', '.join(terms)}")
    nobody = kinds.records(kinds.ON_SITE, 0)
    if covered is None:
        covered = np.zeros((len(course.information), 0), np.uint8)
    return state.Course(
        **numbers,
        on_site=nobody if on_site is None else on_site,
        way_out=way_out,
        kits=np.zeros(0, np.int32) if kits is None else kits,
        patrols=np.zeros(0, np.int32) if patrols is None else patrols,
        channels=_channels(course, len(covered)),
        covered=covered,
    )


def _channels(course: CourseOfAction, size: int) -> kinds.Records:
    made = kinds.records(kinds.CHANNEL, size)
    for number, channel in enumerate(course.information):
        for column, value in channel.channel_terms().items():
            made[column][number] = (
                _CODES[column][value.upper()] if isinstance(value, str) else value
            )
    return made


def _number(term: Any, kind: Any) -> Any:
    if isinstance(term, str):
        return int(kind[term.replace("-", "_").upper()])
    return int(term) if issubclass(kind, IntEnum) else kind(term)
