"""Extracts of OpenStreetMap with simple indoor tagging: real, made here, broken and hostile."""

from collections import Counter

import pytest
import shapely

from asher import bounds
from asher.errors import FloorplanError
from asher.floorplan.importers import import_file, osm
from asher.floorplan.importers._degrees import Plane
from asher.floorplan.importers._indoor_tags import levels_of, width_of
from asher.floorplan.importers.options import Options
from importers.reading import Reader, codes, kept_of, not_imported

read = Reader(osm)


PLANE = Plane(11.57, 48.15)


class Map:
    """An extract in the making: places in metres, written as degrees."""

    def __init__(self, turned=False):
        self.lines, self.ids, self.turned = [], {}, turned

    def node(self, x, y, **tags):
        if (x, y) not in self.ids:
            self.ids[x, y] = len(self.ids) + 1
            place = (0.8 * x - 0.6 * y, 0.6 * x + 0.8 * y) if self.turned else (x, y)
            longitude, latitude = PLANE.degrees([place])[0]
            self.lines.append(
                f'<node id="{self.ids[x, y]}" lat="{latitude:.9f}" lon="{longitude:.9f}">'
                f"{tagged(tags)}</node>"
            )
        return self.ids[x, y]

    def way(self, key, points, **tags):
        nodes = "".join(f'<nd ref="{self.node(*point)}"/>' for point in points)
        self.lines.append(f'<way id="{key}">{nodes}{tagged(tags)}</way>')

    def relation(self, key, members, **tags):
        refs = "".join(f'<member type="way" ref="{r}" role="{role}"/>' for r, role in members)
        self.lines.append(f'<relation id="{key}">{refs}{tagged(tags)}</relation>')

    def write(self, tmp_path):
        path = tmp_path / "house.osm"
        body = "".join(self.lines)
        path.write_text(f'<?xml version="1.0"?><osm version="0.6">{body}</osm>')
        return path


def tagged(tags):
    return "".join(f'<tag k="{k.replace("__", ":")}" v="{v}"/>' for k, v in tags.items())


def house(turned=False):
    """A corridor with two rooms on two levels, doors between them and a way out."""
    drawn = Map(turned)
    drawn.node(4, 5, door="hinged", level="0;1", width="1.1")
    drawn.node(12, 5, door="yes", level="0;1")
    drawn.node(0, 6, door="hinged", entrance="main", level="0")
    both = {"level": "0;1"}
    drawn.way(1, [(0, 0), (8, 0), (8, 5), (4, 5), (0, 5), (0, 0)], indoor="room", name="A", **both)
    drawn.way(2, [(8, 0), (16, 0), (16, 5), (12, 5), (8, 5), (8, 0)], indoor="room", **both)
    corridor = [(0, 5), (4, 5), (8, 5), (12, 5), (16, 5), (16, 7), (0, 7), (0, 6), (0, 5)]
    drawn.way(3, corridor, indoor="corridor", repeat_on="0-1")
    stairs = [(16, 5), (18, 5), (18, 7), (16, 7), (16, 5)]
    drawn.way(4, stairs, indoor="room", stairs="yes", **both)
    drawn.node(16, 6, door="no", level="0;1")
    drawn.way(5, [(2, 0), (2, 3)], indoor="wall", level="0")
    drawn.way(6, [(0, 0), (18, 0), (18, 7), (0, 7), (0, 0)], building="yes", name="House")
    return drawn


def by_level(drawing):
    return {
        storey.ordinal: (
            sum(area.storey == at for area in drawing.areas),
            sum(area.polygon.area for area in drawing.areas if area.storey == at),
        )
        for at, storey in enumerate(drawing.storeys)
    }


@pytest.mark.parametrize("name", ["osm/apb-dresden/APBorig.osm", "osm/caserne/caserne.osm"])
def test_rooms_and_areas_of_real_extracts(corpus, facts, name):
    found, counted = by_level(read(corpus(name))), facts(name)
    # What has no level stands on the ground.
    rooms, areas = Counter(), Counter()
    for level, n in counted["levels"].items():
        ordinal = 0 if level == "none" else int(float(level))
        rooms[ordinal] += n
        areas[ordinal] += counted["area_m2_by_level"][level]
    assert {level: n for level, (n, _) in found.items()} == rooms
    assert {level: area for level, (_, area) in found.items()} == pytest.approx(areas, rel=0.02)


def test_doors_of_a_real_extract_join_the_rooms_through_their_node(corpus, facts):
    name = "osm/apb-dresden/APBorig.osm"
    drawing, counted = read(corpus(name)), facts(name)
    joined = {}
    for each in drawing.doorways:
        if each.category == "door":
            at = each.place.wkt
            joined[at] = max(joined.get(at, 0), len(each.joins))
    found = Counter(joined.values())
    assert found[2] == pytest.approx(counted["doors_on_two_rooms"], abs=2)
    assert found[1] + found[0] == pytest.approx(
        counted["doors_on_one"] + counted["doors_on_none"], abs=4
    )
    assert sum(each.exterior or False for each in drawing.doorways) == counted["entrances"]


def test_a_real_extract_becomes_a_plan(corpus):
    found = import_file(corpus("osm/apb-dresden/APBorig.osm"))
    kept_of(found, rooms=0.98, doors=0.97)
    assert found.counts["storeys"] == (5, 5)


@pytest.mark.parametrize("turned", [False, True])
def test_rooms_doors_levels_and_stairs(tmp_path, turned):
    drawing = read(house(turned).write(tmp_path))
    assert drawing.title == "House"
    assert "OpenStreetMap contributors" in drawing.source
    assert [storey.ordinal for storey in drawing.storeys] == [0, 1]
    assert by_level(drawing)[0] == (4, pytest.approx(80 + 32 + 4, abs=0.01))
    assert by_level(drawing)[1] == by_level(drawing)[0]
    kinds = Counter(area.category for area in drawing.areas)
    assert kinds == {"room": 4, "corridor": 2, "stairs": 2}
    assert [each.width_m for each in drawing.doorways][:2] == [1.1, 1.1]
    assert [len(each.joins) for each in drawing.doorways if not each.exterior][:4] == [2, 2, 2, 2]
    (way_out,) = [each for each in drawing.doorways if each.exterior]
    assert way_out.main_entrance
    assert way_out.storey == 0
    (wall,) = drawing.strokes
    assert wall.line.length == pytest.approx(2.75, abs=0.01)


@pytest.mark.parametrize("turned", [False, True])
def test_it_becomes_a_plan_that_can_be_left(tmp_path, turned):
    found = import_file(house(turned).write(tmp_path))
    assert len(found.plan.spaces) == 8
    assert len(found.plan.connectors) == 1
    assert [each.main_entrance for each in found.plan.openings if each.exterior] == [True]
    assert not [fault for fault in found.faults if fault.severity == "error"]


def test_holes_of_a_relation_are_no_floor(tmp_path):
    drawn = Map()
    drawn.way(1, [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)])
    drawn.way(2, [(4, 4), (6, 4), (6, 6), (4, 6), (4, 4)])
    drawn.relation(3, [(1, "outer"), (2, "inner")], type="multipolygon", indoor="area", level="0")
    (area,) = read(drawn.write(tmp_path)).areas
    assert area.polygon.area == pytest.approx(96, abs=0.01)
    assert len(area.polygon.interiors) == 1


def test_an_outline_of_several_ways(tmp_path):
    drawn = Map()
    drawn.way(1, [(0, 0), (10, 0), (10, 5)])
    drawn.way(2, [(10, 5), (0, 5), (0, 0)])
    drawn.relation(3, [(1, "outer"), (2, ""), (9, "outer")], indoor="room", level="2")
    drawing = read(drawn.write(tmp_path))
    assert drawing.areas[0].polygon.area == pytest.approx(50, abs=0.01)
    assert drawing.storeys[0].ordinal == 2


def test_steps_between_levels_are_a_stair(tmp_path):
    drawn = house()
    drawn.way(9, [(1, 6), (5, 6)], highway="steps", level="0;1", incline="down", width="1.5 m")
    (stair,) = read(drawn.write(tmp_path)).stairs
    assert (stair.lower, stair.upper, stair.width_m) == (0, 1, 1.5)
    assert stair.foot.x - stair.head.x == pytest.approx(4, abs=1e-3)


def test_where_no_doors_are_mapped_rooms_open_onto_halls_and_halls_onto_each_other(tmp_path):
    drawn = Map()
    drawn.way(1, [(0, 0), (8, 0), (8, 5), (0, 5), (0, 0)], indoor="room", level="0", shop="books")
    drawn.way(2, [(8, 0), (16, 0), (16, 5), (8, 5), (8, 0)], indoor="room", level="0")
    drawn.way(3, [(0, 5), (16, 5), (16, 7), (0, 7), (0, 5)], indoor="corridor", level="0")
    drawn.way(4, [(0, 7), (16, 7), (16, 20), (0, 20), (0, 7)], indoor="area", level="0")
    drawn.way(5, [(20, 0), (26, 0), (26, 5), (20, 5), (20, 0)], indoor="room", level="0")
    drawing = read(drawn.write(tmp_path))
    assert [each.category for each in drawing.doorways] == ["gate"] * 3
    assert sorted(round(each.place.length, 1) for each in drawing.doorways) == [1.8, 1.8, 14.4]
    assert "missing-doors" in codes(drawing)
    assert "open-ways" in codes(drawing)


def test_a_room_opens_onto_a_hall_where_somebody_can_stand(tmp_path):
    drawn = Map()
    drawn.way(1, [(0, 0), (8, 0), (8, 5), (0, 5), (0, 0)], indoor="room", level="0")
    strip = [(0, 5), (8, 5), (8, 5.4), (0, 5.4), (0, 5)]
    drawn.way(2, strip, indoor="corridor", level="0")
    drawn.way(3, [(8, 0), (12, 0), (12, 5), (8, 5), (8, 0)], indoor="corridor", level="0")
    gates = {each.joins: each.place for each in read(drawn.write(tmp_path)).doorways}
    # Most of its wall is beside a strip that is narrower than a body.
    assert gates["way/1/0", "way/3/0"].centroid.distance(shapely.Point(0, 0)) > 0
    assert ("way/1/0", "way/2/0") not in gates


def test_stairs_that_are_part_of_a_corridor_are_open_to_it(tmp_path):
    drawn = Map()
    drawn.way(1, [(0, 0), (9, 0), (9, 3), (0, 3), (0, 0)], indoor="corridor", level="-1;0")
    well = [(9, 0), (12, 0), (12, 3), (9, 3), (9, 0)]
    drawn.way(2, well, indoor="corridor", stairs="yes", level="-1;0")
    drawn.node(0, 1, door="yes", entrance="main", level="0")
    drawn.way(3, [(0, 0), (0, 1), (0, 3)], building="yes")
    found = import_file(drawn.write(tmp_path))
    assert len(found.plan.levels) == 2
    assert len(found.plan.connectors) == 1
    assert not {"shut-in"} & {note.code for note in found.notes}
    # Walls are around stairs that are a room.
    drawn.lines[-3] = drawn.lines[-3].replace('v="corridor"', 'v="room"')
    drawing = read(drawn.write(tmp_path))
    assert "open-ways" not in codes(drawing)


def test_where_doors_are_mapped_none_is_made_up(tmp_path):
    assert "missing-doors" not in codes(read(house().write(tmp_path)))


def test_rooms_without_a_level_and_between_levels_are_told(tmp_path):
    drawn = Map()
    drawn.way(1, [(0, 0), (8, 0), (8, 5), (0, 5), (0, 0)], indoor="room")
    drawn.way(2, [(8, 0), (16, 0), (16, 5), (8, 5), (8, 0)], indoor="room", level="0.5")
    drawing = read(drawn.write(tmp_path))
    assert codes(drawing)[:2] == ["level", "half-level"]
    assert len(drawing.areas) == 1


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("0", [0]),
        ("0;1;2;3", [0, 1, 2, 3]),
        ("-1-3", [-1, 0, 1, 2, 3]),
        ("0-3", [0, 1, 2, 3]),
        ("-3--1", [-3, -2, -1]),
        ("-1;0", [-1, 0]),
        ("1.5", [1.5]),
        ("0,2", [0, 2]),
        (" 1 ; 2 ", [1, 2]),
        ("3-1", []),
        ("", []),
        ("ground", []),
    ],
)
def test_levels_are_read_as_people_write_them(text, levels):
    assert levels_of(text) == levels


def test_no_range_of_levels_is_without_end():
    assert len(levels_of("0-999999999")) <= 200


@pytest.mark.parametrize(
    ("text", "width"),
    [("1.2", 1.2), ("1,2 m", 1.2), ("90 cm", 0.9), ("3 ft", 0.9144), ("wide", None), ("0", None)],
)
def test_widths_are_read_with_their_units(text, width):
    assert width_of({"width": text}) == (width if width is None else pytest.approx(width))


ROOM = "<osm><node id='1' lat='{}' lon='{}'/><node id='2' lat='0' lon='1'/></osm>"
LAUGHS = (
    "<?xml version='1.0'?><!DOCTYPE osm [<!ENTITY a 'ha'>"
    + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><osm>&i;</osm>"
)
OUTSIDE = (
    "<?xml version='1.0'?><!DOCTYPE osm [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><osm>&a;</osm>"
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<osm>", "no whole XML"),
        ("<osm></osm>", "no node"),
        ("<osm><node id='1' lat='a' lon='2'/></osm>", "no place"),
        ("<osm><node id='1'/></osm>", "no place"),
        (ROOM.format("nan", "1"), "no degrees"),
        (ROOM.format("1e300", "1"), "no degrees"),
        (ROOM.format("1", "500"), "no degrees"),
        (ROOM.format("1", "1"), "indoor=room"),
        (LAUGHS, "document type"),
        (OUTSIDE, "document type"),
        ("<osm>" + "<a>" * 200_000, "no whole XML|nested|indoor|no node"),
    ],
)
def test_broken_and_hostile_extracts_are_one_clear_error(tmp_path, text, words):
    path = tmp_path / "house.osm"
    not_imported(path, words, text)


def test_a_truncated_extract_is_one_clear_error(tmp_path):
    path = house().write(tmp_path)
    text = path.read_text()
    path.write_text(text[: len(text) // 2])
    with pytest.raises(FloorplanError, match="no whole XML") as error:
        import_file(path)
    assert ":1:" in str(error.value)


def test_more_elements_than_a_campus_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "MAP_ELEMENTS", 20)
    with pytest.raises(FloorplanError, match="more than 20 elements"):
        osm.read(house().write(tmp_path), Options())


def test_ways_of_nodes_that_are_missing_are_no_rooms(tmp_path):
    path = tmp_path / "house.osm"
    nodes = "".join(f"<nd ref='{n}'/>" for n in (1, 2, 7, 8, 1))
    tags = tagged({"indoor": "room", "level": "0"})
    path.write_text(
        ROOM.format("0", "0").replace("</osm>", f"<way id='3'>{nodes}{tags}</way></osm>")
    )
    with pytest.raises(FloorplanError, match="indoor=room"):
        osm.read(path, Options())


def test_the_rooms_are_where_the_map_has_them(tmp_path):
    drawing = read(house().write(tmp_path))
    whole = shapely.union_all([each.polygon for each in drawing.areas if each.storey == 0])
    assert shapely.box(*whole.bounds).area == pytest.approx(18 * 7, abs=0.01)
