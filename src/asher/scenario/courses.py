"""Courses of action: complete, comparable sets of response choices, and nothing else.

A course of action holds levers. It cannot hold any part of a hazard; what differs between two
courses is what people can decide.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from asher.documents import closest
from asher.documents.built import built
from asher.scenario.durations import or_text
from asher.scenario.parts import (
    AfterContact,
    Agencies,
    Barricade,
    Breach,
    Building,
    ContainAndWait,
    Entry,
    Formation,
    GoIn,
    Guidance,
    HoldAndNegotiate,
    Immediate,
    Notice,
    OnSite,
    OwnResponse,
    PressOn,
    Rescue,
    Setting,
    StayOutside,
    WithdrawAndWait,
)
from asher.scenario.parts.setting import UNTOLD_ROWS, told_rows
from asher.scenario.sources import Specification, sourced


def _own_words(stated: Mapping[str, Any], course: "CourseOfAction") -> dict[str, str]:
    # Words about the shipped course would be wrong of what was made of it.
    name = stated.get("name")
    if not isinstance(name, str) or name == course.name:
        return {}
    return {"title": name.replace("-", " ").capitalize(), "description": ""}


def _number(row: str) -> int:
    return int(row.removeprefix("R"))


def _one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str | dict | OnSite) else value


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
    after_contact : PressOn, WithdrawAndWait or FallBack
        What they do when one of them is hit, or none of their rounds hits.
    barricade : GoIn, HoldAndNegotiate or Breach
        What they do when the hazard stays in a closed room.
    on_site : tuple of OnSite
        Guards, officers and armed people at the place.
    notice : Notice
        How the place raises the alarm.
    guidance : Guidance
        What occupants were trained to do (R12, R14).
    rescue : Rescue
        When care reaches the wounded.
    agencies : Agencies
        Whether agencies that meet have trained together, and who commands them.
    building : Building
        What is done to the building beforehand (R22).
    response : OwnResponse
        Times and officers that are otherwise than the scenario's `response` has them (R23).
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    title: str = sourced("", judgement="words only")
    description: str = sourced("", judgement="words only")
    rows: tuple[Annotated[str, Field(pattern=r"^R\d+$")], ...] = sourced((), judgement="words only")
    entry: Entry
    after_contact: AfterContact = sourced(
        PressOn(rule="press-on"), judgement="go on after a hit unless stated"
    )
    barricade: Barricade = sourced(GoIn(rule="press-on"), judgement="go in unless stated")
    on_site: Annotated[
        tuple[OnSite, ...],
        BeforeValidator(_one_or_many, json_schema_input_type=OnSite | tuple[OnSite, ...]),
    ] = sourced((), judgement="nobody unless stated")
    notice: Notice = sourced(Notice(), judgement="see the single values")
    guidance: Guidance = sourced(Guidance.NONE, judgement="none unless stated")
    rescue: Rescue = sourced(Rescue(), judgement="see the single values")
    agencies: Agencies = sourced(Agencies(), judgement="see the single values")
    # A course that states nothing of it is written as before there was such a part.
    building: Annotated[Building, Field(exclude_if=lambda value: value == Building())] = sourced(
        Building(), judgement="see the single values"
    )
    response: Annotated[OwnResponse, Field(exclude_if=lambda value: value == OwnResponse())] = (
        sourced(OwnResponse(), judgement="see the single values")
    )

    @property
    def before_police(self) -> tuple[object, ...]:
        """What makes a difference before the first officer arrives; equal parts, equal runs."""
        found = (setting for _, settings in self.settings() for setting in settings)
        return tuple(setting for setting in found if setting.acts_before_police)

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
    ScenarioError
        If no such course ships; it names the nearest one.
    """
    with built("shipped_course(name)", {"name": name}, CourseOfAction):
        return CourseOfAction.model_validate(name)


def _shipped(name: str) -> CourseOfAction:
    for course in SHIPPED_COURSES:
        if course.name == name:
            return course
    names = [course.name for course in SHIPPED_COURSES]
    raise PydanticCustomError(
        "unknown_course",
        "a shipped course ({names}), or a mapping with name and entry",
        {"names": ", ".join(names), "suggestion": closest(name, names)},
    )


def _course(name: str, title: str, description: str, **parts: Any) -> CourseOfAction:
    parts.setdefault("entry", _PAIR)
    course = CourseOfAction(name=name, title=title, description=description, **parts)
    return course.model_copy(update={"rows": tuple(course.used_rows())})


_PAIR = Formation(rule="formation", officers=2)
_FOUR = Formation(rule="formation", officers=4)

# What is no rule of entry is shipped with the entry of two officers, so that the difference from
# two-officer-entry is the difference it makes.
SHIPPED_COURSES: tuple[CourseOfAction, ...] = (
    _course(
        "contain-and-wait",
        "Contain and wait",
        "Officers hold a perimeter; the tactical team enters once it has assembled.",
        entry=ContainAndWait(rule="contain-and-wait"),
    ),
    _course(
        "two-officer-entry",
        "Two officers enter",
        "The first two officers on scene form a pair and enter.",
        rows=("R2", "R3"),
    ),
    _course(
        "three-officer-formation",
        "Formation of three",
        "The first three officers form a contact team and enter.",
        entry=Formation(rule="formation", officers=3),
    ),
    _course(
        "four-officer-formation",
        "Formation of four",
        "The first four officers form a contact team and enter.",
        entry=_FOUR,
    ),
    _course(
        "solo-entry",
        "First officer enters alone",
        "Each officer enters on arrival, without waiting for another.",
        entry=Immediate(rule="immediate", officers=1),
    ),
    _course(
        "withdraw-and-wait",
        "Withdraw and wait",
        "Two officers enter; when one is hit all pull back until four more have come.",
        after_contact=WithdrawAndWait(rule="withdraw-and-wait"),
    ),
    _course(
        "stay-outside",
        "Officers stay outside",
        "Officers arrive and do not enter while the attack lasts.",
        entry=StayOutside(rule="stay-outside"),
    ),
    _course(
        "hold-and-negotiate",
        "Hold and negotiate",
        "Two officers enter; before a closed room they hold until it ends by itself.",
        barricade=HoldAndNegotiate(rule="hold-and-negotiate"),
    ),
    _course(
        "breach",
        "Breach after half an hour",
        "Two officers enter; before a closed room they hold, and force it after 30 minutes.",
        barricade=Breach.model_validate({"rule": "breach", "after": "30 min"}),
    ),
    _course(
        "unarmed-guard",
        "Unarmed guard",
        "An unarmed guard with a radio at a post; two officers enter.",
        on_site=("unarmed-guard",),
    ),
    _course(
        "armed-guard",
        "Armed guard",
        "An armed guard at a post, who may or may not engage; two officers enter.",
        on_site=("armed-guard",),
    ),
    _course(
        "resource-officer",
        "Resource officer",
        "A sworn officer with a radio at a post, who may or may not engage; two officers enter.",
        on_site=("resource-officer",),
    ),
    _course(
        "school-marshal",
        "School marshal",
        "A trained member of staff fetches a weapon and guards a door; two officers enter.",
        on_site=("school-marshal",),
    ),
    _course(
        "armed-bystanders",
        "Armed bystanders",
        "Two armed people among the occupants act at close range; two officers enter.",
        on_site=({"kind": "armed-bystander", "count": 2},),
    ),
    _course(
        "unarmed-resistance",
        "Unarmed resistance",
        "Occupants close by are trained to restrain the attacker; two officers enter.",
        guidance="resist",
    ),
    _course(
        "alarm-button",
        "Alarm button",
        "A button calls the police at once; two officers enter.",
        notice=Notice(alarm_button=True),
    ),
    _course(
        "public-address",
        "Public address",
        "An announcement tells everyone inside; two officers enter.",
        notice=Notice(public_address=True),
    ),
    _course(
        "lockdown",
        "Lockdown",
        "An announcement is made and occupants lock themselves in; two officers enter.",
        notice=Notice(public_address=True),
        guidance="lockdown",
    ),
    _course(
        "run-hide-fight",
        "Run, hide, fight",
        "Occupants are trained to act sooner and not to freeze; two officers enter.",
        guidance="run-hide-fight",
    ),
    _course(
        "classroom-locks",
        "Classroom locks",
        "Every classroom can be locked from inside without a key; two officers enter.",
        building={"lock": {"category": "classroom"}, "lock_delay": "5 s", "without_key": True},
    ),
    _course(
        "rescue-task-force",
        "Rescue task force",
        "Two officers enter; an escorted medical team works where the hazard no longer is.",
        rescue=Rescue(rule="rescue-task-force"),
    ),
    _course(
        "officers-carry-out",
        "Officers carry out",
        "Two officers enter; once the hazard is contained officers bring the wounded out.",
        rescue=Rescue(rule="officers-carry-out"),
    ),
    _course(
        "bystander-aid",
        "Bystander aid",
        "People inside are trained and equipped to stop bleeding; two officers enter.",
        rescue=Rescue(bystander_aid=True),
    ),
    _course(
        "hold-until-cleared",
        "Hold until cleared",
        "Two officers enter; care waits until the whole place is cleared.",
        rescue=Rescue(rule="hold-until-cleared"),
    ),
    _course(
        "bleeding-control",
        "Bleeding control",
        "Staff are trained to stop bleeding, and call takers tell how; two officers enter.",
        rescue=Rescue(bleeding_control_training=True, call_taker_instructions=True),
    ),
    _course(
        "joint-rescue",
        "Joint rescue team",
        "Two officers enter; under one command a joint rescue team stands by and goes in at once.",
        rescue=Rescue(rule="rescue-task-force", joint_standby=True),
    ),
    _course(
        "joint-training",
        "Joint training",
        "Two officers enter; agencies that meet at the door have trained together.",
        agencies=Agencies(joint_training=True),
    ),
    _course(
        "unified-command",
        "Unified command",
        "Two officers enter; one command joins the radios of all agencies.",
        agencies=Agencies(unified_command=True),
    ),
)
