"""Evidence that conflicts is named for the courses that rest on it, and for no others."""

import pytest

from asher import evidence
from asher.views.sections.conflicts import conflicts, figure_in_words
from views.hall import make_scenario

GUARDS = "Guards and other armed people at the place"
ACT = "Whether they act"


def scenario_of(*names):
    courses = [{"name": name, "based_on": name, "title": f"The {name}"} for name in names]
    return make_scenario().with_(courses_of_action=courses)


def headings(*names):
    return {one.heading for one in conflicts(scenario_of(*names))}


def test_courses_that_rest_on_no_doubtful_evidence_have_no_conflict():
    assert headings("contain-and-wait", "two-officer-entry", "four-officer-formation") == set()


@pytest.mark.parametrize(
    ("course", "expected"),
    [
        ("armed-guard", {GUARDS, ACT}),
        ("resource-officer", {GUARDS, ACT}),
        ("school-marshal", {GUARDS, ACT}),
        ("armed-bystanders", {GUARDS, ACT}),
        ("unarmed-guard", {"Unarmed guards", ACT}),
        ("solo-entry", {"An officer who enters alone"}),
        ("unarmed-resistance", {"Trained resistance"}),
        ("rescue-task-force", {"Care inside before the building is cleared"}),
        ("bystander-aid", {"Care inside before the building is cleared"}),
        ("hold-until-cleared", set()),
        ("joint-training", set()),
    ],
)
def test_each_course_brings_its_own_conflict(course, expected):
    assert headings("two-officer-entry", course) == expected


def test_a_conflict_names_its_courses_and_no_others():
    found = conflicts(scenario_of("two-officer-entry", "armed-guard", "school-marshal"))
    guards = next(one for one in found if one.heading == GUARDS)
    assert "\u201cThe armed-guard\u201d and \u201cThe school-marshal\u201d" in guards.statement
    assert "two-officer-entry" not in guards.statement


def test_contradicting_figures_stand_beside_one_another_unpooled():
    found = conflicts(scenario_of("armed-guard"))
    guards = next(one for one in found if one.heading == GUARDS)
    said = " ".join(guards.figures).replace("\u00a0", " ")
    for name in ("armed-citizen-fbi", "armed-citizen-disputed"):
        known = evidence.statistic(name)
        assert f"{known.k} of {known.n}" in said
        assert f"[{name}]" in said


def test_units_stand_where_the_quantity_does_not_name_them():
    assert "714\u00a0s" in figure_in_words(evidence.statistic("rtf-first-contact"))
    assert "odds ratio (" not in figure_in_words(evidence.statistic("tourniquet-survival"))


def test_a_reader_is_told_of_no_file_of_the_project():
    said = figure_in_words(evidence.statistic("encounter-officer-shot")).replace("\u00a0", " ")
    assert said.startswith("FBI as quoted in a document that started the project: ")
    assert "33 %. A document that started the project, grade C" in said
