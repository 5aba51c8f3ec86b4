"""A scenario in the building that each of its courses of action makes of the plan."""

from typing import Any

from asher.scenario.courses import CourseOfAction
from asher.scenario.scenario import Scenario


def as_built(scenario: Scenario, course: CourseOfAction) -> Scenario:
    """The scenario with the building as a course of action makes it.

    Parameters
    ----------
    scenario : Scenario
        With the plan as it is.
    course : CourseOfAction
        Its measures on the building.

    Returns
    -------
    Scenario
        The same one where they change nothing. The hazard comes in where it would without them, so
        that every course of action meets the same incidents.
    """
    building = course.building
    changes: dict[str, Any] = {}
    floorplan, _ = building.altered(scenario.floorplan)
    if floorplan is not scenario.floorplan:
        changes["floorplan"] = floorplan
        if scenario.hazard is not None and not scenario.hazard.entry:
            ways_in = tuple(
                opening.name
                for opening in scenario.floorplan.openings
                if opening.exterior and opening.category != "window"
            )
            changes["hazard"] = scenario.hazard.model_copy(update={"entry": ways_in})
    closures = tuple(each for each in scenario.closures if each.opening not in building.open)
    if closures != scenario.closures:
        changes["closures"] = closures
    if building.without_key and any(group.key_share < 1.0 for group in scenario.occupants):
        changes["occupants"] = tuple(
            group.model_copy(update={"key_share": 1.0}) for group in scenario.occupants
        )
    return scenario.model_copy(update=changes) if changes else scenario


def by_building(scenario: Scenario) -> list[tuple[Scenario, list[int]]]:
    """List the different buildings of a scenario.

    Parameters
    ----------
    scenario : Scenario
        With its courses of action.

    Returns
    -------
    list of (Scenario, list of int)
        The scenario in each building, and the positions of the courses of action in it.
    """
    found: list[tuple[Scenario, list[int]]] = []
    for number, course in enumerate(scenario.courses_of_action):
        built = as_built(scenario, course)
        members = next((some for other, some in found if _is_same(built, other)), None)
        if members is None:
            found.append((built, [number]))
        else:
            members.append(number)
    return found


def exits_of(scenario: Scenario) -> dict[str, None]:
    """Name the ways out of a scenario in all its buildings, those of the plan first."""
    buildings = [scenario, *(built for built, _ in by_building(scenario))]
    return dict.fromkeys(
        opening.name
        for each in buildings
        for opening in each.floorplan.openings
        if opening.exterior
    )


def _is_same(first: Scenario, second: Scenario) -> bool:
    return first is second or all(
        getattr(first, part) == getattr(second, part)
        for part in ("floorplan", "closures", "occupants")
    )
