"""Two agencies (R15): what their officers know of each other's findings, and who hits whom."""

import math

import numpy as np
import pytest

from asher.kernels.codes import Tally, When
from asher.simulation.site import simulate
from pairs import assert_raises, times
from places import NOBODY_TELLS, attack, box, frozen, in_a_row, inner, offices, zone
from tolerance import assert_share
from written import law, put, staged

encounter = law("incident.encounter")
radios = law("incident.radios")
response = law("incident.response")
command = law("incident.command")

HORIZON = 4 * 3600.0


def scene(*, agencies=2, shared=False, officers=4, **course):
    terms = {"agencies": agencies, "shared_radio": shared}
    at = [(3, 1)]
    site, world, stream = staged(offices(), at, officers=officers, response=terms, **course)
    put(world, len(world.people) - 1, 8.0, 4.0)
    return site, world, stream


def known(world):
    return world.incident.radios.known_space.tolist()


@pytest.mark.parametrize("shared", [True, False])
def test_who_sees_the_hazard_tells_those_of_the_own_radio(shared):
    site, world, stream = scene(shared=shared)
    put(world, 2, 8.0, 1.0)  # the second officer, of the second agency
    encounter.find_contact(site, world, stream, 100.0)
    assert known(world)[:2] == ([0, -1] if shared else [-1, 0])
    for i, space in ((1, 0 if shared else -1), (2, 0), (3, 0 if shared else -1), (4, 0)):
        assert radios.known_space(site, world.incident, i) == space


def is_unseen(site, world, i):
    return radios.is_unseen(site, world, radios.radio_of(site, world.incident, i), 2)


def test_what_one_agency_has_searched_the_other_searches_again():
    site, world, _ = scene()
    put(world, 1, 8.0, 10.0, space=2)
    response.mark_seen(site, world, 1, 50.0)
    store = slice(site.routes.spaces.place_start[2], site.routes.spaces.place_stop[2])
    assert np.all(world.incident.visited[store] == 1)
    assert not is_unseen(site, world, 1)
    assert is_unseen(site, world, 2)
    response.mark_seen(site, world, 1, 50.0)
    put(world, 2, 8.0, 9.5, space=2)
    radios.learn_space(site, world.incident, 1, 3, 50.0)
    radios.advance_radios(site, world, 60.0)
    assert not is_unseen(site, world, 2)


def test_they_tell_each_other_where_they_meet_in_sight_and_not_before():
    site, world, _ = scene()
    incident, people = world.incident, world.people
    radios.learn_space(site, incident, 1, 3, 50.0)
    radios.learn_over(site, incident, 1, 55.0)
    put(world, 1, 3.0, 10.0, space=1)
    put(world, 2, 8.0, 4.0)
    people.goal[2] = 5
    radios.advance_radios(site, world, 60.0)
    assert known(world)[:2] == [3, -1]
    assert not radios.knows_over(site, incident, 2, 60.0)
    put(world, 1, 12.0, 4.0)
    radios.advance_radios(site, world, 70.0)
    assert known(world)[:2] == [3, 3]
    assert radios.knows_over(site, incident, 2, 70.0)
    assert people.goal[2] == -1
    # The later word counts, whoever has it.
    radios.learn_space(site, incident, 2, 2, 80.0)
    radios.advance_radios(site, world, 90.0)
    assert known(world)[:2] == [2, 2]


@pytest.mark.parametrize(
    ("spaces", "over", "same"),
    [
        ((3, 3), (math.inf, math.inf), True),
        ((3, 3), (55.0, 70.0), True),
        ((3, 3), (55.0, math.inf), False),
        ((3, 3), (math.inf, 55.0), False),
        ((3, 2), (math.inf, math.inf), False),
    ],
)
def test_two_agencies_know_alike_where_they_know_the_same_space_and_whether_it_is_over(
    spaces, over, same
):
    _, world, _ = scene()
    known_of = world.incident.radios
    known_of.known_space[:2], known_of.over_at[:2] = spaces, over
    assert radios.knows_alike(world.incident, 0, 1) == same


def test_one_command_joins_all_radios_from_its_time_on():
    site, world, stream = scene(agencies=3)
    incident = world.incident
    radios.learn_space(site, incident, 2, 3, 50.0)
    incident.time[When.COMMAND] = 300.0
    radios.advance_radios(site, world, 299.0)
    assert known(world)[:3] == [-1, 3, -1]
    radios.advance_radios(site, world, 300.0)
    assert radios.known_space(site, incident, 1) == radios.known_space(site, incident, 3) == 3
    assert incident.time[When.COMMAND] == 300.0
    with_command = site._replace(course=site.course._replace(unified=True))
    incident.time[When.COMMAND], incident.time[When.DISPATCH] = math.inf, 40.0
    command.draw_command(site.response, site.course, incident, stream)
    assert incident.time[When.COMMAND] == math.inf
    command.draw_command(with_command.response, with_command.course, incident, stream)
    assert 60.0 < incident.time[When.COMMAND] < 1000.0


def test_those_who_learn_later_turn_to_the_wounded_later():
    site, world, _ = scene()
    incident = world.incident
    radios.learn_over(site, incident, 1, 100.0)
    incident.officers.arrive_at[:] = 60.0
    incident.helpers.free_at[:4] = 150.0
    radios.wait_for_word(site, incident, 900.0)
    assert incident.helpers.free_at[:4].tolist() == [150.0, 900.0, 150.0, 900.0]
    incident.helpers.free_at[:4] = 150.0
    incident.time[When.COMMAND] = 400.0
    radios.wait_for_word(site, incident, 900.0)
    assert incident.helpers.free_at[:4].tolist() == [150.0, 400.0, 150.0, 400.0]


@pytest.mark.parametrize(("agencies", "chance"), [(1, 0.0), (2, 0.3), (3, 0.51), (4, 0.657)])
def test_friendly_fire_rises_with_the_agencies_in_contact(agencies, chance):
    """Of 2,000 rounds; a chance that is off by 0.056 would be caught."""
    site, world, stream = scene(agencies=agencies)
    terms = site.response._replace(friendly_fire=0.3, joint_removes=0.0)
    site = site._replace(response=terms)
    n = 2000
    for index in range(n):
        world.incident.responders.engaged[:] = 1
        for k in range(4):
            put(world, 1 + k, 8.0, 1.0 + k)
        encounter.hit_own_side(site, world, stream, 0, (90.0, index))
    if chance == 0.0:
        assert world.incident.tally[Tally.FRIENDLY_FIRE] == 0
    else:
        assert_share(int(world.incident.tally[Tally.FRIENDLY_FIRE]), n, chance)


def long_place():
    """Two halls with a corridor between them, an entrance to each."""
    office = (
        box("office", 0, 8, 6, 12, category="office"),
        inner("office door", (2.5, 8), (3.5, 8)),
    )
    return in_a_row(
        box("hall", 0, 0, 20, 8, category="lobby"),
        box("passage", 20, 3, 40, 5, category="corridor"),
        box("far hall", 40, 0, 60, 8, category="lobby"),
        doors=("near", "far"),
        beside=(*office, zone("crowd", 42, 1, 58, 7)),
    )


def run(*courses, n=300, **response_terms):
    scenario = attack(
        long_place(),
        frozen(20),
        hazard={"duration": "30 s", "dwell": "40 min", "entry": "back door"},
        response={
            "officers": 4,
            "tactical_team_size": 0,
            "next_officer": "60 s",
            "clear_space": "20 min",
            **NOBODY_TELLS,
            **response_terms,
        },
        horizon="4 h",
        courses_of_action=[
            {"name": f"c{k}", "based_on": "solo-entry", **each} for k, each in enumerate(courses)
        ],
    )
    return simulate(scenario, replications=n, seed=7)


@pytest.mark.slow
def test_radios_that_do_not_reach_each_other_bring_helpers_later():
    """The same 300 attacks, over when police come; each agency looks for itself."""
    apart = {"response": {"shared_radio": False}}
    command = {"agencies": {"unified_command": True}, "response": {
        "shared_radio": False, "unified_command": "30 s",
    }}  # fmt: skip
    outcome = run({}, apart, {**apart, **command}, agencies=2)
    last = [times(outcome, "time_to_last_rescue_s", HORIZON, row) for row in range(3)]
    assert_raises(last[0], last[1])
    assert_raises(last[2], last[1])
    for name, values in outcome.columns.items():
        if name in ("casualties", "time_to_arrival_s", "time_to_stop_s"):
            assert np.array_equal(values[0], values[1], equal_nan=True), name


@pytest.mark.slow
def test_one_agency_has_one_radio_whatever_is_stated():
    outcome = run({}, {"response": {"shared_radio": False}}, n=40, agencies=1)
    for name, values in outcome.columns.items():
        assert np.array_equal(values[0], values[1], equal_nan=True), name
    assert not np.any(outcome.columns["friendly_fire"])
