"""DXF: drawings of CAD programs, with walls as lines and doors as blocks, arcs or gaps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from asher.floorplan.importers._dxf_file import is_dwg, is_dxf, open_file
from asher.floorplan.importers._opening import refuse
from asher.floorplan.importers._scale import parse_scale
from asher.floorplan.importers.drawing import Drawing
from asher.floorplan.importers.options import Options

if TYPE_CHECKING:
    from asher.floorplan.importers._dxf_layouts import Layouts

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "DXF"
EXTRA = "dxf"
ENDINGS = (".dxf",)

# $INSUNITS of the header.
_UNITS = {1: "in", 2: "ft", 4: "mm", 5: "cm", 6: "m"}


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001 - as every format has it
    """Whether a file is a drawing of a CAD program by its beginning."""
    return is_dxf(head) or is_dwg(head)


def read(path: Path, options: Options) -> Drawing:
    """Read the rooms and doors that a drawing shows."""
    # Whether a file is of this format is asked of every file: that needs none of these.
    from asher.floorplan.importers._dxf_layouts import find_layouts
    from asher.floorplan.importers._dxf_shapes import draw
    from asher.floorplan.importers._sheet import Origin, read_sheet

    document = open_file(path)
    hidden = {layer.dxf.name for layer in document.layers if layer.is_off() or layer.is_frozen()}
    # What is no number is left out and told later.
    with np.errstate(all="ignore"):
        model = draw(path, document, hidden)
        found = find_layouts(
            document, model, lambda layout: draw(path, document, hidden, layout), options
        )
    sheet = found.sheet if found else model
    if sheet.weight and hidden:
        sheet.hidden = sorted(hidden)
    stated = _UNITS.get(_number(document.header.get("$INSUNITS", 0)))
    source = f"{path.name} ({NAME}, {document.dxfversion})"
    origin = Origin(path, source, stated)
    if found:
        metres = _on_paper(path, found, options) if found.apart else None
        origin = replace(
            origin, metres=metres, notes=found.notes, storeys=found.storeys, apart=found.apart
        )
        # Levels of the layouts are as a person says already.
        options = replace(options, levels={})
    return read_sheet(origin, sheet, options)


def _on_paper(path: Path, found: Layouts, options: Options) -> float | None:
    """One unit of what is drawn on paper [m], where a person says the scale."""
    try:
        scale = parse_scale(options.scale)
    except ValueError as error:
        refuse(path, str(error), "1:100")
    return None if scale is None or scale.ratio is None else scale.ratio * found.paper_m


def _number(value: Any) -> int:
    return int(value) if isinstance(value, (int, float)) else 0
