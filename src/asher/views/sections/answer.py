"""The question and the answer: what was found, how sure, and the few figures that decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asher.views.section import Section, Tabled
from asher.views.words.answer import answer
from asher.views.words.glance import glance_table

if TYPE_CHECKING:
    from asher.views.reported import Reported


def _values(reported: Reported) -> dict[str, Any]:
    return {
        "answer": answer(reported.comparison),
        "stopping": reported.comparison.stopping_words,
    }


SECTION: Section[Reported] = Section(
    "answer",
    "The question and the answer",
    listed="Question and answer",
    values=_values,
    tables=lambda reported: [Tabled("glance", glance_table(reported.comparison))],
    template="answer.html.jinja",
)
