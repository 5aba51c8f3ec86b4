"""`asher courses` lists what ships, whole, at any width."""

import json
import re

import pytest
from rich.console import Console

from asher.cli.verbs.courses import course_entry, courses_table
from asher.scenario import SHIPPED_COURSES, read_scenario
from command import asher


@pytest.mark.parametrize("columns", ["60", "80", "160"])
def test_every_shipped_course_is_listed_within_the_width(columns):
    done = asher("courses", columns=columns)
    assert done.exit_code == 0, done.output
    table = done.stdout.split("\n\nThe settings ")[0]
    assert max(map(len, table.splitlines())) <= int(columns)
    assert "…" not in table
    starts = [line.split()[0] for line in table.splitlines()[2:] if not line.startswith(" ")]
    assert starts == [course.name for course in SHIPPED_COURSES]
    assert "are judgements" in done.stdout.split("\n\nThe settings ")[1]
    # Words wrap into the column; put together again, not one of them is lost.
    words = set(re.findall(r"[\w-]+", table))
    for course in SHIPPED_COURSES:
        assert set(re.findall(r"[\w-]+", course.title + " " + course.description)) <= words
        assert set(course.rows) <= words


def test_list_for_programs_holds_the_same_courses():
    done = asher("courses", "--json")
    assert done.exit_code == 0, done.output
    listed = json.loads(done.stdout)
    assert [(one["name"], one["rows"]) for one in listed] == [
        (course.name, list(course.rows)) for course in SHIPPED_COURSES
    ]
    for one, course in zip(listed, SHIPPED_COURSES, strict=True):
        # The levers can be read back as the course they came from.
        words = {key: one[key] for key in ("name", "title", "description", "rows")}
        assert type(course).model_validate(words | one["levers"]) == course


def test_evidence_behind_a_course_is_shown(monkeypatch):
    from asher.scenario import sources

    rest = sources.Assumption("x", "1", "", "solo-active-shot, walk-speed", None, "S", "C")
    monkeypatch.setattr(sources, "assumptions", lambda _course: [rest, rest])
    entry = course_entry(SHIPPED_COURSES[0])
    assert entry["evidence"] == ["solo-active-shot", "walk-speed"]
    assert entry["sources"] == ["S"]
    console = Console(width=80)
    with console.capture() as shown:
        console.print(courses_table(SHIPPED_COURSES))
    assert "Source" in shown.get()
    assert "solo-active-" in shown.get()


def test_unknown_option_is_refused_with_a_near_one():
    done = asher("courses", "--jsn")
    assert done.exit_code == 2
    assert "--json" in done.output


def test_a_course_that_does_not_fit_the_place_is_named_as_the_option_wrote_it():
    ran = asher("compare", "corridor", "--courses", "two-officer-entry,armed-guard", "-n", "2")
    assert ran.exit_code == 2
    assert ran.output.startswith("--courses:1:19: armed-guard: on_site[0]: ")
    assert "scenario.json" not in ran.output


def test_courses_chosen_keep_the_sources_of_their_own_numbers():
    scenario = read_scenario("borderline")
    (path,) = (path for path in scenario.sources if path.startswith("courses_of_action[0]"))
    courses = [scenario.course("solo-entry"), scenario.course("as-happened")]
    moved = scenario.with_(courses_of_action=courses)
    assert moved.sources[path.replace("[0]", "[1]")] == scenario.sources[path]
    assert path not in scenario.with_(courses_of_action="solo-entry").sources
