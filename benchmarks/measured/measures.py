"""Flows and speeds at densities from trajectories, measured as the data were."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.measured.experiments import FRAME_S, Walk

STEADY = (0.1, 0.8)
"""From the person at this share of all to the one at that share, the flow counts as steady."""
HALF = 2
"""Frames to either side of a moment over which speed and density are taken: 1 s in all."""
EVERY = 2
"""Frames between two moments that are looked at."""
BIN_PER_M2 = 0.25
FEW = 12
"""A bin with fewer cells and moments than this is left out."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Curve:
    """Speed over density: means of bins."""

    density: NDArray[np.float64]
    speed: NDArray[np.float64]
    low: NDArray[np.float64]  # 10th percentile
    high: NDArray[np.float64]  # 90th percentile
    n: NDArray[np.int64]


def crossing_times(walk: Walk, at: float, *, axis: str = "x") -> NDArray[np.float64]:
    """When each person first came to a line across the way [s]; inf for who never did."""
    place = getattr(walk, axis)
    beyond = place >= at
    first = beyond.argmax(axis=0)
    times = np.full(place.shape[1], np.inf)
    for person in np.flatnonzero(beyond.any(axis=0)):
        frame = first[person]
        if frame == 0:
            times[person] = walk.times_s[0]
            continue
        before, after = place[frame - 1, person], place[frame, person]
        share = (at - before) / (after - before)
        times[person] = walk.times_s[frame - 1] + share * FRAME_S
    return times


def steady_flow(times: NDArray[np.float64], until_s: float) -> float:
    """Persons a second between the two people who bound the steady phase.

    Where the second of them never came, those who did count, over the whole time watched.
    """
    n = len(times)
    first, last = int(STEADY[0] * n), int(np.ceil(STEADY[1] * n)) - 1
    times = np.sort(times)
    if not np.isfinite(times[first]):
        return 0.0
    if not np.isfinite(times[last]):
        passed = int(np.isfinite(times).sum()) - 1
        return float((passed - first) / max(until_s - times[first], FRAME_S))
    return float((last - first) / (times[last] - times[first]))


def across(x0: float, y0: float, x1: float, y1: float, *, along: str = "x") -> list[Box]:
    """Cells 2 m long, the width of the corridor cut into equal parts of about 2 m."""
    if along == "y":
        return [(x, y, u, v) for y, x, v, u in across(y0, x0, y1, x1)]
    n_x, n_y = max(1, round((x1 - x0) / 2)), max(1, round((y1 - y0) / 2 + 1e-9))
    xs, ys = np.linspace(x0, x1, n_x + 1), np.linspace(y0, y1, n_y + 1)
    return [(xs[i], ys[j], xs[i + 1], ys[j + 1]) for i in range(n_x) for j in range(n_y)]


def speeds(walk: Walk) -> NDArray[np.float64]:
    """Displacement over 1 s about each moment [m/s], NaN at both ends; (n_frames, n_people)."""
    found = np.full(walk.x.shape, np.nan)
    span = 2 * HALF
    if len(walk.x) > span:
        away = np.hypot(walk.x[span:] - walk.x[:-span], walk.y[span:] - walk.y[:-span])
        found[HALF:-HALF] = away / (span * FRAME_S)
    return found


def in_cells(walk: Walk, cells: list[Box], window_s: tuple[float, float]) -> NDArray[np.float64]:
    """Density, mean speed and number of people of each cell at each moment; shape (n, 3).

    The density is the mean number of people in the cell over 1 s over the cell's floor; the speed
    is the mean over the people in the cell. Cells without people are left out.
    """
    first, last = (int(np.ceil(t / FRAME_S)) for t in window_s)
    frames = np.arange(max(first, HALF), min(last, len(walk.times_s) - HALF), EVERY)
    found = []
    speed = speeds(walk)[frames]
    for x0, y0, x1, y1 in cells:
        inside = (walk.x >= x0) & (walk.x < x1) & (walk.y >= y0) & (walk.y < y1)
        count = inside.sum(axis=1)
        mean_count = np.mean([count[frames + k] for k in range(-HALF, HALF + 1)], axis=0)
        here = inside[frames] & np.isfinite(speed)
        n = here.sum(axis=1)
        mean_speed = np.where(here, speed, 0.0).sum(axis=1) / np.maximum(n, 1)
        rows = np.stack([mean_count / ((x1 - x0) * (y1 - y0)), mean_speed, n], axis=1)
        found.append(rows[n > 0])
    return np.concatenate(found) if found else np.empty((0, 3))


def steady_window(walk: Walk, entered_s: NDArray[np.float64]) -> tuple[float, float]:
    """From when the first is out (or half the time) to when nine in ten have come in [s]."""
    end = walk.times_s[-1]
    out = np.isnan(walk.x).any(axis=0)
    first_out = np.isnan(walk.x[:, out]).argmax(axis=0).min() if out.any() else len(walk.x) // 2
    entered = np.sort(entered_s)[int(0.9 * (len(entered_s) - 1))]
    return float(walk.times_s[first_out]), float(min(entered, end))


def in_single_file(
    walk: Walk, x0: float, x1: float, window_s: tuple[float, float]
) -> NDArray[np.float64]:
    """Density [1/m] and speed of each person in a stretch at each moment; shape (n, 2).

    A person's density is the inverse of the mean distance to the persons ahead and behind.
    """
    first, last = (int(np.ceil(t / FRAME_S)) for t in window_s)
    speed = speeds(walk)
    found = []
    for frame in range(max(first, HALF), min(last, len(walk.times_s) - HALF), EVERY):
        there = np.flatnonzero(np.isfinite(walk.x[frame]))
        order = there[np.argsort(walk.x[frame, there])]
        x = walk.x[frame, order]
        if len(x) < 3:
            continue
        density = 2.0 / np.maximum(x[2:] - x[:-2], 1e-3)
        inside = (x[1:-1] >= x0) & (x[1:-1] < x1)
        found.append(np.stack([density, speed[frame, order[1:-1]]], axis=1)[inside])
    rows = np.concatenate(found) if found else np.empty((0, 2))
    return rows[np.isfinite(rows[:, 1])]


def curve_of(rows: NDArray[np.float64], *, step: float = BIN_PER_M2) -> Curve:
    """Means over bins of density."""
    density, speed = rows[:, 0], rows[:, 1]
    number = np.round(density / step).astype(int)
    found = []
    for k in np.unique(number):
        here = number == k
        if k < 1 or here.sum() < FEW:
            continue
        v = speed[here]
        found.append(
            (density[here].mean(), v.mean(), *np.quantile(v, [0.1, 0.9]), np.count_nonzero(here))
        )
    table = np.array(found).reshape(-1, 5).T
    return Curve(*table[:4], table[4].astype(int))


def upper_flow(rows: NDArray[np.float64]) -> float:
    """The specific flow (density times speed) that 95 % of cells stay below [persons/(m s)]."""
    return float(np.quantile(rows[:, 0] * rows[:, 1], 0.95)) if len(rows) else np.nan
