"""People put in exact places, and starts without free floor: walked, or one clear fault."""

import pytest

from cases.drawing import crowd, document
from cases.verdicts import assert_all_out, assert_out_or_refused, assert_refused
from places import box, drill, inner, obstacle, opening, people_at, plan, wall, zone

EXIT = opening("exit", (0, 2), (0, 3.2), main_entrance=True)


def room(*, bar=True, see_over=False):
    parts = [
        box("room", 0, 0, 10, 6),
        EXIT,
        wall((8, 1), (8, 5)),
    ]
    if bar:
        parts.append(obstacle("bar", 4, 1, 6, 5, see_over=see_over))
    return parts


INSIDE = {
    "inside a bar": ([(5, 3)], False),
    "one of two inside a bar": ([(5, 3), (9, 3)], False),
    "inside a table": ([(5, 3)], True),
}


@pytest.mark.parametrize("name", INSIDE)
def test_a_place_inside_furniture_is_a_fault_that_names_it(tmp_path, name):
    places, see_over = INSIDE[name]
    drawn = document(*room(see_over=see_over))
    assert_refused(tmp_path, drawn, people_at(places), words=["bar", "at_m"])


def test_a_place_outside_is_a_fault(tmp_path):
    assert_refused(tmp_path, document(*room()), people_at([(11, 3)]), words=["at_m", "11"])


ON_EDGES = {
    "in the corner": [(10, 6)],
    "on the outer wall": [(10, 3)],
    "on a partition": [(8, 3)],
    "on the end of a partition": [(8, 5)],
    "on the edges of a bar": [(6, 3), (4, 1)],
    "in the doorway": [(0, 2.6)],
    "a centimetre from walls": [(9.99, 3), (9.99, 5.99), (0.01, 5.99)],
    "two on one point": [(9, 3), (9, 3)],
    "five on one point": [(9, 3)] * 5,
    "20 cm apart": [(9, 3), (9.2, 3), (9.1, 3.1), (9.1, 2.9)],
    "a centimetre apart in the doorway": [(0.1, 2.6), (0.11, 2.6), (0.1, 2.61)],
}


@pytest.mark.parametrize("name", ON_EDGES)
@pytest.mark.parametrize("spread", [0.0, 0.26])
def test_a_place_on_a_wall_or_on_another_person_is_walked_or_refused(tmp_path, name, spread):
    people = people_at(ON_EDGES[name], walking_speed_sd_m_s=spread)
    assert_out_or_refused(tmp_path, document(*room()), people, within_s=30)


@pytest.mark.parametrize("x", [9.75, 9.8, 9.85])
def test_a_place_at_arms_length_from_a_wall_is_walked(x):
    scenario = drill(plan(*room()), people_at([(x, 3), (x, 1.5)]))
    assert_all_out(scenario, within_s=20, replications=2)


def closet(depth):
    return document(
        box("room", 0, 0, 10, 6),
        box("closet", 10, 0, 10 + depth, 6),
        inner("closet door", (10, 2), (10, 3)),
        EXIT,
    )


@pytest.mark.parametrize("depth", [0.4, 0.42, 0.45, 0.48, 0.5, 0.55])
@pytest.mark.parametrize("count", [2, 3])
def test_people_in_a_closet_leave_it_or_it_is_refused(tmp_path, depth, count):
    people = crowd(count, within="closet")
    assert_out_or_refused(tmp_path, closet(depth), people, within_s=60)


@pytest.mark.parametrize("depth", [0.6, 0.8])
def test_people_leave_a_closet_as_deep_as_a_way(tmp_path, depth):
    people = crowd(3, within="closet")
    assert assert_out_or_refused(tmp_path, closet(depth), people, within_s=60) is None


def test_a_room_without_free_floor_is_a_fault(tmp_path):
    drawn = document(box("room", 0, 0, 10, 6), EXIT, obstacle("block", 0, 0, 10, 6, see_over=False))
    assert_refused(tmp_path, drawn, crowd(3), words=["room"])


@pytest.mark.parametrize("see_over", [False, True])
def test_a_start_zone_under_furniture_is_a_fault(tmp_path, see_over):
    drawn = document(
        box("room", 0, 0, 10, 6),
        EXIT,
        obstacle("block", 4, 1, 8, 5, see_over=see_over),
        zone("seats", 5, 2, 7, 4),
    )
    assert_refused(tmp_path, drawn, crowd(3, within="seats"), words=["no free floor"])


def test_a_start_zone_half_under_furniture_puts_people_on_the_free_half():
    drawn = plan(
        box("room", 0, 0, 10, 6),
        EXIT,
        obstacle("block", 4, 1, 8, 5, see_over=False),
        zone("seats", 6, 2, 9.5, 4),
    )
    assert_all_out(drill(drawn, crowd(6, within="seats")), within_s=40, replications=5)


@pytest.mark.parametrize("count", [1, 4])
def test_a_tiny_start_zone_takes_one_person_or_is_refused(tmp_path, count):
    drawn = document(box("room", 0, 0, 10, 6), EXIT, zone("seats", 5, 2, 5.05, 2.05))
    assert_out_or_refused(tmp_path, drawn, crowd(count, within="seats"), within_s=30)
