"""Swings of doors in a drawing of lines: the quarter circles that leaves draw, and the leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from asher.floorplan.importers._rays import Views

__all__ = ["NO_SWINGS", "Swings", "find_swings", "without_leaves"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# A swing turns by this much [degrees]; most by a quarter.
_SWEEP = (50.0, 115.0)
# How far its points may be off the circle, in radii.
_ROUND = 0.03
# How far a leaf may be from its hinge, and from the end of its swing [m].
_LEAF_M = 0.12


@dataclass(frozen=True)
class Swings:
    """Quarter circles that may be swings of doors."""

    hinge: Floats  # Centre [m], of shape (n, 2)
    tips: Floats  # Both ends, of shape (n, 2, 2)
    radius: Floats  # Width of the leaf, of shape (n,)
    curve: Ints  # Number of the curve that each is, of shape (n,)

    def take(self, which: Bools | Ints) -> Swings:
        """Some of them."""
        return Swings(self.hinge[which], self.tips[which], self.radius[which], self.curve[which])

    def scaled(self, metres: float, corner: Floats) -> Swings:
        """The same in metres from another origin."""
        return Swings(
            self.hinge * metres - corner,
            self.tips * metres - corner,
            self.radius * metres,
            self.curve,
        )


NO_SWINGS = Swings(np.empty((0, 2)), np.empty((0, 2, 2)), np.empty(0), np.empty(0, np.int64))
"""Where no door swings."""


def find_swings(curves: Sequence[Floats]) -> Swings:
    """Find quarter circles among curves.

    Parameters
    ----------
    curves : sequence of ndarray of float, shape (4 i + 1, 2)
        Points of each, evenly along it, in any unit.

    Returns
    -------
    Swings
        Quarters of any radius, each once.
    """
    curve = np.array([at for at, each in enumerate(curves) if len(each) >= 5], np.int64)
    if not len(curve):
        return NO_SWINGS
    five = np.stack(
        [
            curves[at][[0, n // 4, n // 2, 3 * n // 4, n]]
            for at in curve
            for n in [len(curves[at]) - 1]
        ]
    )
    first, middle, last = five[:, 0], five[:, 2], five[:, 4]
    one, two = middle - first, last - first
    with np.errstate(all="ignore"):
        double = 2 * (one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0])
        squares = (one**2).sum(axis=1), (two**2).sum(axis=1)
        x = (two[:, 1] * squares[0] - one[:, 1] * squares[1]) / double
        y = (one[:, 0] * squares[1] - two[:, 0] * squares[0]) / double
        hinge = first + np.stack([x, y], axis=1)
        radius = np.hypot(x, y)
        away = np.abs(np.hypot(*(five - hinge[:, None]).transpose(2, 0, 1)) - radius[:, None])
        half = np.arcsin(np.clip(np.hypot(*two.T) / (2 * radius), 0, 1))
        # The middle lies on the near side: else it is the rest of a circle.
        near = np.hypot(*(middle - (first + last) / 2).T) < radius
        sweep = np.degrees(2 * half)
        fits = (away.max(axis=1) < _ROUND * radius) & near
        fits &= np.isfinite(radius) & (sweep >= _SWEEP[0]) & (sweep <= _SWEEP[1])
    return _each_once(Swings(hinge, np.stack([first, last], axis=1), radius, curve).take(fits))


def _each_once(swings: Swings) -> Swings:
    if not len(swings.radius):
        return swings
    grain = 1e-2 * float(np.median(swings.radius))
    key = np.c_[swings.hinge, swings.tips.sum(axis=1), swings.radius]
    _, kept = np.unique((key / grain).round(), axis=0, return_index=True)
    return swings.take(np.sort(kept))


def without_leaves(swings: Swings, lines: Floats) -> tuple[Bools, Bools]:
    """Find the lines that are leaves of doors, and by these which end of a swing is open.

    Parameters
    ----------
    swings : Swings
        Of doors [m].
    lines : ndarray of float, shape (n, 4)
        All that may be leaves or walls [m].

    Returns
    -------
    leaves : ndarray of bool, shape (n,)
        Which lines are leaves.
    is_open : ndarray of bool, shape (m, 2)
        At which ends of each swing a leaf is drawn.
    """
    leaves = np.zeros(len(lines), bool)
    is_open = np.zeros((len(swings.radius), 2), bool)
    if not len(lines) or not len(swings.radius):
        return leaves, is_open
    tree = shapely.STRtree(shapely.linestrings(lines.reshape(-1, 2, 2)))
    of_leaf = []
    for tip in (0, 1):
        views = Views.between(swings.hinge, swings.tips[:, tip])
        of, which = views.near(tree, _LEAF_M, _LEAF_M)
        ends = [views.seen(of, lines[which, at : at + 2]) for at in (0, 2)]
        r = swings.radius[of]
        inside = np.ones(len(of), bool)
        for end in ends:
            inside &= (np.abs(end[:, 1]) < _LEAF_M) & (end[:, 0] > -0.03) & (end[:, 0] < r + 0.06)
        long = np.abs(ends[1][:, 0] - ends[0][:, 0]) > 0.5 * r
        far = np.minimum(ends[0][:, 0], ends[1][:, 0]) > 0.5 * r
        whole = inside & (np.abs(ends[1][:, 0] - ends[0][:, 0]) > 0.8 * r)
        is_open[of[whole], tip] = True
        of_leaf.append((of, which, inside & (long | far)))
    for tip, (of, which, part) in enumerate(of_leaf):
        # A line at both ends is a leaf and a threshold: which is which is not known here.
        only = is_open[of, tip] & ~is_open[of, 1 - tip]
        leaves[which[part & only]] = True
    return leaves, is_open
