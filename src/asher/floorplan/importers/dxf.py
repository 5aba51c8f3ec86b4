"""DXF: drawings of CAD programs, with walls as lines and doors as blocks, arcs or gaps."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from asher.floorplan.importers._dxf_file import is_dwg, is_dxf, open_file
from asher.floorplan.importers._dxf_shapes import draw
from asher.floorplan.importers._sheet import Origin, read_sheet
from asher.floorplan.importers.drawing import Drawing, Note
from asher.floorplan.importers.options import Options

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
    with _nothing_collected():
        return _read(path, options)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    # Nothing of a document is garbage while it is read: looking for some takes a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(path: Path, options: Options) -> Drawing:
    document = open_file(path)
    hidden = {layer.dxf.name for layer in document.layers if layer.is_off() or layer.is_frozen()}
    # What is no number is left out and told later.
    with np.errstate(all="ignore"):
        sheet = draw(path, document, hidden)
    notes = []
    if document.modelspace() and hidden:
        words = f"layers that are off or frozen: {', '.join(sorted(hidden))[:300]}"
        notes.append(Note("left out", "hidden-layer", words))
    stated = _UNITS.get(_number(document.header.get("$INSUNITS", 0)))
    source = f"{path.name} ({NAME}, {document.dxfversion})"
    return read_sheet(Origin(path, source, stated, notes=tuple(notes)), sheet, options)


def _number(value: Any) -> int:
    return int(value) if isinstance(value, (int, float)) else 0
