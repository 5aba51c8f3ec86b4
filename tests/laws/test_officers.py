"""Officers and people on site, law by law as written: who acts, who enters, what is searched."""

import math

import numpy as np
import pytest

from asher.kernels.codes import Choice, Clock, Door, Phase, Rule, Status, Tally, When
from places import box, inner, offices, opening, plan
from written import law, staged

response = law("incident.response")
call_out = law("incident.call_out")
hazard = law("incident.hazard")

ARMED = {"kind": "armed-bystander", "count": 2, "engages_share": 1}
NAMES = ["main entrance", "back door", "west door", "store door", "east door"]


def scene(*, officers=3, team=0, floorplan=None, **course):
    at = [(3, 1), (4, 1), (5, 1)]
    terms = {"tactical_team_size": team}
    return staged(floorplan or offices(), at, officers=officers, response=terms, **course)


def on_site(world, *, ready=0.0):
    """Two people on site, both up and choosing to act; the first of them is nobody's business."""
    incident = world.incident
    for i in (3, 4):
        world.people.space[i], world.people.status[i] = 0, Status.WAITING
        incident.occupants.choice[i] = Choice.ACT
    incident.responders.ready_at[:2] = ready


def with_goes_out(site, value):
    site.course.on_site.goes_out[:] = value
    return site


@pytest.mark.parametrize("r", [0, 1])
def test_whoever_on_site_acts_is_that_person_and_no_other(r):
    site, world, _ = scene(on_site=ARMED)
    site = with_goes_out(site, 1)
    on_site(world)
    assert response.is_acting(site, world, r, 10.0)
    world.people.status[3 + r] = Status.WOUNDED
    assert not response.is_acting(site, world, r, 10.0)
    assert response.is_acting(site, world, 1 - r, 10.0)


def test_whoever_on_site_stays_at_the_post_holds_there():
    site, world, _ = scene(on_site=ARMED)
    site = with_goes_out(site, 0)
    on_site(world)
    assert not response.is_acting(site, world, 1, 10.0)
    assert world.people.status[4] == Status.HOLDING
    assert world.people.status[3] == Status.WAITING


def test_whoever_on_site_acts_once_ready_and_not_once_it_is_over():
    site, world, _ = scene(on_site=ARMED)
    site = with_goes_out(site, 1)
    on_site(world, ready=50.0)
    assert not response.is_acting(site, world, 0, 49.0)
    assert world.people.status[3] == Status.WAITING
    assert response.is_acting(site, world, 0, 50.0)
    world.incident.tally[Tally.PHASE] = Phase.ENDED
    assert not response.is_acting(site, world, 0, 60.0)
    assert world.people.status[3] == Status.HOLDING


def test_officers_go_to_the_main_entrance_and_to_no_locked_door():
    site, world, _ = scene()
    doors = world.incident.doors
    assert response.choose_door(site, world, -1) == NAMES.index("main entrance")
    doors[NAMES.index("main entrance")] = Door.LOCKED
    assert response.choose_door(site, world, -1) == NAMES.index("back door")
    doors[NAMES.index("back door")] = Door.LOCKED
    assert response.choose_door(site, world, -1) == -1
    doors[:2] = Door.CLOSED
    # The hazard was last in the east office.
    assert response.choose_door(site, world, 3) == NAMES.index("back door")


def test_officers_step_inside_when_their_time_has_come():
    site, world, stream = scene()
    incident, people = world.incident, world.people
    incident.officers.enter_at[:] = 60.0, 100.0, math.inf
    response.advance_entries(site, world, stream, 60.0)
    assert people.status[3:6].tolist() == [Status.WAITING, Status.ABSENT, Status.ABSENT]
    # By the main entrance at (0, 4): inside by 0.3 m, in the third of the door that is its own.
    assert people.x[3] == pytest.approx(0.3)
    assert 3.3 < people.y[3] < 4.0
    assert people.heading_x[3] == pytest.approx(1.0)
    assert people.space[3] == 0
    # Two who formed a team walk at the pace of a formation.
    assert people.speed[3] == pytest.approx(0.8 * site.response.speed)
    assert incident.time[When.ENTRY] == 60.0
    response.advance_entries(site, world, stream, 100.0)
    assert people.status[4] == Status.WAITING
    assert people.y[4] == pytest.approx(4.0)
    assert incident.time[When.ENTRY] == 60.0


def test_nobody_enters_once_it_is_safe_or_where_all_doors_are_locked():
    site, world, stream = scene()
    world.incident.officers.enter_at[:] = 60.0
    world.incident.doors[:2] = Door.LOCKED
    response.advance_entries(site, world, stream, 60.0)
    world.incident.doors[:2] = Door.CLOSED
    world.incident.radios.over_at[:] = 50.0
    response.advance_entries(site, world, stream, 60.0)
    assert np.all(world.people.status[3:6] == Status.ABSENT)


def test_somebody_who_comes_in_stands_before_the_middle_of_the_door_or_beside_it():
    site, world, _ = scene()
    hazard.step_inside(site, world, 0, NAMES.index("back door"), 0.0)
    assert (world.people.x[0], world.people.y[0]) == pytest.approx((15.7, 4.0))
    hazard.step_inside(site, world, 0, NAMES.index("main entrance"), 0.5)
    # The door is 1.4 m wide, of which 0.25 m at each side are kept.
    assert abs(world.people.y[0] - 4.0) == pytest.approx(0.5 * (1.4 - 0.5))


def test_an_officer_has_seen_what_is_near_and_in_sight():
    site, world, _ = scene()
    people, incident, routes = world.people, world.incident, site.routes
    people.x[3], people.y[3], people.space[3] = 8.0, 10.0, 2
    response.mark_seen(site, world, 3, 50.0)
    space = np.array([routes.legs.space[leg] for leg in routes.places.leg])
    assert np.array_equal(np.flatnonzero(incident.visited), np.flatnonzero(space == 2))
    # In the hall only what is within 8 m, and within the range of the officer.
    for x, reach, count in ((6.0, 50.0, 2), (2.0, 50.0, 1), (6.0, 5.0, 1), (6.0, 3.0, 0)):
        incident.visited[:] = 0
        people.x[3], people.y[3], people.space[3] = x, 4.0, 0
        response.mark_seen(site, world, 3, reach)
        away = np.hypot(routes.places.at[:, 0] - x, routes.places.at[:, 1] - 4.0)
        assert np.array_equal(incident.visited == 1, (space == 0) & (away < min(reach, 8.0)))
        assert incident.visited.sum() == count


def test_a_search_goes_to_the_known_space_first_then_to_what_is_nearest():
    site, world, _ = scene()
    people, incident, routes = world.people, world.incident, site.routes
    space = np.array([routes.legs.space[leg] for leg in routes.places.leg])
    people.x[3], people.y[3], people.space[3] = 2.0, 7.0, 0
    world.incident.doors[:] = Door.CLOSED
    incident.visited[space == 0] = 1
    assert space[response.choose_place(site, world, 3)] == 1, "the west office is nearest"
    incident.radios.known_space[0] = 3
    assert space[response.choose_place(site, world, 3)] == 3
    incident.visited[:] = 1
    assert response.choose_place(site, world, 3) == -1


def test_a_search_comes_to_locked_rooms_last():
    site, world, _ = scene()
    people, incident, routes = world.people, world.incident, site.routes
    space = np.array([routes.legs.space[leg] for leg in routes.places.leg])
    people.x[3], people.y[3], people.space[3] = 2.0, 7.0, 0
    incident.doors[:] = Door.CLOSED
    incident.doors[NAMES.index("west door")] = Door.LOCKED
    incident.visited[space == 0] = 1
    assert space[response.choose_place(site, world, 3)] != 1, "the west office is locked"
    incident.visited[space != 1] = 1
    assert space[response.choose_place(site, world, 3)] == 1
    # Shots from a locked room come first.
    incident.visited[:] = 0
    incident.radios.known_space[0] = 1
    assert space[response.choose_place(site, world, 3)] == 1


def knocked(*, hazard_inside, people_inside):
    """An officer knocks at the locked west office until it is known who is inside."""
    site, world, _ = scene()
    people, incident, routes = world.people, world.incident, site.routes
    west = NAMES.index("west door")
    incident.doors[west] = Door.LOCKED
    people.status[:3] = Status.HIDING
    people.space[:3] = 1 if people_inside else 0
    people.space[len(people) - 1] = 1 if hazard_inside else 0
    line = routes.openings.line[west, 0]
    people.x[3], people.y[3] = 0.5 * (line[0] + line[2]), 0.5 * (line[1] + line[3]) - 0.3
    people.space[3], people.status[3] = 0, Status.MOVING
    people.goal[3] = routes.spaces.place_start[1]
    people.leg[3] = routes.openings.leg[west, 0 if routes.openings.space[west, 0] == 0 else 1]
    for _ in range(int(response.OPEN_DOOR_S / (site.dt_s * site.steps)) + 2):
        if people.leg[3] >= 0:
            response.knock(site, world, 3)
    first, last = routes.spaces.place_start[1], routes.spaces.place_stop[1]
    return incident.doors[west], incident.visited[first:last].all()


def test_a_locked_room_whose_people_answer_stays_locked_and_counts_as_seen():
    assert knocked(hazard_inside=False, people_inside=True) == (Door.BARRED, True)


@pytest.mark.parametrize("people_inside", [True, False])
def test_a_locked_room_with_the_hazard_inside_is_opened(people_inside):
    found = knocked(hazard_inside=True, people_inside=people_inside)
    assert found == (Door.CLOSED, False)


def test_a_locked_room_from_which_nobody_answers_is_opened():
    assert knocked(hazard_inside=False, people_inside=False) == (Door.CLOSED, False)


def test_a_search_that_has_seen_all_begins_anew_and_only_officers_declare_it_safe():
    site, world, _ = scene(on_site=ARMED)
    incident = world.incident
    incident.visited[:] = 1
    incident.tally[Tally.PHASE] = Phase.ENDED
    response.finish_search(site, world, 4, 100.0)
    assert incident.time[When.SAFE] == math.inf
    assert not incident.visited.any()
    response.finish_search(site, world, 5, 100.0)
    assert incident.time[When.SAFE] == 100.0
    assert incident.radios.known_space[0] == -1


def entries(
    rule, officers, *, resolve=1.0, arrive=(60.0, 90.0, 120.0), team=2, hesitation=180.0,
    what="enter_at", seed=None, **terms,
):  # fmt: skip
    site, world, stream = scene(team=team)
    stream = stream if seed is None else stream._replace(seed=np.uint64(seed))
    incident = world.incident
    incident.officers.arrive_at[:3] = arrive
    incident.officers.arrive_at[3:] = 600.0
    clock = site.response.clock.copy()
    clock[Clock.FORMING], clock[Clock.HESITATION] = (10.0, 0.0), (hesitation, 0.0)
    terms = site.response._replace(clock=clock, resolve=resolve, **terms)
    course = site.course._replace(rule=rule, officers=officers, trained=False)
    call_out.draw_entries(terms, course, incident, stream)
    return incident.officers[what].tolist()


@pytest.mark.parametrize(
    ("rule", "officers", "patrols"),
    [
        (Rule.CONTAIN_AND_WAIT, 1, [math.inf] * 3),
        (Rule.IMMEDIATE, 1, [60.0, 90.0, 120.0]),
        (Rule.IMMEDIATE, 2, [90.0, 90.0, math.inf]),
        (Rule.FORMATION, 3, [130.0] * 3),
        (Rule.FORMATION, 4, [math.inf] * 3),
    ],
)
def test_officers_enter_as_the_rule_says_and_the_tactical_team_on_arrival(rule, officers, patrols):
    assert entries(rule, officers) == [*patrols, 600.0, 600.0]


def test_nobody_enters_where_officers_stay_outside():
    assert entries(Rule.STAY_OUTSIDE, 2) == [math.inf] * 5


def test_who_lacks_the_resolve_joins_no_team_and_goes_in_after_others():
    # The tactical team enters at 600 s; the clock of hesitation is 180 s.
    hesitant = {"hesitation": 180.0, "resolve": 0.0}
    assert entries(Rule.IMMEDIATE, 1, **hesitant)[:3] == [780.0] * 3
    assert entries(Rule.IMMEDIATE, 1, team=0, **hesitant)[:3] == [math.inf] * 3


def test_who_hesitates_goes_in_alone_the_later_the_less_resolve_there_is():
    for resolve in (0.25, 0.5):
        found = entries(Rule.IMMEDIATE, 1, resolve=resolve, hesitation=180.0, seed=5)
        bold = [at for at, come in zip(found, (60.0, 90.0, 120.0), strict=False) if at == come]
        first = min([*bold, 600.0])
        for at, come in zip(found[:3], (60.0, 90.0, 120.0), strict=True):
            after = max(come, first) + 180.0
            assert at in (come, min(after, come + 180.0 / resolve))


def test_officers_of_a_formation_are_one_team_and_those_alone_their_own():
    assert entries(Rule.FORMATION, 2, what="team") == [0, 0, 2, 3, 3]
    assert entries(Rule.IMMEDIATE, 1, what="team") == [0, 1, 2, 3, 3]


def late(rule, team, *, stop=200.0, ended=True, drawn=True):
    site, world, stream = scene(team=team)
    world.incident.time[When.TACTICAL_TEAM] = 900.0 if drawn else math.inf
    incident = world.incident
    incident.officers.arrive_at[:] = 60.0
    clock = site.response.clock.copy()
    clock[Clock.LATE_ENTRY] = 300.0, 0.0
    incident.time[When.STOP] = stop
    incident.tally[Tally.PHASE] = Phase.ENDED if ended else Phase.ACTIVE
    call_out.draw_late_entry(
        site.response._replace(clock=clock), site.course._replace(rule=rule), incident, stream
    )
    return incident.officers.enter_at.tolist()


def test_officers_who_stayed_outside_go_in_once_the_attack_is_over():
    assert late(Rule.STAY_OUTSIDE, 0) == [500.0] * 3
    assert late(Rule.STAY_OUTSIDE, 0, ended=False) == [math.inf] * 3
    # Those who hold the perimeter wait for the team, where there is one.
    assert late(Rule.CONTAIN_AND_WAIT, 2) == [math.inf] * 5
    assert late(Rule.CONTAIN_AND_WAIT, 0) == [500.0] * 3
    # There might have been a team, and none was drawn.
    assert late(Rule.CONTAIN_AND_WAIT, 2, drawn=False)[:3] == [500.0] * 3


def test_two_agencies_that_have_not_trained_together_take_longer_to_form():
    two = {"agencies": 2, "forming_factor": 1.5, "joint_removes": 0.8}
    assert entries(Rule.FORMATION, 3, **two)[:3] == pytest.approx([135.0] * 3)
    site, _, _ = scene()
    terms = site.response._replace(joint_removes=0.8)
    for trained, share in ((True, 0.2), (False, 1.0)):
        course = site.course._replace(trained=trained)
        assert call_out.untrained_share(terms, course) == pytest.approx(share)


def test_a_sooner_call_brings_all_that_hangs_on_it_sooner():
    _, world, _ = scene()
    incident = world.incident
    hanging = [When.DISPATCH, When.TACTICAL_TEAM, When.TASK_FORCE, When.ADDRESS, When.ARRIVAL]
    incident.time[:] = 1000.0
    incident.time[When.CALL], incident.officers.arrive_at[:] = 100.0, 400.0
    call_out.call_by(incident, 120.0)
    assert incident.time[When.CALL] == 100.0
    call_out.call_by(incident, 70.0)
    assert incident.time[When.CALL] == 70.0
    assert incident.time[hanging].tolist() == [970.0] * 5
    assert incident.officers.arrive_at.tolist() == [370.0] * 3
    others = [k for k in range(len(When)) if k not in {*hanging, When.CALL}]
    assert np.all(incident.time[others] == 1000.0)


def test_a_call_waits_for_the_answer_and_the_dispatch_and_travel():
    site, world, stream = scene(team=2)
    clock = site.response.clock.copy()
    for each, median in {
        Clock.CALL: 30.0, Clock.ANSWER: 5.0, Clock.DISPATCH: 20.0, Clock.TRAVEL: 100.0,
        Clock.NEXT_OFFICER: 40.0, Clock.TACTICAL_TEAM: 600.0, Clock.RESCUE_TASK_FORCE: 300.0,
        Clock.ALARM: 8.0, Clock.PUBLIC_ADDRESS: 3.0,
    }.items():  # fmt: skip
        clock[each] = median, 0.0
    terms, incident = site.response._replace(clock=clock), world.incident
    for alarm, call in ((False, 30.0), (True, 8.0)):
        course = site.course._replace(alarm=alarm, address=True)
        call_out.draw_calls(terms, course, incident, stream)
        call_out.draw_arrivals(terms, incident, stream)
        named = [When.CALL, When.DISPATCH, When.TACTICAL_TEAM, When.TASK_FORCE, When.ADDRESS]
        after = np.array([0, 25, 625, 325, 3])
        np.testing.assert_allclose(incident.time[named], call + after)
        np.testing.assert_allclose(
            incident.officers.arrive_at, call + np.array([125, 165, 205, 625, 625])
        )
        assert incident.time[When.ARRIVAL] == pytest.approx(call + 125)


def test_a_plan_with_one_door_lets_officers_in_by_it():
    room = plan(
        box("a", 0, 0, 6, 6),
        box("b", 6, 0, 12, 6),
        inner("between", (6, 2), (6, 3)),
        opening("door", (0, 2), (0, 3), main_entrance=True),
    )
    site, world, _ = scene(floorplan=room)
    world.incident.radios.known_space[0] = 1
    assert response.choose_door(site, world, -1) == 1
