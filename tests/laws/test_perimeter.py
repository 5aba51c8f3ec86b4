"""Officers outside who meet an attacker who leaves, with a plan and without one (R1, R17)."""

import math

import numpy as np
import pytest

from asher.kernels.codes import Ending, Phase, Status, Tally, When
from asher.simulation.arrays import build_site
from asher.simulation.metrics import ENDINGS
from asher.simulation.population import run_races
from asher.simulation.site import simulate
from asher.simulation.terms import course_terms, response_terms
from fakes import race_terms
from pairs import assert_raises
from places import FIGHTS, FREEZE, attack, group, hall_with, offices, wide_hall, zone
from tolerance import assert_mean, assert_share
from written import law, put, staged

ending = law("incident.ending")

N = 400
RACES = 20_000
LEAVES = {
    "duration": "4 min",
    "dwell": "10 h",
    "entry": "back door",
    "ending_shares": {"left": 1, "suicide": 0, "remains": 0},
    "on_contact": FIGHTS,
}


# The law as written.


def scene(share=1.0, **changes):
    """An attacker in the hall whose time is up, and three officers outside at 60, 70 and 400 s."""
    site, world, stream = staged(offices(), [(3, 1)])
    terms = {"perimeter": share, "stop_on_hit": 1.0, "fatal": 0.0, "skill_concentration": math.inf}
    terms |= {"hit": 1.0, "hit_under_fire": 1.0} | changes
    site = site._replace(
        response=site.response._replace(**terms),
        hazard=site.hazard._replace(left=1.0, left_or_suicide=1.0, hit=0.0, on_contact=np.zeros(4)),
    )
    put(world, len(world.people) - 1, 2.0, 4.0)
    incident = world.incident
    incident.officers.arrive_at[:] = 60.0, 70.0, 400.0
    incident.officers.enter_at[:] = math.inf
    incident.time[When.ARRIVAL], incident.time[When.OWN_END] = 60.0, 100.0
    return site, world, stream


def test_who_leaves_meets_those_who_are_outside_by_then_at_the_nearest_way_out():
    site, world, stream = scene()
    ending.advance_own_end(site, world, stream, 100.0)
    incident, people = world.incident, world.people
    assert incident.tally[Tally.ENDING] == Ending.STOPPED_BY_POLICE
    assert incident.time[When.STOP] == incident.time[When.CONTACT] == 100.0
    # They know, and go in to help.
    assert 100.0 < incident.time[When.SAFE] == incident.time[When.ENTRY] < 130.0
    assert incident.responders.rounds.tolist()[2] == 0, "who has not come meets nobody"
    assert incident.responders.rounds.sum() == 1
    assert not incident.responders.engaged.any()
    h = len(people) - 1
    assert (people.x[h], people.y[h]) == pytest.approx((-1.5, 4.0))
    assert people.space[h] == -1
    assert people.x[1:3] == pytest.approx([-1.5, -1.5])
    assert sorted(people.y[1:3]) == pytest.approx([3.2, 4.8])


def test_who_meets_nobody_has_left_as_before():
    for share, status in ((0.0, Status.ABSENT), (-1.0, Status.ABSENT), (1.0, Status.HOLDING)):
        site, world, stream = scene(share)
        for i in (1, 2):
            put(world, i, 8.0, 10.0, space=2 if status == Status.HOLDING else -1, status=status)
        ending.advance_own_end(site, world, stream, 100.0)
        incident = world.incident
        assert incident.tally[Tally.ENDING] == Ending.LEFT
        assert incident.time[When.CONTACT] == incident.time[When.SAFE] == math.inf
        assert incident.tally[Tally.MET_OUTSIDE] == 0


def test_where_those_at_the_way_out_are_hit_or_the_contact_breaks_off_it_has_left():
    for hit, breaks_off in ((1.0, 0.0), (0.0, 2.0)):
        site, world, stream = scene(hit=0.0, hit_under_fire=0.0)
        hazard = site.hazard._replace(hit=hit, breaks_off_per_s=breaks_off)
        ending.advance_own_end(site._replace(hazard=hazard), world, stream, 100.0)
        incident = world.incident
        assert incident.tally[Tally.ENDING] == Ending.LEFT
        assert incident.tally[Tally.PHASE] == Phase.ENDED
        assert incident.tally[Tally.OFFICERS_HIT] == (2 if hit else 0)
        assert incident.tally[Tally.HIT_OUTSIDE] == incident.tally[Tally.OFFICERS_HIT]
        assert incident.time[When.CONTACT] == 100.0
        assert incident.time[When.SAFE] == math.inf, "nobody knows whether it is over inside"


def test_an_exchange_outside_may_end_by_suicide():
    site, world, stream = scene(hit=0.0, hit_under_fire=0.0)
    hazard = site.hazard._replace(exchange_suicide_per_s=0.5)
    ending.advance_own_end(site._replace(hazard=hazard), world, stream, 100.0)
    incident = world.incident
    assert incident.tally[Tally.ENDING] == Ending.SUICIDE_ON_CONTACT
    assert incident.time[When.SAFE] == incident.time[When.EXCHANGE_SUICIDE] > 100.0


def test_officers_outside_neither_fall_back_nor_find_a_barricade():
    site, world, stream = scene(hit=0.0, hit_under_fire=0.0)
    site = site._replace(
        course=site.course._replace(falls_back_after=2, falls_back_s=60.0),
        hazard=site.hazard._replace(on_contact=np.array([0.0, 0.0, 0.0, 1.0])),
    )
    ending.advance_own_end(site, world, stream, 100.0)
    incident = world.incident
    assert incident.tally[Tally.ENDING] == Ending.LEFT
    assert incident.time[When.STILL] == math.inf
    assert not incident.responders.pulls_back.any()
    assert incident.officers.enter_at[2] > 400.0 - 1e-9


# Paired attacks.


def run(*courses, n=N, hazard=(), response=(), occupants=None, floorplan=None):
    scenario = attack(
        floorplan or hall_with(zone("crowd", 4, 1, 18, 7)),
        occupants or group(20, within="crowd", response=FREEZE, pre_movement="50 min"),
        hazard=LEAVES | dict(hazard),
        response={
            "travel": "60 s", "tactical_team_size": 0, "officers": 4, "late_entry": "20 min",
            "clear_space": "60 s", **dict(response),
        },
        officer={"hit_chance": 0.2, "hit_chance_under_fire": 0.2},
        horizon="4 h",
        courses_of_action=[{"name": f"c{k}", **each} for k, each in enumerate(courses)],
    )  # fmt: skip
    return simulate(scenario, replications=n, seed=7)


def outside(share=None, **changes):
    response = {} if share is None else {"response": {"perimeter_share": share}}
    return {"based_on": "stay-outside", **response, **changes}


def hit(outcome, row=0):
    return outcome.columns["officers_killed"][row] + outcome.columns["officers_wounded"][row]


def stopped(outcome, row):
    return outcome.ending[row] == ENDINGS.index("stopped_by_police")


@pytest.mark.slow
def test_the_more_of_the_perimeter_is_held_the_more_who_leave_are_stopped_at_a_risk_to_officers():
    """The same 400 attacks: held by nobody, by one officer in ten, and by all of them."""
    outcome = run(outside(), outside(0), outside(0.1), outside(1))
    for name, values in outcome.columns.items():
        assert np.array_equal(values[0], values[1], equal_nan=True), name
    assert not stopped(outcome, 0).any()
    assert not hit(outcome, 0).any()
    for less, more in ((1, 2), (2, 3)):
        assert_raises(stopped(outcome, less), stopped(outcome, more))
    assert_raises(hit(outcome, 1), hit(outcome, 2))
    # One of four is there in 0.34 of attacks; a share off by 0.12 would be caught.
    met = np.isfinite(outcome.columns["time_to_contact_s"][2])
    assert_share(int(met.sum()), N, 1 - 0.9**4)
    # Nobody inside is hurt more or less, and care comes sooner to where it is known to be over.
    assert np.array_equal(outcome.columns["casualties"][0], outcome.columns["casualties"][3])
    care = outcome.columns["time_to_first_care_s"]
    known = np.isfinite(care).all(axis=0) & stopped(outcome, 3)
    assert_raises(care[3][known], care[0][known])


@pytest.mark.slow
def test_a_perimeter_is_nothing_to_attacks_that_end_otherwise_and_before_police():
    by_own = {"ending_shares": {"left": 0, "suicide": 1, "remains": 0}}
    for hazard in ({"duration": "30 s"}, by_own):
        outcome = run(outside(), outside(1), n=60, hazard=hazard)
        for name, values in outcome.columns.items():
            assert np.array_equal(values[0], values[1], equal_nan=True), name


@pytest.mark.slow
def test_who_has_gone_in_does_not_hold_the_perimeter():
    """Of the same attacks: a pair goes in before it leaves, the others come later."""
    entering = {"based_on": "two-officer-entry", "response": {"next_officer": "10 s"}}
    holds = {**entering, "response": entering["response"] | {"perimeter_share": 1, "officers": 2}}
    # Nobody inside comes into contact: the attacker is in a room that officers search last.
    outcome = run(
        {**entering, "response": entering["response"] | {"officers": 2}}, holds, n=60,
        hazard={"duration": "170 s"},
        response={"travel": "60 s"},
    )  # fmt: skip
    assert np.all(outcome.columns["time_to_entry_s"][0] < 170.0)
    for name, values in outcome.columns.items():
        assert np.array_equal(values[0], values[1], equal_nan=True), name


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.15, 1.0])
@pytest.mark.parametrize("entry", ["stay-outside", "contain-and-wait"])
def test_both_scales_agree(share, entry):
    """Of 400 attacks on a plan and 20,000 without; a share off by 0.13 would be caught."""
    # As many as nobody shoots in ten minutes: only officers are compared.
    people = group(100, within="crowd", response=FREEZE, pre_movement="10 h")
    scenario = attack(
        wide_hall(),
        people,
        hazard=LEAVES | {"on_contact": {"suicide": 0.2, "surrenders": 0.1, "subdued": 0.1,
            "fights": 0.6}, "duration": {"median": "4 min", "p90": "8 min"}},
        response={"travel": "2 min", "perimeter_share": share},
        officer={"hit_chance": 0.2, "hit_chance_under_fire": 0.1, "cover_share": 0.3},
        courses_of_action=[{"name": "waits", "based_on": entry}],
        horizon="4 h",
    )  # fmt: skip
    site, _ = build_site(scenario)
    course = scenario.courses_of_action[0]
    races = run_races(
        site.hazard,
        response_terms(scenario.response, is_attack=True),
        course_terms(course),
        race_terms(),
        incidents=RACES,
        seed=3,
    )
    outcome = simulate(scenario, replications=N, seed=7)
    assert_mean(hit(outcome), races["officers_hit"].mean())
    outside_hit = outcome.columns["officers_hit_outside"][0]
    assert_mean(outside_hit, races["officers_hit_outside"].mean())
    if entry == "stay-outside":
        assert np.array_equal(outside_hit, hit(outcome))
    for name in ("left", "stopped_by_police", "suicide_on_contact", "surrendered"):
        share_without = np.mean(races["ending"] == ENDINGS.index(name))
        assert_mean(1.0 * (outcome.ending[0] == ENDINGS.index(name)), share_without)
