"""What the evidence disputes: the answer under each side, on the same incidents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from asher.evidence import statistic
from asher.views.section import Section, Tabled
from asher.views.sections.conflicts import figure_in_words
from asher.views.words.disputed import disputes_table, disputes_tried

if TYPE_CHECKING:
    from asher.views.reported import Reported


def _words(reported: Reported) -> Sequence[str]:
    n = f"{reported.comparison.sides[0].n:,}"
    said = [
        "Some courses of action hang on a quantity on which sources disagree, or that no source "
        f"bounds. The first {n} of the attacks above were run again under each side. No side is "
        "more likely than the other: an answer that holds under both does not depend on the "
        "dispute."
    ]
    for dispute in disputes_tried(reported.comparison):
        figures = "; ".join(figure_in_words(statistic(row)) for row in dispute.evidence)
        said.append(
            f"{dispute.words[0].upper()}{dispute.words[1:]}. {dispute.ground} Published: {figures}."
        )
    return said


def _tables(reported: Reported) -> Sequence[Tabled]:
    return [Tabled("disputes", disputes_table(reported.comparison), is_of_all=False)]


SECTION: Section[Reported] = Section(
    "disputes",
    "The answer under each side of a dispute",
    listed="Disputes",
    is_there=lambda reported: reported.is_attack and bool(disputes_tried(reported.comparison)),
    words=_words,
    tables=_tables,
)
