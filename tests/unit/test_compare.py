import json
import math
from dataclasses import replace

import numpy as np
import pytest

from asher.comparison.comparison import Comparison, Failed
from asher.comparison.experiment import Experiment
from asher.errors import SimulationError
from asher.simulation.metrics import ENDINGS, METRICS
from fakes import fake_scenario, fake_simulate


@pytest.fixture(scope="module")
def comparison():
    experiment = Experiment(fake_scenario(), seed=1, simulate=fake_simulate)
    return experiment.run(replications=150)


def test_course_compared_with_itself_differs_by_exactly_zero(comparison):
    for metric in METRICS:
        d = comparison.difference("wait", "wait", metric=metric.name)
        assert (d.mean, d.lower, d.upper, d.probability_a_lower) == (0.0, 0.0, 0.0, 0.5)
        assert math.copysign(1.0, d.mean) == 1.0


def test_difference_is_that_of_the_means(comparison):
    d = comparison.difference("wait", "enter", metric="killed")
    of_means = comparison.metric("wait", "killed").mean - comparison.metric("enter", "killed").mean
    assert d.mean == pytest.approx(of_means)
    assert d.lower < d.mean < d.upper
    assert d.n == 150


def test_odds_count_the_incidents_that_are_lower_the_same_and_higher(comparison, monkeypatch):
    gaps = np.array([-2.0, -1.0, 0.0, 0.5, 1.0, 7.0])
    monkeypatch.setattr(Comparison, "gaps", lambda *_, **__: gaps)
    assert comparison.odds("wait", "enter", metric="killed") == (2, 1, 3)


def test_pairing_narrows_the_interval(comparison):
    # Both courses meet incidents of the same severity: unpaired, the half-width would be the
    # root of the sum of squares of the two; here pairing must save a fifth of it or more.
    halves = [
        (e.upper - e.lower) / 2
        for e in (comparison.metric(course, "killed") for course in ("wait", "enter"))
    ]
    paired = comparison.difference("wait", "enter", metric="killed").half_width
    assert paired < 0.8 * math.hypot(*halves)


def test_time_that_never_came_counts_as_the_horizon(comparison):
    d = comparison.difference("outside", "enter", metric="time_to_entry_s")
    entry = np.minimum(comparison.outcome.values("enter", "time_to_entry_s"), 7200.0)
    assert d.mean == pytest.approx(7200.0 - entry.mean())
    assert d.probability_a_lower == 0.0
    assert comparison.metric("outside", "time_to_entry_s").share == 0.0


def test_all_pairs_stand_in_scenario_order(comparison):
    pairs = [(d.a, d.b) for d in comparison.differences("killed")]
    assert pairs == [("wait", "enter"), ("wait", "outside"), ("enter", "outside")]


def test_ending_shares_sum_to_one(comparison):
    shares = comparison.ending_shares("wait")
    assert tuple(shares) == ENDINGS
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["left"] == 1.0


def test_summary_has_the_documented_keys_and_no_nan(comparison):
    summary = json.loads(json.dumps(comparison.summary(), allow_nan=False))
    assert list(summary) == [
        "scenario",
        "seed",
        "replications",
        "courses_of_action",
        "differences",
    ]
    course = summary["courses_of_action"]["outside"]
    assert list(course) == ["metrics", "ending"]
    assert list(course["metrics"]) == [metric.name for metric in METRICS]
    entry = course["metrics"]["time_to_entry_s"]
    quantiles = [f"{q}{end}" for q in ("median", "p10", "p90") for end in ("", "_lower", "_upper")]
    assert list(entry) == ["mean", "lower", "upper", *quantiles, "n", "share"]
    assert entry["mean"] is None
    assert (entry["n"], entry["share"]) == (0, 0.0)
    assert len(summary["differences"]) == 3 * len(METRICS)
    assert list(summary["differences"][0]) == [
        "a",
        "b",
        "metric",
        "mean",
        "lower",
        "upper",
        "probability_a_lower",
    ]


@pytest.mark.parametrize(
    ("course", "metric", "near"), [("entr", "killed", "enter"), ("enter", "kiled", "killed")]
)
def test_unknown_names_are_refused_with_a_near_one(comparison, course, metric, near):
    with pytest.raises(SimulationError, match=f"did you mean {near}"):
        comparison.difference("wait", course, metric=metric)


def test_shows_itself_in_a_notebook_without_markup_from_the_scenario():
    scenario = fake_scenario()
    scenario.title = "<script>"
    shown = Experiment(scenario, seed=1, simulate=fake_simulate).run(replications=5)._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    assert shown.count("<tr>") == 1 + 3


def test_notebook_sets_every_course_beside_the_first(comparison):
    shown = comparison._repr_html_()
    first, *others = comparison.courses
    for course in others:
        d = comparison.difference(course, first, metric="killed")
        row = shown[shown.index(f"<th scope='row'>{course}") :].split("</tr>")[0]
        assert f"{d.mean:.2f} ({d.lower:.2f} to {d.upper:.2f})" in row


@pytest.mark.parametrize(
    ("hazard", "label"), [(None, "Evacuation time [s]"), ("nightclub", "Killed")]
)
def test_notebook_says_in_which_unit_its_headline_is(hazard, label):
    scenario = fake_scenario()
    scenario.hazard = hazard
    shown = Experiment(scenario, seed=1, simulate=fake_simulate).run(replications=5)._repr_html_()
    assert f"<th>{label}, mean (95 % interval)</th>" in shown


def test_shares_of_several_endings_are_those_of_the_replications(comparison):
    outcome = comparison.outcome
    ending = outcome.ending.copy()
    ending[0, :30] = ENDINGS.index("surrendered")
    mixed = Comparison(comparison.scenario, replace(outcome, ending=ending))
    shares = mixed.ending_shares("wait")
    assert shares["surrendered"] == pytest.approx(0.2)
    assert shares["left"] == pytest.approx(0.8)


def test_replications_that_failed_are_told_by_their_numbers(comparison):
    failed = (Failed(0, 50), Failed(100, 1))
    told = Comparison(comparison.scenario, comparison.outcome, failed=failed)
    assert told.n_failed == 51
    assert told.failed_words.startswith("51 replications failed")
    assert "numbers 0 to 49 and 100 to 100" in told.failed_words.replace(", ", " and ")
    assert told.summary()["failed"] == [
        {"seed": 1, "first": 0, "replications": 50},
        {"seed": 1, "first": 100, "replications": 1},
    ]


def test_figures_of_a_summary_are_those_of_the_metrics(comparison):
    killed = comparison.summary()["courses_of_action"]["enter"]["metrics"]["killed"]
    assert killed["mean"] == comparison.metric("enter", "killed").mean
    assert killed["n"] == 150
