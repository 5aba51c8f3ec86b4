"""The shipped places beside the record: which runs are made, and the rule of the interval."""

from types import SimpleNamespace

import numpy as np
import pytest

from asher.calibration import coupling
from asher.calibration.coupling import CHECKS, PlaceCheck, check_places
from asher.calibration.place_kinds import hurt_at
from asher.scenario import read_scenario
from asher.simulation.exposure import OCCUPANT_LOADS, PLACES_OF
from asher.simulation.place_kinds import KIND_OF
from asher.views.words.check_words import place_count_words, place_figure_words


@pytest.fixture
def asked(monkeypatch):
    """Checks of made-up counts; what was run for them."""
    calls = []

    def check(counts, *, seed=1, record=None, progress=None):
        def hurt_on(place, *, profile, replications, seed):
            calls.append((place, profile, replications, seed))
            return counts(place)

        monkeypatch.setattr(coupling, "hurt_on", hurt_on)
        if record is not None:
            monkeypatch.setattr(coupling, "hurt_at", record)
        return check_places(replications=300, seed=seed, progress=progress)

    return check, calls


def rows_of(found, kind):
    return {each.check: each for each in found if each.kind == kind}


def test_counts_of_the_law_of_the_record_are_inside_and_others_are_not(asked):
    """As many incidents as are on record, of which each is drawn from what the plan gives."""
    check, _ = asked
    counts = np.random.default_rng(1).negative_binomial(2, 0.3, 3000).astype(float)
    record = counts[:90]
    right = check(lambda _: counts, record=lambda _: record)
    assert all(each.inside for each in right)
    # Three times as many at each attack: mean and tails are outside, those hit by nobody inside.
    found = rows_of(check(lambda _: 3.0 * counts, record=lambda _: record), "Education")
    assert not found["mean"].inside
    assert not found["10 or more"].inside
    assert found["none"].inside
    assert found["mean"].predicted == pytest.approx(3.0 * counts.mean())
    assert found["mean"].observed == record.mean()


@pytest.mark.parametrize("n", [50, 400])
def test_the_interval_is_that_of_a_sample_as_large_as_the_record(asked, n):
    """Of shares: binomial, and the more attacks were run the less their own chance adds.

    An interval a tenth too wide or too narrow would be caught.
    """
    check, _ = asked
    counts = np.repeat([0.0, 3.0, 12.0, 25.0], [100, 500, 250, 150])
    own = np.sqrt(1.0 + n / len(counts))
    found = rows_of(check(lambda _: counts, record=lambda _: np.full(n, 3)), "Open Space")
    for name, share in (("none", 0.1), ("10 or more", 0.4), ("20 or more", 0.15)):
        each = found[name]
        assert (each.incidents, each.predicted) == (n, pytest.approx(share))
        wide = 2 * 1.96 * np.sqrt(share * (1 - share) / n) * own
        assert each.upper - each.lower == pytest.approx(wide, abs=0.1 * wide + 1 / n)
        assert each.lower < share < each.upper
    mean, sd = counts.mean(), counts.std()
    assert found["mean"].upper - mean == pytest.approx(1.96 * sd / np.sqrt(n) * own, rel=0.1)


@pytest.mark.parametrize(
    ("observed", "inside"), [(0.9, False), (1.0, True), (1.5, True), (2.0, True), (2.1, False)]
)
def test_a_figure_is_inside_up_to_the_ends_of_the_interval(observed, inside):
    check = PlaceCheck("Education", ("high-school",), 62, "mean", observed, 1.5, 1.0, 2.0)
    assert check.inside == inside
    assert check.to_document() == {
        "kind": "Education", "places": ["high-school"], "incidents": 62, "check": "mean",
        "observed": observed, "predicted": 1.5, "lower": 1.0, "upper": 2.0, "inside": inside,
    }  # fmt: skip


def test_each_place_is_run_with_the_hazard_of_its_kind_and_counts_as_much_as_another(asked):
    check, calls = asked
    told = []
    found = check(
        lambda place: np.full(300, float(len(place))),
        seed=5,
        progress=lambda done, total: told.append((done, total)),
    )
    runs = [(place, kind) for kind, places in PLACES_OF.items() for place in places]
    assert [place for place, *_ in calls] == [place for place, _ in runs]
    assert [KIND_OF[profile] for _, profile, *_ in calls] == [kind for _, kind in runs]
    assert {call[2:] for call in calls} == {(300, 5)}
    assert told == [(k + 1, len(runs)) for k in range(len(runs))]
    assert [each.check for each in found] == list(CHECKS) * len(PLACES_OF)
    for kind, places in PLACES_OF.items():
        row = rows_of(found, kind)["mean"]
        assert row.places == places
        assert row.predicted == pytest.approx(np.mean([len(place) for place in places]))
        assert (row.incidents, row.observed) == (len(hurt_at(kind)), hurt_at(kind).mean())


def test_the_same_seed_gives_the_same_intervals(asked):
    check, _ = asked
    counts = np.random.default_rng(1).poisson(4.0, 300).astype(float)
    assert check(lambda _: counts, seed=3) == check(lambda _: counts, seed=3)
    assert check(lambda _: counts, seed=3) != check(lambda _: counts, seed=4)


def test_officers_count_among_the_hurt_and_numbers_are_drawn(monkeypatch):
    """The record counts police; occupants alone would be one too few here."""
    seen = []

    columns = {
        "casualties": np.array([[2.0, 0.0]]),
        "officers_killed": np.array([[1.0, 0.0]]),
        "officers_wounded": np.array([[1.0, 0.0]]),
    }

    def simulate(scenario, *, replications, seed, first, severity):
        seen.append((scenario, replications, seed, first, severity))
        return SimpleNamespace(columns=columns)

    monkeypatch.setattr(coupling, "simulate", simulate)
    hurt = coupling.hurt_on("office-floor", profile="government", replications=30, seed=9)
    assert hurt.tolist() == [4.0, 0.0] * 15
    full = sum(group.count for group in read_scenario("office-floor").occupants)
    assert len(seen) == 15
    for k, (scenario, *asked, severity) in enumerate(seen):
        assert asked == [2, 9, 2 * k]  # Other attacks at each load, and in each fifth
        assert severity == pytest.approx((0.2 * (k % 5), 0.2 * (k % 5 + 1)))
        people = sum(group.count for group in scenario.occupants)
        expected = OCCUPANT_LOADS[k // 5] * full
        assert people == pytest.approx(expected, abs=len(scenario.occupants))
        assert scenario.hazard.profile == "government"
        assert scenario.hazard.entry == read_scenario("office-floor").hazard.entry
        assert scenario.uncertainty == "posterior"
        assert [course.name for course in scenario.courses_of_action] == ["two-officer-entry"]


def test_what_places_show_is_said_in_words():
    mean = PlaceCheck("Commerce", ("mall",), 96, "mean", 7.34, 6.5, 5.0, 8.2)
    share = PlaceCheck("Commerce", ("mall",), 96, "10 or more", 0.18, 0.4, 0.3, 0.5)
    assert place_figure_words(mean) == ("7.3", "6.5", "5.0\u20138.2")
    assert place_figure_words(share) == ("18\u00a0%", "40\u00a0%", "30\u201350\u00a0%")
    assert place_count_words([mean, share]) == "Shipped places: 1 of 2 inside (50%)"
