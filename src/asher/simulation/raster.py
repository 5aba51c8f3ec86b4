"""From polygons and lines to the grids that the kernels walk on."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from asher.kernels import fields
from asher.kernels.state import Category, Edge, Floor, Routes

CELL_M = 0.2
BLOCK_M = 0.7
AREA_PER_PLACE_M2 = 60.0
"""One interior place to search, hide in or wait in for this much floor (judgement: a glance's reach)."""


class Layout(NamedTuple):
    """A building unrolled into one plane: levels side by side, each stair a strip of its own.

    Attributes
    ----------
    spaces : tuple of shapely polygons
        Floor of each space [m].
    space_speed : ndarray of float32, shape (n_spaces,)
        Share of the desired speed kept there [-].
    segments : ndarray of float, shape (n, 4)
        Walls [m].
    see_over : ndarray of bool, shape (n,)
        Walls that do not block sight.
    opening_line : ndarray of float, shape (n_openings, 2, 4)
        Line as seen from its two sides [m]; the two differ at the end of a stair.
    opening_space : ndarray of int, shape (n_openings, 2)
        Space on its two sides, -1 = outside.
    opening_category : ndarray of int, shape (n_openings,)
        `Category`.
    """

    spaces: tuple[Any, ...]
    space_speed: NDArray[np.float32]
    segments: NDArray[np.float64]
    see_over: NDArray[np.bool_]
    opening_line: NDArray[np.float64]
    opening_space: NDArray[np.int32]
    opening_category: NDArray[np.int8]


def build_floor(layout: Layout) -> tuple[Floor, NDArray[np.float32]]:
    """The grid of a layout, and how clear of walls each cell is.

    Parameters
    ----------
    layout : Layout
        The building.

    Returns
    -------
    floor : Floor
        Grid, edges, walls near each block.
    clearance : ndarray of float32, shape (n_cells,)
        Distance of each cell's centre to the nearest wall [m], as far as it matters.
    """
    import shapely

    margin = 3.0
    left, bottom, right, top = shapely.total_bounds(np.array(layout.spaces, dtype=object))
    # An odd offset keeps cell centres off walls that are drawn to the decimetre.
    origin_x, origin_y = left - margin + 0.0137, bottom - margin + 0.0171
    n_x = math.ceil((right - left + 2 * margin) / CELL_M)
    n_y = math.ceil((top - bottom + 2 * margin) / CELL_M)
    space = np.full((n_y, n_x), -1, dtype=np.int16)
    for number, polygon in enumerate(layout.spaces):
        x0, y0, x1, y1 = polygon.bounds
        i0, i1 = int((x0 - origin_x) / CELL_M), int((x1 - origin_x) / CELL_M) + 2
        j0, j1 = int((y0 - origin_y) / CELL_M), int((y1 - origin_y) / CELL_M) + 2
        xs, ys = np.meshgrid(
            origin_x + np.arange(i0, i1) * CELL_M, origin_y + np.arange(j0, j1) * CELL_M
        )
        space[j0:j1, i0:i1][shapely.contains_xy(polygon, xs, ys)] = number
    lines, owners = [layout.segments], [np.full(len(layout.segments), -1)]
    for opening, line in enumerate(layout.opening_line):
        sides = 2 if layout.opening_category[opening] == Category.PORTAL else 1
        lines.append(line[:sides])
        owners.append(np.full(sides, opening))
    segments = np.concatenate(lines).astype(np.float32)
    segment_opening = np.concatenate(owners).astype(np.int16)
    n_block_x, n_block_y = math.ceil(n_x * CELL_M / BLOCK_M), math.ceil(n_y * CELL_M / BLOCK_M)
    near_start, near_segment = _segments_near_blocks(
        segments, (origin_x, origin_y), (n_block_x, n_block_y)
    )
    floor = Floor(
        origin_x=float(origin_x),
        origin_y=float(origin_y),
        cell_m=CELL_M,
        n_x=n_x,
        n_y=n_y,
        space=space.ravel(),
        edge=np.zeros(n_x * n_y, dtype=np.uint8),
        edge_opening=np.full((n_x * n_y, 2), -1, dtype=np.int16),
        segments=segments,
        segment_opening=segment_opening,
        block_m=BLOCK_M,
        n_block_x=n_block_x,
        n_block_y=n_block_y,
        near_start=near_start,
        near_segment=near_segment,
    )
    for line, see_over in zip(layout.segments, layout.see_over, strict=True):
        sight = (0, 0) if see_over else (Edge.SIGHT_RIGHT, Edge.SIGHT_UP)
        fields.mark_edges(
            floor, line, int(Edge.WALK_RIGHT | sight[0]), int(Edge.WALK_UP | sight[1]), -1
        )
    for line, opening in zip(segments, segment_opening, strict=True):
        if opening >= 0:
            fields.mark_edges(
                floor,
                line.astype(np.float64),
                int(Edge.OPENING_RIGHT),
                int(Edge.OPENING_UP),
                int(opening),
            )
    clearance = np.full(n_x * n_y, 1.0, dtype=np.float32)
    fields.measure_clearance(floor, clearance)
    return floor, clearance


def _segments_near_blocks(
    segments: NDArray[np.float32], origin: tuple[float, float], blocks: tuple[int, int]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Segments within reach of each block, in compressed rows."""
    import shapely

    reach = 0.55  # the wall push's 0.3 m and a long step
    n_x, n_y = blocks
    j, i = np.divmod(np.arange(n_x * n_y), n_x)
    x, y = origin[0] + i * BLOCK_M, origin[1] + j * BLOCK_M
    boxes = shapely.box(x - reach, y - reach, x + BLOCK_M + reach, y + BLOCK_M + reach)
    lines = shapely.linestrings(segments.reshape(-1, 2, 2).astype(float))
    block, segment = shapely.STRtree(lines).query(boxes, predicate="intersects")
    order = np.lexsort((segment, block))
    start = np.searchsorted(block[order], np.arange(n_x * n_y + 1)).astype(np.int32)
    return start, segment[order].astype(np.int32)


def build_routes(layout: Layout, floor: Floor, clearance: NDArray[np.float32]) -> Routes:
    """The legs of a layout: how to walk through each space to each of its openings and places.

    Parameters
    ----------
    layout : Layout
        The building.
    floor : Floor
        Its grid.
    clearance : ndarray of float32, shape (n_cells,)
        Distance to the nearest wall [m].

    Returns
    -------
    Routes
        Legs, fields, and walking distances between openings.
    """
    return _RouteBuilder(layout, floor, clearance).build()


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
        return cells[floor.space[cells] == space]

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
                    [self.floor.origin_x + i.mean() * CELL_M, self.floor.origin_y + j.mean() * CELL_M]
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

    def between(self, legs: NDArray[np.int32]) -> NDArray[np.float32]:
        """Walking distance between every two openings."""
        n = len(legs)
        between = np.full((n, n), np.inf, dtype=np.float32)
        np.fill_diagonal(between, 0.0)
        for a in range(n):
            for side in range(2):
                leg = legs[a, side]
                if leg < 0:
                    continue
                space = self.layout.opening_space[a, side]
                i0, j0, columns, _ = self.windows[leg]
                for b in range(n):
                    if b == a or space not in self.layout.opening_space[b]:
                        continue
                    cells = self.cells_at_opening(int(space), b)
                    j, i = np.divmod(cells, self.floor.n_x)
                    walk = self.walks[leg][(j - j0) * columns + (i - i0)]
                    if walk.size:
                        between[b, a] = min(between[b, a], walk.min())
        fields.shortest_between(between)
        return between

    def build(self) -> Routes:
        """Everything, as arrays."""
        layout = self.layout
        legs = self.opening_legs()
        place, place_leg, place_start = self.places()
        sides = [
            np.unique(np.flatnonzero((layout.opening_space == s).any(axis=1)))
            for s in range(len(layout.spaces))
        ]
        along = layout.opening_line[:, 0, 2:] - layout.opening_line[:, 0, :2]
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
            between=self.between(legs),
        )
