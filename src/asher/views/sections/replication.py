"""One incident to watch, on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.views.html import legend
from asher.views.playback.aftermath import NOTE
from asher.views.playback.stills import strip
from asher.views.section import Section

if TYPE_CHECKING:
    from asher.views.replay import Replayed

SECTION: Section[Replayed] = Section(
    "replay",
    lambda replayed: f"{replayed.noun.capitalize()} {replayed.replication}",
    words=lambda replayed: (NOTE,) * any(each.rescued for each in replayed.recordings),
    values=lambda replayed: {
        "legend": legend(replayed.data),
        "stills": [
            strip(replayed.scenario, each, course_title=replayed.titles[each.course])
            for each in replayed.recordings
        ],
    },
    template="replication.html.jinja",
)
