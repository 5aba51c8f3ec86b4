"""How attacks differ between kinds of place: the hierarchical second stage of the calibration.

The numbers of the country hold for the mean of all kinds. A kind of place has its own rate, its own
spread of the rate, its own share of attacks in which people are hit at once and its own mean of how
many come with the first of them. They are fitted to the table of how many were hurt at such places,
with the exposure measured on the shipped places that stand for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import NamedTuple

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


class Number(NamedTuple):
    """A number that sets a kind of place apart from the country."""

    column: str  # Of the table of kinds
    is_factor: bool  # Otherwise a shift of log odds
    tried: Array  # Logarithms of factors or shifts, evenly spaced about 0, shape (n,)
    scale: float  # Of the half-normal prior of the spread between kinds (judgement)


NUMBERS = (
    Number("rate_factor", True, np.linspace(-1.2, 1.2, 25), 0.4),
    Number("rate_log_sd_factor", True, np.linspace(-0.6, 0.6, 9), 0.3),
    Number("at_once_shift", False, np.linspace(-2.4, 2.4, 13), 0.8),
    Number("more_at_once_factor", True, np.linspace(-1.2, 1.2, 9), 0.5),
)
"""What is fitted, in the order of the columns of the table."""
_PARTS = (0.1, 0.3, 0.6, 1.0, 1.6, 2.4)


@dataclass(frozen=True)
class PlaceKind:
    """How attacks at one kind of place compare with those of the country, as draws."""

    kind: str  # As the record names it
    draws: Array  # A column for each of `NUMBERS`, shape (n, 4)


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
    Each of `NUMBERS` is normal about that of the country with a spread that all kinds share and
    that is fitted too: a kind with few incidents stays near the country. In an attack with rate
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
    tried = [each.tried for each in NUMBERS]
    grid = np.stack(np.meshgrid(*tried, indexing="ij"), axis=-1).reshape(-1, len(tried))
    steps = np.array([values[1] - values[0] for values in tried])
    is_factor = np.array([each.is_factor for each in NUMBERS])
    found = []
    for k, kind in enumerate(PLACES_OF):
        generator = np.random.default_rng((seed, k))
        drawn = grid[generator.choice(len(grid), DRAWS, p=weights[k].ravel())]
        drawn = drawn + steps * (generator.random(drawn.shape) - 0.5)
        found.append(PlaceKind(kind, np.where(is_factor, np.exp(drawn), drawn)))
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
    found = []
    for factor, spread, shift, more in place_kinds()[kind].tolist():
        alone = chances_later(least - 1, values, exposure, (factor, spread))
        with_more = chances_at_once(alone, more * values["more_casualties_at_once"])
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
    """Log likelihood of how many were hurt, for all values that are tried.

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
    ndarray of float64, shape (n_factors, n_spreads, n_shifts, n_more)
        An axis for each of `NUMBERS` [-].
    """
    counts, times = np.unique(hurt, return_counts=True)
    found: Array = np.log(chances_tried(counts, values, exposure)) @ times
    return found


def chances_tried(counts: NDArray[np.int64], values: dict[str, float], exposure: Array) -> Array:
    """Chance that so many are hurt, for all values that are tried.

    Parameters
    ----------
    counts : ndarray of int64, shape (n,)
        Killed and wounded.
    values, exposure
        As in `log_likelihoods`.

    Returns
    -------
    ndarray of float64, shape (n_factors, n_spreads, n_shifts, n_more, n)
        An axis for each of `NUMBERS`, then one for the counts [-].
    """
    log_factors, log_spreads, shifts, log_more = (each.tried for each in NUMBERS)
    most = int(counts.max())
    spreads = np.exp(log_spreads).tolist()
    later = np.array(
        [
            [chances_later(most, values, exposure, (factor, spread)) for spread in spreads]
            for factor in np.exp(log_factors).tolist()
        ]
    )
    more = values["more_casualties_at_once"] * np.exp(log_more)
    with_more = np.stack([chances_at_once(later, each) for each in more.tolist()], axis=2)
    share = shifted(values["casualty_at_once_share"], shifts)[:, None, None]
    alone, with_more = later[:, :, None, None, counts], with_more[:, :, None, :, counts]
    found: Array = share * with_more + (1.0 - share) * alone
    return found


def chances_later(
    most: int, values: dict[str, float], exposure: Array, factors: tuple[float, float]
) -> Array:
    """Chance that so many are hurt by the rate, beside those who are hit at once.

    Parameters
    ----------
    most : int
        Killed and wounded, at most.
    values, exposure
        As in `log_likelihoods`.
    factors : tuple of float
        On the rate, and on its spread [-].

    Returns
    -------
    ndarray of float64, shape (most + 1,)
        For each count from 0.
    """
    from scipy.stats import poisson

    nodes, weight = np.polynomial.hermite_e.hermegauss(_NODES)
    log_sd = factors[1] * values["casualty_rate_log_sd"]
    mean_rate = factors[0] * values["casualty_rate_per_min"] / 60.0
    rates = mean_rate * np.exp(log_sd * nodes - 0.5 * log_sd**2)
    at_rates = [np.interp(np.log(rates), LOG_RATES, level) for level in exposure.T]
    mean = (rates[:, None] * np.array(at_rates).T).ravel()
    share = np.repeat(weight / weight.sum(), exposure.shape[1]) / exposure.shape[1]
    found: Array = poisson.pmf(np.arange(most + 1)[:, None], mean) @ share
    return found


def chances_at_once(later: Array, more: float) -> Array:
    """Chance that so many are hurt where people are hit at once.

    Parameters
    ----------
    later : ndarray of float64, shape (..., n)
        As `chances_later` gives it.
    more : float
        Mean of how many come at once with the first [-].

    Returns
    -------
    ndarray of float64, shape (..., n)
        For each count from 0: that of ``later``, one, and a Poisson number.
    """
    from scipy.linalg import toeplitz
    from scipy.stats import poisson

    n = later.shape[-1]
    at_once = poisson.pmf(np.arange(n) - 1, more)
    found: Array = later @ toeplitz(at_once, np.zeros(n)).T
    return found


def pooled(tables: Array) -> Array:
    """Posterior weights of what was tried, over the spreads between kinds.

    Parameters
    ----------
    tables : ndarray of float64, shape (n_kinds, ...)
        Log likelihoods; an axis for each of `NUMBERS`.

    Returns
    -------
    ndarray of float64
        The same shape; those of a kind add up to 1.
    """
    axes = tuple(range(1, tables.ndim))
    likelihoods = np.exp(tables - tables.max(axis=axes, keepdims=True))
    priors = [_priors(each) for each in NUMBERS]
    # Axis after axis, what was tried gives way to the spreads between kinds, and comes back.
    evidence = likelihoods
    for prior in priors:
        evidence = np.tensordot(evidence, prior, (1, 1))
    of_spreads = reduce(np.multiply.outer, [np.exp(-0.5 * np.square(_PARTS))] * len(priors))
    chance = of_spreads * evidence.prod(axis=0)
    mixed = chance / chance.sum() / evidence
    for prior in priors:
        mixed = np.tensordot(mixed, prior, (1, 0))
    found: Array = likelihoods * mixed
    return found


def _priors(number: Number) -> Array:
    """Prior of what is tried of a number under each spread between kinds, shape (n_parts, n)."""
    spreads = number.scale * np.array(_PARTS)
    density = np.exp(-0.5 * (number.tried / spreads[:, None]) ** 2)
    found: Array = density / density.sum(axis=1, keepdims=True)
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
