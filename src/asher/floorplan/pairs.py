"""Which shapes lie on each other: found a few at a time, told up to a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
import shapely
from numpy.typing import NDArray

from asher import bounds

__all__ = ["earlier_near", "first_few"]

# Shapes that are looked up together: of ten thousand on one spot, each meets all others.
_BATCH = 64


def earlier_near(
    shapes: NDArray[np.object_], reach_m: float = 0.0
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """For each shape, find the ones before it that it may touch, by their boxes.

    Parameters
    ----------
    shapes : ndarray of shapely geometry
        In any order.
    reach_m : float
        How far apart they may lie [m].

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
        order = np.lexsort((other, row))
        ends = np.searchsorted(row[order], np.arange(1, min(_BATCH, len(shapes) - begin)))
        yield from enumerate(np.split(other[order], ends), start=begin)


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
