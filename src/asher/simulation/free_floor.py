"""Where the middle of a body can be."""

from __future__ import annotations

from typing import Any

from asher.simulation.layout import Layout

_PLAIN_M = 0.001


def free_floor(layout: Layout, space: int, radius_m: float) -> Any:
    """The part of a space, maybe none, that is clear of walls and obstacles by a radius [m]."""
    import shapely

    mitre = shapely.BufferJoinStyle.mitre
    free = layout.spaces[space].buffer(-radius_m, join_style=mitre, mitre_limit=2.0)
    partitions = layout.partitions[space]
    if not partitions.is_empty:
        thick = partitions.buffer(radius_m, cap_style="square", join_style=mitre, mitre_limit=2.0)
        free = free.difference(thick)
    return shapely.simplify(free, _PLAIN_M)
