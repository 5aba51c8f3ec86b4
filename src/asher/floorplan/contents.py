"""Whether what stands or is marked inside the spaces is where it can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from asher.floorplan.elements import Floorplan, Space
from asher.floorplan.levels import by_level
from asher.floorplan.lines import TOLERANCE_M
from asher.floorplan.remark import Remark

__all__ = ["find_misplaced"]


def find_misplaced(floorplan: Floorplan) -> Iterator[Remark]:
    """Look for obstacles, partitions and zones in places where they make no sense."""
    spaces = by_level(floorplan.spaces)
    floors = {level.name: _Floor(spaces[level.name]) for level in floorplan.levels}
    for level in floorplan.levels:
        if not spaces[level.name]:
            found = f"level {level.name!r} has no space"
            yield Remark(level, "name", found, "at least one space")
    yield from _find_bad_zones(floorplan, floors)
    yield from _find_bad_partitions(floorplan, floors)
    if not any(opening.main_entrance for opening in floorplan.openings):
        found = "no opening is marked as main entrance"
        allowed = "main_entrance true where most people come in"
        yield Remark(None, "", found, allowed, severity="warning")


class _Floor:
    """The floor of a level, to be asked what lies on it."""

    def __init__(self, spaces: Sequence[Space]) -> None:
        self._shapes = np.array([space.shape for space in spaces], dtype=object)
        self._tree = shapely.STRtree(self._shapes)

    def intersects(self, place: BaseGeometry) -> bool:
        """Whether any of a place lies on it, within 0.05 m."""
        return bool(self._near(place).size)

    def covers(self, place: BaseGeometry) -> bool:
        """Whether all of a place lies on it, within 0.05 m."""
        if self._tree.query(place, predicate="covered_by").size:
            return True
        near = self._shapes[np.sort(self._near(place))]
        return bool(shapely.union_all(near).buffer(TOLERANCE_M).covers(place))

    def _near(self, place: BaseGeometry) -> NDArray[np.int64]:
        return np.asarray(self._tree.query(place, predicate="dwithin", distance=TOLERANCE_M))


def _find_bad_zones(floorplan: Floorplan, floors: dict[str, _Floor]) -> Iterator[Remark]:
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


def _find_bad_partitions(floorplan: Floorplan, floors: dict[str, _Floor]) -> Iterator[Remark]:
    for wall in floorplan.walls:
        if not floors[wall.level].covers(wall.shape):
            allowed = f"partitions inside the spaces of level {wall.level!r}"
            yield Remark(wall, "geometry", "a wall outside the spaces", allowed, severity="warning")
    for obstacle in floorplan.obstacles:
        if not floors[obstacle.level].covers(obstacle.shape):
            found = f"obstacle {obstacle.name!r} reaches outside the spaces"
            allowed = f"inside the spaces of level {obstacle.level!r}"
            yield Remark(obstacle, "geometry", found, allowed, severity="warning")
