"""The model compared with the evidence as a file: SVG, PNG or a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from asher.views.figures.check import checks_figure
from asher.views.figures.picture_files import write_picture
from asher.views.section import Page
from asher.views.sections import checks as rows
from asher.views.words.check_words import HEADINGS, count_words

if TYPE_CHECKING:
    from pathlib import Path

    from asher.calibration.checks import Check

CHECKS: Page[Sequence[Check]] = Page(
    kicker="where the model agrees with the evidence, and where not", sections=(rows.SECTION,)
)


def write_checks(checks: Sequence[Check], path: Path) -> Path:
    """Draw the model beside the evidence into a file, as `write_picture` does."""
    return write_picture(path, draw=lambda: checks_figure(checks), page=lambda: _page(checks))


def _page(checks: Sequence[Check]) -> str:
    roles = [role for role in HEADINGS if any(each.role == role for each in checks)]
    facts = [count_words(checks, role).split(": ", 1) for role in roles]
    return CHECKS.html(
        checks, head={"title": "The model compared with the evidence", "facts": facts}
    )
