"""Where people go, law by law as written: exits known, ways searched, parties, places, ticks."""

import math

import numpy as np
import pytest

from asher.kernels.codes import Choice, Door, Phase, Seek, Status, Tally, When
from asher.kernels.columns import N_COLUMNS, Column
from places import HIDE, attack, box, drill, group, offices, opening, people_at, plan
from written import law, started

(ways, legs, refuge, company, start, site_step, plane, occupants) = map(
    law,
    (
        "walking.ways",
        "incident.legs",
        "incident.refuge",
        "incident.company",
        "incident.start",
        "site_step",
        "walking.plane",
        "incident.occupants",
    ),
)

MAIN, BACK, WEST, STORE, EAST = range(5)
HALL, WEST_OFFICE, STORE_ROOM, EAST_OFFICE = range(4)


def scene(*places, replication=0, **changes):
    """People in the offices, and a hazard that came in by the main entrance."""
    people = people_at(places or [(3, 1), (12, 1)], **changes)
    return started(attack(offices(), people), replication=replication)


def stand(world, i, x, y, space):
    world.people.x[i], world.people.y[i], world.people.space[i] = x, y, space
    world.people.status[i] = Status.WAITING


# Which exits.


@pytest.mark.parametrize(
    ("exit_of", "door", "familiar", "use", "space", "known"),
    [
        (MAIN, Door.CLOSED, 0, 1, WEST_OFFICE, True),  # everybody knows the main entrance
        (BACK, Door.CLOSED, 0, 1, WEST_OFFICE, False),
        (BACK, Door.CLOSED, 0, 1, HALL, True),  # it is seen from here
        (BACK, Door.CLOSED, 1, 1, WEST_OFFICE, True),
        (BACK, Door.CLOSED, 0, 2, WEST_OFFICE, True),  # named for the group
        (BACK, Door.CLOSED, 1, 0, HALL, False),  # may not be used
        (BACK, Door.LOCKED, 1, 1, HALL, False),
        (BACK, Door.BARRED, 1, 1, HALL, True),  # a window here, in an attack
        (BACK, Door.BARRED, 1, 1, WEST_OFFICE, False),
        (WEST, Door.CLOSED, 1, 1, HALL, False),  # leads nowhere outside
    ],
)
def test_which_exits_people_know_and_may_use(exit_of, door, familiar, use, space, known):
    site, world, _ = scene()
    world.incident.doors[exit_of] = door
    world.incident.occupants.familiar[0] = familiar
    world.people.space[0] = space
    site.groups.exits[:, exit_of] = use
    assert bool(ways.is_exit_for(site, world, 0, exit_of)) == known


def searched(site, world, i, seek=(Seek.EXIT, -1), closed=Door.LOCKED, wary_m=0.0):
    detour = (int(closed), -1, math.inf)
    return ways.search_way(site, world, i, seek, detour, wary_m)


def test_the_shortest_way_out_is_found_and_how_long_it_is():
    site, world, _ = scene((3, 4), (12, 4))
    for i, door, way in ((0, MAIN, 3.0), (1, BACK, 4.0)):
        node = searched(site, world, i)
        assert node // 2 == door
        assert world.search.nodes.walk[node] == pytest.approx(way)
        assert world.search.nodes.first[node] == door
    world.incident.doors[BACK] = Door.LOCKED
    assert searched(site, world, 1) // 2 == MAIN
    world.incident.doors[MAIN] = Door.LOCKED
    assert searched(site, world, 1) == -1


def test_a_way_out_of_an_office_leads_by_its_door():
    site, world, _ = scene((3, 10))
    node = searched(site, world, 0)
    assert node // 2 == MAIN
    assert world.search.nodes.first[node] == WEST
    # Straight down through its door (y = 8), and on to the entrance at (0, 4): about 2 m and 5 m.
    assert 6.0 < world.search.nodes.walk[node] < 8.0
    world.incident.doors[WEST] = Door.LOCKED
    assert searched(site, world, 0) == -1
    assert searched(site, world, 0, closed=Door.BARRED) // 2 == MAIN


def test_the_ways_to_all_spaces_are_found_with_their_first_openings():
    site, world, _ = scene((3, 10))
    search = world.search
    search.spaces.walk[:], search.spaces.first[:] = math.inf, -1
    assert searched(site, world, 0, (Seek.ALL, -1)) == -1
    assert search.spaces.first[[HALL, STORE_ROOM, EAST_OFFICE]].tolist() == [WEST] * 3
    walk = search.spaces.walk
    assert walk[HALL] == pytest.approx(2.0, abs=0.1)
    assert walk[HALL] + 4.0 < walk[STORE_ROOM] < walk[HALL] + 5.5
    assert walk[STORE_ROOM] + 4.0 < walk[EAST_OFFICE] < walk[STORE_ROOM] + 6.0


def test_who_is_wary_takes_the_way_that_is_not_nearer_to_the_hazard():
    site, world, _ = scene((7, 4))
    h = len(world.people) - 1
    stand(world, h, 3.0, 4.0, HALL)
    assert searched(site, world, 0) // 2 == MAIN
    assert searched(site, world, 0, wary_m=40.0) // 2 == BACK
    incident = world.incident
    for phase, door in ((Phase.ACTIVE, BACK), (Phase.ENDED, MAIN)):
        incident.tally[Tally.PHASE] = phase
        incident.tally[Tally.ENDING] = 3 if phase == Phase.ACTIVE else 1
        incident.time[When.LAST_SHOT], incident.occupants.seen_at[0] = 100.0, 99.0
        refuge.choose_exit(site, world, 0)
        assert world.people.goal[0] == door
    incident.tally[Tally.PHASE], incident.occupants.seen_at[0] = Phase.ACTIVE, 90.0
    refuge.choose_exit(site, world, 0)
    assert world.people.goal[0] == MAIN, "a sight is forgotten"


def test_police_come_to_a_space_by_the_door_from_which_it_is_nearest():
    site, world, _ = scene()
    doors = world.incident.doors
    nearest = ways.nearest_outer_door
    assert nearest(site.routes, world.search, doors, WEST_OFFICE) == MAIN
    assert nearest(site.routes, world.search, doors, EAST_OFFICE) == BACK
    doors[BACK] = Door.LOCKED
    assert nearest(site.routes, world.search, doors, EAST_OFFICE) == MAIN
    doors[MAIN] = Door.LOCKED
    assert nearest(site.routes, world.search, doors, EAST_OFFICE) == -1


def test_a_shelter_is_a_lockable_room_with_room_left():
    site, world, _ = scene((3, 7), response=HIDE)
    place = refuge.choose_shelter(site, world, 0)
    assert site.routes.legs.space[site.routes.places.leg[place]] == WEST_OFFICE
    world.incident.rooms.hidden[WEST_OFFICE] = 10_000
    place = refuge.choose_shelter(site, world, 0)
    assert site.routes.legs.space[site.routes.places.leg[place]] == EAST_OFFICE
    world.incident.doors[EAST] = Door.LOCKED
    assert refuge.choose_shelter(site, world, 0) == -1


# Legs.


def test_who_has_a_leg_walks_and_who_has_none_waits():
    _, world, _ = scene()
    for leg, status in ((0, Status.MOVING), (3, Status.MOVING), (-1, Status.WAITING)):
        legs.set_leg(world.people, 0, leg)
        assert (world.people.leg[0], world.people.status[0]) == (leg, status)


def test_who_is_up():
    _, world, _ = scene()
    up = {Status.MOVING, Status.WAITING, Status.HOLDING}
    for status in Status:
        world.people.status[0] = status
        assert bool(legs.is_up(world.people, 0)) == (status in up)


@pytest.mark.parametrize(("dx", "dy"), [(0.5, 0.0), (-0.5, 0.0), (0.0, 0.5), (0.3, -0.4)])
def test_who_is_near_a_place_is_at_it(dx, dy):
    site, world, _ = scene()
    x, y = site.routes.places.at[0]
    stand(world, 0, x + dx, y + dy, HALL)
    assert legs.is_at(site.routes, world.people, 0, 0, 0.6)
    assert not legs.is_at(site.routes, world.people, 0, 0, 0.4)
    world.people.space[0] = WEST_OFFICE
    assert not legs.is_at(site.routes, world.people, 0, 0, 0.6)


def test_the_leg_to_a_place_leads_by_the_door_and_then_to_it():
    site, world, _ = scene((3, 4))
    routes, people = site.routes, world.people
    people.goal[0] = routes.spaces.place_start[WEST_OFFICE]
    leg = legs.leg_to_place(site, world, 0, int(Door.LOCKED))
    assert routes.legs.opening[leg] == WEST
    people.leg[0] = leg
    assert legs.walk_on_leg(site, world, 0) == pytest.approx(4.0, abs=0.05)
    people.space[0] = WEST_OFFICE
    assert legs.leg_to_place(site, world, 0, 0) == routes.places.leg[people.goal[0]]


# Company.


def party(site, world, *members):
    """Make people a party, of number 0."""
    world.incident.occupants.party[:] = -1
    world.incident.occupants.party[list(members)] = 0


def test_a_party_leaves_by_the_exit_that_one_of_them_chose():
    site, world, _ = scene((12, 4), (13, 4), (3, 4))
    party(site, world, 0, 1)
    assert company.follow_party(site, world, 0) == -1, "nobody has chosen yet"
    world.people.goal[1] = MAIN
    company.tell_party(world, 1)
    assert world.incident.party_exit[0] == MAIN
    leg = company.follow_party(site, world, 0)
    assert site.routes.legs.opening[leg] == MAIN
    assert world.people.goal[0] == MAIN
    world.people.goal[2] = BACK
    company.tell_party(world, 2)
    assert world.incident.party_exit[0] == MAIN, "who is alone tells nobody"
    assert BACK not in world.incident.party_exit
    assert company.follow_party(site, world, 2) == -1
    world.incident.doors[MAIN] = Door.LOCKED
    assert company.follow_party(site, world, 0) == -1


def test_a_party_walks_at_the_speed_of_its_slowest_and_others_at_their_own():
    site, world, _ = scene((12, 4), (13, 4), (3, 4))
    party(site, world, 0, 1)
    people = world.people
    people.status[:3] = Status.MOVING
    people.leg[:3] = site.routes.openings.leg[BACK, 0]
    world.incident.occupants.own_speed[:3] = 1.5, 0.8, 1.2
    people.speed[2] = 1.2
    company.keep_company(site, world)
    assert people.speed[:3] == pytest.approx([0.8, 0.8, 1.2])


# The start.


def crowd_of(count, replication=0):
    hall = plan(box("hall", 0, 0, 8, 8), opening("door", (0, 3), (0, 5), main_entrance=True))
    return started(drill(hall, group(count)), replication=replication)


def test_people_stand_apart_where_they_have_the_room():
    for replication in range(3):
        _, world, _ = crowd_of(12, replication)
        x, y = world.people.x[:12], world.people.y[:12]
        apart = np.hypot(x[:, None] - x, y[:, None] - y)[np.triu_indices(12, 1)]
        assert apart.min() >= start.APART_M * 0.8
        assert np.all((x > 0) & (x < 8) & (y > 0) & (y < 8))


def test_a_dense_crowd_stands_as_evenly_as_it_can():
    # 180 people on 64 m2: at random places the nearest is at 0.30 m in the mean.
    _, world, _ = crowd_of(180)
    x, y = world.people.x[:180], world.people.y[:180]
    apart = np.hypot(x[:, None] - x, y[:, None] - y) + 9.0 * np.eye(180)
    assert apart.min(axis=1).mean() > 0.36


def test_everybody_is_of_the_own_group_and_starts_where_it_stands():
    drawn = offices()
    _site, world, _ = started(
        attack(
            drawn,
            people_at([(3, 1), (5, 1)], name="a", walking_speed_m_s=1.0),
            people_at([(3, 10)], name="b", walking_speed_m_s=0.5),
        )
    )
    incident, people = world.incident, world.people
    assert incident.occupants.group[:3].tolist() == [0, 0, 1]
    assert people.space[:3].tolist() == [HALL, HALL, WEST_OFFICE]
    assert (people.x[:3].tolist(), people.y[:3].tolist()) == ([3, 5, 3], [1, 1, 10])
    assert incident.occupants.own_speed[:3].tolist() == [1.0, 1.0, 0.5]
    assert np.all(people.status[:3] == Status.WAITING)


# The tick.


def run(site, world, stream, *, until_s, now=0.0):
    while now < until_s and not site_step.is_finished(site, world, now):
        now = site_step.advance_tick(site, world, stream, now)
    return now


def test_somebody_alone_walks_out_at_the_own_speed():
    hall = plan(box("hall", 0, 0, 8, 4), opening("door", (8, 1), (8, 3), main_entrance=True))
    site, world, stream = started(drill(hall, people_at([(2, 2)], walking_speed_m_s=1.2)))
    run(site, world, stream, until_s=20.0)
    people = world.people
    assert (people.status[0], people.left_by[0]) == (Status.OUT, 0)
    assert people.left_at[0] == pytest.approx(6.0 / 1.2, abs=0.3)


def test_time_goes_on_to_the_next_event_only_where_nobody_moves():
    hall = plan(box("hall", 0, 0, 8, 4), opening("door", (8, 1), (8, 3), main_entrance=True))
    waiting = people_at([(2, 2)], pre_movement="100 s")
    site, world, stream = started(drill(hall, waiting))
    tick = site.dt_s * site.steps
    now = [0.0]
    for _ in range(8):
        now.append(site_step.advance_tick(site, world, stream, now[-1]))
    length = np.diff(now)
    quiet = occupants.EVERY_TICKS
    assert length[:quiet] == pytest.approx(tick), "all look once before time is let pass"
    assert length[quiet] > 90.0
    assert now[quiet + 1] == pytest.approx(100.0)
    assert length[quiet + 1 :] == pytest.approx(tick)


def test_an_attack_as_written_accounts_for_everybody():
    people = people_at([(6, 2), (9, 3), (3, 10), (13, 9)], response=HIDE)
    alone = people_at([(10, 6)], name="runs")
    scenario = attack(offices(), people, alone, hazard={"duration": "20 s"}, horizon="30 s")
    site, world, stream = started(scenario)
    n = len(site.routes.openings)
    site_step.draw_entries(site.response, site.course, world.incident, stream)
    run(site, world, stream, until_s=30.0)
    row = np.zeros(N_COLUMNS + n)
    site_step.summarise(site, world, stream, row)
    killed, wounded, casualties = row[:3]
    assert killed + wounded == casualties
    out = row[Column.EVACUATED]
    in_place = row[Column.HIDING_IN_PLACE]
    assert casualties + out + row[Column.SHELTERED] + in_place + row[Column.STUCK] == 5
    assert row[N_COLUMNS:].sum() == out
    assert world.incident.occupants.choice[4] == Choice.RUN
