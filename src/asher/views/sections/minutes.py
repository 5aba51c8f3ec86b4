"""When each moment of an incident came, from the first call to the last rescue."""

from __future__ import annotations

from asher.views.figures.panels import MOST_PANELS
from asher.views.figures.timeline import timeline_figure
from asher.views.reported import attack_section, figure_by_course
from asher.views.tables import minutes_table
from asher.views.words.measures import MILESTONE_MEANINGS

_CAPTION = (
    "Dot: median. Bar: 10th to 90th percentile of the incidents in which the moment came; their "
    "share is in brackets if it is not all of them. The axis is stretched near zero."
)

SECTION = attack_section(
    "minutes",
    "When each moment came",
    figure_by_course(timeline_figure, _CAPTION),
    minutes_table,
    folded="The moments as a table",
    listed="Milestones",
    values=lambda reported: {
        "many": len(reported.titles) > MOST_PANELS,
        "meanings": MILESTONE_MEANINGS,
    },
    template="minutes.html.jinja",
)
