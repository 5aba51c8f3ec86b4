"""A city: its force, its applicants, its calls, and the plans for selection and training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from asher.quantities import Share
from asher.scenario.sources import Specification, sourced
from asher.workforce.officer import TRAITS
from asher.workforce.training import RecruitHours, YearlyHours, total

Correlation = Annotated[float, Field(ge=-0.95, le=0.95)]
Money = Annotated[float, Field(ge=0, le=1e12)]
People = Annotated[float, Field(gt=0, le=1e10)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
_WORDS = "words only"


class Validities(Specification):
    """Correlation of an instrument with each trait of an officer.

    Parameters
    ----------
    resolve, skill, judgement, interpersonal, medical : float
        [-].
    """

    resolve: Correlation = sourced(0.0, judgement="says nothing about it unless stated")
    skill: Correlation = sourced(0.0, judgement="says nothing about it unless stated")
    judgement: Correlation = sourced(0.0, judgement="says nothing about it unless stated")
    interpersonal: Correlation = sourced(0.0, judgement="says nothing about it unless stated")
    medical: Correlation = sourced(0.0, judgement="says nothing about it unless stated")


class Instrument(Specification):
    """One instrument of selection.

    Parameters
    ----------
    name : str
        Such as ``interview``.
    validity : Validities
        Its correlation with each trait [-].
    price : float
        For one applicant [money].
    """

    name: Name
    validity: Validities = sourced(Validities(), judgement="see the single values")
    price: Money = sourced(0.0, judgement="free unless stated")


USUAL_INSTRUMENTS = (
    Instrument(
        name="interview",
        validity=Validities(interpersonal=0.4, judgement=0.2, resolve=0.1, medical=0.1),
        price=120.0,
    ),
    Instrument(
        name="stress exercise",
        validity=Validities(resolve=0.35, skill=0.3, judgement=0.15, medical=0.1),
        price=250.0,
    ),
    Instrument(
        name="written test",
        validity=Validities(judgement=0.3, interpersonal=0.1, skill=0.05, medical=0.2),
        price=40.0,
    ),
)


class Plan(Specification):
    """How a city selects and trains: the levers, and nothing else.

    Parameters
    ----------
    title : str
        For readers.
    selection_ratio : float
        Share of applicants above the cut-off [-].
    weights : dict of str to float
        Weight of each instrument; those left out weigh nothing, none stated weighs all alike.
    recruit_hours : RecruitHours
        In the academy.
    yearly_hours : YearlyHours
        In service.
    refreshers_a_year : float
        Sessions a year in each subject.
    """

    title: Name = sourced("Today", judgement=_WORDS)
    selection_ratio: Annotated[Share, Field(gt=0)] = sourced(
        0.2, judgement="one in five applicants passes; agencies differ widely"
    )
    weights: dict[str, Annotated[float, Field(ge=0, le=100)]] = sourced(
        {}, judgement="all instruments alike"
    )
    recruit_hours: RecruitHours = sourced(RecruitHours(), judgement="see the single values")
    yearly_hours: YearlyHours = sourced(YearlyHours(), judgement="see the single values")
    refreshers_a_year: Annotated[float, Field(ge=0, le=12)] = sourced(
        1.0, judgement="once a year", unit="1/year"
    )


class City(Specification):
    """A city, as its file states it.

    Parameters
    ----------
    title : str
        For readers.
    residents, residents_in_country : float
        People; their share tells how rare the rare day is here.
    officers : float
        Posts authorised.
    applicants_a_year : float
        People who apply [1/year].
    leave_share : float
        Share of officers who leave in a year [-].
    instruments : tuple of Instrument
        Of selection.
    instruments_correlate : float
        Correlation of any two of them [-].
    most_yearly_hours, most_recruit_hours : float
        Hours that can be had [h].
    duty_hours : float
        Hours of an officer on duty in a year [h].
    hour_price, salary : float
        An hour in class with its replacement on shift, and a year's pay [money].
    budget_a_year : float or None
        For selection and training together [money a year]; None where nobody set one.
    currency : str
        Of all money.
    calls_a_year : float
        Calls for service [1/year].
    force_share_violent, force_share_other : float
        Share of calls with use of force, of those that concern violent crime and of others [-].
    citizen_injured_share, officer_injured_share : float
        Share of uses of force in which a citizen, or an officer, is injured [-].
    complaint_share : float
        Complaints for each call [-].
    shootings_share : float
        Decisions to shoot for each call [-].
    error_dies_share : float
        Share of wrong decisions to shoot in which somebody dies [-].
    injury_weight : float
        What an injury counts beside a life where both are put into one figure [-].
    course : str
        Course of action on the rare day: a shipped one.
    agencies : int
        Agencies whose officers meet there.
    first_officers, tactical_team_size : int
        Officers of the first wave; of the tactical team, 0 where there is none.
    plan : Plan
        Today's.
    sources : dict of str to str
        Where the city's own numbers come from, by their path.
    """

    title: Name
    residents: People
    residents_in_country: People = sourced(
        330e6, judgement="a round number; take your own from a source you trust"
    )
    officers: Annotated[float, Field(ge=1, le=1e6)]
    applicants_a_year: People
    leave_share: Annotated[Share, Field(gt=0)] = sourced(
        0.08, judgement="one in twelve leaves in a year"
    )
    instruments: Annotated[tuple[Instrument, ...], Field(min_length=1, max_length=12)] = sourced(
        USUAL_INSTRUMENTS, judgement="validities as reviews of selection have them for jobs at "
        "large; none is published for these traits of police",
    )  # fmt: skip
    instruments_correlate: Correlation = sourced(
        0.3, judgement="instruments of selection overlap in part"
    )
    most_yearly_hours: Annotated[float, Field(ge=0, le=2000)] = sourced(
        40.0, judgement="a working week", unit="h"
    )
    most_recruit_hours: Annotated[float, Field(ge=0, le=5000)] = sourced(
        160.0, judgement="four weeks of an academy for these subjects", unit="h"
    )
    duty_hours: Annotated[float, Field(gt=0, le=8000)] = sourced(
        1800.0, judgement="a year without leave", unit="h"
    )
    hour_price: Money = sourced(
        60.0, judgement="pay of the officer in training and of the one who stands in", unit=""
    )
    salary: Money = sourced(65_000.0, judgement="a year's pay")
    budget_a_year: Money | None = sourced(None, judgement="no limit unless stated")
    currency: Annotated[str, Field(max_length=10)] = sourced("USD", judgement=_WORDS)
    calls_a_year: People
    force_share_violent: Share = sourced(0.02, judgement="state your own count")
    force_share_other: Share = sourced(0.001, judgement="state your own count")
    citizen_injured_share: Share = sourced(0.25, judgement="state your own count")
    officer_injured_share: Share = sourced(0.1, judgement="state your own count")
    complaint_share: Share = sourced(0.0008, judgement="state your own count")
    shootings_share: Share = sourced(0.00001, judgement="state your own count")
    error_dies_share: Share = sourced(0.5, judgement="one wrong decision in two ends a life")
    injury_weight: Share = sourced(
        0.02,
        judgement="a value judgement, not a fact: fifty injuries count as one life; set your own",
    )
    course: str = sourced("two-officer-entry", judgement="as in the comparison of courses")
    agencies: Annotated[int, Field(strict=True, ge=1, le=2)] = sourced(
        1, judgement="one agency; neighbours often come too"
    )
    first_officers: Annotated[int, Field(strict=True, ge=0, le=200)] = sourced(
        8, judgement="patrols of one shift who come in the first wave"
    )
    tactical_team_size: Annotated[int, Field(strict=True, ge=0, le=200)] = sourced(
        6, evidence="swat-none", judgement="one entry element; 41 % of agencies have no team: "
        "state 0 there",
    )  # fmt: skip
    plan: Plan = sourced(Plan(), judgement="see the single values")
    sources: dict[str, str] = sourced({}, judgement=_WORDS)

    @property
    def validities(self) -> NDArray[np.float64]:
        """Correlation of each instrument with each trait [-], shape (n_instruments, 5)."""
        rows = [[getattr(one.validity, trait) for trait in TRAITS] for one in self.instruments]
        return np.array(rows)

    @property
    def among(self) -> NDArray[np.float64]:
        """Correlations of the instruments with each other [-]."""
        n = len(self.instruments)
        return np.where(np.eye(n) > 0, 1.0, self.instruments_correlate)

    def weights_of(self, plan: Plan) -> NDArray[np.float64]:
        """Weights of the instruments under a plan.

        Returns
        -------
        ndarray of float64, shape (n_instruments,)
            All 1 where it states none.
        """
        if not plan.weights:
            return np.ones(len(self.instruments))
        return np.array([plan.weights.get(one.name, 0.0) for one in self.instruments])

    def cost_of(self, plan: Plan, *, hired: float) -> float:
        """Money that selection and training take in a year.

        Parameters
        ----------
        hired : float
            Recruits a year.

        Returns
        -------
        float
            [money a year]. An instrument that weighs nothing is not used and costs nothing.
        """
        weights = self.weights_of(plan)
        instruments = sum(
            one.price for one, w in zip(self.instruments, weights, strict=True) if w > 0
        )
        in_service = self.officers * min(1.0, hired / (self.officers * self.leave_share))
        return float(
            instruments * self.applicants_a_year
            + hired * total(plan.recruit_hours) * self.hour_price
            + in_service * total(plan.yearly_hours) * self.hour_price
        )


def with_levers(plan: Plan, changes: Mapping[str, object]) -> Plan:
    """Return a plan with some of its levers changed.

    Parameters
    ----------
    plan : Plan
        As it is.
    changes : mapping
        Values of its fields, checked as those of a file are.
    """
    return Plan.model_validate({**plan.model_dump(), **changes})
