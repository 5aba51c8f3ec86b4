"""What is written on a level of a plan sheet: names, widths, locks, and where stairs lead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from asher.floorplan import Floorplan, Opening, Topology
from asher.views.plan_labels import LETTER, Label, Taken, spots_in
from asher.views.plan_marks import EXIT, STAIR, outline, padlock
from asher.views.plan_page import INK, MUTED, Page, words

__all__ = ["Written", "usual_width", "write_words"]

_SMALL, _TINY = 1.9, 1.5
_LOCK = 1.9
_WALL_MM = 0.3


@dataclass
class Written:
    """Words on a level, and what had no room."""

    svg: list[str] = field(default_factory=list)  # The words, in place
    # Names and areas of the rooms that bear a number, from 1.
    key: list[str] = field(default_factory=list)


def usual_width(floorplan: Floorplan) -> str:
    """Clear width that most doors have, such as ``"0.90"``; empty where none is usual."""
    doors = [each for each in floorplan.openings if each.category == "door" and not each.exterior]
    found = Counter(f"{door.width_m:.2f}" for door in doors).most_common(1)
    return found[0][0] if found and found[0][1] > 1 else ""


def write_words(page: Page, floorplan: Floorplan, topology: Topology, level: str) -> Written:
    """Write names, widths and the rest of a level where they cover nothing."""
    sheet = _Level(page, floorplan, topology, level)
    done = Written()
    done.svg += sheet.stairs()
    done.svg += sheet.openings()
    done.svg += sheet.posts()
    # A name fits best where it is longest: in the small rooms first, which have least choice.
    for number, shape in sorted(sheet.rooms.items(), key=lambda each: each[1].area):
        space = floorplan.spaces[number]
        label = Label(space.name, f"{space.shape.area:,.0f} m²")
        lines = label.written(shape, sheet.taken) if shape.is_valid else []
        done.svg += lines
        if not lines:
            sheet.numbered.append(number)
    for at, number in enumerate(sorted(sheet.numbered, key=lambda n: _order(floorplan, n)), 1):
        space = floorplan.spaces[number]
        done.key.append(f"{space.name}, {space.shape.area:,.0f} m²")
        done.svg += sheet.number(str(at), sheet.rooms[number])
    return done


def _order(floorplan: Floorplan, number: int) -> list[tuple[int, str]]:
    """By name, as a reader looks for it: room 9 before room 10."""
    parts = re.split(r"(\d+)", floorplan.spaces[number].name)
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


@dataclass(frozen=True, eq=False)
class _Way:
    """A door or a way out as it is drawn."""

    opening: Opening
    both: Sequence[int]  # The spaces on its sides
    line: NDArray[np.float64]  # Its ends on the paper [mm]
    out: NDArray[np.float64]  # Unit vector from its first side to its second

    @property
    def middle(self) -> NDArray[np.float64]:
        middle: NDArray[np.float64] = self.line.mean(axis=0)
        return middle


class _Level:
    """A level on paper while it is written on."""

    def __init__(self, page: Page, floorplan: Floorplan, topology: Topology, level: str) -> None:
        self.page, self.floorplan, self.topology, self.level = page, floorplan, topology, level
        self.taken = Taken()
        self.numbered: list[int] = []
        self.rooms: dict[int, Polygon] = {
            at: page.on_paper(outline(space.polygon))
            for at, space in enumerate(floorplan.spaces)
            if space.level == level
        }
        self._usual = usual_width(floorplan)
        left, top, right, low = page.frame
        valid = [shape for shape in self.rooms.values() if shape.is_valid]
        self._outside = shapely.box(left, top, right, low).difference(
            shapely.union_all(valid).buffer(_WALL_MM)
        )
        shapely.prepare(self._outside)
        self._inner: dict[int, BaseGeometry] = {}
        for each in floorplan.obstacles:
            if each.level == level:
                self.taken.add_pale(page.on_paper(outline(each.polygon)))
        for zone in floorplan.zones:
            if zone.level == level:
                self.taken.add_pale(page.on_paper(zone.shape).boundary.buffer(0.2))

    def inside(self, room: int) -> BaseGeometry:
        """A room without its walls."""
        if room < 0 or room not in self.rooms:
            return self._outside
        if room not in self._inner:
            self._inner[room] = self.rooms[room].buffer(-_WALL_MM)
            shapely.prepare(self._inner[room])
        return self._inner[room]

    def openings(self) -> Iterator[str]:
        """Widths and locks of doors, and names of the ways out."""
        sides, normals = self.topology.opening_spaces, self.topology.opening_normals
        marked = []
        for opening, both, normal in zip(
            self.floorplan.openings, sides.tolist(), normals, strict=True
        ):
            if opening.level != self.level or opening.category == "window":
                continue
            line = np.array([self.page.place(*end) for end in opening.line])
            out = np.array([normal[0], -normal[1]])
            self.taken.add(shapely.LineString(line).buffer(0.8, cap_style="flat"))
            if opening.exterior:
                self.taken.add(_strip(line, out))
            marked.append(_Way(opening, both, line, out))
        # Ways out first: they have most to say.
        for way in sorted(marked, key=lambda way: not way.opening.exterior):
            yield from self._exit(way) if way.opening.exterior else self._door(way)

    def _exit(self, way: _Way) -> Iterator[str]:
        opening, out, inside = way.opening, way.out, self.inside(way.both[0])
        width = f"{opening.width_m:.2f}"
        in_two = (opening.name, width)
        for lines, within, aside, gap in (
            ((f"{opening.name} {width}",), self._outside, out, 3.0),
            (in_two, self._outside, out, 3.0),
            ((f"{opening.name} {width}",), inside, -out, 0.9),
            (in_two, inside, -out, 0.9),
        ):
            wide = max(map(len, lines)) * LETTER * 1.06 * _SMALL + 0.4
            high = _SMALL * 1.15 * len(lines)
            spots = _beside(way.middle, aside, wide, high, gap)
            spot = self.taken.first_free(spots, wide, high, within)
            if spot is not None:
                yield from _rows(lines, *spot, _SMALL, fill=EXIT)
                if opening.lockable:
                    yield from self._lock(way)
                return
        yield from self._door(way, always=True)

    def _lock(self, way: _Way) -> Iterator[str]:
        spots = [*_beside(way.middle, -way.out, _LOCK, _LOCK, 0.9)]
        spot = self.taken.first_free(spots, _LOCK, _LOCK, self.inside(way.both[0]))
        yield padlock(*(spot or spots[0]))

    def _door(self, way: _Way, *, always: bool = False) -> Iterator[str]:
        """Width and lock of a door, on the side on which there is room."""
        opening, out, middle = way.opening, way.out, way.middle
        width = f"{opening.width_m:.2f}"
        high = _SMALL * 1.1
        wide = len(width) * LETTER * _SMALL + 0.4 + (_LOCK if opening.lockable else 0)
        # A lock stands on the side of the room that it closes: that with fewer ways.
        first, second = way.both
        ways = [((first, -out)), *([] if opening.exterior else [(second, out)])]
        ways.sort(key=lambda each: self.inside(each[0]).area if opening.lockable else 0)
        for room, aside in ways:
            spots = _beside(middle, aside, wide, high, 0.9)
            spot = self.taken.first_free(spots, wide, high, self.inside(room))
            if spot is not None:
                yield from _width(width, *spot, wide, _SMALL, lock=opening.lockable)
                return
        if width != self._usual or always or opening.lockable:
            room, aside = ways[0]
            words_fit = width != self._usual or always
            wide = (len(width) * LETTER * _TINY if words_fit else 0) + (
                _LOCK if opening.lockable else 0
            )
            x, y = _beside(middle, aside, wide, _TINY, 0.8)[0]
            self.taken.add(shapely.box(x - wide / 2, y - 0.8, x + wide / 2, y + 0.8))
            yield from _width(width if words_fit else "", x, y, wide, _TINY, lock=opening.lockable)

    def stairs(self) -> Iterator[str]:
        """Where each stair leads, beside its landing."""
        ends = self.topology.connector_spaces.tolist()
        normals = self.topology.connector_normals
        for each, rooms, ways in zip(self.floorplan.connectors, ends, normals, strict=True):
            landings = (
                (each.level_from, each.line_from, "up to", each.level_to, rooms[0], ways[0]),
                (each.level_to, each.line_to, "down to", each.level_from, rooms[1], ways[1]),
            )
            for level, drawn, leads, where, room, normal in landings:
                if level != self.level:
                    continue
                line = np.array([self.page.place(*end) for end in drawn])
                self.taken.add(shapely.LineString(line).buffer(1.1, cap_style="flat"))
                out = np.array([normal[0], -normal[1]])
                yield from self._leads(f"{leads} {where}", f"{each.width_m:.2f}", line, out, room)

    def _leads(
        self, said: str, width: str, line: NDArray[np.float64], out: NDArray[np.float64], room: int
    ) -> Iterator[str]:
        middle = line.mean(axis=0)
        halves = said.split(" ", 2)
        two = [" ".join(halves[:2]), f"{' '.join(halves[2:])} {width}"]
        for size in (_SMALL, _TINY):
            for lines in ([f"{said} {width}"], two):
                wide = max(map(len, lines)) * LETTER * size + 0.6
                high = 1.15 * size * len(lines)
                for within, aside in ((self._outside, out), (self.inside(room), -out)):
                    spots = _beside(middle, aside, wide, high, 1.3)
                    spot = self.taken.first_free(spots, wide, high, within)
                    if spot is not None:
                        yield from _rows(lines, *spot, size)
                        return
        wide, high = max(map(len, two)) * LETTER * _TINY, 2.3 * _TINY
        x, y = _beside(middle, -out, wide, high, 1.3)[0]
        self.taken.add(shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
        yield from _rows(two, x, y, _TINY)

    def posts(self) -> Iterator[str]:
        """Names of the marked places but those where people start, if there is room."""
        for zone in self.floorplan.zones:
            if zone.level != self.level or zone.category == "spawn":
                continue
            shape = self.page.on_paper(zone.shape)
            if not shapely.box(*self.page.frame).covers(shape):
                continue
            left, top, right, low = shape.bounds
            wide, high = len(zone.name) * LETTER * _TINY + 0.4, _TINY * 1.1
            spots = [
                ((left + right) / 2, low + high / 2 + 0.4),
                ((left + right) / 2, top - high / 2 - 0.4),
                (right + wide / 2 + 0.6, (top + low) / 2),
                (left - wide / 2 - 0.6, (top + low) / 2),
            ]
            for within in [*map(self.inside, self.rooms), self._outside]:
                spot = self.taken.first_free(spots, wide, high, within)
                if spot is not None:
                    yield words(zone.name, *spot, _TINY, fill=MUTED)
                    break

    def number(self, said: str, room: Polygon) -> Iterator[str]:
        """The number of a room that is too small for its name."""
        wide, high = max(2.6, 1.3 * len(said) + 0.9), 2.6
        middle = (room.centroid.x, room.centroid.y)
        if room.is_valid:
            spots = [(x, y) for x, y in spots_in(room, room).tolist()]
            middle = shapely.maximum_inscribed_circle(room, 0.2).coords[0]
            middle = self.taken.first_free(spots, wide, high, room) or middle
        x, y = middle
        yield f'<rect x="{x - wide / 2:.2f}" y="{y - 1.3:.2f}" width="{wide:.2f}" height="2.6" '
        yield f'rx="1.3" fill="#ffffff" stroke="{INK}" stroke-width=".2"/>'
        yield words(said, x, y, _SMALL)


def _strip(line: NDArray[np.float64], out: NDArray[np.float64]) -> BaseGeometry:
    """Where the arrow of a way out is."""
    middle = line.mean(axis=0)
    tip = middle + 2.8 * out
    return shapely.LineString([middle, tip]).buffer(1.6, cap_style="flat")


def _beside(
    middle: NDArray[np.float64], aside: NDArray[np.float64], wide: float, high: float, gap: float
) -> list[tuple[float, float]]:
    """Middles of a box beside a door, the nearest first, then along the wall."""
    away = gap + abs(aside[0]) * wide / 2 + abs(aside[1]) * high / 2
    along = np.array([-aside[1], aside[0]])
    step = abs(along[0]) * wide / 4 + abs(along[1]) * high / 2
    places = []
    for further in (0.0, 0.5 * high, 1.4 * high):
        for shift in (0, 1, -1, 2, -2, 3, -3):
            x, y = middle + (away + further) * aside + shift * step * along
            places.append((float(x), float(y)))
    return places


def _width(said: str, x: float, y: float, wide: float, size: float, *, lock: bool) -> Iterator[str]:
    if lock:
        yield padlock(x - wide / 2 + _LOCK / 2, y)
    if said:
        yield words(said, x + (_LOCK / 2 if lock else 0), y, size)


def _rows(
    lines: Sequence[str], x: float, y: float, size: float, *, fill: str = STAIR
) -> Iterator[str]:
    for at, line in enumerate(lines):
        down = (at - (len(lines) - 1) / 2) * 1.15 * size
        yield words(line, x, y + down, size, weight="bold", fill=fill)
