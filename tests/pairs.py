"""Paired differences between two runs of the same incidents."""

import math

import numpy as np


def times(outcome, metric, horizon, row=0):
    """A time in every replication; one that never came counts as the horizon."""
    values = outcome.columns[metric][row]
    return np.where(np.isnan(values), horizon, values)


def officers_hit(outcome, row=0):
    """How many officers were hit in every replication."""
    return outcome.columns["officers_killed"][row] + outcome.columns["officers_wounded"][row]


def assert_raises(low, high, z=5.0):
    """Assert that the second run has the higher mean, beyond doubt."""
    mean, caught = _difference(low, high, z)
    assert mean > caught, (
        f"mean difference {mean:.4g} over {len(low)} pairs; more than {caught:.3g} was expected"
    )


def assert_never_raises(low, high, z=5.0):
    """Assert that the second run has no higher mean, as far as this many pairs can tell."""
    mean, caught = _difference(low, high, z)
    assert mean <= caught, (
        f"mean difference {mean:.4g} over {len(low)} pairs; rises above {caught:.3g} are caught"
    )


def _difference(low, high, z):
    difference = np.asarray(high, dtype=float) - np.asarray(low, dtype=float)
    assert np.all(np.isfinite(difference))
    return difference.mean(), z * difference.std(ddof=1) / math.sqrt(len(difference))
