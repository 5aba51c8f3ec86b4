"""Several storeys: files of one each, and layers of one drawing that are named after them."""

import json

import ezdxf
import numpy as np
import pytest
from shapely import affinity
from shapely.geometry import LineString, box

from asher.errors import FloorplanError
from asher.floorplan import connect
from asher.floorplan.importers import dxf, import_storeys
from asher.floorplan.importers._level_words import level_in, ordinals
from asher.floorplan.importers.assemble import assemble
from asher.floorplan.importers.options import Options
from asher.floorplan.reach import spaces_with_way_out
from pace import slow

ROOMS = {
    "Flur": (0, 0, 12, 3),
    "Treppe": (0, 3, 4, 8),
    "Büro": (4, 3, 12, 8),
}
# Jamb, angle of the leaf and side to which it swings.
DOORS = [((2, 3), 0, 90), ((8, 3), 0, 90)]
EXIT = ((0, 1), 90, 180)


def storey(space, layers, *, at=(0.0, 0.0), has_exit=True):
    """Draw a corridor with a stairwell and an office, walls as single lines with gaps at doors."""
    wall, door, text = layers
    ways = [*DOORS, *([EXIT] if has_exit else [])]
    lines = [LineString(box(0, 0, 12, 8).exterior.coords), LineString([(0, 3), (12, 3)])]
    lines.append(LineString([(4, 3), (4, 8)]))
    for (x, y), angle, _ in ways:
        leaf = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        gap = LineString([(x, y), (x, y) + 0.9 * leaf]).buffer(1e-6, cap_style="flat")
        lines = [line.difference(gap) for line in lines]
    for line in lines:
        for part in getattr(line, "geoms", [line]):
            points = [*affinity.translate(part, *at).coords]
            space.add_lwpolyline(points, dxfattribs={"layer": wall})
    for (x, y), start, end in ways:
        space.add_arc((x + at[0], y + at[1]), 0.9, start, end, dxfattribs={"layer": door})
    for name, (x0, y0, x1, y1) in ROOMS.items():
        middle = ((x0 + x1) / 2 + at[0], (y0 + y1) / 2 + at[1])
        space.add_text(name, height=0.2, dxfattribs={"layer": text, "insert": middle})


def saved(path, *storeys):
    document = ezdxf.new()
    document.header["$INSUNITS"] = 6
    for layers, more in storeys:
        storey(document.modelspace(), layers, **more)
    document.saveas(path)
    return path


def is_whole(plan, n=2):
    """Every room of every storey can be left, by one way out and a stair from storey to storey."""
    assert len(plan.levels) == n
    assert len(plan.spaces) == 3 * n
    assert len(plan.connectors) == n - 1
    assert sum(opening.exterior for opening in plan.openings) == 1
    return spaces_with_way_out(plan, connect(plan)) == set(range(3 * n))


PLAIN = ("WAND", "TUER", "TEXT")


@pytest.mark.slow
@pytest.mark.parametrize("at", [slow((0.0, 0.0)), (40.0, 3.0), slow((2.0, 0.0))])
def test_files_of_one_storey_each_become_one_plan_laid_over_each_other(tmp_path, at):
    ground = saved(tmp_path / "ground.dxf", (PLAIN, {}))
    first = saved(tmp_path / "first floor.dxf", (PLAIN, {"at": at, "has_exit": False}))
    cellar = saved(tmp_path / "cellar.dxf", (PLAIN, {"has_exit": False}))
    found = import_storeys([cellar, ground, first])
    assert is_whole(found.plan, 3)
    assert [level.name for level in found.plan.levels] == ["cellar", "ground", "first floor"]
    assert [level.ordinal for level in found.plan.levels] == [-1, 0, 1]
    assert [level.elevation_m for level in found.plan.levels] == [-3.5, 0.0, 3.5]
    moved = [note for note in found.notes if note.code == "storey-moved"]
    assert [note.storey for note in moved] == (["first floor"] if at[0] > 20 else [])
    upper = [space.shape for space in found.plan.spaces if space.level == "first floor"]
    assert min(shape.bounds[0] for shape in upper) == pytest.approx(
        2.0 if at[0] == 2.0 else 0.0, abs=0.01
    )


def test_files_of_several_formats_and_far_from_their_origins(tmp_path):
    ground = saved(tmp_path / "EG.dxf", (PLAIN, {"at": (4.5e5, 5.6e6)}))
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "category": "stairs" if name == "Treppe" else "room"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[*map(list, box(*sides).exterior.coords)]],
            },
        }
        for name, sides in ROOMS.items()
    ]
    features += [
        {
            "type": "Feature",
            "properties": {"category": "door"},
            "geometry": {"type": "LineString", "coordinates": [[x, y], [x + 0.9, y]]},
        }
        for (x, y), *_ in DOORS
    ]
    upper = tmp_path / "1.OG.geojson"
    upper.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    found = import_storeys([ground, upper], Options(unit="m"))
    assert found.format == "DXF and GeoJSON"
    assert is_whole(found.plan)


@pytest.mark.slow
def test_a_picture_or_a_building_among_several_files_is_one_error(tmp_path, corpus):
    ground = saved(tmp_path / "EG.dxf", (PLAIN, {}))
    with pytest.raises(FloorplanError, match="a picture"):
        import_storeys([ground, corpus("png/wrld-cad-office/cad_image.png")])
    house = saved(tmp_path / "all.dxf", (GERMAN[0], {}), (GERMAN[1], {"has_exit": False}))
    with pytest.raises(FloorplanError, match="2 storeys in one of several files"):
        import_storeys([ground, house])


GERMAN = (("EG_Wand", "EG_Tür", "EG_Text"), ("OG_Wand", "OG_Tür", "OG_Text"))
ENGLISH = tuple(
    (f"{name} FLOOR WALL", f"{name} FLOOR DOOR", f"{name} FLOOR TEXT")
    for name in ("FIRST", "SECOND")
)
CODED = (("A-WALL-L1", "A-DOOR-L1", "A-ANNO-L1"), ("A-WALL-L2", "A-DOOR-L2", "A-ANNO-L2"))


@pytest.mark.parametrize("at", [(0.0, 0.0), (25.0, 0.0), (0.0, 30.0)])
@pytest.mark.parametrize("layers", [GERMAN, ENGLISH, CODED])
def test_layers_named_after_levels_are_a_storey_each(tmp_path, layers, at):
    upper = {"at": at, "has_exit": False}
    path = saved(tmp_path / "house.dxf", (layers[0], {}), (layers[1], upper))
    drawing = dxf.read(path, Options())
    assert [each.ordinal for each in drawing.storeys] == [0, 1]
    plan, notes, faults = assemble(drawing, Options())
    assert is_whole(plan)
    assert not [fault for fault in faults if fault.severity == "error"]
    assert "levels" in {note.code for note in notes}
    assert ("storey-moved" in {note.code for note in notes}) == (at != (0.0, 0.0))


def test_a_person_says_which_layers_are_a_storey(tmp_path):
    layers = [tuple(f"{each}{name}" for each in "XYZ") for name in ("-unten", "-oben")]
    upper = {"at": (30.0, 0.0), "has_exit": False}
    path = saved(tmp_path / "house.dxf", (layers[0], {}), (layers[1], upper))
    roles = {"X*": "wall", "Y*": "door", "Z*": "text"}
    said = Options(layers=roles, levels={"unten": "*-unten", "oben": "*-OBEN"})
    plan, *_ = assemble(dxf.read(path, said), said)
    assert is_whole(plan)
    assert [level.name for level in plan.levels] == ["unten", "oben"]
    with pytest.raises(FloorplanError, match=r"no layer '\*-dach' for level 'dach'"):
        dxf.read(path, Options(layers=roles, levels={"dach": "*-dach"}))


def test_layers_of_no_level_are_told_and_one_level_is_no_storey_of_its_own(tmp_path):
    mixed = (PLAIN, {"at": (60.0, 0.0)})
    upper = (GERMAN[1], {"has_exit": False})
    path = saved(tmp_path / "house.dxf", (GERMAN[0], {}), upper, mixed)
    drawing = dxf.read(path, Options())
    (lost,) = [note.words for note in drawing.notes if note.code == "level-unknown"]
    assert "TEXT, TUER, WAND" in lost
    alone = saved(tmp_path / "alone.dxf", (GERMAN[0], {}), mixed)
    assert [each.name for each in dxf.read(alone, Options()).storeys] == ["ground floor"]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("EG_Wand", 0),
        ("GROUND FLOOR WALLS", 0),
        ("RDC-MURS", 0),
        ("OG", 1),
        ("1.OG Türen", 1),
        ("OG2_WAND", 2),
        ("Level 1", 1),
        ("A-WALL-L02", 2),
        ("FIRST FLOOR", 1),
        ("2nd floor", 2),
        ("R+3", 3),
        ("1er étage", 1),
        ("UG", -1),
        ("2.UG", -2),
        ("basement", -1),
        ("A-WALL", None),
        ("Layer 1", None),
        ("A-DOOR-90", None),
        ("jps-walkablearea", None),
        ("0", None),
    ],
)
def test_names_of_layers_and_files_speak_of_levels(name, level):
    assert level_in(name) == level


def test_where_nothing_is_called_ground_the_lowest_is():
    assert ordinals([2, 1]) == {1: 0, 2: 1}
    assert ordinals([1, 0]) == {0: 0, 1: 1}
    assert ordinals([-1, 1]) == {-1: -1, 1: 1}
