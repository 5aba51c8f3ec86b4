"""Officers of the first wave who are tired, with a plan and without one (R20)."""

import numpy as np
import pytest

from asher.simulation.arrays import build_site
from asher.simulation.population import run_races
from asher.simulation.site import simulate
from fakes import race_terms
from pairs import assert_raises
from places import exchange_of_fire
from tolerance import assert_mean

pytestmark = pytest.mark.slow

N = 400


def scenario_of(*, entry="two-officer-entry", **officer):
    hazard = {"casualty_rate_per_min": 2.0, "duration": "60 min", "hit_chance": 0.1}
    return exchange_of_fire(60, hazard=hazard, officer=officer, courses_of_action=[entry])


def run(**officer):
    return simulate(scenario_of(**officer), replications=N, seed=7)


def hit(outcome):
    return outcome.columns["officers_killed"][0] + outcome.columns["officers_wounded"][0]


def test_tired_officers_form_later_hit_less_and_are_hit_more_often():
    rested, tired = run(), run(tired_share=1, tired_hit_factor=0.5, tired_time_factor=1.5)
    # A team takes 10 s to form.
    forming = tired.columns["time_to_entry_s"][0] - rested.columns["time_to_entry_s"][0]
    assert np.allclose(forming, 5.0, atol=0.3)
    contact = [
        np.fmin(60.0, each.columns["time_to_stop_s"][0] - each.columns["time_to_contact_s"][0])
        for each in (rested, tired)
    ]
    assert_raises(*contact)
    assert_raises(hit(rested), hit(tired))


@pytest.mark.parametrize(
    "officer",
    [
        {"tired_share": 0, "tired_hit_factor": 0.1, "tired_time_factor": 5},
        {"tired_share": 1, "tired_hit_factor": 1, "tired_time_factor": 1},
    ],
)
def test_nothing_changes_where_nobody_is_tired_or_it_makes_no_difference(officer):
    rested, tired = run(), run(**officer)
    for name, values in rested.columns.items():
        assert np.array_equal(values, tired.columns[name], equal_nan=True), name


def test_the_tactical_team_was_called_in_and_is_not_tired():
    rested, tired = (
        simulate(scenario_of(entry="contain-and-wait", **officer), replications=60, seed=7)
        for officer in ({}, {"tired_share": 1, "tired_hit_factor": 0.1})
    )
    for name, values in rested.columns.items():
        assert np.array_equal(values, tired.columns[name], equal_nan=True), name


def test_the_race_of_clocks_agrees():
    scenario = scenario_of(tired_share=0.5, tired_hit_factor=0.3, tired_time_factor=2)
    outcome = simulate(scenario, replications=N, seed=3)
    site, _ = build_site(scenario)
    once = np.array([1.0, 0.0])
    terms = race_terms(restrained_after=once, horizon_s=scenario.horizon)
    races = run_races(site.hazard, site.response, site.course, terms, incidents=20_000, seed=3)
    assert_mean(hit(outcome), races["officers_hit"].mean())
    assert_mean(outcome.columns["time_to_stop_s"][0], np.mean(races["stop_s"]))
