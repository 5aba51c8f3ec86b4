"""IFC: rooms, doors, storeys and stairs as they are in real and in made-up files."""

import math
import re
import sys

import numpy as np
import pytest
import shapely
from shapely.geometry import Point

from asher import bounds
from asher.errors import FloorplanError, MissingExtraError
from asher.floorplan.importers import guard, ifc
from asher.floorplan.importers.options import Options
from importers.ifc_house import House, box, two_rooms, walls_of

FILES = (
    "ifc/duplex/duplex.ifc",
    "ifc/iso-test-1/ISO-Test-1-IFC2x3.ifc",
    "ifc/large-building/LargeBuilding.ifc",
)
SMALL = FILES[1]


def read(path, **options):
    return ifc.read(path, Options(**options))


def notes(drawing, code):
    return [note for note in drawing.notes if note.code == code]


def beside(drawing, doorway):
    """The rooms on the two sides of a doorway."""
    start, end = np.asarray(doorway.place.coords)
    across = np.array([start[1] - end[1], end[0] - start[0]]) / doorway.place.length
    found = set()
    for side in (1, -1):
        for off in (0.05, 0.1, 0.2, 0.3, 0.45):
            point = Point((start + end) / 2 + side * off * across)
            here = [
                area
                for area in drawing.areas
                if area.storey == doorway.storey and area.polygon.contains(point)
            ]
            if here:
                found.add(here[0].id)
                break
    return found


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.split("/")[1])
def real(request, corpus, facts):
    return read(corpus(request.param)), facts(request.param)


def test_every_space_is_a_room_with_its_area_and_storey(real):
    drawing, facts = real
    areas = {area.id: area for area in drawing.areas}
    for space in facts["spaces"]:
        area = areas.pop(space["id"])
        assert area.polygon.area == pytest.approx(space["footprint_m2"], rel=0.02)
        assert area.name == f"{space['name']} {space['long_name']}"
        assert drawing.storeys[area.storey].name == space["storey"]
    assert len(areas) == (0 if facts["spaces"] else 1)


def test_storeys_with_rooms_are_there_with_their_heights(real):
    drawing, facts = real
    heights = {storey["name"]: storey["elevation_m"] for storey in facts["storeys"]}
    for storey in drawing.storeys:
        assert storey.elevation_m == pytest.approx(heights[storey.name], abs=0.001)
    left = [note.words.split(" has")[0] for note in notes(drawing, "storey")]
    assert {storey.name for storey in drawing.storeys} | {*left} == heights.keys()
    assert [storey.ordinal for storey in drawing.storeys] == [*range(len(drawing.storeys))]


def test_every_door_is_there_with_its_width_and_between_its_rooms(real):
    drawing, facts = real
    doors = {door.name.split()[-1]: door for door in drawing.doorways if door.category == "door"}
    names = {area.id: area.name.split()[0] for area in drawing.areas if area.name}
    for door in facts["doors"]:
        found = doors.pop(door["name"].split(":")[-1])
        width = found.width_m or found.place.length
        assert width == pytest.approx(door["overall_width_m"], abs=0.01)
        assert found.exterior is door["is_external"]
        if facts["spaces"]:
            assert {names[key] for key in beside(drawing, found)} == {*door["rooms_by_geometry"]}
            assert {names[key] for key in found.joins} <= {*door["rooms_by_geometry"]}
    assert not doors
    if facts["spaces"]:
        out = [door for door in drawing.doorways if len(beside(drawing, door)) == 1]
        assert len(out) == facts["exits_by_geometry"]
    assert len(notes(drawing, "door-width")) == facts["n_doors"]


def test_doors_join_rooms_as_the_file_says_where_it_does(real):
    drawing, facts = real
    joined = [door for door in drawing.doorways if door.joins]
    assert len(joined) == facts["doors_joining_two_spaces_by_boundary"]


def test_stairs_lead_from_storey_to_storey(real):
    drawing, facts = real
    assert len(drawing.stairs) == facts["n_stairs"]
    for stair in drawing.stairs:
        assert (stair.lower, stair.upper) == (0, 1)
        assert stair.width_m == pytest.approx(0.914, abs=0.01)
        assert stair.foot.distance(stair.head) == pytest.approx(15 * 0.25, abs=0.1)
        assert stair.length_m == pytest.approx(math.hypot(16 * 0.25, 3.1), rel=0.1)
        areas = [area for area in drawing.areas if area.storey == 1]
        assert min(area.polygon.distance(stair.head) for area in areas) < 0.1


@pytest.mark.slow
def test_windows_are_left_out_with_one_note(real):
    drawing, facts = real
    (note,) = notes(drawing, "window")
    assert note.words == f"windows: {facts['n_windows']}"


def test_rooms_that_are_open_to_each_other_touch(real):
    drawing, _ = real
    assert drawing.open_plan


@pytest.mark.slow
def test_a_door_given_to_three_rooms_is_told_and_left_to_its_shape(corpus):
    drawing = read(corpus(FILES[0]))
    (note,) = notes(drawing, "door-rooms")
    assert "joins 'A201 Hallway' and 'A204 Bathroom 2' and 'A205 Utility'; where" in note.words


def test_without_spaces_rooms_are_what_walls_enclose(corpus):
    drawing = read(corpus(SMALL))
    (room,) = drawing.areas
    assert room.polygon.area == pytest.approx(8 * 5, rel=0.02)
    assert len(drawing.doorways) == 1
    assert len(notes(drawing, "rooms-of-walls")) == 1


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES)
def test_it_is_quick(corpus, path):
    # Of CPU: what else a machine does is not the reader's.
    resource = pytest.importorskip("resource")

    def cpu_s():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = cpu_s()
    drawing = guard.read_apart("ifc", corpus(path), Options())
    assert 0 < cpu_s() - before < 10
    assert drawing.areas


# Made-up files.


@pytest.mark.parametrize(
    "drawn",
    [
        {},
        {"unit_m": 0.001},
        {"unit_m": 0.3048},
        {"turn": 17.0},
        {"turn": 90.0, "mirror": True},
        {"at": (691_000.0, 5_334_000.0), "turn": 33.0},
    ],
    ids=["plain", "mm", "feet", "turned", "mirrored", "far"],
)
@pytest.mark.parametrize("spaces", [True, False], ids=["spaces", "walls"])
@pytest.mark.parametrize("thick", [0.1, 0.5])
def test_the_same_house_however_it_is_drawn(tmp_path, drawn, spaces, thick):
    house = House(**drawn)
    two_rooms(house, spaces=spaces, thick=thick)
    drawing = read(house.write(tmp_path))
    assert sorted(area.polygon.area for area in drawing.areas) == pytest.approx([12, 20], rel=1e-3)
    large = max(drawing.areas, key=lambda area: area.polygon.area)
    assert large.polygon.distance(Point(house.place(2.5, 2))) == 0
    inner, main = drawing.doorways
    assert inner.place.length == pytest.approx(0.9, abs=1e-3)
    assert main.place.length == pytest.approx(1.2, abs=1e-3)
    assert inner.place.centroid.distance(Point(house.place(5 + thick / 2, 1.45))) < 1e-3
    assert len(beside(drawing, inner)) == 2
    assert beside(drawing, main) == {large.id}


def test_names_and_categories_are_those_of_the_file(tmp_path):
    house = House()
    two_rooms(house)
    drawing = read(house.write(tmp_path))
    assert [(area.name, area.category) for area in drawing.areas] == [
        ("1 Hall", "lobby"),
        ("2 Office", "office"),
    ]
    assert (drawing.title, drawing.source) == ("Small house", "house.ifc (IFC, IFC4)")


@pytest.mark.parametrize(
    ("short", "long", "name"),
    [
        ("1.07", "Büro", "1.07 Büro"),
        ("2 - Bedroom", "Bedroom", "2 - Bedroom"),
        ("12", "Room 12", "Room 12"),
        ("Hall", None, "Hall"),
        (None, "Hall", "Hall"),
        (None, None, ""),
    ],
)
def test_a_room_has_number_and_name_and_nothing_twice(tmp_path, short, long, name):
    house = House()
    storey = house.storey("Ground", 0.0)
    house.space(storey, box(0, 0, 4, 4), short, LongName=long)
    assert read(house.write(tmp_path)).areas[0].name == name


def test_a_door_joins_the_rooms_of_its_boundaries(tmp_path):
    house = House()
    two_rooms(house, join=True)
    drawing = read(house.write(tmp_path))
    inner, main = drawing.doorways
    assert {*inner.joins} == {area.id for area in drawing.areas}
    assert main.joins == ()
    assert not notes(drawing, "door-rooms")


def test_shapes_count_where_boundaries_speak_against_them(tmp_path):
    house = House()
    storey = two_rooms(house, join=True)
    third = house.space(storey, box(0, 10, 5, 14), "3")
    main = next(door for door in house.file.by_type("IfcDoor") if door.Name == "main")
    inner = next(door for door in house.file.by_type("IfcDoor") if door.Name == "inner")
    house.boundary(third, inner)
    house.boundary(third, main)
    drawing = read(house.write(tmp_path))
    assert [door.joins for door in drawing.doorways] == [(), ()]
    assert len(notes(drawing, "door-rooms")) == 2


@pytest.mark.parametrize("value", [True, False, None])
def test_whether_a_door_leads_outside_is_what_the_file_says(tmp_path, value):
    house = House()
    two_rooms(house)
    if value is not None:
        house.is_external(house.file.by_type("IfcDoor")[1], value)
    assert read(house.write(tmp_path)).doorways[1].exterior is value


def test_an_empty_opening_between_rooms_is_a_gate(tmp_path):
    house = House()
    storey = house.storey("Ground", 0.0)
    wall = house.wall(storey, box(5, 0, 5.2, 4))
    house.space(storey, box(0, 0, 5, 4), "1")
    house.space(storey, box(5.2, 0, 8, 4), "2")
    house.door(storey, wall, box(5, 1, 5.2, 2.5), "", filled=False)
    house.opening(wall, box(5, 3, 5.1, 4), 0.0, 2.1)  # a niche
    house.opening(wall, box(5, 3, 5.2, 4), 1.0, 2.1)  # a hatch
    (gate,) = read(house.write(tmp_path)).doorways
    assert gate.category == "gate"
    assert gate.place.length == pytest.approx(1.5)
    assert len(gate.joins) == 2


def test_a_door_without_an_opening_is_where_it_is_drawn(tmp_path):
    house = House(turn=25.0)
    storey = house.storey("Ground", 0.0)
    house.space(storey, box(0, 0, 5, 4), "1")
    house.space(storey, box(5.1, 0, 8, 4), "2")
    door = house.element("IfcDoor", storey, box(5, 1, 5.1, 3), 0, 2.1, Name="glass")
    door.OverallWidth = 1.8
    (found,) = read(house.write(tmp_path)).doorways
    assert found.width_m == pytest.approx(1.8)
    assert len(beside(read(house.write(tmp_path)), found)) == 2


def test_hatches_and_doors_of_no_storey_with_rooms_are_left_out(tmp_path):
    house = House()
    storey = two_rooms(house)
    cellar = house.storey("Cellar", -3.0)
    wall = house.wall(cellar, box(0, 0, 8, 0.2), -3.0)
    house.element("IfcDoor", storey, box(0, 3, 0.8, 3.1), 0.0, 0.9, Name="hatch")
    house.door(cellar, wall, box(1, 0, 2, 0.2), "below", -3.0)
    drawing = read(house.write(tmp_path))
    assert [door.name for door in drawing.doorways] == ["inner", "main"]
    assert "'hatch'" in notes(drawing, "hatch")[0].words
    assert "Cellar, which has no rooms" in notes(drawing, "door")[0].words


def test_rooms_drawn_to_the_middle_of_walls_lose_them(tmp_path):
    house = House()
    storey = house.storey("Ground", 0.0)
    for x in (0, 4, 8):
        house.wall(storey, box(x - 0.1, 0, x + 0.1, 4))
    for y in (0, 4):
        house.wall(storey, box(0, y - 0.1, 8, y + 0.1))
    house.space(storey, box(0, 0, 4, 4), "1")
    house.space(storey, box(4, 0, 8, 4), "2")
    drawing = read(house.write(tmp_path))
    assert [area.polygon.area for area in drawing.areas] == pytest.approx([3.8**2] * 2)
    assert len(notes(drawing, "walls")) == 1


def test_without_walls_rooms_that_touch_are_not_said_to_be_open(tmp_path):
    house = House()
    storey = house.storey("Ground", 0.0)
    house.space(storey, box(0, 0, 4, 4), "1")
    house.space(storey, box(4, 0, 8, 4), "2")
    assert not read(house.write(tmp_path)).open_plan


def test_columns_and_large_furniture_in_rooms_are_solids(tmp_path):
    house = House()
    storey = two_rooms(house)
    house.element("IfcColumn", storey, box(1, 1, 1.4, 1.4), 0, 2.8, Name="column")
    house.element("IfcColumn", storey, box(3, 1, 3.1, 1.1), 0, 2.8, Name="post")
    house.element("IfcColumn", storey, box(20, 1, 20.4, 1.4), 0, 2.8, Name="outside")
    house.element("IfcFurnishingElement", storey, box(2, 3, 4, 3.6), 0, 0.9, Name="counter")
    house.element("IfcFurnishingElement", storey, box(6, 3, 6.4, 3.4), 0, 0.9, Name="stool")
    house.element("IfcFurnishingElement", storey, box(6, 1, 8, 2), 2, 2.5, Name="shelf")
    drawing = read(house.write(tmp_path))
    assert [(solid.name, round(solid.polygon.area, 3)) for solid in drawing.solids] == [
        ("column", 0.16),
        ("counter", 1.2),
    ]
    assert notes(drawing, "furniture")[0].words.endswith(": 2")


def test_walls_that_stand_free_in_a_room_are_there_with_their_doorways(tmp_path):
    house = House(turn=31.0)
    storey = house.storey("Ground", 0.0)
    house.space(storey, box(0, 0, 10, 8), "1")
    house.wall(storey, box(-0.3, -0.3, 10, 0.02))  # one of its own
    thin = house.wall(storey, box(2, 3, 6, 3.1))
    house.door(storey, thin, box(4, 3, 5, 3.1), "thin")
    thick = house.wall(storey, box(2, 5, 6, 5.4))
    house.door(storey, thick, box(4, 5, 5, 5.4), "", filled=False)
    house.wall(storey, box(7, 3, 9, 3.4), tall=0.9)
    drawing = read(house.write(tmp_path))
    assert sorted(s.line.length for s in drawing.strokes) == pytest.approx([1, 2], abs=0.01)
    assert sorted(s.polygon.area for s in drawing.solids) == pytest.approx([0.4, 0.8], abs=0.01)
    assert drawing.strokes[0].line.distance(Point(house.place(3, 3.05))) < 0.01


def test_lifts_are_rooms_that_lead_nowhere_which_is_told(tmp_path):
    house = House()
    storey = two_rooms(house)
    house.space(storey, box(10, 0, 12, 2), "3", LongName="Aufzug")
    drawing = read(house.write(tmp_path))
    assert drawing.areas[2].category == "elevator"
    assert notes(drawing, "lift")[0].words.startswith("lifts: 1")


def test_a_storey_of_walls_without_doors_is_a_roof_where_others_have_rooms(tmp_path):
    house = House()
    two_rooms(house, spaces=False)
    walls_of(house, house.storey("Roof", 3.0), 0, 0, 8, 4, height=3.0, tall=1.2)
    drawing = read(house.write(tmp_path))
    assert [storey.name for storey in drawing.storeys] == ["Ground"]


def test_gross_areas_parts_and_gardens_are_no_rooms(tmp_path):
    house = House()
    storey = two_rooms(house)
    house.space(storey, box(-1, -1, 9, 5), "gross", PredefinedType="GFA")
    house.space(storey, box(0, -9, 8, -1), "garden", PredefinedType="EXTERNAL")
    part = house.space(None, box(0, 0, 2, 4), "corner")
    house.join("IfcRelAggregates", house.file.by_type("IfcSpace")[0], [part])
    house.join("IfcRelAggregates", storey, [house.root("IfcSpace", Name="empty")])
    drawing = read(house.write(tmp_path))
    assert len(drawing.areas) == 2
    assert sorted(note.words for note in notes(drawing, "space")) == [
        "spaces outdoors on the ground: 1",
        "spaces that are gross floor areas: 1",
        "spaces that are part of another: 1",
        "spaces without a shape: 1",
    ]


def two_storeys(name, height):
    """A house with a room on the ground and nothing yet on the storey above."""
    house = House()
    ground, above = house.storey("Ground", 0.0), house.storey(name, height)
    house.space(ground, box(0, 0, 4, 4), "1")
    return house, ground, above


def test_a_room_listed_on_a_wrong_storey_is_where_it_lies(tmp_path):
    house, ground, upper = two_storeys("Upper", 3.0)
    house.space(ground, box(0, 0, 4, 4), "2", height=3.0)
    drawing = read(house.write(tmp_path))
    assert [(area.name, area.storey) for area in drawing.areas] == [("1", 0), ("2", 1)]
    assert len(notes(drawing, "storey")) == 1
    assert upper.Name == "Upper"


def test_storeys_some_steps_apart_are_one(tmp_path):
    house, _, raised = two_storeys("Raised", 0.5)
    house.space(raised, box(4, 0, 8, 4), "2", height=0.5)
    drawing = read(house.write(tmp_path))
    assert [storey.name for storey in drawing.storeys] == ["Ground"]
    assert notes(drawing, "storey")[0].amount_m == pytest.approx(0.5)


def treads(x, y, low, count, *, rise=0.175, going=0.28, wide=1.2, ahead=1):
    """Treads one behind the other along y."""
    return [
        (box(x, y + ahead * going * n, x + wide, y + ahead * going * (n + 1)), low + rise * (n + 1))
        for n in range(count)
    ]


def stair_house(house, flights, heights=(0.0, 3.5), name="Stair 1"):
    for n, height in enumerate(heights):
        storey = house.storey(f"Level {n}", height)
        house.space(storey, box(-10, -10, 10, 20), f"{n}", height)
        if n == 0:
            house.stair(storey, name, flights)


@pytest.mark.parametrize("drawn", [{}, {"unit_m": 0.001, "turn": 40.0}])
def test_a_straight_stair(tmp_path, drawn):
    house = House(**drawn)
    stair_house(house, [treads(0, 0, 0, 19)])
    drawing = read(house.write(tmp_path))
    (stair,) = drawing.stairs
    assert (stair.lower, stair.upper, stair.name) == (0, 1, "Stair 1")
    assert stair.width_m == pytest.approx(1.2, abs=0.001)
    assert stair.length_m == pytest.approx(19 * math.hypot(0.28, 0.175), rel=0.05)
    for line, y in ((stair.foot, 0.0), (stair.head, 19 * 0.28)):
        ends = [Point(house.place(0, y)), Point(house.place(1.2, y))]
        assert max(line.distance(end) for end in ends) < 0.01


def test_flights_with_a_landing_are_one_stair(tmp_path):
    house = House()
    up = treads(0, 0, 0, 9)
    landing = [(box(0, 2.52, 2.6, 3.72), 1.75)]
    back = treads(1.4, 2.52, 1.75, 9, ahead=-1)
    stair_house(house, [up, landing, back])
    (stair,) = read(house.write(tmp_path)).stairs
    assert stair.foot.centroid.coords[0] == pytest.approx((0.6, 0), abs=0.01)
    assert stair.head.centroid.coords[0] == pytest.approx((2.0, 0), abs=0.01)
    assert stair.width_m == pytest.approx(1.2, abs=0.01)
    assert stair.length_m == pytest.approx(18 * math.hypot(0.28, 0.175) + 3, rel=0.2)


def test_a_stair_over_several_storeys_is_one_for_each(tmp_path):
    house = House()
    flights = []
    for n in range(3):
        flights += [treads(0, 0, 3.5 * n, 19), [(box(0, 5.32, 3, 6.6), 3.5 * (n + 1))]]
    stair_house(house, flights, heights=(0.0, 3.5, 7.0, 10.5))
    stairs = read(house.write(tmp_path)).stairs
    assert [(stair.lower, stair.upper) for stair in stairs] == [(0, 1), (1, 2), (2, 3)]
    assert {round(stair.foot.centroid.y, 2) for stair in stairs} == {0.0}
    assert {round(stair.head.centroid.y, 2) for stair in stairs} == {5.32}


def test_a_stair_drawn_piece_by_piece_is_chained(tmp_path):
    house = House()
    stair_house(house, [treads(0, 0, 0, 9)])
    storey = house.file.by_type("IfcBuildingStorey")[0]
    house.stair(storey, "Stair 2", [treads(0, 2.6, 1.75, 9)])
    (stair,) = read(house.write(tmp_path)).stairs
    assert (stair.lower, stair.upper) == (0, 1)
    assert stair.head.centroid.y == pytest.approx(2.6 + 9 * 0.28, abs=0.01)


def test_steps_that_join_no_storeys_are_left_out(tmp_path):
    house = House()
    stair_house(house, [treads(0, 0, -0.7, 3)], name="Front steps")
    drawing = read(house.write(tmp_path))
    assert not drawing.stairs
    assert "'Front steps' from -0.57 m to -0.1" in notes(drawing, "stair")[0].words


def test_a_stairwell_over_storeys_is_a_room_on_each_unless_its_stair_is_drawn(tmp_path):
    for flights, count in (([], 2), ([treads(-1, 0, 0, 19)], 1)):
        house = House()
        ground, upper = house.storey("Ground", 0.0), house.storey("Upper", 3.5)
        house.space(ground, box(-2, 0, 2, 6), "Stair", tall=6.5)
        house.space(ground, box(2.2, 0, 6, 6), "1")
        house.space(upper, box(2.2, 0, 6, 6), "2", 3.5)
        house.stair(ground, "S", flights)
        drawing = read(house.write(tmp_path))
        assert sum(area.category == "stairs" for area in drawing.areas) == count
        assert len({area.id for area in drawing.areas}) == len(drawing.areas)


def test_a_ramp_leads_from_its_lower_to_its_upper_edge(tmp_path):
    house = House()
    stair_house(house, [], heights=(0.0, 1.2))
    make = house.file.create_entity
    side = [(0, 0), (14.4, 1.2), (14.4, 1.0), (0, -0.2)]
    points = [make("IfcCartesianPoint", [float(v) for v in p]) for p in [*side, side[0]]]
    profile = make("IfcArbitraryClosedProfileDef", "AREA", None, make("IfcPolyline", points))
    upright = make(
        "IfcAxis2Placement3D",
        house.point(0, 2, 0),
        make("IfcDirection", [0.0, -1.0, 0.0]),
        make("IfcDirection", [1.0, 0.0, 0.0]),
    )
    body = make(
        "IfcExtrudedAreaSolid", profile, upright, make("IfcDirection", [0.0, 0.0, 1.0]), 2.0
    )
    ramp = house.root("IfcRamp", Name="Ramp", Representation=house.shape([body]))
    storey = house.file.by_type("IfcBuildingStorey")[0]
    house.root(
        "IfcRelContainedInSpatialStructure", RelatedElements=[ramp], RelatingStructure=storey
    )
    (found,) = read(house.write(tmp_path)).stairs
    assert (found.category, found.lower, found.upper) == ("ramp", 0, 1)
    assert found.width_m == pytest.approx(2.0)
    assert (found.foot.centroid.x, found.head.centroid.x) == pytest.approx((0, 14.4), abs=0.01)


@pytest.mark.parametrize(("unit", "says"), [(0.001, 1.0), (1.0, 0.001), (0.3048, 0.01)])
def test_a_wrong_unit_is_seen_by_the_doors(tmp_path, unit, says):
    house = House(unit, says_m=says)
    two_rooms(house)
    drawing = read(house.write(tmp_path))
    assert drawing.areas[0].polygon.area == pytest.approx(20, rel=1e-3)
    assert len(notes(drawing, "unit")) == 1


def test_the_unit_of_a_person_overrules(tmp_path):
    house = House(0.3048, says_m=1.0)
    two_rooms(house)
    drawing = read(house.write(tmp_path), unit="ft")
    assert drawing.areas[0].polygon.area == pytest.approx(20, rel=1e-3)
    with pytest.raises(FloorplanError, match="unit 'degrees'; allowed: m, cm, mm, ft, in"):
        read(house.write(tmp_path), unit="degrees")


def test_a_floor_with_cracks_between_its_triangles_is_one(tmp_path):
    corners = [(0, 0), (7.1, 0.013), (9.37, 4.71), (6.003, 8.2), (3.1, 6.77), (-2.05, 7.9)]
    house = House(turn=13.7)
    storey = house.storey("Ground", 0.0)
    house.space(storey, corners, "1")
    (area,) = read(house.write(tmp_path)).areas
    assert area.polygon.area == pytest.approx(shapely.Polygon(corners).area, rel=1e-4)
    assert len(area.polygon.interiors) == 0


# Broken and hostile files.


def refusal(path):
    with pytest.raises(FloorplanError) as caught:
        guard.read_apart("ifc", path, Options())
    (fault,) = caught.value.faults
    assert (fault.file, fault.line, fault.column) == (str(path), 1, 1)
    assert fault.allowed
    return fault.found


@pytest.fixture
def spoilt(corpus, tmp_path):
    """Write a real file with something replaced, and say why it is refused."""

    def write(change):
        path = tmp_path / "spoilt.ifc"
        path.write_bytes(change(corpus(SMALL).read_bytes()))
        return path

    return write


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda _: b"", "not an IFC file"),
        (lambda data: b"%PDF-1.7 " + data, "not an IFC file"),
        (lambda data: data[: len(data) // 2], "cut off: END-ISO-10303-21 is missing"),
        (lambda data: data[:600], "cut off: END-ISO-10303-21 is missing"),
        (
            lambda data: re.sub(rb"#\d+=\s*IFC\w*PLACEMENT\([^;]*;", b"", data),
            "references to things that are not in the file",
        ),
        (lambda data: data.replace(b"'IFC2X3'", b"'AP214'"), "a STEP file of schema 'AP214'"),
        (lambda data: data.replace(b"FILE_SCHEMA", b"FILE"), "a STEP file without a schema"),
        (lambda data: data.replace(b"IFCBUILDINGSTOREY", b"IFCSITE"), "no storeys"),
        (lambda data: data.replace(b"IFCWALLSTANDARDCASE", b"IFCBEAM"), "no space has a floor"),
        # A placement that hangs on itself.
        (
            lambda data: re.sub(rb"(#113=\s*IFCLOCALPLACEMENT\()#\d+", rb"\1#113", data),
            "damaged: ",
        ),
        (
            lambda data: re.sub(rb"(IFCCARTESIANPOINT\(\(-?\d+\.\d*),", rb"\1E30,", data),
            "lies beyond every place on Earth",
        ),
        (
            lambda data: re.sub(rb"(IFCCARTESIANPOINT\(\(-?\d+\.\d*),", rb"\1E400,", data),
            "",
        ),
    ],
)
def test_a_broken_file_is_one_clear_error(spoilt, change, found):
    assert found in refusal(spoilt(change))


def test_a_walls_placement_that_hangs_on_itself_is_one_clear_error(spoilt):
    # The reader itself does not come back from this one.
    def change(data):
        own = re.search(rb"IFCWALLSTANDARDCASE\('[^']*',#\d+,'[^']*',[^,]*,'[^']*',#(\d+)", data)[1]
        return re.sub(rb"(#%s=\s*IFCLOCALPLACEMENT\()#\d+" % own, rb"\1#" + own, data)

    assert "damaged: " in refusal(spoilt(change))


def test_a_lost_part_is_told(spoilt):
    drawing = read(spoilt(lambda data: re.sub(rb"#\d+=\s*IFCRELASSOCIATES[^;]*;", b"", data)))
    assert not notes(drawing, "damaged")
    drawing = read(spoilt(lambda data: re.sub(rb"#\d+=\s*IFCPERSON\([^;]*;", b"", data)))
    assert "not in the file" in notes(drawing, "damaged")[0].words


@pytest.mark.parametrize(("name", "most"), [("IFC_ENTITIES", 1000), ("IFC_ELEMENTS", 8)])
def test_too_many_things_are_refused_before_the_file_is_opened(corpus, monkeypatch, name, most):
    monkeypatch.setattr(bounds, name, most)
    monkeypatch.setattr("ifcopenshell.open", None)
    with pytest.raises(FloorplanError, match=f"allowed: {most:,}; export one building"):
        read(corpus(SMALL))


def test_it_is_recognised_by_its_beginning(corpus, tmp_path):
    head = corpus(SMALL).read_bytes()[:8192]
    assert ifc.recognises(head, tmp_path / "a.txt")
    assert ifc.recognises(b"\xef\xbb\xbf\r\n" + head, tmp_path / "a.txt")
    assert not ifc.recognises(b"", tmp_path / "a.ifc")
    assert not ifc.recognises(b"PK\x03\x04", tmp_path / "a.ifc")


def test_a_mark_of_utf_8_before_the_text_changes_nothing(tmp_path):
    house = House()
    two_rooms(house)
    path = house.write(tmp_path)
    plain = read(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(path) == plain


def test_without_its_library_the_extra_is_named(corpus, monkeypatch):
    monkeypatch.setitem(sys.modules, "ifcopenshell", None)
    with pytest.raises(MissingExtraError, match="needs the extra 'ifc'"):
        read(corpus(SMALL))
