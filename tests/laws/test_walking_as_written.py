"""The laws of walking as written: the plane, who is near, pushes, passages, the ends of stairs."""

import math

import numpy as np
import pytest

from asher.kernels.codes import Category, Door, Slot, Status
from asher.scenario import read_scenario
from asher.simulation.arrays import build_site, build_world
from cases.drawing import on, stair, two_levels
from places import box, drill, group, inner, opening, people_at, plan, zone
from written import law, started

(plane, cells, neighbours, laws, images, passages, swerve, movement, walls) = map(
    law,
    (
        "walking.plane",
        "walking.cells",
        "walking.neighbours",
        "walking.laws",
        "walking.images",
        "walking.passages",
        "walking.swerve",
        "walking.movement",
        "walking.walls",
    ),
)


def room(*places, **changes):
    """A room of 10 m x 8 m, its door in the middle of the right wall, and people who walk to it."""
    drawn = plan(
        box("room", 0, 0, 10, 8),
        box("beside", 0, 8, 10, 12),
        inner("between", (4, 8), (5, 8)),
        opening("door", (10, 3), (10, 5), main_entrance=True),
    )
    site, world, _ = started(drill(drawn, people_at(places or [(5, 4)], **changes)))
    people = world.people
    people.status[:] = Status.ABSENT
    n = len(places or [1])
    people.status[:n], people.heading_x[:n], people.pace[:n] = Status.MOVING, 1.0, 1.0
    people.leg[:n] = site.routes.openings.leg[1, 0]
    return site, world


def filed(site, world, now=0.0):
    """The crowd once everybody has a slot."""
    cells.sort_by_cell(site.floor, site.routes, world.people, world.crowd, now)
    crowd = world.crowd
    n = crowd.scratch.n_slots
    crowd.slots.body[:n], crowd.slots.firm[:n], crowd.slots.time_gap[:n] = 0.4, 1.0, 1.0
    crowd.slots.wish[:n] = 1.3
    return crowd


def listed(site, world):
    crowd = filed(site, world)
    neighbours.list_neighbours(site.floor, crowd, world.incident.doors)
    found = {}
    for i in np.flatnonzero(world.people.status == Status.MOVING):
        slot = crowd.slot_of[i]
        row = crowd.slots.near[slot][: crowd.slots.n_listed[slot]]
        people = crowd.slots.person[row].tolist()
        found[int(i)] = people[: crowd.slots.n_near[slot]], people[crowd.slots.n_near[slot] :]
    return found


# The plane.


def test_the_side_of_a_line_is_the_area_beside_it():
    assert plane.side_of(0.0, 0.0, 4.0, 0.0, 1.0, 3.0) == 12.0
    assert plane.side_of(0.0, 0.0, 4.0, 0.0, 1.0, -3.0) == -12.0
    assert plane.side_of(1.0, 2.0, 4.0, 8.0, 3.0, 6.0) == 0.0
    assert plane.side_of(1.0, 2.0, 4.0, 3.0, 2.0, 5.0) == 8.0


@pytest.mark.parametrize(
    ("start", "end", "meets"),
    [
        ((1, -1), (1, 1), True),
        ((5, -1), (5, 1), False),
        ((1, 1), (3, 2), False),
        ((0, -1), (0, 1), True),  # its end
        ((1, -1), (1, 0), True),  # touches it
        ((3, 1), (6, -1), False),
    ],
)
def test_a_way_meets_a_segment_it_crosses_or_touches(start, end, meets):
    assert plane.do_cross(start, end, np.array([0.0, 0.0, 4.0, 0.0])) == meets


@pytest.mark.parametrize(
    ("at", "closest"), [((1, 2), (1, 0)), ((-3, 4), (0, 0)), ((7, -4), (4, 0))]
)
def test_the_closest_point_of_a_segment(at, closest):
    line = np.array([0.0, 0.0, 4.0, 0.0])
    assert plane.closest_on(*at, line) == closest
    assert plane.distance_to(*at, *line) == pytest.approx(math.dist(at, closest))


def test_a_cell_is_where_its_point_is_and_nowhere_beside_the_floor():
    site, _ = room()
    floor = site.floor
    seen = set()
    for x in np.arange(0.5, 10.0):
        for y in np.arange(0.5, 12.0):
            cell = plane.cell_of(floor, x, y)
            assert cell == plane.cell_of(floor, x + 0.4, y - 0.4)
            seen.add(cell)
    assert len(seen) == 120, "each square metre has a cell of its own"
    far = floor.origin_x + 16 * floor.n_page_x, floor.origin_y + 16 * floor.n_page_y
    for x, y in ((floor.origin_x - 0.5, 4.0), (far[0] + 0.5, 4.0), (4.0, far[1] + 0.5)):
        assert plane.cell_of(floor, x, y) == -1
    assert plane.page_at(floor, floor.n_page_x, 0) == plane.page_at(floor, 0, floor.n_page_y) == -1


def test_a_wall_bars_a_line_and_an_opening_its_own_leg_does_not():
    site, world = room()
    doors = world.incident.doors
    doors[:] = Door.CLOSED
    sees = plane.SEES
    assert plane.is_barred(site.floor, doors, (2.0, 4.0), (2.0, 10.0), plane.ANY, sees)
    assert not plane.is_barred(site.floor, doors, (2.0, 4.0), (8.0, 6.0), plane.ANY, sees)
    assert plane.is_barred(site.floor, doors, (4.5, 4.0), (4.5, 10.0), plane.ANY, sees)
    doors[:] = Door.OPEN
    assert not plane.is_barred(site.floor, doors, (4.5, 4.0), (4.5, 10.0), plane.ANY, sees)
    assert plane.is_barred(site.floor, doors, (4.5, 4.0), (4.5, 10.0), plane.ANY, 0.2)
    assert not plane.is_barred(site.floor, doors, (4.5, 4.0), (4.5, 10.0), 0, 0.2)


def test_a_body_keeps_off_the_end_of_a_wall_as_far_as_it_is_wide():
    line = np.array([4.0, 1.0, 4.0, 5.0])
    assert not plane.leaves_room((0.0, 0.9), (8.0, 0.9), line, 0.2)
    assert plane.leaves_room((0.0, 0.7), (8.0, 0.7), line, 0.2)
    assert plane.leaves_room((3.9, 0.9), (0.0, 0.9), line, 0.5), "who is near may go away"


# Who is where, and near whom.


def test_each_has_the_slot_of_their_place():
    site, world = room((5, 4), (5.2, 4.1), (8, 6))
    world.people.status[2] = Status.WAITING
    crowd = filed(site, world)
    assert crowd.scratch.n_slots == 3
    assert crowd.scratch.n_moving == 2
    for i in range(3):
        slot = crowd.slot_of[i]
        assert crowd.slots.person[slot] == i
        assert (crowd.slots.x[slot], crowd.slots.y[slot]) == (world.people.x[i], world.people.y[i])
    stands = crowd.slots[crowd.slot_of[2]]
    assert (stands.role, stands.pace, stands.heading_x) == (Slot.STANDS, 0.0, 0.0)
    assert crowd.slots.role[crowd.slot_of[0]] == Slot.WALKS
    assert crowd.slots.pace[crowd.slot_of[0]] == 1.0


def test_who_has_left_walks_on_before_the_door_for_a_second():
    site, world = room((5, 4), (10, 4))
    people = world.people
    people.status[1], people.left_at[1], people.speed[1] = Status.OUT, 100.0, 1.2
    assert cells.place_of(people, 1, 100.5) == pytest.approx((10.6, 4.0))
    assert cells.place_of(people, 0, 100.5) == (5.0, 4.0)
    assert cells.is_leaving(people, 1, 100.9)
    assert not cells.is_leaving(people, 1, 101.0)
    crowd = filed(site, world, 100.2)
    slot = crowd.slots[crowd.slot_of[1]]
    assert (slot.role, slot.x) == (Slot.LEAVES, pytest.approx(10.24))


def test_the_nearest_person_is_found_within_a_cell():
    site, world = room((5, 4), (5.9, 4), (8, 6))
    crowd = filed(site, world)
    nearest = cells.nearest_distance
    assert nearest(site.floor, world.people, crowd, 5.2, 4.0) == pytest.approx(0.2)
    assert nearest(site.floor, world.people, crowd, 5.8, 4.3) == pytest.approx(math.hypot(0.1, 0.3))
    assert nearest(site.floor, world.people, crowd, 1.0, 1.0) == math.inf


def test_neighbours_are_those_near_and_those_ahead_in_the_way():
    site, world = room((5, 4), (5.3, 4.3), (6.2, 4.1), (4.0, 4), (6.2, 5.2), (5, 4.65))
    near, ahead = listed(site, world)[0]
    assert sorted(near) == [1, 5]
    assert ahead == [2], "who is behind, or far to the side, is in nobody's way"


def test_who_stands_has_no_list_and_who_walks_has():
    site, world = room((5, 4), (5.3, 4.3))
    world.people.status[1] = Status.WAITING
    crowd = filed(site, world)
    neighbours.list_neighbours(site.floor, crowd, world.incident.doors)
    assert crowd.slots.n_listed[crowd.slot_of[0]] == 1
    assert crowd.slots.n_listed[crowd.slot_of[1]] == 0


def test_nobody_is_near_through_a_wall():
    site, world = room((2, 7.8), (2, 8.2), (4.5, 7.8), (4.5, 8.2))
    world.people.space[[1, 3]] = 1
    world.incident.doors[0] = Door.OPEN
    found = listed(site, world)
    assert found[0][0] == []
    assert found[2][0] == [3]


def test_a_full_list_loses_its_farthest():
    x, y = np.array([0.0, 1.0, 5.0, 2.0, 3.0]), np.zeros(5)
    full = np.array([1, 2, 3, 4])
    assert neighbours.without_farthest(x, y, full, 0, 4) == 3
    assert sorted(full[:3].tolist()) == [1, 3, 4]


def test_those_farther_ahead_are_those_in_the_strip_before_one():
    places = [(2, 4), (5, 4.5), (6.5, 4), (4, 5.2), (1, 4), (7.5, 4), (2.5, 4.2), (2, 5.5)]
    site, world = room(*places)
    crowd = filed(site, world)
    found = swerve.list_far(site.floor, crowd, crowd.slot_of[0], (1.0, 0.0), 5.0)
    assert sorted(crowd.slots.person[crowd.scratch.far[:found]].tolist()) == [1, 2]
    found = swerve.list_far(site.floor, crowd, crowd.slot_of[0], (0.0, 1.0), 5.0)
    assert sorted(crowd.slots.person[crowd.scratch.far[:found]].tolist()) == [7]


# The laws of a step.


@pytest.mark.parametrize("away", [0.3, 0.5, 0.79, 0.81, 1.2])
@pytest.mark.parametrize("degrees", [0.0, 60.0, 200.0])
def test_a_neighbour_pushes_by_the_law_and_away(away, degrees):
    angle = math.radians(degrees)
    site, world = room((5, 4), (5 + away * math.cos(angle), 4 + away * math.sin(angle)))
    crowd = filed(site, world)
    slot, other = crowd.slot_of[0], crowd.slot_of[1]
    crowd.slots.near[slot, 0], crowd.slots.n_near[slot] = other, 1
    walking = site.walking
    push = laws.push_of_neighbours(walking, crowd, slot)
    reach = laws.COMPACT * walking.push_range_m
    size = walking.push * max(0.0, 1.0 - (away - 0.4) / reach) ** 4
    assert push == pytest.approx((-size * math.cos(angle), -size * math.sin(angle)), abs=1e-9)


def followed(*places, heading=None):
    site, world = room(*places)
    if heading is not None:
        world.people.heading_x[1:2] = heading
    crowd = filed(site, world)
    slot = crowd.slot_of[0]
    n = len(places) - 1
    crowd.slots.near[slot, :n] = [crowd.slot_of[k + 1] for k in range(n)]
    crowd.slots.n_near[slot] = crowd.slots.n_listed[slot] = n
    allowed, gap, ahead = laws.follow(site.walking, crowd, slot)
    return allowed, gap, (int(crowd.slots.person[ahead]) if ahead >= 0 else -1), site.walking


def test_a_person_right_ahead_is_followed_at_the_time_gap():
    allowed, gap, who, _ = followed((5, 4), (6.4, 4))
    assert (allowed, gap, who) == (pytest.approx(1.0), pytest.approx(1.0), 1)


def test_a_person_ahead_to_the_side_is_followed_more_closely():
    allowed, gap, who, walking = followed((5, 4), (6.4, 4.18))
    closer = 1.0 - walking.zipper * 0.18 / walking.shoulder_m
    assert gap == pytest.approx(closer)
    assert allowed == pytest.approx((math.hypot(1.4, 0.18) - 0.4) / closer)
    assert who == 1


def test_the_one_who_allows_least_is_followed_and_nobody_behind_or_beside():
    allowed, _, who, _ = followed((5, 4), (7, 4), (6, 4), (4.5, 4), (5.5, 4.5))
    assert (who, allowed) == (2, pytest.approx(0.6))
    allowed, _, who, _ = followed((5, 4), (4.5, 4), (5.5, 4.5))
    assert (who, allowed) == (-1, math.inf)


def test_those_who_meet_pass_each_other_with_shoulders_turned():
    assert followed((5, 4), (6, 4.3), heading=-1.0)[2] == -1
    assert followed((5, 4), (6, 4.3), heading=1.0)[2] == 1
    assert followed((5, 4), (6, 4.1), heading=-1.0)[2] == 1


@pytest.mark.parametrize("allowed", [-0.5, 0.0, 0.5, 3.0])
def test_speed_behind_closes_the_gap_exponentially_and_never_exceeds_the_wish(allowed):
    for dt in (0.01, 0.05, 0.25):
        u = dt / 0.9
        exact = min(1.34, max(0.0, allowed * (1 - math.exp(-u)) / u))
        assert laws.speed_behind(allowed, 1.34, 0.9, dt) == pytest.approx(exact, rel=1e-4, abs=1e-9)


def test_a_heading_relaxes_and_turns_right_where_it_has_to_turn_back():
    half = math.sqrt(0.5)
    assert laws.turned((1.0, 0.0), 0.5, (0.0, 3.0)) == pytest.approx((half, half))
    assert laws.turned((1.0, 0.0), 0.5, (-2.0, 0.0)) == pytest.approx((half, -half))
    assert laws.turned((1.0, 0.0), 0.0, (0.0, 1.0)) == pytest.approx((1.0, 0.0))


def test_waiting_helps_in_a_queue_and_not_in_a_ring():
    _, world = room((5, 4), (6, 4), (7, 4))
    people = world.people
    people.blocker[:3] = 1, 2, -1
    assert not laws.is_deadlocked(people, 0)
    assert laws.is_deadlocked(people, 2), "nobody is in the way, and no way is made"
    people.blocker[2] = 0
    assert all(laws.is_deadlocked(people, i) for i in range(3))
    people.blocker[2], people.status[1] = -1, Status.WAITING
    assert laws.is_deadlocked(people, 0)


def test_a_wall_turns_aside_and_only_who_is_near_it():
    site, world = room((5, 4), (5, 0.3))
    crowd = filed(site, world)
    doors, floor = world.incident.doors, site.floor
    for i in range(2):
        slot = crowd.slot_of[i]
        crowd.slots.to_x[slot], crowd.slots.to_y[slot] = 10.0, crowd.slots.y[slot]
        crowd.slots.wall2[slot] = 0.0
        x, y = movement.keep_off_walls(
            floor, site.routes, site.walking, crowd, doors, slot, (1.0, 0.0)
        )
        if i == 0:
            assert (x, y, crowd.slots.wall2[slot]) == (1.0, 0.0, math.inf)
        else:
            assert x == pytest.approx(1.0), "never back"
            assert y > 0.0, "off the wall"
            assert crowd.slots.wall2[slot] == pytest.approx(0.09)


# Openings.


def test_an_opening_is_passed_between_its_ends_and_outwards():
    site, _ = room()
    leg = site.routes.openings.leg[1, 0]
    passes = passages.does_pass
    assert passes(site.routes, leg, (9.9, 4.0), (10.1, 4.0))
    assert not passes(site.routes, leg, (10.1, 4.0), (9.9, 4.0))
    assert not passes(site.routes, leg, (9.7, 4.0), (9.9, 4.0))
    assert not passes(site.routes, leg, (9.9, 2.5), (10.1, 2.5))
    assert passes(site.routes, leg, (9.9, 3.0), (10.1, 4.2))
    assert not passes(site.routes, leg, (9.9, 2.6), (10.2, 3.2))


def test_passages_keep_the_gap_of_the_cap():
    site, world = room()
    crowd, walking = world.crowd, site.walking._replace(max_specific_flow=1.25)
    assert passages.is_passage_free(crowd, 1, 0.0)
    passages.book_passage(site.routes, walking, crowd, 1, (10.0, 0.05))
    # The door is 2 m wide: 2.5 persons/s.
    assert crowd.free_at[1] == pytest.approx(9.95 + 0.4)
    crowd.free_at[1] = 12.0
    assert not passages.is_passage_free(crowd, 1, 11.99)
    assert passages.is_passage_free(crowd, 1, 12.0)
    passages.book_passage(site.routes, walking, crowd, 1, (12.0, 0.05))
    assert crowd.free_at[1] == pytest.approx(12.4)
    passages.book_passage(site.routes, site.walking, crowd, 1, (20.0, 0.05))
    assert crowd.free_at[1] == pytest.approx(12.4), "no cap, no booking"


def test_who_passes_is_out_or_in_the_space_beyond():
    site, world = room((9.9, 4), (4.5, 7.9))
    people, routes = world.people, site.routes
    passages.pass_opening(routes, people, 0, (10.1, 4.0, 33.0))
    assert (people.status[0], people.space[0], people.left_by[0]) == (Status.OUT, -1, 1)
    assert (people.x[0], people.left_at[0], people.heading_x[0]) == (10.1, 33.0, 1.0)
    people.leg[1] = routes.openings.leg[0, 0]
    passages.pass_opening(routes, people, 1, (4.5, 8.1, 33.0))
    assert (people.space[1], people.came_by[1], people.leg[1]) == (1, 0, -1)
    assert people.left_at[1] == math.inf


@pytest.mark.parametrize(
    ("x", "kept"), [(4.0, 4.0), (2.01, 2.0 + walls.CLEAR_M), (5.99, 6.0 - walls.CLEAR_M)]
)
def test_who_has_come_over_a_line_is_between_its_ends(x, kept):
    _, world = room((5, 4))
    world.people.x[0], world.people.y[0] = x, 3.0
    passages.keep_between_jambs(np.array([2.0, 3.5, 6.0, 3.5]), world.people, 0)
    assert world.people.x[0] == pytest.approx(kept)
    assert world.people.y[0] == 3.0
    narrow = 2 * walls.CLEAR_M * 0.9
    world.people.x[0] = 2.0
    passages.keep_between_jambs(np.array([2.0, 3.5, 2.0 + narrow, 3.5]), world.people, 0)
    assert world.people.x[0] == pytest.approx(2.0 + narrow / 2)


def test_who_has_come_over_a_line_is_inside():
    _, world = room((5, 4))
    people, line, out = world.people, np.array([0.0, 2.0, 0.0, 4.0]), np.array([-1.0, 0.0])
    for x, kept in ((-0.2, passages.INSIDE_M), (0.5, 0.5)):
        people.x[0], people.y[0] = x, 3.0
        passages.keep_inside(line, out, people, 0)
        assert (people.x[0], people.y[0]) == pytest.approx((kept, 3.0))


# Stairs.


def storeys(head=((0, 4.4), (0, 5.6))):
    """A hall above a hall, and a stair 6 m long from x = 0 of both; people upstairs."""
    foot = (0, 4.4), (0, 5.6)
    drawn = two_levels(
        box("low", 0, 0, 10, 10),
        on("upper", box("up", 0, 0, 10, 10)),
        opening("out", (10, 4), (10, 6), main_entrance=True),
        stair("stair", foot, head, length_m=6.0),
        on("upper", zone("crowd", 0.5, 0.5, 9.5, 9.5)),
    )
    site, world, _ = started(drill(drawn, group(2, within="crowd")))
    return site, world


FOOT, HEAD, LOW, UP, STAIR = 1, 2, 0, 1, 2


def test_the_ends_of_a_portal_meet_whichever_way_it_is_seen():
    routes = storeys()[0].routes
    for o in (FOOT, HEAD):
        for side in (0, 1):
            here, there = routes.openings.line[o, side], routes.openings.line[o, 1 - side]
            middle = 0.5 * (here[:2] + here[2:])
            seen = images.carry_over(routes, o, side, *middle)
            assert seen == pytest.approx(0.5 * (there[:2] + there[2:]))
            out, into = routes.openings.across[o, side], routes.openings.across[o, 1 - side]
            seen = images.carry_over(routes, o, side, *(middle + out + 0.3 * out[::-1]))
            assert np.dot(np.subtract(seen, 0.5 * (there[:2] + there[2:])), -into) == pytest.approx(
                1
            )
            assert images.turn_over(routes, o, side, *out) == pytest.approx(tuple(-into))
            back = images.carry_over(routes, o, 1 - side, *seen)
            assert back == pytest.approx(tuple(middle + out + 0.3 * out[::-1]))
            slanted = images.turn_over(routes, o, side, 0.6, 0.8)
            assert math.hypot(*slanted) == pytest.approx(1.0)
            assert images.turn_over(routes, o, 1 - side, *slanted) == pytest.approx((0.6, 0.8))


@pytest.mark.parametrize(
    ("head", "into", "along"),
    [
        (((0, 4.4), (0, 5.6)), (1.0, 0.0), (0.0, 1.0)),
        (((3, 10), (4.2, 10)), (0.0, -1.0), (1.0, 0.0)),
    ],
)
def test_people_near_the_end_of_a_stair_are_seen_from_beyond_it(head, into, along):
    site, _ = storeys(head)
    routes = site.routes
    side = images.side_in(routes, HEAD, UP)
    line = routes.openings.line[HEAD, side]
    middle = 0.5 * (line[:2] + line[2:])
    by = 2 * HEAD + side
    for inside, aside, seen in (
        (0.5, 0.0, by), (1.4, 0.0, by), (1.6, 0.0, -1), (0.5, 1.1, by), (0.5, 1.3, -1),
        (1.0, -1.1, by), (0.5, -1.3, -1),
    ):  # fmt: skip
        at = middle + inside * np.array(into) + aside * np.array(along)
        assert images.is_seen_by(routes, UP, *at) == seen
    assert images.is_seen_by(routes, -1, *middle) == -1


def test_an_image_is_where_its_person_is_seen_and_as_fast():
    site, world = storeys()
    people, routes = world.people, site.routes
    side = images.side_in(routes, HEAD, UP)
    line = routes.openings.line[HEAD, side]
    people.x[0], people.y[0], people.space[0] = line[0] + 0.5, line[1] + 0.3, UP
    people.heading_x[0], people.heading_y[0], people.pace[0] = -0.8, 0.6, 1.1
    people.status[:2] = Status.MOVING, Status.HIDING
    world.crowd.slots.pace[:] = 9.0
    crowd = filed(site, world)
    (slot,) = np.flatnonzero(crowd.slots.role[: crowd.scratch.n_slots] == Slot.IMAGE)
    image = crowd.slots[slot]
    assert (image.x, image.y) == pytest.approx(
        images.carry_over(routes, HEAD, side, people.x[0], people.y[0])
    )
    assert (image.heading_x, image.heading_y) == pytest.approx(
        images.turn_over(routes, HEAD, side, -0.8, 0.6)
    )
    assert image.pace == 1.1
    assert image.person == 0


def test_the_way_over_a_stair_leads_to_its_other_end():
    routes = storeys()[0].routes
    for came, goes in ((HEAD, FOOT), (FOOT, HEAD)):
        leg = passages.leg_up_or_down(routes, STAIR, came)
        assert routes.legs.opening[leg] == goes
        assert routes.legs.space[leg] == STAIR
    assert passages.leg_up_or_down(routes, UP, HEAD) == -1


def test_who_sets_foot_on_a_stair_is_on_it_and_walks_on():
    site, world = storeys()
    people, routes = world.people, site.routes
    side = images.side_in(routes, HEAD, UP)
    line = routes.openings.line[HEAD, side]
    people.x[0], people.y[0], people.space[0] = line[0] - 0.1, line[1] + 0.6, UP
    people.leg[0], people.status[0] = routes.openings.leg[HEAD, side], Status.MOVING
    people.heading_x[0], people.heading_y[0] = -1.0, 0.0
    passages.pass_opening(routes, people, 0, (people.x[0], people.y[0], 20.0))
    assert (people.space[0], people.left_by[0], people.left_at[0]) == (UP, HEAD, math.inf)
    passages.change_plane(routes, people, 0)
    assert (people.space[0], people.came_by[0], people.left_by[0]) == (STAIR, HEAD, -1)
    head = routes.openings.line[HEAD, 1 - side]
    assert people.x[0] == pytest.approx(head[0] - 0.1)
    assert people.y[0] == pytest.approx(0.5 * (head[1] + head[3]))
    assert people.heading_x[0] == pytest.approx(-1.0)
    assert routes.legs.opening[people.leg[0]] == FOOT


def test_nothing_of_the_last_replication_is_left():
    site, world = room((5, 4))
    fresh = build_world(site)
    for each in (world, fresh):
        law("site_step").clear_world(site, each)
    world.people.view(np.ndarray)[:] = np.zeros((), world.people.dtype)
    law("site_step").clear_world(site, world)
    people = world.people
    for name in ("status", "space", "leg", "goal", "came_by", "left_by", "blocker", "wall"):
        assert np.all(people[name] == fresh.people[name]), name
    assert np.all(people.left_at == math.inf)
    for name in ("mark_at", "held_at", "stander_at"):
        assert np.all(people[name] == -math.inf), name
    assert np.all(people.body == site.walking.body_m)


@pytest.mark.parametrize(
    ("held_for", "stander_ago", "gets_past"),
    [(5.0, 4.9, True), (4.9, 4.9, False), (5.0, 5.0, False), (60.0, 0.0, True)],
)
def test_whoever_is_held_by_somebody_who_stands_gets_past_after_five_seconds(
    held_for, stander_ago, gets_past
):
    site, world = room()
    people = world.people
    people.held_at[0], people.stander_at[0] = 100.0 - held_for, 100.0 - stander_ago
    people.held_x[0], people.held_y[0] = people.x[0], people.y[0]
    people.mark_at[0], people.mark_x[0], people.mark_y[0] = 99.0, people.x[0] - 0.4, people.y[0]
    assert laws.is_getting_past(people, 0, 100.0) == gets_past
    filed(site, world)
    law("walking.looking").take_stock(site.routes, site.walking, people, world.crowd, (100.0, 0.25))
    assert people.squeezed[0] == (1.0 if gets_past else 0.0)
    # At half the pace.
    wish = people.speed[0] * (0.5 if gets_past else 1.0)
    assert world.crowd.slots.wish[0] == pytest.approx(wish)


def test_stepping_to_and_fro_before_somebody_who_stands_is_no_progress():
    _, world = room()
    people = world.people
    people.held_at[0], people.held_x[0], people.held_y[0] = 90.0, 5.0, 4.0
    people.stander_at[0], people.mark_at[0] = 99.0, 99.0
    for step, squeezed in ((0.7, 1.0), (0.9, 0.0)):
        people.squeezed[0], people.held_at[0] = 0.0, 90.0
        people.held_x[0], people.mark_x[0], people.mark_y[0] = 5.0 - step, 4.4, 4.0
        people.mark_at[0] = 99.0
        laws.judge_progress(people, 0, 5.0, 4.0, (100.0, 0.25))
        assert people.squeezed[0] == squeezed


def test_who_squeezes_past_somebody_who_stands_is_held_by_them_and_no_queue_is():
    site, world = room((5, 4), (5.4, 4), (5.0, 4.4))
    people = world.people
    people.status[1] = Status.WAITING
    crowd = filed(site, world)
    neighbours.list_neighbours(site.floor, crowd, world.incident.doors)
    me, stander, walker = (int(crowd.slot_of[i]) for i in range(3))
    crowd.slots.led_by[me] = -1
    assert not movement.is_held_by_stander(people, crowd, me)
    people.squeezed[0] = 0.5
    assert movement.is_held_by_stander(people, crowd, me)
    crowd.slots.led_by[me] = walker
    assert not movement.is_held_by_stander(people, crowd, me)
    people.squeezed[0] = 0.0
    crowd.slots.led_by[me] = stander
    assert movement.is_held_by_stander(people, crowd, me)
    # A body and a hand's breadth away is beside nobody.
    crowd.slots.led_by[me], people.squeezed[0] = -1, 0.5
    crowd.slots.x[stander] = 5.0 + people.body[0] + laws.TOUCH_M + 0.01
    assert not movement.is_held_by_stander(people, crowd, me)


def test_only_in_a_space_with_an_end_of_a_stair_is_anybody_seen_from_beyond_one():
    site, _ = build_site(read_scenario("parkland"))
    spaces, openings = site.routes.spaces, site.routes.openings
    for space in range(len(spaces)):
        own = slice(spaces.opening_start[space], spaces.opening_stop[space])
        ends = [
            o for o in site.routes.space_opening[own] if openings.category[o] == Category.PORTAL
        ]
        assert spaces.has_stair[space] == bool(ends)
        for o in ends:
            line = openings.line[o, list(openings.space[o]).index(space)]
            x, y = 0.5 * (line[0] + line[2]), 0.5 * (line[1] + line[3])
            assert images.is_seen_by(site.routes, space, x, y) >= 0
    assert 0 < spaces.has_stair.sum() < len(spaces)
