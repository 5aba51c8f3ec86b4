"""The incidents that are shown again: people on the plan, stills and events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asher.views.html import legend
from asher.views.playback.aftermath import NOTE
from asher.views.playback.stills import strip
from asher.views.section import Section
from asher.views.words.measures import noun_of

if TYPE_CHECKING:
    from asher.views.reported import Reported

_HEADINGS = {1: "One {}, replayed", 2: "Two {}s, replayed", 3: "Three {}s, replayed"}


def _words(reported: Reported) -> tuple[str, ...]:
    if reported.is_attack:
        note = (NOTE,) * any(each.rescued for each in reported.recordings)
        return ("The same incidents on the plan.", *note)
    return (
        f"{reported.chosen_words} The same drills are shown under every course of action. They "
        "are examples; rely on the figures above.",
    )


def _values(reported: Reported) -> dict[str, Any]:
    scenario = reported.comparison.scenario
    label, number = reported.chosen[0]
    return {
        "legend": legend(reported.data),
        "stills_label": f"{label.lower()} {noun_of(scenario)}, no. {number}",
        "stills": [
            strip(scenario, recording, course_title=reported.titles[recording.course])
            for recording in reported.recordings
            if recording.replication == number
        ],
    }


SECTION: Section[Reported] = Section(
    "replay",
    lambda reported: _HEADINGS[len(reported.chosen)].format(noun_of(reported.scenario)),
    listed="Replay",
    is_there=lambda reported: bool(reported.chosen),
    words=_words,
    values=_values,
    template="replay.html.jinja",
)
