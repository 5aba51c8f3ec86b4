"""SVG: plans that are drawn or traced, with rooms as closed shapes, walls and doors as lines."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from asher.floorplan.importers._door_swings import find_swings
from asher.floorplan.importers._drawn import Sheet
from asher.floorplan.importers._layers import check_roles
from asher.floorplan.importers._opening import refuse
from asher.floorplan.importers._scale import parse_scale
from asher.floorplan.importers._sheet import Origin, read_sheet
from asher.floorplan.importers._svg_paths import numbers_of
from asher.floorplan.importers._svg_shapes import draw, parsed
from asher.floorplan.importers._swings import usual_radius
from asher.floorplan.importers.drawing import Drawing
from asher.floorplan.importers.options import UNITS_M, Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "SVG"
EXTRA = ""
ENDINGS = (".svg",)

_ROOT = re.compile(rb"<(?:svg:)?svg[\s>]")
_SIZE = re.compile(r"\s*([\d.]+(?:[eE][-+]?\d+)?)\s*(mm|cm|m|in|pt|pc|px|ft|)\s*")
# What stands on a page that is as large as it says [m].
_UNITS = {**UNITS_M, "pt": 0.0254 / 72, "pc": 0.0254 / 6, "px": 0.0254 / 96, "": 0.0254 / 96}


def recognises(head: bytes, path: Path) -> bool:
    """Whether a file is SVG by its beginning."""
    del path
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and bool(_ROOT.search(head))


def read(path: Path, options: Options) -> Drawing:
    """Read the rooms and doors that a drawing shows."""
    check_roles(path, options.layers)
    root = parsed(path)
    # What is no number is left out and told later.
    with np.errstate(all="ignore"):
        sheet = draw(path, root, options.layers)
    metres = _metres(path, root, sheet, options)
    # Layers of the sheet are called by their roles already.
    said = replace(options, layers={})
    return read_sheet(Origin(path, f"{path.name} ({NAME})", metres=metres), sheet, said)


def _metres(path: Path, root: Element, sheet: Sheet, options: Options) -> float | None:
    """One unit of the drawing [m] as a person or the page says it; None where neither does."""
    try:
        scale = parse_scale(options.scale)
    except ValueError as error:
        refuse(path, str(error), "1:100, 0.02 m/px, 50 px = 1 m, or door 0.9 m")
    page = _page(root)
    if scale is None:
        # A page of some decimetres is paper; one as large as a building is the building.
        return page if options.unit is None and page and page * _across(root) >= 3.0 else None
    if scale.per_pixel_m is not None:
        return scale.per_pixel_m
    if scale.ratio is not None:
        if page is None:
            refuse(path, f"a scale of {options.scale} on a page without a size", "0.02 m/px")
        return page * scale.ratio
    return _by_doors(path, sheet, scale.door_m or 0.9)


def _across(root: Element) -> float:
    box = numbers_of(root.get("viewBox", ""))
    return max(box[2:4]) if len(box) == 4 else 0.0


def _page(root: Element) -> float | None:
    """One unit of the drawing on the page [m]."""
    size = _SIZE.fullmatch(root.get("width", ""))
    box = numbers_of(root.get("viewBox", ""))
    if size is None:
        return None
    metres = float(size[1]) * _UNITS[size[2]]
    if len(box) == 4 and box[2] > 0:
        return metres / box[2]
    return _UNITS[size[2]] if size[2] in {"", "px"} else _UNITS["px"]


def _by_doors(path: Path, sheet: Sheet, door_m: float) -> float:
    swings = find_swings([points for _, points in sheet.curves])
    if not len(swings.radius):
        lines = np.array([line for _, line in sheet.doors]).reshape(-1, 4)
        radii = np.hypot(*(lines[:, 2:] - lines[:, :2]).T).tolist()
    else:
        radii = swings.radius.tolist()
    if not radii:
        refuse(path, "no swing of a door to take the scale from", "0.02 m/px, or 50 px = 1 m")
    return door_m / usual_radius(radii)[0]
