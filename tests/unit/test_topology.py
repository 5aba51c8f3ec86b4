"""Topology: what joins what, and walls that leave exactly the clear widths free."""

import numpy as np
import pytest
import shapely

from asher.floorplan import (
    Floorplan,
    Level,
    Opening,
    Space,
    connect,
    read_floorplan,
    shipped_plans,
    sides,
    walls,
)
from asher.floorplan.lines import near_pairs
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


@pytest.mark.parametrize("tilt", [0.0, 0.01, 0.04, 0.05])
@pytest.mark.parametrize("shift", [-0.05, 0.0, 0.03])
def test_a_door_within_the_tolerance_at_any_angle_is_cut_out(tilt, shift):
    rooms = [space("a", box(0, 0, 4, 3)), space("b", box(4, 0, 9, 3))]
    offset = shift if abs(shift) + tilt <= 0.05 else 0.0
    door = opening("d", (4 + offset - tilt, 1), (4 + offset + tilt, 1.9))
    topology = connect(plan(rooms, [door]))
    assert topology.opening_spaces.tolist() == [[0, 1]]
    along, across = np.array([2 * tilt, 0.9]), np.array([0.9, -2 * tilt])
    assert topology.opening_normals[0] == pytest.approx(across / np.hypot(*along))
    # At the wall the cut is as wide as the door, and at most the tolerance beside its ends.
    stubs = [s for s in topology.wall_segments if np.allclose(s[[0, 2]], 4)]
    assert len(stubs) == 2
    gap = 3 - length(np.array(stubs))
    assert 0.9 - 1e-9 <= gap <= 0.9 + 0.01


@pytest.mark.parametrize("gap", [1e-9, 0.03, 0.05, 0.08, 0.1])
def test_a_door_over_a_gap_is_cut_out_of_both_walls(gap):
    rooms = [space("a", box(0, 0, 4, 3)), space("b", box(4 + gap, 0, 9, 3))]
    topology = connect(plan(rooms, [opening("d", (4 + gap / 2, 1), (4 + gap / 2, 2.2))]))
    assert topology.opening_spaces.tolist() == [[0, 1]]
    assert topology.opening_normals.tolist() == [[1, 0]]
    inside = (topology.wall_segments[:, [0, 2]] > 3.5) & (topology.wall_segments[:, [0, 2]] < 4.5)
    crossing = [s for s in topology.wall_segments[inside.all(axis=1)] if 1 < s[[1, 3]].mean() < 2.2]
    assert crossing == []


def test_a_door_cannot_reach_over_a_wider_gap():
    rooms = [space("a", box(0, 0, 4, 3)), space("b", box(4.12, 0, 9, 3))]
    topology = connect(plan(rooms, [opening("d", (4.06, 1), (4.06, 2.2))]))
    assert topology.opening_spaces.tolist() == [[-1, -1]]


@pytest.mark.parametrize("edges", [48, 96, 480, 4000])
def test_a_door_over_many_short_edges_is_cut_out_and_leads_outwards(edges):
    angles = 2 * np.pi * np.arange(edges) / edges
    ring = [(float(8 * np.cos(a)), float(8 * np.sin(a))) for a in angles]
    # Its chord leaves the round wall by 3.1 cm in the middle, and lies on no single edge.
    half = 0.7 / 8
    ends = [(float(8 * np.cos(a)), float(8 * np.sin(a))) for a in (-half, half)]
    room = space("rotunda", [[*ring, ring[0]]])
    topology = connect(plan([room], [opening("d", *ends, exterior=True)]))
    assert topology.opening_spaces.tolist() == [[0, -1]]
    assert topology.opening_normals[0] == pytest.approx([1, 0])
    near = np.abs(np.arctan2(topology.wall_segments[:, [1, 3]], topology.wall_segments[:, [0, 2]]))
    assert near.max(axis=1).min() >= half - 1e-6
    cut = room.shape.length - length(topology.wall_segments)
    assert cut == pytest.approx(1.4, abs=0.02)


def test_the_second_side_of_a_door_decides_where_it_leads():
    rooms = [space("b", box(4, 0, 9, 3)), space("a", box(0, 0, 4, 3))]
    doors = [opening("d", (4, 1), (4, 2)), opening("e", (9, 2), (9, 1), exterior=True)]
    topology = connect(plan(rooms, doors))
    assert topology.opening_spaces.tolist() == [[0, 1], [0, -1]]
    assert topology.opening_normals.tolist() == [[-1, 0], [1, 0]]


def test_a_stair_leads_out_of_the_spaces_at_its_ends():
    topology = connect(read_floorplan("two-level"))
    two = read_floorplan("two-level")
    for line, normal, space_index, level in zip(
        two.connectors[0].shape.geoms,
        topology.connector_normals[0],
        topology.connector_spaces[0],
        ("foot", "head"),
        strict=True,
    ):
        middle = np.array(line.interpolate(0.5, normalized=True).coords[0])
        room = two.spaces[space_index].shape
        assert room.covers(shapely.Point(middle - 0.3 * normal)), level
        assert not room.intersects(shapely.Point(middle + 0.3 * normal)), level


@pytest.mark.parametrize("shift", [(0.07, 0.0), (12345.678, -98765.432), (99_000.0, 99_000.0)])
@pytest.mark.parametrize("turn", [0.0, 0.3, 2.0])
def test_the_walls_do_not_hang_on_where_the_plan_lies(shift, turn):
    def placed(point, by=(0.0, 0.0)):
        (x, y), cos, sin = point, np.cos(turn), np.sin(turn)
        return float(cos * x - sin * y + by[0]), float(sin * x + cos * y + by[1])

    def drawn(by):
        rings = [box(0, 0, 4, 3), box(4.03, 0, 9, 3), box(0, 3, 9, 7)]
        rooms = [space(f"r{i}", [[placed(p, by) for p in ring[0]]]) for i, ring in enumerate(rings)]
        lines = [((4.0, 1), (4.03, 2)), ((1, 3.04), (2, 2.99)), ((0, 4), (0.05, 6))]
        doors = [
            opening(f"d{i}", placed(a, by), placed(b, by), exterior=i == 2)
            for i, (a, b) in enumerate(lines)
        ]
        return connect(plan(rooms, doors))

    here, there = drawn((0.0, 0.0)), drawn(shift)
    assert there.opening_spaces.tolist() == [[0, 1], [0, 2], [2, -1]]
    assert there.wall_segments - np.tile(shift, 2) == pytest.approx(here.wall_segments, abs=1e-9)
    assert there.opening_normals == pytest.approx(here.opening_normals, abs=1e-9)


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


def street(rooms, floors):
    """Rooms along a corridor, on every one of some levels, each with a door."""
    levels = [Level(name=f"l{k}", ordinal=k, elevation_m=3.0 * k) for k in range(floors)]
    spaces, doors = [], []
    for level in levels:
        name = level.name
        spaces.append(space(f"corridor {name}", box(0, 0, 4 * rooms, 2), name))
        for k in range(rooms):
            spaces.append(space(f"{k} {name}", box(4 * k, 2, 4 * k + 4, 6), name))
            ends = (4 * k + 1, 2), (4 * k + 2, 2)
            doors.append(opening(f"door {k} {name}", *ends, level=name))
    return plan(spaces, doors, levels=levels)


def pairs_compared(monkeypatch, whole):
    """How many pairs of lines are laid against each other to connect a plan."""
    count = 0

    def counted(*args):
        nonlocal count
        pairs = near_pairs(*args)
        count += pairs.shape[1]
        return pairs

    for module in (sides, walls):
        monkeypatch.setattr(module, "near_pairs", counted)
    connect(whole)
    return count


@pytest.mark.parametrize(("small", "large"), [((20, 1), (160, 1)), ((5, 4), (5, 32))])
def test_the_work_grows_with_the_plan_and_not_with_its_square(monkeypatch, small, large):
    growth = pairs_compared(monkeypatch, street(*large)) / pairs_compared(
        monkeypatch, street(*small)
    )
    # Eight times the rooms or the levels: eight times the pairs, not 64 times.
    assert growth == pytest.approx(8, rel=0.1)
