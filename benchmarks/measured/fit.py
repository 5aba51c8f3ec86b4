"""Fit the walking law: an emulator of the experiments, a joint loss, its minimum and intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import differential_evolution

from benchmarks.measured import bottlenecks, data
from benchmarks.measured.bottlenecks import JUDGED_M, NECK_M
from benchmarks.measured.design import WIDEST_M
from benchmarks.measured.evaluation import SINGLE_FILE, SOURCES, UNI, UNI_AT

Array = NDArray[np.float64]
TOLERANCE = {
    "bottlenecks": 0.10,
    "one way": 0.10,
    "two-way": 0.12,
    "corner": 0.12,
    "T junction": 0.12,
    "single file": 0.12,
}
"""A deviation this large adds its weight to the loss: the targets [share, m/s]."""
WEIGHT = {
    "bottlenecks": 1.0,
    "one way": 1.0,
    "two-way": 1.0,
    "corner": 1.0,
    "T junction": 0.25,
    "single file": 0.1,
}
"""Weights of the loss (judgement: no target is stated for the last two)."""
UNREACHED_M_S = 0.1
"""What a share of one of densities not reached adds to a deviation [m/s] (judgement)."""
DEFAULT_SHARE = 0.3
"""Weight of the same deviations with people of the default speed, beside those of participants of
the experiments (judgement: what is measured of some is not expected of others)."""
REPEATS = 100


class Term(NamedTuple):
    """One kind of deviation: entries measured, and the outputs they are held against."""

    name: str
    average: Array  # (n_entries, n_outputs) an entry is their mean over what was reached
    measured: Array  # (n_entries,)
    weight: Array  # (n_entries,)
    is_share: bool
    factor: float  # in the loss


@dataclass(frozen=True, eq=False)
class Sample:
    """Points of a design and what came of them."""

    names: tuple[str, ...]
    ranges: Array  # (n_names, 2)
    points: Array  # (n, n_names) in [-1, 1]
    outputs: Array  # (n, n_outputs) NaN where not reached
    columns: dict[str, slice]


def sample_of(lines: list[Mapping[str, Any]], ranges: Mapping[str, tuple[float, float]]) -> Sample:
    """Gather the lines of a design."""
    low, high = np.array(list(ranges.values())).T
    raw = np.array([[line["point"][name] for name in ranges] for line in lines])
    columns, start = {}, 0
    for name, found in lines[0]["out"].items():
        columns[name] = slice(start, start + len(found))
        start += len(found)
    table = [
        np.concatenate([np.array(line["out"][name], float) for name in columns]) for line in lines
    ]
    return Sample(
        tuple(ranges),
        np.stack([low, high], axis=1),
        2 * (raw - low) / (high - low) - 1,
        np.array(table),
        columns,
    )


def features(points: Array) -> Array:
    """Monomials up to the second degree, shape (n_features, n)."""
    x = np.atleast_2d(points).T
    pairs = [x[i] * x[j] for i in range(len(x)) for j in range(i, len(x))]
    return np.array([np.ones(x.shape[1]), *x, *pairs])


@dataclass(frozen=True, eq=False)
class Emulator:
    """Each output as a quadratic form of the parameters, and how surely it is reached."""

    value: Array  # (n_outputs, n_features)
    reach: Array

    def __call__(self, points: Array) -> tuple[Array, Array]:
        """Outputs and the shares of them that are reached, each (n_outputs, n)."""
        shape = features(points)
        return self.value @ shape, np.clip(self.reach @ shape, 0.0, 1.0)


def emulate(sample: Sample, rows: NDArray[np.int64] | None = None) -> Emulator:
    """Fit the emulator by least squares with a slight ridge."""
    rows = np.arange(len(sample.points)) if rows is None else rows
    shape = features(sample.points[rows])
    found = sample.outputs[rows]
    known = np.isfinite(found)
    few = known.sum(axis=0) < 1.2 * len(shape)
    value = np.array(
        [
            _regress(shape[:, k], y[k]) if not bare else np.zeros(len(shape))
            for y, k, bare in zip(found.T, known.T, few, strict=True)
        ]
    )
    reach = np.array(
        [
            np.zeros(len(shape)) if bare else _regress(shape, k.astype(float))
            for k, bare in zip(known.T, few, strict=True)
        ]
    )
    return Emulator(value, reach)


def _regress(shape: Array, y: Array) -> Array:
    ridge = 1e-2 * np.diag([0.0, *np.ones(len(shape) - 1)])
    return np.linalg.solve(shape @ shape.T + ridge, shape @ y)


@cache
def _sources() -> tuple[str, ...]:
    return (*NECK_M, *UNI, *SINGLE_FILE)


def terms(sample: Sample, random: np.random.Generator | None = None) -> list[Term]:
    """What is held against what; with `random` of sources drawn with replacement.

    Where one source stands alone its entries, the densities, are drawn.
    """
    times = dict.fromkeys(_sources(), 1)
    if random is not None:
        for group in (tuple(NECK_M), UNI, SINGLE_FILE):
            drawn = random.choice(len(group), len(group))
            times |= {name: int((drawn == k).sum()) for k, name in enumerate(group)}
    found = [_bottlenecks(sample, times)]
    lines = data.series("speed_at_density", "density_per_m")
    squares = data.series("speed_at_density", "density_per_m2")
    at = lines[SINGLE_FILE[0]].at
    weights = [times[name] for name in SINGLE_FILE]
    mean = np.average(
        [np.interp(at, lines[n].at, lines[n].value) for n in SINGLE_FILE], axis=0, weights=weights
    )
    found.append(_plain(sample, "single file", {"single file": 1.0}, mean))
    uni = np.average(
        [data.interpolated(squares[n].at, squares[n].value, UNI_AT) for n in UNI],
        axis=0,
        weights=[times[name] for name in UNI],
    )
    for kind in ("participants", "default"):
        factor = 1.0 if kind == "participants" else DEFAULT_SHARE
        # Each of the three sources by people like its own; Weidmann's by both corridors.
        parts = {"closed|default": 1 / 2, "opened|default": 1 / 6, f"opened|{kind}": 0.0}
        parts[f"opened|{kind}"] += 1 / 3
        found.append(_plain(sample, "one way", parts, uni, factor))
        for name, parts in {
            "two-way": ["two-way"],
            "corner": ["corner, eo 1", "corner, eo 2"],
            "T junction": ["T junction"],
        }.items():
            if f"{parts[0]}|{kind}" not in sample.columns:
                continue
            value = np.concatenate([squares[SOURCES[part][1]].value for part in parts])
            weight = np.ones(len(value))
            if random is not None:
                weight = np.bincount(random.choice(len(value), len(value)), minlength=len(value))
            average = np.zeros((len(value), sample.outputs.shape[1]))
            columns = np.concatenate(
                [np.arange(*sample.columns[f"{part}|{kind}"].indices(10**6)) for part in parts]
            )
            average[np.arange(len(value)), columns] = 1.0
            found.append(Term(name, average, value, weight.astype(float), False, factor))
    return found


def _plain(
    sample: Sample, name: str, parts: Mapping[str, float], measured: Array, factor: float = 1.0
) -> Term:
    average = np.zeros((len(measured), sample.outputs.shape[1]))
    for output, share in parts.items():
        here = np.arange(*sample.columns[output].indices(10**6))
        average[np.arange(len(measured)), here] += share
    return Term(name, average, measured, np.ones(len(measured)), False, factor)


def _bottlenecks(sample: Sample, times: Mapping[str, int]) -> Term:
    """Widths, each the mean over the sources measured at it."""
    keys = sorted(key for key in bottlenecks.cases(False) if JUDGED_M[0] <= key[0] <= WIDEST_M)
    start = sample.columns["bottlenecks"].start
    points = sorted(
        (float(width), float(value), start + keys.index((float(width), NECK_M[name])))
        for name, one in data.series("bottleneck_specific_flow", "width_m").items()
        for width, value in zip(one.at, one.value, strict=True)
        if (float(width), NECK_M[name]) in keys
        for _ in range(times[name])
    )
    rows, measured, first = [], [], 0
    for last in range(1, len(points) + 1):
        if last < len(points) and points[last][0] - points[first][0] <= bottlenecks.ABOUT_M + 1e-9:
            continue
        row = np.zeros(sample.outputs.shape[1])
        for _, _, column in points[first:last]:
            row[column] += 1
        rows.append(row)
        measured.append(np.mean([value for _, value, _ in points[first:last]]))
        first = last
    return Term("bottlenecks", np.array(rows), np.array(measured), np.ones(len(rows)), True, 1.0)


def deviations(term: Term, value: Array, reach: Array) -> tuple[Array, Array]:
    """Mean absolute deviation and share reached at each point."""
    counts = term.average @ reach
    simulated = term.average @ (reach * value) / np.maximum(counts, 1e-9)
    there = term.weight[:, None] * np.minimum((term.average > 0) @ reach, 1.0)
    off = np.abs(simulated - term.measured[:, None])
    if term.is_share:
        off /= term.measured[:, None]
    total = there.sum(axis=0)
    return (there * off).sum(axis=0) / np.maximum(total, 1e-9), total / term.weight.sum()


def loss(held: list[Term], value: Array, reach: Array) -> Array:
    """The joint loss: squares of each deviation over its tolerance, densities missed penalised."""
    total = np.zeros(value.shape[1])
    for term in held:
        off, share = deviations(term, value, reach)
        off = off + UNREACHED_M_S * (1.0 - share)
        total += term.factor * WEIGHT[term.name] * (off / TOLERANCE[term.name]) ** 2
    return total


def minimise(
    emulator: Emulator, held: list[Term], fixed: Mapping[int, float] | None = None, seed: int = 1
) -> tuple[Array, float]:
    """The least loss in the box: differential evolution, seeded."""
    n = int((np.sqrt(8 * emulator.value.shape[1] + 1) - 3) / 2)
    free = [k for k in range(n) if k not in (fixed or {})]

    def at(x: Array) -> Array:
        points = np.empty((x.shape[1], n))
        points[:, free] = x.T
        for k, value in (fixed or {}).items():
            points[:, k] = value
        return loss(held, *emulator(points))

    found = differential_evolution(
        at,
        [(-1.0, 1.0)] * len(free),
        vectorized=True,
        rng=seed,
        popsize=12,
        maxiter=120,
        tol=1e-6,
        polish=False,
        updating="deferred",
    )
    best = np.empty(n)
    best[free] = found.x
    for k, value in (fixed or {}).items():
        best[k] = value
    return best, float(found.fun)


def natural(sample: Sample, point: Array) -> dict[str, float]:
    """A point of the box in the parameters' own units."""
    low, high = sample.ranges.T
    return dict(zip(sample.names, (low + (point + 1) / 2 * (high - low)).tolist(), strict=True))


def resampled(sample: Sample, *, repeats: int = REPEATS, seed: int = 16) -> Array:
    """Fits anew to points, sources and densities drawn with replacement, (repeats, n_names)."""
    random = np.random.default_rng(seed)
    found = []
    for k in range(repeats):
        rows = random.choice(len(sample.points), len(sample.points))
        best, _ = minimise(emulate(sample, rows), terms(sample, random), seed=k)
        found.append(list(natural(sample, best).values()))
    return np.array(found)


def profile(sample: Sample, emulator: Emulator, held: list[Term], steps: int = 7) -> dict[str, Any]:
    """The least loss at values of each parameter, all others fitted anew."""
    found = {}
    for k, name in enumerate(sample.names):
        at = np.linspace(-1.0, 1.0, steps)
        low, high = sample.ranges[k]
        least = [minimise(emulator, held, {k: float(x)})[1] for x in at]
        found[name] = {"x": (low + (at + 1) / 2 * (high - low)).tolist(), "y": least}
    return found


def fit(sample: Sample, *, repeats: int = REPEATS) -> dict[str, Any]:
    """Values with intervals, the loss there, and its profiles."""
    emulator, held = emulate(sample), terms(sample)
    best, least = minimise(emulator, held)
    again = resampled(sample, repeats=repeats)
    return {
        "values": natural(sample, best),
        "intervals": dict(
            zip(sample.names, np.quantile(again, [0.025, 0.975], axis=0).T.tolist(), strict=True)
        ),
        "correlations": np.corrcoef(again.T).tolist(),
        "loss": least,
        "profiles": profile(sample, emulator, held),
        "n_points": len(sample.points),
        "repeats": repeats,
    }
