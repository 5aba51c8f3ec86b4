"""Shares and moments of counts, each with its 95 % interval."""

from __future__ import annotations

import math
import warnings
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from asher.comparison.intervals import share_interval
from asher.record.count_fits import NegativeBinomial, fit_negative_binomial

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

RESAMPLES = 4_000
# Any fixed seed: equal files give equal figures.
_SEED = 1
# Fewer values than these have no bootstrap interval (judgement).
_LEAST = 5


@dataclass(frozen=True)
class Share:
    """A count and its share with Wilson's 95 % interval."""

    # How often, among how many.
    count: int
    of: int
    # The share and its interval [-]; NaN among none.
    share: float
    lower: float
    upper: float

    @classmethod
    def among(cls, count: int, of: int) -> Share:
        """Make one from a count.

        Returns
        -------
        Share
            With its interval.
        """
        return cls(count, of, *share_interval(count, of))


@dataclass(frozen=True)
class Moments:
    """Casualties of one kind per incident."""

    # Incidents, people in all, and the most in one incident.
    n: int
    total: int
    largest: int
    median: float  # Median [count]
    # Mean with its 95 % bootstrap interval [count].
    mean: float
    lower: float
    upper: float
    # Variance with its 95 % bootstrap interval [count2].
    variance: float
    variance_lower: float
    variance_upper: float
    nobody: Share  # Incidents with nobody
    law: NegativeBinomial  # The law fitted to the counts
    observed: tuple[int, ...]  # The counts themselves

    def document(self) -> dict[str, Any]:
        """Return the figures for a JSON file."""
        figures = asdict(self)
        del figures["observed"]
        return figures | {"negative_binomial": figures.pop("law") | {"verdict": self.law.verdict}}


def moments(counts: Sequence[int]) -> Moments:
    """Estimate the moments of counts.

    Parameters
    ----------
    counts : sequence of int
        Casualties of one kind in each incident, >= 0; at least one.

    Returns
    -------
    Moments
        With bootstrap intervals, and the law fitted to them.
    """
    values = np.array(counts, dtype=np.int64)
    return Moments(
        n=len(values),
        total=int(values.sum()),
        largest=int(values.max()),
        median=float(np.median(values)),
        **_named("", bootstrapped(values, np.mean)),
        **_named("variance_", bootstrapped(values, _variance)),
        nobody=Share.among(int(np.sum(values == 0)), len(values)),
        law=fit_negative_binomial(values),
        observed=tuple(counts),
    )


def _named(prefix: str, found: tuple[float, float, float]) -> dict[str, float]:
    first = prefix.rstrip("_") or "mean"
    return dict(zip((first, f"{prefix}lower", f"{prefix}upper"), found, strict=True))


def _variance(values: NDArray[np.int64], axis: int = -1) -> Any:
    return np.var(values, axis=axis, ddof=1)


def bootstrapped(
    values: NDArray[np.int64], statistic: Callable[..., Any]
) -> tuple[float, float, float]:
    """Return a statistic with its 95 % bootstrap interval.

    Parameters
    ----------
    values : ndarray of int, shape (n,)
        Independent counts.
    statistic : callable
        Takes the values and an axis.

    Returns
    -------
    statistic, lower, upper : float
        NaN where it is not known: of nothing, and the interval of few or equal values.

    Notes
    -----
    Bias-corrected and accelerated (B. Efron, J. Am. Stat. Assoc. 82 (1987) 171-185), from 4,000
    resamples with a fixed seed; plain percentiles where the acceleration cannot be had.
    """
    from scipy.stats import DegenerateDataWarning, bootstrap

    n = len(values)
    if n == 0 or (n == 1 and statistic is _variance):
        return math.nan, math.nan, math.nan
    found = float(statistic(values))
    # Few or equal values resample to little else than themselves: too narrow to be believed.
    if n < _LEAST or values.min() == values.max():
        return found, math.nan, math.nan
    for method in ("BCa", "percentile"):
        with warnings.catch_warnings():
            # Values of which each one left out makes the same difference have no acceleration.
            warnings.simplefilter("ignore", DegenerateDataWarning)
            warnings.simplefilter("ignore", RuntimeWarning)
            ends = bootstrap(
                (values,),
                statistic,
                n_resamples=RESAMPLES,
                method=method,
                vectorized=True,
                random_state=np.random.default_rng(_SEED),
            ).confidence_interval
        if math.isfinite(ends.low) and math.isfinite(ends.high):
            return found, float(ends.low), float(ends.high)
    return found, math.nan, math.nan
