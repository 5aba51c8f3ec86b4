"""Times and officers that a course of action has for itself (R23), on the same incidents."""

import numpy as np
import pytest

from asher.scenario import CourseOfAction
from asher.simulation.parameters import parameters
from asher.simulation.population import simulate_population
from asher.simulation.recording import record
from asher.simulation.site import simulate
from pairs import assert_raises
from places import FIGHTS, attack, frozen, offices

MINUTES = (2, 5, 8, 12)
SPREAD = {"median": "90 s", "p90": "4 min"}
GOES_ON = {"duration": "40 min", "dwell": "40 min", "on_contact": FIGHTS}


def course(name, based_on="two-officer-entry", **response):
    return {"name": name, "based_on": based_on, "response": response}


def scenario_of(*courses, **changes):
    """People who cannot get away, before an attack that goes on until officers end it."""
    waiting = frozen(60)
    return attack(
        offices(),
        waiting,
        courses_of_action=list(courses),
        **{"hazard": GOES_ON, "horizon": "4 h"} | changes,
    )


def test_a_nearer_station_comes_sooner_by_just_that_and_saves_lives():
    ladder = [course(f"travel-{k}", travel=f"{k} min") for k in MINUTES]
    scenario = scenario_of(*ladder, response={"call_from_outside": SPREAD, "next_officer": SPREAD})
    outcome = simulate(scenario, replications=300, seed=4)
    arrival, killed = outcome.columns["time_to_arrival_s"], outcome.columns["killed"]
    assert arrival[0].std() > 10
    for k in range(1, len(MINUTES)):
        apart = 60 * (MINUTES[k] - MINUTES[k - 1])
        np.testing.assert_allclose(arrival[k] - arrival[k - 1], apart, atol=1e-9)
        assert_raises(killed[k - 1], killed[k])
    # What comes before police is the same in all four.
    for name in ("time_to_call_s", "time_to_dispatch_s"):
        assert np.ptp(outcome.columns[name], axis=0).max() == 0


def test_a_time_that_varies_is_the_same_draw_by_its_own_median():
    spread = [course("a", travel=SPREAD), course("b", travel={"median": "3 min", "p90": "8 min"})]
    scenario = scenario_of(*spread, response={"call_from_outside": "0 s"})
    a, b = simulate(scenario, replications=40, seed=4).columns["time_to_arrival_s"]
    np.testing.assert_allclose(b, 2 * a, rtol=1e-9)
    assert a.std() > 20


@pytest.mark.parametrize("uncertainty", ["none", "posterior"])
def test_a_course_that_states_what_is_so_already_has_the_same_results_to_the_byte(uncertainty):
    usual = {"travel": "3 min", "officers": 5, "call": SPREAD}
    so = scenario_of(
        course("as-it-is"),
        course("so-already", **usual),
        course("pace", officer={"hit_chance": 0.3, "walking_speed_m_s": "1.6 m/s"}),
        course("other", travel="9 min", officers=7),
        response=usual,
        uncertainty=uncertainty,
    )
    alone = so.with_(courses_of_action=[course("as-it-is")])
    outcome, before = (simulate(each, replications=20, seed=4) for each in (so, alone))
    for name, column in outcome.columns.items():
        for row in (*column[:3], *before.columns[name]):
            assert row.tobytes() == column[0].tobytes(), name
    assert not np.array_equal(outcome.columns["killed"][3], outcome.columns["killed"][0])


def test_results_do_not_hang_on_the_other_courses_or_on_threads():
    tried = course("tried", officers=3, travel="4 min")
    others = [course("more", officers=12), tried, course("same-times", "solo-entry", officers=3)]
    alone = simulate(scenario_of(tried), replications=12, seed=4, threads=1)
    beside = simulate(scenario_of(*others), replications=12, seed=4, threads=2)
    for name, column in alone.columns.items():
        assert column[0].tobytes() == beside.values("tried", name).tobytes(), name


def test_a_course_may_have_more_officers_on_shift_and_fewer():
    # Four form a team; three enter once the attack is over. One after another they come.
    four = "four-officer-formation"
    few = {"next_officer": "60 s", "tactical_team_size": 0, "officers": 4}
    few["late_entry"] = "10 min"
    shifts = [course(f"c{n}", four, officers=n) for n in (3, 4, 8)]
    scenario = scenario_of(*shifts, response=few)
    outcome = simulate(scenario, replications=60, seed=4)
    entry = outcome.columns["time_to_entry_s"]
    assert np.all(entry[0] > outcome.columns["time_to_stop_s"][0] + 60)
    assert np.array_equal(entry[1], entry[2])
    assert_raises(outcome.columns["killed"][1], outcome.columns["killed"][0])
    film = record(scenario, course="c8", replication=0, seed=4)
    assert (film.role == 1).sum() == 8


def test_a_replay_is_the_incident_of_its_course():
    scenario = scenario_of(course("late", travel="9 min"), course("soon", travel="1 min"))
    outcome = simulate(scenario, replications=2, seed=4)
    for name in ("late", "soon"):
        film = record(scenario, course=name, replication=1, seed=4)
        assert film.killed == outcome.values(name, "killed")[1]
        for metric, value in film.milestones.items():
            np.testing.assert_equal(value, outcome.values(name, metric)[1])


def test_without_a_plan_a_nearer_station_comes_sooner_too():
    values = {each.name: each.median for each in parameters()}
    usual = CourseOfAction.model_validate({"name": "x", "based_on": "two-officer-entry"})

    def runs(of):
        return simulate_population(values, incidents=4000, seed=5, course=of)

    near, far = (
        runs(usual.model_copy(update={"response": usual.response.model_copy(update=changed)}))
        for changed in (
            {"travel": lasting("1 min")},
            {"travel": lasting("9 min")},
        )
    )
    apart = far["arrival_s"] - near["arrival_s"]
    np.testing.assert_allclose(apart, 480, atol=1e-9)
    assert_raises(near["killed"], far["killed"])
    assert np.array_equal(runs("two-officer-entry").figures, runs(usual).figures)


def lasting(text):
    return CourseOfAction.model_validate(course("x", travel=text)).response.travel
