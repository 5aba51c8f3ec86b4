"""How much memory a scenario takes, said before anything is built."""

from __future__ import annotations

import math
from collections import Counter

from asher.floorplan import Floorplan
from asher.floorplan.sides import spaces_along
from asher.floorplan.topology import way_lines
from asher.kernels import kinds
from asher.kernels.walking.plane import CELL_M, PAGE
from asher.scenario import Scenario
from asher.scenario.buildings import exits_of
from asher.simulation.metrics import METRICS
from asher.simulation.places import AREA_PER_PLACE_M2

FRAME_BYTES = 10
"""Place, level and status of a person in a frame of a recording [bytes]: a choice of the file
format (judgement)."""
WORLDS = 3
"""Worlds of a thread: as police arrive, as a replication ends, and with the wounded cared for."""
_NEAR_BYTES = 8
"""For each cell, where the walls near it begin, and room for these [bytes] (judgement: `near_start`
has 4, and few cells have walls)."""


def plan_bytes(scenario: Scenario) -> int:
    """Memory of what all replications share: floor, walls and ways.

    Parameters
    ----------
    scenario : Scenario
        With a plan.

    Returns
    -------
    int
        At most so much while it is built [bytes].
    """
    plan = scenario.floorplan
    doors = _doors(plan)
    on_level = Counter(
        {level: sum(len(ring) for o in plan.obstacles if o.level == level for ring in o.polygon)
         for level in {each.level for each in plan.obstacles}}
    )  # fmt: skip
    ways = 0
    for number, space in enumerate(plan.spaces):
        corners = sum(len(ring) for ring in space.polygon) + on_level[space.level]
        legs = doors[number] + 1 + space.shape.area / AREA_PER_PLACE_M2
        ways += 4 * doors[number] ** 2 + int(legs * (4 * corners + kinds.LEG.itemsize))
    pages = [
        _box_pages([space.polygon for space in plan.spaces if space.level == level.name])
        for level in plan.levels
    ]
    return 4 * sum(pages) + _NEAR_BYTES * _cells(scenario) + ways


def world_bytes(scenario: Scenario) -> int:
    """Memory of one replication at a time, about [bytes]; a thread needs `WORLDS`."""
    people = sum(group.count for group in scenario.occupants) + 100
    person = (
        kinds.PERSON.itemsize
        + 2 * (kinds.ENTRY.itemsize + kinds.SLOT.itemsize)
        + kinds.OCCUPANT.itemsize
        + kinds.MEMBER.itemsize
        + 16
    )
    return _cells(scenario) * (kinds.CELL.itemsize + 1) + people * person


def result_bytes(scenario: Scenario) -> int:
    """Memory of the results of one replication under every course of action [bytes]."""
    exits = len(exits_of(scenario))
    # Blocks and the whole that is made of them stand side by side for a moment.
    return 2 * 8 * (len(METRICS) + 1 + exits) * len(scenario.courses_of_action)


def _cells(scenario: Scenario) -> int:
    """Cells of all pages that a floor may touch."""
    found = [_box_pages([space.polygon]) for space in scenario.floorplan.spaces]
    stairs = [1 + each.length_m / (PAGE * CELL_M) for each in scenario.floorplan.connectors]
    return PAGE * PAGE * (sum(found) + 2 * math.ceil(sum(stairs)))


def _doors(plan: Floorplan) -> Counter[int]:
    """Openings and landings of each space, by its position in the plan."""
    sides = spaces_along(*way_lines(plan), plan)
    return Counter(space for spaces in sides for space in spaces[:2])


def _box_pages(polygons: list[tuple[tuple[tuple[float, float], ...], ...]]) -> int:
    """Pages in the box around polygons; none where there are none."""
    if not polygons:
        return 0
    points = [point for rings in polygons for ring in rings for point in ring]
    sides = [max(values) - min(values) for values in zip(*points, strict=True)]
    return math.prod(math.ceil(side / (PAGE * CELL_M)) + 1 for side in sides)
