"""The corners that people walk round in a space, and which of them see each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.kernels.state import Floor
from asher.kernels.walking import corners as laws

MOST_LINKED = 64
"""Up to so many corners of a space, all that see each other are linked (judgement)."""
SECTORS = 24
"""With more, each is linked to the nearest in each of so many directions (judgement)."""
_LEAST_TURN = 0.08
"""A bend of less is no corner [rad] (judgement: about 5 degrees)."""


@dataclass(frozen=True, eq=False)
class Corners:
    """Corners of one space."""

    # The corner, clear of the wall, and as far as one may swing out round it [m], shape (n, 4).
    corner: NDArray[np.float64]
    # Unit vectors from it along the two walls that meet there, shape (n, 4).
    walls: NDArray[np.float64]
    # Corners to which one can walk straight, -1 after the last, shape (n, n_link).
    link: NDArray[np.int32]
    heap: NDArray[np.float64]  # Scratch of the search among them, shape (m, 2)


def find_corners(free: Any, floor: Floor, doors: NDArray[np.uint8]) -> Corners:
    """Find the corners of a space.

    Parameters
    ----------
    free : shapely geometry
        Where the middle of a body can be [m].
    floor : Floor
        Walls.
    doors : ndarray of uint8, shape (n_openings,)
        Door states; all open.

    Returns
    -------
    Corners
        Empty for a convex space with nothing in it.
    """
    bends = _bends(free)
    corner = bends[:, :4].copy()
    n = len(corner)
    laws.swing_out(floor, doors, corner)
    sectors = SECTORS if n > MOST_LINKED else 0
    link = np.full((n, sectors or max(n - 1, 0)), -1, dtype=np.int32)
    if n > 1:
        order = np.empty((n, n - 1), dtype=np.int32)
        for a in range(n):
            away = np.hypot(*(corner[:, :2] - corner[a, :2]).T)
            away[a] = np.inf
            order[a] = np.argsort(away, kind="stable")[: n - 1]
        laws.link_corners(floor, doors, corner, order, sectors, link)
        link = _both_ways(link)
    return Corners(corner, bends[:, 4:], link, np.empty((2 * (link.size + n) + 1, 2)))


def _bends(free: Any) -> NDArray[np.float64]:
    """Corners at which the free floor bends round something, the way off it, and its two walls."""
    import shapely

    found = [np.empty((0, 8))]
    for polygon in shapely.get_parts(free):
        if polygon.geom_type != "Polygon" or polygon.is_empty:
            continue
        turned = shapely.geometry.polygon.orient(polygon)
        for ring in [turned.exterior, *turned.interiors]:
            at = np.asarray(ring.coords)[:-1, :2]
            before, after = np.roll(at, 1, axis=0) - at, np.roll(at, -1, axis=0) - at
            before /= np.hypot(*before.T)[:, None]
            after /= np.hypot(*after.T)[:, None]
            # The floor lies to the left of each ring: a turn to the right bends round something.
            turn = -before[:, 0] * after[:, 1] + before[:, 1] * after[:, 0]
            away = -(before + after)
            size = np.hypot(*away.T)
            bends = (turn < -np.sin(_LEAST_TURN)) & (size > 1e-9)
            away = away[bends] / size[bends][:, None]
            found.append(np.hstack([at[bends], away, before[bends], after[bends]]))
    return np.concatenate(found)


def _both_ways(link: NDArray[np.int32]) -> NDArray[np.int32]:
    """Links that hold both ways."""
    a = np.repeat(np.arange(len(link)), link.shape[1])
    b = link.ravel()
    a, b = a[b >= 0], b[b >= 0]
    pairs = np.unique(np.concatenate([np.column_stack([a, b]), np.column_stack([b, a])]), axis=0)
    count = np.bincount(pairs[:, 0], minlength=len(link))
    both = np.full((len(link), max(int(count.max(initial=0)), 1)), -1, dtype=np.int32)
    at = np.arange(len(pairs)) - np.repeat(np.cumsum(count) - count, count)
    both[pairs[:, 0], at] = pairs[:, 1]
    return both
