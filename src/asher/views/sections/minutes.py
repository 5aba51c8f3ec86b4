"""When each moment of an incident came, from the first call to the last rescue."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from asher.views.figures.panels import MOST_PANELS
from asher.views.figures.timeline import timeline_figure
from asher.views.reported import Reported, one_table
from asher.views.section import Figure, Section
from asher.views.tables import minutes_table
from asher.views.words.measures import MILESTONE_MEANINGS

if TYPE_CHECKING:
    from collections.abc import Sequence


_CAPTION = (
    "Dot: median. Bar: 10th to 90th percentile of the incidents in which the moment came; their "
    "share is in brackets if it is not all of them. The axis is stretched near zero."
)


def _figures(reported: Reported) -> Sequence[Figure]:
    return [Figure(partial(timeline_figure, reported.comparison), _CAPTION, reported.cuts)]


SECTION: Section[Reported] = Section(
    "minutes",
    "When each moment came",
    listed="Milestones",
    is_there=lambda reported: reported.is_attack,
    figures=_figures,
    tables=one_table("minutes", minutes_table, "The moments as a table"),
    values=lambda reported: {
        "many": len(reported.titles) > MOST_PANELS,
        "meanings": MILESTONE_MEANINGS,
    },
    template="minutes.html.jinja",
)
