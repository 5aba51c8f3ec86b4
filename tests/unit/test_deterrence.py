from types import SimpleNamespace

import numpy as np
import pytest

from asher.comparison.break_even import deterrence
from asher.scenario.deterrence import Deterrence
from asher.scenario.shipped import SHIPPED_COURSES
from asher.simulation.severity import ALL


def compared(
    low,
    high,
    *,
    killed=(4.0, 5.0),
    names=("armed-guard", "two-officer-entry"),
    uncertainty="none",
):
    courses = [each for name in names for each in SHIPPED_COURSES if each.name == name]
    draws = np.random.default_rng(3)
    values = dict(zip(names, [draws.poisson(mean, 4000) * 1.0 for mean in killed], strict=True))
    scenario = SimpleNamespace(
        deterrence=Deterrence(low=low, high=high),
        courses_of_action=courses,
        hazard=object(),
        uncertainty=uncertainty,
    )
    outcome = SimpleNamespace(
        courses=names,
        seed=1,
        values=lambda name, _: values[name],
        replications=np.arange(4000),
        severity=ALL,
    )
    return deterrence(scenario, outcome)


def test_off_by_default_and_silent_without_a_course_to_compare_with():
    assert compared(0.0, 0.0) == ()
    assert compared(-0.2, 0.5, names=("armed-guard", "resource-officer")) == ()


def test_deterrence_scales_the_killed_of_guarded_courses_alone():
    (found,) = compared(-0.2, 0.5)
    assert (found.course, found.reference) == ("armed-guard", "two-officer-entry")
    assert found.at_low == pytest.approx(1.2 * found.killed)
    assert found.at_high == pytest.approx(0.5 * found.killed)


def test_break_even_is_where_both_kill_as_many():
    (better,) = compared(-0.2, 0.5, killed=(4.0, 5.0))
    (worse,) = compared(-0.2, 0.5, killed=(5.0, 4.0))
    # 1 - 5/4 and 1 - 4/5, within four standard errors of a ratio of two means of 4,000.
    assert better.break_even == pytest.approx(-0.25, abs=0.06)
    assert worse.break_even == pytest.approx(0.2, abs=0.04)
    assert better.break_even_upper < 0 < worse.break_even_lower
    assert worse.break_even_lower < worse.break_even < worse.break_even_upper


def test_intervals_hold_the_spread_between_draws_where_numbers_are_drawn():
    (plain,), (drawn,) = (compared(-0.2, 0.5, uncertainty=each) for each in ("none", "posterior"))
    assert (drawn.killed, drawn.break_even) == (plain.killed, plain.break_even)
    assert drawn.killed_lower < plain.killed_lower < plain.killed_upper < drawn.killed_upper
    assert drawn.break_even_lower < plain.break_even_lower
    assert plain.break_even_upper < drawn.break_even_upper


def test_a_marshal_nobody_knows_of_deters_nobody():
    assert compared(-0.2, 0.5, names=("school-marshal", "two-officer-entry")) == ()


def test_a_range_of_deterrence_spans_zero():
    assert not Deterrence().is_on
    assert Deterrence(low=-0.2, high=0.5).is_on
    with pytest.raises(ValueError, match="less than or equal to 0"):
        Deterrence(low=0.1, high=0.5)
