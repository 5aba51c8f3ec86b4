"""All that an SVG draws, as straight lines, curves, closed lines and texts of its groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

import numpy as np
from numpy.typing import NDArray

from asher import bounds
from asher.floorplan.importers._drawn import FILLED, Key, Sheet, curve_of
from asher.floorplan.importers._layers import OF_WALKABLE, role_of
from asher.floorplan.importers._level_words import level_in
from asher.floorplan.importers._opening import content, refuse
from asher.floorplan.importers._room_words import category_of
from asher.floorplan.importers._svg_paths import numbers_of, path_parts, transform_of

__all__ = ["draw", "parsed"]

Floats = NDArray[np.float64]

_LABEL = "http://www.inkscape.org/namespaces/inkscape}label"
_MODE = "http://www.inkscape.org/namespaces/inkscape}groupmode"
_LINK = "http://www.w3.org/1999/xlink}href"
# What is not drawn where it stands.
_ELSEWHERE = {
    "defs",
    "symbol",
    "clipPath",
    "mask",
    "marker",
    "pattern",
    "filter",
    "metadata",
    "style",
    "title",
}
# Names that programs give to what has none.
_NUMBERED = re.compile(
    r"(?:rect|path|polygon|polyline|circle|ellipse|line|g|svg|use|text|tspan|layer|shape)?[-_\d]*",
    re.IGNORECASE,
)
# What says of a name that it is one of a room.
_PREFIX = re.compile(r"^(?:room|raum|space|area|zone)s?[-_. :]+(?=\S)", re.IGNORECASE)
# A door as a rectangle is this much longer than wide.
_SLIM = 3.0
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_HOLLOW = re.compile(r"fill\s*:\s*none")
_DEPTH = 64
_WELL = ("room", "stair")
_OF_DRAWINGS = {"door", "room", "wall"}
# Ids in which a program writes what an id may not hold, such as a blank; and a letter with a
# figure.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{2})_")
_CODE = re.compile(r"[A-Za-z][-_ ]?\d+")


def parsed(path: Path) -> Element:
    """Read XML; refuse what is no whole SVG, nests too deeply, or names other files or entities."""
    builder = _Builder(path)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = lambda *said: _declared(path, *said)
    try:
        parser.Parse(content(path), True)
    except expat.ExpatError as error:
        found = f"not a whole SVG: {expat.ErrorString(error.code)}"
        refuse(path, found, "a whole SVG file; save it again", error.lineno, error.offset + 1)
    root = builder.close()
    if _plain(root.tag) != "svg":
        refuse(path, f"XML with the root <{_plain(root.tag)[:40]}>", "an SVG, whose root is <svg>")
    return root


def _declared(path: Path, name: str, is_parameter: bool, value: str | None, *more: Any) -> None:
    # Programs declare their namespaces so; anything more grows without end or reads other files.
    if is_parameter or value is None or more[1] is not None or "&" in value or len(value) > 200:
        found = f"the entity {str(name)[:40]!r} that grows, or is in another file"
        refuse(path, found, "an SVG without entities; save it as plain SVG")


class _Builder(TreeBuilder):
    """Builds the tree, as deep and large as may be."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path, self._depth, self._count = path, 0, 0

    def start(self, tag: Any, attributes: Any, /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > _DEPTH:
            refuse(self._path, f"groups nested deeper than {_DEPTH}", f"at most {_DEPTH} levels")
        if self._count > bounds.DXF_LINES:
            refuse(self._path, "elements without end", f"at most {bounds.DXF_LINES:,}")
        return super().start(tag, attributes)

    def end(self, tag: Any, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def _plain(tag: object) -> str:
    return str(tag).rsplit("}", 1)[-1]


def draw(path: Path, root: Element, said: Mapping[str, str] | None = None) -> Sheet:
    """Draw an SVG, y up.

    Parameters
    ----------
    path : Path
        The file.
    said : mapping, optional
        Roles by name of a group or element, as a person gave them.

    Returns
    -------
    Sheet
        What is drawn, in units of the root, on layers that are called by what they hold.

    Raises
    ------
    FloorplanError
        If copies of copies draw too much, or nothing has a name of which a person spoke.
    """
    drawer = _Drawer(path, root, said or {})
    drawer.children(root, np.diag([1.0, -1.0, 1.0]), Key(""), 0)
    for name in said or {}:
        if name not in drawer.met:
            refuse(path, f"nothing is called {name!r}", "a label, id or class of the SVG")
    return drawer.sheet


class _Drawer:
    def __init__(self, path: Path, root: Element, said: Mapping[str, str]) -> None:
        self.path, self.sheet, self.said = path, Sheet(), said
        self.met: set[str] = set()
        self.named = {each.get("id"): each for each in root.iter() if each.get("id")}
        self.weight = 0

    def children(self, parent: Element, matrix: Floats, key: Key, depth: int) -> None:
        for element in parent:
            self.element(element, matrix, key, depth)

    def element(self, element: Element, matrix: Floats, key: Key, depth: int) -> None:
        tag = _plain(element.tag)
        style = element.get("style", "")
        hidden = style and _HIDDEN.search(style)
        if tag in _ELSEWHERE:
            return
        if hidden or element.get("display") == "none":
            self.sheet.hidden += [name] if (name := _layer_of(element)) else []
            return
        if turned := element.get("transform"):
            matrix = matrix @ transform_of(turned)
        key = self._key_of(element, key)
        if depth > _DEPTH:
            refuse(self.path, "copies of copies without end", f"at most {_DEPTH} levels")
        if tag in {"g", "a", "switch"}:
            self.children(element, matrix, key, depth + 1)
        elif tag == "svg":
            self.children(element, matrix @ _inner(element), key, depth + 1)
        elif tag == "use":
            self._use(element, matrix, key, depth)
        elif tag == "text":
            self._text(element, matrix, key)
        elif tag in _SHAPES:
            self._shape(element, matrix, key)

    def _key_of(self, element: Element, above: Key) -> Key:
        """The layer of an element: what its own name says that it is, else that of its group."""
        own = [word for word in map(element.get, (_LABEL, "id", "class")) if word]
        layer = _layer_of(element)
        part = "/".join(filter(None, (above.part, layer)))
        for word in own:
            for name, role in self.said.items():
                if fnmatchcase(word.casefold(), name.casefold()):
                    self.met.add(name)
                    return Key(role, part=part)
        roles = [role_of(word) for word in own if not _NUMBERED.fullmatch(word)]
        if {above.layer, *roles} & _OF_DRAWINGS:
            # An exit of a drawing is a door that is called so.
            roles = [role for role in roles if role not in OF_WALKABLE]
        for role in filter(None, roles):
            # Among rooms a stair is a stairwell, by its name.
            is_well = any((room, role) == _WELL for room in (above.layer, *roles))
            return Key("room" if is_well else role, part=part)
        for word in own if level_in(layer) is None else ():
            if category_of(word.replace(".", " ").replace("_", " ")) != "room":
                return Key("room", part=part)
        return replace(above, part=part)

    def _use(self, element: Element, matrix: Floats, key: Key, depth: int) -> None:
        link = element.get("href") or element.get(_LINK) or ""
        target = self.named.get(link.removeprefix("#")) if link.startswith("#") else None
        if target is None:
            return
        moved = matrix @ _moved(element)
        if _plain(target.tag) == "symbol":
            self.children(target, moved, key, depth + 1)
        else:
            self.element(target, moved, key, depth + 1)

    def _text(self, element: Element, matrix: Floats, key: Key) -> None:
        spans = [each for each in element.iter() if (each.text or "").strip()]
        for span in spans:
            own = [
                float(v) for a in "xy" for v in numbers_of(span.get(a) or element.get(a) or "0")[:1]
            ]
            x, y = _turned(np.array([own]), matrix)[0]
            self.sheet.texts.append(
                (key, float(x), float(y), " ".join((span.text or "").split())[:200])
            )
        self._grow(len(spans))

    def _shape(self, element: Element, matrix: Floats, key: Key) -> None:
        try:
            parts = [*_SHAPES[_plain(element.tag)](element)]
        except (ValueError, OverflowError):
            self.sheet.passed["damaged"] = self.sheet.passed.get("damaged", 0) + 1
            return
        filled = element.get("fill") != "none" and not _HOLLOW.search(element.get("style", ""))
        for pieces, closed in parts:
            moved = [(curved, _turned(points, matrix)) for curved, points in pieces]
            self._grow(sum(len(points) for _, points in moved))
            self._part(moved, key, _name_of(element), closed=closed, filled=filled)

    def _part(
        self, pieces: list[tuple[bool, Floats]], key: Key, name: str, *, closed: bool, filled: bool
    ) -> None:
        outline = np.concatenate([points[:-1] for _, points in pieces] + [pieces[-1][1][-1:]])
        if key.layer == "door" and not any(curved for curved, _ in pieces):
            line = _axis(outline)
            if line is not None:
                self.sheet.doors.append((key, line))
                return
        for curved, points in pieces:
            if curved:
                self.sheet.curves.append((key, points))
            else:
                self.sheet.add_path(key, points)
        if key.layer == "room" and len(outline) > 2 and not closed:
            # What is filled is closed by a straight line.
            outline, closed = np.concatenate([outline, outline[:1]]), True
        if closed or (len(outline) > 3 and np.allclose(outline[0], outline[-1])):
            of = key if key.layer or not filled else Key("", FILLED, key.part)
            self.sheet.rings.append((of, outline, name))

    def _grow(self, amount: int) -> None:
        self.weight += amount
        if self.weight > bounds.DXF_LINES:
            refuse(self.path, "lines and points without end", f"at most {bounds.DXF_LINES:,}")


def _layer_of(element: Element) -> str:
    """Name of the layer that a group is: of Inkscape, or a group named after a level."""
    if _plain(element.tag) != "g":
        return ""
    names = [_plainly(name) for name in map(element.get, (_LABEL, "id")) if name]
    if element.get(_MODE) == "layer":
        return names[0] if names else ""
    # A letter and a figure, such as L1, may name anything.
    spoken = (name for name in names if not _CODE.fullmatch(name) and level_in(name) is not None)
    return next(spoken, "")


def _plainly(name: str) -> str:
    """A name as it was before a program made an id of it; slashes part layers."""
    told = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)
    return " ".join(told.replace("/", " ").replace("_", " ").split())[:90]


def _name_of(element: Element) -> str:
    title = next((each.text or "" for each in element if _plain(each.tag) == "title"), "")
    for word in (title, element.get(_LABEL) or "", element.get("id") or ""):
        told = " ".join(_PREFIX.sub("", word.strip()).replace("_", " ").split())
        if told and not _NUMBERED.fullmatch(told):
            return told[:90]
    return ""


def _turned(points: Floats, matrix: Floats) -> Floats:
    moved: Floats = points @ matrix[:2, :2].T + matrix[:2, 2]
    return moved


def _moved(element: Element) -> Floats:
    out = np.eye(3)
    out[:2, 2] = _value(element, "x"), _value(element, "y")
    return out


def _inner(element: Element) -> Floats:
    """The view of an SVG within another."""
    out = _moved(element)
    box = numbers_of(element.get("viewBox", ""))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        wide, high = _value(element, "width", box[2]), _value(element, "height", box[3])
        scale = min(wide / box[2], high / box[3]) or 1.0
        view = np.diag([scale, scale, 1.0])
        view[:2, 2] = -scale * box[0], -scale * box[1]
        out = out @ view
    return out


def _value(element: Element, name: str, usual: float = 0.0) -> float:
    text = element.get(name)
    if text is None:
        return usual
    try:
        return float(text)
    except ValueError:
        found = numbers_of(text)
    return usual if not found or text.strip().endswith("%") else found[0]


def _axis(outline: Floats) -> Floats | None:
    """The line along a door that is drawn as a line or a slim rectangle; None for other shapes."""
    corners = outline[np.r_[True, np.hypot(*np.diff(outline, axis=0).T) > 0]]
    if len(corners) == 2:
        return corners.reshape(4)
    if len(corners) == 5 and np.allclose(corners[0], corners[-1]):
        a, b, c, d = corners[:4]
        long, wide = np.hypot(*(b - a)), np.hypot(*(c - b))
        if wide > long:
            a, b, c, d, long, wide = b, c, d, a, wide, long
        if long > _SLIM * wide:
            return np.concatenate([(a + d) / 2, (b + c) / 2])
    return None


_Parts = Iterator[tuple[list[tuple[bool, Floats]], bool]]


def _rect(element: Element) -> _Parts:
    x, y, w, h = (_value(element, name) for name in ("x", "y", "width", "height"))
    if w > 0 and h > 0:
        yield [(False, np.array([[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]))], True


def _line(element: Element) -> _Parts:
    x1, y1, x2, y2 = (_value(element, name) for name in ("x1", "y1", "x2", "y2"))
    yield [(False, np.array([[x1, y1], [x2, y2]]))], False


def _poly(element: Element) -> _Parts:
    values = numbers_of(element.get("points", ""))
    points = np.array(values[: len(values) // 2 * 2]).reshape(-1, 2)
    if len(points) > 1:
        closed = _plain(element.tag) == "polygon"
        if closed:
            points = np.concatenate([points, points[:1]])
        yield [(False, points)], closed


def _round(element: Element) -> _Parts:
    centre = np.array([_value(element, "cx"), _value(element, "cy")])
    radius = _value(element, "r")
    radii = np.array([_value(element, "rx", radius), _value(element, "ry", radius)])
    if (radii > 0).all():
        points = centre + curve_of(np.zeros(2), np.array([1.0, 0.0]), 2 * np.pi) * radii
        points[-1] = points[0]
        yield [(True, points)], True


def _path(element: Element) -> _Parts:
    yield from path_parts(element.get("d", ""), bounds.DXF_LINES)


_SHAPES: dict[str, Callable[[Element], _Parts]] = {
    "rect": _rect,
    "line": _line,
    "polyline": _poly,
    "polygon": _poly,
    "circle": _round,
    "ellipse": _round,
    "path": _path,
}
