"""What a file of lines draws on its layers, before it is known what that is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["FILLED", "QUARTER", "Key", "Sheet", "arcs_in", "curve_of"]

Floats = NDArray[np.float64]

QUARTER = 12
"""Pieces of a quarter of a circle; a multiple of four."""
FILLED = "filled"
"""Block of closed lines that are filled, on no layer that says what they are."""


# Pieces of an arc: at least so many, each turning by less than this, and as much as the one before.
_PIECES, _BEND, _ALIKE = 5, np.radians(25), 0.2
# The swing of a door turns by this much in all.
_SWING = np.radians((60, 110))


def arcs_in(points: Floats) -> list[tuple[int, int]]:
    """Find quarter circles that are drawn as many straight pieces.

    Parameters
    ----------
    points : ndarray of float, shape (n, 2)
        Corners of a line.

    Returns
    -------
    list of (int, int)
        Number of the first and the last corner of each.
    """
    if len(points) <= _PIECES:
        return []
    step = np.diff(points, axis=0)
    long = np.hypot(*step.T)
    cross = step[:-1, 0] * step[1:, 1] - step[:-1, 1] * step[1:, 0]
    turn = np.arctan2(cross, (step[:-1] * step[1:]).sum(axis=1))
    bends = (np.abs(turn) > 1e-3) & (np.abs(turn) < _BEND)
    bends &= np.abs(long[1:] - long[:-1]) < _ALIKE * long[1:]
    goes_on = bends[1:] & bends[:-1] & (np.abs(np.diff(turn)) < _ALIKE * np.abs(turn[1:]))
    edges = np.flatnonzero(np.diff(np.r_[False, goes_on, False]))
    found = []
    for low, high in edges.reshape(-1, 2).tolist():
        first, last = low, high + 2
        sweep = abs(float(turn[low : high + 1].mean())) * (last - first)
        if last - first >= _PIECES and _SWING[0] <= sweep <= _SWING[1]:
            found.append((first, last))
    return found


@dataclass(frozen=True)
class Key:
    """Where something is drawn."""

    layer: str
    block: str = ""  # The innermost block that it is part of, or empty
    # The part of the file that it is on, where its layers say no more than what they hold: the
    # layout of a DXF, the layers of an SVG from the outermost on, parted by slashes.
    part: str = ""


@dataclass
class Sheet:
    """What is drawn, in the unit of the file."""

    # Lines (n, 4) by where they are drawn.
    straight: dict[Key, list[Floats]] = field(default_factory=dict)
    curves: list[tuple[Key, Floats]] = field(default_factory=list)  # Curves as evenly spaced points
    # Closed lines and their names; their sides are among the lines, too.
    rings: list[tuple[Key, Floats, str]] = field(default_factory=list)
    # Doors that are drawn as one line along their wall, of shape (4,).
    doors: list[tuple[Key, Floats]] = field(default_factory=list)
    # Texts with their middles.
    texts: list[tuple[Key, float, float, str]] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)  # Number of what is not read, by its kind
    hidden: list[str] = field(default_factory=list)  # Layers that are not shown

    def add_lines(self, key: Key, lines: Floats) -> None:
        """Add straight lines."""
        self.straight.setdefault(key, []).append(lines.reshape(-1, 4))

    def add_path(self, key: Key, points: Floats) -> None:
        """Add the straight pieces between points, and the arcs that are drawn as many of them."""
        if len(points) < 2:
            return
        straight = np.ones(len(points) - 1, bool)
        for first, last in arcs_in(points):
            straight[first:last] = False
            self.curves.append((key, points[first : last + 1]))
        self.add_lines(key, np.concatenate([points[:-1], points[1:]], axis=1)[straight])

    def lines_of(self, key: Key) -> Floats:
        """All lines that are drawn there."""
        return np.concatenate(self.straight[key])

    @property
    def weight(self) -> int:
        """Number of points, about."""
        lines = sum(len(each) for parts in self.straight.values() for each in parts)
        points = sum(len(each) for _, each in self.curves)
        points += sum(len(each) for _, each, _ in self.rings)
        return lines + points + len(self.texts) + len(self.doors)


def curve_of(centre: Floats, first: Floats, sweep: float) -> Floats:
    """Points of a part of a circle.

    Parameters
    ----------
    centre, first : ndarray of float, shape (2,)
        Its middle, and where it begins.
    sweep : float
        By how much it turns, positive against the clock [rad].

    Returns
    -------
    ndarray of float, shape (4 i + 1, 2)
        Evenly spaced.
    """
    n = 4 * max(1, int(np.ceil(abs(sweep) / (np.pi / 2) * QUARTER / 4)))
    angles = np.linspace(0, sweep, n + 1)
    x, y = first - centre
    c, s = np.cos(angles), np.sin(angles)
    return np.stack([centre[0] + c * x - s * y, centre[1] + s * x + c * y], axis=1)
