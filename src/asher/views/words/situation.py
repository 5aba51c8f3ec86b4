"""The situation a report begins with: the place, its people, the hazard, the response clocks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from asher.floorplan import without_shut_rooms
from asher.quantities import format_seconds, format_share
from asher.scenario.clocks import clocks_of
from asher.views.table import Cell, Row, Table
from asher.views.words.wording import listed, number

if TYPE_CHECKING:
    from asher.scenario import Scenario
    from asher.scenario.clocks import Clock
    from asher.scenario.sources import Assumption

_HIGHEST_TENTH = 1.2816
"""Standard normal value that one in ten exceeds [-]."""


def situation(scenario: Scenario) -> list[tuple[str, str]]:
    """Describe the place, the people and the hazard.

    Returns
    -------
    list of (str, str)
        Label and words; no room is named and none is set apart.
    """
    found = [("Place", _place(scenario)), ("People", _people(scenario))]
    if scenario.hazard is None:
        return [*found, ("Hazard", "none: this is a drill")]
    return [
        *found,
        ("Hazard profile", _hazard(scenario)),
        ("Police", _police(scenario)),
    ]


def _place(scenario: Scenario) -> str:
    drawn = scenario.floorplan
    plan = without_shut_rooms(drawn)
    shut = len(drawn.spaces) - len(plan.spaces)
    area = sum(space.shape.area for space in plan.spaces)
    doors = sum(o.exterior and o.category != "window" for o in plan.openings)
    windows = sum(o.category == "window" for o in plan.openings)
    parts = [
        _counted(len(plan.levels), "level"),
        _counted(len(plan.spaces), "space"),
        *([_counted(shut, "space") + " that no door leads to"] if shut else []),
        f"about {round(area, -1):,.0f}\u00a0m\u00b2",
        _counted(doors, "way", "ways") + " out",
        *([_counted(windows, "window")] if windows else []),
    ]
    unsaid = plan.schematic and "schematic" not in plan.title.lower()
    drawing = " The plan is schematic." if unsaid else ""
    return f"{plan.title}: {listed(parts)}.{drawing}"


def _counted(n: int, one: str, many: str = "") -> str:
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def _people(scenario: Scenario) -> str:
    groups = scenario.occupants
    total = sum(group.count for group in groups)
    if not total:
        return "nobody"

    def mean(share: str) -> str:
        return format_share(sum(g.count * getattr(g.response, share) for g in groups) / total)

    knows = format_share(sum(g.count * g.familiar_share for g in groups) / total)
    text = f"{_counted(total, 'occupant')}; {knows} know every way out"
    if scenario.hazard is None:
        return f"{text}."
    return (
        f"{text}. Of them {mean('run')} run, {mean('hide')} hide, {mean('resist')} resist and "
        f"{mean('freeze')} freeze, unless a course of action trains them otherwise."
    )


def _hazard(scenario: Scenario) -> str:
    hazard = scenario.hazard
    assert hazard is not None
    own = hazard.ending_shares
    log_sd = hazard.casualty_rate_log_sd
    usual = hazard.casualty_rate_per_min * math.exp(-0.5 * log_sd**2)
    return (
        f"{hazard.profile}: in {format_share(hazard.casualty_at_once_share)} of attacks people are "
        "hit as soon as anybody is in sight, "
        f"{number(1.0 + hazard.more_casualties_at_once)} on average. From then on half of attacks "
        f"would hit more than {number(usual)} people a minute with a dense crowd in sight, and one "
        f"in ten more than {number(usual * math.exp(_HIGHEST_TENTH * log_sd))}; with few in sight "
        "far fewer. Left to itself an attack "
        f"lasts a median of {format_seconds(hazard.duration.median_s)} (nine in ten under "
        f"{format_seconds(hazard.duration.p90_s)}), and then the attacker leaves "
        f"({format_share(own.left)}), dies by suicide ({format_share(own.suicide)}) or stays "
        f"behind a closed door ({format_share(own.remains)})."
    )


def _police(scenario: Scenario) -> str:
    response = scenario.response
    agencies = _counted(response.agencies, "agency", "agencies")
    if response.agencies > 1:
        agencies += ", arriving in turn"
    return (
        f"{_counted(response.officers, 'officer')} in the first wave, of {agencies}; a tactical "
        f"team of {response.tactical_team_size}."
    )


def clocks_table(scenario: Scenario) -> Table:
    """List the clocks of the response that any course of action uses.

    Parameters
    ----------
    scenario : Scenario
        What was run; not a drill.

    Returns
    -------
    Table
        Median, 90th percentile and ground of each.
    """
    from asher.scenario.sources import assumptions

    grounds = {item.where: item for item in assumptions(scenario)}
    rows = []
    for declared in _used(scenario):
        clock = getattr(scenario.response, declared.field)
        cells = (
            Cell(format_seconds(clock.median_s)),
            Cell(format_seconds(clock.p90_s)),
            Cell(_ground(grounds.get(f"response.{declared.field}"))),
        )
        rows.append(Row(declared.label, cells, declared.meaning))
    own = any(course.response.rows() for course in scenario.courses_of_action)
    apart = "; some courses of action have times of their own, told with them" if own else ""
    return Table.plain(
        rows,
        caption=f"Times of the response; the assumptions list full sources{apart}",
        corner="Clock",
        columns=("Median", "Nine in ten within", "Ground"),
    )


def _used(scenario: Scenario) -> list[Clock]:
    started = {
        clock
        for course in scenario.courses_of_action
        for _, settings in course.settings()
        for setting in settings
        for clock in setting.clocks()
    }
    return [
        each
        for each in clocks_of(type(scenario.response))
        if each.field in started or not each.on_demand
    ]


def _ground(item: Assumption | None) -> str:
    if item is None:
        return "\u2013"
    if item.evidence:
        return item.evidence
    stated = (item.judgement or "").startswith("stated in")
    return "stated in the scenario" if stated else "judgement"
