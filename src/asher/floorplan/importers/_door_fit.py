"""Doors fitted in their walls: between the faces of thick ones, on thin ones, two leaves as one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from asher.floorplan.importers._door_swings import Swings
from asher.floorplan.importers._rays import HAIR_M, Views, cast, closed
from asher.floorplan.near import pairs_within

__all__ = ["Passages", "fit_in", "hang"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# How far beyond the closed leaf, and how far inside it, the wall may begin [m]: frames and stops.
_BEYOND_M, _INSIDE_M = 0.3, 0.15
# The thickest wall [m], and the step in which its faces are looked for.
_THICK_M, _STEP_M = 0.62, 0.04
_FLAT_M = 0.06
# A jamb steps by less than this from one ray to the next [m]: else another wall begins there.
_JUMP_M = 0.03
# A wall that runs on through a door lies this near to the closed leaf [m].
_ALONG_M = 0.4
# Two leaves that meet this near are of one door [m].
_MEET_M = 0.12


@dataclass(frozen=True)
class Passages:
    """Where one gets through walls."""

    lines: Floats  # Clear opening in the middle of the wall [m], of shape (n, 4)
    closing: Floats  # Lines that close the openings, one at each face of the wall, of shape (m, 4)
    lost: Floats  # Where leaves are at no wall, of shape (l, 2)


def hang(swings: Swings, is_open: Bools, walls: Floats) -> Passages:
    """Hang each leaf in its wall: find which end of its swing is closed, and both faces there.

    Parameters
    ----------
    swings : Swings
        Of doors [m].
    is_open : ndarray of bool, shape (n, 2)
        At which ends a leaf is drawn.
    walls : ndarray of float, shape (m, 4)
        Without leaves [m].

    Returns
    -------
    Passages
        One for each door; two leaves that meet are one door.
    """
    none = np.empty((0, 4))
    if not len(swings.radius) or not len(walls):
        return Passages(none, none, swings.hinge)
    closed, sure = _in_their_walls(swings, is_open, walls)
    starts, ends = _paired(swings, closed, sure)
    return fit_in(starts, ends, walls)


def fit_in(starts: Floats, ends: Floats, walls: Floats) -> Passages:
    """Fit doors in their walls.

    Parameters
    ----------
    starts, ends : ndarray of float, shape (n, 2)
        From one end of each to the other, at either face of its wall or within it [m].
    walls : ndarray of float, shape (m, 4)
        Without leaves [m].

    Returns
    -------
    Passages
        Those that are in a wall.
    """
    views = Views.between(starts, ends)
    tree = shapely.STRtree(shapely.linestrings(walls.reshape(-1, 2, 2)))
    lines, closing, kept = _between_faces(views, walls, tree)
    rest = np.flatnonzero(~kept)
    more, touching = _on_walls(views.take(rest), walls, tree)
    # A door in a wall without faces of its own is as long as it is drawn.
    lines[rest] = np.c_[starts[rest], ends[rest]]
    kept[rest] = touching
    return Passages(lines[kept], np.concatenate([closing, more]), views.origin[~kept])


def _in_their_walls(swings: Swings, is_open: Bools, walls: Floats) -> tuple[Ints, Bools]:
    """Which tip is the closed one, by the leaf and by where walls are; and whether that is sure."""
    tree = shapely.STRtree(shapely.linestrings(walls.reshape(-1, 2, 2)))
    scores = np.zeros((len(swings.radius), 2))
    for tip in (0, 1):
        views = Views.between(swings.hinge, swings.tips[:, tip])
        valid = _valid(views, walls, tree)[0]
        near = np.abs(_offsets()) < 0.2
        scores[:, tip] += 2.0 * valid[:, near].any(axis=1)
        scores[:, tip] += _runs_along(views, walls, tree)
        scores[:, tip] += 1.5 * is_open[:, 1 - tip] - 1.5 * is_open[:, tip]
    sure: Bools = np.asarray(is_open.any(axis=1))
    return np.argmax(scores, axis=1), sure


def _offsets() -> Floats:
    return np.arange(-_THICK_M, _THICK_M + 1e-9, _STEP_M) + 0.007


def _valid(
    views: Views, walls: Floats, tree: shapely.STRtree
) -> tuple[Bools, Floats, Floats, Ints, Ints]:
    """At which offsets a wall begins on both sides of a door, and where."""
    hits = cast(views, walls, tree, _offsets(), _BEYOND_M)
    length = views.length[:, None]
    left = (hits.left >= -_BEYOND_M) & (hits.left <= _INSIDE_M)
    right = (hits.right <= length + _BEYOND_M) & (hits.right >= length - _INSIDE_M)
    return left & right, hits.left, hits.right, hits.left_at, hits.right_at


def _runs_along(views: Views, walls: Floats, tree: shapely.STRtree) -> Floats:
    """How much of a door has a wall along it: 1 for all."""
    of, which = views.near(tree, _BEYOND_M, _ALONG_M)
    start, end = views.seen(of, walls[which, :2]), views.seen(of, walls[which, 2:])
    rise, run = np.abs(end[:, 1] - start[:, 1]), np.abs(end[:, 0] - start[:, 0])
    flat = (rise < 0.1 * run) & (np.abs(start[:, 1]) < _ALONG_M)
    length = views.length[of]
    low = np.minimum(start[:, 0], end[:, 0])
    high = np.maximum(start[:, 0], end[:, 0])
    # A wall that ends where the door begins, on either side, counts as well as one that runs on.
    ahead = flat & (low < length + _BEYOND_M) & (high > length - _INSIDE_M) & (high > length + 0.02)
    behind = flat & (low < -0.02) & (high > -_BEYOND_M)
    found = np.zeros((len(views.length), 2), bool)
    found[of[ahead], 0] = True
    found[of[behind], 1] = True
    share: Floats = found.mean(axis=1)
    return share


def _paired(swings: Swings, closed: Ints, sure: Bools) -> tuple[Floats, Floats]:
    """From hinge to tip, or from hinge to hinge where two leaves meet."""
    n = len(swings.radius)
    either = swings.tips.reshape(-1, 2)
    ahead = (swings.tips - swings.hinge[:, None]) / swings.radius[:, None, None]
    ahead = ahead.reshape(-1, 2)
    usable = np.ones((n, 2), bool)
    usable[sure, 1 - closed[sure]] = False
    pairs = pairs_within(either, _MEET_M)
    partner = np.full(n, -1)
    if len(pairs):
        one, other = pairs[:, 0] // 2, pairs[:, 1] // 2
        meet = (one != other) & usable.reshape(-1)[pairs].all(axis=1)
        meet &= np.einsum("ij,ij->i", ahead[pairs[:, 0]], ahead[pairs[:, 1]]) < -0.97
        for a, b in pairs[meet]:
            if partner[a // 2] < 0 and partner[b // 2] < 0:
                partner[a // 2], partner[b // 2] = b // 2, a // 2
    first = (partner < 0) | (np.arange(n) < partner)
    ends = swings.tips[np.arange(n), closed]
    two = partner >= 0
    ends = np.where(two[:, None], swings.hinge[partner], ends)
    return swings.hinge[first], ends[first]


def _between_faces(
    views: Views, walls: Floats, tree: shapely.STRtree
) -> tuple[Floats, Floats, Bools]:
    """The middle of the wall in each doorway, and lines that close it at both faces."""
    offsets = _offsets()
    valid, left, right, left_at, right_at = _valid(views, walls, tree)
    each = np.arange(len(valid))
    centre = int(np.argmin(np.abs(offsets)))
    first = np.where(valid, np.abs(np.arange(len(offsets)) - centre), len(offsets)).argmin(axis=1)
    for x in (left, right):
        # Beyond the wall other walls may be as near: a jamb is flat but for a stop.
        with np.errstate(invalid="ignore"):
            valid &= np.abs(x - x[each, first][:, None]) < _FLAT_M
    with np.errstate(invalid="ignore"):
        jumps = np.maximum(*(np.abs(np.diff(x, axis=1)) for x in (left, right))) > _JUMP_M
    low, high = _run_near(valid, jumps, centre)
    hung = low >= 0
    left, right = (np.where(hung[:, None], x, 0.0) for x in (left, right))
    ys = []
    for at, side in ((low, min), (high, max)):
        y = offsets[at]
        sign = -1.0 if side is min else 1.0
        reach = np.full(len(y), np.inf)
        for hit in (left_at[each, at], right_at[each, at]):
            of = np.flatnonzero(hung)
            ends = np.stack([views.seen(of, walls[hit[of], k : k + 2])[:, 1] for k in (0, 2)])
            reach[of] = np.minimum(reach[of], (sign * ends).max(axis=0))
        # To the corner of the jamb where it is near, else to where the ray lies.
        ys.append(np.where(np.abs(sign * reach - y) <= _STEP_M, sign * reach, y))
    thick = ys[1] - ys[0]
    # What runs on as far as is looked is no jamb: walls of a corridor at whose end the door is.
    deep = (low == 0) | (high == len(offsets) - 1) | (thick > _THICK_M + _STEP_M)
    nearest = np.clip(offsets[centre], offsets[low], offsets[high])
    middle = np.where(deep, nearest, (ys[0] + ys[1]) / 2)
    half = (low + high) // 2
    start = np.maximum(left[each, half], 0.0)
    end = np.minimum(right[each, half], views.length)
    lines = np.c_[views.at(start, middle), views.at(end, middle)]
    closing = []
    # A hair inside the faces: a line right on a corner may miss both of its sides.
    inset = np.minimum(HAIR_M, thick / 4)
    there = np.flatnonzero(hung)
    found = views.take(there)
    for at, face in ((low, ys[0] + inset), (high, ys[1] - inset)):
        y = np.where(deep, middle, face)[there]
        first_x, last_x = left[there, at[there]] - 0.004, right[there, at[there]] + 0.004
        closing.append(np.c_[found.at(first_x, y), found.at(last_x, y)])
    return lines, np.concatenate(closing), hung


def _run_near(valid: Bools, jumps: Bools, centre: int) -> tuple[Ints, Ints]:
    """The run of valid offsets nearest to the middle one: its first and last; -1 for none."""
    n, k = valid.shape
    away = np.where(valid, np.abs(np.arange(k) - centre), k)
    nearest = away.argmin(axis=1)
    each = np.arange(n)
    # Hinges lie at a face, a leaf's thickness before it, or in the middle of the wall.
    found = away[each, nearest] <= round(0.2 / _STEP_M)
    low, high = nearest.copy(), nearest.copy()
    for _ in range(k):
        before, after = np.maximum(low - 1, 0), np.minimum(high, k - 2)
        down = found & (low > 0) & valid[each, before] & ~jumps[each, before]
        up = found & (high < k - 1) & valid[each, after + 1] & ~jumps[each, after]
        if not (down.any() or up.any()):
            break
        low[down] -= 1
        high[up] += 1
    low[~found] = -1
    high[~found] = -1
    return low, high


def _on_walls(views: Views, walls: Floats, tree: shapely.STRtree) -> tuple[Floats, Bools]:
    """Close doors in walls that are one line or run on, by a line from wall to wall."""
    ends = views.origin, views.origin + views.ahead * views.length[:, None]
    feet, touching = [], np.ones(len(views.length), bool)
    for point in ends:
        places = shapely.points(point)
        (of, which), _ = tree.query_nearest(
            places, max_distance=_BEYOND_M, return_distance=True, all_matches=False
        )
        foot = point.copy()
        lines = shapely.linestrings(walls[which].reshape(-1, 2, 2))
        nearest = shapely.line_interpolate_point(
            lines, shapely.line_locate_point(lines, places[of])
        )
        foot[of] = shapely.get_coordinates(nearest)
        has = np.zeros(len(point), bool)
        has[of] = True
        touching &= has
        feet.append(foot)
    lines = closed(feet[0][touching], feet[1][touching], views.ahead[touching])
    return lines, touching
