"""Where it happens: floor plans, their files, and how their spaces hang together.

The names below are loaded when they are first used: what reads a stranger's file in a process of
its own needs none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asher.floorplan.elements import (
        Connector,
        Floorplan,
        Level,
        Obstacle,
        Opening,
        Space,
        Wall,
        Zone,
    )
    from asher.floorplan.free_floor import free_floors
    from asher.floorplan.reach import spaces_joined_inside
    from asher.floorplan.read import parse_floorplan, read_floorplan, shipped_plans
    from asher.floorplan.repair import find_faults
    from asher.floorplan.schema import plan_schema
    from asher.floorplan.shut import shut_rooms, without_shut_rooms
    from asher.floorplan.topology import Topology, connect

__all__ = [
    "Connector",
    "Floorplan",
    "Level",
    "Obstacle",
    "Opening",
    "Space",
    "Topology",
    "Wall",
    "Zone",
    "connect",
    "find_faults",
    "free_floors",
    "parse_floorplan",
    "plan_schema",
    "read_floorplan",
    "shipped_plans",
    "shut_rooms",
    "spaces_joined_inside",
    "without_shut_rooms",
]

_HOMES = {
    "Connector": "elements",
    "Floorplan": "elements",
    "Level": "elements",
    "Obstacle": "elements",
    "Opening": "elements",
    "Space": "elements",
    "Wall": "elements",
    "Zone": "elements",
    "free_floors": "free_floor",
    "spaces_joined_inside": "reach",
    "parse_floorplan": "read",
    "read_floorplan": "read",
    "shipped_plans": "read",
    "find_faults": "repair",
    "plan_schema": "schema",
    "shut_rooms": "shut",
    "without_shut_rooms": "shut",
    "Topology": "topology",
    "connect": "topology",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'asher.floorplan' has no attribute {name!r}")
    value = getattr(import_module(f"asher.floorplan.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
