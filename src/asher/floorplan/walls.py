"""Boundaries as straight wall segments: shared ones once, openings cut out to their clear width."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from numpy.typing import NDArray

from asher.floorplan.lines import (
    EXACT_M,
    TOLERANCE_M,
    Edges,
    Interval,
    edges_of,
    left_over,
    lengths_of,
    near_pairs,
    stretch_beside,
)

__all__ = ["merge_edges"]

# Two lines of the same meaning differ by at most this angle [rad], about 1 degree.
_ANGLE = 0.02
# Whatever counts as lying on a wall must be cut out of it, so cuts reach a hair further [m].
_CUT_REACH_M = TOLERANCE_M + 2 * EXACT_M

Gaps = dict[int, list[Interval]]


def merge_edges(edges: Edges, *, cuts: Edges | None = None) -> Edges:
    """Join edges on the same line into the fewest segments, and cut openings out of them.

    Parameters
    ----------
    edges : ndarray of float, shape (n, 4)
        Ends of the edges [m]; the same stretch may be covered many times.
    cuts : ndarray of float, shape (m, 4), optional
        Ends of the openings [m]. What lies within 0.05 m of an opening and projects onto it is
        cut out, at whatever angle.

    Returns
    -------
    ndarray of float, shape (k, 4)
        Ends of the segments that remain [m]; each free stretch of wall once.

    Notes
    -----
    Edges on exactly the same line are joined. Of two edges that run beside each other within
    0.05 m, as the two sides of a shared boundary may when they were drawn apart, the longer stands
    for both; no edge is moved. Time is near linear in the edges, and nothing hangs on where the
    plan lies.

    Examples
    --------
    >>> merge_edges(np.array([[0.0, 0, 3, 0], [5, 0, 2, 0]]), cuts=np.array([[1.0, 0.02, 2, 0.02]]))
    array([[0., 0., 1., 0.],
           [2., 0., 5., 0.]])
    """
    # Long edges first: they stand for short ones beside them. Lengths are rounded, so that the
    # order of equal ones is that of the plan wherever it lies.
    edges = edges[np.argsort(-np.round(lengths_of(edges), 6), kind="stable")]
    gaps = _doubled(edges)
    if cuts is not None:
        index, cut = near_pairs(edges, cuts, _CUT_REACH_M)
        _add(gaps, index, *stretch_beside(edges[index], cuts[cut], _CUT_REACH_M))
    return _joined(_pieces(edges, gaps))


def _doubled(edges: Edges) -> Gaps:
    # The stretches of each edge that a longer one beside it stands for already.
    lengths = lengths_of(edges)
    gaps: Gaps = defaultdict(list)
    for first, second, start, end in _beside(edges, lengths):
        if first not in gaps:
            gaps[second].append((start, end))
            continue
        # Where the longer one gave way to a third, it stands for nothing.
        run = edges[second, 2:] - edges[second, :2]
        along = (edges[first, 2:] - edges[first, :2]) / lengths[first] ** 2
        at, rise = float((edges[second, :2] - edges[first, :2]) @ along), float(run @ along)
        places = at + start * rise, at + end * rise
        for low, high in left_over((min(places), max(places)), gaps[first]):
            shares = (low - at) / rise, (high - at) / rise
            gaps[second].append((min(shares), max(shares)))
    return gaps


def _beside(edges: Edges, lengths: NDArray[np.float64]) -> list[tuple[int, int, float, float]]:
    # Pairs of a longer and a shorter edge, with the stretch of the shorter that runs beside.
    long = np.flatnonzero(lengths > TOLERANCE_M)
    near = long[near_pairs(edges[long], edges[long], TOLERANCE_M)]
    touching = near_pairs(edges, edges, EXACT_M)
    keys, stretches = [], []
    for pairs, reach, least in ((near, TOLERANCE_M, TOLERANCE_M), (touching, EXACT_M, EXACT_M)):
        first, second = pairs[:, pairs[0] < pairs[1]]
        steps = [edges[index, 2:] - edges[index, :2] for index in (first, second)]
        turn = np.abs(steps[0][:, 0] * steps[1][:, 1] - steps[0][:, 1] * steps[1][:, 0])
        start, end = stretch_beside(edges[second], edges[first], reach + EXACT_M)
        beside = turn <= _ANGLE * lengths[first] * lengths[second]
        beside &= (end - start) * lengths[second] > least
        keys.append(second[beside] * len(edges) + first[beside])
        stretches.append(np.stack([start[beside], end[beside]], axis=1))
    # Of a pair that is both near and touching, what is near counts.
    by_second, at = np.unique(np.concatenate(keys), return_index=True)
    of_pair = np.concatenate(stretches)[at]
    rows = (by_second % max(len(edges), 1), by_second // max(len(edges), 1), *of_pair.T)
    return [*zip(*(each.tolist() for each in rows), strict=True)]


def _add(
    gaps: Gaps, index: NDArray[np.int64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> None:
    real = start < end
    for edge, low, high in zip(index[real].tolist(), start[real], end[real], strict=True):
        gaps[edge].append((float(low), float(high)))


def _pieces(edges: Edges, gaps: Gaps) -> Edges:
    kept = {edge: left_over((0.0, 1.0), gaps[edge]) for edge in sorted(gaps)}
    each = np.ones(len(edges), dtype=np.int64)
    each[[*kept]] = [len(shares) for shares in kept.values()]
    index = np.repeat(np.arange(len(edges)), each)
    share = np.tile([0.0, 1.0], (len(index), 1))
    left = [part for shares in kept.values() for part in shares]
    share[np.isin(index, [*kept])] = np.reshape(left, (-1, 2))
    whole = edges[index]
    run = whole[:, 2:] - whole[:, :2]
    starts, ends = (whole[:, :2] + share[:, [side]] * run for side in (0, 1))
    # The ends of what was not cut stay exactly as drawn.
    ends = np.where(share[:, [1]] == 1.0, whole[:, 2:], ends)
    pieces = np.hstack([starts, ends])
    return pieces[lengths_of(pieces) > EXACT_M]


def _joined(pieces: Edges) -> Edges:
    # Pieces that meet end to end in one straight line become one.
    follows = _continuations(pieces)
    single: NDArray[np.bool_] = np.all(follows < 0, axis=1)
    done, onward, ends = single.tolist(), follows.tolist(), pieces.reshape(-1, 2, 2).tolist()
    # Chains begin at a loose end; what is left over after that are closed ones.
    loose = np.flatnonzero((follows < 0).any(axis=1) & ~single).tolist()
    starts: list[int] = []
    corners: list[list[float]] = []
    chain_of: list[int] = []
    for turn, start in enumerate([*loose, *range(len(pieces))]):
        if done[start]:
            continue
        side = 0 if onward[start][0] < 0 else 1
        points, at = [ends[start][side]], start
        while not done[at]:
            done[at] = True
            points.append(ends[at][1 - side])
            end = onward[at][1 - side]
            if end < 0:
                break
            at, side = divmod(end, 2)
        chain_of += [len(starts)] * len(points)
        corners += points
        starts.append(start if turn < len(loose) else start + len(pieces))
    # Many tiny turns may add up to a curve.
    chains = shapely.linestrings(np.reshape(corners, (-1, 2)), indices=np.array(chain_of, int))
    segments, chain = edges_of(shapely.simplify(chains, EXACT_M, preserve_topology=False))
    order = np.concatenate([np.flatnonzero(single), np.array(starts, int)[chain]])
    return np.vstack([pieces[single], segments])[np.argsort(order, kind="stable")]


def _continuations(pieces: Edges) -> NDArray[np.int64]:
    # For both ends of each piece, the end (2 x piece + side) that goes on straight; -1 if none.
    follows = np.full(2 * len(pieces), -1, dtype=np.int64)
    if len(pieces):
        ends = pieces.reshape(-1, 2)
        others = pieces.reshape(-1, 2, 2)[:, ::-1].reshape(-1, 2)
        points = shapely.points(ends)
        one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=EXACT_M)
        one, other = one[one < other], other[one < other]
        chord = others[other] - others[one]
        arm = ends[one] - others[one]
        length = np.hypot(*chord.T)
        turn = np.abs(chord[:, 0] * arm[:, 1] - chord[:, 1] * arm[:, 0])
        onward = np.sum(arm * (others[other] - ends[one]), axis=1) > 0
        straight = onward & (turn <= EXACT_M * length)
        bend = turn[straight] / length[straight]
        by_bend = np.argsort(np.round(bend, 9), kind="stable")
        goes_on = follows.tolist()
        for a, b in zip(*(each[straight][by_bend].tolist() for each in (one, other)), strict=True):
            if goes_on[a] < 0 and goes_on[b] < 0:
                goes_on[a], goes_on[b] = b, a
        follows = np.array(goes_on, dtype=np.int64)
    return follows.reshape(-1, 2)
