"""A barricade (R6): where it may be, who is held, what negotiating and forcing it change."""

import math

import numpy as np
import pytest

from asher.errors import SimulationError
from asher.kernels.codes import Door, Ending, Phase, Status, Tally, When
from asher.scenario import CourseOfAction
from asher.simulation.metrics import ENDINGS
from asher.simulation.parameters import parameters
from asher.simulation.population import simulate_population
from asher.simulation.site import simulate
from pairs import assert_raises, times
from places import (
    FIGHTS,
    FREEZE,
    RUN,
    attack,
    box,
    group,
    hall_with,
    inner,
    met_and_gone,
    opening,
    zone,
)
from tolerance import assert_share
from written import law, put, staged

barricade = law("incident.barricade")
ending = law("incident.ending")

HORIZON = 4 * 3600.0
REMAINS = {"left": 0, "suicide": 0, "remains": 1}


def house():
    """A hall with two exits, a room with one door and a window, and one behind a gate."""
    return hall_with(
        box("room", 0, 8, 8, 14, category="office"),
        box("bay", 12, 8, 20, 14, category="storage"),
        inner("room door", (3.5, 8), (4.5, 8)),
        opening("window", (2, 14), (4, 14), category="window"),
        inner("bay gate", (15, 8), (17, 8), category="gate"),
        zone("room crowd", 1, 9, 7, 13),
    )


def scene(at=((4.0, 11.0), (4.0, 4.0)), **course):
    site, world, stream = staged(house(), at, officers=2, **course)
    put(world, len(world.people) - 1, 3.0, 11.0, space=1)
    return site, world, stream


def with_hazard(site, **terms):
    return site._replace(hazard=site.hazard._replace(**terms))


def with_course(site, **terms):
    return site._replace(course=site.course._replace(**terms))


def door(site, name):
    return ["main entrance", "back door", "room door", "window", "bay gate"].index(name)


def test_a_room_with_doors_and_windows_alone_can_be_closed():
    site, _, _ = scene()
    closed = [bool(barricade.can_be_closed(site.routes, space)) for space in range(3)]
    # Not the hall, by which people leave; not the bay behind its gate.
    assert closed == [False, True, False]


def test_where_no_room_can_be_closed_it_ends_as_others_do():
    for space, phase, needs in ((1, Phase.STILL, True), (2, Phase.ENDED, True)):
        site, world, stream = scene()
        world.people.space[len(world.people) - 1] = space
        site = with_hazard(site, left=0.0, left_or_suicide=0.0, needs_room=needs)
        world.incident.time[When.OWN_END] = 50.0
        ending.advance_own_end(site, world, stream, 50.0)
        assert world.incident.tally[Tally.PHASE] == phase
    assert world.incident.tally[Tally.ENDING] == Ending.SUICIDE_BEFORE_POLICE
    hazard = site.hazard._replace(left=0.3, left_or_suicide=0.4)
    # A share of what would remain leaves as often as others do: three of four.
    us = 0.4 + 0.6 * (np.arange(1000) + 0.5) / 1000
    assert np.mean([ending.own_ending(hazard, u) < 0.3 for u in us]) == pytest.approx(
        0.75, abs=2e-3
    )
    assert ending.own_ending(hazard, 0.35) == 0.35


def test_people_in_the_room_are_held_until_it_is_over():
    site, world, stream = scene()
    site = with_hazard(site, held=1.0)
    doors = world.incident.doors
    before = doors.copy()
    barricade.begin_barricade(site, world, stream, 100.0)
    locked = [name for name in ("room door", "window") if doors[door(site, name)] == Door.LOCKED]
    assert locked == ["room door", "window"]
    assert np.array_equal(np.flatnonzero(doors != before), [2, 3])
    barricade.advance_barricade(site, world, stream, 200.0)
    assert doors[2] == Door.LOCKED
    world.incident.tally[Tally.PHASE] = Phase.ENDED
    barricade.advance_barricade(site, world, stream, 300.0)
    assert np.array_equal(doors, before)


def test_officers_before_a_locked_room_hold_and_begin_to_negotiate():
    hold = {"rule": "hold-and-negotiate", "negotiation_per_hour": 0.5}
    site, world, stream = scene(barricade=hold)
    assert site.course.talks_per_s == pytest.approx(math.log(2) / 3600)
    barricade.begin_barricade(with_hazard(site, held=1.0), world, stream, 100.0)
    incident, people = world.incident, world.people
    barricade.advance_barricade(site, world, stream, 150.0)
    assert not incident.tally[Tally.CONTAINED]
    o = door(site, "room door")
    side = 0 if site.routes.openings.space[o, 0] == 0 else 1
    put(world, 2, 4.0, 7.5, space=0, status=Status.MOVING)
    people.leg[2] = site.routes.openings.leg[o, side]
    barricade.advance_barricade(site, world, stream, 200.0)
    assert incident.tally[Tally.CONTAINED]
    assert incident.radios.known_space[0] == 1
    assert 200.0 < incident.time[When.TALKED] < math.inf
    incident.time[When.ARRIVAL], incident.time[When.TALKED] = 60.0, 250.0
    ending.advance_own_end(site, world, stream, 249.0)
    assert incident.tally[Tally.PHASE] == Phase.STILL
    ending.advance_own_end(site, world, stream, 250.0)
    assert incident.tally[Tally.ENDING] == Ending.SURRENDERED
    assert incident.time[When.SAFE] == 250.0


def test_forcing_a_room_puts_those_beside_it_and_in_it_at_risk_and_nobody_else():
    breach = {"rule": "breach", "after": "0 s", "officer_hit_chance": 1, "inside_hit_chance": 1}
    site, world, stream = scene(barricade=breach)
    site = with_hazard(site, held=1.0)
    barricade.begin_barricade(site, world, stream, 100.0)
    incident, people = world.incident, world.people
    put(world, 2, 4.0, 7.0, space=0)
    put(world, 3, 16.0, 11.0, space=2)
    incident.tally[Tally.CONTAINED], incident.time[When.ENTRY] = 1, 90.0
    at = barricade.breach_at(site, incident, stream)
    barricade.advance_barricade(site, world, stream, at - 1.0)
    assert not incident.tally[Tally.BREACHED]
    barricade.advance_barricade(site, world, stream, at)
    hurt = (Status.WOUNDED, Status.DEAD)
    # In the room, in the hall beside it; not the other officer, nor the person in the hall.
    assert [int(status) in hurt for status in people.status[:4]] == [True, False, True, False]
    assert incident.doors[door(site, "room door")] == Door.OPEN
    barricade.advance_barricade(site, world, stream, at + 1.0)
    assert incident.tally[Tally.OFFICERS_HIT] == incident.tally[Tally.HIT_AT_ENTRY] == 1


def test_without_a_plan_what_is_of_a_room_is_refused():
    values = {each.name: each.median for each in parameters()}
    named = {"name": "tried", "based_on": "hold-and-negotiate"}
    talks = {"rule": "hold-and-negotiate", "negotiation_per_hour": 0.5}
    course = CourseOfAction.model_validate({**named, "barricade": talks})
    with pytest.raises(SimulationError, match="negotiation_per_hour needs one"):
        simulate_population(values, incidents=2, seed=1, course=course)


def run(*barricades, hazard=(), occupants=None, n=300, **changes):
    scenario = attack(
        house(),
        *(
            [occupants]
            if isinstance(occupants, dict)
            else occupants
            or [group(12, within="room crowd", response=FREEZE, pre_movement="50 min")]
        ),
        hazard={
            "duration": "59 s",  # police come at 60 s
            "dwell": "5 s",
            "entry": "back door",
            "ending_shares": REMAINS,
            "on_contact": FIGHTS,
            "remains_for": "2 h",
            **dict(hazard),
        },
        horizon="4 h",
        courses_of_action=[
            {"name": f"c{k}", "based_on": "two-officer-entry", "barricade": each}
            for k, each in enumerate(barricades)
        ],
        **changes,
    )
    return simulate(scenario, replications=n, seed=7)


HOLD = {"rule": "hold-and-negotiate"}


@pytest.mark.slow
def test_a_barricade_in_a_room_that_can_be_closed_alone():
    """Of 300 attacks; those in the hall and the bay end by own life."""
    often = {"casualty_rate_per_min": 12.0}
    anywhere = run(HOLD, hazard=often)
    rooms = run(HOLD, hazard={**often, "remains_in_closed_room": True})
    own = ENDINGS.index("suicide_before_police")
    share = np.mean(rooms.ending[0] == own)
    assert 0.2 < share < 0.95
    ended = rooms.ending[0] == own
    stop = times(rooms, "time_to_stop_s", HORIZON)
    # What goes still in the room does so as it did, to the second.
    assert np.array_equal(stop, times(anywhere, "time_to_stop_s", HORIZON))
    same = rooms.columns["preventable_deaths"][0] == anywhere.columns["preventable_deaths"][0]
    assert same[~ended].all()
    assert_raises(rooms.columns["preventable_deaths"][0], anywhere.columns["preventable_deaths"][0])


@pytest.mark.slow
def test_people_who_are_held_leave_once_it_is_over():
    """300 attacks that go still in the room, while people there would leave after 2 min."""
    leaves = group(8, within="room crowd", response=RUN, pre_movement="2 min")
    stays = {"remains_in_closed_room": True, "casualty_rate_per_min": 0.2}

    def last_out(held):
        people = [leaves, met_and_gone("hall")]
        outcome = run(HOLD, hazard={**stays, "held_share": held}, occupants=people)
        return times(outcome, "evacuation_time_s", HORIZON), outcome

    (free, without), (held, with_held) = last_out(0.0), last_out(1.0)
    assert_raises(free, held)
    still = with_held.ending[0] != ENDINGS.index("suicide_before_police")
    assert np.all(held[~still] == free[~still])
    # All were out before it went still; or the last left two hours later, when it was over.
    late = held[still & (with_held.columns["evacuated"][0] > 0)]
    assert len(late) > 30
    assert np.all((late < 70.0) | ((late > 7200.0) & (late < 7400.0)))
    assert np.mean(late > 7200.0) > 0.5
    assert np.array_equal(
        with_held.columns["time_to_stop_s"][0], without.columns["time_to_stop_s"][0]
    )


@pytest.mark.slow
def test_negotiating_ends_a_barricade_with_its_chance_an_hour():
    """Of some hundred barricades; the mean time to the end falls as the chance says."""
    chances = (0.0, 0.5)
    rules = [{**HOLD, "negotiation_per_hour": chance} for chance in chances]
    hazard = {"remains_in_closed_room": True, "held_share": 1, "remains_for": "2 h"}
    hazard["casualty_rate_per_min"] = 12.0
    hazard["on_contact"] = {**FIGHTS, "suicide": 1, "fights": 0}
    outcome = run(*rules, hazard=hazard)
    still = outcome.ending[0] != ENDINGS.index("suicide_before_police")
    surrendered = outcome.ending[1][still] == ENDINGS.index("surrendered")
    # Three of four within two hours; of the others some surrender in the end as well.
    # Nobody surrenders of its own accord; three of four have been talked to within two hours.
    assert not np.any(outcome.ending[0] == ENDINGS.index("surrendered"))
    assert_share(int(surrendered.sum()), int(still.sum()), 0.75)
    care = outcome.columns["time_to_first_care_s"]
    cared = still & np.isfinite(care).all(axis=0)
    assert_raises(care[1][cared], care[0][cared])


@pytest.mark.slow
def test_forcing_a_room_hits_by_its_chances():
    """Twelve people held, two officers beside the room; caught: 0.1 of a person more or fewer."""
    breach = {"rule": "breach", "after": "10 min"}
    risky = {**breach, "officer_hit_chance": 0.5, "inside_hit_chance": 0.25}
    hazard = {
        "remains_in_closed_room": True, "held_share": 1, "casualty_rate_per_min": 0.001,
        "hit_chance": 0,
    }  # fmt: skip
    outcome = run(breach, risky, hazard=hazard, response={"officers": 2, "tactical_team_size": 0})
    met = outcome.columns["time_to_contact_s"][0] > 600
    more = (outcome.columns["casualties"][1] - outcome.columns["casualties"][0])[met]
    hit = outcome.columns["officers_killed"] + outcome.columns["officers_wounded"]
    assert met.sum() > 50
    assert_share(int(more.sum()), 12 * int(met.sum()), 0.25)
    assert_share(int((hit[1] - hit[0])[met].sum()), 2 * int(met.sum()), 0.5)
    assert np.array_equal(
        outcome.columns["casualties"][0][~met], outcome.columns["casualties"][1][~met]
    )
