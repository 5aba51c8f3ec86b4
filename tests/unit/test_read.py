"""Plan files: shipped ones are free of faults, and every fault is named at its place in one go."""

import json
import re

import jsonschema
import pytest

from asher.documents import read_document
from asher.errors import FloorplanError
from asher.floorplan import (
    find_faults,
    parse_floorplan,
    plan_schema,
    read_floorplan,
    shipped_plans,
)
from pace import plans


def box(x1, y1, x2, y2):
    ring = [[x1, y1], [x2, y1], [x2, y2], [x1, y2], [x1, y1]]
    return {"type": "Polygon", "coordinates": [ring]}


BOX = [[[0, 0], [4, 0], [4, 3], [0, 3], [0, 0]]]


def line(*points):
    return {"type": "LineString", "coordinates": [list(point) for point in points]}


def feature(kind, geometry, **properties):
    return {"type": "Feature", "properties": {"kind": kind, **properties}, "geometry": geometry}


def space(name, geometry, level="ground"):
    return feature("space", geometry, name=name, level=level, category="room")


def opening(name, start, end, **properties):
    given = {"name": name, "level": "ground", "category": "door", "exterior": False} | properties
    return feature("opening", line(start, end), **given)


def two_rooms(*more):
    """Two rooms side by side, a door between them and one outside."""
    return {
        "type": "FeatureCollection",
        "title": "Two rooms",
        "units": "m",
        "schematic": True,
        "source": "drawn for a test",
        "features": [
            feature("level", None, name="ground", ordinal=0, elevation_m=0),
            space("a", box(0, 0, 4, 3)),
            space("b", box(4, 0, 9, 3)),
            opening("between", (4, 1), (4, 2)),
            opening("front", (0, 1), (0, 2), exterior=True, main_entrance=True),
            *more,
        ],
    }


def faults_of_file(folder, plan):
    path = folder / "my.plan.json"
    path.write_text(json.dumps(plan, indent=1), encoding="utf-8")
    with pytest.raises(FloorplanError) as caught:
        read_floorplan(path)
    return caught.value.faults


def warnings_of(plan):
    return find_faults(parse_floorplan(plan))


@pytest.mark.parametrize("name", list(shipped_plans()))
def test_shipped_plans_are_free_of_faults_and_warnings(name):
    path = shipped_plans()[name]
    plan = read_floorplan(name)
    assert find_faults(plan, read_document(path, error=FloorplanError)) == []
    assert read_floorplan(path) == plan
    assert plan.schematic


def test_the_shipped_plans_are_there():
    names = {
        "borderline", "cinema", "clock-room", "columbine", "corridor", "door-queue",
        "elementary-school", "high-school", "hospital-ward", "house-of-worship", "mall",
        "office-floor", "parkland", "pulse", "railway-hall", "tree-of-life", "two-level",
    }  # fmt: skip
    assert set(shipped_plans()) == names


def test_borderline_is_what_its_title_says():
    plan = read_floorplan("borderline")
    assert sum(space.shape.area for space in plan.spaces) == pytest.approx(1000, rel=0.02)
    ways_out = [o for o in plan.openings if o.exterior and o.category == "door"]
    windows = [o for o in plan.openings if o.category == "window"]
    assert len(ways_out) == 6
    assert len(windows) == 6
    assert all(window.exterior for window in windows)
    (main,) = (o for o in plan.openings if o.main_entrance)
    assert main.width_m == pytest.approx(1.8)
    assert {o.name for o in plan.openings if o.lockable} >= {
        "manager office door", "back office door", "storeroom door",
    }  # fmt: skip
    bar = next(o for o in plan.obstacles if o.name == "bar island")
    assert (bar.see_over, bar.height_m) == (True, 1.1)
    assert {z.category for z in plan.zones} == {"spawn", "post", "shelter", "staging", "assembly"}
    assert "not a survey" in plan.source


@pytest.mark.parametrize("name", ["borderline", "pulse", "tree-of-life"])
def test_plans_of_cases_have_posts_inside_at_the_main_entrance_and_further_in(name):
    plan = read_floorplan(name)
    (main,) = (o for o in plan.openings if o.main_entrance)
    posts = {zone.name: zone for zone in plan.zones if zone.category == "post"}
    assert posts.keys() > {"entrance post", "office post"}
    for post in posts.values():
        (inside,) = (s for s in plan.spaces if s.level == post.level and s.shape.covers(post.shape))
        blocked = [o for o in plan.obstacles if o.level == post.level]
        assert not any(o.shape.intersects(post.shape) for o in blocked)
        assert inside.category == "office" or post.name != "office post"
    distance = {post: zone.shape.distance(main.shape) for post, zone in posts.items()}
    assert distance["entrance post"] < 1
    assert all(d > 1 for post, d in distance.items() if post != "entrance post")
    assert "not a survey" in plan.source


def test_pulse_is_what_its_title_says():
    plan = read_floorplan("pulse")
    areas = {space.name: space.shape.area for space in plan.spaces}
    assert sum(areas.values()) - areas["patio"] == pytest.approx(420, rel=0.02)
    restrooms = {space.name for space in plan.spaces if space.category == "restroom"}
    assert len(restrooms) == 2
    assert all(plan.opening(f"{name} door").lockable for name in restrooms)
    gates = [o for o in plan.openings if o.exterior and o.category == "gate"]
    assert all(o.name.startswith("patio") for o in gates)
    assert len(gates) == 2


def test_tree_of_life_has_two_levels_with_ways_out_of_both():
    plan = read_floorplan("tree-of-life")
    assert {level.name for level in plan.levels} == {"ground", "lower"}
    assert len(plan.connectors) == 2
    ways_out = [o for o in plan.openings if o.exterior and o.category == "door"]
    assert {o.level for o in ways_out} == {"ground", "lower"}
    assert len(ways_out) == 5


def test_columbine_is_what_its_title_says():
    plan = read_floorplan("columbine")
    # 23,000 m2 are gross: walls, shafts and stairs are not drawn as spaces.
    assert 0.9 * 23_000 <= sum(space.shape.area for space in plan.spaces) <= 23_000
    assert [level.ordinal for level in plan.levels] == [0, 1]
    assert len(plan.connectors) == 3
    assert sum(o.exterior for o in plan.openings) == 18
    (library, cafeteria) = plan.space("library"), plan.space("cafeteria")
    assert (library.level, cafeteria.level) == ("upper level", "lower level")
    assert library.shape.within(cafeteria.shape)  # above it
    assert "not a survey" in plan.source


def test_parkland_is_what_its_title_says():
    plan = read_floorplan("parkland")
    assert [level.ordinal for level in plan.levels] == [0, 1, 2]
    rooms = [space for space in plan.spaces if space.category == "classroom"]
    assert len(rooms) == 30
    assert {o.name for o in plan.openings if o.exterior} == {
        "west entrance", "east entrance", "side exit",
    }  # fmt: skip
    assert not [o for o in plan.openings if o.category == "window"]
    doors = [o for o in plan.openings if o.name.startswith("classroom")]
    assert {(door.lockable, door.lock_delay_s) for door in doors} == {(True, 35.0)}
    assert len(plan.connectors) == 4
    assert "not a survey" in plan.source


@pytest.mark.parametrize("name", ["columbine", "parkland"])
def test_schools_have_posts_and_keep_people_out_of_their_doorways(name):
    plan = read_floorplan(name)
    posts = {zone.name for zone in plan.zones if zone.category == "post"}
    assert posts >= {"entrance post", "office post"}
    # Who stands in a doorway and has noticed nothing shuts everybody else out.
    for zone in plan.zones:
        near = [o.name for o in plan.openings if o.level == zone.level and (
            zone.category == "spawn" and zone.shape.distance(o.shape) < 0.9
        )]  # fmt: skip
        assert near == [], zone.name


def test_analytic_twins_have_the_sizes_their_answers_need():
    assert read_floorplan("corridor").spaces[0].shape.bounds == (0, 0, 40, 2)
    door = read_floorplan("door-queue").opening("door")
    assert (door.width_m, door.exterior) == (1.0, True)
    assert read_floorplan("clock-room").spaces[0].shape.bounds == (0, 0, 8, 6)
    (stair,) = read_floorplan("two-level").connectors
    assert (stair.length_m, stair.width_m) == (6.0, 1.5)


def test_a_good_plan_is_read(tmp_path):
    path = tmp_path / "two.plan.json"
    path.write_text(json.dumps(two_rooms()), encoding="utf-8")
    plan = read_floorplan(path)
    assert [s.name for s in plan.spaces] == ["a", "b"]
    assert plan == parse_floorplan(two_rooms())


def test_what_drawing_programs_add_is_let_pass():
    plan = two_rooms() | {"bbox": [0, 0, 9, 3], "name": "layer"}
    plan["features"][1] |= {"id": 7, "bbox": [0, 0, 4, 3]}
    assert parse_floorplan(plan) == parse_floorplan(two_rooms())


def test_an_unknown_name_is_answered_with_the_shipped_ones():
    with pytest.raises(FloorplanError, match=r"did you mean 'borderline'"):
        read_floorplan("bordreline")
    with pytest.raises(FloorplanError, match="no such file"):
        read_floorplan("nowhere.plan.json")


def test_a_misspelt_key_is_shown_at_its_own_line_and_column(tmp_path):
    plan = two_rooms()
    plan["features"][3]["properties"]["locable"] = True
    (fault,) = faults_of_file(tmp_path, plan)
    text = (tmp_path / "my.plan.json").read_text().splitlines()
    assert text[fault.line - 1][fault.column - 1 :].startswith('"locable"')
    assert str(fault).endswith(
        "my.plan.json:98:5: features[3].properties.locable: unknown key 'locable'; "
        "allowed: category, exterior, glazed, kind, level, lock_delay_s, lockable, main_entrance, "
        "name (did you mean 'lockable'?)"
    )


def test_all_faults_of_a_file_come_at_once(tmp_path):
    plan = two_rooms() | {"units": "ft", "crs": {}, "tite": "x"}
    del plan["source"]
    features = plan["features"]
    features[0]["geometry"] = {"type": "Point", "coordinates": [0, 0]}
    features[1]["properties"]["kind"] = "spcae"
    features[2]["geometry"]["coordinates"][0][1] = [9, "0"]
    features[2]["properties"]["capacity"] = -4
    features[3]["geometry"]["type"] = "Polygon"
    features[4]["properties"]["category"] = "dor"
    features += [
        7,
        {"type": "Feature"},
        feature("zone", None, name="z", level="ground", category="post"),
    ]
    found = {(f.where, f.suggestion) for f in faults_of_file(tmp_path, plan)}
    assert found == {
        ("", ""),
        ("crs", ""),
        ("tite", "title"),
        ("units", ""),
        ("features[0].geometry", ""),
        ("features[1].properties.kind", "space"),
        ("features[2].geometry.coordinates[0][1][1]", ""),
        ("features[2].properties.capacity", ""),
        ("features[3].geometry.type", ""),
        ("features[4].properties.category", "door"),
        ("features[5]", ""),
        ("features[6]", ""),
        ("features[6].properties", ""),
        ("features[7].geometry", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"units": "ft"}, r'units: found "ft"; allowed: "m": plans are in local metres'),
        ({"units": None}, "units: found null"),
        ({"crs": {"type": "name"}}, "crs: a coordinate system; allowed: local metres"),
        ({"type": "Feature"}, 'type: found "Feature"; allowed: "FeatureCollection"'),
        ({"features": {}}, r"features: found \{\}; allowed: a list of features"),
        ({"features": []}, "no feature of kind 'space'; allowed: at least one"),
        ({"schematic": "yes"}, 'schematic: found "yes"; allowed: true or false'),
        ({"title": ""}, 'title: found ""'),
    ],
)
def test_faults_of_the_whole_are_named(change, message):
    with pytest.raises(FloorplanError, match=message):
        parse_floorplan(two_rooms() | change)


@pytest.mark.parametrize(
    ("ring", "message"),
    [
        (box(5e5, 0, 5e5 + 4, 3), "found 500000.0 (and 4 more like it)"),
        (box(5e5, 5.3e6, 5e5 + 4, 5.3e6 + 3), "found 500000.0 (and 9 more like it)"),
        (
            {"type": "Polygon", "coordinates": [[[x, y, 0] for x, y in BOX[0]]]},
            "found [0, 0, 0] (and 4 more like it)",
        ),
        ({"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [0, 0]]]}, "found [[0, 0], [4, 0]"),
    ],
)
def test_coordinates_that_are_wrong_alike_are_one_fault(ring, message):
    plan = two_rooms()
    plan["features"][1]["geometry"] = ring
    with pytest.raises(FloorplanError) as caught:
        parse_floorplan(plan)
    (fault,) = caught.value.faults
    assert fault.found.startswith(message)


def test_coordinates_do_not_belong_in_the_properties():
    plan = two_rooms()
    plan["features"][1]["properties"]["polygon"] = [[0, 0]]
    with pytest.raises(FloorplanError, match="unknown key 'polygon'; allowed: coordinates in the"):
        parse_floorplan(plan)


@pytest.mark.parametrize("content", ["[]", "3", "null", '"plan"'])
def test_what_is_no_collection_is_refused(tmp_path, content):
    path = tmp_path / "x.plan.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FloorplanError, match="not a GeoJSON FeatureCollection"):
        read_floorplan(path)


STAIR = {
    "name": "stair", "category": "stair", "level_from": "ground", "level_to": "upper",
    "length_m": 6.0, "width_m": 1.5,
}  # fmt: skip
FOOT, HEAD = [[9, 0.5], [9, 2]], [[3, 0.5], [3, 2]]
UPPER = (
    feature("level", None, name="upper", ordinal=1, elevation_m=3),
    space("loft", box(0, 0, 3, 3), "upper"),
)


def stair(foot=FOOT, head=HEAD, **changes):
    lines = {"type": "MultiLineString", "coordinates": [foot, head]}
    return feature("connector", lines, **(STAIR | changes))


BOW_TIE = [[0, 4], [4, 8], [4, 4], [0, 8], [0, 4]]
ZONE = {"name": "z", "level": "ground"}
ERRORS = {
    "door that touches nothing": (
        [opening("lost", (4.3, 1), (4.3, 2))],
        r"door 'lost' touches no space; .* the nearest is '\w', 0.30 m away",
    ),
    "door across the wall": ([opening("lost", (3, 3), (3, 2))], "door 'lost' touches no space"),
    "exterior door between rooms": (
        [opening("d", (4, 2.2), (4, 2.9), exterior=True)],
        r"exterior: door 'd' is marked exterior but joins space 'a' and space 'b'",
    ),
    "interior door to the outside": (
        [opening("d", (9, 1), (9, 2))],
        r"exterior: door 'd' is marked interior but touches only space 'b'",
    ),
    "door on three spaces": (
        [space("c", box(0, 3, 9, 6)), opening("d", (3, 3), (5, 3))],
        "door 'd' is marked interior but touches only space 'c'",
    ),
    "overlap": ([space("c", box(8, 1, 12, 2))], "space 'c' overlaps space 'b' by 1 m2"),
    "sliver": ([space("c", box(0, 3, 9, 3.2))], "space 'c' is a sliver of 1.8 m2"),
    "bow tie": (
        [space("c", {"type": "Polygon", "coordinates": [BOW_TIE]})],
        r"geometry.coordinates: invalid polygon: self-intersection at \[2 6\]",
    ),
    "narrow door": (
        [opening("d", (9, 1), (9, 1.4), exterior=True)],
        "door 'd' is 0.4 m wide; allowed: a clear width of at least 0.5 m",
    ),
    "two doors in one place": (
        [opening("d", (4, 1.5), (4, 2.5))],
        "opening 'd' lies on opening 'between'",
    ),
    "unknown level": (
        [space("c", box(9, 0, 12, 3), "gruond")],
        "level: no level 'gruond'; allowed: ground .did you mean 'ground'",
    ),
    "same name twice": (
        [space("a", box(9, 0, 12, 3))],
        r"features\[5\].properties.name: space 'a' has the same name as a space",
    ),
    "zone named like a space": (
        [feature("zone", box(1, 1, 2, 2), **(ZONE | {"name": "b"}), category="spawn")],
        "zone 'b' has the same name as a space",
    ),
    "same ordinal twice": (
        [feature("level", None, name="cellar", ordinal=0, elevation_m=-3)],
        "levels 'ground' and 'cellar' both have ordinal 0",
    ),
    "level without spaces": (
        [feature("level", None, name="cellar", ordinal=-1, elevation_m=-3)],
        "level 'cellar' has no space",
    ),
    "stair into nothing": (
        [*UPPER, stair(head=[[5, 0.5], [5, 2]])],
        "the head of stair 'stair' touches no space; .* the nearest is 'loft', 2.00 m away",
    ),
    "stair between two rooms": (
        [*UPPER, stair(foot=[[4, 0.5], [4, 2]])],
        "the foot of stair 'stair' touches space 'a' and space 'b'",
    ),
    "stair on one level": (
        [*UPPER, stair(level_to="ground", head=[[9, 0.5], [9, 2]])],
        "stair 'stair' begins and ends on level 'ground'",
    ),
    "short stair": (
        [*UPPER, stair(length_m=2.0)],
        "length_m: stair 'stair' is 2 m long but climbs 3 m",
    ),
    "narrow stair": ([*UPPER, stair(width_m=0.3)], "width_m: stair 'stair' is 0.3 m wide"),
    "main entrance inside": (
        [opening("d", (4, 2.2), (4, 2.9), main_entrance=True)],
        "main_entrance: door 'd' is marked as main entrance",
    ),
    "window that locks": (
        [opening("w", (9, 1), (9, 2), exterior=True, category="window", lockable=True)],
        "lockable: window 'w' is marked lockable; allowed: true for doors only",
    ),
    "blocked door": (
        [
            feature(
                "obstacle", box(4.1, 1, 5, 2), name="o", level="ground", height_m=1, see_over=True
            )
        ],
        "obstacle 'o' stands in the way of 'between' and blocks it",
    ),
    "spawn zone outside": (
        [feature("zone", box(20, 0, 22, 3), **ZONE, category="spawn")],
        "spawn zone 'z' is outside every space",
    ),
    "spawn zone without area": (
        [feature("zone", {"type": "Point", "coordinates": [1, 1]}, **ZONE, category="spawn")],
        "spawn zone 'z' is a point",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_what_does_not_fit_together_is_an_error_with_its_place(tmp_path, case):
    more, message = ERRORS[case]
    faults = faults_of_file(tmp_path, two_rooms(*more))
    hits = [f for f in faults if f.severity == "error" and re.search(message, str(f))]
    assert hits, "\n".join(map(str, faults))
    assert all(fault.line > 1 for fault in hits)


def test_a_plan_without_a_way_out_says_it_once(tmp_path):
    plan = two_rooms()
    del plan["features"][4]
    errors = [f for f in faults_of_file(tmp_path, plan) if f.severity == "error"]
    assert [f.found for f in errors] == ["the plan has no exterior opening"]


def test_a_plan_whose_ways_out_are_windows_is_refused(tmp_path):
    plan = two_rooms()
    plan["features"][4]["properties"].update(category="window", main_entrance=False)
    errors = [f for f in faults_of_file(tmp_path, plan) if f.severity == "error"]
    assert [f.found for f in errors] == ["the plan has no way out but windows"]


WARNINGS = {
    "upper level without a stair": (
        [*UPPER],
        r"spaces\[2\].level: level 'upper' has no way out: .* its one space; it stays shut",
    ),
    "room without a door": (
        [space("c", box(9, 0, 12, 3))],
        r"spaces\[2\].name: no door leads to 1 space, which stays shut and empty: "
        r"'c' at \(10.5, 1.5\)",
    ),
    "gap": (
        [space("c", box(9.2, 0, 12, 3)), opening("d", (12, 1), (12, 2), exterior=True)],
        r"a gap of 3.0 m x 0.20 m near \(9.10, 1.50\) between space 'b' and space 'c'",
    ),
    "door onto a gap": (
        [
            space("c", box(9.2, 0, 12, 3)),
            opening("d", (12, 1), (12, 2), exterior=True),
            opening("e", (9, 1), (9, 2), exterior=True),
        ],
        "door 'e' is marked exterior but borders on space 'c'",
    ),
    "exterior door onto a junction": (
        [
            space("c", box(0, 3, 9, 6)),
            opening("d", (0, 4), (0, 5), exterior=True),
            opening("e", (3, 3), (5, 3), exterior=True),
        ],
        "door 'e' is marked exterior but borders on space 'a' and space 'b'",
    ),
    "windows only": (
        [
            space("c", box(9, 0, 12, 3)),
            opening("w", (12, 1), (12, 2), exterior=True, category="window"),
        ],
        r"no door leads to 1 space, which stays shut and empty: 'c' at \(10.5, 1.5\)",
    ),
    "narrow window": (
        [opening("w", (9, 1), (9, 1.3), exterior=True, category="window")],
        "window 'w' is 0.3 m wide",
    ),
    "half blocked door": (
        [
            feature(
                "obstacle", box(4.1, 1.5, 5, 2), name="o", level="ground", height_m=1, see_over=True
            )
        ],
        "obstacle 'o' stands in the way of 'between'",
    ),
    "obstacle outside": (
        [
            feature(
                "obstacle", box(20, 1, 21, 2), name="o", level="ground", height_m=1, see_over=True
            )
        ],
        "obstacle 'o' reaches outside the spaces",
    ),
    "wall in a door": (
        [feature("wall", line((3, 1.5), (4, 1.5)), level="ground")],
        "a wall stands in the way of 'between'",
    ),
    "wall outside": (
        [feature("wall", line((20, 0), (20, 3)), level="ground")],
        "a wall outside the",
    ),
    "zone half outside": (
        [feature("zone", box(8, 1, 11, 2), **ZONE, category="spawn")],
        "spawn zone 'z' reaches outside the spaces",
    ),
    "assembly inside": (
        [feature("zone", box(1, 1, 2, 2), **ZONE, category="assembly")],
        "assembly zone 'z' lies inside the building",
    ),
    "stair drawn narrower": (
        [*UPPER, stair(width_m=2.0)],
        "the foot of stair 'stair' is drawn 1.5 m wide; allowed: its width_m of 2 m",
    ),
    "stair upside down": (
        [*UPPER, stair(HEAD, FOOT, level_from="upper", level_to="ground")],
        "stair 'stair' has its foot above its head",
    ),
    "levels upside down": (
        [
            feature("level", None, name="upper", ordinal=1, elevation_m=-3),
            space("loft", box(0, 0, 3, 3), "upper"),
            stair(),
        ],
        "level 'upper' is not above level 'ground'",
    ),
    "many kilometres long": (
        [space("c", box(9, 0, 9000, 3)), opening("d", (9, 1), (9, 2))],
        "the plan is 9,000 m across",
    ),
}


@pytest.mark.parametrize("case", WARNINGS)
def test_what_looks_odd_is_a_warning_and_the_plan_is_still_read(case):
    more, message = WARNINGS[case]
    found = warnings_of(two_rooms(*more))
    assert {fault.severity for fault in found} == {"warning"}
    assert any(re.search(message, str(fault)) for fault in found), "\n".join(map(str, found))


TIGHT = opening("tight", (9, 1), (9, 1.3), exterior=True)


@pytest.mark.parametrize(
    ("beside", "first"),
    [
        (space("a", box(9, 0, 12, 3)), "has the same name as a space"),
        (space("c", box(12, 0, 15, 3), level="attic"), "no level 'attic'"),
        (
            space("c", {"type": "Polygon",
                "coordinates": [[[12, 0], [15, 3], [15, 0], [12, 3], [12, 0]]]}),
            "invalid polygon",
        ),
        (space("c", box(12, 0, 15, 3)) | {"typ": 1}, "unknown key 'typ'"),
        (feature("level", None, name="ground", ordinal=1, elevation_m=3), "has the same name as a"),
        (feature("level", None, name="upper", ordinal=0, elevation_m=3), "both have ordinal 0"),
    ],
)  # fmt: skip
def test_no_fault_waits_behind_another(tmp_path, beside, first):
    found = [str(fault) for fault in faults_of_file(tmp_path, two_rooms(beside, TIGHT))]
    assert [words for words in found if first in words]
    assert [words for words in found if "door 'tight' is 0.3 m wide" in words]
    # What hangs on an element with a fault is not told.
    assert not [words for words in found if "touches" in words]


def test_a_fault_of_the_heading_hides_none_of_the_plan(tmp_path):
    plan = two_rooms(TIGHT)
    del plan["title"]
    missing, tight = (str(fault) for fault in faults_of_file(tmp_path, plan))
    assert "key 'title' is missing" in missing
    assert "door 'tight' is 0.3 m wide" in tight


def test_coordinates_far_from_the_origin_are_told_once(tmp_path):
    away = {"type": "Polygon", "coordinates": [[[500_000 + x, 4.6e6 + y] for x, y in BOX[0]]]}
    first, second = space("c", away), space("d", away)
    (fault,) = faults_of_file(tmp_path, two_rooms(first, second))
    assert fault.where == "features[5].geometry.coordinates[0][0][0]"
    assert fault.found == "found 500000, and coordinates as far away in 1 more feature"
    assert "subtract the same corner of the building from all coordinates" in fault.allowed


def test_a_plan_without_a_main_entrance_is_a_warning():
    plan = two_rooms()
    del plan["features"][4]["properties"]["main_entrance"]
    (warning,) = warnings_of(plan)
    assert warning.found == "no opening is marked as main entrance"


def test_a_stair_that_fits_leaves_nothing_to_say():
    assert warnings_of(two_rooms(*UPPER, stair())) == []


def test_boundaries_within_the_tolerance_leave_nothing_to_say():
    plan = two_rooms()
    plan["features"][2] = space("b", box(4.04, 0, 9, 3))
    assert warnings_of(plan) == []
    plan["features"][2] = space("b", box(3.97, 0, 9, 3))
    assert warnings_of(plan) == []


@pytest.fixture(scope="module")
def schema():
    jsonschema.Draft202012Validator.check_schema(plan_schema())
    return jsonschema.Draft202012Validator(plan_schema())


@pytest.mark.parametrize("name", plans())
def test_the_schema_accepts_what_the_reader_accepts(schema, name):
    plan = json.loads(shipped_plans()[name].read_text(encoding="utf-8"))
    schema.validate(plan)
    written = read_floorplan(name).to_geojson()
    schema.validate(written)


def test_the_schema_refuses_a_misspelt_key():
    plan = two_rooms()
    plan["features"][1]["properties"]["capcity"] = 3
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plan, plan_schema())
