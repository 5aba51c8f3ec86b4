"""A floor plan on which nothing hangs on the plan agrees with the race of clocks.

Everybody stands in sight in one hall, and officers see the whole of it from the door. What is left
are the laws that both scales share.
"""

import numpy as np
import pytest

from asher.simulation.arrays import build_site
from asher.simulation.metrics import ENDINGS
from asher.simulation.parameters import parameters
from asher.simulation.population import run_races, simulate_population
from asher.simulation.site import simulate
from fakes import race_terms
from places import FREEZE, attack, group, wide_hall
from tolerance import assert_mean, assert_same_law, assert_share

pytestmark = pytest.mark.slow

N = 400
MANY = 20_000


@pytest.fixture(scope="module")
def scenario():
    return attack(
        wide_hall(),
        group(250, within="crowd", response=FREEZE, pre_movement="10 h"),
        hazard={
            "casualty_rate_per_min": 2.0,
            "casualty_rate_log_sd": 0.7,
            "duration": {"median": "3 min", "p90": "9 min"},
            "dwell": "10 h",
            "entry": "back door",
            "restrained_share": 0,
            "turns_to_responders_share": 0,
            "ending_shares": {"left": 0, "suicide": 1, "remains": 0},
        },
        response={"next_officer": {"median": "20 s", "p90": "60 s"}},
        officer={"contact_range_m": 60},
        courses_of_action=["two-officer-entry"],
        horizon="4 h",
    )


@pytest.fixture(scope="module")
def both(scenario):
    site, _ = build_site(scenario)
    once = np.array([1.0, 0.0])
    terms = race_terms(restrained_after=once, horizon_s=scenario.horizon)
    races = run_races(site.hazard, site.response, site.course, terms, incidents=MANY, seed=3)
    return simulate(scenario, replications=N), races


def test_casualties_agree(both):
    outcome, races = both
    casualties = races["killed"] + races["wounded"]
    assert_same_law(outcome.columns["casualties"][0], casualties[:4000])
    assert_mean(outcome.columns["casualties"][0], casualties.mean())


def test_times_agree(both):
    outcome, races = both
    for metric, figure in (("time_to_stop_s", "stop_s"), ("time_to_arrival_s", "arrival_s")):
        assert_same_law(outcome.columns[metric][0], races[figure][:4000])


def test_endings_agree(both):
    outcome, races = both
    police = ("stopped_by_police", "surrendered", "suicide_before_police", "suicide_on_contact")
    for name in police:
        share = np.mean(races["ending"] == ENDINGS.index(name))
        assert_share(int(np.sum(outcome.ending[0] == ENDINGS.index(name))), N, share)


def test_officers_hit_agree(both):
    outcome, races = both
    hit = outcome.columns["officers_killed"][0] + outcome.columns["officers_wounded"][0]
    assert_mean(hit, races["officers_hit"].mean())
    parts = ("officers_hit_outside", "officers_hit_at_entry", "officers_hit_inside")
    for part in parts:
        assert_mean(outcome.columns[part][0], races[part].mean())
    assert np.array_equal(sum(races[part] for part in parts), races["officers_hit"])


def usual(**changes):
    values = {each.name: each.median for each in parameters()} | changes
    return simulate_population(values, incidents=MANY, seed=1)


def test_each_parameter_moves_its_own_figure():
    base = usual()

    def share(population, *names):
        return np.isin(population["ending"], [ENDINGS.index(name) for name in names]).mean()

    def hurt(population):
        return population["killed"] + population["wounded"]

    def share_left(population):
        return share(population, "left")

    cases = {
        "duration_s": lambda p: np.median(p["stop_s"]),
        "left_odds": share_left,
        "restrained_school": lambda p: np.mean(
            p["ending"][p["at_school"] > 0] == ENDINGS.index("restrained")
        ),
        "restrained_elsewhere": lambda p: share(p, "restrained"),
        "others_share": lambda p: share(p, "stopped_by_others"),
        "call_s": lambda p: np.median(p["call_s"]),
        "travel_s": lambda p: np.median(p["arrival_s"]),
        "contact_s": lambda p: np.median(p["contact_s"][np.isfinite(p["contact_s"])]),
        "contact_surrender_odds": lambda p: share(p, "surrendered"),
        "hazard_hit_chance": lambda p: p["officers_hit"].mean(),
        "wound_fatal_share": lambda p: p["officers_killed"].sum() / p["officers_hit"].sum(),
        "casualty_rate_per_min": lambda p: p["wounded"].mean(),
        "casualty_rate_log_sd": lambda p: np.mean(hurt(p) >= 50),
        "casualty_at_once_share": lambda p: np.mean(hurt(p) > 0),
        "more_casualties_at_once": lambda p: np.mean(hurt(p) >= 4),
        "fatal_share": lambda p: p["killed"].mean(),
    }
    for name, figure in cases.items():
        (known,) = (each for each in parameters() if each.name == name)
        higher = min(known.median * 1.5, 0.95) if known.scale == "logit" else known.median * 1.5
        assert figure(usual(**{name: higher})) > 1.05 * figure(base), name


def test_hit_chances_that_differ_spread_the_shares_of_hits():
    def spread(concentration):
        p = usual(hit_chance_concentration=concentration)
        some = p["rounds"] >= 3
        return (p["hits"][some] / p["rounds"][some]).std()

    # Over some 2,000 exchanges; a spread a tenth wider would be told from chance.
    assert spread(0.5) > 1.1 * spread(1000.0)


def test_the_same_seed_gives_the_same_bytes_for_any_number_of_incidents():
    few = simulate_population(
        {each.name: each.median for each in parameters()}, incidents=50, seed=1
    )
    assert np.array_equal(few.figures, usual().figures[:50])


def test_care_waits_until_a_siege_is_over():
    values = {each.name: each.median for each in parameters()}
    short, long = (
        simulate_population(values, incidents=MANY, seed=1, siege_s=length)
        for length in (60.0, 3 * 3600.0)
    )
    # Of those who die after ten minutes care would save 0.6: all of them are lost in three hours.
    lost = long["preventable_deaths"].sum() / long["killed"].sum()
    assert lost == pytest.approx(0.6 * (1 - 0.677), abs=0.02)
    assert short["preventable_deaths"].sum() < 0.5 * long["preventable_deaths"].sum()
