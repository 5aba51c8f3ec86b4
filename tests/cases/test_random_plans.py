"""In random small buildings with a way of 0.6 m, nobody who wants to leave is left."""

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cases.nightly import judge
from cases.random_plans import draw_case

FEW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    # Making a failing building smaller takes minutes; take `Phase.shrink` in to look at one.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.slow
@FEW
@given(st.randoms(use_true_random=False))
def test_nobody_is_left_in_a_random_building(source):
    assert judge(draw_case(source), walls=True) == ""


@pytest.mark.parametrize("number", range(20))
def test_nobody_is_left_in_the_first_buildings_of_the_nightly_run(number):
    assert judge(draw_case(random.Random(f"1/{number}")), walls=True) == ""


@pytest.mark.slow
def test_nobody_is_left_in_four_hundred_buildings():
    failed = [number for number in range(400) if judge(draw_case(random.Random(f"1/{number}")))]
    assert failed == []
