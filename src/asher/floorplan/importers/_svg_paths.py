"""Paths and transforms of SVG: their grammar, as points."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from asher.floorplan.importers._drawn import QUARTER, curve_of

__all__ = ["numbers_of", "path_parts", "transform_of"]

Floats = NDArray[np.float64]

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_TOKEN = re.compile(rf"([MmLlHhVvCcSsQqTtAaZz])|({_NUMBER})")
_TRANSFORM = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_FLAGS = re.compile(r"\s*,?\s*([01])")


def numbers_of(text: str) -> list[float]:
    """All numbers of a text, such as those of ``points``."""
    return [float(each) for each in re.findall(_NUMBER, text)]


def transform_of(text: str) -> Floats:
    """Read a list of transforms.

    Parameters
    ----------
    text : str
        As of an attribute ``transform``.

    Returns
    -------
    ndarray of float, shape (3, 3)
        Matrix that turns ``(x, y, 1)`` as a column.
    """
    whole = np.eye(3)
    for name, inside in _TRANSFORM.findall(text):
        values = numbers_of(inside)
        whole = whole @ _matrix(name, values)
    return whole


def _matrix(name: str, values: list[float]) -> Floats:
    a, b, c, *_ = [*values, 0.0, 0.0, 0.0]
    out = np.eye(3)
    if name == "matrix" and len(values) == 6:
        out[:2] = np.array(values).reshape(3, 2).T
    elif name == "translate":
        out[:2, 2] = a, b
    elif name == "scale" and values:
        out[0, 0], out[1, 1] = a, b if len(values) > 1 else a
    elif name == "rotate":
        angle = np.radians(a)
        turn, place = np.eye(3), np.eye(3)
        turn[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
        place[:2, 2] = b, c
        out = place @ turn @ np.linalg.inv(place)
    elif name == "skewX":
        out[0, 1] = np.tan(np.radians(a))
    elif name == "skewY":
        out[1, 0] = np.tan(np.radians(a))
    return out


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    """Commands with their numbers, one each; flags of arcs may be written without a space."""
    at, command = 0, ""
    while match := _TOKEN.search(text, at):
        if match[1]:
            command, at = match[1], match.end()
            if command in "Zz":
                yield command, []
            continue
        if not command or command in "Zz":
            return
        values: list[float] = []
        while len(values) < _TAKES[command.upper()]:
            flag = command in "Aa" and len(values) in {3, 4}
            match = _FLAGS.match(text, at) if flag else _TOKEN.search(text, at)
            if match is None or (not flag and match[1]):
                return
            values.append(float(match[1] if flag else match[2]))
            at = match.end()
        yield command, values
        command = {"M": "L", "m": "l"}.get(command, command)


def path_parts(text: str, most: int) -> list[tuple[list[tuple[bool, Floats]], bool]]:
    """Read a path.

    Parameters
    ----------
    text : str
        As of an attribute ``d``.
    most : int
        Commands that it may have.

    Returns
    -------
    list of (pieces, closed)
        Each part: its pieces, each whether it is a curve and its points, and whether it closes.

    Raises
    ------
    ValueError
        If it has more commands.
    """
    pen = _Pen()
    for count, (command, values) in enumerate(_commands(text)):
        if count >= most:
            raise ValueError(f"a path of more than {most:,} commands")
        pen.draw(command, np.array(values))
    pen.lift(closed=False)
    return pen.parts


class _Pen:
    def __init__(self) -> None:
        self.parts: list[tuple[list[tuple[bool, Floats]], bool]] = []
        self.pieces: list[tuple[bool, Floats]] = []
        self.start = self.at = np.zeros(2)
        self.handle: Floats | None = None
        self.last = ""

    def lift(self, *, closed: bool) -> None:
        """End a part."""
        if closed and np.hypot(*(self.at - self.start)) > 0:
            self.pieces.append((False, np.stack([self.at, self.start])))
        if self.pieces:
            self.parts.append((self.pieces, closed))
        self.pieces, self.at = [], self.start

    def draw(self, command: str, values: Floats) -> None:
        """Follow one command."""
        name = command.upper()
        base = np.zeros(2) if command.isupper() else self.at
        if name == "Z":
            self.lift(closed=True)
        elif name == "M":
            at = self.at
            self.lift(closed=False)
            self.start = self.at = values + (np.zeros(2) if command.isupper() else at)
        elif name == "A":
            self._arc(values, base)
        elif name in "LHV":
            x, y = (self.at[0], self.at[1])
            if name == "L":
                x, y = values + base
            elif name == "H":
                x = values[0] + base[0]
            else:
                y = values[0] + base[1]
            end = np.array([x, y])
            self.pieces.append((False, np.stack([self.at, end])))
            self.at = end
        else:
            self._curve(name, values.reshape(-1, 2) + base)
        self.last = name

    def _curve(self, name: str, points: Floats) -> None:
        smooth = {"S": "CS", "T": "QT"}.get(name)
        if smooth:
            first = self.at
            if self.handle is not None and self.last in {*smooth, name}:
                first = 2 * self.at - self.handle
            points = np.concatenate([[first], points])
        share = np.linspace(0, 1, QUARTER + 1)[:, None]
        nodes = [self.at, *points]
        while len(nodes) > 1:
            nodes = [a + share * (b - a) for a, b in itertools.pairwise(nodes)]
        self.handle = points[-2]
        self.pieces.append((True, nodes[0]))
        self.at = points[-1]

    def _arc(self, values: Floats, base: Floats) -> None:
        end = values[5:7] + base
        rx, ry, tilt = abs(values[0]), abs(values[1]), np.radians(values[2])
        if rx == 0 or ry == 0 or np.allclose(end, self.at):
            self.pieces.append((False, np.stack([self.at, end])))
            self.at = end
            return
        turn = np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
        # As a circle of radius 1 in a view that is turned and shrunk.
        flat = np.diag([1 / rx, 1 / ry]) @ turn
        one, two = flat @ self.at, flat @ end
        chord = two - one
        half = min(1.0, float(np.hypot(*chord)) / 2)
        grow = max(1.0, float(np.hypot(*chord)) / 2)
        one, two, chord = one / grow, two / grow, chord / grow
        side = 1.0 if bool(values[3]) != bool(values[4]) else -1.0
        away = side * np.sqrt(max(0.0, 1 - half**2)) / max(half, 1e-12) / 2
        centre = (one + two) / 2 + away * np.array([-chord[1], chord[0]])
        first, last = np.arctan2(*(one - centre)[::-1]), np.arctan2(*(two - centre)[::-1])
        sweep = (last - first) % (2 * np.pi)
        if not values[4]:
            sweep -= 2 * np.pi
        points = curve_of(centre, one, float(sweep)) * grow @ np.linalg.inv(flat).T
        points[0], points[-1] = self.at, end
        self.pieces.append((True, points))
        self.at = end
