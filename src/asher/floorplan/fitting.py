"""Whether spaces, openings and stairs fit together: overlaps, gaps, dead ends, narrow doors."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from asher.floorplan.elements import Connector, Floorplan, Opening, Space
from asher.floorplan.remark import Remark
from asher.floorplan.topology import connect, spaces_along
from asher.floorplan.walls import TOLERANCE_M

__all__ = ["find_misfits"]

# Nobody gets through less [m]: a narrow person is about 0.4 m wide.
MIN_WIDTH_M = 0.5
# Thinner or smaller spaces than these are drawing errors, not rooms.
MIN_SPACE_WIDTH_M = 0.4
MIN_SPACE_AREA_M2 = 0.5
# Gaps between spaces up to this wide are walls drawn with their thickness [m].
MAX_GAP_M = 0.4
# A plan this far across is more likely drawn in millimetres or inches [m].
MAX_EXTENT_M = 3000.0

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
    yield from _find_bad_spaces(floorplan)
    yield from _find_overlaps(floorplan)
    yield from _find_gaps(floorplan)
    for opening in floorplan.openings:
        yield from _find_bad_opening(opening, floorplan)
    yield from _find_crossing_openings(floorplan)
    for connector in floorplan.connectors:
        yield from _find_bad_connector(connector, floorplan)
    yield from _find_dead_ends(floorplan)


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
    shapes = [space.shape for space in floorplan.spaces]
    tree = shapely.STRtree(shapes)
    for first, second in tree.query(shapes, predicate="intersects").T.tolist():
        one, other = floorplan.spaces[first], floorplan.spaces[second]
        if first >= second or one.level != other.level:
            continue
        shared = one.shape.intersection(other.shape)
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
        for gap in getattr(gaps, "geoms", [gaps]):
            if gap.is_empty:
                continue
            length, width = _size(gap)
            beside = [space for space in spaces if space.shape.distance(gap) <= TOLERANCE_M]
            if length > MIN_WIDTH_M and len(beside) > 1:
                x, y = gap.representative_point().coords[0]
                size = f"{length:.1f} m x {width:.2f} m near ({x:.2f}, {y:.2f})"
                found = f"a gap of {size} between {_names(beside)}"
                allowed = f"neighbours that share a boundary within {TOLERANCE_M} m"
                yield Remark(beside[-1], "geometry", found, allowed, severity="warning")


def _size(gap: BaseGeometry) -> tuple[float, float]:
    # The gap was narrowed by half the tolerance on every side before.
    corners = np.array(gap.minimum_rotated_rectangle.exterior.coords)
    sides = np.hypot(*np.diff(corners[:3], axis=0).T) + TOLERANCE_M
    return float(sides.max()), float(sides.min())


def _find_bad_opening(opening: Opening, floorplan: Floorplan) -> Iterator[Remark]:
    called = f"{opening.category} {opening.name!r}"
    if opening.width_m < MIN_WIDTH_M:
        found = f"{called} is {opening.width_m:.3g} m wide"
        severity = "warning" if opening.category == "window" else "error"
        allowed = f"a clear width of at least {MIN_WIDTH_M} m"
        yield Remark(opening, "geometry", found, allowed, severity=severity)
    along = spaces_along(opening.line, floorplan, level=opening.level)
    spaces = [floorplan.spaces[index] for index in along]
    if not spaces:
        found = f"{called} touches no space"
        near = _nearest(opening.shape, floorplan, opening.level)
        allowed = f"a line on the boundary of a space, within {TOLERANCE_M} m{near}"
        yield Remark(opening, "geometry", found, allowed)
    elif len(spaces) > 2:
        found = f"{called} lies on {len(spaces)} spaces: {_names(spaces)}"
        yield Remark(opening, "geometry", found, "one space if exterior, otherwise two")
    elif opening.exterior and len(spaces) == 2:
        found = f"{called} is marked exterior but joins {_names(spaces)}"
        yield Remark(opening, "exterior", found, "false for an opening between two spaces")
    elif not opening.exterior and len(spaces) == 1:
        found = f"{called} is marked interior but touches only {_names(spaces)}"
        allowed = "true if it leads outside; otherwise a second space on its other side"
        yield Remark(opening, "exterior", found, allowed)
    elif opening.exterior:
        beyond = [space for space in _beyond(opening, floorplan) if space is not spaces[0]]
        if beyond:
            found = f"{called} leads outside, yet {_names(beyond)} lies right beyond it"
            allowed = "an exterior opening with nothing behind it"
            yield Remark(opening, "geometry", found, allowed, severity="warning")
    if opening.main_entrance and not (opening.exterior and opening.category != "window"):
        found = f"{called} is marked as main entrance"
        yield Remark(opening, "main_entrance", found, "true for exterior doors and gates only")
    if opening.lockable and opening.category != "door":
        allowed = "true for doors only; draw a gate that can be shut as a door"
        yield Remark(opening, "lockable", f"{called} is marked lockable", allowed)


def _beyond(opening: Opening, floorplan: Floorplan) -> Iterator[Space]:
    start, end = np.array(opening.line)
    across = np.array([start[1] - end[1], end[0] - start[0]]) / opening.width_m
    for side in (-MAX_GAP_M, MAX_GAP_M):
        point = shapely.Point((start + end) / 2 + side * across)
        for space in floorplan.spaces:
            if space.level == opening.level and space.shape.intersects(point):
                yield space


def _find_crossing_openings(floorplan: Floorplan) -> Iterator[Remark]:
    lines = np.array([opening.shape for opening in floorplan.openings], dtype=object)
    tree = shapely.STRtree(lines)
    for first, second in tree.query(lines, predicate="dwithin", distance=TOLERANCE_M).T.tolist():
        one, other = floorplan.openings[first], floorplan.openings[second]
        if first >= second or one.level != other.level:
            continue
        shared = other.shape.intersection(one.shape.buffer(TOLERANCE_M, cap_style="flat"))
        if shared.length > 2 * TOLERANCE_M:
            found = f"opening {other.name!r} lies on opening {one.name!r}"
            yield Remark(other, "geometry", found, "openings beside each other")


def _find_bad_connector(connector: Connector, floorplan: Floorplan) -> Iterator[Remark]:
    called = f"{connector.category} {connector.name!r}"
    if connector.level_from == connector.level_to:
        found = f"{called} begins and ends on level {connector.level_to!r}"
        yield Remark(connector, "level_to", found, "two different levels")
    if connector.width_m < MIN_WIDTH_M:
        found = f"{called} is {connector.width_m:.3g} m wide"
        yield Remark(connector, "width_m", found, f"at least {MIN_WIDTH_M} m")
    heights = {level.name: level.elevation_m for level in floorplan.levels}
    rise = heights[connector.level_to] - heights[connector.level_from]
    if connector.length_m < abs(rise):
        found = f"{called} is {connector.length_m:.3g} m long but climbs {abs(rise):.3g} m"
        yield Remark(connector, "length_m", found, "its length along the slope")
    if rise < 0:
        found = f"{called} has its foot above its head"
        yield Remark(connector, "level_from", found, "the lower level", severity="warning")
    ends = (
        ("foot", connector.line_from, connector.level_from),
        ("head", connector.line_to, connector.level_to),
    )
    for end, line, level in ends:
        along = spaces_along(line, floorplan, level=level)
        if len(along) != 1:
            names = _names([floorplan.spaces[index] for index in along]) or "no space"
            near = "" if along else _nearest(LineString(line), floorplan, level)
            found = f"the {end} of {called} touches {names}"
            allowed = f"a line on the boundary of one space of level {level!r}{near}"
            yield Remark(connector, "geometry", found, allowed)
        drawn = LineString(line).length
        if abs(drawn - connector.width_m) > 2 * TOLERANCE_M:
            found = f"the {end} of {called} is drawn {drawn:.3g} m wide"
            allowed = f"its width_m of {connector.width_m:.3g} m"
            yield Remark(connector, "geometry", found, allowed, severity="warning")


def _find_dead_ends(floorplan: Floorplan) -> Iterator[Remark]:
    topology = connect(floorplan)
    through_doors = [opening.category != "window" for opening in floorplan.openings]
    by_door = topology.opening_spaces[np.array(through_doors, dtype=bool)]
    reached = _reachable([by_door, topology.connector_spaces], len(floorplan.spaces))
    with_windows = _reachable(
        [topology.opening_spaces, topology.connector_spaces], len(floorplan.spaces)
    )
    if not any(opening.exterior for opening in floorplan.openings):
        yield Remark(None, "", "the plan has no exterior opening", "at least one way out")
        return
    for index, space in enumerate(floorplan.spaces):
        if index in reached:
            continue
        if index in with_windows:
            found = f"space {space.name!r} has a way out by windows only"
            yield Remark(space, "name", found, "a way out by doors", severity="warning")
        else:
            found = f"space {space.name!r} has no way out"
            yield Remark(space, "name", found, "openings or stairs that lead outside in the end")


def _reachable(pairs: list[NDArray[np.int64]], n_spaces: int) -> set[int]:
    joined: dict[int, set[int]] = {index: set() for index in range(-1, n_spaces)}
    for openings in pairs:
        for first, second in openings.tolist():
            if first >= 0:
                joined[first].add(second)
                joined[second].add(first)
    reached, ahead = {-1}, [-1]
    while ahead:
        found = joined[ahead.pop()] - reached
        reached |= found
        ahead += sorted(found)
    return reached


def _nearest(line: BaseGeometry, floorplan: Floorplan, level: str) -> str:
    spaces = [space for space in floorplan.spaces if space.level == level]
    if not spaces:
        return f"; level {level!r} has none"
    distances = [space.shape.boundary.distance(line) for space in spaces]
    index = int(np.argmin(distances))
    return f"; the nearest is {spaces[index].name!r}, {distances[index]:.2f} m away"


def _names(spaces: list[Space]) -> str:
    return " and ".join(f"space {space.name!r}" for space in spaces)
