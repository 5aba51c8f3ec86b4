"""Calibrated numbers drawn anew for each incident."""

import numpy as np
import pytest

from asher.scenario import Hazard
from asher.simulation.arrays import build_site
from asher.simulation.posterior import Sites, read_posterior, stated_fields
from asher.simulation.recording import record
from asher.simulation.site import simulate
from places import attack, group, offices


@pytest.fixture(scope="module")
def scenario():
    people = group(20, within="crowd", pre_movement={"median": "6 s", "p90": "20 s"})
    stated = attack(
        offices(),
        people,
        courses_of_action=["two-officer-entry", "solo-entry"],
    )
    # The place states numbers of its own hazard; those of the country are drawn.
    return stated.with_(hazard="national", uncertainty="posterior")


def test_every_incident_has_numbers_of_its_own_and_every_course_the_same(scenario):
    site, _ = build_site(scenario)
    drawn = Sites(scenario, [site, site], scenario.courses_of_action)
    first, again = drawn.of(0), drawn.of(0)
    assert first[0].hazard.rate_per_s == first[1].hazard.rate_per_s == again[0].hazard.rate_per_s
    rates = {drawn.of(k)[0].hazard.rate_per_s for k in range(20)}
    assert len(rates) == 20
    values = read_posterior().draw(0)
    assert first[0].hazard.fatal == values["fatal_share"]


def test_what_the_scenario_states_stays(scenario):
    stated = scenario.with_(
        hazard={"profile": "school", "fatal_share": 0.4},
        response={"call": "33 s", "officers": 2},
    )
    assert set(stated_fields(stated, stated.courses_of_action[0])) == {
        "hazard.fatal_share", "response.call", "response.travel",
    }  # fmt: skip
    site, _ = build_site(stated)
    (drawn,) = Sites(stated, [site], stated.courses_of_action[:1]).of(7)
    assert drawn.hazard.fatal == 0.4
    assert drawn.response.clock[0].tolist() == [33.0, 0.0]
    assert drawn.hazard.rate_shape != site.hazard.rate_shape


def test_a_crowded_place_keeps_its_ratio_to_the_national_rate(scenario):
    def rate(profile):
        stated = scenario.with_(hazard=profile)
        site, _ = build_site(stated)
        return Sites(stated, [site], stated.courses_of_action[:1]).of(3)[0].hazard.rate_per_s

    crowded, nation = (Hazard(profile=name) for name in ("nightclub", "national"))
    ratio = crowded.casualty_rate_per_min / nation.casualty_rate_per_min
    assert rate("nightclub") / rate("national") == pytest.approx(ratio)
    assert ratio > 1.5


def test_results_without_it_do_not_change_and_digests_differ(scenario):
    plain = scenario.with_(uncertainty="none")
    assert plain.digest != scenario.digest
    a, b = simulate(plain, replications=20), simulate(scenario, replications=20)
    assert not np.array_equal(a.columns["casualties"], b.columns["casualties"])
    assert np.array_equal(
        simulate(scenario, replications=20, threads=1).columns["killed"], b.columns["killed"]
    )


def test_a_recording_is_of_the_same_incident(scenario):
    outcome = simulate(scenario, replications=6)
    for number in range(6):
        film = record(scenario, course="solo-entry", replication=number)
        for metric in ("time_to_call_s", "time_to_stop_s"):
            told = outcome.values("solo-entry", metric)[number]
            assert film.milestones[metric] == pytest.approx(told, nan_ok=True)
