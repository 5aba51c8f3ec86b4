"""A picture as a file: SVG, PNG or a page, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from asher.errors import RecordsError
from asher.views.html import ending_fault, write_whole

PICTURES = (".svg", ".png", ".html")
_PNG_SCALE = 2


def require_picture(path: Path) -> None:
    """Check, before anything is read or run, that a file ends in one of `PICTURES`."""
    if fault := ending_fault(path, PICTURES, option="--plot"):
        raise RecordsError([fault])


def write_picture(path: Path, *, draw: Callable[[], str], page: Callable[[], str]) -> Path:
    """Write what `draw` gives as SVG or PNG, or what `page` gives as HTML, by the ending."""
    require_picture(path)
    ending = path.suffix.lower()
    if ending == ".html":
        return write_whole(page(), path)
    # A picture on its own lies on white, since a viewer may be dark.
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    svg = draw().replace("</desc>", f"</desc>{ground}", 1)
    if ending == ".svg":
        return write_whole(svg + "\n", path)
    import vl_convert

    return write_whole(vl_convert.svg_to_png(svg, scale=_PNG_SCALE), path)
