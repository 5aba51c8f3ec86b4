"""How wide floor is: discs that fit into it."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

__all__ = ["are_thin", "discs_within"]

# Beyond rounding [m].
_SURE_M = 0.01


def are_thin(shapes: NDArray[np.object_], width_m: float) -> NDArray[np.bool_]:
    """Say which shapes are nowhere as wide as a width.

    Parameters
    ----------
    shapes : ndarray of polygon, shape (n,)
        Any [m].
    width_m : float
        The width [m].

    Returns
    -------
    ndarray of bool, shape (n,)
        Whether narrowing by half of it leaves nothing.
    """
    # A disc that fits in, or a spot that far from every wall, spares narrowing all of them.
    thin = np.asarray(discs_within(shapes) <= width_m / 2 + _SURE_M)
    rest = shapes[thin]
    spots = shapely.distance(shapely.point_on_surface(rest), shapely.boundary(rest))
    thin[thin] = spots <= width_m / 2 + _SURE_M
    thin[thin] = shapely.is_empty(shapely.buffer(shapes[thin], -width_m / 2))
    return thin


def discs_within(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Radii of discs that fit into shapes for sure, by their areas and outlines alone.

    Parameters
    ----------
    shapes : ndarray of polygon, shape (n,)
        Any [m].

    Returns
    -------
    ndarray of float, shape (n,)
        Each is the radius of the largest disc within, or less [m].
    """
    # What lies within a radius r of a ring of length l is at most 2 l r + pi r**2 of floor: where
    # the rings together leave some, the middle of a disc has room.
    areas, lengths = shapely.area(shapes), shapely.length(shapes)
    rings = np.pi * (1 + shapely.get_num_interior_rings(shapes))
    radii: NDArray[np.float64] = areas / (lengths + np.sqrt(lengths**2 + rings * areas))
    return radii
