"""People on site and around them, law by law as written: a second for all."""

import math

import numpy as np
import pytest

from asher.kernels.codes import Amount, Choice, Duty, Status, Tally, When
from places import offices, post
from written import law, put, staged

meetings = law("incident.meetings")
guard = law("incident.unarmed_guard")
marks = law("incident.marks")
response = law("incident.response")

POST = post("post", 7, 1, 8, 2)


def met(kind, *, replication=0, **person):
    """Somebody armed beside an officer in the hall, while the attack goes on."""
    plan = offices(POST)
    site, world, stream = staged(
        plan,
        [(3, 1)],
        officers=1,
        replication=replication,
        response={"mistaken_identity_chance": 1},
        on_site=[{"kind": kind, "count": 1, "engages_share": 1, **person}],
    )
    incident, i = world.incident, 1
    put(world, i, 7.5, 4.0)
    put(world, 2, 9.0, 4.0)
    incident.occupants.choice[i] = Choice.ACT
    incident.responders.ready_at[0] = 0.0
    incident.time[When.ENTRY], incident.time[When.SAFE] = 10.0, math.inf
    return site, world, stream


def taken(site, world, stream, now):
    meetings.advance_meetings(site, world, stream, now)
    return world.incident.tally[Tally.FRIENDLY_FIRE]


def test_an_armed_person_whom_an_officer_meets_is_taken_for_the_attacker():
    assert taken(*met("armed-bystander"), 20.0) == 1


def test_not_before_police_are_inside_nor_once_all_is_safe():
    site, world, stream = met("armed-bystander")
    assert taken(site, world, stream, 9.0) == 0
    world.incident.time[When.SAFE] = 15.0
    assert taken(site, world, stream, 20.0) == 0


@pytest.mark.parametrize(("share", "takes"), [(0, 1), (1, 0)])
def test_an_officer_off_duty_who_identifies_is_not_mistaken_and_one_who_does_not_is(share, takes):
    """With a chance of 1 for who does not; of 30, each."""
    found = sum(
        taken(*met("off-duty-officer", identifies_share=share, replication=k), 20.0)
        for k in range(30)
    )
    assert (found == 30) if takes else (found < 30)


@pytest.mark.parametrize(
    "change",
    [
        lambda world: world.people.status.__setitem__(1, Status.WOUNDED),
        lambda world: world.incident.occupants.choice.__setitem__(1, Choice.RUN),
        lambda world: world.incident.responders.ready_at.__setitem__(0, 30.0),
        lambda world: put(world, 2, 3.0, 10.0, space=1),
        lambda world: world.people.status.__setitem__(2, Status.DEAD),
    ],
    ids=["hit", "does not act", "not ready", "officer elsewhere", "officer hit"],
)
def test_who_is_not_up_with_a_weapon_in_sight_of_an_officer_is_not_mistaken(change):
    site, world, stream = met("armed-bystander")
    change(world)
    assert taken(site, world, stream, 20.0) == 0


def test_a_guard_lets_go_of_the_door_that_is_being_locked_and_of_no_other():
    plan = offices(POST)
    for door in range(2):
        site, world, _ = staged(plan, [(3, 1)], on_site=[{"kind": "unarmed-guard"}])
        people, doorways = world.people, world.incident.doorways
        doorways.locks[:], doorways.close_at[:] = 0, 50.0
        people.goal[1], people.leg[1] = door, 3
        guard.let_go_of_door(world, 1)
        # Who still walks there has not begun.
        assert doorways.close_at[door] == 50.0
        assert people.goal[1] == -1
        people.goal[1], people.leg[1] = door, -1
        guard.let_go_of_door(world, 1)
        assert doorways.close_at[door] == math.inf
        assert doorways.locks[door] == -1
        assert doorways.close_at[1 - door] == 50.0
        assert site.course.on_site.armed[0] == 0


def test_a_guard_warns_those_in_the_space_and_in_sight_who_do_not_know():
    plan = offices(POST)
    at = [(3, 1), (14, 6), (3, 10), (12, 1)]
    site, world, _ = staged(plan, at, on_site=[{"kind": "unarmed-guard"}])
    occupants = world.incident.occupants
    occupants.notice_at[:] = math.inf
    occupants.notice_at[3] = 7.0
    occupants.pre_movement[:] = 5.0
    i = len(at)
    put(world, i, 7.5, 4.0)
    guard.warn(site, world, i, 20.0)
    assert occupants.notice_at[:4].tolist() == [25.0, 25.0, math.inf, 7.0]


def test_a_guard_who_is_hit_delays_nothing_any_more():
    plan = offices(POST)
    person = {"kind": "unarmed-guard", "delay_chance": 1, "delay": "60 s"}
    site, world, stream = staged(plan, [(3, 1)], on_site=[person])
    incident, i, h = world.incident, 1, len(world.people) - 1
    put(world, i, 7.5, 4.0)
    put(world, h, 9.0, 4.0)
    incident.occupants.seen_at[i] = 20.0
    incident.time[When.NEXT_MOVE] = 100.0
    guard.advance_delay(site, world, stream, 0, i, 20.0)
    assert incident.responders.duty[0] == Duty.DELAYS
    until = incident.time[When.NEXT_MOVE]
    assert until > 100.0
    guard.advance_delay(site, world, stream, 0, i, 21.0)
    assert incident.responders.duty[0] == Duty.DELAYS
    world.people.status[i] = Status.WOUNDED
    guard.advance_delay(site, world, stream, 0, i, 22.0)
    assert incident.responders.duty[0] == Duty.DONE
    # The move comes as much sooner as was left of the delay.
    assert incident.time[When.NEXT_MOVE] == pytest.approx(100.0 + 2.0)


def test_whoever_waits_walks_or_hides_behind_a_locked_door_answers_and_nobody_else():
    _, world, _ = staged(offices(), [(3, 10), (3, 1)])
    people, h = world.people, len(world.people) - 1
    put(world, h, 8.0, 4.0)
    for status in Status:
        people.status[0] = status
        answers = status in {Status.WAITING, Status.MOVING, Status.HIDING}
        assert response.is_answered(world, people.space[0]) == answers, status.name
    people.status[0] = Status.HIDING
    assert not response.is_answered(world, 3)
    put(world, h, 3.0, 9.0, space=people.space[0])
    assert not response.is_answered(world, people.space[0])


def test_rooms_are_told_once_the_first_time_counting_and_only_those_covered():
    _, world, _ = staged(offices(), [(3, 1)])
    rooms = world.incident.rooms
    rooms.told_at[:] = math.inf
    rooms.told_at[1] = 20.0
    covered = np.ones(len(rooms), dtype=np.int64)
    covered[3] = 0
    law("incident.information").tell_rooms(covered, rooms, 30.0)
    assert rooms.told_at[:4].tolist() == [30.0, 20.0, 30.0, math.inf]


def test_a_weapon_is_at_hand_the_time_of_its_lock_after_it_was_reached():
    marshal = {"kind": "school-marshal", "ready": "30 s", "store": "store"}
    site, world, stream = staged(offices(POST), [(3, 1)], on_site=[marshal])
    incident, store = world.incident, law("incident.weapon_store")
    space = site.course.on_site.store[0]
    assert space >= 0
    place = site.routes.spaces.place_start[space]
    put(world, 1, *site.routes.places.at[place], space=space, status=Status.WAITING)
    incident.responders.ready_at[0] = math.inf
    store.advance_fetching(site, world, stream, 0, 1, 100.0)
    assert 100.0 < incident.responders.ready_at[0] < 1000.0


def test_sight_is_added_up_over_people_and_once_for_all():
    _, world, _ = staged(offices(), [(3, 1)])
    incident = world.incident
    incident.amount[[Amount.IN_SIGHT_PERSON_S, Amount.IN_SIGHT_S]] = 2.0, 1.0
    incident.tally[Tally.EXPOSED] = 3
    marks.note_sight(incident, 0.0, 0.5)
    assert incident.amount[Amount.IN_SIGHT_PERSON_S] == 3.5
    assert incident.amount[Amount.IN_SIGHT_S] == 1.5
    incident.tally[Tally.EXPOSED] = 0
    marks.note_sight(incident, 0.0, 0.5)
    assert incident.amount[Amount.IN_SIGHT_PERSON_S] == 3.5
    assert incident.amount[Amount.IN_SIGHT_S] == 1.5


def test_who_helps_is_noted_with_where_from_and_when():
    _, world, _ = staged(offices(), [(3, 1), (5, 1)])
    incident = world.incident
    helpers = incident.helpers
    helpers.x[0], helpers.y[0], helpers.space[0] = 7.0, 10.0, 2
    law("incident.care").note_helper(incident, 1, 0, 50.0)
    wounded = incident.occupants[1]
    assert (wounded.helper, wounded.reached_at) == (0, 50.0)
    assert (wounded.from_x, wounded.from_y, wounded.from_space) == (7.0, 10.0, 2)
