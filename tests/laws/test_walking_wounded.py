"""The wounded who walk out by themselves (R18): the same attacks with and without them."""

import numpy as np
import pytest

from asher.scenario import Hazard, shipped_course
from asher.scenario.response import Response
from asher.simulation.population import run_races
from asher.simulation.site import simulate
from asher.simulation.terms import course_terms, hazard_terms, response_terms
from fakes import country_terms
from pairs import assert_raises
from places import attack, box, frozen, inner, opening, plan, zone

pytestmark = pytest.mark.slow

N = 300


# Some dozen wounded within two minutes, of whom most would live.
BAD = {
    "casualty_rate_per_min": 12.0,
    "duration": "2 min",
    "dwell": "30 s",
    "entry": "back door",
    "fatal_share": 0.4,
}


def hall_of_three_rooms():
    rooms = [box(f"room {k}", 16 * k, 4, 16 * k + 16, 10) for k in range(3)]
    doors = [inner(f"door {k}", (16 * k + 7.5, 4), (16 * k + 8.5, 4)) for k in range(3)]
    return plan(
        box("hall", 0, 0, 48, 4, category="lobby"),
        *rooms,
        *doors,
        opening("main entrance", (0, 1.2), (0, 2.8), main_entrance=True),
        opening("back door", (48, 1.5), (48, 2.5)),
        zone("crowd", 1, 0.5, 47, 3.5),
    )


def run(*shares, n=N, hazard=()):
    """The same attacks, by the share of the wounded who can walk if they would live."""
    scenario = attack(
        hall_of_three_rooms(),
        frozen(60),
        hazard=BAD | dict(hazard),
        response={
            "travel": "5 min",
            "next_officer": "60 s",
            "officers": 2,
            "tactical_team_size": 0,
            "care_round": "5 min",
            "triage_accuracy": 0.5,
        },
        courses_of_action=[
            {
                "name": f"c{k}",
                "based_on": "officers-carry-out",
                "response": {"walking_wounded_share": share},
            }
            for k, share in enumerate(shares)
        ],
        horizon="4 h",
    )
    return simulate(scenario, replications=n, seed=7)


def test_the_more_can_walk_the_sooner_the_others_have_care_and_the_fewer_die():
    """Of 300 attacks; 0.15 killed of 5.4 would be caught, and a minute of the last one out."""
    outcome = run(0.0, 0.5, 1.0)
    none, some, everybody = range(3)
    killed = outcome.columns["killed"]
    assert_raises(killed[some], killed[none])
    assert_raises(killed[everybody], killed[none])
    last = outcome.columns["time_to_last_carried_out_s"]
    both = np.isfinite(last).all(axis=0)
    assert_raises(last[some][both], last[none][both])
    assert_raises(last[everybody][both], last[some][both])
    # Nobody is hit more or less often, and what happened before is the same.
    for name in ("casualties", "time_to_stop_s", "time_to_entry_s", "evacuated"):
        assert np.array_equal(outcome.columns[name][none], outcome.columns[name][everybody]), name


def test_where_nobody_would_live_without_care_nobody_walks():
    outcome = run(0.0, 1.0, n=60, hazard={"fatal_share": 1.0, "fatal_share_concentration": 1e6})
    for name, values in outcome.columns.items():
        assert np.array_equal(values[0], values[1], equal_nan=True), name


def test_without_a_plan_fewer_die_too_where_some_can_walk():
    """Of 20,000 incidents of the country; 0.1 % of the deaths would be caught."""
    course = shipped_course("two-officer-entry")

    def country(share):
        response = Response(walking_wounded_share=share, triage_accuracy=0.6, officers=2)
        return run_races(
            hazard_terms(Hazard(profile="national"), entry=np.zeros(1, np.int32)),
            response_terms(response, is_attack=True),
            course_terms(course),
            country_terms(),
            incidents=20_000,
            seed=4,
        )

    none, some = country(0.0), country(0.7)
    assert some["killed"].sum() < 0.999 * none["killed"].sum()
    hurt = [each["killed"] + each["wounded"] for each in (none, some)]
    assert np.array_equal(*hurt)
    assert np.array_equal(none["stop_s"], some["stop_s"])
