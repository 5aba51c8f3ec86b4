"""Where a walkable area is narrow between two wide parts: the shortest lines across.

The outline is sampled, its samples are joined to triangles, and triangles are joined across their
sides, the widest first. What a disc of the width of a neck fits in is a part of its own; a side
that is still between two parts at the end is the shortest line across a neck.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

__all__ = ["Net", "cut", "find_necks", "net_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Samples of an outline to a width of a neck, and in all (judgement: two seconds).
_SAMPLES_TO_A_NECK = 8
# Wider necks are sampled as one of this width [m], so that several widths are tried on one net.
_SAMPLED_M = 1.0
_MOST_SAMPLES = 120_000
# Passes in which sides of the outline that no triangle has are halved.
_PASSES = 6
# Samples nearer to each other than this are one [m].
_SAME_M = 1e-6
# Far below that [m], and the samples for which it is worth it.
_HAIR_M, _MANY_SAMPLES = 1e-7, 40_000
# A part smaller than this is a niche and no room [m2] (judgement: a lavatory cubicle).
_LEAST_M2 = 1.5


@dataclass
class _Samples:
    """Points of an outline, ring by ring, each ring in its order."""

    points: Floats
    rings: Ints
    before: Ints
    after: Ints


class Net(NamedTuple):
    """An outline sampled and its samples joined to triangles."""

    samples: _Samples
    triangles: Ints  # Samples of each, shape (n, 3)
    neighbours: Ints  # Triangle behind the side that each sample faces, shape (n, 3)


def net_of(polygon: Polygon, neck_m: float) -> Net | None:
    """Join the outline of an area to triangles, fine enough for necks of some width and wider ones.

    Parameters
    ----------
    polygon, neck_m
        See `find_necks`.

    Returns
    -------
    Net or None
        None where the area is too thin for triangles.
    """
    from scipy.spatial import QhullError

    step = min(neck_m, _SAMPLED_M) / _SAMPLES_TO_A_NECK
    step = max(step, polygon.boundary.length / _MOST_SAMPLES)
    try:
        return Net(*_triangulated(_sampled(polygon, step)))
    except QhullError:
        return None


def find_necks(
    polygon: Polygon, neck_m: float, net: Net | None = None
) -> list[tuple[LineString, tuple[int, int]]]:
    """Find the shortest lines across the necks of an area.

    Parameters
    ----------
    polygon : Polygon
        The area [m], valid.
    neck_m : float
        What is narrower than this is a neck [m].
    net : Net, optional
        Its net for this width or a smaller one, where that is known.

    Returns
    -------
    list of (LineString, (int, int))
        Each line, from one point of the outline to another, and the rings of both (0 for the
        outer one); none where the area has no neck.
    """
    net = net or net_of(polygon, neck_m)
    if net is None:
        return []
    labels, sides = _parts(polygon, *net, neck_m)
    between = sides[labels[sides[:, 0]] != labels[sides[:, 1]], 2:]
    return [_shortest(net.samples, one, other) for one, other in between.tolist()]


def _sampled(polygon: Polygon, step: float) -> _Samples:
    points, rings = [], []
    for at, ring in enumerate([polygon.exterior, *polygon.interiors]):
        corners = shapely.get_coordinates(shapely.segmentize(ring, step))[:-1]
        points.append(corners)
        rings.append(np.full(len(corners), at))
    return _linked(np.concatenate(points), np.concatenate(rings))


def _linked(points: Floats, rings: Ints) -> _Samples:
    n = len(points)
    after = np.arange(1, n + 1)
    starts = np.flatnonzero(np.r_[True, rings[1:] != rings[:-1]])
    ends = np.r_[starts[1:], n] - 1
    after[ends] = starts
    before = np.empty(n, np.int64)
    before[after] = np.arange(n)
    return _Samples(points, rings, before, after)


def _triangulated(samples: _Samples) -> tuple[_Samples, Ints, Ints]:
    """Join samples to triangles, of which each side of the outline is a side as far as can be."""
    from scipy.spatial import Delaunay

    for n_pass in range(_PASSES):
        origin = samples.points.min(axis=0)
        keys = np.round((samples.points - origin) / _SAME_M).astype(np.int64)
        _, first, same = np.unique(keys, axis=0, return_index=True, return_inverse=True)
        same = same.reshape(-1)
        places = samples.points[first] - origin
        if len(places) > _MANY_SAMPLES:
            # Many lie on one circle; a hair off it they take a third of the time.
            places += np.random.default_rng(0).uniform(-_HAIR_M, _HAIR_M, places.shape)
        net = Delaunay(places)
        triangles = net.simplices.astype(np.int64)
        n = len(first)
        pairs = np.sort(np.concatenate([triangles[:, [a, b]] for a, b in ((0, 1), (1, 2), (2, 0))]))
        ahead = np.sort(np.stack([same, same[samples.after]], axis=1))
        there = np.isin(ahead @ [n, 1], pairs @ [n, 1]) | (ahead[:, 0] == ahead[:, 1])
        missing = np.flatnonzero(~there)
        if not missing.size or n_pass == _PASSES - 1 or n > 2 * _MOST_SAMPLES:
            break
        between = (samples.points[missing] + samples.points[samples.after[missing]]) / 2
        samples = _linked(
            np.insert(samples.points, missing + 1, between, axis=0),
            np.insert(samples.rings, missing + 1, samples.rings[missing]),
        )
    return samples, first[triangles], net.neighbors.astype(np.int64)


def _parts(
    polygon: Polygon, samples: _Samples, triangles: Ints, neighbours: Ints, neck_m: float
) -> tuple[Ints, Ints]:
    """Label each triangle with its part; and all sides between two triangles of the area."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    corners = samples.points[triangles]
    inside = _inside(polygon, samples, triangles, neighbours)
    sides = _sides(samples, triangles, neighbours, inside)
    lengths = np.hypot(*(samples.points[sides[:, 2]] - samples.points[sides[:, 3]]).T)
    wide = lengths >= neck_m - _SAME_M
    n = len(triangles)
    net = coo_array((np.ones(int(wide.sum())), (sides[wide, 0], sides[wide, 1])), shape=(n, n))
    _, labels = connected_components(net, directed=False)
    sizes, seeds = _disc_fits(corners, neck_m / 2)
    areas = np.bincount(labels, np.where(inside, sizes, 0.0)).astype(np.float64)
    is_part = np.bincount(labels, inside & seeds) > 0
    narrow = np.flatnonzero(labels[sides[:, 0]] != labels[sides[:, 1]])
    narrow = narrow[np.argsort(-lengths[narrow], kind="stable")]
    return _merged(labels[sides[narrow, :2]], areas, is_part)[labels], sides


def _inside(
    polygon: Polygon, samples: _Samples, triangles: Ints, neighbours: Ints
) -> NDArray[np.bool_]:
    """Which triangles are floor: by the side on which they lie of the outline that they meet."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rings = [polygon.exterior, *polygon.interiors]
    floor_is_left = np.array([ring.is_ccw == (at == 0) for at, ring in enumerate(rings)])
    n = len(triangles)
    links, votes = [], []
    for k in range(3):
        # Corners run against the clock, so that each triangle lies to the left of its sides.
        one, other, behind = triangles[:, (k + 1) % 3], triangles[:, (k + 2) % 3], neighbours[:, k]
        ahead, back = samples.after[one] == other, samples.before[one] == other
        votes.append(np.where(ahead != back, ahead == floor_is_left[samples.rings[one]], 0.5))
        free = np.flatnonzero(~ahead & ~back & (behind >= 0))
        links.append(np.stack([free, behind[free]]))
    pairs = np.concatenate(links, axis=1)
    net = coo_array((np.ones(pairs.shape[1]), (pairs[0], pairs[1])), shape=(n, n))
    n_parts, part = connected_components(net, directed=False)
    for_it, against = (
        np.bincount(part, sum(each == vote for each in votes), minlength=n_parts) > 0
        for vote in (1.0, 0.0)
    )
    inside: NDArray[np.bool_] = (for_it & ~against)[part]
    # Where the outline is not of sides alone, as where rings touch, parts on both sides are one.
    unsure = np.flatnonzero((for_it == against)[part])
    if unsure.size:
        shapely.prepare(polygon)
        middles = samples.points[triangles[unsure]].mean(axis=1)
        inside[unsure] = shapely.contains_xy(polygon, *middles.T)
    return inside


def _sides(samples: _Samples, triangles: Ints, neighbours: Ints, inside: NDArray[np.bool_]) -> Ints:
    """Two triangles of the area, and the two samples of the side between them, by row."""
    rows = []
    t = np.arange(len(triangles))
    for k in range(3):
        one, other = triangles[:, (k + 1) % 3], triangles[:, (k + 2) % 3]
        behind = neighbours[:, k]
        on_ring = (samples.after[one] == other) | (samples.before[one] == other)
        keep = (behind > t) & inside & inside[behind] & ~on_ring
        rows.append(np.stack([t, behind, one, other], axis=1)[keep])
    return np.concatenate(rows)


def _merged(links: Ints, areas: Floats, is_part: NDArray[np.bool_]) -> Ints:
    """Join labels to parts across links, the widest first; the part of each label."""
    owner = _joined(links, is_part)
    while True:
        roots = np.zeros(len(owner), bool)
        roots[owner[is_part]] = True
        small = roots & (np.bincount(owner, areas, minlength=len(areas)) < _LEAST_M2)
        if not small.any() or small.sum() == roots.sum():
            return owner
        # A niche joins what it opens to most.
        again = _joined(owner[links], roots & ~small)[owner]
        if (again == owner).all():
            return owner
        owner, is_part = again, roots & ~small


def _disc_fits(corners: Floats, radius: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Areas of triangles, and which of them hold the middle of a disc of at least that radius."""
    squares = np.stack(
        [((corners[:, (k + 1) % 3] - corners[:, (k + 2) % 3]) ** 2).sum(axis=1) for k in range(3)]
    )
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    areas = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        radii = np.sqrt(squares.prod(axis=0)) / (4 * areas)
    largest = squares.max(axis=0)
    acute = largest <= (squares.sum(axis=0) - largest) * (1 + 1e-6)
    return areas, acute & (areas > 0) & (radii >= radius - _SAME_M)


def _joined(links: Ints, is_part: NDArray[np.bool_]) -> Ints:
    """Join labels across links, in their order, where not both are parts; the owner of each."""
    owner = list(range(len(is_part)))
    part = is_part.tolist()

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for one, other in links.tolist():
        a, b = root(one), root(other)
        if a != b and not (part[a] and part[b]):
            # A part keeps its own label.
            if part[b]:
                a, b = b, a
            owner[b] = a
    return np.array([root(at) for at in range(len(owner))], np.int64)


def _shortest(samples: _Samples, one: int, other: int) -> tuple[LineString, tuple[int, int]]:
    """The shortest line between two samples, each moved along the outline by a step at most."""
    beside = [
        LineString(samples.points[[samples.before[at], at, samples.after[at]]])
        for at in (one, other)
    ]
    line = shapely.shortest_line(*beside)
    drawn = LineString(samples.points[[one, other]])
    if not 0.5 * drawn.length < line.length < drawn.length - _SAME_M:
        line = drawn
    return line, (int(samples.rings[one]), int(samples.rings[other]))


def cut(polygon: Polygon, lines: list[tuple[LineString, tuple[int, int]]]) -> list[Polygon]:
    """Cut an area along lines that end on its outline.

    Parameters
    ----------
    polygon : Polygon
        The area [m], valid.
    lines : list of (LineString, (int, int))
        As `find_necks` gives them.

    Returns
    -------
    list of Polygon
        Its pieces; together they are the area to the last digit.
    """
    ends: dict[int, list[Floats]] = {}
    chords = []
    for line, rings in lines:
        points = np.asarray(line.coords)
        for ring, point in zip(rings, points, strict=True):
            ends.setdefault(ring, []).append(point)
        chords.append(LineString(points))
    pieces = []
    for at, ring in enumerate([polygon.exterior, *polygon.interiors]):
        pieces += _pieces(np.asarray(ring.coords)[:, :2], ends.get(at, []))
    faces = shapely.get_parts(shapely.polygonize([*pieces, *chords]))
    shapely.prepare(polygon)
    inside = shapely.contains(polygon, shapely.point_on_surface(faces))
    return [*faces[inside]]


def _pieces(corners: Floats, points: list[Floats]) -> list[LineString]:
    """A ring, parted at points on it."""
    ring = LineString(corners)
    if not points:
        return [ring]
    shape, is_end = _with_points(ring, corners, points)
    start = int(np.flatnonzero(is_end)[0])
    shape = np.roll(shape, -start, axis=0)
    cuts = np.flatnonzero(np.roll(is_end, -start)).tolist()
    shape = np.concatenate([shape, shape[:1]])
    return [LineString(shape[low : high + 1]) for low, high in pairwise([*cuts, len(shape) - 1])]


def _with_points(
    ring: LineString, corners: Floats, points: list[Floats]
) -> tuple[Floats, NDArray[np.bool_]]:
    """The corners of a ring with points on it in their order, and which are such points."""
    corners = corners[:-1]
    along = np.r_[0.0, np.cumsum(np.hypot(*np.diff(corners, axis=0).T))]
    ends = np.array(sorted({*map(tuple, points)}))
    places = shapely.line_locate_point(ring, shapely.points(ends))
    # A corner at which a line ends is left out: the end of the line stands for it.
    after = np.searchsorted(along, places).clip(max=len(along) - 1)
    beside = np.stack([(after - 1), after, np.zeros_like(after)])
    kept = np.ones(len(corners), bool)
    for at in beside:
        near = np.hypot(*(corners[at] - ends).T) < _SAME_M
        kept[at[near]] = False
    shape = np.concatenate([corners[kept], ends])
    is_end = np.r_[np.zeros(int(kept.sum()), bool), np.ones(len(ends), bool)]
    order = np.argsort(np.r_[along[kept], places], kind="stable")
    return shape[order], is_end[order]
