"""A page as it is printed: PDF, or a picture of its first sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from asher.errors import MissingExtraError, ResultsError
from asher.views.html import ending_fault, write_whole

Paper = Literal["A4", "letter"]
_PNG_SCALE = 2.5
"""Dots of a picture to a point of paper: 180 to the inch (judgement: sharp on a slide)."""
_NEEDS = "a PDF or a picture of a page needs the extra 'print': pip install 'asher[print]'"


def require_page(path: Path, endings: Sequence[str]) -> None:
    """Check that a file name asks for something a page can be, before anything is read or drawn.

    Parameters
    ----------
    path : Path
        The file to be written.
    endings : sequence of str
        What it may end in.

    Raises
    ------
    ResultsError
        If it ends in none of them.
    MissingExtraError
        If what makes a PDF is not installed.
    """
    if fault := ending_fault(path, endings, option="--out"):
        raise ResultsError(str(fault))
    if path.suffix.lower() != ".html":
        _printer()


def write_page(html: str, path: Path, *, paper: str = "A4") -> Path:
    """Write a page, which asks for no network, as HTML, PDF or PNG by the ending of the file.

    Parameters
    ----------
    html : str
        The page.
    path : Path
        The file.
    paper : str
        Size of the sheets of a PDF or picture, as CSS names it: ``A4``, ``297mm 210mm``.
    """
    ending = path.suffix.lower()
    if ending == ".html":
        return write_whole(html, path)
    pdf = _pdf(html, paper)
    return write_whole(pdf if ending == ".pdf" else _png(pdf), path)


def _printer() -> Any:
    """What lays a page out; it fails to load where libraries of the system are missing."""
    try:
        import weasyprint
    except ImportError:
        raise MissingExtraError(_NEEDS) from None
    except OSError as error:
        raise MissingExtraError(
            f"{_NEEDS}; it is installed, but a library of the system is missing ({error})"
        ) from None
    return weasyprint


def _pdf(html: str, paper: str) -> bytes:
    weasyprint = _printer()
    sheet = weasyprint.CSS(string=f"@page {{ size: {paper} }}")
    page = weasyprint.HTML(string=html, url_fetcher=_refuse)
    written: bytes = page.write_pdf(stylesheets=[sheet])
    return written


def _refuse(url: str, *_: Any, **__: Any) -> Any:
    """A page holds all that it shows; nothing is fetched for it."""
    raise ValueError(f"{url}: a page loads nothing")


def _png(pdf: bytes) -> bytes:
    try:
        import pypdfium2
    except ImportError:
        raise MissingExtraError(_NEEDS) from None
    document = pypdfium2.PdfDocument(pdf)
    picture = io.BytesIO()
    document[0].render(scale=_PNG_SCALE).to_pil().save(picture, format="PNG")
    document.close()
    return picture.getvalue()
