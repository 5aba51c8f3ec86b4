"""FDS: boxes of a fire model, cut one metre above the floor; open vents of the walls lead out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry import Polygon, box

from asher import bounds
from asher.floorplan.importers._flat import Flat, drawn
from asher.floorplan.importers._opening import content, refuse
from asher.floorplan.importers.drawing import Drawing, Note
from asher.floorplan.importers.options import Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "FDS"
EXTRA = ""
ENDINGS = (".fds",)

# Walls are cut at this height above the floor; thinner boxes are walls of this thickness [m].
_CUT_M, _THIN_M = 1.0, 0.05
# Boxes of a file (judgement: a fire model of a large building has ten thousand).
_BOXES = 50_000
_GROUP = re.compile(
    r"&([A-Z]{3,5})\b((?:'[^'\n]{0,200}'|\"[^\"\n]{0,200}\"|[^/&'\"]){0,9000}+)/", re.IGNORECASE
)
_XB = re.compile(
    r"\bXB\s*(?:\(1:6\)\s*)?=\s*([-+0-9.ED]++(?:[\s,]++[-+0-9.ED]++){5})", re.IGNORECASE
)
_WORD = re.compile(r"\b(ID|SURF_ID|TITLE|CHID|MULT_ID)\s*=\s*['\"]([^'\"]*)['\"]", re.IGNORECASE)
_APART = re.compile(r"[\s,]+")
# How a group begins, and the one that ends a file.
_BEGINS = re.compile(r"^[ \t]*&[A-Z]{3,5}\b", re.IGNORECASE | re.MULTILINE)
_TAIL = re.compile(r"^[ \t]*&TAIL\b", re.IGNORECASE | re.MULTILINE)


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001 - the interface of all formats
    """Whether a file is an input of FDS."""
    said = head.upper()
    return b"&HEAD" in said or (b"&MESH" in said and b"XB" in said)


@dataclass(frozen=True)
class _Box:
    group: str
    sides: tuple[float, float, float, float, float, float]
    words: dict[str, str]

    def plan(self, thin_m: float = 0.0) -> Polygon:
        """Its outline from above, at least so thick."""
        x1, x2, y1, y2, *_ = self.sides
        wide, deep = (max(thin_m - (high - low), 0) / 2 for low, high in ((x1, x2), (y1, y2)))
        return box(x1 - wide, y1 - deep, x2 + wide, y2 + deep)

    def at(self, height: float) -> bool:
        """Whether it is there at a height."""
        return self.sides[4] <= height <= self.sides[5]


def read(path: Path, options: Options) -> Drawing:
    """Read the floor of the lowest mesh: what no box stands on."""
    # What follows an exclamation mark outside of a group is a remark; it may hold a stroke.
    lines = content(path).decode("utf-8", errors="replace").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("!"))
    if _BEGINS.search(text, text.rfind("/") + 1):
        found = "the file is cut off: its last group has no / at its end"
        refuse(path, found, "a whole input of FDS; save or fetch it again")
    unread: list[str] = []
    boxes = [*_boxes(path, text, unread)]
    meshes = [each for each in boxes if each.group == "MESH"]
    if not meshes:
        refuse(path, "no mesh with XB", "an input of FDS: &MESH IJK=..., XB=x1,x2,y1,y2,z1,z2 /")
    bottom = min(each.sides[4] for each in meshes)
    cut = bottom + _CUT_M
    floor = shapely.union_all([each.plan() for each in meshes if each.at(cut)])
    solid = [each.plan(_THIN_M) for each in boxes if each.group == "OBST" and each.at(cut)]
    holes = [each.plan() for each in boxes if each.group == "HOLE" and each.at(cut)]
    walls = shapely.union_all(solid).difference(shapely.union_all(holes))
    flat = Flat(_title(text, path), f"{path.name} (FDS)", floor.difference(walls))
    flat.exits = [*_exits(boxes, cut)]
    flat.notes += _told(boxes, cut)
    if unread:
        words = f"boxes without six numbers as XB: {len(unread)}, the first {unread[0]}"
        flat.notes.append(Note("left out", "boxes-unread", words))
    if not _TAIL.search(text):
        words = "the file does not end with &TAIL /: look whether it is whole"
        flat.notes.append(Note("assumed", "no-tail", words))
    return drawn(path, flat, options)


def _boxes(path: Path, text: str, unread: list[str]) -> Iterator[_Box]:
    found = 0
    for match in _GROUP.finditer(text):
        if match[1].upper() not in {"MESH", "OBST", "HOLE", "VENT", "EXIT"}:
            continue
        sides = _XB.search(match[2])
        if sides is None:
            # Vents may be given by a mesh or a plane instead.
            if match[1].upper() != "VENT":
                unread.append(f"&{match[1].upper()} {' '.join(match[2].split())[:60]}")
            continue
        found += 1
        if found > _BOXES:
            refuse(path, f"more than {_BOXES:,} boxes", "a fire model of one building")
        x1, x2, y1, y2, z1, z2 = _numbers(path, sides[1])
        (x1, x2), (y1, y2), (z1, z2) = sorted((x1, x2)), sorted((y1, y2)), sorted((z1, z2))
        words = {key.upper(): value for key, value in _WORD.findall(match[2])}
        yield _Box(match[1].upper(), (x1, x2, y1, y2, z1, z2), words)


def _numbers(path: Path, said: str) -> list[float]:
    try:
        # Fortran writes an exponent as D, too.
        numbers = [
            float(each) for each in _APART.split(said.strip(" ,\n\t").lower().replace("d", "e"))
        ]
    except ValueError:
        numbers = []
    if len(numbers) != 6 or not all(abs(each) <= bounds.COORDINATE_M for each in numbers):
        found = f"XB={' '.join(said.split())[:80]}"
        refuse(path, found, f"six numbers of at most {bounds.COORDINATE_M:,.0f} m")
    return numbers


def _title(text: str, path: Path) -> str:
    head = next((m[2] for m in _GROUP.finditer(text) if m[1].upper() == "HEAD"), "")
    words = {key.upper(): value for key, value in _WORD.findall(head)}
    return words.get("TITLE") or words.get("CHID") or path.stem


def _exits(boxes: list[_Box], cut: float) -> Iterator[tuple[str, Polygon]]:
    """Upright vents that are open, and exits of the evacuation part."""
    for each in boxes:
        x1, x2, y1, y2, *_ = each.sides
        upright = (x1 == x2) != (y1 == y2)
        is_open = each.group == "VENT" and each.words.get("SURF_ID", "").upper() == "OPEN"
        if upright and each.at(cut) and (is_open or each.group == "EXIT"):
            name = each.words.get("ID") or each.group.lower()
            yield name, each.plan(_THIN_M)


def _told(boxes: list[_Box], cut: float) -> Iterator[Note]:
    words = f"walls are what stands {_CUT_M:g} m above the lowest floor"
    yield Note("assumed", "cut", words, amount_m=_CUT_M)
    away = sum(each.group == "OBST" and not each.at(cut) for each in boxes)
    if away:
        words = f"{away} boxes lower or higher than that: furniture, ceilings, other storeys"
        yield Note("left out", "boxes", words)
    repeated = sum("MULT_ID" in each.words for each in boxes)
    if repeated:
        words = f"{repeated} boxes are repeated (MULT_ID); only the first of each is drawn"
        yield Note("left out", "repeated", words)
