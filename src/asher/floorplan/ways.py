"""Whether openings and stairs are where they can be passed: on a wall, wide and long enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely

from asher.floorplan.elements import Connector, Floorplan, Opening, Space
from asher.floorplan.levels import by_level
from asher.floorplan.lines import TOLERANCE_M
from asher.floorplan.pairs import earlier_near, first_few
from asher.floorplan.remark import Remark, named

__all__ = ["MAX_GAP_M", "MIN_WIDTH_M", "find_bad_ways"]

# Nobody gets through less [m]: a narrow person is about 0.4 m wide.
MIN_WIDTH_M = 0.5
# What people are sure to get through [m] (judgement: a walker's shoulders and their sway).
SURE_WIDTH_M = 0.6
# A way between levels as short as this is a line, not a stair [m].
MIN_LENGTH_M = 0.05
# Gaps between spaces up to this wide are walls drawn with their thickness [m].
MAX_GAP_M = 0.4
# Rounding of widths and lengths in plans drawn to the millimetre [m].
_ROUNDING_M = 0.002
_SURE = f"{SURE_WIDTH_M} m or more, or people may hold each other up in it"


def find_bad_ways(floorplan: Floorplan, known: Sequence[Sequence[int]] | None) -> Iterator[Remark]:
    """Look for openings, stairs and ramps that nobody could pass or that lead nowhere.

    Parameters
    ----------
    floorplan : Floorplan
        A plan with known levels and valid polygons.
    known : sequence of sequence of int, optional
        What `asher.floorplan.sides.spaces_along` says of its `way_lines`; None where its spaces do
        not lie side by side, as it is too early then to say on which of them an opening lies.

    Yields
    ------
    Remark
        One for each fault.
    """
    n_ways = len(floorplan.openings) + 2 * len(floorplan.connectors)
    along = [[floorplan.spaces[index] for index in spaces] for spaces in known or [()] * n_ways]
    rooms = _Rooms(floorplan)
    for opening, spaces in zip(floorplan.openings, along, strict=False):
        yield from _find_narrow_opening(opening)
        if known is not None:
            yield from _find_bad_opening(opening, spaces, rooms)
        yield from _find_bad_marks(opening)
    yield from _find_overlapping(floorplan)
    ends = iter(along[len(floorplan.openings) :])
    for connector in floorplan.connectors:
        yield from _find_bad_connector(connector, floorplan)
        for end in (0, 1):
            spaces = next(ends)
            if known is not None:
                yield from _find_bad_landing(connector, end, spaces, rooms)


class _Rooms:
    """Spaces by level, to be asked for what lies where."""

    def __init__(self, floorplan: Floorplan) -> None:
        self.spaces = by_level(floorplan.spaces)
        self._floors: dict[str, shapely.STRtree] = {}
        self._walls: dict[str, shapely.STRtree] = {}

    def at(self, points: list[tuple[float, float]], level: str) -> list[Space]:
        """Spaces in which any of some points lies."""
        if level not in self._floors:
            self._floors[level] = shapely.STRtree([s.shape for s in self.spaces[level]])
        found = self._floors[level].query(shapely.points(points), predicate="intersects")[1]
        return [self.spaces[level][index] for index in sorted({*found.tolist()})]

    def nearest(self, line: Sequence[tuple[float, float]], level: str) -> str:
        """Say which boundary is nearest to a line that lies on none."""
        if not self.spaces[level]:
            return f"; level {level!r} has none"
        if level not in self._walls:
            self._walls[level] = shapely.STRtree([s.shape.boundary for s in self.spaces[level]])
        (index, *_), (distance, *_) = self._walls[level].query_nearest(
            shapely.LineString(line), return_distance=True
        )
        return f"; the nearest is {self.spaces[level][index].name!r}, {distance:.2f} m away"


def _find_narrow_opening(opening: Opening) -> Iterator[Remark]:
    width = opening.width_m
    found = f"{opening.category} {opening.name!r} is {width:.3g} m wide"
    if width < MIN_WIDTH_M - _ROUNDING_M:
        severity = "warning" if opening.category == "window" else "error"
        allowed = f"a clear width of at least {MIN_WIDTH_M} m"
        yield Remark(opening, "geometry", found, allowed, severity=severity)
    elif width < SURE_WIDTH_M - _ROUNDING_M and opening.category != "window":
        yield Remark(opening, "geometry", found, _SURE, severity="warning")


def _find_bad_opening(opening: Opening, spaces: list[Space], rooms: _Rooms) -> Iterator[Remark]:
    called = f"{opening.category} {opening.name!r}"
    if not spaces:
        found = f"{called} touches no space"
        near = rooms.nearest(opening.line, opening.level)
        allowed = f"a line on the boundary of a space, within {TOLERANCE_M} m{near}"
        yield Remark(opening, "geometry", found, allowed)
    elif len(spaces) > 2:
        found = f"{called} lies on {len(spaces)} spaces: {named(spaces)}"
        yield Remark(opening, "geometry", found, "one space if exterior, otherwise two")
    elif opening.exterior and len(spaces) == 2:
        found = f"{called} is marked exterior but joins {named(spaces)}"
        yield Remark(opening, "exterior", found, "false for an opening between two spaces")
    elif not opening.exterior and len(spaces) == 1:
        found = f"{called} is marked interior but touches only {named(spaces)}"
        allowed = "true if it leads outside; otherwise a second space on its other side"
        yield Remark(opening, "exterior", found, allowed)
    elif opening.exterior:
        beyond = [space for space in _beyond(opening, rooms) if space is not spaces[0]]
        if beyond:
            found = f"{called} is marked exterior but borders on {named(beyond)}"
            allowed = "an exterior opening with nothing behind it"
            yield Remark(opening, "geometry", found, allowed, severity="warning")


def _find_bad_marks(opening: Opening) -> Iterator[Remark]:
    called = f"{opening.category} {opening.name!r}"
    if opening.main_entrance and not (opening.exterior and opening.category != "window"):
        found = f"{called} is marked as main entrance"
        yield Remark(opening, "main_entrance", found, "true for exterior doors and gates only")
    if opening.lockable and opening.category != "door":
        allowed = "true for doors only; draw a gate that can be shut as a door"
        yield Remark(opening, "lockable", f"{called} is marked lockable", allowed)
    if opening.glazed and opening.category != "door":
        allowed = "true for doors only; gates and windows are seen through or not as they are"
        yield Remark(opening, "glazed", f"{called} is marked glazed", allowed)


def _beyond(opening: Opening, rooms: _Rooms) -> list[Space]:
    start, end = np.array(opening.line)
    across = np.array([start[1] - end[1], end[0] - start[0]]) / opening.width_m
    points = [(start + end) / 2 + side * across for side in (-MAX_GAP_M, MAX_GAP_M)]
    return rooms.at(points, opening.level)


def _find_overlapping(floorplan: Floorplan) -> Iterator[Remark]:
    by_level: dict[str, list[tuple[Opening | Connector, shapely.LineString]]] = {}
    for opening in floorplan.openings:
        by_level.setdefault(opening.level, []).append((opening, opening.shape))
    for connector in floorplan.connectors:
        for level, line in zip(
            (connector.level_from, connector.level_to), connector.shape.geoms, strict=True
        ):
            by_level.setdefault(level, []).append((connector, line))
    for ways in by_level.values():
        lines = np.array([line for _, line in ways], dtype=object)
        for second, near in earlier_near(lines, TOLERANCE_M):
            other, beside = ways[second]
            on = ((at, "") for at in near.tolist() if _lies_on(beside, lines[at]))
            for first, more in first_few(on, near):
                one, _ = ways[first]
                found = f"{other.kind} {other.name!r} lies on {one.kind} {one.name!r}{more}"
                # A stair leads another way than what it lies on; two openings lead the same.
                both = isinstance(one, Opening) and isinstance(other, Opening)
                severity = "error" if both else "warning"
                allowed = "openings beside each other"
                yield Remark(other, "geometry", found, allowed, severity=severity)


def _lies_on(line: shapely.LineString, other: shapely.LineString) -> bool:
    shared = line.intersection(other.buffer(TOLERANCE_M, cap_style="flat"))
    return bool(shared.length > 2 * TOLERANCE_M)


def _find_bad_connector(connector: Connector, floorplan: Floorplan) -> Iterator[Remark]:
    called = f"{connector.category} {connector.name!r}"
    if connector.level_from == connector.level_to:
        found = f"{called} begins and ends on level {connector.level_to!r}"
        yield Remark(connector, "level_to", found, "two different levels")
    yield from _find_narrow_connector(connector)
    heights = {level.name: level.elevation_m for level in floorplan.levels}
    rise = heights[connector.level_to] - heights[connector.level_from]
    if connector.length_m < MIN_LENGTH_M - _ROUNDING_M:
        found = f"{called} is {connector.length_m:.3g} m long"
        allowed = f"at least {MIN_LENGTH_M} m; a single step is best left out of the plan"
        yield Remark(connector, "length_m", found, allowed)
    elif connector.length_m < abs(rise) - _ROUNDING_M:
        found = f"{called} is {connector.length_m:.3g} m long but climbs {abs(rise):.3g} m"
        yield Remark(connector, "length_m", found, "its length along the slope")
    if rise < 0:
        found = f"{called} has its foot above its head"
        yield Remark(connector, "level_from", found, "the lower level", severity="warning")


def _find_narrow_connector(connector: Connector) -> Iterator[Remark]:
    found = f"{connector.category} {connector.name!r} is {connector.width_m:.3g} m wide"
    if connector.width_m < MIN_WIDTH_M - _ROUNDING_M:
        yield Remark(connector, "width_m", found, f"at least {MIN_WIDTH_M} m")
    elif connector.width_m < SURE_WIDTH_M - _ROUNDING_M:
        yield Remark(connector, "width_m", found, _SURE, severity="warning")


def _find_bad_landing(
    connector: Connector, end: int, spaces: list[Space], rooms: _Rooms
) -> Iterator[Remark]:
    called = f"the {('foot', 'head')[end]} of {connector.category} {connector.name!r}"
    line = (connector.line_from, connector.line_to)[end]
    level = (connector.level_from, connector.level_to)[end]
    if len(spaces) != 1:
        near = "" if spaces else rooms.nearest(line, level)
        allowed = f"a line on the boundary of one space of level {level!r}{near}"
        found = f"{called} touches {named(spaces) or 'no space'}"
        yield Remark(connector, "geometry", found, allowed)
    drawn = shapely.LineString(line).length
    if abs(drawn - connector.width_m) > 2 * TOLERANCE_M + _ROUNDING_M:
        found = f"{called} is drawn {drawn:.3g} m wide"
        allowed = f"its width_m of {connector.width_m:.3g} m"
        yield Remark(connector, "geometry", found, allowed, severity="warning")
