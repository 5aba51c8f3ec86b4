"""The outline of a walkable area, sampled, and its samples joined to triangles."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

__all__ = ["SAME_M", "Net", "Samples", "finest_m", "net_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAME_M = 1e-6
"""Samples nearer to each other than this are one [m]."""

# Samples of an outline to a width of a neck, and in all (judgement: two seconds).
_SAMPLES_TO_A_NECK = 8
# Wider necks are sampled as one of this width [m], so that several widths are tried on one net.
_SAMPLED_M = 1.0
_MOST_SAMPLES = 120_000
# Passes in which sides of the outline that no triangle has are halved.
_PASSES = 6
# Far below the width of any neck [m], the samples for which it is worth it, and tiles are.
_HAIR_M, _MANY_SAMPLES, _TILED_SAMPLES = 1e-6, 10_000, 40_000
# The same as a share of how far a floor reaches [-]: digits are lost to distance.
_HAIR = 1e-9
# Samples of a tile: the time that a sample takes grows with those beside it.
_TILE_SAMPLES = 16_000
# A circle that holds a sample by less than this share of its radius may hold none [-].
_ROUNDING = 1e-9
# Samples that are spread by less than this across than along are of one wall [-]: no triangle.
_FLAT = 1e-3
# How far around a tile its samples are joined with it, as a share of its shorter side [-].
_AROUND = 0.02


@dataclass
class Samples:
    """Points of an outline, ring by ring, each ring in its order."""

    points: Floats
    rings: Ints
    before: Ints
    after: Ints


class Net(NamedTuple):
    """An outline sampled and its samples joined to triangles."""

    samples: Samples
    triangles: Ints  # Samples of each, shape (n, 3)
    neighbours: Ints  # Triangle behind the side that each sample faces, shape (n, 3)


def net_of(polygon: Polygon, neck_m: float) -> Net | None:
    """Join the outline of an area to triangles, fine enough for necks of some width and wider ones.

    Parameters
    ----------
    polygon, neck_m
        See `asher.floorplan.importers._necks.find_necks`.

    Returns
    -------
    Net or None
        None where the area is too thin for triangles.
    """
    from scipy.spatial import QhullError

    step = max(finest_m(neck_m), polygon.boundary.length / _MOST_SAMPLES)
    try:
        return Net(*_triangulated(_sampled(polygon, step)))
    except QhullError:
        return None


def finest_m(neck_m: float) -> float:
    """How far apart samples are at most, of an outline that has room for so many [m]."""
    return min(neck_m, _SAMPLED_M) / _SAMPLES_TO_A_NECK


def _sampled(polygon: Polygon, step: float) -> Samples:
    rings = shapely.segmentize(np.array([polygon.exterior, *polygon.interiors]), step)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    # A ring comes back to its first corner.
    last = np.r_[ring[1:] != ring[:-1], True]
    return _linked(points[~last], ring[~last].astype(np.int64))


def _linked(points: Floats, rings: Ints) -> Samples:
    n = len(points)
    after = np.arange(1, n + 1)
    starts = np.flatnonzero(np.r_[True, rings[1:] != rings[:-1]])
    ends = np.r_[starts[1:], n] - 1
    after[ends] = starts
    before = np.empty(n, np.int64)
    before[after] = np.arange(n)
    return Samples(points, rings, before, after)


def _triangulated(samples: Samples) -> tuple[Samples, Ints, Ints]:
    """Join samples to triangles, of which each side of the outline is a side as far as can be."""
    for n_pass in range(_PASSES):
        origin = samples.points.min(axis=0)
        first, same = _distinct(np.round((samples.points - origin) / SAME_M).astype(np.int64))
        n = len(first)
        triangles, neighbours = _delaunay(samples.points[first] - origin)
        ahead = same[samples.after]
        sides, side = np.sort(np.concatenate(_sides_of(triangles, n))), _as_one(same, ahead, n)
        found = sides[np.searchsorted(sides, side).clip(max=len(sides) - 1)] == side
        missing = np.flatnonzero(~found & (same != ahead))
        if not missing.size or n_pass == _PASSES - 1 or n > 2 * _MOST_SAMPLES:
            break
        between = (samples.points[missing] + samples.points[samples.after[missing]]) / 2
        samples = _linked(
            np.insert(samples.points, missing + 1, between, axis=0),
            np.insert(samples.rings, missing + 1, samples.rings[missing]),
        )
    return samples, first[triangles], neighbours


def _distinct(keys: Ints) -> tuple[Ints, Ints]:
    """The first of each kind of rows, by order of the rows, and the kind of each row."""
    order = np.lexsort((keys[:, 1], keys[:, 0]))
    rows = keys[order]
    new = np.r_[True, (rows[1:] != rows[:-1]).any(axis=1)]
    kinds = np.empty(len(keys), np.int64)
    kinds[order] = np.cumsum(new) - 1
    return order[new], kinds


def _sides_of(triangles: Ints, n: int) -> list[Ints]:
    """The side that faces each corner of triangles, as one number for both of its n samples."""
    corners = [np.ascontiguousarray(along) for along in triangles.T]
    return [_as_one(corners[(k + 1) % 3], corners[(k + 2) % 3], n) for k in range(3)]


def _as_one(samples: Ints, others: Ints, n: int) -> Ints:
    """Pairs of n samples as one number each, whichever comes first."""
    return np.minimum(samples, others) * n + np.maximum(samples, others)


def _delaunay(places: Floats) -> tuple[Ints, Ints]:
    """Triangles whose circles hold no other place, and the one behind each of their sides."""
    from scipy.spatial import Delaunay

    if len(places) > _MANY_SAMPLES:
        # Many lie on one circle; a hair off it they take a third of the time.
        hair = max(_HAIR_M, _HAIR * np.ptp(places))
        places = places + np.random.default_rng(0).uniform(-hair, hair, places.shape)
    if len(places) > _TILED_SAMPLES:
        triangles, behind = _of_tiles(places)
        # So many triangles there are if none is missing and none lies on another.
        if len(triangles) == 2 * len(places) - 2 - int((behind < 0).sum()):
            return triangles, behind
    net = Delaunay(places)
    return net.simplices.astype(np.int64), net.neighbors.astype(np.int64)


def _of_tiles(places: Floats) -> tuple[Ints, Ints]:
    """The same of many places, tile by tile."""
    from scipy.spatial import cKDTree

    # A triangle is of the tile in which the middle of its circle lies, so that places on one circle
    # are joined by one tile. Those with a circle that is too large for a tile and what is around it
    # are found last, among the places to which they are missing.
    n = len(places)
    every, box = np.arange(n), np.array([[-np.inf, -np.inf], [np.inf, np.inf]])
    # Most of the time is spent where threads do not wait for each other.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        tiles = _tiles(places, _Tile(every, every, box))
        triangles = np.concatenate([*threads.map(partial(_of_tile, places), tiles)])
    is_left = np.bincount(triangles.ravel(), minlength=n) == 0
    sides = np.sort(np.concatenate(_sides_of(triangles, n)))
    differs = np.r_[True, sides[1:] != sides[:-1], True]
    alone = sides[differs[:-1] & differs[1:]]
    is_left[alone // n] = is_left[alone % n] = True
    left = np.flatnonzero(is_left)
    if 2 * len(left) > n:
        # A hall so wide that tiles are within it, or hold one wall: nothing is gained by them.
        return triangles[:0], triangles[:0]
    corners, middles, radii = _circles(places[left])
    new = np.isfinite(radii)
    nearest, _ = cKDTree(places).query(middles[new])
    new[new] = nearest > radii[new] * (1 - _ROUNDING)
    triangles = np.concatenate([triangles, left[corners[new]]])
    triangles = _each_once(triangles, n)
    return triangles, _behind(triangles, n)


def _each_once(triangles: Ints, n: int) -> Ints:
    """Triangles in the order of their corners, without those that are there again."""
    # Row by row numpy takes ten times as long.
    a, b, c = (np.ascontiguousarray(along) for along in triangles.T)
    low, high = np.minimum(np.minimum(a, b), c), np.maximum(np.maximum(a, b), c)
    keys = (low * n + (a + b + c - low - high)) * n + high
    order = np.argsort(keys)
    keys = keys[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    once: Ints = triangles[np.minimum.reduceat(order, starts)]
    return once


class _Tile(NamedTuple):
    """A part of the plane, and the samples in it and around it, by number."""

    own: Ints
    near: Ints  # Also those around it
    box: Floats  # Its lower left and its upper right corner [m]; infinite at the border

    def reach_m(self, places: Floats) -> float:
        """How far around it samples are joined with its own."""
        return float(_AROUND * _spread(places[self.own]).min())


def _spread(places: Floats) -> Floats:
    """How far places reach along each axis."""
    # Row by row numpy takes ten times as long.
    return np.array([np.ptp(along) for along in places.T])


def _of_tile(places: Floats, tile: _Tile) -> Ints:
    """Triangles whose circles have their middles in a tile, and do not reach far out of it."""
    (low, high), reach = tile.box, tile.reach_m(places)
    is_near = np.ones(len(tile.near), bool)
    for axis in (0, 1):
        along = places[tile.near, axis]
        is_near &= (along > low[axis] - reach) & (along < high[axis] + reach)
    near = tile.near[is_near]
    width, length = np.sqrt(np.linalg.eigvalsh(np.cov(places[near].T)))
    if width < _FLAT * length:
        return np.empty((0, 3), np.int64)
    corners, middles, radii = _circles(places[near])
    fits = np.ones(len(corners), bool)
    for axis in (0, 1):
        middle = middles[:, axis]
        fits &= (middle >= low[axis]) & (middle < high[axis])
        fits &= (middle - radii > low[axis] - reach) & (middle + radii < high[axis] + reach)
    triangles: Ints = near[corners[fits]]
    return triangles


def _tiles(places: Floats, tile: _Tile) -> Iterator[_Tile]:
    """Halve a tile across the longer side of its samples until its parts have few."""
    if len(tile.own) <= _TILE_SAMPLES:
        yield tile
        return
    axis = int(np.argmax(_spread(places[tile.own])))
    along, around = places[tile.own, axis], places[tile.near, axis]
    middle = np.median(along)
    for low in (True, False):
        box = tile.box.copy()
        box[int(low), axis] = middle
        part = _Tile(tile.own[(along <= middle) == low], tile.near, box)
        # No part reaches farther around itself than the whole.
        reach = part.reach_m(places)
        beside = around < middle + reach if low else around > middle - reach
        yield from _tiles(places, part._replace(near=tile.near[beside]))


def _circles(places: Floats) -> tuple[Ints, Floats, Floats]:
    """Triangles of places, and the middles and radii of the circles through their corners."""
    from scipy.spatial import Delaunay

    # Near the origin no digit is lost.
    origin = places.mean(axis=0)
    triangles = Delaunay(places - origin).simplices.astype(np.int64)
    start, first, second = ((places - origin)[triangles[:, k]].T for k in range(3))
    first, second = first - start, second - start
    with np.errstate(divide="ignore", invalid="ignore"):
        doubled = 2 * (first[0] * second[1] - first[1] * second[0])
        one, other = (first**2).sum(axis=0), (second**2).sum(axis=0)
        x = (second[1] * one - first[1] * other) / doubled
        y = (first[0] * other - second[0] * one) / doubled
    return triangles, np.stack([start[0] + x, start[1] + y], axis=1) + origin, np.hypot(x, y)


def _behind(triangles: Ints, n: int) -> Ints:
    """The triangle behind each side of triangles, which faces the corner of its place; or -1."""
    sides = np.stack(_sides_of(triangles, n), axis=1).ravel()
    order = np.argsort(sides)
    twins = np.flatnonzero(sides[order[1:]] == sides[order[:-1]])
    one, other = order[twins], order[twins + 1]
    behind = np.full(len(sides), -1, np.int64)
    behind[one], behind[other] = other // 3, one // 3
    return behind.reshape(-1, 3)
