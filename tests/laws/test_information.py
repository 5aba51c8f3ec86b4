"""What tells police, people and officers of an attack (R24); doors that lock at the alarm (R13).

The same incidents with and without a channel. A mean difference counts when it is more than five of
its standard errors from zero, which is the smallest effect it would catch.
"""

import numpy as np
import pytest

from asher.errors import SimulationError
from asher.kernels.codes import Door, Tally, When
from asher.scenario.combinations import find_contradictions
from asher.simulation.parameters import parameters
from asher.simulation.population import simulate_population
from asher.simulation.site import simulate
from pairs import assert_raises
from places import (
    FIGHTS,
    FREEZE,
    HIDE,
    NOBODY_TELLS,
    RUN,
    attack,
    box,
    group,
    inner,
    met,
    offices,
    opening,
    people_at,
    plan,
)
from tolerance import assert_share
from written import law, started

GOES_ON = {"duration": "40 min", "dwell": "40 min", "on_contact": FIGHTS}
# Where nothing passes walls and doors, and nobody tells another, who is elsewhere never knows.
SILENT = {"door_loss_db": 100, "wall_loss_db": 100, "floor_loss_db": 100}
ROOM_M, CORRIDOR_M = 8.0, 3.0


def course(name, *information, **parts):
    known = {"information": list(information)} if information else {}
    return {"name": name, "based_on": "two-officer-entry", **known, **parts}


def school(rooms=8, **door):
    """Classrooms on both sides of a corridor with an exit at each end."""
    drawn, doors, half = [], [], rooms // 2
    for number in range(rooms):
        x, low = ROOM_M * (number % half), number < half
        y0, y1 = (-7.0, 0.0) if low else (CORRIDOR_M, CORRIDOR_M + 7.0)
        wall = 0.0 if low else CORRIDOR_M
        drawn.append(box(f"room {number}", x, y0, x + ROOM_M, y1, category="classroom"))
        doors.append(inner(f"door {number}", (x + 1, wall), (x + 1.95, wall), **door))
    return plan(
        box("corridor", 0, 0, half * ROOM_M, CORRIDOR_M, category="walkway"),
        *drawn,
        *doors,
        opening("west exit", (0, 0.6), (0, 2.4), main_entrance=True),
        opening("east exit", (half * ROOM_M, 0.6), (half * ROOM_M, 2.4)),
    )


def hall_of(*courses, n=200, within="crowd", **changes):
    """People who cannot get away, before an attack that goes on until officers end it."""
    waiting = group(60, within=within, response=FREEZE, pre_movement="50 min")
    scenario = attack(
        offices(), waiting, people_at([(8, 4)], name="met"), courses_of_action=list(courses),
        **{"hazard": {**GOES_ON, "entry": "main entrance"}, "horizon": "4 h"} | changes,
    )  # fmt: skip
    return simulate(scenario, replications=n, seed=4).columns


def assert_same(columns, one=0, other=1):
    for name, rows in columns.items():
        assert rows[one].tobytes() == rows[other].tobytes(), name


# Gunshot detection.


def detection(**changes):
    return {"kind": "gunshot-detection", "chance": 1, "delay": "10 s", **changes}


def test_detection_calls_by_itself_and_so_much_sooner_police_come_and_lives_are_saved():
    columns = hall_of(course("callers"), course("detection", detection()))
    assert np.all(columns["time_to_call_s"][1] == 10.0)
    for name in ("time_to_dispatch_s", "time_to_arrival_s"):
        sooner = columns["time_to_call_s"][0] - columns["time_to_call_s"][1]
        np.testing.assert_allclose(columns[name][0] - columns[name][1], sooner, atol=1e-9)
    assert_raises(columns["casualties"][1], columns["casualties"][0])


def test_detection_works_in_the_share_of_attacks_stated():
    columns = hall_of(course("detection", detection(chance=0.6)), n=400)
    assert_share(int((columns["time_to_call_s"][0] == 10.0).sum()), 400, 0.6)


def test_shots_in_a_space_that_is_not_covered_are_missed():
    columns = hall_of(
        course("callers"),
        course("elsewhere", detection(covers=["store", "west office"])),
        course("broken", detection(chance=0)),
        course("here", detection(covers={"category": "lobby"})),
        n=20,
    )
    assert_same(columns)
    assert_same(columns, 0, 2)
    assert np.all(columns["time_to_call_s"][3] == 10.0)


def test_detection_that_announces_reaches_those_who_hear_nothing():
    tried = [course("alone", detection()), course("announced", detection(announces=True))]
    columns = hall_of(
        *tried, n=30, within="west office", sound=SILENT,
        response=NOBODY_TELLS,
    )  # fmt: skip
    assert np.all(columns["never_knew"][0] == 60)
    assert np.all(columns["never_knew"][1] == 0)


def test_detection_without_a_plan_calls_as_on_one():
    values = {each.name: each.median for each in parameters()}
    none, detected = (
        simulate_population(values, incidents=400, seed=4, course=each)
        for each in ("two-officer-entry", made(detection(chance=0.6)))
    )
    works = detected["call_s"] == 10.0
    late = none["call_s"] > 10.0
    assert_share(int(works[late].sum()), int(late.sum()), 0.6)
    assert np.array_equal(detected["call_s"][~works], none["call_s"][~works])
    # The same draws as on a plan.
    on_plan = hall_of(course("detection", detection(chance=0.6)), n=400)["time_to_call_s"][0]
    assert np.array_equal((on_plan == 10.0)[late], works[late])


def made(*information):
    from asher.scenario import CourseOfAction

    return CourseOfAction.model_validate(course("tried", *information))


def test_what_needs_a_plan_says_so_without_one():
    values = {each.name: each.median for each in parameters()}
    for channel in ("camera-feed", "room-reports", "drone", detection(covers="store")):
        with pytest.raises(SimulationError, match="needs a floor plan"):
            simulate_population(values, incidents=2, seed=3, course=made(channel))


# Doors that lock at the alarm.


BUTTON = {"alarm_button": True}
LOCKS = {"alarm_button": True, "locks_doors": True}


def classes(*courses, n=200, floorplan=None, **changes):
    """Classes at their desks who never lock a door themselves, and an attack from room to room."""
    people = group(96, within={"category": "classroom"}, response=FREEZE, pre_movement="50 min")
    scenario = attack(
        floorplan or school(lockable=True), people, met("corridor"),
        courses_of_action=list(courses),
        **{"hazard": {"dwell": "15 s"}, "response": {"alarm": "10 s", "lock_doors": "5 s"}}
        | changes,
    )  # fmt: skip
    return simulate(scenario, replications=n, seed=5).columns


@pytest.mark.slow
def test_doors_that_lock_at_the_alarm_save_those_behind_them():
    columns = classes(
        course("button", notice=BUTTON),
        course("locks", notice=LOCKS),
        course("late", notice=LOCKS, response={"lock_doors": "3 min"}),
    )
    assert_raises(columns["casualties"][1], columns["casualties"][0])
    assert_raises(columns["casualties"][1], columns["casualties"][2])
    assert_raises(columns["sheltered"][0], columns["sheltered"][1])
    assert_same({name: columns[name] for name in ("time_to_call_s", "time_to_arrival_s")})


@pytest.mark.slow
def test_detection_locks_doors_too():
    columns = classes(
        course("detection", detection()),
        course("locks", detection(), notice={"locks_doors": True}),
    )
    assert_raises(columns["casualties"][1], columns["casualties"][0])


def test_doors_lock_a_delay_after_the_alarm_but_not_where_the_hazard_is():
    people = group(8, within="room 0", response=FREEZE, pre_movement="50 min")
    scenario = attack(
        school(lockable=True), people, courses_of_action=[course("locks", notice=LOCKS)],
        response={"lock_doors": "7 s"},
    )  # fmt: skip
    site, world, stream = started(scenario)
    incident, doors = world.incident, world.incident.doors
    lock = law("incident.locking").lock_at_alarm
    incident.time[When.ALARM] = 20.0
    lock(site, incident, stream, 19.0)
    assert incident.time[When.LOCKS] == np.inf
    lock(site, incident, stream, 20.0)
    names = [each.name for each in scenario.floorplan.openings]
    rooms = [names.index(f"door {k}") for k in range(8)]
    assert np.all(incident.doorways.close_at[rooms] == 27.0)
    assert np.all(incident.doorways.close_at[names.index("west exit")] == np.inf)
    # The hazard has come into room 3.
    spaces = [each.name for each in scenario.floorplan.spaces]
    world.people.space[-1] = spaces.index("room 3")
    for o in rooms:
        law("incident.occupants").close_door(site, world, stream, o)
    expected = [Door.CLOSED if k == 3 else Door.LOCKED for k in range(8)]
    assert doors[rooms].tolist() == expected


def test_who_is_on_the_way_when_doors_lock_by_themselves_is_shut_out():
    people = group(40, within="corridor", response=HIDE, pre_movement="0 s")
    scenario = attack(
        school(lockable=True, lock_delay_s=60.0), people,
        courses_of_action=[course("button", notice=BUTTON), course("locks", notice=LOCKS)],
        hazard={"entry": "west exit", "casualty_rate_per_min": 0},
        response={"alarm": "0 s", "lock_doors": "0 s"},
    )  # fmt: skip
    columns = simulate(scenario, replications=60, seed=5).columns
    assert_raises(columns["sheltered"][1], columns["sheltered"][0])


# What officers know.


def search_for_it(*courses, n=200, **changes):
    """Officers search a school for an attacker whom nobody hears."""
    people = group(4, within="room 0", response=RUN)
    scenario = attack(
        school(16), people, courses_of_action=list(courses),
        **{
            "hazard": {**GOES_ON, "dwell": "45 s", "casualty_rate_per_min": 0},
            "sound": SILENT, "horizon": "2 h",
        } | changes,
    )  # fmt: skip
    return simulate(scenario, replications=n, seed=6).columns


def feed(**changes):
    return {"kind": "camera-feed", "delay": "5 s", **changes}


def test_a_feed_leads_officers_straight_to_it():
    columns = search_for_it(
        course("none"), course("feed", feed()), course("slow", feed(delay="2 min"))
    )
    contact = columns["time_to_contact_s"]
    contact = np.where(np.isnan(contact), 7200.0, contact)
    assert_raises(contact[1], contact[0])
    assert_raises(contact[1], contact[2])
    assert np.array_equal(columns["time_to_entry_s"][0], columns["time_to_entry_s"][1])


def test_a_feed_that_covers_nothing_of_it_or_does_not_work_changes_nothing():
    hazard = {**GOES_ON, "casualty_rate_per_min": 0, "entry": "west exit"}
    columns = search_for_it(
        course("none"),
        course("elsewhere", feed(covers="room 15")),
        course("broken", feed(chance=0)),
        n=20, hazard=hazard,
    )  # fmt: skip
    assert_same(columns)
    assert_same(columns, 0, 2)


def test_newer_of_sound_and_feed_leads():
    information, response = law("incident.information"), law("incident.response")
    scenario = attack(school(), group(4, within="room 0"), courses_of_action=[course("a", feed())])
    site, world, stream = started(scenario)
    incident, people = world.incident, world.people
    officer = len(incident.occupants)
    hazard = len(people) - 1
    people.space[officer] = people.space[hazard]
    people.x[officer], people.y[officer] = people.x[hazard], people.y[hazard]
    incident.time[When.ARRIVAL] = 0.0
    people.space[hazard] = 3
    for now in (100.0, 105.0):
        information.advance_information(site, world, stream, now)
    assert incident.radios.known_space[0] == 3
    # A shot before that is not followed, one after it is.
    for at, known in ((104.0, 3), (106.0, 5)):
        incident.time[When.LAST_SHOT], incident.tally[Tally.LAST_SHOT_SPACE] = at, 5
        response.listen(site, world, officer, 106.5)
        assert incident.radios.known_space[0] == known


# A drone.


def drone(**changes):
    return {"kind": "drone", "arrives": "10 s", "delay": "5 s", **changes}


def test_a_drone_leads_officers_to_it_from_outside_into_outer_spaces_alone():
    # The hazard comes in by the corridor, which alone leads outside; then it goes into rooms.
    columns = search_for_it(
        course("none"),
        course("inside", drone(from_outside=False)),
        course("outside", drone()),
        course("late", drone(from_outside=False, arrives="20 min")),
    )
    contact = columns["time_to_contact_s"]
    contact = np.where(np.isnan(contact), 7200.0, contact)
    assert_raises(contact[1], contact[0])
    assert_raises(contact[1], contact[2])
    assert_raises(contact[1], contact[3])


def test_a_drone_is_there_before_officers_and_tells_them_by_which_door_to_enter():
    information, response = law("incident.information"), law("incident.response")
    scenario = attack(offices(), group(4, within="store"), courses_of_action=[course("a", drone())])
    site, world, stream = started(scenario)
    incident = world.incident
    names = [each.name for each in scenario.floorplan.spaces]
    assert site.course.covered.tolist() == [[int(name == "hall") for name in names]]
    incident.time[When.DISPATCH], incident.time[When.ARRIVAL] = 30.0, 60.0
    for now, known in ((39.0, -1), (40.0, -1), (44.0, -1), (45.0, names.index("hall"))):
        information.advance_information(site, world, stream, now)
        assert incident.radios.known_space[0] == known
    assert information.time_to_next_information(site.course.channels, incident, 0.0) == 40.0
    assert response.choose_door(site, world, names.index("hall")) >= 0


def test_a_drone_that_is_not_there_changes_nothing():
    columns = search_for_it(
        course("none"), course("broken", drone(chance=0)), course("never", drone(arrives="2 h")),
        n=20,
    )  # fmt: skip
    assert_same(columns)
    assert_same(columns, 0, 2)


# Rooms that report.


def reports(**changes):
    return {"kind": "room-reports", "delay": "5 s", **changes}


def test_rooms_that_report_tell_the_other_rooms_and_nobody_else():
    people = [
        group(30, within=place, response=FREEZE, pre_movement="50 min", name=place)
        for place in ("room 0", "room 15", "corridor")
    ]
    scenario = attack(
        school(16), *people, courses_of_action=[course("none"), course("reports", reports())],
        hazard={"entry": "west exit", "dwell": "40 min"}, sound={**SILENT, "door_loss_db": 60},
        response={**NOBODY_TELLS, "officers": 0, "tactical_team_size": 0},
    )  # fmt: skip
    columns = simulate(scenario, replications=60, seed=5).columns
    assert_raises(columns["never_knew"][1], columns["never_knew"][0])


@pytest.mark.slow
def test_rooms_that_report_need_not_be_cleared_and_care_comes_sooner():
    rescue = {"rescue": {"rule": "hold-until-cleared"}}
    columns = classes(
        course("none", **rescue), course("reports", reports(), **rescue), n=200,
        floorplan=school(16, lockable=True),
        response={"clear_space": "60 s", "officers": 4},
        hazard={"duration": "50 s", "casualty_rate_per_min": 30},
    )  # fmt: skip
    carried = columns["time_to_first_carried_out_s"]
    both = np.all(np.isfinite(carried), axis=0)
    assert both.sum() > 50
    assert_raises(carried[1][both], carried[0][both])


def test_a_room_with_the_hazard_or_without_anybody_is_cleared():
    scenario = attack(
        school(), group(8, within="room 0"), group(8, within="room 1", name="others"),
        courses_of_action=[course("a", reports())],
    )  # fmt: skip
    site, world, _ = started(scenario)
    information = law("incident.information")
    n = len(site.routes.spaces)
    assert information.count_to_clear(site, world) == n
    world.incident.reports.told[0] = 1
    information.note_reports(site, world)
    assert information.count_to_clear(site, world) == n  # Nobody knows of it
    world.incident.occupants.notice_at[:] = 1.0
    information.note_reports(site, world)
    assert information.count_to_clear(site, world) == n - 2
    world.people.space[-1] = world.people.space[0]
    information.note_reports(site, world)
    assert information.count_to_clear(site, world) == n - 1
    # What was noted when it was safe holds.
    world.people.space[:] = -1
    assert information.count_to_clear(site, world) == n - 1


# What cannot be.


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        (course("a", feed(covers="kitchen")), "no space 'kitchen' in the plan"),
        (course("a", feed(covers={"category": "kitchen"})), "no space of category 'kitchen'"),
        (course("a", drone(covers="store")), "cannot look into any of these spaces"),
        (course("a", "room-reports"), "no space of category 'classroom'"),
        (course("a", feed(), feed(covers="store")), "'camera-feed' more than once"),
        (course("a", notice={"locks_doors": True}), "nothing raises it"),
        (
            course("a", rescue={"trained_staff_share": 0.5}),
            "a share of staff trained in bleeding control, who are not trained",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(stated, found):
    faults = list(find_contradictions({"courses_of_action": [stated]}, offices()))
    assert found in faults[0].found


def test_doors_that_lock_at_the_alarm_need_a_room_that_locks():
    stated = {"courses_of_action": [course("a", notice=LOCKS)]}
    assert list(find_contradictions(stated, offices())) == []
    (fault,) = find_contradictions(stated, offices(lockable=False))
    assert "no room locks" in fault.found
