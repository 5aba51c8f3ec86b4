import math

import numpy as np
import pytest

from asher.comparison.estimates import estimate, paired_difference, restricted
from asher.comparison.intervals import (
    difference_interval,
    mean_interval,
    nonnegative_interval,
    share_interval,
)


def test_mean_interval_is_student_t():
    # t(0.975, 4) = 2.776445 in any table; s = sqrt(2.5) for 1..5.
    mean, lower, upper = mean_interval(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    half = 2.776445105 * math.sqrt(2.5 / 5)
    assert mean == 3.0
    assert lower == pytest.approx(3.0 - half, abs=1e-8)
    assert upper == pytest.approx(3.0 + half, abs=1e-8)


def test_one_value_has_a_mean_and_no_interval():
    mean, lower, upper = mean_interval(np.array([4.0]))
    assert mean == 4.0
    assert math.isnan(lower)
    assert math.isnan(upper)


def test_nothing_has_no_mean():
    assert all(math.isnan(x) for x in mean_interval(np.array([])))
    assert all(math.isnan(x) for x in share_interval(0, 0))


def test_equal_values_have_an_interval_of_no_width():
    # 0.1 summed thrice is not 0.3: rounding must not give the interval a width.
    assert mean_interval(np.full(3, 0.1)) == (0.1, 0.1, 0.1)


def test_interval_of_a_count_is_the_score_interval_of_its_mean():
    # Both ends lie where the mean is t standard errors away, the variance being d times the mean.
    values = np.array([0.0, 2.0, 0.0, 7.0, 1.0, 0.0, 0.0, 3.0])
    mean, lower, upper = nonnegative_interval(values)
    spread = values.var(ddof=1) / mean
    for end in (lower, upper):
        errors = abs(mean - end) / math.sqrt(spread * end / len(values))
        assert errors == pytest.approx(2.364624, rel=1e-6)  # t(0.975, 7) in any table
    assert 0 < lower < mean < upper


def test_interval_of_a_count_never_reaches_below_zero_and_scales_with_the_unit():
    rare = np.array([0.0] * 39 + [5.0])
    mean, lower, upper = nonnegative_interval(rare)
    assert 0 < lower < mean < upper
    assert nonnegative_interval(60 * rare) == pytest.approx((60 * mean, 60 * lower, 60 * upper))


def test_interval_of_a_frequent_count_is_that_of_student():
    values = np.random.default_rng(4).poisson(240.0, 100).astype(float)
    assert nonnegative_interval(values) == pytest.approx(mean_interval(values), rel=1e-3)


def test_count_that_was_never_seen_may_still_come():
    # The rule of three, for a two-sided interval: 3.84 events in n replications.
    mean, lower, upper = nonnegative_interval(np.zeros(1000))
    assert (mean, lower) == (0.0, 0.0)
    assert upper == pytest.approx(3.84 / 1000, rel=0.01)
    assert nonnegative_interval(np.full(10, 7.0)) == (7.0, 7.0, 7.0)
    assert math.isnan(nonnegative_interval(np.zeros(1))[2])


@pytest.mark.parametrize(
    ("k", "n", "lower", "upper"),
    [
        # Newcombe, Statist. Med. 17 (1998) 857-872, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_share_interval_agrees_with_published_wilson_intervals(k, n, lower, upper):
    share, low, high = share_interval(k, n)
    assert share == k / n
    assert low == pytest.approx(lower, abs=5e-5)
    assert high == pytest.approx(upper, abs=5e-5)


def test_share_interval_is_symmetric():
    _, lower, upper = share_interval(3, 17)
    _, mirrored_lower, mirrored_upper = share_interval(14, 17)
    assert lower == pytest.approx(1 - mirrored_upper)
    assert upper == pytest.approx(1 - mirrored_lower)
    assert share_interval(17, 17)[2] == 1.0


def test_time_is_estimated_over_the_replications_in_which_it_came():
    came = np.array([60.0, 120.0, 180.0])
    figure = estimate(np.append(came, [np.nan]), kind="time")
    assert figure.mean == 120.0
    assert (figure.median, figure.p10, figure.p90) == (120.0, 72.0, 168.0)
    assert figure.n == 3
    assert figure.share == 0.75
    assert (figure.share, figure.share_lower, figure.share_upper) == share_interval(3, 4)


def test_time_that_never_came_has_a_share_and_no_mean():
    figure = estimate(np.full(10, np.nan), kind="time")
    assert figure.n == 0
    assert figure.share == 0.0
    assert 0.0 < figure.share_upper < 0.3
    assert math.isnan(figure.mean)
    assert math.isnan(figure.median)


def test_flag_has_a_wilson_interval():
    figure = estimate(np.array([1.0] * 15 + [0.0] * 133), kind="flag")
    assert (figure.mean, figure.lower, figure.upper) == share_interval(15, 148)


def test_share_of_a_count_is_how_often_it_is_above_zero():
    figure = estimate(np.array([0.0, 0.0, 0.0, 8.0]), kind="count")
    assert figure.mean == 2.0
    assert figure.share == 0.25


def test_estimate_does_not_depend_on_memory_layout():
    values = np.random.default_rng(1).random((1000, 7))
    column = values[:, 3]
    assert estimate(column, kind="count") == estimate(column.copy(), kind="count")


def test_restricted_counts_never_as_the_horizon():
    times = np.array([10.0, np.nan, 500.0])
    assert restricted(times, horizon_s=100.0).tolist() == [10.0, 100.0, 100.0]


def test_pairs_are_subtracted_one_by_one():
    a, b = np.array([1.0, 5.0, 9.0, 4.0]), np.array([2.0, 5.0, 12.0, 3.0])
    mean, lower, upper, lower_chance = paired_difference(a, b)
    assert (mean, lower, upper) == difference_interval(a - b)
    assert lower_chance == (2 + 0.5) / 4


def test_swapping_the_pair_mirrors_the_difference():
    draw = np.random.default_rng(3)
    a, b = draw.poisson(3.0, 50).astype(float), draw.poisson(4.0, 50).astype(float)
    mean, lower, upper, chance = paired_difference(a, b)
    back, back_lower, back_upper, back_chance = paired_difference(b, a)
    assert (mean, lower, upper) == (-back, -back_upper, -back_lower)
    assert chance == pytest.approx(1 - back_chance)
