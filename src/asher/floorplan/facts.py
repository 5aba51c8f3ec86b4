"""What a planner checks before a run: areas, doors, ways out, walks, capacity, rooms that lock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import Polygon

from asher.floorplan.elements import Floorplan, Opening, Space
from asher.floorplan.lines import QUIET
from asher.floorplan.topology import connect, find_joins

__all__ = ["AREA_EACH_M2", "LevelFacts", "level_facts", "walks_out"]

AREA_EACH_M2 = {
    "classroom": 1.9,
    "auditorium": 0.65,
    "meeting": 1.4,
    "lobby": 1.4,
    "foodservice": 1.4,
    "restaurant": 1.4,
    "dance floor": 0.46,
    "bar": 0.65,
    "retail": 2.8,
    "library": 4.6,
    "gym": 4.6,
    "office": 9.3,
    "kitchen": 9.3,
    "storage": 28.0,
    "ward": 11.1,
    "patient room": 11.1,
    "open office": 9.3,
    "meeting room": 1.4,
    "staff room": 9.3,
    "waiting": 1.4,
    "cafeteria": 1.4,
    "food court": 1.4,
    "shop": 2.8,
    "hall of worship": 0.65,
}
"""Floor for each person by category of space [m2] (judgement, after the occupant load factors of
building codes); other categories hold the people of the rooms beside them."""

_STRAIGHT_M = 0.05
_MOST_CORNERS = 400
# A line of sight may graze a corner [m].
_GRAZE_M = 1e-3


@dataclass(frozen=True)
class LevelFacts:
    """A level in figures."""

    name: str
    # How many; doors and gates, and those of them that lead outside.
    spaces: int
    doors: int
    ways_out: int
    area_m2: float  # Floor of its spaces
    # Clear widths, rising.
    door_widths_m: tuple[float, ...]
    ways_out_m: tuple[float, ...]
    # From the farthest corner to the nearest way out; infinite where there is none.
    farthest_walk_m: float
    farthest_space: str  # Where that corner is
    capacity: int  # People by what the plan states, else by area and category
    locks: tuple[str, ...]  # Spaces of which every door locks
    capacities: dict[str, int]  # Capacity by category, of the categories that hold anybody


@QUIET
def level_facts(floorplan: Floorplan) -> list[LevelFacts]:
    """Work out the facts of each level of a plan without errors, from below upwards."""
    walks = walks_out(floorplan)
    locked = set(_lockable(floorplan))
    found = []
    for level in sorted(floorplan.levels, key=lambda each: each.ordinal):
        here = [at for at, space in enumerate(floorplan.spaces) if space.level == level.name]
        spaces = [floorplan.spaces[at] for at in here]
        ways = [
            opening
            for opening in floorplan.openings
            if opening.level == level.name and opening.category != "window"
        ]
        out = [opening for opening in ways if opening.exterior]
        far = max(here, key=lambda at: walks[at], default=None)
        found.append(
            LevelFacts(
                level.name,
                len(spaces),
                len(ways),
                len(out),
                float(sum(space.shape.area for space in spaces)),
                _widths(ways),
                _widths(out),
                float("inf") if far is None else float(walks[far]),
                "" if far is None else floorplan.spaces[far].name,
                sum(capacity_of(space) for space in spaces),
                tuple(floorplan.spaces[at].name for at in here if at in locked),
                _by_category(spaces),
            )
        )
    return found


def capacity_of(space: Space) -> int:
    """People that a space holds: as stated, else by its area and category."""
    if space.capacity is not None:
        return space.capacity
    each = AREA_EACH_M2.get(space.category)
    return int(space.shape.area / each) if each else 0


def _by_category(spaces: Iterable[Space]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for space in spaces:
        found[space.category] += capacity_of(space)
    return {category: people for category, people in found.most_common() if people}


def _widths(openings: Iterable[Opening]) -> tuple[float, ...]:
    return tuple(sorted(round(opening.width_m, 3) for opening in openings))


def _lockable(floorplan: Floorplan) -> Iterator[int]:
    doors: dict[int, list[bool]] = {}
    sides = find_joins(floorplan).opening_spaces.tolist()
    for opening, both in zip(floorplan.openings, sides, strict=True):
        if opening.category != "window":
            for space in both:
                doors.setdefault(space, []).append(opening.lockable)
    for space in range(len(floorplan.spaces)):
        if all(doors.get(space, [False])):
            yield space


@QUIET
def walks_out(floorplan: Floorplan) -> NDArray[np.float64]:
    """Walk from the farthest corner of each space to the nearest way out.

    Returns
    -------
    ndarray of float, shape (n_spaces,)
        Lengths of shortest paths, obstacles left aside [m]; infinite where there is no way out.
    """
    net = _Net()
    topology = connect(floorplan)
    ways: dict[int, list[int]] = {at: [] for at in range(len(floorplan.spaces))}
    for opening, sides in zip(floorplan.openings, topology.opening_spaces.tolist(), strict=True):
        if opening.category == "window" or sides[0] < 0:
            continue
        node = net.node(_middle(opening.line))
        for space in sides:
            if space >= 0:
                ways[space].append(node)
        if opening.exterior:
            net.join(0, node, 0.0)
    for connector, ends in zip(
        floorplan.connectors, topology.connector_spaces.tolist(), strict=True
    ):
        nodes = [net.node(_middle(line)) for line in (connector.line_from, connector.line_to)]
        net.join(nodes[0], nodes[1], connector.length_m)
        for space, node in zip(ends, nodes, strict=True):
            if space >= 0:
                ways[space].append(node)
    corners = [net.lay(space.shape, ways[at]) for at, space in enumerate(floorplan.spaces)]
    walks = net.walks()
    return np.array([max((walks[node] for node in each), default=np.inf) for each in corners])


def _middle(line: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    (x0, y0), (x1, y1) = line[0], line[-1]
    return (x0 + x1) / 2, (y0 + y1) / 2


class _Net:
    """Places and the straight walks between them; place 0 is outside."""

    def __init__(self) -> None:
        self._places: list[tuple[float, float]] = [(np.nan, np.nan)]
        self._joins: list[tuple[int, int, float]] = []

    def node(self, place: tuple[float, float]) -> int:
        """A new place."""
        self._places.append(place)
        return len(self._places) - 1

    def join(self, one: int, other: int, length_m: float) -> None:
        """A walk between two places; of no length it is a hair's breadth, not none."""
        self._joins.append((one, other, max(length_m, 1e-9)))

    def lay(self, shape: Polygon, ways: list[int]) -> list[int]:
        """Join the ways of a space and its corners wherever one is seen from the other."""
        plain = shape.simplify(_STRAIGHT_M)
        points = np.unique(shapely.get_coordinates(plain).round(6), axis=0)[:_MOST_CORNERS]
        corners = [self.node((float(x), float(y))) for x, y in points]
        nodes = [*ways, *corners]
        first, second = np.triu_indices(len(nodes), 1)
        spots = np.array([self._places[node] for node in nodes])
        lines = shapely.linestrings(np.stack([spots[first], spots[second]], axis=1))
        wide = shape.union(plain).buffer(_GRAZE_M + _STRAIGHT_M * (plain is not shape) / 10)
        shapely.prepare(wide)
        seen = shapely.covers(wide, lines)
        for a, b, line in zip(first[seen], second[seen], lines[seen], strict=True):
            self.join(nodes[a], nodes[b], float(line.length))
        return corners

    def walks(self) -> NDArray[np.float64]:
        """Shortest walks from each place to the outside [m]."""
        one, other, length = (np.array(each) for each in zip(*self._joins, strict=True))
        size = len(self._places)
        net = coo_array((length, (one.astype(int), other.astype(int))), shape=(size, size))
        found: NDArray[np.float64] = dijkstra(net.tocsr(), directed=False, indices=0)
        return found
