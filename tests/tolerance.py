"""Tolerances from the standard error: a sampled figure may be z standard errors off, no more.

At z = 5 two hundred such assertions give a false alarm less than once in 8,000 re-seedings. Each
message states the smallest effect that the assertion would have caught.
"""

import math

import numpy as np


def assert_mean(sample, expected, z=5.0):
    """Assert that the mean of independent values agrees with an expected one.

    Parameters
    ----------
    sample : array_like, shape (n,)
        Independent values, n >= 2.
    expected : float
        The mean they should have.
    z : float
        Standard errors allowed.
    """
    sample = np.asarray(sample, dtype=float)
    caught = z * sample.std(ddof=1) / math.sqrt(len(sample))
    # Rounding alone may separate a constant sample from its mean.
    caught = max(caught, 1e-9 * max(1.0, abs(expected)))
    off = abs(sample.mean() - expected)
    assert off <= caught, (
        f"mean {sample.mean():.6g} of {len(sample)} values, expected {expected:.6g}: off by "
        f"{off:.3g}; effects above {caught:.3g} are caught"
    )


def assert_share(k, n, p, z=5.0):
    """Assert that an event came in k of n independent trials as often as a chance p says.

    Parameters
    ----------
    k, n : int
        How often it came, in how many trials.
    p : float
        Its chance.
    z : float
        Standard errors allowed.
    """
    caught = z * math.sqrt(p * (1 - p) / n)
    off = abs(k / n - p)
    assert off <= caught, (
        f"share {k / n:.6g} of {n} trials, expected {p:.6g}: off by {off:.3g}; effects above "
        f"{caught:.3g} are caught"
    )


def assert_same_law(a, b, z=5.0):
    """Assert that two samples of independent values may come from one distribution.

    Parameters
    ----------
    a, b : array_like, shape (n,) and (m,)
        The samples.
    z : float
        The chance of a false alarm is that of a normal value more than z standard deviations off.

    Notes
    -----
    Two-sample Kolmogorov-Smirnov distance, with its limit for large samples.
    """
    a, b = np.sort(np.asarray(a, dtype=float)), np.sort(np.asarray(b, dtype=float))
    values = np.concatenate([a, b])
    below_a = np.searchsorted(a, values, side="right") / len(a)
    below_b = np.searchsorted(b, values, side="right") / len(b)
    distance = np.abs(below_a - below_b).max()
    false_alarm = math.erfc(z / math.sqrt(2))
    size = len(a) * len(b) / (len(a) + len(b))
    caught = math.sqrt(-math.log(false_alarm / 2) / (2 * size))
    assert distance <= caught, (
        f"distribution functions differ by {distance:.3g} ({len(a)} and {len(b)} values); "
        f"differences above {caught:.3g} are caught"
    )
