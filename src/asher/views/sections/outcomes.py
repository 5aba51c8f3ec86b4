"""The outcomes of every course of action, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.views.figures.courses import courses_figure
from asher.views.reported import Reported, one_figure, one_table
from asher.views.section import Section
from asher.views.tables import courses_table
from asher.views.words.glance import friendly_fire_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence


_CAPTION = (
    "Dot: mean of all incidents. Thick bar: 95\u00a0% interval of the mean (if none shows, it "
    "is narrower than the dot). Thin line: the middle 80\u00a0% of incidents, which shows how much "
    "single incidents differ. Each panel has its own scale."
)


def _words(reported: Reported) -> Sequence[str]:
    said = friendly_fire_sentence(reported.comparison) if reported.is_attack else ""
    return (said,) if said else ()


SECTION: Section[Reported] = Section(
    "outcomes",
    "Outcomes side by side",
    listed="Outcomes",
    words=_words,
    figures=one_figure(courses_figure, _CAPTION),
    tables=one_table("courses", courses_table, "All outcomes as a table"),
)
