"""The page of a workforce: frontier, extremes, plans, evidence; and its figures for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from asher.views.html import asher_version, write_whole
from asher.views.section import Page
from asher.views.sections import (
    workforce_answer,
    workforce_evidence,
    workforce_frontier,
    workforce_plans,
)
from asher.views.sections.limits import limits
from asher.views.sections.recommendation import recommendation
from asher.views.sections.record import record
from asher.views.words.workforce_words import LIMITS
from asher.workforce.study import settings_of

if TYPE_CHECKING:
    from asher.workforce.findings import Workforce

_BLANKS = (("What we choose, and why", 4), ("What speaks against it", 3), ("Who, and when", 1))


def _record(found: Workforce) -> list[tuple[str, str]]:
    settings = settings_of(found.world)
    return [("ASHER", asher_version()), *((name, str(value)) for name, value in settings.items())]


WORKFORCE: Page[Workforce] = Page(
    kicker="the officer: selected, hired, trained",
    about="selection and training",
    sections=(
        workforce_answer.SECTION,
        workforce_frontier.SECTION,
        workforce_plans.SECTION,
        recommendation(_BLANKS),
        workforce_evidence.SECTION,
        limits(LIMITS),
        record("Seed, versions, digests", _record),
    ),
)


def write_workforce(found: Workforce, folder: Path) -> list[Path]:
    """Write what was found about a workforce.

    Parameters
    ----------
    folder : Path
        Made if it does not exist.

    Returns
    -------
    list of Path
        The page and the figures for programs; each is there whole or not at all.

    Raises
    ------
    OSError
        If a file cannot be written.
    SimulationError
        If the figure cannot be drawn.
    """
    figures = json.dumps(found.document(), indent=1, ensure_ascii=False) + "\n"
    return [
        write_whole(workforce_page(found), folder / "workforce.html"),
        write_whole(figures, folder / "workforce.json"),
    ]


def workforce_page(found: Workforce) -> str:
    """Write the page.

    Returns
    -------
    str
        HTML that asks the network for nothing; equal input gives equal text.
    """
    world = found.world
    city = world.city
    facts = [
        ("Residents", f"{city.residents:,.0f}"),
        ("Officers", f"{city.officers:,.0f}"),
        ("Course of action", city.course),
        ("Draws", f"{world.draws:,} of {world.incidents:,} incidents"),
    ]
    return WORKFORCE.html(found, head={"title": city.title, "facts": facts})
