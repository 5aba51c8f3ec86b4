"""Wounds and care, law by law as written: when care begins, whom it saves, that all are counted."""

import math

import numpy as np
import pytest

from asher.kernels.codes import N_COLUMNS, Care, Clock, Column, Phase, Status, Tally, When
from places import attack, offices, people_at
from written import law, started

harm, caring, summary = law("incident.harm"), law("incident.care"), law("incident.summary")

SETTLED = [
    Column.KILLED,
    Column.WOUNDED,
    Column.PREVENTABLE_DEATHS,
    Column.TIME_TO_FIRST_CARE_S,
    Column.TIME_TO_LAST_RESCUE_S,
]
CERTAIN = {Clock.CARE_ROUND: 30.0, Clock.TRANSPORT: 600.0, Clock.CLEAR_SPACE: 60.0}


def scene(*, care=Care.CARRY_OUT, saves=1.0, replication=0):
    """Three occupants, two in the hall and one in the store; officers inside from 200 s on."""
    scenario = attack(
        offices(),
        people_at([(3, 1), (5, 1), (8, 10)]),
        response={"officers": 2, "tactical_team_size": 0},
    )
    site, world, stream = started(scenario, replication=replication)
    clock = site.response.clock.copy()
    for each, median in CERTAIN.items():
        clock[each] = median, 0.0
    response = site.response._replace(clock=clock, care_saves=saves, aid_reaches=0.0)
    site = site._replace(response=response, course=site.course._replace(care=care, aid=False))
    incident = world.incident
    incident.officers.arrive_at[:] = incident.officers.enter_at[:] = 200.0
    incident.time[When.ENTRY], incident.time[When.STOP], incident.time[When.SAFE] = (
        200.0,
        150.0,
        900.0,
    )
    incident.tally[Tally.PHASE] = Phase.ENDED
    return site, world, stream


def wounded(world, stream, *people, dies_after=math.inf, at=100.0):
    for i in people:
        harm.wound(world.people, world.incident, stream, i, (at, 0.0))
        world.incident.occupants.dies_after[i] = dies_after


def settled(site, world, stream):
    row = np.zeros(N_COLUMNS)
    row[Column.TIME_TO_FIRST_CARE_S] = row[Column.TIME_TO_LAST_RESCUE_S] = math.inf
    summary.settle_wounds(site, world.people, world.incident, stream, row)
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


def test_care_begins_once_it_has_stopped_and_officers_are_inside():
    site, world, _ = scene()
    incident = world.incident
    assert caring.warm_from(site.course, incident) == 200.0
    incident.time[When.STOP] = 500.0
    assert caring.warm_from(site.course, incident) == 500.0
    force = site._replace(course=site.course._replace(care=Care.TASK_FORCE))
    incident.time[When.TASK_FORCE] = 700.0
    assert caring.warm_from(force.course, incident) == 700.0
    incident.time[When.TASK_FORCE] = 300.0
    assert caring.warm_from(force.course, incident) == 500.0
    cleared = site._replace(course=site.course._replace(care=Care.CLEARED))
    assert caring.warm_from(cleared.course, incident) == math.inf


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


def test_helpers_are_the_officers_inside_or_the_task_force():
    site, world, _ = scene()
    assert caring.helpers_at(site.course, world.incident, 100.0) == 1
    assert caring.helpers_at(site.course, world.incident, 200.0) == 2
    force = site._replace(course=site.course._replace(care=Care.TASK_FORCE))
    assert caring.helpers_at(force.course, world.incident, 200.0) == 4


def test_the_wounded_are_cared_for_one_after_another():
    site, world, stream = scene()
    wounded(world, stream, 0, 1, 2)
    killed, alive, preventable, first, last = settled(site, world, stream)
    assert (killed, alive, preventable) == (0, 3, 0)
    assert first == pytest.approx(200.0 + 15.0), "two helpers share a round of 30 s"
    assert last == pytest.approx(200.0 + 45.0)


@pytest.mark.parametrize(("care", "first"), [(Care.CARRY_OUT, 900.0), (Care.CLEARED, 900.0 + 240)])
def test_who_lies_where_it_is_barricaded_waits_until_that_is_over(care, first):
    # Caught: care in the hot room that comes any sooner than it is safe there, or cleared.
    site, world, stream = scene(care=care)
    world.incident.time[When.STILL] = 120.0
    hazard = len(world.people) - 1
    world.people.space[hazard] = world.people.space[2]
    wounded(world, stream, 2)
    assert settled(site, world, stream)[3] == pytest.approx(first + 15.0)


def test_who_lies_elsewhere_does_not_wait_for_the_room_of_the_barricade():
    site, world, stream = scene()
    world.incident.time[When.STILL] = 120.0
    world.people.space[len(world.people) - 1] = world.people.space[2]
    wounded(world, stream, 2, 0)
    _, alive, _, first, last = settled(site, world, stream)
    assert alive == 2
    assert first == pytest.approx(215.0)
    assert last == pytest.approx(915.0)


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
        (300.0, 1.0, (0, 1, 0)),  # care at 215 s is in time
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
