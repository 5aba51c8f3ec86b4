"""The parts into which obstacles and partitions divide the floor of a space, and their ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from asher.floorplan.elements import Floorplan
from asher.floorplan.free_floor import WAY_RADIUS_M, Solids, doorway, narrowed, wider
from asher.floorplan.levels import rows_by_level
from asher.floorplan.topology import Topology, way_lines

__all__ = ["FREE_DEPTH_M", "NOOK_M2", "Part", "Parts", "find_parts"]

# Room that people need in front of an opening to pass it with ease [m].
FREE_DEPTH_M = 0.4
# How far the middle of a body steps over the line of an opening to have passed it [m].
_BEYOND_M = 0.001
OUTSIDE = -1
# A floor or a part of it that is smaller is a nook, not worth a word [m2] (judgement).
NOOK_M2 = 0.25
# Floor before the middle of a way, from within its doorway to where a body has room: if that is
# clear, the way is reached from there [m].
_PLAIN_WIDTH_M = 2 * WAY_RADIUS_M + 0.02
_PLAIN_DEPTHS_M = (0.06, 2 * WAY_RADIUS_M + 0.02)


@dataclass(frozen=True, eq=False)
class Part:
    """A piece of floor on which one can go everywhere without passing an opening."""

    space: int  # The space it belongs to
    floor: BaseGeometry  # Where the middle of a body can be [m]
    # Doors, gates and landings that are reached from it, as rows of `way_lines`.
    ways: frozenset[int]

    @cached_property
    def area_m2(self) -> float:
        """Floor that bodies cover [m2]."""
        return float(self.floor.buffer(WAY_RADIUS_M, join_style="mitre").area)


@dataclass(frozen=True, eq=False)
class Parts:
    """All parts of a plan, and from which of them one gets outside."""

    of_space: tuple[tuple[Part, ...], ...]  # The parts of each space
    # Ways, each with a space on whose side nobody can come up to it.
    walled_off: frozenset[tuple[int, int]]
    reached: frozenset[Part]  # Parts from which one gets outside


def find_parts(floorplan: Floorplan, topology: Topology) -> Parts:
    """Divide the floors of a plan into parts that hang together by ways 0.4 m wide.

    Parameters
    ----------
    floorplan : Floorplan
        A plan with known levels and valid polygons.
    topology : Topology
        What joins what in it.

    Returns
    -------
    Parts
        The parts and how they are joined. Windows are no ways.
    """
    ends = _Ends(floorplan, topology)
    solids = Solids.of_levels(floorplan)
    of_space: list[tuple[Part, ...]] = []
    walled_off = set()
    plain = _plain_floors(floorplan, solids, ends)
    for index, space in enumerate(floorplan.spaces):
        ways = ends.of_space[index]
        if index in plain:
            of_space.append((Part(index, plain[index], frozenset(ways)),))
            continue
        doorways = [
            doorway(ends.lines[way], ends.outwards(way, index), WAY_RADIUS_M + _BEYOND_M)
            for way in ways
        ]
        free = narrowed(space.shape, solids[space.level], WAY_RADIUS_M, doorways)
        floors = shapely.get_parts(free)
        lines = shapely.linestrings(ends.lines[ways].reshape(-1, 2, 2))
        met = shapely.distance(floors[:, None], lines[None]) <= 2 * _BEYOND_M
        if len(floors) > 1:
            floors, met = _without_doorsteps(floors, met, lines)
        parts = [
            Part(index, floor, frozenset(np.array(ways, dtype=int)[row].tolist()))
            for floor, row in zip(floors, met, strict=True)
        ]
        of_space.append(tuple(parts))
        if parts:
            walled_off |= {(ways[k], index) for k in np.flatnonzero(~met.any(axis=0)).tolist()}
    reached = _reached([part for parts in of_space for part in parts], ends)
    return Parts(tuple(of_space), frozenset(walled_off), reached)


def _plain_floors(
    floorplan: Floorplan, solids: Mapping[str, Solids], ends: _Ends
) -> dict[int, BaseGeometry]:
    """The free floor of each space where it is plain to see that all its ways lead to one piece."""
    shapes = np.array([space.shape for space in floorplan.spaces], dtype=object)
    free = wider(shapes, -WAY_RADIUS_M)
    plain = (shapely.get_type_id(free) == shapely.GeometryType.POLYGON) & (
        shapely.area(free) > NOOK_M2
    )
    for level, rows in rows_by_level(space.level for space in floorplan.spaces).items():
        for tree in solids[level].trees:
            hit = tree.query(shapes[rows], predicate="intersects")[0]
            plain[np.array(rows)[hit]] = False
    pairs = [(way, index) for index, ways in enumerate(ends.of_space) for way in ways]
    way, index = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    lines = ends.lines[way].reshape(-1, 2, 2)
    ahead = lines[:, 1] - lines[:, 0]
    width = np.hypot(*ahead.T)
    half = (0.5 * _PLAIN_WIDTH_M / width)[:, None] * ahead
    inwards = -ends.normals[way] * np.where(ends.sides[way, 0] == index, 1.0, -1.0)[:, None]
    near, far = (lines.mean(axis=1) + depth * inwards for depth in _PLAIN_DEPTHS_M)
    fronts = shapely.polygons(np.stack([near - half, near + half, far + half, far - half], axis=1))
    shapely.prepare(shapes)
    clear = (width > _PLAIN_WIDTH_M) & shapely.covers(shapes[index], fronts)
    middle = shapely.points(lines.mean(axis=1) + (WAY_RADIUS_M + 0.01) * inwards)
    plain[index[~(clear & shapely.covers(free[index], middle))]] = False
    return {at: free[at] for at in np.flatnonzero(plain).tolist()}


def _without_doorsteps(
    floors: NDArray[np.object_], met: NDArray[np.bool_], lines: NDArray[np.object_]
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    # What is left between an opening and an obstacle right before it is no floor to stand on.
    kept = np.ones(len(floors), dtype=bool)
    for index in np.flatnonzero(met.any(axis=1)).tolist():
        doorstep = shapely.union_all(shapely.buffer(lines[met[index]], FREE_DEPTH_M))
        kept[index] = not doorstep.covers(floors[index])
    # A closet is all doorstep.
    return (floors[kept], met[kept]) if kept.any() else (floors, met)


def _reached(parts: Iterable[Part], ends: _Ends) -> frozenset[Part]:
    # From the outside inwards, way by way.
    parts_at: dict[int, list[Part]] = defaultdict(list)
    ahead = set()
    for part in parts:
        for way in part.ways:
            crossing, leads_outside = ends.joined(way)
            parts_at[crossing].append(part)
            if leads_outside:
                ahead.add(crossing)
    reached: set[Part] = set()
    while ahead:
        for part in parts_at.pop(ahead.pop(), ()):
            if part not in reached:
                reached.add(part)
                ahead |= {ends.joined(way)[0] for way in part.ways}
    return frozenset(reached)


class _Ends:
    """Ways with the spaces at their ends; the two landings of a stair are one way."""

    def __init__(self, floorplan: Floorplan, topology: Topology) -> None:
        self.lines, _ = way_lines(floorplan)
        landings = topology.connector_spaces.reshape(-1, 1)
        beyond = np.full_like(landings, OUTSIDE)
        self.sides = np.vstack([topology.opening_spaces, np.hstack([landings, beyond])])
        self.normals = np.vstack(
            [topology.opening_normals, topology.connector_normals.reshape(-1, 2)]
        )
        self.n_openings = len(floorplan.openings)
        self.of_space: list[list[int]] = [[] for _ in floorplan.spaces]
        for way, spaces in enumerate(self.sides.tolist()):
            if way < self.n_openings and floorplan.openings[way].category == "window":
                continue
            for space in spaces:
                if space >= 0:
                    self.of_space[space].append(way)

    def outwards(self, way: int, space: int) -> NDArray[np.float64]:
        """Direction in which a way leads out of a space."""
        normal: NDArray[np.float64] = self.normals[way]
        return normal if self.sides[way, 0] == space else -normal

    def joined(self, way: int) -> tuple[int, bool]:
        """Number shared by both ends of a way, and whether it leads outside."""
        if way < self.n_openings:
            return way, bool(self.sides[way, 1] == OUTSIDE)
        return self.n_openings + (way - self.n_openings) // 2, False
