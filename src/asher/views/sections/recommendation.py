"""The recommendation, which is left blank for the person who decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asher.views.section import Section

_WORDS = "Left blank for the person who decides. The program compares and recommends nothing."


def recommendation(blanks: Sequence[tuple[str, int]]) -> Section[Any]:
    """Ask for a recommendation.

    Parameters
    ----------
    blanks : sequence of (str, int)
        What is asked for, and how many lines are left for it.

    Returns
    -------
    Section
        The program writes none of it.
    """
    return Section(
        "recommendation",
        "Recommendation",
        words=lambda _: (_WORDS,),
        values=lambda _: {"blanks": blanks},
        template="recommendation.html.jinja",
    )


SECTION: Section[Any] = recommendation(
    (
        ("Course of action recommended", 1),
        ("Reasons", 4),
        ("Risk accepted, and by whom", 2),
        ("What would change this recommendation", 2),
        ("Name, office, date", 1),
    )
)
