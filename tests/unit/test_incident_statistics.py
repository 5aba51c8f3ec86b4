"""Estimates from past incidents: moments, laws and trends recover what they were made from."""

import datetime as dt
import json
import math

import numpy as np
import pytest

from asher.evidence import load
from asher.evidence.incidents import Incident, Incidents, read_incidents
from asher.record.count_fits import fit_negative_binomial, fit_trend
from asher.record.incident_statistics import summarize, yearly_counts


@pytest.fixture(scope="module")
def summary():
    return summarize(read_incidents())


def made(*casualties, year=2001):
    rows = tuple(
        Incident(
            dt.date(year + i, 1, 2), None, "Ohio", f"Pub {i}", "Commerce", killed, wounded,
            "Fled the scene", "Escaped (Never Caught)", "", i + 2,
        )
        for i, (killed, wounded) in enumerate(casualties)
    )  # fmt: skip
    return Incidents("made.csv", rows, ())


def test_moments_are_those_of_the_evidence(summary):
    for kind in ("killed", "wounded"):
        found = getattr(summary, kind)
        for moment in ("mean", "variance"):
            published = load()[f"{kind}-{moment}"]
            assert found.n == published.n
            assert getattr(found, moment) == pytest.approx(published.value, rel=0.001)
    assert summary.killed_all.nobody.count == load()["killed-zero"].k


def test_intervals_hold_their_figures_and_las_vegas_widens_them(summary):
    for found in (summary.killed, summary.wounded, summary.killed_all, summary.wounded_all):
        assert found.lower < found.mean < found.upper
        assert found.variance_lower < found.variance < found.variance_upper
    # 489 of 1,634 wounded: the mean moves by 42 %, the variance twenty-fold.
    assert summary.wounded_all.mean > 1.4 * summary.wounded.mean
    assert summary.wounded_all.variance > 20 * summary.wounded.variance


def test_parts_add_up(summary):
    n = len(summary.incidents.rows)
    assert sum(share.count for share in summary.endings.values()) == summary.coded == 300
    assert {share.of for share in summary.endings.values()} == {300}
    assert len(summary.uncoded) == n - summary.coded
    assert sum(group.share.count for group in summary.places) == n
    assert sum(group.share.count for group in summary.years) == n
    assert sum(group.killed_total for group in summary.years) == summary.killed_all.total
    assert sum(summary.hours) == n
    counts = [group.share.count for group in summary.places]
    assert counts == sorted(counts, reverse=True)


def test_document_is_strict_json_with_the_promised_keys(summary):
    document = json.loads(json.dumps(summary.document(), allow_nan=False))
    assert document["incidents"] == 303
    assert document["coded"] + len(document["uncoded"]) == 303
    for kind in ("killed", "wounded"):
        assert {"mean", "lower", "upper", "variance"} <= set(document[kind])
        assert document[kind]["negative_binomial"]["verdict"]
    assert document["left_out_of_moments"][0]["title"] == "Las Vegas 2017"


def test_law_is_refused_for_the_record_and_the_verdict_says_so(summary):
    # The record has fewer incidents with nobody killed than an over-dispersed law; a fit that
    # took it all the same would hide that.
    assert summary.wounded.law.p_value < 0.01
    assert "does NOT fit" in summary.wounded.law.verdict


def test_equal_files_give_equal_figures(summary):
    assert summarize(read_incidents()).document() == summary.document()


def test_negative_binomial_law_is_recovered():
    # 20,000 draws: the standard error of the shape is about 0.012; an error of 6 % is caught.
    draws = np.random.default_rng(5).negative_binomial(0.8, 0.8 / 3.8, 20_000)
    law = fit_negative_binomial(draws)
    assert law.mean == draws.mean()
    assert law.shape == pytest.approx(0.8, abs=0.05)
    assert law.p_value > 0.001
    assert law.chances(400).sum() == pytest.approx(1, abs=1e-6)


def test_shape_is_where_the_likelihood_is_greatest(summary):
    from scipy.stats import nbinom

    counts, law = np.array(summary.killed.observed), summary.killed.law

    def likelihood(shape):
        return nbinom.logpmf(counts, shape, shape / (shape + law.mean)).sum()

    best = likelihood(law.shape)
    assert best > likelihood(law.shape * 1.01)
    assert best > likelihood(law.shape / 1.01)


@pytest.mark.statistical
def test_test_of_fit_refuses_a_true_law_as_often_as_it_says():
    # 400 samples of the record's size: a true size above 10.6 % or below 0.7 % is caught.
    generator = np.random.default_rng(11)
    refused = sum(
        fit_negative_binomial(generator.negative_binomial(0.96, 0.96 / 3.95, 302)).p_value < 0.05
        for _ in range(400)
    )
    assert abs(refused / 400 - 0.05) < 5 * math.sqrt(0.05 * 0.95 / 400)


@pytest.mark.parametrize("counts", [[3], [2, 2, 2, 2], [0, 0, 0], [1, 2, 1, 2]])
def test_counts_without_over_dispersion_have_no_such_law(counts):
    law = fit_negative_binomial(np.array(counts))
    assert math.isnan(law.shape)
    assert "no over-dispersed law" in law.verdict


def test_few_counts_have_a_law_and_no_test():
    law = fit_negative_binomial(np.array([0, 0, 9, 1]))
    assert law.shape > 0
    assert "too few" in law.verdict


def test_trend_is_recovered_and_its_interval_widens_with_scatter():
    years = np.arange(19)
    exact = fit_trend(np.round(1000 * 1.08**years).astype(int))
    assert exact.ratio == pytest.approx(1.08, abs=1e-4)
    assert exact.dispersion == 1.0
    scattered = fit_trend(np.round(1000 * 1.08**years * (1 + 0.3 * (-1) ** years)).astype(int))
    assert scattered.dispersion > 50
    assert scattered.upper - scattered.lower > 7 * (exact.upper - exact.lower)
    assert fit_trend(np.array([0, 1, 40])).ratio > 5


@pytest.mark.parametrize("counts", [[4], [1, 9], [0, 0, 0], [0, 0, 40], [40, 0, 0, 0]])
def test_trend_that_counts_cannot_tell_is_not_told(counts):
    trend = fit_trend(np.array(counts))
    assert math.isnan(trend.ratio)
    assert trend.expected == (np.mean(counts),) * len(counts)


def test_trend_of_the_record_is_up(summary):
    assert 1.05 < summary.trend.lower < summary.trend.ratio < summary.trend.upper < 1.12
    assert sum(summary.trend.expected) == pytest.approx(303)


def test_years_without_an_incident_count_as_none():
    rows = made((1, 1), (0, 2), (2, 0)).rows
    gap = Incidents("made.csv", (rows[0], rows[2]), ())
    assert list(yearly_counts(gap)) == [1, 0, 1]
    assert list(yearly_counts(gap, "Education")) == [0, 0, 0]


@pytest.mark.parametrize(
    "casualties", [[(1, 0)], [(0, 0), (0, 0)], [(3, 1), (3, 2)], [(2, 0), (2, 1)]]
)
def test_small_files_say_what_is_not_known(casualties):
    found = summarize(made(*casualties))
    document = json.loads(json.dumps(found.document(), allow_nan=False))
    assert document["trend"]["ratio"] is None
    assert document["killed"]["mean"] == casualties[0][0]
    assert document["killed"]["lower"] is None


def test_values_of_which_each_weighs_the_same_have_an_interval():
    # No acceleration can be had from these; the plain percentiles stand in for it.
    found = summarize(made(*[(i % 2, i) for i in range(8)])).killed
    assert found.variance_lower <= found.variance <= found.variance_upper
