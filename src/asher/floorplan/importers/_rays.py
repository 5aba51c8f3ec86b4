"""Many doorways at once, each seen along its wall: what lies to their left and right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

__all__ = ["HAIR_M", "Hits", "Views", "cast", "closed"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


HAIR_M = 0.002
"""How far lines are drawn beyond what they meet [m], so that they cross for certain."""


def closed(starts: Floats, ends: Floats, ahead: Floats) -> Floats:
    """Draw lines that close doorways, so that they meet the walls at both ends for certain.

    Parameters
    ----------
    starts, ends : ndarray of float, shape (n, 2)
        Where the walls end [m].
    ahead : ndarray of float, shape (n, 2)
        Unit vectors from starts to ends.

    Returns
    -------
    ndarray of float, shape (3 n, 4)
        The lines, and two strokes across each: lines on the same course as a wall may miss it.
    """
    left = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    lines = [np.c_[starts - 2 * HAIR_M * ahead, ends + 2 * HAIR_M * ahead]]
    for foot, sign in ((starts, -1), (ends, 1)):
        tie = foot + sign * HAIR_M * ahead
        lines.append(np.c_[tie - HAIR_M * left, tie + HAIR_M * left])
    return np.concatenate(lines)


@dataclass(frozen=True)
class Views:
    """Coordinates of many doorways, each with its x axis along its wall from its left end."""

    # Left end [m], and unit vector towards the right end, of shape (n, 2).
    origin: Floats
    ahead: Floats
    length: Floats  # From the left end to the right one [m], of shape (n,)

    @classmethod
    def between(cls, starts: Floats, ends: Floats) -> Views:
        """The views from starts to ends, which are apart."""
        length = np.hypot(*(ends - starts).T)
        return cls(starts, (ends - starts) / length[:, None], length)

    @property
    def left(self) -> Floats:
        """Unit vectors across the wall."""
        return np.stack([-self.ahead[:, 1], self.ahead[:, 0]], axis=1)

    def at(self, x: Floats, y: Floats) -> Floats:
        """The points at places in these views, one of each."""
        return self.origin + x[:, None] * self.ahead + y[:, None] * self.left

    def seen(self, which: Ints, points: Floats) -> Floats:
        """Points as they are in the views of those numbers."""
        away = points - self.origin[which]
        x = np.einsum("ij,ij->i", away, self.ahead[which])
        y = np.einsum("ij,ij->i", away, self.left[which])
        return np.stack([x, y], axis=1)

    def take(self, which: Ints) -> Views:
        """Some of the views."""
        return Views(self.origin[which], self.ahead[which], self.length[which])

    def near(self, tree: shapely.STRtree, side_m: float, deep_m: float) -> tuple[Ints, Ints]:
        """Pairs of view and line of a tree that may lie in front of it."""
        x = np.stack([np.full(len(self.length), -side_m), self.length + side_m])
        corners = np.stack(
            [
                self.at(x[at], np.full(len(self.length), y))
                for at in (0, 1)
                for y in (-deep_m, deep_m)
            ]
        )
        low, high = corners.min(axis=0), corners.max(axis=0)
        boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
        views, lines = tree.query(boxes)
        return views, lines


@dataclass(frozen=True)
class Hits:
    """What rays from the middle of doorways hit."""

    # Place of the first hit along each ray [m]; infinite where there is none, of shape (n, k).
    left: Floats
    right: Floats
    # Number of the line that was hit; -1 where there is none, of shape (n, k).
    left_at: Ints
    right_at: Ints


def cast(
    views: Views, lines: Floats, tree: shapely.STRtree, offsets: Floats, side_m: float
) -> Hits:
    """Look to the left and to the right from the middle of each doorway, at several offsets.

    Parameters
    ----------
    views : Views
        The doorways.
    lines : ndarray of float, shape (m, 4)
        Walls.
    tree : STRtree
        Of the same lines.
    offsets : ndarray of float, shape (k,)
        How far across the wall the rays lie [m].
    side_m : float
        How far beyond the ends of the doorway they reach [m].

    Returns
    -------
    Hits
        By doorway and offset.
    """
    shape = (len(views.length), len(offsets))
    left, right = np.full(shape, -np.inf), np.full(shape, np.inf)
    left_at, right_at = np.full(shape, -1), np.full(shape, -1)
    of, which = views.near(tree, side_m, float(np.abs(offsets).max()))
    if len(of):
        start, end = views.seen(of, lines[which, :2]), views.seen(of, lines[which, 2:])
        middle = views.length[of] / 2
        first = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
        for k, y in enumerate(offsets):
            with np.errstate(all="ignore"):
                share = (y - start[:, 1]) / (end[:, 1] - start[:, 1])
                x = start[:, 0] + share * (end[:, 0] - start[:, 0])
            crosses = (start[:, 1] <= y) != (end[:, 1] <= y)
            before = np.where(crosses & (x <= middle), x, -np.inf)
            behind = np.where(crosses & (x > middle), x, np.inf)
            left[of[first], k] = np.maximum.reduceat(before, first)
            right[of[first], k] = np.minimum.reduceat(behind, first)
            for side, nearest, numbers in ((before, left, left_at), (behind, right, right_at)):
                hit = np.isfinite(side) & (side == nearest[of, k])
                numbers[of[hit], k] = which[hit]
    return Hits(left, right, left_at, right_at)
