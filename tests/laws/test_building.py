"""Measures on the building (R22): the same incidents in the plan as it is and as it is made.

A mean difference counts when it is more than five of its standard errors from zero, which is the
smallest effect it would catch.
"""

import numpy as np
import pytest

from asher.simulation.arrays import sites_by_course
from asher.simulation.recording import record
from asher.simulation.site import simulate
from pairs import assert_raises
from places import RUN, attack, box, drill, group, inner, opening, people_at, plan, zone

ROOM_M, CORRIDOR_M = 8.0, 3.0


def school(**door):
    """Eight classrooms on both sides of a corridor with an exit at each end; no room locks."""
    length = 4 * ROOM_M
    rooms, doors = [], []
    for number in range(8):
        x, low = ROOM_M * (number % 4), number < 4
        y0, y1 = (-7.0, 0.0) if low else (CORRIDOR_M, CORRIDOR_M + 7.0)
        wall = 0.0 if low else CORRIDOR_M
        rooms.append(box(f"room {number}", x, y0, x + ROOM_M, y1, category="classroom"))
        doors.append(inner(f"door {number}", (x + 1, wall), (x + 1.95, wall), **door))
    return plan(
        box("corridor", 0, 0, length, CORRIDOR_M, category="walkway"),
        *rooms,
        *doors,
        opening("west exit", (0, 0.6), (0, 2.4), main_entrance=True),
        opening("east exit", (length, 0.6), (length, 2.4)),
    )


# The attack begins at the entrance, whatever else a building has.
MET = people_at([(2.0, 1.5), (30.0, 1.5)], name="met")


def course(name, building=None, **parts):
    measures = {} if building is None else {"building": building}
    return {"name": name, "based_on": "two-officer-entry", **parts, **measures}


def incidents(*courses, floorplan=None, n=200, **changes):
    """An attack on classes at their desks, who are told and trained to lock themselves in."""
    classes = group(96, within={"category": "classroom"}, pre_movement="6 s", response=RUN)
    scenario = attack(
        floorplan or school(), classes, MET, courses_of_action=list(courses),
        **{"hazard": {"dwell": "20 s"}, "response": {"guidance_share": 1}} | changes,
    )  # fmt: skip
    return simulate(scenario, replications=n, seed=5)


LOCKDOWN = {"guidance": "lockdown", "notice": {"public_address": True}}


@pytest.mark.slow
def test_locks_on_all_classrooms_save_lives_under_a_lockdown():
    locks = {"lock": {"category": "classroom"}, "lock_delay": "5 s"}
    outcome = incidents(course("as-it-is", **LOCKDOWN), course("locks", locks, **LOCKDOWN))
    killed, sheltered = outcome.columns["killed"], outcome.columns["sheltered"]
    assert_raises(killed[1], killed[0])
    assert_raises(sheltered[0], sheltered[1])
    assert np.all(sheltered[0] == 0)


@pytest.mark.slow
def test_a_lock_that_turns_sooner_saves_lives_of_those_who_are_in_their_rooms():
    floorplan = school(lockable=True, lock_delay_s=60.0)
    outcome = incidents(
        course("key-from-outside", **LOCKDOWN),
        course("thumb-turn", {"lock_delay": "2 s"}, **LOCKDOWN),
        floorplan=floorplan,
    )
    assert_raises(*outcome.columns["casualties"][::-1])


def test_a_room_that_needs_no_key_is_locked_by_whoever_is_in_it():
    classes = group(96, within={"category": "classroom"}, pre_movement="6 s", key_share=0)
    scenario = attack(
        school(lockable=True, lock_delay_s=5.0), classes, MET, response={"guidance_share": 1},
        courses_of_action=[
            course("key", **LOCKDOWN), course("no-key", {"without_key": True}, **LOCKDOWN),
        ],
    )  # fmt: skip
    casualties = simulate(scenario, replications=200, seed=5).columns["casualties"]
    assert_raises(*casualties[::-1])


@pytest.mark.parametrize("cap", ["sfpe", None])
def test_a_wider_exit_empties_a_crowded_room_in_the_ratio_of_the_widths(cap):
    # 200 people before one door: what they need is their number over the flow. Where a planner's
    # cap holds, that is the cap times the width; as people walk, a narrow door passes more for
    # each metre, and the last few metres of walking are the same.
    hall = plan(
        box("hall", 0, 0, 10, 10),
        opening("exit", (4.55, 0), (5.45, 0), main_entrance=True),
        zone("crowd", 0.5, 0.5, 9.5, 9.5),
    )
    scenario = drill(
        hall,
        group(200, within="crowd"),
        courses_of_action=[course("as-it-is"), course("wide", {"widen": {"exit": "1.8 m"}})],
        **({"max_specific_flow_per_m_s": cap} if cap else {}),
    )
    narrow, wide = simulate(scenario, replications=6, seed=3).columns["evacuation_time_s"]
    ratio = narrow / wide
    if cap:
        assert ratio.mean() == pytest.approx(2.0, abs=0.04)
    else:
        assert 1.2 < ratio.mean() < 2.0


def test_an_added_door_opens_a_dead_end():
    # 39 m from the only exit, and 1 m from where the door is to be.
    dead_end = plan(
        box("corridor", 0, 0, 40, 3),
        opening("exit", (40, 0.6), (40, 2.4), main_entrance=True),
    )
    added = {"add_doors": {"name": "new exit", "at_m": [0, 1.5], "width": "0.95 m"}}
    scenario = drill(
        dead_end,
        people_at([(1.0, 1.5)]),
        courses_of_action=[course("as-it-is"), course("door", added)],
    )
    outcome = simulate(scenario, replications=1)
    before, after = outcome.columns["evacuation_time_s"][:, 0]
    assert before == pytest.approx(39 / 1.34, abs=1.0)
    assert after < 2.0
    assert outcome.exits["new exit"].tolist() == [[0.0], [1.0]]
    assert outcome.exits["exit"].tolist() == [[1.0], [0.0]]


def test_an_opened_exit_shortens_the_way():
    scenario = drill(
        plan(
            box("corridor", 0, 0, 40, 3),
            opening("main exit", (40, 0.6), (40, 2.4), main_entrance=True),
            opening("chained exit", (0, 0.6), (0, 2.4)),
        ),
        people_at([(10.0, 1.5)]),
        closures=[{"opening": "chained exit", "at": "0 s"}],
        courses_of_action=[course("chained"), course("opened", {"open": "chained exit"})],
    )
    before, after = simulate(scenario, replications=1).columns["evacuation_time_s"][:, 0]
    assert before == pytest.approx(30 / 1.34, abs=1.0)
    assert after == pytest.approx(10 / 1.34, abs=1.0)


SO_ALREADY = (
    {},
    {"lock": "room 0", "lock_delay": "40 s"},
    {"lock": {"category": "classroom"}},
    {"lock_delay": "1 min"},
    {"without_key": True},
    {"widen": {"east exit": "1.8 m"}},
    {"open": ["east exit", "door 3"]},
)


def test_what_is_so_already_changes_nothing():
    floorplan = school(lockable=True, lock_delay_s=30.0)
    outcome = incidents(
        course("as-it-is", **LOCKDOWN),
        *(course(f"so-{k}", building, **LOCKDOWN) for k, building in enumerate(SO_ALREADY)),
        floorplan=floorplan,
        n=20,
    )
    for column in (*outcome.columns.values(), outcome.ending, *outcome.exits.values()):
        for row in column[1:]:
            assert np.array_equal(row, column[0], equal_nan=True)


def test_a_course_beside_others_with_measures_runs_as_it_does_alone():
    alone = incidents(course("as-it-is"), n=20)
    added = {"add_doors": {"name": "new exit", "at_m": [20, 10], "width": "1.2 m"}}
    beside = incidents(course("locks", {"lock": "room 1"}), course("as-it-is"),
                       course("door", added), n=20)  # fmt: skip
    for name, column in alone.columns.items():
        assert np.array_equal(column[0], beside.columns[name][1], equal_nan=True), name


def test_everybody_and_the_hazard_begin_alike_in_every_building():
    # Would catch streams that hang on the layout, and a hazard that comes in by a new door.
    measures = {
        "lock": "room 0",
        "add_doors": [
            {"name": "a", "at_m": [20, 10], "width": "1.2 m"},
            {"name": "b", "at_m": [8, 5], "width": "0.95 m", "category": "gate"},
        ],
        "widen": {"west exit": "2.4 m"},
    }
    classes = group(60, within={"category": "classroom"}, key_share=0.5)
    scenario = attack(
        school(), classes, MET, courses_of_action=[course("as-it-is"), course("measures", measures)]
    )
    built = sites_by_course(scenario)
    assert built["as-it-is"][0].hazard.entry.tolist() == built["measures"][0].hazard.entry.tolist()
    for replication in range(4):
        films = [
            record(scenario, course=name, replication=replication, built=built[name])
            for name in ("as-it-is", "measures")
        ]
        assert np.array_equal(films[0].positions_m[0], films[1].positions_m[0], equal_nan=True)
        assert films[0].milestones["time_to_call_s"] == films[1].milestones["time_to_call_s"]


def test_a_recording_of_a_course_is_made_in_its_own_building():
    locks = {"lock": {"category": "classroom"}, "lock_delay": "2 s"}
    classes = group(96, within={"category": "classroom"}, pre_movement="6 s")
    scenario = attack(
        school(), classes, MET, response={"guidance_share": 1},
        courses_of_action=[course("as-it-is", **LOCKDOWN), course("locks", locks, **LOCKDOWN)],
    )  # fmt: skip
    locked = [
        sum(event.kind == "locked" for event in record(scenario, course=name, replication=0).events)
        for name in ("as-it-is", "locks")
    ]
    assert locked == [0, 8]
