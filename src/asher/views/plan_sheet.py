"""A plan as a sheet to hang up: each level with names, widths, ways out, a grid and a scale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import shapely

from asher.floorplan import Floorplan, Level, connect
from asher.floorplan.lines import QUIET
from asher.views.figures.drawing import ACCENT, FONT, INK, MUTED
from asher.views.html import write_whole
from asher.views.paper import Paper, write_page
from asher.views.plan_marks import (
    HEAD,
    MARGIN,
    WIDE,
    Sheet,
    names,
    obstacles,
    openings,
    rooms,
    stairs,
    zones,
)
from asher.views.sheet import column_letters, grid_step

__all__ = ["ENDINGS", "plan_sheet", "write_plan_sheet"]

ENDINGS = (".svg", ".png", ".pdf")
_FOOT = 64
_PNG_SCALE = 2
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>@page {{ size: {size}; margin: 10mm }} body {{ margin: 0 }}
svg {{ display: block; width: 100%; height: auto; max-height: 188mm; page-break-inside: avoid }}
section + section {{ page-break-before: always }}</style></head><body>{body}</body></html>"""


def write_plan_sheet(floorplan: Floorplan, path: Path, *, paper: Paper = "A4") -> Path:
    """Draw a plan into a file.

    Parameters
    ----------
    floorplan : Floorplan
        The plan; it may have faults.
    path : Path
        The file; its ending is one of `ENDINGS`. A PDF has a level on each sheet.
    paper : {"A4", "letter"}
        Size of its sheets.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    MissingExtraError
        If a PDF is asked for and what makes one is not installed.
    OSError
        If the file cannot be written.
    """
    ending = path.suffix.lower()
    if ending == ".pdf":
        body = "".join(f"<section>{svg}</section>" for svg in _level_sheets(floorplan))
        html = _PAGE.format(title=escape(floorplan.title), size=f"{paper} landscape", body=body)
        return write_page(html, path, paper=paper, lying=True)
    svg = plan_sheet(floorplan)
    if ending == ".svg":
        return write_whole(svg + "\n", path)
    import vl_convert

    return write_whole(vl_convert.svg_to_png(svg, scale=_PNG_SCALE), path)


def plan_sheet(floorplan: Floorplan) -> str:
    """Draw all levels of a plan, the uppermost on top.

    Parameters
    ----------
    floorplan : Floorplan
        The plan.

    Returns
    -------
    str
        One piece of SVG.
    """
    sheets = [*_level_sheets(floorplan)][::-1]
    heights = [float(svg.partition(' height="')[2].partition('"')[0]) for svg in sheets]
    tops = [0.0, *np.cumsum(heights).tolist()]
    body = "".join(
        svg.replace("<svg ", f'<svg y="{top:.0f}" ', 1)
        for svg, top in zip(sheets, tops, strict=False)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{tops[-1]:.0f}" '
        f'viewBox="0 0 {WIDE} {tops[-1]:.0f}"><title>{escape(floorplan.title)}</title>{body}</svg>'
    )


@QUIET
def _level_sheets(floorplan: Floorplan) -> Iterator[str]:
    box = shapely.total_bounds(
        [each.shape for each in (*floorplan.spaces, *floorplan.openings)]
    ).tolist()
    topology = connect(floorplan)
    for level in sorted(floorplan.levels, key=lambda each: each.ordinal):
        sheet = Sheet(floorplan, topology, level.name, box)
        high = sheet.high + HEAD + _FOOT
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{high:.0f}" '
            f'viewBox="0 0 {WIDE} {high:.0f}" font-family="{FONT}" fill="{INK}">',
            f'<rect width="{WIDE}" height="{high:.0f}" fill="#ffffff"/>',
            *_head(floorplan, level),
            *_grid(sheet),
            *rooms(sheet),
            *obstacles(sheet),
            *zones(sheet),
            *names(sheet),
            *openings(sheet),
            *stairs(sheet),
            *_foot(sheet, high),
            "</svg>",
        ]
        yield "".join(parts)


def _head(floorplan: Floorplan, level: Level) -> Iterator[str]:
    spaces = [space for space in floorplan.spaces if space.level == level.name]
    area = sum(space.shape.area for space in spaces)
    yield f'<text x="{MARGIN}" y="26" font-size="20" font-weight="bold">'
    yield f"{escape(floorplan.title)}: {escape(level.name)}</text>"
    drawn = "schematic" if floorplan.schematic else "to scale"
    yield f'<text x="{MARGIN}" y="44" font-size="12" fill="{MUTED}">'
    yield f"{len(spaces)} spaces, {area:,.0f} m², floor at {level.elevation_m:g} m; {drawn}</text>"


def _grid(sheet: Sheet) -> Iterator[str]:
    step = grid_step(max(sheet.extent))
    wide, high = sheet.extent
    right, low = sheet.place(sheet.left + wide, sheet.low)
    left, top = sheet.place(sheet.left, sheet.low + high)
    yield f'<g stroke="#dfe4e9" stroke-width="1" font-size="10" fill="{MUTED}">'
    for at in range(int(wide / step) + 1):
        x = left + at * step * sheet.scale
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{low:.1f}"/>'
        middle = x + step * sheet.scale / 2
        if middle < right:
            yield f'<text stroke="none" text-anchor="middle" x="{middle:.1f}" y="{top - 6:.1f}">'
            yield f"{column_letters(at)}</text>"
    for at in range(int(high / step) + 1):
        y = top + at * step * sheet.scale
        yield f'<line x1="{left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        middle = y + step * sheet.scale / 2
        if middle < low:
            yield f'<text stroke="none" text-anchor="end" x="{left - 8:.1f}" y="{middle + 4:.1f}">'
            yield f"{at + 1}</text>"
    yield "</g>"


def _foot(sheet: Sheet, high: float) -> Iterator[str]:
    step = grid_step(max(sheet.extent))
    long, y = step * sheet.scale, high - 36
    yield f'<g font-size="11" stroke="{INK}" fill="{INK}">'
    for at, dark in enumerate((True, False)):
        fill = INK if dark else "#ffffff"
        yield f'<rect x="{MARGIN + at * long / 2:.1f}" y="{y}" width="{long / 2:.1f}" height="6" '
        yield f'fill="{fill}"/>'
    yield f'<text stroke="none" x="{MARGIN + long + 8:.1f}" y="{y + 8}">{step:g} m, the step of '
    yield "the grid</text>"
    x = WIDE - MARGIN - 10
    yield f'<path d="M{x} {y + 10}V{y - 14}m-5 9l5 -9l5 9" fill="none" stroke-width="1.5"/>'
    yield f'<text stroke="none" text-anchor="end" x="{x - 12}" y="{y + 8}">up on the plan</text>'
    keys = (
        (f'<path d="M0 0h26" stroke="{ACCENT}" stroke-width="5"/>', "door, clear width in metres"),
        (
            f'<path d="M0 0h26" stroke="{ACCENT}" stroke-width="5" stroke-dasharray="5 3"/>',
            "gate or passage",
        ),
        ('<path d="M13 6l-6 -10h12z" stroke="none"/>', "way out; double: main entrance"),
        (
            '<circle cx="13" r="5" fill="#ffffff"/><text x="13" y="4" stroke="none" '
            'font-size="9" text-anchor="middle">L</text>',
            "locks from inside",
        ),
        ('<path d="M0 0h26" stroke-width="5" stroke="#8a4b08"/>', "stair or ramp"),
    )
    at = MARGIN + long + 190.0
    for mark, words in keys:
        yield f'<g transform="translate({at:.0f} {y + 4})">{mark}</g>'
        yield f'<text stroke="none" x="{at + 32:.0f}" y="{y + 8}">{words}</text>'
        at += 32 + 6.2 * len(words) + 22
    yield "</g>"
