"""Calibration at population scale: design, emulator, sampler, and the checks of all three."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.analysis.emulator import Emulator, fit, run_design
from asher.analysis.likelihood import Observed, draw_evidence, log_likelihood, observed
from asher.errors import MissingExtraError, ResultsError
from asher.simulation.parameters import from_normal, parameter_names
from asher.simulation.posterior import Posterior

POINTS = 8192
"""Points of the design [-] (judgement)."""
DRAWS = 1000
"""Draws of a posterior file [-] (judgement)."""
CHECKS = 96
"""Made-up data sets of simulation-based calibration [-] (judgement)."""
_WALKERS, _STEPS, _BURN = 120, 9000, 2000
_RANKS, _THIN = 8, 100
Update = Callable[[int, int], None]
Progress = Callable[[str], AbstractContextManager[Update | None]]


def _silent(_what: str) -> AbstractContextManager[Update | None]:
    return nullcontext()


def sample(
    seen: Observed, emulator: Emulator, *, seed: int, steps: int = _STEPS, burn: int = _BURN
) -> tuple[NDArray[np.float64], dict[str, float]]:
    """Draw from the posterior with an ensemble of walkers.

    Parameters
    ----------
    seen : Observed
        The rows.
    emulator : Emulator
        What the model says.
    seed : int
        Of the sampler.
    steps, burn : int
        Steps of each walker, and how many are thrown away.

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
    emcee = _sampler()
    generator = np.random.default_rng(seed)

    def log_posterior(normal: NDArray[np.float64]) -> NDArray[np.float64]:
        prior = -0.5 * (normal**2).sum(axis=1)
        found: NDArray[np.float64] = prior + log_likelihood(normal, seen, emulator)
        return np.where(np.isfinite(found), found, -np.inf)

    count = len(parameter_names())
    moves = [(emcee.moves.DEMove(), 0.9), (emcee.moves.DEMove(gamma0=1.0), 0.1)]
    engine = emcee.EnsembleSampler(_WALKERS, count, log_posterior, moves=moves, vectorize=True)
    engine.random_state = np.random.RandomState(seed).get_state()
    start = 0.3 * generator.standard_normal((_WALKERS, count))
    engine.run_mcmc(start, steps)
    chain = engine.get_chain(discard=burn)
    tau = engine.get_autocorr_time(discard=burn, tol=0)
    halves = np.array_split(chain, 2, axis=0)
    parts = np.concatenate([half.swapaxes(0, 1) for half in halves])
    within = parts.var(axis=1, ddof=1).mean(axis=0)
    between = parts.mean(axis=1).var(axis=0, ddof=1)
    length = parts.shape[1]
    r_hat = np.sqrt((length - 1) / length + between / within)
    return chain, {
        "r_hat": float(r_hat.max()),
        "effective_draws": float(chain.shape[0] * _WALKERS / np.nanmax(tau)),
        "acceptance": float(np.mean(engine.acceptance_fraction)),
    }


def _sampler() -> Any:
    try:
        import emcee  # type: ignore[import-untyped]
    except ImportError:
        raise MissingExtraError(
            "calibrating needs the extra 'calibrate': pip install -e '.[calibrate]' in a clone"
        ) from None
    return emcee


def calibrate(
    folder: Path,
    *,
    seed: int = 1,
    points: int = POINTS,
    checks: int = CHECKS,
    progress: Progress | None = None,
) -> Posterior:
    """Calibrate the population scale; what is in the folder already is not done again.

    Parameters
    ----------
    folder : Path
        Where the design, the checks and the posterior are kept.
    seed : int
        Of the sampler and the made-up data.
    points : int
        Points of the design.
    checks : int
        Made-up data sets of simulation-based calibration, 0 = none.
    progress : callable, optional
        Called with what is being done; gives a context in which it is told how far that is.

    Returns
    -------
    Posterior
        As written to ``posterior.csv`` and ``posterior.json``.

    Raises
    ------
    MissingExtraError
        If the sampler is not installed.
    ResultsError
        If the folder holds a calibration of other settings.
    OSError
        If the folder cannot be written.
    """
    told = progress or _silent
    _sampler()  # before minutes are spent on what it is needed for
    _claim(folder, {"seed": seed, "points": points, "checks": checks, "model": model_digest()})
    with told("points of the design") as update:
        normal, outputs = run_design(folder / "design", points=points, progress=update)
    emulator, seen = fit(normal, outputs), observed()
    chain, diagnostics = sample(seen, emulator, seed=seed)
    flat = chain.reshape(-1, chain.shape[-1])
    keep = np.linspace(0, len(flat) - 1, DRAWS).astype(int)
    with told("made-up data sets") as update:
        where = folder / "checks"
        ranks = run_checks(where, seen, emulator, seed=seed, checks=checks, progress=update)
    about = {
        "seed": seed,
        "points": points,
        "draws": DRAWS,
        "model": model_digest(),
        "sampler": diagnostics,
        "emulator": {
            "least_explained": float(emulator.explained[:-4].min()),
        },
        "simulation_based_calibration": rank_test(ranks) if checks else None,
    }
    posterior = Posterior(from_normal(flat[keep]), about)
    write_posterior(posterior, folder)
    return posterior


def _claim(folder: Path, settings: Mapping[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "settings.json"
    if path.exists():
        known = json.loads(path.read_text(encoding="utf-8"))
        other = [key for key in settings if known.get(key) != settings[key]]
        if other:
            raise ResultsError(
                f"{folder}: holds a calibration with another {' and '.join(other)}; "
                "choose an empty folder, or the same settings"
            )
    elif any(folder.iterdir()):
        raise ResultsError(f"{folder}: is not empty and holds no calibration; choose another")
    else:
        path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def run_checks(
    folder: Path,
    seen: Observed,
    emulator: Emulator,
    *,
    seed: int,
    checks: int,
    progress: Update | None = None,
) -> NDArray[np.int64]:
    """Tell whether posteriors of made-up evidence hold what made it up.

    Parameters
    ----------
    folder : Path
        Where the ranks are kept.
    seen : Observed
        Sizes of the evidence.
    emulator : Emulator
        What the model says.
    seed : int
        Of the made-up evidence.
    checks : int
        How many sets of it.
    progress : callable, optional
        Called with the sets done and their total.

    Returns
    -------
    ndarray of int64, shape (checks, n_parameters)
        Rank of the parameter that made the evidence up among 99 draws of its posterior.

    Notes
    -----
    Talts et al. 2018: under a posterior that is right the ranks are uniform.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = np.empty((checks, len(parameter_names())), dtype=np.int64)
    for number in range(checks):
        path = folder / f"ranks-{number:04d}.json"
        if not path.exists():
            generator = np.random.default_rng((seed, number))
            truth = generator.standard_normal(found.shape[1])
            made_up = draw_evidence(truth, seen, seed=50_000 + number)
            chain, _ = sample(made_up, emulator, seed=number, steps=2500, burn=1000)
            flat = chain.reshape(-1, chain.shape[-1])
            draws = flat[np.linspace(0, len(flat) - 1, _THIN - 1).astype(int)]
            ranks = (draws < truth).sum(axis=0)
            part = path.with_suffix(".part")
            part.write_text(json.dumps(ranks.tolist()), encoding="utf-8")
            part.replace(path)
        found[number] = json.loads(path.read_text(encoding="utf-8"))
        if progress is not None:
            progress(number + 1, checks)
    return found


def rank_test(ranks: NDArray[np.int64]) -> dict[str, Any]:
    """Test whether ranks are uniform, parameter by parameter.

    Parameters
    ----------
    ranks : ndarray of int64, shape (checks, n_parameters)
        From 0 to 99.

    Returns
    -------
    dict
        ``passes`` by a rule fixed beforehand: no p-value below 0.05 over the number of parameters;
        ``p_values`` and ``histograms`` (8 bins) by name.
    """
    from scipy.stats import chi2

    checks = len(ranks)
    p_values, histograms = {}, {}
    for k, name in enumerate(parameter_names()):
        counts = np.bincount(ranks[:, k] * _RANKS // _THIN, minlength=_RANKS)
        statistic = ((counts - checks / _RANKS) ** 2).sum() / (checks / _RANKS)
        p_values[name] = float(chi2.sf(statistic, _RANKS - 1))
        histograms[name] = counts.tolist()
    return {
        "data_sets": checks,
        "passes": min(p_values.values()) > 0.05 / len(p_values),
        "p_values": p_values,
        "histograms": histograms,
    }


def model_digest() -> str:
    """Digest of what a posterior hangs on: the evidence, the incidents and the priors.

    Returns
    -------
    str
        SHA-256 in hexadecimal, first sixteen digits.
    """
    folder = resources.files("asher") / "data"
    text = b"".join(
        (folder / name).read_bytes() for name in ("evidence.csv", "incidents.csv", "parameters.csv")
    )
    return sha256(text).hexdigest()[:16]


def write_posterior(posterior: Posterior, folder: Path) -> None:
    """Write a posterior as ``posterior.csv`` and ``posterior.json``.

    Parameters
    ----------
    posterior : Posterior
        Draws.
    folder : Path
        Where.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    part = folder / "posterior.part"
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(parameter_names())
        writer.writerows([[f"{value:.5g}" for value in row] for row in posterior.values])
    part.replace(folder / "posterior.csv")
    text = json.dumps(posterior.about, indent=1) + "\n"
    (folder / "posterior.json").write_text(text, encoding="utf-8")
