"""Ends of walls that are drawn as loose lines: joined, closed, and matched where they face."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from asher.floorplan.importers._rays import HAIR_M, Views, cast, closed
from asher.floorplan.near import distances_to, groups, pairs_within

__all__ = ["Gaps", "cap_walls", "find_gaps", "join_ends", "with_common_ends"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Ends this near are one corner [m].
_SNAP_M = 0.012
# An end is drawn on by this much to the wall that it points at [m].
_DANGLE_M = 0.15
# How far behind the end of a wall one looks from there [m].
_BEHIND_M = 0.005
# Walls are this thick [m].
_THICK_M = (0.03, 0.62)
# A gap between walls that face each other, and one between the end of a wall and another wall [m].
_GAP_M, _CORNER_M = (0.55, 2.5), 1.35
# Lines of a wall leave its end as straight as this.
_STRAIGHT = 0.26


@dataclass(frozen=True)
class Gaps:
    """Gaps between the ends of walls."""

    lines: Floats  # Along the middle of the wall [m], of shape (n, 4)
    closing: Floats  # Lines that close them, of shape (m, 4)


def join_ends(lines: Floats) -> tuple[Floats, Floats]:
    """Join ends that miss each other, and draw on those that miss the wall that they point at.

    Parameters
    ----------
    lines : ndarray of float, shape (n, 4)
        Walls [m].

    Returns
    -------
    lines : ndarray of float, shape (m, 4)
        Walls with common ends.
    loose : ndarray of float, shape (k, 4)
        End by end, those that meet nothing: place, and direction in which it points.
    """
    pairs, places = _edges(lines)
    degree = np.bincount(pairs.reshape(-1), minlength=len(places))
    lines = places[pairs].reshape(-1, 4)
    at, side = np.nonzero(degree[pairs] == 1)
    tips, tails = places[pairs[at, side]], places[pairs[at, 1 - side]]
    reached = _drawn_on(lines, at, tips, tails)
    moved = np.isfinite(reached)
    ahead = (tips - tails) / np.hypot(*(tips - tails).T)[:, None]
    new = tips + np.where(moved, reached + HAIR_M, 0.0)[:, None] * ahead
    corners = lines.reshape(-1, 2, 2)
    corners[at, side] = new
    return corners.reshape(-1, 4), np.c_[tips, ahead][~moved]


def with_common_ends(lines: Floats) -> Floats:
    """Make one corner of ends that are nearly one, and part lines where others end on them.

    Lines that lie on each other but for rounding would else not be known to meet.

    Returns
    -------
    ndarray of float, shape (m, 4)
        The same lines, each once.
    """
    pairs, places = _edges(lines)
    tree = shapely.STRtree(shapely.linestrings(places[pairs]))
    used = np.unique(pairs)
    at, which = tree.query(shapely.points(places[used]), "dwithin", HAIR_M)
    node = used[at]
    inner = (pairs[which] != node[:, None]).all(axis=1)
    node, which = node[inner], which[inner]
    start, step = places[pairs[which, 0]], places[pairs[which, 1]] - places[pairs[which, 0]]
    share = np.einsum("ij,ij->i", places[node] - start, step) / (step**2).sum(axis=1)
    n = np.arange(len(pairs))
    line = np.concatenate([n, which, n])
    order = np.lexsort([np.concatenate([np.zeros(len(n)), share, np.ones(len(n))]), line])
    line = line[order]
    node = np.concatenate([pairs[:, 0], node, pairs[:, 1]])[order]
    same = line[1:] == line[:-1]
    parted = np.sort(np.stack([node[:-1][same], node[1:][same]], axis=1), axis=1)
    found: Floats = places[np.unique(parted, axis=0)].reshape(-1, 4)
    return found


def _edges(lines: Floats) -> tuple[Ints, Floats]:
    """Numbers of the two corners of each line, and where the corners are."""
    node, places = _nodes(lines.reshape(-1, 2))
    pairs = node.reshape(-1, 2)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return np.unique(np.sort(pairs, axis=1), axis=0), places


def _nodes(ends: Floats) -> tuple[Ints, Floats]:
    """Number of the corner that each end is, and where the corners are."""
    unique, node = np.unique(ends.round(6), axis=0, return_inverse=True)
    node = node.reshape(-1)
    pairs = pairs_within(unique, _SNAP_M)
    if not len(pairs):
        return node, unique
    count, cluster = groups(pairs, len(unique))
    # The first of a cluster stays where it is: means would turn long walls by a hair.
    order = np.argsort(cluster, kind="stable")
    first = order[np.searchsorted(cluster[order], np.arange(count))]
    return cluster[node], unique[first]


def _drawn_on(lines: Floats, at: Ints, tips: Floats, tails: Floats) -> Floats:
    """How far ahead of each tip the next wall is [m]; infinite where it is too far."""
    reach = np.full(len(tips), np.inf)
    if not len(tips):
        return reach
    views = Views.between(tails, tips)
    tree = shapely.STRtree(shapely.linestrings(lines.reshape(-1, 2, 2)))
    start = tips - 0.01 * views.ahead
    probes = np.stack([start, tips + _DANGLE_M * views.ahead], axis=1)
    of, which = tree.query(shapely.linestrings(probes))
    other = which != at[of]
    of, which = of[other], which[other]
    one, two = views.seen(of, lines[which, :2]), views.seen(of, lines[which, 2:])
    one[:, 0] -= views.length[of]
    two[:, 0] -= views.length[of]
    with np.errstate(all="ignore"):
        share = -one[:, 1] / (two[:, 1] - one[:, 1])
        x = one[:, 0] + share * (two[:, 0] - one[:, 0])
    low, high = np.minimum(one[:, 1], two[:, 1]), np.maximum(one[:, 1], two[:, 1])
    meets = (low <= HAIR_M) & (high >= -HAIR_M) & (x >= -0.006) & (x <= _DANGLE_M)
    meets &= np.abs(two[:, 1] - one[:, 1]) > 0.02
    np.minimum.at(reach, of[meets], x[meets])
    return reach


def cap_walls(loose: Floats) -> tuple[Floats, Floats]:
    """Close the ends of walls that are two lines without a line across their end.

    Parameters
    ----------
    loose : ndarray of float, shape (n, 4)
        Ends that meet nothing, with their directions.

    Returns
    -------
    caps : ndarray of float, shape (m, 4)
        Lines across the ends of walls.
    loose : ndarray of float, shape (k, 4)
        What is left.
    """
    if len(loose) < 2:
        return np.empty((0, 4)), loose
    places, ahead = loose[:, :2], loose[:, 2:]
    low, high = _THICK_M
    pairs = pairs_within(places, high)
    across = places[pairs[:, 1]] - places[pairs[:, 0]]
    apart = np.hypot(*across.T)
    turn = np.einsum("ij,ij->i", ahead[pairs[:, 0]], ahead[pairs[:, 1]])
    along = np.einsum("ij,ij->i", across, ahead[pairs[:, 0]])
    fits = (turn > 0.98) & (np.abs(along) < 0.06) & (apart > low)
    # Ends that face each other over a slit are of one line.
    fits |= (turn < -0.95) & (along > 0.9 * apart) & (apart < _DANGLE_M)
    order = np.flatnonzero(fits)[np.argsort(apart[fits], kind="stable")]
    free = np.ones(len(loose), bool)
    caps = []
    for one, other in pairs[order].tolist():
        if free[one] and free[other]:
            free[one] = free[other] = False
            caps.append([*places[one], *places[other]])
    return np.array(caps).reshape(-1, 4), loose[free]


def find_gaps(lines: Floats, loose: Floats, taken: Floats, *, alone: bool) -> Gaps:
    """Find where the end of a wall faces that of another, or another wall, as at doors.

    Parameters
    ----------
    lines : ndarray of float, shape (n, 4)
        Walls, closed at their ends [m].
    loose : ndarray of float, shape (k, 4)
        Ends of walls that are single lines, with their directions.
    taken : ndarray of float, shape (m, 4)
        Doors that are known already.
    alone : bool
        Whether lines are walls for certain: then the end of a single line may face a wall, too.

    Returns
    -------
    Gaps
        Without those across which something is drawn.
    """
    tree = shapely.STRtree(shapely.linestrings(lines.reshape(-1, 2, 2)))
    starts, ends = _jambs(lines, tree)
    middle = (starts + ends) / 2
    left = ends - starts
    thick = np.hypot(*left.T)
    ahead = np.stack([left[:, 1], -left[:, 0]], axis=1) / np.maximum(thick, 1e-9)[:, None]
    n_double = len(starts)
    middle = np.concatenate([middle, loose[:, :2]])
    ahead = np.concatenate([ahead, loose[:, 2:]])
    thick = np.concatenate([thick, np.zeros(len(loose))])
    if not len(middle):
        return Gaps(np.empty((0, 4)), np.empty((0, 4)))
    width, partner = _across(middle, ahead, thick, lines, tree, n_double)
    double, meets_end = np.arange(len(middle)) < n_double, partner >= 0
    low, high = _GAP_M
    fits = (width >= low) & (width <= np.where(meets_end, high, _CORNER_M))
    fits &= meets_end | double | alone
    fits &= ~_near(taken, middle, ahead, width)
    which = np.flatnonzero(fits)
    if not len(which):
        return Gaps(np.empty((0, 4)), np.empty((0, 4)))
    views = Views(middle[which], ahead[which], width[which])
    which = which[~_blocked(views, thick[which], lines, tree)]
    far = middle + np.where(np.isfinite(width), width, 0.0)[:, None] * ahead
    far = np.where((meets_end & ~double)[:, None], middle[partner], far)
    return _each_once(middle[which], far[which], thick[which])


def _jambs(lines: Floats, tree: shapely.STRtree) -> tuple[Floats, Floats]:
    """Short lines that close the end of a wall, the wall to the left of each."""
    pairs, places = _edges(lines)
    length = np.hypot(*(places[pairs[:, 1]] - places[pairs[:, 0]]).T)
    degree = np.bincount(pairs.reshape(-1), minlength=len(places))
    short = (length >= _THICK_M[0]) & (length <= _THICK_M[1]) & (degree[pairs] == 2).all(axis=1)
    if not short.any():
        return np.empty((0, 2)), np.empty((0, 2))
    # The sum of all neighbours of a corner less the one is the other.
    beside = np.zeros(len(places), np.int64)
    np.add.at(beside, pairs[:, 0], pairs[:, 1])
    np.add.at(beside, pairs[:, 1], pairs[:, 0])
    i, j = pairs[short].T
    before, after = beside[i] - j, beside[j] - i
    one, two = places[before] - places[i], places[after] - places[j]
    across = places[j] - places[i]
    thick = np.hypot(*across.T)
    reach = np.hypot(*one.T), np.hypot(*two.T)
    with np.errstate(all="ignore"):
        turn = (
            np.einsum("ij,ij->i", one, across) / (reach[0] * thick),
            np.einsum("ij,ij->i", two, across) / (reach[1] * thick),
        )
        alike = np.einsum("ij,ij->i", one, two) / (reach[0] * reach[1])
    fits = (np.abs(turn[0]) < _STRAIGHT) & (np.abs(turn[1]) < _STRAIGHT) & (alike > 0.9)
    fits &= np.minimum(*reach) > np.minimum(0.1, thick)
    # Four corners of nearly a square are a column, and no wall.
    ring = (beside[before] - i == after) & (np.maximum(*reach) < 2 * thick)
    fits &= ~ring
    flip = across[:, 0] * one[:, 1] - across[:, 1] * one[:, 0] < 0
    start = np.where(flip[:, None], places[j], places[i])
    end = np.where(flip[:, None], places[i], places[j])
    start, end = start[fits], end[fits]
    free = ~_run_over(start, end, lines, tree)
    return start[free], end[free]


def _run_over(starts: Floats, ends: Floats, lines: Floats, tree: shapely.STRtree) -> Bools:
    """Whether a line runs on over each end of a wall: the face of a wall that it meets."""
    over = np.zeros(len(starts), bool)
    if not len(starts):
        return over
    views = Views.between(starts, ends)
    of, which = views.near(tree, 0.0, _SNAP_M)
    one, two = views.seen(of, lines[which, :2]), views.seen(of, lines[which, 2:])
    low, high = np.minimum(one[:, 0], two[:, 0]), np.maximum(one[:, 0], two[:, 0])
    off = np.maximum(np.abs(one[:, 1]), np.abs(two[:, 1]))
    flat = (off < _SNAP_M) & (low < _SNAP_M)
    flat &= (high > views.length[of] - _SNAP_M) & (high - low > views.length[of] + 4 * _SNAP_M)
    over[of[flat]] = True
    return over


def _across(
    middle: Floats, ahead: Floats, thick: Floats, lines: Floats, tree: shapely.STRtree, n: int
) -> tuple[Floats, Ints]:
    """How far each end is from what it faces, and which end that is; -1 for none."""
    # From well behind the end, lest it sees itself by a hair.
    views = Views(middle - _BEHIND_M * ahead, ahead, np.full(len(middle), 4 * _BEHIND_M))
    width = np.full(len(middle), np.inf)
    reach = _GAP_M[1] + 0.1
    spread = []
    for share in (-0.4, 0.0, 0.4):
        shifted = Views(
            views.origin + share * thick[:, None] * views.left, views.ahead, views.length
        )
        spread.append(cast(shifted, lines, tree, np.array([0.0013]), reach).right[:, 0] - _BEHIND_M)
    rays = np.stack(spread)
    flat = np.isfinite(rays).all(axis=0)
    with np.errstate(all="ignore"):
        flat &= rays.max(axis=0) - rays.min(axis=0) < 0.05
    width[flat] = rays[1][flat]
    partner = np.full(len(middle), -1)
    pairs = pairs_within(middle, reach)
    if len(pairs):
        apart = middle[pairs[:, 1]] - middle[pairs[:, 0]]
        far = np.einsum("ij,ij->i", apart, ahead[pairs[:, 0]])
        off = np.abs(apart[:, 0] * ahead[pairs[:, 0], 1] - apart[:, 1] * ahead[pairs[:, 0], 0])
        facing = np.einsum("ij,ij->i", ahead[pairs[:, 0]], ahead[pairs[:, 1]]) < -0.98
        alike = np.abs(thick[pairs[:, 0]] - thick[pairs[:, 1]]) < 0.1
        both = (pairs[:, 0] < n) == (pairs[:, 1] < n)
        fits = facing & alike & both & (far > 0) & (off < 0.06)
        single = fits & (pairs[:, 0] >= n)
        for at in (0, 1):
            # Rays between two single lines pass beside their ends.
            width[pairs[single, at]] = np.minimum(width[pairs[single, at]], far[single])
            near = fits & (np.abs(far - width[pairs[:, at]]) < 0.06)
            partner[pairs[near, at]] = pairs[near, 1 - at]
    return width, partner


def _near(taken: Floats, middle: Floats, ahead: Floats, width: Floats) -> Bools:
    """Whether a door is known already where a gap would be."""
    if not len(taken):
        return np.zeros(len(middle), bool)
    far = np.where(np.isfinite(width), width, 0.0)
    known = (taken[:, :2] + taken[:, 2:]) / 2
    away = distances_to(known, middle + far[:, None] / 2 * ahead)
    return np.asarray(away < 0.45)


def _blocked(views: Views, thick: Floats, lines: Floats, tree: shapely.STRtree) -> Bools:
    """Whether a pane, a threshold or a wall is drawn across each gap."""
    of, which = views.near(tree, 0.0, float(thick.max() / 2 + 0.02))
    one, two = views.seen(of, lines[which, :2]), views.seen(of, lines[which, 2:])
    run = np.minimum(np.maximum(one[:, 0], two[:, 0]), views.length[of]) - np.maximum(
        np.minimum(one[:, 0], two[:, 0]), 0.0
    )
    inside = (np.abs(one[:, 1]) < thick[of] / 2 + 0.02) & (np.abs(two[:, 1]) < thick[of] / 2 + 0.02)
    found = np.zeros(len(views.length), bool)
    found[of[inside & (run > 0.5 * views.length[of])]] = True
    return found


def _each_once(start: Floats, end: Floats, thick: Floats) -> Gaps:
    lines = np.c_[start, end]
    centre = (lines[:, :2] + lines[:, 2:]) / 2
    gone = np.zeros(len(lines), bool)
    for one, other in sorted(pairs_within(centre, 0.3).tolist()):
        if not gone[one]:
            gone[other] = True
    lines, thick = lines[~gone], thick[~gone]
    along = lines[:, 2:] - lines[:, :2]
    ahead = along / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    left = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    closing = []
    for side in (-0.5, 0.5):
        # A hair inside the faces: a line right on a corner may miss both of its sides.
        shift = side * np.maximum(thick - 2 * HAIR_M, 0.0)[:, None] * left
        start, end = lines[:, :2] + shift, lines[:, 2:] + shift
        closing.append(closed(start, end, ahead))
    return Gaps(lines, np.concatenate(closing))
