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

# Things and pairs of them that are put together sooner than scipy is imported.
_FEW = 5_000


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
    if len(pairs) + n < _FEW:
        return _few_groups(pairs, n)
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    net = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(n, n))
    count, group = connected_components(net, directed=False)
    return int(count), group


def _few_groups(pairs: Ints, n: int) -> tuple[int, Ints]:
    """The same without scipy."""
    first = [*range(n)]

    def first_of(at: int) -> int:
        while first[at] != at:
            first[at] = at = first[first[at]]
        return at

    for one, other in pairs.tolist():
        low, high = sorted((first_of(one), first_of(other)))
        first[high] = low
    # Each group is numbered by the first of its things.
    group: list[int] = []
    count = 0
    for at in range(n):
        root = first_of(at)
        group.append(count if root == at else group[root])
        count += root == at
    return count, np.array(group, np.int64)
