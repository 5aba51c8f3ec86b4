"""How often an event is expected: intervals that hold, shares that add up, none is not never."""

import datetime as dt
import json
import math

import numpy as np
import pytest

from asher.evidence.incidents import Incident, Incidents, read_incidents
from asher.record.expectation import Expectation, Rate, Scope, expect, expect_at, yearly_rate
from asher.record.incident_statistics import yearly_counts


@pytest.fixture(scope="module")
def shipped():
    return read_incidents()


def record(counts, location="Education", first=2001):
    rows = [
        Incident(
            dt.date(first + year, 3, 1 + i), None, "Ohio", f"P{i}", location, 1, 1,
            "Fled the scene", "", "", 2,
        )
        for year, count in enumerate(counts)
        for i in range(count)
    ]  # fmt: skip
    return Incidents("made.csv", tuple(rows), ())


@pytest.mark.statistical
@pytest.mark.parametrize("mean", [0.2, 1.0, 4.0])
def test_interval_of_a_rate_holds_the_truth_as_often_as_it_says(mean):
    # 20,000 records of five years. A small count cannot hit 95 % exactly; below 92 % is caught.
    counts = np.random.default_rng(3).poisson(5 * mean, 20_000)
    ends = {int(k): yearly_rate(int(k), 5) for k in np.unique(counts)}
    held = np.mean([ends[int(k)].lower <= mean <= ends[int(k)].upper for k in counts])
    assert held > 0.92


def test_scatter_widens_the_interval_by_its_square_root():
    exact, scattered = yearly_rate(400, 5), yearly_rate(400, 5, 4.0)
    widths = [rate.upper - rate.lower for rate in (exact, scattered)]
    assert widths[1] / widths[0] == pytest.approx(2.0, rel=0.02)
    assert exact.mean == scattered.mean == 80


def test_levels_are_those_of_the_record(shipped):
    found = expect(shipped, [], place="Education", years=30, recent=5)
    counts = yearly_counts(shipped, "Education")
    assert (found.recent.first, found.recent.last) == (2014, 2018)
    assert found.recent.count == counts[-5:].sum() == 18
    assert found.whole.count == counts.sum() == 59
    assert found.recent.per_year.mean == pytest.approx(3.6)
    for level in (found.recent, found.whole):
        assert level.per_year.lower < level.per_year.mean < level.per_year.upper


def test_kinds_of_place_add_up_to_all(shipped):
    kinds = {row.location for row in shipped.rows}
    means = [
        expect(shipped, [], place=kind, years=1, recent=5).recent.per_year.mean for kind in kinds
    ]
    whole = expect(shipped, [], place="", years=1, recent=5)
    assert sum(means) == pytest.approx(whole.recent.per_year.mean)


def test_scopes_share_the_country(shipped):
    scopes = [Scope("one school", 1 / 1000), Scope("all schools", 1.0)]
    one, all_ = expect(shipped, scopes, place="Education", years=10, recent=5).expected
    assert 1000 * one.per_year.mean == pytest.approx(all_.per_year.mean) == pytest.approx(3.6)
    assert one.one_in_years.mean == pytest.approx(1000 / 3.6)
    assert one.one_in_years.lower < one.one_in_years.mean < one.one_in_years.upper
    assert one.chance.mean == pytest.approx(1 - math.exp(-10 * 3.6 / 1000))


def test_chance_of_something_rare_keeps_its_digits():
    rare = Expectation(Scope("x", 1), Rate(1e-18, 0, 2e-18), Rate(0, 0, 0), 1)
    assert rare.chance.mean == pytest.approx(1e-18)
    assert rare.one_in_years.upper == math.inf


def test_none_seen_is_not_never(shipped):
    seen = record([3, 3, 4, 3])
    found = expect(seen, [Scope("one", 0.01)], place="Residence", years=10, recent=4)
    (one,) = found.expected
    assert (one.per_year.mean, one.per_year.lower) == (0, 0)
    assert one.per_year.upper == pytest.approx(0.01 * 2.512 / 4, rel=0.01)
    text = json.dumps(found.document(), allow_nan=False)
    assert json.loads(text)["expected"][0]["one_in_years"]["mean"] is None


def test_record_shorter_than_the_recent_years_is_used_whole():
    found = expect(record([5, 6]), [], place="", years=1, recent=5)
    assert (found.recent.first, found.recent.count) == (2001, 11)
    assert math.isnan(found.trend.ratio)


def test_given_rate_carries_no_interval():
    found = expect_at(0.002, [Scope("an agency of 50", 50)], place="", years=10)
    (one,) = found.expected
    assert one.per_year.mean == pytest.approx(0.1)
    assert math.isnan(one.per_year.lower)
    document = json.loads(json.dumps(found.document(), allow_nan=False))
    assert document["expected"][0]["chance"] == {
        "mean": pytest.approx(1 - math.exp(-1)), "lower": None, "upper": None,
    }  # fmt: skip
    assert document["country"] == {"recent": None, "all_years": None}


def test_rule_of_inclusion_is_said_of_the_shipped_record_alone(shipped):
    def said(incidents):
        return " ".join(expect(incidents, [], place="", years=1, recent=5).assumptions)

    assert "FBI" in said(shipped)
    assert "FBI" not in said(record([5, 6]))
