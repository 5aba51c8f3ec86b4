"""Where a walkable area is narrow between two wide parts: the shortest lines across.

The outline is sampled, its samples are joined to triangles, and triangles are joined across their
sides, the widest first. What a disc of the width of a neck fits in is a part of its own; a side
that is still between two parts at the end is the shortest line across a neck.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

from asher.floorplan.importers._net import SAME_M, Net, Samples, finest_m, net_of
from asher.floorplan.near import groups

__all__ = ["cut", "find_necks"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# A part smaller than this is a niche and no room [m2] (judgement: a lavatory cubicle).
_LEAST_M2 = 1.5
# A side of the outline that more triangles lie across is not followed to its end.
_MOST_CROSSED = 100


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
    return _shortest(net.samples, sides[labels[sides[:, 0]] != labels[sides[:, 1]], 2:])


def _parts(
    polygon: Polygon, samples: Samples, triangles: Ints, neighbours: Ints, neck_m: float
) -> tuple[Ints, Ints]:
    """Label each triangle with its part; and all sides between two triangles of the area."""
    inside, sides = _floor(polygon, samples, triangles, neighbours)
    lengths = np.hypot(*(samples.points[sides[:, 2]] - samples.points[sides[:, 3]]).T)
    wide = lengths >= neck_m - SAME_M
    n_labels, labels = groups(sides[wide, :2], len(triangles))
    floor = labels[inside]
    sizes, seeds = _disc_fits(samples, triangles[inside], neck_m)
    areas = np.bincount(floor, sizes, minlength=n_labels).astype(np.float64)
    is_part = np.bincount(floor, seeds, minlength=n_labels) > 0
    if is_part.sum() < 2:
        # Nothing lies between two parts.
        return np.zeros_like(labels), sides
    narrow = np.flatnonzero(labels[sides[:, 0]] != labels[sides[:, 1]])
    narrow = narrow[np.argsort(-lengths[narrow], kind="stable")]
    return _merged(labels[sides[narrow, :2]], areas, is_part)[labels], sides


def _floor(
    polygon: Polygon, samples: Samples, triangles: Ints, neighbours: Ints
) -> tuple[NDArray[np.bool_], Ints]:
    """Which triangles are floor: by the side on which they lie of the outline that they meet.

    Also the sides between two of them that are none of the outline: both triangles, and the two
    samples of the side, by row.
    """
    rings = [polygon.exterior, *polygon.interiors]
    floor_is_left = np.array([ring.is_ccw == (at == 0) for at, ring in enumerate(rings)])
    n = len(triangles)
    free = []
    for_it, against = np.zeros(n, bool), np.zeros(n, bool)
    is_drawn = np.zeros(len(samples.points), bool)
    for k in range(3):
        # Corners run against the clock, so that each triangle lies to the left of its sides.
        one, other = triangles[:, (k + 1) % 3], triangles[:, (k + 2) % 3]
        ahead, back = samples.after[one] == other, samples.before[one] == other
        is_floor = ahead == floor_is_left[samples.rings[one]]
        for_it |= (ahead != back) & is_floor
        against |= (ahead != back) & ~is_floor
        is_drawn[one[ahead]] = is_drawn[other[back]] = True
        at = np.flatnonzero(~ahead & ~back & (neighbours[:, k] > np.arange(n)))
        free.append(np.stack([at, neighbours[at, k], one[at], other[at]], axis=1))
    # Where the outline leads through a triangle, both of its sides would become one.
    through = _led_through(samples, triangles, neighbours, ~is_drawn)
    sides = np.concatenate(free)
    within = ~(through[sides[:, 0]] | through[sides[:, 1]])
    n_parts, part = groups(sides[within, :2], n)
    for_it, against = (
        np.bincount(part[votes], minlength=n_parts) > 0 for votes in (for_it, against)
    )
    inside: NDArray[np.bool_] = (for_it & ~against)[part]
    # Also where rings touch, parts on both sides are one.
    unsure = np.flatnonzero((for_it == against)[part] | through)
    if unsure.size:
        shapely.prepare(polygon)
        middles = samples.points[triangles[unsure]].mean(axis=1)
        # Those of one height meet the same sides of the outline: in order they take two thirds.
        order = np.argsort(middles[:, 1])
        inside[unsure[order]] = shapely.contains_xy(polygon, *middles[order].T)
    return inside, sides[inside[sides[:, 0]] & inside[sides[:, 1]]]


def _led_through(
    samples: Samples, triangles: Ints, neighbours: Ints, is_lost: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which triangles the outline leads through, from lost samples to those after them."""
    through = np.zeros(len(triangles), bool)
    at, k = np.nonzero(is_lost[triangles])
    start = triangles[at, k]
    goal = samples.after[start]
    # The triangle at the start in which the goal lies ahead: it is left through the side opposite.
    is_ahead = _is_left(samples, start, goal, triangles[at, (k + 2) % 3])
    is_ahead &= ~_is_left(samples, start, goal, triangles[at, (k + 1) % 3])
    at, k, start, goal = (each[is_ahead] for each in (at, k, start, goal))
    for _ in range(_MOST_CROSSED):
        through[at] = True
        behind = neighbours[at, k]
        at, start, goal, came = (each[behind >= 0] for each in (behind, start, goal, at))
        k = np.argmax(neighbours[at] == came[:, np.newaxis], axis=1)
        through[at] = True
        apex = triangles[at, k]
        # The side is left on which the corner opposite lies.
        k = np.where(_is_left(samples, start, goal, apex), k + 1, k + 2) % 3
        at, k, start, goal = (each[apex != goal] for each in (at, k, start, goal))
        if not at.size:
            break
    return through


def _is_left(samples: Samples, start: Ints, goal: Ints, corner: Ints) -> NDArray[np.bool_]:
    """Whether corners lie to the left of ways from one sample to another."""
    (x, y), (dx, dy) = ((samples.points[each] - samples.points[start]).T for each in (goal, corner))
    left: NDArray[np.bool_] = x * dy - y * dx >= 0
    return left


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


def _disc_fits(
    samples: Samples, triangles: Ints, neck_m: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Areas of triangles, and which of them hold the middle of a disc as wide as a neck."""
    corners, radius = samples.points[triangles], neck_m / 2
    squares = np.stack(
        [((corners[:, (k + 1) % 3] - corners[:, (k + 2) % 3]) ** 2).sum(axis=1) for k in range(3)]
    )
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    areas = np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        radii = np.sqrt(squares.prod(axis=0)) / (4 * areas)
    largest = squares.max(axis=0)
    acute = largest <= (squares.sum(axis=0) - largest) * (1 + 1e-6)
    fits = acute & (areas > 0) & (radii >= radius - SAME_M)
    # Where samples are far apart, a circle through them reaches far beyond the wall between two: in
    # a slit, of which the other side is near too, no disc fits.
    nearest = (radius - SAME_M) ** 2 - (finest_m(neck_m) + SAME_M) ** 2 / 4
    for k in range(3):
        at = np.flatnonzero(fits)
        one, other = triangles[at, (k + 1) % 3], triangles[at, (k + 2) % 3]
        is_wall = (samples.after[one] == other) | (samples.before[one] == other)
        is_near = radii[at] ** 2 - squares[k, at] / 4 < nearest
        is_slit = 2 * areas[at] < (neck_m - SAME_M) * np.sqrt(squares[k, at])
        fits[at] = ~(is_wall & is_near & is_slit)
    return areas, fits


def _joined(links: Ints, is_part: NDArray[np.bool_]) -> Ints:
    """Join labels across links, in their order, where not both are parts; the owner of each."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    # Two parts never become one if all of them hang on one more label from the beginning: what is
    # joined then is the tree that takes the earliest links.
    n = len(is_part)
    ends = np.sort(links)
    # Of several links between two labels the first counts.
    _, first = np.unique(ends @ [n, 1], return_index=True)
    first = first[ends[first, 0] != ends[first, 1]]
    parts = np.flatnonzero(is_part)
    rank = np.concatenate([first + 2.0, np.ones(len(parts))])
    one, other = np.r_[ends[first, 0], parts], np.r_[ends[first, 1], np.full(len(parts), n)]
    tree = minimum_spanning_tree(coo_array((rank, (one, other)), shape=(n + 1, n + 1)).tocsr())
    kept = tree.tocoo()
    inner = np.maximum(kept.row, kept.col) < n
    _, trees = groups(np.stack([kept.row[inner], kept.col[inner]], axis=1), n)
    # A part keeps its own label.
    owner = np.zeros(n, np.int64)
    owner[trees[::-1]] = np.arange(n)[::-1]
    owner[trees[parts]] = parts
    owners: Ints = owner[trees]
    return owners


def _shortest(samples: Samples, ends: Ints) -> list[tuple[LineString, tuple[int, int]]]:
    """The shortest line between two samples each, which are moved by a step at most."""
    beside = [
        shapely.linestrings(
            samples.points[np.stack([samples.before[at], at, samples.after[at]], axis=1)]
        )
        for at in ends.T
    ]
    lines = shapely.shortest_line(*beside)
    drawn = shapely.linestrings(samples.points[ends])
    lengths, most = shapely.length(lines), shapely.length(drawn)
    moved = (0.5 * most < lengths) & (lengths < most - SAME_M)
    rings = map(tuple, samples.rings[ends].tolist())
    return [*zip(np.where(moved, lines, drawn).tolist(), rings, strict=True)]


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
    rings = np.array([polygon.exterior, *polygon.interiors])
    chords = np.array([line for line, _ in lines])
    at = np.array([rings for _, rings in lines]).ravel()
    pieces = _pieces(rings, at, shapely.get_coordinates(chords))
    faces = shapely.get_parts(shapely.polygonize([*pieces, *chords]))
    shapely.prepare(polygon)
    inside = shapely.contains(polygon, shapely.point_on_surface(faces))
    return [*faces[inside]]


def _pieces(rings: NDArray[np.object_], at: Ints, points: Floats) -> NDArray[np.object_]:
    """Rings, parted at points on them; of each point the ring is known."""
    whole = np.setdiff1d(np.arange(len(rings)), at)
    # Two lines may end at one point.
    order = np.lexsort((points[:, 1], points[:, 0], at))
    at, points = at[order], points[order]
    new = np.r_[True, (at[1:] != at[:-1]) | (points[1:] != points[:-1]).any(axis=1)]
    ring, shape, is_end = _with_points(rings, at[new], points[new])
    # Each ring begins at the first of its ends, and comes back to it.
    starts = np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]])
    sizes = np.diff(np.r_[starts, len(ring)])
    first = np.minimum.reduceat(np.where(is_end, np.arange(len(ring)), len(ring)), starts)
    turned = np.arange(len(ring)) - np.repeat(starts, sizes) + np.repeat(first - starts, sizes)
    turned = turned % np.repeat(sizes, sizes) + np.repeat(starts, sizes)
    turned = np.insert(turned, starts + sizes, first)
    ring, shape, is_end = ring[turned], shape[turned], is_end[turned]
    # An end between two pieces belongs to both.
    within = is_end & np.r_[False, ring[1:] == ring[:-1]] & np.r_[ring[1:] == ring[:-1], False]
    times = np.where(within, 2, 1)
    begins = np.r_[True, ring[1:] != ring[:-1]]
    piece = np.cumsum(np.repeat(begins, times) | _second(within, times)) - 1
    parts = shapely.linestrings(np.repeat(shape, times, axis=0), indices=piece)
    # In the order of the rings.
    of_piece = np.repeat(ring, times)[np.r_[True, piece[1:] != piece[:-1]]]
    every = np.concatenate([parts, rings[whole]])
    return every[np.argsort(np.r_[of_piece, whole], kind="stable")]


def _second(within: NDArray[np.bool_], times: Ints) -> NDArray[np.bool_]:
    """Which of repeated corners stand there for the second time."""
    second = np.zeros(int(times.sum()), bool)
    second[np.cumsum(times)[within] - 1] = True
    return second


def _with_points(
    rings: NDArray[np.object_], at: Ints, points: Floats
) -> tuple[Ints, Floats, NDArray[np.bool_]]:
    """The corners of rings with points on them in their order, and which are such points."""
    parted = np.unique(at)
    corners, ring = shapely.get_coordinates(rings[parted], return_index=True)
    lengths = np.r_[0.0, np.cumsum(np.hypot(*np.diff(corners, axis=0).T))]
    starts = np.flatnonzero(np.r_[True, ring[1:] != ring[:-1]])
    along = lengths - lengths[starts][ring]
    of_end = np.searchsorted(parted, at)
    places = shapely.line_locate_point(rings[at], shapely.points(points))
    # A corner at which a line ends is left out: the end of the line stands for it.
    after = np.searchsorted(lengths, places + lengths[starts][of_end])
    kept = np.r_[ring[1:] == ring[:-1], False]
    last = np.r_[starts[1:], len(ring)] - 1
    for beside in (after - 1, after, after + 1, starts[of_end], last[of_end] - 1):
        corner = beside.clip(starts[of_end], last[of_end])
        near = np.hypot(*(corners[corner] - points).T) < SAME_M
        kept[corner[near]] = False
    every = np.r_[ring[kept], of_end]
    order = np.lexsort((np.r_[along[kept], places], every))
    shape = np.concatenate([corners[kept], points])[order]
    is_end = np.r_[np.zeros(int(kept.sum()), bool), np.ones(len(points), bool)][order]
    return parted[every[order]], shape, is_end
