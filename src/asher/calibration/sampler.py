"""The sampler of the posterior: an ensemble of walkers."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.calibration.emulator import Emulator
from asher.calibration.likelihood import Observed, log_likelihood
from asher.errors import MissingExtraError
from asher.simulation.parameters import parameter_names

_NEEDS = "calibrating needs the extra 'calibrate': pip install -e '.[calibrate]' in a clone"
WALKERS, STEPS, BURN, EVERY = 120, 26_000, 6_000, 4
"""Walkers, the steps of each, how many are thrown away, and one of how many is kept [-] (judgement:
a walker may stay for thousands of steps where hardly any casualties come with the first)."""


def sample(
    seen: Observed, emulator: Emulator, *, seed: int, steps: int = STEPS, burn: int = BURN
) -> tuple[NDArray[np.float64], dict[str, float]]:
    """Draw from the posterior with an ensemble of walkers.

    Parameters
    ----------
    seen : Observed
        The rows.
    seed : int
        Of the sampler.
    steps, burn : int
        Steps of each walker, and how many are thrown away; of the others one in `EVERY` is kept.

    Returns
    -------
    chain : ndarray of float64, shape (n, n_walkers, n_parameters)
        On the scale of `to_normal`.
    diagnostics : dict of str to float
        ``r_hat`` (highest), ``effective_draws`` (fewest), ``acceptance``.

    Raises
    ------
    MissingExtraError
        If the sampler is not installed.
    """
    emcee = require_sampler()
    generator = np.random.default_rng(seed)

    def log_posterior(normal: NDArray[np.float64]) -> NDArray[np.float64]:
        prior = -0.5 * (normal**2).sum(axis=1)
        found: NDArray[np.float64] = prior + log_likelihood(normal, seen, emulator)
        return np.where(np.isfinite(found), found, -np.inf)

    count = len(parameter_names())
    # Whole differences of two walkers lead from one mode to another. The snooker of the library is
    # not used: it finds a variance of 0.15 where it is known to be 0.2.
    moves = [(emcee.moves.DEMove(), 0.6), (emcee.moves.DEMove(gamma0=1.0), 0.4)]
    engine = emcee.EnsembleSampler(WALKERS, count, log_posterior, moves=moves, vectorize=True)
    engine.random_state = np.random.RandomState(seed).get_state()
    start = 0.3 * generator.standard_normal((WALKERS, count))
    engine.run_mcmc(start, steps // EVERY, thin_by=EVERY)
    chain = engine.get_chain(discard=burn // EVERY)
    tau = engine.get_autocorr_time(discard=burn // EVERY, tol=0)
    half = len(chain) // 2
    parts = np.concatenate([part.swapaxes(0, 1) for part in (chain[:half], chain[-half:])])
    within = parts.var(axis=1, ddof=1).mean(axis=0)
    between = parts.mean(axis=1).var(axis=0, ddof=1)
    length = parts.shape[1]
    r_hat = np.sqrt((length - 1) / length + between / within)
    return chain, {
        "r_hat": float(r_hat.max()),
        "effective_draws": float(chain.shape[0] * WALKERS / np.nanmax(tau)),
        "acceptance": float(np.mean(engine.acceptance_fraction)),
    }


def require_sampler() -> Any:
    """Import the sampler.

    Returns
    -------
    module
        Of the library.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    try:
        import emcee  # type: ignore[import-untyped]
    except ImportError:
        raise MissingExtraError(_NEEDS) from None
    return emcee


def in_one_thread() -> AbstractContextManager[Any]:
    """Do sums of matrices in one thread: how many add up decides their last bits.

    Returns
    -------
    context manager
        For as long as it is entered.

    Raises
    ------
    MissingExtraError
        If the library is not installed.
    """
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
    except ImportError:
        raise MissingExtraError(_NEEDS) from None
    limited: AbstractContextManager[Any] = threadpool_limits(1, user_api="blas")
    return limited
