"""Incidents predicted by fits that have not seen them: half of each kind of place, and each kind.

The halves were set before any fit: the incidents of a kind in the order of their dates, every
second one. What is predicted is how many are killed or wounded in an attack at a kind of place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.calibration.emulator import SHARES, Emulator
from asher.calibration.likelihood import Observed
from asher.calibration.place_kinds import chances_tried, country_of, pooled
from asher.calibration.predictions import PREDICTIONS, Worlds
from asher.calibration.sampler import sample
from asher.evidence import statistic
from asher.evidence.coding import code_ending
from asher.evidence.incidents import Incident, read_incidents
from asher.runs.blocks import Told
from asher.simulation.exposure import PLACES_OF
from asher.simulation.metrics import ENDINGS
from asher.simulation.parameters import from_normal
from asher.simulation.population import FIGURES, Population
from asher.simulation.posterior import Posterior

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
OWN_RECORD = "FBI incidents 2000-2018"
RECORD_ROWS = tuple(name for name in SHARES if statistic(name).population == OWN_RECORD)
"""Calibrated rows that are counted on the record, and so can be counted on a part of it."""
STEPS, BURN, DRAWS = 2500, 1000, 500
"""Of each fit, and draws whose medians are taken (judgement: a quarter of those of the shipped
posterior; medians need no more)."""
_BINS = 10


@dataclass(frozen=True, eq=False)
class Record:
    """The incidents on record, and those at kinds of place that a plan stands for."""

    rows: tuple[Incident, ...]

    @cached_property
    def kinds(self) -> NDArray[np.str_]:
        """Kind of place of each, shape (n,)."""
        return np.array([row.location for row in self.rows])

    @cached_property
    def hurt(self) -> NDArray[np.int64]:
        """Killed and wounded of each, shape (n,)."""
        return np.array([row.killed + row.wounded for row in self.rows])

    @cached_property
    def is_odd(self) -> Flags:
        """Every second incident of a kind of place by date, shape (n,)."""
        found = np.zeros(len(self.rows), dtype=bool)
        dates = np.array([row.date.toordinal() for row in self.rows])
        for kind in set(self.kinds.tolist()):
            (at,) = np.nonzero(self.kinds == kind)
            found[at[np.argsort(dates[at], kind="stable")][1::2]] = True
        return found

    @cached_property
    def folds(self) -> dict[str, Flags]:
        """What is held out of each fit, by name, shape (n,) each; of the first, nothing."""
        return {
            "nothing": np.zeros(len(self.rows), dtype=bool),
            "odd": self.is_odd,
            "even": ~self.is_odd,
            **{kind: self.kinds == kind for kind in PLACES_OF},
        }

    def counted(self, among: Flags) -> dict[str, tuple[float, float]]:
        """Count the rows of the evidence that are of the record on a part of it.

        Parameters
        ----------
        among : ndarray of bool, shape (n,)
            The part.

        Returns
        -------
        dict of str to tuple of float
            Incidents to which a row says yes, and those that it is about.
        """
        # The record does not tell officers apart: their columns stay 0.
        figures = np.zeros((int(among.sum()), len(FIGURES)))
        rows = [row for row, is_in in zip(self.rows, among.tolist(), strict=True) if is_in]
        figures[:, FIGURES.index("killed")] = [row.killed for row in rows]
        figures[:, FIGURES.index("wounded")] = [row.wounded for row in rows]
        figures[:, FIGURES.index("ending")] = [_ending_of(row) for row in rows]
        figures[:, FIGURES.index("rounds")] = [_is_exchange(row) for row in rows]
        part = Worlds(Population(figures), None, None, {})
        samples = {name: PREDICTIONS[name](part).sample for name in RECORD_ROWS}
        return {name: (float(one.sum()), float(one.size)) for name, one in samples.items()}


def _ending_of(row: Incident) -> int:
    coded = code_ending(row.terminating_event, row.shooter_fate).ending
    return ENDINGS.index(coded or "none")


def _is_exchange(row: Incident) -> bool:
    # An attacker who was shot is taken to have fought, as in the rows of other sources.
    event = row.terminating_event
    return "Shot by police" in event or "after engaging police" in event


def read_record() -> Record:
    """Read the incidents on record; the one that is left out of fits is left out.

    Returns
    -------
    Record
        In the order of the file.
    """
    return Record(read_incidents().usual)


def seen_without(seen: Observed, record: Record, held: Flags) -> Observed:
    """Count the calibrated rows anew without some incidents.

    Parameters
    ----------
    seen : Observed
        All rows; those of other sources stay.
    record : Record
        The incidents.
    held : ndarray of bool, shape (n,)
        Which are left out.

    Returns
    -------
    Observed
        The rows of the record of what is left.
    """
    counted = record.counted(~held)
    k, n = seen.k.copy(), seen.n.copy()
    for name, (yes, of) in counted.items():
        k[SHARES.index(name)], n[SHARES.index(name)] = yes, of
    return replace(seen, k=k, n=n)


@dataclass(frozen=True, eq=False)
class HeldOut:
    """The study that fits without some incidents, and predicts them all."""

    seen: Observed
    emulator: Emulator
    record: Record
    seed: int  # Of the sampler

    @property
    def columns(self) -> int:
        """Numbers of each fit."""
        return 2 * len(self.record.rows)

    def run(self, first: int, count: int, told: Told | None = None) -> Array:
        """Predict every incident by some fits; see `runs.blocks.Study`.

        Returns
        -------
        ndarray of float64, shape (count, 2 n)
            Of each fold the chance of what was seen, then that of fewer; of incidents at kinds of
            place for which no plan stands, 0.
        """
        folds = list(self.record.folds.values())
        found = np.empty((count, self.columns))
        for k in range(count):
            found[k] = self.predict(folds[first + k]).ravel()
            if told is not None:
                told(k + 1)
        return found

    def predict(self, held: Flags) -> Array:
        """Fit without some incidents, and predict all, shape (2, n)."""
        seen = seen_without(self.seen, self.record, held)
        chain, _ = sample(seen, self.emulator, seed=self.seed, steps=STEPS, burn=BURN)
        flat = chain.reshape(-1, chain.shape[-1])
        draws = from_normal(flat[np.linspace(0, len(flat) - 1, DRAWS).astype(int)])
        country = country_of(Posterior(draws, {}), seed=self.seed)
        counts = np.arange(self.record.hurt.max() + 1)
        tried = {
            kind: chances_tried(counts, country.values, country.exposure_at(kind))
            for kind in PLACES_OF
        }
        fitted = [
            np.log(tried[kind])[..., self.record.hurt[(self.record.kinds == kind) & ~held]].sum(-1)
            for kind in PLACES_OF
        ]
        found = np.zeros((2, len(self.record.rows)))
        for kind, weight in zip(PLACES_OF, pooled(np.array(fitted)), strict=True):
            chance = np.tensordot(weight, tried[kind], weight.ndim)
            at = self.record.kinds == kind
            hurt = self.record.hurt[at]
            found[0, at] = chance[hurt]
            found[1, at] = np.concatenate([[0.0], np.cumsum(chance)])[hurt]
        return found


def summarise(record: Record, predicted: Array, *, seed: int) -> dict[str, Any]:
    """Say how well incidents were predicted by fits that had not seen them.

    Parameters
    ----------
    record : Record
        The incidents.
    predicted : ndarray of float64, shape (n_folds, 2 n)
        As `HeldOut` gives it.
    seed : int
        Of the draws that make a share of a count uniform.

    Returns
    -------
    dict
        ``halves``, and by kind of place ``kinds``: incidents, the mean log score of each when
        held out, when fitted to as well, and of a Poisson-lognormal law of two numbers that is
        fitted to the same incidents as the model; the mean of the probability integral transform,
        its histogram and the p-value of a test that it is uniform.
    """
    said = predicted.reshape(len(record.folds), 2, -1)
    folds = list(record.folds)
    with_plan = np.isin(record.kinds, list(PLACES_OF))
    both = np.where(record.is_odd, said[folds.index("odd")], said[folds.index("even")])
    laws = {name: law_of(record.hurt[~held & with_plan]) for name, held in record.folds.items()}
    by_law = np.where(record.is_odd, laws["odd"][record.hurt], laws["even"][record.hurt])
    uniform = np.random.default_rng(seed).random(len(record.rows))

    def told(chosen: Flags, out: Array, law: Array) -> dict[str, Any]:
        from scipy.stats import kstest

        spread = out[1, chosen] + uniform[chosen] * out[0, chosen]
        histogram, _ = np.histogram(spread, _BINS, (0.0, 1.0))
        return {
            "incidents": int(chosen.sum()),
            "log_score": float(np.log(out[0, chosen]).mean()),
            "log_score_fitted": float(np.log(said[0, 0, chosen]).mean()),
            "log_score_of_law": float(np.log(law[chosen]).mean()),
            "transform_mean": float(spread.mean()),
            "transform_histogram": histogram.tolist(),
            "transform_p_value": float(kstest(spread, "uniform").pvalue),
        }

    return {
        "halves": told(with_plan, both, by_law),
        "kinds": {
            kind: told(record.kinds == kind, said[folds.index(kind)], laws[kind][record.hurt])
            for kind in PLACES_OF
        },
    }


def law_of(counts: NDArray[np.int64]) -> Array:
    """Fit a Poisson law whose rate is lognormal: the likeliest to the nearest twentieth.

    Parameters
    ----------
    counts : ndarray of int64, shape (n,)
        Counts >= 0, not all 0.

    Returns
    -------
    ndarray of float64
        Chance of each count up to well above the most.
    """
    from scipy.stats import poisson

    nodes, weight = np.polynomial.hermite_e.hermegauss(60)
    weight /= weight.sum()
    seen, times = np.unique(counts, return_counts=True)
    likeliest, best = -np.inf, nodes
    for log_median in np.log(counts.mean()) + np.arange(-2.0, 0.5, 0.05):
        for log_sd in np.arange(0.1, 2.5, 0.05):
            rates = np.exp(log_median + log_sd * nodes)
            likelihood = float(np.log(poisson.pmf(seen[:, None], rates) @ weight + 1e-300) @ times)
            if likelihood > likeliest:
                likeliest, best = likelihood, rates
    found: Array = poisson.pmf(np.arange(2 * int(counts.max()) + 200)[:, None], best) @ weight
    return found
