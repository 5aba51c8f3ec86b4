import math

import numpy as np
import pytest

from asher.comparison.experiment import Experiment
from asher.comparison.stopping import parse_rule, widest_interval
from asher.errors import ScenarioError
from fakes import fake_scenario, fake_simulate

COURSES = ("contain-and-wait", "solo-entry", "stay-outside")


@pytest.mark.parametrize(
    "text", ["killed +- 0.3", "killed ± 0.3", "killed +/- .3", "  killed+-0.3 "]
)
def test_rule_means_all_pairs(text):
    rule = parse_rule(text, courses=COURSES)
    assert (rule.metric, rule.half_width) == ("killed", 0.3)
    assert rule.pairs == (
        ("contain-and-wait", "solo-entry"),
        ("contain-and-wait", "stay-outside"),
        ("solo-entry", "stay-outside"),
    )


def test_rule_may_name_a_pair():
    rule = parse_rule("contain-and-wait - stay-outside: wounded +- 1", courses=COURSES)
    assert rule.pairs == (("contain-and-wait", "stay-outside"),)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("time_to_stop_s +- 10", 10.0),
        ("time_to_stop_s +- 1 min", 60.0),
        ("unfinished +- 2 %", 0.02),
    ],
)
def test_width_may_have_the_unit_of_its_metric(text, width):
    assert parse_rule(text, courses=COURSES).half_width == pytest.approx(width)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("killed", "killed +- 0.3"),
        ("kiled +- 0.3", "did you mean 'killed'"),
        ("killed +- 0", "a number above 0"),
        ("killed +- 3 s", "a number above 0"),
        ("killed +- nan", "a number above 0"),
        ("solo-entri - stay-outside: killed +- 1", "did you mean 'solo-entry'"),
    ],
)
def test_faulty_rule_is_refused(text, said):
    with pytest.raises(ScenarioError) as caught:
        parse_rule(text, courses=COURSES)
    assert said in str(caught.value)


def test_every_fault_of_a_rule_is_told():
    with pytest.raises(ScenarioError) as caught:
        parse_rule("a - b: kiled +- 0", courses=COURSES)
    assert len(caught.value.faults) == 3


def test_event_never_seen_is_not_taken_for_certain():
    # 30 replications without a difference leave a chance of up to 11 % of one.
    rule = parse_rule("officers_killed +- 0.05", courses=COURSES)
    none = np.zeros((3, 30))
    half, _ = widest_interval(rule, none, courses=COURSES, horizon_s=7200.0)
    assert 0.05 < half < 0.06
    half, _ = widest_interval(rule, np.zeros((3, 300)), courses=COURSES, horizon_s=7200.0)
    assert half < 0.01


def test_widest_pair_decides():
    draw = np.random.default_rng(5)
    column = np.stack([np.zeros(200), draw.poisson(1.0, 200), draw.poisson(9.0, 200)]).astype(float)
    rule = parse_rule("killed +- 0.3", courses=COURSES)
    _, pair = widest_interval(rule, column, courses=COURSES, horizon_s=7200.0)
    assert pair == ("solo-entry", "stay-outside")


def test_single_course_is_judged_by_its_own_mean():
    rule = parse_rule("killed +- 0.3", courses=COURSES[:1])
    column = np.array([[0.0, 2.0] * 50])
    half, pair = widest_interval(rule, column, courses=COURSES[:1], horizon_s=7200.0)
    assert pair == ("contain-and-wait", "contain-and-wait")
    # The score interval of a mean of 1 is 1 + r^2/2 -+ r sqrt(1 + r^2/4), r being t s / sqrt(n).
    relative = 1.98421695 * math.sqrt(100 / 99) / 10
    assert half == pytest.approx(relative * math.sqrt(1 + relative**2 / 4))


def test_run_stops_when_every_interval_is_narrow_enough():
    experiment = Experiment(fake_scenario(), seed=2, simulate=fake_simulate, block_size=50)
    rule = parse_rule("killed +- 0.2", courses=("wait", "enter", "outside"))
    stopped = experiment.run(replications=5000, rule=rule)
    assert stopped.stopping.met
    assert max(d.half_width for d in stopped.differences("killed")) <= 0.2
    assert rule.minimum <= stopped.outcome.n < 5000
    assert "was met" in str(stopped.stopping)

    # One block fewer was not enough.
    before = experiment.run(replications=stopped.outcome.n - 50)
    assert max(d.half_width for d in before.differences("killed")) > 0.2


def test_run_that_does_not_reach_its_width_says_so():
    experiment = Experiment(fake_scenario(), seed=2, simulate=fake_simulate, block_size=50)
    rule = parse_rule("killed +- 0.01", courses=("wait", "enter", "outside"))
    stopped = experiment.run(replications=120, rule=rule)
    assert not stopped.stopping.met
    assert stopped.outcome.n == 120
    assert "was not met at 120 replications" in str(stopped.stopping)
    assert stopped.summary()["stopping"]["met"] is False
