"""Opposing streams pass each other, and everybody leaves by the exit that is theirs."""

import numpy as np
import pytest

from cases.drawing import crowd, placed, two_rooms
from cases.verdicts import assert_all_out, run
from pace import slow
from places import box, drill, inner, opening, plan, zone


def opposing(count, **changes):
    return (
        crowd(count, name="eastward", within="west", exits="east exit", **changes),
        crowd(count, name="westward", within="east", exits="west exit", **changes),
    )


@pytest.mark.parametrize("length_m", [0.0, 6.0])
@pytest.mark.parametrize("width", [0.8, slow(0.9), slow(1.0), 1.2, slow(1.5), 2.0])
@pytest.mark.parametrize("count", [2, 10])
def test_opposing_streams_pass_in_a_door_and_a_corridor(width, length_m, count):
    drawn = plan(*two_rooms(width, length_m=length_m, exits=True))
    scenario = drill(drawn, *opposing(count), horizon="20 min")
    exits = {"east exit": count, "west exit": count}
    # Two against two locked in 96 of 100 runs; ten against ten in up to half of them.
    within_s = 120 if count == 2 else 300
    assert_all_out(scenario, within_s=within_s, replications=25, exits=exits)


@pytest.mark.parametrize("degrees", [17, 45])
def test_opposing_streams_pass_on_a_turned_plan(degrees):
    drawn = placed(plan(*two_rooms(0.8, length_m=6, exits=True)), degrees=degrees, move=(0.07, 0))
    scenario = drill(drawn, *opposing(2), horizon="20 min")
    assert_all_out(scenario, within_s=120, replications=25)


def between_rooms(width, *, length_m=10.0):
    low, high = 5 - width / 2, 5 + width / 2
    end = 10 + length_m
    return plan(
        box("west", 0, 0, 10, 10),
        box("corridor", 10, low, end, high),
        box("east", end, 0, end + 10, 10),
        inner("west gate", (10, low), (10, high), category="gate"),
        inner("east gate", (end, low), (end, high), category="gate"),
        opening("west exit", (0, 0), (0, 10), category="gate", main_entrance=True),
        opening("east exit", (end + 10, 0), (end + 10, 10), category="gate"),
    )


@pytest.mark.parametrize(("count", "within_s"), [(20, 120), (100, 300)])
def test_large_crowds_pass_in_a_corridor_of_two_metres(count, within_s):
    scenario = drill(between_rooms(2.0), *opposing(count))
    exits = {"east exit": count, "west exit": count}
    assert_all_out(scenario, within_s=within_s, replications=5, exits=exits)


def test_sixty_against_sixty_in_a_wide_corridor_take_as_long_as_measured():
    # Published law with measured numbers: 41 to 57 s in a corridor of 3.6 m. The people start
    # anywhere in rooms of 10 m x 10 m, so a few seconds either way.
    scenario = drill(between_rooms(3.6), *opposing(60))
    times = assert_all_out(scenario, within_s=80, replications=5)
    assert 35 <= times.mean() <= 62, f"{times.mean():.1f} s"


def test_somebody_against_the_crowd_gets_through():
    # One officer, as it were, walks in where a class walks out.
    drawn = between_rooms(1.5)
    crowd_out = crowd(40, name="westward", within="east", exits="west exit")
    one = crowd(1, name="eastward", within="west", exits="east exit")
    assert_all_out(drill(drawn, crowd_out, one), within_s=120, replications=10)


@pytest.mark.parametrize("start", [0.0, 0.5])
def test_nobody_is_pushed_out_by_an_exit_they_may_not_use(start):
    drawn = plan(
        box("hall", 0, 0, 20, 4),
        opening("near", (0, 0), (0, 4), category="gate", main_entrance=True),
        opening("far", (20, 0), (20, 4), category="gate"),
        zone("crowd", start, 0, 3, 4),
    )
    scenario = drill(drawn, crowd(40, within="crowd", exits="far"))
    exits = {"near": 0, "far": 40}
    assert_all_out(scenario, within_s=60, replications=20, exits=exits)


def test_two_crowds_that_cross_in_a_hall_use_their_own_exits():
    drawn = plan(
        box("hall", 0, 0, 12, 12),
        opening("north", (5, 12), (7, 12)),
        opening("south", (5, 0), (7, 0), main_entrance=True),
        opening("east", (12, 5), (12, 7)),
        opening("west", (0, 5), (0, 7)),
        zone("north part", 4, 9, 8, 11.7),
        zone("south part", 4, 0.3, 8, 3),
        zone("east part", 9, 4, 11.7, 8),
        zone("west part", 0.3, 4, 3, 8),
    )
    across = {"north": "south", "south": "north", "east": "west", "west": "east"}
    groups = [
        crowd(12, name=f"from {side}", within=f"{side} part", exits=exit_)
        for side, exit_ in across.items()
    ]
    scenario = drill(drawn, *groups)
    outcome = run(scenario, replications=10)
    assert np.all(outcome.columns["evacuated"] == 48)
    for exit_ in across:
        assert np.all(outcome.exits[exit_] == 12)
    assert np.all(outcome.columns["evacuation_time_s"] < 60)
