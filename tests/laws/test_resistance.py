"""Who acts against the hazard, who hides and who locks: law by law as written, and in pairs.

Each paired test fails unless the mean difference is more than five standard errors from zero.
"""

import math

import numpy as np
import pytest

from asher.kernels.codes import Amount, Choice, Door, Ending, Phase, Resists, Status, Tally, When
from asher.kernels.streams import Stream
from asher.simulation.metrics import ENDINGS
from asher.simulation.site import simulate
from pairs import assert_raises
from places import HIDE, RUN, attack, box, group, inner, offices, opening, people_at, plan, zone
from written import law, started

occupants = law("incident.occupants")
refuge = law("incident.refuge")
resistance = law("incident.resistance")
wounding = law("incident.wounding")

RESIST = {"run": 0, "hide": 0, "resist": 1, "freeze": 0}
HALL, WEST_OFFICE = 0, 1
WEST = 2


def scene(*places, replication=0, response=RESIST, **changes):
    """People in the hall of the offices who have noticed, and the hazard in its middle."""
    people = people_at(places or [(3, 1), (12, 1)], response=response)
    site, world, stream = started(attack(offices(), people, **changes), replication=replication)
    h = len(world.people) - 1
    put(world, h, 8.0, 4.0)
    incident = world.incident
    incident.occupants.seen_at[:] = 100.0
    would = incident.occupants.resists == Resists.WOULD
    incident.occupants.resists[would] = Resists.KNOWS
    incident.time[When.LAST_SHOT] = 100.0
    return site, world, stream


def put(world, i, x, y, *, status=Status.WAITING, space=HALL):
    people = world.people
    people.x[i], people.y[i], people.space[i], people.status[i] = x, y, space, status


def scene_stream(replication):
    return Stream(np.uint64(5), replication)


def act(site, world, *, at=100.0, length=1.0):
    resistance.advance_resistance(site, world, at, length)
    return world.incident.occupants.resists == Resists.ACTS


# Who acts, and when.


def test_only_those_whose_choice_is_to_resist_act():
    for response, acts in ((RESIST, True), (RUN, False), (HIDE, False)):
        site, world, _ = scene((7, 4), response=response)
        assert act(site, world).any() == acts


@pytest.mark.parametrize(
    ("away", "comes", "engaged", "acts"),
    [
        (3.0, True, 0, True),  # within reach
        (6.0, True, 0, False),  # it comes, and is not there yet
        (6.0, False, 0, True),  # it stays
        (6.0, True, 1, True),  # responders hold it
        (6.0, None, 0, True),  # it moves off
        (7.9, False, 0, True),
    ],
)
def test_people_act_when_it_is_within_reach_stays_turns_away_or_is_held(away, comes, engaged, acts):
    site, world, _ = scene((8.0 - away, 4.0))
    h = len(world.people) - 1
    if comes is not False:
        world.people.status[h] = Status.MOVING
        world.people.heading_x[h], world.people.heading_y[h] = (-1.0 if comes else 1.0), 0.0
    world.incident.tally[Tally.ENGAGED] = engaged
    assert act(site, world).any() == acts


def test_where_one_acts_the_others_go_along():
    site, world, _ = scene((7, 4), (2, 4))
    h = len(world.people) - 1
    world.people.status[h] = Status.MOVING
    world.people.heading_x[h], world.people.heading_y[h] = -1.0, 0.0
    assert act(site, world).tolist() == [True, False]
    assert act(site, world).tolist() == [True, True]


def test_nobody_acts_who_does_not_see_it_is_elsewhere_or_is_down():
    site, world, _ = scene((7, 4), (8, 3))
    world.incident.occupants.seen_at[0] = 90.0
    world.people.status[1] = Status.WOUNDED
    assert not act(site, world).any()
    site, world, _ = scene((3, 10))
    world.people.space[0] = WEST_OFFICE
    assert not act(site, world).any()


def test_who_acts_goes_straight_for_it_and_stops_at_arms_length():
    site, world, _ = scene((3, 4))
    act(site, world)
    people = world.people
    assert (people.status[0], people.heading_x[0], people.heading_y[0]) == (Status.MOVING, 1.0, 0.0)
    people.x[0] = 7.5
    act(site, world)
    assert people.status[0] == Status.WAITING
    assert world.incident.occupants.notice_at[0] > 100.0


def test_when_it_is_over_those_who_acted_leave():
    site, world, _ = scene((3, 4))
    act(site, world)
    world.incident.tally[Tally.PHASE] = Phase.ENDED
    assert not act(site, world).any()
    assert world.people.status[0] == Status.MOVING
    assert world.people.leg[0] >= 0
    assert world.incident.tally[Tally.RESISTING] == 0


# When it is restrained.


def test_the_time_within_reach_is_added_up_over_those_who_act():
    site, world, _ = scene((7, 4), (8, 3), (8, 7))
    world.incident.amount[Amount.RESTRAINED_AFTER_S] = 4.5
    for passed in (2.0, 4.0):
        act(site, world)
        assert world.incident.amount[Amount.CLOSENESS_S] == passed
        assert world.incident.tally[Tally.PHASE] == Phase.ACTIVE
    act(site, world)
    assert world.incident.tally[Tally.ENDING] == Ending.RESTRAINED


def test_what_one_person_does_in_its_time_succeeds_in_the_share_stated():
    site, world, _ = scene(hazard={"restrained_share": 0.3})
    needed = []
    for replication in range(400):
        resistance.draw_restraint(site, world.incident, scene_stream(replication))
        needed.append(world.incident.amount[Amount.RESTRAINED_AFTER_S])
    share = np.mean(np.array(needed) <= resistance.RESTRAINT_S)
    assert abs(share - 0.3) < 5 * math.sqrt(0.3 * 0.7 / 400)


@pytest.mark.parametrize(("share", "needed"), [(0.0, math.inf), (1.0, 0.0)])
def test_a_share_of_none_or_all_needs_no_draw(share, needed):
    site, world, stream = scene(hazard={"restrained_share": share})
    resistance.draw_restraint(site, world.incident, stream)
    assert world.incident.amount[Amount.RESTRAINED_AFTER_S] == needed


# Who is hit.


@pytest.mark.parametrize(("acts", "in_place", "weight"), [(1, 0, 3.0), (0, 1, 0.5)])
def test_who_acts_is_hit_more_often_and_who_hides_in_place_less(acts, in_place, weight):
    site, world, _ = scene((7, 4), (9, 4))
    incident = world.incident
    incident.amount[Amount.FATAL] = 0.0
    incident.occupants.resists[0] = Resists.ACTS if acts else Resists.NEVER
    incident.occupants.resists[1] = Resists.NEVER
    incident.occupants.in_place[0] = in_place
    first = 0
    for replication in range(600):
        world.people.status[:2] = Status.WAITING
        incident.tally[Tally.WOUNDED] = 0
        wounding.hurt_someone(site, world, scene_stream(replication), 100.0)
        first += world.people.status[0] == Status.WOUNDED
    share = weight / (1.0 + weight)
    assert abs(first / 600 - share) < 5 * math.sqrt(share * (1 - share) / 600)


def test_casualties_come_more_slowly_where_only_those_are_in_sight_who_hide_in_place():
    site, world, stream = scene()
    incident = world.incident

    def share():
        occupants.advance_notice(site, world, stream, 100.0)
        assert incident.tally[Tally.EXPOSED] == 2
        return incident.amount[Amount.IN_SIGHT_SHARE]

    incident.occupants.in_place[:2] = 1
    assert share() == pytest.approx(site.response.hidden_exposure)
    incident.occupants.in_place[1] = 0
    assert share() == 1.0
    # Who acts is hit more often, but draws no more fire than there is.
    incident.occupants.in_place[1], incident.occupants.resists[1] = 1, Resists.ACTS
    assert share() == 1.0


# Who hides, and what is locked.


def room_of(site, place):
    return site.routes.legs.space[site.routes.places.leg[place]]


def test_who_would_hide_does_not_go_past_the_hazard():
    # The west office is nearest; its door is nearer to the hazard than to the person.
    site, world, _ = scene((6, 1), response=HIDE)
    put(world, len(world.people) - 1, 3.0, 7.0)
    assert room_of(site, refuge.choose_shelter(site, world, 0)) != WEST_OFFICE
    world.incident.occupants.seen_at[0] = 90.0
    assert room_of(site, refuge.choose_shelter(site, world, 0)) == WEST_OFFICE


def test_a_room_in_which_the_hazard_is_is_no_shelter_for_those_in_it():
    site, world, _ = scene((3, 10), response=HIDE)
    assert room_of(site, refuge.choose_shelter(site, world, 0)) == WEST_OFFICE
    put(world, len(world.people) - 1, 5.0, 11.0, space=WEST_OFFICE)
    place = refuge.choose_shelter(site, world, 0)
    assert place < 0 or room_of(site, place) != WEST_OFFICE


@pytest.mark.parametrize(("stays", "status"), [(1.0, Status.HIDING), (0.0, Status.MOVING)])
def test_who_finds_no_room_stays_out_of_sight_or_runs(stays, status):
    site, world, stream = scene((6, 1), response=HIDE)
    site.groups.terms.hides_in_place[:] = stays
    world.incident.doors[WEST] = world.incident.doors[4] = Door.LOCKED
    refuge.start_hiding(site, world, stream, 0)
    assert world.people.status[0] == status
    assert world.incident.occupants.in_place[0] == (status == Status.HIDING)


def test_nobody_locks_a_room_in_which_the_hazard_is():
    for inside, state in ((False, Door.LOCKED), (True, Door.CLOSED)):
        site, world, stream = scene((3, 10), response=HIDE)
        if inside:
            put(world, len(world.people) - 1, 5.0, 11.0, space=WEST_OFFICE)
        world.incident.doorways.close_at[WEST] = 100.0
        world.incident.doorways.locks[WEST] = WEST_OFFICE
        occupants.advance_legs(site, world, stream, 100.0)
        assert world.incident.doors[WEST] == state
        assert world.incident.doorways.close_at[WEST] == math.inf


def test_those_who_are_locking_a_room_give_up_when_the_hazard_comes_in():
    site, world, stream = scene((3, 10), response=HIDE)
    site.groups.terms.hides_in_place[:] = 0.0
    refuge.start_hiding(site, world, stream, 0)
    world.incident.occupants.choice[0] = Choice.HIDE
    put(world, len(world.people) - 1, 5.0, 11.0, space=WEST_OFFICE)
    occupants.advance_legs(site, world, stream, 100.0)
    assert world.incident.rooms.hidden[WEST_OFFICE] == 0
    assert np.all(world.incident.doorways.close_at == math.inf)


@pytest.mark.parametrize(("fails", "state"), [(0.0, Door.LOCKED), (1.0, Door.CLOSED)])
def test_a_lock_that_does_not_hold_leaves_the_door_closed(fails, state):
    site, world, stream = scene((3, 10), response=RUN)
    site = site._replace(response=site.response._replace(lock_fails=fails))
    world.people.space[0] = WEST_OFFICE
    world.incident.doorways.close_at[WEST] = 100.0
    world.incident.doorways.locks[WEST] = WEST_OFFICE
    occupants.advance_legs(site, world, stream, 100.0)
    assert world.incident.doors[WEST] == state
    assert world.people.status[0] == Status.HIDING, "those inside take it to be locked"


# On paired incidents.


def square():
    """An open square of 30 m, open on all sides."""
    sides = (
        ("south", (1, 0), (29, 0)),
        ("north", (1, 30), (29, 30)),
        ("west", (0, 1), (0, 29)),
        ("east", (30, 1), (30, 29)),
    )
    gates = [
        opening(name, a, b, category="gate", main_entrance=name == "south") for name, a, b in sides
    ]
    crowd = zone("crowd", 3, 3, 27, 27)
    return plan(box("square", 0, 0, 30, 30, category="outdoors"), *gates, crowd)


def in_square(share, *, n=400, **changes):
    response = {"run": 1 - share, "hide": 0, "resist": share, "freeze": 0}
    crowd = group(80, within="crowd", response=response, pre_movement="3 s")
    scenario = attack(
        square(),
        crowd,
        hazard={"restrained_share": 0.39, "entry": "south", "dwell": "15 s", "duration": "4 min"},
        **changes,
    )
    return simulate(scenario, replications=n, seed=3)


def restrained(outcome):
    return (outcome.ending[0] == ENDINGS.index("restrained")).astype(float)


@pytest.mark.slow
def test_the_more_people_resist_the_more_attacks_they_end():
    few, some, all_ = (in_square(share) for share in (0.0, 0.1, 1.0))
    assert not restrained(few).any(), "where nobody would act it is never restrained"
    assert_raises(restrained(few), restrained(some))
    assert_raises(restrained(some), restrained(all_))
    # Who stays near it is hit; who runs is out of sight.
    assert_raises(few.columns["casualties"][0], all_.columns["casualties"][0])


@pytest.mark.slow
def test_training_to_resist_ends_attacks_by_the_share_of_those_trained():
    def run(share):
        return restrained(
            in_square(
                0.0,
                courses_of_action=["unarmed-resistance"],
                response={"resistance_share": share, "guidance_share": 1.0},
            )
        )

    none, some, all_ = run(0.0), run(0.15), run(1.0)
    assert not none.any()
    assert_raises(none, some)
    assert_raises(some, all_)


def classroom(**door):
    lock = {"lockable": True, "lock_delay_s": 4.0} | door
    return plan(
        box("hall", 0, 0, 20, 8, category="lobby"),
        box("room", 0, 8, 10, 14, category="classroom"),
        opening("entrance", (0, 3.3), (0, 4.7), main_entrance=True),
        inner("room door", (4.5, 8), (5.5, 8), **lock),
    )


@pytest.mark.slow
def test_locks_that_do_not_hold_raise_casualties():
    hiding = group(16, within="room", response=HIDE, pre_movement="3 s")
    hazard = {"dwell": "8 s", "duration": "4 min", "entry": "entrance"}

    def run(share):
        scenario = attack(
            classroom(), hiding, people_at([(3.0, 4.0)], name="met"), hazard=hazard,
            response={"lock_fails_share": share},
        )  # fmt: skip
        return simulate(scenario, replications=320, seed=11).columns["casualties"][0]

    assert_raises(run(0.0), run(1.0))


@pytest.mark.slow
def test_hiding_in_place_spares_by_how_well_people_are_hidden():
    hiding = group(16, within="room", response=HIDE, pre_movement="3 s", hides_in_place_share=1)
    hazard = {"dwell": "8 s", "duration": "4 min", "entry": "entrance"}

    def run(exposure):
        scenario = attack(
            classroom(lockable=False, lock_delay_s=0.0),
            hiding,
            hazard=hazard,
            response={"hidden_exposure": exposure},
        )
        outcome = simulate(scenario, replications=320, seed=11)
        assert outcome.columns["hiding_in_place"].mean() > 5
        return outcome.columns["casualties"][0]

    assert_raises(run(0.1), run(0.9))


@pytest.mark.slow
def test_members_of_a_party_who_act_keep_their_own_speed():
    # Two of a party go for the hazard on no leg: where both had none, their speed was without end.
    pair = group(8, response={"run": 0, "hide": 0, "resist": 1, "freeze": 0}, stays_together=2)
    outcome = simulate(attack(offices(), pair, hazard={"restrained_share": 0}), replications=40)
    assert np.all(outcome.columns["unfinished"] == 0)
    assert np.all(outcome.columns["stuck"] == 0)
