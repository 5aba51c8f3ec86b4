"""Closures and exits: who has another way takes it, who has none is never called out."""

import numpy as np
import pytest

from cases.drawing import crowd, document
from cases.verdicts import (
    assert_all_out,
    assert_no_wall_crossed,
    assert_out_or_refused,
    assert_refused,
    leaving_times,
    run,
)
from films import record_drill
from places import box, drill, group, inner, opening, people_at, plan, space, zone

FEATURES = [
    box("hall", 0, 0, 20, 6),
    box("foyer", -6, 0, 0, 6),
    inner("foyer door", (0, 2.5), (0, 3.5)),
    opening("main", (-6, 2), (-6, 4), main_entrance=True),
    opening("far", (20, 2.5), (20, 3.5)),
    zone("crowd", 1, 1, 12, 5),
]


def hall(*, closures=(), **changes):
    people = crowd(40, within="crowd", **changes)
    return drill(plan(*FEATURES), people, closures=list(closures), horizon="10 min")


def close(opening_, at):
    return {"opening": opening_, "at": f"{at} s"}


def test_behind_a_door_closed_from_the_start_the_other_exit_is_used_at_once():
    # The last of 40 has 19 m to go, and the door of 1 m lets them out in about 25 s.
    times = assert_all_out(
        hall(closures=[close("foyer door", 0)]), within_s=60, replications=5, exits={"far": 40}
    )
    assert times.mean() < 50


@pytest.mark.parametrize("at", [3.1, 4.1, 6.1, 7.1, 8.1, 9.1, 10])
@pytest.mark.parametrize("familiar", [0, 1])
def test_a_door_that_closes_in_the_middle_of_a_queue_holds_nobody(at, familiar):
    scenario = hall(closures=[close("foyer door", at)], familiar_share=familiar)
    assert_all_out(scenario, within_s=90, replications=10)


@pytest.mark.parametrize("at", [0, 10])
def test_when_the_main_exit_closes_the_far_one_is_taken(at):
    assert_all_out(hall(closures=[close("main", at)]), within_s=100, replications=5)


def test_visitors_whose_only_known_exit_is_closed_find_another():
    scenario = hall(closures=[close("main", 0)], familiar_share=0)
    assert_all_out(scenario, within_s=150, replications=5, exits={"far": 40})


@pytest.mark.parametrize("which", [["main", "far"], ["foyer door", "far"]])
def test_who_is_shut_in_is_counted_and_no_evacuation_time_is_told(which):
    scenario = hall(closures=[close(name, 10) for name in which])
    outcome = run(scenario, replications=5)
    columns = {name: column[0] for name, column in outcome.columns.items()}
    assert np.all(columns["evacuated"] < 40)
    assert np.all(columns["evacuated"] + columns["stuck"] == 40)
    assert np.all(np.isnan(columns["evacuation_time_s"]))
    # Nobody leaves after the doors closed, but for those who are in the foyer already.
    left = leaving_times(record_drill(scenario))
    if "main" in which:
        assert np.nanmax(left) <= 10.5


def test_people_bound_to_one_exit_that_closes_are_stuck_or_take_another():
    scenario = hall(closures=[close("main", 10)], exits="main")
    outcome = run(scenario, replications=5)
    columns = {name: column[0] for name, column in outcome.columns.items()}
    assert np.all(columns["evacuated"] + columns["stuck"] == 40)
    for left, time in zip(columns["evacuated"], columns["evacuation_time_s"], strict=True):
        assert np.isnan(time) == (left < 40)


@pytest.mark.parametrize("times", [(10, 20), (20, 10)])
def test_two_closures_of_one_door_are_a_fault_or_the_earlier_counts(tmp_path, times):
    closures = [close("main", at) for at in times]
    people = crowd(40, within="crowd")
    drawn = document(*FEATURES)
    message = assert_out_or_refused(tmp_path, drawn, people, within_s=100, closures=closures)
    if message is None:
        twice = run(hall(closures=closures)).columns["evacuation_time_s"]
        once = run(hall(closures=[close("main", 10)])).columns["evacuation_time_s"]
        assert np.array_equal(twice, once)
    else:
        assert "main" in message


def two_exits():
    return plan(
        box("office", 0, 0, 6, 4),
        box("lobby", 6, 0, 20, 4),
        inner("office door", (6, 1), (6, 2)),
        opening("side", (0, 1), (0, 2)),
        opening("front", (20, 1), (20, 3), main_entrance=True),
    )


def test_staff_take_the_nearest_exit():
    scenario = drill(two_exits(), crowd(10, within="office"))
    assert_all_out(scenario, within_s=30, exits={"side": 10})


def test_visitors_leave_by_the_way_they_came_or_by_an_exit_they_see():
    scenario = drill(two_exits(), crowd(10, within="office", familiar_share=0))
    assert_all_out(scenario, within_s=40)


def two_houses():
    return [
        box("house a", 0, 0, 6, 4),
        box("house b", 10, 0, 16, 4),
        opening("exit a", (0, 1), (0, 2), main_entrance=True),
        opening("exit b", (16, 1), (16, 2)),
    ]


def test_visitors_of_a_house_without_the_main_entrance_leave_by_its_own_door():
    people = crowd(10, within="house b", familiar_share=0)
    assert_all_out(drill(plan(*two_houses()), people), within_s=30, exits={"exit b": 10})


def test_an_exit_that_cannot_be_reached_is_a_fault(tmp_path):
    people = group(10, within="house a", exits="exit b")
    assert_refused(tmp_path, document(*two_houses()), people, words=["exit b"])


def test_the_nearer_exit_of_a_bent_room_is_the_nearer_on_foot():
    # From the start the right exit is 11 m further on foot, though about as far by the crow.
    u = space("u", (0, 0), (20, 0), (20, 10), (16, 10), (16, 3), (4, 3), (4, 10), (0, 10))
    drawn = plan(
        u,
        opening("left", (1, 10), (2.2, 10), main_entrance=True),
        opening("right", (17, 10), (18.2, 10)),
        zone("start", 4, 0.5, 6, 2.5),
    )
    scenario = drill(drawn, crowd(10, within="start"))
    assert_all_out(scenario, within_s=40, replications=5, exits={"left": 10})


def test_somebody_in_the_doorway_as_it_closes_is_on_one_side_of_it():
    # People pass the foyer door one after another; each closing time catches somebody in it.
    row = [(0.3 + 0.45 * k, 3.0) for k in range(12)]
    for at in np.arange(0.5, 4.0, 0.25):
        scenario = drill(plan(*FEATURES), people_at(row), closures=[close("foyer door", at)])
        outcome = run(scenario, replications=1)
        assert np.all(outcome.columns["evacuated"] == 12), f"closed at {at} s"
        assert_no_wall_crossed(scenario)
