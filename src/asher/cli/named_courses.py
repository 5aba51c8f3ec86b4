"""Courses of action as the command line names them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asher.errors import Fault
    from asher.scenario import CourseOfAction, Scenario

_OPTION = "--courses"
_NUMBERED = re.compile(r"courses_of_action\[(\d+)\]\.?")


def with_courses(scenario: Scenario, text: str) -> Scenario:
    """Put the courses of action that the command line names into a scenario.

    Parameters
    ----------
    scenario : Scenario
        Its own courses of action come first, shipped ones after.
    text : str
        Names joined by commas.

    Returns
    -------
    Scenario
        With these courses of action alone, in the order named.

    Raises
    ------
    ScenarioError
        With every name that is unknown, named twice, or does not fit the place.
    """
    from asher.errors import ScenarioError

    courses, columns = _chosen(scenario, text)
    try:
        return scenario.with_(courses_of_action=tuple(courses))
    except ScenarioError as error:
        named = [_of_option(fault, courses, columns) for fault in error.faults]
        faults = [fault for fault in named if fault is not None]
        if len(faults) < len(named):
            raise
        raise ScenarioError(faults) from None


def _of_option(fault: Fault, courses: list[CourseOfAction], columns: list[int]) -> Fault | None:
    """Lay a fault of a course of action to the option that named it; None for any other."""
    number = _NUMBERED.match(fault.where)
    if number is None:
        return None
    course, column = courses[int(number[1])], columns[int(number[1])]
    where = f"{course.name}: {fault.where[number.end() :]}".rstrip(": ")
    return replace(fault, file=_OPTION, line=1, column=column, where=where)


def _chosen(scenario: Scenario, text: str) -> tuple[list[CourseOfAction], list[int]]:
    from asher.documents import closest
    from asher.errors import Fault, ScenarioError

    known = known_courses(scenario)
    found: list[CourseOfAction] = []
    columns: list[int] = []
    faults, seen, column = [], set(), 1
    for piece in text.split(","):
        name = piece.strip()
        if not name:
            # Nothing between two commas, or after the last, names nothing.
            column += len(piece) + 1
            continue
        if name not in known or name in seen:
            what = f"{name!r} is named twice" if name in seen else f"unknown {name!r}"
            near = "" if name in seen else closest(name, known)
            faults.append(
                Fault(_OPTION, 1, column, "course of action", what, ", ".join(known), near)
            )
        else:
            found.append(known[name])
            columns.append(column)
        seen.add(name)
        column += len(piece) + 1
    if not found and not faults:
        faults.append(Fault(_OPTION, 1, 1, "course of action", "no name", ", ".join(known)))
    if faults:
        raise ScenarioError(faults)
    return found, columns


def find_course(scenario: Scenario, name: str, *, option: str) -> CourseOfAction:
    """Find the one course of action that the command line names.

    Parameters
    ----------
    scenario : Scenario
        Its own courses of action come first, shipped ones after.
    option : str
        The option that named it, for the message.

    Returns
    -------
    CourseOfAction
        The course of action.

    Raises
    ------
    ScenarioError
        If there is none of that name.
    """
    from asher.documents import closest
    from asher.errors import Fault, ScenarioError

    known = known_courses(scenario)
    if name in known:
        return known[name]
    what, near = f"unknown {name!r}", closest(name, known)
    raise ScenarioError([Fault(option, 1, 1, "course of action", what, ", ".join(known), near)])


def known_courses(scenario: Scenario) -> dict[str, CourseOfAction]:
    """Give the courses of action that the command line may name.

    Parameters
    ----------
    scenario : Scenario
        Its own courses of action come first, shipped ones after.

    Returns
    -------
    dict of str to CourseOfAction
        By name.
    """
    from asher.scenario import SHIPPED_COURSES

    own = {course.name: course for course in scenario.courses_of_action}
    return own | {course.name: course for course in SHIPPED_COURSES if course.name not in own}
