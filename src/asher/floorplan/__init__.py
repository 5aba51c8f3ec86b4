"""Where it happens: floor plans, their files, and how their spaces hang together."""

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
from asher.floorplan.free_floor import WAY_RADIUS_M, free_floor, free_floors
from asher.floorplan.reach import spaces_joined_inside
from asher.floorplan.read import parse_floorplan, read_floorplan, shipped_plans
from asher.floorplan.repair import find_faults
from asher.floorplan.schema import plan_schema
from asher.floorplan.topology import Topology, connect

__all__ = [
    "WAY_RADIUS_M",
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
    "free_floor",
    "free_floors",
    "parse_floorplan",
    "plan_schema",
    "read_floorplan",
    "shipped_plans",
    "spaces_joined_inside",
]
