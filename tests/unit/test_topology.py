"""Topology: what joins what, and walls that leave exactly the clear widths free."""

import numpy as np
import pytest

from asher.floorplan import Floorplan, Level, Opening, Space, connect, read_floorplan, shipped_plans
from asher.floorplan.walls import merge_edges


def box(x1, y1, x2, y2):
    return [[[x1, y1], [x2, y1], [x2, y2], [x1, y2], [x1, y1]]]


def space(name, polygon, level="ground"):
    return Space(name=name, level=level, category="room", polygon=polygon)


def opening(name, start, end, *, exterior=False, level="ground", category="door"):
    return Opening(name=name, level=level, category=category, exterior=exterior, line=(start, end))


def plan(spaces, openings=(), **rest):
    levels = rest.pop("levels", (Level(name="ground", ordinal=0, elevation_m=0.0),))
    heading = {"title": "t", "schematic": True, "source": "drawn for a test"}
    return Floorplan.model_validate(
        {**heading, "levels": levels, "spaces": spaces, "openings": openings, **rest}
    )


def length(segments):
    return np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]).sum()


def rows(segments):
    return {
        tuple(sorted([tuple(row[:2]), tuple(row[2:])])) for row in np.round(segments, 9).tolist()
    }


def test_a_room_with_a_door_has_five_segments():
    topology = connect(
        plan([space("a", box(0, 0, 4, 3))], [opening("d", (4, 1), (4, 2), exterior=True)])
    )
    assert rows(topology.wall_segments) == {
        ((0, 0), (4, 0)), ((4, 0), (4, 1)), ((4, 2), (4, 3)), ((0, 3), (4, 3)), ((0, 0), (0, 3)),
    }  # fmt: skip
    assert topology.opening_spaces.tolist() == [[0, -1]]


def test_a_shared_boundary_stands_once_and_collinear_walls_are_joined():
    rooms = [space("a", box(0, 0, 4, 3)), space("b", box(4, 0, 9, 3))]
    topology = connect(plan(rooms, [opening("d", (4, 1), (4, 2))]))
    assert rows(topology.wall_segments) == {
        ((0, 0), (9, 0)), ((0, 3), (9, 3)), ((0, 0), (0, 3)), ((9, 0), (9, 3)),
        ((4, 0), (4, 1)), ((4, 2), (4, 3)),
    }  # fmt: skip
    assert topology.opening_spaces.tolist() == [[0, 1]]


def test_a_boundary_shared_by_rooms_of_different_length_stands_once():
    rooms = [
        space("hall", box(0, 0, 10, 5)),
        space("a", box(1, 5, 4, 8)),
        space("b", box(4, 5, 9, 8)),
    ]
    topology = connect(plan(rooms))
    assert length(topology.wall_segments) == pytest.approx(30 + 3 + 3 + 3 + 8)


def test_boundaries_drawn_apart_within_the_tolerance_stand_once():
    rooms = [space("a", box(0, 0, 4, 3)), space("b", box(4.03, 0, 9, 3))]
    topology = connect(plan(rooms, [opening("d", (4.01, 1), (4.01, 2.2))]))
    assert topology.opening_spaces.tolist() == [[0, 1]]
    # One wall of 3 m less the door between the rooms; the ends stay 3 cm short of each other.
    assert length(topology.wall_segments) == pytest.approx(2 * 4 + 2 * 4.97 + 2 * 3 + 1.8)


def test_boundaries_further_apart_than_the_tolerance_are_two_walls():
    rooms = [space("a", box(0, 0, 4, 3)), space("b", box(4.2, 0, 9, 3))]
    assert length(connect(plan(rooms)).wall_segments) == pytest.approx(14 + 15.6)


def test_an_opening_off_the_wall_cuts_nothing():
    topology = connect(plan([space("a", box(0, 0, 4, 3))], [opening("d", (4.2, 1), (4.2, 2))]))
    assert topology.opening_spaces.tolist() == [[-1, -1]]
    assert length(topology.wall_segments) == pytest.approx(14)


def test_a_door_across_a_corridor_end_is_no_door_of_the_side_walls():
    topology = connect(
        plan([space("a", box(0, 0, 9, 2))], [opening("d", (9, 0), (9, 2), exterior=True)])
    )
    assert length(topology.wall_segments) == pytest.approx(9 + 2 + 9)
    assert topology.opening_spaces.tolist() == [[0, -1]]


@pytest.mark.parametrize("turn", [0.0, 0.3, 1.1, 2.9])
def test_a_turned_plan_has_the_same_walls(turn):
    cos, sin = np.cos(turn), np.sin(turn)

    def turned(x, y):
        return float(cos * x - sin * y), float(sin * x + cos * y)

    rooms = [space(n, [[turned(*p) for p in b[0]]]) for n, b in
             (("a", box(0, 0, 4, 3)), ("b", box(4, 0, 9, 3)))]  # fmt: skip
    topology = connect(plan(rooms, [opening("d", turned(4, 1), turned(4, 1.9))]))
    assert len(topology.wall_segments) == 6
    assert length(topology.wall_segments) == pytest.approx(2 * 9 + 3 * 3 - 0.9)
    assert topology.opening_spaces.tolist() == [[0, 1]]


def test_a_round_wall_keeps_its_length():
    angles = np.linspace(0, 2 * np.pi, 49)[:-1]
    ring = [(float(5 * np.cos(a)), float(5 * np.sin(a))) for a in angles]
    room = space("rotunda", [[*ring, ring[0]]])
    topology = connect(plan([room]))
    assert len(topology.wall_segments) == 48
    assert length(topology.wall_segments) == pytest.approx(room.shape.length)


def test_levels_do_not_mix():
    levels = [
        Level(name="ground", ordinal=0, elevation_m=0),
        Level(name="up", ordinal=1, elevation_m=3),
    ]
    rooms = [space("a", box(0, 0, 4, 3)), space("b", box(0, 0, 4, 3), "up")]
    doors = [
        opening("d", (4, 1), (4, 2), exterior=True),
        opening("e", (0, 1), (0, 2), exterior=True, level="up"),
    ]
    topology = connect(plan(rooms, doors, levels=levels))
    assert topology.opening_spaces.tolist() == [[0, -1], [1, -1]]
    for level in (0, 1):
        assert length(topology.wall_segments[topology.wall_levels == level]) == pytest.approx(13)


def test_obstacles_and_partitions_are_segments_too():
    things = [
        {
            "name": "bar",
            "level": "ground",
            "height_m": 1.1,
            "see_over": True,
            "polygon": box(1, 1, 2, 2),
        },
        {
            "name": "stack",
            "level": "ground",
            "height_m": 3.0,
            "see_over": False,
            "polygon": box(5, 1, 7, 2),
        },
    ]
    walls = [{"level": "ground", "line": [[8, 0], [8, 2], [9, 2]]}]
    topology = connect(plan([space("a", box(0, 0, 10, 5))], obstacles=things, walls=walls))
    low = topology.segment_see_over
    assert length(topology.wall_segments[low]) == pytest.approx(4)
    assert length(topology.wall_segments[~low]) == pytest.approx(30 + 6 + 3)


def test_a_stair_joins_its_spaces_and_is_cut_out_at_both_ends():
    two = read_floorplan("two-level")
    topology = connect(two)
    names = [space.name for space in two.spaces]
    assert [names[i] for i in topology.connector_spaces[0]] == ["hall", "upper landing"]
    ground = topology.wall_segments[topology.wall_levels == 0]
    assert length(ground) == pytest.approx(2 * (20 + 12) - 1.8 - 1.0 - 1.5)


@pytest.mark.parametrize("name", list(shipped_plans()))
def test_walls_and_openings_together_are_the_boundary(name):
    whole = read_floorplan(name)
    topology = connect(whole)
    solid = topology.wall_segments[~topology.segment_see_over]
    tall = sum(o.shape.length for o in whole.obstacles if not o.see_over)
    free = sum(o.width_m for o in whole.openings)
    free += sum(line.length for c in whole.connectors for line in c.shape.geoms)
    shared = 0.0
    for i, one in enumerate(whole.spaces):
        for other in whole.spaces[i + 1 :]:
            if one.level == other.level:
                shared += one.shape.boundary.intersection(other.shape.boundary).length
    boundary = sum(s.shape.length for s in whole.spaces) - shared
    assert length(solid) == pytest.approx(boundary + tall - free)


def test_no_edges_give_no_segments():
    assert merge_edges(np.empty((0, 4))).shape == (0, 4)


def test_overlapping_cuts_and_cuts_over_the_end_take_only_what_is_there():
    wall = np.array([[0.0, 0, 10, 0]])
    cuts = np.array([[2.0, 0, 4, 0], [5.0, 0, 3, 0], [9.0, 0, 12, 0], [-3.0, 0, -1, 0]])
    assert rows(merge_edges(wall, cuts=cuts)) == {((0, 0), (2, 0)), ((5, 0), (9, 0))}
