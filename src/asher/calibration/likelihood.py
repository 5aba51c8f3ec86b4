"""How likely the calibrated rows of the evidence are under a set of parameters."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from asher.calibration.emulator import RATE_ROWS, SHARES, Emulator, logit
from asher.calibration.predictions import PREDICTIONS, Worlds
from asher.simulation.exposure import exposure_digest
from asher.simulation.parameters import from_normal, parameter_names, parameters
from asher.simulation.population import simulate_population

SOURCE_SD = 0.25
"""Spread of what another inclusion rule does to a share [log odds] (judgement)."""
RATE_SD = 0.02
"""Standard error of published hit rates, whose numbers of rounds are not given [-] (judgement)."""
MADE_UP = 30_000
"""Incidents from which evidence is made up [-] (judgement: a hundred times those on record)."""
RATES = ("hit_chance_under_fire", "hit_chance")
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
_LOG_WEIGHTS = np.log(_WEIGHTS / _WEIGHTS.sum())
# Range of 51 standard normal values: mean and standard deviation.
_RANGE_MEAN, _RANGE_SD = 4.51, 0.60


@dataclass(frozen=True, eq=False)
class Observed:
    """The calibrated rows as numbers."""

    # Counts of the shares, and of how many, shape (n_shares,).
    k: NDArray[np.float64]
    n: NDArray[np.float64]
    # Below 1 where several shares make up one whole, so that the last says nothing new, shape
    # (n_shares,).
    weight: NDArray[np.float64]
    # Spread of the effect of the source [log odds], shape (n_shares,).
    source_sd: NDArray[np.float64]
    # Number, logarithm of the median [s], logarithm of highest over lowest.
    arrival: tuple[float, float, float]
    rates: NDArray[np.float64]  # Hits per round under fire, and not, shape (2,)


def observed() -> Observed:
    """Read the calibrated rows."""
    from asher import evidence

    rows = [evidence.statistic(name) for name in SHARES]
    wholes = [name.rsplit("-", 1)[0] for name in SHARES]
    parts = {"before-police", "after-police"}
    arrival = evidence.statistic("arrival-median")
    assert arrival.n is not None
    assert arrival.low is not None
    assert arrival.high is not None
    return Observed(
        k=np.array([row.k for row in rows], dtype=np.float64),
        n=np.array([row.n for row in rows], dtype=np.float64),
        weight=np.array([0.75 if whole in parts else 1.0 for whole in wholes]),
        source_sd=np.array([SOURCE_SD if "ALERRT" in row.population else 0.0 for row in rows]),
        arrival=(
            float(arrival.n),
            float(np.log(arrival.estimate)),
            float(np.log(arrival.high / arrival.low)),
        ),
        rates=np.array([evidence.statistic(name).estimate for name in RATE_ROWS]),
    )


def rows_digest() -> str:
    """Digest of every row that a posterior hangs on.

    Returns
    -------
    str
        SHA-256, in hexadecimal, of the numbers of the calibrated rows, of the measured exposure and
        of the priors; what no posterior looks at, such as a row of context, does not count.
    """
    from asher import evidence

    digest = sha256()
    for name in (*SHARES, "arrival-median", *RATE_ROWS):
        row = evidence.statistic(name)
        numbers = (row.estimate, row.low, row.high, row.k, row.n, row.population)
        digest.update(f"{name} {numbers}\n".encode())
    digest.update(f"{exposure_digest()}\n".encode())
    for one in parameters():
        digest.update(f"{one.name} {one.scale} {one.median} {one.spread}\n".encode())
    return digest.hexdigest()


def log_likelihood(
    normal: NDArray[np.float64], seen: Observed, emulator: Emulator
) -> NDArray[np.float64]:
    """Log likelihood of the calibrated rows.

    Parameters
    ----------
    normal : ndarray of float64, shape (n, n_parameters)
        On the scale of `to_normal`.
    seen : Observed
        The rows.

    Returns
    -------
    ndarray of float64, shape (n,)
        Up to a constant.

    Notes
    -----
    Shares are binomial with log odds that are normal about those of the model: with the spread of
    the effect of the source and of what the emulator misses.
    """
    said = emulator(normal)
    count = len(SHARES)
    spread = np.sqrt(seen.source_sd**2 + emulator.error[:count] ** 2)
    odds = said[:, :count, None] + spread[:, None] * _NODES
    log_share = -np.logaddexp(0.0, -odds)
    log_other = -np.logaddexp(0.0, odds)
    terms = seen.k[:, None] * log_share + (seen.n - seen.k)[:, None] * log_other + _LOG_WEIGHTS
    total = (seen.weight * _log_sum(terms)).sum(axis=1)
    n, median, width = seen.arrival
    log_sd = np.exp(said[:, count + 1])
    total += _normal(median - said[:, count], 1.2533 * log_sd / np.sqrt(n))
    total += _normal(width - _RANGE_MEAN * log_sd, _RANGE_SD * log_sd)
    values = from_normal(normal)
    for name, rate in zip(RATES, seen.rates, strict=True):
        total += _normal(rate - values[:, parameter_names().index(name)], np.array(RATE_SD))
    found: NDArray[np.float64] = total
    return found


def _log_sum(terms: NDArray[np.float64]) -> NDArray[np.float64]:
    highest = terms.max(axis=-1, keepdims=True)
    summed: NDArray[np.float64] = np.log(np.exp(terms - highest).sum(axis=-1)) + highest[..., 0]
    return summed


def _normal(gap: NDArray[np.float64], sd: NDArray[np.float64]) -> NDArray[np.float64]:
    density: NDArray[np.float64] = -0.5 * (gap / sd) ** 2 - np.log(sd)
    return density


def draw_evidence(normal: NDArray[np.float64], seen: Observed, *, seed: int) -> Observed:
    """Make up the evidence that a set of parameters could have left, with the sizes of the real.

    Parameters
    ----------
    normal : ndarray of float64, shape (n_parameters,)
        On the scale of `to_normal`.
    seen : Observed
        Sizes.
    seed : int
        Of the incidents and of the draws.

    Returns
    -------
    Observed
        Drawn from the model itself, not from its emulator.
    """
    generator = np.random.default_rng(seed)
    values = from_normal(normal)
    named = dict(zip(parameter_names(), values.tolist(), strict=True))
    usual = simulate_population(named, incidents=MADE_UP, seed=seed)
    worlds = Worlds(usual, None, None, named)
    counts = []
    for name, size, sd in zip(SHARES, seen.n, seen.source_sd, strict=True):
        sample = PREDICTIONS[name](worlds).sample
        odds = logit(np.array((sample.sum() + 0.5) / (sample.size + 1.0)))
        share = 1.0 / (1.0 + np.exp(-(odds + sd * generator.standard_normal())))
        counts.append(generator.binomial(int(size), share))
    times = PREDICTIONS["arrival-median"](worlds).sample
    arrivals = np.log(np.maximum(generator.choice(times, int(seen.arrival[0])), 1.0))
    rates = [named[name] + RATE_SD * generator.standard_normal() for name in RATES]
    return Observed(
        k=np.array(counts, dtype=np.float64),
        n=seen.n,
        weight=seen.weight,
        source_sd=seen.source_sd,
        arrival=(
            seen.arrival[0],
            float(np.median(arrivals)),
            float(arrivals.max() - arrivals.min()),
        ),
        rates=np.array(rates),
    )
