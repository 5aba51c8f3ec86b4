"""The page of a case beside its prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.record.cases import LIMITS
from asher.views.html import write_whole
from asher.views.section import Page
from asher.views.sections import case_figures, case_given, case_record
from asher.views.sections.limits import limits

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from asher.record.cases import CaseReplay

CASE: Page[CaseReplay] = Page(
    kicker="a past case and its prediction",
    about="observed and predicted",
    sections=(case_figures.SECTION, case_given.SECTION, limits(LIMITS), case_record.SECTION),
)


def write_case(replay: CaseReplay, path: str | os.PathLike[str]) -> Path:
    """Write a case beside its prediction as one HTML file; equal input gives equal bytes."""
    case = replay.case
    facts = [
        ("Date", case.date),
        ("Place", case.place),
        ("Replications", f"{replay.replications:,}"),
    ]
    return write_whole(CASE.html(replay, head={"title": case.title, "facts": facts}), path)
