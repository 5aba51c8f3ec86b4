"""Speed at density in corridors, at a corner and a T junction, as in Juelich's experiments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measured.experiments import (
    DEFAULT_PEOPLE,
    Crowd,
    Experiment,
    Walk,
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


def _waiting_room(name: str, n: int, entrance: float, at: float, *exits: str, sign: int = 1):
    """A room from which people go through an entrance at `at`, and they; sign -1: leftwards."""
    deep, side = n / WAITING_PER_M2 / 7.0, 4.0
    far = at - sign * (deep + 1.5)
    places = standing(n, -0.6 - deep, -side + 0.5, -0.6, side - 0.5)
    crowd = Crowd(tuple((round(at + sign * x, 3), y) for x, y in places), exits)
    room = box(name, min(at, far), -side, max(at, far), side)
    return (room, gate(f"{name} gate", (at, -entrance / 2), (at, entrance / 2))), crowd


@dataclass(frozen=True)
class Watched:
    """An experiment in all its cases, the cells that are watched, and for how long."""

    experiment: Callable[..., Experiment]
    cases: Sequence[tuple[Any, ...]]
    places: tuple[list[Box], ...]
    window: Callable[[Walk, tuple[Any, ...]], tuple[float, float]]

    def rows(
        self,
        walker: Walker,
        replication: int,
        *,
        people: People = DEFAULT_PEOPLE,
        reduced: bool = False,
    ) -> list[NDArray[np.float64]]:
        """Cells of each place, over all cases; over every other one if reduced."""
        rows: list[list[NDArray[np.float64]]] = [[] for _ in self.places]
        for case in self.cases[1::2] if reduced else self.cases:
            walk = walker(self.experiment(*case, people), replication)
            window = self.window(walk, case)
            for found, cells in zip(rows, self.places, strict=True):
                found.append(in_cells(walk, cells, window))
        return [np.concatenate(found) for found in rows]


def _crossed_back(walk, at: float, first: int) -> NDArray[np.float64]:
    """When the people from `first` on came to a line from its far side [s]."""
    turned = type(walk)(walk.times_s, -walk.x[:, first:], walk.y[:, first:])
    return crossing_times(turned, -at)


def _came_in(walk: Walk, _case: tuple[Any, ...]) -> tuple[float, float]:
    return steady_window(walk, crossing_times(walk, 0.0))


def _came_both_ways(
    west: float, east: float
) -> Callable[[Walk, tuple[Any, ...]], tuple[float, float]]:
    def window(walk: Walk, case: tuple[Any, ...]) -> tuple[float, float]:
        entered = crossing_times(walk, west)
        entered[case[1] :] = _crossed_back(walk, east, case[1])
        return steady_window(walk, entered)

    return window


CLOSED = Watched(
    long_corridor, [(n,) for n in RING], (across(36, 0, 46, 1.8),), lambda _walk, _case: (6.0, 20.0)
)
"""The corridor of 1.8 m (ug180)."""
OPENED = Watched(one_way, ONE_WAY, (across(4, -1.5, 8, 1.5),), _came_in)
"""The corridor of 3 m (uo)."""
BOTH_WAYS = Watched(two_way, TWO_WAY, (across(2, -1.8, 8, 1.8),), _came_both_ways(-3.0, 13.0))
"""The corridor of 3.6 m with people both ways (bo)."""
ROUND_CORNER = Watched(
    corner, CORNER, (across(6, -1.2, 8, 1.2), across(8, 1.2, 10.4, 3.2, along="y")), _came_in
)
"""Before (eo 1) and behind a corner (eo 2)."""
BEFORE_JUNCTION = Watched(
    junction,
    JUNCTION,
    ([*across(-3.2, -1.2, -1.2, 1.2), *across(1.2, -1.2, 3.2, 1.2)],),
    _came_both_ways(-9.2, 9.2),
)
"""Both arms in front of a T junction (ko)."""
