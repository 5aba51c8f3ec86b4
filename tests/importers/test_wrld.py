"""Indoor maps of WRLD: a real one, one made here, broken and hostile ones."""

import json

import pytest
import shapely

from asher.errors import FloorplanError
from asher.floorplan.importers import import_file, wrld
from asher.floorplan.importers._degrees import Plane
from importers.reading import Reader, archived, kept_of, not_imported

read = Reader(wrld)


PLANE = Plane(-2.978, 56.46)


def feature(kind, shape, name=None):
    corners = PLANE.degrees(shapely.get_coordinates(shape)).tolist()
    geometry = {"type": "Polygon", "coordinates": [corners]}
    return {"type": "Feature", "properties": {"type": kind, "name": name}, "geometry": geometry}


def floor():
    """Two rooms and a stairwell between walls of 0.2 m."""
    box = shapely.box
    return [
        feature("building_outline", box(0, 0, 12, 6)),
        feature("wall", box(0, 0, 12, 0.2)),
        feature("wall", box(0, 5.8, 12, 6)),
        feature("wall", box(0, 0.2, 0.2, 2)),
        feature("door", box(0, 2, 0.2, 3.2)),
        feature("wall", box(0, 3.2, 0.2, 5.8)),
        feature("wall", box(11.8, 0.2, 12, 5.8)),
        feature("wall", box(6, 0.2, 6.2, 2)),
        feature("door", box(6, 2, 6.2, 2.9)),
        feature("wall", box(6, 2.9, 6.2, 5.8)),
        feature("room", box(6.1, 0.1, 11.9, 5.9), "Meeting room"),
    ]


def written(tmp_path, floors=None, main=None, extra=()):
    floors = {"a.geojson": floor()} if floors is None else floors
    levels = [
        {"name": str(at), "readable_name": f"Level {at}", "z_order": at, "filename": name}
        for at, name in enumerate(floors)
    ]
    held = {"name": "House", "levels": levels[::-1]} if main is None else main
    collections = {f"house/{name}": features for name, features in floors.items()}
    main_file = ("house/main.json", json.dumps(held))
    return archived(tmp_path / "house.zip", collections, [main_file, *extra])


def test_a_real_map(corpus, facts):
    name = "wrld/westport-house/westport-house.zip"
    drawing, counted = read(corpus(name)), facts(name)
    ordinals = [ordinal for ordinal, *_ in counted["levels"]]
    assert [storey.ordinal for storey in drawing.storeys] == ordinals
    for at, (_, level, _) in enumerate(counted["levels"]):
        kinds = counted["feature_types_by_file"][f"westport-house/{level}.geojson"]
        here = [each.category for each in drawing.doorways if each.storey == at]
        assert here.count("door") == kinds["door"]
        assert here.count("window") == kinds["window"]
        rooms = [each.category for each in drawing.areas if each.storey == at]
        assert rooms.count("stairs") >= kinds["stairs"] - 2
        assert rooms.count("restroom") >= kinds.get("bathroom", 0)
    # Read by eye: four halls, a corridor, stairwells and smaller rooms.
    assert sum(each.storey == 2 and each.polygon.area > 150 for each in drawing.areas) == 4


@pytest.mark.slow
def test_a_real_map_becomes_a_plan(corpus):
    found = import_file(corpus("wrld/westport-house/westport-house.zip"))
    kept_of(found, rooms=0.8, doors=0.85)
    assert found.counts["stairs"][1] >= 15


def test_rooms_are_what_walls_leave(tmp_path):
    drawing = read(written(tmp_path))
    assert drawing.title == "House"
    areas = {each.name: each.polygon.area for each in drawing.areas}
    assert areas == pytest.approx({"Meeting room": 5.6 * 5.6, "": 5.8 * 5.6}, abs=0.05)
    assert sorted(each.place.length for each in drawing.doorways) == pytest.approx(
        [0.9, 1.2], abs=1e-3
    )
    assert [each.category for each in drawing.areas] == ["meeting", "room"]


def test_it_becomes_a_plan_with_a_way_out(tmp_path):
    plan = import_file(written(tmp_path)).plan
    assert sorted(each.exterior for each in plan.openings) == [False, True]
    assert len(plan.spaces) == 2


def test_levels_stand_in_their_order(tmp_path):
    drawing = read(written(tmp_path, {"b.geojson": floor(), "a.geojson": floor()}))
    assert [(each.name, each.ordinal) for each in drawing.storeys] == [
        ("Level 0", 0),
        ("Level 1", 1),
    ]
    assert sum(each.storey == 1 for each in drawing.areas) == 2


@pytest.mark.parametrize(
    ("main", "words"),
    [
        ({}, "0 levels"),
        ([], "0 levels"),
        ({"levels": "many"}, "0 levels"),
        ({"levels": [{"filename": "x.geojson"}] * 200}, "200 levels"),
        ({"levels": [{"filename": "absent.geojson"}]}, "no level has a shape"),
    ],
)
def test_maps_without_levels_are_one_clear_error(tmp_path, main, words):
    not_imported(written(tmp_path, main=main), words)


@pytest.mark.parametrize(
    ("features", "words"),
    [
        ([], "no feature"),
        ([feature("wall", shapely.box(0, 0, 5, 5))], "no room is left"),
        (
            [
                feature("building_outline", shapely.box(0, 0, 5, 5)),
                feature("wall", shapely.box(0, 0, 5, 5)),
            ],
            "no room is left",
        ),
        (
            [
                {
                    "type": "Feature",
                    "properties": {"type": "room"},
                    "geometry": {
                        "type": "Polygon",
                        "coordinates": [[[0, 0], [900, 0], [900, 9], [0, 0]]],
                    },
                }
            ],
            "no degrees",
        ),
    ],
)
def test_floors_without_rooms_are_one_clear_error(tmp_path, features, words):
    not_imported(written(tmp_path, {"a.geojson": features}), words)


def test_hostile_archives_are_one_clear_error(tmp_path):
    not_imported(written(tmp_path, extra=[("../evil", "")]), "names within the archive")
    raw = written(tmp_path).read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(FloorplanError):
        import_file(cut)
