"""What a sample of replications says: means, shares, quantiles and paired differences."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from asher.comparison.between_draws import (
    Draws,
    Interval,
    spread_between,
    widened,
    widened_nonnegative,
    widened_share,
)
from asher.comparison.intervals import (
    Values,
    difference_interval,
    nonnegative_interval,
    quantile_interval,
    share_interval,
)

if TYPE_CHECKING:
    from asher.simulation.metrics import Kind


@dataclass(frozen=True)
class Estimate:
    """What a sample of replications says about one metric of one course of action."""

    # Mean with its 95 % interval. Of a count, over all replications; of a time, over those in
    # which it came [s]; of a flag, the share in which it is set. NaN where it is not known (the
    # mean of nothing, the interval of a single value).
    mean: float
    lower: float
    upper: float
    # Quantiles of the same values, each with its 95 % interval further down.
    median: float
    p10: float
    p90: float
    n: int  # Number of the values
    # Share of all replications in which it happened at all: a count above zero, a time that came,
    # a flag that is set.
    share: float
    # Its 95 % interval.
    share_lower: float = math.nan
    share_upper: float = math.nan
    # 95 % intervals of the quantiles; NaN where there are too few values to tell.
    median_lower: float = math.nan
    median_upper: float = math.nan
    p10_lower: float = math.nan
    p10_upper: float = math.nan
    p90_lower: float = math.nan
    p90_upper: float = math.nan
    # Where calibrated numbers are drawn, the interval of the mean by chance alone: the one above
    # also holds what is not known of those numbers. None where they are as stated.
    chance_lower: float | None = None
    chance_upper: float | None = None


@dataclass(frozen=True)
class Difference:
    """How two courses of action differ in one metric on the same incidents."""

    # The courses of action.
    a: str
    b: str
    metric: str
    # Mean of A minus B over the pairs with its 95 % interval, in the metric's unit. A time that
    # never came counts as the horizon.
    mean: float
    lower: float
    upper: float
    # Share of the pairs in which A is lower, ties counted half; in [0, 1].
    probability_a_lower: float
    n: int  # Number of pairs
    # As in an `Estimate`.
    chance_lower: float | None = None
    chance_upper: float | None = None

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.upper - self.lower) / 2.0


def estimate(
    values: Values,
    *,
    kind: Kind,
    draws: Draws | None = None,
) -> Estimate:
    """Return what a sample says about one metric.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        One value a replication; NaN is a time that never came [s].
    kind : {"count", "time", "span", "flag", "level"}
        Kind of the metric.
    draws : ndarray of int64, shape (n,), optional
        The draw of the calibrated numbers that each replication met, where they are drawn.

    Returns
    -------
    Estimate
        Mean, quantiles and share: of a flag with Wilson's interval, of anything else with
        `nonnegative_interval`; with draws both are widened by the spread between these.
        Quantiles interpolate linearly between order statistics and have the interval of
        `quantile_interval`, which is of chance alone.

    Examples
    --------
    >>> estimate(np.array([1.0, np.nan, 3.0, np.nan]), kind="time").share
    0.5
    """
    # A contiguous copy: numpy's order of summation, and so the last bit, depends on the strides.
    values = np.ascontiguousarray(values, dtype=np.float64)
    is_there = ~np.isnan(values)
    came = values[is_there]
    happened = is_there if kind == "time" else values > 0
    by_chance = of_share = share_interval(int(np.count_nonzero(happened)), len(values))
    if kind != "flag":
        by_chance = nonnegative_interval(came)
    of_mean = by_chance
    alone: dict[str, float] = {}
    if draws is not None:
        of_share = widened_share(of_share, spread_between(happened, draws))
        of_mean = of_share
        if kind != "flag":
            of_mean = widened_nonnegative(by_chance, spread_between(came, draws[is_there]))
        alone = {"chance_lower": by_chance[1], "chance_upper": by_chance[2]}
    (p10, *around_p10), (median, *around), (p90, *around_p90) = (
        quantile_interval(came, q) for q in (0.1, 0.5, 0.9)
    )
    return Estimate(
        *of_mean,
        median,
        p10,
        p90,
        len(came),
        *of_share,
        *around,
        *around_p10,
        *around_p90,
        **alone,
    )


def restricted(values: Values, *, horizon_s: float) -> Values:
    """Return times cut off at a horizon, which also stands for those that never came.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Times [s]; NaN is a time that never came.
    horizon_s : float
        The horizon [s], > 0.

    Returns
    -------
    ndarray of float64, shape (n,)
        Times in [0, horizon_s].

    Notes
    -----
    The mean of these is the restricted mean time. It is defined for every replication, so two
    courses of action differ by a mean over all pairs, not over a subset that depends on them.

    Examples
    --------
    >>> restricted(np.array([30.0, np.nan]), horizon_s=100.0).tolist()
    [30.0, 100.0]
    """
    cut: Values = np.where(np.isnan(values), horizon_s, np.minimum(values, horizon_s))
    return cut


def paired_difference(a: Values, b: Values) -> tuple[float, float, float, float]:
    """Return how A differs from B over pairs.

    Parameters
    ----------
    a, b : ndarray of float64, shape (n,)
        Values of the same replications, without NaN.

    Returns
    -------
    mean, lower, upper : float
        Mean of ``a - b`` with the interval of `difference_interval` over the pairs.
    probability_a_lower : float
        Share of pairs with ``a < b`` plus half the share with ``a == b``.

    Notes
    -----
    The pairs are independent and the two values of a pair are not (common random numbers), so the
    variance is that of the differences. Equal samples give exactly (0, 0, 0, 0.5).

    Examples
    --------
    >>> x = np.array([1.0, 5.0])
    >>> paired_difference(x, x)
    (0.0, 0.0, 0.0, 0.5)
    """
    n = len(a)
    if n == 0:
        return math.nan, math.nan, math.nan, math.nan
    mean, lower, upper = difference_interval(np.ascontiguousarray(a - b))
    below = int(np.count_nonzero(a < b))
    equal = int(np.count_nonzero(a == b))
    return mean, lower, upper, (below + equal / 2) / n


def mean_of(values: Values, draws: Draws | None) -> Interval:
    """Return the mean of values >= 0 with its interval, as `estimate` has it.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Those that are NaN are left out.
    draws : ndarray of int64, shape (n,), or None
        The draw of the calibrated numbers that each replication met; None if as stated.

    Returns
    -------
    mean, lower, upper : float
        In the unit of the values.
    """
    known = ~np.isnan(values)
    found = nonnegative_interval(np.ascontiguousarray(values[known]))
    if draws is None:
        return found
    return widened_nonnegative(found, spread_between(values[known], draws[known]))


def gap_of(a: Values, b: Values, draws: Draws | None) -> Interval:
    """Return how two series differ, pair by pair, with the interval of a difference.

    Parameters
    ----------
    a, b : ndarray of float64, shape (n,)
        Pairs of which one is NaN are left out.
    draws : ndarray of int64, shape (n,), or None
        As for `mean_of`.

    Returns
    -------
    mean, lower, upper : float
        Of A minus B.
    """
    known = ~np.isnan(a - b)
    mean, lower, upper, _ = paired_difference(a[known], b[known])
    met = None if draws is None else draws[known]
    return widened((mean, lower, upper), spread_between((a - b)[known], met))
