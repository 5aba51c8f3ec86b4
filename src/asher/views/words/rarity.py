"""How rare such an attack is, beside what it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.evidence.coding import code_table, find_place_type
from asher.evidence.incidents import read_incidents
from asher.record.expectation import RECENT_YEARS, expect
from asher.views.words.wording import number

if TYPE_CHECKING:
    from asher.record.expectation import Level
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
        Sentences with the interval of the yearly number; how many such places there are is not
        in the evidence, so nothing is said of one of them.
    """
    if scenario.hazard is None:
        return ""
    kind = find_place_type(scenario.hazard.profile) or ""
    outlook = expect(read_incidents(), [], place=kind, years=1, recent=RECENT_YEARS)
    if outlook.recent is None:
        return ""
    where = f"at {code_table().places[kind].one}" if kind else "anywhere"
    return (
        f"Such attacks are rare: in {_span(outlook.recent)} the record holds "
        f"{outlook.recent.count} {where} in the whole country, {_yearly(outlook.recent)}. "
        "Everything here is about the day on which one happens."
    )


def _span(level: Level) -> str:
    return f"the years {level.first} to {level.last}"


def _yearly(level: Level) -> str:
    rate = level.per_year
    ends = f"{number(rate.lower)} to {number(rate.upper)}"
    return f"{number(rate.mean)} a year ({ends})"
