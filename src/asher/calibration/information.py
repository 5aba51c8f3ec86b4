"""Which rows of the evidence narrowed which parameter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asher.calibration.emulator import RATE_ROWS, SHARES, summarise
from asher.calibration.likelihood import RATE_SD, RATES, Observed, observed
from asher.simulation.parameters import from_normal, parameter_names, to_normal
from asher.simulation.posterior import Posterior

POINTS = 400
"""Sets of parameters around the posterior that are run [-] (judgement)."""
REACH = 0.5
"""Their spread [standard deviations of the prior] (judgement): where the model is nearly linear."""
ARRIVAL_ROW = "arrival-median"


@dataclass(frozen=True)
class Source:
    """What one row told of one parameter."""

    row: str  # Id of the evidence
    # By what factor the parameter's standard deviation would be wider without the row, >= 1.
    widens: float


def find_sources(posterior: Posterior, *, seed: int = 1) -> dict[str, tuple[Source, ...]]:
    """Find which rows narrowed each parameter.

    Parameters
    ----------
    posterior : Posterior
        Draws; what is told holds about their mean.
    seed : int
        Of the incidents.

    Returns
    -------
    dict of str to tuple of Source
        By parameter, all calibrated rows, the one that tells most first.

    Notes
    -----
    Of a model that is linear about the posterior mean, with prior precision ``I``, the precision of
    the posterior is ``I + sum g g' / s^2`` over rows of slope ``g`` and standard deviation ``s``. A
    row left out is a term left out.
    """
    centre = to_normal(posterior.values).mean(axis=0)
    names, slopes, spreads = _slopes(centre, observed(), seed=seed)
    parts = np.einsum("ri,rj,r->rij", slopes, slopes, spreads**-2.0)
    return rank_sources(names, parts)


def rank_sources(
    rows: tuple[str, ...], parts: NDArray[np.float64]
) -> dict[str, tuple[Source, ...]]:
    """Order rows by what they told of each parameter.

    Parameters
    ----------
    rows : tuple of str
        Ids; a row may come more than once, and is then left out as a whole.
    parts : ndarray of float64, shape (len(rows), n_parameters, n_parameters)
        What each adds to the precision, on the scale of `to_normal`.

    Returns
    -------
    dict of str to tuple of Source
        By parameter.
    """
    whole = np.eye(parts.shape[1]) + parts.sum(axis=0)
    known = np.diag(np.linalg.inv(whole))
    factors: dict[str, NDArray[np.float64]] = {}
    for row in dict.fromkeys(rows):
        own = parts[[each == row for each in rows]].sum(axis=0)
        factors[row] = np.sqrt(np.diag(np.linalg.inv(whole - own)) / known)
    found = {}
    for k, name in enumerate(parameter_names()):
        sources = [Source(row, float(factor[k])) for row, factor in factors.items()]
        found[name] = tuple(sorted(sources, key=lambda each: -each.widens))
    return found


def _slopes(
    centre: NDArray[np.float64], seen: Observed, *, seed: int
) -> tuple[tuple[str, ...], NDArray[np.float64], NDArray[np.float64]]:
    """Slopes of what the rows are about, and what chance and source leave open of each."""
    generator = np.random.default_rng(seed)
    normal = centre + REACH * generator.standard_normal((POINTS, len(centre)))
    values = from_normal(normal)
    said = np.array([summarise(row, seed=seed * 10_000 + i)[0] for i, row in enumerate(values)])
    x = np.concatenate([np.ones((POINTS, 1)), normal - centre], axis=1)
    fitted, *_ = np.linalg.lstsq(x, said)
    middle, slopes = fitted[0], fitted[1:].T
    count = len(SHARES)
    share = 1.0 / (1.0 + np.exp(-middle[:count]))
    chance = 1.0 / (seen.weight * seen.n * share * (1.0 - share))
    log_sd = float(np.exp(middle[count + 1]))
    # The range of the arrivals tells their spread about as well as this (likelihood.py).
    arrival = [1.2533 * log_sd / np.sqrt(seen.arrival[0]), 0.60 / 4.51]
    rates = np.zeros((len(RATES), len(centre)))
    for k, name in enumerate(RATES):
        j = parameter_names().index(name)
        ahead = centre.copy()
        ahead[j] += 1e-4
        rates[k, j] = (from_normal(ahead)[j] - from_normal(centre)[j]) / 1e-4
    names = (*SHARES, ARRIVAL_ROW, ARRIVAL_ROW, *RATE_ROWS)
    spreads = np.concatenate(
        [np.sqrt(chance + seen.source_sd**2), arrival, np.full(len(RATES), RATE_SD)]
    )
    return names, np.concatenate([slopes, rates]), spreads
