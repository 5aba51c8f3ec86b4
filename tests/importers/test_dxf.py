"""DXF: real drawings, an office drafted in many ways, and files that are broken or hostile."""

import math
from collections import Counter

import ezdxf
import numpy as np
import pytest
import shapely
from shapely import affinity
from shapely.geometry import LineString, Point, box

from asher import bounds
from asher.errors import FloorplanError
from asher.floorplan.importers import dxf, import_file
from asher.floorplan.importers.assemble import assemble
from asher.floorplan.importers.options import Options
from asher.floorplan.topology import connect
from importers.drafted import Office, draft
from importers.reading import Reader, joined
from pace import ends, slow

read = Reader(dxf)
refused = read.refused


def codes(drawing, kind=None):
    return Counter(note.code for note in drawing.notes if kind in {None, note.kind})


# Real files.


def test_walkable_areas_of_a_simulation_program_less_its_obstacles(corpus, facts):
    name = "dxf/iso-office/ISO-Office.dxf"
    drawing = read(corpus(name))
    plan, notes, _ = assemble(drawing, Options())
    # Beside the offices two ends of their corridor, and the rest of the floor around them.
    assert len(plan.spaces) == facts(name)["rooms_true"] + 3
    offices = [at for at, space in enumerate(plan.spaces) if 6.5 < space.shape.area < 12.5]
    ways = [way for way in connect(plan).opening_spaces.tolist() if -1 not in way]
    assert sum(sum(at in way for way in ways) == 1 for at in offices) == facts(name)["rooms_true"]
    assert not {"shut-in", "door-askew"} & {note.code for note in notes}
    assert drawing.markers
    assert any(doorway.exterior for doorway in drawing.doorways)


@pytest.mark.slow
def test_a_stadium_keeps_all_of_its_floor(corpus):
    drawing = read(corpus("dxf/sib2023-entrance/SiB2023_entrance_jupedsim.dxf"))
    assert sum(a.polygon.area for a in drawing.areas) == pytest.approx(62_990, rel=0.02)
    assert "hidden-layer" in codes(drawing)


def test_doors_tell_that_the_stated_unit_is_wrong(corpus, facts):
    name = "dxf/wipeout-door/wipeout_door.dxf"
    drawing = read(corpus(name))
    assert len(drawing.doorways) == facts(name)["doors_true"]
    assert all(0.8 < doorway.place.length < 1.0 for doorway in drawing.doorways)
    assert codes(drawing)["unit"] == 1


# An office, drafted in many ways.

ONE = ("0",) * 4
WAYS = {
    "millimetres": {},
    "metres": {"unit": "m"},
    "inches": {"unit": "in"},
    "feet": {"unit": "ft"},
    "a wrong unit": {"said": "in"},
    "no unit": {"said": None},
    "turned": {"turn": 17},
    "mirrored": {"turn": 17, "mirror": True},
    "far from its origin": {"moved": (4.5e5, 5.6e6), "turn": 17},
    "ends that miss": {"gaps_m": 0.01, "turn": 17},
    "polylines": {"as_lines": False, "turn": 17},
    "walls open at doors": {"open_ends": True, "turn": 17},
    "one layer": {"layers": ONE, "turn": 17},
    "one layer, open, missing": {"layers": ONE, "open_ends": True, "gaps_m": 0.01},
    "windows": {"office": Office(windows=True), "turn": 17},
    "windows on one layer": {"office": Office(windows=True), "layers": ONE},
    "thick walls": {"office": Office(inner_m=0.3), "turn": 17},
    "thin walls": {"office": Office(inner_m=0.06, outer_m=0.1), "layers": ONE},
    "German": {"layers": ("Wände tragend", "Türen", "Fenster", "Beschriftung")},
    "French": {"layers": ("MURS", "PORTES", "FENETRES", "TEXTES")},
    "Spanish": {"layers": ("Muro exterior", "Puertas", "Ventanas", "Textos")},
    "frames of doors": {"frames": True, "turn": 17},
    "frames on one layer": {"frames": True, "layers": ONE, "office": Office(0.24, 0.36, 0, True)},
    "blocks without a name": {"frames": True, "layers": ONE, "block": "X1", "turn": 17},
    "the like, open, missing": {"layers": ONE, "block": "X1", "open_ends": True, "gaps_m": 0.01},
    "an old version": {"version": "R12", "turn": 90},
    "old and binary": {"binary": True},
}


@pytest.mark.parametrize("way", ends(WAYS))
def test_every_room_and_door_of_an_office(tmp_path, way):
    said = {"office": Office(), **WAYS[way]}
    office = said["office"]
    drawing = read(draft(tmp_path / "office.dxf", **said))
    assert len(drawing.areas) == len(office.rooms)
    found = {area.name: area.polygon.area for area in drawing.areas}
    for number, room in office.rooms:
        name = number if number == "Flur" else f"Büro {number}"
        assert found[name] == pytest.approx(room.area, rel=0.02)
    names, pairs = joined(drawing)
    assert len(names) == 13
    assert pairs == {("", "Flur"), *(tuple(sorted(("Flur", n))) for n in names if n != "Flur")}
    widths = sorted(doorway.place.length for doorway in drawing.doorways)
    assert len(widths) == 14
    # Frames take a twentieth on each side.
    assert widths[-1] == pytest.approx(1.8, abs=0.1)
    assert widths[:-1] == pytest.approx([0.9] * 13, abs=0.1)


@pytest.mark.parametrize("turn", [0, 17])
@pytest.mark.parametrize("open_ends", [False, True])
def test_doors_that_are_only_gaps_are_proposed(tmp_path, turn, open_ends):
    office = Office(gap_doors=12)
    path = draft(tmp_path / "office.dxf", office, turn=turn, open_ends=open_ends)
    drawing = read(path)
    assert Counter(doorway.category for doorway in drawing.doorways) == {"gate": 12, "door": 2}
    assert codes(drawing)["gap"] == 12
    assert len(joined(drawing)[0]) == 13


def test_a_window_is_no_gap(tmp_path):
    drawing = read(draft(tmp_path / "office.dxf", Office(windows=True, gap_doors=12)))
    assert len(drawing.doorways) == 14


def test_furniture_stairs_and_the_frame_of_the_sheet_make_no_rooms(tmp_path):
    def more(space, at, per_m):
        def ring(x, y, wide, deep, layer):
            points = np.asarray(at(shapely.box(x, y, x + wide, y + deep)).exterior.coords)
            space.add_lwpolyline(points, close=True, dxfattribs={"layer": layer})

        ring(-8, -8, 45, 30, "0")
        ring(1, 1, 1.6, 0.8, "A-FURN")
        ring(5, 1, 0.4, 0.4, "A-COLS")
        for step in range(9):
            ring(12.7 + 0.28 * step, 1, 0.28, 1.2, "A-FLOR-STRS")

    drawing = read(draft(tmp_path / "office.dxf", extra=more, turn=17))
    assert len(drawing.areas) == 13
    assert [round(solid.polygon.area, 2) for solid in drawing.solids] == [0.16]
    assert Counter(area.category for area in drawing.areas)["office"] == 12
    one = read(draft(tmp_path / "one.dxf", extra=more, layers=ONE))
    assert len([area for area in one.areas if area.name]) == 13


def test_rooms_that_are_drawn_as_such_come_first(tmp_path):
    def more(space, at, per_m):
        for _, room in Office().rooms:
            points = np.asarray(at(room).exterior.coords)[:-1]
            space.add_lwpolyline(points, close=True, dxfattribs={"layer": "A-AREA"})

    drawing = read(draft(tmp_path / "office.dxf", extra=more, gaps_m=0.01))
    assert len(drawing.areas) == 13
    assert sum(a.polygon.area for a in drawing.areas) == pytest.approx(289, rel=1e-6)
    assert len(joined(drawing)[0]) == 13


@pytest.mark.parametrize("turn", [0, 37])
def test_doors_as_lines_between_rooms_that_are_drawn_without_walls(tmp_path, turn):
    rooms = [box(0, 0, 4, 4), box(4.2, 0, 9, 4)]
    doors = [LineString([(4.1, 1), (4.1, 2)]), LineString([(9.1, 1), (9.1, 2.2)])]

    def fill(document):
        space = document.modelspace()
        for shape in rooms:
            corners = affinity.rotate(shape, turn, origin=(0, 0)).exterior.coords[:-1]
            space.add_lwpolyline(corners, close=True, dxfattribs={"layer": "ROOMS"})
        for line in doors:
            ends = affinity.rotate(line, turn, origin=(0, 0)).coords
            space.add_line(*ends, dxfattribs={"layer": "DOORS"})

    found = import_file(saved(tmp_path, fill))
    widths = {round(each.shape.length, 2): each.exterior for each in found.plan.openings}
    assert widths == {1.0: False, 1.2: True}
    assert sum(note.code == "door-unsure" for note in found.notes) == 2


def test_walls_as_single_lines(tmp_path):
    document = ezdxf.new()
    document.header["$INSUNITS"] = 6
    space = document.modelspace()
    for points in (
        [(4.9, 0), (10, 0), (10, 5), (0, 5), (0, 0), (4, 0)],
        [(5, 5), (5, 3)],
        [(5, 2.1), (5, 0)],
    ):
        space.add_lwpolyline(points, dxfattribs={"layer": "wall"})
    space.add_arc((4, 0), 0.9, 0, 90)
    space.add_arc((5, 3), 0.9, 180, 270)
    document.saveas(tmp_path / "two.dxf")
    drawing = read(tmp_path / "two.dxf")
    assert sorted(round(a.polygon.area, 1) for a in drawing.areas) == [25, 25]
    assert joined(drawing)[1] == {("", "room 1"), ("room 1", "room 2")}


def test_a_door_beside_a_crossing_wall_and_a_sliding_door(tmp_path):
    document = ezdxf.new()
    document.header["$INSUNITS"] = 6
    space = document.modelspace()
    # Two rooms over a corridor; the left door begins at the crossing wall, the right one slides.
    walls = shapely.box(-0.2, -0.2, 10.2, 7.3) - shapely.union_all(
        [
            shapely.box(0, 2.1, 4.9, 7.1),
            shapely.box(5, 2.1, 10, 7.1),
            shapely.box(0, 0, 10, 2),
            shapely.box(0, 1.9, 0.9, 2.2),
            shapely.box(7, 1.9, 8, 2.2),
            shapely.box(9.9, 0.5, 10.3, 1.5),
        ]
    )
    for ring in (walls.exterior, *walls.interiors):
        space.add_lwpolyline([*ring.coords], dxfattribs={"layer": "Wand"})
    space.add_arc((0.9, 2.1), 0.9, 90, 180, dxfattribs={"layer": "Tür"})
    space.add_line((0.9, 2.1), (0.9, 3.0), dxfattribs={"layer": "Tür"})
    space.add_lwpolyline(
        [(6.9, 1.95), (8.0, 1.95), (8.0, 1.98), (6.9, 1.98)],
        close=True,
        dxfattribs={"layer": "Tür"},
    )
    space.add_arc((10, 0.5), 1.0, 90, 180, dxfattribs={"layer": "Tür"})
    document.saveas(tmp_path / "three.dxf")
    drawing = read(tmp_path / "three.dxf")
    assert len(drawing.areas) == 3
    assert len(joined(drawing)[1]) == 3
    assert len(drawing.doorways) == 3


def test_layers_are_what_a_person_says(tmp_path):
    path = draft(tmp_path / "office.dxf", layers=("X1", "X2", "X3", "X4"))
    said = {"X1": "wall", "x2": "door", "X4": "text"}
    assert len(read(path, layers=said).areas) == 13
    refused(path, "no layer 'Y'", layers={"Y": "wall"})
    refused(path, "'roof' for layer 'X1'", layers={"X1": "roof"})


def test_rooms_whose_walls_do_not_close_are_told(tmp_path):
    office = Office()
    path = draft(tmp_path / "office.dxf", office)
    document = ezdxf.readfile(path)
    space = document.modelspace()
    long = [e for e in space.query("LINE") if e.dxf.start.distance(e.dxf.end) > 12_000]
    space.delete_entity(min(long, key=lambda e: abs(e.dxf.start.y)))
    first = [e for e in space.query("LINE") if abs(e.dxf.start.y) + abs(e.dxf.end.y) < 1]
    for each in first[:1]:
        space.delete_entity(each)
    document.saveas(path)
    drawing = read(path)
    assert len(drawing.areas) + codes(drawing)["open-room"] == 13
    assert codes(drawing)["open-room"] >= 1


# Units.


def test_a_drawing_without_doors_and_unit_is_read_by_its_size_or_refused(tmp_path):
    for across, unit in ((24.0, "m"), (24_000.0, "mm")):
        document = ezdxf.new()
        document.header["$INSUNITS"] = 0
        document.modelspace().add_lwpolyline(
            [(0, 0), (across, 0), (across, across / 2), (0, across / 2)], close=True
        )
        document.saveas(tmp_path / "hall.dxf")
        drawing = read(tmp_path / "hall.dxf")
        assert drawing.areas[0].polygon.area == pytest.approx(288), unit
        assert codes(drawing)["unit"] == 1
    document.modelspace().delete_all_entities()
    document.modelspace().add_lwpolyline([(0, 0), (900, 0), (900, 500), (0, 500)], close=True)
    document.saveas(tmp_path / "hall.dxf")
    refused(tmp_path / "hall.dxf", r"--unit\); likely: cm or ft or in")
    assert read(tmp_path / "hall.dxf", unit="in").areas[0].polygon.area == pytest.approx(
        290.3, rel=1e-3
    )
    refused(tmp_path / "hall.dxf", "unit 'furlong'", unit="furlong")


# Broken and hostile files.


def saved(tmp_path, fill):
    document = ezdxf.new()
    document.header["$INSUNITS"] = 6
    fill(document)
    document.saveas(tmp_path / "it.dxf")
    return tmp_path / "it.dxf"


@pytest.mark.parametrize(
    ("raw", "match"),
    [
        (b"", "not a DXF file"),
        (b"hello, this is no drawing", "not a DXF file"),
        (b"AC1027\0\0\0\0" + bytes(100), "a DWG file.*export it as DXF"),
        (b"  0\nSECTION\n  2\nENTITIES\n  0\nLINE\n 10\n1", "cut off"),
        (b"AutoCAD Binary DXF\r\n\x1a\x00" + bytes(range(100)), "cut off"),
        (b"AutoCAD Binary DXF\r\n\x1a\x00" + bytes(range(1, 100)) + b"EOF\0", "damaged"),
        (b"0\nSECTION\n2\nENTITIES\nnonsense\nmore\n0\nEOF\n", "damaged|nothing is drawn"),
        (b"0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n", "nothing is drawn"),
        (
            b"0\nSECTION\n2\nENTITIES\n0\nLINE\n10\nx\n0\nENDSEC\n0\nEOF\n",
            "damaged|nothing is drawn",
        ),
    ],
)
def test_what_is_no_drawing_is_one_clear_error(tmp_path, raw, match):
    path = tmp_path / "it.dxf"
    path.write_bytes(raw)
    with pytest.raises(FloorplanError, match=match) as caught:
        dxf.read(path, Options())
    assert len(caught.value.faults) == 1


def test_a_mark_of_utf_8_before_the_text_changes_nothing(tmp_path):
    path = draft(tmp_path / "office.dxf")
    plain = read(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(path).areas == plain.areas


def test_a_file_that_is_cut_off_anywhere(tmp_path):
    path = draft(tmp_path / "office.dxf")
    whole = path.read_bytes()
    for share in (0.2, 0.5, 0.9, 0.999):
        path.write_bytes(whole[: int(share * len(whole))])
        refused(path, "cut off")


def test_entities_are_counted_before_they_are_read(tmp_path, monkeypatch):
    path = draft(tmp_path / "office.dxf")
    monkeypatch.setattr(bounds, "DXF_ENTITIES", 200)
    refused(path, "entities; allowed: 200")
    draft(path, binary=True)
    refused(path, "entities; allowed: 200")


def test_blocks_that_hold_themselves(tmp_path):
    def fill(document):
        one, two = document.blocks.new("one"), document.blocks.new("two")
        one.add_blockref("two", (0, 0))
        one.add_line((0, 0), (1, 1))
        two.add_blockref("one", (0, 0))
        document.modelspace().add_blockref("one", (0, 0))

    refused(saved(tmp_path, fill), "holds itself")


@pytest.mark.parametrize("rows", [slow(1), 1000])
def test_blocks_that_unfold_without_end(tmp_path, rows):
    def fill(document):
        inner = document.blocks.new("level 0")
        inner.add_line((0, 0), (1, 1))
        for at in range(1, 9):
            block = document.blocks.new(f"level {at}")
            for copy in range(10):
                said = {"row_count": rows, "column_count": rows} if rows > 1 else {}
                block.add_blockref(f"level {at - 1}", (copy, 0), dxfattribs=said)
        document.modelspace().add_blockref("level 8", (0, 0))

    refused(saved(tmp_path, fill), "without end")


def test_a_huge_arc_and_coordinates_that_are_no_places(tmp_path):
    path = draft(tmp_path / "office.dxf")
    document = ezdxf.readfile(path)
    space = document.modelspace()
    space.add_arc((0, 1e12), 1e12, 0, 90)
    space.add_line((math.nan, 0), (1, math.inf))
    space.add_line((1e300, 0), (1, 2))
    space.add_circle((math.nan, 0), 3)
    space.add_line((9e7, 0), (9e7, 1000))
    document.saveas(path)
    drawing = read(path)
    assert len(drawing.areas) == 13
    assert codes(drawing)["damaged"] == 1
    assert codes(drawing)["far-away"] == 1


def test_a_thicket_of_lines_is_refused_before_it_is_cut(tmp_path):
    def fill(document):
        for start, end in np.random.default_rng(1).uniform(0, 100, (3000, 2, 2)):
            document.modelspace().add_line(start, end)

    refused(saved(tmp_path, fill), "thicket")


def test_a_round_wall_tells_no_unit(tmp_path):
    def fill(document):
        space = document.modelspace()
        space.add_arc((0, 0), 30, 0, 90)
        space.add_lwpolyline([(30, 0), (0, 0), (0, 30)])

    drawing = read(saved(tmp_path, fill))
    assert drawing.areas[0].polygon.area == pytest.approx(math.pi * 225, rel=0.01)
    assert "unit" not in codes(drawing)


def test_a_curve_of_many_points_is_refused_and_a_spline_is_cut_short(tmp_path, monkeypatch):
    def fill(document):
        space = document.modelspace()
        space.add_spline([(np.cos(a), np.sin(a)) for a in np.linspace(0, 6, 400)])
        space.add_lwpolyline([(np.cos(a), np.sin(a)) for a in np.linspace(0, 6, 4000)])

    path = saved(tmp_path, fill)
    monkeypatch.setattr(bounds, "DXF_LINES", 3000)
    refused(path, "without end")


def test_the_extra_is_named_where_it_is_missing(tmp_path, monkeypatch):
    from asher.errors import MissingExtraError

    path = draft(tmp_path / "office.dxf")
    monkeypatch.setitem(__import__("sys").modules, "ezdxf", None)
    with pytest.raises(MissingExtraError, match="'dxf'"):
        read(path)


def test_gaps_below_the_tolerance_change_nothing(tmp_path):
    exact = read(draft(tmp_path / "exact.dxf"))
    for turn in (3, 45, 200):
        shaken = read(draft(tmp_path / "shaken.dxf", gaps_m=0.01, turn=turn))
        back = {a.name: affinity.rotate(a.polygon, -turn, origin=Point(0, 0)) for a in shaken.areas}
        for area in exact.areas:
            assert (
                area.polygon.symmetric_difference(back[area.name]).area < 0.01 * area.polygon.area
            )
