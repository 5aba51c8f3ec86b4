"""Officers of a scenario drawn from the force of a city."""

from __future__ import annotations

from typing import Any, TypeVar

from asher.scenario import Duration, Scenario
from asher.scenario.sources import Specification
from asher.workforce.officer import Force, force_means

Stated = TypeVar("Stated", bound=Specification)


def with_force(scenario: Scenario, force: Force, *, origin: str) -> Scenario:
    """Put a force in the place of the officers of a scenario.

    Parameters
    ----------
    scenario : Scenario
        With a response of its own.
    force : Force
        Who comes.
    origin : str
        Where the force comes from, for the report.

    Returns
    -------
    Scenario
        An equal one for `default_force`; else with the numbers of the force as stated ones, each
        with its origin.

    Raises
    ------
    ScenarioError
        If a number of the force is none that a scenario may state.

    Notes
    -----
    The means of `force_means`, as in `force_terms`, written into the scenario, so that results,
    replays and reports hold the officers they were run with.
    """
    response = scenario.response
    officer = response.officer
    means = force_means(
        force,
        hit=officer.hit_chance,
        hit_under_fire=officer.hit_chance_under_fire,
        care_saves=response.care_saves_share,
        agencies=(
            response.untrained_forming_factor,
            response.friendly_fire_chance,
            response.joint_training_removes_share,
        ),
    )
    changes: dict[str, Any] = {
        "care_saves_share": means.care_saves,
        "untrained_forming_factor": means.forming_factor,
        "friendly_fire_chance": means.friendly_fire,
        "forming": _scaled(response.forming, force.forming),
        "travel": _scaled(response.travel, force.travel),
        "next_officer": _scaled(response.next_officer, force.travel),
    }
    traits = {
        "resolve": means.resolve,
        "hit_chance": means.hit,
        "hit_chance_under_fire": means.hit_under_fire,
    }
    changed = [f"response.{name}" for name in changes if changes[name] != getattr(response, name)]
    changed += [
        f"response.officer.{name}" for name in traits if traits[name] != getattr(officer, name)
    ]
    if not changed:
        return scenario
    return scenario.with_(
        response=_replaced(response, changes | {"officer": _replaced(officer, traits)}),
        sources=scenario.sources | dict.fromkeys(changed, origin),
    )


def _replaced(part: Stated, changes: dict[str, Any]) -> Stated:
    values = {name: getattr(part, name) for name in type(part).model_fields}
    return type(part).model_validate(values | changes)


def _scaled(duration: Duration, factor: float) -> Duration:
    if factor == 1.0:
        return duration
    return duration.model_copy(
        update={"median": duration.median * factor, "p90": duration.p90 * factor}
    )
