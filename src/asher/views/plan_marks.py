"""Signs on a plan sheet: floors, walls, doors, ways out, locks, stairs and zones."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from asher.floorplan import Floorplan, Topology
from asher.floorplan.reach import shut_spaces
from asher.views.plan_page import INK, MUTED, Page

__all__ = ["EXIT", "SIGNS", "STAIR", "padlock", "signs"]

# As the pages have them on white paper (`page.css`).
FLOOR, SOLID, EXIT, WINDOW, STAIR = "#f4f5f6", "#d9dde1", "#007a5e", "#6fa3c8", "#6b7680"
SHUT = "#e6e8eb"
_WAYS = frozenset({"corridor", "walkway", "lobby", "stairs", "ramp", "elevator", "hall"})
"""Categories of spaces that one walks through: white, where rooms are tinted."""
# Thickness of a wall [m], and what it is drawn with at least and at most [mm].
_WALL_M, _THIN, _THICK = 0.2, 0.25, 0.55
# Between the lines across a room that no door leads to [mm].
_HATCH = 2.0
SIGNS = {
    "door": (
        '<path d="M0 0h1.5M6.5 0h1.5" stroke="{ink}" stroke-width=".55"/>'
        '<path d="M1.5 -.7v1.4M6.5 -.7v1.4M1.5 0h5" stroke="{ink}" stroke-width=".2"/>'
    ),
    "glass": (
        '<path d="M0 0h1.5M6.5 0h1.5" stroke="{ink}" stroke-width=".55"/>'
        '<path d="M1.5 -.7v1.4M6.5 -.7v1.4" stroke="{ink}" stroke-width=".2"/>'
        '<path d="M1.5 -.3h5M1.5 .3h5" stroke="{window}" stroke-width=".25"/>'
    ),
    "gate": (
        '<path d="M0 0h1.5M6.5 0h1.5" stroke="{ink}" stroke-width=".55"/>'
        '<path d="M1.5 0h5" stroke="{ink}" stroke-width=".3" stroke-dasharray=".5 .6"/>'
    ),
    "exit": (
        '<path d="M0 .6h8" stroke="{exit}" stroke-width="1.1"/>'
        '<path d="M2.6 -.3h2.8l-1.4 -1.7z" fill="{ink}"/>'
    ),
    "main entrance": (
        '<path d="M0 .6h8" stroke="{exit}" stroke-width="1.1"/>'
        '<path d="M.8 -.3h2.8l-1.4 -1.7zM4.4 -.3h2.8l-1.4 -1.7z" fill="{ink}"/>'
    ),
    "window": (
        '<path d="M0 0h8" stroke="{ink}" stroke-width="1"/>'
        '<path d="M0 0h8" stroke="#ffffff" stroke-width=".5"/>'
    ),
    "lock": "",
    "stair": '<path d="M0 -.8h8v1.6h-8zM1.6 -.8v1.6M3.2 -.8v1.6M4.8 -.8v1.6M6.4 -.8v1.6" '
    'fill="#ffffff" stroke="{stair}" stroke-width=".3"/>',
    "shut": '<path d="M0 -1h8v2h-8z" fill="{shut}" stroke="{ink}" stroke-width=".25"/>'
    '<path d="M0 1l2 -2M2 1l2 -2M4 1l2 -2M6 1l2 -2" stroke="{muted}" stroke-width=".15"/>',
    "solid": '<path d="M0 -1h8v2h-8z" fill="{solid}" stroke="{muted}" stroke-width=".15"/>',
    "zone": '<path d="M0 -1h8v2h-8z" fill="none" stroke="{muted}" stroke-width=".25" '
    'stroke-dasharray=".3 .7"/>',
}
"""Signs of the legend, eight millimetres wide."""


def signs(page: Page, floorplan: Floorplan, topology: Topology, level: str) -> Iterator[str]:
    """Draw a level without words, as parts of an SVG [mm]; the plan may have faults."""
    shut = {*shut_spaces(floorplan, topology)}
    thick = min(max(_WALL_M * page.mm_per_m, _THIN), _THICK)
    for at, space in enumerate(floorplan.spaces):
        if space.level != level:
            continue
        fill = SHUT if at in shut else "#ffffff" if space.category in _WAYS else FLOOR
        yield f'<path d="{page.path(space.polygon)}" fill="{fill}" fill-rule="evenodd" '
        yield f'stroke="{INK}" stroke-width="{thick:.2f}" stroke-linejoin="round">'
        yield f"<title>{escape(space.name)}</title></path>"
        if at in shut:
            yield f'<path d="{_hatched(page.on_paper(outline(space.polygon)))}" '
            yield f'stroke="{MUTED}" stroke-width=".15"/>'
    for wall in floorplan.walls:
        if wall.level == level:
            yield f'<path d="{page.line(wall.line)}" fill="none" stroke="{INK}" '
            yield f'stroke-width="{thick:.2f}"/>'
    for each in floorplan.obstacles:
        if each.level == level:
            yield f'<path d="{page.path(each.polygon)}" fill="{SOLID}" stroke="{MUTED}" '
            yield f'stroke-width=".15"><title>{escape(each.name)}</title></path>'
    yield from _zones(page, floorplan, level)
    across = zip(floorplan.openings, topology.opening_normals, strict=True)
    for opening, normal in across:
        if opening.level != level:
            continue
        kind: str = opening.category
        if opening.exterior and kind != "window":
            kind = "main entrance" if opening.main_entrance else "exit"
        elif opening.glazed:
            kind = "glass"
        line = np.array([page.place(*end) for end in opening.line])
        yield from _opening(kind, line, np.array([normal[0], -normal[1]]))
    yield from _stairs(page, floorplan, level)


def _hatched(shape: Polygon) -> str:
    """Slanted lines across a room, as data of a path; none where its outline is no polygon."""
    if not shape.is_valid or shape.is_empty:
        return ""
    left, top, right, low = shape.bounds
    # Through fixed places of the paper, so that lines of rooms beside each other go on.
    first, last = np.floor((left + top) / _HATCH), np.ceil((right + low) / _HATCH)
    sums = np.arange(first, last + 1) * _HATCH
    ends = np.stack([sums - low, np.full_like(sums, low), sums - top, np.full_like(sums, top)], 1)
    across = shapely.intersection(shapely.linestrings(ends.reshape(-1, 2, 2)), shape)
    lines = (part for part in shapely.get_parts(across) if part.length > 0)
    return "".join(_data(shapely.get_coordinates(line)) for line in lines)


def _opening(kind: str, line: NDArray[np.float64], out: NDArray[np.float64]) -> Iterator[str]:
    data = _data(line)
    if kind == "window":
        yield f'<path d="{data}" stroke="{INK}" stroke-width="1"/>'
        yield f'<path d="{data}" stroke="#ffffff" stroke-width=".5"/>'
        return
    yield f'<path d="{data}" stroke="#ffffff" stroke-width=".8"/>'
    if kind == "gate":
        yield f'<path d="{data}" stroke="{INK}" stroke-width=".3" stroke-dasharray=".5 .6"/>'
    elif kind in {"door", "glass"}:
        jambs = "".join(_data(np.array([end - 0.7 * out, end + 0.7 * out])) for end in line)
        leaf = data if kind == "door" else ""
        yield f'<path d="{leaf}{jambs}" stroke="{INK}" stroke-width=".2"/>'
        if kind == "glass":
            panes = _data(line - 0.3 * out) + _data(line + 0.3 * out)
            yield f'<path d="{panes}" stroke="{WINDOW}" stroke-width=".25"/>'
    else:
        yield f'<path d="{data}" stroke="{EXIT}" stroke-width="1.1"/>'
        yield from _arrows(line, out, double=kind == "main entrance")


def _arrows(line: NDArray[np.float64], out: NDArray[np.float64], *, double: bool) -> Iterator[str]:
    along = np.array([-out[1], out[0]])
    for shift in (-1.8, 1.8) if double else (0.0,):
        foot = line.mean(axis=0) + 0.9 * out + shift * along
        corners = [foot - 1.4 * along, foot + 1.7 * out, foot + 1.4 * along]
        yield f'<path d="{_data(np.array(corners))}Z" fill="{INK}"/>'


def _data(points: NDArray[np.float64]) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points)


def _stairs(page: Page, floorplan: Floorplan, level: str) -> Iterator[str]:
    for each in floorplan.connectors:
        for name, ends in ((each.level_from, each.line_from), (each.level_to, each.line_to)):
            if name != level:
                continue
            first, last = (np.array(page.place(*end)) for end in ends)
            long = float(np.hypot(*(last - first))) or 1e-6
            along = (last - first) / long
            side = 0.8 * np.array([-along[1], along[0]])
            box = np.array([first + side, last + side, last - side, first - side])
            count = max(2, round(long / 1.3))
            treads = "".join(
                _data(np.array([first + side, first - side]) + along * long * n / count)
                for n in range(1, count)
            )
            yield f'<path d="{_data(box)}Z{treads}" fill="#ffffff" stroke="{STAIR}" '
            yield f'stroke-width=".3"><title>{escape(each.name)}</title></path>'


def _zones(page: Page, floorplan: Floorplan, level: str) -> Iterator[str]:
    for zone in floorplan.zones:
        # People assemble far from the building, perhaps off the sheet.
        if zone.level != level or not shapely.box(*page.frame).covers(page.on_paper(zone.shape)):
            continue
        title = f"<title>{escape(zone.name)} ({zone.category})</title>"
        if zone.polygon:
            yield f'<path d="{page.path(zone.polygon)}" fill="none" stroke="{MUTED}" '
            yield f'stroke-width=".25" stroke-dasharray=".3 .7">{title}</path>'
        elif zone.point:
            x, y = page.place(*zone.point)
            yield f'<path d="M{x - 0.9:.2f} {y:.2f}h1.8m-.9 -.9v1.8" stroke="{MUTED}" '
            yield f'stroke-width=".3" fill="none">{title}</path>'


def padlock(x: float, y: float) -> str:
    """Draw a closed lock, 1.5 mm wide, about a point [mm]."""
    return (
        f'<path d="M{x - 0.75:.2f} {y - 0.1:.2f}h1.5v1.1h-1.5z" fill="{INK}"/>'
        f'<path d="M{x - 0.45:.2f} {y - 0.1:.2f}v-.4a.45 .45 0 0 1 .9 0v.4" fill="none" '
        f'stroke="{INK}" stroke-width=".25"/>'
    )


def outline(polygon: tuple[tuple[tuple[float, float], ...], ...]) -> Polygon:
    """Rings of an element as a polygon."""
    return Polygon(polygon[0], polygon[1:])
