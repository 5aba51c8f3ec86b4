"""Swings of doors on a page of lines: quarters of a circle, as curves or as many short lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["door_radii", "usual_radius"]

Floats = NDArray[np.float64]

# Lines that make an arc at least, the most that each turns, and how much turns may differ.
_LEAST_LINES, _MOST_TURN, _ALIKE = 4, np.radians(25), 0.35
# How far a quarter may be from a right angle, and points from the circle, relative to its radius.
_QUARTER, _OFF = np.radians(12), 0.02
# How far a leaf may be from its hinge and from the end of its swing, relative to the radius, and
# how many quarters are looked at for one.
_LEAF, _MOST_QUARTERS = 0.12, 1500
# Radii this alike are of the same door.
_SAME = 0.03


def door_radii(paths: Iterable[Floats]) -> list[float]:
    """Find quarters of a circle: those with a leaf of a door, or all where none has one.

    Parameters
    ----------
    paths : iterable of array
        Points of each path in their order, curves as short lines.

    Returns
    -------
    list of float
        Radius of each quarter [unit of the points].
    """
    quarters: list[_Quarter] = []
    lines = []
    for path in paths:
        keep = np.hypot(*np.diff(path, axis=0).T) > 1e-9
        points = np.concatenate([path[:1], path[1:][keep]])
        if len(points) > _LEAST_LINES:
            quarters += _quarters(points)
        lines.append(np.concatenate([points[:-1], points[1:]], axis=1))
    if not quarters:
        return []
    leaves = _Leaves(np.concatenate(lines))
    with_leaf = [each for each in quarters[:_MOST_QUARTERS] if leaves.of(each)]
    return [each.radius for each in with_leaf or quarters]


@dataclass(frozen=True)
class _Quarter:
    radius: float
    centre: Floats
    ends: Floats


class _Leaves:
    """Straight lines of a page, by their length."""

    def __init__(self, lines: Floats) -> None:
        lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
        order = np.argsort(lengths)
        self._lengths, self._lines = lengths[order], lines[order]

    def of(self, quarter: _Quarter) -> bool:
        """Whether a line leads from the centre of a quarter to one of its ends."""
        r = quarter.radius
        low, high = np.searchsorted(self._lengths, [r * (1 - _LEAF), r * (1 + _LEAF)])
        near = self._lines[low:high]
        for start, end in ((near[:, :2], near[:, 2:]), (near[:, 2:], near[:, :2])):
            hinged = np.hypot(*(start - quarter.centre).T) < _LEAF * r
            for tip in quarter.ends:
                if (hinged & (np.hypot(*(end - tip).T) < _LEAF * r)).any():
                    return True
        return False


def _quarters(points: Floats) -> list[_Quarter]:
    steps = np.diff(points, axis=0)
    headings = np.arctan2(steps[:, 1], steps[:, 0])
    turns = (np.diff(headings) + np.pi) % (2 * np.pi) - np.pi
    found = []
    start = 0
    while start < len(turns):
        end = start + 1
        if abs(turns[start]) < 1e-3 or abs(turns[start]) > _MOST_TURN:
            start = end
            continue
        while end < len(turns) and abs(turns[end] - turns[start]) < _ALIKE * abs(turns[start]):
            end += 1
        if end - start >= _LEAST_LINES - 1:
            found += _quarter(points[start : end + 2])
        start = end
    return found


def _quarter(points: Floats) -> list[_Quarter]:
    """The quarter of a circle that points are; none where they are no such."""
    origin = points.mean(axis=0)
    x, y = (points - origin).T
    system = np.column_stack([2 * x, 2 * y, np.ones(len(x))])
    (a, b, c), *_ = np.linalg.lstsq(system, x * x + y * y, rcond=None)
    square = c + a * a + b * b
    if square <= 0:
        return []
    radius = float(np.sqrt(square))
    away = np.hypot(x - a, y - b)
    if np.abs(away - radius).max() > _OFF * radius:
        return []
    first, last = points[0] - origin - (a, b), points[-1] - origin - (a, b)
    swept = abs(np.arctan2(first[0] * last[1] - first[1] * last[0], first @ last))
    if abs(swept - np.pi / 2) > _QUARTER:
        return []
    return [_Quarter(radius, origin + np.array([a, b]), points[[0, -1]])]


def usual_radius(radii: list[float]) -> tuple[float, int]:
    """Give the radius that most quarters share.

    Parameters
    ----------
    radii : list of float
        At least one.

    Returns
    -------
    radius : float
        The middle of those alike; of two that are as frequent, the larger.
    count : int
        How many share it.
    """
    ordered = np.sort(radii)
    counts = np.searchsorted(ordered, ordered * (1 + _SAME), side="right") - np.arange(len(ordered))
    best = int(len(counts) - 1 - np.argmax(counts[::-1]))
    return float(np.median(ordered[best : best + counts[best]])), int(counts[best])
