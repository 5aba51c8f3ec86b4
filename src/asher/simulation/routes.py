"""The legs of a building: how to walk through each space to its openings and interior places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.floorplan import Floorplan, Opening
from asher.floorplan.near import groups
from asher.kernels import kinds
from asher.kernels.codes import Category
from asher.kernels.state import Floor, Routes
from asher.kernels.walking import corners as laws
from asher.kernels.walking.plane import WAY_M
from asher.scenario.sound import Sound
from asher.simulation.corners import Corners, find_corners
from asher.simulation.free_floor import free_floor
from asher.simulation.layout import Layout
from asher.simulation.places import spread_places
from asher.simulation.sound import build_dividers, noise_levels, opening_losses

AREA_PER_SHELTERED_M2 = 0.5
"""Floor that a person takes in a locked room without stated capacity [m2] (judgement)."""
_AT_LEAST_M = 0.05
"""Half the line over which a body's centre passes the narrowest door [m]."""


def build_routes(floorplan: Floorplan, layout: Layout, floor: Floor, sound: Sound) -> Routes:
    """The legs of a layout: how to walk through each space to each of its openings and places.

    Parameters
    ----------
    floorplan : Floorplan
        The plan: what its openings and spaces are.
    layout : Layout
        The same, unrolled.
    floor : Floor
        Its walls.
    sound : Sound
        What sound loses on its way, and the noise it must rise above.

    Returns
    -------
    Routes
        Legs, corners, and walking distances from these to the ends of legs.
    """
    n_openings, n_spaces = len(layout.opening_line), len(layout.spaces)
    sides = _openings_of(layout)
    local = np.full((n_openings, 2), -1, dtype=np.int32)
    opening_leg = np.full((n_openings, 2), -1, dtype=np.int32)
    legs = _Legs(floor, np.zeros(n_openings, dtype=np.uint8))
    places: list[NDArray[np.float64]] = []
    place_leg: list[int] = []
    for space in range(n_spaces):
        free = free_floor(layout, space, WAY_M)
        legs.begin(find_corners(free, floor, legs.doors))
        for k, opening in enumerate(sides[space]):
            side = 0 if layout.opening_space[opening, 0] == space else 1
            local[opening, side] = k
            line, out = layout.opening_line[opening, side], layout.opening_across[opening, side]
            to_foot = (opening - len(floorplan.openings)) % 2 == 0
            pace = layout.pace[space, 0 if to_foot else 1]
            opening_leg[opening, side] = legs.add(
                space, opening, _clear_line(line), out.copy(), pace
            )
        lines = layout.opening_line[sides[space], 0].reshape(-1, 4)
        places.append(spread_places(layout, space, lines))
        place_leg += [legs.add(space, -1, np.tile(at, 2), np.zeros(2), 1.0) for at in places[-1]]
    space_opening = np.concatenate([*sides, np.empty(0)]).astype(np.int32)
    shift_x, height = _over_plan(floorplan, layout)
    n_portals = n_openings - len(floorplan.openings)
    along = layout.opening_line[:, 0, 2:] - layout.opening_line[:, 0, :2]
    routes = Routes(
        **legs.arrays(),
        openings=kinds.records(
            kinds.OPENING,
            n_openings,
            line=layout.opening_line,
            across=layout.opening_across,
            space=layout.opening_space,
            leg=opening_leg,
            local=local,
            category=layout.opening_category,
            exit=[_exit_of(opening) for opening in floorplan.openings] + [0] * n_portals,
            width=np.hypot(*along.T),
            lock_delay=[opening.lock_delay_s for opening in floorplan.openings] + [0.0] * n_portals,
            loss_db=opening_losses(layout, sound),
        ),
        spaces=kinds.records(
            kinds.SPACE,
            n_spaces,
            **_ranges("opening", [len(each) for each in sides]),
            **_ranges("corner", [len(each.corner) for each in legs.corners]),
            **_ranges("place", [len(each) for each in places]),
            between_start=_starts([len(each) ** 2 for each in sides])[:-1],
            is_open=_is_open(layout),
            has_stair=[np.any(layout.opening_category[each] == Category.PORTAL) for each in sides],
            shelter=_shelters(floorplan, layout),
            shift_x=shift_x,
            height=height,
            noise_db=noise_levels(floorplan, sound),
            part=_parts(layout),
        ),
        space_opening=space_opening,
        between=np.full(sum(len(each) ** 2 for each in sides), np.inf, dtype=np.float32),
        places=kinds.records(
            kinds.PLACE,
            len(place_leg),
            at=np.concatenate([*places, np.empty((0, 2))]),
            leg=place_leg,
        ),
        dividers=build_dividers(floorplan, layout, sound),
    )
    laws.walk_between_openings(floor, routes, legs.doors)
    return routes


@dataclass(eq=False)
class _Legs:
    """Collects legs space by space, with the distances from the corners of the space."""

    floor: Floor
    doors: NDArray[np.uint8]
    space: list[int] = field(default_factory=list)
    opening: list[int] = field(default_factory=list)
    line: list[NDArray[np.float64]] = field(default_factory=list)
    across: list[NDArray[np.float64]] = field(default_factory=list)
    pace: list[float] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    walks: list[NDArray[np.float32]] = field(default_factory=list)
    corners: list[Corners] = field(default_factory=list)
    size: int = 0

    def begin(self, corners: Corners) -> None:
        """Go on to the next space."""
        self.corners.append(corners)

    def add(
        self,
        space: int,
        opening: int,
        line: NDArray[np.float64],
        across: NDArray[np.float64],
        pace: float,
    ) -> int:
        """Add a leg of the present space; returns its number."""
        corners = self.corners[-1]
        walk = np.empty(len(corners.corner), dtype=np.float32)
        if walk.size:
            laws.walk_from_corners(
                self.floor,
                self.doors,
                corners.corner,
                corners.link,
                (line, across, opening),
                corners.heap,
                walk,
            )
        self.space.append(space)
        self.opening.append(opening)
        self.line.append(line)
        self.across.append(across)
        self.pace.append(pace)
        self.start.append(self.size)
        self.walks.append(walk)
        self.size += walk.size
        return len(self.space) - 1

    def arrays(self) -> dict[str, Any]:
        """Legs and corners, as `Routes` has them."""
        corners = self.corners
        return {
            "legs": kinds.records(
                kinds.LEG,
                len(self.space),
                space=self.space,
                opening=self.opening,
                line=np.array(self.line).reshape(-1, 4),
                across=np.array(self.across).reshape(-1, 2),
                pace=self.pace,
                walk=self.start,
            ),
            "corners": kinds.records(
                kinds.CORNER,
                sum(len(each.corner) for each in corners),
                swing=np.concatenate([each.corner for each in corners]).reshape(-1, 4),
                walls=np.concatenate([each.walls for each in corners]).reshape(-1, 4),
            ),
            "corner_walk": np.concatenate([*self.walks, np.empty(0, dtype=np.float32)]),
        }


def _ranges(what: str, counts: list[int]) -> dict[str, NDArray[np.int64]]:
    """Where the things of each space start and stop, as `Routes.spaces` has it."""
    starts = _starts(counts)
    return {f"{what}_start": starts[:-1], f"{what}_stop": starts[1:]}


def _exit_of(opening: Opening) -> int:
    """1 leads outside, 2 is the main entrance."""
    return (2 if opening.main_entrance else 1) if opening.exterior else 0


def _starts(counts: list[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _openings_of(layout: Layout) -> list[NDArray[np.int64]]:
    """Openings of each space, rising."""
    found: list[list[int]] = [[] for _ in layout.spaces]
    for opening, sides in enumerate(layout.opening_space.tolist()):
        for space in sorted(set(sides)):
            if space >= 0:
                found[space].append(opening)
    return [np.array(each, dtype=np.int64) for each in found]


def _clear_line(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """The part of an opening over which the middle of a body may pass."""
    along = line[2:] - line[:2]
    width = float(np.hypot(*along))
    inset = min(WAY_M, max(0.5 * width - _AT_LEAST_M, 0.0)) * along / width
    return np.concatenate([line[:2] + inset, line[2:] - inset])


def _parts(layout: Layout) -> NDArray[np.int32]:
    """The part of each space, of those that no way inside joins; 0 where all is one."""
    ways = np.asarray(layout.opening_category) != Category.WINDOW
    ways &= (layout.opening_space >= 0).all(axis=1)
    count, part = groups(layout.opening_space[ways], len(layout.spaces))
    return (part + 1 if count > 1 else np.zeros_like(part)).astype(np.int32)


def _is_open(layout: Layout) -> NDArray[np.uint8]:
    """Which spaces are convex and empty."""
    import shapely

    shapes = np.array(layout.spaces, dtype=object)
    filled = shapely.area(shapes) > 0.999999 * shapely.area(shapely.convex_hull(shapes))
    empty = shapely.is_empty(np.array(layout.partitions, dtype=object))
    is_open: NDArray[np.uint8] = (filled & empty).astype(np.uint8)
    return is_open


def _over_plan(
    floorplan: Floorplan, layout: Layout
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far each space was shifted from its place in the plan, and its height; stairs between."""
    index = {level.name: number for number, level in enumerate(floorplan.levels)}
    levels = [(index[space.level],) * 2 for space in floorplan.spaces]
    levels += [(index[c.level_from], index[c.level_to]) for c in floorplan.connectors]
    at = [0.0] * len(floorplan.spaces)
    for number, connector in enumerate(floorplan.connectors):
        # A stair lies over its lower landing, whatever its strip in the plane.
        (x1, _), (x2, _) = connector.line_from
        strip = layout.spaces[len(floorplan.spaces) + number]
        at.append(strip.centroid.x - 0.5 * (x1 + x2) - layout.level_x[levels[len(at)][0]])
    shift = [x + layout.level_x[level[0]] for x, level in zip(at, levels, strict=True)]
    up = [level.elevation_m for level in floorplan.levels]
    height = [0.5 * (up[low] + up[high]) for low, high in levels]
    return np.array(shift, dtype=np.float64), np.array(height, dtype=np.float64)


def _shelters(floorplan: Floorplan, layout: Layout) -> NDArray[np.int32]:
    """How many people each space takes in whose every door can be locked; 0 = no shelter."""
    shelters = np.zeros(len(layout.spaces), dtype=np.int32)
    sides = _openings_of(layout)
    for number, space in enumerate(floorplan.spaces):
        if any(opening >= len(floorplan.openings) for opening in sides[number]):
            continue
        openings = [floorplan.openings[opening] for opening in sides[number]]
        doors = [opening for opening in openings if opening.category != "window"]
        if doors and all(door.lockable and door.category == "door" for door in doors):
            room = max(1, int(layout.spaces[number].area / AREA_PER_SHELTERED_M2))
            shelters[number] = room if space.capacity is None else space.capacity
    return shelters
