"""Doors with glass, and film on it (R14, R22): law by law as written, and in pairs.

Each paired test fails unless the mean difference is more than five standard errors from zero, and
says in its message the smallest effect that it would have caught.
"""

import numpy as np
import pytest

from asher.kernels.codes import Amount, Door, Phase, Resists, Status, Tally, When
from asher.kernels.streams import Stream
from asher.scenario import CourseOfAction
from asher.scenario.buildings import as_built
from asher.simulation.arrays import build_site
from asher.simulation.site import simulate
from pairs import assert_raises
from places import (
    FIGHTS,
    HIDE,
    attack,
    box,
    faults_of,
    group,
    inner,
    mapped,
    mirrored,
    opening,
    people_at,
    plan,
)
from tolerance import assert_same_law
from written import law, started

encounter = law("incident.encounter")
occupants = law("incident.occupants")
perception = law("incident.perception")
plane = law("walking.plane")
wounding = law("incident.wounding")

ROOM_M, SOUTH_M, NORTH_M = 8.0, 7.0, 10.0
CORRIDOR, ROOM = 0, 1
GOES_ON = {"duration": "40 min", "dwell": "20 s", "on_contact": FIGHTS}
LOCK = {"lockable": True, "lock_delay_s": 4.0}
FILM = {"film": {"category": "classroom"}}


def school(*, glazed=False, outer=False, skew=0.0):
    """Eight classrooms that lock, on both sides of a corridor with an exit at each end."""
    length = 4 * ROOM_M
    rooms, doors = [], []
    for number in range(8):
        x, low = ROOM_M * (number % 4), number < 4
        y0, y1 = (0.0, SOUTH_M) if low else (NORTH_M, NORTH_M + SOUTH_M)
        wall = SOUTH_M if low else NORTH_M
        rooms.append(box(f"room {number}", x, y0, x + ROOM_M, y1, category="classroom"))
        at = x + 1.0 + skew * (number % 4) ** 2
        doors.append(inner(f"door {number}", (at, wall), (at + 1, wall), **LOCK, glazed=glazed))
    return plan(
        box("corridor", 0, SOUTH_M, length, NORTH_M, category="walkway"),
        *rooms,
        *doors,
        opening("west exit", (0, 7.6), (0, 9.4), main_entrance=True),
        opening("east exit", (length, 7.6), (length, 9.4), glazed=outer),
    )


def course(name, building=None, **parts):
    measures = {} if building is None else {"building": building}
    return {"name": name, "based_on": "two-officer-entry", **parts, **measures}


def scenario_of(floorplan, *courses, **changes):
    """Classes who lock themselves in, and an attack that goes on until police end it."""
    classes = group(
        96, within={"category": "classroom"}, pre_movement="2 s", response=HIDE,
        hides_in_place_share=0,
    )  # fmt: skip
    return attack(
        floorplan,
        classes,
        group(1, within="corridor", name="met"),  # there the attack begins
        courses_of_action=list(courses) or [course("as-it-is")],
        **{"hazard": GOES_ON | {"entry": "west exit"}} | changes,
    )


def outcome_of(*stated, n=200, **changes):
    return simulate(scenario_of(*stated, **changes), replications=n, seed=5)


def rows_are_equal(one, other, row=0, other_row=0):
    return all(
        np.array_equal(one.columns[name][row], other.columns[name][other_row], equal_nan=True)
        for name in one.columns
    ) and np.array_equal(one.ending[row], other.ending[other_row])


# In pairs.


def test_glass_raises_casualties_behind_locks_and_film_takes_that_away_to_the_byte():
    solid = outcome_of(school())
    glass = outcome_of(school(glazed=True), course("as-it-is"), course("film", FILM))
    assert_raises(solid.columns["casualties"][0], glass.columns["casualties"][0])
    assert_raises(solid.columns["in_sight_person_s"][0], glass.columns["in_sight_person_s"][0])
    assert not rows_are_equal(solid, glass)
    assert rows_are_equal(solid, glass, 0, 1)
    assert all(np.array_equal(solid.exits[name][0], glass.exits[name][1]) for name in solid.exits)


@pytest.mark.slow
def test_police_who_come_later_cost_lives_behind_glass_and_none_behind_solid_doors():
    ladder = [course(f"travel-{k}", response={"travel": f"{k} min"}) for k in (2, 12)]
    soon, late = outcome_of(school(glazed=True), *ladder, n=120).columns["casualties"]
    assert_raises(soon, late)
    soon, late = outcome_of(school(), *ladder, n=120).columns["casualties"]
    assert np.array_equal(soon, late)


@pytest.mark.slow
def test_the_less_people_behind_glass_are_exposed_the_fewer_are_hit_and_none_at_zero():
    def casualties(exposure):
        outcome = outcome_of(school(glazed=True), response={"glass_exposure": exposure})
        return outcome.columns["casualties"][0]

    none, few, many = (casualties(exposure) for exposure in (0, 0.1, 0.8))
    assert_raises(none, few)
    assert_raises(few, many)
    # They see the attack all the same, and lock themselves in sooner.
    assert none.sum() <= 1.02 * outcome_of(school()).columns["casualties"][0].sum()


def test_glass_where_nobody_is_seen_through_it_changes_nothing():
    plain = outcome_of(school(), n=20)
    assert rows_are_equal(plain, outcome_of(school(outer=True), n=20))
    # How exposed people behind glass are is of no matter where there is none.
    assert rows_are_equal(plain, outcome_of(school(), n=20, response={"glass_exposure": 1}))


@pytest.mark.slow
def test_an_attack_in_a_mirrored_or_turned_plan_with_glass_follows_the_same_law():
    # Without two places of the corridor equally far from all doors: of such one is not the other.
    floorplan = school(glazed=True, skew=0.6)
    turned = mapped(floorplan, lambda x, y: [-y, x])
    runs = [
        simulate(scenario_of(each), replications=400, seed=seed).columns
        for seed, each in enumerate((floorplan, mirrored(floorplan), turned))
    ]
    for name in ("casualties", "sheltered", "time_to_stop_s", "in_sight_person_s"):
        for other in runs[1:]:
            assert_same_law(runs[0][name][0], other[name][0])


# Law by law.


def scene(*places, floorplan=None, **changes):
    """People, and the hazard in the corridor before the first door, which is locked."""
    people = people_at(places or [(1.5, 5.0), (6.0, 5.0)], response=HIDE)
    site, world, stream = started(attack(floorplan or school(glazed=True), people, **changes))
    put(world, len(world.people) - 1, 1.5, 8.5)
    world.incident.doors[0] = Door.LOCKED
    return site, world, stream


def put(world, i, x, y, *, status=Status.WAITING, space=CORRIDOR):
    people = world.people
    people.x[i], people.y[i], people.space[i], people.status[i] = x, y, space, status


@pytest.mark.parametrize("state", [Door.CLOSED, Door.LOCKED, Door.OPEN])
@pytest.mark.parametrize("glazed", [False, True])
def test_sight_passes_glass_and_nobody_walks_through_it(glazed, state):
    site, world, _ = scene(floorplan=school(glazed=glazed))
    doors = world.incident.doors
    doors[0] = state
    line = ((1.5, 8.5), (1.5, 5.0))
    for start, end in (line, line[::-1]):
        is_seen = perception.is_in_sight(site.floor, doors, start, end)
        assert is_seen == (glazed or state == Door.OPEN)
        is_behind = perception.is_behind_glass(site.floor, doors, start, end)
        assert is_behind == (glazed and state != Door.OPEN)
    # Beside the door there is a wall, and whoever is in the room with the hazard is not behind it.
    assert not perception.is_in_sight(site.floor, doors, (1.5, 8.5), (6.0, 5.0))
    assert not perception.is_behind_glass(site.floor, doors, (1.5, 6.0), (6.0, 5.0))
    touches = plane.is_barred(site.floor, doors, *line, plane.ANY, plane.TOUCHES)
    assert touches == (state == Door.LOCKED)
    assert plane.is_barred(site.floor, doors, *line, plane.ANY, 0.2)


@pytest.mark.slow
def test_lines_of_sight_are_turned_with_the_plan():
    rng = np.random.default_rng(3)
    ends = rng.uniform((0.1, 0.1), (31.9, 16.9), size=(2000, 2, 2))
    ways = (lambda x, y: [x, y], lambda x, y: [-x, y], lambda x, y: [-y, x])
    found = []
    for way in ways:
        site, layout = build_site(scenario_of(mapped(school(glazed=True), way)))
        shift = (layout.level_x[0], layout.up_y)
        seen = []
        for start, end in ends:
            line = [tuple(np.add(way(*point), shift)) for point in (start, end)]
            is_seen = perception.is_in_sight(site.floor, site.doors, *line)
            is_behind = perception.is_behind_glass(site.floor, site.doors, *line)
            seen.append((is_seen, is_seen and is_behind))
        found.append(seen)
    assert found[0] == found[1] == found[2]
    assert 5 < sum(behind for _, behind in found[0]) < sum(seen for seen, _ in found[0])


def test_sound_and_ways_are_those_of_a_solid_door():
    sites = [build_site(scenario_of(school(glazed=glazed)))[0] for glazed in (False, True)]
    solid, glass = (site.routes for site in sites)
    assert np.array_equal(solid.openings.loss_db, glass.openings.loss_db)
    assert np.array_equal(solid.corner_walk, glass.corner_walk)
    assert [site.floor.has_glass for site in sites] == [False, True]


def test_those_behind_glass_are_exposed_by_the_share_stated_and_those_in_the_open_wholly():
    site, world, stream = scene((1.5, 5.0), (5.0, 8.5))
    incident = world.incident
    exposure = site.response.glass_exposure

    def look():
        world.incident.tally[Tally.PHASE] = Phase.ACTIVE
        for tick in range(4):
            incident.tally[Tally.TICKS] = tick
            occupants.advance_notice(site, world, stream, 100.0)
        return incident.amount[Amount.IN_SIGHT_SHARE], incident.tally[Tally.EXPOSED]

    assert look() == (1.0, 2)
    assert incident.occupants.behind_glass[:2].tolist() == [1, 0]
    assert wounding.weight_of(site, incident, 0) == exposure == 0.3
    world.people.status[1] = Status.OUT
    assert look() == (exposure, 1)
    incident.occupants.in_place[0] = 1
    assert look() == (pytest.approx(exposure * site.response.hidden_exposure), 1)
    incident.occupants.in_place[0] = 0
    incident.doors[0] = Door.OPEN
    assert look() == (1.0, 1)


def test_of_one_behind_glass_and_one_in_the_open_the_one_is_hit_by_that_share():
    site, world, _ = scene((1.5, 5.0), (5.0, 8.5))
    incident = world.incident
    incident.amount[Amount.FATAL] = 0.0
    incident.occupants.seen_at[:] = 100.0
    incident.occupants.resists[:] = Resists.NEVER
    incident.occupants.behind_glass[0] = 1
    first = 0
    for replication in range(600):
        world.people.status[:2] = Status.WAITING
        incident.tally[Tally.WOUNDED] = 0
        wounding.hurt_someone(site, world, Stream(np.uint64(5), replication), 100.0)
        first += world.people.status[0] == Status.WOUNDED
    share = 0.3 / 1.3
    assert abs(first / 600 - share) < 5 * (share * (1 - share) / 600) ** 0.5


def test_an_officer_before_a_shut_door_with_glass_sees_the_attacker_behind_it():
    for glazed in (False, True):
        site, world, stream = scene(floorplan=school(glazed=glazed))
        h = len(world.people) - 1
        put(world, h, 1.5, 5.0, space=ROOM)
        officer = len(world.incident.occupants)
        put(world, officer, 1.5, 8.5)
        world.incident.time[When.CONTACT] = np.inf
        assert encounter.find_contact(site, world, stream, 100.0) == glazed


# Plans and measures.


@pytest.mark.parametrize("category", ["gate", "window"])
def test_only_a_door_is_glazed(category):
    is_ = {"category": category, "glazed": True}
    (said,) = faults_of(
        box("hall", 0, 0, 8, 8),
        opening("exit", (0, 5), (0, 6), main_entrance=True),
        opening("other", (8, 5), (8, 6), **is_),
    )
    assert f"glazed: {category} 'other' is marked glazed; allowed: true for doors" in str(said)


def test_a_plan_says_where_glass_is_and_nothing_where_there_is_none():
    solid, glass = (school(glazed=glazed).to_geojson() for glazed in (False, True))
    assert "glazed" not in str(solid)
    assert str(glass).count("'glazed': True") == 8
    assert mapped(school(glazed=True), lambda x, y: [x, y]) == school(glazed=True)


@pytest.mark.parametrize(
    ("film", "glazed", "found"),
    [
        ({"category": "classroom"}, False, "film for doors without glass"),
        ("room 0", False, "film for doors without glass"),
        ("roof", True, "'roof' is not in the plan"),
        ({"category": "attic"}, True, "'attic' is not in the plan"),
    ],
)
def test_film_needs_a_door_with_glass(film, glazed, found):
    floorplan = school(glazed=glazed, outer=True)
    tried = CourseOfAction.model_validate(course("film", {"film": film})).building
    built, (lacking,) = tried.altered(floorplan)
    assert built == floorplan
    assert found in lacking.found
    assert lacking.keys[0] == "film"


def test_film_on_one_room_leaves_the_glass_of_the_others():
    scenario = scenario_of(school(glazed=True), course("film", {"film": "room 0"}))
    (tried,) = scenario.courses_of_action
    built = as_built(scenario, tried).floorplan
    assert [each.glazed for each in built.openings[:8]] == [False] + [True] * 7
    assert scenario.floorplan == school(glazed=True)
    assert tried.building.words(scenario.response) == "film on the glass of the doors of 'room 0'"
