"""Where the middle of a body can be: floor clear of walls, partitions and obstacles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from asher.floorplan.elements import Floorplan
from asher.floorplan.levels import by_level, rows_by_level
from asher.floorplan.lines import QUIET, TOLERANCE_M, edges_of
from asher.floorplan.topology import way_lines
from asher.floorplan.walls import merge_edges

__all__ = ["WAY_RADIUS_M", "Solids", "free_floor", "free_floors", "narrowed", "wider"]

# Half the width of the narrowest way that people walk [m]: a body of 0.3 m, and a little
# (judgement; the law of movement asks for the same).
WAY_RADIUS_M = 0.20
# Corners sharper than 60 degrees are cut off square, or their mitres would bar free floor [-].
_MITRE_LIMIT = 2.0
# Corners that change the outline by less are left out [m].
_SIMPLER_M = 0.001
# Rounding leaves shreds as small as this where outlines touch [m2].
_SHRED_M2 = 1e-4


@dataclass(frozen=True, eq=False)
class Solids:
    """What stands on one level, to be asked for what stands in a space."""

    obstacles: NDArray[np.object_]
    partitions: NDArray[np.object_]  # Walls inside spaces, openings cut out
    trees: tuple[shapely.STRtree, shapely.STRtree]

    @classmethod
    def of_levels(cls, floorplan: Floorplan) -> dict[str, Solids]:
        """What stands on each level, by its name."""
        lines, levels = way_lines(floorplan)
        obstacles, walls = by_level(floorplan.obstacles), by_level(floorplan.walls)
        here = rows_by_level(levels)
        solids = {}
        for name in (level.name for level in floorplan.levels):
            blocks = np.array([obstacle.shape for obstacle in obstacles[name]], dtype=object)
            drawn, _ = edges_of(wall.shape for wall in walls[name])
            cut = merge_edges(drawn, cuts=lines[here[name]])
            partitions = np.array(shapely.linestrings(cut.reshape(-1, 2, 2)), dtype=object)
            trees = (shapely.STRtree(blocks), shapely.STRtree(partitions))
            solids[name] = cls(blocks, partitions, trees)
        return solids

    def inside(self, space: BaseGeometry) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        """Obstacles and partitions with a part inside a space, not only touching it."""
        found = []
        for shapes, tree in zip((self.obstacles, self.partitions), self.trees, strict=True):
            near = shapes[np.sort(tree.query(space, predicate="intersects"))]
            shapely.prepare(space)
            found.append(near[~shapely.touches(space, near)])
        return found[0], found[1]


@QUIET
def free_floor(floorplan: Floorplan, index: int, radius_m: float) -> BaseGeometry:
    """Find where in a space the middle of a body can be.

    Parameters
    ----------
    floorplan : Floorplan
        A plan without faults.
    index : int
        Position of the space in ``floorplan.spaces``.
    radius_m : float
        Half the width of the body [m], > 0.

    Returns
    -------
    shapely geometry
        Polygon or multipolygon [m], empty where nobody fits. Its corners are square rather than
        round and stay within 1 mm of where they belong; it ends ``radius_m`` before openings too.

    See Also
    --------
    free_floors : The same for all spaces at once, in far less time than one by one.

    Examples
    --------
    >>> from asher.floorplan.read import read_floorplan
    >>> free_floor(read_floorplan("corridor"), 0, 0.2).bounds
    (0.2, 0.2, 39.8, 1.8)
    """
    space = floorplan.spaces[index]
    return narrowed(space.shape, Solids.of_levels(floorplan)[space.level], radius_m)


@QUIET
def free_floors(floorplan: Floorplan, radius_m: float) -> tuple[BaseGeometry, ...]:
    """Find where in each space the middle of a body can be.

    Parameters
    ----------
    floorplan : Floorplan
        A plan without faults.
    radius_m : float
        Half the width of the body [m], > 0.

    Returns
    -------
    tuple of shapely geometry
        One for each space, as `free_floor` gives it.
    """
    solids = Solids.of_levels(floorplan)
    return tuple(narrowed(s.shape, solids[s.level], radius_m) for s in floorplan.spaces)


def narrowed(
    space: BaseGeometry,
    solids: Solids,
    radius_m: float,
    doorways: Sequence[BaseGeometry] = (),
) -> BaseGeometry:
    """Take from a space what is nearer than a radius to anything solid.

    Parameters
    ----------
    space : shapely polygon
        The space [m].
    solids : Solids
        What stands on its level.
    radius_m : float
        How near [m].
    doorways : sequence of shapely polygons
        Floor beyond the boundary that belongs to it.

    Returns
    -------
    shapely geometry
        As `free_floor` gives it.
    """
    obstacles, partitions = solids.inside(space)
    whole = shapely.union_all([space, *doorways]) if doorways else space
    free = wider(whole, -radius_m)
    blocks = [*wider(obstacles, radius_m), *wider(partitions, radius_m, cap_style="square")]
    if blocks:
        free = shapely.difference(free, shapely.union_all(blocks))
    return _without_shreds(shapely.simplify(free, _SIMPLER_M))


def doorway(line: NDArray[np.float64], normal: NDArray[np.float64], depth_m: float) -> BaseGeometry:
    """Floor of an opening: from within the tolerance before it to a depth beyond it.

    Parameters
    ----------
    line : ndarray of float, shape (4,)
        Ends of the opening [m].
    normal : ndarray of float, shape (2,)
        Unit vector across it, out of the space.
    depth_m : float
        How far it reaches beyond the line [m].

    Returns
    -------
    shapely polygon
        A rectangle as wide as the opening.
    """
    start, end = line[:2], line[2:]
    before, beyond = -2 * TOLERANCE_M * normal, depth_m * normal
    return shapely.Polygon([start + before, end + before, end + beyond, start + beyond])


def wider(shapes: Any, by_m: float, **style: str) -> Any:
    """Widen shapes with square corners, or narrow them.

    Parameters
    ----------
    shapes : shapely geometry or iterable of it
        Any [m].
    by_m : float
        By how much on every side [m]; below zero they become narrower.
    **style : str
        As of `shapely.buffer`.

    Returns
    -------
    shapely geometry or ndarray of it
        As many.
    """
    return shapely.buffer(shapes, by_m, join_style="mitre", mitre_limit=_MITRE_LIMIT, **style)


def _without_shreds(free: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(free)
    real = parts[shapely.area(parts) > _SHRED_M2]
    return real[0] if len(real) == 1 else shapely.multipolygons(real)
