"""What sooner entry costs: officers hit against time to entry, and against people killed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from asher.views.figures.tradeoff import tradeoff_figure
from asher.views.section import Figure, Section, Tabled
from asher.views.words.glance import friendly_fire_sentence
from asher.views.words.tradeoffs import tradeoff_sentence, tradeoff_table
from asher.views.words.wording import spoken_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.views.reported import Reported


def _figures(reported: Reported) -> Sequence[Figure]:
    horizon = spoken_time(reported.scenario.horizon)
    caption = (
        "Each numbered dot is a course of action, with the 95\u00a0% intervals of both means. "
        "Lower is fewer officers hit; further left is sooner entry, and fewer killed. Where entry "
        f"never came the time counts as the horizon of {horizon}. The axis of minutes is "
        "logarithmic. Dots upon one another share a label; the table has each."
    )
    return [Figure(partial(tradeoff_figure, reported.comparison), caption)]


SECTION: Section[Reported] = Section(
    "tradeoff",
    "What sooner entry costs",
    listed="Trade-off",
    is_there=lambda reported: reported.has_several and reported.is_attack,
    words=lambda reported: (tradeoff_sentence(reported.comparison),),
    figures=_figures,
    tables=lambda reported: [
        Tabled("tradeoff", tradeoff_table(reported.comparison), "The trade-off as a table")
    ],
    values=lambda reported: {"friendly_fire": friendly_fire_sentence(reported.comparison)},
    template="tradeoff.html.jinja",
)
