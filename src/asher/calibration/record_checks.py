"""The whole table of the record beside the model: means, variances, quantiles, tails, zeros."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.calibration.predictions import on_record
from asher.evidence.incidents import read_incidents
from asher.simulation.population import simulate_population
from asher.simulation.posterior import Posterior

DRAWS = 400
"""Draws of the posterior that are run, a sample of the size of the record each [-] (judgement)."""
Array = NDArray[np.float64]


def _quantile(share: float) -> Callable[[Array], float]:
    return lambda counts: float(np.quantile(counts, share, method="inverted_cdf"))


def _least(count: int) -> Callable[[Array], float]:
    return lambda counts: float((counts >= count).mean())


MEAN_AND_VARIANCE: dict[str, Callable[[Array], float]] = {
    "mean": lambda counts: float(counts.mean()),
    "variance": lambda counts: float(counts.var(ddof=1)),
}
QUANTILES = {f"quantile {at}": _quantile(at / 100) for at in (25, 50, 75, 90, 95, 99)}
NONE: dict[str, Callable[[Array], float]] = {"none": lambda counts: float((counts == 0).mean())}
TAILS = {"killed": (4, 10), "wounded": (5, 10, 20), "casualties": (10, 20, 30)}
"""So many or more; chosen with the other figures before they were looked at."""
FIGURES = {
    metric: {**MEAN_AND_VARIANCE, **QUANTILES, **NONE, **{f"{n} or more": _least(n) for n in tail}}
    for metric, tail in TAILS.items()
}
"""By metric: killed, wounded, and both together, as the record counts them."""


@dataclass(frozen=True)
class RecordCheck:
    """One figure of how many were killed or wounded in the incidents on record."""

    metric: str  # A key of `FIGURES`
    figure: str  # One of its figures; a count, a count squared or a share
    observed: float
    # Median, 95 % and 80 % interval of what a sample of the size of the record would show.
    predicted: float
    lower: float
    upper: float
    lower_80: float
    upper_80: float

    @property
    def inside(self) -> bool:
        """Whether the record lies within the 95 % interval."""
        return self.lower <= self.observed <= self.upper

    @property
    def inside_80(self) -> bool:
        """Whether the record lies within the 80 % interval."""
        return self.lower_80 <= self.observed <= self.upper_80

    def to_document(self) -> dict[str, Any]:
        """Write it as plain values."""
        return vars(self) | {"inside": self.inside, "inside_80": self.inside_80}


def record_counts() -> dict[str, Array]:
    """Count the killed, the wounded and both, of each incident on record.

    Returns
    -------
    dict of str to ndarray of float64, shape (n,)
        By metric; the incident that is left out of fits is left out.
    """
    rows = read_incidents().usual
    killed = np.array([row.killed for row in rows], dtype=np.float64)
    wounded = np.array([row.wounded for row in rows], dtype=np.float64)
    return {"killed": killed, "wounded": wounded, "casualties": killed + wounded}


def check_record(
    posterior: Posterior, *, seed: int = 1, draws: int = DRAWS
) -> tuple[RecordCheck, ...]:
    """Set the model beside every figure of the table of killed and wounded.

    Parameters
    ----------
    posterior : Posterior
        Draws of the parameters.
    seed : int
        Of the incidents.
    draws : int
        Draws that are run, >= 1.

    Returns
    -------
    tuple of RecordCheck
        By metric, then by figure.

    Notes
    -----
    Each draw gives one sample of as many incidents as are on record, so an interval holds both what
    is not known of the parameters and chance.
    """
    seen = record_counts()
    incidents = len(seen["killed"])
    said: dict[tuple[str, str], list[float]] = {
        (metric, figure): [] for metric, figures in FIGURES.items() for figure in figures
    }
    for i in range(draws):
        values = posterior.spread_draw(i, draws)
        found = simulate_population(values, incidents=incidents, seed=seed * 10_000 + i)
        killed, wounded = on_record(found)
        counts = {"killed": killed, "wounded": wounded, "casualties": killed + wounded}
        for (metric, figure), values_of in said.items():
            values_of.append(FIGURES[metric][figure](counts[metric]))
    return tuple(
        RecordCheck(
            metric,
            figure,
            FIGURES[metric][figure](seen[metric]),
            *np.quantile(values_of, [0.5, 0.025, 0.975, 0.1, 0.9]).tolist(),
        )
        for (metric, figure), values_of in said.items()
    )
