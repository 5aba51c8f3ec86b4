"""Courses of action: complete, comparable sets of response choices, and nothing else.

A course of action holds levers. It cannot hold any part of a hazard; what differs between two
courses is what people can decide.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from asher.documents import closest
from asher.scenario.clocks import or_text
from asher.scenario.sources import Specification, sourced


class ContainAndWait(Specification):
    """Perimeter only; the tactical team enters when it has assembled."""

    rule: Literal["contain-and-wait"]


class Formation(Specification):
    """The first officers form a contact team, then go to the sound of gunfire.

    Parameters
    ----------
    officers : int
        Size of the team, 2 to 5.
    """

    rule: Literal["formation"]
    officers: Annotated[int, Field(strict=True, ge=2, le=5)]


class Immediate(Specification):
    """Officers enter as they arrive, without forming.

    Parameters
    ----------
    officers : int
        How many enter together, 1 or 2.
    """

    rule: Literal["immediate"]
    officers: Annotated[int, Field(strict=True, ge=1, le=2)]


class StayOutside(Specification):
    """Officers arrive and do not enter while the attack lasts."""

    rule: Literal["stay-outside"]


Entry = Annotated[ContainAndWait | Formation | Immediate | StayOutside, Field(discriminator="rule")]


class CourseOfAction(Specification):
    """One complete set of response choices; the unit of comparison.

    Parameters
    ----------
    name : str
        Lower-case words joined by hyphens; used in files, tables and on the command line.
    title, description : str
        For readers.
    rows : tuple of str
        Rows of the model's table of the response system, such as ``"R2"``.
    entry : ContainAndWait, Formation, Immediate or StayOutside
        When officers enter, and how many.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    title: str = sourced("", judgement="words only")
    description: str = sourced("", judgement="words only")
    rows: tuple[Annotated[str, Field(pattern=r"^R\d+$")], ...] = sourced((), judgement="words only")
    entry: Entry

    @model_validator(mode="before")
    @classmethod
    def _from_shipped(cls, data: Any) -> Any:
        if isinstance(data, str):
            return shipped_course(data).model_dump()
        if isinstance(data, Mapping) and isinstance(data.get("based_on"), str):
            course = shipped_course(data["based_on"])
            stated = {key: value for key, value in data.items() if key != "based_on"}
            return {**course.model_dump(), **stated}
        return data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        names = [course.name for course in SHIPPED_COURSES]
        definition = handler.resolve_ref_schema(schema)
        definition["properties"]["based_on"] = {"enum": names}
        # What it is based on brings the entry rule along.
        definition["required"] = ["name"]
        definition["anyOf"] = [{"required": ["entry"]}, {"required": ["based_on"]}]
        return or_text(schema, handler, {"enum": names})


def shipped_course(name: str) -> CourseOfAction:
    """Look a shipped course of action up by its name.

    Parameters
    ----------
    name : str
        Such as ``"contain-and-wait"``.

    Returns
    -------
    CourseOfAction
        The course.

    Raises
    ------
    PydanticCustomError
        If no such course ships; a ValueError that names the nearest one.
    """
    for course in SHIPPED_COURSES:
        if course.name == name:
            return course
    names = [course.name for course in SHIPPED_COURSES]
    raise PydanticCustomError(
        "unknown_course",
        "a shipped course ({names}), or a mapping with name and entry",
        {"names": ", ".join(names), "suggestion": closest(name, names)},
    )


SHIPPED_COURSES: tuple[CourseOfAction, ...] = (
    CourseOfAction(
        name="contain-and-wait",
        title="Contain and wait",
        description="Officers hold a perimeter; the tactical team enters once it has assembled.",
        rows=("R1",),
        entry=ContainAndWait(rule="contain-and-wait"),
    ),
    CourseOfAction(
        name="two-officer-entry",
        title="Two officers enter",
        description="The first two officers on scene form a pair and enter.",
        rows=("R2", "R3"),
        entry=Formation(rule="formation", officers=2),
    ),
    CourseOfAction(
        name="three-officer-formation",
        title="Formation of three",
        description="The first three officers form a contact team and enter.",
        rows=("R2",),
        entry=Formation(rule="formation", officers=3),
    ),
    CourseOfAction(
        name="four-officer-formation",
        title="Formation of four",
        description="The first four officers form a contact team and enter.",
        rows=("R2",),
        entry=Formation(rule="formation", officers=4),
    ),
    CourseOfAction(
        name="solo-entry",
        title="First officer enters alone",
        description="Each officer enters on arrival, without waiting for another.",
        rows=("R3",),
        entry=Immediate(rule="immediate", officers=1),
    ),
    CourseOfAction(
        name="stay-outside",
        title="Officers stay outside",
        description="Officers arrive and do not enter while the attack lasts.",
        rows=("R5",),
        entry=StayOutside(rule="stay-outside"),
    ),
)
