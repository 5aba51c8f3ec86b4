"""The frontier: the plans that no plan tried beats on both days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.views.section import Section, Tabled
from asher.views.words.workforce_tables import frontier_table, levers_table
from asher.views.words.workforce_words import tipping_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.workforce.findings import Workforce

_WORDS = (
    "No plan tried is better than these on both the rare day and the ordinary year. "
    "\u201cNearest to the best of both\u201d is only a mark; its distance is measured along the "
    "frontier. Which plan to choose is a matter of values, and is left to the reader."
)


def _tables(found: Workforce) -> Sequence[Tabled]:
    front = found.frontier
    assert front is not None
    plans = [one.found for one in front.front]
    levers = levers_table(found, plans, caption="What the plans on the frontier decide")
    return [
        Tabled("frontier-t", frontier_table(front)),
        Tabled("front-levers", levers, "What the plans on the frontier decide"),
    ]


def _tipping(found: Workforce) -> list[str]:
    front = found.frontier
    return [text for one in front.tipping for text in tipping_sentences(one)] if front else []


SECTION: Section[Workforce] = Section(
    "frontier",
    "The frontier",
    is_there=lambda found: found.frontier is not None,
    words=lambda _: (_WORDS,),
    tables=_tables,
    values=lambda found: {"tipping": _tipping(found)},
    template="workforce_frontier.html.jinja",
)
