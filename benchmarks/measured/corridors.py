"""Speed at density in corridors, at a corner and a T junction, as in Juelich's experiments."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.measured.experiments import (
    DEFAULT_PEOPLE,
    Crowd,
    Experiment,
    Walker,
    box,
    gate,
    space,
    standing,
    way_out,
)
from benchmarks.measured.measures import (
    Box,
    across,
    crossing_times,
    in_cells,
    steady_window,
)

People = tuple[float, float]
WAITING_PER_M2 = 2.5
RING = (15, 30, 60, 85, 95, 110, 140, 180, 210)
"""People in the closed corridor of 30 m by 1.8 m (ug180); 230 there were at most, but no more than
4 a square metre may start in a plan."""
RING_M = 30.0
LONG_M = 70.0
"""The closed corridor is a long one here, its middle watched while its ends are not felt [m]."""
ONE_WAY = (
    (0.8, 3.0, 110),
    (1.0, 3.0, 110),
    (1.2, 3.0, 150),
    (1.8, 3.0, 200),
    (2.4, 3.0, 250),
    (3.0, 3.0, 300),
    (3.0, 2.0, 300),
    (3.0, 1.6, 300),
    (3.0, 1.2, 300),
    (3.0, 0.8, 250),
)
"""Width of entrance and exit of a corridor of 3 m, and people (uo)."""
TWO_WAY = ((0.75, 50), (0.9, 100), (1.2, 100), (1.6, 150), (2.0, 150), (2.5, 150))
"""Width of both entrances of a corridor of 3.6 m, and people each way (bo)."""
CORNER = ((0.6, 60), (0.8, 90), (1.0, 100), (1.5, 140), (2.4, 180))
"""Width of the entrance of a corridor of 2.4 m with a corner, and people (eo)."""
JUNCTION = ((0.6, 50), (0.8, 70), (1.0, 80), (1.2, 90), (1.5, 100), (2.4, 130))
"""Width of both entrances of a T junction of 2.4 m, and people each way (ko)."""


@cache
def long_corridor(n_ring: int, people: People = DEFAULT_PEOPLE) -> Experiment:
    """A corridor of 1.8 m in which people walk at the density of the closed one."""
    n = round(n_ring * LONG_M / RING_M)
    places = standing(n, 0.3, 0.25, LONG_M, 1.55)
    return Experiment(
        name=f"corridor of 1.8 m, {n_ring} people in 30 m",
        features=(
            box("corridor", 0, 0, LONG_M + 1, 1.8),
            way_out("out", (LONG_M + 1, 0), (LONG_M + 1, 1.8)),
        ),
        crowds=(Crowd(places, ("out",)),),
        speed=people,
        duration_s=21.0,
    )


@cache
def one_way(entrance: float, exit_m: float, n: int, people: People = DEFAULT_PEOPLE) -> Experiment:
    """A corridor of 3 m between a waiting room and an exit that may be narrower than it."""
    features = [
        box("corridor", 0, -1.5, 12, 1.5),
        way_out("out", (12, -exit_m / 2), (12, exit_m / 2)),
    ]
    waiting, crowd = _waiting_room("waiting", n, entrance, 0.0, "out")
    return Experiment(
        name=f"corridor of 3 m, entrance {entrance} m, exit {exit_m} m",
        features=(*features, *waiting),
        crowds=(crowd,),
        speed=people,
        duration_s=110.0,
    )


@cache
def two_way(entrance: float, n: int, people: People = DEFAULT_PEOPLE) -> Experiment:
    """A corridor of 3.6 m that people enter at both ends and leave by the sides of the other."""
    features = [
        box("corridor", -3, -1.8, 13, 1.8),
        way_out("west up", (-2.7, 1.8), (-0.3, 1.8)),
        way_out("west down", (-2.7, -1.8), (-0.3, -1.8), main_entrance=False),
        way_out("east up", (10.3, 1.8), (12.7, 1.8), main_entrance=False),
        way_out("east down", (10.3, -1.8), (12.7, -1.8), main_entrance=False),
    ]
    west, eastward = _waiting_room("west", n, entrance, -3.0, "east up", "east down")
    east, westward = _waiting_room("east", n, entrance, 13.0, "west up", "west down", sign=-1)
    return Experiment(
        name=f"corridor of 3.6 m two-way, entrances {entrance} m",
        features=(*features, *west, *east),
        crowds=(eastward, westward),
        speed=people,
        duration_s=90.0,
    )


@cache
def corner(entrance: float, n: int, people: People = DEFAULT_PEOPLE) -> Experiment:
    """A corridor of 2.4 m that turns left after 8 m."""
    bend = space("corridor", (0, -1.2), (10.4, -1.2), (10.4, 9.2), (8, 9.2), (8, 1.2), (0, 1.2))
    waiting, crowd = _waiting_room("waiting", n, entrance, 0.0, "out")
    return Experiment(
        name=f"corner of 2.4 m, entrance {entrance} m",
        features=(bend, way_out("out", (8, 9.2), (10.4, 9.2)), *waiting),
        crowds=(crowd,),
        speed=people,
        duration_s=90.0,
    )


@cache
def junction(entrance: float, n: int, people: People = DEFAULT_PEOPLE) -> Experiment:
    """Two corridors of 2.4 m that meet head on and leave together to the side."""
    outline = ((-9.2, -1.2), (9.2, -1.2), (9.2, 1.2), (1.2, 1.2), (1.2, 9.2), (-1.2, 9.2))
    floor = space("corridor", *outline, (-1.2, 1.2), (-9.2, 1.2))
    west, eastward = _waiting_room("west", n, entrance, -9.2, "out")
    east, westward = _waiting_room("east", n, entrance, 9.2, "out", sign=-1)
    return Experiment(
        name=f"T junction of 2.4 m, entrances {entrance} m",
        features=(floor, way_out("out", (-1.2, 9.2), (1.2, 9.2)), *west, *east),
        crowds=(eastward, westward),
        speed=people,
        duration_s=120.0,
    )


def closed(
    walker: Walker, replication: int, *, people: People = DEFAULT_PEOPLE, reduced: bool = False
) -> NDArray[np.float64]:
    """Cells of the corridor of 1.8 m (ug180)."""
    rows = []
    for n in RING[1::2] if reduced else RING:
        walk = walker(long_corridor(n, people), replication)
        rows.append(in_cells(walk, across(36, 0, 46, 1.8), (6.0, 20.0)))
    return np.concatenate(rows)


def opened(
    walker: Walker, replication: int, *, people: People = DEFAULT_PEOPLE, reduced: bool = False
) -> NDArray[np.float64]:
    """Cells of the corridor of 3 m (uo)."""
    rows = []
    for case in ONE_WAY[1::2] if reduced else ONE_WAY:
        walk = walker(one_way(*case, people), replication)
        window = steady_window(walk, crossing_times(walk, 0.0))
        rows.append(in_cells(walk, across(4, -1.5, 8, 1.5), window))
    return np.concatenate(rows)


def both_ways(
    walker: Walker, replication: int, *, people: People = DEFAULT_PEOPLE, reduced: bool = False
) -> NDArray[np.float64]:
    """Cells of the corridor of 3.6 m with people both ways (bo)."""
    rows = []
    for case in TWO_WAY[1::2] if reduced else TWO_WAY:
        walk = walker(two_way(*case, people), replication)
        entered = crossing_times(walk, -3.0)
        entered[case[1] :] = _crossed_back(walk, 13.0, case[1])
        rows.append(in_cells(walk, across(2, -1.8, 8, 1.8), steady_window(walk, entered)))
    return np.concatenate(rows)


def round_corner(
    walker: Walker, replication: int, *, people: People = DEFAULT_PEOPLE, reduced: bool = False
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cells before (eo 1) and behind a corner (eo 2)."""
    cells = across(6, -1.2, 8, 1.2), across(8, 1.2, 10.4, 3.2, along="y")
    rows: tuple[list[NDArray[np.float64]], ...] = ([], [])
    for case in CORNER[1::2] if reduced else CORNER:
        walk = walker(corner(*case, people), replication)
        window = steady_window(walk, crossing_times(walk, 0.0))
        for found, here in zip(rows, cells, strict=True):
            found.append(in_cells(walk, here, window))
    return np.concatenate(rows[0]), np.concatenate(rows[1])


def before_junction(
    walker: Walker, replication: int, *, people: People = DEFAULT_PEOPLE, reduced: bool = False
) -> NDArray[np.float64]:
    """Cells of both arms in front of a T junction (ko)."""
    cells: list[Box] = [*across(-3.2, -1.2, -1.2, 1.2), *across(1.2, -1.2, 3.2, 1.2)]
    rows = []
    for case in JUNCTION[1::2] if reduced else JUNCTION:
        walk = walker(junction(*case, people), replication)
        entered = crossing_times(walk, -9.2)
        entered[case[1] :] = _crossed_back(walk, 9.2, case[1])
        rows.append(in_cells(walk, cells, steady_window(walk, entered)))
    return np.concatenate(rows)


def _crossed_back(walk, at: float, first: int) -> NDArray[np.float64]:
    """When the people from `first` on came to a line from its far side [s]."""
    turned = type(walk)(walk.times_s, -walk.x[:, first:], walk.y[:, first:])
    return crossing_times(turned, -at)


def _waiting_room(name: str, n: int, entrance: float, at: float, *exits: str, sign: int = 1):
    """A room from which people go through an entrance at `at`, and they; sign -1: leftwards."""
    deep, side = n / WAITING_PER_M2 / 7.0, 4.0
    far = at - sign * (deep + 1.5)
    places = standing(n, -0.6 - deep, -side + 0.5, -0.6, side - 0.5)
    crowd = Crowd(tuple((round(at + sign * x, 3), y) for x, y in places), exits)
    room = box(name, min(at, far), -side, max(at, far), side)
    return (room, gate(f"{name} gate", (at, -entrance / 2), (at, entrance / 2))), crowd
