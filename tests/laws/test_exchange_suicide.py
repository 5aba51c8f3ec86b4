"""An exchange of gunfire with police that the attacker ends by suicide (R16, R17)."""

import math

import numpy as np
import pytest

from asher import evidence
from asher.evidence.incidents import read_incidents
from asher.kernels.codes import Ending, Phase, Status, Tally, When
from asher.simulation.arrays import build_site
from asher.simulation.metrics import ENDINGS
from asher.simulation.population import run_races
from asher.simulation.site import simulate
from fakes import race_terms
from pairs import assert_raises, officers_hit, times
from places import FIGHTS, FREEZE, attack, group, hall_with, lasting_exchange, offices, post, zone
from tolerance import assert_mean, assert_share
from written import law, put, staged

encounter, site_step = law("incident.encounter"), law("site_step")

HORIZON = 4 * 3600.0
OFTEN = {"exchange_suicide_per_min": 3}


def test_the_figure_is_that_of_the_record():
    record = read_incidents()
    texts = [
        (coding.ending, row.terminating_event)
        for row, coding in zip(record.rows, record.codings, strict=True)
    ]
    own = sum(
        ending == "suicide_on_contact" and "after engaging police" in text for ending, text in texts
    )
    shot = sum(ending == "stopped_by_police" and "Shot by police" in text for ending, text in texts)
    row = evidence.statistic("exchange-suicide")
    assert (row.k, row.n) == (own, own + shot)


# The law as written.


def scene():
    """An officer in sight of the attacker; no round hits."""
    site, world, stream = staged(offices(), [(3, 1)])
    site = site._replace(
        hazard=site.hazard._replace(hit=0.0, on_contact=np.zeros(4), exchange_suicide_per_s=0.2),
        response=site.response._replace(hit=0.0, hit_under_fire=0.0),
    )
    put(world, len(world.people) - 1, 8.0, 4.0)
    put(world, 1, 3.0, 4.0)
    return site, world, stream


def step_until(site, world, stream, until, step=0.5):
    for now in np.arange(0.0, until, step):
        encounter.advance_encounter(site, world, stream, now)
        if world.incident.tally[Tally.PHASE] == Phase.ENDED:
            return now
    return math.inf


def test_it_ends_at_the_time_drawn_and_officers_there_know():
    site, world, stream = scene()
    encounter.advance_encounter(site, world, stream, 0.0)
    due = world.incident.time[When.EXCHANGE_SUICIDE]
    assert 0.0 < due < math.inf
    now = step_until(site, world, stream, 200.0)
    assert due <= now < due + 0.5
    incident = world.incident
    assert incident.tally[Tally.ENDING] == Ending.SUICIDE_ON_CONTACT
    assert incident.time[When.STOP] == due
    assert incident.time[When.SAFE] == now


def test_a_contact_that_is_lost_stops_the_clock_and_begins_it_anew():
    site, world, stream = scene()
    encounter.advance_encounter(site, world, stream, 0.0)
    first = world.incident.time[When.EXCHANGE_SUICIDE]
    put(world, 1, 3.0, 4.0, space=-1)
    encounter.advance_encounter(site, world, stream, first + 100.0)
    assert world.incident.time[When.EXCHANGE_SUICIDE] == math.inf
    assert world.incident.tally[Tally.PHASE] == Phase.ACTIVE
    put(world, 1, 3.0, 4.0)
    encounter.advance_encounter(site, world, stream, first + 200.0)
    second = world.incident.time[When.EXCHANGE_SUICIDE] - (first + 200.0)
    assert second > 0.0
    assert second != pytest.approx(first)


# On a plan, and beside the population scale.


def run(n=400, **changes):
    return simulate(lasting_exchange(**changes), replications=n)


def ended(outcome, name):
    return outcome.ending[0] == ENDINGS.index(name)


@pytest.mark.slow
def test_it_spares_officers_and_ends_attacks_sooner():
    """The same 400 attacks with and without: paired, by more than three standard errors."""
    without, often = run(), run(hazard=OFTEN)
    # Some end by suicide by themselves, once officers have been hit.
    own, more = (ended(each, "suicide_on_contact").mean() for each in (without, often))
    assert more > own + 0.1
    assert_raises(officers_hit(often), officers_hit(without))
    assert_raises(
        times(often, "time_to_stop_s", HORIZON), times(without, "time_to_stop_s", HORIZON)
    )
    entered = "time_to_entry_s"
    assert np.array_equal(without.columns[entered], often.columns[entered])


def test_it_is_nothing_where_police_meet_nobody():
    """Guards stop it, or nobody does: the same to the byte."""
    here = hall_with(zone("crowd", 4, 1, 18, 7), post("post", 9, 6, 9.4, 6.4))
    guards = {"kind": "armed-guard", "count": 2, "post": "post", "engages_share": 1}
    outside = {"rule": "stay-outside"}

    def columns(rate):
        outcome = simulate(
            attack(
                here,
                group(20, within="crowd", response=FREEZE, pre_movement="50 min"),
                hazard={"dwell": "10 h", "on_contact": FIGHTS, "exchange_suicide_per_min": rate},
                courses_of_action=[
                    {"name": "guards", "entry": outside, "on_site": guards},
                    {"name": "nobody", "entry": outside},
                ],
            ),
            replications=40,
        )
        stopped = outcome.ending == ENDINGS.index("stopped_by_others")
        return outcome.columns, stopped

    (without, stopped), (often, _) = columns(0), columns(30)
    assert 0.2 < stopped[0].mean() < 1.0
    assert not stopped[1].any()
    for name, column in without.items():
        assert np.array_equal(column, often[name], equal_nan=True), name


@pytest.mark.slow
@pytest.mark.parametrize("hazard", [OFTEN, OFTEN | {"breaks_off_per_min": 6}])
def test_both_scales_agree(hazard):
    """400 attacks in the hall beside 20,000 without a plan; officers hit, and how it ends."""
    here = lasting_exchange(hazard=hazard)
    site, _ = build_site(here)
    terms = race_terms(horizon_s=here.horizon)
    races = run_races(site.hazard, site.response, site.course, terms, incidents=20_000, seed=3)
    outcome = simulate(here, replications=400)
    assert_mean(officers_hit(outcome), races["officers_hit"].mean())
    own = races["ending"] == ENDINGS.index("suicide_on_contact")
    assert_share(ended(outcome, "suicide_on_contact").sum(), 400, own.mean())


def test_who_begins_to_walk_as_an_attack_ends_is_waited_for():
    """Walkers are counted at the start of a tick; an attack may end, and free people, within it."""
    site, world, _ = staged(offices(), [(3, 1)])
    incident, people = world.incident, world.people
    incident.tally[Tally.PHASE], incident.tally[Tally.MOVING] = Phase.ENDED, 0
    incident.time[When.SAFE] = 100.0
    incident.officers.enter_at[:] = math.inf
    people.status[0] = Status.MOVING
    assert not site_step.is_finished(site, world, 100.0)
    people.status[0] = Status.OUT
    assert site_step.is_finished(site, world, 100.0)
