"""The tables of the page of a workforce."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.quantities import format_share
from asher.scenario.sources import assumptions
from asher.views.table import Cell, Row, Table
from asher.views.words.workforce_words import written
from asher.workforce.chosen import chosen_by
from asher.workforce.effects import effects
from asher.workforce.officer import TRAITS
from asher.workforce.plans import PER_YEAR
from asher.workforce.rare_day import DAY
from asher.workforce.training import SUBJECTS, total
from asher.workforce.year import YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.workforce.findings import Workforce
    from asher.workforce.frontier import Frontier
    from asher.workforce.plans import Evaluated


def levers_table(found: Workforce, plans: Sequence[Evaluated], *, caption: str) -> Table:
    """Say what plans decide, and what it costs.

    Parameters
    ----------
    plans : sequence of Evaluated
        A column each.
    caption : str
        Over the table; no other table of the page has it.

    Returns
    -------
    Table
        Selection, hours and money.
    """
    city = found.world.city
    chosen = [chosen_by(city, one.plan) for one in plans]
    budget = city.budget_a_year

    def row(head: str, cells: list[str], note: str = "") -> Row:
        return Row(head, tuple(Cell(cell) for cell in cells), note)

    selection = [
        row("Above the cut-off", [format_share(one.plan.selection_ratio) for one in plans]),
        *(
            row(
                f"Weight of {instrument.name}",
                [
                    format_share(weights[k] / weights.sum()) if weights.sum() > 0 else "0"
                    for weights in (city.weights_of(one.plan) for one in plans)
                ],
            )
            for k, instrument in enumerate(city.instruments)
        ),
        row("Hired a year", [written(each.hiring.hired) for each in chosen]),
        row("Posts left empty", [format_share(each.hiring.vacancies_share) for each in chosen]),
        row(
            "Worth of selection",
            [written(each.utility) for each in chosen],
            f"{city.currency}, from a year's recruits while they stay, compared with "
            "hiring at random",
        ),
    ]
    better = [
        row(
            f"{words[0].upper()}{words[1:]}",
            [format_share(each.traits[k].success) for each in chosen],
        )
        for k, words in enumerate(TRAITS.values())
    ]
    hours = [
        row(
            f"{words[0].upper()}{words[1:]}",
            [
                f"{getattr(one.plan.yearly_hours, name):.3g} "
                f"+ {getattr(one.plan.recruit_hours, name):.3g}"
                for one in plans
            ],
        )
        for name, words in SUBJECTS.items()
    ]
    hours += [
        row(
            "All",
            [
                f"{total(one.plan.yearly_hours):.3g} + {total(one.plan.recruit_hours):.3g}"
                for one in plans
            ],
        ),
        row("Refreshers a year", [f"{one.plan.refreshers_a_year:g}" for one in plans]),
    ]
    money = [
        row(
            f"{city.currency} a year",
            [
                f"{one.cost:,.0f}" + (" over budget" if budget and one.cost > budget + 1 else "")
                for one in plans
            ],
        ),
        row(
            "Officers' hours in class a year",
            [
                f"{total(one.plan.yearly_hours) * city.officers * each.hiring.filled_share:,.0f}"
                for one, each in zip(plans, chosen, strict=True)
            ],
            "off the street",
        ),
    ]
    return Table(
        caption=caption,
        corner="Lever",
        columns=tuple(one.plan.title for one in plans),
        groups=(
            ("Selection", tuple(selection)),
            ("Share of those hired who are in the better half of applicants", tuple(better)),
            ("Hours a year in service + in the academy", tuple(hours)),
            ("Price", tuple(money)),
        ),
    )


def figures_table(plans: Sequence[Evaluated]) -> Table:
    """Put plans side by side: the rare day, the ordinary year, and both per year."""
    return Table(
        caption="Mean, and the middle 95 % of the draws",
        corner="Figure",
        columns=tuple(one.plan.title for one in plans),
        groups=tuple(
            (heading, tuple(_figure_row(name, words, plans) for name, words in names.items()))
            for heading, names in (
                ("The rare day, one event", DAY),
                ("The ordinary year", YEAR),
                ("A year, in the same units", PER_YEAR),
            )
        ),
    )


def _figure_row(name: str, words: str, plans: Sequence[Evaluated]) -> Row:
    found = [one.figure(name) for one in plans]
    return Row(
        words,
        tuple(
            Cell(
                written(each.mean),
                f"{written(each.lower)}\u2013{written(each.upper)}"
                if each.lower < each.upper
                else "",
            )
            for each in found
        ),
    )


def gaps_table(plans: Sequence[Evaluated], today: Evaluated) -> Table:
    """Put the differences of plans from today's side by side.

    Returns
    -------
    Table
        Draw by draw, so that what plans share falls out; figures in which none differs are left
        out.
    """
    groups = []
    for heading, names in (
        ("The rare day, one event", DAY),
        ("The ordinary year", YEAR),
        ("A year, in the same units", {k: v for k, v in PER_YEAR.items() if k not in YEAR}),
    ):
        rows = []
        for name, words in names.items():
            gaps = [one.gap(name, today) for one in plans]
            if all(gap.lower == gap.upper == 0 for gap in gaps):
                continue
            cells = tuple(
                Cell(
                    written(gap.mean, sign=True),
                    f"{written(gap.lower, sign=True)} to {written(gap.upper, sign=True)}; "
                    f"less in {format_share(gap.chance_lower)}",
                )
                for gap in gaps
            )
            rows.append(Row(words, cells))
        groups.append((heading, tuple(rows)))
    return Table(
        caption=f"Difference from {today.plan.title!r} on the same draws: mean, middle 95 %, and "
        "the share of draws in which the plan has less",
        corner="Figure",
        columns=tuple(one.plan.title for one in plans),
        groups=tuple(groups),
    )


def frontier_table(frontier: Frontier) -> Table:
    """List the frontier and what is shown beside it.

    Returns
    -------
    Table
        A row a plan.
    """
    rows: dict[bool, list[Row]] = {True: [], False: []}
    for point in frontier.points:
        one = point.found
        day, year = (one.figure(name) for name in ("day_harm", "year_harm"))
        cells = (
            *(
                Cell(
                    written(each.mean, digits=3),
                    f"{written(each.lower, digits=3)}\u2013{written(each.upper, digits=3)}",
                )
                for each in (day, year)
            ),
            Cell(f"{one.cost:,.0f}"),
            Cell(format_share(point.front_share)),
            Cell(written(point.regret)),
        )
        note = "nearest to the best of both" if one.plan.title == frontier.balance else ""
        rows[point.on_front].append(Row(one.plan.title, cells, note))
    return Table(
        caption="Harm in lives a year; regret: how much more harm a year, both together, than "
        "the best of these plans in the same draw; not exceeded in 95 % of the draws",
        corner="Plan",
        columns=(
            "Rare day",
            "Ordinary year",
            "Money a year",
            "Draws in which none of these does better",
            "Regret",
        ),
        groups=(("On the frontier", tuple(rows[True])), ("Beside it", tuple(rows[False]))),
    )


def effects_table() -> Table:
    """Say for each effect how strong its evidence is.

    Returns
    -------
    Table
        A group for each strength, the strongest first.
    """
    groups: dict[str, list[Row]] = {}
    for one in effects():
        cells = (
            Cell(written(one.median), f"{written(one.low)} to {written(one.high)} {one.unit}"),
            Cell("; ".join(row.citation for row in one.rows) or "Judgement", one.judgement),
            Cell(", ".join(one.evidence) or "\u2013"),
            Cell(max((row.grade for row in one.rows), default="\u2013")),
        )
        groups.setdefault(one.strength, []).append(Row(one.name, cells, one.about))
    order = ("randomised trial", "small trials", "one cohort", "survey", "hours only", "judgement")
    return Table(
        caption="Median and 95 % interval of every effect, and its source",
        corner="Effect",
        columns=("Value", "Source or judgement", "Evidence", "Grade"),
        groups=tuple(
            (f"{name[0].upper()}{name[1:]}", tuple(groups[name]))
            for name in order
            if name in groups
        ),
    )


def city_table(found: Workforce) -> Table:
    """List every number of the city with its source.

    Returns
    -------
    Table
        In the order of the file.
    """
    rows = []
    for item in assumptions(found.world.city):
        words = item.judgement or ""
        ground = Cell(item.source, words) if item.source else Cell("Judgement", words)
        if not item.source and words.startswith("stated in"):
            ground = Cell("Stated in the city file")
        cells = (
            Cell(f"{item.value} {item.unit}".strip()),
            ground,
            Cell(item.evidence or "\u2013"),
            Cell(item.grade or "\u2013"),
        )
        rows.append(Row(item.where, cells))
    return Table.plain(
        rows,
        caption="Every number of the city, by its place in the file",
        corner="Where",
        columns=("Value", "Source or judgement", "Evidence", "Grade"),
    )
