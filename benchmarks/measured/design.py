"""Points of a fit: parameters of the walking law, and what comes of each in the experiments."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from benchmarks.measured import bottlenecks, corridors, data, lanes
from benchmarks.measured.evaluation import (
    SINGLE_FILE,
    SOURCES,
    UNI_AT,
    Rows,
    curves_of,
    speed_at,
)
from benchmarks.measured.experiments import DEFAULT_PEOPLE, STUDENTS, Walker, walk_asher

RANGES = {
    "time_gap_s": (0.75, 1.25),
    "body_m": (0.28, 0.44),
    "shoulder_m": (0.34, 0.46),
    "zipper": (0.7, 1.0),
    "push": (0.5, 4.0),
    "push_range_m": (0.04, 0.12),
    "wall_push": (0.5, 2.5),
}
"""Parameters of the fit and the box in which they are looked for: about the best of smaller designs
over a wider box, bodies 0.28 to 0.44 m deep and 0.34 to 0.46 m wide, and pushes that end before
`NEAR_M`, beyond which nobody is looked for (judgement)."""
SPREADS = {"time_gap_sd_s": 0.15, "body_sd_m": 0.03}
"""Spreads between people (judgement), held while the others are fitted."""
PEOPLE = {"default": DEFAULT_PEOPLE, "participants": STUDENTS}
WIDEST_M = 2.5
"""Wider openings are not judged [m]."""


class Target(NamedTuple):
    """What is measured, entry by entry of an output."""

    value: NDArray[np.float64]
    source: tuple[str, ...]  # of each entry


def points(n: int, seed: int, ranges: dict[str, tuple[float, float]]) -> NDArray[np.float64]:
    """A scrambled Sobol design in a box, shape (n, n_parameters)."""
    low, high = np.array(list(ranges.values())).T
    return qmc.scale(qmc.Sobol(len(ranges), rng=seed).random(n), low, high)


def adapted(values: dict[str, float], site: Any) -> Any:
    """A site whose people walk by other numbers of the law."""
    return site._replace(walking=site.walking._replace(**values))


def outputs(values: dict[str, float], replication: int) -> dict[str, list[float]]:
    """What comes of one point: flows through openings, speeds at the densities that were measured.

    NaN where a density was not reached. Names end in the kind of people.
    """
    walker = partial(walk_asher, adapt=partial(adapted, SPREADS | values))
    flow = {}
    for width, neck in bottlenecks.cases(False):
        if bottlenecks.JUDGED_M[0] <= width <= WIDEST_M:
            found = bottlenecks.flow(walker, replication, width, neck)
            flow[width, neck] = found.specific
    result = {"bottlenecks": [flow[key] for key in sorted(flow)]}
    for kind, people in PEOPLE.items():
        curves = curves_of(_rows(walker, replication, people))
        series = data.series("speed_at_density", "density_per_m2")
        for part in ("closed", "opened"):
            if part in curves:
                result[f"{part}|{kind}"] = speed_at(curves, part, UNI_AT).tolist()
        for name, (part, source) in SOURCES.items():
            if part in curves and not name.startswith("one way"):
                result[f"{name}|{kind}"] = speed_at(curves, part, series[source].at).tolist()
    lines = curves_of({"single file": lanes.single_file(walker, replication, reduced=True)})
    at = data.series("speed_at_density", "density_per_m")[SINGLE_FILE[0]].at
    result["single file"] = speed_at(lines, "single file", at).tolist()
    return result


def _rows(walker: Walker, replication: int, people: tuple[float, float]) -> dict[str, Rows]:
    """Cells of what is fitted with these people."""
    asked: dict[str, Any] = {"people": people, "reduced": True}
    [opened] = corridors.OPENED.rows(walker, replication, **asked)
    [two_way] = corridors.BOTH_WAYS.rows(walker, replication, **asked)
    found: dict[str, Rows] = {"opened": opened, "two-way": two_way}
    if people == DEFAULT_PEOPLE:
        [closed] = corridors.CLOSED.rows(walker, replication, **asked)
        return found | {"closed": closed}
    before, behind = corridors.ROUND_CORNER.rows(walker, replication, people=people)
    [junction] = corridors.BEFORE_JUNCTION.rows(walker, replication, **asked)
    return found | {"corner, before": before, "corner, behind": behind, "T junction": junction}
