"""How rare an attack is, in sentences and one table, for a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from asher.evidence.coding import code_table
from asher.quantities import format_share
from asher.views.words.wording import number

if TYPE_CHECKING:
    from rich.console import RenderableType

    from asher.record.expectation import Expectation, Outlook, Rate, YearlyEvents


def outlook_text(outlook: Outlook) -> RenderableType:
    """Lay out how often events are expected, in 80 columns."""
    kind = code_table().places[outlook.place].one if outlook.place else "any place"
    parts: list[RenderableType] = [Text(f"Attacks at {kind}", style="bold")]
    if outlook.recent and outlook.whole:
        parts += [Text(), _levels(outlook.recent, outlook.whole), Text()]
    parts += [Text(line) for line in _trend(outlook)]
    for one in outlook.expected:
        parts += [Text(f"\n{one.scope.name[0].upper()}{one.scope.name[1:]}", style="bold")]
        parts += [Text(line) for line in sentences(one)]
    if not outlook.expected:
        parts.append(Text(f"\n{_how_to_ask(outlook)}"))
    parts.append(Text())
    parts += [Text(line) for line in outlook.assumptions]
    return Group(*parts)


def sentences(one: Expectation) -> list[str]:
    """Say in plain words how often an event is expected.

    Returns
    -------
    list of str
        Rate, chance within the horizon, and the ordinary year.
    """
    mean = one.per_year.mean
    span, chance = one.one_in_years, one.chance
    horizon = f"{one.years:g} {'year' if one.years == 1 else 'years'}"
    if mean == 0:
        least = (
            f" No more often than once in {_years(span.lower)} (95 %)."
            if one.per_year.upper
            else ""
        )
        return [f"None was seen.{least}"]
    often = f"About one in {_years(span.mean)}{_range(span)}: {_rounded(mean)} a year."
    if mean >= 1:
        often = f"About {mean:.2g} a year{_rate_range(one.per_year)}."
    said = [
        often,
        f"Within {horizon} the chance of at least one is {_chance(chance.mean)}"
        f"{_chance_range(chance)}.",
        ordinary_year(mean),
    ]
    if not math.isnan(one.all_years.mean) and one.all_years.mean > 0:
        said.append(
            f"By the mean of the whole record instead: one in {_years(1 / one.all_years.mean)}."
        )
    return said


def ordinary_year(per_year: float) -> str:
    """Say what the ordinary year looks like, with so many events a year (> 0).

    Returns
    -------
    str
        A sentence in whole years out of a round number.

    Examples
    --------
    >>> ordinary_year(1 / 43_000)
    'The ordinary year has none: of 100,000 such years, about 99,998 pass without one.'
    >>> ordinary_year(3.0)
    'Of 100 such years, about 5 pass without one.'
    """
    none = math.exp(-per_year)
    of = 100 if per_year > 0.1 else 10 ** math.ceil(math.log10(1.0 / per_year))
    lead = "The ordinary year has none: of" if none > 0.5 else "Of"
    return f"{lead} {of:,} such years, about {of * none:,.0f} pass without one."


def _levels(recent: YearlyEvents, whole: YearlyEvents) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("In the whole country")
    for heading in ("Events", "A year", "95 % interval"):
        table.add_column(heading, justify="right", no_wrap=True)
    for name, level in (("today's level", recent), ("whole record", whole)):
        rate = level.per_year
        table.add_row(
            f"{level.first} to {level.last}, {name}",
            str(level.count),
            number(rate.mean, decimals=2),
            f"{number(rate.lower, decimals=2)}\u2013{number(rate.upper, decimals=2)}",
        )
    return table


def _trend(outlook: Outlook) -> list[str]:
    trend = outlook.trend
    if trend is None:
        return []
    if math.isnan(trend.ratio):
        return ["Too few events to show a trend."]
    ends = [100 * (end - 1) for end in (trend.ratio, trend.lower, trend.upper)]
    changes = [f"{end:+.0f}".replace("-", "\u2212") for end in ends]
    sure = "rises" if trend.lower > 1 else "falls" if trend.upper < 1 else "shows no clear trend"
    return [
        f"The count {sure}: {changes[0]} % a year ({changes[1]} to {changes[2]} %). What follows "
        "assumes that today's level stays; the interval does not include a continuing trend.",
    ]


def _how_to_ask(outlook: Outlook) -> str:
    if not outlook.place:
        return (
            "For one place, agency or city: --place KIND --places N, --officers N "
            "--officers-in-country N, or --city POP --people-in-country N."
        )
    return (
        "For one of them, add --places N: how many the country has. The evidence "
        "does not hold that "
        "number; take it from a source you trust."
    )


def _years(years: float) -> str:
    if years < 10:
        return f"{years:.2g} years"
    return f"{float(f'{years:.2g}'):,.0f} years"


def _range(span: Rate) -> str:
    if math.isnan(span.lower):
        return ""
    upper = "never" if math.isinf(span.upper) else _years(span.upper)
    return f" (95 %: {_years(span.lower).removesuffix(' years')} to {upper})"


def _rate_range(rate: Rate) -> str:
    return "" if math.isnan(rate.lower) else f" (95 %: {rate.lower:.2g} to {rate.upper:.2g})"


def _rounded(per_year: float) -> str:
    return f"{per_year:.2g}" if per_year >= 1e-4 else f"{per_year * 1e6:.2g} in a million"


def _chance(chance: float) -> str:
    # Below one per cent two digits still tell one place from another.
    return format_share(chance) if chance >= 1e-2 else f"{100 * chance:.2g}\u00a0%"


def _chance_range(chance: Rate) -> str:
    if math.isnan(chance.lower):
        return ""
    return f" ({_chance(chance.lower)} to {_chance(chance.upper)})"
