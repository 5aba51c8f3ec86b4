"""Any scenario survives writing and reading; anything else gives faults with their places."""

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from asher.errors import ScenarioError
from asher.quantities import format_seconds, parse_seconds
from asher.scenario import PROFILES, SHIPPED_COURSES, Duration, Scenario, read_scenario
from properties.within import parent_of, paths

PLAN = {
    "type": "FeatureCollection",
    "title": "A room",
    "units": "m",
    "schematic": True,
    "source": "drawn for tests",
    "features": [
        {
            "type": "Feature",
            "properties": {"kind": "level", "name": "ground", "ordinal": 0, "elevation_m": 0.0},
            "geometry": None,
        },
        {
            "type": "Feature",
            "properties": {
                "kind": "space",
                "name": "room",
                "level": "ground",
                "category": "classroom",
            },
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[0.0, 0.0], [20.0, 0.0], [20.0, 20.0], [0.0, 20.0], [0.0, 0.0]]],
            },
        },
        {
            "type": "Feature",
            "properties": {
                "kind": "opening",
                "name": "door",
                "level": "ground",
                "category": "door",
                "exterior": True,
                "main_entrance": True,
                "lockable": True,
            },
            "geometry": {"type": "LineString", "coordinates": [[0.0, 9.0], [0.0, 11.0]]},
        },
        {
            "type": "Feature",
            "properties": {"kind": "zone", "name": "post", "level": "ground", "category": "post"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[1.0, 7.0], [2.0, 7.0], [2.0, 8.0], [1.0, 8.0], [1.0, 7.0]]],
            },
        },
    ],
}

words = st.text(string.ascii_letters + " -'é:#", min_size=1).map(str.strip).filter(bool)
seconds = st.floats(0.001, 1e5, allow_nan=False)


@st.composite
def durations(draw):
    median = draw(seconds)
    if draw(st.booleans()):
        return format_seconds(median)
    p90 = median * draw(st.floats(1, 20))
    return {"median": format_seconds(median), "p90": format_seconds(p90)}


@st.composite
def times(draw):
    """A time that varies between people, by any law."""
    low, high = sorted((format_seconds(draw(seconds)) for _ in range(2)), key=parse_seconds)
    laws = [
        {"mean": low, "sd": high},
        {"low": low, "high": high},
        {"values": [high, low]},
        draw(durations()),
    ]
    return draw(st.sampled_from(laws))


@st.composite
def speeds(draw):
    """A walking speed by any law, or of a kind of people."""
    low, high = sorted(draw(st.floats(0.01, 10)) for _ in range(2))
    laws = [low, "child", {"low": low, "high": high}, {"median": low, "p90": high}]
    return draw(st.sampled_from([*laws, {"values": [high, low]}, {"mean": low, "sd": low / 5}]))


@st.composite
def groups(draw):
    group = {"count": draw(st.integers(0, 200)), "pre_movement": draw(times())}
    if draw(st.booleans()):
        group["walking_speed_m_s"] = draw(speeds())
    if draw(st.booleans()):
        group["within"] = draw(st.sampled_from(["room", ["room"]]))
    if draw(st.booleans()):
        group["exits"] = "door"
    run = draw(st.integers(0, 100))
    group["response"] = {"run": f"{run} %", "hide": 1 - run / 100, "resist": 0, "freeze": 0}
    return group


@st.composite
def scenarios(draw):
    names = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    courses = draw(st.lists(st.sampled_from(SHIPPED_COURSES), min_size=1, max_size=4, unique=True))
    profile = draw(st.sampled_from(PROFILES))
    hazard = {"profile": profile, "duration": draw(durations()), "entry": "door"}
    return {
        "title": draw(words),
        "plan": "room",
        "occupants": [{"name": name, **draw(groups())} for name in names],
        "hazard": draw(st.sampled_from([None, profile, hazard])),
        "response": {"travel": draw(durations()), "officers": draw(st.integers(0, 50))},
        "courses_of_action": [course.name for course in courses],
        "seed": draw(st.integers(0, 2**63 - 1)),
        "horizon": format_seconds(draw(st.floats(1, 86_400))),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("reader")
    (path / "room.plan.json").write_text(json.dumps(PLAN), encoding="utf-8")
    return path


@settings(max_examples=60, deadline=None)
@given(document=scenarios())
def test_yaml_and_json_say_the_same_and_every_scenario_survives_storage(folder, document):
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_unicode = True
    with (folder / "a.yaml").open("w", encoding="utf-8") as stream:
        yaml.dump(document, stream)
    (folder / "a.json").write_text(json.dumps(document), encoding="utf-8")
    scenario = read_scenario(folder / "a.yaml")
    assert scenario == read_scenario(folder / "a.json")
    again = Scenario.from_document(json.loads(json.dumps(scenario.to_document())))
    assert again == scenario
    assert (again.digest, hash(again)) == (scenario.digest, hash(scenario))


@settings(max_examples=100, deadline=None)
@given(median=seconds, factor=st.floats(1, 50))
def test_durations_are_written_without_loss(median, factor):
    duration = Duration.model_validate(
        {"median": format_seconds(median), "p90": format_seconds(median * factor)}
    )
    assert Duration.model_validate(duration.model_dump(mode="json")) == duration
    assert duration.log_sd >= 0


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)


def faults_in(path):
    try:
        read_scenario(path)
    except ScenarioError as error:
        return error.faults
    return ()


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(document=scenarios(), data=st.data())
def test_junk_anywhere_gives_a_scenario_or_faults_with_places(folder, document, data):
    document = json.loads(json.dumps(document))
    path = data.draw(st.sampled_from([path for path in paths(document) if path]))
    parent_of(document, path)[path[-1]] = data.draw(junk)
    text = json.dumps(document, indent=1)
    (folder / "junk.json").write_text(text, encoding="utf-8")
    for fault in faults_in(folder / "junk.json"):
        assert fault.file.endswith("junk.json")
        assert 1 <= fault.line <= text.count("\n") + 1
        assert str(fault).count("\n") == 0


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_gives_faults(folder, text):
    (folder / "text.yaml").write_text(text, encoding="utf-8", errors="replace")
    with pytest.raises(ScenarioError):
        read_scenario(folder / "text.yaml")
