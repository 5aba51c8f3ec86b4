"""Where the rest falls, given how severe a case was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.views.section import Section, Tabled
from asher.views.words.case_words import given_words, placements_table

if TYPE_CHECKING:
    from asher.record.cases import CaseReplay


def _tables(replay: CaseReplay) -> list[Tabled]:
    assert replay.nearly is not None
    caption = (
        f"What was observed, and the {replay.nearly.n:,} replications in which at least "
        f"{replay.nearly.least:,} occupants were killed or wounded"
    )
    return [Tabled("given", placements_table(replay.nearly.placements, caption=caption))]


SECTION: Section[CaseReplay] = Section(
    "given",
    "Given that it was so severe",
    is_there=lambda replay: replay.nearly is not None,
    words=lambda replay: (given_words(replay),),
    tables=_tables,
)
