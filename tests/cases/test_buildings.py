"""Whole buildings as people drew them, emptied as a drill: a school, a mall, and a shipped case."""

from pathlib import Path

import numpy as np
import pytest

from asher import read_floorplan, read_scenario
from asher.errors import Fault
from asher.floorplan import find_faults
from cases.drawing import crowd
from cases.verdicts import assert_all_out, assert_refused, run
from pace import ends, slow
from places import RUN, drill

PLANS = Path(__file__).parent / "plans"
LATE = {"median": "20 s", "p90": "60 s"}


def school(**changes):
    drawn = read_floorplan(PLANS / "school.plan.json")
    desks = [zone.name for zone in drawn.zones if zone.name.endswith("desks")]
    pupils = crowd(420, name="pupils", within=desks, **changes)
    staff = crowd(35, name="staff", within="Office desks", **changes)
    return drill(drawn, pupils, staff)


@pytest.mark.parametrize(
    "changes", [slow({}), {"pre_movement": LATE}, slow({"familiar_share": 0.5})]
)
def test_a_school_on_two_floors_empties(changes):
    times = assert_all_out(school(**changes), within_s=260, replications=2)
    # From the far end of the upper hallway: 80 m of way at 1.34 m/s and a stair at 0.7 m/s.
    assert times.min() > 60


def test_the_upper_floor_of_a_school_leaves_by_both_stairs():
    drawn = read_floorplan(PLANS / "school.plan.json")
    rooms = [f"Room {number}" for number in range(201, 212)]
    scenario = drill(drawn, crowd(200, name="upstairs", within=rooms))
    assert_all_out(scenario, within_s=240, replications=2)
    exits = run(scenario, replications=2).exits
    assert np.all(exits["West exit"][0] > 20)
    assert np.all(exits["East exit"][0] > 20)


def test_an_upper_floor_without_a_stair_is_a_fault(tmp_path):
    drawn = read_floorplan(PLANS / "school.plan.json").to_geojson()
    drawn["features"] = [
        feature for feature in drawn["features"] if feature["properties"]["kind"] != "connector"
    ]
    upstairs = crowd(20, name="upstairs", within="Room 201")
    assert_refused(tmp_path, drawn, upstairs, words=["no way out", "Floor 2"])


def test_a_door_drawn_20_cm_into_the_classroom_is_a_fault_with_its_place(tmp_path):
    drawn = read_floorplan(PLANS / "school.plan.json").to_geojson()
    (door,) = (
        feature
        for feature in drawn["features"]
        if feature["properties"].get("name") == "Room 101 door"
    )
    door["geometry"]["coordinates"] = [[1, 3.2], [2, 3.2]]
    assert_refused(tmp_path, drawn, crowd(20, within="Room 101"), words=["Room 101 door"])


@pytest.mark.parametrize("familiar", [1, 0.3])
def test_a_mall_empties(familiar):
    drawn = read_floorplan(PLANS / "mall.plan.json")
    errors = [fault for fault in find_faults(drawn) if _is_error(fault)]
    assert errors == []
    scenario = drill(drawn, crowd(390, name="shoppers", familiar_share=familiar))
    assert_all_out(scenario, within_s=260, replications=2)


def _is_error(fault: Fault) -> bool:
    return fault.severity == "error"


def as_drill(scenario):
    """The people of a shipped case, who all leave at once."""
    groups = [
        each.model_dump(exclude_unset=True) | {"response": RUN, "pre_movement": "10 s"}
        for each in scenario.occupants
    ]
    return drill(scenario.floorplan, *groups, horizon="1 h")


@pytest.mark.slow
def test_parkland_as_a_drill_empties():
    scenario = as_drill(read_scenario("parkland"))
    assert sum(each.count for each in scenario.occupants) == 900
    assert_all_out(scenario, within_s=1200, replications=3)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["borderline", "pulse", "tree-of-life", "columbine"])
def test_every_shipped_case_empties_as_a_drill(name):
    assert_all_out(as_drill(read_scenario(name)), within_s=1500, replications=2)


# Nobody takes longer [s]: the last are children, people who walk slowly, and ends of queues.
FICTIONAL = {
    "cinema": 900, "elementary-school": 600, "high-school": 900, "hospital-ward": 600,
    "house-of-worship": 600, "mall": 900, "office-floor": 600, "railway-hall": 900,
}  # fmt: skip


@pytest.mark.parametrize(("name", "within_s"), ends(FICTIONAL.items()))
def test_every_fictional_place_empties(name, within_s):
    scenario = as_drill(read_scenario(name))
    assert_all_out(scenario, within_s=within_s, replications=2, walls=False)


def test_some_of_each_floor_of_parkland_empty_down_its_stairs():
    case = as_drill(read_scenario("parkland"))
    groups = [
        {**each.model_dump(exclude_unset=True), "count": min(each.count, 60)}
        for each in case.occupants
    ]
    assert_all_out(drill(case.floorplan, *groups, horizon="1 h"), within_s=400, replications=2)
