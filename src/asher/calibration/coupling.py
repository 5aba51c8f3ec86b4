"""The shipped places beside the record: how many are hurt on a plan, by kind of place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.calibration.place_kinds import hurt_at
from asher.runs.blocks import Progress
from asher.scenario import read_scenario
from asher.simulation.exposure import OCCUPANT_LOADS, PLACES_OF, at_load, under_attack
from asher.simulation.place_kinds import KIND_OF
from asher.simulation.site import simulate

REPLICATIONS = 300
"""Attacks on each place, a third of them at each load [-] (judgement)."""
_SAMPLES = 4000
_PARTS = tuple((k / 5, (k + 1) / 5) for k in range(5))
CHECKS: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "mean": lambda hurt: hurt.mean(axis=-1),
    "none": lambda hurt: (hurt == 0).mean(axis=-1),
    "3 or more": lambda hurt: (hurt >= 3).mean(axis=-1),
    "10 or more": lambda hurt: (hurt >= 10).mean(axis=-1),
    "20 or more": lambda hurt: (hurt >= 20).mean(axis=-1),
}
"""What is compared of how many are killed or wounded, officers among them, as the record counts."""


@dataclass(frozen=True)
class PlaceCheck:
    """One figure of one kind of place, on the record and on the plans that stand for it."""

    kind: str  # As the record names it
    places: tuple[str, ...]  # Shipped scenarios
    incidents: int  # On record
    check: str  # One of `CHECKS`
    observed: float
    # Mean, and 95 % interval of what a sample of that many incidents would show, chance of the
    # attacks that were run included.
    predicted: float
    lower: float
    upper: float

    @property
    def inside(self) -> bool:
        """Whether the record lies within that interval."""
        return self.lower <= self.observed <= self.upper

    def to_document(self) -> dict[str, Any]:
        """Write it as plain values."""
        return vars(self) | {"places": list(self.places), "inside": self.inside}


def check_places(
    *, replications: int = REPLICATIONS, seed: int = 1, progress: Progress | None = None
) -> tuple[PlaceCheck, ...]:
    """Run attacks on the shipped places, and set how many are hurt beside the record.

    Parameters
    ----------
    replications : int
        Attacks on each place, >= 1.
    seed : int
        Of the attacks, and of the samples.
    progress : callable, optional
        Called with the places done and their total.

    Returns
    -------
    tuple of PlaceCheck
        By kind of place, then by check.

    Notes
    -----
    Each place is run with the hazard of its kind, as many people as are there at each load, two
    officers who enter, the clocks of the country and calibrated numbers drawn. Nothing about a plan
    was fitted to these figures but what differs at its kind (`asher.calibration.place_kinds`),
    through the exposure measured there.
    """
    profiles = {kind: profile for profile, kind in KIND_OF.items()}
    runs = [(place, kind) for kind, places in PLACES_OF.items() for place in places]
    hurt = {}
    for k, (place, kind) in enumerate(runs):
        hurt[place, kind] = hurt_on(
            place, profile=profiles[kind], replications=replications, seed=seed
        )
        if progress is not None:
            progress(k + 1, len(runs))
    generator = np.random.default_rng(seed)
    found = []
    for kind, places in PLACES_OF.items():
        record = hurt_at(kind).astype(np.float64)
        said = np.concatenate([hurt[place, kind] for place in places])
        # What was run is a sample as well: each time another one of it, and of that the incidents.
        again = (generator.choice(said, len(said)) for _ in range(_SAMPLES))
        samples = np.array([generator.choice(each, len(record)) for each in again])
        for check, figure in CHECKS.items():
            lower, upper = np.quantile(figure(samples), [0.025, 0.975]).tolist()
            observed, predicted = float(figure(record)), float(figure(said))
            found.append(
                PlaceCheck(kind, places, len(record), check, observed, predicted, lower, upper)
            )
    return tuple(found)


def hurt_on(place: str, *, profile: str, replications: int, seed: int) -> NDArray[np.float64]:
    """Killed and wounded in attacks on a shipped place, officers among them.

    Parameters
    ----------
    place : str
        Name of its scenario.
    profile : str
        Whose rates the attacks have.
    replications, seed : int
        Of the attacks: as many at each of `OCCUPANT_LOADS`, and of these as many in each fifth by
        severity, so that chance draws no more severe ones than there are.

    Returns
    -------
    ndarray of float64, shape (about replications,)
        A count an attack.
    """
    scenario = under_attack(read_scenario(place), profile=profile).with_(
        courses_of_action=["two-officer-entry"], uncertainty="posterior"
    )
    found = []
    each = -(-replications // (len(OCCUPANT_LOADS) * len(_PARTS)))
    for k, (load, part) in enumerate(product(OCCUPANT_LOADS, _PARTS)):
        columns = simulate(
            at_load(scenario, load), replications=each, seed=seed, first=k * each, severity=part
        ).columns
        officers = columns["officers_killed"][0] + columns["officers_wounded"][0]
        found.append(officers + columns["casualties"][0])
    return np.concatenate(found)
