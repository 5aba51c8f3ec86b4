"""Presets of occupants by kind of place, and the warning where one is missing."""

import pytest

from asher.scenario import OccupantGroup
from asher.scenario.presets import PRESETS, preset_for
from asher.scenario.sources import assumptions, put_over
from asher.scenario.unfit import find_unfit
from places import box, opening, plan


def test_a_preset_fills_in_what_is_not_stated_beside_it():
    general = OccupantGroup.model_validate({"count": 5})
    classes = OccupantGroup.model_validate({"count": 5, "preset": "classroom"})
    assert classes.response.hide > general.response.hide
    own = OccupantGroup.model_validate({"count": 5, "preset": "classroom", "familiar_share": 0.2})
    assert (own.response, own.familiar_share) == (classes.response, 0.2)


@pytest.mark.parametrize("name", PRESETS)
def test_every_number_of_a_preset_says_what_it_rests_on(name):
    people = OccupantGroup.model_validate({"count": 5, "preset": name})
    for item in assumptions(people):
        assert item.where == "count" or item.judgement != "stated in the scenario file"


def test_another_preset_takes_the_place_of_what_the_first_filled_in():
    classes = OccupantGroup.model_validate({"count": 5, "preset": "classroom"})
    changed = OccupantGroup.model_validate(put_over(classes, {"preset": "mall"}))
    assert changed == OccupantGroup.model_validate({"count": 5, "preset": "mall"})


def school():
    return plan(
        box("hall", 0, 0, 10, 8, category="lobby"),
        box("room 1", 0, 8, 5, 14, category="classroom"),
        opening("exit", (0, 3), (0, 5), main_entrance=True),
        opening("window", (1, 14), (2, 14), category="window"),
    )


@pytest.mark.parametrize(
    ("group", "is_told"),
    [
        ({"within": "room 1"}, True),
        ({"within": {"category": "classroom"}}, True),
        ({"within": ["room 1", "hall"]}, False),
        ({"within": "hall"}, False),
        ({}, False),
        ({"within": "room 1", "preset": "classroom"}, False),
        ({"within": "room 1", "response": {"run": 1}}, False),
    ],
)
def test_pupils_who_do_what_people_anywhere_do_are_told(group, is_told):
    stated = {"hazard": "school", "occupants": [{"count": 5, **group}]}
    found = list(find_unfit(stated, school()))
    assert [each.allowed for each in found] == (
        ["preset: classroom, or their own response"] if is_told else []
    )
    assert not list(find_unfit({**stated, "hazard": None}, school()))


def test_a_category_without_a_preset_has_none():
    assert preset_for("classroom") == "classroom"
    assert not preset_for("staircase")
