"""How far a figure moves between draws of the calibrated numbers, and intervals that hold it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from asher.comparison.intervals import PARTS, TAIL, Values

Draws = NDArray[np.int64]
Interval = tuple[float, float, float]
# A share that is 0 under some draws and 1 under others has no weight; it is taken as no less.
_LEAST_WEIGHT = 0.1


def spread_between(values: Values | NDArray[np.bool_], draws: Draws | None) -> float:
    """Return how far the mean under one draw may lie from the mean under all.

    Parameters
    ----------
    values : ndarray of float64 or bool, shape (n,)
        Figures of incidents, without NaN.
    draws : ndarray of int64, shape (n,), or None
        The draw of the calibrated numbers that each incident met; None if they are as stated.

    Returns
    -------
    float
        A standard deviation >= 0, in the unit of the values. 0 where it cannot be told (with
        fewer than two draws, or no two incidents of the same draw), and where nothing is drawn.

    Notes
    -----
    One-way analysis of variance with random effects: with ``k`` draws, ``MSB`` the mean square
    between them (``k - 1`` degrees of freedom) and ``MSW`` the one within (``n - k``), the
    variance between draws is ``(E MSB - E MSW) / n0``, where ``n0 = (n - sum(n_i^2) / n) / (k -
    1)`` stands for the size of unequal groups (S. R. Searle, G. Casella, C. E. McCulloch, Variance
    Components, Wiley 1992).

    Putting in what was found and cutting it at zero would give an interval that is too narrow
    where few draws were met: MSB is then hardly known, and in up to half of all studies it lies
    below MSW by chance. So MSB is not taken as known: it is ``(k - 1) MSB / chi2(k - 1)``, of which
    only what is not below MSW can be (the posterior of G. E. P. Box, G. C. Tiao, Bayesian Inference
    in Statistical Analysis, 1973, with MSW taken as known), and the variance between draws is its
    mean over that. It is multiplied by ``1 + 1 / k``, since the mean of k draws is not that of all.

    Examples
    --------
    >>> round(spread_between(np.array([1.0, 3.0, 5.0, 7.0, 3.0, 5.0]), np.arange(6) // 2), 1)
    5.4
    >>> spread_between(np.zeros(20), np.arange(20) // 10)
    0.0
    """
    from scipy.special import gammainc, gammaincinv

    if draws is None:
        return 0.0
    _, group, sizes = np.unique(draws, return_inverse=True, return_counts=True)
    n, k = len(values), len(sizes)
    if k < 2 or n == k or values.min() == values.max():
        return 0.0
    values = np.asarray(values, dtype=np.float64)
    means = np.bincount(group, weights=values) / sizes
    within = float(np.sum((values - means[group]) ** 2)) / (n - k)
    between = float(np.sum(sizes * (means - np.mean(values)) ** 2)) / (k - 1)
    size = (n - float(np.sum(sizes**2)) / n) / (k - 1)
    half = (k - 1) / 2.0
    most = half * between / within if within > 0.0 else math.inf
    reached = gammainc(half, most)
    if reached > 0.0:
        squares = half * between / gammaincinv(half, PARTS * reached)
    else:  # The draws are more alike than chance allows: what the fraction above comes to.
        squares = within * PARTS ** (-1.0 / half)
    return math.sqrt(max(0.0, float(np.mean(squares)) - within) / size * (1.0 + 1.0 / k))


def widened(found: Interval, spread: float) -> Interval:
    """Return the interval of a difference that holds chance and the spread between draws.

    Parameters
    ----------
    found : tuple of float
        Mean, lower and upper end by chance alone.
    spread : float
        What `spread_between` found.

    Returns
    -------
    mean, lower, upper : float
        The distances from the mean are put together in quadrature: ``sqrt(d^2 + (z spread)^2)``.

    Examples
    --------
    >>> [round(end, 2) for end in widened((1.0, -2.0, 4.0), 4.0 / 1.959964)]
    [1.0, -4.0, 6.0]
    """
    mean, lower, upper = found
    if spread == 0.0:
        return found
    far = _normal() * spread
    return mean, mean - math.hypot(mean - lower, far), mean + math.hypot(upper - mean, far)


def widened_nonnegative(found: Interval, spread: float) -> Interval:
    """Return the interval of a mean that cannot be below zero, as `widened` does for a difference.

    Parameters
    ----------
    found, spread
        As in `widened`.

    Returns
    -------
    mean, lower, upper : float
        The means under the draws are taken as lognormal with this mean and spread; distances from
        the mean are put together on the scale of logarithms, so that both ends stay above zero.

    Examples
    --------
    >>> [round(end, 2) for end in widened_nonnegative((4.0, 3.0, 5.0), 2.0)]
    [4.0, 1.36, 9.31]
    """
    mean, lower, upper = found
    if spread == 0.0 or not lower > 0.0:
        return found
    variance = math.log1p((spread / mean) ** 2)
    far, shift = _normal() * math.sqrt(variance), variance / 2.0
    down = math.hypot(math.log(mean / lower), far + shift)
    up = math.hypot(math.log(upper / mean), max(0.0, far - shift))
    return mean, mean * math.exp(-down), mean * math.exp(up)


def widened_share(found: Interval, spread: float) -> Interval:
    """Return the interval of a share, as `widened` does for a difference.

    Parameters
    ----------
    found, spread
        As in `widened`, of a share.

    Returns
    -------
    share, lower, upper : float
        The shares under the draws are taken as of a beta distribution with this mean and spread;
        distances are put together on the scale of log odds, so that both ends stay in [0, 1].

    Examples
    --------
    >>> [round(end, 2) for end in widened_share((0.2, 0.15, 0.26), 0.1)]
    [0.2, 0.04, 0.44]
    """
    from scipy.special import betaincinv, expit, logit

    share, lower, upper = found
    if spread == 0.0 or not 0.0 < share < 1.0:
        return found
    weight = max(share * (1.0 - share) / spread**2 - 1.0, _LEAST_WEIGHT)
    ends = betaincinv(share * weight, (1.0 - share) * weight, [1.0 - TAIL, TAIL])
    with np.errstate(divide="ignore"):
        middle = logit(share)
        low, high = np.hypot(logit([lower, upper]) - middle, logit(ends) - middle)
    return share, float(expit(middle - low)), float(expit(middle + high))


def _normal() -> float:
    from scipy.special import ndtri

    return float(ndtri(TAIL))
