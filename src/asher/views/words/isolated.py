"""Courses of action that differ in one part alone: only there does a difference have a cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison
    from asher.scenario.courses import CourseOfAction

_WORDS = frozenset({"name", "title", "description", "rows"})


def alike_but_for(comparison: Comparison, part: str) -> tuple[str, ...]:
    """Find the courses of action that differ in one part and in nothing else.

    Parameters
    ----------
    part : str
        Field of a course of action, such as ``entry``.

    Returns
    -------
    tuple of str
        Names in the order of the scenario: the largest such group, the first of equal ones; empty
        where no two courses differ in this part alone.
    """
    groups: dict[str, list[CourseOfAction]] = {}
    compared = set(comparison.courses)
    for course in comparison.scenario.courses_of_action:
        if course.name in compared:
            groups.setdefault(_all_but(course, part), []).append(course)
    largest = max(groups.values(), key=_settings_of(part), default=[])
    if _settings_of(part)(largest) < 2:
        return ()
    return tuple(course.name for course in largest)


def _all_but(course: CourseOfAction, part: str) -> str:
    return course.model_dump_json(exclude={*_WORDS, part})


def _settings_of(part: str) -> Callable[[list[CourseOfAction]], int]:
    return lambda group: len({repr(getattr(course, part)) for course in group})
