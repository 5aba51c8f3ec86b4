"""Free floor: where the middle of a body can be between walls, partitions and obstacles."""

import numpy as np
import pytest
import shapely
from tests.places import box, inner, obstacle, opening, plan, space, wall

from asher.floorplan import free_floors, read_floorplan, shipped_plans
from asher.floorplan.free_floor import free_floor

DOOR = opening("exit", (0, 2), (0, 3.2), main_entrance=True)


def hall(*things):
    return plan(box("hall", 0, 0, 10, 6), DOOR, *things)


def test_an_empty_room_is_narrowed_on_all_sides():
    assert free_floor(hall(), 0, 0.2).bounds == pytest.approx((0.2, 0.2, 9.8, 5.8))
    assert free_floor(hall(), 0, 0.2).area == pytest.approx(9.6 * 5.6)


def test_obstacles_are_widened_with_square_corners():
    free = free_floor(hall(obstacle("bar", 4, 2, 6, 3, see_over=True)), 0, 0.2)
    assert free.area == pytest.approx(9.6 * 5.6 - 2.4 * 1.4)
    assert shapely.get_num_coordinates(free) == 10


def test_touching_obstacles_are_one():
    tables = [obstacle(f"t{k}", 2 + k, 2, 3 + k, 3, see_over=True) for k in range(5)]
    free = free_floor(hall(*tables), 0, 0.2)
    assert free.area == pytest.approx(9.6 * 5.6 - 5.4 * 1.4)
    assert shapely.get_num_coordinates(free) == 10


def test_one_walks_round_the_end_of_a_partition():
    free = free_floor(hall(wall((5, 0), (5, 4))), 0, 0.2)
    assert free.geom_type == "Polygon"
    assert free.area == pytest.approx(9.6 * 5.6 - 0.4 * (4.2 - 0.2))
    assert not free.intersects(shapely.Point(5, 4.15))
    assert free.intersects(shapely.Point(5, 4.25))


def test_a_partition_across_divides_and_a_narrow_gap_does_not_let_through():
    rooms = plan(
        box("hall", 0, 0, 10, 6),
        DOOR,
        opening("back", (10, 2), (10, 3.2)),
        wall((5, 0), (5, 3)),
        wall((5, 3.25), (5, 6)),
    )
    assert free_floor(rooms, 0, 0.12).geom_type == "Polygon"
    assert len(free_floor(rooms, 0, 0.13).geoms) == 2


def test_a_partition_along_a_door_is_cut_out_and_beside_it_bars_nothing():
    rooms = plan(
        box("a", 0, 0, 5, 6), box("b", 5, 0, 9, 6), DOOR, inner("d", (5, 2), (5, 3)),
        wall((5, 0), (5, 6)),
    )  # fmt: skip
    assert free_floor(rooms, 0, 0.2).area == pytest.approx(4.6 * 5.6)


def test_a_hole_is_solid():
    ring = [[(0, 0), (10, 0), (10, 6), (0, 6), (0, 0)], [(4, 2), (6, 2), (6, 4), (4, 4), (4, 2)]]
    room = space("hall", *ring[0][:-1])
    room["geometry"]["coordinates"] = [[list(point) for point in part] for part in ring]
    assert free_floor(plan(room, DOOR), 0, 0.2).area == pytest.approx(9.6 * 5.6 - 2.4**2)


def test_sharp_corners_do_not_bar_floor_far_from_them():
    wedge = obstacle("wedge", 3, 2, 7, 3, see_over=True)
    wedge["geometry"]["coordinates"] = [[[3, 3], [7, 2.9], [7, 3.1], [3, 3]]]
    free = free_floor(hall(wedge), 0, 0.2)
    assert free.intersects(shapely.Point(3 - 2.1 * 0.2, 3))
    assert not free.intersects(shapely.Point(3 - 0.9 * 0.2, 3))


def test_where_nobody_fits_nothing_is_free():
    room = plan(box("hall", 0, 0, 10, 6), box("shaft", 10, 0, 10.5, 6), DOOR,
                inner("d", (10, 1), (10, 2)))  # fmt: skip
    assert free_floor(room, 1, 0.3).is_empty
    assert free_floor(room, 1, 0.2).area == pytest.approx(0.1 * 5.6)


@pytest.mark.parametrize("name", list(shipped_plans()))
def test_all_at_once_is_the_same_as_one_by_one(name):
    shipped = read_floorplan(name)
    floors = free_floors(shipped, 0.15)
    for index in range(0, len(floors), 7):
        assert floors[index].equals(free_floor(shipped, index, 0.15))
    assert all(floor.is_valid and not floor.is_empty for floor in floors)


def test_the_outline_of_a_round_room_keeps_few_corners():
    angles = 2 * np.pi * np.arange(4000) / 4000
    corners = [(float(5 * np.cos(a)), float(5 * np.sin(a))) for a in angles]
    door = opening("exit", (4.97, -0.5), (4.97, 0.5), main_entrance=True)
    free = free_floor(plan(space("rotunda", *corners), door), 0, 0.2)
    assert shapely.get_num_coordinates(free) < 300
    assert free.area == pytest.approx(np.pi * 4.8**2, rel=0.001)
