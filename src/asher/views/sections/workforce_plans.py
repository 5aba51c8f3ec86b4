"""The plans asked for, the two extremes and the balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.views.section import Section, Tabled
from asher.views.words.workforce_tables import figures_table, gaps_table, levers_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.workforce.findings import Workforce
    from asher.workforce.plans import Evaluated

_WORDS = (
    "The document behind this study asks for \u201cwarrior\u201d and \u201csocial worker\u201d "
    "skills in one officer. Two plans go as far as they can in one direction. Trained for active "
    "attacks: all hours go to firearms, active-attack response and practice under pressure, and "
    "officers are hired by the instrument that says most about resolve and skill. Trained for "
    "de-escalation: all hours go to de-escalation, and officers are hired by the instrument that "
    "says most about interpersonal skill. Both use all hours available."
)


def _plans(found: Workforce) -> list[Evaluated]:
    front = found.frontier
    beside = [*found.plans, *found.extremes]
    if front is None:
        return beside
    known = {one.plan.title for one in beside}
    balance = [one.found for one in front.front if one.found.plan.title == front.balance]
    return [*beside, *(one for one in balance if one.plan.title not in known)]


def _tables(found: Workforce) -> Sequence[Tabled]:
    plans = _plans(found)
    levers = levers_table(found, plans, caption="What each plan decides, and what it takes")
    gaps = gaps_table(plans[1:], found.today)
    return [
        Tabled("levers", levers),
        Tabled("figures-t", figures_table(plans)),
        *([Tabled("gaps", gaps)] if gaps.columns else []),
    ]


SECTION: Section[Workforce] = Section(
    "plans",
    "Plans compared, with the two extremes",
    words=lambda _: (_WORDS,),
    tables=_tables,
)
