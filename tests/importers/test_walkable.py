"""Walkable areas come apart at their necks, lose no floor, and find where their exits lead out."""

import numpy as np
import pytest
import shapely
from shapely import affinity
from shapely.geometry import box

from asher.floorplan.importers import _walkable
from asher.floorplan.importers._walkable import find_exits, polygons_of, split

HALL = box(0, 0, 20, 10)


def with_wall(*doors, thickness=0.2, at=10.0):
    """The hall with a wall across and doors in it: (where along the wall, how wide)."""
    gaps = [box(at - 2, low, at + 2, low + width) for low, width in doors]
    wall = box(at - thickness / 2, 0, at + thickness / 2, 10)
    return HALL - (wall - shapely.union_all(gaps))


@pytest.mark.parametrize("thickness", [0.02, 0.1, 0.3, 1.0, 3.0])
@pytest.mark.parametrize("turn", [0.0, 17.3, 90.0])
def test_a_door_in_a_wall_of_any_thickness_parts_two_rooms(thickness, turn):
    hall = affinity.rotate(with_wall((4, 0.9), thickness=thickness), turn)
    areas, doorways = split(hall, 1.0, 0)
    assert len(areas) == 2
    assert min(area.polygon.area for area in areas) > 85
    (doorway,) = doorways
    assert doorway.width_m == pytest.approx(0.9, abs=0.002)
    assert doorway.category == "gate"
    assert {*doorway.joins} == {area.id for area in areas}


def test_no_floor_is_lost_and_none_is_counted_twice():
    hall = with_wall((4, 0.9), (8, 0.95)) - box(2, 2, 3, 3)
    areas, doorways = split(hall, 1.0, 0)
    assert sum(area.polygon.area for area in areas) == pytest.approx(hall.area, rel=1e-9)
    assert shapely.union_all([a.polygon for a in areas]).area == pytest.approx(hall.area, rel=1e-9)
    assert sorted(round(each.width_m, 2) for each in doorways) == [0.9, 0.95]


@pytest.mark.parametrize(
    "shape",
    [
        box(0, 0, 3, 3),
        box(0, 0, 10, 0.9),
        with_wall((4, 0.9), (7, 2.0)),
        with_wall((4, 1.2)),
        # A niche of less than a lavatory cubicle at the end of a neck.
        shapely.union_all([HALL, box(20, 4, 20.3, 4.8), box(20.3, 3.8, 21.4, 5)]),
    ],
)
def test_an_area_without_necks_stays_one(shape):
    areas, doorways = split(shape, 1.0, 0)
    assert [area.polygon.area for area in areas] == [pytest.approx(shape.area)]
    assert doorways == ()


def test_a_floor_of_rooms_comes_apart_as_drawn():
    walls = []
    for i in range(1, 5):
        for j in range(5):
            walls += [box(i * 5 - 0.1, j * 5 - 0.1, i * 5 + 0.1, j * 5 + 2)]
            walls += [box(i * 5 - 0.1, j * 5 + 2.9, i * 5 + 0.1, j * 5 + 5.1)]
            walls += [box(j * 5 - 0.1, i * 5 - 0.1, j * 5 + 2, i * 5 + 0.1)]
            walls += [box(j * 5 + 2.9, i * 5 - 0.1, j * 5 + 5.1, i * 5 + 0.1)]
    floor = box(0, 0, 25, 25) - shapely.union_all(walls)
    areas, doorways = split(affinity.rotate(floor, 33), 1.0, 2)
    assert len(areas) == 25
    assert len(doorways) == 40
    assert {len(each.joins) for each in doorways} == {2}
    assert {each.storey for each in (*areas, *doorways)} == {2}


def along_a_corridor(corridor_m, *, door_m=0.8, wall_m=0.1):
    """Five rooms on each side of a corridor with a bend in its wall, and a hall at its end."""
    rooms = [box(3.2 * at, wall_m, 3.2 * at + 3, 4) for at in range(5)]
    rooms += [affinity.translate(room, 0, -corridor_m - 4 - wall_m) for room in rooms]
    doors = [box(3.2 * at + 1, -0.01, 3.2 * at + 1 + door_m, wall_m + 0.01) for at in range(5)]
    doors += [affinity.translate(door, 0.3, -corridor_m - wall_m) for door in doors]
    corridor = shapely.Polygon(
        [(0, 0), (16, 0), (16, -corridor_m), (8, -corridor_m - 0.05), (0, -corridor_m)]
    )
    hall = box(16, -8, 24, 4)
    return shapely.union_all([*rooms, *doors, corridor, hall], grid_size=1e-6), 12


@pytest.mark.parametrize("corridor_m", [0.8, 0.9, 0.95, 0.98])
@pytest.mark.parametrize(
    ("turn", "mirror", "scale"), [(0, 1, 1), (17.3, 1, 1), (90, -1, 1), (17.3, -1, 2.5)]
)
def test_a_corridor_as_narrow_as_its_doors_is_one_room(corridor_m, turn, mirror, scale):
    floor, n_rooms = along_a_corridor(corridor_m)
    floor = affinity.scale(affinity.rotate(floor, turn), mirror * scale, scale)
    areas, doorways = split(floor, scale * 1.0, 0)
    assert len(areas) == n_rooms
    assert len(doorways) == 11
    assert sum(area.polygon.area for area in areas) == pytest.approx(floor.area)
    # The hall and ten rooms each have one doorway, and the corridor has all of them.
    ends = sorted(sum(area.id in each.joins for each in doorways) for area in areas)
    assert ends == [1] * 11 + [11]


@pytest.mark.parametrize("thickness", [0.05, 0.3])
def test_a_door_within_a_narrow_corridor_stays_a_door(thickness):
    corridor = box(0, 0, 10, 1.2)
    leaf = box(5, 0.15, 5 + thickness, 1.05)
    floor = corridor - (box(5, 0, 5 + thickness, 1.2) - leaf)
    areas, doorways = split(floor, 1.0, 0)
    assert len(areas) == 2
    assert doorways[0].width_m == pytest.approx(0.9, abs=0.002)


def test_a_slit_between_walls_that_miss_each_other_is_no_doorway():
    areas, doorways = split(with_wall((4, 0.9), (9, 0.01)), 1.0, 0)
    assert len(areas) == 2
    assert len(doorways) == 1


def test_an_outline_of_very_many_corners_is_parted_all_the_same():
    hall = shapely.segmentize(with_wall((4, 0.9)), 0.001)
    assert shapely.get_num_coordinates(hall) > 60_000
    areas, doorways = split(hall, 1.0, 0)
    assert len(areas) == 2
    assert doorways[0].width_m == pytest.approx(0.9, abs=0.005)
    assert sum(area.polygon.area for area in areas) == pytest.approx(hall.area, rel=1e-3)


def test_an_outline_of_very_many_corners_without_straight_lines_stays_as_it_is(monkeypatch):
    monkeypatch.setattr(_walkable, "_CORNERS", 20)
    x = np.arange(0, 20.2, 0.4)
    zigzag = np.stack([x, 0.1 * (np.arange(len(x)) % 2)], axis=1)
    floor = shapely.Polygon([*zigzag, (20, 10), (0, 10)])
    (area,), _ = split(floor, 1.0, 0)
    assert area.polygon is floor
    assert area.valid
    # With corners on straight lines it is made plainer, and nothing is known of what comes of it.
    (area,), _ = split(shapely.segmentize(floor, 0.1), 1.0, 0)
    assert area.polygon.equals(floor)
    assert not area.valid


def test_an_area_whose_outline_crosses_itself_is_handed_on_as_it_is():
    bow = shapely.Polygon([(0, 0), (4, 4), (4, 0), (0, 4)])
    assert [area.polygon for area in split(bow, 1.0, 0)[0]] == [bow]
    assert sum(part.area for part in polygons_of(bow)) == pytest.approx(8)


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (box(4, 0, 6.5, 1.5), [(4, 0), (6.5, 0)]),
        (box(4, 0.1, 6.5, 1.5), [(4, 0), (6.5, 0)]),
        (box(4, -1, 6.5, 0.5), [(4, 0), (6.5, 0)]),
        (box(19.8, 2, 20, 3), [(20, 2), (20, 3)]),
    ],
)
def test_an_exit_leads_out_where_it_touches_the_outline(place, line):
    areas, _ = split(HALL, 1.0, 0)
    (doorway,), notes = find_exits(areas, [("north", place)], 0)
    assert doorway.exterior
    assert doorway.name == "north"
    assert sorted(doorway.place.coords) == pytest.approx(np.array(line))
    assert not notes


def test_an_exit_at_the_end_of_a_corridor_takes_its_whole_end():
    areas, _ = split(box(-50, -1, 50, 1), 1.0, 0)
    place = box(47.0, -0.89, 49.92, 0.89)
    (doorway,), _ = find_exits(areas, [("end", place)], 0)
    assert sorted(doorway.place.coords) == [(50, -1), (50, 1)]


def test_an_exit_off_the_wall_is_moved_to_it_and_one_amid_the_floor_left_out():
    areas, _ = split(HALL, 1.0, 0)
    exits = [("moved", box(4, 1, 6, 2)), ("amid", box(9, 4.5, 10, 5.5))]
    (doorway,), notes = find_exits(areas, exits, 0)
    assert doorway.name == "moved"
    assert [(note.kind, note.code) for note in notes] == [
        ("assumed", "exit-moved"),
        ("left out", "exit-inside"),
    ]
    assert notes[0].amount_m == pytest.approx(1.0)


def test_a_source_without_exits_says_how_to_add_one():
    areas, _ = split(HALL, 1.0, 0)
    doorways, notes = find_exits(areas, [], 0)
    assert doorways == ()
    assert [note.code for note in notes] == ["no-exit"]
