"""GeoJSON: plans of our own, simple indoor tagging, and rooms and doors as anyone has them."""

import json
import math

import pytest
import shapely

from asher.errors import FloorplanError
from asher.floorplan.importers import geojson, import_file
from asher.floorplan.importers._degrees import Plane
from asher.floorplan.read import read_floorplan, shipped_plans
from importers.reading import Reader, codes, not_imported
from pace import plans

read = Reader(geojson)


def polygon(x, y, width, height, **said):
    ring = [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]
    return feature("Polygon", [ring], **said)


def feature(geometry, coordinates, /, **said):
    return {
        "type": "Feature",
        "properties": said,
        "geometry": {"type": geometry, "coordinates": coordinates},
    }


OFFICE = [
    polygon(0, 0, 30, 10, kind="building", name="house"),
    polygon(0, 0, 10, 6, Name="office 1", Type="Office", capacity=4),
    polygon(10, 0, 20, 6, Name="store", Type="room"),
    polygon(0, 6, 30, 4, Name="hall", Type="Corridor"),
    polygon(12, 1, 1, 1, kind="column"),
    feature("LineString", [[4, 6], [4.9, 6]], type="door"),
    feature("LineString", [[20, 6], [21, 6]], type="Door"),
    feature("LineString", [[0, 7], [0, 8.8]], type="exit", name="front door"),
    feature("LineString", [[5, 0], [7, 0]], type="window"),
    feature("LineString", [[15, 0], [15, 4]], type="wall"),
    feature("LineString", [[1, 1], [9, 3]], type="pipe"),
]


def written(tmp_path, features=OFFICE, change=None, **root):
    document = {"type": "FeatureCollection", "features": features, **root}
    if change is not None:
        document = json.loads(json.dumps(document))
        for each in document["features"]:
            geometry = each["geometry"]
            geometry["coordinates"] = changed(geometry["coordinates"], change)
    path = tmp_path / "house.geojson"
    path.write_text(json.dumps(document))
    return path


def changed(coordinates, change):
    if isinstance(coordinates[0], list):
        return [changed(each, change) for each in coordinates]
    return change(*coordinates)


def areas(drawing):
    return sorted(round(each.polygon.area, 2) for each in drawing.areas)


def test_real_station(corpus, facts):
    drawing = read(corpus("osm-geojson/gare-de-l-est/gare-de-l-est.geojson"))
    counted = facts("osm-geojson/gare-de-l-est/gare-de-l-est.geojson")
    assert len(drawing.areas) == counted["rooms"]
    by_level = [sum(each.storey == at for each in drawing.areas) for at in (0, 1)]
    # What has no level stands on the ground.
    levels = counted["levels"]
    assert by_level == [levels["-1"], levels["0"] + levels["None"]]
    doors = [each for each in drawing.doorways if each.exterior]
    assert len(doors) == counted["doors"]
    assert "level" in codes(drawing)
    assert [storey.ordinal for storey in drawing.storeys] == [-1, 0]


@pytest.mark.parametrize("name", plans())
def test_a_plan_is_the_same_plan(name):
    found = import_file(shipped_plans()[name])
    plan = read_floorplan(shipped_plans()[name])
    levels = tuple(sorted(plan.levels, key=lambda level: level.ordinal))
    assert found.plan == plan.model_copy(update={"levels": levels})
    assert found.notes == ()


def test_faults_of_a_plan_are_told_as_such(tmp_path):
    plan = json.loads(shipped_plans()["corridor"].read_text())
    del plan["features"][0]["properties"]["ordinal"]
    path = tmp_path / "mine.plan.json"
    path.write_text(json.dumps(plan))
    not_imported(path, "ordinal")


def test_rooms_doors_and_the_rest_by_their_words(tmp_path):
    drawing = read(written(tmp_path))
    assert [(each.name, each.category) for each in drawing.areas] == [
        ("office 1", "office"),
        ("store", "storage"),
        ("hall", "corridor"),
    ]
    assert drawing.areas[0].capacity == 4
    assert [each.category for each in drawing.doorways] == ["door", "door", "door", "window"]
    assert len(drawing.solids) == len(drawing.strokes) == 1
    told = next(note.words for note in drawing.notes if note.code == "no-room")
    assert "1 outlines" in told
    assert "1 lines without a use" in told


def test_it_becomes_a_plan_with_a_way_out(tmp_path):
    found = import_file(written(tmp_path))
    assert found.plan is not None
    assert [each.name for each in found.plan.spaces] == ["office 1", "store", "hall"]
    assert [each.name for each in found.plan.openings if each.exterior] == [
        "front door",
        "window 4",
    ]
    assert not [fault for fault in found.faults if fault.severity == "error"]


PLANE = Plane(13.7, 51.0)


def to_degrees(x, y):
    return PLANE.degrees([[x, y]])[0].tolist()


@pytest.mark.parametrize(
    ("change", "root", "said", "code"),
    [
        (lambda x, y: [x, y], {}, {}, "unit"),
        (lambda x, y: [1000 * x, 1000 * y], {}, {}, "unit"),
        (lambda x, y: [1000 * x, 1000 * y], {}, {"unit": "mm"}, None),
        (lambda x, y: [x / 0.3048, y / 0.3048], {"units": "ft"}, {}, None),
        (to_degrees, {}, {}, None),
        (lambda x, y: [0.28 * x - 0.96 * y, 0.96 * x + 0.28 * y], {}, {}, "unit"),
        (lambda x, y: [-x, y], {}, {}, "unit"),
        (
            lambda x, y: [400_000 + x, 5_650_000 + y],
            {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}},
            {"unit": None},
            "far",
        ),
    ],
)
def test_units_and_turns_give_the_same_rooms(tmp_path, change, root, said, code):
    path = written(tmp_path, change=change, **root)
    drawing = read(path, **said)
    assert areas(drawing) == [60, 120, 120]
    assert ("unit" in codes(drawing)) == (code is not None)
    doors = [each.place.length for each in drawing.doorways]
    assert doors == pytest.approx([0.9, 1.0, 1.8, 2.0], abs=1e-3)


def test_web_mercator_is_not_metres(tmp_path):
    def stretched(x, y):
        longitude, latitude = to_degrees(x, y)
        radius = 6_378_137.0
        north = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
        return [radius * math.radians(longitude), radius * north]

    crs = {"type": "name", "properties": {"name": "EPSG:3857"}}
    assert areas(read(written(tmp_path, change=stretched, crs=crs))) == [60, 120, 120]


def test_rooms_of_no_known_unit_are_asked_for(tmp_path):
    rooms = [each for each in OFFICE if each["properties"].get("Name")]
    path = written(tmp_path, rooms, change=lambda x, y: [1000 * x, 1000 * y])
    with pytest.raises(FloorplanError, match="likely mm") as error:
        read(path)
    assert "--unit" in str(error.value)


def test_storeys_by_name_number_and_height(tmp_path):
    by_name = [
        polygon(0, 0, 5, 5, name="a", floor="1. OG"),
        polygon(0, 0, 5, 5, name="b", floor="EG"),
        polygon(0, 0, 5, 5, name="c", floor="UG"),
        polygon(0, 0, 5, 5, name="d", floor="2. OG"),
    ]
    by_name[2]["properties"]["floor"] = "Keller"
    drawing = read(written(tmp_path, by_name))
    assert [each.name for each in drawing.storeys] == ["Keller", "EG", "1. OG", "2. OG"]
    assert [each.ordinal for each in drawing.storeys] == [-1, 0, 1, 2]
    counted = [polygon(0, 0, 5, 5, level=2), polygon(0, 0, 5, 5, level="1")]
    drawing = read(written(tmp_path, counted))
    assert [(each.name, each.ordinal) for each in drawing.storeys] == [
        ("level 1", 0),
        ("level 2", 1),
    ]
    high = [
        feature("Polygon", [[[0, 0, z], [5, 0, z], [5, 5, z], [0, 5, z], [0, 0, z]]])
        for z in (0.0, 3.4)
    ]
    drawing = read(written(tmp_path, high))
    assert [(each.elevation_m, each.ordinal) for each in drawing.storeys] == [(0.0, 0), (3.4, 1)]
    assert [each.storey for each in drawing.areas] == [0, 1]


def test_doors_as_points_and_as_areas(tmp_path):
    features = [
        polygon(0, 0, 5, 5, name="a"),
        polygon(5.2, 0, 5, 5, name="b"),
        polygon(5, 2, 0.2, 0.9, category="door"),
        feature("Point", [0, 2.5], category="door", width="1.1"),
        feature("Point", [2, 2], name="no label for a named room"),
    ]
    drawing = read(written(tmp_path, features))
    through, out = drawing.doorways
    assert through.place.length == pytest.approx(0.9)
    assert out.width_m == 1.1
    plan = import_file(written(tmp_path, features)).plan
    assert sorted(each.exterior for each in plan.openings) == [False, True]


def test_tagged_doors_are_matched_by_distance(tmp_path):
    near = [
        polygon(0, 0, 5, 5, indoor="room", level="0"),
        polygon(5, 0, 5, 5, indoor="corridor", level="0", **{"@id": "way/2"}),
        feature("Point", [5, 2], door="yes"),
        feature("Point", [10, 2], door="yes", entrance="main", level="0"),
    ]
    plan = import_file(written(tmp_path, near)).plan
    assert sorted(each.exterior for each in plan.openings) == [False, True]
    assert shapely.box(0, 0, 10, 5).area == sum(each.shape.area for each in plan.spaces)


def test_a_shape_that_is_none_is_left_out(tmp_path):
    broken = [
        *OFFICE,
        {**feature("Polygon", [[[0, 0], [1, "x"], [2, 2], [0, 0]]]), "id": "odd"},
        feature("Polygon", [[[0, 0]]]),
        feature("Circle", [0, 0]),
        {"type": "Feature", "properties": None, "geometry": None},
        "no feature",
    ]
    drawing = read(written(tmp_path, broken))
    assert areas(drawing) == [60, 120, 120]
    assert any("3 features" in note.words and "odd" in note.words for note in drawing.notes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "FeatureCollection", "features": [', "not JSON"),
        ('{"type": "FeatureCollection", "features": []}', "no feature"),
        ('{"type": "FeatureCollection", "features": ' + "[" * 100_000, "nested|not JSON"),
        ('{"type": "FeatureCollection", "features": [{"geometry": NaN}]}', "NaN"),
        ('{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}}', "no polygon"),
        (json.dumps(polygon(0, 0, 1e300, 5, kind="room")), r"of 2\.24e\+150 m, if in metres"),
        ('{"type": "FeatureCollection", "features": [' + "9" * 5000 + "]}", "number of thousands"),
        (
            b'{"type": "FeatureCollection",\n"features": ["caf\xe9"]}',
            ":2:18: text that is not",
        ),
        ('{"type": "FeatureCollection", "features": []}'.encode("utf-16"), "text in UTF-16"),
        (json.dumps(polygon(0, 0, 4e7, 3e-6, kind="room")), "no place|if in metres"),
    ],
)
def test_broken_files_are_one_clear_error(tmp_path, text, words):
    path = tmp_path / "house.geojson"
    not_imported(path, words, text)


def test_doors_as_wide_as_rooms_tell_no_unit(tmp_path):
    stalls = [polygon(4 * at, 0, 4, 4, category="room") for at in range(6)]
    starts = range(0, 24, 4)
    fronts = [feature("LineString", [[x, 0], [x + 3.5, 0]], category="door") for x in starts]
    found = import_file(written(tmp_path, [*stalls, *fronts]))
    assert sum(each.shape.area for each in found.plan.spaces) == 6 * 16
    assert len(found.plan.openings) == 6


def test_too_many_corners_are_refused(tmp_path):
    ring = [[x / 1000, x % 7] for x in range(260_000)]
    path = written(tmp_path, [feature("Polygon", [[*ring, ring[0]]])])
    not_imported(path, "one building")
