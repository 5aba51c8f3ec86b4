"""What a course of action is, in short plain words: only what differs from the default."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asher.scenario import CourseOfAction, Scenario


def titles_of(scenario: Scenario) -> dict[str, str]:
    """Give the title of each course of action by its name.

    Returns
    -------
    dict of str to str
        Titles, the name where there is none; with the name behind it where several have the same
        title, since two courses of one label would be drawn upon one another.
    """
    titles = {course.name: course.title or course.name for course in scenario.courses_of_action}
    shared = Counter(titles.values())
    return {
        name: f"{title} ({name})" if shared[title] > 1 else title for name, title in titles.items()
    }


def course_words(scenario: Scenario) -> list[dict[str, Any]]:
    """Describe every course of action.

    Returns
    -------
    list of dict
        ``title``, ``description``, ``parts`` (label and words) and ``rows`` (id and words).
    """
    titles = titles_of(scenario)
    return [
        {
            "title": titles[course.name],
            "description": course.description,
            "parts": parts_in_words(course, scenario=scenario),
            "rows": list(course.used_rows().items()),
        }
        for course in scenario.courses_of_action
    ]


def parts_in_words(course: CourseOfAction, *, scenario: Scenario) -> list[tuple[str, str]]:
    """Say what a course of action does, part by part.

    Parameters
    ----------
    scenario : Scenario
        For the number of agencies and of the tactical team.

    Returns
    -------
    list of (str, str)
        The entry, and every other part that is not the default.
    """
    found = []
    own = course.response.over(scenario.response)
    for name, settings in course.settings():
        # What it changes of the response is told beside what the scenario states.
        response = scenario.response if name == "response" else own
        words = "; ".join(filter(None, (each.words(response) for each in settings)))
        found.append((settings[0].label, words))
    return [(label, words) for label, words in found if words]
