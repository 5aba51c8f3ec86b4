"""What must hold at the ends of the scales."""

import itertools
import math

import numpy as np
import pytest

from asher.simulation.site import simulate
from films import record_drill
from places import (
    FREEZE,
    RUN,
    attack,
    box,
    drill,
    frozen,
    group,
    offices,
    opening,
    people_at,
    plan,
    zone,
)
from tolerance import assert_mean, assert_share

HARM = ("killed", "wounded", "casualties", "preventable_deaths")


NO_CARE = {"courses_of_action": ["stay-outside"], "response": {"late_entry": "10 h"}}


@pytest.fixture(scope="module")
def room():
    return plan(
        box("room", 0, 0, 10, 8),
        opening("door", (10, 3.4), (10, 4.6), main_entrance=True),
        zone("crowd", 3, 1, 9.5, 7),
    )


def test_no_hazard_no_casualties():
    outcome = simulate(drill(offices(), group(30)), replications=20)
    for name in (*HARM, "officers_killed", "officers_wounded"):
        assert np.all(outcome.columns[name] == 0)
    assert np.all(outcome.ending == 0)
    assert np.all(np.isnan(outcome.columns["time_to_call_s"]))
    assert np.all(outcome.columns["evacuated"] == 30)


def test_a_hazard_of_rate_zero_hurts_no_occupant():
    still = {"casualty_rate_per_min": 0}
    outcome = simulate(attack(offices(), group(20), hazard=still), replications=40)
    for name in HARM:
        assert np.all(outcome.columns[name] == 0)


def test_no_time_no_change():
    scenario = attack(offices(), group(12), horizon="0.01 s")
    film = record_drill(scenario)
    assert len(film.times_s) >= 1
    shift = np.abs(film.positions_m[-1, :12] - film.positions_m[0, :12])
    # One tick is the least that runs: 0.25 s of walking.
    assert shift.max() <= 0.25 * 1.34
    outcome = simulate(scenario, replications=5)
    assert np.all(outcome.columns["evacuated"] == 0)
    assert np.all(outcome.columns["casualties"] == 0)


def test_those_who_wait_do_not_move(room):
    people = group(15, within="crowd", pre_movement="60 s")
    film = record_drill(drill(room, people), interval_s=5.0)
    before = film.times_s < 59
    assert np.all(film.positions_m[before] == film.positions_m[0])


def test_one_person_alone_in_sight_is_hurt_at_the_stated_rate(room):
    # Events form a Poisson process while somebody is in sight: hit with chance 1 - exp(-rate t).
    hazard = {"casualty_rate_per_min": 0.5, "duration": "2 min", "dwell": "50 min"}
    scenario = attack(room, frozen(1), hazard=hazard, courses_of_action=["stay-outside"])
    outcome = simulate(scenario, replications=600)
    hit = int(outcome.columns["casualties"].sum())
    assert_share(hit, 600, 1 - math.exp(-0.5 * 2))


@pytest.mark.parametrize("rate", [1.0, 4.0])
def test_casualties_in_a_crowd_in_sight_are_rate_times_duration(room, rate):
    hazard = {"casualty_rate_per_min": rate, "duration": "2 min", "dwell": "50 min"}
    scenario = attack(room, frozen(60), hazard=hazard, courses_of_action=["stay-outside"])
    outcome = simulate(scenario, replications=300)
    casualties = outcome.columns["casualties"][0]
    assert_mean(casualties, rate * 2)
    # Poisson: the variance is the mean; its standard error is about sqrt(2 / n) of it.
    assert abs(casualties.var(ddof=1) / (rate * 2) - 1) < 5 * math.sqrt(2.5 / 300)


@pytest.mark.parametrize(("alone", "crowd"), [(0.0, 0.0), (3.0, 3.0)])
def test_one_alone_is_hit_less_often_than_a_crowd_by_how_many_halve_the_rate(room, alone, crowd):
    """Would catch a number that halves the rate and is off by a third (one alone)."""
    hazard = {"casualty_rate_per_min": 0.5, "duration": "2 min", "dwell": "50 min"}
    hazard["half_rate_in_sight"] = alone
    scenario = attack(room, frozen(1), hazard=hazard, courses_of_action=["stay-outside"])
    columns = simulate(scenario, replications=600).columns
    assert_share(int(columns["casualties"].sum()), 600, 1 - math.exp(-0.5 * 2 / (1 + alone)))
    # One alone in sight for a minute is exposed for a quarter of it.
    assert columns["exposure_by_1min_s"].max() == pytest.approx(60 / (1 + alone), abs=1.0)
    hazard["casualty_rate_per_min"] = 2.0
    scenario = attack(room, frozen(60), hazard=hazard, courses_of_action=["stay-outside"])
    # Nobody is left out but those who were hit, a fifteenth of them: 60 / 63 to 56 / 59.
    found = simulate(scenario, replications=300).columns
    assert_mean(found["casualties"][0], 2.0 * 2 * 58 / (58 + crowd))


@pytest.mark.parametrize(("share", "more"), [(0.3, 0.0), (1.0, 0.0), (0.3, 4.0), (1.0, 4.0)])
def test_casualties_at_once_come_before_those_by_the_rate(room, share, more):
    """300 incidents of 4 events by rate; with 4 more, a share off by 0.25 would be caught."""
    hazard = {"casualty_rate_per_min": 2.0, "duration": "2 min", "dwell": "50 min"}
    hazard |= {"casualty_at_once_share": share, "more_casualties_at_once": more}
    scenario = attack(room, frozen(60), hazard=hazard, courses_of_action=["stay-outside"])
    columns = simulate(scenario, replications=300).columns
    # The time they take, 3 s each but for the first, is taken from the 2 min.
    assert_mean(columns["casualties"][0], 2.0 * 2 + share * (1 + more * (1 - 2.0 * 3 / 60)))
    if share == 1.0:
        assert columns["casualties"][0].min() >= 1


def test_casualties_at_once_come_within_seconds_in_sight_where_the_rate_would_take_hours(room):
    """One and three more on average; caught would be any that came later than in a minute."""
    hazard = {"casualty_rate_per_min": 0.001, "duration": "10 min", "dwell": "50 min"}
    hazard |= {"casualty_at_once_share": 1, "more_casualties_at_once": 3.0}
    scenario = attack(room, frozen(60), hazard=hazard, courses_of_action=["stay-outside"])
    columns = simulate(scenario, replications=300).columns
    assert_mean(columns["casualties_by_1min"][0], 1 + 3.0)
    # By rate a hundredth of a casualty comes in ten minutes; more than a twentieth is caught.
    later = columns["casualties"][0] - columns["casualties_by_1min"][0]
    assert later.mean() < 0.05
    # A Poisson number besides the first one: its variance is 3, its standard error 0.27.
    assert abs(columns["casualties"][0].var(ddof=1) - 3.0) < 5 * 0.27


@pytest.mark.slow
def test_rates_that_vary_between_incidents_spread_the_counts(room):
    """Would catch a variance off by half of it: a spread below 0.28 or above 0.63."""
    # Poisson about a lognormal mean: variance m + m^2 (exp(s^2) - 1).
    hazard = {
        "casualty_rate_per_min": 4.0,
        "casualty_rate_log_sd": 0.5,
        "duration": "2 min",
        "dwell": "50 min",
    }
    scenario = attack(room, frozen(80), hazard=hazard, courses_of_action=["stay-outside"])
    casualties = simulate(scenario, replications=600).columns["casualties"][0]
    assert_mean(casualties, 8.0)
    expected = 8.0 + 8.0**2 * (math.exp(0.5**2) - 1)
    # Relative standard error of the variance of such counts (kurtosis 7.2): sqrt(6.2 / n).
    assert abs(casualties.var(ddof=1) / expected - 1) < 5 * math.sqrt(6.2 / 600)


def test_without_care_the_stated_share_of_the_wounded_dies(room):
    hazard = {"fatal_share": 0.4, "duration": "2 min", "dwell": "50 min"}
    scenario = attack(room, frozen(60), hazard=hazard, **NO_CARE)
    outcome = simulate(scenario, replications=100)
    killed, hit = outcome.columns["killed"].sum(), outcome.columns["casualties"].sum()
    assert np.all(np.isnan(outcome.columns["time_to_first_care_s"]))
    assert_share(int(killed), int(hit), 0.4)


@pytest.mark.parametrize(("share", "killed"), [(0, 0), (1, 1)])
def test_all_or_none_of_the_wounded_die_without_care(room, share, killed):
    hazard = {"fatal_share": share, "duration": "60 s"}
    scenario = attack(room, frozen(40), hazard=hazard, **NO_CARE)
    columns = simulate(scenario, replications=30).columns
    assert np.all(columns["killed"] == killed * columns["casualties"])


def test_a_wider_door_never_lowers_the_mean_flow():
    # Paired: the same crowd, doors of 0.8 to 2.4 m. Slowdowns above a fiftieth are caught.
    means = []
    for width in (0.8, 1.0, 1.2, 1.6, 2.4):
        hall = plan(
            box("hall", 0, 0, 10, 10),
            opening("door", (10, 5 - width / 2), (10, 5 + width / 2), main_entrance=True),
            zone("crowd", 3, 2, 9.5, 8),
        )
        people = group(60, walking_speed_sd_m_s=0.26)
        outcome = simulate(drill(hall, people), replications=16, seed=9)
        means.append(outcome.columns["evacuation_time_s"][0].mean())
    for narrow, wide in itertools.pairwise(means):
        assert wide <= 1.02 * narrow, means


def test_a_finer_step_changes_the_evacuation_time_little():
    hall = plan(
        box("hall", 0, 0, 10, 10),
        opening("door", (10, 4.4), (10, 5.6), main_entrance=True),
        zone("crowd", 3, 2, 9.5, 8),
    )
    means = []
    for step in (0.05, 0.025):
        scenario = drill(hall, group(60, walking_speed_sd_m_s=0.26), time_step_s=step)
        outcome = simulate(scenario, replications=12, seed=3)
        means.append(outcome.columns["evacuation_time_s"][0].mean())
    assert abs(means[0] / means[1] - 1) < 0.1, means


@pytest.mark.slow
@pytest.mark.parametrize("step", [pytest.param(0.02, marks=pytest.mark.slow), 0.0833333])
def test_progress_is_judged_alike_whether_or_not_steps_fill_a_quarter_of_a_second(step):
    # Judged after 1.25 instead of 1 s, which rounding did, people were out 6 to 8 % sooner.
    hall = plan(
        box("hall", 0, 0, 25, 25), opening("door", (25, 11.9), (25, 13.1), main_entrance=True)
    )
    means = []
    for each in (0.05, step):
        scenario = drill(hall, group(250, walking_speed_sd_m_s=0.26), time_step_s=each)
        outcome = simulate(scenario, replications=40, seed=3)
        means.append(outcome.columns["evacuation_time_s"][0].mean())
    assert abs(means[1] / means[0] - 1) < 0.03, means


def test_people_in_a_closed_off_place_are_stuck_and_counted():
    floorplan = plan(
        box("room", 0, 0, 6, 6), opening("door", (6, 2.5), (6, 3.5), main_entrance=True)
    )
    shut = [{"opening": "door", "at": "0 s"}]
    outcome = simulate(drill(floorplan, group(8), closures=shut), replications=3)
    assert np.all(outcome.columns["stuck"] == 8)
    assert np.all(outcome.columns["evacuated"] == 0)
    assert np.all(np.isnan(outcome.columns["evacuation_time_s"]))


def test_whoever_can_leave_at_once_does_so_before_an_attack_far_off():
    # The person at the back door is out within seconds, whatever the hazard does at the other end.
    person = people_at([(15.5, 4.0)], response=RUN)
    hazard = {"entry": "main entrance", "casualty_rate_per_min": 0.01}
    outcome = simulate(attack(offices(), person, hazard=hazard), replications=10)
    assert np.all(outcome.exits["back door"] == 1)
    assert np.all(outcome.columns["evacuation_time_s"] < 3)


def test_officers_who_hold_in_a_door_let_those_who_leave_go_past():
    # Two officers end it from the main entrance and stay there; all others leave by it.
    late = {"response": FREEZE, "pre_movement": "10 min", "familiar_share": 0}
    hazard = {"entry": "back door", "dwell": "50 min", "fatal_share": 0}
    officer = {"contact_range_m": 25, "hit_chance": 1, "stop_chance_on_hit": 1}
    scenario = attack(offices(), group(16, within="crowd", **late), hazard=hazard, officer=officer)
    columns = simulate(scenario, replications=20).columns
    assert np.all(columns["stuck"] == 0)
    assert np.all(columns["evacuated"] + columns["casualties"] == 16)
