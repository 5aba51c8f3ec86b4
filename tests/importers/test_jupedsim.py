"""Walkable areas, scenarios and trajectories of JuPedSim."""

import json
import sqlite3
import time
import zipfile

import pytest
import shapely
from shapely.geometry import box

from asher import bounds
from asher.floorplan.importers import jupedsim
from importers.reading import Reader, codes

read = Reader(jupedsim)
refused = read.refused


TWO_ROOMS = box(0, 0, 20, 10) - shapely.union_all([box(9.9, 0, 10.1, 4), box(9.9, 4.9, 10.1, 10)])
EXIT = {"type": "polygon", "coordinates": [[0, 2], [0.3, 2], [0.3, 4], [0, 4], [0, 2]]}
SCENARIO = {
    "project_version": "2.0",
    "exits": {"west": EXIT},
    "distributions": {"pupils": {"coordinates": [[12, 1], [18, 1], [18, 8], [12, 8]]}},
}


@pytest.mark.parametrize(
    "name",
    [
        "jupedsim/arena-wkt/arena.wkt",
        "jupedsim/demo-sqlite/trajectories.sqlite",
        "jupedsim/iso-table21/config.json",
        "jupedsim/scenario-zip/journeys.zip",
    ],
)
def test_real_files_keep_all_of_their_floor(corpus, facts, name):
    drawing, counted = read(corpus(name)), facts(name)
    floor = shapely.union_all([area.polygon for area in drawing.areas])
    assert floor.area == pytest.approx(counted["walkable_m2"], rel=1e-3)
    assert floor.bounds == pytest.approx(counted["bounds_m"], abs=0.01)
    assert len(drawing.storeys) == counted["storeys"]
    ways_out = [each for each in drawing.doorways if each.exterior]
    assert len(ways_out) == counted.get("exits", 0)
    assert ("no-exit" in codes(drawing)) == (not ways_out)


def test_rooms_gates_exits_and_starting_places_of_a_scenario(tmp_path):
    path = tmp_path / "school.json"
    path.write_text(json.dumps(SCENARIO))
    (tmp_path / "geometry.wkt").write_text(TWO_ROOMS.wkt)
    drawing = read(path)
    assert len(drawing.areas) == 2
    gate, way_out = drawing.doorways
    assert {*gate.joins} == {area.id for area in drawing.areas}
    assert way_out.name == "west"
    assert sorted(way_out.place.coords) == [(0, 2), (0, 4)]
    assert [marker.name for marker in drawing.markers] == ["pupils"]
    assert "geometry-beside" in codes(drawing)


def test_an_archive_and_a_geometry_in_the_scenario_say_the_same(tmp_path):
    whole = tmp_path / "whole.json"
    whole.write_text(json.dumps(SCENARIO | {"walkable_area": TWO_ROOMS.wkt}))
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/config.json", json.dumps(SCENARIO))
        archive.writestr("a/geometry.wkt", TWO_ROOMS.wkt)
    assert read(whole).areas == read(packed).areas
    assert read(whole).doorways == read(packed).doorways


def test_obstacles_are_no_floor(tmp_path):
    path = tmp_path / "a.json"
    column = {"column": {"coordinates": [[4, 4], [5, 4], [5, 5], [4, 5]]}}
    path.write_text(json.dumps(SCENARIO | {"wkt": TWO_ROOMS.wkt, "obstacles": column}))
    floor = sum(area.polygon.area for area in read(path).areas)
    assert floor == pytest.approx(TWO_ROOMS.area - 1)


@pytest.mark.parametrize("unit", ["mm", "ft"])
def test_a_unit_that_a_person_names_is_taken(tmp_path, unit):
    factor = {"mm": 1000, "ft": 1 / 0.3048}[unit]
    path = tmp_path / "a.wkt"
    path.write_text(shapely.transform(TWO_ROOMS, lambda xy: xy * factor).wkt)
    drawing = read(path, unit=unit)
    assert sum(a.polygon.area for a in drawing.areas) == pytest.approx(TWO_ROOMS.area)
    assert len(drawing.areas) == 2


def test_collections_and_several_polygons_are_one_floor(tmp_path):
    path = tmp_path / "a.wkt"
    path.write_text(
        "GEOMETRYCOLLECTION (POLYGON ((0 0, 5 0, 5 5, 0 5, 0 0)),"
        "MULTIPOLYGON (((5 0, 9 0, 9 5, 5 5, 5 0)), ((20 0, 25 0, 25 5, 20 5, 20 0))))"
    )
    areas = read(path).areas
    assert sorted(area.polygon.area for area in areas) == [25, 45]
    assert len({area.id for area in areas}) == 2


def test_a_starting_place_off_the_floor_is_left_out(tmp_path):
    path = tmp_path / "a.json"
    away = {"away": {"coordinates": [[50, 50], [51, 50], [51, 51]]}, "none": {}}
    path.write_text(json.dumps(SCENARIO | {"wkt": TWO_ROOMS.wkt, "distributions": away}))
    drawing = read(path)
    assert drawing.markers == ()
    assert {"spawn-outside", "scenario-parts"} < {*codes(drawing)}


def test_trajectories_with_several_geometries_say_which_is_taken(tmp_path):
    path = tmp_path / "a.sqlite"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE geometry(hash INTEGER, wkt TEXT)")
        base.executemany(
            "INSERT INTO geometry VALUES (?, ?)", [(1, TWO_ROOMS.wkt), (2, box(0, 0, 5, 5).wkt)]
        )
    base.close()
    drawing = read(path)
    assert len(drawing.areas) == 2
    assert "later-geometry" in codes(drawing)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("POLYGON ((0 0, 1 0", "not a whole geometry"),
        ("POLYGON ((0 0, 1 0, nan 1, 0 0))", "no place"),
        ("POLYGON ((0 0, 1e300 0, 1 1, 0 0))", "coordinate that is no place"),
        ("POLYGON EMPTY (", "not a whole geometry"),
        ("GEOMETRYCOLLECTION (POINT (1 1))", "without floor"),
        ("GEOMETRYCOLLECTION (" * 100_000, "brackets nested"),
        ("POLYGON ((0 0" + ", 1 1" * (bounds.OUTLINE_POINTS + 1), "corners"),
    ],
)
def test_a_broken_or_hostile_geometry_is_one_error(tmp_path, text, match):
    path = tmp_path / "a.wkt"
    path.write_text(text)
    if text.startswith("POLYGON EMPTY"):
        assert not jupedsim.recognises(text.encode(), path)
        return
    refused(path, match)


def test_a_geometry_of_ten_million_corners_is_refused(tmp_path):
    path = tmp_path / "a.wkt"
    path.write_bytes(b"POLYGON ((" + b"0 0," * 10**7 + b"0 0))")
    refused(path, "MB")


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ('{"exits": {}, "distributions": {', "not JSON"),
        ('{"exits": {}, "distributions": {}}', "no walkable area"),
        ('{"exits": {}, "distributions": NaN}', "NaN"),
        ('{"exits": 1, "distributions": ' + "[" * 100 + "]" * 100 + "}", "deeper than"),
        ('{"exits": 1, "distributions": ' + "[" * 100_000, "nested without end"),
        ('{"exits": 1, "journeys": "\xff"}', "UTF-8|utf-8"),
    ],
)
def test_a_broken_or_hostile_scenario_is_one_error(tmp_path, text, match):
    path = tmp_path / "a.json"
    path.write_bytes(text.encode("latin-1"))
    refused(path, match)


def test_a_broken_database_is_one_error(tmp_path):
    path = tmp_path / "a.sqlite"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4000)
    refused(path, "SQLite")
    other = tmp_path / "b.sqlite"
    with sqlite3.connect(other) as base:
        base.execute("CREATE TABLE cities(name TEXT)")
    base.close()
    refused(other, "without a table of geometry")


def test_a_view_that_never_ends_is_not_asked(tmp_path):
    path = tmp_path / "a.sqlite"
    with sqlite3.connect(path) as base:
        base.execute(
            "CREATE VIEW geometry AS WITH RECURSIVE n(wkt) AS "
            "(SELECT 'a' UNION ALL SELECT wkt || 'a' FROM n) SELECT wkt FROM n"
        )
    base.close()
    refused(path, "without a table of geometry")


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("geometry.wkt", b" " * (bounds.DOCUMENT_BYTES + 1))
    assert path.stat().st_size < 100_000
    refused(path, "MB unpacked")


def test_a_damaged_archive_is_one_error(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("geometry.wkt", TWO_ROOMS.wkt * 50)
    raw = bytearray(path.read_bytes())
    raw[60:70] = b"\xff" * 10
    path.write_bytes(raw)
    refused(path, "damaged archive")


@pytest.mark.parametrize("head", [b"", b"%PDF-1.7", b"{}", b'{"exits": {}}', b"POINT (1 1)"])
def test_other_files_are_not_taken_for_this_format(tmp_path, head):
    assert not jupedsim.recognises(head, tmp_path / "none")


def test_a_floor_without_end_is_refused_before_its_necks_are_looked_for(tmp_path):
    path = tmp_path / "endless.wkt"
    path.write_text("POLYGON ((0 0, 35000 0, 35000 35000, 0 35000, 0 0))")
    began = time.process_time()
    refused(path, "35,000 m across")
    # It took a minute and a half.
    assert time.process_time() - began < 15
