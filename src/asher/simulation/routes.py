"""The legs of a building: how to walk through each space to its openings and interior places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from asher.floorplan import Floorplan
from asher.kernels import fields
from asher.kernels.codes import Category
from asher.kernels.state import Floor, Routes
from asher.simulation.layout import Layout
from asher.simulation.raster import CELL_M

AREA_PER_PLACE_M2 = 60.0
"""One interior place to search or hide in for this much floor [m2] (judgement)."""
AREA_PER_SHELTERED_M2 = 0.5
"""Floor that a person takes in a locked room without stated capacity [m2] (judgement)."""


def build_routes(
    floorplan: Floorplan, layout: Layout, floor: Floor, clearance: NDArray[np.float32]
) -> Routes:
    """The legs of a layout: how to walk through each space to each of its openings and places.

    Parameters
    ----------
    floorplan : Floorplan
        The plan: what its openings and spaces are.
    layout : Layout
        The same, unrolled.
    floor : Floor
        Its grid.
    clearance : ndarray of float32, shape (n_cells,)
        Distance to the nearest wall [m].

    Returns
    -------
    Routes
        Legs, fields, and walking distances between openings.
    """
    return _RouteBuilder(layout, floor, clearance).build(floorplan)


class _RouteBuilder:
    """Collects legs and their fields one after another."""

    def __init__(self, layout: Layout, floor: Floor, clearance: NDArray[np.float32]) -> None:
        self.layout, self.floor, self.clearance = layout, floor, clearance
        n_cells = floor.space.size
        self.distance = np.full(n_cells, np.inf)
        self.heap = np.empty((8 * n_cells, 2))
        self.cells = [np.flatnonzero(floor.space == s) for s in range(len(layout.spaces))]
        self.leg_space: list[int] = []
        self.leg_opening: list[int] = []
        self.windows: list[tuple[int, int, int, int]] = []
        self.offsets: list[int] = []
        self.headings: list[NDArray[np.int8]] = []
        self.walks: list[NDArray[np.float32]] = []
        self.size = 0

    def add_leg(
        self,
        space: int,
        opening: int,
        line: NDArray[np.float64],
        beyond: tuple[float, float],
        sources: NDArray[np.int64],
    ) -> int:
        """Solve one leg from its source cells; returns its number."""
        floor, cells = self.floor, self.cells[space]
        self.distance[cells] = np.inf
        size = 0
        for cell in sources:
            j, i = divmod(int(cell), floor.n_x)
            d, _, _ = fields.distance_to_segment(
                floor.origin_x + i * CELL_M, floor.origin_y + j * CELL_M, line
            )
            self.distance[cell] = d
            size = fields.heap_push(self.heap, size, d, cell)
        fields.advance_distance(floor, self.clearance, self.distance, self.heap, size)
        rows, columns = np.divmod(cells, floor.n_x)
        i0, j0 = int(columns.min()), int(rows.min())
        window = (i0, j0, int(columns.max()) - i0 + 1, int(rows.max()) - j0 + 1)
        walk = np.empty(window[2] * window[3], dtype=np.float32)
        heading = np.empty((walk.size, 2), dtype=np.int8)
        inside = np.where(floor.space == space, self.distance, np.inf)
        fields.write_leg(
            floor, inside, np.array([*line, *beyond, *window], dtype=np.float64), walk, heading
        )
        self.leg_space.append(space)
        self.leg_opening.append(opening)
        self.windows.append(window)
        self.offsets.append(self.size)
        self.headings.append(heading)
        self.walks.append(walk)
        self.size += walk.size
        return len(self.leg_space) - 1

    def cells_at_opening(self, space: int, opening: int) -> NDArray[np.int64]:
        """Cells of a space whose edge an opening crosses."""
        floor = self.floor
        found = []
        for axis, stride in ((0, 1), (1, floor.n_x)):
            low = np.flatnonzero(floor.edge_opening[:, axis] == opening)
            found += [low, low + stride]
        cells = np.unique(np.concatenate(found))
        found_here: NDArray[np.int64] = cells[floor.space[cells] == space]
        return found_here

    def opening_legs(self) -> NDArray[np.int32]:
        """Legs towards every opening from each of its sides."""
        layout = self.layout
        legs = np.full((len(layout.opening_line), 2), -1, dtype=np.int32)
        for opening, sides in enumerate(layout.opening_space):
            for side, space in enumerate(sides):
                if space < 0:
                    continue
                line = layout.opening_line[opening, side]
                sources = self.cells_at_opening(space, opening)
                if sources.size == 0:
                    continue
                middle = 0.5 * (line[:2] + line[2:])
                along = line[2:] - line[:2]
                normal = np.array([-along[1], along[0]]) / np.hypot(*along)
                j, i = np.divmod(sources, self.floor.n_x)
                at = np.array(
                    [
                        self.floor.origin_x + i.mean() * CELL_M,
                        self.floor.origin_y + j.mean() * CELL_M,
                    ]
                )
                if np.dot(at - middle, normal) > 0:
                    normal = -normal
                inset = min(0.25, 0.4 * float(np.hypot(*along))) * along / np.hypot(*along)
                reach = np.concatenate([line[:2] + inset, line[2:] - inset])
                legs[opening, side] = self.add_leg(
                    int(space), opening, reach, (0.5 * normal[0], 0.5 * normal[1]), sources
                )
        return legs

    def places(self) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int32]]:
        """Interior places of every space, spread by farthest-point sampling, and their legs."""
        floor = self.floor
        place: list[tuple[float, float]] = []
        leg: list[int] = []
        start = [0]
        for space, cells in enumerate(self.cells):
            roomy = cells[self.clearance[cells] > 0.4]
            roomy = roomy if roomy.size else cells
            count = max(1, round(self.layout.spaces[space].area / AREA_PER_PLACE_M2))
            j, i = np.divmod(roomy, floor.n_x)
            at = np.column_stack([floor.origin_x + i * CELL_M, floor.origin_y + j * CELL_M])
            lines = self.layout.opening_line[(self.layout.opening_space == space).any(axis=1), 0]
            doors = 0.5 * (lines[:, :2] + lines[:, 2:]) if len(lines) else at[:1]
            away = np.min(np.hypot(*(at[:, None] - doors[None]).transpose(2, 0, 1)), axis=1)
            for _ in range(min(count, roomy.size)):
                k = int(np.argmax(away))
                line = np.concatenate([at[k], at[k]])
                leg.append(self.add_leg(space, -1, line, (0.0, 0.0), roomy[k : k + 1]))
                place.append((float(at[k, 0]), float(at[k, 1])))
                away = np.minimum(away, np.hypot(*(at - at[k]).T))
            start.append(len(place))
        return (
            np.array(place, dtype=np.float32),
            np.array(leg, dtype=np.int32),
            np.array(start, dtype=np.int32),
        )

    def onward(self, legs: NDArray[np.int32]) -> NDArray[np.float32]:
        """Walking distance from having crossed an opening to having crossed another, by its middle.

        Node 2 o + k stands for having crossed opening o into the space on its side k: a way never
        turns round in an opening, so nobody is sent to and fro between two spaces.

        Returns
        -------
        ndarray of float32, shape (2 n_openings, 2 n_openings)
            [m], inf where there is no way.
        """
        sides = self.layout.opening_space
        n = len(legs)
        onward = np.full((2 * n, 2 * n), np.inf, dtype=np.float32)
        np.fill_diagonal(onward, 0.0)
        for b in range(n):
            for side in range(2):
                leg, space = legs[b, side], sides[b, side]
                if leg < 0:
                    continue
                i0, j0, columns, _ = self.windows[leg]
                for a in range(n):
                    if a == b or space not in sides[a]:
                        continue
                    k = 0 if sides[a, 0] == space else 1
                    cells = self.cells_at_opening(int(space), a)
                    j, i = np.divmod(cells, self.floor.n_x)
                    walk = self.walks[leg][(j - j0) * columns + (i - i0)]
                    if walk.size:
                        onward[2 * a + k, 2 * b + 1 - side] = np.median(walk)
        fields.shortest_between(onward)
        return onward

    def build(self, floorplan: Floorplan) -> Routes:
        """Everything, as arrays."""
        layout = self.layout
        legs = self.opening_legs()
        place, place_leg, place_start = self.places()
        sides = [
            np.unique(np.flatnonzero((layout.opening_space == s).any(axis=1)))
            for s in range(len(layout.spaces))
        ]
        along = layout.opening_line[:, 0, 2:] - layout.opening_line[:, 0, :2]
        onward = self.onward(legs)
        into = layout.opening_space.ravel()
        to_space = np.stack(
            [onward[:, into == s].min(axis=1, initial=np.inf) for s in range(len(layout.spaces))],
            axis=1,
        ).astype(np.float32)
        shift_x, height = _over_plan(floorplan, layout)
        n_portals = len(layout.opening_line) - len(floorplan.openings)
        return Routes(
            leg_space=np.array(self.leg_space, dtype=np.int32),
            leg_opening=np.array(self.leg_opening, dtype=np.int32),
            window=np.array(self.windows, dtype=np.int32),
            offset=np.array(self.offsets, dtype=np.int64),
            heading=np.concatenate(self.headings),
            walk=np.concatenate(self.walks),
            opening_line=layout.opening_line.astype(np.float32),
            opening_space=layout.opening_space.astype(np.int32),
            opening_leg=legs,
            opening_category=layout.opening_category.astype(np.int8),
            opening_width=np.hypot(*along.T).astype(np.float32),
            space_start=np.concatenate([[0], np.cumsum([len(s) for s in sides])]).astype(np.int32),
            space_opening=np.concatenate(sides).astype(np.int32),
            space_speed=layout.space_speed.astype(np.float32),
            place=place,
            place_leg=place_leg,
            place_start=place_start,
            onward=onward,
            to_space=to_space,
            doors_apart=_doors_apart(layout),
            shift_x=shift_x,
            height=height,
            shelter=_shelters(floorplan, layout),
            lock_delay=np.array(
                [opening.lock_delay_s for opening in floorplan.openings] + [0.0] * n_portals,
                dtype=np.float32,
            ),
            exit=np.array(
                [
                    (2 if opening.main_entrance else 1) if opening.exterior else 0
                    for opening in floorplan.openings
                ]
                + [0] * n_portals,
                dtype=np.uint8,
            ),
        )


def _doors_apart(layout: Layout) -> NDArray[np.float32]:
    """Fewest closed doors between every two spaces; each end of a stair counts as half a door."""
    n = len(layout.spaces)
    apart = np.full((n, n), 99.0)
    np.fill_diagonal(apart, 0.0)
    muffles = {Category.GATE: 0.0, Category.PORTAL: 0.5}
    for (a, b), category in zip(layout.opening_space, layout.opening_category, strict=True):
        if b >= 0:
            weight = muffles.get(Category(category), 1.0)
            apart[a, b] = apart[b, a] = min(apart[a, b], weight)
    for k in range(n):
        apart = np.minimum(apart, apart[:, k : k + 1] + apart[k : k + 1, :])
    return apart.astype(np.float32)


def _over_plan(
    floorplan: Floorplan, layout: Layout
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How far each space was shifted from its place in the plan, and its height; stairs between."""
    names = [level.name for level in floorplan.levels]
    levels = [(names.index(space.level),) * 2 for space in floorplan.spaces]
    levels += [(names.index(c.level_from), names.index(c.level_to)) for c in floorplan.connectors]
    at = [0.0] * len(floorplan.spaces)
    for number, connector in enumerate(floorplan.connectors):
        # A stair lies over its lower landing, whatever its strip in the plane.
        (x1, _), (x2, _) = connector.line_from
        strip = layout.spaces[len(floorplan.spaces) + number]
        at.append(strip.centroid.x - 0.5 * (x1 + x2) - layout.level_x[levels[len(at)][0]])
    shift = [x + layout.level_x[level[0]] for x, level in zip(at, levels, strict=True)]
    up = [level.elevation_m for level in floorplan.levels]
    height = [0.5 * (up[low] + up[high]) for low, high in levels]
    return np.array(shift, dtype=np.float32), np.array(height, dtype=np.float32)


def _shelters(floorplan: Floorplan, layout: Layout) -> NDArray[np.int32]:
    """How many people each space takes in whose every door can be locked; 0 = no shelter."""
    shelters = np.zeros(len(layout.spaces), dtype=np.int32)
    for number, space in enumerate(floorplan.spaces):
        doors = [
            opening
            for opening, sides in zip(floorplan.openings, layout.opening_space, strict=False)
            if number in sides and opening.category != "window"
        ]
        if doors and all(door.lockable and door.category == "door" for door in doors):
            room = max(1, int(layout.spaces[number].area / AREA_PER_SHELTERED_M2))
            shelters[number] = room if space.capacity is None else space.capacity
    return shelters
