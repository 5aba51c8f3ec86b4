import json
import re

import pytest

from asher.floorplan import read_floorplan
from asher.floorplan.facts import level_facts
from asher.floorplan.read import parse_floorplan
from command import wide_asher as asher
from pace import plans


def feature(kind, shape, coordinates, **properties):
    geometry = {"type": shape, "coordinates": coordinates} if shape else None
    return {"type": "Feature", "properties": {"kind": kind, **properties}, "geometry": geometry}


def room(name, box, level="ground", category="office"):
    x0, y0, x1, y1 = box
    ring = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]
    return feature("space", "Polygon", [ring], name=name, level=level, category=category)


def door(name, line, *, exterior=False, level="ground", **more):
    at = {"name": name, "level": level, "category": "door", "exterior": exterior, **more}
    return feature("opening", "LineString", line, **at)


def two_rooms(*, door_at=10.0, store_from=10, **of_door):
    """An office of 10 m by 6 m with a way out in its west wall, and a store beside it."""
    return {
        "type": "FeatureCollection",
        "title": "Two rooms",
        "units": "m",
        "schematic": True,
        "source": "a test",
        "features": [
            feature("level", None, None, name="ground", ordinal=0, elevation_m=0),
            room("office", (0, 0, 10, 6)),
            room("store", (store_from, 0, 14, 6), category="storage"),
            door("way out", [[0, 2], [0, 4]], exterior=True, main_entrance=True),
            door("store door", [[door_at, 1], [door_at, 2]], **of_door),
        ],
    }


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(name, plan):
    from pathlib import Path

    Path(name).write_text(json.dumps(plan), encoding="utf-8")
    return name


def test_the_group_lists_its_verbs_and_refuses_others():
    listed = asher("plan", "--help").stdout
    assert [listed.index(f"  {verb} ") for verb in ("check", "draw", "repair", "export")]
    done = asher("plan", "chekc")
    assert done.exit_code == 2
    assert "Did you mean 'check'" in done.output


def test_walks_follow_the_doors_and_are_as_long_as_geometry_says():
    """From the far corner of the store through its door to the middle of the way out."""
    (facts,) = level_facts(parse_floorplan(two_rooms(lockable=True)))
    store = (4**2 + 4.5**2) ** 0.5 + (10**2 + 1.5**2) ** 0.5
    assert facts.farthest_walk_m == pytest.approx(store, abs=0.01)
    assert facts.farthest_space == "store"
    assert (facts.spaces, facts.doors, facts.ways_out) == (2, 2, 1)
    assert facts.area_m2 == pytest.approx(84)
    assert facts.door_widths_m == (1.0, 2.0)
    assert facts.locks == ("store",)
    # 60 m2 at 9.3 and 24 m2 at 28: six people at their desks, and nobody in the store.
    assert facts.capacities == {"office": 6}


def test_a_walk_goes_around_a_corner():
    plan = two_rooms()
    ring = [[0, 0], [20, 0], [20, 2], [2, 2], [2, 20], [0, 20], [0, 0]]
    plan["features"][1]["geometry"]["coordinates"] = [ring]
    plan["features"][2:] = [door("way out", [[0, 19], [0, 20]], exterior=True, main_entrance=True)]
    (facts,) = level_facts(parse_floorplan(plan))
    around = (18**2 + 2**2) ** 0.5 + (2**2 + 17.5**2) ** 0.5
    assert facts.farthest_walk_m == pytest.approx(around, abs=0.05)


def test_a_level_without_a_way_out_walks_down_its_stair():
    lower, upper = level_facts(read_floorplan("two-level"))
    assert upper.ways_out == 0
    assert upper.farthest_walk_m > lower.farthest_walk_m
    assert upper.farthest_walk_m > read_floorplan("two-level").connectors[0].length_m


@pytest.mark.parametrize("name", plans())
def test_the_facts_of_every_shipped_plan_are_finite(name):
    for facts in level_facts(read_floorplan(name)):
        assert 0 < facts.farthest_walk_m < 300
        assert sum(facts.capacities.values()) == facts.capacity


def test_check_prints_a_table_and_the_rooms_that_lock():
    done = asher("plan", "check", written("it.plan.json", two_rooms(lockable=True)))
    assert done.exit_code == 0, done.output
    assert "Two rooms: no faults" in done.stdout
    assert re.search(r"ground +84 m² +2 +2 +1 +16 m +6", done.stdout)
    assert "1.00 to 2.00 m" in done.stdout
    assert "Rooms that lock, ground: 1: store" in done.stdout
    assert "Doors with glass" not in done.stdout
    assert "a judgement, after the occupant load factors" in done.stdout


def test_check_lists_the_doors_with_glass():
    done = asher("plan", "check", written("it.plan.json", two_rooms(glazed=True)))
    assert done.exit_code == 0, done.output
    assert "Doors with glass, ground: 1: store door" in done.stdout


def test_check_gives_the_same_as_json():
    done = asher("plan", "check", "two-level", "--json")
    assert [each["name"] for each in json.loads(done.stdout)] == ["ground", "upper"]


def test_check_lists_every_fault_with_its_line_and_fails():
    done = asher("plan", "check", written("it.plan.json", two_rooms(door_at=12.0)))
    assert done.exit_code == 2
    assert re.search(r"^it\.plan\.json:\d+:\d+: .*store door", done.stderr, re.MULTILINE)
    assert done.stdout == ""


@pytest.mark.parametrize("verb", ["check", "draw", "repair"])
@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b'{"features": 3}'])
def test_a_broken_plan_is_told_and_leaves_nothing(here, verb, content):
    (here / "it.plan.json").write_bytes(content)
    done = asher("plan", verb, "it.plan.json")
    assert done.exit_code == 2
    assert done.stderr.startswith("it.plan.json:1:")
    assert [each.name for each in here.iterdir()] == ["it.plan.json"]


@pytest.mark.parametrize("verb", ["check", "draw"])
def test_a_plan_that_is_not_there_is_one_message_with_a_near_name(verb):
    done = asher("plan", verb, "two-levl")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert "did you mean 'two-level'?" in done.stderr


def test_draw_writes_an_svg_by_default_and_what_the_ending_says(here):
    assert asher("plan", "draw", "two-level").stdout == "Drawing: two-level.svg\n"
    assert asher("plan", "draw", "two-level", "-o", "it.png").exit_code == 0
    assert asher("plan", "draw", "two-level", "-o", "it.pdf", "--paper", "a3").exit_code == 0
    assert (here / "it.png").read_bytes().startswith(b"\x89PNG")
    assert (here / "it.pdf").read_bytes().startswith(b"%PDF")


def test_draw_refuses_another_ending_and_the_plan_itself(here):
    done = asher("plan", "draw", "two-level", "-o", "it.jpg")
    assert done.exit_code == 2
    assert "it.jpg" in done.stderr
    name = written("plan.svg", two_rooms())
    before = (here / name).read_bytes()
    done = asher("plan", "draw", name)
    assert done.exit_code == 2
    assert (here / name).read_bytes() == before


def test_draw_shows_a_plan_with_faults(here):
    done = asher("plan", "draw", written("it.plan.json", two_rooms(door_at=12.0)))
    assert done.exit_code == 0, done.output
    assert "store" in (here / "it.svg").read_text(encoding="utf-8")


def test_repair_names_each_mend_and_leaves_the_plan_as_it_is(here):
    name = written("it.plan.json", two_rooms(store_from=10.08))
    before = (here / name).read_bytes()
    assert asher("plan", "check", name).exit_code == 2
    done = asher("plan", "repair", name)
    assert done.exit_code == 0, done.output
    assert "Mended: 1" in done.stdout
    assert "were 0.08 m apart" in done.stdout
    # The door was drawn on one of the two walls: that wall stays.
    assert len(read_floorplan(here / "it.mended.plan.json").openings) == 2
    assert (here / name).read_bytes() == before
    assert asher("plan", "check", "it.mended.plan.json").exit_code == 0
    assert asher("plan", "repair", name).exit_code == 2
    assert asher("plan", "repair", name, "--force").exit_code == 0


def test_repair_under_strict_lists_the_mends_and_writes_nothing(here):
    name = written("it.plan.json", two_rooms(store_from=10.08))
    done = asher("plan", "repair", name, "--strict")
    assert done.exit_code == 2
    assert "nothing to mend (--strict)" in done.stderr
    assert [each.name for each in here.iterdir()] == [name]


def test_repair_of_a_sound_plan_writes_nothing(here):
    name = written("it.plan.json", two_rooms())
    done = asher("plan", "repair", name)
    assert done.exit_code == 0
    assert "nothing that a program can mend" in done.stdout
    assert [each.name for each in here.iterdir()] == [name]


@pytest.mark.parametrize(
    ("to", "names"),
    [
        ("geojson", ["two-level.geojson"]),
        ("imdf", ["two-level.imdf.zip"]),
        ("jupedsim", ["two-level.ground.wkt", "two-level.upper.wkt"]),
        ("svg", ["two-level.svg"]),
    ],
)
def test_export_writes_what_the_format_needs_and_replaces_nothing(here, to, names):
    done = asher("plan", "export", "two-level", "--to", to)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [f"Written: {name}" for name in names]
    assert sorted(each.name for each in here.iterdir()) == names
    again = asher("plan", "export", "two-level", "--to", to)
    assert again.exit_code == 2
    assert len(again.stderr.splitlines()) == 1
    assert asher("plan", "export", "two-level", "--to", to, "--force").exit_code == 0


def test_export_of_a_plan_file_does_not_take_its_name(here):
    (here / "mine.plan.json").write_text(json.dumps(two_rooms()), encoding="utf-8")
    done = asher("plan", "export", "mine.plan.json", "--to", "geojson")
    assert done.exit_code == 0, done.output
    assert read_floorplan(here / "mine.geojson") == read_floorplan(here / "mine.plan.json")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["two-level", "--to", "imfd"], "(did you mean 'imdf'?)"),
        (["two-level", "--to", "svg", "-o", "it.png"], "ends in .svg"),
        (["two-levl", "--to", "imdf"], "did you mean 'two-level'?"),
        (["broken.plan.json", "--to", "imdf"], "broken.plan.json:1:"),
    ],
)
def test_export_of_what_cannot_be_is_one_message(here, words, found):
    (here / "broken.plan.json").write_text("{", encoding="utf-8")
    done = asher("plan", "export", *words)
    assert done.exit_code == 2
    assert found in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [each.name for each in here.iterdir()] == ["broken.plan.json"]
