"""A plan as a drawing: what is mended or read again goes the way of every other source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapely.geometry import LineString, Point, Polygon

from asher.floorplan.importers.drawing import (
    Area,
    Doorway,
    Drawing,
    Marker,
    Solid,
    Stair,
    Storey,
    Stroke,
)

if TYPE_CHECKING:
    from asher.floorplan.elements import Connector, Floorplan, Opening, Zone

__all__ = ["to_drawing"]


def to_drawing(floorplan: Floorplan) -> Drawing:
    """Show a plan as a drawing, without a loss.

    Parameters
    ----------
    floorplan : Floorplan
        A plan; its elements need not fit together.

    Returns
    -------
    Drawing
        All that the plan holds; of a plan in which nothing is to be mended, `assemble` makes the
        same plan.
    """
    levels = sorted(floorplan.levels, key=lambda level: level.ordinal)
    at = {level.name: index for index, level in enumerate(levels)}
    return Drawing(
        floorplan.title,
        floorplan.source,
        tuple(Storey(level.name, level.elevation_m, level.ordinal) for level in levels),
        tuple(
            Area(at[s.level], _polygon(s.shape), s.name, s.category, s.name, s.capacity)
            for s in floorplan.spaces
            if s.level in at
        ),
        tuple(_doorway(each, at) for each in floorplan.openings if each.level in at),
        tuple(
            _stair(each, at)
            for each in floorplan.connectors
            if each.level_from in at and each.level_to in at
        ),
        tuple(
            Solid(at[o.level], _polygon(o.shape), o.name, o.height_m, o.see_over)
            for o in floorplan.obstacles
            if o.level in at
        ),
        tuple(
            Stroke(at[wall.level], LineString(wall.line))
            for wall in floorplan.walls
            if wall.level in at
        ),
        markers=tuple(_marker(zone, at) for zone in floorplan.zones if zone.level in at),
        schematic=floorplan.schematic,
        planned=True,
    )


def _polygon(shape: object) -> Polygon:
    assert isinstance(shape, Polygon)
    return shape


def _doorway(opening: Opening, at: dict[str, int]) -> Doorway:
    return Doorway(
        at[opening.level],
        LineString(opening.line),
        category=opening.category,
        name=opening.name,
        exterior=opening.exterior,
        lockable=opening.lockable,
        main_entrance=opening.main_entrance,
        lock_delay_s=opening.lock_delay_s,
        glazed=opening.glazed,
    )


def _stair(connector: Connector, at: dict[str, int]) -> Stair:
    return Stair(
        at[connector.level_from],
        at[connector.level_to],
        LineString(connector.line_from),
        LineString(connector.line_to),
        connector.category,
        connector.name,
        connector.width_m,
        connector.length_m,
    )


def _marker(zone: Zone, at: dict[str, int]) -> Marker:
    place = Polygon(zone.polygon[0], zone.polygon[1:]) if zone.polygon else Point(zone.point or ())
    return Marker(at[zone.level], place, zone.category, zone.name, zone.weight)
