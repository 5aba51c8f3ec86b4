"""Rooms that no door leads to: they are drawn and told, and nobody is ever in them."""

from __future__ import annotations

import weakref

import shapely

from asher.floorplan.elements import Floorplan, Obstacle, Space, Wall
from asher.floorplan.levels import by_level
from asher.floorplan.reach import shut_spaces
from asher.floorplan.topology import connect

__all__ = ["shut_rooms", "without_shut_rooms"]

# By the number of the plan that it is made of, as long as there is such a plan.
_KNOWN: dict[int, tuple[weakref.ref[Floorplan], Floorplan]] = {}


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
    key = id(floorplan)
    of, known = _KNOWN.get(key, (None, None))
    if known is None or of is None or of() is not floorplan:
        known = _opened(floorplan)
        if known is floorplan:
            # A plan that held itself would never go.
            return floorplan
        _KNOWN[key] = weakref.ref(floorplan, lambda _: _KNOWN.pop(key, None)), known
    return known


def shut_rooms(floorplan: Floorplan) -> list[Space]:
    """Rooms of a plan without errors that no door leads to, in its order."""
    return [floorplan.spaces[at] for at in shut_spaces(floorplan, connect(floorplan))]


def _opened(floorplan: Floorplan) -> Floorplan:
    joins = connect(floorplan)
    shut = {*shut_spaces(floorplan, joins)}
    if not shut:
        return floorplan
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
