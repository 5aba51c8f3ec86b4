"""How rare such an attack is, beside what it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.evidence.coding import code_table, find_place_type
from asher.evidence.incidents import read_incidents
from asher.record.expectation import RECENT_YEARS, expect
from asher.views.words.wording import number

if TYPE_CHECKING:
    from asher.record.expectation import YearlyEvents
    from asher.scenario import Scenario


def rarity(scenario: Scenario) -> str:
    """Say how often such an attack is recorded in the whole country.

    Parameters
    ----------
    scenario : Scenario
        With a hazard, whose profile names a kind of place, or all of them.

    Returns
    -------
    str
        Sentences with the interval of the yearly number, and the command that answers for one
        place: how many such places there are is not in the evidence.
    """
    if scenario.hazard is None:
        return ""
    kind = find_place_type(scenario.hazard.profile) or ""
    outlook = expect(read_incidents(), [], place=kind, years=1, recent=RECENT_YEARS)
    if outlook.recent is None:
        return ""
    many = code_table().places[kind].many if kind else ""
    return (
        f"Such attacks are rare: about {_yearly(outlook.recent, many)}. {_how_to_ask(kind, many)} "
        "Everything here is about the day on which one happens."
    )


def _yearly(level: YearlyEvents, many: str) -> str:
    rate, where = level.per_year, f"at {many} " if many else ""
    ends = f"{number(rate.lower)} to {number(rate.upper)}"
    return (
        f"{number(rate.mean)} a year {where}in the whole United States ({ends}; {level.count} "
        f"recorded from {level.first} to {level.last})"
    )


def _how_to_ask(kind: str, many: str) -> str:
    word = kind.lower() or "KIND"
    asked = f"'{word}'" if " " in word else word
    return (
        f"For one place: asher expect --place {asked} --places N, with N the number of "
        f"{many or 'places of that kind'} in the country."
    )
