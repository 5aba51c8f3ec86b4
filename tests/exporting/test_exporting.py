"""Plans written for other programs, and read again."""

import json
import re
import zipfile

import pytest
import shapely

from asher.floorplan import exporting
from asher.floorplan.importers import import_file
from asher.floorplan.read import read_floorplan
from asher.floorplan.topology import connect
from pace import plans

PLANS = plans()


def ordered(elements):
    return sorted(elements, key=lambda each: each.name)


def near(one, other):
    """Whether two elements are alike, with coordinates to a centimetre."""
    assert one.model_dump() == pytest.approx(other.model_dump())
    assert one.shape.hausdorff_distance(other.shape) < 0.01


def test_the_formats_are_found():
    found = exporting.formats()
    assert {"geojson", "imdf", "jupedsim"} <= {*found}
    for module in found.values():
        assert module.NAME
        assert module.ENDING.startswith(".")


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_file_is_read_as_the_same_plan(tmp_path, name):
    plan = read_floorplan(name)
    path = tmp_path / "mine.plan.json"
    assert exporting.formats()["geojson"].write(plan, path) == (path,)
    assert read_floorplan(path) == plan
    assert path.read_text(encoding="utf-8").count("\n") < 12 + len(plan.to_geojson()["features"])


@pytest.mark.parametrize("name", PLANS)
def test_an_archive_of_imdf_is_read_as_the_same_plan(tmp_path, name):
    plan = read_floorplan(name)
    path = tmp_path / "mine.imdf.zip"
    exporting.formats()["imdf"].write(plan, path)
    found = import_file(path)
    assert found.format == "IMDF"
    assert [note.words for note in found.notes] == []
    again = found.plan
    assert (again.title, again.source, again.schematic) == (plan.title, plan.source, plan.schematic)
    assert {each.name: each for each in again.levels} == {each.name: each for each in plan.levels}
    for kind in ("spaces", "openings", "obstacles", "connectors", "zones"):
        ours, theirs = ordered(getattr(plan, kind)), ordered(getattr(again, kind))
        assert [each.name for each in ours] == [each.name for each in theirs]
        for one, other in zip(ours, theirs, strict=True):
            near(one, other)
    for one, other in zip(plan.walls, again.walls, strict=True):
        near(one, other)
    assert joins(again) == joins(plan)


def joins(plan):
    names = [*(space.name for space in plan.spaces), "outside"]
    return {
        opening.name: {names[at] for at in pair}
        for opening, pair in zip(plan.openings, connect(plan).opening_spaces.tolist(), strict=True)
    }


def test_the_archive_has_what_imdf_asks_for(tmp_path):
    path = tmp_path / "mine.imdf.zip"
    exporting.formats()["imdf"].write(read_floorplan("columbine"), path)
    with zipfile.ZipFile(path) as archive:
        held = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    manifest = held.pop("manifest.json")
    assert manifest["version"] == "1.0.0"
    required = ("address", "venue", "building", "footprint", "level", "unit", "opening")
    assert {f"{kind}.geojson" for kind in required} <= {*held}
    ids = [each["id"] for document in held.values() for each in document["features"]]
    assert len({*ids}) == len(ids)
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", each) for each in ids)
    for name, document in held.items():
        assert {each["feature_type"] for each in document["features"]} == {name.split(".")[0]}
    text = json.dumps(held)
    assert all(each in ids for each in re.findall(r'"\w+_id": "([^"]+)"', text))


@pytest.mark.parametrize("name", PLANS)
def test_walkable_areas_have_their_doors_open(tmp_path, name):
    plan, topology = read_floorplan(name), connect(read_floorplan(name))
    path = tmp_path / "mine.wkt"
    written = exporting.formats()["jupedsim"].write(plan, path)
    assert written == exporting.paths("jupedsim", plan, path)
    assert len(written) == len(plan.levels)
    for level, each in zip(plan.levels, written, strict=True):
        floor = shapely.from_wkt(each.read_text())
        assert floor.is_valid
        here = [at for at, space in enumerate(plan.spaces) if space.level == level.name]
        spaces = shapely.union_all([plan.spaces[at].shape for at in here])
        assert spaces.buffer(1e-3).covers(floor)
        assert 0.7 * spaces.area < floor.area < spaces.area
        for opening, pair in zip(plan.openings, topology.opening_spaces.tolist(), strict=True):
            if opening.level != level.name or opening.category == "window" or -1 in pair:
                continue
            across = shapely.LineString(opening.line).interpolate(0.5, normalized=True)
            assert floor.contains(across), opening.name


def test_levels_with_names_that_are_no_file_names(tmp_path):
    plan = read_floorplan("two-level")
    names = dict(zip((level.name for level in plan.levels), ("../a b", "a/b"), strict=True))

    def renamed(things, *keys):
        return tuple(
            each.model_copy(update={key: names[getattr(each, key)] for key in keys})
            for each in things
        )

    plan = plan.model_copy(
        update={
            "levels": renamed(plan.levels, "name"),
            "spaces": renamed(plan.spaces, "level"),
            "openings": renamed(plan.openings, "level"),
            "connectors": renamed(plan.connectors, "level_from", "level_to"),
        }
    )
    found = exporting.paths("jupedsim", plan, tmp_path / "x.wkt")
    assert [each.name for each in found] == ["x.a-b.wkt", "x.a-b-2.wkt"]
    assert {each.parent for each in found} == {tmp_path}


def test_one_level_is_read_again_with_its_rooms(tmp_path):
    plan = read_floorplan("clock-room")
    (path,) = exporting.formats()["jupedsim"].write(plan, tmp_path / "room.wkt")
    found = import_file(path)
    area = sum(space.shape.area for space in plan.spaces)
    assert sum(space.shape.area for space in found.plan.spaces) == pytest.approx(area, rel=0.1)
