"""Officers of a scenario from the force of a city."""

import numpy as np
import pytest

from asher.scenario import read_scenario
from asher.simulation.site import simulate
from asher.simulation.terms import response_terms
from asher.workforce.city_files import read_city
from asher.workforce.force import city_force
from asher.workforce.officer import Force, default_force, force_terms
from asher.workforce.scenarios import with_force


@pytest.fixture(scope="module")
def scenario():
    read = read_scenario("borderline")
    return read.with_(courses_of_action=("two-officer-entry", "contain-and-wait"))


def test_the_default_force_leaves_the_scenario_and_its_results_as_they_are(scenario):
    same = with_force(scenario, default_force(50, officer=scenario.response.officer), origin="x")
    assert same.digest == scenario.digest
    a, b = (simulate(each, replications=8) for each in (scenario, same))
    for name, values in a.columns.items():
        assert np.array_equal(values, b.columns[name], equal_nan=True), name


def test_both_scales_read_the_same_terms(scenario):
    force = city_force(read_city("example-city"))
    ours = response_terms(with_force(scenario, force, origin="x").response, is_attack=True)
    theirs = force_terms(force, response_terms(scenario.response, is_attack=True))
    for name, value in theirs._asdict().items():
        assert np.asarray(getattr(ours, name)) == pytest.approx(np.asarray(value)), name


def test_every_number_of_the_force_names_its_origin(scenario):
    changed = with_force(scenario, city_force(read_city("example-city")), origin="the force of X")
    named = {path for path, source in changed.sources.items() if source == "the force of X"}
    assert "response.officer.resolve" in named
    assert named <= {path for path in changed.sources if path.startswith("response.")}


@pytest.mark.slow
def test_a_force_that_hesitates_enters_less_often_and_stops_later(scenario):
    one = np.ones(40)
    weak = Force(0.2 * one, 0.5 * one, one, one, 0.0 * one, forming=2.0)
    strong = Force(one, 2.0 * one, one, one, 0.5 * one, forming=0.5)
    plain = scenario.with_(
        courses_of_action="two-officer-entry",
        hazard={"profile": "nightclub", "entry": "main entrance", "duration": "40 min"},
    )
    stop = [
        simulate(with_force(plain, force, origin="x"), replications=120)
        .columns["time_to_stop_s"][0]
        .mean()
        for force in (strong, weak)
    ]
    # Minutes: the standard error of each mean is about one.
    assert stop[1] > stop[0] + 300
