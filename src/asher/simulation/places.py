"""Interior places of a space, to search and to hide in."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.kernels.walking.plane import WAY_M
from asher.simulation.free_floor import free_floor
from asher.simulation.layout import Layout

AREA_PER_PLACE_M2 = 60.0
"""One interior place to search or hide in for this much floor [m2] (judgement)."""
_ROOMY_M = 0.4
_MOST_SPREAD = 10
"""Up to so many places are put as far from doors and each other as can be (judgement); more lie on
a lattice."""
_PITCH_M = 0.4


def spread_places(layout: Layout, space: int, doors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spread places over a space, far from its doors where there are few.

    Parameters
    ----------
    layout, space
        See `free_floor`.
    doors : ndarray of float, shape (n, 4)
        Lines of its openings [m].

    Returns
    -------
    ndarray of float, shape (m, 2)
        Places [m]; at least one where there is free floor.
    """
    free = free_floor(layout, space, _ROOMY_M)
    if free.is_empty:
        free = free_floor(layout, space, WAY_M)
    if free.is_empty:
        return np.empty((0, 2))
    count = max(1, round(layout.spaces[space].area / AREA_PER_PLACE_M2))
    if count > _MOST_SPREAD:
        at = _lattice(free, math.sqrt(AREA_PER_PLACE_M2))
        if len(at):
            return at
    at = _lattice(free, min(_PITCH_M, 0.1 * math.sqrt(free.area) + 0.02))
    if not len(at):
        return np.array([free.representative_point().coords[0]])
    middle = 0.5 * (doors[:, :2] + doors[:, 2:]) if len(doors) else at[:1]
    away = np.min(np.hypot(*(at[:, None] - middle[None]).transpose(2, 0, 1)), axis=1)
    chosen = []
    for _ in range(min(count, len(at))):
        k = int(np.argmax(np.round(away, 6)))
        chosen.append(at[k])
        away = np.minimum(away, np.hypot(*(at - at[k]).T))
    return np.array(chosen)


def _lattice(free: Any, pitch_m: float) -> NDArray[np.float64]:
    """Points of a square lattice that lies along the space, whichever way this is turned."""
    import shapely

    frame = np.asarray(shapely.minimum_rotated_rectangle(free).exterior.coords)[:4]
    origin, along, across = frame[0], frame[1] - frame[0], frame[3] - frame[0]
    sizes = np.hypot(*along), np.hypot(*across)
    u, v = (
        (np.arange(max(1, round(size / pitch_m))) + 0.5) / max(1, round(size / pitch_m))
        for size in sizes
    )
    grid = np.array([(a, b) for a in u for b in v])
    at = origin + grid[:, :1] * along + grid[:, 1:] * across
    inside: NDArray[np.float64] = at[shapely.contains_xy(free, at)]
    return inside
