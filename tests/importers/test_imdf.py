"""Archives of IMDF: real, made here, broken and hostile."""

import io
import zipfile

import pytest

from asher.errors import FloorplanError
from asher.floorplan.importers import imdf, import_file
from asher.floorplan.importers._degrees import Plane
from asher.floorplan.importers.options import Options
from importers.reading import Reader, archived, codes, not_imported

read = Reader(imdf)


PLANE = Plane(10.0, 48.4)


def degrees(*points):
    return PLANE.degrees([*points]).tolist()


def box(x, y, width, height):
    corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return {"type": "Polygon", "coordinates": [degrees(*corners)]}


def line(*points):
    return {"type": "LineString", "coordinates": degrees(*points)}


def feature(kind, name, geometry, /, **said):
    return {
        "type": "Feature",
        "feature_type": kind,
        "id": name,
        "geometry": geometry,
        "properties": said,
    }


def level(called, ordinal, **said):
    return feature("level", called, box(0, 0, 12, 8), ordinal=ordinal, name={"en": called}, **said)


def unit(called, geometry, category="room", on="ground", **said):
    return feature("unit", called, geometry, category=category, level_id=on, **said)


def opening(called, *points, on="ground", category="pedestrian", **said):
    return feature("opening", called, line(*points), level_id=on, category=category, **said)


def venue():
    return {
        "level": [level("ground", 0), level("upper", 1)],
        "unit": [
            unit("hall", box(0, 0, 8, 8), "lobby", name={"de": "Halle"}),
            unit("wc", box(8, 0, 4, 4), "restroom.unisex"),
            unit("shop", box(8, 4, 4, 4), name={"en": "Shop", "de": "Laden"}),
            unit("void", box(0, 8, 2, 2), "opentobelow"),
            unit("pillar", box(3, 3, 0.4, 0.4), "structure"),
            unit("above", box(0, 0, 8, 8), "office", on="upper"),
        ],
        "opening": [
            opening("in", (0, 3), (0, 5), category="pedestrian.principal"),
            opening("front", (8, 4.2), (8, 7.8)),
            opening("wc door", (8, 1), (8, 1.9), door={"type": "swinging"}),
            opening("long", (0, 8), (30, 8)),
        ],
        "relationship": [
            feature(
                "relationship",
                "up",
                {
                    "type": "MultiLineString",
                    "coordinates": [degrees((1, 8), (2.2, 8)), degrees((4, 8), (5.2, 8))],
                },
                category="stairs",
                origin={"id": "hall", "feature_type": "unit"},
                destination={"id": "above", "feature_type": "unit"},
            )
        ],
        "anchor": [feature("anchor", "a", None, unit_id="wc")],
        "occupant": [feature("occupant", "o", None, anchor_id="a", name={"en": "Washroom"})],
        "fixture": [feature("fixture", "desk", box(5, 5, 2, 0.8), level_id="ground")],
        "venue": [feature("venue", "v", box(0, 0, 12, 8), name={"en": "Gallery"})],
    }


def written(tmp_path, kinds=None, extra=(), form=".geojson", folder=""):
    collections = {f"{folder}{kind}{form}": held for kind, held in (kinds or venue()).items()}
    manifest = ("manifest.json", '{"version": "1.0.0"}')
    return archived(tmp_path / "venue.zip", collections, [manifest, *extra])


def test_real_archive(corpus, facts):
    name = "imdf/osmtoimdf-ulm/osmtomimdf-test-building.zip"
    drawing, counted = read(corpus(name)), facts(name)
    assert len(drawing.areas) == counted["units"]
    assert len(drawing.doorways) == counted["openings"]
    assert [storey.ordinal for storey in drawing.storeys] == [at for at, *_ in counted["levels"]]
    for ordinal, area in counted["area_m2_by_ordinal"].items():
        found = sum(a.polygon.area for a in drawing.areas if a.storey == int(ordinal))
        assert found == pytest.approx(area, rel=0.02)
    kinds = [area.category for area in drawing.areas]
    assert kinds.count("stairs") == 47
    assert kinds.count("restroom") == 12 + 12 + 2
    widths = [each.width_m or each.place.length for each in drawing.doorways]
    assert min(widths) > 0.6
    assert max(widths) < 1.1


@pytest.mark.slow
def test_doors_of_the_real_archive_join_two_rooms(corpus):
    found = import_file(corpus("imdf/osmtoimdf-ulm/osmtomimdf-test-building.zip"))
    drawn, kept = found.counts["doors"]
    assert kept > 0.98 * drawn
    assert found.counts["rooms"][0] == found.counts["rooms"][1]
    assert found.counts["stairs"][1] >= 30


@pytest.mark.parametrize(("form", "folder"), [(".geojson", ""), (".json", "venue-1/")])
def test_units_openings_and_the_rest(tmp_path, form, folder):
    drawing = read(written(tmp_path, form=form, folder=folder))
    assert drawing.title == "Gallery"
    assert [(each.name, each.category) for each in drawing.areas] == [
        ("Halle", "lobby"),
        ("Washroom", "restroom"),
        ("Shop", "room"),
        ("", "office"),
    ]
    kinds = [(each.category, each.main_entrance) for each in drawing.doorways]
    assert kinds == [("door", True), ("gate", None), ("door", None)]
    assert [round(each.polygon.area, 2) for each in drawing.solids] == [0.16, 1.6]
    assert drawing.solids[1].see_over
    (stair,) = drawing.stairs
    assert (stair.lower, stair.upper) == (0, 1)
    assert stair.foot.length == pytest.approx(1.2)
    (told,) = [note.words for note in drawing.notes if note.code == "no-room"]
    assert "opentobelow" in told
    assert "20 m" in told


def test_it_becomes_a_plan(tmp_path):
    plan = import_file(written(tmp_path)).plan
    assert [each.name for each in plan.openings if each.exterior and each.main_entrance]
    assert len(plan.connectors) == 1
    assert sum(each.shape.area for each in plan.spaces) == pytest.approx(160, abs=0.1)


def test_openings_of_a_lost_level_are_put_where_they_fit(tmp_path):
    kinds = venue()
    kinds["opening"] = [
        opening("a", (8, 1), (8, 1.9), on="gone"),
        opening("b", (8, 5), (8, 6), on="gone"),
        opening("c", (9, 4), (10, 4), on="gone"),
    ]
    drawing = read(written(tmp_path, kinds))
    assert [each.storey for each in drawing.doorways] == [0, 0, 0]
    assert "level" in codes(drawing)
    kinds["opening"] = [opening("a", (100, 1), (100, 1.9), on="gone")]
    drawing = read(written(tmp_path, kinds))
    assert drawing.doorways == ()
    assert any("on no level" in note.words for note in drawing.notes)


def test_an_opening_askew_is_turned_onto_the_wall_between_its_units(tmp_path):
    kinds = venue()
    kinds["opening"].append(opening("askew", (8, 1.2), (8.5, 2.0)))
    drawing = read(written(tmp_path, kinds))
    assert "door-turned" in codes(drawing)
    assert sorted(drawing.doorways[-1].joins) == ["hall", "wc"]
    assert drawing.doorways[-1].width_m == pytest.approx(0.943, abs=0.01)


def test_levels_of_several_buildings_with_one_ordinal_are_one_storey(tmp_path):
    kinds = venue()
    kinds["level"].append(level("annex ground", 0))
    kinds["level"].append(level("odd", "first"))
    kinds["unit"].append(unit("annex", box(20, 0, 5, 5), on="annex ground"))
    drawing = read(written(tmp_path, kinds))
    assert len(drawing.storeys) == 2
    assert drawing.areas[-1].storey == 0
    assert "level" in codes(drawing)


def bomb():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("level.json", b"[" + b" " * 2**26)
        archive.writestr("unit.json", b"{}")
    return held.getvalue()


def many():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for at in range(1500):
            archive.writestr(f"{at}/unit.json", b"")
        archive.writestr("level.json", b"")
    return held.getvalue()


@pytest.mark.parametrize(
    ("raw", "words"), [(bomb(), "MB unpacked"), (many(), "1,501 files in the archive")]
)
def test_bombs_are_one_clear_error(tmp_path, raw, words):
    path = tmp_path / "venue.zip"
    path.write_bytes(raw)
    not_imported(path, words)


@pytest.mark.parametrize("name", ["../evil.json", "/etc/evil.json", "a\\..\\..\\evil", "c:/evil"])
def test_names_that_lead_out_are_refused(tmp_path, name):
    not_imported(written(tmp_path, extra=[(name, "{}")]), "names within the archive")
    assert [each.name for each in tmp_path.iterdir()] == ["venue.zip"]


def test_metres_for_degrees_are_refused(tmp_path):
    kinds = venue()
    kinds["unit"][0]["geometry"] = {
        "type": "Polygon",
        "coordinates": [[[500, 0], [900, 0], [900, 400], [500, 0]]],
    }
    not_imported(written(tmp_path, kinds), "no degrees")


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ({"level": [], "unit": []}, "no unit has a shape"),
        ({"level": [], "unit": venue()["unit"]}, "no level in the archive"),
        ({"level": venue()["level"], "unit": [unit("a", None)]}, "no unit in|no unit has"),
        ({"level": [level("a", 0)], "unit": [unit("b", box(0, 0, 5, 5))]}, "no unit has a floor"),
    ],
)
def test_archives_without_rooms_are_one_clear_error(tmp_path, kinds, words):
    not_imported(written(tmp_path, kinds), words)


def test_truncated_and_odd_ones_are_one_clear_error(tmp_path):
    raw = written(tmp_path).read_bytes()
    path = tmp_path / "cut.zip"
    for cut in (len(raw) // 2, len(raw) - 10):
        path.write_bytes(raw[:cut])
        with pytest.raises(FloorplanError):
            import_file(path)
    path.write_bytes(raw[:60] + bytes(40) + raw[100:])
    with pytest.raises(FloorplanError, match="damaged"):
        imdf.read(path, Options())
