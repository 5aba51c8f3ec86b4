"""Results by how severe attacks are: parts of the same attacks, paired."""

from dataclasses import replace

import numpy as np
import pytest

from asher.comparison.between_draws import spread_between, widened
from asher.comparison.by_severity import FEWEST, PARTS, by_severity
from asher.comparison.comparison import Comparison
from asher.comparison.estimates import paired_difference
from asher.simulation.posterior import draw_number
from fakes import fake_scenario, fake_simulate

N = 1000
MILD, NEXT, WORST, HUNDREDTH = PARTS


def compared(n=N, **columns):
    """A made-up comparison in which the severity of attacks is spread evenly."""
    scenario = fake_scenario()
    outcome = fake_simulate(scenario, replications=n, seed=3, first=0, threads=1, progress=None)
    severity = np.random.default_rng(2).permutation((np.arange(n) + 0.5) / n)
    stated = {"severity": np.tile(severity, (len(outcome.courses), 1)), **columns}
    return Comparison(scenario, replace(outcome, columns={**outcome.columns, **stated}))


def test_parts_hold_as_many_attacks_as_their_names_say():
    found = by_severity(compared())
    assert list(found) == list(PARTS)
    sizes = {part: {each.n for each in courses.values()} for part, courses in found.items()}
    assert sizes == {MILD: {500}, NEXT: {400}, WORST: {100}, HUNDREDTH: {10}}


@pytest.mark.parametrize("metric", ["killed", "casualties"])
def test_parts_add_up_to_the_whole_but_for_the_worst_hundredth_which_is_in_the_worst_tenth(metric):
    comparison = compared()
    found = by_severity(comparison, metric)
    for course in comparison.courses:
        outcomes = [found[part][course] for part in (MILD, NEXT, WORST)]
        assert sum(each.n for each in outcomes) == N
        whole = sum(each.n * each.mean[0] for each in outcomes)
        assert whole == pytest.approx(comparison.outcome.values(course, metric).sum())
        if course != comparison.courses[0]:
            gap = sum(each.n * each.gap[0] for each in outcomes) / N
            usual = comparison.difference(course, comparison.courses[0], metric=metric)
            assert gap == pytest.approx(usual.mean)


def test_an_attack_is_in_the_part_of_its_severity():
    n = 40
    killed = np.zeros((3, n))
    edges = {0.0: 1, 0.4999: 2, 0.5: 4, 0.8999: 8, 0.9: 16, 0.9899: 32, 0.99: 64, 0.9999: 128}
    severity = np.resize(list(edges), n)
    killed[:] = np.resize(list(edges.values()), n)
    found = by_severity(compared(n, severity=np.tile(severity, (3, 1)), killed=killed))
    told = {
        part: courses["wait"].mean[0] * courses["wait"].n / 5 for part, courses in found.items()
    }
    assert told == pytest.approx({MILD: 3, NEXT: 12, WORST: 240, HUNDREDTH: 192})


def test_differences_are_those_of_the_same_attacks():
    """Would catch a difference of means: its interval is many times as wide."""
    severity = (np.arange(N) + 0.5) / N
    usual = np.random.default_rng(5).poisson(40.0 * severity).astype(float)
    fewer = (np.arange(N) % 4 == 0).astype(float)
    killed = np.array([usual + 1.0, usual + 1.0 - fewer, usual + 2.0])
    found = by_severity(compared(severity=np.tile(severity, (3, 1)), killed=killed))
    for part, courses in found.items():
        within = (severity >= part.low) & (severity < part.high)
        assert courses["wait"].gap is None
        mean, lower, upper, _ = paired_difference(killed[1][within], killed[0][within])
        assert courses["enter"].gap == pytest.approx((mean, lower, upper))
        assert courses["enter"].gap[0] == pytest.approx(-fewer[within].mean())
        assert courses["outside"].gap == pytest.approx((1.0, 1.0, 1.0))
        low, high = courses["enter"].mean[1:]
        assert low <= courses["enter"].mean[0] <= high
    wide = np.diff(found[MILD]["enter"].mean[1:])
    assert np.diff(found[MILD]["enter"].gap[1:]) < 0.3 * wide


@pytest.mark.parametrize("n", [FEWEST - 1, FEWEST])
def test_a_part_of_too_few_attacks_is_left_out(n):
    severity = np.full(50, 0.2)
    severity[:n] = 0.95
    found = by_severity(compared(50, severity=np.tile(severity, (3, 1))))
    assert list(found) == ([MILD, WORST] if n >= FEWEST else [MILD])


def test_intervals_hold_the_spread_between_draws_of_the_calibrated_numbers():
    plain = compared()
    draws = np.array([draw_number(k) for k in range(N)])
    # Each draw has its own level, so that attacks of one draw are alike.
    level = np.random.default_rng(7).gamma(2.0, 3.0, draws.max() + 1)[draws]
    killed = np.array([level, 0.5 * level, level]) + plain.outcome.columns["killed"]
    told = compared(killed=killed)
    told.scenario.uncertainty, told.scenario.hazard = "posterior", object()
    assert told.draws is not None
    found, alone = by_severity(told), by_severity(compared(killed=killed))
    for part in (MILD, NEXT):
        for course in told.courses:
            wider, usual = found[part][course], alone[part][course]
            assert wider.mean[0] == usual.mean[0]
            assert np.diff(wider.mean[1:]) > 1.2 * np.diff(usual.mean[1:])
        severity = told.outcome.values("wait", "severity")
        within = (severity >= part.low) & (severity < part.high)
        between = spread_between((killed[1] - killed[0])[within], draws[within])
        gap = widened(alone[part]["enter"].gap, between)
        assert found[part]["enter"].gap == pytest.approx(gap)
