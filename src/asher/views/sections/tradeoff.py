"""What sooner entry costs: officers hit against time to entry, and against people killed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from asher.views.figures.tradeoff import tradeoff_figure
from asher.views.section import Figure, Section, Tabled
from asher.views.words.tradeoffs import compared, tradeoff_sentence, tradeoff_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.views.reported import Reported


def _figures(reported: Reported) -> Sequence[Figure]:
    caption = (
        "Each numbered dot is a course of action, with the 95\u00a0% intervals of both means. "
        "Lower is fewer officers hit; further left is sooner entry, and fewer killed. The axis of "
        "minutes is logarithmic. Dots upon one another share a label; the table has each."
    )
    return [Figure(partial(tradeoff_figure, reported.comparison), caption)]


SECTION: Section[Reported] = Section(
    "tradeoff",
    "What sooner entry costs",
    listed="Trade-off",
    is_there=lambda reported: reported.is_attack and bool(compared(reported.comparison)),
    words=lambda reported: (tradeoff_sentence(reported.comparison),),
    figures=_figures,
    tables=lambda reported: [
        Tabled("tradeoff", tradeoff_table(reported.comparison), "The trade-off as a table")
    ],
)
