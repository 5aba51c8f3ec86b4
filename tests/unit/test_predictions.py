"""Each prediction on incidents few enough to be counted on paper."""

import math

import numpy as np
import pytest

from asher.calibration.predictions import (
    PREDICTIONS,
    Worlds,
    is_exchange,
    is_over_before_police,
)
from asher.simulation.metrics import ENDINGS
from asher.simulation.population import FIGURES, Population

VALUES = {"hit_chance": 0.4, "hit_chance_under_fire": 0.2, "hit_chance_concentration": 2.0}


def incident(ending, stop_s, **figures):
    """One incident: police called after 1 min, there after 4, in contact never."""
    row = dict.fromkeys(FIGURES, 0.0)
    row |= {"call_s": 60.0, "arrival_s": 240.0, "contact_s": math.inf, "stop_s": stop_s}
    row |= {"ending": float(ENDINGS.index(ending))} | figures
    assert set(row) == set(FIGURES)
    return [row[name] for name in FIGURES]


def population(*incidents):
    return Population(np.array(incidents))


def worlds(*incidents, solo=None, siege=None, **values):
    return Worlds(population(*incidents), solo, siege, VALUES | values)


def value(name, told):
    return PREDICTIONS[name](told).value


MET = {"contact_s": 400.0}
FOUGHT = MET | {"rounds": 6.0}
BEFORE = (
    incident("left", 60.0, killed=1.0, at_school=1.0),
    incident("left", 120.0),
    incident("left", 121.0, killed=3.0, wounded=4.0),
    incident("suicide_before_police", 200.0, killed=2.0),
    incident("restrained", 30.0, wounded=1.0, at_school=1.0),
    incident("restrained", 90.0),
    incident("stopped_by_others", 110.0, killed=1.0),
)
AFTER = (
    incident("stopped_by_police", 420.0, **FOUGHT, hits=2.0),
    incident("stopped_by_police", 430.0, **FOUGHT, officers_hit=3.0, officers_killed=1.0),
    incident("stopped_by_police", 300.0, **MET),  # subdued: nobody fired
    incident("suicide_on_contact", 410.0, **MET),
    incident("suicide_on_contact", 500.0, **MET, officers_hit=1.0, killed=9.0, wounded=9.0),
    incident("surrendered", 400.0, **MET),
    incident("restrained", 250.0, at_school=1.0),
    incident("surrendered", 100.0, **MET),  # still behind a door since: over only when police came
)
ALL = BEFORE + AFTER


def test_what_is_over_before_police_ended_by_itself_or_others_before_they_came():
    assert is_over_before_police(population(*BEFORE)).all()
    # A restraint at 250 s came after the arrival; a hazard still since 100 s is not over.
    assert not is_over_before_police(population(*AFTER)).any()
    for name in ("over-before-police", "over-before-police-fbi"):
        assert value(name, worlds(*ALL)) == pytest.approx(7 / 15)
    assert value("underway-at-arrival-2010", worlds(*ALL)) == pytest.approx(8 / 15)


def test_a_leaving_in_the_moment_of_arrival_is_not_before_it():
    at_once = population(incident("left", 240.0), incident("left", 239.9))
    assert is_over_before_police(at_once).tolist() == [False, True]


@pytest.mark.parametrize(
    ("when", "counts"),
    [
        ("before", {"left": 3, "suicide": 1, "subdued": 2, "shot": 1}),
        ("after", {"shot": 2, "suicide": 2, "subdued": 2, "surrendered": 2}),
    ],
)
def test_shares_are_of_what_was_over_before_police_and_of_what_was_not(when, counts):
    told, total = worlds(*ALL), sum(counts.values())
    assert total == {"before": 7, "after": 8}[when]
    for what, count in counts.items():
        found = PREDICTIONS[f"{when}-police-{what}"](told)
        assert found.value == pytest.approx(count / total), what
        assert found.sample.size == total, what
        assert found.sample.sum() == count, what
    shares = [value(f"{when}-police-{what}", told) for what in counts]
    assert sum(shares) == pytest.approx(1.0)


def test_shares_after_police_sum_to_one_in_incidents_of_the_model():
    from asher.calibration.checks import run_worlds
    from asher.simulation.parameters import parameters

    medians = {each.name: each.median for each in parameters()}
    told = run_worlds(medians, seed=1)
    for when in ("before", "after"):
        parts = [name for name in PREDICTIONS if name.startswith(f"{when}-police-")]
        assert len(parts) == 4
        assert sum(value(name, told) for name in parts) == pytest.approx(1.0, abs=1e-12)


def test_an_exchange_is_one_in_which_somebody_fired_at_somebody():
    flags = is_exchange(population(*AFTER))
    assert flags.tolist() == [True, True, False, False, True, False, False, False]
    assert value("police-gunfire", worlds(*ALL)) == pytest.approx(3 / 15)


def test_officers_hit_are_counted_per_exchange_killed_apart_from_wounded():
    told = worlds(*ALL)
    assert value("officer-hit-given-gunfire", told) == pytest.approx(2 / 3)
    assert value("officers-killed-per-exchange", told) == pytest.approx(1 / 3)
    # Four were hit, one of them killed.
    assert value("officers-wounded-per-exchange", told) == pytest.approx(3 / 3)
    # Police met it seven times; in two of these was an officer shot.
    assert value("encounter-officer-shot", told) == pytest.approx(2 / 7)
    assert PREDICTIONS["encounter-officer-shot"](told).sample.size == 7


def test_without_any_exchange_there_is_no_figure_and_no_warning():
    told = worlds(*BEFORE)
    for name in (
        "officer-hit-given-gunfire", "officers-killed-per-exchange", "encounter-officer-shot",
        "after-police-shot",
    ):  # fmt: skip
        found = PREDICTIONS[name](told)
        assert math.isnan(found.value), name
        assert found.sample.size == 0, name


def test_durations_count_those_over_at_the_very_minute():
    told = worlds(*ALL)
    # 30, 60, 90, 100, 110, 120 s; then 121, 200, 250, 300 s.
    assert value("duration-2min", told) == pytest.approx(6 / 15)
    assert value("duration-5min", told) == pytest.approx(10 / 15)


def test_an_attack_that_never_ended_is_longer_than_any():
    told = worlds(incident("unfinished", math.inf), incident("left", 10.0))
    assert value("duration-5min", told) == pytest.approx(1 / 2)
    assert value("over-before-police", told) == pytest.approx(1 / 2)


def test_arrival_is_counted_from_the_call():
    rows = [incident("left", 10.0, call_s=c, arrival_s=a) for c, a in ((0, 90), (60, 240), (9, 10))]
    found = PREDICTIONS["arrival-median"](worlds(*rows))
    assert found.value == 90.0
    assert sorted(found.sample) == [1.0, 90.0, 180.0]


def test_moments_are_those_of_all_incidents_with_the_variance_of_a_sample():
    rows = [incident("left", 10.0, killed=k, wounded=w) for k, w in ((0, 1), (2, 1), (4, 7))]
    told = worlds(*rows)
    assert value("killed-mean", told) == pytest.approx(2.0)
    assert value("killed-variance", told) == pytest.approx(4.0)
    assert value("wounded-mean", told) == pytest.approx(3.0)
    assert value("wounded-variance", told) == pytest.approx(12.0)
    assert value("killed-zero", told) == pytest.approx(1 / 3)
    assert PREDICTIONS["killed-variance"](told).sample.tolist() == [0.0, 2.0, 4.0]


def test_restraints_at_schools_and_elsewhere_have_their_own_denominators():
    told = worlds(*ALL)
    assert value("school-restrained", told) == pytest.approx(2 / 3)
    assert value("elsewhere-restrained", told) == pytest.approx(1 / 12)
    assert value("unarmed-restrained", told) == pytest.approx(3 / 15)


def test_armed_people_present_stop_it_before_police_or_at_all():
    later = incident("stopped_by_others", 900.0, **MET)
    told = worlds(*ALL, later)
    assert value("shot-before-police", told) == pytest.approx(1 / 16)
    assert value("armed-citizen-fbi", told) == pytest.approx(2 / 16)
    assert value("armed-citizen-disputed", told) == pytest.approx(2 / 16)


def test_solo_entries_are_read_from_their_own_incidents():
    solo = population(
        incident("stopped_by_police", 300.0, **MET, rounds=2.0, officers_hit=1.0),
        incident("stopped_by_police", 300.0, **FOUGHT),
        incident("surrendered", 300.0, **MET),
        incident("left", 60.0),
    )
    told = worlds(*BEFORE, solo=solo)
    assert value("solo-active-shot", told) == pytest.approx(1 / 3)
    assert value("solo-active-share", told) == pytest.approx(3 / 4)


def test_preventable_deaths_are_a_share_of_the_dead():
    short = [
        incident("left", 60.0, killed=6.0, preventable_deaths=1.0),
        incident("left", 60.0, killed=4.0, preventable_deaths=0.0),
    ]
    siege = population(incident("surrendered", 60.0, **MET, killed=4.0, preventable_deaths=3.0))
    told = worlds(*short, siege=siege)
    assert value("preventable-short", told) == pytest.approx(1 / 10)
    assert value("preventable-siege", told) == pytest.approx(3 / 4)
    found = PREDICTIONS["preventable-short"](told)
    assert (found.sample.size, found.sample.sum()) == (10, 1.0)


def test_where_nobody_died_no_share_of_the_dead_is_told():
    assert math.isnan(value("preventable-short", worlds(incident("left", 9.0))))


def test_hit_rates_are_the_parameters_and_misses_cluster_within_officers():
    told = worlds(*ALL)
    assert value("hit-rate-gunfight", told) == 0.2
    assert value("hit-rate-no-return-fire", told) == 0.4
    assert value("hit-rate-dallas", told) == 0.4
    # Beta(0.8, 1.2): three misses in a row have the chance 1.2/2 * 2.2/3 * 3.2/4.
    assert value("all-miss-dallas", told) == pytest.approx(1.2 / 2 * 2.2 / 3 * 3.2 / 4)
    # Officers who do not differ miss three times as independent rounds do.
    alike = worlds(*ALL, hit_chance_concentration=1e9)
    assert value("all-miss-dallas", alike) == pytest.approx(0.6**3, rel=1e-6)
