"""Shots that an officer hears outside (R5)."""

import math

import numpy as np
import pytest

from asher.kernels.codes import Phase, Status, Tally, When
from asher.simulation.site import simulate
from pairs import assert_raises, times
from places import FREEZE, attack, box, group, inner, met_and_gone, opening, people_at, plan, zone
from written import law, started

outside = law("incident.outside")
call_out = law("incident.call_out")

HORIZON = 4 * 3600.0


def rooms():
    """A hall, and four rooms one behind another."""
    behind = [box(f"room {k}", 20 + 6 * k, 0, 26 + 6 * k, 8, category="office") for k in range(4)]
    doors = [inner(f"door {k}", (20 + 6 * k, 3.5), (20 + 6 * k, 4.5)) for k in range(4)]
    return plan(
        box("hall", 0, 0, 20, 8, category="lobby"),
        *behind,
        opening("main entrance", (0, 3.3), (0, 4.7), main_entrance=True),
        *doors,
        zone("crowd", 4, 1, 18, 7),
    )


def scene():
    scenario = attack(
        rooms(), people_at([(3, 1)]), response={"officers": 3, "tactical_team_size": 0}
    )
    site, world, stream = started(scenario)
    incident = world.incident
    incident.officers.arrive_at[:] = 60.0, 90.0, 300.0
    incident.officers.enter_at[:] = 500.0, 500.0, 900.0
    incident.officers.hesitates[:] = 1, 0, 1
    incident.time[When.LAST_SHOT] = 99.0
    move(world, 0, 18.0)
    return site._replace(response=site.response._replace(heard_factor=0.25)), world, stream


def move(world, space, x):
    h = len(world.people) - 1
    world.people.x[h], world.people.y[h], world.people.space[h] = x, 4.0, space


def enters(world):
    return world.incident.officers.enter_at.tolist()


def test_who_hesitates_outside_and_hears_shots_goes_in_sooner_and_once():
    site, world, _ = scene()
    outside.advance_outside(site, world, 100.0)
    # A quarter of the 400 s is left; not for who did not hesitate, nor for who is not there yet.
    assert enters(world) == [200.0, 500.0, 900.0]
    outside.advance_outside(site, world, 101.0)
    assert enters(world) == [200.0, 500.0, 900.0]


def test_where_no_shot_is_heard_nothing_changes():
    for change in ("none stated", "long ago", "over", "inside"):
        site, world, _ = scene()
        now = 100.0
        if change == "none stated":
            site = site._replace(response=site.response._replace(heard_factor=1.0))
        elif change == "long ago":
            world.incident.time[When.LAST_SHOT] = 96.0
        elif change == "over":
            world.incident.tally[Tally.PHASE] = Phase.ENDED
        else:
            world.people.status[1] = Status.MOVING
        outside.advance_outside(site, world, now)
        assert enters(world) == [500.0, 500.0, 900.0], change


def test_a_shot_is_heard_through_few_closed_doors_and_not_through_many():
    site, world, _ = scene()
    door = 0
    heard = []
    for space, x in ((0, 10.0), (1, 23.0), (2, 29.0), (3, 35.0), (4, 41.0)):
        move(world, space, x)
        heard.append(bool(outside.hears_outside(site, world, door)))
    # 155 dB at 1 m; 15 dB a door, 60 dB of noise, and half know it from 30 dB above that.
    expected = [
        155 - 20 * math.log10(x) - 15 * (1 + k) - 60 >= 30
        for k, x in enumerate((10.0, 23.0, 29.0, 35.0, 41.0))
    ]
    assert heard == expected
    assert heard[0]
    assert not heard[-1]


def test_those_who_hesitate_are_those_who_lack_the_resolve():
    site, world, stream = scene()
    terms = site.response._replace(resolve=0.5)
    incident = world.incident
    for replication in range(20):
        drawn = stream._replace(replication=replication)
        call_out.draw_entries(terms, site.course._replace(rule=2, officers=1), incident, drawn)
        late = incident.officers.enter_at > incident.officers.arrive_at
        assert np.array_equal(late, incident.officers.hesitates == 1)


def run(*factors, people=60, within="crowd", reach_m=25, n=300, more=()):
    scenario = attack(
        rooms(),
        *more,
        group(people, within=within, response=FREEZE, pre_movement="3 h"),
        hazard={"duration": "2 h", "dwell": "3 h", "casualty_rate_per_min": 1.0},
        response={"officers": 3, "tactical_team_size": 0, "hesitation": "20 min"},
        officer={"resolve": 0.4, "contact_range_m": reach_m},
        horizon="4 h",
        courses_of_action=[
            {
                "name": f"c{k}",
                "based_on": "solo-entry",
                "response": {"hesitation_heard_factor": factor},
            }
            for k, factor in enumerate(factors)
        ],
    )
    return simulate(scenario, replications=n, seed=7)


@pytest.mark.slow
def test_shots_heard_outside_bring_those_who_hesitate_in_sooner_and_spare_people():
    outcome = run(1.0, 0.2)
    entries = [times(outcome, "time_to_entry_s", HORIZON, row) for row in (1, 0)]
    assert_raises(*entries)
    assert np.all(entries[0] <= entries[1])
    # Where an officer had the resolve to go in at once, nothing changes the first entry.
    at_once = entries[1] < 100.0
    assert at_once.sum() > 50
    assert np.array_equal(entries[0][at_once], entries[1][at_once])
    assert_raises(outcome.columns["casualties"][1], outcome.columns["casualties"][0])


@pytest.mark.slow
def test_where_nobody_shoots_nobody_outside_hears():
    # All but one, who leaves, are in the last room, out of sight of the hazard, which stays in the
    # hall; those who go in at once come into no contact.
    gone = met_and_gone("hall")
    outcome = run(1.0, 0.2, people=10, within="room 3", reach_m=0.01, n=30, more=[gone])
    assert outcome.columns["casualties"].max() <= 1
    entries = [times(outcome, "time_to_entry_s", HORIZON, row) for row in (0, 1)]
    assert np.mean(entries[0] > 1000.0) > 0.1
    # Within the tick in which it falls: that an officer comes is looked at in a tick of its own.
    np.testing.assert_allclose(*entries, atol=0.5)
