"""Laws fitted to counts: the negative binomial with its test, and a yearly trend."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Cells of the test hold at least this many expected incidents (Cochran's rule).
_LEAST_EXPECTED = 5.0
# Fewer events than these have no trend worth telling (judgement).
_LEAST_EVENTS = 10
# Below this a fit is called refused, as everywhere in this package (intervals are of 95 %).
_LEVEL = 0.05


@dataclass(frozen=True)
class NegativeBinomial:
    """A negative binomial law fitted to counts."""

    mean: float  # Mean [count]; the sample's own
    # Shape k of the incident-level gamma rate [-], > 0; small is over-dispersed. NaN where the
    # counts vary no more than Poisson's law.
    shape: float
    # Chi-squared of the test of fit, and its degrees of freedom; NaN and 0 without a test.
    statistic: float
    degrees: int
    p_value: float  # Chance of a statistic as large if the law held; NaN without a test

    @property
    def verdict(self) -> str:
        """What the fit says, in one sentence."""
        if math.isnan(self.shape):
            return "the counts vary no more than chance alone; no over-dispersed law is fitted"
        law = f"mean {self.mean:.2f}, shape {self.shape:.2f}"
        if math.isnan(self.p_value):
            return f"{law}; too few incidents to test the fit"
        test = f"chi-squared {self.statistic:.1f}, {self.degrees} degrees, p = {self.p_value:.2g}"
        if self.p_value < _LEVEL:
            return f"{law}; the law does NOT fit ({test})"
        return f"{law}; no sign against the law ({test})"

    def chances(self, most: int) -> NDArray[np.float64]:
        """Chance of each count.

        Parameters
        ----------
        most : int
            The largest count asked for, >= 0.

        Returns
        -------
        ndarray of float64, shape (most + 1,)
            Of 0, 1, ..., ``most``; NaN where no law is fitted.
        """
        from scipy.stats import nbinom

        success = self.shape / (self.shape + self.mean)
        found: NDArray[np.float64] = nbinom.pmf(np.arange(most + 1), self.shape, success)
        return found


@dataclass(frozen=True)
class Trend:
    """How a yearly count changes."""

    # Factor from one year to the next with its 95 % interval [-]; NaN for fewer than three years
    # or ten events, and where all incidents lie in the first year or in the last.
    ratio: float
    lower: float
    upper: float
    # Variance of the yearly counts around the trend over that of Poisson's law [-]; at least 1.
    dispersion: float
    expected: tuple[float, ...]  # The fitted count of each year


def fit_negative_binomial(counts: NDArray[np.int64]) -> NegativeBinomial:
    """Fit a negative binomial law by maximum likelihood and test the fit.

    Parameters
    ----------
    counts : ndarray of int, shape (n,)
        Independent counts >= 0; n >= 1.

    Returns
    -------
    NegativeBinomial
        The law and its test.

    Notes
    -----
    Variance ``m + m^2 / k``. The likelihood's mean is the sample's; its shape is the root of
    ``sum(psi(x + k) - psi(k)) + n log(k / (k + m))``, which has one only where the variance exceeds
    the mean. Pearson's chi-squared over cells of at least 5 expected incidents, two degrees of
    freedom lost to the fit.

    Examples
    --------
    >>> fit_negative_binomial(np.array([2, 2, 2])).verdict
    'the counts vary no more than chance alone; no over-dispersed law is fitted'
    """
    from scipy.stats import chi2

    mean = float(counts.mean())
    shape = _shape(counts, mean)
    if math.isnan(shape):
        return NegativeBinomial(mean, math.nan, math.nan, 0, math.nan)
    law = NegativeBinomial(mean, shape, math.nan, 0, math.nan)
    most = int(counts.max())
    expected = len(counts) * law.chances(most)
    # What lies above the largest count belongs to the last cell, so that the cells hold all.
    expected[-1] += len(counts) - expected.sum()
    observed = np.bincount(counts, minlength=most + 1).astype(np.float64)
    cells = _pooled(observed, expected)
    degrees = len(cells) - 3
    if degrees < 1:
        return law
    statistic = float(sum((seen - due) ** 2 / due for seen, due in cells))
    return NegativeBinomial(mean, shape, statistic, degrees, float(chi2.sf(statistic, degrees)))


def _shape(counts: NDArray[np.int64], mean: float) -> float:
    from scipy.special import digamma

    if len(counts) < 2 or counts.var() <= mean:
        return math.nan

    def score(log_shape: float) -> float:
        k = math.exp(log_shape)
        slope = float(np.sum(digamma(counts + k) - digamma(k)))
        return slope + len(counts) * math.log(k / (k + mean))

    low, high = math.log(1e-6), math.log(1e6)
    if score(low) <= 0 or score(high) >= 0:
        return math.nan
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if score(middle) > 0 else (low, middle)
    return math.exp((low + high) / 2)


def _pooled(
    observed: NDArray[np.float64], expected: NDArray[np.float64]
) -> list[tuple[float, float]]:
    cells: list[tuple[float, float]] = []
    seen = due = 0.0
    for one, other in zip(observed, expected, strict=True):
        seen, due = seen + float(one), due + float(other)
        if due >= _LEAST_EXPECTED:
            cells.append((seen, due))
            seen = due = 0.0
    if cells and due > 0:
        last = cells.pop()
        cells.append((last[0] + seen, last[1] + due))
    return cells


def fit_trend(counts: NDArray[np.int64]) -> Trend:
    """Fit a yearly count that grows or falls by the same factor each year.

    Parameters
    ----------
    counts : ndarray of int, shape (n_years,)
        Incidents of consecutive years, >= 0.

    Returns
    -------
    Trend
        The factor, its interval, and the fitted counts.

    Notes
    -----
    ``log E[y_t] = a + b t``, by Newton's method on Poisson's likelihood; the interval is Student's
    with n - 2 degrees of freedom, its width multiplied by the square root of Pearson's dispersion
    where that exceeds 1 (quasi-Poisson).

    Examples
    --------
    >>> round(fit_trend(np.array([1, 2, 4, 8, 16])).ratio, 6)
    2.0
    """
    # Of SciPy's laws alone: all of its statistics take a second to import.
    from scipy.special import stdtrit

    n = len(counts)
    mean = float(counts.mean())
    # With every incident in the first or in the last year, no factor is large enough.
    if n < 3 or counts.sum() < _LEAST_EVENTS or counts.sum() in {counts[0], counts[-1]}:
        return Trend(math.nan, math.nan, math.nan, 1.0, (mean,) * n)
    year = np.arange(n, dtype=np.float64) - (n - 1) / 2
    a, b = math.log(mean), 0.0
    for _ in range(100):
        due = np.exp(a + b * year)
        gradient = np.array([np.sum(counts - due), np.sum((counts - due) * year)])
        cross = np.sum(due * year)
        information = np.array([[np.sum(due), cross], [cross, np.sum(due * year**2)]])
        step = np.linalg.solve(information, gradient)
        # A year's count explodes the exponential before the first steps have settled.
        step *= min(1.0, 1.0 / max(1e-12, float(np.abs(step).max())))
        a, b = a + float(step[0]), b + float(step[1])
        if np.abs(step).max() < 1e-12:
            break
    due = np.exp(a + b * year)
    dispersion = max(1.0, float(np.sum((counts - due) ** 2 / due)) / (n - 2))
    spread = math.sqrt(dispersion * float(np.linalg.inv(information)[1, 1]))
    half = float(stdtrit(n - 2, 0.975)) * spread
    fitted = tuple(float(one) for one in due)
    return Trend(math.exp(b), math.exp(b - half), math.exp(b + half), dispersion, fitted)
