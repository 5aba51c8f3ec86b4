"""Stairs carry everybody, both ways; streams merge on landings and in lobbies."""

import numpy as np
import pytest

from cases.drawing import crowd, on, placed, stair, storeys, two_levels
from cases.verdicts import assert_all_out, assert_no_wall_crossed, leaving_times, run
from pace import ends, slow
from places import box, drill, inner, opening, people_at, plan, zone


def two_halls(width, *, length_m=6.0, head=None):
    """A hall above a hall, and a stair in the same place of both."""
    foot = ((0, 5 - width / 2), (0, 5 + width / 2))
    return [
        box("low", 0, 0, 10, 10),
        on("upper", box("up", 0, 0, 10, 10)),
        opening("out", (10, 4), (10, 6), main_entrance=True),
        stair("stair", foot, head or foot, length_m=length_m),
        on("upper", zone("crowd", 0.5, 0.5, 9.5, 9.5)),
    ]


@pytest.mark.parametrize("behind", [0.06, 0.1, 0.2, 0.28, 0.4])
@pytest.mark.parametrize("degrees", [0, 30])
def test_a_stair_before_the_wall_of_another_room_is_walked_both_ways(behind, degrees):
    # As in models of buildings, in which the room below a flight begins a wall's width behind it.
    features = two_halls(1.2)
    features += [
        box("below the flight", -4, 4, -behind, 6),
        opening("store door", (-4, 4.5), (-4, 5.5), main_entrance=True),
        on("upper", opening("bridge", (10, 4), (10, 6))),
    ]
    scenario = drill(
        placed(two_levels(*features), degrees=degrees),
        crowd(3, name="down", within="up", exits="out"),
        crowd(3, name="upward", within="low", exits="bridge"),
    )
    assert_all_out(scenario, within_s=100, replications=5, exits={"out": 3, "bridge": 3})


# Measured flows on stairs are 0.8 to 1.1 persons/(m s); 40 people at half of that, and 40 s to
# walk there, down and out.
@pytest.mark.parametrize("width", ends([0.7, 0.9, 1.2, 2.0]))
@pytest.mark.parametrize("degrees", [0, 30])
def test_nobody_locks_on_a_stair_one_way(width, degrees):
    drawn = placed(two_levels(*two_halls(width)), degrees=degrees)
    scenario = drill(drawn, crowd(40, within="up"))
    assert_all_out(scenario, within_s=40 + 40 / (0.45 * width), replications=10)


@pytest.mark.parametrize("head", ["other wall", "turned"])
def test_a_stair_that_turns_is_walked(head):
    lines = {
        "other wall": ((10, 4.4), (10, 5.6)),
        "turned": ((3, 10), (4.2, 10)),
    }
    drawn = two_levels(*two_halls(1.2, head=lines[head]))
    assert_all_out(drill(drawn, crowd(40, within="up")), within_s=130, replications=5)


@pytest.mark.parametrize("width", ends([0.9, 1.2, 2.0]))
@pytest.mark.parametrize("count", ends([1, 2, 10, 20]))
def test_a_stair_carries_both_directions(width, count):
    # Somebody upstairs leaves below, somebody below by the bridge upstairs.
    features = two_halls(width)
    features.append(on("upper", opening("bridge", (10, 4), (10, 6))))
    scenario = drill(
        two_levels(*features),
        crowd(count, name="down", within="up", exits="out"),
        crowd(count, name="upward", within="low", exits="bridge"),
    )
    assert_all_out(
        scenario,
        within_s=80 + 2 * count / (0.3 * width),
        replications=10,
        exits={"out": count, "bridge": count},
    )


def test_down_is_faster_than_up_and_both_as_measured():
    # Level walking 10 m each side at 1.34 m/s, 12 m of stair between.
    features = [
        box("low", 0, 0, 10, 4),
        on("upper", box("up", 0, 0, 10, 4)),
        opening("out", (10, 1), (10, 3), main_entrance=True),
        on("upper", opening("bridge", (10, 1), (10, 3))),
        stair("stair", ((0, 1), (0, 3)), ((0, 1), (0, 3)), length_m=12.0),
    ]
    drawn = two_levels(*features)
    down = drill(drawn, people_at([(9.5, 2)], level="upper", exits="out"))
    upward = drill(drawn, people_at([(9.5, 2)], level="ground", exits="bridge"))
    level_s = 19.5 / 1.34
    speeds = {}
    for name, scenario in (("down", down), ("up", upward)):
        (time,) = leaving_times(assert_no_wall_crossed(scenario))
        speeds[name] = 12.0 / (time - level_s)
    # Measured means: 0.65 to 0.81 m/s down, 0.50 to 0.61 m/s up, along the slope.
    assert 0.60 <= speeds["down"] <= 0.90, speeds
    assert 0.45 <= speeds["up"] <= 0.68, speeds
    assert speeds["up"] < speeds["down"]


def landings():
    """Two corridors above each other, each with a landing, and stairs of 2.1 m that turn there."""
    ground = [
        box("ground hall", -6, -1, 0, 5),
        opening("exit", (-6, 1), (-6, 3), main_entrance=True),
    ]
    upper = [
        [
            box(f"landing {k}", -5, -1, 0, 5),
            box(f"corridor {k}", 0, 0, 30, 4),
            inner(f"landing door {k}", (0, 1.1), (0, 2.9)),
        ]
        for k in (1, 2)
    ]
    stairs = [(((-4.8, y), (-2.7, y)), ((-2.2, y), (-0.1, y))) for y in (5, -1)]
    return storeys([ground, *upper], stairs, height_m=4.0, length_m=7.6)


@pytest.mark.parametrize("each", [20, 60, 80, pytest.param(150, marks=pytest.mark.slow)])
def test_streams_merge_on_a_landing(each):
    scenario = drill(
        landings(),
        crowd(each, name="first", within="corridor 1"),
        crowd(each, name="second", within="corridor 2"),
    )
    # 2.1 m of stair at 0.6 persons/(m s), and 80 s of way from the far end of the upper corridor.
    assert_all_out(scenario, within_s=80 + 2 * each / (0.6 * 2.1), replications=4)


@pytest.mark.parametrize("width", [1.2, 2.1])
@pytest.mark.parametrize("each", [40, pytest.param(150, marks=pytest.mark.slow)])
def test_streams_merge_in_a_lobby(width, each):
    drawn = plan(
        box("lobby", -5, -1, 0, 5),
        box("corridor a", 0, 0, 30, 4),
        inner("door a", (0, 1.1), (0, 2.9)),
        box("corridor b", -5, -31, -1, -1),
        inner("door b", (-4.8, -1), (-2.7, -1)),
        opening("exit", (-2.2, 5), (-2.2 + width, 5), main_entrance=True),
    )
    scenario = drill(
        drawn,
        crowd(each, name="a", within="corridor a"),
        crowd(each, name="b", within="corridor b"),
    )
    assert_all_out(scenario, within_s=45 + 2 * each / (1.0 * width), replications=4)


def office_block(floors=4):
    """Offices on four floors whose stair turns on a landing of each."""
    drawn = [
        [
            box(f"landing {k}", 0, 0, 3, 5),
            box(f"floor {k}", 3, 0, 25, 12, category="office"),
            inner(f"stair door {k}", (3, 2), (3, 3)),
        ]
        for k in range(floors)
    ]
    drawn[0].insert(0, opening("exit", (0, 2), (0, 3.2), main_entrance=True))
    turns = (5 if k % 2 else 0 for k in range(1, floors))
    stairs = [(((0.2, y), (1.4, y)), ((1.6, y), (2.8, y))) for y in turns]
    return storeys(drawn, stairs, height_m=3.5, length_m=7.0)


@pytest.mark.parametrize("each", [20, slow(60)])
def test_an_office_block_empties_down_its_stair(each):
    groups = [
        crowd(
            each,
            name=f"floor {k}",
            within=f"floor {k}",
            pre_movement={"median": "20 s", "p90": "60 s"},
        )
        for k in range(4)
    ]
    # A stair of 1.2 m at 0.6 persons/(m s); 200 s of way and of the latest starters.
    scenario = drill(office_block(), *groups, horizon="60 min")
    assert_all_out(scenario, within_s=200 + 4 * each / (0.6 * 1.2), replications=4)


def test_every_floor_of_a_tall_house_gets_out():
    groups = [crowd(5, name=f"floor {k}", within=f"floor {k}") for k in range(12)]
    assert_all_out(drill(office_block(12), *groups), within_s=400, replications=2)


def test_people_leave_a_stair_by_the_end_they_go_to():
    # The upper hall has an exit of its own right beside the head of the stair; those below may
    # use that one only, those above only the one below. Nobody turns back on the stair.
    features = two_halls(1.2)
    features.append(on("upper", opening("beside", (0, 6), (0, 7.2))))
    scenario = drill(
        two_levels(*features),
        crowd(15, name="down", within="up", exits="out"),
        crowd(15, name="upward", within="low", exits="beside"),
    )
    outcome = run(scenario, replications=10)
    assert np.all(outcome.columns["evacuated"] == 30)
    assert np.all(outcome.exits["beside"] == 15)
    film = assert_no_wall_crossed(scenario)
    for person in range(30):
        levels = film.level[:, person]
        there = levels[(levels >= 0) & (film.status[:, person] == 2)]
        changes = np.count_nonzero(np.diff(there))
        assert changes == 1, f"person {person} changes level {changes} times"
