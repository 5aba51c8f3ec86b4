"""The courses of action: what is decided in each, and which rows of the system that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asher.views.section import Section
from asher.views.words.course_words import course_words

if TYPE_CHECKING:
    from asher.views.reported import Reported


def _values(reported: Reported) -> dict[str, Any]:
    # What a course of action decides about an attack is no part of a drill.
    left_out: dict[str, Any] = {} if reported.is_attack else {"parts": [], "rows": []}
    return {"courses": [course | left_out for course in course_words(reported.scenario)]}


SECTION: Section[Reported] = Section(
    "courses", "Courses of action", values=_values, template="courses.html.jinja"
)
