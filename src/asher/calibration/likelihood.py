"""How likely the calibrated rows of the evidence are under a set of parameters."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from asher.calibration.emulator import (
    ARRIVAL,
    BATCH,
    SHARES,
    Emulator,
    log_moments,
    logit,
)
from asher.calibration.predictions import MOMENTS, PREDICTIONS, Worlds, on_record
from asher.simulation.parameters import from_normal, parameter_names, parameters
from asher.simulation.population import simulate_population

SOURCE_SD = 0.25
"""Spread of what another inclusion rule does to a share [log odds] (judgement)."""
RATE_SD = 0.02
"""Standard error of published hit rates, whose numbers of rounds are not given [-] (judgement)."""
RATES = ("hit_chance_under_fire", "hit_chance")
RATE_ROWS = ("hit-rate-gunfight", "hit-rate-no-return-fire")
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
    # Logarithms of means and variances of killed and wounded, shape (4,).
    log_moments: NDArray[np.float64]
    correlation: NDArray[np.float64]  # Of these, between files of this size, shape (4, 4)
    rates: NDArray[np.float64]  # Hits per round under fire, and not, shape (2,)


def observed() -> Observed:
    """Read the calibrated rows.

    Returns
    -------
    Observed
        From the evidence and, for how the moments hang together, the record of incidents.
    """
    from asher import evidence
    from asher.evidence.incidents import read_incidents

    rows = [evidence.statistic(name) for name in SHARES]
    wholes = [name.rsplit("-", 1)[0] for name in SHARES]
    parts = {"before-police", "after-police"}
    arrival = evidence.statistic("arrival-median")
    assert arrival.n is not None
    assert arrival.low is not None
    assert arrival.high is not None
    record = [each for each in read_incidents().rows if each.killed + each.wounded < 500]
    killed = np.array([each.killed for each in record], dtype=np.float64)
    wounded = np.array([each.wounded for each in record], dtype=np.float64)
    draws = np.random.default_rng(1).integers(0, len(record), size=(4000, len(record)))
    again = [np.array([v.mean(1), v.var(1, ddof=1)]) for v in (killed[draws], wounded[draws])]
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
        log_moments=np.log([evidence.statistic(name).estimate for name in MOMENTS]),
        correlation=np.corrcoef(np.log(np.concatenate(again))),
        rates=np.array([evidence.statistic(name).estimate for name in RATE_ROWS]),
    )


def rows_digest() -> str:
    """Digest of every row that a posterior hangs on.

    Returns
    -------
    str
        SHA-256, in hexadecimal, of the numbers of the calibrated rows, of the casualties on record
        and of the priors; what no posterior looks at, such as a row of context, does not count.
    """
    from asher import evidence
    from asher.evidence.incidents import read_incidents

    digest = sha256()
    for name in (*SHARES, "arrival-median", *MOMENTS, *RATE_ROWS):
        row = evidence.statistic(name)
        numbers = (row.estimate, row.low, row.high, row.k, row.n, row.population)
        digest.update(f"{name} {numbers}\n".encode())
    for each in read_incidents().rows:
        digest.update(f"{each.killed} {each.wounded}\n".encode())
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
    the effect of the source and of what the emulator misses. Logarithms of the four moments are
    normal together, with spreads that the model itself says for files of this size.
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
    first = count + len(ARRIVAL)
    missed = emulator.error[first : first + 4]
    scale = np.sqrt(np.exp(2.0 * said[:, first + 4 : first + 8]) + missed**2)
    z = (seen.log_moments - said[:, first : first + 4]) / scale
    precision = np.linalg.inv(seen.correlation)
    total += -0.5 * np.einsum("ni,ij,nj->n", z, precision, z) - np.log(scale).sum(axis=1)
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
    usual = simulate_population(named, incidents=100 * BATCH, seed=seed)
    worlds = Worlds(usual, None, None, named)
    counts = []
    for name, size, sd in zip(SHARES, seen.n, seen.source_sd, strict=True):
        sample = PREDICTIONS[name](worlds).sample
        odds = logit(np.array((sample.sum() + 0.5) / (sample.size + 1.0)))
        share = 1.0 / (1.0 + np.exp(-(odds + sd * generator.standard_normal())))
        counts.append(generator.binomial(int(size), share))
    times = PREDICTIONS["arrival-median"](worlds).sample
    arrivals = np.log(np.maximum(generator.choice(times, int(seen.arrival[0])), 1.0))
    file = slice(0, BATCH)
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
        log_moments=log_moments(*(counts[file] for counts in on_record(usual)))[0],
        correlation=seen.correlation,
        rates=np.array(rates),
    )
