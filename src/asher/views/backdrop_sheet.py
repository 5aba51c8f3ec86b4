"""A picture of a plan under a grid, to read coordinates off it or to trace it in an SVG editor."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from asher.views.figures.drawing import FONT
from asher.views.sheet_grid import Grid

if TYPE_CHECKING:
    from asher.floorplan.importers import Backdrop

__all__ = ["LAYERS", "backdrop_svg"]

LAYERS = ("rooms", "doors", "stairs", "text")
"""Empty layers to draw on, by the roles that an import of the drawing knows them by."""
# Squares across the longer side (judgement: as many as an eye counts).
_SQUARES = 24
_LINE = "#1f6fb4"
# Pixels of its longer side on a screen.
_SIZE = 1600


def backdrop_svg(backdrop: Backdrop) -> str:
    """Lay a grid over a backdrop.

    Parameters
    ----------
    backdrop : Backdrop
        The picture, with its scale or without.

    Returns
    -------
    str
        SVG with layers ``picture`` and ``grid``, locked, and empty ones to trace on. Its unit is
        the metre of the building, as ``data-metres-per-unit`` says, and the grid has its origin in
        the lower left corner, y upwards, as in a plan; without a scale both are pixels from the
        upper left corner, as ``--scale`` asks for them.
    """
    scale = backdrop.metres_per_pixel
    width, height = (pixels * (scale or 1.0) for pixels in backdrop.pixels)
    size = _SIZE / max(width, height)
    # Upside down from zero, so that what is traced has the coordinates that the grid shows.
    top = 0.0 if scale is None else -height
    grid = Grid.over((0, 0, width, height), least=max(width, height) / _SQUARES)
    data = base64.b64encode(backdrop.picture).decode()
    locked = 'sodipodi:insensitive="true"'
    body = [
        f"<title>{escape(backdrop.title)}</title>",
        f'<g {_layer("picture")} {locked}><image y="{top:g}" width="{width:g}" height="{height:g}" '
        f'preserveAspectRatio="none" xlink:href="data:image/png;base64,{data}"/></g>',
        f'<g {_layer("grid")} {locked} font-family="{FONT}" font-size="{grid.step / 5:.4g}">',
        *_lines(grid, width, height, scaled=scale is not None),
        *_words(grid, height, scaled=scale is not None),
        "</g>",
        *(f"<g {_layer(name)}></g>" for name in LAYERS),
    ]
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" '
        f'viewBox="0 {top:g} {width:g} {height:g}" width="{width * size:.0f}" '
        f'height="{height * size:.0f}" data-metres-per-unit="{0 if scale is None else 1}">'
    )
    return "\n".join([head, *body, "</svg>", ""])


def _layer(name: str) -> str:
    return f'id="{name}" inkscape:groupmode="layer" inkscape:label="{name}"'


def _lines(grid: Grid, width: float, height: float, *, scaled: bool) -> Iterator[str]:
    # Two lines, one pale and one dark, are seen on any picture.
    top, end = (-height, 0.0) if scaled else (0.0, height)
    path = "".join(f"M{x:g} {top:g}V{end:g}" for x, _ in grid.columns() if x <= width)
    heights = (-low if scaled else low for low, _ in grid.rows())
    path += "".join(f"M0 {y:g}H{width:g}" for y in heights)
    for colour, thick, share in (("#ffffff", 0.03, 0.6), (_LINE, 0.012, 0.7)):
        yield (
            f'<path d="{path}" fill="none" stroke="{colour}" stroke-opacity="{share}" '
            f'stroke-width="{grid.step * thick:.4g}"/>'
        )


def _words(grid: Grid, height: float, *, scaled: bool) -> Iterator[str]:
    """Letters and numbers of the squares, and the coordinate of every line."""
    step, small = grid.step, grid.step / 7
    top, end = (-height, 0.0) if scaled else (0.0, height)
    for x, name in grid.columns():
        yield _text(name, x + step / 2, top + step * 0.3, weight="bold")
        said = f"{x:g} m" if scaled else f"{x:g}"
        yield _text(said, x + step * 0.04, end - step * 0.06, size=small, anchor="start")
    for low, name in grid.rows():
        # Pixels are counted from above, as drawing programs count them.
        middle = low + step / 2
        y = -middle if scaled else middle
        yield _text(name, step * 0.15, y + step * 0.08, weight="bold")
        if low > 0:
            said, y = (f"{low:g} m", -low) if scaled else (f"{low:g}", low)
            yield _text(said, step * 0.04, y - small * 0.3, size=small, anchor="start")


def _text(
    words: str,
    x: float,
    y: float,
    *,
    size: float | None = None,
    anchor: str = "middle",
    weight: str = "normal",
) -> str:
    place = f'x="{x:.5g}" y="{y:.5g}" text-anchor="{anchor}" font-weight="{weight}"'
    if size is not None:
        place += f' font-size="{size:.4g}"'
    halo = 'stroke="#ffffff" stroke-width="0.25em" stroke-linejoin="round"'
    return f'<text {place} {halo}>{words}</text><text {place} fill="{_LINE}">{words}</text>'
