"""Courses of action in words: the rows are those of the parts, and nothing is said twice."""

import pytest

from asher.scenario import SHIPPED_COURSES, CourseOfAction, read_scenario
from asher.views.words.course_words import course_words, titles_of


@pytest.mark.parametrize("course", SHIPPED_COURSES, ids=lambda course: course.name)
def test_rows_of_a_shipped_course_are_those_it_states(course):
    assert list(course.used_rows()) == sorted(course.rows, key=lambda row: int(row[1:]))


def test_rows_follow_what_was_changed():
    changed = CourseOfAction.model_validate(
        {
            "name": "x",
            "based_on": "contain-and-wait",
            "entry": {"rule": "immediate", "officers": 1},
            "on_site": ["unarmed-guard", "school-marshal"],
            "rescue": {"bystander_aid": True},
        }
    )
    assert changed.rows == ("R1",)
    assert list(changed.used_rows()) == ["R3", "R7", "R10", "R18"]


@pytest.mark.parametrize(
    ("case", "rows"),
    [
        ("borderline", ["R2", "R3", "R4", "R7"]),
        ("columbine", ["R1", "R9", "R18"]),
        ("parkland", ["R2", "R9"]),
        ("pulse", ["R2", "R3", "R6", "R9", "R18"]),
        ("tree-of-life", ["R2", "R3", "R4", "R6", "R18"]),
    ],
)
def test_what_was_done_names_the_rows_it_used(case, rows):
    assert list(read_scenario(case).course("as-happened").used_rows()) == rows


def test_an_officer_who_does_not_engage_is_said_not_to_act():
    first = course_words(read_scenario("columbine"))[0]
    said = dict(first["parts"])["People on site"]
    assert said == "one resource officer at a post, does not act, has no radio"


def test_what_is_made_of_a_shipped_course_is_not_called_by_its_name():
    scenario = read_scenario("borderline").with_(
        courses_of_action=[
            "two-officer-entry",
            {
                "name": "with-a-marshal",
                "based_on": "two-officer-entry",
                "on_site": "school-marshal",
            },
            {"name": "three", "title": "Two officers enter", "based_on": "breach"},
        ]
    )
    assert titles_of(scenario) == {
        "two-officer-entry": "Two officers enter (two-officer-entry)",
        "with-a-marshal": "With a marshal",
        "three": "Two officers enter (three)",
    }
    first, second, _ = course_words(scenario)
    assert first["description"]
    assert second["description"] == ""
