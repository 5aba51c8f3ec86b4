"""The way to the first shot: an attack begins where it first comes upon anybody."""

import numpy as np
import pytest

from asher.kernels.codes import Amount, Door, Status, Tally, Until, When
from asher.kernels.incident.perception import is_in_sight
from asher.kernels.site_step import advance, start_replication
from asher.kernels.streams import Stream
from asher.simulation.arrays import build_site, build_world
from asher.simulation.recording import record
from asher.simulation.site import simulate
from places import (
    FREEZE,
    attack,
    box,
    group,
    inner,
    offices,
    opening,
    people_at,
    plan,
)
from tolerance import assert_share


def chain(*, turned=False, mirrored=False, rooms=4, length=6.0):
    """An entrance hall and rooms behind it in a row, each behind a closed door."""

    def at(x, y):
        x = -x if mirrored else x
        return (y, x) if turned else (x, y)

    features = [opening("main entrance", at(0, 1), at(0, 3), main_entrance=True)]
    for k in range(rooms):
        (x0, y0), (x1, y1) = at(length * k, 0), at(length * (k + 1), 4)
        name = "hall" if k == 0 else f"room {k}"
        features.append(box(name, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        if k > 0:
            features.append(inner(f"door {k}", at(length * k, 1.5), at(length * k, 2.5)))
    return plan(*features)


def begun(floorplan, *groups, replication=0):
    """Site, world and stream of a replication before the way to its first shot."""
    site, _ = build_site(attack(floorplan, *groups))
    world, stream = build_world(site), Stream(np.uint64(5), replication)
    start_replication(site, world, stream)
    return site, world, stream


def approach(site, world, stream):
    assert advance(site, world, stream, (0.0, 1), int(Until.FIRST_SHOT)) == 0.0


def approached(floorplan, *groups, replication=0):
    """A replication at its first shot."""
    site, world, stream = begun(floorplan, *groups, replication=replication)
    approach(site, world, stream)
    return site, world


def place_of(world):
    people = world.people
    return people.x[-1], people.y[-1]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("length", [3.0, 12.0])
def test_where_the_entrance_is_empty_it_begins_in_the_sight_of_the_first_person(
    turned, mirrored, length
):
    floorplan = chain(turned=turned, mirrored=mirrored, length=length)
    waiting = group(3, within="room 3")
    for replication in range(6):
        site, world = approached(floorplan, waiting, replication=replication)
        start = place_of(world)
        ends = zip(world.people.x[:3], world.people.y[:3], strict=True)
        assert any(is_in_sight(site.floor, world.incident.doors, start, end) for end in ends)
        assert world.incident.tally[Tally.LAST_SHOT_SPACE] == world.people.space[-1] != 0
        # Nobody knows of it, nobody was hit, and its clocks count from now on.
        assert np.all(np.isinf(world.incident.occupants.notice_at[:3]))
        assert np.all(world.people.status[:3] == Status.WAITING)
        assert world.incident.tally[Tally.CASUALTY_EVENTS] == 0
        assert world.incident.amount[Amount.EXPOSURE_S] == 0.0
        assert world.incident.time[When.LAST_SHOT] == 0.0
        assert np.all(world.crowd.free_at == 0.0)
        assert world.people.held_at[-1] == -np.inf


def test_with_somebody_in_sight_of_the_entrance_it_begins_there():
    floorplan = chain()
    site, world, stream = begun(floorplan, people_at([(4, 2)]))
    before = place_of(world)
    moves_at = world.incident.time[When.NEXT_MOVE]
    approach(site, world, stream)
    assert place_of(world) == before
    assert world.incident.time[When.NEXT_MOVE] == moves_at


def test_glass_in_a_shut_door_does_not_change_where_it_begins():
    """Film on glass must not change an incident before it begins."""
    films = []
    for glazed in (False, True):
        floorplan = plan(
            box("hall", 0, 0, 10, 4),
            box("room", 10, 0, 20, 4),
            opening("main entrance", (0, 1), (0, 3), main_entrance=True),
            inner("door", (10, 1.5), (10, 2.5), glazed=glazed),
        )
        films.append([
            place_of(approached(floorplan, people_at([(12, 2)]), replication=k)[1])
            for k in range(6)
        ])  # fmt: skip
    assert films[0] == films[1]
    assert all(x > 9.0 for x, _ in films[0])


def test_where_nobody_can_be_met_it_begins_all_the_same():
    floorplan = offices(lockable=True)
    site, world, stream = begun(floorplan, people_at([(12, 10)]))
    world.incident.doors[:] = Door.LOCKED
    approach(site, world, stream)
    assert world.people.space[-1] == 0
    assert np.isfinite(world.incident.time[When.NEXT_MOVE])


def test_nobody_else_has_moved_and_a_recording_begins_at_the_first_shot():
    scenario = attack(chain(), group(5, within="room 2", response=FREEZE), horizon="2 min")
    for replication in range(3):
        film = record(scenario, course="two-officer-entry", replication=replication)
        assert film.times_s[0] == 0.0
        first = film.positions_m[0]
        assert np.all((first[:5, 0] > 12.0) & (first[:5, 0] < 18.0))
        assert first[-1, 0] > 5.0


def test_casualties_at_once_come_at_an_empty_entrance_too():
    """Of 200 attacks of which 0.6 hurt people at once; 0.6 off by 0.18 would be caught.

    Where the shot at the entrance warned people in the last room, nearly all left unhurt.
    """
    scenario = attack(
        chain(length=8.0), group(20, within="room 3", pre_movement="5 s"),
        hazard={
            "casualty_rate_per_min": 0.001, "casualty_at_once_share": 0.6,
            "more_casualties_at_once": 0,
        },
        courses_of_action=["stay-outside"],
    )  # fmt: skip
    casualties = simulate(scenario, replications=200, seed=5).columns["casualties"][0]
    assert_share(int((casualties > 0).sum()), 200, 0.6)
