"""What lies near each other, and what hangs together: nets of many things at once.

scipy is imported where it is used: it costs a tenth of a second, and the format of a file is
known without it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["distances_to", "groups", "pairs_within"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def pairs_within(places: Floats, reach_m: float) -> Ints:
    """Find all pairs of places that are near each other.

    Parameters
    ----------
    places : ndarray of float, shape (n, 2)
        Any [m].
    reach_m : float
        How near [m].

    Returns
    -------
    ndarray of int, shape (k, 2)
        Their numbers, each pair once.
    """
    from scipy.spatial import cKDTree

    pairs: Ints = cKDTree(places).query_pairs(reach_m, output_type="ndarray")
    return pairs


def distances_to(known: Floats, places: Floats) -> Floats:
    """How far places are from the nearest of known ones [m]."""
    from scipy.spatial import cKDTree

    away: Floats = cKDTree(known).query(places)[0]
    return away


def groups(pairs: Ints, n: int) -> tuple[int, Ints]:
    """Put things together that are joined, directly or through others.

    Parameters
    ----------
    pairs : ndarray of int, shape (k, 2)
        Numbers of things that are joined.
    n : int
        How many things there are.

    Returns
    -------
    count : int
        How many groups there are.
    group : ndarray of int, shape (n,)
        The group of each thing.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    net = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    count, group = connected_components(net, directed=False)
    return int(count), group
