"""How people are exposed to an attack that goes on: curves measured on the shipped places.

The population scale draws one of these curves for each incident, so both scales have one exposure.
`asher.calibration.exposure` measures them and writes ``exposure.csv``.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from asher.evidence.incidents import read_incidents
from asher.kernels.columns import MARKS_MIN

if TYPE_CHECKING:
    from asher.scenario import Scenario

EDUCATION = "Education"
PLACES_OF: dict[str, tuple[str, ...]] = {
    EDUCATION: ("elementary-school", "high-school"),
    "Commerce": ("mall", "cinema", "office-floor"),
    "Health Care": ("hospital-ward",),
    "House of Worship": ("house-of-worship",),
    "Government": ("office-floor",),
    "Open Space": ("railway-hall",),
}
"""The shipped places that stand for each kind of place of the record (judgement: no open space is
shipped, and a hall is the nearest to one; attacks in homes have no place that stands for them)."""
PLACES = tuple(dict.fromkeys(place for places in PLACES_OF.values() for place in places))
RATES_PER_MIN = (0.25, 1.0, 4.0, 16.0, 64.0)
"""Casualty rates at which each is measured [1/min] (judgement: those between are interpolated; the
more are hit, the fewer are left in sight, and the sooner others know)."""
LOG_RATES = np.log(np.array(RATES_PER_MIN) / 60.0)
OCCUPANT_LOADS = (1.0, 0.5, 0.25)
"""Shares of the people of a shipped place who are there when it is attacked, each as often
[-] (judgement: the places are drawn as they are when busy, and most places of a kind are smaller or
emptier: half of US congregations have at most 70 people, by the National Congregations Study of
2012, and the shipped one has 290)."""
COLUMNS = (
    "place",
    "occupant_load",
    "replication",
    "rate_per_min",
    *(f"by_{minute}min_s" for minute in MARKS_MIN),
)


@dataclass(frozen=True, eq=False)
class Curves:
    """Measured curves, those of schools first."""

    # By rate and by each of `MARKS_MIN` [s], shape (n, n_rates, n_marks).
    exposure_s: NDArray[np.float64]
    chance: NDArray[np.float64]  # Cumulative among schools, and among all others, shape (n,)
    n_schools: int  # How many are of schools


@cache
def curves() -> Curves:
    """Read the measured curves, and how often an incident has each.

    Returns
    -------
    Curves
        Kinds of place by their number of incidents on record; the places of a kind alike.
    """
    rows = _rows()
    counts: dict[str, float] = {}
    for kind, places in PLACES_OF.items():
        incidents = sum(each.location == kind for each in read_incidents().rows)
        for place in places:
            counts[place] = counts.get(place, 0.0) + incidents / len(places)
    named = [row["place"] for row in rows[:: len(RATES_PER_MIN)]]
    schools = [k for k, place in enumerate(named) if place in PLACES_OF[EDUCATION]]
    others = [k for k, place in enumerate(named) if place not in PLACES_OF[EDUCATION]]
    weight = np.array([counts[place] / named.count(place) for place in named])
    chance = [np.cumsum(weight[part]) / weight[part].sum() for part in (schools, others)]
    return Curves(of_places()[schools + others], np.concatenate(chance), len(schools))


def of_places(*names: str) -> NDArray[np.float64]:
    """Return the measured curves of some places, at each of `OCCUPANT_LOADS` as many.

    Parameters
    ----------
    names : str
        Shipped scenarios of `PLACES`; none means all.

    Returns
    -------
    ndarray of float64, shape (n, n_rates, n_marks)
        Exposure at each of `RATES_PER_MIN`, by each of `MARKS_MIN` [s].
    """
    found = [
        [float(row[column]) for column in COLUMNS[4:]]
        for row in _rows()
        if not names or row["place"] in names
    ]
    return np.array(found).reshape(-1, len(RATES_PER_MIN), len(MARKS_MIN))


def at_load(scenario: Scenario, load: float) -> Scenario:
    """Return a place with a share of its people.

    Parameters
    ----------
    scenario : Scenario
        The place as it is when busy.
    load : float
        Share of each group who are there [-], in (0, 1]; at least one of each is.

    Returns
    -------
    Scenario
        The same place.
    """
    groups = [
        group.model_copy(update={"count": max(1, round(group.count * load))})
        for group in scenario.occupants
    ]
    return scenario.model_copy(update={"occupants": tuple(groups)})


def under_attack(scenario: Scenario, **stated: Any) -> Scenario:
    """Return a place under an attack of stated rates, which calibrating needs and nobody else.

    Parameters
    ----------
    scenario : Scenario
        With a hazard.
    stated : object
        Fields of its hazard; the others are those of its profile, but for where it comes in.

    Returns
    -------
    Scenario
        The same place and people.
    """
    hazard = scenario.hazard
    assert hazard is not None
    return scenario.with_(hazard={"profile": hazard.profile, "entry": hazard.entry, **stated})


def exposure_digest() -> str:
    """Digest of all curves and of which kind of place each stands for.

    Returns
    -------
    str
        SHA-256, in hexadecimal.
    """
    found = curves()
    digest = hashlib.sha256(repr(PLACES_OF).encode())
    digest.update(np.ascontiguousarray(found.exposure_s).tobytes())
    digest.update(np.ascontiguousarray(found.chance).tobytes())
    return digest.hexdigest()


@cache
def _rows() -> tuple[dict[str, str], ...]:
    file = resources.files("asher") / "data" / "exposure.csv"
    with file.open(encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))
