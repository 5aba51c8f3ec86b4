"""Rooms that no door leads to: they are drawn and told, and nobody is ever in them."""

from __future__ import annotations

import shapely

from asher.floorplan.elements import Floorplan, Obstacle, Space, Wall
from asher.floorplan.levels import by_level
from asher.floorplan.once import found_once
from asher.floorplan.reach import shut_spaces
from asher.floorplan.topology import connect

__all__ = ["shut_rooms", "without_shut_rooms"]


def without_shut_rooms(floorplan: Floorplan) -> Floorplan:
    """Leave out of a plan what nobody can walk to: what remains is what is run.

    Parameters
    ----------
    floorplan : Floorplan
        A plan without errors.

    Returns
    -------
    Floorplan
        The same one where every space can be left through doors; otherwise one without the shut
        spaces, their openings and stairs, and what stands in them. Its levels and zones stay.
    """
    return _opened(floorplan) or floorplan


def shut_rooms(floorplan: Floorplan) -> list[Space]:
    """Rooms of a plan without errors that no door leads to, in its order."""
    return [floorplan.spaces[at] for at in shut_spaces(floorplan, connect(floorplan))]


@found_once
def _opened(floorplan: Floorplan) -> Floorplan | None:
    """None where nothing is shut."""
    joins = connect(floorplan)
    shut = {*shut_spaces(floorplan, joins)}
    if not shut:
        return None
    spaces = [space for at, space in enumerate(floorplan.spaces) if at not in shut]
    sides = joins.opening_spaces.tolist()
    ends = joins.connector_spaces.tolist()
    stands = {name: getattr(floorplan, name) for name in type(floorplan).model_fields}
    trees = {
        level: shapely.STRtree([space.shape for space in here])
        for level, here in by_level(spaces).items()
    }

    def on_open_floor(thing: Wall | Obstacle) -> bool:
        here = trees.get(thing.level)
        return here is not None and bool(len(here.query(thing.shape, "intersects")))

    return Floorplan.model_validate(
        stands
        | {
            "spaces": tuple(spaces),
            "walls": tuple(filter(on_open_floor, floorplan.walls)),
            "obstacles": tuple(filter(on_open_floor, floorplan.obstacles)),
            "openings": tuple(
                opening
                for opening, beside in zip(floorplan.openings, sides, strict=True)
                if shut.isdisjoint(beside)
            ),
            "connectors": tuple(
                connector
                for connector, both in zip(floorplan.connectors, ends, strict=True)
                if shut.isdisjoint(both)
            ),
        }
    )
