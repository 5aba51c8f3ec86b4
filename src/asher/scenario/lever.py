"""A lever of one's own: a change of courses of action, put together from the parts there are."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from asher.documents import Document, faults_of
from asher.errors import ScenarioError
from asher.scenario.courses import CourseOfAction


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
        shown: dict[str, Any] = {}
        try:
            course = CourseOfAction.model_validate(course)
            stated = course.model_dump(mode="json")
            change = self.change(course) if callable(self.change) else self.change
            changes = {key: _over(stated, key, new) for key, new in change.items()}
            shown = {
                "name": f"{course.name}-{self.name}",
                "title": f"{course.title or course.name}, {self.name.replace('-', ' ')}",
                "description": f"{course.description} {self.words}".strip(),
                **changes,
            }
            return CourseOfAction.model_validate(stated | shown)
        except ValidationError as error:
            plain = json.loads(json.dumps(shown, default=str))
            document = Document(Path(self.name), json.dumps(plain), plain)
            raise ScenarioError(faults_of(error, document, model=CourseOfAction)) from None


def _over(stated: Mapping[str, Any], key: str, new: Any) -> Any:
    old, field = stated.get(key), CourseOfAction.model_fields.get(key)
    if not isinstance(old, dict) or not isinstance(new, Mapping) or field is None:
        return new
    # A part of another rule has other keys: it takes the place of the part whole.
    is_other = field.discriminator is not None and new.get("rule", old["rule"]) != old["rule"]
    return new if is_other else {**old, **new}
