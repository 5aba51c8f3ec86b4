"""Pictures, PNG and JPEG: to trace, with a scale that a person gives."""

from __future__ import annotations

import struct
import warnings
import zlib
from pathlib import Path
from typing import Any

from asher import bounds
from asher.errors import MissingExtraError
from asher.floorplan.importers._opening import refuse
from asher.floorplan.importers._picture import NEEDS, as_png, scale_of
from asher.floorplan.importers._scale import INCH_M, Scale
from asher.floorplan.importers.drawing import Backdrop, Note
from asher.floorplan.importers.options import Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "picture"
EXTRA = "pdf"
ENDINGS = (".png", ".jpg", ".jpeg")

_SIGNS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
# A plan is no icon, and no line of dots.
_LEAST_PIXELS = 16
# Resolutions of scanners and of paper [dots per inch].
_DPI = (20.0, 5000.0)


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001 - the interface of all formats
    """Whether a file is a PNG or a JPEG."""
    return head.startswith(_SIGNS)


def read(path: Path, options: Options) -> Backdrop:
    """Read a picture, upright."""
    try:
        from PIL import Image, ImageFile, ImageOps
    except ImportError:
        raise MissingExtraError(NEEDS) from None
    scale = scale_of(path, options)
    # Another library of this process may have asked to be content with half a picture.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            # Pixels are counted here, before any is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=("PNG", "JPEG")) as opened:
                _check_size(path, opened.size)
                image = ImageOps.exif_transpose(opened)
                turned = opened.getexif().get(0x0112, 1) not in {0, 1}
                dpi = _dpi(opened)
                picture = as_png(image)
    except Image.DecompressionBombError:
        most = f"at most {bounds.PICTURE_PIXELS:,}; make it smaller"
        refuse(path, "a picture of very many pixels", most)
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error) as error:
        refuse(path, f"not a whole picture: {error}", "a whole PNG or JPEG file")
    pixel_m, notes = _scaled(path, scale, dpi)
    if turned:
        words = "the picture is turned upright, as the camera says"
        notes.append(Note("assumed", "turned", words))
    return Backdrop(path.stem, f"{path.name} (picture)", picture, image.size, pixel_m, tuple(notes))


def _check_size(path: Path, size: tuple[int, int]) -> None:
    width, height = size
    most = bounds.PICTURE_PIXELS
    if width * height > most:
        refuse(path, f"{width:,} by {height:,} pixels", f"at most {most:,}; make it smaller")
    if min(size) < _LEAST_PIXELS:
        refuse(path, f"{width} by {height} pixels", f"at least {_LEAST_PIXELS} each way")


def _dpi(image: Any) -> float | None:
    """Dots per inch that the file states; None where it states none, or none of any use."""
    stated = image.info.get("dpi")
    try:
        across, up = (float(each) for each in stated)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    low, high = _DPI
    return across if low <= across <= high and abs(across - up) < 0.01 * across else None


def _scaled(path: Path, scale: Scale | None, dpi: float | None) -> tuple[float | None, list[Note]]:
    if scale is None:
        words = "a picture has no scale; give two points of known distance with --scale, such as"
        words += ' "120,340 to 180,340 = 0.9 m" (pixels from the upper left corner)'
        return None, [Note("left out", "no-scale", words)]
    if scale.per_pixel_m is not None:
        return scale.per_pixel_m, []
    two_points = '--scale "120,340 to 180,340 = 0.9 m": two points whose distance is known'
    if scale.door_m is not None:
        refuse(path, "a picture has no lines in which to find doors", two_points)
    if dpi is None or scale.ratio is None:
        found = f"1:{scale.ratio:g} of a picture that does not state its size on paper"
        refuse(path, found, two_points)
    words = f"the picture is {dpi:.0f} dots an inch on paper, as it states itself"
    return scale.ratio * INCH_M / dpi, [Note("assumed", "dots-per-inch", words)]
