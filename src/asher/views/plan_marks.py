"""What stands on a sheet of a plan: rooms with their names, doors with their widths, stairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

import numpy as np
import shapely
from shapely.geometry import Polygon

from asher.floorplan import Floorplan, Opening, Space, Topology
from asher.views.figures.drawing import ACCENT, INK, MUTED

__all__ = [
    "HEAD",
    "MARGIN",
    "WIDE",
    "Sheet",
    "names",
    "obstacles",
    "openings",
    "rooms",
    "stairs",
    "zones",
]

WIDE, MARGIN, HEAD = 1400.0, 46.0, 64.0
"""Width of a sheet, and what is left free at its sides and on top, in pixels."""

_GROUND = {
    "corridor": "#eaf1f8",
    "lobby": "#eaf1f8",
    "stairs": "#f6ecd9",
    "restroom": "#efeaf6",
    "elevator": "#e4e4e4",
}
_PLAIN = "#fbfaf6"
_STAIR = "#8a4b08"
_AS_GOOD = 0.9
# Below this size of its name the area of a room could not be read.
_AREA_TOO = 8.0
_LETTER, _LEAST, _MOST = 0.56, 5.5, 13.0


class Sheet:
    """One level of a plan at a scale.

    Parameters
    ----------
    floorplan : Floorplan
        The plan.
    topology : Topology
        What joins what in it.
    level : str
        Name of the level.
    box : sequence of float
        Extent of the plan [m]: left, low, right, high.
    """

    def __init__(
        self,
        floorplan: Floorplan,
        topology: Topology,
        level: str,
        box: Sequence[float],
    ) -> None:
        self.floorplan, self.topology, self.level = floorplan, topology, level
        self.left, self.low, right, top = box
        self.extent = (right - self.left, top - self.low)
        # A tall building is drawn no taller than it is wide.
        self.scale = (WIDE - 2 * MARGIN) / max(self.extent[0], self.extent[1], 1e-6)
        self.high = self.extent[1] * self.scale + 24
        self._x = MARGIN + max(0.0, (WIDE - 2 * MARGIN - self.extent[0] * self.scale) / 2)
        self._y = HEAD + 12

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the plan on the sheet."""
        return (
            self._x + (x - self.left) * self.scale,
            self._y + (self.low + self.extent[1] - y) * self.scale,
        )

    def path(self, shape: Polygon) -> str:
        """An outline as the data of a path."""
        rings = (shape.exterior, *shape.interiors)
        return "".join(
            "M" + "L".join("{:.1f} {:.1f}".format(*self.place(x, y)) for x, y in ring.coords) + "Z"
            for ring in rings
        )

    def line(self, points: Sequence[tuple[float, float]]) -> str:
        """A line as the data of a path."""
        return "M" + "L".join("{:.1f} {:.1f}".format(*self.place(x, y)) for x, y in points)


def rooms(sheet: Sheet) -> Iterator[str]:
    """Floors and walls."""
    here = [space for space in sheet.floorplan.spaces if space.level == sheet.level]
    for space in here:
        ground = _GROUND.get(space.category, _PLAIN)
        yield f'<path d="{sheet.path(_polygon(space))}" fill="{ground}" fill-rule="evenodd" '
        yield f'stroke="{INK}" stroke-width="2" stroke-linejoin="round"/>'
    for wall in sheet.floorplan.walls:
        if wall.level == sheet.level:
            yield f'<path d="{sheet.line(wall.line)}" fill="none" stroke="{INK}" stroke-width="2"/>'


def names(sheet: Sheet) -> Iterator[str]:
    """In each room its name and area, over what stands in it."""
    for space in sheet.floorplan.spaces:
        if space.level == sheet.level:
            yield from _name(sheet, space)


def _polygon(space: Space) -> Polygon:
    return Polygon(space.polygon[0], space.polygon[1:])


def _name(sheet: Sheet, space: Space) -> Iterator[str]:
    shape = _polygon(space)
    spot = shapely.maximum_inscribed_circle(shape, 0.05) if shape.is_valid else None
    if spot is None or spot.is_empty:
        return
    (x, y), _ = spot.coords
    # In a long room a circle fits anywhere: the middle is as good and looks better.
    middle = shape.centroid
    if shape.contains(middle) and shape.boundary.distance(middle) > _AS_GOOD * spot.length:
        x, y = middle.x, middle.y
    # Width of the room where the name stands: names may be wider than the circle.
    across = shape.intersection(shapely.LineString([(x - 1e3, y), (x + 1e3, y)]))
    runs = [part for part in shapely.get_parts(across) if part.distance(shapely.Point(x, y)) < 1e-3]
    room = max((part.length for part in runs), default=2 * spot.length) * sheet.scale - 6
    deep = 2 * spot.length * sheet.scale
    lines = _lines(space.name, room)
    longest = max(map(len, lines))
    size = min(_MOST, room / (longest * _LETTER), deep / (1.25 * (len(lines) + 1)))
    if size < _LEAST:
        return
    at, top = sheet.place(x, y)
    top -= size * 1.2 * (len(lines) - 1) / 2
    yield f'<g text-anchor="middle" font-size="{size:.1f}" paint-order="stroke" stroke="#ffffff" '
    yield 'stroke-opacity="0.8" stroke-width="3" stroke-linejoin="round">'
    for n, words in enumerate(lines):
        yield f'<text x="{at:.1f}" y="{top + n * size * 1.2:.1f}">{escape(words)}</text>'
    if size > _AREA_TOO:
        below = top + len(lines) * size * 1.2
        yield f'<text x="{at:.1f}" y="{below:.1f}" fill="{MUTED}" font-size="{size * 0.8:.1f}">'
        yield f"{shape.area:,.0f} m²</text>"
    yield "</g>"


def _lines(name: str, room: float) -> list[str]:
    if len(name) * _MOST * _LETTER <= room or " " not in name:
        return [name]
    words = name.split(" ")
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return list(min(halves, key=lambda two: max(map(len, two))))


def obstacles(sheet: Sheet) -> Iterator[str]:
    """What is walked around."""
    for each in sheet.floorplan.obstacles:
        if each.level == sheet.level:
            shape = Polygon(each.polygon[0], each.polygon[1:])
            fill = "#d7d7d2" if each.see_over else "#b9b9b3"
            yield f'<path d="{sheet.path(shape)}" fill="{fill}" stroke="{MUTED}"><title>'
            yield f"{escape(each.name)}</title></path>"


def zones(sheet: Sheet) -> Iterator[str]:
    """Marked places, dotted."""
    for zone in sheet.floorplan.zones:
        if zone.level != sheet.level:
            continue
        words = f"{escape(zone.name)} ({zone.category})"
        if zone.polygon:
            shape = Polygon(zone.polygon[0], zone.polygon[1:])
            yield f'<path d="{sheet.path(shape)}" fill="none" stroke="{MUTED}" '
            yield 'stroke-dasharray="2 4"/>'
            x, y = sheet.place(shape.bounds[0], shape.bounds[3])
            yield f'<text x="{x + 4:.1f}" y="{y + 10:.1f}" font-size="8" fill="{MUTED}">'
            yield f"{words}</text>"
        elif zone.point:
            x, y = sheet.place(*zone.point)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="none" stroke="{MUTED}"/>'
            yield f'<text x="{x + 6:.1f}" y="{y + 3:.1f}" font-size="8" fill="{MUTED}">'
            yield f"{words}</text>"


def openings(sheet: Sheet) -> Iterator[str]:
    """Doors, gates and windows with widths, locks and ways out."""
    both = zip(sheet.floorplan.openings, sheet.topology.opening_normals, strict=True)
    for opening, across in both:
        if opening.level != sheet.level:
            continue
        line = sheet.line(opening.line)
        if opening.category == "window":
            yield f'<path d="{line}" stroke="#ffffff" stroke-width="5"/>'
            yield f'<path d="{line}" stroke="{INK}" stroke-width="3"/>'
            yield f'<path d="{line}" stroke="#ffffff" stroke-width="1.2"/>'
            continue
        dashed = ' stroke-dasharray="5 3"' if opening.category == "gate" else ""
        yield f'<path d="{line}" stroke="#ffffff" stroke-width="5"/>'
        yield f'<path d="{line}" stroke="{ACCENT}" stroke-width="5"{dashed}/>'
        yield from _marks(sheet, opening, across)


def _marks(sheet: Sheet, opening: Opening, across: Sequence[float]) -> Iterator[str]:
    (x0, y0), (x1, y1) = opening.line
    x, y = sheet.place((x0 + x1) / 2, (y0 + y1) / 2)
    # On the sheet y runs down.
    ahead = np.array([across[0], -across[1]])
    side = 11.0
    at = np.array([x, y]) + ahead * side * (-1 if opening.exterior else 1)
    if opening.width_m * sheet.scale > 9:
        yield f'<text x="{at[0]:.1f}" y="{at[1] + 3:.1f}" font-size="8" text-anchor="middle" '
        yield f'fill="{ACCENT}">{opening.width_m:.2f}</text>'
    if opening.lockable:
        lock = np.array([x, y]) + ahead * (2 * side if not opening.exterior else -2 * side)
        yield f'<circle cx="{lock[0]:.1f}" cy="{lock[1]:.1f}" r="4.5" fill="#ffffff" '
        yield f'stroke="{INK}"/><text x="{lock[0]:.1f}" y="{lock[1] + 2.8:.1f}" font-size="8" '
        yield 'text-anchor="middle">L</text>'
    if opening.exterior:
        beside = np.array([-ahead[1], ahead[0]])
        for n in range(2 if opening.main_entrance else 1):
            foot = np.array([x, y]) + ahead * (5 + 9 * n)
            tip = foot + ahead * 8
            corners = [foot + 6 * beside, tip, foot - 6 * beside]
            data = "L".join(f"{a:.1f} {b:.1f}" for a, b in corners)
            yield f'<path d="M{data}Z" fill="{INK}"><title>{escape(opening.name)}</title></path>'


def stairs(sheet: Sheet) -> Iterator[str]:
    """Landings, and where the stair leads."""
    for each in sheet.floorplan.connectors:
        ends = (
            (each.level_from, each.line_from, f"up to {each.level_to}"),
            (each.level_to, each.line_to, f"down to {each.level_from}"),
        )
        for level, line, words in ends:
            if level != sheet.level:
                continue
            yield f'<path d="{sheet.line(line)}" stroke="{_STAIR}" stroke-width="6"/>'
            x, y = sheet.place((line[0][0] + line[1][0]) / 2, (line[0][1] + line[1][1]) / 2)
            yield f'<text x="{x:.1f}" y="{y - 6:.1f}" font-size="9" text-anchor="middle" '
            yield f'fill="{_STAIR}" paint-order="stroke" stroke="#ffffff" stroke-width="2.5">'
            yield f"{escape(each.category)} {escape(words)}, {each.width_m:.2f} m</text>"
