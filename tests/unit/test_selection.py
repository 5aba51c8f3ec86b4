"""Selection: published tables, an independent quadrature, the pool, and who is hired."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from asher.workforce.officer import trait_correlations
from asher.workforce.selection import (
    composite,
    cut_off,
    draw_hired,
    hire,
    is_possible,
    mean_above,
    selection_utility,
    success_ratio,
)
from tolerance import assert_mean, assert_share

# H. C. Taylor and J. T. Russell, J. Appl. Psychol. 23 (1939) 565-578, as they print them.
PUBLISHED = [
    (0.50, 0.10, 0.50, 0.84),
    (0.50, 0.50, 0.00, 0.50),
    (0.50, 0.50, 0.50, 0.67),
    (0.60, 0.50, 0.50, 0.76),
    (0.50, 0.20, 0.30, 0.67),
]


@pytest.mark.parametrize(("base", "ratio", "validity", "share"), PUBLISHED)
def test_published_tables(base, ratio, validity, share):
    found = success_ratio(base_rate=base, selection_ratio=ratio, validity=validity)
    assert abs(found - share) <= 0.005 + 1e-12


def test_value_of_another_program():
    """`trModel(.5, .5, .6)` of the R package iopsych prints 0.7608728."""
    found = success_ratio(base_rate=0.6, selection_ratio=0.5, validity=0.5)
    assert found == pytest.approx(0.7608728, abs=5e-8)


@pytest.mark.parametrize("validity", [-0.4, 0.0, 0.05, 0.35, 0.6, 0.95])
@pytest.mark.parametrize("ratio", [0.05, 0.3, 0.8, 0.95])
@pytest.mark.parametrize("base", [0.05, 0.2, 0.5, 0.9])
def test_third_decimal_by_another_quadrature(base, ratio, validity):
    y, spread = norm.isf(base), math.sqrt(1 - validity**2)
    above, _ = quad(
        lambda x: norm.pdf(x) * norm.sf((y - validity * x) / spread), norm.isf(ratio), 12.0
    )
    found = success_ratio(base_rate=base, selection_ratio=ratio, validity=validity)
    assert found == pytest.approx(above / ratio, abs=1e-6)


def test_limits():
    assert success_ratio(base_rate=0.3, selection_ratio=1.0, validity=0.9) == 0.3
    assert success_ratio(base_rate=0.3, selection_ratio=0.1, validity=1.0) == 1.0
    assert success_ratio(base_rate=0.1, selection_ratio=0.4, validity=1.0) == pytest.approx(0.25)
    assert success_ratio(base_rate=0.3, selection_ratio=0.1, validity=-1.0) == 0.0
    assert success_ratio(base_rate=0.3, selection_ratio=0.1, validity=0.0) == pytest.approx(0.3)


@pytest.mark.parametrize("wrong", [{"base_rate": 0.0}, {"selection_ratio": 1.1}, {"validity": 2}])
def test_numbers_out_of_range_are_told(wrong):
    with pytest.raises(ValueError, match=f"{next(iter(wrong))}: found"):
        success_ratio(**{"base_rate": 0.5, "selection_ratio": 0.5, "validity": 0.5, **wrong})


def test_utility_by_hand():
    # At a selection ratio of one half the mean standard score is 2 phi(0).
    mean = 2 / math.sqrt(2 * math.pi)
    assert mean_above(0.5) == pytest.approx(mean)
    found = selection_utility(
        hired=20, years=3, validity=0.5, sd_value=1000, selection_ratio=0.5, cost_per_applicant=10
    )
    assert found == pytest.approx(20 * 3 * 0.5 * 1000 * mean - 400)


def test_mean_above_is_that_of_the_tail():
    for share in (0.01, 0.2, 0.7):
        tail, _ = quad(lambda x: x * norm.pdf(x), cut_off(share), 12)
        assert mean_above(share) == pytest.approx(tail / share, abs=1e-7)


def test_two_instruments_predict_as_regression_has_it():
    validities = np.array([[0.4, 0.0], [0.2, 0.5]])
    among = np.array([[1.0, 0.3], [0.3, 1.0]])
    found = composite(np.array([2.0, 1.0]), validities, among)
    spread = math.sqrt(4 + 1 + 2 * 2 * 0.3)
    assert found.validity == pytest.approx([1.0 / spread, 0.5 / spread])
    assert composite(np.zeros(2), validities, among).validity.tolist() == [0.0, 0.0]


def test_a_copy_of_an_instrument_adds_nothing():
    one = composite(np.array([1.0]), np.array([[0.4]]), np.eye(1))
    two = composite(np.ones(2), np.array([[0.4], [0.4]]), np.ones((2, 2)))
    assert two.validity == pytest.approx(one.validity)


def test_those_hired_are_those_above_the_cut_off():
    """Against applicants drawn one by one and cut; catches shifts of 0.03 standard deviations."""
    traits = trait_correlations()
    validities = np.array([[0.35, 0.3, 0.15, 0.0, 0.1], [0.1, 0.0, 0.2, 0.4, 0.1]])
    among = np.array([[1.0, 0.3], [0.3, 1.0]])
    generator = np.random.default_rng(1)
    whole = np.block([[traits, validities.T], [validities, among]])
    everybody = generator.multivariate_normal(np.zeros(7), whole, 100_000)
    score = everybody[:, 5] + everybody[:, 6]
    cut = everybody[score > np.quantile(score, 0.8)]
    chosen = composite(np.ones(2), validities, among)
    people = generator.random(20_000), generator.standard_normal((20_000, 5))
    hired = draw_hired(chosen, traits, selection_ratio=0.2, people=people)
    for k in range(5):
        assert_mean(cut[:, k], chosen.validity[k] * mean_above(0.2))
        assert_mean(hired[:, k], chosen.validity[k] * mean_above(0.2))
    assert np.cov(hired.T) == pytest.approx(np.cov(cut[:, :5].T), abs=0.05)


def test_several_instruments_give_the_success_ratio_of_their_composite():
    """Hired by three instruments at once; catches a share off by 0.008."""
    traits = trait_correlations()
    validities = np.array(
        [[0.3, 0.2, 0.1, 0.0, 0.1], [0.1, 0.0, 0.3, 0.4, 0.1], [0.0, 0.3, 0.2, 0.1, 0.3]]
    )
    chosen = composite(np.array([1.0, 2.0, 0.5]), validities, np.where(np.eye(3) > 0, 1.0, 0.25))
    generator = np.random.default_rng(2)
    n = 100_000
    people = generator.random(n), generator.standard_normal((n, 5))
    for ratio, base in ((0.1, 0.5), (0.4, 0.2)):
        hired = draw_hired(chosen, traits, selection_ratio=ratio, people=people)
        for k in range(5):
            expected = success_ratio(
                base_rate=base, selection_ratio=ratio, validity=chosen.validity[k]
            )
            assert_share(int((hired[:, k] > cut_off(base)).sum()), n, expected)


def test_impossible_validities_are_found():
    assert is_possible(trait_correlations(), np.array([[0.9, 0, 0, 0, 0]]), np.eye(1))
    assert not is_possible(trait_correlations(), np.array([[0.9, 0, 0, 0.9, 0]]), np.eye(1))


def test_a_strict_cut_off_leaves_posts_empty():
    lenient = hire(applicants=300, selection_ratio=0.5, posts=600, leave_share=0.08)
    strict = hire(applicants=300, selection_ratio=0.08, posts=600, leave_share=0.08)
    assert (lenient.hired, lenient.vacancies_share) == (48, 0)
    assert strict.passing == strict.hired == 24
    assert strict.vacancies_share == pytest.approx(0.5)
