"""Documents: every value knows its line and column, in YAML and in JSON alike."""

import json
import sys
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from asher.documents import closest, faults_of, path_text, read_document
from asher.errors import FloorplanError, ScenarioError
from asher.quantities import Seconds

YAML_TEXT = """\
title: Twin
items:
  - kind: door
    widht_m: 3
  - kind: romm
wait: 45
cuont: -5
"""


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Door(Closed):
    kind: Literal["door"]
    width_m: float = 1.0


class Room(Closed):
    kind: Literal["room"]
    area_m2: float = Field(default=1.0, ge=0)


class House(Closed):
    title: str
    items: tuple[Annotated[Door | Room, Field(discriminator="kind")], ...] = ()
    wait: Seconds = 0.0
    count: int = Field(default=0, ge=0)


@pytest.fixture
def document(tmp_path, request):
    return lambda text, name="a.yaml": read_document(
        _file(tmp_path, name, text), error=ScenarioError
    )


def _file(folder, name, text):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _faults(document, text, name="a.yaml"):
    with pytest.raises(ScenarioError) as caught:
        document(text, name)
    return [str(fault).rpartition(name)[2] for fault in caught.value.faults]


def test_yaml_values_know_their_places(document):
    read = document(YAML_TEXT)
    assert read.position(("items", 0, "widht_m")) == (4, 14)
    assert read.key_position(("items", 0, "widht_m")) == (4, 5)
    assert read.position(("items", 0, "missing", "deeper")) == (3, 5)


def test_json_values_know_their_places(document):
    text = '{\n "a": [1, {"b": "x"}],\n "c" : \n  null}'
    read = document(text, "a.json")
    assert read.position(()) == (1, 1)
    assert read.position(("a", 1, "b")) == (2, 17)
    assert read.key_position(("a", 1, "b")) == (2, 12)
    assert read.position(("c",)) == (4, 3)
    assert read.position(("a", 7)) == (2, 7)


def test_yaml_1_2_leaves_clock_times_dates_and_no_alone(document):
    read = document("a: 3:00\nb: NO\nc: 2018-11-07\nd: 010\ne: 0x1F\nf: 1e3\ng: true\nh: ~\n")
    expected = {"a": "3:00", "b": "NO", "c": "2018-11-07", "d": 10, "e": 31, "f": 1000.0}
    assert read.data == expected | {"g": True, "h": None}


def test_every_complaint_has_its_place_and_its_nearest_word(document):
    read = document(YAML_TEXT)
    with pytest.raises(ValidationError) as caught:
        House.model_validate(read.data)
    faults = faults_of(caught.value, read, model=House)
    assert [(f.line, f.column, f.where, f.suggestion) for f in faults] == [
        (4, 5, "items[0].widht_m", "width_m"),
        (5, 11, "items[1].kind", "room"),
        (6, 7, "wait", ""),
        (7, 1, "cuont", "count"),
    ]
    assert faults[0].allowed == "kind, width_m"
    assert faults[1].found == 'found "romm"'
    assert "with its unit" in faults[2].allowed


def test_complaints_about_a_part_are_placed_in_the_whole(document):
    read = document('{"house": {"title": "x",\n "count": -1}}', "a.json")
    with pytest.raises(ValidationError) as caught:
        House.model_validate(read.data["house"])
    (fault,) = faults_of(caught.value, read, at=("house",), model=House)
    assert (fault.line, fault.where, fault.found) == (2, "house.count", "found -1")
    assert fault.allowed == "greater than or equal to 0"


def test_a_missing_key_is_named_at_its_parent(document):
    read = document("\ncount: 3\n")
    with pytest.raises(ValidationError) as caught:
        House.model_validate(read.data)
    (fault,) = faults_of(caught.value, read, model=House)
    assert (fault.line, fault.found) == (2, "key 'title' is missing")


def test_yaml_1_1_is_read_as_1_2(document):
    text = "a: yes\nb: OFF\nc: 010\nd: 3:00\ne: True\nf: !!bool no\n"
    read = document(f"%YAML 1.1\n---\n{text}").data
    assert read == document(text).data
    assert read == {"a": "yes", "b": "OFF", "c": 10, "d": "3:00", "e": True, "f": "no"}


@pytest.mark.parametrize("version", ["1.3", "2.0", "1.a", "9" * 40])
def test_another_version_of_yaml_is_told_at_its_line(document, version):
    (found,) = _faults(document, f"# a comment\n%YAML {version}\n---\na: 1\n", "a.yaml")
    assert found == f":2:1: YAML version {version}; allowed: %YAML 1.2, or no such line"


def test_tags_of_plain_values_are_read(document):
    text = "a: !!str 5\nb: !!int 5\nc: !!float 5\nd: !!null ~\ne: !!seq [1]\nf: !!map {x: 1}\n"
    expected = {"a": "5", "b": 5, "c": 5.0, "d": None, "e": [1], "f": {"x": 1}}
    assert document(text).data == expected


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("!!python/name:os.system x", "!!python/name:os.system"),
        ("!!binary SGVsbG8=", "!!binary"),
        ("!!timestamp 2018-11-07", "!!timestamp"),
        ("&x !!timestamp 2018-11-07", "!!timestamp"),
        ("!!null all of it", "!!null"),
        ("!!set {x: }", "!!set"),
        ("!!omap [x: 1]", "!!omap"),
        ("!!python/object:x {a: 1}", "!!python/object:x"),
        ("!run {a: 1}", "!run"),
        ("!!seq {a: 1}", "!!seq"),
        ("{!!binary x: 1}", "!!binary"),
    ],
)
def test_a_tag_that_changes_the_meaning_of_a_value_is_refused(document, text, tag):
    (found,) = _faults(document, f"a: {text}\n", "a.yaml")
    assert f"tag '{tag}'; allowed: plain values, or a tag !!str, !!int" in found


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.yaml", "a: 1\nb: 2\na: 3\n", [":3:1: a: key 'a' is here a second time"]),
        (
            "a.json",
            '{"a": 1,\n "b": {"c": 1, "c": 2}}',
            [":2:16: b.c: key 'c' is here a second"],
        ),
        ("a.yaml", "a: [1,\n", [":2:1: not YAML: "]),
        # From Python 3.13 on the comma itself is named, before it what follows.
        ("a.json", '{"a": 1,}', [f":1:{9 - (sys.version_info >= (3, 13))}: not JSON: "]),
        ("a.json", "", [":1:1: not JSON: expecting value"]),
        ("a.yaml", "a: &x [*x]\n", [":1:4: a[0]: an alias that contains itself"]),
        ("a.yaml", "a: !run x\n", [":1:4: a: tag '!run'"]),
        ("a.yaml", "a: 1\n---\nb: 2\n", [":2:1: not YAML: "]),
        ("a.yaml", "a: \x07\n", [":1:1: not YAML: "]),
        ("a.yaml", b"a: 1\nb: \xff\n", [":2:4: byte 0xff is not UTF-8"]),
        ("a.json", "[" * 100_000, [":1:1: values nested too deeply"]),
        ("a.yaml", "[" * 1_500, [":1:1: values nested too deeply"]),
        ("a.json", "[" + "1" * 5_000 + "]", [":1:1: a number with thousands of digits"]),
    ],
)
def test_files_that_cannot_be_read_say_why_and_where(document, name, text, expected):
    found = _faults(document, text, name)
    assert len(found) == len(expected)
    assert all(line.startswith(start) for line, start in zip(found, expected, strict=True))


def test_repeated_keys_are_all_named_at_once(document):
    text = json.dumps({"a": {"x": 1}, "b": {"x": 1}}).replace('"x": 1', '"x": 1, "x": 2')
    assert len(_faults(document, text, "a.json")) == 2


def test_a_missing_file_is_a_fault_of_the_asked_kind(tmp_path):
    with pytest.raises(FloorplanError, match="no such file"):
        read_document(tmp_path / "nowhere.yaml", error=FloorplanError)
    with pytest.raises(ScenarioError, match="cannot read"):
        read_document(tmp_path, error=ScenarioError)


def test_a_byte_order_mark_is_no_part_of_the_text(document):
    assert document("\ufefftitle: x\n").data == {"title": "x"}


def test_closest_finds_slips_but_does_not_guess():
    words = ["width_m", "height_m", "Name"]
    assert closest("widht_m", words) == "width_m"
    assert closest("name", words) == "Name"
    assert closest("banana", words) == ""


def test_paths_are_printable():
    assert path_text(("features", 3, "properties", "name")) == "features[3].properties.name"
    assert path_text(("a\n\ud800",)).isprintable()
