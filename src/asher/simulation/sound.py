"""What people hear in each space: its background noise, and the walls and floors between spaces."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.floorplan import Floorplan
from asher.kernels import kinds
from asher.kernels.codes import Category
from asher.scenario.sound import Sound
from asher.simulation.layout import Layout

_WALL_M = 0.6
"""Spaces that are not farther apart than this have a wall in common [m] (judgement)."""
_ALONG_M = 1.0
"""Length of wall over which two spaces must lie side by side [m] (judgement)."""
_OVER_M2 = 1.0
"""Floor over which one space must lie above the other [m2] (judgement)."""


def noise_levels(floorplan: Floorplan, sound: Sound) -> NDArray[np.float64]:
    """Background noise of each space of a plan, stairs last.

    Parameters
    ----------
    sound : Sound
        Levels by category.

    Returns
    -------
    ndarray of float64, shape (n_spaces,)
        [dB].
    """
    levels = [
        sound.noise_in(space.category) if space.noise_db is None else space.noise_db
        for space in floorplan.spaces
    ]
    return np.array([*levels, *[sound.other_noise_db] * len(floorplan.connectors)])


def opening_losses(layout: Layout, sound: Sound) -> NDArray[np.float64]:
    """What sound loses through each opening [dB]: nothing at a gate, half a door at a stair."""
    category = layout.opening_category
    lost = np.full(len(category), float(sound.door_loss_db))
    lost[category == Category.GATE] = 0.0
    lost[category == Category.PORTAL] *= 0.5
    return lost


def build_dividers(floorplan: Floorplan, layout: Layout, sound: Sound) -> kinds.Records:
    """The walls and floors that two spaces have in common.

    Parameters
    ----------
    layout : Layout
        The same, unrolled.

    Returns
    -------
    recarray of DIVIDER
        Walls, then floors; stairs have neither.
    """
    n = len(floorplan.spaces)
    names = [level.name for level in floorplan.levels]
    level = np.array([names.index(space.level) for space in floorplan.spaces], dtype=np.int64)
    # In the plane of the engine levels lie side by side; here one above the other.
    shapes = np.array([space.shape for space in floorplan.spaces], dtype=object)
    walls = _beside(np.array(layout.spaces[:n], dtype=object))
    floors = _above(shapes, level, np.array([each.elevation_m for each in floorplan.levels]))
    pairs = np.concatenate([walls, floors])
    return kinds.records(
        kinds.DIVIDER,
        len(pairs),
        space=pairs,
        loss_db=[sound.wall_loss_db] * len(walls) + [sound.floor_loss_db] * len(floors),
    )


def _beside(shapes: NDArray[Any]) -> NDArray[np.int64]:
    """Pairs of spaces with a wall in common, shape (n, 2)."""
    import shapely

    grown = shapely.buffer(shapes, 0.5 * _WALL_M, join_style="mitre")
    a, b = _pairs(grown, grown)
    shared = shapely.area(shapely.intersection(grown[a], grown[b]))
    pairs: NDArray[np.int64] = np.column_stack([a, b])[shared >= _ALONG_M * 0.5 * _WALL_M]
    return pairs


def _above(
    shapes: NDArray[Any], level: NDArray[np.int64], elevation_m: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Pairs of spaces of which one lies over the other on the next level, shape (n, 2)."""
    import shapely

    order = np.argsort(elevation_m, kind="stable")
    found = [np.empty((0, 2), dtype=np.int64)]
    for low, high in pairwise(order):
        under, over = np.flatnonzero(level == low), np.flatnonzero(level == high)
        if elevation_m[low] == elevation_m[high] or not under.size or not over.size:
            continue
        k, m = shapely.STRtree(shapes[over]).query(shapes[under], predicate="intersects")
        a, b = under[k], over[m]
        both = shapely.area(shapely.intersection(shapes[a], shapes[b]))
        found.append(np.column_stack([a, b])[both >= _OVER_M2])
    return np.concatenate(found)


def _pairs(shapes: NDArray[Any], others: NDArray[Any]) -> tuple[Any, Any]:
    """Numbers of shapes that meet, each pair once, rising."""
    import shapely

    a, b = shapely.STRtree(others).query(shapes, predicate="intersects")
    once = a < b
    order = np.lexsort((b[once], a[once]))
    return a[once][order], b[once][order]
