"""A workforce in tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from asher.views.words.workforce_words import (
    INTERVALS,
    hours_words,
    strength_sentence,
    tipping_sentences,
    written,
)
from asher.workforce.chosen import chosen_by
from asher.workforce.plans import PER_YEAR
from asher.workforce.rare_day import DAY
from asher.workforce.rarity import expected_events
from asher.workforce.training import total
from asher.workforce.year import YEAR

if TYPE_CHECKING:
    from rich.console import RenderableType

    from asher.workforce.city import Plan
    from asher.workforce.findings import Workforce
    from asher.workforce.frontier import Frontier
    from asher.workforce.plans import Evaluated


_HEADINGS = {
    "The rare day, one event": DAY,
    "The ordinary year": YEAR,
    "A year, in the same units": PER_YEAR,
}


def workforce_tables(found: Workforce) -> RenderableType:
    """Lay plans out, in 80 columns."""
    today, *others = found.plans
    city = found.world.city
    often = expected_events(city).one_in_years
    parts: list[RenderableType] = [
        Text(f"{city.title}: {city.residents:,.0f} residents, {city.officers:,.0f} officers"),
        Text(),
        _plans_table(found),
        *(
            Text(f"Today, hours {heading}: {hours_words(today.plan, key)}.")
            for key, heading in (("yearly_hours", "a year"), ("recruit_hours", "in the academy"))
        ),
        Text(),
        _selection_table(found),
        *_pool(found),
        Text(),
        Text(
            f"Expect one event here in about {often.mean:,.0f} years "
            f"({often.lower:,.0f} to {often.upper:,.0f})."
        ),
    ]
    for title, names in _HEADINGS.items():
        parts += [Text(), _figures(title, names, today)]
    for other in others:
        parts += [Text(), _gaps(other, today)]
    parts += [Text(), _extremes(found)]
    if found.frontier is not None:
        parts += _frontier(found.frontier, currency=city.currency)
    parts += [Text(), Text(INTERVALS), Text(strength_sentence())]
    return Group(*parts)


def _plans_table(found: Workforce) -> Table:
    table = _table("Plan")
    for heading in (
        "Passes",
        "Empty",
        "Recruit h",
        "Yearly h",
        f"{found.world.city.currency} a year",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in (*found.plans, *found.extremes):
        table.add_row(
            one.plan.title,
            f"{one.plan.selection_ratio:.0%}",
            f"{one.staff.hiring.vacancies_share:.0%}",
            f"{total(one.plan.recruit_hours):g}",
            f"{total(one.plan.yearly_hours):g}",
            f"{one.cost:,.0f}",
        )
    return table


def _selection_table(found: Workforce) -> Table:
    table = _table("Selection: hired of the better half")
    for heading in ("Resolve", "Skill", "Judgement", "With people", "Medical"):
        table.add_column(heading, justify="right")
    for one in found.plans:
        traits = chosen_by(found.world.city, one.plan).traits
        table.add_row(one.plan.title, *(f"{trait.success:.0%}" for trait in traits))
    return table


def _pool(found: Workforce) -> list[Text]:
    """Say what a cut-off does to the pool, and what selection is worth."""
    city, said = found.world.city, []
    for one in found.plans:
        chosen = chosen_by(city, one.plan)
        hiring = chosen.hiring
        said.append(
            Text(
                f"{one.plan.title}: {hiring.passing:,.0f} of {hiring.applicants:,.0f} applicants a "
                f"year above the cut-off, {hiring.hired:,.0f} hired for {hiring.needed:,.0f} "
                f"posts, {hiring.vacancies_share:.0%} of all posts empty in the long run; worth "
                f"{chosen.utility / 1e6:,.1f} million {city.currency} over chance."
            )
        )
    return said


def _figures(title: str, names: dict[str, str], one: Evaluated) -> Table:
    table = _table(title)
    table.add_column("Mean", justify="right", no_wrap=True)
    table.add_column("95 %", justify="right", no_wrap=True)
    for name, words in names.items():
        figure = one.figure(name)
        table.add_row(
            words,
            written(figure.mean),
            f"{written(figure.lower)}\u2013{written(figure.upper)}"
            if figure.lower < figure.upper
            else "",
        )
    return table


def _gaps(one: Evaluated, today: Evaluated) -> Table:
    table = _table(f"{one.plan.title} beside {today.plan.title}")
    for heading in ("Difference", "95 %", "Less in"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, words in (DAY | YEAR | PER_YEAR).items():
        gap = one.gap(name, today)
        if gap.lower == gap.upper == 0:
            continue
        table.add_row(
            words,
            written(gap.mean, sign=True),
            f"{written(gap.lower, sign=True)} to {written(gap.upper, sign=True)}",
            f"{gap.chance_lower:.0%}",
        )
    return table


def _extremes(found: Workforce) -> Table:
    table = _table(f"The extremes beside {found.today.plan.title}, lives a year")
    for heading in ("Rare day", "95 %", "Ordinary year", "95 %"):
        table.add_column(heading, justify="right")
    for one in found.extremes:
        cells = []
        for name in ("day_harm", "year_harm"):
            gap = one.gap(name, found.today)
            ends = f"{written(gap.lower, sign=True)} to {written(gap.upper, sign=True)}"
            cells += [written(gap.mean, sign=True), ends]
        table.add_row(one.plan.title, *cells)
    return table


def _frontier_table(frontier: Frontier, *, currency: str) -> Table:
    table = _table(f"Frontier of {len(frontier.cloud)} plans")
    for heading in ("Rare day", "Ordinary year", currency, "In front", "Regret"):
        table.add_column(heading, justify="right", no_wrap=True)
    for point in frontier.points:
        one = point.found
        mark = " *" if one.plan.title == frontier.balance else ""
        day, year = (one.figure(name) for name in ("day_harm", "year_harm"))
        table.add_row(
            f"{one.plan.title}{mark}" if point.on_front else f"({one.plan.title})",
            written(day.mean, digits=3),
            f"{written(year.mean, digits=3)} ({written(year.lower)}\u2013{written(year.upper)})",
            f"{one.cost:,.0f}",
            f"{point.front_share:.0%}",
            written(point.regret),
        )
    return table


def _frontier(frontier: Frontier, *, currency: str) -> list[RenderableType]:
    return [
        Text(),
        _frontier_table(frontier, currency=currency),
        Text(),
        Text(
            "Harm in lives a year. In brackets: beaten by others in the mean. *: nearest to the "
            "best of both; a mark and no recommendation. In front: share of draws in which no "
            "other of these beats it. Regret: more harm in a year, both together, than the best "
            "of these in the same draw, not exceeded in 95 % of the draws."
        ),
        *(
            Text(
                f"{one.title}: {one.selection_ratio:.0%} pass, hours a year "
                f"{hours_words(one, 'yearly_hours')}."
            )
            for one in _marked(frontier)
        ),
        *(Text(sentence) for one in frontier.tipping for sentence in tipping_sentences(one)),
    ]


def _marked(frontier: Frontier) -> list[Plan]:
    """The ends of the frontier, and what lies nearest to the best of both."""
    front = [point.found.plan for point in frontier.front]
    named = (front[0], frontier.point(frontier.balance).found.plan, front[-1])
    return list({plan.title: plan for plan in named}.values())


def _table(title: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column(title)
    return table
