"""People on site, law by law as written: whom police meet, who is warned, which door is let go."""

import math

import pytest

from asher.kernels.codes import Choice, Duty, Status, Tally, When
from places import offices, post
from written import law, put, staged

meetings = law("incident.meetings")
guard = law("incident.unarmed_guard")

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
