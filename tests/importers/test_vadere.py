"""Topographies of Vadere, alone and in scenarios."""

import json

import pytest
import shapely

from asher.errors import FloorplanError
from asher.floorplan.importers import vadere
from importers.reading import Reader, codes

read = Reader(vadere)


def rectangle(x, y, width, height):
    return {"x": x, "y": y, "width": width, "height": height, "type": "RECTANGLE"}


def circle(x, y, radius):
    return {"center": {"x": x, "y": y}, "radius": radius, "type": "CIRCLE"}


def polygon(*points):
    return {"type": "POLYGON", "points": [{"x": x, "y": y} for x, y in points]}


TOPOGRAPHY = {
    "attributes": {"bounds": rectangle(0, 0, 21, 11), "boundingBoxWidth": 0.5, "bounded": True},
    "obstacles": [
        {"id": 1, "shape": rectangle(10.4, 0, 0.2, 4)},
        {"id": 2, "shape": polygon((10.4, 4.9), (10.6, 4.9), (10.6, 11), (10.4, 11))},
    ],
    "targets": [
        {"id": 3, "shape": rectangle(0.5, 2, 0.5, 2), "absorber": {"enabled": True}},
        {"id": 4, "shape": rectangle(5, 5, 1, 1), "absorber": {"enabled": False}},
    ],
    "stairs": [{"id": 5, "shape": rectangle(14, 2, 2, 3), "treadCount": 12}],
    "sources": [
        {"id": 6, "shape": circle(16, 7, 1)},
        {"id": 7, "shape": rectangle(18, 2, 1e-4, 2)},
    ],
}


def written(tmp_path, topography=TOPOGRAPHY, **scenario):
    path = tmp_path / "a.scenario"
    document = {"name": "hall", "processWriters": {}, "scenario": {"topography": topography}}
    path.write_text(json.dumps(document | scenario))
    return path


@pytest.mark.parametrize(
    "name", ["vadere/hm-stairs/hm_stairs.scenario", "vadere/supermarket/supermarket_basic.scenario"]
)
def test_real_files(corpus, facts, name):
    drawing, counted = read(corpus(name)), facts(name)
    wall = counted["bounding_box_width_m"]
    width, height = (side - 2 * wall for side in counted["bounds_m"])
    floor = sum(area.polygon.area for area in drawing.areas)
    # Obstacles lie on each other and on the wall in places.
    assert width * height - counted["obstacle_m2"] - 1 < floor < width * height
    assert len(drawing.markers) == counted["sources"]
    assert codes(drawing).count("flat-stair") == len(counted["stairs"])
    assert len([each for each in drawing.doorways if each.exterior]) >= 2
    assert len(drawing.storeys) == 1


def test_a_target_that_absorbs_leads_out_and_one_that_does_not_is_none(tmp_path):
    drawing = read(written(tmp_path))
    assert len(drawing.areas) == 2
    gate, way_out = drawing.doorways
    assert gate.width_m == pytest.approx(0.9, abs=0.01)
    assert sorted(way_out.place.coords) == [(0.5, 2), (0.5, 4)]
    assert way_out.name == "exit 3"
    assert drawing.title == "hall"
    assert [marker.name for marker in drawing.markers] == ["source 6", "source 7"]
    assert all(marker.place.area > 0.2 for marker in drawing.markers)
    assert "flat-stair" in codes(drawing)


def test_a_topography_alone_and_an_old_one_are_read_alike(tmp_path):
    alone = tmp_path / "topography.json"
    old = json.loads(json.dumps(TOPOGRAPHY))
    old["targets"] = [
        {"id": 3, "shape": rectangle(0.5, 2, 0.5, 2), "absorbing": True},
        {"id": 4, "shape": rectangle(5, 5, 1, 1), "absorbing": False},
    ]
    alone.write_text(json.dumps(old))
    assert read(alone).areas == read(written(tmp_path)).areas
    assert read(alone).doorways == read(written(tmp_path)).doorways


def test_bounds_without_a_wall_are_told(tmp_path):
    topography = json.loads(json.dumps(TOPOGRAPHY))
    topography["attributes"]["bounded"] = False
    drawing = read(written(tmp_path, topography))
    assert "unbounded" in codes(drawing)
    assert shapely.total_bounds([area.polygon for area in drawing.areas]).tolist() == [0, 0, 21, 11]


def test_a_shape_that_is_unknown_is_left_out_and_told(tmp_path):
    topography = TOPOGRAPHY | {"obstacles": [{"shape": {"type": "STAR"}}, 3, {"shape": None}]}
    drawing = read(written(tmp_path, topography))
    assert codes(drawing).count("scenario-parts") == 3
    assert len(drawing.areas) == 1


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"attributes": {"bounds": rectangle(0, 0, 0, 5)}}, "bounds without a size"),
        ({"attributes": {"bounds": rectangle(0, 0, 10**400, 5)}}, "bounds without a size"),
        ({"attributes": {"bounds": rectangle(1e7, 0, 10, 10)}}, "no place"),
        ({"attributes": {"bounds": rectangle(0, 0, 0.5, 0.5)}}, "walked on"),
        ({"attributes": {}}, "no topography"),
        ({"obstacles": [{"shape": rectangle(-1, -1, 99, 99)}]}, "walked on"),
    ],
)
def test_a_floor_that_cannot_be_is_one_error(tmp_path, change, match):
    attributes = {"boundingBoxWidth": 0.5} | change.get("attributes", {})
    changed = TOPOGRAPHY | change
    if "bounds" in change.get("attributes", {}):
        changed |= {"attributes": attributes}
    with pytest.raises(FloorplanError, match=match) as caught:
        read(written(tmp_path, changed))
    assert len(caught.value.faults) == 1


def test_a_truncated_scenario_names_the_place(tmp_path):
    path = written(tmp_path)
    path.write_text(path.read_text()[:-40])
    with pytest.raises(FloorplanError, match="not JSON"):
        read(path)
