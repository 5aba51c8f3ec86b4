"""Incidents without a floor plan: what is calibrated against national figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from asher.errors import SimulationError
from asher.kernels.codes import Amount, Tally, When
from asher.kernels.columns import MARKS_MIN, N_COLUMNS, Figure
from asher.kernels.kinds import HELPER, MEDICS, OFFICER, RESPONDER, WOUND, records
from asher.kernels.published import ELSEWHERE_RESTRAINED_N, SCHOOL_RESTRAINED_N
from asher.scenario import CourseOfAction, Hazard, shipped_course
from asher.scenario.durations import lognormal
from asher.scenario.response import Response
from asher.scenario.sources import numbers
from asher.simulation.exposure import LOG_RATES, curves
from asher.simulation.parameters import with_parameters
from asher.simulation.severity import ALL, Severity, drawn_within
from asher.simulation.terms import as_clock, course_terms, hazard_terms, response_terms

if TYPE_CHECKING:
    from asher.kernels.population_step import PopulationTerms, Race
    from asher.kernels.state import Course, HazardTerms, ResponseTerms

FIGURES = tuple(figure.name.lower() for figure in Figure)
SCHOOL_SHARE = SCHOOL_RESTRAINED_N / (SCHOOL_RESTRAINED_N + ELSEWHERE_RESTRAINED_N)
"""Share of incidents at schools [-]: those of `school-restrained` and `elsewhere-restrained`."""
RESTRAINED_LOG_SD = 0.8
"""Spread of the time of a restraint [-] (judgement)."""
CONTACT = lognormal("60 s", "170 s")
"""First entry to contact [s]: only its spread is used (judgement)."""
CLEARED_AFTER = lognormal("10 min", "25 min")
"""End of the attack, with police there, to all cleared [s] (judgement: practice of the last
decades); on a plan, the spaces say."""
REACH = lognormal("15 s", "60 s")
"""A helper's walk to the next wounded person [s] (judgement); on a plan, the way says."""
CARRY = lognormal("60 s", "2 min")
"""Carrying a wounded person out [s] (judgement); on a plan, the way says."""
HORIZON_S = 4 * 3600.0
"""Time at which casualties stop being counted [s] (judgement: longer than any but a siege)."""


@dataclass(frozen=True, eq=False)
class Population:
    """Incidents, a value each."""

    # In the order of `FIGURES`; times [s], inf = never, shape (n, len(FIGURES).
    figures: NDArray[np.float64]

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        """Return one figure of all incidents.

        Parameters
        ----------
        name : str
            One of `FIGURES`.

        Returns
        -------
        ndarray of float64, shape (n,)
            Its values.
        """
        values: NDArray[np.float64] = self.figures[:, FIGURES.index(name)]
        return values


@cache
def _national(course: CourseOfAction) -> tuple[HazardTerms, ResponseTerms, Course]:
    """Terms of the country as a whole under a course of action."""
    for channel in course.information:
        if channel.is_plan_needed:
            raise SimulationError(
                f"{course.name!r}: {channel.kind!r} needs a floor plan; without one, only "
                "'gunshot-detection' that covers everything is used"
            )
    return (
        hazard_terms(Hazard(profile="national"), entry=np.zeros(1, np.int32)),
        response_terms(course.response.over(Response()), is_attack=True),
        course_terms(course),
    )


def simulate_population(  # noqa: PLR0913 - what is run, and how
    values: Mapping[str, float],
    *,
    incidents: int,
    seed: int,
    course: str | CourseOfAction = "two-officer-entry",
    siege_s: float = 0.0,
    severity: Severity = ALL,
    change: Callable[[ResponseTerms], ResponseTerms] | None = None,
) -> Population:
    """Run incidents of the country as a whole.

    Parameters
    ----------
    values : mapping of str to float
        Every parameter of `asher.simulation.parameters`, by name.
    incidents : int
        How many, >= 1.
    seed : int
        Seed of the streams; the same seed gives the same draws for other values.
    course : CourseOfAction or str
        A course of action, or the name of a shipped one. What it states of the response for itself
        is not drawn.
    siege_s : float
        If above 0, every attacker goes still in the end and police come in so long after entry [s].
    severity : tuple of float
        Run only attacks of these severities, as on a floor plan (`asher.simulation.site`).
    change : callable, optional
        Puts other officers into the terms of the response.

    Returns
    -------
    Population
        A value an incident.
    """
    from asher.kernels.population_step import PopulationTerms

    course = shipped_course(course) if isinstance(course, str) else course
    refuse_what_needs_plan(course)
    hazard, response, terms_of_course = _national(course)
    hazard, response = with_parameters(
        hazard,
        response,
        {**values, "restrained_share": values["restrained_elsewhere"]},
        keep=[f"response.{path}" for path in numbers(course.response)],
    )
    hazard = drawn_within(hazard, severity)
    if change is not None:
        response = change(response)
    contact = np.array([values["contact_s"], as_clock(CONTACT)[1]])
    if siege_s > 0:
        hazard = hazard._replace(left=0.0, left_or_suicide=0.0)
        contact = np.array([siege_s, 0.0])
    terms = PopulationTerms(
        exposure_s=curves().exposure_s,
        log_rates=LOG_RATES,
        curve_chance=curves().chance,
        school_curves=curves().n_schools,
        school_share=SCHOOL_SHARE,
        school_restrained=float(values["restrained_school"]),
        restrained_after=np.array([values["restrained_after_s"], RESTRAINED_LOG_SD]),
        others=float(values["others_share"]),
        contact=contact,
        cleared_after=as_clock(CLEARED_AFTER),
        reach=as_clock(REACH),
        carry=as_clock(CARRY),
        horizon_s=HORIZON_S,
    )
    return run_races(hazard, response, terms_of_course, terms, incidents=incidents, seed=seed)


def refuse_what_needs_plan(course: CourseOfAction) -> None:
    """Refuse a course of action of which a part means nothing without a plan.

    Raises
    ------
    SimulationError
        It names the keys.
    """
    found = [
        f"{name}.{key}"
        for name, settings in course.settings()
        for setting in settings
        for key in setting.needs_plan()
    ]
    if found:
        raise SimulationError(
            f"{course.name!r} cannot be run without a floor plan: {', '.join(found)} needs one; "
            "leave it out"
        )


def run_races(
    hazard: HazardTerms,
    response: ResponseTerms,
    course: Course,
    terms: PopulationTerms,
    *,
    incidents: int,
    seed: int,
) -> Population:
    """Run incidents by the terms of the kernels.

    Parameters
    ----------
    hazard, response, course, terms
        As the kernels' `run_population` takes them.
    incidents : int
        How many, >= 1.
    seed : int
        Seed of the streams.

    Returns
    -------
    Population
        A value an incident.
    """
    from asher.kernels.population_step import run_population

    race = build_race(
        response.officers + response.tactical_team, response.ambulances + response.police_cars
    )
    rows = np.empty((incidents, len(FIGURES)))
    run_population(hazard, response, course, terms, (np.uint64(seed), race), rows)
    return Population(rows)


def build_race(officers: int, cars: int = 0) -> Race:
    """What the laws work on in an incident without a plan.

    Parameters
    ----------
    officers : int
        Officers who may come.
    cars : int
        Ambulances and police cars that may take patients.

    Returns
    -------
    Race
        Empty.
    """
    from asher.kernels.population_step import MOST_EVENTS, Race

    return Race(
        time=np.zeros(len(When)),
        amount=np.zeros(len(Amount)),
        tally=np.zeros(len(Tally), np.int64),
        officers=records(OFFICER, officers),
        responders=records(RESPONDER, officers),
        helpers=records(HELPER, officers + MEDICS),
        ambulances=np.zeros(cars),
        up=np.zeros(officers, np.uint8),
        curve=np.zeros(len(MARKS_MIN)),
        occupants=records(WOUND, MOST_EVENTS),
        row=np.zeros(N_COLUMNS),
    )
