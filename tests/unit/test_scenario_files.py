"""Scenario files: every fault at once with its place, names checked against the plan, examples."""

import json
import re
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from asher.errors import ScenarioError
from asher.floorplan import read_floorplan
from asher.scenario import (
    CourseOfAction,
    Formation,
    Hazard,
    OccupantGroup,
    Scenario,
    assumptions,
    lognormal,
    read_scenario,
    scenario_schema,
    shipped_course,
    shipped_scenarios,
    write_examples,
)
from asher.scenario.parts.on_site import OnSite
from asher.scenario.scenario import ScenarioFile
from asher.scenario.sources import basis_of
from asher.scenario.within import places_in
from asher.workforce.city import City

HALL = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0], [0.0, 0.0]]
OFFICE = [[10.0, 0.0], [14.0, 0.0], [14.0, 10.0], [10.0, 10.0], [10.0, 0.0]]


def feature(kind, geometry_type, coordinates, **properties):
    geometry = {"type": geometry_type, "coordinates": coordinates} if geometry_type else None
    return {"type": "Feature", "properties": {"kind": kind, **properties}, "geometry": geometry}


def opening(name, line, **properties):
    properties = {"category": "door", "exterior": True, "level": "ground", **properties}
    return feature("opening", "LineString", line, name=name, **properties)


def small_plan():
    space = {"level": "ground", "category": "room"}
    return {
        "type": "FeatureCollection",
        "title": "Two rooms",
        "units": "m",
        "schematic": True,
        "source": "drawn for tests",
        "features": [
            feature("level", None, None, name="ground", ordinal=0, elevation_m=0.0),
            feature("space", "Polygon", [HALL], name="hall", **space),
            feature(
                "space", "Polygon", [OFFICE], name="office", **(space | {"category": "office"})
            ),
            opening("front door", [[0.0, 4.0], [0.0, 6.0]], main_entrance=True),
            opening("back door", [[14.0, 4.0], [14.0, 5.0]]),
            opening("office door", [[10.0, 4.0], [10.0, 5.0]], exterior=False),
        ],
    }


GOOD = """\
title: Two rooms
plan: small
occupants:
  - name: guests
    count: 20
    within: hall
    exits: [front door, back door]
  - name: clerk
    at_m: [[12.0, 5.0]]
hazard: {profile: workplace, entry: front door}
response:
  travel: {median: 3 min, p90: 6 min}
courses_of_action:
  - contain-and-wait
  - {name: five, based_on: four-officer-formation, entry: {rule: formation, officers: 5}}
closures:
  - {opening: back door, at: 2 min}
sources:
  response.travel: the chief's log of 2025
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "small.plan.json").write_text(json.dumps(small_plan()), encoding="utf-8")
    return tmp_path


def written(folder: Path, text: str) -> Path:
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str):
    with pytest.raises(ScenarioError) as caught:
        read_scenario(written(folder, text))
    return caught.value.faults


def test_a_good_file_is_read_whole(folder):
    scenario = read_scenario(written(folder, GOOD))
    guests, clerk = scenario.occupants
    assert (guests.count, guests.within, clerk.count) == (20, ("hall",), 1)
    assert scenario.hazard == Hazard(profile="workplace", entry=("front door",))
    assert scenario.response.travel.median_s == 180
    assert [course.name for course in scenario.courses_of_action] == ["contain-and-wait", "five"]
    assert scenario.course("five").entry == Formation(rule="formation", officers=5)
    assert scenario.closures[0].at == 120
    assert scenario.horizon == 7200
    assert scenario.floorplan.title == "Two rooms"


def test_the_files_own_sources_are_shown_with_its_numbers(folder):
    scenario = read_scenario(written(folder, GOOD))
    found = {item.where: item for item in assumptions(scenario)}
    assert found["response.travel"].judgement == "the chief's log of 2025"
    assert found["response.travel"].evidence is None
    assert found["occupants[0].walking_speed_m_s"].evidence == "walk-speed"
    assert found["hazard.restrained_share"].evidence == "elsewhere-restrained"


def test_a_group_may_start_in_every_space_of_a_category(folder):
    stated = "within: {category: office}"
    clerks = read_scenario(written(folder, GOOD.replace("within: hall", stated))).occupants[0]
    plan = read_scenario(written(folder, GOOD)).floorplan
    offices = {space.name for space in plan.spaces if space.category == "office"}
    assert offices
    assert places_in(clerks.within, plan) == offices
    again = type(clerks).model_validate(json.loads(clerks.model_dump_json()))
    assert again == clerks


def test_a_category_that_no_space_has_is_told_with_the_nearest_one(folder):
    bad = GOOD.replace("within: hall", "within: {category: ofice}")
    (fault,) = faults(folder, bad)
    assert fault.where == "occupants[0].within.category"
    assert fault.suggestion == "office"
    wrong_key = faults(folder, GOOD.replace("within: hall", "within: {categry: office}"))
    assert "category" in [fault.suggestion for fault in wrong_key]


def test_no_more_people_than_the_spaces_of_a_category_hold(folder):
    bad = GOOD.replace("within: hall", "within: {category: office}")
    (fault,) = faults(folder, bad.replace("count: 20", "count: 90000"))
    assert fault.where == "occupants[0].count"


# Beside each wrong line its place, and the nearest word if there is one.
BAD = """\
title: Many faults
plan: small
occupants:
  - name: guests
    count: -3  # occupants[0].count
    within: [hal]  # occupants[0].within[0] hall
    exits:
      - front dor  # occupants[0].exits[0] front door
      - office door  # occupants[0].exits[1] back door
    walking_sped_m_s: 1.2  # occupants[0].walking_sped_m_s walking_speed_m_s
    response: {run: 0.5, hide: 0.1, resist: 0, freeze: 0}  # occupants[0].response
hazard:
  profile: nightclubb  # hazard.profile nightclub
  entry: [bak door]  # hazard.entry[0] back door
response:
  travel: 3 parsecs  # response.travel
  answer: 15  # response.answer
courses_of_action:
  - contain-and-wiat  # courses_of_action[0] contain-and-wait
  - {name: seven, entry: {rule: formation, officers: 7}}  # courses_of_action[1].entry.officers
  - {name: storm, entry: {rule: immediat, officers: 1}}  # courses_of_action[2].entry.rule immediate
closures:
  - {opening: side door, at: 2 min}  # closures[0].opening office door
replications: 0  # replications
sed: 4  # sed seed
"""


def expected(text):
    """Line, place and near word of each fault that the comments of a file announce."""
    for number, line in enumerate(text.splitlines(), 1):
        _, _, told = line.partition("  # ")
        if told:
            where, _, near = told.partition(" ")
            yield number, where, near


def test_every_fault_is_reported_in_one_go_with_its_line_and_a_suggestion(folder):
    found = faults(folder, BAD)
    assert [(fault.line, fault.where, fault.suggestion) for fault in found] == [*expected(BAD)]
    for fault in found:
        assert fault.found, fault
        assert re.match(r".*case\.yaml:\d+:\d+: \S+: ", str(fault)), fault


def test_faults_of_the_plan_come_together_with_those_of_the_scenario(folder):
    plan = small_plan()
    plan["features"][3]["properties"]["widht"] = 1
    (folder / "small.plan.json").write_text(json.dumps(plan), encoding="utf-8")
    found = faults(folder, GOOD.replace("count: 20", "count: twenty"))
    files = [Path(fault.file).name for fault in found if fault.severity == "error"]
    assert files[0] == "case.yaml"
    assert "small.plan.json" in files


@pytest.mark.parametrize(
    ("before", "after", "where", "words"),
    [
        ("plan: small", "plan: smal", "plan", "there is no plan"),
        ("plan: small", "plan: small.geojson", "plan", "there is no plan"),
        ("plan: small", "plan: ''", "plan", ""),
        ("count: 20", "count: 601", "occupants[0].count", "601 people on 100.0 m2"),
        ("[[12.0, 5.0]]", "[[12.0, 50.0]]", "occupants[1].at_m[0]", "is outside every space"),
        ("name: clerk", "name: guests", "occupants[1].name", "second time"),
        ("name: five", "name: contain-and-wait", "courses_of_action[1].name", "second time"),
        ("response.travel:", "response.travle:", "sources", "names no number"),
        ("entry: front door", "entry: office door", "hazard.entry", "not in the plan"),
        ("title: Two rooms\n", "", "", "'title' is missing"),
    ],
)
def test_single_faults(folder, before, after, where, words):
    assert before in GOOD
    found = faults(folder, GOOD.replace(before, after))
    assert len(found) == 1, found
    assert found[0].where.startswith(where)
    assert words in found[0].found


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "3\n", "{}\n", "title: [\n", "a: 1\na: 2\n"])
def test_a_file_that_is_no_scenario_gives_faults_and_nothing_else(folder, text):
    assert faults(folder, text)


def test_a_missing_file_names_the_shipped_scenarios():
    with pytest.raises(ScenarioError, match="borderline") as caught:
        read_scenario("borderlin")
    assert caught.value.faults[0].suggestion == "borderline"


# Change by copy, digest, round trip.


def test_with_gives_a_checked_copy_and_leaves_the_original(folder):
    scenario = read_scenario(written(folder, GOOD))
    drill = scenario.with_(hazard=None, replications=7)
    assert (drill.hazard, drill.replications) == (None, 7)
    assert scenario.hazard is not None
    assert scenario.with_() == scenario
    assert hash(scenario.with_()) == hash(scenario)
    for changes, word in (
        ({"hazzard": None}, "hazard"),
        ({"hazard": "schol"}, "school"),
        ({"closures": [{"opening": "gate", "at": "1 min"}]}, "gate"),
        ({"replications": -1}, "greater"),
    ):
        with pytest.raises(ScenarioError, match=word):
            scenario.with_(**changes)


def test_with_changes_of_a_part_what_it_names_and_nothing_else():
    base = read_scenario("borderline")
    slow = base.with_(response={"travel": "8 min", "officer": {"hit_chance": 0.5}})
    assert str(slow.response.travel) == "8 min"
    same = {"travel", "officer"}
    assert slow.response.model_dump(exclude=same) == base.response.model_dump(exclude=same)
    rest = {"hit_chance"}
    officer = base.response.officer.model_dump(exclude=rest)
    assert slow.response.officer.model_dump(exclude=rest) == officer
    # A time is one value, not a part.
    two = base.with_(response={"travel": {"median": "1 min", "p90": "9 min"}})
    assert str(two.response.travel) == "1 min (90 % within 9 min)"


def test_with_keeps_of_a_hazard_what_its_profile_does_not_change():
    base = read_scenario("borderline").with_(hazard={"hit_chance": 0.5})
    profile = base.hazard.profile
    longer = base.with_(hazard={"profile": profile, "duration": "9 min"})
    assert (longer.hazard.hit_chance, str(longer.hazard.duration)) == (0.5, "9 min")
    assert base.with_(hazard={"profile": "worship"}).hazard == base.with_(hazard="worship").hazard
    assert base.with_(hazard=None).with_(hazard={"profile": "school"}).hazard.profile == "school"


def test_with_changes_the_only_group_and_takes_a_list_for_all():
    base = read_scenario("clock-race")
    (group,) = base.occupants
    (more,) = base.with_(occupants={"count": 7}).occupants
    assert more == group.model_copy(update={"count": 7})
    (fresh,) = base.with_(occupants=[{"count": 7}]).occupants
    assert fresh == OccupantGroup(count=7)
    placed = base.with_(occupants={"count": 3, "start_times": ["1 s", "2 s", "3 s"]})
    assert placed.with_(occupants={"pre_movement": "4 s"}).occupants[0].start_times == ()
    assert placed.with_(occupants={"start_times": ["1 s"]}).occupants[0].count == 1


def test_with_drops_the_source_of_a_number_that_it_changes():
    base = read_scenario("borderline")
    changed = base.with_(response={"travel": "8 min"}, occupants=[{"count": 4}])
    assert "response.call" in changed.sources
    assert "response.travel" in base.sources
    assert "response.travel" not in changed.sources
    assert not any(path.startswith("occupants") for path in changed.sources)
    assert base.with_().sources == base.sources


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (
            lambda base: base.with_(occupants=[{"count": -3}]),
            "with_(occupants): occupants[0].count: found -3; allowed: greater than or equal to 0",
        ),
        (
            lambda base: base.with_(closures=[{"opening": "gate", "at": "1 min"}], seed=2),
            "with_(closures, seed): closures[0].opening: 'gate' is not in the plan",
        ),
        (lambda base: base.with_(response={"officers": "8"}), "with_(response): response.officers"),
        (lambda _: CourseOfAction(name="x"), "CourseOfAction(name): key 'entry' is missing"),
        (lambda _: OnSite(kind="armed-gard"), 'OnSite(kind): kind: found "armed-gard"'),
        (lambda _: Hazard(profile="schol"), 'Hazard(profile): profile: found "schol"'),
        (lambda _: Scenario(title=""), "Scenario(title): "),
        (lambda _: Scenario.from_document({}), "from_document(document): key 'floorplan' is"),
        (lambda _: lognormal("3", "4 min"), 'lognormal(median, p90): median: found "3"'),
        (lambda _: shipped_course("solo-entri"), 'shipped_course(name): found "solo-entri"'),
        (lambda _: City(), "City(): "),
    ],
)
def test_what_is_built_in_python_is_told_by_the_call(build, words):
    with pytest.raises(ScenarioError) as caught:
        build(read_scenario("borderline"))
    assert str(caught.value).startswith(words)
    assert "pydantic" not in str(caught.value)


def test_the_digest_follows_what_decides_an_outcome_and_nothing_else(folder):
    scenario = read_scenario(written(folder, GOOD))
    digest = scenario.digest
    assert re.fullmatch(r"[0-9a-f]{64}", digest)
    for same in ({"seed": 5}, {"replications": 9}, {"title": "Other"}, {"sources": {}}):
        assert scenario.with_(**same).digest == digest
    for other in ({"hazard": "school"}, {"horizon": "1 h"}, {"closures": ()}):
        assert scenario.with_(**other).digest != digest


def test_a_scenario_survives_json_whole(folder):
    scenario = read_scenario(written(folder, GOOD))
    again = Scenario.from_document(json.loads(json.dumps(scenario.to_document())))
    assert again == scenario
    assert again.digest == scenario.digest
    with pytest.raises(ScenarioError):
        Scenario.from_document({**scenario.to_document(), "seed": -1})


# What ships.


@pytest.fixture(scope="module")
def schema():
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(scenario_schema())
    return Draft202012Validator(scenario_schema())


@pytest.mark.parametrize("name", shipped_scenarios())
def test_shipped_scenarios_read_and_fit_their_schema(schema, name):
    from asher.documents import read_document

    scenario = read_scenario(name)
    assert scenario.floorplan.schematic
    assert (scenario.title + scenario.description).isprintable()
    path = Path(str(__import__("asher").__file__)).parent / "data/scenarios" / f"{name}.yaml"
    data = read_document(path, error=ScenarioError).data
    assert list(schema.iter_errors(data)) == []


def test_schema_allows_the_good_file_and_refuses_the_bad_one(schema, folder):
    from asher.documents import read_document

    good, bad = (
        read_document(written(folder, text), error=ScenarioError).data for text in (GOOD, BAD)
    )
    assert list(schema.iter_errors(good)) == []
    assert {error.path[0] for error in schema.iter_errors(bad) if error.path} >= {
        "occupants", "hazard", "response", "courses_of_action", "replications",
    }  # fmt: skip


ON_SITE = {"name": "a", "based_on": "two-officer-entry", "on_site": "school-marshal"}


@pytest.mark.parametrize(
    "changes",
    [
        {"$schema": "./scenario.schema.json"},
        {"courses_of_action": [ON_SITE]},
        {"courses_of_action": [{**ON_SITE, "on_site": ["school-marshal", "armed-guard"]}]},
        {"courses_of_action": [{**ON_SITE, "on_site": "marshal"}]},
        {"time_step_s": 0.1},
        {"time_step_s": 10},
        {"time_step_s": 1e-9},
        {"horizon": "2 h"},
        {"horizon": 7200},
        {"hazard": {"profile": "school", "round_interval_s": 0}},
        {"hazard": {"profile": "school", "round_interval_s": 0.5}},
        {"occupants": {"count": 1, "walking_speed_m_s": 11}},
        {"occupants": {"start_times": ["1 s"]}},
        {"occupants": {"start_times": [1]}},
        {"response": {"travel": {"median": 60, "p90": 90}}},
        {"response": {"travel": "8 min"}},
    ],
)
def test_the_schema_and_the_program_take_the_same(schema, tmp_path, changes):
    plain = {"title": "x", "plan": "corridor", "occupants": {"count": 3}}
    file = tmp_path / "s.json"
    file.write_text(json.dumps({**plain, **changes}), encoding="utf-8")
    faults = []
    try:
        read_scenario(file)
    except ScenarioError as error:
        # The corridor has no post; a schema knows of no plan.
        faults = [fault for fault in error.faults if "needs a post" not in fault.found]
    refused = [*schema.iter_errors({**plain, **changes})]
    assert bool(refused) == bool(faults), faults or refused


def test_the_top_of_a_scenario_names_a_source_for_every_default():
    for name, info in ScenarioFile.model_fields.items():
        assert info.is_required() or basis_of(info) is not None, name


def test_borderline_is_the_case_of_the_documents():
    scenario = read_scenario("borderline")
    assert sum(group.count for group in scenario.occupants) == 250
    assert scenario.hazard is not None
    assert scenario.hazard.profile == "nightclub"
    assert [course.name for course in scenario.courses_of_action] == [
        "as-happened", "contain-and-wait", "two-officer-entry", "four-officer-formation",
        "solo-entry", "stay-outside",
    ]  # fmt: skip
    (door,) = scenario.hazard.entry
    assert scenario.floorplan.opening(door).main_entrance


@pytest.mark.parametrize(
    ("name", "profile", "people", "hours"),
    [("pulse", "nightclub", 320, 4), ("tree-of-life", "worship", 22, 2)],
)
def test_cases_state_their_people_and_clocks_and_no_rate_of_the_hazard(
    name, profile, people, hours
):
    scenario = read_scenario(name)
    assert sum(group.count for group in scenario.occupants) == people
    # That Pulse became a barricade is what its question is about, so it is given.
    given = {"ending_shares", "on_contact", "remains_for"} if name == "pulse" else set()
    own, national = scenario.hazard.model_dump(), Hazard(profile=profile).model_dump()
    assert own["entry"] == ("main entrance",)
    assert {key for key in own if own[key] != national[key]} == given | {"entry"}
    assert scenario.floorplan.opening("main entrance").main_entrance
    assert scenario.response.officer == type(scenario.response)().officer
    assert scenario.horizon == hours * 3600
    unsourced = {
        item.where
        for item in assumptions(scenario)
        if item.judgement == "stated in the scenario file"
    }
    assert all(where.startswith("courses_of_action") for where in unsourced)


def clocks(name):
    """Draws of the clocks of a scenario, in minutes after the first shot."""
    response, generator, n = read_scenario(name).response, np.random.default_rng(1), 40_000

    def drawn(clock):
        return clock.median_s * np.exp(clock.log_sd * generator.standard_normal(n)) / 60

    call = drawn(response.call)
    dispatched = call + drawn(response.answer) + drawn(response.dispatch)
    arrival = dispatched + drawn(response.travel)
    entry = arrival + drawn(response.next_officer) + drawn(response.forming)
    return {
        "call": call,
        "arrival": arrival,
        "entry": entry,
        "tactical": dispatched + drawn(response.tactical_team),
    }


# Minutes after the first shot: the middle 80 % of each time are the interval of its case, for a
# single figure that of its rounding; sampling error is below 0.02 min (0.3 min for Borderline's
# tactical team). The slack is what is left because the steps vary each on its own.
@pytest.mark.parametrize(
    ("name", "clock", "low", "high", "slack"),
    [
        ("borderline", "call", 1, 2, 0.1),
        ("borderline", "arrival", 3, 5, 0.2),
        ("borderline", "entry", 5, 7, 0.3),
        ("borderline", "tactical", 21, 60, 3),
        ("pulse", "call", 0.85, 0.95, 0.01),
        ("pulse", "arrival", 1.3, 3.2, 0.2),
        ("tree-of-life", "call", 3.5, 4.5, 0.05),
        ("tree-of-life", "arrival", 8.5, 9.5, 0.25),
        ("tree-of-life", "tactical", 39.5, 40.5, 0.35),
    ],
)
def test_clocks_span_the_intervals_of_the_documents(name, clock, low, high, slack):
    times = clocks(name)[clock]
    assert np.quantile(times, [0.1, 0.9]) == pytest.approx([low, high], abs=slack)
    assert np.median(times) == pytest.approx(np.sqrt(low * high), rel=0.03)


def test_half_of_the_pairs_at_pulse_enter_by_the_time_of_the_case():
    # Its spread follows from the arrival, which the sources know to 1.9 min only.
    assert np.median(clocks("pulse")["entry"]) == pytest.approx(6.1, abs=0.1)


def test_columbine_is_the_case_of_the_documents():
    scenario = read_scenario("columbine")
    counts = {group.name: group.count for group in scenario.occupants}
    assert (sum(counts.values()), counts["library"], counts["cafeteria"]) == (1960, 56, 488)
    assert scenario.hazard == Hazard(profile="school", entry=("west entrance",))
    response, generator, n = scenario.response, np.random.default_rng(1), 40_000

    def drawn(clock):
        return clock.median_s * np.exp(clock.log_sd * generator.standard_normal(n)) / 60

    call = drawn(response.call)
    dispatched = call + drawn(response.answer) + drawn(response.dispatch)
    arrival, team = dispatched + drawn(response.travel), dispatched + drawn(response.tactical_team)
    assert np.quantile(call, [0.1, 0.9]) == pytest.approx([2, 4], abs=0.1)
    # 0-5 min; the early end is the resource officer, who need not be called.
    assert np.quantile(arrival, 0.9) == pytest.approx(5, abs=0.6)
    assert np.median(team) == pytest.approx(47, abs=0.5)


def test_parkland_is_the_case_of_the_documents():
    scenario = read_scenario("parkland")
    assert sum(group.count for group in scenario.occupants) == 900
    assert scenario.hazard == Hazard(profile="school", entry=("east entrance",))
    response, generator, n = scenario.response, np.random.default_rng(1), 40_000

    def drawn(clock):
        return clock.median_s * np.exp(clock.log_sd * generator.standard_normal(n)) / 60

    call = drawn(response.call)
    arrival = call + drawn(response.answer) + drawn(response.dispatch) + drawn(response.travel)
    entry = arrival + sum(drawn(response.next_officer) for _ in range(3)) + drawn(response.forming)
    assert np.quantile(call, [0.1, 0.9]) == pytest.approx([1, 2], abs=0.1)
    # Between the resource officer on site and the end of the attack.
    assert np.quantile(arrival, [0.1, 0.9]) == pytest.approx([2, 6.5], abs=0.6)
    assert np.median(entry) == pytest.approx(11.25, abs=0.2)


def test_the_shipped_scenarios_are_there():
    cases = {"borderline", "columbine", "parkland", "pulse", "tree-of-life"}
    twins = {"clock-race", "corridor", "door-queue"}
    places = {
        "cinema", "elementary-school", "high-school", "hospital-ward", "house-of-worship", "mall",
        "office-floor", "railway-hall",
    }  # fmt: skip
    assert set(shipped_scenarios()) == cases | twins | places


def test_clock_race_states_the_answer_it_is_known_for():
    scenario = read_scenario("clock-race")
    own, travel = scenario.hazard.duration, scenario.response.travel
    distance = np.log(travel.median_s / own.median_s) / np.hypot(own.log_sd, travel.log_sd)
    assert NormalDist().cdf(distance) == pytest.approx(0.5955, abs=0.0001)


def test_examples_are_written_once_and_never_over_a_file(tmp_path):
    folder = tmp_path / "examples"
    files = write_examples(folder)
    assert {file.name for file in files} >= {"borderline.yaml", "borderline.plan.json"}
    assert read_scenario(folder / "borderline.yaml") == read_scenario("borderline")
    (folder / "corridor.yaml").unlink()
    before = {file: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(ScenarioError, match="exists already"):
        write_examples(folder)
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_a_plan_beside_the_scenario_comes_before_a_shipped_one(folder):
    (folder / "corridor.plan.json").write_text(json.dumps(small_plan()), encoding="utf-8")
    scenario = read_scenario(written(folder, GOOD.replace("plan: small", "plan: corridor")))
    assert scenario.floorplan == read_floorplan(folder / "small.plan.json")
