"""Words on a plan sheet, each where it covers no wall and no other word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from asher.views.plan_page import MUTED, words

__all__ = ["LETTER", "Label", "Taken", "spots_in"]

LETTER = 0.55
"""Width of a letter to its height, on average (judgement, for Helvetica and its like)."""
_SIZES = (3.0, 2.7, 2.4, 2.1, 1.85)
_LOOKS = (
    *((size, False) for size in _SIZES),
    *((size, True) for size in _SIZES[2:]),
    (1.6, False),
    (1.6, True),
)
"""Sizes of letters [mm], and whether the words run upwards, best first."""
_LINE, _AREA = 1.18, 0.86
# Free on both sides of words [mm].
_FREE = 0.5
# Places across a room at which its name is tried.
_TRIES = 11


class Taken:
    """What of a sheet is written on already."""

    def __init__(self) -> None:
        self._boxes: list[BaseGeometry] = []
        self._pale: list[BaseGeometry] = []

    def add(self, box: BaseGeometry) -> None:
        """Keep everything else off a place."""
        self._boxes.append(box)

    def add_pale(self, shape: BaseGeometry) -> None:
        """Keep names off what is drawn palely, where there is another place for them."""
        self._pale.append(shape)

    def off(self, shape: BaseGeometry, *, pale: bool) -> BaseGeometry:
        """A shape without what is taken of it, and with or without what is pale."""
        near = [
            box for box in (*self._boxes, *(self._pale if pale else ())) if box.intersects(shape)
        ]
        return shape.difference(shapely.union_all(near)) if near else shape

    def first_free(
        self, centres: Sequence[tuple[float, float]], wide: float, high: float, within: BaseGeometry
    ) -> tuple[float, float] | None:
        """Find the first of some places at which a box lies within a shape on nothing else.

        Parameters
        ----------
        centres : sequence of (float, float)
            Middles of the box, best first [mm].
        wide, high : float
            Its size [mm].
        within : shapely geometry
            Where it has to lie [mm].

        Returns
        -------
        (float, float) or None
            Its middle; None where there is no room.
        """
        for x, y in centres:
            box = shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            if within.covers(box) and not any(box.intersects(other) for other in self._boxes):
                self.add(box)
                return x, y
        return None


class Label:
    """A name and, in smaller type under it, a figure.

    Parameters
    ----------
    name, under : str
        The words.
    """

    def __init__(self, name: str, under: str) -> None:
        self.name, self.under = name, under

    def written(self, room: Polygon, taken: Taken) -> list[str]:
        """Write it into a room, as large as fits.

        Parameters
        ----------
        room : Polygon
            The room on the paper [mm].
        taken : Taken
            What it has to keep off; its own place is added.

        Returns
        -------
        list of str
            SVG; empty where it fits at no size.
        """
        return self._written(room, taken, pale=True) or self._written(room, taken, pale=False)

    def _written(self, room: Polygon, taken: Taken, *, pale: bool) -> list[str]:
        free = taken.off(room, pale=pale).buffer(-_FREE)
        if free.is_empty:
            return []
        shapely.prepare(free)
        centres = spots_in(free, room)
        for size, turned in _LOOKS:
            for lines in _broken(self.name):
                longest = max(*map(len, lines), len(self.under) * _AREA)
                wide, high = (
                    longest * size * LETTER + 2 * _FREE,
                    size * _LINE * (len(lines) + _AREA),
                )
                box = (high, wide) if turned else (wide, high)
                spot = _spot(free, centres, *box)
                if spot is not None:
                    x, y = spot
                    left, top = x - box[0] / 2, y - box[1] / 2
                    taken.add(shapely.box(left, top, left + box[0], top + box[1]))
                    return [*self._lines(lines, x, y, size, high, turned=turned)]
        return []

    def _lines(
        self, lines: Sequence[str], x: float, y: float, size: float, high: float, *, turned: bool
    ) -> Iterator[str]:
        at = -high / 2 + size * _LINE / 2
        for line in lines:
            yield words(line, *_moved(x, y, at, turned=turned), size, turned=turned)
            at += size * _LINE
        at -= size * _LINE * (1 - _AREA) / 2
        place = _moved(x, y, at, turned=turned)
        yield words(self.under, *place, size * _AREA, fill=MUTED, turned=turned)


def _moved(x: float, y: float, down: float, *, turned: bool) -> tuple[float, float]:
    return (x + down, y) if turned else (x, y + down)


def _broken(name: str) -> Iterator[tuple[str, ...]]:
    """A name in one, two or three lines of nearly equal length."""
    yield (name,)
    parts = name.split(" ")
    for count in (2, 3):
        if len(parts) < count:
            return
        yield min(
            (
                tuple(
                    " ".join(parts[low:high])
                    for low, high in zip((0, *cuts), (*cuts, len(parts)), strict=True)
                )
                for cuts in combinations(range(1, min(len(parts), 12)), count - 1)
            ),
            key=lambda lines: max(map(len, lines)),
        )


def spots_in(free: BaseGeometry, room: Polygon) -> NDArray[np.float64]:
    """Find places for words, from the middle of a room outwards.

    Parameters
    ----------
    free : shapely geometry
        What of the room is free [mm].
    room : Polygon
        The room [mm].

    Returns
    -------
    ndarray of float, shape (n, 2)
        Places to try [mm].
    """
    left, top, right, low = free.bounds
    across = np.linspace(left, right, _TRIES + 2)[1:-1]
    down = np.linspace(top, low, _TRIES + 2)[1:-1]
    spots = np.array(np.meshgrid(across, down)).reshape(2, -1).T
    middle = np.array([room.centroid.x, room.centroid.y])
    deep = shapely.maximum_inscribed_circle(room, 0.2).coords[0]
    spots = np.vstack([middle[None], np.array(deep)[None], spots])
    return spots[np.argsort(np.hypot(*(spots - middle).T), kind="stable")]


def _spot(
    free: BaseGeometry, centres: NDArray[np.float64], wide: float, high: float
) -> tuple[float, float] | None:
    left, top, right, low = free.bounds
    if wide > right - left or high > low - top:
        return None
    x, y = centres.T
    boxes = shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    inside = np.flatnonzero(shapely.covers(free, boxes))
    return (float(x[inside[0]]), float(y[inside[0]])) if len(inside) else None
