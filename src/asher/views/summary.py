"""A comparison on one page, for who has a minute: HTML, PDF or a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from asher.views.paper import Paper, require_page, write_page
from asher.views.report import head_of, missing_words
from asher.views.reported import Reported
from asher.views.section import Page
from asher.views.sections import summary

if TYPE_CHECKING:
    import os

    from asher.comparison.comparison import Comparison

SUMMARY: Page[Reported] = Page(
    kicker="courses of action for active-attack response, on one page",
    about="summary",
    skip="Skip to the answer",
    look="summary",
    sections=(summary.SECTION,),
)
_ENDINGS = (".html", ".pdf", ".png")


def write_summary(
    comparison: Comparison, path: str | os.PathLike[str], *, paper: Paper = "A4"
) -> Path:
    """Write the summary of a comparison as one file.

    Parameters
    ----------
    path : path-like
        The file to write, HTML, PDF or PNG by its ending; it is written completely or not at all.
    paper : {"A4", "letter"}
        Size of the paper of a PDF or a picture.

    Raises
    ------
    ResultsError
        If the ending of the file is none of these.
    MissingExtraError
        If a PDF or a picture is requested and the extra that makes it is not installed.
    OSError
        If the file cannot be written.
    """
    require_page(Path(path), _ENDINGS)
    head, missing = head_of(comparison), missing_words(comparison)
    html = SUMMARY.html(Reported(comparison), head=head, missing=missing)
    return write_page(html, Path(path), paper=paper)
