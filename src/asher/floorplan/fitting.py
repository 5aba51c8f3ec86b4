"""Whether spaces, openings and stairs fit together: overlaps, gaps, dead ends, narrow doors."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from asher.floorplan.barriers import find_barriers
from asher.floorplan.discs import are_thin
from asher.floorplan.elements import Floorplan, Space
from asher.floorplan.levels import by_level
from asher.floorplan.lines import TOLERANCE_M, CrowdedError
from asher.floorplan.pairs import boxes_share, earlier_near, first_few
from asher.floorplan.reach import find_dead_ends
from asher.floorplan.remark import Remark, named
from asher.floorplan.sides import spaces_along
from asher.floorplan.sizes import find_wrong_sizes
from asher.floorplan.topology import connect, find_joins, way_lines
from asher.floorplan.ways import MAX_GAP_M, MIN_WIDTH_M, find_bad_ways

__all__ = ["MOST_OVERLAPS", "find_misfits", "find_overlaps"]

# Thinner or smaller spaces than these are drawing errors, not rooms.
MIN_SPACE_WIDTH_M = 0.4
MIN_SPACE_AREA_M2 = 0.5

# Corners nearer to each other than this are one when spaces are laid over each other: beyond
# rounding, without which edges that meet on a turned drawing give false overlaps [m].
_GRID_M = 1e-6
# Beyond what rounding to that grid moves [m].
_HAIR_M = 1e-4

# Neighbours that are looked at together.
_BATCH = 64
# With more overlaps there is no floor yet to lay anything against, and the outline of all spaces
# together may have a corner for each pair of them.
MOST_OVERLAPS = 1000

# With more gaps between neighbours, walls were drawn with their thickness (judgement).
MOST_GAPS = 4
# Spaces beside a gap that are named; the walls of a whole floor may be one.
_NAMED = 6

_MITRE = "mitre"


def find_misfits(
    floorplan: Floorplan, overlaps: list[Remark], *, whole: bool = True
) -> Iterator[Remark]:
    """Look for spaces, openings and connectors that do not fit together.

    Parameters
    ----------
    floorplan : Floorplan
        A plan with known levels and valid polygons.
    overlaps : list of Remark
        What `find_overlaps` said of it.
    whole : bool
        Whether it has all its elements; where some are left out for a fault, what others join or
        lie on is not known.

    Yields
    ------
    Remark
        One for each fault.
    """
    sizes = [*find_wrong_sizes(floorplan)]
    yield from sizes
    if _has_error(sizes):
        return
    spaces = [*_find_bad_spaces(floorplan), *overlaps]
    if whole and len(overlaps) <= MOST_OVERLAPS:
        spaces += _find_gaps(floorplan)
    yield from spaces
    try:
        yield from _find_bad_joins(floorplan, spaces_fit=whole and not _has_error(spaces))
    except CrowdedError as error:
        found = f"very many lines within {TOLERANCE_M} m of each other, for example at {error}"
        yield Remark(None, "", found, "walls and obstacles drawn once, beside each other")


def _find_bad_joins(floorplan: Floorplan, *, spaces_fit: bool) -> Iterator[Remark]:
    along = spaces_along(*way_lines(floorplan), floorplan) if spaces_fit else None
    ways = [*find_bad_ways(floorplan, along)]
    yield from ways
    # What follows from a fault is not told beside it.
    if along is None:
        return
    ends = [*find_dead_ends(floorplan, find_joins(floorplan, along))]
    yield from ends
    if not _has_error([*ways, *ends]):
        yield from find_barriers(floorplan, connect(floorplan, along))


def _has_error(remarks: list[Remark]) -> bool:
    return any(remark.severity == "error" for remark in remarks)


def _find_bad_spaces(floorplan: Floorplan) -> Iterator[Remark]:
    shapes = np.array([space.shape for space in floorplan.spaces], dtype=object)
    areas = shapely.area(shapes)
    thin = are_thin(shapes, MIN_SPACE_WIDTH_M)
    for space, area, is_thin in zip(floorplan.spaces, areas.tolist(), thin.tolist(), strict=True):
        if area < MIN_SPACE_AREA_M2 or is_thin:
            found = f"space {space.name!r} is a sliver of {area:.3g} m2"
            allowed = f"at least {MIN_SPACE_WIDTH_M} m wide and {MIN_SPACE_AREA_M2} m2"
            yield Remark(space, "geometry", found, allowed)


def find_overlaps(floorplan: Floorplan) -> Iterator[Remark]:
    """Look for spaces of a level that lie on each other.

    Parameters
    ----------
    floorplan : Floorplan
        See `find_misfits`.

    Yields
    ------
    Remark
        One for each pair; of the pairs of one space the first `bounds.OVERLAPS`.
    """
    for spaces in by_level(floorplan.spaces).values():
        shapes = np.array([space.shape for space in spaces], dtype=object)
        shapely.prepare(shapes)
        for index, near in earlier_near(shapes, are=_on_each_other):
            called = f"space {spaces[index].name!r}"
            for beside, words in first_few(_overlapping(shapes, index, near), near):
                found = f"{called} overlaps space {spaces[beside].name!r}{words}"
                yield Remark(spaces[index], "geometry", found, "spaces side by side on each level")


def _on_each_other(one: NDArray[np.object_], other: NDArray[np.object_]) -> NDArray[np.bool_]:
    meets = boxes_share(one, other, TOLERANCE_M - _HAIR_M)
    meets[meets] = shapely.intersects(one[meets], other[meets])
    meets[meets] = ~shapely.touches(one[meets], other[meets])
    return meets


def _overlapping(
    shapes: NDArray[np.object_], index: int, near: NDArray[np.int64]
) -> Iterator[tuple[int, str]]:
    # Some at a time, since of very many only the first are asked for.
    for begin in range(0, len(near), _BATCH):
        some = near[begin : begin + _BATCH]
        deep = _on_each_other(shapes[some], np.full(len(some), shapes[index]))
        for beside in some[deep].tolist():
            shared = shapely.intersection(shapes[beside], shapes[index], grid_size=_GRID_M)
            # Boundaries drawn twice may cross each other by the tolerance without meaning anything.
            if not shared.buffer(-TOLERANCE_M / 2).is_empty:
                yield beside, f" by {shared.area:.3g} m2"


def _find_gaps(floorplan: Floorplan) -> Iterator[Remark]:
    gaps = [
        (gap, beside)
        for spaces in by_level(floorplan.spaces).values()
        if len(spaces) > 1
        for gap, beside in _gaps_between(spaces)
    ]
    allowed = f"neighbours that share a boundary within {TOLERANCE_M} m"
    if len(gaps) > MOST_GAPS:
        # So many are no slips: the walls are drawn with their thickness, as importers leave them.
        found = f"{len(gaps)} gaps of walls' thickness, the first {_gap_words(*gaps[0])}"
        allowed = f"walls drawn with their thickness; else {allowed}"
        yield Remark(None, "", found, allowed, severity="warning")
        return
    for gap, beside in gaps:
        found = f"a gap of {_gap_words(gap, beside)}"
        yield Remark(beside[-1], "geometry", found, allowed, severity="warning")


def _gap_words(gap: BaseGeometry, beside: list[Space]) -> str:
    length, width = _size(gap)
    x, y = gap.representative_point().coords[0]
    more = f" and {len(beside) - _NAMED} more" if len(beside) > _NAMED else ""
    between = f"{named(beside[:_NAMED])}{more}"
    return f"{length:.1f} m x {width:.2f} m near ({x:.2f}, {y:.2f}) between {between}"


def _gaps_between(spaces: list[Space]) -> Iterator[tuple[BaseGeometry, list[Space]]]:
    # Widening and narrowing again fills what is thinner than twice the step.
    step = MAX_GAP_M / 2
    shapes = [space.shape for space in spaces]
    whole = shapely.union_all(shapes)
    closed = _wider(shapely.union_all(_wider(whole, step)), -step)
    gaps = _wider(shapely.difference(shapely.union_all(closed), whole), -TOLERANCE_M / 2)
    tree = shapely.STRtree(shapes)
    beside: dict[int, list[int]] = {}
    for gap, index in tree.query(gaps, predicate="dwithin", distance=TOLERANCE_M).T.tolist():
        beside.setdefault(gap, []).append(index)
    # In the order of the plan.
    for near, gap in sorted((sorted(near), gap) for gap, near in beside.items()):
        if _size(gaps[gap])[0] > MIN_WIDTH_M and len(near) > 1:
            yield gaps[gap], [spaces[index] for index in near]


def _wider(shape: BaseGeometry, by_m: float) -> NDArray[np.object_]:
    """The parts of a shape, each wider or narrower: all at once they take their number squared."""
    parts = shapely.buffer(shapely.get_parts(shape), by_m, join_style=_MITRE)
    return np.asarray(shapely.get_parts(parts), dtype=object)


def _size(gap: BaseGeometry) -> tuple[float, float]:
    # The gap was narrowed by half the tolerance on every side before.
    corners = np.array(gap.minimum_rotated_rectangle.exterior.coords)
    sides = np.hypot(*np.diff(corners[:3], axis=0).T) + TOLERANCE_M
    return float(sides.max()), float(sides.min())
