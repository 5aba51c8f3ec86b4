"""People one behind the other, and people on stairs."""

from __future__ import annotations

from functools import cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from benchmarks.measured.experiments import (
    FRAME_S,
    Crowd,
    Experiment,
    Walker,
    box,
    level,
    stair,
    standing,
    way_out,
)
from benchmarks.measured.measures import in_single_file, steady_flow

LANE_M = 60.0
LANE_WIDTH_M = 0.8
LINES_PER_M = (0.25, 0.4, 0.6, 0.8, 1.0, 1.2, 1.5, 1.8, 2.1, 2.4)
"""Density of the lines at the start [persons/m]."""
SLOPE_M, RISE_M = 11.3, 6.0
"""A stair of 32 degrees: its length along the slope and its height [m]."""
STAIR_WIDTH_M = 1.2
RUN_M = sqrt(SLOPE_M**2 - RISE_M**2)


@cache
def lane(per_m: float) -> Experiment:
    """A lane for one, with people at equal distances."""
    n = round(per_m * LANE_M)
    middle = LANE_WIDTH_M / 2
    places = standing(n, 0.3, middle, LANE_M, middle + 1e-9)
    return Experiment(
        name=f"single file, {per_m} persons/m",
        features=(
            box("lane", 0, 0, LANE_M + 1, LANE_WIDTH_M),
            way_out("out", (LANE_M + 1, 0), (LANE_M + 1, LANE_WIDTH_M)),
        ),
        crowds=(Crowd(places, ("out",)),),
        duration_s=21.0,
    )


def single_file(walker: Walker, replication: int, *, reduced: bool = False) -> NDArray[np.float64]:
    """Density [1/m] and speed of people who walk one behind the other."""
    rows = []
    for per_m in LINES_PER_M[1::2] if reduced else LINES_PER_M:
        walk = walker(lane(per_m), replication)
        rows.append(in_single_file(walk, 30.0, 40.0, (5.0, 20.0)))
    return np.concatenate(rows)


@cache
def stairs(upwards: bool, alone: bool) -> Experiment:
    """Two rooms joined by a stair of 1.2 m, all people in one of them."""
    half, head = STAIR_WIDTH_M / 2, 6 + RUN_M
    start, end = ("low", "high") if upwards else ("high", "low")
    features = (
        level("low", 0, 0.0),
        level("high", 1, RISE_M),
        box("below", -6, -4, 6, 4, level="low"),
        box("above", head, -4, head + 12, 4, level="high"),
        stair(
            "stair",
            [(6, -half), (6, half)],
            [(head, -half), (head, half)],
            level_from="low",
            level_to="high",
            length_m=SLOPE_M,
            width_m=STAIR_WIDTH_M,
        ),
        way_out("low out", (-6, -4), (-6, 4), level="low", main_entrance=not upwards),
        way_out("high out", (head + 12, -4), (head + 12, 4), level="high", main_entrance=upwards),
    )
    mirrored = [(6.0 - 0.5, 0.0)] if alone else standing(80, 1.0, -3.5, 5.4, 3.5)
    places = mirrored if upwards else [(6 + head - x, y) for x, y in mirrored]
    return Experiment(
        name=f"stair {'up' if upwards else 'down'}, {'one person' if alone else 'crowd'}",
        features=features,
        crowds=(Crowd(tuple(places), (f"{end} out",), level=start),),
        speed=(1.34, 0.0) if alone else (1.34, 0.26),
        duration_s=40.0 if alone else 240.0,
    )


def stair_speed(walker: Walker, *, upwards: bool) -> float:
    """Horizontal speed of one person on a stair who walks at 1.34 m/s on the level [m/s]."""
    walk = walker(stairs(upwards, True), 0)
    on_stair = np.flatnonzero((walk.level[:, 0] == -1) & np.isfinite(walk.x[:, 0]))
    if on_stair.size < 3:
        return float("nan")
    first, last = on_stair[0], on_stair[-1]
    away = abs(walk.x[last, 0] - walk.x[first, 0])
    return float(away / ((last - first) * FRAME_S))


def stair_flow(walker: Walker, replication: int, *, upwards: bool) -> float:
    """Specific flow on a stair [persons/(m s)], counted where people leave it."""
    experiment = stairs(upwards, False)
    walk = walker(experiment, replication)
    there = walk.level == (1 if upwards else 0)
    first = there.argmax(axis=0)
    times = np.where(there.any(axis=0), walk.times_s[first], np.inf)
    return steady_flow(times, experiment.duration_s) / STAIR_WIDTH_M
