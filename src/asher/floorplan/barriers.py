"""What bars the way though a plan hangs together on paper: cut floors, blocked openings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from asher.floorplan.elements import Connector, Floorplan, Obstacle, Opening, Space, Wall
from asher.floorplan.free_floor import WAY_RADIUS_M
from asher.floorplan.levels import Placed, by_level
from asher.floorplan.lines import TOLERANCE_M
from asher.floorplan.parts import FREE_DEPTH_M, NOOK_M2, Part, Parts, find_parts
from asher.floorplan.reach import spaces_with_way_out
from asher.floorplan.remark import Remark
from asher.floorplan.topology import Topology, way_lines

__all__ = ["find_barriers"]

# Floor this near an opening that nobody can come up to is cut off by the same thing [m].
BESIDE_M = 1.0
# A smaller part of a floor that is cut off is a corner that nobody goes to [m2] (judgement).
ROOM_FOR_PEOPLE_M2 = 1.0
_WAY = f"{2 * WAY_RADIUS_M:g} m"


def find_barriers(floorplan: Floorplan, topology: Topology) -> Iterator[Remark]:
    """Look for floor that people could not leave, and for openings they could not come up to.

    Parameters
    ----------
    floorplan, topology
        See `find_parts`.

    Yields
    ------
    Remark
        One for each cause.

    Notes
    -----
    Free is where there is room for a way 0.4 m wide, the narrowest that people walk. An error is a
    space without any free floor; a door, gate or landing that no free floor reaches; floor that is
    cut off from every way out, if it is 1 m2 or more or has doors that lead no further; and a spawn
    zone without free floor. A warning is less floor than that cut off (under 0.25 m2 nothing is
    said), a floor in parts that each have a way out, and whatever narrows the 0.4 m in front of an
    opening. Spaces that are only behind a cut are not named again, nor those without a way out on
    paper.
    """
    parts = find_parts(floorplan, topology)
    shut: dict[int, list[int]] = defaultdict(list)
    for way, index in sorted(parts.walled_off):
        shut[index].append(way)
    lines = shapely.linestrings(way_lines(floorplan)[0].reshape(-1, 2, 2))
    for index in sorted(spaces_with_way_out(floorplan, topology)):
        space = floorplan.spaces[index]
        here = parts.of_space[index]
        if len(here) == 1 and here[0] in parts.reached:
            continue
        if here:
            # Floor beside an opening that is blocked needs no second word.
            told = shapely.multilinestrings(lines[shut[index]]).buffer(BESIDE_M)
            yield from _find_cuts(space, here, parts.reached, told)
        else:
            found = f"space {space.name!r} has no free floor"
            yield Remark(space, "geometry", found, f"room {_WAY} wide")
    yield from _find_blocked_ways(floorplan, topology, parts)
    yield from _find_buried_zones(floorplan, parts)


def _find_cuts(
    space: Space, parts: Sequence[Part], reached: frozenset[Part], told: BaseGeometry
) -> Iterator[Remark]:
    cut = f"the floor of space {space.name!r} is divided: "
    allowed = f"one connected floor with passages wider than {_WAY}, or a way out of each part"
    kept = [part for part in parts if part in reached]
    # Without any part that is reached, parts with doors are behind a cut elsewhere.
    lost = [part for part in parts if part not in reached and (kept or not part.ways)]
    lost = [part for part in lost if part.ways or not part.floor.intersects(told)]
    large = [part for part in lost if part.ways or part.area_m2 >= ROOM_FOR_PEOPLE_M2]
    small = [part for part in lost if part not in large and part.area_m2 >= NOOK_M2]
    for some, severity in ((large, "error"), (small, "warning")):
        if some:
            found = f"{cut}{_sizes(some)} cut off from every way out"
            yield Remark(space, "geometry", found, allowed, severity=severity)
    if len(kept) > 1:
        found = f"{cut}{_sizes(kept)} each have their own way out"
        yield Remark(space, "geometry", found, allowed, severity="warning")


def _sizes(parts: Sequence[Part]) -> str:
    # The largest three, with a place in each.
    by_area = sorted(parts, key=lambda part: -part.area_m2)
    sizes = []
    for part in by_area[:3]:
        middle, digits = part.floor.centroid, 0 if part.area_m2 >= 10 else 1
        place = middle if part.floor.contains(middle) else part.floor.representative_point()
        sizes.append(f"{part.area_m2:.{digits}f} m2 near ({place.x:.2f}, {place.y:.2f})")
    if len(parts) > 3:
        sizes.append(f"{len(parts) - 3} smaller parts")
    return " and ".join(sizes)


def _find_blocked_ways(floorplan: Floorplan, topology: Topology, parts: Parts) -> Iterator[Remark]:
    obstacles, walls = _ByLevel(floorplan.obstacles), _ByLevel(floorplan.walls)
    shut: dict[int, list[Space]] = defaultdict(list)
    for way, index in sorted(parts.walled_off):
        shut[way].append(floorplan.spaces[index])
    # Spaces without any free floor are named themselves.
    full = {index for index, floors in enumerate(parts.of_space) if not floors}
    landings = topology.connector_spaces.reshape(-1, 1)
    sides = [*topology.opening_spaces.tolist(), *landings.tolist()]
    stairs = (connector for connector in floorplan.connectors for _ in range(2))
    elements: list[Opening | Connector] = [*floorplan.openings, *stairs]
    lines, levels = way_lines(floorplan)
    drawn = shapely.linestrings(lines.reshape(-1, 2, 2))
    fronts = shapely.buffer(drawn, FREE_DEPTH_M, cap_style="flat")
    for way, element in enumerate(elements):
        if full.intersection(sides[way]):
            continue
        things: list[Obstacle | Wall] = [
            *_obstacles_in(fronts[way], obstacles.near(fronts[way], levels[way])),
            *_walls_in(fronts[way], drawn[way], walls.near(fronts[way], levels[way])),
        ]
        for space in shut[way]:
            yield _walled_off(element, fronts[way].intersection(space.shape), space, things)
        if not shut[way]:
            allowed = f"{FREE_DEPTH_M} m free on both sides of every opening"
            for thing in things:
                found = f"{_called(thing)} stands in the way of {element.name!r}"
                yield Remark(thing, "geometry", found, allowed, severity="warning")


def _walled_off(
    way: Opening | Connector, front: BaseGeometry, space: Space, things: Sequence[Obstacle | Wall]
) -> Remark:
    # The one that takes most of the front is named: one cause, one message.
    taken = [
        shapely.area(shapely.buffer(thing.shape, WAY_RADIUS_M).intersection(front))
        for thing in things
    ]
    allowed = f"a passage wider than {_WAY} to every opening"
    if not taken or max(taken) <= 0:
        found = f"nobody can reach {way.name!r} in space {space.name!r}"
        return Remark(way, "geometry", found, allowed)
    thing = things[int(np.argmax(taken))]
    found = f"{_called(thing)} stands in the way of {way.name!r}"
    return Remark(thing, "geometry", f"{found} and blocks it", allowed)


def _called(thing: Obstacle | Wall) -> str:
    return f"obstacle {thing.name!r}" if isinstance(thing, Obstacle) else "a wall"


def _obstacles_in(front: BaseGeometry, near: Iterable[Obstacle]) -> Iterator[Obstacle]:
    for obstacle in near:
        if obstacle.shape.intersection(front).area > 0.01:
            yield obstacle


def _walls_in(front: BaseGeometry, line: BaseGeometry, near: Sequence[Wall]) -> Iterator[Wall]:
    # A wall that begins beside the opening only touches its front.
    inner = front.buffer(-TOLERANCE_M) if near else front
    for wall in near:
        # A partition along the line of an opening is cut out like any other wall.
        along = wall.shape.intersection(front).buffer(TOLERANCE_M).covers(line)
        if wall.shape.intersects(inner) and not along:
            yield wall


def _find_buried_zones(floorplan: Floorplan, parts: Parts) -> Iterator[Remark]:
    spaces = _ByLevel(floorplan.spaces)
    index_of = {id(space): index for index, space in enumerate(floorplan.spaces)}
    for zone in floorplan.zones:
        if zone.category != "spawn" or zone.polygon is None:
            continue
        under = [parts.of_space[index_of[id(s)]] for s in spaces.near(zone.shape, zone.level)]
        floors = [part.floor for of_space in under for part in of_space]
        # A space without any free floor is named itself.
        if under and all(under) and not any(shapely.intersects(zone.shape, floors)):
            found = f"spawn zone {zone.name!r} has no free floor"
            allowed = f"room {_WAY} wide, clear of walls and obstacles"
            yield Remark(zone, "geometry", found, allowed)


class _ByLevel(Generic[Placed]):
    """Elements of a kind in a search tree for each level."""

    def __init__(self, elements: Iterable[Placed]) -> None:
        self.elements: dict[str, list[Placed]] = by_level(elements)
        self._trees: dict[str, shapely.STRtree] = {
            level: shapely.STRtree([element.shape for element in placed])
            for level, placed in self.elements.items()
        }

    def near(self, place: BaseGeometry, level: str) -> list[Placed]:
        """Elements of a level that a place intersects, in the order of the plan."""
        if level not in self._trees:
            return []
        found = self._trees[level].query(place, predicate="intersects")
        return [self.elements[level][index] for index in sorted(found.tolist())]
