"""The net of a large floor, which is made tile by tile, is the net that is made at once."""

import itertools
import time

import numpy as np
import pytest
import shapely
from scipy.spatial import Delaunay
from shapely import affinity
from shapely.geometry import box

from asher.floorplan.importers import _necks, _net
from asher.floorplan.importers._walkable import split
from pace import slow


def scattered(kind):
    draw = np.random.default_rng(7)
    if kind == "evenly":
        return draw.uniform(0, (300, 90), (3000, 2))
    if kind == "in crowds":
        return np.concatenate([draw.normal(0, 1, (1500, 2)), draw.normal(0, 100, (1500, 2))])
    # Two walls of a hall beside a crowd: circles of the hall reach far out of a tile.
    along = np.linspace(0, 300, 400)
    walls = [np.stack([along, y + draw.uniform(0, 0.1, 400)], axis=1) for y in (100, 140)]
    return np.concatenate([draw.uniform(0, (300, 90), (2200, 2)), *walls])


@pytest.mark.parametrize("kind", ["evenly", "in crowds", "along walls"])
def test_tiles_give_the_triangles_of_all_samples_at_once(kind, monkeypatch):
    monkeypatch.setattr(_net, "_TILE_SAMPLES", 200)
    places = scattered(kind)
    triangles, behind = _net._of_tiles(places)
    at_once = Delaunay(places)
    assert {*map(tuple, np.sort(triangles).tolist())} == {
        *map(tuple, np.sort(at_once.simplices).tolist())
    }
    assert len(triangles) == len(at_once.simplices)
    assert (behind < 0).sum() == (at_once.neighbors < 0).sum()
    # Behind a side is a triangle that has the two other corners too.
    for k in range(3):
        there = behind[:, k] >= 0
        side = triangles[there][:, [(k + 1) % 3, (k + 2) % 3]]
        other = triangles[behind[there, k]]
        assert (side[:, :, None] == other[:, None, :]).any(axis=2).all()


def office(n):
    """A floor of ``n`` by ``n`` rooms with a door of 0.9 m in each wall between two."""
    size = 5 * n
    walls = []
    for at in range(1, n):
        for room in range(n):
            low = 5 * room
            for start, end in ((low - 0.1, low + 2), (low + 2.9, low + 5.1)):
                walls += [box(5 * at - 0.1, start, 5 * at + 0.1, end)]
                walls += [box(start, 5 * at - 0.1, end, 5 * at + 0.1)]
    return box(0, 0, size, size) - shapely.union_all(walls)


@pytest.mark.slow
@pytest.mark.parametrize(("turn", "mirror"), [slow(0, 1), (17.3, -1)])
def test_a_floor_of_very_many_rooms_is_parted_at_every_door(turn, mirror):
    floor = affinity.scale(affinity.rotate(office(24), turn), mirror, 1)
    net = _net.net_of(floor, 1.0)
    assert len(net.samples.points) > _net._TILED_SAMPLES > _net._TILE_SAMPLES
    areas, doorways = split(floor, 1.0, 0)
    assert len(areas) == 24 * 24
    assert len(doorways) == 2 * 24 * 23
    assert [each.width_m for each in doorways] == pytest.approx([0.9] * len(doorways), abs=0.002)
    assert sum(area.polygon.area for area in areas) == pytest.approx(floor.area, rel=1e-9)


def sampled_each(monkeypatch, floor, step_m):
    """Let an outline have so few samples that they are some way apart, and none added later."""
    monkeypatch.setattr(_net, "_MOST_SAMPLES", floor.boundary.length / step_m)
    monkeypatch.setattr(_net, "_PASSES", 1)


def pillars(n, slit_m):
    """``n`` by ``n`` pillars of 4 m with rough fronts, a slit apart."""
    x, y = np.linspace(0, 4, 11), 0.1 * (np.arange(11) % 2)
    rough = shapely.Polygon([*np.stack([x, y], axis=1), *np.stack([x, 4 - y], axis=1)[::-1]])
    places = np.arange(n) * (4 + slit_m)
    return [affinity.translate(rough, *at) for at in itertools.product(places, places)]


@pytest.mark.parametrize("turn", [0, 17.3])
@pytest.mark.parametrize("step_m", [1.4, 1.9])
@pytest.mark.parametrize("slit_m", [0.2, 0.4])
def test_slits_narrower_than_samples_are_far_apart_are_no_rooms(slit_m, step_m, turn, monkeypatch):
    # Circles through samples on both sides are wider than a neck: they gave 10 rooms and more.
    columns = pillars(6, slit_m)
    floor = box(-4, -4, 32, 32) - shapely.union_all(columns)
    floor = affinity.rotate(floor, turn)
    sampled_each(monkeypatch, floor, step_m)
    areas, doorways = split(floor, 1.0, 0)
    assert [area.polygon.area for area in areas] == [pytest.approx(floor.area, rel=1e-9)]
    assert doorways == ()


@pytest.mark.parametrize("turn", [0, 17.3])
@pytest.mark.parametrize("step_m", [0.6, 1.0, 1.5, 2.0])
def test_rooms_are_parted_at_every_door_although_samples_are_far_apart(step_m, turn, monkeypatch):
    floor = affinity.rotate(office(6), turn)
    sampled_each(monkeypatch, floor, step_m)
    areas, doorways = split(floor, 1.0, 0)
    assert len(areas) == 36
    assert len(doorways) == 60
    assert sum(area.polygon.area for area in areas) == pytest.approx(floor.area, rel=1e-9)


@pytest.mark.parametrize("size_m", [1000, 2500])
def test_a_hall_without_end_takes_no_longer_than_its_walls_are_long(size_m):
    began = time.process_time()
    areas, doorways = split(box(0, 0, size_m, 0.8 * size_m), 1.0, 0)
    assert len(areas) == 1
    assert not doorways
    # It took 14 s, and with tiles of one wall each still longer.
    assert time.process_time() - began < 8


@pytest.mark.parametrize("turn", [0, 17.3])
def test_triangles_that_the_outline_leads_through_let_no_floor_leak_out(turn, monkeypatch):
    # Columns so coarsely sampled that some of their sides are no sides of triangles.
    draw = np.random.default_rng(4)
    xy = draw.uniform(2, 58, (300, 2))
    slats = [box(x, y, x + 3, y + 0.02) for x, y in xy]
    floor = affinity.rotate(box(0, 0, 60, 60) - shapely.union_all(slats), turn)
    monkeypatch.setattr(_net, "_PASSES", 1)
    net = _net.net_of(floor, 40.0)
    inside, sides = _necks._floor(floor, *net)
    middles = net.samples.points[net.triangles].mean(axis=1)
    through = _necks._led_through(*net, lost(net))
    assert 20 < through.sum() < len(through) / 2
    # The others lie on one side of the outline each, and are known by it; those along a slanting
    # wall have no area, and are on neither.
    first, second = (
        net.samples.points[net.triangles[:, k]] - net.samples.points[net.triangles[:, 0]]
        for k in (1, 2)
    )
    areas = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / 2
    wrong = inside != shapely.contains_xy(floor, *middles.T)
    assert areas[wrong & ~through].sum() < 1e-6
    assert areas[inside].sum() == pytest.approx(floor.area, rel=1e-3)
    assert inside[sides[:, :2]].all()


def lost(net):
    """Samples from which no side of a triangle leads to the next."""
    samples, triangles, _ = net
    found = np.zeros(len(samples.points), bool)
    for k in range(3):
        one, other = triangles[:, k - 2], triangles[:, k - 1]
        found[one[samples.after[one] == other]] = True
        found[other[samples.before[one] == other]] = True
    return ~found
