"""Which shapes lie on each other: found a few at a time, told up to a number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import numpy as np
import shapely
from numpy.typing import NDArray

from asher import bounds

__all__ = ["boxes_share", "earlier_near", "first_few"]

# Shapes that are looked up together: of ten thousand on one spot, each meets all others.
_BATCH = 64
# Where each has more beside it than this, only the first of them are looked at, one by one.
_CROWD = 64


Test = Callable[[NDArray[np.object_], NDArray[np.object_]], NDArray[np.bool_]]


def earlier_near(
    shapes: NDArray[np.object_], reach_m: float = 0.0, *, are: Test | None = None
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """For each shape that may touch any before it, find these, by their boxes.

    Parameters
    ----------
    shapes : ndarray of shapely geometry
        In any order.
    reach_m : float
        How far apart they may lie [m].
    are : callable, optional
        Says of which pairs it is true, by two arrays of shapes. A shape of which none is true may
        be left out.

    Yields
    ------
    index : int
        Position of a shape.
    near : ndarray of int
        Positions below it, rising. The pairs of all shapes are never in memory together.
    """
    tree = shapely.STRtree(shapes)
    wider = np.array([-reach_m, -reach_m, reach_m, reach_m])
    boxes = shapely.box(*(shapely.bounds(shapes) + wider).T)
    for begin in range(0, len(shapes), _BATCH):
        row, other = tree.query(boxes[begin : begin + _BATCH])
        row, other = row[other < row + begin], other[other < row + begin]
        if are is not None and len(row) <= _CROWD * _BATCH:
            named = row[are(shapes[other], shapes[begin + row])]
            kept = np.isin(row, named)
            row, other = row[kept], other[kept]
        order = np.lexsort((other, row))
        rows, first = np.unique(row[order], return_index=True)
        for index, near in zip(rows.tolist(), np.split(other[order], first[1:]), strict=False):
            yield begin + index, near


def boxes_share(
    one: NDArray[np.object_], other: NDArray[np.object_], width_m: float
) -> NDArray[np.bool_]:
    """Say of pairs of shapes whether their boxes share an area of some width, as lapping shapes do.

    Parameters
    ----------
    one, other : ndarray of shapely geometry, shape (n,)
        The pairs.
    width_m : float
        How wide, both ways [m].

    Returns
    -------
    ndarray of bool, shape (n,)
        False for pairs that need no closer look.
    """
    boxes, others = shapely.bounds(one), shapely.bounds(other)
    shared = np.minimum(boxes[:, 2:], others[:, 2:]) - np.maximum(boxes[:, :2], others[:, :2])
    wide: NDArray[np.bool_] = shared.min(axis=1, initial=np.inf) >= width_m
    return wide


def first_few(
    found: Iterable[tuple[int, str]], near: NDArray[np.int64]
) -> Iterator[tuple[int, str]]:
    """Take the first of many, and say at the last how many more there may be.

    Parameters
    ----------
    found : iterable of (int, str)
        Those of ``near`` that count, rising, with a word on each; looked at only as far as they
        are taken.
    near : ndarray of int
        All that may count, rising.

    Yields
    ------
    one : int
        The next of them; at most `bounds.OVERLAPS`.
    words : str
        The word on it, and at the last one the count of the rest.
    """
    for number, (one, words) in enumerate(islice(found, bounds.OVERLAPS), start=1):
        left = len(near) - int(np.searchsorted(near, one, side="right"))
        more = f" (and up to {left:,} more)" if number == bounds.OVERLAPS and left else ""
        yield one, words + more
