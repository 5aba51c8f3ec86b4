"""Occupant groups: when they start, where they come in, with whom they stay, and their arrays."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from asher.errors import ScenarioError
from asher.kernels.site_step import start_replication
from asher.kernels.streams import Stream
from asher.scenario import OccupantGroup, Scenario, scenario_schema
from asher.scenario.arrivals import Inflow
from asher.simulation.arrays import build_site, build_world
from places import box, drill, group, inner, offices, opening, people_at, plan, zone
from tolerance import assert_share


def hall(*features):
    return plan(
        box("hall", 0, 0, 10, 8),
        opening("exit", (0, 3), (0, 5), main_entrance=True),
        opening("gate", (10, 3), (10, 5), category="gate"),
        opening("pane", (4, 0), (5, 0), category="window"),
        *features,
    )


def leavers(count=None, **changes):
    """A group of `places.group` whose start or count is stated by another key."""
    stated = group(count, **changes)
    dropped = {"count"} if count is None else set()
    dropped |= {"pre_movement"} if {"start_times", "inflow"} & set(changes) else set()
    return {key: value for key, value in stated.items() if key not in dropped}


def groups_of(*groups, floorplan=None, **changes):
    site, _ = build_site(drill(floorplan or hall(), *groups, **changes))
    return site.groups


# Start times and inflow.


def test_start_times_count_the_people_and_are_their_own():
    found = groups_of(leavers(start_times=["0 s", "5 s", "1 min"]), group(2, name="others"))
    assert (found.terms.start.tolist(), found.terms.stop.tolist()) == ([0, 3], [3, 5])
    assert found.members.starts_at[:3].tolist() == [0, 5, 60]
    assert np.all(np.isnan(found.members.starts_at[3:]))


def test_each_begins_to_walk_at_the_stated_time():
    scenario = drill(hall(), leavers(start_times=["0 s", "5 s", "1 min"]))
    world = started(scenario)
    assert world.incident.occupants.notice_at[:3].tolist() == [0, 5, 60]


def test_who_comes_in_has_a_time_and_an_opening():
    rate = {"opening": "gate", "rate_per_s": 2.0, "from": "10 s"}
    times = {"opening": "exit", "times": ["3 s", "1 s"]}
    found = groups_of(
        leavers(3, name="stream", inflow=rate),
        leavers(name="late", inflow=times),
        group(1, name="inside"),
    )
    assert found.members.enters_at.tolist() == [10, 10.5, 11, 3, 1, math.inf]
    assert found.terms.enters_by.tolist() == [1, 0, -1]


def test_inflow_survives_writing_and_reading():
    for stated in (
        {"opening": "gate", "rate_per_s": 1.5, "from": "3 s"},
        {"opening": "gate", "times": ["3 s", "4 s"]},
    ):
        inflow = Inflow.model_validate(stated)
        assert inflow.model_dump(mode="json") == stated
        assert Inflow.model_validate(inflow.model_dump()) == inflow


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"start_times": ["0 s"], "count": 2}, "count is 2 but start_times states 1 times"),
        ({"start_times": ["0 s"], "pre_movement": "3 s"}, "both pre_movement and start_times"),
        ({"start_times": [0]}, "a time of at least 0 with its unit"),
        (
            {"at_m": [[1, 1], [2, 2]], "start_times": ["0 s"]},
            "count is 2 but start_times states 1 times",
        ),
        ({"count": 2, "inflow": {"opening": "gate"}}, "both rate_per_s and times, or neither"),
        (
            {"count": 2, "inflow": {"opening": "gate", "rate_per_s": 1, "times": ["1 s"]}},
            "both rate_per_s and times, or neither",
        ),
        (
            {"inflow": {"opening": "gate", "times": ["1 s"], "from": "3 s"}},
            "from goes with rate_per_s",
        ),
        ({"inflow": {"opening": "gate", "rate_per_s": 1.0}}, "Field required"),
        ({"count": 2, "inflow": {"opening": "gate", "rate_per_s": 0}}, "greater than 0"),
        (
            {"count": 3, "inflow": {"opening": "gate", "times": ["1 s", "2 s"]}},
            "count is 3 but inflow.times states 2 times",
        ),
        (
            {"count": 1, "within": "hall", "inflow": {"opening": "gate", "rate_per_s": 1}},
            "both within and inflow",
        ),
        (
            {"at_m": [[1, 1]], "inflow": {"opening": "gate", "rate_per_s": 1}},
            "both at_m and inflow",
        ),
        (
            {"start_times": ["0 s"], "inflow": {"opening": "gate", "rate_per_s": 1}},
            "both start_times and inflow",
        ),
        (
            {"count": 1, "pre_movement": "3 s", "inflow": {"opening": "gate", "rate_per_s": 1}},
            "both pre_movement and inflow",
        ),
        ({"count": 3, "stays_together": 4}, "stays_together is 4 but the group has 3 people"),
        ({"count": 3, "stays_together": 1}, "greater than or equal to 2"),
        ({"count": 3, "assisted_share": 1.2}, "a share from 0 to 1"),
        ({"count": 3, "assisted_pace": 0}, "greater than 0"),
        ({"count": 3, "rerouting_share": -1}, "a share from 0 to 1"),
    ],
    ids=str,
)
def test_what_contradicts_itself_is_refused(stated, words):
    with pytest.raises(ValidationError, match=words):
        OccupantGroup.model_validate(stated)


@pytest.mark.parametrize(
    ("stated", "where", "found"),
    [
        ({"inflow": {"opening": "gaet", "rate_per_s": 1}}, "inflow.opening", "not in the plan"),
        ({"inflow": {"opening": "pane", "rate_per_s": 1}}, "inflow.opening", "not in the plan"),
        ({"inflow": {"opening": "inner", "rate_per_s": 1}}, "inflow.opening", "not in the plan"),
        ({"inflow": {"opening": "gate", "rate_per_s": 0.01}}, "inflow", "the last of 30 comes in"),
        (
            {"inflow": {"opening": "gate", "rate_per_s": 1}, "exits": ["gate"]},
            "inflow.opening",
            "have no other way out",
        ),
        (
            {"count": 1, "inflow": {"opening": "gate", "times": ["31 min"]}},
            "inflow.times[0]",
            "31 min is after the end",
        ),
        ({"count": 2, "start_times": ["1 s", "1 h"]}, "start_times[1]", "1 h is after the end"),
    ],
    ids=str,
)
def test_what_does_not_go_with_the_plan_or_the_horizon_is_told(stated, where, found):
    floorplan = hall(box("office", 0, 8, 10, 12), inner("inner", (4, 8), (5, 8)))
    fault = fault_of(floorplan, leavers(**{"count": 30} | stated))
    assert fault.where == f"occupants[0].{where}"
    assert found in fault.found


def test_nobody_comes_in_while_there_is_a_hazard():
    stream = leavers(3, inflow={"opening": "gate", "rate_per_s": 1})
    fault = fault_of(hall(), stream, hazard="national")
    assert (fault.where, fault.found) == (
        "occupants[0].inflow",
        "people come in during an attack",
    )


def fault_of(floorplan, *groups, **changes):
    """The one fault of a drill."""
    good = drill(floorplan, group(1))
    with pytest.raises(ScenarioError) as caught:
        good.with_(occupants=list(groups), **changes)
    assert len(caught.value.faults) == 1, caught.value.faults
    return caught.value.faults[0]


# Parties and help.


def test_people_of_a_group_form_parties_one_after_another():
    found = groups_of(
        group(7, name="families", stays_together=3),
        group(2, name="alone"),
        group(4, name="class", stays_together=4),
    )
    assert found.members.party.tolist() == [0, 0, 0, 1, 1, 1, -1, -1, -1, 2, 2, 2, 2]


def started(scenario, replication=0):
    """The world at the start of one replication."""
    site, _ = build_site(scenario)
    world = build_world(site)
    start_replication(site, world, Stream(np.uint64(5), replication))
    return world


def helped_in(world):
    """Who helps, and whom."""
    helper = np.flatnonzero(world.incident.occupants.helps >= 0)
    return helper, world.incident.occupants.helps[helper]


def ward(count=100, **changes):
    stated = {
        "mobility_limited_share": 0.4,
        "mobility_limited_pace": 0.5,
        "assisted_share": 0.5,
        "assisted_pace": 0.8,
        "walking_speed_m_s": 1.0,
    }
    return group(count, **stated | changes)


def test_the_helped_and_their_helpers_walk_at_the_pace_of_the_pair():
    world = started(drill(hall(), ward()))
    speed, party = world.people.speed[:100], world.incident.occupants.party
    helper, helped = helped_in(world)
    assert len(set(helped)) == len(helped) > 5
    assert not set(helper) & set(helped)
    assert speed[helper] == pytest.approx(0.8)
    assert speed[helped] == pytest.approx(0.8)
    assert np.all(party[helper] == party[helped])
    assert len(set(party[helper])) == len(helper)
    alone = np.setdiff1d(np.arange(100), np.concatenate([helper, helped]))
    assert np.all(party[alone] == -1)
    assert set(np.round(speed[alone], 6)) == {0.5, 1.0}


def test_the_share_of_the_limited_who_are_helped_is_the_one_stated():
    helped = limited = 0
    for replication in range(20):
        world = started(drill(hall(), ward(assisted_pace=0.9)), replication)
        found = helped_in(world)[1]
        helped += len(found)
        limited += len(found) + np.sum(world.people.speed[:100] == np.float32(0.5))
    assert_share(helped, limited, 0.5)


def test_a_helper_is_the_next_who_can_and_nobody_helps_two():
    world = started(drill(hall(), ward(10, mobility_limited_share=0.8, assisted_share=1)))
    helper, helped = helped_in(world)
    free = int(np.sum(world.incident.occupants.helps[:10] >= 0))
    assert len(helper) == len(set(helped)) == free <= 5
    assert (
        started(drill(hall(), ward(10, mobility_limited_share=1))).incident.occupants.helps.max()
        == -1
    )


def test_who_is_slower_than_the_pair_sets_its_pace():
    two = {"walking_speed_m_s": {"values": [0.4, 1.6]}, "walking_speed_sd_m_s": None}
    slow = ward(**two, assisted_pace=1.0)
    world = started(drill(hall(), slow))
    helper, helped = helped_in(world)
    speed = world.people.speed
    assert np.array_equal(speed[helper], speed[helped])
    assert np.unique(speed[helper]) == pytest.approx([0.4, 1.6])


def test_help_changes_no_other_draw():
    without, with_help = (started(drill(hall(), ward(assisted_share=s))) for s in (0, 1))
    assert np.array_equal(without.people.x, with_help.people.x)
    assert np.array_equal(
        without.incident.occupants.pre_movement, with_help.incident.occupants.pre_movement
    )


def test_a_party_stays_whole_where_one_of_it_helps_another():
    world = started(drill(hall(), ward(20, stays_together=20, assisted_share=1)))
    assert np.all(world.incident.occupants.party[:20] == 0)


# The whole scenario.


def test_the_cap_on_flow_is_a_number_or_the_handbooks():
    assert build_site(drill(hall(), group(1)))[0].walking.max_specific_flow == math.inf
    for stated, cap in ((1.0, 1.0), ("sfpe", 1.33), (None, math.inf)):
        scenario = drill(hall(), group(1), max_specific_flow_per_m_s=stated)
        assert build_site(scenario)[0].walking.max_specific_flow == cap
        assert Scenario.from_document(scenario.to_document()) == scenario
    with pytest.raises(ValidationError, match="or sfpe"):
        drill(hall(), group(1), max_specific_flow_per_m_s="spfe")
    with pytest.raises(ValidationError, match="greater than 0"):
        drill(hall(), group(1), max_specific_flow_per_m_s=0)


NEW_KEYS = [
    {"walking_speed_m_s": {"low": 1, "high": 2}},
    {"walking_speed_m_s": "child"},
    {"pre_movement": {"low": "1 s", "high": "2 s"}},
    {"start_times": ["0 s", "1 s"]},
    {"inflow": {"opening": "gate", "rate_per_s": 1.0}},
    {"stays_together": 2},
    {"assisted_share": 0.5},
    {"assisted_pace": 0.5},
    {"rerouting_share": 0.5},
]


@pytest.mark.parametrize("changes", NEW_KEYS, ids=str)
def test_each_key_changes_the_digest_and_survives_storage(changes):
    plain = drill(hall(), {"count": 2})
    changed = drill(hall(), {"count": 2, **changes})
    assert changed.digest != plain.digest
    assert Scenario.from_document(changed.to_document()) == changed
    assert changed.with_(seed=3).digest == changed.digest
    capped = plain.with_(max_specific_flow_per_m_s=1.33)
    assert capped.digest != plain.digest
    assert capped == plain.with_(max_specific_flow_per_m_s="sfpe")


def test_the_schema_knows_every_key():
    schema = scenario_schema()
    groups = schema["$defs"]["OccupantGroup"]["properties"]
    assert {key for changes in NEW_KEYS for key in changes} <= set(groups)
    assert groups["walking_speed_m_s"]["oneOf"]
    assert {"required": ["start_times"]} in schema["$defs"]["OccupantGroup"]["anyOf"]
    assert "max_specific_flow_per_m_s" in schema["properties"]


# Where people can stand.


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ((10.05, 1), "is outside every space"),
        ((10, 6), "(10, 6) is 0.00 m from a wall or obstacle"),
        ((9.92, 6), "is 0.08 m from a wall or obstacle"),
        ((5, 4), "is inside obstacle 'bar'"),
        ((2, 6.05), "is 0.05 m from a wall or obstacle"),
    ],
    ids=str,
)
def test_an_exact_place_in_a_wall_or_in_furniture_is_told(place, found):
    from places import obstacle, wall

    floorplan = hall(obstacle("bar", 4, 3, 6, 5, see_over=True), wall((1, 6), (3, 6)))
    fault = fault_of(floorplan, people_at([(1, 1), place]))
    assert fault.where == "occupants[0].at_m[1]"
    assert found in fault.found


def test_a_place_in_an_open_door_or_a_tenth_of_a_metre_from_a_wall_is_good():
    assert drill(hall(), people_at([(0, 4), (9.9, 7), (9.0, 1), (9.2, 1)]))


def test_two_people_on_one_point_are_told_with_both_places():
    fault = fault_of(hall(), people_at([(1, 1), (2, 2)], name="a"), people_at([(2, 2)], name="b"))
    assert fault.where == "occupants[1].at_m[0]"
    assert fault.found == "(2, 2) is also the place of occupants[0].at_m[1]"


def test_people_who_do_not_fit_on_the_free_floor_are_told_how_many_do():
    floorplan = hall(zone("corner", 0, 0, 1, 1))
    # The zone and half a body around it, kept off both walls.
    assert "persons per m2" in fault_of(floorplan, group(9, within="corner")).allowed
    assert drill(floorplan, group(5, within="corner"))
    fault = fault_of(floorplan, group(490, within="hall"))
    assert fault.where == "occupants[0].count"
    assert fault.allowed == "at most 479, 6 persons per m2"


def test_groups_that_fit_alone_but_not_together_are_told():
    halves = [group(300, name=name, within="hall") for name in ("left", "right")]
    fault = fault_of(hall(), *halves)
    assert (fault.where, fault.found[:10]) == ("occupants", "600 people")
    streams = [leavers(300, name=n, inflow={"opening": "gate", "rate_per_s": 1}) for n in "ab"]
    assert drill(hall(), *streams)


def test_a_group_without_floor_to_stand_on_is_told():
    from places import obstacle

    full = hall(
        box("store", 0, 8, 10, 9),
        inner("store door", (4, 8), (5, 8)),
        obstacle("racks", 0.2, 8.2, 9.8, 8.8, see_over=False),
    )
    fault = fault_of(full, group(2, within="store"))
    assert fault.found == "no free floor to stand on for 2 people"
    assert drill(full, group(2, within=["store", "hall"]))


def test_an_opening_closes_once():
    closures = [{"opening": "exit", "at": at} for at in ("20 s", "10 s")]
    fault = fault_of(hall(), group(1), closures=closures)
    assert (fault.where, fault.found) == (
        "closures[1].opening",
        "'exit' closes here a second time",
    )


def test_a_level_that_does_not_exist_is_told():
    fault = fault_of(offices(), people_at([(1, 1)], level="first"))
    assert (fault.where, fault.found) == ("occupants[0].level", "'first' is not in the plan")
