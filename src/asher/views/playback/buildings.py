"""The building as each course of action makes it, and what of it a course has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from asher.scenario.buildings import drawn_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from asher.floorplan.elements import Floorplan, Opening
    from asher.scenario import Scenario
    from asher.scenario.courses import CourseOfAction


class Building(NamedTuple):
    """A building that a replay draws."""

    floorplan: Floorplan
    changed: frozenset[str] = frozenset()  # Openings that are new or not as the plan has them


def buildings_of(scenario: Scenario) -> tuple[list[Building], dict[str, int]]:
    """List the different buildings of a scenario.

    Returns
    -------
    buildings : list of Building
        That of the plan first, then those that courses of action make of it.
    by_course : dict of str to int
        For each course of action its position among them.
    """
    found, by_course = [Building(scenario.floorplan)], {}
    for course in scenario.courses_of_action:
        built = drawn_plan(scenario, course)
        building = Building(built, frozenset(_changed(scenario, course, built)))
        same = (
            number
            for number, other in enumerate(found)
            if other.floorplan is built and other.changed == building.changed
        )
        by_course[course.name] = number = next(same, len(found))
        if number == len(found):
            found.append(building)
    return found, by_course


def _changed(scenario: Scenario, course: CourseOfAction, built: Floorplan) -> Iterator[str]:
    drawn = {opening.name: _drawn(opening) for opening in scenario.floorplan.openings}
    closing = {closure.opening for closure in scenario.closures}
    yield from closing.intersection(course.building.open)
    if built is not scenario.floorplan:
        for opening in built.openings:
            if drawn.get(opening.name) != _drawn(opening):
                yield opening.name


def _drawn(opening: Opening) -> tuple[object, ...]:
    # How long a lock takes is not seen.
    return opening.line, opening.category, opening.exterior, opening.lockable, opening.glazed
