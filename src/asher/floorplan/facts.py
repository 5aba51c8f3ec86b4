"""What a planner checks before a run: areas, doors, ways out, walks, capacity, rooms that lock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from asher.floorplan.elements import Floorplan, Opening, Space
from asher.floorplan.lines import QUIET
from asher.floorplan.reach import shut_spaces
from asher.floorplan.topology import Joins, find_joins
from asher.floorplan.walks import walks_out

__all__ = ["AREA_EACH_M2", "LevelFacts", "level_facts"]

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
    glazed: tuple[str, ...]  # Doors that one sees through when they are shut
    capacities: dict[str, int]  # Capacity by category, of the categories that hold anybody
    shut: tuple[str, ...]  # Spaces that no door leads to, which count in nothing above


@QUIET
def level_facts(floorplan: Floorplan) -> list[LevelFacts]:
    """Work out the facts of each level of a plan without errors, from below upwards."""
    walks = walks_out(floorplan)
    joins = find_joins(floorplan)
    locked, shut = set(_lockable(floorplan, joins)), set(shut_spaces(floorplan, joins))
    sides = joins.opening_spaces.tolist()
    found = []
    for level in sorted(floorplan.levels, key=lambda each: each.ordinal):
        drawn = [at for at, space in enumerate(floorplan.spaces) if space.level == level.name]
        here = [at for at in drawn if at not in shut]
        spaces = [floorplan.spaces[at] for at in here]
        ways = [
            opening
            for opening, beside in zip(floorplan.openings, sides, strict=True)
            if opening.level == level.name
            and opening.category != "window"
            and shut.isdisjoint(beside)
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
                tuple(opening.name for opening in ways if opening.glazed),
                _by_category(spaces),
                tuple(floorplan.spaces[at].name for at in drawn if at in shut),
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


def _lockable(floorplan: Floorplan, joins: Joins) -> Iterator[int]:
    doors: dict[int, list[bool]] = {}
    sides = joins.opening_spaces.tolist()
    for opening, both in zip(floorplan.openings, sides, strict=True):
        if opening.category != "window":
            for space in both:
                doors.setdefault(space, []).append(opening.lockable)
    for space in range(len(floorplan.spaces)):
        if all(doors.get(space, [False])):
            yield space
