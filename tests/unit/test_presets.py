"""Presets of occupants by kind of place, filled in and told."""

import pytest

from asher.scenario import OccupantGroup, Scenario
from asher.scenario.fitting import find_unfit, with_presets
from asher.scenario.presets import PRESETS, preset_for
from asher.scenario.sources import assumptions, put_over
from places import RUN, attack, box, drill, inner, opening, plan


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
        inner("door", (2, 8), (3, 8)),
        opening("window", (1, 14), (2, 14), category="window"),
    )


@pytest.mark.parametrize(
    ("group", "preset"),
    [
        ({"within": "room 1"}, "classroom"),
        ({"within": {"category": "classroom"}}, "classroom"),
        ({"within": "room 1", "familiar_share": 0.2}, "classroom"),
        ({"within": "room 1", "preset": "staff"}, "staff"),
        ({"within": ["room 1", "hall"]}, None),
        ({"within": "hall"}, None),
        ({}, None),
        ({"within": "room 1", "preset": None}, None),
        ({"within": "room 1", "response": RUN}, None),
    ],
)
def test_people_have_the_preset_of_their_place_unless_something_is_stated(group, preset):
    made = OccupantGroup.model_validate({"count": 5, **group})
    (found,) = with_presets((made,), school())
    as_stated = {"count": 5, **group} | ({"preset": preset} if preset else {})
    assert found == OccupantGroup.model_validate(as_stated)
    # Once more, as when a scenario is changed or read back, changes nothing.
    assert with_presets((found,), school()) == (found,)


def test_an_attack_has_them_and_a_drill_has_not():
    here = attack(school(), {"count": 5, "within": "room 1"})
    assert [each.preset for each in here.occupants] == ["classroom"]
    assert here.occupants[0].response.hide == pytest.approx(0.67)
    assert Scenario.from_document(here.to_document()) == here
    drilled = drill(school(), {"count": 5, "within": "room 1"})
    assert [each.preset for each in drilled.occupants] == [None]
    assert [each.preset for each in drilled.with_(hazard="school").occupants] == ["classroom"]


@pytest.mark.parametrize(
    ("own", "is_told"),
    [
        ({"preset": "office"}, True),
        ({"preset": "mall"}, True),
        ({"preset": "office", "response": {"run": 1}}, False),
        ({"preset": "classroom"}, False),
        ({"preset": "staff"}, False),
        ({"preset": None}, False),
        ({}, False),
    ],
)
def test_people_of_another_kind_of_place_are_told(own, is_told):
    stated = {"hazard": "school", "occupants": [{"count": 5, "within": "room 1", **own}]}
    found = list(find_unfit(stated, school()))
    assert [each.allowed for each in found] == (
        ["classroom, or their own response beside it"] if is_told else []
    )
    assert not list(find_unfit({**stated, "hazard": None}, school()))


def test_a_category_without_a_preset_has_none():
    assert preset_for("classroom") == "classroom"
    assert not preset_for("staircase")
