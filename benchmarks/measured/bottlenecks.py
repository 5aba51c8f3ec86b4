"""People who wait in front of an opening and pass it: a neck as in the laboratory, or a door."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from benchmarks.measured import data
from benchmarks.measured.experiments import (
    Crowd,
    Experiment,
    Walker,
    box,
    gate,
    space,
    standing,
    way_out,
)
from benchmarks.measured.measures import crossing_times, steady_flow

NECK_M = {
    "kretz2006": 0.4,
    "seyfried2009": 2.8,
    "rupprecht2006_eg": 4.0,
    "liddle2009_ao": 1.0,
    "mueller1981": 0.0,
    "daamen2010": 0.0,
    "nagai2006": 0.0,
}
"""Length of the neck of each source [m]; 0 is a door in a wall (the 1.0 is a judgement)."""
JUDGED_M = (0.8, 2.5)
"""Widths over which the deviation is taken [m]."""
ABOUT_M = 0.05
"""Widths this near to each other count as one [m]."""
WAITING_PER_M2 = 3.0
"""Density at which people wait (Juelich's experiments: about 3.3)."""
FROM_OPENING_M = 0.6
"""Nobody waits nearer to the wall with the opening [m]."""
HALL_M = 12.0
SHORTEST_ROOM_M = 1.0
"""A shorter neck is a recess of the hall, since a plan has no rooms so small [m]."""
NARROWEST_M = 0.5
"""Narrower openings, which a plan does not have, are left out: 0.4 m of ``kretz2006`` [m]."""


class Flow(NamedTuple):
    """Specific flows of one replication through one opening [persons/(m s)]."""

    width_m: float
    neck_m: float
    specific: float


class Compared(NamedTuple):
    """Measured and simulated mean over the sources measured at about one width."""

    width_m: float
    measured: float
    lowest: float
    highest: float
    simulated: float
    n_sources: int


@cache
def bottleneck(width_m: float, neck_m: float) -> Experiment:
    """A hall, an opening, and room behind it."""
    half, n = 0.5 * width_m, people_at(width_m)
    side = max(4.0, half + 2.0)
    deep = n / WAITING_PER_M2 / (2 * min(side - 0.5, 4.0))
    reach = min(side - 0.5, 4.0)
    far = -max(HALL_M, deep + 2)
    features = [
        box("after", neck_m, -side, neck_m + 5, side),
        way_out("out", (neck_m + 5, -side), (neck_m + 5, side)),
    ]
    if neck_m >= SHORTEST_ROOM_M:
        features += [
            box("hall", far, -side, 0, side),
            box("neck", 0, -half, neck_m, half),
            gate("in", (0, -half), (0, half)),
            gate("through", (neck_m, -half), (neck_m, half)),
        ]
    elif neck_m:
        recess = ((0, -half), (neck_m, -half), (neck_m, half), (0, half))
        features += [
            space("hall", (far, -side), (0, -side), *recess, (0, side), (far, side)),
            gate("through", (neck_m, -half), (neck_m, half)),
        ]
    else:
        features += [
            box("hall", far, -side, 0, side),
            gate("door", (0, -half), (0, half), category="door"),
        ]
    places = standing(n, -FROM_OPENING_M - deep, -reach, -FROM_OPENING_M, reach)
    return Experiment(
        name=f"bottleneck {width_m} m, neck {neck_m} m",
        features=tuple(features),
        crowds=(Crowd(places, ("out",)),),
        duration_s=120.0,
    )


def people_at(width_m: float) -> int:
    """How many people pass an opening, as the laboratories had it: 60 to 250."""
    return 100 if width_m <= 1.25 else 160 if width_m <= 2.5 else 250


def cases(reduced: bool) -> list[tuple[float, float]]:
    """Widths and lengths of necks [m] that some source measured; a few of them if reduced."""
    if reduced:
        return [(0.9, 4.0), (1.2, 0.0), (1.2, 2.8), (1.8, 0.0), (2.2, 4.0)]
    found = {
        (float(width), NECK_M[name])
        for name, one in data.series("bottleneck_specific_flow", "width_m").items()
        for width in one.at
        if width >= NARROWEST_M
    }
    return sorted(found)


def flows(walker: Walker, replication: int, *, reduced: bool = False) -> list[Flow]:
    """Specific flow of each case, counted where the opening begins."""
    return [flow(walker, replication, width, neck) for width, neck in cases(reduced)]


def flow(walker: Walker, replication: int, width_m: float, neck_m: float) -> Flow:
    """Specific flow of one case."""
    experiment = bottleneck(width_m, neck_m)
    times = crossing_times(walker(experiment, replication), 0.0)
    return Flow(width_m, neck_m, steady_flow(times, experiment.duration_s) / width_m)


def compare(found: list[Flow]) -> list[Compared]:
    """Measured against simulated, width by width; each source against a neck as long as its own."""
    mean: dict[tuple[float, float], float] = {}
    for key in {(flow.width_m, flow.neck_m) for flow in found}:
        mean[key] = float(
            np.mean([flow.specific for flow in found if (flow.width_m, flow.neck_m) == key])
        )
    points = [
        (float(width), float(value), mean[float(width), NECK_M[name]])
        for name, one in data.series("bottleneck_specific_flow", "width_m").items()
        for width, value in zip(one.at, one.value, strict=True)
        if (float(width), NECK_M[name]) in mean
    ]
    points.sort()
    compared, start = [], 0
    for stop in range(1, len(points) + 1):
        if stop < len(points) and points[stop][0] - points[start][0] <= ABOUT_M + 1e-9:
            continue
        table = np.array(points[start:stop])
        measured = table[:, 1]
        compared.append(
            Compared(
                float(table[:, 0].mean()),
                float(measured.mean()),
                float(measured.min()),
                float(measured.max()),
                float(table[:, 2].mean()),
                stop - start,
            )
        )
        start = stop
    return compared


def deviation(compared: list[Compared]) -> float:
    """Mean absolute relative deviation over the widths judged."""
    low, high = JUDGED_M
    judged = [each for each in compared if low <= each.width_m <= high + 1e-9]
    return float(np.mean([abs(each.simulated / each.measured - 1) for each in judged]))
