"""A workforce in tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from asher.workforce.effects import effects
from asher.workforce.plans import PER_YEAR
from asher.workforce.rare_day import DAY
from asher.workforce.rarity import expected_events
from asher.workforce.training import SUBJECTS, total
from asher.workforce.year import YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from asher.workforce.plans import Evaluated, World

MINUS = "\u2212"
INTERVALS = (
    "Intervals hold the middle 95 % of the draws of effects, incidents and event rate. They do not "
    "hold what the model leaves out."
)


def workforce_tables(world: World, evaluated: Sequence[Evaluated]) -> RenderableType:
    """Lay plans out.

    Parameters
    ----------
    world : World
        What nature decided.
    evaluated : sequence of Evaluated
        Today's plan first.

    Returns
    -------
    rich renderable
        To be printed; fits 80 columns.
    """
    today, *others = evaluated
    city = world.city
    often = expected_events(city).one_in_years
    parts: list[RenderableType] = [
        Text(f"{city.title}: {city.residents:,.0f} residents, {city.officers:,.0f} officers"),
        Text(),
        _plans_table(world, evaluated),
        Text(),
        Text(
            f"One event in about {often.mean:,.0f} years is expected here "
            f"({often.lower:,.0f} to {often.upper:,.0f})."
        ),
        Text(),
        _figures("The rare day, one event", DAY, today),
        Text(),
        _figures("The ordinary year", YEAR, today),
        Text(),
        _figures("A year, in the same units", PER_YEAR, today),
    ]
    for other in others:
        parts += [Text(), _gaps(other, today)]
    parts += [Text(), Text(INTERVALS), Text(strength_sentence())]
    return Group(*parts)


def strength_sentence() -> str:
    """Say on how much evidence the effects rest.

    Returns
    -------
    str
        Counts of effects by the strength of their evidence.
    """
    counts: dict[str, int] = {}
    for one in effects():
        counts[one.strength] = counts.get(one.strength, 0) + 1
    said = ", ".join(f"{n} {name}" for name, n in sorted(counts.items(), key=lambda p: p[1]))
    return f"Effects by the strength of their evidence: {said}. Most of it is thin."


def _plans_table(world: World, evaluated: Sequence[Evaluated]) -> Table:
    table = _table("Plan")
    for heading in ("Passes", "Empty", "Recruit h", "Yearly h", f"{world.city.currency} a year"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in evaluated:
        table.add_row(
            one.plan.title,
            f"{one.plan.selection_ratio:.0%}",
            f"{one.staff.hiring.vacancies_share:.0%}",
            f"{total(one.plan.recruit_hours):g}",
            f"{total(one.plan.yearly_hours):g}",
            f"{one.cost:,.0f}",
        )
    for key, heading in (("yearly_hours", "a year"), ("recruit_hours", "in the academy")):
        hours = getattr(evaluated[0].plan, key)
        said = ", ".join(f"{words} {getattr(hours, name):g}" for name, words in SUBJECTS.items())
        table.caption = f"{table.caption or ''}Today, hours {heading}: {said}. "
    table.caption_justify = "left"
    table.caption_style = ""
    return table


def _figures(title: str, names: dict[str, str], one: Evaluated) -> Table:
    table = _table(title)
    table.add_column("Mean", justify="right", no_wrap=True)
    table.add_column("95 %", justify="right", no_wrap=True)
    for name, words in names.items():
        figure = one.figure(name)
        table.add_row(
            words,
            written(figure.mean),
            f"{written(figure.lower)}\u2013{written(figure.upper)}",
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


def _table(title: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column(title)
    return table


def written(value: float, *, sign: bool = False) -> str:
    """Write a figure with two or three digits that tell something.

    Parameters
    ----------
    value : float
        It.
    sign : bool
        Whether it is a difference.

    Returns
    -------
    str
        With a true minus.

    Examples
    --------
    >>> written(0.02213), written(280.3), written(0.5, sign=True)
    ('0.022', '280', '+0.5')
    """
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2g}"
    if "e" in text:
        text = f"{value:.1e}"
    if sign and value > 0:
        text = f"+{text}"
    return text.replace("-", MINUS)
