"""Rescue of the wounded in paired incidents: each part with and without, and what is recorded.

A mean difference counts when it is more than five of its standard errors from zero, which is the
smallest effect each test would catch (about 0.1 preventable deaths an incident here).
"""

import numpy as np
import pytest

from asher.evidence import statistic
from asher.scenario import shipped_course
from asher.simulation.parameters import parameters
from asher.simulation.population import simulate_population
from asher.simulation.site import simulate
from pairs import assert_raises
from places import attack, box, frozen, inner, opening, plan, zone

pytestmark = pytest.mark.slow

N = 300
# Of what moves its metric by more than ten standard errors in so many, and need not be run longer.
FEWER = 150
HORIZON = 4 * 3600.0
# Two dozen wounded within two minutes, nobody dead at once more often than the record says.
BAD = {
    "casualty_rate_per_min": 12.0,
    "duration": "2 min",
    "dwell": "30 s",
    "entry": "back door",
    "fatal_share": 0.8,
}
# Officers come late enough for people to bleed.
LATE = {"travel": "5 min", "next_officer": "60 s", "officers": 4, "tactical_team_size": 0}


def corridor_of_rooms():
    """A hall with a row of eight rooms, 48 m long."""
    rooms = [box(f"room {k}", 6 * k, 4, 6 * k + 6, 10) for k in range(8)]
    doors = [inner(f"door {k}", (6 * k + 2.5, 4), (6 * k + 3.5, 4)) for k in range(8)]
    return plan(
        box("hall", 0, 0, 48, 4, category="lobby"),
        *rooms,
        *doors,
        opening("main entrance", (0, 1.2), (0, 2.8), main_entrance=True),
        opening("back door", (48, 1.5), (48, 2.5)),
        zone("crowd", 1, 0.5, 47, 3.5),
    )


def run(*rescues, n=N, people=60, response=(), hazard=(), course="two-officer-entry", **changes):
    """Run rules of rescue on the same incidents; one row a rule."""
    courses = [
        {"name": f"c{k}", "based_on": course, "rescue": rescue} for k, rescue in enumerate(rescues)
    ]
    scenario = attack(
        corridor_of_rooms(),
        frozen(people),
        hazard={**BAD, **dict(hazard)},
        response={**LATE, **dict(response)},
        courses_of_action=courses or [course],
        horizon="4 h",
        **changes,
    )
    return simulate(scenario, replications=n, seed=7)


def deaths(outcome):
    return outcome.columns["killed"]


def rule(name, **more):
    return {"rule": name, **more}


def test_holding_until_cleared_costs_lives_and_time():
    outcome = run(
        rule("officers-give-care"), rule("hold-until-cleared"), n=FEWER,
        response={"clear_space": "10 min"},
    )  # fmt: skip
    assert_raises(*deaths(outcome))
    assert_raises(*outcome.columns["preventable_deaths"])
    first = outcome.columns["time_to_first_care_s"]
    both = np.isfinite(first).all(axis=0)
    assert np.all(first[0][both] <= first[1][both])


def test_carrying_out_before_all_is_cleared_brings_people_out_sooner():
    outcome = run(
        rule("officers-carry-out"), rule("officers-give-care"), n=FEWER,
        response={"clear_space": "5 min"},
    )  # fmt: skip
    for name in ("time_to_first_carried_out_s", "time_to_last_carried_out_s"):
        assert_raises(*outcome.columns[name][:, np.isfinite(outcome.columns[name]).all(axis=0)])
    # A sweep of 22 min before an hour is over kills nobody; one that takes longer does.
    slow = run(
        rule("officers-carry-out"), rule("officers-give-care"), n=FEWER,
        response={"clear_space": "20 min"},
    )  # fmt: skip
    assert_raises(*deaths(slow))


@pytest.mark.parametrize(
    ("changes", "worse", "n"),
    [
        ("ambulances", (12, 2), FEWER),
        ("triage_accuracy", (1.0, 0.0), N),
        ("trauma_beds", (50, 2), FEWER),
        ("carriers", (1, 4), FEWER),
        ("carry_speed_m_s", (1.0, 0.1), FEWER),
        ("turn_to_wounded", ("30 s", "10 min"), N),
    ],
)
def test_what_holds_rescue_up_costs_lives_or_time(changes, worse, n):
    better, less = (
        run(rule("officers-carry-out"), n=n, response={"officers": 2, changes: value,
            "farther_transport": "60 min", "ambulance": "8 min", "care_round": "2 min"})
        for value in worse
    )  # fmt: skip
    if changes.startswith("carr"):
        last = [each.columns["time_to_last_carried_out_s"][0] for each in (better, less)]
        finite = np.isfinite(last).all(axis=0)
        assert_raises(last[0][finite], last[1][finite])
    else:
        assert_raises(deaths(better)[0], deaths(less)[0])


@pytest.mark.parametrize(
    ("lever", "to", "n"),
    [
        ({"bleeding_control_training": True}, {"bystander_aid": True}, 600),
        ({"bystander_aid": True}, {}, 600),
        ({"bystander_aid": True, "bleeding_kits": ["hall"]}, {"bystander_aid": True}, 1000),
        ({"call_taker_instructions": True}, {"bystander_aid": True}, 1000),
    ],
)
def test_each_part_of_bleeding_control_saves_lives(lever, to, n):
    assert_raises(*deaths(run({**lever}, {**to}, n=n)))


def test_the_more_staff_are_trained_the_more_are_saved():
    training = {"bystander_aid": True, "bleeding_control_training": True}
    shares = [{**training, "trained_staff_share": share} for share in (0, 0.5, 1)]
    killed = deaths(run(*shares, n=1000))
    assert_raises(killed[1], killed[0])
    assert_raises(killed[2], killed[1])
    # The same incident by incident, so that the first 200 show it.
    outcome = run(shares[0], shares[2], {"bystander_aid": True}, training, n=200)
    assert np.array_equal(deaths(outcome)[:2], killed[[0, 2], :200])
    for name, values in outcome.columns.items():
        assert np.array_equal(values[0], values[2], equal_nan=True), name
        assert np.array_equal(values[1], values[3], equal_nan=True), name


def test_a_kit_out_of_reach_changes_nothing():
    outcome = run(
        {"bystander_aid": True},
        {"bystander_aid": True, "bleeding_kits": ["room 0"]},
        response={"kit_reach_m": 0},
        n=60,
    )
    for name, values in outcome.columns.items():
        assert np.array_equal(values[0], values[1], equal_nan=True), name


def test_a_joint_team_on_standby_is_there_sooner_and_saves_lives():
    outcome = run(
        rule("rescue-task-force", joint_standby=True), rule("rescue-task-force"), n=1000,
        response={"officers": 2, "care_round": "2 min"},
    )  # fmt: skip
    assert_raises(*deaths(outcome))


def test_police_cars_take_patients_where_ambulances_are_few_and_change_nothing_where_many():
    """Of 150 attacks; with two ambulances that take two hours to come back, and four cars."""
    cars, none = rule("officers-carry-out", police_transport=True), rule("officers-carry-out")
    few = {"ambulances": 2, "ambulance": "8 min", "care_round": "2 min"}
    few["ambulance_turnaround"] = "2 h"
    outcome = run(cars, none, n=FEWER, response=few)
    assert_raises(*deaths(outcome))
    for name in ("casualties", "time_to_first_care_s", "time_to_last_carried_out_s"):
        assert np.array_equal(*outcome.columns[name], equal_nan=True), name
    for terms in ({**few, "police_cars": 0}, {**few, "ambulances": 60, "next_ambulance": "0 s"}):
        outcome = run(cars, none, n=40, response=terms | {"ambulance": "0 s"})
        for name, values in outcome.columns.items():
            assert np.array_equal(values[0], values[1], equal_nan=True), name


def test_as_many_ambulances_come_as_each_course_of_action_says():
    """Two courses in one run and each alone; once the last one's memory held for both."""
    few, many = ({"response": {"ambulances": k}} for k in (1, 12))
    both = with_own(few, many)
    assert_raises(deaths(both)[1], deaths(both)[0])
    for row, alone in ((0, with_own(few)), (1, with_own(many))):
        assert np.array_equal(deaths(both)[row], deaths(alone)[0])


def with_own(*courses):
    scenario = attack(
        corridor_of_rooms(),
        frozen(60),
        hazard=BAD,
        response={**LATE, "ambulance": "8 min", "care_round": "2 min"},
        courses_of_action=[
            {"name": f"c{k}", "based_on": "officers-carry-out", **each}
            for k, each in enumerate(courses)
        ],
        horizon="4 h",
    )
    return simulate(scenario, replications=FEWER, seed=7)


def test_without_a_plan_police_cars_take_patients_too():
    """Of 20,000 attacks of the country with one ambulance; 0.5 % of the deaths would be caught."""
    usual = shipped_course("officers-carry-out")
    rescue = usual.rescue.model_copy(update={"police_transport": True})
    courses = [usual, usual.model_copy(update={"name": "cars", "rescue": rescue})]
    without, cars = (
        simulate_population(
            {each.name: each.median for each in parameters()}, incidents=20_000, seed=1,
            course=course, change=lambda response: response._replace(ambulances=1),
        )
        for course in courses
    )  # fmt: skip
    assert cars["killed"].sum() < 0.995 * without["killed"].sum()
    assert np.array_equal(cars["killed"] + cars["wounded"], without["killed"] + without["wounded"])


def test_a_collection_point_far_from_the_wounded_takes_longer():
    near, far = (
        run(rule("officers-carry-out", collection_point=door), n=100)
        for door in ("back door", "main entrance")
    )
    either = run(rule("officers-carry-out"), n=100)
    name = "time_to_last_carried_out_s"
    for one in (near, far):
        pair = np.array([either.columns[name][0], one.columns[name][0]])
        assert_raises(*pair[:, np.isfinite(pair).all(axis=0)])


def test_agencies_without_a_tactical_team_are_drawn_by_their_share():
    share = 1 - statistic("swat-none").estimate
    response = {"tactical_team_size": 6, "tactical_team": "20 min", "tactical_team_share": share}
    outcome = run(
        course="contain-and-wait",
        response=response,
        hazard={"duration": "2 h", "casualty_rate_per_min": 0.1},
        n=400,
        # Whether there is a team hangs on nobody inside.
        people=12,
    )
    # With a team before the end, two hours after the beginning; the others after it.
    entered = (outcome.columns["time_to_entry_s"][0] < 7200.0).mean()
    assert entered == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 400))


def recorded():
    """First care as recorded, from the first shot [s]: found at once, or by a task force."""
    call = 90.0  # first shot to first call, as the model has it
    soonest = statistic("out-after-custody-aurora").estimate
    latest = call + 35.0 + statistic("rtf-first-contact").high
    return soonest, latest


def test_first_care_on_a_plan_comes_within_the_times_recorded_and_as_without_a_plan():
    outcome = run(rule("officers-give-care"), response={"travel": "2 min 15 s"})
    first = outcome.columns["time_to_first_care_s"][0]
    stop = outcome.columns["time_to_stop_s"][0]
    low, high = recorded()
    known = np.isfinite(first)
    assert low < np.median(first[known]) < high
    # After the attack and officers inside: minutes, with a plan and without one.
    entry = outcome.columns["time_to_entry_s"][0]
    after = first[known] - np.maximum(stop, entry)[known]
    races = simulate_population(
        {each.name: each.median for each in parameters()}, incidents=4000, seed=1
    )
    cared = np.isfinite(races["first_care_s"])
    begins = np.maximum(races["stop_s"], races["arrival_s"])[cared]
    without = races["first_care_s"][cared] - begins
    low, high = np.quantile(without, (0.1, 0.9))
    assert low < np.median(after) < high
    assert shipped_course("two-officer-entry").rescue.rule == "officers-give-care"
