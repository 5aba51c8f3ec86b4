"""Where the people of a group may be at the start, as triangles of floor."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.kernels import kinds
from asher.kernels.walking.plane import WAY_M
from asher.scenario import OccupantGroup, Scenario
from asher.scenario.within import places_in
from asher.simulation.free_floor import free_floor
from asher.simulation.layout import Layout

CLEAR_AT_START_M = 0.25
"""How far from walls people stand at the start, where there is room [m] (judgement)."""


def areas_of(scenario: Scenario, layout: Layout) -> tuple[NDArray[np.int64], kinds.Records]:
    """Triangles in which the people of each group may start, and how likely each is.

    Parameters
    ----------
    scenario : Scenario
        Its occupant groups.
    layout : Layout
        The unrolled plan.

    Returns
    -------
    start : ndarray of int64, shape (n_groups + 1,)
        The triangles of group g are ``start[g]`` up to ``start[g + 1]``.
    areas : recarray of AREA
        A group without free floor has one triangle of no size, in the middle of its first space.
    """
    starts, areas, owners, weights = [0], [], [], []
    cut = _Triangles(layout)
    for group in scenario.occupants:
        found = [
            (triangle, space, weight)
            for space, region, share in _regions(group, scenario, layout)
            for triangle, weight in cut.of(space, region, share)
        ]
        starts.append(starts[-1] + len(found))
        areas += [triangle for triangle, _, _ in found]
        owners += [space for _, space, _ in found]
        weights.append(np.cumsum([weight for _, _, weight in found]))
    return np.array(starts), kinds.records(
        kinds.AREA,
        len(areas),
        corners=np.array(areas).reshape(-1, 6),
        space=owners,
        weight=np.concatenate([*weights, np.empty(0)]),
    )


def space_at(layout: Layout, x: float, y: float) -> int:
    """Number of the space that holds a point of the engine's plane [m], or is nearest to it."""
    import shapely

    away = shapely.distance(np.array(layout.spaces, dtype=object), shapely.Point(x, y))
    return int(np.argmin(away))


def _regions(
    group: OccupantGroup, scenario: Scenario, layout: Layout
) -> list[tuple[int, Any, float]]:
    """Spaces, the part of each in which people may start (None = all), and its share per area."""
    from shapely.affinity import translate

    plan = scenario.floorplan
    names = {level.name: number for number, level in enumerate(plan.levels)}
    zones = [zone for zone in plan.zones if zone.category == "spawn" and zone.polygon is not None]
    places = places_in(group.within, plan)
    named = [n for n, space in enumerate(plan.spaces) if places and space.name in places]
    if places is not None:
        zones = [zone for zone in zones if zone.name in places]
    elif not zones:
        named = list(range(len(plan.spaces)))
    found: list[tuple[int, Any, float]] = [(number, None, 1.0) for number in named]
    for zone in zones:
        x = layout.level_x[names[zone.level]]
        shape = translate(zone.shape, xoff=x, yoff=layout.up_y)
        for number, space in enumerate(plan.spaces):
            if space.level == zone.level and layout.spaces[number].intersects(shape):
                found.append((number, shape, zone.weight))
    if group.level is not None and places is None:
        found = [each for each in found if plan.spaces[each[0]].level == group.level]
    return found or [(0, None, 1.0)]


class _Triangles:
    """Cuts regions of free floor into triangles; each space's free floor is found once."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.free: dict[int, Any] = {}

    def of(self, space: int, region: Any, share: float) -> list[tuple[list[float], float]]:
        """Corners and weight of the triangles of one region."""
        import shapely

        if space not in self.free:
            self.free[space] = self._free_of(space)
        floor = self.free[space]
        if region is not None:
            floor = floor.intersection(region)
        triangles = shapely.get_parts(
            shapely.constrained_delaunay_triangles(
                shapely.MultiPolygon(
                    [part for part in shapely.get_parts(floor) if part.geom_type == "Polygon"]
                )
            )
        )
        found = [
            (np.asarray(triangle.exterior.coords)[:3].ravel().tolist(), share * triangle.area)
            for triangle in triangles
            if triangle.area > 0.0
        ]
        if found or region is not None:
            return found
        x, y = self.layout.spaces[space].representative_point().coords[0]
        return [([x, y, x, y, x, y], share)]

    def _free_of(self, space: int) -> Any:
        for clear in (CLEAR_AT_START_M, WAY_M, 0.5 * WAY_M):
            floor = free_floor(self.layout, space, clear)
            if not floor.is_empty:
                return floor
        return floor
