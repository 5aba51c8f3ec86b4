"""The walk to a way out: as short as all lines of sight make it, and with few of them drawn."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from scipy.sparse.csgraph import dijkstra
from tests.places import box, inner, opening, plan, space

from asher.floorplan import walks
from asher.floorplan.walks import walks_out


@pytest.fixture
def drawn(monkeypatch):
    """How many lines of sight were drawn, place by place."""
    counts = []
    covers = shapely.covers

    def counted(floor, lines):
        counts.append(len(lines))
        return covers(floor, lines)

    monkeypatch.setattr(shapely, "covers", counted)
    return counts


def corridor(n):
    """A corridor with so many rooms on a side, each behind a wall 0.2 m thick."""
    width = 4.0
    outline = [(0, 0), (n * width, 0), (n * width, 2)]
    features = []
    for at in reversed(range(n)):
        x = at * width + 1
        outline += [(x + 1, 2), (x + 1, 2.2), (x, 2.2), (x, 2)]
        features += [
            box(f"room {at}", at * width + 0.1, 2.2, (at + 1) * width - 0.1, 6),
            inner(f"door {at}", (x, 2.2), (x + 1, 2.2)),
        ]
    way_out = opening("way out", (0, 0.5), (0, 1.5), main_entrance=True)
    return plan(space("corridor", *outline, (0, 2)), *features, way_out)


def test_doors_of_a_long_corridor_are_not_laid_against_each_other(drawn):
    n = 120
    found = walks_out(corridor(n))
    assert sum(drawn) < 60 * n
    to_door = np.hypot(4 * (n - 1) + 1, 1) + np.hypot(0.5, 0.2)
    assert found[1] == pytest.approx(to_door + np.hypot(2.4, 3.8), rel=0.001)


def straight(spots, outline):
    lines = shapely.linestrings(
        np.stack(np.broadcast_arrays(spots[:, None], spots[None, :]), axis=2).reshape(-1, 2, 2)
    )
    seen = shapely.covers(outline.buffer(1e-6), lines).reshape(len(spots), len(spots))
    return np.where(seen, np.linalg.norm(spots[:, None] - spots[None, :], axis=2), 0)


def ring_room(seed):
    """A room of nooks and columns, and the middle of a way out of it."""
    some = np.random.default_rng(seed)
    boxes = [
        shapely.box(x, y, x + w, y + h)
        for x, y, w, h in some.uniform([0, 0, 2, 2], [20, 12, 8, 5], (9, 4)).round(1).tolist()
    ]
    whole = max(shapely.get_parts(shapely.union_all(boxes)), key=lambda part: part.area)
    ring = [*map(tuple, whole.exterior.coords)]
    return ring[:-1], max(pairwise(ring), key=lambda wall: np.hypot(*np.subtract(*wall)))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("many", [1000, 4])
def test_walks_are_as_short_as_all_lines_of_sight_make_them(seed, many, monkeypatch):
    monkeypatch.setattr(walks, "_MANY", many)
    corners, (start, end) = ring_room(seed)
    found = walks_out(plan(space("room", *corners), opening("way out", start, end)))
    spots = np.array([np.mean([start, end], axis=0), *corners])
    every = dijkstra(straight(spots, shapely.Polygon(corners)), directed=False, indices=0)
    assert np.isfinite(every).all()
    assert found[0] == pytest.approx(every.max(), rel=0.001)


@pytest.mark.slow
def test_on_a_floor_of_very_many_corners_walks_are_right_within_2_percent(drawn):
    n = 600
    corners = [(0, 0), (2 * n, 0)]
    for at in reversed(range(n)):
        corners += [(2 * at + 2, 2), (2 * at + 1.5, 10), (2 * at + 1, 2)]
    whole = plan(space("hall", *corners, (0, 2)), opening("way out", (0, 0.5), (0, 1.5)))
    to_nook = np.hypot(2 * n - 0.5, 1) + 8
    assert walks_out(whole)[0] == pytest.approx(to_nook, rel=0.02)
    assert max(drawn) <= walks._FEW + 2 * walks._BESIDE


def test_a_door_that_lies_beside_its_wall_by_the_tolerance_is_a_way_out():
    rooms = [box("hall", 0, 0, 10, 6), box("store", 10.04, 0, 14, 6)]
    doors = [
        opening("way out", (-0.03, 2), (-0.03, 4)),
        inner("between", (10.02, 1), (10.02, 2)),
    ]
    far = np.hypot(4, 4.5) + np.hypot(10, 1.5)
    assert walks_out(plan(*rooms, *doors)).max() == pytest.approx(far, abs=0.1)
