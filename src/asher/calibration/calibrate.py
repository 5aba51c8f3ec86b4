"""Calibration: design, emulator, sampler, the checks of all three, and then kinds of place."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.calibration.emulator import N_OUTPUTS, Emulator, fit, run_design
from asher.calibration.held_out import HeldOut, read_record, summarise
from asher.calibration.likelihood import Observed, draw_evidence, observed, rows_digest
from asher.calibration.place_kinds import fit_place_kinds, write_place_kinds
from asher.calibration.sampler import in_one_thread, require_sampler, sample
from asher.errors import ResultsError
from asher.runs.blocks import Progress, Told, run_all
from asher.runs.claims import claim, locked
from asher.runs.forms import ArrayForm
from asher.runs.identity import Identity, laws_digest
from asher.runs.keeper import Keeper
from asher.runs.whole import write_table, write_text
from asher.simulation.parameters import from_normal, parameter_names
from asher.simulation.posterior import Posterior

POINTS = 8192
"""Points of the design [-] (judgement)."""
DRAWS = 1000
"""Draws of a posterior file [-] (judgement)."""
CHECKS = 192
"""Made-up data sets of simulation-based calibration [-] (judgement: among 96 the lowest of 24
p-values came so near its limit that chance could not be told from a fault)."""
FEWEST_CHECKS = 40
"""Data sets below which nothing is said of the ranks [-] (judgement: five expected in a bin)."""
_RANKS, _THIN = 8, 100
Stages = Callable[[str], AbstractContextManager[Progress | None]]
"""Called with what is done next; gives a context in which it is told how far that is."""


def _silent(_what: str) -> AbstractContextManager[Progress | None]:
    return nullcontext()


def calibrate(
    folder: Path,
    *,
    seed: int = 1,
    points: int = POINTS,
    checks: int = CHECKS,
    progress: Stages | None = None,
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
        As written to ``posterior.csv`` and ``posterior.json``; the factors of kinds of place are in
        ``place_kinds.csv``.

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
    require_sampler()  # before minutes are spent on what it is needed for
    identity = identity_of(seed=seed, points=points, checks=checks)
    with locked(folder), in_one_thread():
        _claim(folder, identity)
        return _calibrate(folder, identity, (seed, points, checks), told)


def _calibrate(
    folder: Path, identity: Identity, settings: tuple[int, int, int], told: Stages
) -> Posterior:
    seed, points, checks = settings
    with told("points of the design") as update:
        keeper = Keeper(folder / "design", ArrayForm(2 * N_OUTPUTS), identity)
        normal, outputs = run_design(keeper, points=points, progress=update)
    emulator, seen = fit(normal, outputs), observed()
    chain, diagnostics = sample(seen, emulator, seed=seed)
    flat = chain.reshape(-1, chain.shape[-1])
    keep = np.linspace(0, len(flat) - 1, DRAWS).astype(int)
    with told("made-up data sets") as update:
        kept = Keeper(folder / "checks", ArrayForm(len(parameter_names())), identity)
        study = MadeUp(seen, emulator, seed)
        ranks = run_checks(kept, study, checks=checks, progress=update)
    fits = HeldOut(seen, emulator, read_record(), seed)
    with told("fits with incidents held out") as update:
        kept = Keeper(folder / "held_out", ArrayForm(fits.columns), identity)
        folds = len(fits.record.folds) if checks else 0
        held = run_all(fits, kept, total=folds, progress=update)
    about = {
        "seed": seed,
        "points": points,
        "draws": DRAWS,
        "fitted_to": fitted_to(),
        "sampler": diagnostics,
        "emulator": {
            "least_explained": float(emulator.explained.min()),
        },
        "simulation_based_calibration": rank_test(ranks) if checks else None,
        "held_out": summarise(fits.record, np.concatenate(held), seed=seed) if checks else None,
    }
    # Neighbours in a chain are alike, and so would be incidents that meet rows in turn.
    keep = np.random.default_rng(seed).permutation(keep)
    posterior = Posterior(from_normal(flat[keep]), about)
    with told("kinds of place"):
        write_place_kinds(fit_place_kinds(posterior, seed=seed), folder / "place_kinds.csv")
    write_posterior(posterior, folder)
    return posterior


def identity_of(*, seed: int, points: int, checks: int) -> Identity:
    """What decides the bytes of a calibration.

    Parameters
    ----------
    seed, points, checks
        As in `calibrate`.

    Returns
    -------
    Identity
        Settings, the rows of the evidence that are calibrated on, and the laws.
    """
    return Identity({"seed": seed, "points": points, "checks": checks, **fitted_to()})


def fitted_to() -> dict[str, str]:
    """What a posterior is fitted to, as of now.

    Returns
    -------
    dict of str to str
        Digests by what they are of; a posterior with others is stale.
    """
    return {
        "calibrated rows": rows_digest(),
        "version of the model": laws_digest("asher.calibration.calibrate"),
    }


def stale_parts(posterior: Posterior) -> list[str]:
    """Name what a posterior was fitted to that is another now.

    Returns
    -------
    list of str
        Empty where it is fitted to the rows and the laws of now.
    """
    then = posterior.about["fitted_to"]
    return [name for name, digest in fitted_to().items() if then.get(name) != digest]


def _claim(folder: Path, identity: Identity) -> None:
    path = folder / "settings.json"
    if not path.exists() and folder.is_dir() and any(folder.iterdir()):
        raise ResultsError(
            f"{folder}: is not empty and holds no calibration; choose another folder"
        )
    claim(path, identity, others=False)


@dataclass(frozen=True, eq=False)
class MadeUp:
    """The study that tells whether posteriors of made-up evidence hold what made it up.

    Notes
    -----
    Talts et al. 2018: under a posterior that is right the ranks are uniform.
    """

    seen: Observed  # Sizes of the evidence
    emulator: Emulator
    seed: int  # Of the made-up evidence

    def run(self, first: int, count: int, told: Told | None = None) -> NDArray[np.int64]:
        """Ranks of the parameters of some data sets; see `runs.blocks.Study`."""
        found = np.empty((count, len(parameter_names())), dtype=np.int64)
        for k in range(count):
            number = first + k
            truth = np.random.default_rng((self.seed, number)).standard_normal(found.shape[1])
            made_up = draw_evidence(truth, self.seen, seed=50_000 + number)
            chain, _ = sample(made_up, self.emulator, seed=number, steps=2500, burn=1000)
            flat = chain.reshape(-1, chain.shape[-1])
            draws = flat[np.linspace(0, len(flat) - 1, _THIN - 1).astype(int)]
            found[k] = (draws < truth).sum(axis=0)
            if told is not None:
                told(k + 1)
        return found


def run_checks(
    keeper: Keeper[NDArray[np.int64]],
    study: MadeUp,
    *,
    checks: int,
    progress: Progress | None = None,
) -> NDArray[np.int64]:
    """Run made-up data sets, each kept as soon as it is done.

    Parameters
    ----------
    keeper : Keeper
        Where the ranks are kept.
    study : MadeUp
        The evidence and what the model says.
    checks : int
        How many sets.
    progress : callable, optional
        Called with the sets done and their total.

    Returns
    -------
    ndarray of int64, shape (checks, n_parameters)
        Rank of the parameter that made the evidence up among 99 draws of its posterior.

    Raises
    ------
    ResultsError
        If blocks that stand hold something else.
    """
    blocks = run_all(study, keeper, total=checks, progress=progress)
    ranks = np.concatenate([np.empty((0, len(parameter_names())), dtype=np.int64), *blocks])
    if ranks.dtype != np.int64 or np.any((ranks < 0) | (ranks >= _THIN)):
        raise ResultsError(f"{keeper.folder}: holds impossible ranks; delete it")
    return ranks


def rank_test(ranks: NDArray[np.int64]) -> dict[str, Any]:
    """Test whether ranks are uniform, parameter by parameter.

    Parameters
    ----------
    ranks : ndarray of int64, shape (checks, n_parameters)
        From 0 to 99.

    Returns
    -------
    dict
        ``passes`` by a rule fixed beforehand: no p-value below 0.05 over the number of parameters,
        None of fewer than `FEWEST_CHECKS`; ``p_values`` and ``histograms`` (8 bins) by name.
    """
    from scipy.stats import chi2

    checks = len(ranks)
    # Eight bins of a hundred ranks are not of one size.
    expected = checks / _THIN * np.bincount(np.arange(_THIN) * _RANKS // _THIN)
    p_values, histograms = {}, {}
    for k, name in enumerate(parameter_names()):
        counts = np.bincount(ranks[:, k] * _RANKS // _THIN, minlength=_RANKS)
        statistic = ((counts - expected) ** 2 / expected).sum()
        p_values[name] = float(chi2.sf(statistic, _RANKS - 1))
        histograms[name] = counts.tolist()
    return {
        "data_sets": checks,
        "passes": (
            min(p_values.values()) > 0.05 / len(p_values) if checks >= FEWEST_CHECKS else None
        ),
        "p_values": p_values,
        "histograms": histograms,
    }


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
    rows = ([f"{value:.5g}" for value in row] for row in posterior.values)
    write_table(folder / "posterior.csv", parameter_names(), rows)
    write_text(folder / "posterior.json", json.dumps(posterior.about, indent=1) + "\n")
