"""What a PDF and a picture have in common: a scale that a person gives, and a picture as PNG."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from asher.floorplan.importers._opening import refuse
from asher.floorplan.importers._scale import FORMS, Scale, parse_scale
from asher.floorplan.importers.options import Options

__all__ = ["NEEDS", "as_png", "scale_of"]

NEEDS = 'PDF and pictures need the extra pdf: pip install "asher[pdf]"'
"""Said where a library is missing."""


def as_png(image: Any) -> bytes:
    """Write a picture as PNG.

    Parameters
    ----------
    image : PIL.Image.Image
        The picture.

    Returns
    -------
    bytes
        In grey or in colour, on white where it is transparent.
    """
    from PIL import Image

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        image = Image.new("RGB", clear.size, "white")
        image.paste(clear, mask=clear.getchannel("A"))
    elif image.mode not in {"L", "RGB"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    stream = io.BytesIO()
    image.save(stream, format="PNG")
    return stream.getvalue()


def scale_of(path: Path, options: Options) -> Scale | None:
    """Understand the scale that a person gave; refuse one that says nothing known."""
    try:
        return parse_scale(options.scale)
    except ValueError as error:
        refuse(path, str(error), f"{FORMS} (--scale)")
