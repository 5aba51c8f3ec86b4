"""A picture of a plan with a grid in metres over it, to read coordinates off or to trace."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from asher.views.html import write_whole
from asher.views.sheet import column_letters, grid_step

if TYPE_CHECKING:
    from asher.floorplan.importers import Backdrop

__all__ = ["backdrop_sheet", "write_backdrop"]

_SIZE = 1600


def write_backdrop(backdrop: Backdrop, picture: Path, sheet: Path) -> None:
    """Write the picture as PNG, and the sheet with the grid as SVG.

    Parameters
    ----------
    backdrop : Backdrop
        The picture and its scale.
    picture, sheet : Path
        Where.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    write_whole(backdrop.picture, picture)
    write_whole(backdrop_sheet(backdrop), sheet)


def backdrop_sheet(backdrop: Backdrop) -> str:
    """Draw the sheet: user units are metres, y is up as in a plan, and a layer waits for rooms.

    Parameters
    ----------
    backdrop : Backdrop
        The picture and its scale; without a scale the grid is in pixels.

    Returns
    -------
    str
        SVG; closed shapes on the layer ``rooms`` and lines on the layer ``doors`` are what
        ``asher import`` reads of it.
    """
    per_pixel = backdrop.metres_per_pixel
    scale = per_pixel or 1.0
    wide, high = (side * scale for side in backdrop.pixels)
    unit = "m" if per_pixel else "px"
    step = grid_step(max(wide, high))
    data = base64.b64encode(backdrop.picture).decode()
    size = _SIZE / max(wide, high)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{wide * size:.0f}" height="{high * size:.0f}" viewBox="0 0 {wide:g} {high:g}" '
        f'data-metres-per-unit="{1 if per_pixel else 0}">',
        f"<title>{escape(backdrop.title)}</title>",
        f"<desc>{escape(backdrop.source)}; grid of {step:g} {unit}; x to the right, y up from the "
        "lower edge</desc>",
        f'<image width="{wide:g}" height="{high:g}" preserveAspectRatio="none" '
        f'xlink:href="data:image/png;base64,{data}"/>',
        f'<g id="grid" stroke="#1f4e79" stroke-width="{wide / 2000:g}" stroke-opacity="0.45" '
        f'fill="#1f4e79" font-family="sans-serif" font-size="{step / 5:g}">',
    ]
    for at in range(int(wide / step) + 1):
        x = at * step
        lines.append(f'<line x1="{x:g}" x2="{x:g}" y1="0" y2="{high:g}"/>')
        lines.append(
            f'<text stroke="none" x="{x + step / 20:g}" y="{high - step / 20:g}">{x:g} '
            f"{column_letters(at)}</text>"
        )
    for at in range(int(high / step) + 1):
        y = high - at * step
        lines.append(f'<line x1="0" x2="{wide:g}" y1="{y:g}" y2="{y:g}"/>')
        lines.append(
            f'<text stroke="none" x="{step / 20:g}" y="{y - step / 20:g}">{at * step:g} '
            f"{at + 1}</text>"
        )
    lines += ["</g>", '<g id="rooms"/>', '<g id="doors"/>', "</svg>"]
    return "\n".join(lines) + "\n"
