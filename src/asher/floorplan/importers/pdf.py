"""PDF: a page as a picture to trace, with a scale that a person gives or that doors tell."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher import bounds
from asher.errors import MissingExtraError
from asher.floorplan.importers._opening import refuse
from asher.floorplan.importers._picture import NEEDS, as_png, scale_of
from asher.floorplan.importers._scale import FORMS, INCH_M, Scale, noted_scales
from asher.floorplan.importers._swings import door_radii, usual_radius
from asher.floorplan.importers.drawing import Backdrop, Note
from asher.floorplan.importers.options import Options

__all__ = ["ENDINGS", "EXTRA", "NAME", "read", "recognises"]

NAME = "PDF"
EXTRA = "pdf"
ENDINGS = (".pdf",)

_POINTS_TO_AN_INCH = 72.0
# Dots per inch of the picture, and its most pixels (judgement: lines of 0.1 mm stay apart).
_DPI, _MOST_PIXELS = 150.0, 40_000_000
# The largest page [points]: what a PDF may have without a unit of its own.
_LARGEST = 14_400
# Curves are taken as this many lines; what is behind this many points of a page is not looked at.
_LINES, _MOST_POINTS = 8, 500_000
# Nested forms that are looked into.
_FORMS_DEEP = 8
# Doors of fewer points than this across are no doors on any page that is read.
_LEAST_RADIUS = 2.0


def recognises(head: bytes, path: Path) -> bool:  # noqa: ARG001 - the interface of all formats
    """Whether a file is a PDF."""
    return b"%PDF-" in head[:1024]


def read(path: Path, options: Options) -> Backdrop:
    """Draw a page of a PDF as a picture."""
    try:
        import pypdfium2 as pdfium
    except ImportError:
        raise MissingExtraError(NEEDS) from None
    scale = scale_of(path, options)
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower()
        found = "the file is locked by a password" if locked else f"not a whole PDF: {error}"
        refuse(path, found, "a PDF that opens without one" if locked else "a whole PDF file")
    try:
        pages = len(document)
        if pages > bounds.PDF_PAGES:
            most = f"at most {bounds.PDF_PAGES:,}; save the drawing alone"
            refuse(path, f"{pages:,} pages", most)
        if not 1 <= options.page <= pages:
            refuse(path, f"no page {options.page}", f"1 to {pages} (--page)")
        try:
            return _drawn(path, document[options.page - 1], scale, options.page, pages)
        except pdfium.PdfiumError as error:
            refuse(path, f"page {options.page} is damaged: {error}", "a whole PDF file")
    finally:
        document.close()


def _drawn(path: Path, page: Any, scale: Scale | None, number: int, pages: int) -> Backdrop:
    width, height = page.get_size()
    if min(width, height) < 1 or max(width, height) > _LARGEST:
        refuse(path, f"a page of {width:g} by {height:g} points", "a page of paper")
    inches = width * height / _POINTS_TO_AN_INCH**2
    dpi = min(_DPI, (_MOST_PIXELS / inches) ** 0.5)
    image = page.render(scale=dpi / _POINTS_TO_AN_INCH).to_pil()
    pixel_m, notes = _scaled(path, page, scale, INCH_M / dpi)
    if pages > 1:
        words = f"{pages - 1} other pages of the file; page {number} is shown (--page)"
        notes.append(Note("left out", "other-pages", words))
    return Backdrop(
        path.stem,
        f"{path.name}, page {number} of {pages} (PDF)",
        as_png(image),
        image.size,
        pixel_m,
        tuple(notes),
    )


def _scaled(
    path: Path, page: Any, scale: Scale | None, paper_m: float
) -> tuple[float | None, list[Note]]:
    """Metres to a pixel, where one is known, and what to tell; `paper_m` is that of the paper."""
    if scale is None:
        return None, _proposed(page)
    if scale.per_pixel_m is not None:
        return scale.per_pixel_m, []
    if scale.ratio is not None:
        return scale.ratio * paper_m, []
    radii = [radius for radius in door_radii(_paths(page)) if radius > _LEAST_RADIUS]
    if not radii:
        found = "no swing of a door on the page (a scan has none)"
        allowed = (
            "two points on the picture whose distance is known, such as "
            '--scale "120,340 to 180,340 = 0.9 m"; without --scale the picture is written to read '
            "them off"
        )
        refuse(path, found, allowed)
    radius, count = usual_radius(radii)
    door = scale.door_m or 0.0
    paper = radius / _POINTS_TO_AN_INCH * INCH_M
    words = (
        f"{count} of {len(radii)} quarter arcs are {radius:.1f} points wide, taken as doors of "
        f"{door:g} m: about 1:{door / paper:.0f}"
    )
    return door / paper * paper_m, [Note("assumed", "scale-by-doors", words)]


def _proposed(page: Any) -> list[Note]:
    text = page.get_textpage().get_text_range()
    noted = noted_scales(text)
    if not noted:
        return [Note("left out", "no-scale", f"no scale is known; give one with --scale: {FORMS}")]
    return [
        Note(
            "left out",
            "scale-noted",
            f"the page notes {words}: if it was printed at full size, --scale 1:{ratio:g}",
        )
        for words, ratio in noted.items()
    ]


def _paths(page: Any) -> Iterator[NDArray[np.float64]]:
    """Points of the paths of a page, curves as short lines [points of the page]."""
    from pypdfium2 import raw

    left = _MOST_POINTS
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_FORMS_DEEP):
        matrix = np.array(_matrix(thing)).reshape(3, 2)
        for points in _subpaths(raw, thing.raw):
            left -= len(points)
            if left < 0:
                return
            yield points @ matrix[:2] + matrix[2]


def _matrix(thing: Any) -> tuple[float, ...]:
    """From the path's own coordinates to those of the page, through the forms that hold it."""
    matrix = thing.get_matrix()
    form = thing.container
    while form is not None:
        matrix = matrix.multiply(form.get_matrix())
        form = form.container
    return tuple(matrix.get())


def _subpaths(raw: Any, thing: Any) -> Iterator[NDArray[np.float64]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    handles: list[tuple[float, float]] = []
    for at in range(min(raw.FPDFPath_CountSegments(thing), _MOST_POINTS)):
        segment = raw.FPDFPath_GetPathSegment(thing, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield np.array(points)
            points, handles = [point], []
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            handles.append(point)
            if len(handles) == 3 and points:
                points += _curve([points[-1], *handles])
                handles = []
        else:
            points.append(point)
    if len(points) > 1:
        yield np.array(points)


def _curve(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    t = np.linspace(0, 1, _LINES + 1)[1:, None]
    a, b, c, d = np.array(corners)
    shape = (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
    return [(float(x), float(y)) for x, y in shape]
