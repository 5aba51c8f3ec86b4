"""Whether what stands or is marked inside the spaces is where it can be."""

from __future__ import annotations

from collections.abc import Iterator

import shapely
from shapely.geometry.base import BaseGeometry

from asher.floorplan.elements import Floorplan
from asher.floorplan.levels import by_level
from asher.floorplan.lines import TOLERANCE_M
from asher.floorplan.remark import Remark

__all__ = ["find_misplaced"]


def find_misplaced(floorplan: Floorplan) -> Iterator[Remark]:
    """Look for obstacles, partitions and zones in places where they make no sense."""
    spaces = by_level(floorplan.spaces)
    floors = {
        level.name: shapely.union_all([space.shape for space in spaces[level.name]]).buffer(
            TOLERANCE_M
        )
        for level in floorplan.levels
    }
    for level in floorplan.levels:
        shapely.prepare(floors[level.name])
        if floors[level.name].is_empty:
            found = f"level {level.name!r} has no space"
            yield Remark(level, "name", found, "at least one space")
    yield from _find_bad_zones(floorplan, floors)
    yield from _find_bad_partitions(floorplan, floors)
    if not any(opening.main_entrance for opening in floorplan.openings):
        found = "no opening is marked as main entrance"
        allowed = "main_entrance true where most people come in"
        yield Remark(None, "", found, allowed, severity="warning")


def _find_bad_zones(floorplan: Floorplan, floors: dict[str, BaseGeometry]) -> Iterator[Remark]:
    for zone in floorplan.zones:
        floor = floors[zone.level]
        called = f"{zone.category} zone {zone.name!r}"
        if zone.category in {"spawn", "shelter"} and not floor.intersects(zone.shape):
            allowed = f"a place inside a space of level {zone.level!r}"
            yield Remark(zone, "geometry", f"{called} is outside every space", allowed)
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
        if not floors[wall.level].covers(wall.shape):
            allowed = f"partitions inside the spaces of level {wall.level!r}"
            yield Remark(wall, "geometry", "a wall outside the spaces", allowed, severity="warning")
    for obstacle in floorplan.obstacles:
        if not floors[obstacle.level].covers(obstacle.shape):
            found = f"obstacle {obstacle.name!r} reaches outside the spaces"
            allowed = f"inside the spaces of level {obstacle.level!r}"
            yield Remark(obstacle, "geometry", found, allowed, severity="warning")
