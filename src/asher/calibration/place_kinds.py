"""How attacks differ between kinds of place: the hierarchical second stage of the calibration.

The numbers of the country hold for the mean of all kinds. A kind of place has its own rate, its own
spread of the rate and its own share of attacks in which people are hit at once, fitted to the table
of how many were hurt at such places, with the exposure measured on the shipped places that stand
for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from asher.evidence.incidents import read_incidents
from asher.kernels.population_exposure import exposure_at
from asher.runs.whole import write_table
from asher.simulation.exposure import (
    EDUCATION,
    LOG_RATES,
    PLACES_OF,
    RATES_PER_MIN,
    of_places,
)
from asher.simulation.parameters import parameter_names
from asher.simulation.place_kinds import COLUMNS, place_kinds, shifted
from asher.simulation.population import Population, simulate_population
from asher.simulation.posterior import Posterior

Array = NDArray[np.float64]
DRAWS = 200
"""Draws that are kept of each kind [-] (judgement)."""
_INCIDENTS, _LEVELS, _NODES = 20_000, 40, 30
LOG_FACTORS = np.linspace(-1.2, 1.2, 25)
LOG_SPREADS = np.linspace(-0.6, 0.6, 9)
SHIFTS = np.linspace(-2.4, 2.4, 13)
"""Values that are tried: of the logarithms of the factors on the rate and on its spread, and of the
shift of the log odds that people are hit at once."""
SCALES = (0.4, 0.3, 0.8)
"""How far kinds of place may differ in each: scales of half-normal priors of the spread between
kinds (judgement)."""
_PARTS = (0.1, 0.3, 0.6, 1.0, 1.6, 2.4)


@dataclass(frozen=True)
class PlaceKind:
    """How attacks at one kind of place compare with those of the country, as draws."""

    kind: str  # As the record names it
    draws: Array  # Factor on the rate, factor on its spread, shift of log odds, shape (n, 3)


def fit_place_kinds(posterior: Posterior, *, seed: int = 1) -> tuple[PlaceKind, ...]:
    """Fit how attacks at each kind of place differ, with partial pooling.

    Parameters
    ----------
    posterior : Posterior
        Of the country; its medians are taken.
    seed : int
        Of the incidents, and of the draws that are kept.

    Returns
    -------
    tuple of PlaceKind
        In the order of `PLACES_OF`.

    Notes
    -----
    Each of the three numbers is normal about that of the country with a spread that all kinds share
    and that is fitted too: a kind with few incidents stays near the country. In an attack with rate
    ``r`` and exposure ``E(r)``, ``N = B (1 + K) + Poisson(r E(r))`` are hurt, where ``K`` come at
    once with the first; the likelihood is the mean over rates and over measured exposures until the
    end of attacks of the population scale.
    """
    country = country_of(posterior, seed=seed)
    weights = pooled(
        np.array(
            [
                log_likelihoods(hurt_at(kind), country.values, country.exposure_at(kind))
                for kind in PLACES_OF
            ]
        )
    )
    grid = np.stack(np.meshgrid(LOG_FACTORS, LOG_SPREADS, SHIFTS, indexing="ij"), axis=-1)
    steps = np.array([np.diff(each)[0] for each in (LOG_FACTORS, LOG_SPREADS, SHIFTS)])
    found = []
    for k, kind in enumerate(PLACES_OF):
        generator = np.random.default_rng((seed, k))
        drawn = generator.choice(weights[k].size, DRAWS, p=weights[k].ravel())
        values_of = grid.reshape(-1, 3)[drawn] + steps * (generator.random((DRAWS, 3)) - 0.5)
        values_of[:, :2] = np.exp(values_of[:, :2])
        found.append(PlaceKind(kind, values_of))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Country:
    """The country at the medians of its posterior."""

    values: dict[str, float]  # Parameters by name
    usual: Population  # Incidents
    seed: int

    def exposure_at(self, kind: str) -> Array:
        """As `exposure_levels` gives it, until attacks at a kind of place end."""
        at_kind = (self.usual["at_school"] > 0) == (kind == EDUCATION)
        return exposure_levels(PLACES_OF[kind], self.usual["stop_s"][at_kind], seed=self.seed)


def country_of(posterior: Posterior, *, seed: int) -> Country:
    """Take the country at the medians of a posterior.

    Parameters
    ----------
    posterior : Posterior
        Of the country.
    seed : int
        Of the incidents.

    Returns
    -------
    Country
        Its parameters and incidents.
    """
    values = dict(zip(parameter_names(), np.median(posterior.values, axis=0).tolist(), strict=True))
    return Country(values, simulate_population(values, incidents=_INCIDENTS, seed=seed), seed)


def shares_as_severe(posterior: Posterior, kind: str, least: int, *, seed: int = 1) -> Array:
    """Share of attacks at a kind of place in which so many or more are hurt.

    Parameters
    ----------
    posterior : Posterior
        Of the country; its medians are taken.
    kind : str
        One of `PLACES_OF`.
    least : int
        Killed and wounded, >= 1.
    seed : int
        Of the incidents.

    Returns
    -------
    ndarray of float64, shape (n_draws,)
        A share for each draw of what sets the kind apart.
    """
    country = country_of(posterior, seed=seed)
    values, exposure = country.values, country.exposure_at(kind)
    fewer = np.arange(least)
    found = []
    for factor, spread, shift in place_kinds()[kind].tolist():
        alone, with_more = chances(fewer, values, exposure, (factor, spread))
        share = float(shifted(values["casualty_at_once_share"], shift))
        found.append(1.0 - float((share * with_more + (1.0 - share) * alone).sum()))
    return np.array(found)


def hurt_at(kind: str) -> NDArray[np.int64]:
    """Killed and wounded of each incident on record at a kind of place, shape (n,)."""
    rows = read_incidents().usual
    return np.array([row.killed + row.wounded for row in rows if row.location == kind])


def exposure_levels(places: Sequence[str], stops: Array, *, seed: int) -> Array:
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
    found = []
    for k in range(len(RATES_PER_MIN)):
        until = [exposure_at(curve, stop) for curve, stop in zip(drawn[:, k], stops, strict=True)]
        found.append(np.quantile(until, levels))
    return np.array(found)


def log_likelihoods(hurt: NDArray[np.int64], values: dict[str, float], exposure: Array) -> Array:
    """Log likelihood of how many were hurt, for every factor, spread and shift that is tried.

    Parameters
    ----------
    hurt : ndarray of int64, shape (n,)
        Killed and wounded of each incident.
    values : dict of str to float
        Parameters of the country.
    exposure : ndarray of float64, shape (n_rates, n_levels)
        As `exposure_levels` gives it [s].

    Returns
    -------
    ndarray of float64, shape (n_factors, n_spreads, n_shifts)
        [-].
    """
    counts, times = np.unique(hurt, return_counts=True)
    found: Array = np.log(chances_tried(counts, values, exposure)) @ times
    return found


def chances_tried(counts: NDArray[np.int64], values: dict[str, float], exposure: Array) -> Array:
    """Chance that so many are hurt, for every factor, spread and shift that is tried.

    Parameters
    ----------
    counts : ndarray of int64, shape (n,)
        Killed and wounded.
    values, exposure
        As in `log_likelihoods`.

    Returns
    -------
    ndarray of float64, shape (n_factors, n_spreads, n_shifts, n)
        [-].
    """
    share = shifted(values["casualty_at_once_share"], SHIFTS)[:, None]
    found = np.empty((len(LOG_FACTORS), len(LOG_SPREADS), len(SHIFTS), len(counts)))
    for i, factor in enumerate(np.exp(LOG_FACTORS)):
        for j, spread in enumerate(np.exp(LOG_SPREADS)):
            alone, with_more = chances(counts, values, exposure, (float(factor), float(spread)))
            found[i, j] = share * with_more + (1.0 - share) * alone
    return found


def chances(
    counts: NDArray[np.int64],
    values: dict[str, float],
    exposure: Array,
    factors: tuple[float, float],
) -> tuple[Array, Array]:
    """Chance that so many are hurt, without casualties at once and with them.

    Parameters
    ----------
    counts : ndarray of int64, shape (n,)
        Killed and wounded.
    values, exposure
        As in `log_likelihoods`.
    factors : tuple of float
        On the rate, and on its spread [-].

    Returns
    -------
    tuple of ndarray of float64, shape (n,)
        Without, with.
    """
    from scipy.stats import poisson

    nodes, weight = np.polynomial.hermite_e.hermegauss(_NODES)
    log_sd = factors[1] * values["casualty_rate_log_sd"]
    mean_rate = factors[0] * values["casualty_rate_per_min"] / 60.0
    rates = mean_rate * np.exp(log_sd * nodes - 0.5 * log_sd**2)
    at_rates = [np.interp(np.log(rates), LOG_RATES, level) for level in exposure.T]
    mean = (rates[:, None] * np.array(at_rates).T).ravel()
    share = np.repeat(weight / weight.sum(), exposure.shape[1]) / exposure.shape[1]
    more = values["more_casualties_at_once"]
    alone = poisson.pmf(counts[:, None], mean) @ share
    return alone, poisson.pmf(counts[:, None] - 1, mean + more) @ share


def pooled(tables: Array) -> Array:
    """Posterior weights of what was tried, over the spreads between kinds.

    Parameters
    ----------
    tables : ndarray of float64, shape (n_kinds, n_factors, n_spreads, n_shifts)
        Log likelihoods.

    Returns
    -------
    ndarray of float64
        The same shape; those of a kind add up to 1.
    """
    likelihoods = np.exp(tables - tables.max(axis=(1, 2, 3), keepdims=True))
    weights, total = np.zeros_like(likelihoods), 0.0
    for parts in np.ndindex(len(_PARTS), len(_PARTS), len(_PARTS)):
        priors = []
        chance = 1.0
        for values, scale, part in zip(
            (LOG_FACTORS, LOG_SPREADS, SHIFTS), SCALES, parts, strict=True
        ):
            prior = np.exp(-0.5 * (values / (scale * _PARTS[part])) ** 2)
            priors.append(prior / prior.sum())
            chance *= np.exp(-0.5 * _PARTS[part] ** 2)
        joint = likelihoods * np.einsum("i,j,k->ijk", *priors)
        evidence = joint.sum(axis=(1, 2, 3))
        chance *= float(evidence.prod())
        weights += chance * joint / evidence[:, None, None, None]
        total += chance
    found: Array = weights / total
    return found


def write_place_kinds(kinds: Sequence[PlaceKind], file: Path) -> None:
    """Write the draws of all kinds as a table.

    Parameters
    ----------
    kinds : sequence of PlaceKind
        By kind of place.
    file : Path
        Written whole or not at all.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    rows = (
        [each.kind, k, *(f"{value:.5g}" for value in row)]
        for each in kinds
        for k, row in enumerate(each.draws.tolist())
    )
    write_table(file, COLUMNS, rows)
