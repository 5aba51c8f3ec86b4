"""Responders and hazard in contact, law by law as written: who engages, who is hit, who draws back.

The scene is a hall seen from end to end; whatever a test does not set stays as it starts.
"""

import math

import numpy as np
import pytest

from asher.kernels.codes import Amount, Barricade, Choice, Ending, Phase, Status, Tally, When
from asher.kernels.streams import Stream
from places import offices
from written import law, put, staged

(barricade, encounter, exchange, response, wounding, responders) = map(
    law,
    (
        "incident.barricade",
        "incident.encounter",
        "incident.exchange",
        "incident.response",
        "incident.wounding",
        "incident.responders",
    ),
)

ARMED = {"kind": "armed-bystander", "count": 2, "engages_share": 1}


def scene(*, at=((3.0, 1.0), (4.0, 1.0), (5.0, 1.0)), replication=0, **course):
    """Three occupants, officers outside, and the hazard in the middle of the hall."""
    site, world, stream = staged(offices(), at, replication=replication, **course)
    put(world, len(world.people) - 1, 8.0, 4.0)
    return site, world, stream


def officer(world, k):
    """Responder and person of the k-th officer who came."""
    r = responders.n_on_site(world.incident) + k
    return r, responders.first_responder(world.incident) + r


def bring_in(world, *numbers):
    for k in numbers:
        r, i = officer(world, k)
        put(world, i, 8.0, 2.0 + 0.5 * k)
        world.incident.responders.engaged[r] = 1


def with_hazard(site, **terms):
    return site._replace(hazard=site.hazard._replace(**terms))


def with_response(site, **terms):
    return site._replace(response=site.response._replace(**terms))


def test_responders_stand_after_the_occupants_those_on_site_first():
    site, world, _ = scene(on_site=ARMED)
    incident = world.incident
    assert responders.n_on_site(incident) == 2
    assert responders.first_responder(incident) == 3
    assert len(incident.occupants) == 5
    assert [responders.key_of(incident, r) for r in range(3)] == [1000, 1001, 0]
    assert [bool(responders.is_officer(site, incident, r)) for r in range(3)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("k", [0, 1, 2])
def test_the_officer_who_sees_the_hazard_is_the_one_in_contact(k):
    site, world, stream = scene()
    r, i = officer(world, k)
    put(world, i, 8.0, 1.0)
    assert encounter.find_contact(site, world, stream, 100.0) == 1
    assert np.flatnonzero(world.incident.responders.engaged).tolist() == [r]
    assert world.incident.time[When.CONTACT] == 100.0


def test_contact_needs_range_sight_and_somebody_inside():
    for x, y, space, reach in ((8.0, 1.0, 0, 2.9), (8.0, 10.0, 2, 50.0), (8.0, 1.0, -1, 50.0)):
        site, world, stream = scene()
        put(world, officer(world, 1)[1], x, y, space=space)
        site = with_response(site, range_m=reach)
        assert encounter.find_contact(site, world, stream, 100.0) == 0
    site, world, stream = scene()
    put(world, officer(world, 1)[1], 8.0, 1.0)
    assert encounter.find_contact(with_response(site, range_m=3.1), world, stream, 100.0) == 1


def test_whoever_on_site_is_not_ready_does_not_engage():
    site, world, stream = scene(on_site=ARMED)
    incident = world.incident
    for r in range(2):
        i = responders.first_responder(incident) + r
        put(world, i, 8.0, 3.0, status=Status.WAITING)
        incident.occupants.choice[i] = Choice.ACT
        incident.responders.ready_at[r] = 50.0 + 100.0 * r
    assert encounter.find_contact(site, world, stream, 100.0) == 1
    assert incident.responders.engaged.tolist()[:2] == [1, 0]


@pytest.mark.parametrize("entry", [50.0, 400.0])
def test_a_barricade_is_forced_after_the_decision_and_the_time_to_force(entry):
    site, world, stream = scene(barricade={"rule": "breach", "after": "10 min"})
    incident = world.incident
    incident.time[When.STILL], incident.time[When.ENTRY] = 100.0, entry
    assert barricade.breach_at(site, incident, stream) == -math.inf
    assert not barricade.is_kept_closed(site, incident, stream, 0.0)
    incident.tally[Tally.PHASE] = Phase.STILL
    at = barricade.breach_at(site, incident, stream)
    assert at > max(100.0, entry) + 600.0
    later = site._replace(course=site.course._replace(breach_after_s=1200.0))
    assert barricade.breach_at(later, incident, stream) == pytest.approx(at + 600.0)
    assert barricade.is_kept_closed(site, incident, stream, at - 1.0)
    assert not barricade.is_kept_closed(site, incident, stream, at)
    for rule, when in ((Barricade.PRESS_ON, -math.inf), (Barricade.HOLD, math.inf)):
        other = site._replace(course=site.course._replace(barricade=rule))
        assert barricade.breach_at(other, incident, stream) == when


def test_a_round_of_the_hazard_hits_one_of_those_in_contact_each_as_often():
    hit = {0: 0, 2: 0}
    for replication in range(40):
        site, world, stream = scene(replication=replication)
        bring_in(world, 0, 2)
        world.incident.time[When.HAZARD_ROUND] = 90.0
        encounter.hazard_acts(with_hazard(site, hit=1.0), world, stream)
        down = [k for k in range(3) if world.incident.responders.engaged[k] == 0 and k != 1]
        assert len(down) == 1, "one round, one hit"
        hit[down[0]] += 1
        assert world.incident.tally[Tally.OFFICERS_HIT] == 1
        assert world.incident.tally[Tally.HAZARD_ROUNDS] == 1
        assert world.incident.time[When.HAZARD_ROUND] > 90.0
    # Caught with a chance below one in a thousand: a share outside 6 to 34 of 40.
    assert 6 <= hit[0] <= 34


def test_the_only_one_in_contact_is_the_one_hit():
    site, world, stream = scene()
    bring_in(world, 1)
    encounter.hazard_acts(with_hazard(site, hit=1.0), world, stream)
    status = [int(world.people.status[officer(world, k)[1]]) for k in range(3)]
    assert status[1] in (Status.WOUNDED, Status.DEAD)
    assert status[0] == status[2] == Status.ABSENT


def test_a_hazard_that_cannot_hit_hits_nobody():
    site, world, stream = scene()
    bring_in(world, 0, 1, 2)
    for _ in range(5):
        encounter.hazard_acts(with_hazard(site, hit=0.0), world, stream)
    assert world.incident.tally[Tally.OFFICERS_HIT] == 0


def test_a_round_of_an_officer_counts_once_and_stops_only_with_its_chance():
    site, world, stream = scene()
    bring_in(world, 1)
    r, _ = officer(world, 1)
    world.incident.responders.round_at[r] = 90.0
    encounter.responder_acts(with_response(site, stop_on_hit=0.0), world, stream, r)
    assert world.incident.responders.rounds.tolist() == [0, 1, 0]
    assert world.incident.responders.round_at[r] > 90.0
    assert world.incident.tally[Tally.PHASE] == Phase.ACTIVE
    sure = with_response(
        site, stop_on_hit=1.0, hit=1.0, hit_under_fire=1.0, skill_concentration=math.inf
    )
    encounter.responder_acts(sure, world, stream, r)
    assert world.incident.tally[Tally.PHASE] == Phase.ENDED
    assert world.incident.tally[Tally.ENDING] == Ending.STOPPED_BY_POLICE
    assert world.incident.time[When.SAFE] == world.incident.time[When.STOP]


def test_an_officer_shoots_as_an_officer_whoever_else_is_on_site():
    # Caught: the first officer taken for one of those on site, who here never hit.
    site, world, stream = scene(on_site=ARMED)
    site.course.on_site.hit[:] = 0.0
    sure = with_response(
        site, stop_on_hit=1.0, hit=1.0, hit_under_fire=1.0, skill_concentration=math.inf
    )
    for k, phase in ((-1, Phase.ACTIVE), (0, Phase.ENDED)):
        r, i = officer(world, k)
        put(world, i, 8.0, 2.0)
        world.incident.responders.engaged[r], world.incident.responders.round_at[r] = 1, 90.0
        encounter.responder_acts(sure, world, stream, r)
        assert world.incident.tally[Tally.PHASE] == phase


def test_officers_of_two_agencies_may_hit_each_other_and_those_of_one_may_not():
    for agencies, hits in ((1, 0), (2, 1)):
        site, world, stream = scene()
        bring_in(world, 0, 1)
        site = with_response(site, agencies=agencies, friendly_fire=1.0, joint_removes=0.0)
        encounter.hit_own_side(site, world, stream, 0, (90.0, 0))
        assert world.incident.tally[Tally.FRIENDLY_FIRE] == hits
        assert world.incident.tally[Tally.OFFICERS_HIT] == hits


def test_officers_under_fire_hit_with_another_chance():
    site, _, stream = scene()
    terms = site.response._replace(hit=0.9, hit_under_fire=0.1, skill_concentration=math.inf)
    assert exchange.hit_chance(terms, stream, 0, False) == pytest.approx(0.9)
    assert exchange.hit_chance(terms, stream, 0, True) == pytest.approx(0.1)


def test_a_contact_begins_with_first_rounds_after_their_intervals():
    site, world, stream = scene()
    exchange.begin_rounds(site.hazard, site.response, world.incident, stream, 100.0)
    first = world.incident.responders.round_at.copy()
    hazard = world.incident.time[When.HAZARD_ROUND]
    assert np.all(first > 100.0)
    assert hazard > 100.0
    slow = with_response(
        with_hazard(site, round_interval_s=2 * site.hazard.round_interval_s),
        round_interval_s=2 * site.response.round_interval_s,
    )
    exchange.begin_rounds(slow.hazard, slow.response, world.incident, stream, 100.0)
    np.testing.assert_allclose(world.incident.responders.round_at - 100.0, 2 * (first - 100.0))
    assert world.incident.time[When.HAZARD_ROUND] - 100.0 == pytest.approx(2 * (hazard - 100.0))


@pytest.mark.parametrize(
    ("shares", "ending"),
    [
        ((1.0, 1.0, 1.0, 1.0), Ending.SUICIDE_ON_CONTACT),
        ((0.0, 1.0, 1.0, 1.0), Ending.SURRENDERED),
        ((0.0, 0.0, 1.0, 1.0), Ending.STOPPED_BY_POLICE),
    ],
)
def test_how_a_hazard_meets_the_police_follows_the_shares(shares, ending):
    site, world, stream = scene()
    bring_in(world, 1)
    site = with_hazard(site, on_contact=np.array(shares))
    encounter.resolve_first_contact(site, world, stream, 100.0)
    assert world.incident.tally[Tally.ENDING] == ending
    assert world.incident.tally[Tally.PHASE] == Phase.ENDED
    assert world.incident.tally[Tally.ON_CONTACT] == 1


def test_a_hazard_that_fights_goes_on_and_one_that_barricades_is_still():
    for barricades, phase in ((0.0, Phase.ACTIVE), (1.0, Phase.STILL)):
        site, world, stream = scene()
        bring_in(world, 0)
        site = with_hazard(site, on_contact=np.array([0.0, 0.0, 0.0, barricades]))
        encounter.resolve_first_contact(site, world, stream, 100.0)
        assert world.incident.tally[Tally.PHASE] == phase


def test_a_casualty_event_wounds_one_who_is_in_sight():
    for replication in range(8):
        # Two stand in the hall; the third, in the store, is out of sight.
        site, world, stream = scene(
            at=((3.0, 1.0), (5.0, 1.0), (7.0, 11.0)), replication=replication
        )
        world.incident.occupants.seen_at[:3] = 100.0
        world.incident.amount[Amount.FATAL] = 0.5
        wounding.hurt_someone(site, world, stream, 100.0)
        hit = np.isfinite(world.incident.occupants.wounded_at[:3])
        assert hit.sum() == 1
        assert not hit[2]
        assert world.incident.tally[Tally.CASUALTY_EVENTS] == 1


def test_nobody_out_of_sight_for_long_is_wounded():
    site, world, stream = scene()
    world.incident.occupants.seen_at[:3] = 10.0
    wounding.hurt_someone(site, world, stream, 100.0)
    assert world.incident.tally[Tally.WOUNDED] == world.incident.tally[Tally.CASUALTY_EVENTS] == 0


def test_after_a_hit_officers_draw_back_until_as_many_more_have_come():
    site, world, stream = scene()
    site = site._replace(course=site.course._replace(withdraws_for=1))
    incident = world.incident
    incident.officers.arrive_at[:3] = 60.0, 70.0, 300.0
    incident.officers.enter_at[:3] = 65.0, 75.0, 310.0
    bring_in(world, 0, 1)
    wounding.hit_responder(site, world, stream, 0, 100.0)
    r, stays = officer(world, 1)
    # The other walks out; once out of sight at half the speed, if the wounded officer is carried.
    fatal = world.people.status[stays - 1] == Status.DEAD
    assert incident.responders.pulls_back[r] == (1 if fatal else responders.CARRIES)
    for engaged, pace in ((1, 1.0), (0, 1.0 if fatal else 0.5)):
        incident.responders.engaged[r] = engaged
        response.pull_back(site, world, stays, r, 0.0)
        assert world.people.speed[stays] == pytest.approx(pace * site.response.speed)
    incident.responders.engaged[r] = 1
    leg = world.people.leg[stays]
    assert site.routes.openings.exit[site.routes.legs.opening[leg]] > 0
    assert world.people.status[stays] == Status.MOVING
    world.people.status[stays] = Status.OUT
    response.pull_back(site, world, stays, r, 0.0)
    assert world.people.status[stays] == Status.ABSENT
    assert incident.responders.pulls_back[r] == 0
    assert incident.officers.enter_at[1] == 300.0
    assert incident.officers.enter_at[2] == 310.0
    # In sight, the one who walks out is still in contact.
    assert incident.responders.engaged[r]
    assert incident.responders.engaged.sum() == 1


def test_a_responder_hit_who_is_no_officer_is_wounded_as_an_occupant():
    site, world, stream = scene(on_site=ARMED)
    put(world, 4, 8.0, 3.0)
    wounding.hit_responder(site, world, stream, 1, 100.0)
    assert world.incident.occupants.wounded_at[4] == 100.0
    assert world.incident.tally[Tally.OFFICERS_HIT] == 0


def first_to_act(site, world, replication):
    """Who acts first where one officer meets the hazard: 0 the officer, -1 the hazard."""
    incident, stream = world.incident, Stream(np.uint64(7), replication)
    incident.tally[Tally.HAZARD_ROUNDS] = 0
    incident.responders.rounds[:] = 0
    exchange.begin_rounds(site.hazard, site.response, incident, stream, 100.0)
    return exchange.next_round(incident)


@pytest.mark.parametrize(("ours", "theirs"), [(1.5, 1.5), (3.0, 1.5)])
def test_neither_side_has_the_first_shot_but_for_its_pace(ours, theirs):
    """Of 4,000 contacts of one with one; a share that is off by 0.04 would be caught."""
    site, world, _ = scene()
    bring_in(world, 0)
    site = with_hazard(with_response(site, round_interval_s=ours), round_interval_s=theirs)
    n = 4000
    found = [first_to_act(site, world, replication) for replication in range(n)]
    officer_first = np.mean([who >= 0 for _, who in found])
    expected = theirs / (ours + theirs)
    assert officer_first == pytest.approx(expected, abs=5 * math.sqrt(expected**2 / n))
    # And the first of them comes as soon, whoever it is.
    times = {side: [at for at, who in found if (who >= 0) == side] for side in (True, False)}
    apart = np.mean(times[True]) - np.mean(times[False])
    spread = math.sqrt(sum(np.var(each) / len(each) for each in times.values()))
    assert abs(apart) < 5 * spread


def test_who_comes_into_a_contact_that_goes_on_has_no_rounds_to_catch_up_with():
    """Would catch rounds of the time before that all fall in one moment."""
    site, world, stream = scene()
    site = with_hazard(
        with_response(site, hit=0.0, hit_under_fire=0.0), hit=0.0, on_contact=np.zeros(4)
    )
    incident = world.incident
    r, i = officer(world, 0)
    put(world, i, 8.0, 2.0)
    encounter.advance_encounter(site, world, stream, 100.0)
    late, other = officer(world, 1)
    encounter.advance_encounter(site, world, stream, 160.0)
    assert incident.responders.rounds[r] > 10
    put(world, other, 8.0, 2.5)
    encounter.advance_encounter(site, world, stream, 160.25)
    assert incident.responders.engaged[late] == 1
    assert incident.responders.rounds[late] == 0
    assert incident.responders.round_at[late] > 160.25


def test_who_comes_in_after_the_others_were_hit_meets_the_hazard_anew():
    site, world, stream = scene()
    site = with_response(
        with_hazard(site, hit=1.0, on_contact=np.zeros(4)), hit=0, hit_under_fire=0
    )
    incident = world.incident
    put(world, officer(world, 0)[1], 8.0, 2.0)
    now = 100.0
    while incident.tally[Tally.OFFICERS_HIT] == 0:
        encounter.advance_encounter(site, world, stream, now)
        now += 0.25
    assert incident.tally[Tally.ENGAGED] == 0
    late, i = officer(world, 1)
    put(world, i, 8.0, 2.0)
    encounter.advance_encounter(site, world, stream, now)
    assert incident.tally[Tally.ENGAGED] == 1
    # Not under fire until the hazard has acted again.
    before = incident.tally[Tally.ROUNDS_BEFORE_CONTACT]
    assert before == incident.tally[Tally.HAZARD_ROUNDS] == 1
    assert now < incident.time[When.HAZARD_ROUND] < math.inf
    assert incident.responders.round_at[late] > now
