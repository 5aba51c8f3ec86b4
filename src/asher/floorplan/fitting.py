"""Whether spaces, openings and stairs fit together: overlaps, gaps, dead ends, narrow doors."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from asher.floorplan.barriers import find_barriers
from asher.floorplan.elements import Floorplan, Space
from asher.floorplan.lines import TOLERANCE_M
from asher.floorplan.reach import find_dead_ends
from asher.floorplan.remark import Remark, named
from asher.floorplan.topology import connect
from asher.floorplan.ways import MAX_GAP_M, MIN_WIDTH_M, find_bad_ways

__all__ = ["find_misfits"]

# Thinner or smaller spaces than these are drawing errors, not rooms.
MIN_SPACE_WIDTH_M = 0.4
MIN_SPACE_AREA_M2 = 0.5
# A plan this far across is more likely drawn in millimetres or inches [m].
MAX_EXTENT_M = 3000.0

# Corners nearer to each other than this are one when spaces are laid over each other: beyond
# rounding, without which edges that meet on a turned drawing give false overlaps [m].
_GRID_M = 1e-6

_MITRE = shapely.BufferJoinStyle.mitre


def find_misfits(floorplan: Floorplan) -> Iterator[Remark]:
    """Look for spaces, openings and connectors that do not fit together.

    Parameters
    ----------
    floorplan : Floorplan
        A plan with known levels and valid polygons.

    Yields
    ------
    Remark
        One for each fault.
    """
    spaces = [
        *_find_bad_spaces(floorplan),
        *_find_overlaps(floorplan),
        *_find_gaps(floorplan),
    ]
    ways = [*find_bad_ways(floorplan, spaces_fit=not _has_error(spaces))]
    yield from [*spaces, *ways]
    # What follows from a fault is not told beside it.
    if _has_error(spaces):
        return
    topology = connect(floorplan)
    ends = [*find_dead_ends(floorplan, topology)]
    yield from ends
    if not _has_error([*ways, *ends]):
        yield from find_barriers(floorplan, topology)


def _has_error(remarks: list[Remark]) -> bool:
    return any(remark.severity == "error" for remark in remarks)


def _find_bad_spaces(floorplan: Floorplan) -> Iterator[Remark]:
    for space in floorplan.spaces:
        area = space.shape.area
        if area < MIN_SPACE_AREA_M2 or space.shape.buffer(-MIN_SPACE_WIDTH_M / 2).is_empty:
            found = f"space {space.name!r} is a sliver of {area:.3g} m2"
            allowed = f"at least {MIN_SPACE_WIDTH_M} m wide and {MIN_SPACE_AREA_M2} m2"
            yield Remark(space, "geometry", found, allowed)
    left, bottom, right, top = shapely.total_bounds([space.shape for space in floorplan.spaces])
    extent = max(right - left, top - bottom)
    if extent > MAX_EXTENT_M:
        found = f"the plan is {extent:.0f} m across"
        allowed = f"at most {MAX_EXTENT_M:.0f} m; are the coordinates in metres?"
        yield Remark(None, "", found, allowed, severity="warning")


def _find_overlaps(floorplan: Floorplan) -> Iterator[Remark]:
    for level in floorplan.levels:
        spaces = [space for space in floorplan.spaces if space.level == level.name]
        yield from _find_overlaps_of(spaces)


def _find_overlaps_of(spaces: list[Space]) -> Iterator[Remark]:
    shapes = np.array([space.shape for space in spaces], dtype=object)
    shapely.prepare(shapes)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = first[first < second], second[first < second]
    deep = ~shapely.touches(shapes[first], shapes[second])
    for index, beside in sorted(zip(first[deep].tolist(), second[deep].tolist(), strict=True)):
        one, other = spaces[index], spaces[beside]
        shared = shapely.intersection(one.shape, other.shape, grid_size=_GRID_M)
        # Boundaries drawn twice may cross each other by the tolerance without meaning anything.
        if not shared.buffer(-TOLERANCE_M / 2).is_empty:
            found = f"space {other.name!r} overlaps space {one.name!r} by {shared.area:.3g} m2"
            yield Remark(other, "geometry", found, "spaces of a level side by side")


def _find_gaps(floorplan: Floorplan) -> Iterator[Remark]:
    for level in floorplan.levels:
        spaces = [space for space in floorplan.spaces if space.level == level.name]
        # Widening and narrowing again fills what is thinner than twice the step.
        step = MAX_GAP_M / 2
        whole = shapely.union_all([space.shape for space in spaces])
        closed = whole.buffer(step, join_style=_MITRE).buffer(-step, join_style=_MITRE)
        gaps = closed.difference(whole).buffer(-TOLERANCE_M / 2, join_style=_MITRE)
        tree = shapely.STRtree([space.shape for space in spaces])
        for gap in getattr(gaps, "geoms", [gaps]):
            if gap.is_empty:
                continue
            length, width = _size(gap)
            near = tree.query(gap, predicate="dwithin", distance=TOLERANCE_M)
            beside = [spaces[index] for index in sorted(near.tolist())]
            if length > MIN_WIDTH_M and len(beside) > 1:
                x, y = gap.representative_point().coords[0]
                size = f"{length:.1f} m x {width:.2f} m near ({x:.2f}, {y:.2f})"
                found = f"a gap of {size} between {named(beside)}"
                allowed = f"neighbours that share a boundary within {TOLERANCE_M} m"
                yield Remark(beside[-1], "geometry", found, allowed, severity="warning")


def _size(gap: BaseGeometry) -> tuple[float, float]:
    # The gap was narrowed by half the tolerance on every side before.
    corners = np.array(gap.minimum_rotated_rectangle.exterior.coords)
    sides = np.hypot(*np.diff(corners[:3], axis=0).T) + TOLERANCE_M
    return float(sides.max()), float(sides.min())
