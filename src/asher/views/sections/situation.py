"""The situation: the place, its people, the hazard, and the clocks of the response."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.views.section import Section, Tabled
from asher.views.words.situation import clocks_table, situation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.views.reported import Reported


def _tables(reported: Reported) -> Sequence[Tabled]:
    if not reported.is_attack:
        return []
    return [
        Tabled(
            "clocks", clocks_table(reported.scenario), "How long each step of the response takes"
        )
    ]


SECTION: Section[Reported] = Section(
    "situation",
    "Situation",
    values=lambda reported: {"situation": situation(reported.scenario)},
    tables=_tables,
    template="situation.html.jinja",
)
