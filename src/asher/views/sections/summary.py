"""The whole comparison on one page: one figure, one table, what it hangs on, how rare it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from asher.views.figures.courses import differences_figure
from asher.views.section import Figure, Section, Tabled
from asher.views.words.answer import answer
from asher.views.words.glance import glance_table
from asher.views.words.measures import OFFICERS, headline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.views.reported import Reported


def _figures(reported: Reported) -> Sequence[Figure]:
    if not reported.has_several:
        return []
    comparison = reported.comparison
    names = (headline(comparison), *OFFICERS) if reported.is_attack else ()
    first = next(iter(reported.titles.values()))
    caption = f"Difference from {first}: left of the line is fewer. Bar: 95\u00a0% interval."
    if not reported.is_attack:
        caption = f"Difference from {first}. Bar: 95\u00a0% interval."
    return [Figure(partial(differences_figure, comparison, names=names), caption)]


def _values(reported: Reported) -> dict[str, Any]:
    return {"answer": answer(reported.comparison)}


SECTION: Section[Reported] = Section(
    "answer",
    "What was found",
    figures=_figures,
    tables=lambda reported: [Tabled("glance", glance_table(reported.comparison))],
    values=_values,
    template="summary.html.jinja",
)
