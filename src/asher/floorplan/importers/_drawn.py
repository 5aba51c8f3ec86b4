"""What a file of lines draws on its layers, before it is known what that is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["FILLED", "QUARTER", "Key", "Sheet", "curve_of"]

Floats = NDArray[np.float64]

QUARTER = 12
"""Pieces of a quarter of a circle; a multiple of four."""
FILLED = "filled"
"""Block of closed lines that are filled, on no layer that says what they are."""


@dataclass(frozen=True)
class Key:
    """Where something is drawn.

    Parameters
    ----------
    layer : str
        Its layer.
    block : str
        The innermost block that it is part of, or empty.
    """

    layer: str
    block: str = ""


@dataclass
class Sheet:
    """What is drawn, in the unit of the file.

    Parameters
    ----------
    straight : dict
        Lines (n, 4) by where they are drawn.
    curves : list of (Key, ndarray)
        Curves as evenly spaced points.
    rings : list of (Key, ndarray, str)
        Closed lines and their names; their sides are among the lines, too.
    doors : list of ndarray, shape (4,)
        Doors that are drawn as one line along their wall.
    texts : list of (Key, x, y, str)
        Texts with their middles.
    passed : dict
        Number of what is not read, by its kind.
    """

    straight: dict[Key, list[Floats]] = field(default_factory=dict)
    curves: list[tuple[Key, Floats]] = field(default_factory=list)
    rings: list[tuple[Key, Floats, str]] = field(default_factory=list)
    doors: list[Floats] = field(default_factory=list)
    texts: list[tuple[Key, float, float, str]] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)

    def add_lines(self, key: Key, lines: Floats) -> None:
        """Add straight lines."""
        self.straight.setdefault(key, []).append(lines.reshape(-1, 4))

    def add_path(self, key: Key, points: Floats) -> None:
        """Add the straight pieces between points."""
        if len(points) > 1:
            self.add_lines(key, np.concatenate([points[:-1], points[1:]], axis=1))

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
