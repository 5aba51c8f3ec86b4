"""Doors and walls: nothing hangs on where a plan lies, how it is turned or how a door is drawn."""

from itertools import accumulate, pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.places import box, inner, obstacle, opening, plan, space

from asher.errors import FloorplanError
from asher.floorplan import connect, free_floors

QUICK = settings(max_examples=40, deadline=None)
TOLERANCE_M = 0.05
RADIUS_M = 0.15


@st.composite
def rows_of_rooms(draw):
    """A row of rooms, a little apart or over each other, with a door in every boundary."""
    widths = draw(st.lists(st.floats(2.0, 12.0), min_size=1, max_size=5))
    edges = [0.0, *accumulate(widths)]
    rooms, doors = [], []
    for index, (left, right) in enumerate(pairwise(edges)):
        gap = draw(st.integers(-20, 40)) / 1000 if index else 0.0
        rooms.append([(left + gap, 0), (right, 0), (right, 6), (left + gap, 6)])
        # Both ends within the tolerance of both walls, each by itself: at an angle, then.
        near = st.floats(max(0.0, gap) - TOLERANCE_M, min(0.0, gap) + TOLERANCE_M)
        low, width = draw(st.floats(0.1, 3.0)), draw(st.floats(0.6, 2.5))
        ends = [(left + draw(near), low), (left + draw(near), low + width)]
        doors.append(ends if draw(st.booleans()) else ends[::-1])
    return rooms, doors


def drawn(rooms, doors, turn=0.0, by=(0.0, 0.0), mirror=1.0):
    """The plan of such rooms, mirrored, turned, then moved."""
    cos, sin = np.cos(turn), np.sin(turn)

    def placed(point):
        x, y = mirror * point[0], point[1]
        return [float(cos * x - sin * y + by[0]), float(sin * x + cos * y + by[1])]

    features = [space(f"room {i}", *map(placed, corners)) for i, corners in enumerate(rooms)]
    features += [
        opening(f"door {i}", *map(placed, ends), exterior=i == 0, main_entrance=i == 0)
        for i, ends in enumerate(doors)
    ]
    return plan(*features)


def wall_length(topology):
    return float(np.hypot(*(topology.wall_segments[:, 2:] - topology.wall_segments[:, :2]).T).sum())


@QUICK
@given(
    rows_of_rooms(),
    st.floats(0, 2 * np.pi),
    st.tuples(st.floats(-9e4, 9e4), st.floats(-9e4, 9e4)),
    st.sampled_from([1.0, -1.0]),
)
def test_topology_and_walls_do_not_hang_on_place_turn_or_mirror(row, turn, by, mirror):
    here, there = connect(drawn(*row)), connect(drawn(*row, turn, by, mirror))
    assert there.opening_spaces.tolist() == here.opening_spaces.tolist()
    assert len(there.wall_segments) == len(here.wall_segments)
    assert wall_length(there) == pytest.approx(wall_length(here), abs=1e-6)
    cos, sin = np.cos(turn), np.sin(turn)
    normals = (here.opening_normals * [mirror, 1.0]) @ np.array([[cos, sin], [-sin, cos]])
    assert there.opening_normals == pytest.approx(normals, abs=1e-6)


@QUICK
@given(rows_of_rooms())
def test_every_door_joins_its_rooms_and_no_wall_is_left_in_it(row):
    rooms, doors = row
    topology = connect(drawn(rooms, doors))
    assert topology.opening_spaces.tolist() == [
        [0, -1],
        *([i - 1, i] for i in range(1, len(rooms))),
    ]
    assert np.sign(topology.opening_normals[:, 0]).tolist() == [-1, *[1] * (len(rooms) - 1)]
    walls = topology.wall_segments
    for start, end in np.array(doors):
        along = (end - start) / np.hypot(*(end - start))
        middle = (walls[:, :2] + walls[:, 2:]) / 2 - start
        place = middle @ along
        off = np.abs(middle @ [-along[1], along[0]])
        width = np.hypot(*(end - start))
        # Of a stretch in the door the middle would be in it; askew ends may leave a millimetre.
        assert not np.any((place > 0.01) & (place < width - 0.01) & (off < 0.3))


@QUICK
@given(rows_of_rooms())
def test_doors_drawn_beside_their_wall_take_their_width_out_of_it(row):
    rooms, doors = row
    straight = [[(a[0], a[1]), (a[0], b[1])] for a, b in doors]
    walls = wall_length(connect(drawn(rooms, straight)))
    # Of two boundaries a little apart the wall stands once.
    boundary = sum(2 * 6 + 2 * (ring[1][0] - ring[0][0]) for ring in rooms) - 6 * (len(rooms) - 1)
    overlap = sum(max(0.0, a[1][0] - b[0][0]) for a, b in pairwise(rooms))
    width = sum(abs(b[1] - a[1]) for a, b in straight)
    assert walls == pytest.approx(boundary - 2 * overlap - width, abs=1e-6)


@QUICK
@given(rows_of_rooms(), st.floats(0, 2 * np.pi))
def test_a_plan_500_km_from_its_origin_is_refused(row, turn):
    with pytest.raises(FloorplanError, match="less than or equal to 100000"):
        drawn(*row, turn, (5e5, 0.0))


@QUICK
@given(
    st.lists(
        st.tuples(st.floats(0.5, 8), st.floats(0.5, 5), st.floats(0.05, 2), st.floats(0.05, 2)),
        max_size=12,
    ),
    st.floats(-9e4, 9e4),
    st.randoms(use_true_random=False),
)
def test_free_floor_is_as_far_from_everything_as_the_body_needs(tables, x, random):
    obstacles = [
        obstacle(f"table {i}", x + a, b, x + min(a + w, 9.8), min(b + h, 6.8), see_over=True)
        for i, (a, b, w, h) in enumerate(tables)
    ]
    features = [
        box("hall", x, 0, x + 10, 7),
        box("beside", x + 10, 0, x + 12, 7),
        inner("between", (x + 10, 6), (x + 10, 7)),
        opening("exit", (x + 12, 3), (x + 12, 4), main_entrance=True),
    ]
    hall, faults = read_or_refused(*features, *obstacles)
    if hall is None:
        assert any("cut" in found or "blocks it" in found for found in faults)
        return
    free = free_floors(hall, RADIUS_M)[0]
    assert free.is_valid
    solid = [hall.spaces[0].shape.boundary, *(thing.shape for thing in hall.obstacles)]
    for _ in range(60):
        place = shapely.Point(x + random.uniform(0, 10), random.uniform(0, 7))
        clear = min(shape.distance(place) for shape in solid)
        inside = free.intersects(place)
        # Square corners: what is near a corner may be left out up to 1.5 times the radius.
        assert not inside or clear >= RADIUS_M - 0.002
        assert inside or clear <= 1.5 * RADIUS_M + 0.002


def read_or_refused(*features):
    try:
        return plan(*features), []
    except FloorplanError as error:
        return None, [fault.found for fault in error.faults if fault.severity == "error"]
