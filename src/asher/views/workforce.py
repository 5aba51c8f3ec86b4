"""The page of a workforce: frontier, extremes, plans, evidence; and its figures for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from asher.views.figures.panels import NARROW, WIDE
from asher.views.figures.workforce import tradeoff_of_plans
from asher.views.html import asher_version, raw, still_page, write_whole
from asher.views.words.workforce_tables import (
    city_table,
    effects_table,
    figures_table,
    frontier_table,
    gaps_table,
    levers_table,
)
from asher.views.words.workforce_words import (
    INTERVALS,
    LIMITS,
    answer_sentences,
    strength_sentence,
    tipping_sentences,
)
from asher.workforce.study import settings_of

if TYPE_CHECKING:
    from asher.workforce.findings import Workforce

_BLANKS = (("What we choose, and why", 4), ("What speaks against it", 3), ("Who, and when", 1))


def write_workforce(found: Workforce, folder: Path) -> list[Path]:
    """Write what was found about a workforce.

    Parameters
    ----------
    found : Workforce
        What was found.
    folder : Path
        Made if it does not exist.

    Returns
    -------
    list of Path
        The page and the figures for programs; each is there whole or not at all.

    Raises
    ------
    OSError
        If a file cannot be written.
    SimulationError
        If the figure cannot be drawn.
    """
    figures = json.dumps(found.document(), indent=1, ensure_ascii=False) + "\n"
    return [
        write_whole(workforce_page(found), folder / "workforce.html"),
        write_whole(figures, folder / "workforce.json"),
    ]


def workforce_page(found: Workforce) -> str:
    """Write the page.

    Parameters
    ----------
    found : Workforce
        What was found.

    Returns
    -------
    str
        HTML that asks the network for nothing; equal input gives equal text.
    """
    world, front = found.world, found.frontier
    city = world.city
    beside = [*found.plans, *found.extremes]
    if front is not None:
        known = {one.plan.title for one in beside}
        beside += [
            one.found
            for one in front.front
            if one.found.plan.title == front.balance and one.found.plan.title not in known
        ]
    values = {
        "title": city.title,
        "facts": [
            ("Residents", f"{city.residents:,.0f}"),
            ("Officers", f"{city.officers:,.0f}"),
            ("Course of action", city.course),
            ("Draws", f"{world.draws:,} of {world.incidents:,} incidents"),
        ],
        "answer": answer_sentences(found),
        "intervals": INTERVALS,
        "strength": strength_sentence(),
        "figure": tuple(raw(tradeoff_of_plans(found, width=w)) for w in (WIDE, NARROW)),
        "frontier": None if front is None else frontier_table(front),
        "front_levers": None
        if front is None
        else levers_table(
            found, [one.found for one in front.front], caption="What the frontier decides"
        ),
        "tipping": []
        if front is None
        else [text for one in front.tipping for text in tipping_sentences(one)],
        "levers": levers_table(found, beside, caption="What plans decide, and what that takes"),
        "figures": figures_table(beside),
        "gaps": gaps_table(beside[1:], found.today),
        "effects": effects_table(),
        "city": city_table(found),
        "blanks": _BLANKS,
        "limits": LIMITS,
        "record": [
            ("ASHER", asher_version()),
            *((name, str(value)) for name, value in settings_of(world).items()),
        ],
    }
    return still_page("workforce.html.jinja", values=values)
