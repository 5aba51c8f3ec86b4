"""Model beside evidence, row by row: what it was calibrated on, and what was held back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.calibration.emulator import RATE_ROWS, logit
from asher.calibration.held_out import OWN_RECORD
from asher.calibration.likelihood import RATE_SD, SOURCE_SD
from asher.calibration.predictions import MOMENTS, PREDICTIONS, Predicted, Worlds
from asher.comparison.intervals import share_interval
from asher.evidence import Statistic, load
from asher.evidence.incidents import read_incidents
from asher.runs.blocks import Progress
from asher.simulation.population import simulate_population
from asher.simulation.posterior import Posterior

DRAWS = 400
"""Draws of the posterior that are run [-] (judgement)."""
INCIDENTS = 4000
"""Incidents of each draw and response [-] (judgement)."""
SIEGE_S = 3 * 3600.0
"""Length of the siege that `preventable-siege` is about [s] (evidence ``preventable-siege``)."""
NOT_PREDICTED = {
    "specific-flow": "a bound of the movement law itself, so agreement would say nothing",
}
"""Rows held back that the model does not speak of, and why."""


@dataclass(frozen=True)
class Check:
    """One row of the evidence beside the model."""

    # Of the evidence.
    id: str
    role: str
    # The figure and its 95 % interval, NaN where none is known.
    observed: float
    observed_lower: float
    observed_upper: float
    # Median and 95 % interval of what the model says a sample of the same size would show.
    predicted: float
    lower: float
    upper: float
    p_value: float  # Two-sided posterior predictive p-value
    inside: bool  # Whether the figure lies within that interval: the rule, fixed beforehand

    def to_document(self) -> dict[str, Any]:
        """Write the row as plain values; what is not known is None."""
        return {
            name: None if isinstance(value, float) and math.isnan(value) else value
            for name, value in vars(self).items()
        }


def check_model(
    posterior: Posterior, *, seed: int = 1, draws: int = DRAWS, progress: Progress | None = None
) -> tuple[Check, ...]:
    """Set the model beside every row of the evidence that it can speak of.

    Parameters
    ----------
    posterior : Posterior
        Draws of the parameters.
    seed : int
        Of the incidents and the samples.
    draws : int
        Draws that are run, >= 1.
    progress : callable, optional
        Called with the draws done and their total.

    Returns
    -------
    tuple of Check
        Calibrated rows first, then those held back, then the disputed ones.

    Notes
    -----
    For each draw, incidents are run and a sample of the size of the evidence is drawn from them;
    where the source has rules of inclusion of its own, with an effect of the source.
    """
    statistics = [load()[id] for id in PREDICTIONS]
    order = {"calibrate": 0, "validate": 1, "sensitivity": 2}
    statistics.sort(key=lambda row: order[row.role])
    said = np.empty((draws, len(statistics)))
    generator = np.random.default_rng(seed)
    for i in range(draws):
        values = posterior.spread_draw(i, draws)
        worlds = run_worlds(values, seed=seed * 10_000 + i)
        for j, row in enumerate(statistics):
            said[i, j] = _replicate(row, PREDICTIONS[row.id](worlds), generator)
        if progress is not None:
            progress(i + 1, draws)
    return tuple(_check(row, said[:, j]) for j, row in enumerate(statistics))


def run_worlds(values: dict[str, float], *, seed: int) -> Worlds:
    """Run incidents under every response that a row of evidence is about.

    Parameters
    ----------
    values : dict of str to float
        Parameters by name.
    seed : int
        Of the streams; the same incidents under each response.

    Returns
    -------
    Worlds
        Two officers who enter, one, and a siege.
    """
    return Worlds(
        simulate_population(values, incidents=INCIDENTS, seed=seed),
        simulate_population(values, incidents=INCIDENTS, seed=seed, course="solo-entry"),
        simulate_population(values, incidents=INCIDENTS, seed=seed, siege_s=SIEGE_S),
        values,
    )


@cache
def _on_record() -> int:
    """Size of a sample whose own size is not published (judgement: as many as are on record)."""
    return len(read_incidents().usual)


def _replicate(row: Statistic, said: Predicted, generator: np.random.Generator) -> float:
    """What a sample of the size of the evidence would show."""
    if row.id in RATE_ROWS:
        return said.value + RATE_SD * generator.standard_normal()
    if row.id in MOMENTS:
        file = said.sample[: row.n]
        return float(file.var(ddof=1)) if row.id.endswith("variance") else float(file.mean())
    if row.unit == "s":
        times: NDArray[np.float64] = generator.choice(said.sample, row.n or _on_record())
        return float(np.quantile(times, 0.5))
    if row.unit == "count" and said.sample.size:
        return float(generator.choice(said.sample, row.n or _on_record()).mean())
    share = said.value
    if math.isnan(share):
        return share
    if row.population != OWN_RECORD and not row.population.startswith("FBI"):
        odds = logit(np.array(min(max(share, 1e-4), 1 - 1e-4)))
        share = 1.0 / (1.0 + math.exp(-(odds + SOURCE_SD * generator.standard_normal())))
    return generator.binomial(row.n, share) / row.n if row.n else share


def _check(row: Statistic, said: NDArray[np.float64]) -> Check:
    said = said[~np.isnan(said)]
    lower, middle, upper = np.quantile(said, [0.025, 0.5, 0.975]).tolist()
    seen = row.estimate
    ends = (math.nan, math.nan)
    if row.k is not None and row.n and row.unit == "share":
        _, *both = share_interval(row.k, row.n)
        ends = (both[0], both[1])
    elif row.low is not None and row.high is not None and "range" not in row.quantity:
        ends = (row.low, row.high)
    tail = min(float(np.mean(said <= seen)), float(np.mean(said >= seen)))
    return Check(
        id=row.id,
        role=row.role,
        observed=seen,
        observed_lower=ends[0],
        observed_upper=ends[1],
        predicted=middle,
        lower=lower,
        upper=upper,
        p_value=min(1.0, 2.0 * tail),
        inside=lower <= seen <= upper,
    )
