"""Measures on the building: what they say, what they lack, and what they leave as it is."""

import pytest

from asher import read_scenario
from asher.comparison.needs import memory_needed
from asher.errors import ScenarioError
from asher.floorplan import find_faults, read_floorplan
from asher.floorplan.changes import UnfitError, door_in_wall, widened_line
from asher.scenario import CourseOfAction, Scenario, shipped_course
from asher.scenario.buildings import as_built, by_building, exits_of
from asher.scenario.parts.building import Building
from asher.scenario.scenario_files import check_scenario
from places import box, inner, opening, plan

FILE = """\
title: A school
plan: elementary-school
occupants: {count: 10, within: library}
hazard: school
courses_of_action:
  - two-officer-entry
  - name: tried
    based_on: two-officer-entry
    building:
      MEASURE
"""
EXAMPLE = FILE.replace(
    "MEASURE",
    """lock: {category: classroom}
      lock_delay: 5 s
      without_key: true
      add_doors:
        - {name: north exit, level: ground floor, at_m: [7.5, 10.2], width: 0.95 m}
        - {name: gate, level: upper floor, at_m: [14, 0], width: 1.2 m, category: gate}
      widen: {lobby opening: 4.8 m, west exit: 2.4 m}
      open: [hall west exit, main entrance west]""",
)


def faults_of(folder, text):
    path = folder / "school.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        check_scenario(path)
    return [str(fault).replace(f"{folder}/", "") for fault in caught.value.faults]


def example(folder, text=EXAMPLE):
    path = folder / "school.yaml"
    path.write_text(text, encoding="utf-8")
    return read_scenario(path)


LEVELS = "ground floor, upper floor"


@pytest.mark.parametrize(
    ("measure", "place", "found", "allowed"),
    [
        ("lock: library desk", "10:13", "'library desk' is not in the plan", "a space of the plan"),
        ("lock: {category: class room}", "10:24", "'class room' is not", "(did you mean 'class"),
        ("lock: [classroom 101, lobby]", "10:13", "a lock for what is open: 'lobby'", "doors only"),
        ("lock: ground floor west stair landing", "10:13", "a lock for what is open", "doors only"),
        ("widen: {west exitt: 2 m}", "10:27", "'west exitt' is not", "(did you mean 'west exit'?)"),
        ("widen: {west exit: 1.2 m}", "10:26", "1.2 m wide, and it is 1.8 m wide", "than 1.8 m"),
        ("widen: {west exit: 4 m}", "10:26", "has room for 3.00 m", "at most 3.00 m"),
        ("widen: {library door: 2}", "10:29", "found 2", "with its unit"),
        ("open: [hall exit]", "10:14", "'hall exit' is not in the plan", "a door or gate"),
        ("open: [classroom 101 window]", "10:14", "is not in the plan", "a door or gate"),
        (
            "add_doors: [{name: x, level: ground floor, at_m: [7, 9], width: 1 m}]",
            "10:56", "(7, 9) is on no wall of level 'ground floor'", "1.20 m away",
        ),
        (
            "add_doors: [{name: x, level: ground floor, at_m: [0.3, 10.2], width: 1 m}]",
            "10:56", "has room for 0.60 m around (0.3, 10.2)", "apart from corners",
        ),
        (
            "add_doors: [{name: x, level: ground floor, at_m: [9, 10.2], width: 1 m}]",
            "10:56", "lies where walls meet", "a straight wall",
        ),
        (
            "add_doors: [{name: x, level: ground floor, at_m: [4.5, 10.2], width: 1 m}]",
            "10:56", "lies in 'classroom 101 window'", "beside other doors",
        ),
        (
            "add_doors: [{name: x, at_m: [7.5, 10.2], width: 1 m}]",
            "10:19", "the door 'x' without a level", LEVELS,
        ),
        (
            "add_doors: [{name: x, level: attic, at_m: [7.5, 10.2], width: 1 m}]",
            "10:36", "'attic' is not in the plan", LEVELS,
        ),
        (
            "add_doors: [{name: west exit, level: ground floor, at_m: [7.5, 10.2], width: 1 m}]",
            "10:26", "'west exit' is in the plan already", "a name of its own",
        ),
        (
            "add_doors: [{name: x, level: upper floor, at_m: [9, -3], width: 1 m, lok: true}]",
            "10:", "unknown key 'lok'", "lockable",
        ),
        (
            "add_doors: [{name: x, level: upper floor, at_m: [4, -7.2], width: 30 cm}]",
            "10:19", "door 'x' is 0.3 m wide", "at least 0.5 m",
        ),
        ("look: [library]", "10:7", "unknown key 'look'", "(did you mean 'lock'?)"),
        (
            "film: library", "10:13", "film for doors without glass",
            "rooms with a door to another space that is glazed in the plan",
        ),
        (
            "film: {category: attic}", "10:24", "'attic' is not in the plan",
            "a space's category",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_message_with_its_place(
    tmp_path, measure, place, found, allowed
):
    (said,) = faults_of(tmp_path, FILE.replace("MEASURE", measure))
    assert said.startswith(f"school.yaml:{place}"), said
    assert found in said
    assert allowed in said
    assert "courses_of_action[1].building." in said


def test_several_things_that_cannot_be_done_are_told_at_once(tmp_path):
    measures = "lock: nowhere\n      open: [nothing]\n      widen: {none: 2 m}"
    assert len(faults_of(tmp_path, FILE.replace("MEASURE", measures))) == 2
    # Where the doors are unknown it is too early to say what would lock.
    assert len(faults_of(tmp_path, FILE.replace("MEASURE", "lock: [nowhere, noplace]"))) == 2


def test_a_shipped_course_for_rooms_that_a_plan_does_not_have_is_told_at_the_course(tmp_path):
    text = FILE.replace("plan: elementary-school", "plan: mall").replace("library", "concourse")
    text = text.split("  - name: tried")[0] + "  - classroom-locks\n"
    (said,) = faults_of(tmp_path, text)
    assert said.startswith("school.yaml:7:5: courses_of_action[1]: ")
    assert "'classroom' is not in the plan" in said


def test_the_plan_stays_as_it_is_and_what_is_built_has_no_fault(tmp_path):
    scenario = example(tmp_path)
    before = read_floorplan("elementary-school")
    assert scenario.floorplan == before
    plain, tried = scenario.courses_of_action
    assert as_built(scenario, plain) is scenario
    built = as_built(scenario, tried).floorplan
    assert [fault for fault in find_faults(built) if fault.severity == "error"] == []
    n = len(before.openings)
    assert [each.name for each in built.openings[:n]] == [each.name for each in before.openings]
    exit_, gate = built.openings[n:]
    assert (exit_.exterior, exit_.line) == (True, ((7.975, 10.2), (7.025, 10.2)))
    assert (gate.exterior, gate.category, gate.line) == (False, "gate", ((13.4, 0), (14.6, 0)))
    assert built.opening("lobby opening").width_m == pytest.approx(4.8)
    assert built.opening("west exit").line == ((-3, 0.3), (-3, 2.7))
    assert built.opening("classroom 105 door").lock_delay_s == 5
    assert built.opening("kindergarten exit").lockable
    assert list(exits_of(scenario))[-1] == "north exit"
    assert built.digest != before.digest


def test_a_room_with_a_new_gate_is_told_where_it_is_to_lock(tmp_path):
    measure = "lock: classroom 201\n      add_doors: GATE"
    gate = "{name: g, level: upper floor, at_m: [9, 6], width: 1.2 m, category: gate}"
    (said,) = faults_of(tmp_path, FILE.replace("MEASURE", measure.replace("GATE", gate)))
    assert "a lock for what is open: 'classroom 201' ('g')" in said
    door = gate.replace(", category: gate", "")
    assert example(tmp_path, FILE.replace("MEASURE", measure.replace("GATE", door)))


def test_a_door_is_widened_about_its_middle_or_as_far_as_the_wall_goes():
    rooms = plan(
        box("a", 0, 0, 4, 3), box("b", 4, 0, 7, 3), box("c", 0, 3, 7, 6),
        opening("exit", (0, 1), (0, 2), main_entrance=True),
        inner("near the corner", (0.2, 3), (1.1, 3)), inner("beside", (2, 3), (2.9, 3)),
        inner("other", (5, 3), (5.9, 3)),
    )  # fmt: skip
    near = rooms.opening("near the corner")
    assert widened_line(rooms, near, 1.2) == ((0.05, 3), (1.25, 3))
    assert widened_line(rooms, near, 1.6) == ((0, 3), (1.6, 3))
    assert widened_line(rooms, near, 2.0) == ((0, 3), (2, 3))
    with pytest.raises(UnfitError, match=r"room for 2\.00 m"):
        widened_line(rooms, near, 2.1)
    # Beyond the wall between a and c begins the one between b and c.
    with pytest.raises(UnfitError, match=r"room for 2\.90 m"):
        widened_line(rooms, rooms.opening("beside"), 3.0)
    line, leads_outside = door_in_wall(rooms, "ground", (4.02, 1.5), 1.0)
    assert (line, leads_outside) == (((4, 1), (4, 2)), False) or line == ((4, 2), (4, 1))
    assert door_in_wall(rooms, "ground", (7, 3.8), 1.0)[1] is True


def test_a_door_fits_into_a_wall_that_lies_askew():
    turned = plan(
        box("a", 0, 0, 4, 3),
        {
            **box("b", 0, 0, 1, 1),
            "geometry": {"type": "Polygon", "coordinates": [[[4, 0], [8, 3], [4, 3], [4, 0]]]},
        },
        opening("exit", (0, 1), (0, 2), main_entrance=True),
        inner("door", (4, 1.8), (4, 2.7)),
    )
    line, leads_outside = door_in_wall(turned, "ground", (6, 1.5), 1.0)
    assert leads_outside
    assert sorted(line) == [(5.6, 1.2), (6.4, 1.8)]


def test_courses_in_one_building_share_it_and_memory_follows_the_buildings(tmp_path):
    scenario = example(tmp_path)
    plain, tried = scenario.courses_of_action
    again = CourseOfAction.model_validate({**tried.model_dump(mode="json"), "name": "again"})
    same = CourseOfAction.model_validate(
        {"name": "same", "based_on": "solo-entry", "building": {"widen": {"west exit": "1.8 m"}}}
    )
    several = scenario.with_(courses_of_action=[plain, tried, again, same])
    assert [members for _, members in by_building(several)] == [[0, 3], [1, 2]]
    alone = scenario.with_(courses_of_action=[plain, same])
    needs = [memory_needed(each, replications=10, threads=1) for each in (alone, several)]
    assert needs[1].plan > 1.9 * needs[0].plan
    assert needs[1].people == pytest.approx(2 * needs[0].people)


def test_a_course_that_states_nothing_of_the_building_is_written_as_ever():
    # Results of earlier runs are found by what is written.
    course = shipped_course("lockdown")
    assert course.building == Building()
    assert "building" not in course.model_dump()
    courses = read_scenario("parkland").to_document()["courses_of_action"]
    assert [one for one in courses if "building" in one] == []
    assert "building" in shipped_course("classroom-locks").model_dump()


def test_measures_are_read_back_as_they_were_written(tmp_path):
    scenario = example(tmp_path)
    again = Scenario.from_document(scenario.to_document())
    assert again == scenario
    assert again.digest == scenario.digest
    assert len({hash(again.courses_of_action[1]), hash(scenario.courses_of_action[1])}) == 1
    wider = {"building": {"widen": {"west exit": "2.5 m"}}}
    other = scenario.with_(
        courses_of_action=[{**scenario.courses_of_action[1].model_dump(mode="json"), **wider}]
    )
    assert other.digest != scenario.digest


def test_the_words_of_a_course_say_what_is_built(tmp_path):
    scenario = example(tmp_path)
    said = scenario.courses_of_action[1].building.words(scenario.response)
    assert said == (
        "every classroom can be locked from inside, in 5 s; a room is locked without a key; "
        "a new door, 'north exit', 0.95 m wide; a new gate, 'gate', 1.2 m wide; "
        "'lobby opening' is 4.8 m wide; 'west exit' is 2.4 m wide; "
        "'hall west exit' and 'main entrance west' stay open"
    )
    assert Building().words(scenario.response) == ""
    assert Building().rows() == ()
    assert "R22" in scenario.courses_of_action[1].used_rows()
