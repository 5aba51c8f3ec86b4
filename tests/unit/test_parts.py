"""Levers: a new one is told of everywhere from its own declaration; the clocks they start."""

import re
from enum import IntEnum
from pathlib import Path
from typing import ClassVar

import pytest

from asher.errors import ScenarioError
from asher.kernels import codes
from asher.kernels.clocks import FIRST_OF_CLOCKS, purpose_of
from asher.kernels.codes import Clock
from asher.kernels.streams import Purpose
from asher.scenario import (
    SHIPPED_COURSES,
    CourseOfAction,
    Lever,
    Response,
    read_scenario,
    scenario_schema,
)
from asher.scenario.clocks import clocks_of
from asher.scenario.combinations import find_contradictions
from asher.scenario.parts import setting as of_setting
from asher.scenario.parts.guidance import Guidance
from asher.scenario.parts.notice import Notice
from asher.scenario.parts.rescue import Rescue
from asher.scenario.parts.setting import Lacking, Part
from asher.scenario.sources import IfStated, sourced
from asher.simulation.terms import course_terms
from asher.views.words.course_words import course_words
from asher.views.words.situation import clocks_table

ROOT = Path(__file__).parents[2]


class Sirens(Part):
    """A toy: sirens outside, put together from an announcement."""

    label: ClassVar = "Sirens"
    system_rows: ClassVar = {"R90": "sirens outside"}
    acts_before_police: ClassVar = True

    count: int = sourced(0, judgement="none unless stated")

    def words(self, response):
        del response
        return f"{self.count} sirens tell everyone" if self.count else ""

    def rows(self):
        return ("R90",) if self.count else ()

    def clocks(self):
        return Notice(public_address=self.count > 0).clocks()

    def terms(self):
        return {"address": True} if self.count else {}

    def find_lacking(self, around):
        if self.count and around.course.guidance == Guidance.NONE:
            yield Lacking("sirens that nobody was told of", "some guidance")


class WithSirens(CourseOfAction):
    """A field with its words is all that a course needs of a lever."""

    sirens: IfStated[Sirens] = sourced(Sirens(), judgement="none unless stated")
    """Sirens outside (R90)."""


def toy(count=2, **changes):
    pair = {"based_on": "two-officer-entry", "guidance": "lockdown"}
    return WithSirens.model_validate({"name": "toy", **pair, "sirens": {"count": count}, **changes})


def with_toy(course):
    return read_scenario("borderline").with_(courses_of_action=[course])


def rows_in(table):
    return [row.head for _, rows in table.groups for row in rows]


def test_words_and_rows_of_a_new_lever_stand_on_the_page():
    # Would catch a list of levers, labels or rows kept anywhere but with the lever.
    said = course_words(with_toy(toy()))[0]
    assert ("Sirens", "2 sirens tell everyone") in said["parts"]
    assert said["rows"][-1] == ("R90", "sirens outside")
    off = course_words(with_toy(toy(0)))[0]
    assert all(label != "Sirens" for label, _ in off["parts"])
    assert all(row != "R90" for row, _ in off["rows"])


def test_a_clock_that_a_new_lever_starts_is_listed():
    assert "Announcement" in rows_in(clocks_table(with_toy(toy())))
    assert "Announcement" not in rows_in(clocks_table(with_toy(toy(0))))


def test_the_laws_read_what_a_new_lever_states():
    assert course_terms(toy()).address is True
    assert course_terms(toy(0)).address is False
    # What the laws cannot read is no lever yet: silence would be a lever without an effect.
    stray = type("Stray", (Sirens,), {"terms": lambda _: {"sirens": 1}})()
    with pytest.raises(TypeError, match="no part of the model uses sirens"):
        course_terms(toy().model_copy(update={"sirens": stray}))


def test_schema_and_differences_before_police_follow_a_new_lever():
    schema = WithSirens.model_json_schema()
    definition = schema["$defs"].get("WithSirens", schema)
    assert "Sirens" in schema["$defs"]
    assert "Sirens outside (R90)." in str(definition)
    # Two courses that differ in it must not share what comes before the first officer.
    assert toy(1).before_police != toy(2).before_police
    assert CourseOfAction.model_fields.keys() == WithSirens.model_fields.keys() - {"sirens"}


def test_the_schema_has_words_for_every_key_of_a_course_and_the_forms_of_every_share():
    # Would catch words that stand elsewhere than below the field, and empty ones over the forms.
    assert [key for key, info in CourseOfAction.model_fields.items() if not info.description] == []
    schema = scenario_schema()["$defs"]
    (course,) = (each for each in schema["CourseOfAction"]["anyOf"] if "properties" in each)
    words = course["properties"]["building"]["description"]
    assert words == "What is done to the building beforehand (R22)."
    share = schema["Rescue"]["properties"]["trained_staff_share"]
    assert share["description"].startswith("a share from 0 to 1")


def test_a_course_that_states_nothing_of_a_new_lever_is_written_as_before():
    # Would catch a study whose identity moves because a lever was added.
    pair = CourseOfAction.model_validate("two-officer-entry").model_dump_json()
    assert WithSirens.model_validate("two-officer-entry").model_dump_json() == pair
    assert toy(0).model_dump().keys() == toy(2).model_dump().keys() - {"sirens"}


def test_what_a_new_lever_lacks_is_told_at_its_place():
    plan = read_scenario("borderline").floorplan
    pair = CourseOfAction.model_validate("two-officer-entry").model_dump(mode="json")
    stated = {"courses_of_action": [toy(guidance="none")]}
    assert [each.allowed for each in find_contradictions(stated, plan)] == ["some guidance"]
    assert list(find_contradictions({"courses_of_action": [toy(), pair]}, plan)) == []


def test_every_row_that_a_lever_has_stands_in_the_page_of_the_rows():
    page = (ROOT / "docs" / "response-system.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^### (R\d+) ", page, flags=re.MULTILINE))
    ours = {row for row in of_setting.told_rows() if row != "R90"} | set(of_setting.UNTOLD_ROWS)
    assert ours == headings


def test_rows_of_what_ships_are_found_from_its_parts():
    # R3 is the one that only the course itself can name.
    for course in SHIPPED_COURSES:
        bare = course.model_copy(update={"rows": ()})
        named = set(course.rows) - set(bare.used_rows())
        allowed = {"two-officer-entry": {"R3"}}
        assert named == allowed.get(course.name, set()), course.name


# Clocks.


def test_the_kernels_and_the_scenario_have_the_same_clocks():
    # The array of the laws is filled by these names: a clock in one place alone is caught here.
    declared = {clock.field.upper() for clock in clocks_of(Response)}
    assert declared == set(codes.Clock.__members__)
    assert [clock.value for clock in codes.Clock] == list(range(len(codes.Clock)))


def test_every_clock_says_what_it_is_once():
    found = clocks_of(Response)
    assert len({clock.label for clock in found}) == len(found)
    for clock in found:
        assert clock.label[:1].isupper(), clock.field
        assert len(clock.meaning) > 8, clock.field


def test_every_clock_on_demand_is_started_by_some_part():
    on_demand = {clock.field for clock in clocks_of(Response) if clock.on_demand}
    started = {
        clock
        for course in SHIPPED_COURSES
        for _, settings in course.settings()
        for setting in settings
        for clock in setting.clocks()
    }
    # Where kits hang depends on the plan, so that no shipped course has any.
    started |= set(Rescue(bleeding_kits="hall").clocks())
    # The shipped course that locks doors locks rooms alone.
    started |= set(Notice(alarm_button=True, locks_outer_doors=True).clocks())
    assert started == on_demand


def test_the_report_lists_clearing_and_transport():
    listed = rows_in(clocks_table(read_scenario("borderline")))
    assert {"Clearing a space", "Transport"} <= set(listed)


# Levers from outside.

DRILL = Lever(
    name="drill",
    words="Occupants are drilled.",
    change={"guidance": "lockdown", "notice": {"alarm_button": True}},
)


def test_a_lever_from_outside_keeps_the_rest_of_the_course():
    course = DRILL.added_to("public-address")
    base = CourseOfAction.model_validate("public-address")
    assert course.notice == Notice(alarm_button=True, public_address=True)
    assert course.entry == base.entry
    assert course.title == "Public address, drill"
    assert course.description == f"{base.description} Occupants are drilled."
    assert "R14" in course.used_rows()
    scenario = read_scenario("borderline").with_(courses_of_action=[base, course])
    assert dict(course_words(scenario)[1]["parts"])["Guidance"].startswith("occupants are trained")
    again = type(scenario).from_document(scenario.to_document())
    assert again.course("public-address-drill") == course


def test_a_lever_from_outside_may_state_another_rule_and_depend_on_the_course():
    fewer = Lever("solo", "One enters.", {"entry": {"rule": "immediate", "officers": 1}})
    assert fewer.added_to("contain-and-wait").entry.officers == 1
    more = Lever(
        "more", "One more.", lambda course: {"entry": {"officers": course.entry.officers + 1}}
    )
    assert more.added_to("four-officer-formation").entry.officers == 5
    aided = Lever("aid", "Aid.", {"rescue": {"bystander_aid": True}})
    rescue = aided.added_to("rescue-task-force").rescue
    assert (rescue.rule, rescue.bystander_aid) == ("rescue-task-force", True)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"guidance": "lokdown"}, "did you mean|lockdown"),
        ({"hazard": {"profile": "school"}}, "hazard"),
        ({"notice": {"sirens": 3}}, "sirens"),
    ],
)
def test_a_lever_from_outside_changes_what_people_decide_and_nothing_else(change, found):
    with pytest.raises(ScenarioError, match=found):
        Lever("x", "X.", change).added_to("solo-entry")


def test_a_lever_on_no_course_is_refused():
    with pytest.raises(ScenarioError, match="a shipped course"):
        DRILL.added_to("two-oficer-entry")


def test_every_clock_is_drawn_for_a_purpose_of_its_own_and_a_new_one_needs_no_more():
    """Would catch two clocks with the same draws: a lever that moves one would move the other."""
    numbers = {clock.name: purpose_of(clock) for clock in Clock}
    teams = {"RESCUE_TASK_FORCE", "RESCUE_STANDBY"}
    assert {numbers[name] for name in teams} == {Purpose.TASK_FORCE}
    rest = [number for name, number in numbers.items() if name not in teams]
    assert len({*rest, Purpose.TASK_FORCE}) == len(rest) + 1
    # What was drawn for before there was a rule is drawn for still.
    assert (numbers["CARE_ROUND"], numbers["CLEAR_SPACE"], numbers["TRAVEL"]) == (22, 61, 33)
    new = IntEnum("Clock", {"SIRENS": len(Clock)}).SIRENS
    assert purpose_of(new) == FIRST_OF_CLOCKS + len(Clock) > max(Purpose)
