"""Floods of faults and of text: bounded work, memory and words, and nothing is lost.

Each is small here, and tells by counting or by how much longer the fourfold takes.
"""

import difflib
import json
import pickle
import sys
import tracemalloc

import pytest
import shapely

from asher import bounds
from asher.documents import Document, closest, read_document, read_sheet, shown
from asher.errors import FloorplanError, RecordsError, ScenarioError, fault_lines
from asher.floorplan import parse_floorplan, read_floorplan
from asher.floorplan.pairs import earlier_near
from asher.scenario import places
from asher.workforce.city_files import _city_mismatches, read_city

LEVEL = {
    "type": "Feature",
    "properties": {"kind": "level", "name": "ground", "ordinal": 0, "elevation_m": 0},
    "geometry": None,
}


def space(name, x=0.0, y=0.0, **properties):
    ring = [[x, y], [x + 4, y], [x + 4, y + 4], [x, y + 4], [x, y]]
    given = {"kind": "space", "name": name, "level": "ground", "category": "room"} | properties
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": given, "geometry": geometry}


def line(kind, *points, **properties):
    geometry = {"type": "LineString", "coordinates": [list(point) for point in points]}
    given = {"kind": kind, "level": "ground"} | properties
    return {"type": "Feature", "properties": given, "geometry": geometry}


def door(name):
    marks = {"category": "door", "exterior": True, "main_entrance": True}
    return line("opening", (1, 0), (2, 0), name=name, **marks)


def plan(*features):
    head = {"type": "FeatureCollection", "title": "t", "units": "m", "schematic": True}
    return {**head, "source": "s", "features": [LEVEL, *features]}


def faults_of_plan(*features):
    with pytest.raises(FloorplanError) as caught:
        parse_floorplan(plan(*features))
    return caught.value.faults


def faults_of_file(path, text, *, error=ScenarioError, read=read_document):
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error) as caught:
        read(path, error=error)
    return caught.value.faults


def calls(work):
    """Functions that are called while something is done: the same on any machine."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def growth(work, size):
    """How many times more calls the fourfold takes."""
    return calls(work(4 * size)) / calls(work(size))


def peak_mb(work):
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


# What is told


def test_words_are_looked_for_only_for_faults_that_are_told(monkeypatch):
    asked = []
    near = difflib.get_close_matches
    monkeypatch.setattr(
        difflib, "get_close_matches", lambda *a, **k: asked.append(a) or near(*a, **k)
    )
    faults = faults_of_plan(*(space(f"s{n}", colour=n) for n in range(300)))
    assert len(faults) == 300
    assert not asked
    assert len([*fault_lines(faults)]) == bounds.FAULTS_OF_A_KIND + 1
    assert len(asked) == bounds.FAULTS_OF_A_KIND


def test_the_nearest_word_is_as_before():
    near = closest("widht_m", ["height_m", "width_m"])
    assert (near, f"{near!r}", near.upper()) == ("width_m", "'width_m'", "WIDTH_M")
    assert pickle.loads(pickle.dumps(closest("widht_m", ["width_m"]))) == "width_m"
    assert not closest("x" * 10**7, ["width_m"])


def test_names_of_very_many_levels_are_not_told_with_each_fault(monkeypatch):
    levels = [
        {**LEVEL, "properties": {**LEVEL["properties"], "name": f"l{n}", "ordinal": n + 1}}
        for n in range(400)
    ]
    monkeypatch.setattr(bounds, "LEVELS", 401)
    faults = faults_of_plan(*levels, *(space(f"s{n}", level=f"x{n}") for n in range(400)))
    wrong = [fault for fault in faults if fault.found.startswith("no level")]
    assert len(wrong) == 400
    assert max(len(fault.allowed) for fault in wrong) < 100


def test_plan_of_too_many_levels_is_told_in_one_fault():
    levels = [
        {**LEVEL, "properties": {**LEVEL["properties"], "name": f"l{n}", "ordinal": n + 1}}
        for n in range(bounds.LEVELS)
    ]
    (fault,) = faults_of_plan(*levels, space("s"))
    assert fault.found == "101 levels"
    assert fault.allowed == "at most 100"


def test_what_is_shown_of_a_value_is_not_written_whole():
    value = [["x" * 50] * 10 for _ in range(20_000)]
    assert len(shown(value)) == 60
    assert peak_mb(lambda: shown(value)) < 0.1
    assert peak_mb(lambda: shown("x" * 10_000_000)) < 11


@pytest.mark.parametrize("name", ["a.json", "a.plan.json"])
def test_long_texts_and_keys_do_not_fill_the_screen(tmp_path, name):
    long = "x" * 3_000_000
    (tmp_path / name).write_text(json.dumps(plan(space("s", **{"colour": long, long: 1}))))
    with pytest.raises(FloorplanError) as caught:
        read_floorplan(tmp_path / name)
    assert len(caught.value.faults) == 2
    assert len(str(caught.value)) < 1000


# Places


def test_places_in_one_long_line_or_in_very_many_take_no_memory():
    text = "[" + "\n" * 2_000_000 + "1]"
    document = Document(None, text, None)
    assert peak_mb(lambda: document.line_column(len(text) - 2)) < 1
    assert document.line_column(len(text) - 2) == (2_000_001, 1)
    for each, start in enumerate(("ab", "c", "", "d" * 9000, "e"), 1):
        whole = Document(None, "ab\nc\n\n" + "d" * 9000 + "\ne", None)
        offset = [0, 3, 5, 6, 9007][each - 1]
        assert whole.line_column(offset + len(start)) == (each, len(start) + 1)


@pytest.mark.parametrize("ending", ["json", "yaml"])
def test_places_of_many_keys_take_no_longer_each(tmp_path, ending):
    def work(n):
        path = tmp_path / f"{n}.{ending}"
        path.write_text("{" + ", ".join(f'"k{i}": {i}' for i in range(n)) + "}")
        document = read_document(path, error=ScenarioError)
        assert document.key_position(("k7",)) == (
            1,
            2 + sum(len(f'"k{i}": {i}, ') for i in range(7)),
        )
        return lambda: [document.key_position((f"k{i}",)) for i in range(n)]

    assert growth(work, 1000) < 6


def test_children_of_few_containers_are_kept():
    text = json.dumps([[{"a": [1]}] * 5 for _ in range(2000)])
    document = Document(None, text, json.loads(text))

    def work():
        for n in range(2000):
            assert document.position((n, 4, "a", 0))[0] == 1

    assert peak_mb(work) < 0.6


def test_many_wrong_positions_of_a_ring_take_no_longer_each():
    def work(n):
        wrong = space("s")
        wrong["geometry"]["coordinates"] = [[["0", "0"]] * n]
        return lambda: faults_of_plan(wrong)

    assert growth(work, 400) < 6


# Bounds of files


@pytest.mark.parametrize("name", ["a.json", "a.geojson", "a.yaml", "a.csv"])
def test_a_huge_file_is_never_read_whole(tmp_path, name):
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.truncate(10**12)
    read, error = (read_sheet, RecordsError) if name == "a.csv" else (read_document, ScenarioError)
    told = (
        r"^\S+:1:1: cannot read: it has 953,674.3 MB, and at most (32|1) MB are read; allowed: a s"
    )
    with pytest.raises(error, match=told):
        read(path, error=error)


def test_a_larger_scenario_can_be_written_in_json(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "YAML_BYTES", 20)
    (fault,) = faults_of_file(tmp_path / "a.yaml", "title: a long text of words\n")
    assert fault.allowed.endswith("or .json, which may be larger")
    (tmp_path / "a.json").write_text('{"title": "a long text of words"}')
    assert read_document(tmp_path / "a.json", error=ScenarioError).data


@pytest.mark.parametrize(
    ("bound", "most", "text", "told"),
    [
        ("VALUES", 9, '{"a": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}', ":1:1: about 11 values"),
        ("ITEMS", 9, '{"a": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}', ":1:7: a: 10 items"),
        ("ITEMS", 1, '{"a": {"b": 1, "c": 2}}', ":1:7: a: 2 items"),
        ("DEPTH", 5, "[[[[[[1]]]]]]", ":1:1: values nested too deeply; allowed: 5 levels at most"),
    ],
)
@pytest.mark.parametrize("ending", ["json", "yaml"])
def test_what_a_file_holds_is_bounded(tmp_path, monkeypatch, bound, most, text, told, ending):
    monkeypatch.setattr(bounds, bound, most)
    (fault,) = faults_of_file(tmp_path / f"a.{ending}", text)
    if (bound, ending) != ("VALUES", "yaml"):
        assert told in str(fault)
    else:
        assert "a[8]: too many values; allowed: at most 9" not in str(fault)
        assert "too many values; allowed: at most 9" in str(fault)


def test_aliases_stand_for_no_more_values_than_a_file_may_have(tmp_path, monkeypatch):
    monkeypatch.setattr(bounds, "VALUES", 2000)
    ten = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    text = "\n".join(["a0: &a0 [x, x, x, x]", *ten])
    (fault,) = faults_of_file(tmp_path / "a.yaml", text)
    assert fault.found == "too many values"


@pytest.mark.parametrize(
    ("bound", "most", "told"),
    [("ITEMS", 3, "4 rows; allowed: at most 3"), ("VALUES", 8, "about 10 values")],
)
def test_tables_are_bounded(tmp_path, monkeypatch, bound, most, told):
    monkeypatch.setattr(bounds, bound, most)
    text = "a,b\n" + "1,2\n" * 4
    (fault,) = faults_of_file(tmp_path / "a.csv", text, error=RecordsError, read=read_sheet)
    assert told in str(fault)


# Spaces, openings and walls on each other


def test_spaces_on_each_other_are_laid_over_few_and_the_rest_is_counted(monkeypatch):
    laid = []
    intersection = shapely.intersection
    monkeypatch.setattr(
        shapely, "intersection", lambda *a, **k: laid.append(a) or intersection(*a, **k)
    )
    n = 120
    faults = faults_of_plan(*(space(f"s{k}", k * 1e-4, k * 1e-4) for k in range(n)))
    assert len(laid) <= n * bounds.OVERLAPS
    last = [fault.found for fault in faults if f"'s{n - 1}' overlaps" in fault.found]
    assert len(last) == bounds.OVERLAPS
    assert sum("more)" in found for found in last) == 1
    assert any(f"(and up to {n - 1 - bounds.OVERLAPS} more)" in found for found in last)


def test_a_few_overlaps_are_told_one_by_one():
    faults = faults_of_plan(*(space(f"s{k}", k * 0.1) for k in range(bounds.OVERLAPS + 1)))
    overlaps = [fault.found for fault in faults if "overlaps" in fault.found]
    assert len(overlaps) == (bounds.OVERLAPS + 1) * bounds.OVERLAPS / 2
    assert not any("more)" in found for found in overlaps)


def test_pairs_are_never_in_memory_together():
    shapes = shapely.box(0, 0, [4 + k * 1e-4 for k in range(2000)], 4)
    counts = []

    def work():
        counts.extend(len(near) for _, near in earlier_near(shapes))

    assert peak_mb(work) < 16
    assert counts == [*range(1, 2000)]


def test_neighbours_are_those_before_within_reach():
    shapes = shapely.box([0, 5, 1, 1.05], 0, [1, 6, 1.02, 2], 1)
    found = [(k, near.tolist()) for k, near in earlier_near(shapes, 0.1)]
    assert found == [(2, [0]), (3, [0, 2])]


def test_a_shape_of_which_no_pair_is_true_may_be_left_out():
    shapes = shapely.box([0, 1, 0.5], 0, [1, 2, 0.6], 1)
    found = [(k, near.tolist()) for k, near in earlier_near(shapes, are=shapely.overlaps)]
    assert found == []
    found = [(k, near.tolist()) for k, near in earlier_near(shapes, are=shapely.contains)]
    assert found == [(2, [0])]


def test_doors_on_one_spot_are_told_few_each():
    n = 100
    faults = faults_of_plan(space("s"), *(door(f"d{k}") for k in range(n)))
    on = [fault.found for fault in faults if "lies on" in fault.found]
    few = bounds.OVERLAPS
    assert len(on) == few * (few - 1) / 2 + few * (n - few)
    assert f"opening 'd{n - 1}' lies on opening 'd{few - 1}' (and up to {n - 1 - few} more)" in on


def test_walls_on_one_spot_are_one_fault(monkeypatch):
    monkeypatch.setattr("asher.floorplan.lines._PAIRS", 1000)
    walls = [line("wall", (1, 1 + k * 1e-6), (3, 1)) for k in range(100)]
    (fault,) = faults_of_plan(space("s"), door("d"), *walls)
    assert "very many lines within 0.05 m of each other, for example at (1.00, 1.00)" in str(fault)


# Scenarios and cities


def test_names_of_a_city_are_looked_up_in_no_list():
    def work(n):
        city = {"instruments": [{"name": f"n{k}"} for k in range(n)]}
        return lambda: [*_city_mismatches(city, None)]

    assert growth(work, 2000) < 6


def test_a_list_whose_items_are_wrong_is_not_called_too_short(tmp_path):
    text = "title: t\nresidents: 1\nofficers: 1\napplicants_a_year: 1\ncalls_a_year: 1\n"
    text += "instruments:\n" + "  - {name: a, price: x}\n" * 30
    (tmp_path / "a.yaml").write_text(text)
    with pytest.raises(ScenarioError) as caught:
        read_city(tmp_path / "a.yaml")
    wheres = {fault.where for fault in caught.value.faults}
    assert "instruments[29].price" in wheres
    assert "instruments" not in wheres


def test_groups_are_compared_with_those_they_share_a_part_with(monkeypatch):
    class Parts(frozenset):
        compared = 0

        def __le__(self, other):
            Parts.compared += 1
            return super().__le__(other)

    floorplan = read_floorplan("columbine")
    names = [space.name for space in floorplan.spaces]
    groups = [{"count": 1, "within": name} for name in names] * 20
    monkeypatch.setattr(places, "frozenset", Parts, raising=False)
    assert [*places.find_crowding([*groups, {"count": 1}], floorplan)] == []
    assert 0 < Parts.compared < 5 * len(names)


def test_people_in_one_place_are_told_for_parts_and_for_all_together():
    floorplan = read_floorplan("two-level")
    name, many = floorplan.spaces[0].name, 10**6
    told = [*places.find_crowding([{"count": 1, "within": name}, {"count": many}], floorplan)]
    assert [each.keys for each in told] == [("occupants", 1, "count")]
    room = places._room_in(floorplan).capacity(frozenset([("space", 0)]))
    halves = [{"count": room // 2 + 1, "within": name}] * 2
    assert [each.keys for each in places.find_crowding(halves, floorplan)] == [("occupants",)]
