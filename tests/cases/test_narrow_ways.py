"""Gaps, narrow corridors, columns, tables and partitions: a way of 0.6 m is a way."""

import numpy as np
import pytest

from cases.drawing import crowd, document, placed, placing, turned_document, two_rooms
from cases.verdicts import assert_all_out, assert_out_or_refused, assert_refused, refusal, run
from pace import ends
from places import box, drill, group, inner, obstacle, opening, people_at, plan, space, wall, zone

HORIZON = "20 min"
TURNS = [0, 17, 45]
# Whole plans are drawn off the round numbers, where no regular division of the floor would fall.
OFF = (3.07, 1.03)


def shut_by_a_bar(gap):
    """A room with a bar across it that leaves one gap at its end."""
    return [
        box("room", 0, 0, 10, 6),
        obstacle("bar", 4.8, 0, 5.2, 6 - gap, see_over=False),
        opening("exit", (0, 2), (0, 3.2), main_entrance=True),
        zone("back", 6, 1, 9, 5),
    ]


@pytest.mark.parametrize("degrees", ends(TURNS))
@pytest.mark.parametrize("gap", [0.6, 0.7, 0.8])
def test_a_gap_of_a_body_and_a_half_is_a_way(gap, degrees):
    drawn = placed(plan(*shut_by_a_bar(gap)), degrees=degrees, move=OFF)
    assert_all_out(drill(drawn, crowd(5, within="back"), horizon=HORIZON), within_s=90)


@pytest.mark.parametrize("degrees", ends(TURNS))
@pytest.mark.parametrize("gap", ends([0.3, 0.36, 0.4, 0.45, 0.5, 0.55]))
def test_a_narrower_gap_is_a_way_or_a_fault(tmp_path, gap, degrees):
    drawn = turned_document(*shut_by_a_bar(gap), degrees=degrees, move=OFF)
    people = crowd(5, within="back")
    assert_out_or_refused(tmp_path, drawn, people, within_s=150, horizon=HORIZON)


@pytest.mark.parametrize("gap", [0.0, 0.1, 0.2])
def test_a_gap_that_nobody_fits_through_is_a_fault(tmp_path, gap):
    people = crowd(5, within="back")
    assert_refused(tmp_path, document(*shut_by_a_bar(gap)), people, words=["room"])


@pytest.mark.parametrize("degrees", [0, 45])
@pytest.mark.parametrize("gap", ends([0.2, 0.25, 0.3, 0.33, 0.36, 0.4, 0.45, 0.55]))
def test_beside_a_free_aisle_a_narrow_gap_holds_nobody(gap, degrees):
    drawn = plan(
        box("room", 0, 0, 10, 12),
        obstacle("bar", 4.8, 2.5, 5.2, 12 - gap, see_over=False),
        opening("exit", (0, 10), (0, 11.2), main_entrance=True),
        zone("back", 6, 9, 9, 11.5),
    )
    drawn = placed(drawn, degrees=degrees, move=OFF)
    assert_all_out(drill(drawn, crowd(5, within="back"), horizon=HORIZON), within_s=90)


@pytest.mark.parametrize("degrees", ends(TURNS))
@pytest.mark.parametrize("width", ends([0.6, 0.7, 0.8, 0.9, 1.2]))
def test_a_narrow_corridor_lets_everybody_through(width, degrees):
    drawn = placed(plan(*two_rooms(width, length_m=6)), degrees=degrees, move=OFF)
    people = crowd(10, within="east")
    assert_all_out(drill(drawn, people, horizon=HORIZON), within_s=120, replications=20)


@pytest.mark.parametrize("degrees", ends(TURNS))
@pytest.mark.parametrize("width", [0.3, 0.5, 0.55])
def test_a_corridor_too_narrow_for_two_shoulders_is_a_way_or_a_fault(tmp_path, width, degrees):
    drawn = turned_document(*two_rooms(width, length_m=6), degrees=degrees, move=OFF)
    people = crowd(10, within="east")
    assert_out_or_refused(tmp_path, drawn, people, within_s=200, horizon=HORIZON)


def test_an_exit_too_narrow_for_a_body_is_a_fault(tmp_path):
    drawn = document(
        box("room", 0, 0, 10, 6), opening("slit", (0, 2), (0, 2.25), main_entrance=True)
    )
    assert_refused(tmp_path, drawn, crowd(5), words=["slit"])


def hall_with_columns(side):
    """A hall with a row of square columns on the straight way to its exit."""
    half = side / 2
    return plan(
        box("hall", 0, 0, 16, 5.2),
        *(
            obstacle(f"column {x}", x - half, 2.6 - half, x + half, 2.6 + half, see_over=False)
            for x in (3, 5, 7, 9, 11)
        ),
        opening("exit", (0, 2), (0, 3.2), main_entrance=True),
    )


@pytest.mark.parametrize("side", ends([0.02, 0.05, 0.1, 0.2, 0.4, 0.8]))
def test_columns_on_the_straight_way_are_rounded(side):
    drawn = hall_with_columns(side)
    alone = drill(drawn, people_at([(15, 2.6)]))
    # 15 m at 1.34 m/s, and a metre for the columns at most.
    assert_all_out(alone, within_s=(15 + 1.0) / 1.34 + 1.0, replications=1)
    assert_all_out(drill(drawn, crowd(60)), within_s=150)


@pytest.mark.parametrize("distance", [0.45, 0.6, 0.8, 1.0])
def test_a_column_before_the_door_holds_nobody(distance):
    drawn = plan(
        box("hall", 0, 0, 16, 5.2),
        obstacle("column", distance, 2.4, distance + 0.4, 2.8, see_over=False),
        opening("exit", (0, 2), (0, 3.2), main_entrance=True),
    )
    assert_all_out(drill(drawn, crowd(60)), within_s=150)


def hollow(name, *corners):
    """An obstacle of any outline, higher than a person."""
    feature = obstacle(name, 0, 0, 1, 1, see_over=False)
    feature["geometry"]["coordinates"] = space(name, *corners)["geometry"]["coordinates"]
    return feature


def test_people_in_a_bay_that_opens_away_from_the_exit_turn_round():
    bay = ((4, 2), (9, 2), (9, 2.5), (4.5, 2.5), (4.5, 7.5), (9, 7.5), (9, 8), (4, 8))
    drawn = plan(
        box("hall", 0, 0, 16, 10),
        hollow("bay", *bay),
        opening("exit", (0, 4.4), (0, 5.6), main_entrance=True),
    )
    inside = people_at([(6, 5), (6, 4), (6, 6), (5, 5), (8, 3)], name="in")
    assert_all_out(drill(drawn, inside, crowd(30, name="out")), within_s=90)


def zigzag():
    """A hall with four partitions from alternate sides, each leaving 1.2 m."""
    return plan(
        box("hall", 0, 0, 16, 6),
        wall((3, 0), (3, 4.8)),
        wall((6, 6), (6, 1.2)),
        wall((9, 0), (9, 4.8)),
        wall((12, 6), (12, 1.2)),
        opening("exit", (0, 0.5), (0, 1.5), main_entrance=True),
        zone("back", 13, 0.5, 15.5, 5.5),
    )


@pytest.mark.parametrize("degrees", ends([0, 13, 30, 45, 60]))
def test_partitions_from_alternate_sides_are_walked_round(degrees):
    drawn = placed(zigzag(), degrees=degrees, move=(0.77, 1.31))
    assert_all_out(drill(drawn, crowd(30, within="back")), within_s=120)


@pytest.mark.parametrize("gap", ends([0.15, 0.2, 0.25, 0.35, 0.4, 0.5, 0.6]))
def test_people_go_round_tables_too_close_to_pass_between(gap):
    pitch = 1.2 + gap
    count = int(8 / pitch)
    tables = [
        obstacle(f"table {k}", 2 + k * pitch, 4, 3.2 + k * pitch, 4.8, see_over=True)
        for k in range(count)
    ]
    drawn = plan(
        box("dining room", 0, 0, 12, 9),
        *tables,
        opening("exit", (5.4, 0), (6.6, 0), main_entrance=True),
        zone("back", 1, 6, 11, 8.5),
    )
    assert_all_out(drill(drawn, crowd(20, within="back")), within_s=60, replications=10)


def cut_room(*parts):
    return document(
        box("room", 0, 0, 10, 6),
        opening("exit", (0, 2), (0, 3.2), main_entrance=True),
        *parts,
    )


CUTS = {
    "a partition": [wall((5, 0), (5, 6))],
    "a bar": [obstacle("bar", 4, 0, 4.6, 6, see_over=False)],
    "a counter": [obstacle("counter", 4, 0, 4.6, 6, see_over=True)],
    "a bar drawn beyond the walls": [obstacle("bar", 4, -1, 4.6, 7, see_over=False)],
}


@pytest.mark.parametrize("name", CUTS)
@pytest.mark.parametrize("where", ["back", "anywhere"])
def test_a_room_cut_in_two_is_a_fault_before_the_run(tmp_path, name, where):
    people = crowd(20)
    parts = list(CUTS[name])
    if where == "back":
        people = crowd(5, within="back")
        parts.append(zone("back", 6, 1, 9, 5))
    assert_refused(tmp_path, cut_room(*parts), people, words=["room"])


def test_people_who_start_on_the_side_of_the_exit_get_out_of_a_cut_room(tmp_path):
    # The other side may be a remark; those who start here have a way.
    drawn = cut_room(wall((5, 0), (5, 6)), zone("front", 1, 1, 4, 5))
    message = refusal(tmp_path, drawn, crowd(5, within="front"))
    assert message is None or "room" in message


def test_a_partition_with_a_gap_is_a_door_in_a_wall():
    drawn = plan(
        box("room", 0, 0, 10, 6),
        wall((5, 0), (5, 2.6)),
        wall((5, 3.4), (5, 6)),
        opening("exit", (0, 2), (0, 3.2), main_entrance=True),
        zone("back", 6, 1, 9, 5),
    )
    assert_all_out(drill(drawn, crowd(20, within="back")), within_s=70)


def test_a_door_right_beside_a_corner_post_is_passed_from_both_sides():
    # A door that begins in the corner of both rooms; the way leads along the wall.
    drawn = plan(
        box("hall", 0, 0, 6, 3),
        box("office", 6, 0, 12, 3),
        inner("door", (6, 0), (6, 0.9)),
        opening("west exit", (0, 1), (0, 2), main_entrance=True),
        opening("east exit", (12, 1), (12, 2)),
    )
    outcome = run(
        drill(
            drawn,
            group(8, name="westward", within="office", exits="west exit"),
            group(8, name="eastward", within="hall", exits="east exit"),
        ),
        replications=5,
    )
    assert np.all(outcome.columns["evacuated"] == 16)
    assert np.all(outcome.columns["evacuation_time_s"] < 90)


def test_a_turned_room_puts_people_where_the_plan_says():
    place = placing(degrees=30, move=OFF)
    drawn = placed(plan(*shut_by_a_bar(0.8)), degrees=30, move=OFF)
    assert_all_out(drill(drawn, people_at([place(7, 3)])), within_s=20, replications=1)
