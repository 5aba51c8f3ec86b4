"""The 95 % intervals of a mean, a share, a quantile and a mean difference."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

CONFIDENCE = 0.95
TAIL = 0.5 + CONFIDENCE / 2
# Middles of equal parts of a distribution, on which a product of two is worked out.
PARTS = (np.arange(64) + 0.5) / 64
# So many sizes say that a size spreads one and a half times as widely as its mean: where a guard
# or an armed person stops an attack at once or not at all, sizes spread that widely, and few seen
# ones do not show it (judgement; what it covers is in docs/statistics.md).
_PRIOR_SIZES = 3.0
_PRIOR_VARIATION = 1.5**2
# However few were seen, a mean size is known as well as from this many of exponential spread
# (judgement: with fewer, one pair that differs by one would stand for a hundred).
_LEAST_SHAPE = 1.5
# Skewness below which its correction is lost in rounding.
_UNSKEWED = 1e-6
# So many sizes of the mean of the other sign, if that is larger, are taken with those of one
# (judgement: one pair that differs the other way says little of how far pairs can differ).
_BORROWED = 2


def mean_interval(values: Values) -> tuple[float, float, float]:
    """Return a mean with its 95 % Student t interval.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Independent values without NaN.

    Returns
    -------
    mean, lower, upper : float
        NaN where n is too small to tell (0 for the mean, 1 for the interval).

    Notes
    -----
    ``mean ± t(n - 1) s / sqrt(n)``, for differences, which have either sign; the mean of what
    cannot be below zero has `nonnegative_interval`. Values that are all equal give an interval of
    no width: of a difference that was never seen, look at the interval of its share instead.

    Examples
    --------
    >>> [round(x, 3) for x in mean_interval(np.array([1.0, 2.0, 3.0]))]
    [2.0, -0.484, 4.484]
    """
    n = len(values)
    if n == 0:
        return math.nan, math.nan, math.nan
    # Adding zero turns -0.0 into 0.0, which files and tables would show.
    mean = float(np.mean(values)) + 0.0
    if n == 1:
        return mean, math.nan, math.nan
    # The mean of equal values may differ from them by a rounding; their interval has no width.
    if values.min() == values.max():
        exact = float(values[0]) + 0.0
        return exact, exact, exact
    half = _student_quantile(n - 1) * float(np.std(values, ddof=1)) / math.sqrt(n)
    return mean, mean - half, mean + half


def nonnegative_interval(values: Values) -> tuple[float, float, float]:
    """Return a mean of values that cannot be below zero with its 95 % score interval.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Independent values >= 0 without NaN: counts of people, or times [s].

    Returns
    -------
    mean, lower, upper : float
        ``0 <= lower <= mean <= upper``. NaN where n is too small to tell (0 for the mean, 1 for
        the interval).

    Notes
    -----
    The means m' for which ``|m - m'| <= t(n - 1) sqrt(d m' / n)``, where d is the variance of the
    values over their mean m. It is the score interval of a Poisson mean, widened by the spread
    that was found, and for a count what Wilson's interval is for a share. With
    ``r = t s / (m sqrt(n))`` its ends are ``m exp(±2 asinh(r / 2))``: above zero, and for small r
    those of the t interval.

    A t interval of a rare or skewed count is placed too low: its lower end lies below zero, where
    no mean can be, and, which is worse, its upper end misses the truth far more often than
    promised; cutting it at zero mends the first and not the second. Of events that come in 3 % of
    100 replications it holds the truth 4 times in 5, this interval 19 times in 20
    (`tests/statistical/test_intervals.py`).

    Of values that are all zero no spread is known; events are then taken to come one at a time
    (d = 1), and the upper end is ``t(n - 1)^2 / n``. Other values that are all equal give an
    interval of no width.

    Examples
    --------
    >>> [round(x, 3) for x in nonnegative_interval(np.array([0.0, 0.0, 0.0, 1.0, 4.0]))]
    [1.0, 0.155, 6.471]
    >>> [round(x, 4) for x in nonnegative_interval(np.zeros(1000))]
    [0.0, 0.0, 0.0039]
    """
    n = len(values)
    mean, lower, upper = mean_interval(values)
    if n < 2 or (lower == upper and mean > 0):
        return mean, lower, upper
    if mean == 0:
        return 0.0, 0.0, _student_quantile(n - 1) ** 2 / n
    factor = math.exp(2 * math.asinh((upper - mean) / mean / 2))
    return mean, mean / factor, mean * factor


def share_interval(k: int, n: int) -> tuple[float, float, float]:
    """Return a share with its 95 % Wilson score interval.

    Parameters
    ----------
    k : int
        How often it happened, 0 to n.
    n : int
        In how many trials, >= 0.

    Returns
    -------
    share, lower, upper : float
        NaN if there was no trial.

    Notes
    -----
    E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212: the shares p for which
    ``|k/n - p| <= z sqrt(p (1 - p) / n)``. It has width at 0 and at 1 and stays within [0, 1].

    Examples
    --------
    >>> [round(x, 4) for x in share_interval(0, 10)]
    [0.0, 0.0, 0.2775]
    """
    if n == 0:
        return math.nan, math.nan, math.nan
    z = _normal_quantile()
    share = k / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At the ends the formula gives 0 and 1 up to a rounding.
    lower = 0.0 if k == 0 else max(0.0, centre - half)
    upper = 1.0 if k == n else min(1.0, centre + half)
    return share, lower, upper


def quantile_interval(values: Values, q: float) -> tuple[float, float, float]:
    """Return a quantile with its 95 % interval.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Independent values without NaN.
    q : float
        Which quantile, in (0, 1): 0.5 is the median.

    Returns
    -------
    quantile, lower, upper : float
        The quantile interpolated between order statistics, and two order statistics. NaN where n
        is too small to tell.

    Notes
    -----
    How many values lie below the true quantile is binomial (n, q), whatever the distribution; the
    ends are the values of the ranks that this number reaches with 2.5 % and 97.5 %. It covers at
    least 95 %.

    Examples
    --------
    >>> quantile_interval(np.arange(1.0, 101.0), 0.5)
    (50.5, 40.0, 61.0)
    """
    from scipy.special import bdtr

    n = len(values)
    if n == 0:
        return math.nan, math.nan, math.nan
    found = float(np.quantile(values, q))
    below = bdtr(np.arange(n + 1), n, q)  # chance that at most so many lie below
    low = int(np.searchsorted(below, 1 - TAIL, side="right"))
    high = int(np.searchsorted(below, TAIL)) + 1
    ordered = np.sort(values)
    return (
        found,
        float(ordered[low - 1]) if low >= 1 else math.nan,
        float(ordered[high - 1]) if high <= n else math.nan,
    )


def difference_interval(differences: Values) -> tuple[float, float, float]:
    """Return the mean of paired differences with its 95 % interval.

    Parameters
    ----------
    differences : ndarray of float64, shape (n,)
        Independent differences of pairs without NaN.

    Returns
    -------
    mean, lower, upper : float
        NaN where n is too small to tell (0 for the mean, 1 for the interval). Differences that are
        all equal give an interval of no width; where none of the pairs differs, say of how many.

    Notes
    -----
    Where two courses of action differ in few incidents, and by much in some of them, a t interval
    misses the truth in up to half of all studies: the spread is as little known as the mean. So
    each sign is taken apart: *how often* a pair differs that way (Jeffreys' beta distribution for
    k of n) times *by how much* it then differs (an inverse gamma distribution for the mean of k
    sizes, whose spread counts as one and a half times the mean as long as few were seen). A sign
    that was not seen has the sizes of the other, and one that was seen borrows two of the mean of
    the other, if that is larger. The two products, which
    cannot both come in one pair, are put together by their distances from the means and their
    correlation (method of variance estimates recovery: G. Y. Zou, A. Donner, Statist. Med. 27
    (2008) 1693-1702). Where most pairs differ it is the t interval.

    Sizes with a longer tail than an exponential distribution has, as in the severest attacks, pull
    that interval to the side on which the tail is not. So each end is the farther one of it and
    `skewed_interval`. What it covers is in `docs/statistics.md`.

    Examples
    --------
    >>> [round(x, 2) for x in difference_interval(np.array([0.0] * 97 + [1.0, 2.0, 9.0]))]
    [0.12, -0.19, 1.69]
    >>> difference_interval(np.zeros(10))
    (0.0, 0.0, 0.0)
    """
    mean, lower, upper = mean_interval(differences)
    if len(differences) < 2 or lower == upper:
        return mean, lower, upper
    more, less = np.maximum(differences, 0.0), np.maximum(-differences, 0.0)
    seen = [side[side > 0.0] for side in (more, less)]
    sizes = [_mean_sizes(side, other) for side, other in (seen, seen[::-1])]
    (up, up_low, up_high), (down, down_low, down_high) = (
        _often_by_much(side, size) for side, size in zip((more, less), sizes, strict=True)
    )
    spread = float(np.std(more) * np.std(less))
    r = -up * down / spread if spread > 0.0 else 0.0

    def apart(one: float, other: float) -> float:
        return math.sqrt(max(0.0, one * one + other * other - 2.0 * r * one * other))

    _, skewed_low, skewed_high = skewed_interval(differences)
    return (
        mean,
        min(skewed_low, mean - apart(up - up_low, down_high - down)),
        max(skewed_high, mean + apart(up_high - up, down - down_low)),
    )


def skewed_interval(values: Values) -> tuple[float, float, float]:
    """Return a mean with the 95 % t interval that allows for how skewed the values are.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Independent values without NaN.

    Returns
    -------
    mean, lower, upper : float
        As `mean_interval` gives them.

    Notes
    -----
    ``m - s x(±t) / sqrt(n)`` with ``x(t) = 3 sqrt(n) / g ((1 + g (t / sqrt(n) - g / 6 n))^(1/3) -
    1)`` and the skewness g of the values: the mean over its own standard error is skewed too, the
    other way, and this transformation takes it out (P. Hall, J. R. Statist. Soc. B 54 (1992)
    221-228). Of values that are not skewed it is the t interval.

    Examples
    --------
    >>> [round(x, 2) for x in skewed_interval(np.array([0.0, 0.0, 1.0, 1.0, 2.0, 9.0]))]
    [2.17, -0.43, 16.38]
    """
    mean, lower, upper = mean_interval(values)
    if len(values) < 2 or lower == upper:
        return mean, lower, upper
    root, spread = math.sqrt(len(values)), float(np.std(values, ddof=1))
    skewness = float(np.mean((values - mean) ** 3)) / spread**3
    if abs(skewness) < _UNSKEWED:
        return mean, lower, upper

    def end(t: float) -> float:
        inner = 1.0 + skewness * (t - skewness / (6.0 * root)) / root
        return mean - 3.0 * spread / skewness * (math.cbrt(inner) - 1.0)

    t = _student_quantile(len(values) - 1)
    return mean, min(mean, end(t)), max(mean, end(-t))


def _mean_sizes(own: Values, other: Values) -> Values:
    """What the mean size of one sign may be, in equal parts of its distribution."""
    from scipy.special import gammaincinv

    seen = own if len(own) else other
    k, mean = len(seen), float(np.mean(seen))
    variation = k * float(np.var(seen)) / mean**2 + _PRIOR_SIZES * _PRIOR_VARIATION
    variation /= k - 1 + _PRIOR_SIZES
    if len(own) and len(other):
        borrowed = min(_BORROWED, len(other))
        mean = (k * mean + borrowed * max(mean, float(np.mean(other)))) / (k + borrowed)
        k += borrowed
    shape = max(k / variation, _LEAST_SHAPE)
    sizes: Values = mean * shape / gammaincinv(shape, PARTS)
    return sizes


def _often_by_much(values: Values, sizes: Values) -> tuple[float, float, float]:
    """Mean of values that are mostly zero: how often they are not, times how large they are."""
    from scipy.special import betaincinv

    n, k, mean = len(values), int(np.count_nonzero(values)), float(np.mean(values))
    often = betaincinv(k + 0.5, n - k + 0.5, PARTS)
    lower, upper = np.quantile(np.outer(often, sizes), [1 - TAIL, TAIL])
    return mean, min(float(lower), mean) if k else 0.0, max(float(upper), mean)


def _student_quantile(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, TAIL))


def _normal_quantile() -> float:
    from scipy.special import ndtri

    return float(ndtri(TAIL))
