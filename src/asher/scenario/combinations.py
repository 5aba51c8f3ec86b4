"""Whether the parts of a course of action go together, with each other and with the plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from asher.documents import Document, Keys, closest, listed, path_text
from asher.errors import Fault, Word
from asher.floorplan import Floorplan
from asher.scenario.courses import CourseOfAction
from asher.scenario.response import Response


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something in a scenario that does not go with its plan, or with the rest of it.

    Parameters
    ----------
    keys : tuple of str and int
        Where it stands in the scenario.
    found, allowed, suggestion : str
        As in a fault.
    """

    keys: Keys
    found: str
    allowed: str
    suggestion: Word = ""

    def placed(self, document: Document) -> Fault:
        """Say where in a document it stands.

        Parameters
        ----------
        document : Document
            The document that states the scenario.

        Returns
        -------
        Fault
            To be shown.
        """
        line, column = document.position(self.keys)
        where = path_text(self.keys)
        return Fault(
            str(document.path), line, column, where, self.found, self.allowed, self.suggestion
        )


class MismatchError(ValueError):
    """Several mismatches at once.

    Parameters
    ----------
    mismatches : list of Mismatch
        All of them.
    """

    def __init__(self, mismatches: list[Mismatch]) -> None:
        super().__init__(f"{len(mismatches)} mismatches")
        self.mismatches = mismatches


def find_contradictions(stated: Mapping[str, Any], floorplan: Floorplan) -> Iterator[Mismatch]:
    """Find what a course of action needs and does not have.

    Parameters
    ----------
    stated : Mapping
        A scenario as its file states it; courses that are faults already are passed over.
    floorplan : Floorplan
        Its plan.

    Yields
    ------
    Mismatch
        Posts that are not in the plan, a tactical team that does not exist, care by officers who
        never enter.
    """
    courses = stated.get("courses_of_action")
    items = courses if isinstance(courses, list | tuple) else [courses]
    team = _tactical_team_size(stated.get("response"))
    for number, item in enumerate(items):
        keys: Keys = ("courses_of_action", number)
        try:
            course = CourseOfAction.model_validate(item)
        except ValidationError:
            continue
        parts = item if isinstance(item, Mapping) else {}
        yield from _post_mismatches(course, keys, parts, floorplan)
        if team == 0 and course.entry.rule == "contain-and-wait":
            at = (*keys, "entry") if "entry" in parts else keys
            found = f"{course.name!r} waits for a tactical team, and there is none"
            yield Mismatch(at, found, "response.tactical_team_size of 1 or more")
        if course.entry.rule == "stay-outside" and course.rescue.rule == "officers-carry-out":
            at = (*keys, "rescue") if "rescue" in parts else keys
            found = f"{course.name!r}: officers who stay outside carry nobody out"
            yield Mismatch(at, found, "hold-until-cleared or rescue-task-force")


def _tactical_team_size(response: Any) -> Any:
    default = Response.model_fields["tactical_team_size"].default
    return response.get("tactical_team_size", default) if isinstance(response, Mapping) else default


def _post_mismatches(
    course: CourseOfAction, keys: Keys, parts: Mapping[str, Any], floorplan: Floorplan
) -> Iterator[Mismatch]:
    posts = [zone.name for zone in floorplan.zones if zone.category == "post" and zone.polygon]
    several = isinstance(parts.get("on_site"), list | tuple)
    for number, person in enumerate(course.on_site):
        if person.kind == "armed-bystander":
            continue
        at: Keys = keys
        if "on_site" in parts:
            at = (*keys, "on_site", number) if several else (*keys, "on_site")
        if not posts:
            found = f"{course.name!r} needs a post for its {person.kind}, and the plan has none"
            yield Mismatch(at, found, "a zone of category post in the plan")
        for name in person.post:
            if posts and name not in posts:
                allowed = f"a post zone of the plan ({listed(posts)})"
                yield Mismatch(at, f"{name!r} is no post", allowed, closest(name, posts))
