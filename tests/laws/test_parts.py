"""A building of parts that no door joins, as two shops wall to wall: officers look into each.

The same incidents on a plan of two parts, with the attack in the one to which nobody calls the
police. Certain clocks; where all or none of 60 incidents are seen, a share of 8 % that differs
would show in 99 of 100 runs.
"""

import math

import numpy as np
import pytest

from asher import read_floorplan
from asher.floorplan import connect, shipped_plans, spaces_joined_inside
from asher.kernels.codes import Door, Phase, Status, Tally, When
from asher.simulation.site import simulate
from places import FREEZE, attack, box, inner, mapped, offices, opening, people_at, plan
from written import law, put, staged

response, parts, radios = law("incident.response"), law("incident.parts"), law("incident.radios")
formation, site_step = law("incident.formation"), law("site_step")
rescue = law("incident.rescue")

GOES_ROUND = 3
OFFICERS = slice(2, 4)
# Two who stay in the hall and call; the attack is in the shop, where nobody is.
CALLERS = [(4, 3), (6, 5)]


def two_shops(*more):
    """A hall with a store in the west and a shop with a store in the east, 14 m apart."""
    return plan(
        box("hall", 0, 0, 16, 8, category="lobby"),
        box("hall store", 8, 8, 16, 16),
        inner("hall door", (11.5, 8), (12.5, 8)),
        opening("hall entrance", (0, 3.3), (0, 4.7), main_entrance=True),
        box("shop", 30, 0, 46, 8, category="lobby"),
        box("shop store", 38, 8, 46, 16),
        inner("shop door", (41.5, 8), (42.5, 8)),
        opening("shop entrance", (46, 3.5), (46, 4.7), main_entrance=True),
        *more,
    )


HALL, STORE, SHOP, SHOP_STORE = range(4)


def scene(*, officers=2, **course):
    return staged(two_shops(), CALLERS, officers=officers, **course)


def seen(site, world, *spaces):
    """All places of these spaces have been seen by those of the first radio. In place: `world`."""
    for space in spaces:
        first, last = site.routes.spaces.place_start[space], site.routes.spaces.place_stop[space]
        world.incident.visited[first:last] |= 1


def searched(phase, *spaces, officers=2, **course):
    """Officers in the hall, these spaces seen, and one of them looks for what to search next."""
    site, world, stream = scene(officers=officers, **course)
    for k in range(officers):
        put(world, 2 + k, 2.0, 4.0 + 0.5 * k, space=HALL, status=Status.WAITING)
        world.incident.officers.team[k] = 0
        world.incident.officers.enter_at[k] = 60.0
    world.incident.tally[Tally.PHASE] = phase
    seen(site, world, *spaces)
    response.search_on(site, world, 2, 100.0)
    return site, world, stream


def test_parts_are_what_ways_inside_join_and_every_shipped_plan_is_one():
    assert scene()[0].routes.spaces.part.tolist() == [1, 1, 2, 2]
    assert not staged(offices(), [(3, 1)])[0].routes.spaces.part.any()
    # A window between them is no way.
    beside = plan(
        box("left", 0, 0, 8, 8),
        box("right", 8, 0, 16, 8),
        inner("pane", (8, 3), (8, 4), category="window"),
        opening("left exit", (0, 3), (0, 4), main_entrance=True),
        opening("right exit", (16, 3), (16, 4), main_entrance=True),
    )
    assert staged(beside, [(3, 1)])[0].routes.spaces.part.tolist() == [1, 2]


@pytest.mark.parametrize("name", shipped_plans())
def test_a_shipped_plan_is_one(name):
    floorplan = read_floorplan(name)
    assert len(spaces_joined_inside(floorplan, connect(floorplan))) == 1


def test_nobody_says_that_it_is_over_who_has_not_looked_into_the_other_part():
    _, world, _ = searched(Phase.ENDED, HALL, STORE)
    assert world.incident.time[When.SAFE] == math.inf
    assert world.incident.responders.pulls_back[-2:].tolist() == [GOES_ROUND] * 2
    _, world, _ = searched(Phase.ENDED, HALL, STORE, SHOP, SHOP_STORE)
    assert world.incident.time[When.SAFE] == 100.0
    assert not world.incident.responders.pulls_back.any()


def test_a_part_that_is_not_seen_is_searched_first():
    site, world, _ = searched(Phase.ACTIVE, HALL)
    assert not world.incident.responders.pulls_back.any()
    goal = world.people.goal[2]
    assert site.routes.legs.space[site.routes.places.leg[goal]] == STORE


def test_a_part_that_nobody_can_enter_holds_nobody_up():
    site, world, _ = scene()
    world.incident.doors[site.routes.openings.exit > 0] = Door.LOCKED
    assert parts.door_sought(site, world, 2, 1) == -1
    world.incident.doors[:] = Door.CLOSED
    assert parts.door_sought(site, world, 2, 1) == 3
    assert parts.door_sought(site, world, 2, 2) == 1


def test_officers_told_of_another_part_leave_at_once_and_stay_where_it_is_their_own():
    site, world, _ = searched(Phase.ACTIVE)
    assert not world.incident.responders.pulls_back.any()
    radios.turn_to(site, world, 0, SHOP_STORE, 100.0)
    response.search_on(site, world, 2, 100.0)
    assert world.incident.responders.pulls_back[-1] == GOES_ROUND
    # On the way out: shots in their own part after all.
    response.look_back(site, world, 2, len(world.incident.responders) - 2, 101.0)
    assert world.incident.responders.pulls_back[-2] == GOES_ROUND
    radios.turn_to(site, world, 0, STORE, 102.0)
    response.look_back(site, world, 2, len(world.incident.responders) - 2, 102.0)
    assert world.incident.responders.pulls_back[-2] == 0


def test_whoever_is_in_a_contact_does_not_leave():
    site, world, _ = searched(Phase.ACTIVE, HALL, STORE)
    world.incident.responders.engaged[-2] = 1
    response.look_back(site, world, 2, len(world.incident.responders) - 2, 101.0)
    assert world.incident.responders.pulls_back[-2:].tolist() == [0, GOES_ROUND]


def test_a_formation_leaves_as_one_and_nobody_is_led_by_one_who_leaves():
    site, world, _ = searched(Phase.ACTIVE, HALL, STORE, officers=3)
    assert world.incident.responders.pulls_back[-3:].tolist() == [GOES_ROUND] * 3
    assert formation.leader_of(world, len(world.incident.responders) - 1) == -1
    world.incident.responders.pulls_back[:] = 0
    assert formation.leader_of(world, len(world.incident.responders) - 1) == 2
    site, world, _ = scene(officers=2)
    for k in range(2):
        put(world, 2 + k, 2.0, 4.0, space=HALL, status=Status.WAITING)
        world.incident.officers.team[k] = k
    seen(site, world, HALL, STORE)
    response.search_on(site, world, 2, 100.0)
    assert world.incident.responders.pulls_back[-2:].tolist() == [GOES_ROUND, 0]


def test_they_walk_round_from_the_door_they_left_and_go_in_by_the_other():
    site, world, stream = searched(Phase.ACTIVE, HALL, STORE)
    people, incident, r = world.people, world.incident, len(world.incident.responders) - 2
    people.status[2], people.space[2], people.left_by[2] = Status.OUT, -1, 1
    response.pull_back(site, world, 2, r, 200.0)
    assert people.status[2] == Status.ABSENT
    # From (0, 4) to (46, 4.1), as the crow flies.
    way_m = math.hypot(46.0, 0.1)
    arrives = 200.0 + way_m / site.response.speed
    assert incident.officers.enter_at[0] == pytest.approx(arrives)
    assert not site_step.is_finished(site, world, 201.0)
    response.advance_entries(site, world, stream, arrives - 0.1)
    assert people.status[2] == Status.ABSENT
    response.advance_entries(site, world, stream, arrives)
    assert (people.status[2], people.space[2]) == (Status.WAITING, SHOP)
    assert people.x[2] == pytest.approx(45.7)


def test_a_replication_goes_on_while_somebody_walks_round():
    site, world, _ = searched(Phase.ENDED, HALL, STORE)
    people, incident = world.people, world.incident
    people.status[:2] = Status.OUT
    incident.responders.pulls_back[:] = 0
    # The first is hit and lies inside; the other is on the way.
    people.status[2], people.status[3] = Status.WOUNDED, Status.ABSENT
    incident.officers.enter_at[1] = 130.0
    assert not site_step.is_finished(site, world, 101.0)
    people.status[3] = Status.WOUNDED
    assert site_step.is_finished(site, world, 101.0)


def test_a_room_that_stays_shut_in_each_part_is_not_gone_to_without_end():
    site, world, _ = scene()
    incident = world.incident
    incident.tally[Tally.PHASE] = Phase.ENDED
    # Both stores are kept shut from inside, so nobody sees them.
    for o in np.flatnonzero(site.routes.openings.exit == 0):
        incident.doors[o] = Door.BARRED
    seen(site, world, HALL, SHOP)
    for home in (HALL, SHOP):
        put(world, 2, 32.0 if home else 2.0, 4.0, space=home, status=Status.WAITING)
        incident.responders.pulls_back[:] = 0
        response.search_on(site, world, 2, 100.0)
    assert incident.time[When.SAFE] == 100.0


def test_somebody_on_site_searches_one_part_again_and_again_and_forgets_nothing_of_the_other():
    armed = {"kind": "armed-bystander", "count": 1, "engages_share": 1}
    site, world, _ = scene(on_site=armed)
    incident, i = world.incident, len(world.incident.occupants) - 1
    put(world, i, 2.0, 4.0, space=HALL, status=Status.WAITING)
    seen(site, world, HALL, STORE, SHOP)
    radios.learn_space(site, incident, i, SHOP_STORE, 50.0)
    incident.tally[Tally.PHASE] = Phase.ACTIVE
    response.search_on(site, world, i, 100.0)
    assert not incident.responders.pulls_back.any()
    assert parts.is_searched(site, world, i, 1) == 0
    first, last = site.routes.spaces.place_start[SHOP], site.routes.spaces.place_stop[SHOP]
    assert incident.visited[first:last].all()
    assert radios.known_space(site, incident, i) == SHOP_STORE


def test_each_part_has_a_door_that_officers_open():
    site, world, _ = scene()
    incident, routes, locking = world.incident, site.routes, law("incident.locking")
    incident.doorways.opens_at[1] = 90.0
    assert locking.door_begun(routes, incident, -1) == 1
    assert locking.door_begun(routes, incident, 1) == 1
    assert locking.door_begun(routes, incident, 3) == -1


def test_who_helps_in_another_part_walks_there():
    site, world, _ = scene()
    incident = world.incident
    put(world, 0, 44.0, 4.0, space=SHOP, status=Status.WOUNDED)
    incident.occupants.dies_after[0] = 600.0
    for k, (x, y, space) in enumerate([(2.0, 4.0, HALL), (40.0, 1.0, SHOP)]):
        rescue.put_helper(incident, k, space, (x, y))
    rescue.measure_ways(site, world, 0)
    assert incident.helpers.walk_s[:2] == pytest.approx(np.array([42, 5]) / site.response.speed)


def ways():
    """The plan as it is, turned by a quarter, by an odd angle and moved, and in a mirror."""
    c, s = math.cos(0.4), math.sin(0.4)
    return {
        "as it is": lambda x, y: [x, y],
        "turned": lambda x, y: [-y, x],
        "askew": lambda x, y: [c * x - s * y + 7, s * x + c * y],
        "mirrored": lambda x, y: [-x, y],
    }


def run(place, **changes):
    callers = people_at(
        [place(*at) for at in CALLERS], response=FREEZE, pre_movement="50 min", familiar_share=1
    )
    scenario = attack(
        mapped(two_shops(), place),
        callers,
        hazard={"duration": "20 min", "dwell": "40 min", "entry": "shop entrance"},
        response={"officers": 2, "call": "30 s"},
        **changes,
    )
    return simulate(scenario, replications=60, seed=3).columns


@pytest.mark.parametrize("place", ways().values(), ids=ways().keys())
def test_an_attack_in_the_other_part_is_met(place):
    columns = run(place)
    entry, contact = columns["time_to_entry_s"][0], columns["time_to_contact_s"][0]
    # No incident was met before: two officers searched the hall until the attack ended by itself.
    assert np.isfinite(contact).all()
    # Not before they have looked into the hall, walked 46 m round, and through the shop; and soon.
    assert np.all(contact - entry > 46 / 1.5)
    assert np.all(contact - entry < 120)
    assert np.all(columns["time_to_stop_s"][0] < 1200)
    assert not columns["unfinished"].any()
