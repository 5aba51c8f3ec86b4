"""Results under the other side of a dispute: what would have to hold, and what it would not fit."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from asher.calibration.checks import Check, check_model
from asher.calibration.predictions import PREDICTIONS, Worlds
from asher.evidence import load
from asher.simulation.parameters import parameter_names
from asher.simulation.population import simulate_population
from asher.simulation.posterior import Posterior

DISPUTES = {"armed-citizen-disputed": "others_share"}
"""Disputed rows, each with the parameter that it is about."""
DRAWS = 100
"""Draws of the posterior that are run [-] (judgement)."""
_INCIDENTS, _GRID = 20_000, 26
_FIGURES = ("killed-mean", "wounded-mean", "over-before-police-fbi")


@dataclass(frozen=True)
class OtherSide:
    """What follows if the disputed figure is right."""

    id: str  # Row of the evidence
    parameter: str  # What would have to be another
    # Its posterior median, and the value under which the model gives the disputed figure; NaN if
    # no value does.
    calibrated: float
    needed: float
    # For some rows, the prediction as calibrated and under the dispute.
    figures: dict[str, tuple[float, float]]
    outside: tuple[str, ...]  # Calibrated rows that would lie outside their intervals, of `rows`
    rows: int  # Calibrated rows

    def to_document(self) -> dict[str, Any]:
        """Write it as plain values.

        Returns
        -------
        dict
            What is not known is None.
        """
        document = asdict(self)
        return document | {"needed": None if np.isnan(self.needed) else self.needed}


def find_disputes(
    posterior: Posterior, checks: tuple[Check, ...], *, seed: int = 1
) -> tuple[OtherSide, ...]:
    """Show results under the other side of each dispute.

    Parameters
    ----------
    posterior : Posterior
        Draws of the parameters.
    checks : tuple of Check
        The model compared with the evidence, as calibrated.
    seed : int
        Of the incidents.

    Returns
    -------
    tuple of OtherSide
        One for each row of role sensitivity that the model speaks of.
    """
    usual = {each.id: each for each in checks}
    found = []
    for id, name in DISPUTES.items():
        column = parameter_names().index(name)
        needed = _value_for(posterior, id, name, seed=seed)
        values = posterior.values.copy()
        values[:, column] = needed
        other: tuple[Check, ...] = ()
        if not np.isnan(needed):
            other = check_model(Posterior(values, posterior.about), seed=seed, draws=DRAWS)
        calibrated = [each for each in other if each.role == "calibrate"]
        found.append(
            OtherSide(
                id=id,
                parameter=name,
                calibrated=float(np.median(posterior.values[:, column])),
                needed=needed,
                figures={
                    each.id: (usual[each.id].predicted, each.predicted)
                    for each in other
                    if each.id in _FIGURES
                },
                outside=tuple(each.id for each in calibrated if not each.inside),
                rows=len(calibrated),
            )
        )
    return tuple(found)


def _value_for(posterior: Posterior, id: str, name: str, *, seed: int) -> float:
    """The value of a parameter under which the model gives a figure, the others at the median."""
    middle = dict(zip(parameter_names(), np.median(posterior.values, axis=0), strict=True))
    grid = np.linspace(0.0, 1.0, _GRID)
    said = []
    for value in grid[1:-1]:
        values = middle | {name: float(value)}
        usual = simulate_population(values, incidents=_INCIDENTS, seed=seed)
        said.append(PREDICTIONS[id](Worlds(usual, None, None, values)).value)
    wanted = load()[id].estimate
    if not said[0] <= wanted <= said[-1]:
        return float("nan")
    return float(np.interp(wanted, said, grid[1:-1]))
