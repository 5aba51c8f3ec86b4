"""Whether the parts of a course of action go together, with each other and with the plan."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from asher.documents import Keys
from asher.documents.mismatches import Mismatch
from asher.floorplan import Floorplan, without_shut_rooms
from asher.scenario.courses import CourseOfAction
from asher.scenario.parts.setting import Around
from asher.scenario.response import Response


def find_contradictions(stated: Mapping[str, Any], floorplan: Floorplan) -> Iterator[Mismatch]:
    """Find what a course of action needs and does not have.

    Parameters
    ----------
    stated : Mapping
        A scenario as its file states it; courses that are faults already are passed over.

    Yields
    ------
    Mismatch
        What each part of each course says that it lacks.
    """
    courses = stated.get("courses_of_action")
    items = courses if isinstance(courses, list | tuple) else [courses]
    response = stated.get("response")
    for number, item in enumerate(items):
        try:
            course = CourseOfAction.model_validate(item)
        except ValidationError:
            continue
        of_all = response if isinstance(response, Mapping) else {}
        own = course.response.stated(Response())
        around = Around(course, without_shut_rooms(floorplan), {**of_all, **own}, floorplan)
        parts = item if isinstance(item, Mapping) else {}
        yield from _of_course(around, ("courses_of_action", number), parts)


def _of_course(around: Around, keys: Keys, parts: Mapping[str, Any]) -> Iterator[Mismatch]:
    for name, settings in around.course.settings():
        several = isinstance(parts.get(name), list | tuple)
        for number, setting in enumerate(settings):
            at: Keys = (*keys, name) if name in parts else keys
            at = (*at, number) if several else at
            for lacking in setting.find_lacking(around):
                found, allowed, suggestion, inside = lacking
                # What a shipped course brings along is not in the file.
                place = (*at, *inside) if name in parts else at
                yield Mismatch(place, found, allowed, suggestion)
