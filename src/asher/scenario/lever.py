"""A lever of one's own: a change of courses of action, put together from the parts there are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from asher.documents.built import built
from asher.scenario.courses import CourseOfAction
from asher.scenario.sources import put_over


@dataclass(frozen=True, slots=True)
class Lever:
    """What people may decide on top of a course of action.

    Parameters
    ----------
    name : str
        Lower-case words joined by hyphens; added to the name and title of a course.
    words : str
        A sentence that says what is done; added to its description.
    change : mapping or callable
        The parts that it changes, as a scenario file states them, or a function that gives them
        for a course. A mapping is put over what the part states already.

    Examples
    --------
    >>> drill = Lever(
    ...     name="lockdown-drill",
    ...     words="Staff press a button, and occupants are drilled to lock themselves in.",
    ...     change={"guidance": "lockdown", "notice": {"alarm_button": True}},
    ... )
    >>> course = drill.added_to("public-address")
    >>> course.name, course.title
    ('public-address-lockdown-drill', 'Public address, lockdown drill')
    >>> course.notice.alarm_button, course.notice.public_address
    (True, True)
    >>> list(course.used_rows())
    ['R2', 'R13', 'R14']
    """

    name: str
    words: str
    change: Mapping[str, Any] | Callable[[CourseOfAction], Mapping[str, Any]]

    def added_to(self, course: CourseOfAction | str) -> CourseOfAction:
        """Make the course of action that does this as well.

        Parameters
        ----------
        course : CourseOfAction or str
            A course, or the name of a shipped one.

        Returns
        -------
        CourseOfAction
            A course like any other: its words, rows, clocks and numbers are those of its parts.

        Raises
        ------
        ScenarioError
            If there is no such course, or the change is none of a course of action.
        """
        with built("added_to(course)", {"course": course}, CourseOfAction):
            course = CourseOfAction.model_validate(course)
        change = self.change(course) if callable(self.change) else self.change
        words = {
            "name": f"{course.name}-{self.name}",
            "title": f"{course.title or course.name}, {self.name.replace('-', ' ')}",
            "description": f"{course.description} {self.words}".strip(),
        }
        with built(self.name, change, CourseOfAction):
            return CourseOfAction.model_validate(put_over(course, words | dict(change)))
