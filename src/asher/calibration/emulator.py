"""A fast stand-in for the population scale: what each row's figure is, as a smooth surface."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asher.calibration.predictions import PREDICTIONS, Worlds
from asher.evidence import statistic
from asher.runs.blocks import Progress, Told, run_all
from asher.runs.keeper import Keeper
from asher.simulation.parameters import from_normal, parameter_names
from asher.simulation.population import simulate_population

INCIDENTS = 6040
"""Incidents at each point of the design [-]: twenty times those on record (judgement)."""
BLOCK = 256
"""Points of the design that are computed and written together [-] (judgement)."""
ROUNDS = 4
"""Rounds in which what the surfaces miss is told from noise [-] (judgement: it stands by then)."""
RATE_ROWS = ("hit-rate-gunfight", "hit-rate-no-return-fire")
"""Calibrated rows that are parameters themselves: nothing has to be run for them."""
SHARES = tuple(
    name
    for name in PREDICTIONS
    if statistic(name).role == "calibrate"
    and statistic(name).unit == "share"
    and name not in RATE_ROWS
)
"""Calibrated rows that are shares of incidents."""
ARRIVAL = ("arrival-median", "arrival-log-sd")
N_OUTPUTS = len(SHARES) + len(ARRIVAL)


def logit(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log odds of shares.

    Parameters
    ----------
    share : ndarray of float64
        In (0, 1).

    Returns
    -------
    ndarray of float64
        The same shape.
    """
    odds: NDArray[np.float64] = np.log(share) - np.log1p(-share)
    return odds


def summarise(values: NDArray[np.float64], *, seed: int) -> NDArray[np.float64]:
    """Run incidents of one set of parameters and sum them up on scales without bounds.

    Parameters
    ----------
    values : ndarray of float64, shape (n_parameters,)
        In their own units.
    seed : int
        Seed of the streams.

    Returns
    -------
    ndarray of float64, shape (2, N_OUTPUTS)
        Log odds of the shares, log median and log spread of the arrival; and the variance that each
        has because the incidents are finite in number.
    """
    named = dict(zip(parameter_names(), values.tolist(), strict=True))
    usual = simulate_population(named, incidents=INCIDENTS, seed=seed)
    worlds = Worlds(usual, None, None, named)
    samples = [PREDICTIONS[name](worlds).sample for name in SHARES]
    seen = np.array([sample.sum() for sample in samples]) + 0.5
    size = np.array([sample.size for sample in samples]) + 1.0
    arrival = np.log(np.maximum(PREDICTIONS["arrival-median"](worlds).sample, 1.0))
    figures = [*logit(seen / size), np.median(arrival), np.log(arrival.std())]
    of_median = np.pi / 2.0 * arrival.var() / arrival.size
    noise = [*(1.0 / seen + 1.0 / (size - seen)), of_median, 0.5 / arrival.size]
    return np.array([figures, noise])


def design(points: int) -> NDArray[np.float64]:
    """Sets of parameters as the prior has them, evenly spread.

    Parameters
    ----------
    points : int
        How many.

    Returns
    -------
    ndarray of float64, shape (points, n_parameters)
        On the scale of `to_normal`; the first ones do not depend on how many.
    """
    from scipy.special import ndtri
    from scipy.stats import qmc

    sampler = qmc.Sobol(len(parameter_names()), scramble=True, rng=np.random.default_rng(20))
    power = int(np.ceil(np.log2(max(points, 2))))
    uniform = np.clip(sampler.random_base2(power)[:points], 1e-6, 1 - 1e-6)
    normal: NDArray[np.float64] = ndtri(uniform)
    return normal


@dataclass(frozen=True, eq=False)
class Design:
    """The study that runs the incidents of a design."""

    values: NDArray[np.float64]  # Parameters of each point, shape (points, n_parameters)

    def run(self, first: int, count: int, told: Told | None = None) -> NDArray[np.float64]:
        """What each row's figure is at some points; see `runs.blocks.Study`."""
        numbers = range(first, first + count)
        with ThreadPoolExecutor() as pool:
            ran = pool.map(lambda i: summarise(self.values[i], seed=1000 + i), numbers)
            found = np.empty((count, 2 * N_OUTPUTS))
            for k, figures in enumerate(ran):
                found[k] = figures.ravel()
                if told is not None:
                    told(k + 1)
        return found


def run_design(
    keeper: Keeper[NDArray[np.float64]], *, points: int, progress: Progress | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Run the incidents of a design, block by block; blocks that are there are read.

    Parameters
    ----------
    keeper : Keeper
        Where the blocks are kept.
    points : int
        Points of the design.
    progress : callable, optional
        Called with the points done and their total.

    Returns
    -------
    normal : ndarray of float64, shape (points, n_parameters)
        The design.
    outputs : ndarray of float64, shape (points, 2, N_OUTPUTS)
        See `summarise`.
    """
    normal = design(points)
    study = Design(from_normal(normal))
    blocks = run_all(study, keeper, total=points, size=BLOCK, progress=progress)
    return normal, np.concatenate(blocks).reshape(points, 2, N_OUTPUTS)


def features(normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Terms of a polynomial of second degree, and the cubes.

    Parameters
    ----------
    normal : ndarray of float64, shape (n, n_parameters)
        On the scale of `to_normal`.

    Returns
    -------
    ndarray of float64, shape (n, n_terms)
        One, each, each product of two, each cube.
    """
    n = normal.shape[1]
    i, j = np.triu_indices(n)
    return np.concatenate(
        [np.ones((len(normal), 1)), normal, normal[:, i] * normal[:, j], normal**3], axis=1
    )


@dataclass(frozen=True, eq=False)
class Emulator:
    """Surfaces fitted to a design."""

    weights: NDArray[np.float64]  # Of `features`, shape (n_terms, N_OUTPUTS)
    # Standard deviation of what the surfaces miss, at points they were not fitted to and beyond the
    # noise of a finite number of incidents there, shape (N_OUTPUTS,).
    error: NDArray[np.float64]
    # Share of the variance at those points, beyond that noise, that they explain, shape
    # (N_OUTPUTS,).
    explained: NDArray[np.float64]

    def __call__(self, normal: NDArray[np.float64]) -> NDArray[np.float64]:
        """Say what `summarise` would, without the noise of a finite number of incidents."""
        found: NDArray[np.float64] = features(normal) @ self.weights
        return found


def fit(normal: NDArray[np.float64], outputs: NDArray[np.float64]) -> Emulator:
    """Fit the surfaces by least squares; every fifth point is kept out to tell what they miss.

    Parameters
    ----------
    normal : ndarray of float64, shape (n, n_parameters)
        The design.
    outputs : ndarray of float64, shape (n, 2, N_OUTPUTS)
        See `summarise`.

    Returns
    -------
    Emulator
        Fitted to all points.

    Notes
    -----
    A point counts by the inverse of its variance: of its noise, and of what the surfaces miss. In a
    corner of the prior where ten are hurt in one attack of a thousand, how often twenty are is
    mostly noise; counted like the others, such points would be taken for errors of the surface, and
    the evidence for less than it is.
    """
    out = np.arange(len(normal)) % 5 == 0
    terms = features(normal)
    split = (terms[~out], terms[out])
    figures, noise = outputs[:, 0], outputs[:, 1]
    fitted = [
        _surface(terms, split, figures[:, k], noise[:, k], out) for k in range(figures.shape[1])
    ]
    weights, error, explained = (np.array(part) for part in zip(*fitted, strict=True))
    return Emulator(weights.T, error, explained)


def _surface(
    terms: NDArray[np.float64],
    split: tuple[NDArray[np.float64], NDArray[np.float64]],
    figure: NDArray[np.float64],
    noise: NDArray[np.float64],
    out: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], float, float]:
    fitted_to, kept_out = split
    missed = 0.0
    for _ in range(ROUNDS):
        weight = 1.0 / (noise + missed)
        trial = _least_squares(fitted_to, figure[~out], weight[~out])
        gap, own = figure[out] - kept_out @ trial, weight[out]
        missed = max(0.0, float(np.average(gap**2 - noise[out], weights=own)))
    weight = 1.0 / (noise + missed)
    own = weight[out]
    middle = np.average(figure[out], weights=own)
    varies = float(np.average((figure[out] - middle) ** 2 - noise[out], weights=own))
    return _least_squares(terms, figure, weight), float(np.sqrt(missed)), 1.0 - missed / varies


def _least_squares(
    x: NDArray[np.float64], figure: NDArray[np.float64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    found = np.linalg.solve((x.T * weight) @ x, x.T @ (weight * figure))
    return found.astype(np.float64)
