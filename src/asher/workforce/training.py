"""Training: hours by subject, what is learnt in them, and what is left of it between refreshers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from asher.scenario.sources import Specification, sourced

Values = NDArray[np.float64]
HoursOfSubject = Annotated[float, Field(ge=0, le=2000)]

SUBJECTS = {
    "firearms": "firearms",
    "active_attack_response": "active-attack response",
    "practice_under_pressure": "practice under pressure",
    "de_escalation": "de-escalation",
    "medical": "medical",
    "joint_exercises": "joint exercises",
}
"""Words for each subject, in the order of files and tables."""
TACTICAL = ("firearms", "active_attack_response", "practice_under_pressure")
"""Subjects whose share the over-weight of tactical training is taken of (judgement)."""
CAREER_MONTHS = 240.0
"""Officers have served from nothing to so long, all alike [months] (judgement: twenty years)."""
RETENTION_SHAPE = 4.87
"""Shape of the law of forgetting [-]: 0.8 left at 12 months and 0.2 at 18 (``skill-retention``;
the two shares are a judgement)."""
_MOST_SESSIONS = 24


class RecruitHours(Specification):
    """Hours in the academy, by subject.

    Parameters
    ----------
    firearms, active_attack_response, practice_under_pressure, de_escalation, medical,
    joint_exercises : float
        Hours an officer [h].
    """

    firearms: HoursOfSubject = sourced(evidence="recruit-hours-firearms", unit="h")
    active_attack_response: HoursOfSubject = sourced(
        8.0, judgement="a day; no count in the evidence", unit="h"
    )
    practice_under_pressure: HoursOfSubject = sourced(
        8.0, judgement="a day; no count in the evidence", unit="h"
    )
    de_escalation: HoursOfSubject = sourced(evidence="recruit-hours-deescalation", unit="h")
    medical: HoursOfSubject = sourced(
        16.0, judgement="two days; no count in the evidence", unit="h"
    )
    joint_exercises: HoursOfSubject = sourced(0.0, judgement="none in the academy", unit="h")


class YearlyHours(Specification):
    """Hours a year in service, by subject.

    Parameters
    ----------
    firearms, active_attack_response, practice_under_pressure, de_escalation, medical,
    joint_exercises : float
        Hours an officer and year [h].
    """

    firearms: HoursOfSubject = sourced(
        12.0, judgement="three range days of four hours; no count in the evidence", unit="h"
    )
    active_attack_response: HoursOfSubject = sourced(
        4.0, judgement="half a day; no count in the evidence", unit="h"
    )
    practice_under_pressure: HoursOfSubject = sourced(
        1.0, judgement="little; no count in the evidence", unit="h"
    )
    de_escalation: HoursOfSubject = sourced(
        2.0, judgement="little; no count in the evidence", unit="h"
    )
    medical: HoursOfSubject = sourced(
        4.0, judgement="half a day; no count in the evidence", unit="h"
    )
    joint_exercises: HoursOfSubject = sourced(
        1.0, judgement="a day every eight years or so", unit="h"
    )


def total(hours: RecruitHours | YearlyHours) -> float:
    """Hours over all subjects.

    Returns
    -------
    float
        [h].
    """
    return float(sum(getattr(hours, subject) for subject in SUBJECTS))


@dataclass(frozen=True, eq=False)
class Service:
    """Where officers stand in their service when they are looked at."""

    # Share of a career served, and of the time between two refreshers passed [-], in [0, 1]; the
    # same for every plan, shape (n_officers,).
    tenure: Values
    phase: Values


def left_after(months: Values | float, *, retention_months: float) -> Values:
    """Share of a skill that is left without a refresher.

    Parameters
    ----------
    months : ndarray of float64 or float
        Since it was trained [months], >= 0.
    retention_months : float
        Time after which 37 % is left [months], > 0.

    Returns
    -------
    ndarray of float64
        [-], from 1 to 0.

    Notes
    -----
    ``exp(-(t / tau)^4.87)``: kept at 12 months, faded by 18 (evidence ``skill-retention``).

    Examples
    --------
    >>> left_after(np.array([0.0, 12.0, 18.0, 60.0]), retention_months=16.3).round(2).tolist()
    [1.0, 0.8, 0.2, 0.0]
    """
    share: Values = np.exp(-((np.asarray(months) / retention_months) ** RETENTION_SHAPE))
    return share


@lru_cache(maxsize=256)
def hours_kept(
    recruit_h: float, yearly_h: float, *, refreshers: float, service: Service,
    retention_months: float,
) -> Values:  # fmt: skip
    """Hours of a subject whose effect is left.

    Parameters
    ----------
    recruit_h, yearly_h : float
        Hours in the academy, and a year in service [h].
    refreshers : float
        Sessions a year into which the latter are divided, >= 0; without one there is nothing but
        the academy.
    service : Service
        Where the officers stand.
    retention_months : float
        See `left_after`.

    Returns
    -------
    ndarray of float64, shape (n_officers,)
        [h]; 0 for those whose training is long past. Kept for the next time, so not to be changed.
    """
    since = service.tenure * CAREER_MONTHS
    kept = recruit_h * left_after(since, retention_months=retention_months)
    gap = 12.0 / refreshers if refreshers > 0 and yearly_h > 0 else math.inf
    sessions = min(_MOST_SESSIONS, int(60.0 / gap) + 1) if gap < math.inf else 0
    for k in range(sessions):
        months = (service.phase + k) * gap
        left = left_after(months, retention_months=retention_months)
        kept += (months <= since) * yearly_h / refreshers * left
    kept.setflags(write=False)
    return kept


def learnt(hours: Values | float, *, scale_h: float) -> Values:
    """Share of all there is to learn.

    Parameters
    ----------
    hours : ndarray of float64 or float
        Hours that are left [h], >= 0.
    scale_h : float
        Hours in which 63 % is learnt [h], > 0.

    Returns
    -------
    ndarray of float64
        ``1 - exp(-h / scale)``: each further hour gives less.

    Examples
    --------
    >>> learnt(np.array([0.0, 10.0, 20.0]), scale_h=10.0).round(2).tolist()
    [0.0, 0.63, 0.86]
    """
    share: Values = -np.expm1(-np.asarray(hours) / scale_h)
    return share
