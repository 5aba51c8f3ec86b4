"""Doors put into walls that are drawn already: where on a wall there is room for one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from asher.floorplan.coordinates import Position, Segment
from asher.floorplan.elements import Floorplan, Opening
from asher.floorplan.levels import rows_by_level
from asher.floorplan.lines import EXACT_M, TOLERANCE_M, Edges, edges_of, union
from asher.floorplan.topology import way_lines

__all__ = ["UnfitError", "door_in_wall", "widened_line"]

_DIGITS = 6


class UnfitError(ValueError):
    """A door has no room where it is asked for.

    Parameters
    ----------
    found, allowed : str
        As in a fault.
    """

    def __init__(self, found: str, allowed: str) -> None:
        super().__init__(f"{found}; allowed: {allowed}")
        self.found, self.allowed = found, allowed


@dataclass(frozen=True)
class _Stretch:
    """A straight piece of wall without openings, seen from a point on it."""

    # The point [m], and the unit vector along the wall, of shape (2,).
    at: NDArray[np.float64]
    along: NDArray[np.float64]
    # How far the piece reaches to both sides of the point [m].
    low: float
    high: float
    n_spaces: int  # Spaces that it bounds, 1 or 2

    def line(self, start: float, width_m: float) -> Segment:
        """A line of some width on it, from a start along the wall [m]."""
        first, second = (self.at + (start + far) * self.along for far in (0.0, width_m))
        return _position(first), _position(second)


def door_in_wall(
    floorplan: Floorplan, level: str, at: Position, width_m: float
) -> tuple[Segment, bool]:
    """Find the line of a door with its middle at a point of a wall.

    Parameters
    ----------
    floorplan : Floorplan
        A plan without faults.
    level : str
        Name of the level.
    at : (float, float)
        The middle of the door [m], within 0.05 m of the wall.
    width_m : float
        Its clear width [m].

    Returns
    -------
    line : two positions
        Its ends [m].
    leads_outside : bool
        Whether there is a space on one side only.

    Raises
    ------
    UnfitError
        If there is no wall, or not as much of it.
    """
    edges, owners = _walls(floorplan, level)
    away, on = _from_edges(np.array(at), edges)
    nearest = int(np.argmin(away))
    if away[nearest] > TOLERANCE_M:
        space = [s for s in floorplan.spaces if s.level == level][owners[nearest]].name
        raise UnfitError(
            f"({at[0]:g}, {at[1]:g}) is on no wall of level {level!r}",
            f"a point on the edge of a space, within {TOLERANCE_M} m; the nearest is {space!r}, "
            f"{away[nearest]:.2f} m away",
        )
    run = edges[nearest, 2:] - edges[nearest, :2]
    stretch = _stretch(floorplan, level, on[nearest], run / np.hypot(*run))
    room = 2.0 * min(-stretch.low, stretch.high)
    if room < width_m - EXACT_M:
        raise UnfitError(
            f"a door {width_m:g} m wide, and the wall has room for {room:.2f} m around "
            f"({at[0]:g}, {at[1]:g})",
            "a narrower door, or another place: on one wall, apart from corners and other doors",
        )
    return stretch.line(-0.5 * width_m, width_m), stretch.n_spaces == 1


def widened_line(floorplan: Floorplan, opening: Opening, width_m: float) -> Segment:
    """Find the line of an opening made wider; its middle stays where the wall lets it.

    Parameters
    ----------
    width_m : float
        The new clear width [m], not below the present one.

    Returns
    -------
    two positions
        Its ends [m].

    Raises
    ------
    UnfitError
        If the wall is not as wide.
    """
    start, end = np.array(opening.line)
    middle, along = 0.5 * (start + end), (end - start) / opening.width_m
    stretch = _stretch(floorplan, opening.level, middle, along, but=opening)
    room = stretch.high - stretch.low
    if room < width_m - EXACT_M:
        raise UnfitError(
            f"{opening.name!r} {width_m:g} m wide, and its wall has room for {room:.2f} m",
            f"more than {opening.width_m:.3g} m and at most {room:.2f} m",
        )
    return stretch.line(min(max(-0.5 * width_m, stretch.low), stretch.high - width_m), width_m)


def _stretch(
    floorplan: Floorplan,
    level: str,
    at: NDArray[np.float64],
    along: NDArray[np.float64],
    *,
    but: Opening | None = None,
) -> _Stretch:
    """The piece of wall around a point: as long as the same spaces lie beside it."""
    beside, beyond = [], []
    for stretches in _spaces_on_line(floorplan, level, at, along):
        around = [each for each in stretches if each[0] < -EXACT_M and each[1] > EXACT_M]
        beside += around
        beyond += [each for each in stretches if each not in around]
    if not 1 <= len(beside) <= 2:
        raise UnfitError(
            f"({at[0]:g}, {at[1]:g}) lies where walls meet, or where a wall is not straight",
            "a point on a straight wall of one space, or between two",
        )
    low, high = max(each[0] for each in beside), min(each[1] for each in beside)
    for start, end, name in (
        *((*each, "") for each in beyond),
        *_ways_on_line(floorplan, level, at, along, but=but),
    ):
        if end <= EXACT_M:
            low = max(low, end)
        elif start >= -EXACT_M:
            high = min(high, start)
        else:
            found = f"({at[0]:g}, {at[1]:g}) lies in {name!r}"
            raise UnfitError(found, "a place in the wall beside other doors")
    return _Stretch(at, along, low, high, len(beside))


def _spaces_on_line(
    floorplan: Floorplan, level: str, at: NDArray[np.float64], along: NDArray[np.float64]
) -> list[list[tuple[float, float]]]:
    """For each space of a level, the pieces of its boundary that lie on a line through a point."""
    edges, owners = _walls(floorplan, level)
    x, is_on = _along(edges, at, along)
    found = []
    for space in np.unique(owners):
        mine = np.flatnonzero(is_on & (owners == space))
        found.append(union([(float(a), float(b)) for a, b in np.sort(x[mine], axis=1)], EXACT_M))
    return found


def _ways_on_line(
    floorplan: Floorplan,
    level: str,
    at: NDArray[np.float64],
    along: NDArray[np.float64],
    *,
    but: Opening | None,
) -> list[tuple[float, float, str]]:
    """Openings and landings on a line through a point, from where to where, with their names."""
    lines, levels = way_lines(floorplan)
    names = [opening.name for opening in floorplan.openings]
    names += [connector.name for connector in floorplan.connectors for _ in range(2)]
    x, is_on = _along(lines, at, along)
    here = [k for k in rows_by_level(levels).get(level, []) if is_on[k]]
    but_name = but.name if but is not None else None
    return [(float(x[k].min()), float(x[k].max()), names[k]) for k in here if names[k] != but_name]


def _walls(floorplan: Floorplan, level: str) -> tuple[Edges, NDArray[np.int64]]:
    return edges_of(space.shape for space in floorplan.spaces if space.level == level)


def _along(
    edges: Edges, at: NDArray[np.float64], along: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Ends of edges along a line through a point [m], and which edges lie on it."""
    ends = edges.reshape(-1, 2, 2) - at
    across = ends @ np.array([-along[1], along[0]])
    return ends @ along, np.all(np.abs(across) <= TOLERANCE_M + EXACT_M, axis=1)


def _from_edges(
    at: NDArray[np.float64], edges: Edges
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Distances of a point from edges [m], and the nearest point on each."""
    run = edges[:, 2:] - edges[:, :2]
    share = np.sum((at - edges[:, :2]) * run, axis=1) / np.sum(run * run, axis=1)
    on = edges[:, :2] + np.clip(share, 0.0, 1.0)[:, None] * run
    return np.hypot(*(on - at).T), on


def _position(at: NDArray[np.float64]) -> Position:
    x, y = np.round(at, _DIGITS) + 0.0
    return float(x), float(y)
