"""Windows through which the layouts of a DXF drawing show its model, and what is cut out by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Polygon

from asher.floorplan.importers._drawn import Key, Sheet

__all__ = ["Window", "is_paper", "placed", "windows_of"]

Floats = NDArray[np.float64]

# Windows of a layout that are looked through (judgement: a plan fills its sheet).
_MOST = 4
# No window is this large, or this far away, in any unit.
_NOWHERE = 1e12
# Number of the window that is the paper itself.
_PAPER = 1


@dataclass(frozen=True)
class Window:
    """A rectangle of the model that a layout shows, in the unit of the model."""

    middle: Floats  # In the model, of shape (2,)
    half: Floats  # Half its width and height as it lies on the paper, of shape (2,)
    turn: float  # By how much the model is turned on the paper, against the clock [rad]
    frozen: frozenset[str] = frozenset()  # Layers that are not shown in it, in small letters

    @property
    def outline(self) -> Polygon:
        """The rectangle in the model."""
        x, y = self.half
        corners = np.array([[-x, -y], [x, -y], [x, y], [-x, y]])
        return Polygon(corners @ _turned(-self.turn).T + self.middle)

    def cut(self, sheet: Sheet) -> Sheet:
        """Cut out of the model what is seen: parts of straight lines, all else by its middle."""

        def seen(key: Key, points: Floats) -> bool:
            if key.layer.casefold() in self.frozen or not len(points):
                return False
            middle = (points.min(axis=0) + points.max(axis=0)) / 2
            return bool((np.abs(self._seen(middle)) <= self.half).all())

        out = Sheet()
        for key in sheet.straight:
            if key.layer.casefold() not in self.frozen:
                lines = self._clipped(sheet.lines_of(key))
                if len(lines):
                    out.straight[key] = [lines]
        out.curves = [each for each in sheet.curves if seen(*each)]
        out.rings = [each for each in sheet.rings if seen(*each[:2])]
        out.texts = [each for each in sheet.texts if seen(each[0], np.array([each[1:3]]))]
        return out

    def _seen(self, points: Floats) -> Floats:
        """Points as they lie on the paper, from the middle of the window."""
        seen: Floats = (points - self.middle) @ _turned(self.turn).T
        return seen

    def _clipped(self, lines: Floats) -> Floats:
        """The parts of lines that are in the window."""
        start, end = self._seen(lines[:, :2]), self._seen(lines[:, 2:])
        step = end - start
        with np.errstate(all="ignore"):
            enter, leave = (-self.half - start) / step, (self.half - start) / step
        enter, leave = np.minimum(enter, leave), np.maximum(enter, leave)
        # A line along an edge is seen.
        along = (step == 0) & (np.abs(start) <= self.half)
        enter, leave = np.where(along, -np.inf, enter), np.where(along, np.inf, leave)
        first, last = np.maximum(enter.max(axis=1), 0.0), np.minimum(leave.min(axis=1), 1.0)
        inside = first < last
        begin, ahead = lines[inside, :2], lines[inside, 2:] - lines[inside, :2]
        first, last = first[inside, None], last[inside, None]
        # What is seen whole stays as it is to the last digit.
        ends = np.where(last < 1.0, begin + last * ahead, lines[inside, 2:])
        clipped: Floats = np.concatenate([begin + first * ahead, ends], axis=1)
        return clipped


def is_paper(entity: Any) -> bool:
    """Whether an entity of a layout is the view of the paper itself."""
    return bool(entity.dxftype() == "VIEWPORT" and entity.dxf.get("id", 0) == _PAPER)


def windows_of(layout: Any) -> Iterator[Window]:
    """Find the windows of a layout that look down on the model, the largest on the paper first."""
    found = []
    for each in layout.query("VIEWPORT"):
        said = each.dxf
        if is_paper(each) or said.get("status", 1) == 0 or not each.is_top_view:
            continue
        try:
            size = np.array([said.width, said.height], float)
            high, turn = float(said.view_height), float(np.radians(said.get("view_twist_angle", 0)))
            seen = np.array([*said.view_center_point][:2], float)
            base = np.array([*said.get("view_target_point", (0.0, 0.0))][:2], float)
            frozen = frozenset(name.casefold() for name in each.frozen_layers)
        except (AttributeError, ValueError, TypeError):
            continue
        if min(*size, high) <= 0 or not (np.abs([*size, high, *seen, *base]) < _NOWHERE).all():
            continue
        # What is seen is turned about the target.
        middle = base + seen @ _turned(-turn).T
        half = np.array([high * size[0] / size[1], high]) / 2
        found.append((float(size.prod()), Window(middle, half, turn, frozen)))
    found.sort(key=lambda each: -each[0])
    yield from (window for _, window in found[:_MOST])


def placed(sheet: Sheet, part: str, turn: float = 0.0, about: Floats | None = None) -> Sheet:
    """Make a sheet a part of the file, turned about a point.

    Parameters
    ----------
    sheet : Sheet
        What a layout shows.
    part : str
        What it is called.
    turn : float
        By how much it is turned, against the clock [rad].
    about : ndarray of float, shape (2,), optional
        The point about which it is turned.

    Returns
    -------
    Sheet
        The same at its place.
    """
    middle = np.zeros(2) if about is None else about
    matrix = _turned(turn)

    def put(points: Floats) -> Floats:
        return (points - middle) @ matrix.T + middle if turn else points

    def key_of(key: Key) -> Key:
        return replace(key, part=part)

    return replace(
        sheet,
        straight={
            key_of(key): [put(each.reshape(-1, 2)).reshape(-1, 4) for each in parts]
            for key, parts in sheet.straight.items()
        },
        curves=[(key_of(key), put(points)) for key, points in sheet.curves],
        rings=[(key_of(key), put(points), name) for key, points, name in sheet.rings],
        texts=[
            (key_of(key), *put(np.array([[x, y]]))[0].tolist(), words)
            for key, x, y, words in sheet.texts
        ],
    )


def _turned(angle: float) -> Floats:
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]])
