"""Doors drawn a little off their wall, round rooms, ramps, and walls that nobody passes."""

import math

import numpy as np
import pytest

from asher.floorplan import parse_floorplan
from cases.drawing import crowd, document, on, placed, stair, two_levels
from cases.verdicts import (
    assert_all_out,
    assert_no_wall_crossed,
    assert_out_or_refused,
    assert_refused,
    leaving_times,
    run,
)
from films import record_drill
from pace import ends
from places import (
    box,
    drill,
    group,
    inner,
    obstacle,
    opening,
    people_at,
    plan,
    space,
    wall,
    zone,
)

HORIZON = "10 min"


def office(x, *, gap=0.0, door=None):
    """A hall whose wall stands at x, and an office beyond it whose only way out leads through."""
    door = door or ((x + gap / 2, 2), (x + gap / 2, 3.2))
    return [
        box("hall", 0, 0, x, 5),
        box("office", x + gap, 0, 10, 5),
        inner("office door", *door),
        opening("hall exit", (0, 2), (0, 3.2), main_entrance=True),
    ]


@pytest.mark.parametrize("x", ends([5.0, 5.1, 5.2, 5.3, 5.35, 5.5, 5.6]))
@pytest.mark.parametrize("gap", [1e-9, 0.03, 0.05])
def test_a_gap_between_rooms_does_not_close_the_door_in_it(x, gap):
    drawn = plan(*office(x, gap=gap))
    assert_all_out(drill(drawn, crowd(10, within="office"), horizon=HORIZON), within_s=40)


@pytest.mark.parametrize("gap", [0.08, 0.1])
def test_a_door_just_within_tolerance_of_both_walls_works_or_is_refused(tmp_path, gap):
    drawn = document(*office(5.0, gap=gap))
    assert_out_or_refused(tmp_path, drawn, crowd(10, within="office"), within_s=40)


def test_a_door_in_a_gap_wider_than_the_tolerance_is_a_fault_with_its_place(tmp_path):
    drawn = document(*office(5.0, gap=0.3))
    assert_refused(tmp_path, drawn, crowd(10, within="office"), words=["office door"])


@pytest.mark.parametrize("off", ends([0.0, 0.01, 0.02, 0.04, 0.05, -0.02, -0.05]))
@pytest.mark.parametrize("x", [5.0, 5.1, 5.35])
def test_a_door_beside_its_wall_is_a_door(x, off):
    drawn = plan(*office(x, door=((x + off, 2), (x + off, 2.9))))
    assert_all_out(drill(drawn, crowd(10, within="office"), horizon=HORIZON), within_s=40)


@pytest.mark.parametrize("askew", [0.0, 0.01, 0.04, 0.05])
@pytest.mark.parametrize("degrees", [0, 17])
def test_a_door_askew_to_its_wall_is_a_door(askew, degrees):
    drawn = plan(*office(5.0, door=((5 - askew, 2), (5 + askew, 2.9))))
    drawn = placed(drawn, degrees=degrees)
    assert_all_out(drill(drawn, crowd(10, within="office"), horizon=HORIZON), within_s=40)


@pytest.mark.parametrize("off", [-0.05, -0.02, 0.02, 0.05])
@pytest.mark.parametrize("x", ends([5.0, 5.1, 5.2, 5.3, 5.35, 5.4, 5.5, 5.6]))
def test_an_exit_beside_its_wall_is_an_exit(x, off):
    drawn = plan(
        box("hall", 0, 0, x, 5),
        opening("exit", (x + off, 2), (x + off, 3.2), main_entrance=True),
    )
    assert_all_out(drill(drawn, crowd(10), horizon=HORIZON), within_s=30)


@pytest.mark.parametrize("off", [0.2, -0.3])
def test_a_door_far_off_its_wall_is_a_fault_with_its_place(tmp_path, off):
    drawn = document(*office(5.0, door=((5 + off, 2), (5 + off, 3.2))))
    assert_refused(tmp_path, drawn, crowd(10, within="office"), words=["office door"])


def round_room(corners, *, edges=1, radius=8.0):
    """A round room, its exit the chord over a number of its edges."""
    turn = 2 * math.pi / corners
    ring = [(radius * math.cos(k * turn), radius * math.sin(k * turn)) for k in range(corners)]
    return [
        space("rotunda", *ring),
        opening("exit", ring[0], ring[edges], main_entrance=True),
    ]


@pytest.mark.parametrize(("corners", "edges"), [(24, 1), (48, 1), (96, 2), (192, 4), (360, 7)])
@pytest.mark.parametrize("degrees", [0, 17])
def test_an_exit_over_several_edges_of_a_round_room_is_open(corners, edges, degrees):
    drawn = placed(plan(*round_room(corners, edges=edges)), degrees=degrees)
    assert_all_out(drill(drawn, crowd(20), horizon=HORIZON), within_s=60)


def stage(length_m, *, x=6.0):
    """A stage whose only way down is a ramp at the wall x of the hall."""
    return [
        box("hall", 0, 0, x, 4),
        on("upper", box("stage", 0, 0, 6, 4)),
        opening("exit", (0, 1), (0, 2.2), main_entrance=True),
        stair("step", ((x, 1), (x, 2.2)), ((0, 1), (0, 2.2)), length_m=length_m, category="ramp"),
    ]


@pytest.mark.parametrize("length_m", ends([0.2, 0.25, 0.3, 0.5, 1.0]))
@pytest.mark.parametrize("x", [6.0, 6.05, 6.15])
def test_a_short_ramp_is_walked(length_m, x):
    drawn = two_levels(*stage(length_m, x=x), elevation_m=length_m / 2)
    assert_all_out(drill(drawn, crowd(5, within="stage"), horizon=HORIZON), within_s=40)


@pytest.mark.parametrize("length_m", ends([0.02, 0.1, 0.13, 0.15, 0.16, 0.19]))
@pytest.mark.parametrize("x", [6.0, 6.05, 6.1])
def test_a_ramp_shorter_than_a_step_is_walked_or_refused(tmp_path, length_m, x):
    levels = two_levels(*stage(1.0), elevation_m=0.1).to_geojson()["features"][:2]
    drawn = document(*stage(length_m, x=x), levels=levels)
    assert_out_or_refused(tmp_path, drawn, crowd(5, within="stage"), within_s=40)


def lanes(width_m, *, opposite=False):
    """Two corridors side by side, with a wall between them and an exit each."""
    end = 30 if opposite else 0
    return plan(
        box("lane a", 0, 0, 30, width_m),
        box("lane b", 0, width_m, 30, 2 * width_m),
        opening("exit a", (0, 0), (0, width_m), category="gate", main_entrance=True),
        opening("exit b", (end, width_m), (end, 2 * width_m), category="gate"),
    )


@pytest.mark.parametrize("width_m", ends([0.7, 1.0, 1.2, 2.0]))
@pytest.mark.parametrize("beside", ["still", "opposite"])
def test_people_behind_a_wall_do_not_slow_a_lane(width_m, beside):
    # 25 people on 30 m of lane, alone or with as many behind the wall: the same within 5 %.
    people = crowd(25, name="a", within="lane a", exits="exit a")
    drawn = lanes(width_m, opposite=beside == "opposite")
    changes = {"pre_movement": "1 h"} if beside == "still" else {}
    others = crowd(25, name="b", within="lane b", exits="exit b", **changes)
    alone = drill(drawn, people, horizon=HORIZON)
    both = drill(drawn, people, others, horizon=HORIZON)
    assert_all_out(alone, within_s=120, replications=2)
    outcome = run(both, replications=2)
    assert np.all(outcome.exits["exit a"][0] == 25)
    film, lone = assert_no_wall_crossed(both), assert_no_wall_crossed(alone)
    last, lone_last = leaving_times(film)[:25].max(), leaving_times(lone)[:25].max()
    assert last <= 1.05 * lone_last, f"{last:.1f} s beside others, {lone_last:.1f} s alone"


def test_walkers_along_a_wall_pay_no_heed_to_those_behind_it():
    drawn = plan(
        box("corridor", 0, 0, 30, 1),
        box("hall", 0, 1, 30, 5),
        opening("exit", (0, 0), (0, 1), category="gate", main_entrance=True),
        opening("hall exit", (0, 2.5), (0, 3.7)),
    )
    walkers = people_at([(28, 0.5), (26, 0.5), (27, 0.6)], exits="exit", name="walkers")
    row = [(5 + 0.45 * k, 1.2) for k in range(45)]
    waiting = people_at(row, pre_movement="1 h", exits="hall exit", name="waiting")
    alone, both = (drill(drawn, *groups) for groups in ([walkers], [walkers, waiting]))
    lone = leaving_times(assert_no_wall_crossed(alone))[:3]
    times = leaving_times(assert_no_wall_crossed(both))[:3]
    assert np.all(times <= lone + 0.5)
    assert times.max() < 30


def coarse(speed):
    return (
        crowd(30, name="a", within="room a", exits="exit a", walking_speed_m_s=speed),
        crowd(30, name="b", within="room b", exits="exit b", walking_speed_m_s=speed),
    )


@pytest.mark.parametrize("step", ends([0.05, 0.1, 0.25, 0.5]))
@pytest.mark.parametrize("speed", ends([1.34, 3.0, 6.0, 10.0]))
def test_no_step_leads_into_the_next_room_however_coarse(tmp_path, step, speed):
    drawn = document(
        box("room a", 0, 0, 10, 6),
        box("room b", 10, 0, 20, 6),
        opening("exit a", (0, 0.5), (0, 1.7)),
        opening("exit b", (20, 2.4), (20, 3.6), main_entrance=True),
    )
    if assert_out_or_refused(tmp_path, drawn, *coarse(speed), within_s=90, time_step_s=step):
        assert step * speed > 0.5, "an ordinary step was refused"
        return
    scenario = drill(parse_floorplan(drawn), *coarse(speed), time_step_s=step)
    outcome = run(scenario)
    assert np.all(outcome.exits["exit a"][0] == 30)
    assert np.all(outcome.exits["exit b"][0] == 30)


@pytest.mark.parametrize("step", ends([0.05, 0.1, 0.25, 0.5]))
@pytest.mark.parametrize("speed", ends([1.34, 3.0, 6.0, 10.0]))
def test_no_step_leads_through_a_partition_however_coarse(tmp_path, step, speed):
    drawn = document(
        box("room", 0, 0, 20, 8),
        wall((10, 0), (10, 6.5)),
        opening("exit", (0, 0.5), (0, 1.7), main_entrance=True),
        zone("back", 12, 0.5, 19, 3),
    )
    people = group(10, within="back", walking_speed_m_s=speed)
    if assert_out_or_refused(tmp_path, drawn, people, within_s=60, time_step_s=step):
        assert step * speed > 0.5, "an ordinary step was refused"
        return
    # From (12, 3) round the end of the partition at (10, 6.5) to the exit: 15.4 m at least.
    scenario = drill(parse_floorplan(drawn), people, time_step_s=step)
    times = leaving_times(record_drill(scenario))
    assert times.min() >= 0.95 * 15.4 / speed - step - 0.25


HALL = ((0, 0), (10, 0), (10, 6), (0, 6))
EXIT = opening("exit", (0, 2), (0, 3.2), main_entrance=True)
BESIDE = [box("b", 10, 0, 15, 6), inner("d", (10, 2), (10, 3))]
# Drawings of one hall that mean the same: all of them are walked out of.
DRAWINGS = {
    "clockwise": [space("hall", *HALL[::-1]), *BESIDE, EXIT],
    "more corners on straight walls": [
        space(
            "hall",
            *((0, 0), (2, 0), (4, 0), (10, 0), (10, 2.5), (10, 6), (0, 6), (0, 2.6)),
        ),
        *BESIDE,
        EXIT,
    ],
    "a corner drawn twice": [
        space("hall", (0, 0), (0, 0), (10, 0), (10, 0), (10, 6), (0, 6), (0, 6)),
        EXIT,
    ],
    "rooms that overlap by 4 cm": [
        space("hall", *HALL),
        box("b", 9.96, 0, 15, 6),
        inner("d", (9.98, 2), (9.98, 3)),
        EXIT,
    ],
    "a door into the corner": [
        space("hall", *HALL),
        opening("exit", (0, 0), (0, 1.2), main_entrance=True),
    ],
    "a kiosk inside": [
        {
            **space("hall", (0, 0), (12, 0), (12, 8), (0, 8)),
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[0, 0], [12, 0], [12, 8], [0, 8], [0, 0]],
                    [[4, 2], [8, 2], [8, 6], [4, 6], [4, 2]],
                ],
            },
        },
        box("kiosk", 4, 2, 8, 6),
        inner("kiosk door", (4, 3), (4, 4)),
        EXIT,
    ],
}
# Where the people stand when it is not anywhere.
START = {"a kiosk inside": "kiosk", "clockwise": "b", "rooms that overlap by 4 cm": "b"}


@pytest.mark.parametrize("name", DRAWINGS)
def test_ways_of_drawing_one_hall_are_walked_alike(name):
    within = {"within": START[name]} if name in START else {}
    people = crowd(10, **within)
    assert_all_out(drill(plan(*DRAWINGS[name]), people, horizon=HORIZON), within_s=60)


# Drawings that cannot be meant: each is refused, and the message names what is wrong.
REFUSED = {
    "a wall that crosses itself": (
        [space("hall", (0, 0), (10, 6), (10, 0), (0, 6)), EXIT],
        ["features[1]", "self-intersection"],
    ),
    "a door inside the room": (
        [space("hall", *HALL), opening("exit", (3, 2), (3, 3.2), main_entrance=True)],
        ["exit"],
    ),
    "rooms that overlap": (
        [box("hall", 0, 0, 10, 6), box("b", 9.0, 0, 15, 6), inner("d", (9, 2), (9, 3)), EXIT],
        ["overlap"],
    ),
    "the same room twice": ([space("hall", *HALL), space("copy", *HALL), EXIT], ["copy"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_drawings_that_cannot_be_meant_are_refused(tmp_path, name):
    features, words = REFUSED[name]
    assert_refused(tmp_path, document(*features), crowd(10), words=words)


# Drawings of which either will do, as long as nobody is locked in without a word.
DOUBTFUL = {
    "a door round the corner": [
        space("hall", *HALL),
        opening("exit", (0, 0.5), (0.5, 0), main_entrance=True),
    ],
    "a door longer than its wall": [
        space("hall", *HALL),
        opening("exit", (0, -0.5), (0, 6.5), main_entrance=True),
    ],
    "a courtyard without a way out": [
        {
            **DRAWINGS["a kiosk inside"][0],
        },
        opening("to yard", (4, 3), (4, 4.2)),
        EXIT,
    ],
    "a sliver beside the wall": [space("hall", *HALL), box("sliver", 10, 0, 10.03, 6), EXIT],
    "a spike": [
        space("hall", (0, 0), (10, 0), (10, 6), (5, 6), (5, 9), (5, 6), (0, 6)),
        EXIT,
    ],
    "rooms that overlap by 10 cm": [
        box("hall", 0, 0, 10, 6),
        box("b", 9.9, 0, 15, 6),
        inner("d", (10, 2), (10, 3)),
        EXIT,
    ],
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_doubtful_drawings_are_walked_or_refused(tmp_path, name):
    assert_out_or_refused(tmp_path, document(*DOUBTFUL[name]), crowd(10), within_s=60)


def test_neighbours_on_a_turned_drawing_do_not_overlap():
    # The library of geometry once gave the whole room as what these two share.
    corners = [
        (-2.0597240320446932, -3.3669490509684805),
        (0.775781071937883, -5.101563361208298),
        (-4.318474312105769, -13.428940264059653),
        (-7.153979416088345, -11.694325953819837),
    ]
    across = [
        (0.0, 0.0),
        (10.517983734086993, -6.434354526250586),
        (8.4582597020423, -9.801303577219066),
        (-2.0597240320446932, -3.3669490509684805),
    ]
    drawn = plan(
        space("a", *corners),
        space("b", *across),
        inner("door", (-1.376, -3.785), (-0.523, -4.307)),
        opening("exit", (-6.3, -12.217), (-5.447, -12.739), main_entrance=True),
    )
    assert_all_out(drill(drawn, crowd(5, within="b")), within_s=60)


@pytest.mark.parametrize("columns", [0, 5, 6, 9])
def test_columns_behind_a_counter_hide_no_way_round_it(columns):
    # Their corners, four a column, are nearer to the exit than those of the counter and all hidden.
    hall = plan(
        box("hall", 0, 0, 40, 20),
        obstacle("counter", 5, 8, 35, 9, see_over=False),
        *(
            obstacle(f"column {k}", 8 + 3 * k, 12, 8.5 + 3 * k, 12.5, see_over=False)
            for k in range(columns)
        ),
        opening("exit", (19, 20), (21, 20), main_entrance=True),
        zone("start", 18, 3, 22, 6),
    )
    assert_all_out(drill(hall, group(10, within="start"), horizon=HORIZON), within_s=90)
