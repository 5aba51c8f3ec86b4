"""Courses of action: complete, comparable sets of response choices, and nothing else.

A course of action holds levers. It cannot hold any part of a hazard; what differs between two
courses is what people can decide.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from asher.documents import closest
from asher.documents.built import built
from asher.scenario import parts
from asher.scenario.durations import or_text
from asher.scenario.parts.setting import UNTOLD_ROWS, Setting, told_rows
from asher.scenario.sources import IfStated, Specification, sourced


def _own_words(stated: Mapping[str, Any], course: "CourseOfAction") -> dict[str, str]:
    # Words about the shipped course would be wrong of what was made of it.
    name = stated.get("name")
    if not isinstance(name, str) or name == course.name:
        return {}
    return {"title": name.replace("-", " ").capitalize(), "description": ""}


def _number(row: str) -> int:
    return int(row.removeprefix("R"))


class CourseOfAction(Specification):
    """One complete set of response choices; the unit of comparison."""

    # What stands below a field are its words, in the schema and in the documentation.
    model_config = ConfigDict(use_attribute_docstrings=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    """Lower-case words joined by hyphens; used in files, tables and on the command line."""
    title: str = sourced("", judgement="words only")
    """For readers."""
    description: str = sourced("", judgement="words only")
    """For readers."""
    rows: tuple[Annotated[str, Field(pattern=r"^R\d+$")], ...] = sourced((), judgement="words only")
    """Rows of the model's table of the response system, such as ``"R2"``."""
    entry: parts.Entry
    """When officers enter, and how many."""
    after_contact: parts.AfterContact = sourced(
        parts.PressOn(rule="press-on"), judgement="go on after a hit unless stated"
    )
    """What they do when one of them is hit, or none of their rounds hits."""
    barricade: parts.Barricade = sourced(
        parts.GoIn(rule="press-on"), judgement="go in unless stated"
    )
    """What they do when the hazard stays in a closed room."""
    on_site: parts.PeopleOnSite = sourced((), judgement="nobody unless stated")
    """Guards, officers and armed people at the place."""
    notice: parts.Notice = sourced(parts.Notice(), judgement="see the single values")
    """How the place raises the alarm."""
    information: IfStated[parts.Information] = sourced((), judgement="nothing unless stated")
    """What tells police, people and officers of the attack, and where it is (R24)."""
    guidance: parts.Guidance = sourced(parts.Guidance.NONE, judgement="none unless stated")
    """What occupants were trained to do (R12, R14)."""
    rescue: parts.Rescue = sourced(parts.Rescue(), judgement="see the single values")
    """When care reaches the wounded."""
    agencies: parts.Agencies = sourced(parts.Agencies(), judgement="see the single values")
    """Whether agencies that meet have trained together, and who commands them."""
    building: IfStated[parts.Building] = sourced(
        parts.Building(), judgement="see the single values"
    )
    """What is done to the building beforehand (R22)."""
    response: IfStated[parts.OwnResponse] = sourced(
        parts.OwnResponse(), judgement="see the single values"
    )
    """Times and officers that are otherwise than the scenario's `response` has them (R23)."""

    @property
    def before_police(self) -> tuple[object, ...]:
        """What makes a difference before the first officer arrives; equal parts, equal runs."""
        return tuple(each for each in self._at_work() if each.acts_before_police)

    @property
    def before_care(self) -> tuple[object, ...]:
        """What makes a difference before the wounded are cared for; equal parts, equal runs."""
        return tuple(each for each in self._at_work() if each.acts_before_care)

    def _at_work(self) -> Iterator[Setting]:
        """All settings but people on site of whom nobody ever acts: they are not there."""
        # Beside others who act they count: the draws of people on site go by their number.
        is_anybody_on_site = any(people.engages_share > 0.0 for people in self.on_site)
        for name, settings in self.settings():
            if name != "on_site" or is_anybody_on_site:
                yield from settings

    def settings(self) -> Iterator[tuple[str, tuple[Setting, ...]]]:
        """List its levers as they are set; whatever is told of a course is told by them.

        Yields
        ------
        (str, tuple of Setting)
            Field of the lever, and its settings: several people on site are several.
        """
        for name in type(self).model_fields:
            value = getattr(self, name)
            several = value if isinstance(value, tuple) else (value,)
            settings = tuple(each for each in several if isinstance(each, Setting))
            if settings:
                yield name, settings

    def used_rows(self) -> dict[str, str]:
        """Rows of the response system that it uses, with what each is.

        Returns
        -------
        dict of str to str
            In the order of their numbers: those of its parts, since what it took over from a
            shipped course may have been changed; and what no part tells, as stated.
        """
        settings = [each for _, several in self.settings() for each in several]
        told = told_rows()
        found = {row for each in settings for row in each.rows()}
        meant = {row for each in settings for row in each.rows_if_stated()}
        found |= {row for row in self.rows if row in meant or row not in told}
        return {row: (told | UNTOLD_ROWS).get(row, "") for row in sorted(found, key=_number)}

    @model_validator(mode="before")
    @classmethod
    def _from_shipped(cls, data: Any) -> Any:
        if isinstance(data, str):
            return _shipped(data).model_dump()
        if isinstance(data, Mapping) and isinstance(data.get("based_on"), str):
            course = _shipped(data["based_on"])
            stated = {key: value for key, value in data.items() if key != "based_on"}
            return {**course.model_dump(), **_own_words(stated, course), **stated}
        return data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        names = [course.name for course in _all_shipped()]
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

    Raises
    ------
    ScenarioError
        If no such course ships; it names the nearest one.
    """
    with built("shipped_course(name)", {"name": name}, CourseOfAction):
        return CourseOfAction.model_validate(name)


def _all_shipped() -> tuple[CourseOfAction, ...]:
    # They are courses of action themselves.
    from asher.scenario.shipped import SHIPPED_COURSES

    return SHIPPED_COURSES


def _shipped(name: str) -> CourseOfAction:
    for course in _all_shipped():
        if course.name == name:
            return course
    names = [course.name for course in _all_shipped()]
    raise PydanticCustomError(
        "unknown_course",
        "a shipped course ({names}), or a mapping with name and entry",
        {"names": ", ".join(names), "suggestion": closest(name, names)},
    )
