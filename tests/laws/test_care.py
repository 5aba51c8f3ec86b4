"""Wounds and care, law by law as written: when care begins, whom it saves, that all are counted."""

import math

import numpy as np
import pytest

from asher.kernels.codes import Care, Clock, Phase, Status, Tally, When
from asher.kernels.columns import N_COLUMNS, Column
from places import attack, offices, people_at
from written import law, started

harm, caring = law("incident.harm"), law("incident.care")
carrying, rescue = law("incident.carrying"), law("incident.rescue")
walking = law("incident.walking_wounded")

SETTLED = [
    Column.KILLED,
    Column.WOUNDED,
    Column.PREVENTABLE_DEATHS,
    Column.TIME_TO_FIRST_CARE_S,
    Column.TIME_TO_LAST_RESCUE_S,
    Column.TIME_TO_FIRST_CARRIED_OUT_S,
    Column.TIME_TO_LAST_CARRIED_OUT_S,
]
CERTAIN = {
    Clock.CARE_ROUND: 30.0,
    Clock.TRANSPORT: 600.0,
    Clock.CLEAR_SPACE: 60.0,
    Clock.TURN_TO_WOUNDED: 0.0,
    Clock.AMBULANCE: 0.0,
    Clock.NEXT_AMBULANCE: 0.0,
    Clock.AMBULANCE_TURNAROUND: 1200.0,
    Clock.FARTHER_TRANSPORT: 3600.0,
}
OFFICERS_AT = (5.0, 1.0)


def scene(*, care=Care.CARRY_OUT, saves=1.0, replication=0, **terms):
    """Three occupants, two in the hall and one in the store; officers inside from 200 s on.

    Both officers are at the second of these, and walk 2 m/s; the wounded are carried at 0.5 m/s.
    """
    scenario = attack(
        offices(),
        people_at([(3, 1), (5, 1), (8, 10)]),
        response={"officers": 2, "tactical_team_size": 0},
    )
    site, world, stream = started(scenario, replication=replication)
    clock = site.response.clock.copy()
    for each, median in CERTAIN.items():
        clock[each] = median, 0.0
    response = site.response._replace(
        **{
            "clock": clock,
            "care_saves": saves,
            "aid_reaches": 0.0,
            "speed": 2.0,
            "carry_speed": 0.5,
            "triage": 1.0,
            **terms,
        }
    )
    site = site._replace(response=response, course=site.course._replace(care=care, aid=False))
    incident = world.incident
    incident.officers.arrive_at[:] = incident.officers.enter_at[:] = 200.0
    incident.time[When.ENTRY], incident.time[When.STOP], incident.time[When.SAFE] = (
        200.0,
        150.0,
        900.0,
    )
    incident.time[When.DISPATCH] = 0.0
    incident.tally[Tally.PHASE] = Phase.ENDED
    helpers = incident.helpers
    helpers.x[:2], helpers.y[:2] = OFFICERS_AT
    helpers.space[:2] = world.people.space[1]
    return site, world, stream


def wounded(world, stream, *people, dies_after=math.inf, at=100.0):
    for i in people:
        harm.wound(world.people, world.incident, stream, i, (at, 0.0))
        world.incident.occupants.dies_after[i] = dies_after


def settled(site, world, stream):
    row = np.zeros(N_COLUMNS)
    row[Column.TIME_TO_FIRST_CARE_S : Column.TIME_TO_LAST_CARRIED_OUT_S + 1] = math.inf
    rescue.settle_wounds(site, world, stream, row)
    return row[SETTLED]


@pytest.mark.parametrize(
    ("u", "seconds"),
    [(0.3, 0.0), (0.571, 0.0), (0.624, 300.0), (0.7955, 2100.0), (0.952, 5400.0), (0.995, 10800.0)],
)
def test_time_to_death_is_linear_between_the_shares_published(u, seconds):
    assert harm.time_to_death(u) == pytest.approx(seconds)


def test_a_fatal_wound_is_dead_at_once_or_wounded_until_later():
    seen = set()
    for replication in range(12):
        _, world, stream = scene(replication=replication)
        harm.wound(world.people, world.incident, stream, 1, (100.0, 1.0))
        after = world.incident.occupants.dies_after[1]
        assert after < math.inf
        at_once = after == 0.0
        assert world.people.status[1] == (Status.DEAD if at_once else Status.WOUNDED)
        seen.add(bool(at_once))
    assert seen == {True, False}, "both kinds of wound were tried"
    _, world, stream = scene()
    harm.wound(world.people, world.incident, stream, 1, (100.0, 0.0))
    assert world.people.status[1] == Status.WOUNDED
    assert world.incident.occupants.dies_after[1] == math.inf
    assert world.incident.occupants.wounded_at[1] == 100.0


def test_officers_turn_to_the_wounded_once_it_has_stopped_and_they_are_inside():
    site, world, _ = scene()
    incident, course = world.incident, site.course
    assert caring.care_from(course, incident) == 200.0
    incident.time[When.STOP] = 500.0
    assert caring.care_from(course, incident) == 500.0
    assert caring.care_from(course._replace(care=Care.GIVE_CARE), incident) == 500.0
    assert caring.care_from(course._replace(care=Care.CLEARED), incident) == math.inf
    # While it is still in a closed room, it is contained and not over.
    incident.time[When.STILL] = 500.0
    assert caring.care_from(course, incident) == 500.0
    assert caring.care_from(course._replace(care=Care.GIVE_CARE), incident) == 900.0


def test_carrying_out_waits_for_the_sweep_unless_a_rule_says_otherwise():
    site, world, _ = scene()
    incident, course = world.incident, site.course
    incident.time[When.TASK_FORCE] = 700.0
    for care, begins in (
        (Care.CARRY_OUT, 200.0),
        (Care.TASK_FORCE, 700.0),
        (Care.GIVE_CARE, 5000.0),
        (Care.CLEARED, 5000.0),
    ):
        assert carrying.carried_from(course._replace(care=care), incident, 5000.0) == begins


def test_clearing_takes_a_time_for_each_space_shared_by_pairs():
    site, world, stream = scene()
    spaces = len(site.routes.spaces)
    assert caring.cleared_at(site.response, spaces, world.incident, stream) == pytest.approx(
        900.0 + 60.0 * spaces
    )
    # The second pair comes when half is done: what is left is shared.
    site = site._replace(response=site.response._replace(officers=4))
    incident = world.incident._replace(
        officers=np.zeros(4, dtype=world.incident.officers.dtype).view(np.recarray)
    )
    half = 900.0 + 30.0 * spaces
    incident.officers.arrive_at[:] = 200.0, 200.0, half, half
    assert caring.cleared_at(site.response, spaces, incident, stream) == pytest.approx(
        half + 15.0 * spaces
    )


def test_one_officer_alone_clears_as_slowly_as_a_pair():
    # Caught: nobody counted where there is no pair, so that nothing is ever cleared.
    site, world, stream = scene()
    incident = world.incident._replace(
        officers=np.zeros(2, dtype=world.incident.officers.dtype).view(np.recarray)
    )
    incident.officers.arrive_at[:] = 200.0, math.inf
    assert caring.cleared_at(site.response, 5, incident, stream) == pytest.approx(900.0 + 300.0)
    incident.officers.arrive_at[:] = 200.0, 1020.0
    assert caring.cleared_at(site.response, 5, incident, stream) == pytest.approx(900.0 + 300.0)


def free_at(site, world, stream, cleared=2000.0):
    caring.begin_helpers((site.response, site.course), world.incident, stream, cleared)
    return world.incident.helpers.free_at.tolist()


def test_helpers_are_the_officers_inside_and_medics_when_they_may_come():
    site, world, stream = scene(care=Care.GIVE_CARE)
    incident = world.incident
    assert free_at(site, world, stream) == [200.0] * 2 + [2000.0] * 4
    # Who stays outside comes in when it is safe; under the old rule nobody before it is cleared.
    incident.officers.enter_at[1] = math.inf
    assert free_at(site, world, stream)[:2] == [200.0, 900.0]
    held = site._replace(course=site.course._replace(care=Care.CLEARED))
    assert free_at(held, world, stream) == [2000.0] * 6
    # The sweep over, medics still wait for the first ambulance.
    site.response.clock[Clock.AMBULANCE] = 2400.0, 0.0
    assert free_at(site, world, stream)[2:] == [2400.0] * 4
    force = site._replace(course=site.course._replace(care=Care.TASK_FORCE))
    incident.time[When.TASK_FORCE] = 700.0
    assert free_at(force, world, stream)[2:] == [700.0] * 4


def test_officers_take_a_while_to_turn_to_the_wounded():
    site, world, stream = scene()
    site.response.clock[Clock.TURN_TO_WOUNDED] = 50.0, 0.0
    assert free_at(site, world, stream)[:2] == [250.0] * 2


def test_an_officer_who_is_hit_helps_nobody():
    site, world, stream = scene(care=Care.CLEARED)
    world.people.status[len(world.incident.occupants)] = Status.WOUNDED
    wounded(world, stream, 0, 1)
    world.incident.officers.arrive_at[1] = math.inf
    site.response.clock[Clock.AMBULANCE] = math.inf, 0.0
    assert settled(site, world, stream)[3] == math.inf


def test_a_helper_walks_to_the_wounded_and_each_has_one_in_hand():
    # Both officers are beside the second: one is there at once, the other 1 s later at the first.
    site, world, stream = scene()
    wounded(world, stream, 0, 1)
    killed, alive, preventable, first, last, *_ = settled(site, world, stream)
    assert (killed, alive, preventable) == (0, 2, 0)
    assert (first, last) == (pytest.approx(200.0), pytest.approx(201.0))


def test_a_helper_walks_round_through_the_door_to_another_space():
    # From (8, 10) in the store to its door at (8, 8), in which the way to the hall ends.
    site, world, stream = scene()
    wounded(world, stream, 2)
    assert settled(site, world, stream)[3] == pytest.approx(200.0 + 2.0 / 2.0, abs=0.2)


def test_who_has_had_care_is_carried_out_by_the_nearest_door_and_by_pairs():
    # 3 m to the main entrance at (0, 4) and its edge nearest: some 3.6 m, at 0.5 m/s.
    site, world, stream = scene()
    wounded(world, stream, 0)
    *_, first, last = settled(site, world, stream)
    assert first == last
    assert first == pytest.approx(200.0 + 1.0 + 30.0 + 3.8 / 0.5, abs=1.0)
    site, world, stream = scene()
    wounded(world, stream, 0, 1)
    *_, first, last = settled(site, world, stream)
    # The pair comes back at 2 m/s and carries the second, 5 m from the door.
    assert last == pytest.approx(first + 3.8 / 2.0 + 5.6 / 0.5, abs=1.5)


def test_the_collection_point_stated_is_the_way_out():
    site, world, stream = scene()
    exits = site.routes.openings.exit
    back = max(o for o in range(len(exits)) if exits[o] == 1)
    wounded(world, stream, 0)
    near = settled(site, world, stream)[-1]
    site, world, stream = scene()
    wounded(world, stream, 0)
    site = site._replace(course=site.course._replace(way_out=back))
    assert settled(site, world, stream)[-1] == pytest.approx(near + 10.0 / 0.5, abs=1.5)


def test_ambulances_run_out_and_come_back():
    # One ambulance: the second patient waits for 10 min there and 20 min back.
    site, world, stream = scene(ambulances=1)
    world = world._replace(incident=world.incident._replace(ambulances=np.zeros(1)))
    wounded(world, stream, 0, 1)
    settled(site, world, stream)
    first, second = world.incident.occupants.trauma_at[:2]
    assert second - first == pytest.approx(1800.0 + 600.0 - 600.0)
    site, world, stream = scene()
    wounded(world, stream, 0, 1)
    settled(site, world, stream)
    first, second = world.incident.occupants.trauma_at[:2]
    assert second - first < 60.0


def test_a_police_car_is_there_with_its_officer_and_back_after_twice_the_drive():
    # No ambulance comes. One car is there at 200 s; a drive takes 10 min.
    site, world, stream = scene(ambulances=0, police_cars=1, officers=2)
    world = world._replace(incident=world.incident._replace(ambulances=np.zeros(1)))
    wounded(world, stream, 0, 1)
    settled(site, world, stream)
    assert np.all(world.incident.occupants.trauma_at[:2] == math.inf)
    site = site._replace(course=site.course._replace(police_transport=True))
    settled(site, world, stream)
    first, second = world.incident.occupants.trauma_at[:2]
    assert first - world.incident.occupants.out_at[0] == pytest.approx(600.0)
    assert second - first == pytest.approx(600.0 + 600.0)


def test_a_patient_who_waits_more_than_an_hour_for_an_ambulance_dies():
    for ambulances, killed in ((2, 0), (1, 1)):
        site, world, stream = scene(ambulances=ambulances)
        site.response.clock[Clock.AMBULANCE_TURNAROUND] = 4000.0, 0.0
        world = world._replace(incident=world.incident._replace(ambulances=np.zeros(ambulances)))
        wounded(world, stream, 0, 1, dies_after=700.0)
        result = settled(site, world, stream)
        assert result[0] == killed
        assert result[2] == killed, "with ambulances enough the death would have been prevented"


def test_beyond_the_beds_of_the_nearest_trauma_centre_the_way_is_farther():
    for beds, killed in ((2, 0), (1, 1), (0, 2)):
        site, world, stream = scene(trauma_beds=beds)
        wounded(world, stream, 0, 1, dies_after=700.0)
        assert settled(site, world, stream)[0] == killed


def test_the_worst_wounded_come_first_as_far_as_triage_tells():
    site, world, stream = scene()
    wounded(world, stream, 0)
    wounded(world, stream, 1, dies_after=900.0)
    wounded(world, stream, 2, dies_after=400.0)
    for triage, order in ((1.0, [2, 1, 0]), (0.0, [0, 1, 2])):
        world.incident.occupants.queue[:3] = 0, 1, 2
        for i in range(3):
            caring.judge(site.response._replace(triage=triage), world.incident, stream, i)
        caring.sort_wounded(world.incident, 3)
        assert world.incident.occupants.queue[:3].tolist() == order, triage


@pytest.mark.parametrize(("care", "first"), [(Care.CARRY_OUT, 900.0), (Care.CLEARED, 900.0 + 240)])
def test_who_lies_where_it_is_barricaded_waits_until_that_is_over(care, first):
    # Caught: care in the hot room that comes any sooner than it is safe there, or cleared.
    site, world, stream = scene(care=care)
    world.incident.time[When.STILL] = 120.0
    hazard = len(world.people) - 1
    world.people.space[hazard] = world.people.space[2]
    wounded(world, stream, 2)
    assert settled(site, world, stream)[3] == pytest.approx(first + 1.0, abs=0.2)


def test_who_lies_elsewhere_does_not_wait_for_the_room_of_the_barricade():
    site, world, stream = scene()
    world.incident.time[When.STILL] = 120.0
    world.people.space[len(world.people) - 1] = world.people.space[2]
    wounded(world, stream, 2, dies_after=1200.0)
    wounded(world, stream, 0)
    _, alive, _, first, last, *_ = settled(site, world, stream)
    assert alive == 2
    assert first == pytest.approx(201.0)
    assert last == pytest.approx(901.0, abs=0.2)


@pytest.mark.parametrize("care", list(Care))
def test_everybody_wounded_is_counted_once(care):
    site, world, stream = scene(care=care, saves=0.5)
    wounded(world, stream, 0)
    wounded(world, stream, 1, dies_after=0.0)
    wounded(world, stream, 2, dies_after=700.0)
    killed, alive, *_ = settled(site, world, stream)
    assert killed + alive == 3
    assert killed >= 1


@pytest.mark.parametrize(
    ("dies_after", "saves", "figures"),
    [
        (300.0, 1.0, (0, 1, 0)),  # care at 231 s is in time
        (300.0, 0.0, (1, 0, 0)),  # and saves nobody
        (50.0, 1.0, (1, 0, 0)),  # too late, and sooner than is called preventable
        (0.0, 1.0, (1, 0, 0)),
        (math.inf, 0.0, (0, 1, 0)),
    ],
)
def test_care_before_death_saves_with_its_chance(dies_after, saves, figures):
    site, world, stream = scene(saves=saves)
    wounded(world, stream, 0, dies_after=dies_after)
    assert tuple(settled(site, world, stream)[:3]) == figures


def test_a_death_that_care_would_have_prevented_is_told():
    site, world, stream = scene(care=Care.CLEARED)
    wounded(world, stream, 0, dies_after=700.0)  # at 800 s, before all is cleared
    assert tuple(settled(site, world, stream)[:3]) == (1, 0, 1)
    assert world.people.status[0] == Status.DEAD


def test_care_at_the_scene_does_not_hold_for_more_than_an_hour():
    site, world, stream = scene()
    site.response.clock[Clock.TRANSPORT] = 4000.0, 0.0
    wounded(world, stream, 0, dies_after=300.0)
    assert settled(site, world, stream)[0] == 1


def test_sooner_care_never_shortens_a_life_that_waits_for_the_sweep():
    # Cleared at 4,500 s: care at 201 s no longer holds, and the person would live until 6,000 s.
    for care in (Care.GIVE_CARE, Care.CLEARED):
        site, world, stream = scene(care=care)
        site.response.clock[Clock.CLEAR_SPACE] = 900.0, 0.0
        wounded(world, stream, 0, dies_after=5900.0)
        assert settled(site, world, stream)[0] == 0, care
    site, world, stream = scene(care=Care.GIVE_CARE)
    site.response.clock[Clock.CLEAR_SPACE] = 900.0, 0.0
    wounded(world, stream, 0, dies_after=1000.0)
    assert settled(site, world, stream)[0] == 1, "an hour after care nobody was carried out"


def test_bystanders_in_time_save_where_they_were_asked_to_help():
    for aid, killed in ((True, 0), (False, 1)):
        site, world, stream = scene(care=Care.CLEARED, saves=1.0)
        response = site.response._replace(aid_reaches=1.0, aid_saves=1.0)
        response.clock[Clock.BYSTANDER_AID] = 60.0, 0.0
        site = site._replace(response=response, course=site.course._replace(aid=aid))
        wounded(world, stream, 0, dies_after=300.0)
        result = settled(site, world, stream)
        assert result[0] == killed
        if aid:
            assert result[3] == pytest.approx(160.0)


def aided(**levers):
    """When bystanders help the first, who was hit at 100 s; their aid takes 300 s."""
    site, world, stream = scene(care=Care.CLEARED, aid_reaches=1.0, aid_saves=1.0)
    for clock, seconds in (
        (Clock.BYSTANDER_AID, 300.0),
        (Clock.KIT_AID, 60.0),
        (Clock.INSTRUCTED_AID, 177.0),
        (Clock.ANSWER, 5.0),
    ):
        site.response.clock[clock] = seconds, 0.0
    world.incident.time[When.CALL] = 120.0
    site = site._replace(course=site.course._replace(aid=True, **levers))
    wounded(world, stream, 0, dies_after=800.0)
    return settled(site, world, stream)[3]


def test_a_kit_within_reach_and_a_call_taker_bring_aid_sooner():
    _, world, _ = scene()
    hall, store = (np.array([world.people.space[i]], np.int32) for i in (0, 2))
    assert aided() == pytest.approx(400.0)
    assert aided(instructed=True) == pytest.approx(125.0 + 177.0)
    for kits in (hall, store):
        assert aided(kits=kits) == pytest.approx(160.0), "both are less than 30 m away"


def test_trained_staff_reach_more_people_and_save_more_of_them():
    killed = []
    for trained in (False, True):
        site, world, stream = scene(
            care=Care.CLEARED, trained_reaches=1.0, trained_saves=1.0, aid_saves=0.0
        )
        site.response.clock[Clock.BYSTANDER_AID] = 60.0, 0.0
        site = site._replace(course=site.course._replace(aid=True, trained_aid=trained))
        wounded(world, stream, 0, dies_after=300.0)
        killed.append(settled(site, world, stream)[0])
    assert killed == [1, 0]


def test_it_is_noted_who_cares_for_whom_from_where_and_who_carries():
    site, world, stream = scene(care=Care.CARRY_OUT)
    site = site._replace(response=site.response._replace(carriers=1))
    wounded(world, stream, 0, 1, 2)
    settled(site, world, stream)
    found = world.incident.occupants
    # One of the two officers is beside the second person; the other walks 2 m to the first.
    assert found.helper[[1, 0]].tolist() == [1, 0] or found.helper[[1, 0]].tolist() == [0, 1]
    for i in (0, 1):
        assert (found.from_x[i], found.from_y[i]) == OFFICERS_AT
        way = math.hypot(world.people.x[i] - 5.0, world.people.y[i] - 1.0)
        assert found.reached_at[i] == pytest.approx(200.0 + way / 2.0)
        assert found.cared_at[i] == pytest.approx(found.reached_at[i] + 30.0)
    # Whoever is free first comes to the third, from where he or she cared before.
    (before,) = (i for i in (0, 1) if found.helper[i] == found.helper[2])
    assert found.from_x[2] == world.people.x[before]
    assert found.from_space[2] == world.people.space[before]
    assert np.all(found.carriers[:3] >= 0)
    assert set(found.carriers[:3].tolist()) <= {0, 1}


def test_nobody_is_noted_where_nobody_comes():
    site, world, stream = scene()
    world.incident.officers.arrive_at[:] = world.incident.officers.enter_at[:] = math.inf
    world.incident.time[When.TASK_FORCE] = world.incident.time[When.DISPATCH] = math.inf
    wounded(world, stream, 0)
    settled(site, world, stream)
    assert world.incident.occupants.helper[0] == -1
    assert world.incident.occupants.carriers[0] == -1


def test_who_can_walk_sets_out_when_officers_turn_to_the_wounded():
    # 3.8 m to the main entrance at 0.5 m/s, as in `test_care`; medics are there at once.
    site, world, stream = scene(walking_wounded=1.0)
    site.response.clock[Clock.TURN_TO_WOUNDED] = 50.0, 0.0
    wounded(world, stream, 0)
    killed, alive, _, first, last, *carried = settled(site, world, stream)
    assert (killed, alive) == (0, 1)
    assert first == last == pytest.approx(200.0 + 50.0 + 3.8 / 0.5, abs=1.0)
    assert carried == [math.inf, math.inf], "nobody is carried"
    assert world.incident.occupants.out_at[0] == first
    assert world.incident.occupants.helper[0] == world.incident.occupants.carriers[0] == -1
    # Outside, care waits for the first ambulance.
    site.response.clock[Clock.AMBULANCE] = 700.0, 0.0
    assert settled(site, world, stream)[3] == 700.0


def test_who_would_die_without_care_waits_for_helpers():
    site, world, stream = scene(walking_wounded=1.0)
    wounded(world, stream, 0, dies_after=3600.0)
    *_, first, last = settled(site, world, stream)
    assert first == last == pytest.approx(200.0 + 1.0 + 30.0 + 3.8 / 0.5, abs=1.0)


def test_nobody_walks_past_a_barricade_or_before_officers_are_inside():
    site, world, stream = scene(walking_wounded=1.0)
    wounded(world, stream, 0)
    row, incident = np.full(80, math.inf), world.incident
    rules = site.response, site.course
    incident.occupants.carry_s[0] = 10.0
    assert walking.walk_out(rules, incident, stream, row, (0, 900.0))
    assert incident.occupants.out_at[0] == 910.0
    # Under a rule that holds officers back, they wait for the end of it wherever they lie.
    for care in (Care.GIVE_CARE, Care.CLEARED):
        incident.time[When.STILL] = 150.0
        held = site.response, site.course._replace(care=care)
        assert walking.walk_out(held, incident, stream, row, (0, 0.0))
        assert incident.occupants.out_at[0] == 910.0
    incident.time[When.ENTRY] = math.inf
    assert not walking.walk_out(rules, incident, stream, row, (0, 0.0))
