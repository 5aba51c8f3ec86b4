"""Cover, reaction times, and contact broken off by either side (R16)."""

import math

import numpy as np
import pytest

from asher.kernels.codes import Phase, Tally, When
from asher.simulation.arrays import build_site
from asher.simulation.population import run_races
from asher.simulation.site import simulate
from fakes import race_terms
from pairs import assert_raises, officers_hit, times
from places import lasting_exchange, offices
from tolerance import assert_mean
from written import law, put, staged

encounter = law("incident.encounter")
exchange = law("incident.exchange")
hazard = law("incident.hazard")
responders = law("incident.responders")
retreat = law("incident.retreat")

HORIZON = 4 * 3600.0


def scene(**course):
    site, world, stream = staged(offices(), [(3, 1)], **course)
    put(world, len(world.people) - 1, 8.0, 4.0)
    return site, world, stream


def fights_on(site):
    """Nothing ends by the first contact, and no round hits."""
    return site._replace(
        hazard=site.hazard._replace(hit=0.0, on_contact=np.zeros(4)),
        response=site.response._replace(hit=0.0, hit_under_fire=0.0),
    )


def test_an_officer_at_a_door_is_covered_and_one_in_the_hall_is_not():
    site, world, _ = scene()
    site = site._replace(response=site.response._replace(cover=0.6))
    # The main entrance is at (0, 4), the door of the store at (8, 8).
    for x, y, share in ((0.5, 4.0, 0.6), (8.0, 7.3, 0.6), (8.0, 6.5, 0.0), (5.0, 4.0, 0.0)):
        put(world, 1, x, y)
        assert retreat.cover_of(site, world, 0) == share
    put(world, 1, 0.5, 4.0)
    bare = site._replace(response=site.response._replace(cover=0.0))
    assert retreat.cover_of(bare, world, 0) == 0.0


def test_a_reaction_time_puts_off_the_first_round_by_just_that():
    site, world, stream = scene()
    first = []
    for reaction_s in (0.0, 0.38):
        terms = (
            site.hazard._replace(reaction_s=reaction_s),
            site.response._replace(reaction_s=2 * reaction_s),
        )
        exchange.begin_rounds(*terms, world.incident, stream, 100.0)
        at = world.incident.responders.round_at
        first.append((world.incident.time[When.HAZARD_ROUND], *at))
    later = np.subtract(first[1], first[0])
    np.testing.assert_allclose(later, [0.38, 0.76, 0.76, 0.76])


def test_a_contact_broken_off_begins_anew_out_of_sight_or_where_the_hazard_comes_to():
    site, world, stream = scene()
    site = fights_on(site)
    incident, people = world.incident, world.people
    h = len(people) - 1
    put(world, 1, 8.0, 2.0)
    encounter.advance_encounter(site, world, stream, 100.0)
    assert incident.tally[Tally.ENGAGED] == 1
    assert incident.time[When.BREAKS_OFF] == math.inf
    incident.time[When.BREAKS_OFF] = 100.1
    encounter.advance_encounter(site, world, stream, 100.25)
    assert incident.tally[Tally.ENGAGED] == incident.responders.engaged.sum() == 0
    hazard.advance_wandering(site, world, stream, 100.25)
    assert people.goal[h] >= 0
    encounter.advance_encounter(site, world, stream, 100.5)
    assert incident.tally[Tally.ENGAGED] == 0
    rounds = incident.responders.rounds[0]
    people.goal[h] = -1
    encounter.advance_encounter(site, world, stream, 100.75)
    encounter.advance_encounter(site, world, stream, 101.0)
    assert incident.tally[Tally.ENGAGED] == 1
    assert incident.responders.rounds[0] - rounds <= 1, "no rounds to catch up with"
    # And out of sight.
    incident.tally[Tally.BROKEN_OFF], people.goal[h] = 1, 3
    put(world, 1, 8.0, 10.0, space=2)
    encounter.find_contact(site, world, stream, 102.0)
    assert incident.tally[Tally.BROKEN_OFF] == 0


def test_a_barricade_is_not_left():
    _, world, _ = scene()
    world.incident.tally[Tally.PHASE] = Phase.STILL
    world.incident.responders.engaged[0] = 1
    retreat.break_off(world.incident, 100.0)
    assert world.incident.responders.engaged[0] == 1
    assert world.incident.tally[Tally.BROKEN_OFF] == 0


def test_officers_who_hit_nothing_fall_back_and_those_not_in_contact_do_not():
    rule = {"rule": "fall-back", "rounds": 3, "again_after": "90 s"}
    site, world, stream = scene(after_contact=rule)
    site = fights_on(site)
    incident = world.incident
    put(world, 1, 8.0, 2.0)
    put(world, 3, 8.0, 10.0, space=2)
    incident.officers.enter_at[:] = 80.0
    now = 100.0
    while not incident.responders.pulls_back.any():
        encounter.advance_encounter(site, world, stream, now)
        now += 0.25
    assert incident.responders.rounds[0] == 3
    assert incident.responders.pulls_back.tolist() == [1, 0, 0]
    assert incident.officers.enter_at[0] > now + 80.0
    assert incident.officers.enter_at[1:].tolist() == [80.0, 80.0]


def stops(outcome, row=0):
    return times(outcome, "time_to_stop_s", HORIZON, row)


@pytest.mark.slow
def test_a_door_that_covers_spares_officers():
    covered = {"response": {"officer": {"cover_share": 0.7}}}
    outcome = simulate(lasting_exchange({}, covered), replications=400)
    assert_raises(officers_hit(outcome, 1), officers_hit(outcome, 0))
    assert np.array_equal(
        outcome.columns["time_to_contact_s"][0], outcome.columns["time_to_contact_s"][1]
    )


@pytest.mark.slow
def test_falling_back_and_breaking_off_put_off_the_end():
    rule = {"rule": "fall-back", "rounds": 2, "again_after": "60 s"}
    # Nobody is hit, so that only what breaks a contact off can change its end.
    harmless, alike = {"hit_chance": 0}, {"hit_chance_concentration": 1000}
    courses = ({}, {"after_contact": rule})
    outcome = simulate(lasting_exchange(*courses, hazard=harmless, officer=alike), replications=400)
    assert_raises(stops(outcome, 0), stops(outcome, 1))
    entered = outcome.columns["time_to_entry_s"]
    assert np.array_equal(entered[0], entered[1])
    often = {**harmless, "breaks_off_per_min": 12}
    breaks = simulate(lasting_exchange(hazard=often, officer=alike), replications=400)
    assert_raises(stops(outcome, 0), stops(breaks))
    assert np.array_equal(entered[0], breaks.columns["time_to_entry_s"][0])


@pytest.mark.slow
def test_a_reaction_time_of_both_sides_favours_neither_and_of_one_the_other():
    def found(ours, theirs):
        terms = {"hazard": {"reaction_s": theirs}, "officer": {"reaction_s": ours}}
        return officers_hit(simulate(lasting_exchange(**terms), replications=400))

    neither, both, slow = found(0, 0), found(0.39, 0.38), found(5, 0)
    assert_mean(both - neither, 0.0)
    assert_raises(neither, slow)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hazard", "officer"),
    [
        ({}, {"cover_share": 0.5}),
        ({"reaction_s": 3}, {"reaction_s": 1}),
        ({"breaks_off_per_min": 6}, {}),
    ],
)
def test_both_scales_agree(hazard, officer):
    """400 attacks in the hall beside 20,000 without a plan; officers hit, and who stops it."""
    here = lasting_exchange(hazard=hazard, officer=officer)
    site, _ = build_site(here)
    terms = race_terms(horizon_s=here.horizon)
    races = run_races(site.hazard, site.response, site.course, terms, incidents=20_000, seed=3)
    outcome = simulate(here, replications=400)
    assert_mean(officers_hit(outcome), races["officers_hit"].mean())
