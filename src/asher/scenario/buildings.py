"""A scenario in the building that each of its courses of action makes of the plan."""

from typing import Any

from asher.floorplan import Floorplan, without_shut_rooms
from asher.scenario.courses import CourseOfAction
from asher.scenario.occupants import OccupantGroup
from asher.scenario.scenario import Scenario
from asher.scenario.within import places_in


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
        The same one where they change nothing and every room can be walked to; its plan is without
        those that no door leads to. The hazard comes in where it would without the measures, and
        nobody starts in a room that only they open, so that every course of action meets the same
        incidents.
    """
    building = course.building
    changes: dict[str, Any] = {}
    drawn = drawn_plan(scenario, course)
    floorplan = without_shut_rooms(drawn)
    if floorplan is not scenario.floorplan:
        changes["floorplan"] = floorplan
    hazard = scenario.hazard
    if drawn is not scenario.floorplan and hazard is not None and not hazard.entry:
        ways_in = tuple(
            opening.name
            for opening in scenario.floorplan.openings
            if opening.exterior and opening.category != "window"
        )
        changes["hazard"] = hazard.model_copy(update={"entry": ways_in})
    shut = {each.name for each in drawn.openings} - {each.name for each in floorplan.openings}
    closures = tuple(
        each for each in scenario.closures if each.opening not in {*building.open, *shut}
    )
    if closures != scenario.closures:
        changes["closures"] = closures
    occupants = _outside_opened_rooms(scenario, floorplan)
    if building.without_key and any(group.key_share < 1.0 for group in occupants):
        occupants = tuple(group.model_copy(update={"key_share": 1.0}) for group in occupants)
    if occupants is not scenario.occupants:
        changes["occupants"] = occupants
    return scenario.model_copy(update=changes) if changes else scenario


def drawn_plan(scenario: Scenario, course: CourseOfAction) -> Floorplan:
    """The plan as a course of action makes it, with the rooms that no door leads to."""
    return course.building.altered(scenario.floorplan)[0]


def _outside_opened_rooms(scenario: Scenario, floorplan: Floorplan) -> tuple[OccupantGroup, ...]:
    """Keep people out of rooms that no door of the plan leads to, where a measure opens them."""
    before = without_shut_rooms(scenario.floorplan)
    if len(before.spaces) == len(floorplan.spaces):
        return scenario.occupants
    zones = any(zone.category == "spawn" and zone.polygon for zone in before.zones)
    return tuple(_kept_in(group, before, anywhere=not zones) for group in scenario.occupants)


def _kept_in(group: OccupantGroup, plan: Floorplan, *, anywhere: bool) -> OccupantGroup:
    """A group that starts where it starts on a plan, by the names of the places there."""
    places = places_in(group.within, plan)
    if group.at_m or group.inflow or (places is None and not anywhere):
        return group
    if places is None:
        level = group.level
        order = [each.name for each in plan.spaces if level in {None, each.level}]
    else:
        order = [each.name for each in plan.spaces if each.name in places]
        order += [each.name for each in plan.zones if each.name in places]
    return group.model_copy(update={"within": tuple(order)})


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
    plans = [without_shut_rooms(scenario.floorplan)]
    plans += [built.floorplan for built, _ in by_building(scenario)]
    return dict.fromkeys(
        opening.name for each in plans for opening in each.openings if opening.exterior
    )


def _is_same(first: Scenario, second: Scenario) -> bool:
    return first is second or all(
        getattr(first, part) == getattr(second, part)
        for part in ("floorplan", "closures", "occupants")
    )
