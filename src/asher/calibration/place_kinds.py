"""How much more or less often people are hit at each kind of place: the hierarchical second stage.

The rate of the country holds for the mean of all kinds. A kind of place has its own factor on it,
fitted to the table of how many were hurt at such places, with the exposure measured on the shipped
places that stand for it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from asher.evidence.incidents import read_incidents
from asher.kernels.population_step import exposure_at
from asher.runs.whole import whole
from asher.simulation.exposure import (
    EDUCATION,
    LOG_RATES,
    PLACES_OF,
    RATES_PER_MIN,
    of_places,
)
from asher.simulation.parameters import parameter_names
from asher.simulation.population import simulate_population
from asher.simulation.posterior import Posterior

COLUMNS = ("kind", "incidents", "factor", "lower", "upper", "log_sd")
_REACH, _GRID = 1.5, 151
_INCIDENTS, _LEVELS = 20_000, 40
_SPREADS = np.linspace(0.02, 1.5, 75)
SPREAD_PRIOR = 0.5
"""How far kinds of place may differ: scale of the half-normal prior of the spread of the logarithms
of their factors [-] (judgement)."""


@dataclass(frozen=True)
class Factor:
    """How the casualty rate of one kind of place compares with that of the country."""

    kind: str  # As the record names it
    incidents: int  # On record there
    factor: float  # Posterior median [-]
    # Its 95 % interval [-].
    lower: float
    upper: float
    log_sd: float  # Standard deviation of its logarithm [-]


def fit_place_kinds(posterior: Posterior, *, seed: int = 1) -> tuple[Factor, ...]:
    """Fit the factor of each kind of place, with partial pooling.

    Parameters
    ----------
    posterior : Posterior
        Of the country; its medians are taken.
    seed : int
        Of the incidents.

    Returns
    -------
    tuple of Factor
        By kind of place, in the order of `PLACES_OF`.

    Notes
    -----
    The logarithms of the factors are normal about 0 with a spread that all kinds share and that is
    fitted too: a kind with few incidents stays near the country. In an attack with rate ``r`` and
    exposure ``E``, ``N = B (1 + K) + Poisson(f r E)`` are hurt, where ``K`` come at once with the
    first; the likelihood is the mean over rates and over measured exposures until the end of
    attacks of the population scale.
    """
    values = dict(zip(parameter_names(), np.median(posterior.values, axis=0).tolist(), strict=True))
    usual = simulate_population(values, incidents=_INCIDENTS, seed=seed)
    log_factors = np.linspace(-_REACH, _REACH, _GRID)
    found, counts = [], []
    for kind, places in PLACES_OF.items():
        stops = usual["stop_s"][(usual["at_school"] > 0) == (kind == EDUCATION)]
        exposure = exposure_levels(places, stops, seed=seed)
        hurt = hurt_at(kind)
        counts.append(len(hurt))
        found.append(
            [log_likelihood(hurt, values, exposure, float(np.exp(each))) for each in log_factors]
        )
    weights = _pooled(np.array(found), log_factors)
    return tuple(
        _factor(kind, count, log_factors, weight)
        for kind, count, weight in zip(PLACES_OF, counts, weights, strict=True)
    )


def hurt_at(kind: str) -> NDArray[np.int64]:
    """Killed and wounded of each incident on record at a kind of place, shape (n,)."""
    rows = read_incidents().rows
    return np.array(
        [row.killed + row.wounded for row in rows if row.location == kind and row.apart is None]
    )


def exposure_levels(
    places: Sequence[str], stops: NDArray[np.float64], *, seed: int
) -> NDArray[np.float64]:
    """Quantiles of the exposure until the end of an attack at some places.

    Parameters
    ----------
    places : sequence of str
        Shipped places; each alike.
    stops : ndarray of float64, shape (n,)
        When attacks end [s].
    seed : int
        Of which curve meets which end.

    Returns
    -------
    ndarray of float64, shape (n_rates, n_levels)
        At each of `RATES_PER_MIN` [s], each level standing for as large a share.
    """
    generator = np.random.default_rng(seed)
    curves = of_places(*places)
    drawn = curves[generator.integers(0, len(curves), len(stops))]
    levels = (np.arange(_LEVELS) + 0.5) / _LEVELS
    return np.array(
        [
            np.quantile(
                [exposure_at(curve, stop) for curve, stop in zip(drawn[:, k], stops, strict=True)],
                levels,
            )
            for k in range(len(RATES_PER_MIN))
        ]
    )


def log_likelihood(
    hurt: NDArray[np.int64],
    values: dict[str, float],
    exposure: NDArray[np.float64],
    factor: float,
) -> float:
    """Log likelihood of how many were hurt.

    Parameters
    ----------
    hurt : ndarray of int64, shape (n,)
        Killed and wounded of each incident.
    values : dict of str to float
        Parameters of the country.
    exposure : ndarray of float64, shape (n_rates, n_levels)
        As `exposure_levels` gives it [s].
    factor : float
        Of the kind of place on the rate [-].

    Returns
    -------
    float
        [-].
    """
    return float(np.log(chances(values, exposure, factor, int(hurt.max()))[hurt]).sum())


def chances(
    values: dict[str, float], exposure: NDArray[np.float64], factor: float, most: int
) -> NDArray[np.float64]:
    """Chance that so many are hurt, shape (most + 1,); see `fit_place_kinds`."""
    from scipy.stats import poisson

    nodes, weight = np.polynomial.hermite_e.hermegauss(30)
    log_sd = values["casualty_rate_log_sd"]
    mean_rate = factor * values["casualty_rate_per_min"] / 60.0
    rates = mean_rate * np.exp(log_sd * nodes - 0.5 * log_sd**2)
    at_rates = [np.interp(np.log(rates), LOG_RATES, level) for level in exposure.T]
    mean = (rates[:, None] * np.array(at_rates).T).ravel()
    share = np.repeat(weight / weight.sum(), exposure.shape[1]) / exposure.shape[1]
    counts = np.arange(most + 1)[:, None]
    at_once, more = values["casualty_at_once_share"], values["more_casualties_at_once"]
    alone = poisson.pmf(counts, mean) @ share
    with_more = poisson.pmf(counts - 1, mean + more) @ share
    found: NDArray[np.float64] = at_once * with_more + (1.0 - at_once) * alone
    return found


def _pooled(
    log_likelihoods: NDArray[np.float64], log_factors: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Posterior weights of the factors, a row a kind, over the spread that they share."""
    likelihoods = np.exp(log_likelihoods - log_likelihoods.max(axis=1, keepdims=True))
    prior = np.exp(-0.5 * (log_factors / _SPREADS[:, None]) ** 2)
    prior /= prior.sum(axis=1, keepdims=True)
    evidence = likelihoods @ prior.T
    of_spread = np.exp(-0.5 * (_SPREADS / SPREAD_PRIOR) ** 2) * evidence.prod(axis=0)
    of_spread /= of_spread.sum()
    weights: NDArray[np.float64] = np.einsum(
        "kf,sf,ks,s->kf", likelihoods, prior, 1.0 / evidence, of_spread
    )
    return weights


def _factor(
    kind: str, incidents: int, log_factors: NDArray[np.float64], weight: NDArray[np.float64]
) -> Factor:
    mean = float(weight @ log_factors)
    ends = np.interp([0.025, 0.5, 0.975], np.cumsum(weight), log_factors)
    lower, middle, upper = (float(f"{each:.4g}") for each in np.exp(ends))
    log_sd = float(np.sqrt(weight @ (log_factors - mean) ** 2))
    return Factor(kind, incidents, middle, lower, upper, float(f"{log_sd:.4g}"))


def write_place_kinds(factors: Sequence[Factor], file: Path) -> None:
    """Write the factors as a table.

    Parameters
    ----------
    factors : sequence of Factor
        By kind of place.
    file : Path
        Where.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with whole(file) as part, part.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        for each in factors:
            writer.writerow([getattr(each, column) for column in COLUMNS])
