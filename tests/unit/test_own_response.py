"""What a course of action has otherwise than the response of its scenario, in files and words."""

import pytest

from asher import read_scenario
from asher.comparison.needs import memory_needed
from asher.comparison.sensitivity import ASSUMPTIONS
from asher.errors import ScenarioError
from asher.scenario import CourseOfAction, Lever, Response, Scenario, assumptions, shipped_course
from asher.scenario.parts.own_response import OwnResponse
from asher.scenario.scenario_files import check_scenario
from asher.simulation.posterior import stated_fields
from asher.views.words.course_words import course_words
from asher.views.words.situation import clocks_table

FILE = """\
title: A school
plan: elementary-school
occupants: {count: 10, within: library}
hazard: school
response: {travel: 8 min, officers: 4}
courses_of_action:
  - two-officer-entry
  - name: tried
    based_on: two-officer-entry
    response: STATED
sources: {"courses_of_action[1].response.travel": the station that is planned}
"""
NEARER = FILE.replace("STATED", "{travel: 5 min, officer: {hit_chance: 40 %}}")


def written(folder, text):
    path = folder / "school.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("stated", "column", "found", "allowed"),
    [
        ("{travl: 5 min}", "16", "unknown key 'travl'", "(did you mean 'travel'?)"),
        ("{travel: 5}", "24", "found 5", "a time with its unit, such as '3 min'"),
        ("{officers: 2.5}", "26", "found 2.5", "a whole number"),
        ("{shared_radio: perhaps}", "30", 'found "perhaps"', "true or false"),
        ("{officers: 500}", "26", "found 500", "less than or equal to 200"),
        ("{travel: {median: 3 min, p90: 2 min}}", "24", "p90 2 min", "must not be below"),
        ("{officer: {hit_chanc: 0.4}}", "26", "unknown key 'hit_chanc'", "'hit_chance'?)"),
        ("5 min", "15", 'found "5 min"', "a mapping of keys to values"),
    ],
)
def test_what_is_wrong_is_told_as_in_the_response_of_the_scenario(
    tmp_path, stated, column, found, allowed
):
    for path in ("response", "courses_of_action[1].response"):
        text = FILE.replace("sources", "#").replace("STATED", "{}")
        if path == "response":
            text = text.replace("{travel: 8 min, officers: 4}", stated)
        else:
            text = FILE.replace("sources", "#").replace("STATED", stated)
        with pytest.raises(ScenarioError) as caught:
            check_scenario(written(tmp_path, text))
        (said,) = [str(fault).replace(f"{tmp_path}/", "") for fault in caught.value.faults]
        place = f"5:{int(column) - 4}" if path == "response" else f"10:{column}"
        assert said.startswith(f"school.yaml:{place}: {path}"), said
        assert found in said
        assert allowed in said


def test_words_rows_and_sources_of_what_a_course_has_for_itself(tmp_path):
    scenario = read_scenario(written(tmp_path, NEARER))
    usual, tried = course_words(scenario)
    said = "travel 5 min instead of 8 min; officers' hit chance 40\u00a0% instead of 30\u00a0%"
    assert ("Response", said) in tried["parts"]
    assert ("R23", "response times and officers") in tried["rows"]
    assert "Response" not in dict(usual["parts"])
    assert "times of their own" in str(clocks_table(scenario).caption)
    plain = scenario.with_(courses_of_action=["lockdown"])
    assert "times of their own" not in str(clocks_table(plain).caption)
    stated = {one.where: one for one in assumptions(scenario)}
    travel = stated["courses_of_action[1].response.travel"]
    assert (travel.value, travel.judgement) == ("5 min", "the station that is planned")
    assert "courses_of_action[0].response.travel" not in stated
    # A course that states what is so already uses the row, and changes nothing.
    same = tried_with(scenario, {"travel": "8 min"})
    assert dict(course_words(same)[0]["parts"]).get("Response") is None


def tried_with(scenario, own, **changes):
    course = {"name": "tried", "based_on": "contain-and-wait", "response": own}
    return scenario.with_(courses_of_action=[course], **changes)


def test_a_course_that_states_nothing_of_it_is_written_as_ever():
    # Results of earlier runs are found by what is written.
    assert "response" not in shipped_course("lockdown").model_dump()
    assert shipped_course("lockdown").response.over(given := Response()) is given


def test_what_is_stated_is_read_back_as_it_was_written(tmp_path):
    scenario = read_scenario(written(tmp_path, NEARER))
    again = Scenario.from_document(scenario.to_document())
    assert again == scenario
    assert again.digest == scenario.digest
    assert hash(again.courses_of_action[1]) == hash(scenario.courses_of_action[1])
    own = scenario.courses_of_action[1].response.over(scenario.response)
    assert (own.travel.median_s, own.officers, own.officer.hit_chance) == (300, 4, 0.4)
    assert own.officer.resolve == scenario.response.officer.resolve
    other = tried_with(scenario, {"travel": "6 min"})
    assert other.digest != tried_with(scenario, {"travel": "5 min"}).digest


def test_a_lever_changes_one_time_and_leaves_the_others():
    nearer = Lever(name="nearer", words="A nearer station.", change={"response": {"travel": "3 s"}})
    more = Lever(name="more", words="One more.", change={"response": {"officers": 9}})
    course = more.added_to(nearer.added_to("two-officer-entry"))
    assert course.response == OwnResponse(travel="3 s", officers=9)


def test_who_waits_for_a_team_may_bring_it_or_do_without(tmp_path):
    scenario = read_scenario(written(tmp_path, NEARER))
    none = {"tactical_team_size": 0}
    tried_with(scenario, {"tactical_team_size": 3}, response=none)
    with pytest.raises(ScenarioError, match="waits for a tactical team, and there is none"):
        tried_with(scenario, none)
    (said,) = course_words(tried_with(scenario, {"tactical_team_size": 3}))
    assert "a tactical team of 3 enters" in dict(said["parts"])["Entry"]


def test_calibrated_numbers_that_a_course_states_are_not_drawn(tmp_path):
    scenario = read_scenario(
        written(tmp_path, NEARER.replace("{travel: 8 min, officers: 4}", "{}"))
    )
    usual, tried = (stated_fields(scenario, one) for one in scenario.courses_of_action)
    assert set(tried) - set(usual) == {"response.travel", "response.officer.hit_chance"}


def test_memory_counts_every_number_of_officers(tmp_path):
    scenario = read_scenario(written(tmp_path, NEARER))
    usual, tried = scenario.courses_of_action
    more = CourseOfAction.model_validate(
        {**usual.model_dump(), "name": "m", "response": {"officers": 9}}
    )
    needs = [
        memory_needed(scenario.with_(courses_of_action=[usual, one]), replications=10, threads=1)
        for one in (tried, more)
    ]
    assert needs[1].people == pytest.approx(2 * needs[0].people)
    assert needs[1].plan == needs[0].plan


def test_what_an_answer_hangs_on_scales_the_times_of_courses_too(tmp_path):
    scenario = read_scenario(written(tmp_path, NEARER))
    travel = next(one for one in ASSUMPTIONS if one.name == "travel").scaled(scenario, 2.0)
    assert travel.response.travel.median_s == 960
    assert travel.courses_of_action[0].response.travel is None
    assert travel.courses_of_action[1].response.travel.median_s == 600
