"""Where the observed figures of a case fall among those predicted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from asher.views.figures.case import case_figure
from asher.views.section import Figure, Section, Tabled
from asher.views.words.case_words import case_table, left_out, notes, role_words, strip_words

if TYPE_CHECKING:
    from asher.record.cases import CaseReplay

_CAPTION = (
    "Bar: predicted 10th to 90th percentile, the middle 80 % of replications. Upright line: "
    "predicted median. Diamond: observed; two diamonds joined by a line where accounts differ. "
    "Each strip has its own scale."
)

SECTION: Section[CaseReplay] = Section(
    "figures",
    "Where the observed figures fall",
    words=lambda replay: (f"Course of action that was run: {role_words(replay)}.",),
    figures=lambda replay: [
        Figure(partial(case_figure, replay.placements, words=strip_words(replay)), _CAPTION)
    ],
    tables=lambda replay: [Tabled("case", case_table(replay))],
    values=lambda replay: {"notes": notes(replay), "left_out": left_out(replay)},
    template="case.html.jinja",
)
