"""Whether what stands or is marked inside the spaces is where it can be."""

from __future__ import annotations

from collections.abc import Iterator

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from asher.floorplan.elements import Connector, Floorplan, Opening
from asher.floorplan.lines import TOLERANCE_M
from asher.floorplan.remark import Remark

__all__ = ["find_misplaced"]

# Room that a person needs in front of an opening to pass it [m].
FREE_DEPTH_M = 0.4


def find_misplaced(floorplan: Floorplan) -> Iterator[Remark]:
    """Look for obstacles, partitions and zones in places where they make no sense.

    Parameters
    ----------
    floorplan : Floorplan
        A plan with known levels and valid polygons.

    Yields
    ------
    Remark
        One for each fault.
    """
    floors = {
        level.name: shapely.union_all(
            [space.shape for space in floorplan.spaces if space.level == level.name]
        )
        for level in floorplan.levels
    }
    for name, floor in floors.items():
        if floor.is_empty:
            level = next(level for level in floorplan.levels if level.name == name)
            yield Remark(level, "name", f"level {name!r} has no space", "at least one space")
    yield from _find_bad_zones(floorplan, floors)
    yield from _find_bad_partitions(floorplan, floors)
    yield from _find_blocked_ways(floorplan)
    if not any(opening.main_entrance for opening in floorplan.openings):
        found = "no opening is marked as main entrance"
        allowed = "main_entrance true where most people come in"
        yield Remark(None, "", found, allowed, severity="warning")


def _find_bad_zones(floorplan: Floorplan, floors: dict[str, BaseGeometry]) -> Iterator[Remark]:
    for zone in floorplan.zones:
        floor = floors[zone.level].buffer(TOLERANCE_M)
        called = f"{zone.category} zone {zone.name!r}"
        if zone.category in {"spawn", "shelter"} and not floor.intersects(zone.shape):
            allowed = f"a place inside a space of level {zone.level!r}"
            yield Remark(zone, "geometry", f"{called} lies in no space", allowed)
        elif zone.category in {"spawn", "shelter"} and not floor.covers(zone.shape):
            found = f"{called} reaches outside the spaces"
            allowed = f"inside the spaces of level {zone.level!r}"
            yield Remark(zone, "geometry", found, allowed, severity="warning")
        elif zone.category in {"assembly", "staging"} and floor.covers(zone.shape):
            found = f"{called} lies inside the building"
            yield Remark(zone, "geometry", found, "a place outside", severity="warning")
        if zone.category == "spawn" and zone.polygon is None:
            yield Remark(zone, "geometry", f"{called} is a point", "a polygon to spread people in")


def _find_bad_partitions(floorplan: Floorplan, floors: dict[str, BaseGeometry]) -> Iterator[Remark]:
    for wall in floorplan.walls:
        if not floors[wall.level].buffer(TOLERANCE_M).covers(wall.shape):
            allowed = f"partitions inside the spaces of level {wall.level!r}"
            yield Remark(wall, "geometry", "a wall outside the spaces", allowed, severity="warning")
    for obstacle in floorplan.obstacles:
        if not floors[obstacle.level].buffer(TOLERANCE_M).covers(obstacle.shape):
            found = f"obstacle {obstacle.name!r} reaches outside the spaces"
            allowed = f"inside the spaces of level {obstacle.level!r}"
            yield Remark(obstacle, "geometry", found, allowed, severity="warning")


def _find_blocked_ways(floorplan: Floorplan) -> Iterator[Remark]:
    ways: list[tuple[Opening | Connector, str, LineString]] = [
        (opening, opening.level, opening.shape) for opening in floorplan.openings
    ]
    for connector in floorplan.connectors:
        ways.append((connector, connector.level_from, LineString(connector.line_from)))
        ways.append((connector, connector.level_to, LineString(connector.line_to)))
    for way, level, line in ways:
        front = line.buffer(FREE_DEPTH_M, cap_style="flat")
        for obstacle in floorplan.obstacles:
            if obstacle.level == level and obstacle.shape.intersection(front).area > 0.01:
                found = f"obstacle {obstacle.name!r} stands in the way of {way.name!r}"
                allowed = f"{FREE_DEPTH_M} m free on both sides of every opening"
                yield Remark(obstacle, "geometry", found, allowed, severity="warning")
        for wall in floorplan.walls:
            if wall.level == level and front.crosses(wall.shape):
                # A partition along the line of an opening is cut out like any other wall.
                if wall.shape.intersection(front).buffer(TOLERANCE_M).covers(line):
                    continue
                found = f"a wall stands in the way of {way.name!r}"
                allowed = f"{FREE_DEPTH_M} m free on both sides of every opening"
                yield Remark(wall, "geometry", found, allowed, severity="warning")
