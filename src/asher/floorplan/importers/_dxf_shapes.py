"""All that a DXF drawing draws, as straight lines, curves, closed lines and texts of its layers.

Blocks are put in at their places, within limits that are checked before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher import bounds
from asher.floorplan.importers._drawn import QUARTER, Key, Sheet, curve_of
from asher.floorplan.importers._opening import refuse

__all__ = ["draw"]

Floats = NDArray[np.float64]

# Points of a free curve.
_SPLINE = 33
# Blocks within blocks, as deep as this.
_DEPTH = 16
_INHERITED = "0"


def draw(path: Path, document: Any, hidden: set[str], layout: Any = None) -> Sheet:
    """Draw the model or a layout of a document with all blocks in their places.

    Parameters
    ----------
    path : Path
        The file.
    hidden : set of str
        Layers that are off or frozen.
    layout : ezdxf.layouts.Layout, optional
        Whose own lines are drawn; the model where there is none.

    Returns
    -------
    Sheet
        What is drawn.

    Raises
    ------
    FloorplanError
        If blocks hold themselves, or unfold to too much.
    """
    where = document.modelspace() if layout is None else layout
    return _Drawer(path, document, hidden).sheet(where)


class _Drawer:
    def __init__(self, path: Path, document: Any, hidden: set[str]) -> None:
        self.path, self.document, self.hidden = path, document, hidden
        self.blocks: dict[str, Sheet] = {}
        self.open: list[str] = []
        self.weight = 0

    def sheet(self, layout: Iterable[Any]) -> Sheet:
        """Draw all entities of a layout or block."""
        sheet = Sheet()
        loose: dict[str, list[list[float]]] = {}
        for entity in layout:
            kind = entity.dxftype()
            said = entity.dxf.all_existing_dxf_attribs()
            layer = said.get("layer", _INHERITED)
            if layer in self.hidden or said.get("invisible", 0):
                continue
            if kind == "LINE" and "start" in said and "end" in said:
                (x1, y1, _), (x2, y2, _) = said["start"].xyz, said["end"].xyz
                loose.setdefault(layer, []).append([x1, y1, x2, y2])
            elif kind == "INSERT":
                self._insert(sheet, entity, layer)
            elif kind in _READERS:
                try:
                    _READERS[kind](sheet, Key(layer), entity)
                except (ValueError, ArithmeticError, AttributeError, IndexError, TypeError):
                    sheet.passed["damaged"] = sheet.passed.get("damaged", 0) + 1
            elif kind not in _SILENT:
                sheet.passed[kind] = sheet.passed.get(kind, 0) + 1
        for layer, lines in loose.items():
            sheet.add_lines(Key(layer), np.array(lines))
        self._check(sheet.weight)
        return sheet

    def _check(self, weight: int) -> None:
        if weight > bounds.DXF_LINES:
            found = f"lines and points without end ({weight:,}) once its blocks are put in"
            refuse(self.path, found, f"at most {bounds.DXF_LINES:,}; export one storey")

    def _insert(self, sheet: Sheet, entity: Any, layer: str) -> None:
        for attribute in entity.attribs:
            if not attribute.is_invisible:
                _text(sheet, Key(attribute.dxf.get("layer", layer)), attribute)
        name = str(entity.dxf.get("name", ""))
        block = self._block(name)
        if block is None or not block.weight:
            return
        places = _places(entity)
        self._check(sheet.weight + block.weight * len(places))
        for matrix in places:
            _put_in(sheet, block, matrix, layer, name)

    def _block(self, name: str) -> Sheet | None:
        if name not in self.blocks:
            layout = self.document.blocks.get(name)
            if layout is None or layout.block is None or layout.block.dxf.get("xref_path", ""):
                return None
            if name in self.open or len(self.open) >= _DEPTH:
                found = f"block {name[:80]!r} holds itself, or blocks too deep"
                refuse(self.path, found, f"blocks within blocks, at most {_DEPTH}")
            self.open.append(name)
            self.blocks[name] = self.sheet(layout)
            self.open.pop()
        return self.blocks[name]


def _places(entity: Any) -> list[Floats]:
    """Matrices that put a block in, one for each row and column of it."""
    rows, columns = max(1, entity.dxf.row_count), max(1, entity.dxf.column_count)
    if rows * columns == 1:
        inserts = [entity]
    elif rows * columns > bounds.DXF_LINES:
        return [np.full((4, 4), np.nan)] * (bounds.DXF_LINES + 1)
    else:
        inserts = [*entity.multi_insert()]
    return [np.array([*each.matrix44()]).reshape(4, 4) for each in inserts]


def _put_in(sheet: Sheet, block: Sheet, matrix: Floats, layer: str, name: str) -> None:
    turn, move = matrix[:2, :2], matrix[3, :2]

    def placed(key: Key) -> Key:
        return Key(layer if key.layer == _INHERITED else key.layer, key.block or name)

    for key, parts in block.straight.items():
        for part in parts:
            moved = part.reshape(-1, 2) @ turn + move
            sheet.straight.setdefault(placed(key), []).append(moved.reshape(-1, 4))
    sheet.curves += [(placed(key), points @ turn + move) for key, points in block.curves]
    sheet.rings += [(placed(key), points @ turn + move, name) for key, points, name in block.rings]
    for key, x, y, words in block.texts:
        at = np.array([x, y]) @ turn + move
        sheet.texts.append((placed(key), float(at[0]), float(at[1]), words))
    for kind, count in block.passed.items():
        sheet.passed[kind] = sheet.passed.get(kind, 0) + count


def _flat(entity: Any, points: Floats) -> Floats:
    """Points of an entity as they lie in the drawing: mirrored where it was drawn from below."""
    direction = entity.dxf.get("extrusion", None)
    if direction is not None and direction[2] < 0:
        mirrored: Floats = points * np.array([-1.0, 1.0])
        return mirrored
    return points


def _arc(sheet: Sheet, key: Key, entity: Any) -> None:
    centre, radius = np.array(entity.dxf.center)[:2], float(entity.dxf.radius)
    start, end = np.radians(entity.dxf.start_angle), np.radians(entity.dxf.end_angle)
    if not np.isfinite([*centre, radius, start, end]).all():
        raise ValueError("no place")
    sweep = (end - start) % (2 * np.pi) or 2 * np.pi
    first = centre + radius * np.array([np.cos(start), np.sin(start)])
    sheet.curves.append((key, _flat(entity, curve_of(centre, first, float(sweep)))))


def _circle(sheet: Sheet, key: Key, entity: Any) -> None:
    centre, radius = np.array(entity.dxf.center)[:2], float(entity.dxf.radius)
    points = _flat(entity, curve_of(centre, centre + np.array([radius, 0.0]), 2 * np.pi))
    points[-1] = points[0]
    sheet.add_path(key, points)
    sheet.rings.append((key, points, ""))


def _ellipse(sheet: Sheet, key: Key, entity: Any) -> None:
    start, end = float(entity.dxf.start_param), float(entity.dxf.end_param)
    sweep = (end - start) % (2 * np.pi) or 2 * np.pi
    n = 4 * max(1, int(np.ceil(sweep / (np.pi / 2) * QUARTER / 4)))
    params = start + np.linspace(0, sweep, n + 1)
    sheet.curves.append((key, np.array([[p.x, p.y] for p in entity.vertices(params)])))


def _polyline(sheet: Sheet, key: Key, entity: Any) -> None:
    if entity.dxftype() == "LWPOLYLINE":
        points = np.array([each[:2] for each in entity.get_points("xy")], float).reshape(-1, 2)
        bulges = np.array([each[0] for each in entity.get_points("b")], float)
        closed = bool(entity.closed)
    else:
        if not (entity.is_2d_polyline or entity.is_3d_polyline):
            raise ValueError("a mesh")
        points = np.array([[*v.dxf.location][:2] for v in entity.vertices], float).reshape(-1, 2)
        bulges = np.array([v.dxf.get("bulge", 0.0) for v in entity.vertices], float)
        closed = bool(entity.is_closed)
    if len(points) < 2:
        return
    if closed:
        points, bulges = np.concatenate([points, points[:1]]), np.append(bulges, 0.0)
    pieces = []
    curved = np.abs(bulges[:-1]) > 1e-4
    points = points.copy()
    for at in range(len(points) - 1):
        if curved[at]:
            arc = _bulged(points[at], points[at + 1], float(bulges[at]))
            sheet.curves.append((key, _flat(entity, arc)))
            pieces.append(arc[:-1])
        else:
            pieces.append(points[at : at + 1])
    whole = _flat(entity, np.concatenate([*pieces, points[-1:]]))
    if curved.any():
        ends = _flat(entity, points)
        sheet.add_lines(key, np.concatenate([ends[:-1], ends[1:]], axis=1)[~curved])
    else:
        sheet.add_path(key, whole)
    if closed or np.hypot(*(points[0] - points[-1])) < 1e-9:
        sheet.rings.append((key, whole, ""))


def _bulged(start: Floats, end: Floats, bulge: float) -> Floats:
    sweep = 4 * np.arctan(bulge)
    chord = end - start
    # From the middle of the chord to the centre, to the left where the arc turns left.
    away = (1 - bulge**2) / (4 * bulge)
    centre = (start + end) / 2 + away * np.array([-chord[1], chord[0]])
    points = curve_of(centre, start, float(sweep))
    points[-1] = end
    return points


def _spline(sheet: Sheet, key: Key, entity: Any) -> None:
    if len(entity.control_points) > 10_000 or len(entity.fit_points) > 10_000:
        raise ValueError("without end")
    tool = entity.construction_tool()
    params = np.linspace(0, tool.max_t, _SPLINE)
    sheet.curves.append((key, np.array([[p.x, p.y] for p in tool.points(params)])))


def _face(sheet: Sheet, key: Key, entity: Any) -> None:
    points = np.array([[p[0], p[1]] for p in entity.vertices()])
    points = _flat(entity, points) if entity.dxftype() != "3DFACE" else points
    sheet.add_path(key, np.concatenate([points, points[:1]]))


def _mline(sheet: Sheet, key: Key, entity: Any) -> None:
    for part in entity.virtual_entities():
        if part.dxftype() == "LINE":
            (x1, y1, *_), (x2, y2, *_) = part.dxf.start, part.dxf.end
            sheet.add_lines(key, np.array([[x1, y1, x2, y2]]))


def _text(sheet: Sheet, key: Key, entity: Any) -> None:
    is_long = entity.dxftype() == "MTEXT"
    height = float(entity.dxf.get("char_height" if is_long else "height", 0.0))
    if is_long:
        lines = [line.strip() for line in entity.plain_text(split=True)]
        where = (entity.dxf.attachment_point - 1) % 9
        across, up = where % 3, 1 - where // 3
        place = np.array(entity.dxf.insert)[:2]
    else:
        lines = [entity.plain_text().strip()]
        across, up, place = 0, -1, np.array(entity.dxf.insert)[:2]
        if entity.dxf.get("halign", 0) in {1, 2, 4} and entity.dxf.hasattr("align_point"):
            across, place = 1 if entity.dxf.halign != 2 else 2, np.array(entity.dxf.align_point)[:2]
    lines = [line for line in lines if line]
    if not lines:
        return
    angle = np.radians(float(entity.dxf.get("rotation", 0.0)))
    wide, high = 0.6 * height * max(map(len, lines)), 1.5 * height * len(lines)
    # From the point where the text hangs to its middle.
    x, y = (1 - across) * wide / 2, -up * high / 2
    c, s = np.cos(angle), np.sin(angle)
    middle = place + np.array([c * x - s * y, s * x + c * y])
    middle = _flat(entity, middle)
    sheet.texts += [(key, float(middle[0]), float(middle[1]), line[:200]) for line in lines[:20]]


_READERS: dict[str, Callable[[Sheet, Key, Any], None]] = {
    "ARC": _arc,
    "CIRCLE": _circle,
    "ELLIPSE": _ellipse,
    "LWPOLYLINE": _polyline,
    "POLYLINE": _polyline,
    "SPLINE": _spline,
    "SOLID": _face,
    "TRACE": _face,
    "3DFACE": _face,
    "MLINE": _mline,
    "TEXT": _text,
    "MTEXT": _text,
}
# What no plan needs.
_SILENT = {
    "ATTDEF",
    "DIMENSION",
    "LEADER",
    "MULTILEADER",
    "POINT",
    "VIEWPORT",
    "WIPEOUT",
    "XLINE",
    "RAY",
    "SEQEND",
}
