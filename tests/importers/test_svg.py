"""SVG: a real picture, plans as they are traced and drawn, and files that are broken or hostile."""

import math
from collections import Counter

import numpy as np
import pytest
import shapely
from shapely import affinity

from asher import bounds
from asher.errors import FloorplanError
from asher.floorplan import connect
from asher.floorplan.importers import svg
from asher.floorplan.importers.assemble import assemble
from asher.floorplan.importers.options import Options
from asher.floorplan.reach import spaces_with_way_out
from importers.drafted import Office
from importers.reading import Reader, joined

read = Reader(svg)
refused = read.refused


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="0 0 {} {}">'
INKSCAPE = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'


def written(tmp_path, inside, size=("1000mm", "500mm", 20, 10), head=HEAD):
    path = tmp_path / "plan.svg"
    path.write_text(head.format(*size) + inside + "</svg>")
    return path


def codes(drawing):
    return Counter(note.code for note in drawing.notes)


TWO = """
<g id="rooms"><rect id="room-hall" x="0" y="0" width="5" height="10"/>
<g transform="translate(5 0)"><g transform="scale(2)"><polygon points="0,0 7.5,0 7.5,5 0,5">
<title>Aula</title></polygon></g></g></g>
<g id="doors"><line x1="5" y1="4" x2="5" y2="5"/>
<rect x="1" y="9.9" width="1.2" height=".2" transform="rotate(0 1 1)"/></g>
"""


def test_named_rooms_and_doors_with_transforms(tmp_path):
    drawing = read(written(tmp_path, TWO), unit="m")
    assert [(a.name, a.category, a.polygon.area) for a in drawing.areas] == [
        ("hall", "lobby", pytest.approx(50)),
        ("Aula", "classroom", pytest.approx(150)),
    ]
    assert drawing.areas[0].polygon.bounds == pytest.approx((0, -10, 5, 0))
    assert sorted(d.place.length for d in drawing.doorways) == pytest.approx([1.0, 1.2])
    assert joined(drawing)[1] == {("", "hall"), ("Aula", "hall")}


def test_an_exit_is_a_door_and_a_stairwell_a_room_by_their_names(tmp_path):
    inside = (
        '<path class="room" id="stairs" d="M0,0 H5 V5 H0 Z"/>'
        '<path class="door" id="exit" d="M0,1 V2"/>'
        '<g id="doors"><path id="exit 2" d="M5,1 V2"/></g>'
    )
    drawing = read(written(tmp_path, inside), unit="m")
    assert [(area.name, area.category) for area in drawing.areas] == [("stairs", "stairs")]
    assert len(drawing.doorways) == 2


def test_scale_is_what_a_person_or_the_page_says(tmp_path):
    path = written(tmp_path, TWO)
    # A metre of paper is no building.
    assert read(path, scale="1:20").areas[0].polygon.area == pytest.approx(50)
    assert read(path, scale="1 m/px").areas[0].polygon.area == pytest.approx(50)
    assert read(path, scale="1 px = 1 m").areas[0].polygon.area == pytest.approx(50)
    assert read(path, scale="door 1.1 m").areas[0].polygon.area == pytest.approx(50, rel=0.25)
    assert read(written(tmp_path, TWO, ("20m", "10m", 20, 10))).areas[
        0
    ].polygon.area == pytest.approx(50)
    refused(written(tmp_path, TWO, ("100%", "100%", 20, 10)), "a page without a size", scale="1:20")
    refused(path, "scale 'large'", scale="large")
    large = written(tmp_path, '<rect id="room" width="800" height="500"/>')
    refused(large, r"name its unit \(--unit\)")


def test_shapes_without_a_name_are_rooms_if_filled_and_wide(tmp_path):
    inside = """<rect width="10" height="8"/><rect x="10" width=".3" height="8"/>
    <path d="M10.3 0 h9 v8 h-9 z"/><circle cx="3" cy="3" r=".2"/>
    <path fill="none" stroke="black" d="M0 0 L20 0 L20 8"/>"""
    drawing = read(written(tmp_path, inside), unit="m")
    assert sorted(round(a.polygon.area) for a in drawing.areas) == [72, 80]


@pytest.mark.parametrize("turn", [0, 17])
def test_walls_and_swings_of_an_office(tmp_path, turn):
    office = Office()
    shapes = []

    def at(points):
        return affinity.rotate(shapely.LineString(points), turn, origin=(0, 0)).coords

    for body in shapely.get_parts(office.walls):
        for ring in (body.exterior, *body.interiors):
            corners = " ".join(f"{100 * x:.4f},{-100 * y:.4f}" for x, y in at(ring.coords))
            shapes.append(f'<polyline points="{corners}"/>')
    walls = f'<g {INKSCAPE} inkscape:label="Wände" inkscape:groupmode="layer">{"".join(shapes)}</g>'
    swings = []
    for hinge, tip, side, _ in office.doors:
        x, y = np.subtract(tip, hinge)
        end = np.add(hinge, np.array([-y, x]) * side)
        (hx, hy), (tx, ty), (ex, ey) = (100 * np.array(p) * (1, -1) for p in at([hinge, tip, end]))
        r = 100 * math.hypot(x, y)
        # Against the clock as y goes up is with it as y goes down.
        sweep = 0 if side > 0 else 1
        swings.append(f'<path d="M{hx:.4f} {hy:.4f} L{ex:.4f},{ey:.4f}"/>')
        swings.append(
            f'<path d="M{tx:.4f} {ty:.4f} A{r:.4f} {r:.4f} 0 0 {sweep} {ex:.4f} {ey:.4f}"/>'
        )
    doors = f'<g id="doors">{"".join(swings)}</g>'
    spans = "<tspan>1.01</tspan><tspan dy='20'>Lager</tspan>"
    text = f'<g id="names"><text x="200" y="-250">{spans}</text></g>'
    inside = f'<g transform="translate(50 2000)">{walls}{doors}{text if not turn else ""}</g>'
    drawing = read(written(tmp_path, inside, ("297mm", "210mm", 2970, 2100)))
    assert codes(drawing)["unit"] == 1
    assert len(drawing.areas) == 13
    assert sum(a.polygon.area for a in drawing.areas) == pytest.approx(289, rel=0.02)
    assert len(drawing.doorways) == 14
    assert len(joined(drawing)[1]) == 13
    if not turn:
        assert [a.category for a in drawing.areas if a.name == "1.01 Lager"] == ["storage"]


def test_groups_are_what_a_person_says_and_what_is_hidden_is_not_read(tmp_path):
    inside = """<g id="x1"><rect width="5" height="5"/></g>
    <g id="x2" style="display:none"><rect x="5" width="5" height="5"/></g>
    <g id="x3"><line x1="1" x2="2" y1="5" y2="5"/></g>
    <defs><rect id="copied" width="4" height="4"/></defs><use href="#copied" x="5" y="1"/>"""
    path = written(tmp_path, inside)
    drawing = read(path, unit="m", layers={"x1": "room", "X3": "door"})
    assert [a.polygon.area for a in drawing.areas] == [25]
    assert len(drawing.doorways) == 1
    assert sorted(a.polygon.area for a in read(path, unit="m").areas) == [16, 25]
    refused(path, "nothing is called 'x9'", unit="m", layers={"x9": "wall"})
    refused(path, "'roof' for", unit="m", layers={"x1": "roof"})


def test_a_real_picture_gives_the_rooms_that_it_names(corpus):
    drawing = read(corpus("svg/ha-home/home.svg"), scale="0.075 m/px")
    found = {area.name.split(".")[-1]: area.polygon.area for area in drawing.areas}
    assert found["living area"] == pytest.approx(75.895 * 98.638 * 0.075**2, rel=0.02)
    assert {"garage", "main bedroom"} <= {*found}


def test_round_corners_of_symbols_tell_no_unit(corpus):
    path = corpus("svg/ha-home/home.svg")
    refused(path, r"name its unit \(--unit\)")
    refused(path, "m across.*--scale", unit="mm")


@pytest.mark.parametrize(
    ("d", "area"),
    [
        ("M0 0H10V5H0Z", 50),
        ("m0,0 10,0 0,5 -10,0z", 50),
        ("M0,0L10 0 10 5 0 5", 50),
        ("M0 0 C0 0 10 0 10 0 S10 5 10 5 L0 5z", 50),
        ("M0 0 Q5 0 10 0 T20 0 V5 H0z", 100),
        ("M5 0A5 5 0 1 1 5 10A5 5 0 1 1 5 0z", 25 * math.pi),
        ("M5 0a5,5 0 1110 0 5 5 0 11-10 0z", 25 * math.pi),
        ("M0 0H10V5H0ZM20 0H25V5H20Z", 75),
        ("M0 0H10V5H0Z garbage", 50),
        ("M1e0 0H11.V5.0e0H1Z", 50),
    ],
)
def test_the_grammar_of_paths(tmp_path, d, area):
    drawing = read(written(tmp_path, f'<path id="room" d="{d}"/>'), unit="m")
    assert sum(a.polygon.area for a in drawing.areas) == pytest.approx(area, rel=0.01)


BOMB = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("raw", "match"),
    [
        ("<svg", "not a whole SVG"),
        ("<svg><rect", "not a whole SVG"),
        ("<svg><g></svg>", "not a whole SVG: mismatched tag"),
        ("<html><svg/></html>", "root <html>"),
        ("<svg/>", "nothing is drawn"),
        (BOMB + "<svg><text>&b;</text></svg>", "entity 'b'"),
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', "entity 'x'"),
        ('<!DOCTYPE svg [<!ENTITY % x "y">]><svg/>', "entity 'x'"),
        ("<svg>" + "<g>" * 100 + "</g>" * 100 + "</svg>", "nested deeper"),
        ('<svg><path d="M0 0 Lnan 5"/></svg>', "nothing is drawn"),
        ('<svg><g id="a"><use href="#a"/></g><rect width="1"/></svg>', "copies of copies"),
        ('<svg><rect width="1e999" height="1e999"/></svg>', "nothing is drawn"),
    ],
)
def test_what_is_broken_or_hostile_is_one_clear_error(tmp_path, raw, match):
    path = tmp_path / "plan.svg"
    path.write_text(raw)
    with pytest.raises(FloorplanError, match=match) as caught:
        svg.read(path, Options(unit="m"))
    assert len(caught.value.faults) == 1


def test_declared_namespaces_are_read(tmp_path):
    declared = '<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]>'
    head = declared + '<svg xmlns="&ns;" viewBox="0 0 20 10">'
    drawing = read(written(tmp_path, TWO, head=head), unit="m")
    assert len(drawing.areas) == 2


def test_copies_that_grow_and_long_paths(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "DXF_LINES", 5000)
    levels = ['<g id="l0"><rect width="5" height="5"/></g>']
    levels.extend(
        f'<g id="l{at}">' + f'<use href="#l{at - 1}"/>' * 10 + "</g>" for at in range(1, 12)
    )
    refused(
        written(tmp_path, f"<defs>{''.join(levels)}</defs><use href='#l11'/>"),
        "without end",
        unit="m",
    )
    long = written(tmp_path, f'<path d="M0 0{"L1 1" * 6000}"/>')
    refused(long, "without end|nothing is drawn", unit="m")


def test_what_is_no_svg_is_not_taken_for_one(tmp_path):
    for raw in (b"", b"\x89PNG", b"<?xml version='1.0'?><osm/>", b"svg", b"<html>"):
        assert not svg.recognises(raw, tmp_path / "it.svg")
    assert svg.recognises(b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<svg:svg >", tmp_path)


def house(first, second, *, hidden=False):
    """Two groups of three rooms with doors, the second drawn beside the first."""
    rooms = """<g id="rooms{0}"><rect id="room{0}" width="12" height="3"/>
    <rect id="stairs-{0}" y="3" width="4" height="5"/><rect x="4" y="3" width="8" height="5"/></g>
    <g id="doors{0}"><line x1="1" y1="3" x2="2" y2="3"/><line x1="8" y1="3" x2="9" y2="3"/>{1}</g>
    """
    out = '<line x1="0" y1="1" x2="0" y2="2"/>'
    shown = ' style="display:none"' if hidden else ""
    return (
        f"<g {first}>{rooms.format('', out)}</g>"
        f'<g {second}{shown}><g transform="translate(30 2)">{rooms.format("2", "")}</g></g>'
    )


LAYER = f'{INKSCAPE} inkscape:groupmode="layer" inkscape:label="{{}}"'


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        (LAYER.format("Erdgeschoss"), LAYER.format("1. OG"), ["Erdgeschoss", "1. OG"]),
        (LAYER.format("L1"), LAYER.format("L2"), ["L1", "L2"]),
        ('id="ground_floor"', 'id="first-floor"', ["ground floor", "first-floor"]),
        ('id="Ground_x20_Floor"', 'id="_x31__x2E__OG"', ["Ground Floor", "1. OG"]),
    ],
)
def test_layers_that_are_named_after_levels_are_a_storey_each(tmp_path, first, second, names):
    path = written(tmp_path, house(first, second), ("60m", "20m", 60, 20))
    drawing = read(path)
    assert [storey.name for storey in drawing.storeys] == names
    assert [storey.ordinal for storey in drawing.storeys] == [0, 1]
    assert [sum(a.storey == at for a in drawing.areas) for at in (0, 1)] == [3, 3]
    assert [sum(d.storey == at for d in drawing.doorways) for at in (0, 1)] == [3, 2]
    assert codes(drawing)["storey-moved"] == 1
    plan, *_ = assemble(drawing, Options())
    assert len(plan.connectors) == 1
    assert spaces_with_way_out(plan, connect(plan)) == set(range(6))


def test_groups_of_other_names_are_storeys_where_a_person_says_so(tmp_path):
    words = house(LAYER.format("unten"), LAYER.format("oben"))
    path = written(tmp_path, words, ("60m", "20m", 60, 20))
    assert len(read(path).storeys) == 1
    drawing = read(path, levels={"low": "unten", "high": "OBEN"})
    assert [storey.name for storey in drawing.storeys] == ["low", "high"]
    assert [sum(a.storey == at for a in drawing.areas) for at in (0, 1)] == [3, 3]
    # A letter and a figure on a plain group, and one level alone, say nothing.
    for first, second in (('id="L1"', 'id="L2"'), ('id="level-2"', 'id="x"')):
        path = written(tmp_path, house(first, second), ("60m", "20m", 60, 20))
        drawing = read(path)
        assert [storey.name for storey in drawing.storeys] == ["ground floor"]
        assert len(drawing.areas) == 6


def test_a_layer_that_is_hidden_is_told(tmp_path):
    words = house(LAYER.format("EG"), LAYER.format("OG"), hidden=True)
    drawing = read(written(tmp_path, words, ("60m", "20m", 60, 20)))
    assert len(drawing.areas) == 3
    (note,) = (note for note in drawing.notes if note.code == "hidden-layer")
    assert "OG" in note.words
