"""The shortest walk from every corner of a plan to the outside, around the corners on the way."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import KDTree
from shapely.geometry import Polygon
from shapely.geometry.polygon import orient

from asher.floorplan.elements import Floorplan
from asher.floorplan.lines import QUIET
from asher.floorplan.topology import Joins, find_joins

__all__ = ["walks_out"]

# Walls as good as straight have no corners [m].
_STRAIGHT_M = 0.05
# A line of sight may graze a corner [m].
_GRAZE_M = 1e-3
# On a floor with more corners than this a walk goes on, at any place, to the nearest few only: what
# is seen farther away is reached by what lies between, along nearly the same line.
_MANY, _FEW = 1000, 100
# Walls on both sides of a corner that are looked at before all others of its space.
_BESIDE = 4
# No walk is worth looking at that saves less [m].
_LESS_M = 1e-9

Vector = NDArray[np.float64]
Ints = NDArray[np.int64]


@QUIET
def walks_out(floorplan: Floorplan) -> Vector:
    """Walk from the farthest corner of each space to the nearest way out.

    Returns
    -------
    ndarray of float, shape (n_spaces,)
        Lengths of shortest paths, obstacles left aside [m]; infinite where there is no way out.
    """
    joins = find_joins(floorplan)
    net = _Net()
    ways = _lay_ways(floorplan, joins, net)
    for space, of_space in zip(floorplan.spaces, ways, strict=True):
        net.lay(space.shape, of_space)
    net.walk()
    return np.array([net.farthest_corner(floor) for floor in net.floors])


def _lay_ways(floorplan: Floorplan, joins: Joins, net: _Net) -> list[list[int]]:
    """Put the middles of openings and landings on the net; which of them each space has."""
    ways: list[list[int]] = [[] for _ in floorplan.spaces]
    for opening, sides in zip(floorplan.openings, joins.opening_spaces.tolist(), strict=True):
        if opening.category == "window" or sides[0] < 0:
            continue
        node = net.node(_middle(opening.line))
        for space in sides:
            if space >= 0:
                ways[space].append(node)
        if opening.exterior:
            net.starts.append(node)
    for connector, ends in zip(floorplan.connectors, joins.connector_spaces.tolist(), strict=True):
        foot, head = (net.node(_middle(line)) for line in (connector.line_from, connector.line_to))
        net.stairs |= {foot: (head, connector.length_m), head: (foot, connector.length_m)}
        for space, node in zip(ends, (foot, head), strict=True):
            if space >= 0:
                ways[space].append(node)
    return ways


def _middle(line: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    (x0, y0), (x1, y1) = line[0], line[-1]
    return (x0 + x1) / 2, (y0 + y1) / 2


class _Floor:
    """A space with the places in it: first its ways, then its corners."""

    def __init__(self, shape: Polygon, ways: Ints, spots: Vector, first: int) -> None:
        plain = orient(shape.simplify(_STRAIGHT_M))
        rings = [shapely.get_coordinates(ring)[:-1] for ring in (plain.exterior, *plain.interiors)]
        corners = np.concatenate(rings)
        around = np.stack([_rolled(rings, by) for by in range(-_BESIDE, _BESIDE + 1)], axis=1)
        before, after = around[:, _BESIDE - 1], around[:, _BESIDE + 1]
        self.n_ways = len(ways)
        self._many = len(corners) > _MANY
        self.nodes = np.concatenate([ways, first + np.arange(len(corners))])
        self._wide = plain.buffer(_GRAZE_M)
        shapely.prepare(self._wide)
        # A door may lie beside its wall by the tolerance, and a wall be bent a little behind it.
        moved = shapely.get_coordinates(shapely.shortest_line(plain, shapely.points(spots)))[::2]
        self.spots = np.concatenate([moved, corners])
        # Unit vectors along the walls, away from each corner.
        self._walls = np.stack([_unit(before - corners), _unit(after - corners)], axis=1)
        # By how much a walk that grazed the corner next to one may seem to bend away from it [rad].
        nearest = KDTree(corners).query(corners, k=2)[0][:, 1]
        self._loose = 2 * _GRAZE_M / np.maximum(nearest, 4 * _GRAZE_M)
        # The walls next to each corner, from end to end.
        self._beside = np.stack([around[:, :-1], around[:, 1:]], axis=2)
        self._turns = _cross(-self._walls[:, 0], self._walls[:, 1]) < 0

    def bends(self, at: int, origin: int) -> NDArray[np.bool_]:
        """To which places a shortest walk from another one may go on at a place."""
        corner = at - self.n_ways
        if self._many:
            return np.ones(len(self.nodes), dtype=bool)
        if corner < 0 or not self._turns[corner]:
            return np.zeros(len(self.nodes), dtype=bool)
        walls, loose = self._walls[corner], self._loose[corner]
        come = _unit(self.spots[at] - self.spots[origin])
        go = _unit(self.spots - self.spots[at])
        sides = np.array([_cross(come, wall) for wall in walls])
        ahead = np.stack([*(_cross(go, wall) for wall in walls), _cross(come, go)], axis=1)
        left = (sides.min() > -loose) & (ahead.min(axis=1) > -loose)
        right = (sides.max() < loose) & (ahead.max(axis=1) < loose)
        found: NDArray[np.bool_] = left | right
        return found

    def first(self, at: int, others: Ints, walks: Vector) -> Ints:
        """Of other places those to look at: of very many the nearest, and the ends of its walls."""
        if not self._many or len(others) <= _FEW:
            return others
        nearest = others[np.argpartition(walks[others], _FEW)[:_FEW]]
        if at < self.n_ways:
            return nearest
        walls = self._beside[at - self.n_ways].reshape(-1, 2)
        return np.union1d(nearest, others[np.isin(self.spots[others], walls).all(axis=1)])

    def sees(self, at: int, others: Ints) -> NDArray[np.bool_]:
        """Which places one can walk to straight from a place."""
        seen = np.ones(len(others), dtype=bool)
        if at >= self.n_ways:
            walls = self._beside[at - self.n_ways]
            seen = ~_crosses(self.spots[at], self.spots[others], walls)
            others = others[seen]
        ends = np.broadcast_to(self.spots[at], (len(others), 2))
        lines = shapely.linestrings(np.stack([ends, self.spots[others]], axis=1))
        seen[seen] = shapely.covers(self._wide, lines)
        return seen


class _Net:
    """Places and the walks between them, looked for outwards in, the nearest first."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.stairs: dict[int, tuple[int, float]] = {}
        self.floors: list[_Floor] = []
        self._places: list[tuple[float, float]] = []
        # Floors that each place is on, and where it stands among their places.
        self._on: list[list[tuple[int, int]]] = []
        self._walks: Vector = np.empty(0)

    def node(self, place: tuple[float, float]) -> int:
        """A new place."""
        self._places.append(place)
        self._on.append([])
        return len(self._places) - 1

    def lay(self, shape: Polygon, ways: list[int]) -> None:
        """Put a space with its corners on the net."""
        nodes = np.array(ways, dtype=np.int64)
        spots = np.array([self._places[way] for way in ways]).reshape(-1, 2)
        floor = _Floor(shape, nodes, spots, len(self._places))
        for x, y in floor.spots[len(ways) :].tolist():
            self.node((x, y))
        for at, node in enumerate(floor.nodes.tolist()):
            self._on[node].append((len(self.floors), at))
        self.floors.append(floor)

    def farthest_corner(self, floor: _Floor) -> float:
        """The longest of the shortest walks from the corners of a floor [m]."""
        return float(self._walks[floor.nodes[floor.n_ways :]].max())

    def walk(self) -> None:
        """Find the shortest walk from the outside to each place.

        Who goes on at a place as far as another one can be seen from looks only at places that
        get nearer by it, so that the doors of a long corridor are not laid against each other.
        """
        self._walks = np.full(len(self._places), np.inf)
        self._walks[self.starts] = 0.0
        # The floor by which each place is reached, and the place before on it.
        came: dict[int, tuple[int, int]] = {}
        queue = [(0.0, node) for node in self.starts]
        done: set[int] = set()
        while queue:
            _, node = heapq.heappop(queue)
            if node in done:
                continue
            done.add(node)
            for other, walk, by in [*self._by_stairs(node), *self._on_foot(node, came.get(node))]:
                self._walks[other] = walk
                came[other] = by
                heapq.heappush(queue, (walk, other))

    def _by_stairs(self, node: int) -> Iterator[tuple[int, float, tuple[int, int]]]:
        if node in self.stairs:
            other, length = self.stairs[node]
            walk = float(self._walks[node]) + length
            if walk < self._walks[other] - _LESS_M:
                yield other, walk, (-1, -1)

    def _on_foot(
        self, node: int, came: tuple[int, int] | None
    ) -> Iterator[tuple[int, float, tuple[int, int]]]:
        for number, at in self._on[node]:
            floor = self.floors[number]
            walks = self._walks[node] + np.hypot(*(floor.spots - floor.spots[at]).T)
            nearer = walks < self._walks[floor.nodes] - _LESS_M
            if came is not None and came[0] == number:
                nearer &= floor.bends(at, came[1])
            others = floor.first(at, np.flatnonzero(nearer), walks)
            if not len(others):
                continue
            others = others[floor.sees(at, others)]
            found = zip(floor.nodes[others].tolist(), walks[others].tolist(), strict=True)
            yield from ((other, walk, (number, at)) for other, walk in found)


def _rolled(rings: list[Vector], by: int) -> Vector:
    """For each corner the one so many further along its ring."""
    return np.concatenate([np.roll(ring, -by, axis=0) for ring in rings])


def _crosses(start: Vector, ends: Vector, walls: Vector) -> NDArray[np.bool_]:
    """Whether walks from a place to others go through any of some walls, and not past their end."""
    go = (ends - start)[:, None, :]
    along = walls[:, 1] - walls[:, 0]
    past = _off(go, walls[:, 0] - start) * _off(go, walls[:, 1] - start)
    through = _off(along, start - walls[:, 0]) * _off(along, ends[:, None, :] - walls[:, 0])
    return np.asarray(((past < 0) & (through < 0)).any(axis=1))


def _off(line: Vector, place: Vector) -> Vector:
    """How far to the left of a line a place is; 0 where that is next to nothing [m]."""
    off = _cross(_unit(line), place)
    return np.where(np.abs(off) > _GRAZE_M, off, 0.0)


def _unit(vectors: Vector) -> Vector:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12))


def _cross(one: Vector, other: Vector) -> Vector:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])
