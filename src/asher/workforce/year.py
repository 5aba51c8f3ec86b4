"""The ordinary year: calls, use of force, injuries, complaints, wrong decisions to shoot."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from asher.workforce.city import City
from asher.workforce.force import TRIAL_HOURS, Staff
from asher.workforce.officer import TRAITS, shifted
from asher.workforce.training import learnt

Values = NDArray[np.float64]
_INTERPERSONAL = list(TRAITS).index("interpersonal")


def ordinary_year(
    city: City, staff: Staff, *, today: Staff, effects: Mapping[str, float]
) -> dict[str, float]:
    """Expect what an ordinary year holds.

    Parameters
    ----------
    city : City
        Calls, and how often they end in what under today's plan.
    staff : Staff
        Officers under a plan.
    today : Staff
        Officers under today's plan, of which the city's own figures are.
    effects : mapping of str to float
        One draw of the effects.

    Returns
    -------
    dict of str to float
        By name of `YEAR`, a year.

    Notes
    -----
    Each officer's rate is ``exp(a s + d log f + w t)`` with s the interpersonal skill at hiring, d
    what is left of training in de-escalation in doses of the trial (``icat-force``,
    ``icat-citizen-injury``, ``icat-officer-injury``), f the trial's factor, and t the share of
    tactical training; the mean over officers is set beside that of today. What these do not hold,
    medical training or joint exercises, leaves the year as it is to the last bit.
    """
    e = effects
    calls = city.calls_a_year
    violent = e["violent_share"]
    uses = calls * (violent * city.force_share_violent + (1 - violent) * city.force_share_other)
    found = {"calls": calls, "violent_calls": calls * violent}
    for name, base, trial in (
        ("uses_of_force", uses, "icat_force"),
        ("citizens_injured", uses * city.citizen_injured_share, "icat_citizen_injury"),
        ("officers_injured", uses * city.officer_injured_share, "icat_officer_injury"),
    ):
        slope = (e["interpersonal_force"], math.log(e[trial]), e["overweight_force"])
        found[name] = base * _relative(staff, today, slope, e["deescalation_scale_h"])
    # The trial says nothing of complaints.
    slope = (e["interpersonal_complaints"], 0.0, e["overweight_complaints"])
    found["complaints"] = (
        calls * city.complaint_share * _relative(staff, today, slope, e["deescalation_scale_h"])
    )
    wrong = shifted(e["wrong_decision"], staff.force.error_odds)
    found["wrong_shootings"] = calls * city.shootings_share * float(wrong.mean())
    died = found["wrong_shootings"] * city.error_dies_share
    found["year_harm"] = died + city.injury_weight * (
        found["citizens_injured"] + found["officers_injured"]
    )
    return found


YEAR = {
    "calls": "Calls",
    "violent_calls": "of which concern violent crime",
    "uses_of_force": "Uses of force",
    "citizens_injured": "Citizens injured",
    "officers_injured": "Officers injured",
    "complaints": "Complaints",
    "wrong_shootings": "Wrong decisions to shoot",
    "year_harm": "Harm of the ordinary year, in lives",
}
"""What the ordinary year holds, with words for each."""


def _relative(
    staff: Staff, today: Staff, slope: tuple[float, float, float], scale_h: float
) -> float:
    """Mean rate of officers to that of today's; 1 to the last bit where nothing differs."""
    ours, theirs = (_rates(one, slope, scale_h) for one in (staff, today))
    return float(ours.mean() / theirs.mean())


def _rates(staff: Staff, slope: tuple[float, float, float], scale_h: float) -> Values:
    skill, dose, weight = slope
    doses = staff.learnt["de_escalation"] / float(learnt(TRIAL_HOURS, scale_h=scale_h))
    rates: Values = np.exp(
        skill * staff.traits[:, _INTERPERSONAL] + dose * doses + weight * staff.tactical_share
    )
    return rates
