"""How far a program's people are from those who were measured: deviations with standard errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measured import bottlenecks, corridors, data, lanes
from benchmarks.measured.experiments import DEFAULT_PEOPLE, PARTICIPANTS, Walker
from benchmarks.measured.measures import Curve, curve_of, upper_flow

Rows = NDArray[np.float64]
UNI = ("uni_1.8m_ug180", "uni_3m_open_uo", "weidmann1993")
"""Sources whose mean is the reference for walking one way."""
UNI_AT = np.arange(0.4, 3.71, 0.1)
"""Densities at which that mean is taken [1/m2]: where all three have data."""
SINGLE_FILE = ("single_file_rimea16", "single_file_juelich_1d")
LINE_BIN_PER_M = 0.2
TARGETS = {
    "bottlenecks": 0.10,
    "one way": 0.10,
    "two-way": 0.12,
    "corner": 0.12,
}
"""The most that each deviation may be: a share for bottlenecks, else m/s."""
SOURCES = {
    "one way, ug180": ("closed", "uni_1.8m_ug180"),
    "one way, uo": ("opened", "uni_3m_open_uo"),
    "one way, weidmann1993": ("one way, weidmann1993", "weidmann1993"),
    "two-way": ("two-way", "bidirectional_3.6m_bo"),
    "corner, eo 1": ("corner, before", "corner_2.4m_eo_1"),
    "corner, eo 2": ("corner, behind", "corner_2.4m_eo_2"),
    "T junction": ("T junction", "t_junction_front_ko"),
}
"""Which simulated curve is held against which source."""
MEANS = {
    "one way, weidmann1993": {"closed": 1 / 2, "opened, default": 1 / 2},
    "one way": {"closed": 1 / 2, "opened": 1 / 3, "opened, default": 1 / 6},
}
"""Weights of simulated curves that several stand for: Weidmann's curve, which gathers many
corridors, is held against both of ours, and the mean of `UNI` against the mean of what is held
against each of them."""
UPPER = {
    "uni_1.8m_ug180": ("closed",),
    "uni_3m_open_uo": ("opened",),
    "bidirectional_3.6m_bo": ("two-way",),
    "corner_2.4m_eo": ("corner, before", "corner, behind"),
}


@dataclass(frozen=True)
class Deviation:
    """Mean absolute deviation from measured means, and how much of these was reached."""

    name: str
    value: float  # m/s, or a share for bottlenecks
    error: float  # standard error over replications; NaN of a single one
    bias: float  # mean deviation with its sign
    reached: int  # measured densities or widths to which the simulation came
    of: int
    target: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.target is None else bool(self.value <= self.target)


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What came of all experiments in one program."""

    deviations: tuple[Deviation, ...]
    widths: tuple[bottlenecks.Compared, ...]
    flows: tuple[bottlenecks.Flow, ...]
    curves: dict[str, Curve]
    upper_flows: dict[str, float]  # by source [persons/(m s)]
    stairs: dict[str, float] = field(default_factory=dict)  # m/s and persons/(m s)

    def deviation(self, name: str) -> Deviation:
        """One of the deviations by its name."""
        return next(each for each in self.deviations if each.name == name)


def evaluate(
    walker: Walker,
    *,
    replications: int = 3,
    reduced: bool = False,
    as_measured: bool = True,
    only: tuple[str, ...] = (),
) -> Evaluation:
    """Run all experiments in a program and hold what comes of them against the data.

    Parameters
    ----------
    walker : callable
        `walk_asher` (or a partial of it with `adapt`) or `walk_jupedsim`.
    replications : int
        Runs of each experiment.
    reduced : bool
        Half of the experiments: for a fit.
    as_measured : bool
        Whether people walk as fast as those who took part in each experiment (`PARTICIPANTS`);
        else all have the default speed.
    only : tuple of str
        Parts to run, of ``bottlenecks``, ``corridors``, ``single file``, ``stairs``; all if empty.
    """

    def wanted(part: str) -> bool:
        return not only or part in only

    numbers = range(replications)
    flows = [
        bottlenecks.flows(walker, k, reduced=reduced) if wanted("bottlenecks") else []
        for k in numbers
    ]
    samples = []
    for k in numbers:
        rows: dict[str, Rows] = {}
        if wanted("corridors"):
            rows |= _corridor_rows(walker, k, as_measured, reduced)
        if wanted("single file"):
            rows["single file"] = lanes.single_file(walker, k, reduced=reduced)
        samples.append(rows)
    pooled = {name: np.concatenate([rows[name] for rows in samples]) for name in samples[0]}
    curves = curves_of(pooled)
    widths = bottlenecks.compare([flow for each in flows for flow in each])
    found: list[Deviation] = []
    if widths:
        found.append(_of_bottlenecks(widths, flows))
    each_time = [curves_of(rows) for rows in samples]
    found += [
        _with_error(name, measure, curves, each_time) for name, measure in _measures(curves).items()
    ]
    return Evaluation(
        deviations=tuple(found),
        widths=tuple(widths),
        flows=tuple(flow for each in flows for flow in each),
        curves=curves,
        upper_flows={
            source: upper_flow(np.concatenate([pooled[name] for name in names]))
            for source, names in UPPER.items()
            if all(name in pooled for name in names)
        },
        stairs=_on_stairs(walker, replications) if wanted("stairs") else {},
    )


def _corridor_rows(
    walker: Walker, replication: int, as_measured: bool, reduced: bool
) -> dict[str, Rows]:
    def asked(experiment: str) -> dict[str, Any]:
        people = PARTICIPANTS[experiment] if as_measured else DEFAULT_PEOPLE
        return {"people": people, "reduced": reduced}

    [opened] = corridors.OPENED.rows(walker, replication, **asked("uo"))
    [default] = (
        corridors.OPENED.rows(walker, replication, reduced=reduced)
        if asked("uo")["people"] != DEFAULT_PEOPLE
        else [opened]
    )
    [closed] = corridors.CLOSED.rows(walker, replication, **asked("ug180"))
    [two_way] = corridors.BOTH_WAYS.rows(walker, replication, **asked("bo"))
    before, behind = corridors.ROUND_CORNER.rows(walker, replication, **asked("eo"))
    [junction] = corridors.BEFORE_JUNCTION.rows(walker, replication, **asked("ko"))
    return {
        "closed": closed,
        "opened": opened,
        "opened, default": default,
        "two-way": two_way,
        "corner, before": before,
        "corner, behind": behind,
        "T junction": junction,
    }


def curves_of(rows: dict[str, Rows]) -> dict[str, Curve]:
    """The curve of each experiment's cells."""
    return {
        name: curve_of(table, step=LINE_BIN_PER_M) if name == "single file" else curve_of(table)
        for name, table in rows.items()
    }


def speed_at(curves: dict[str, Curve], name: str, at: Rows) -> Rows:
    """Simulated speed at stated densities; of `MEANS` over those who reached them [m/s]."""
    if name not in MEANS:
        curve = curves[name]
        return data.interpolated(curve.density, curve.speed, at)
    several = np.array([speed_at(curves, part, at) for part in MEANS[name]])
    share = np.array(list(MEANS[name].values()))[:, None] * np.isfinite(several)
    total = share.sum(axis=0)
    mean = (share * np.nan_to_num(several)).sum(axis=0) / np.maximum(total, 1e-9)
    return np.where(total > 0, mean, np.nan)


Measure = Callable[[dict[str, Curve]], Rows]


def _measures(curves: dict[str, Curve]) -> dict[str, Measure]:
    """Deviations of speed at each measured density, by what they are called."""
    series = data.series("speed_at_density", "density_per_m2")
    found: dict[str, Measure] = {}
    if "closed" in curves:
        reference = data.mean_of([series[name] for name in UNI], UNI_AT)
        found["one way"] = lambda here: speed_at(here, "one way", UNI_AT) - reference
        for name, (simulated, source) in SOURCES.items():
            one = series[source]
            found[name] = lambda here, s=simulated, m=one: speed_at(here, s, m.at) - m.value
        found["corner"] = lambda here: np.concatenate(
            [found["corner, eo 1"](here), found["corner, eo 2"](here)]
        )
    if "single file" in curves:
        lines = data.series("speed_at_density", "density_per_m")
        at = lines[SINGLE_FILE[0]].at
        mean = data.mean_of([lines[name] for name in SINGLE_FILE], at)
        found["single file"] = lambda here: speed_at(here, "single file", at) - mean
    return found


def _with_error(
    name: str, measure: Measure, pooled: dict[str, Curve], each_time: list[dict[str, Curve]]
) -> Deviation:
    off = measure(pooled)
    known = np.isfinite(off)
    several = [np.nanmean(np.abs(measure(curves))) for curves in each_time]
    return Deviation(
        name,
        float(np.abs(off[known]).mean()) if known.any() else np.nan,
        _standard_error(several),
        float(off[known].mean()) if known.any() else np.nan,
        int(known.sum()),
        len(off),
        TARGETS.get(name),
    )


def _of_bottlenecks(
    widths: list[bottlenecks.Compared], flows: list[list[bottlenecks.Flow]]
) -> Deviation:
    low, high = bottlenecks.JUDGED_M
    judged = [each for each in widths if low <= each.width_m <= high + 1e-9]
    several = [bottlenecks.deviation(bottlenecks.compare(each)) for each in flows]
    return Deviation(
        "bottlenecks",
        bottlenecks.deviation(widths),
        _standard_error(several),
        float(np.mean([each.simulated / each.measured - 1 for each in judged])),
        len(judged),
        len(judged),
        TARGETS["bottlenecks"],
    )


def _standard_error(values: list[float]) -> float:
    if len(values) < 2:
        return float("nan")
    return float(np.std(values, ddof=1) / np.sqrt(len(values)))


def _on_stairs(walker: Walker, replications: int) -> dict[str, float]:
    found = {}
    for way, upwards in (("up", True), ("down", False)):
        found[f"speed {way}"] = lanes.stair_speed(walker, upwards=upwards)
        several = [lanes.stair_flow(walker, k, upwards=upwards) for k in range(replications)]
        found[f"flow {way}"] = float(np.mean(several))
    return found
