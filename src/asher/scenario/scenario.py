"""A scenario: a place, its people, a hazard or none, the community's response, and the choice."""

import hashlib
import json
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    model_validator,
)

from asher import bounds
from asher.documents import listed
from asher.documents.built import built
from asher.documents.mismatches import MismatchError
from asher.evidence import statistic
from asher.floorplan import Floorplan, parse_floorplan
from asher.quantities import Seconds, format_seconds
from asher.scenario.checks import HORIZON_S, TIME_STEP_S, find_mismatches, find_stray_sources
from asher.scenario.courses import CourseOfAction, shipped_course
from asher.scenario.deterrence import Deterrence
from asher.scenario.fitting import with_presets
from asher.scenario.hazard import Hazard
from asher.scenario.occupants import OccupantGroup
from asher.scenario.response import Response
from asher.scenario.sound import Sound
from asher.scenario.sources import Basis, IfStated, Specification, changed, numbers, sourced
from asher.scenario.stated import one_or_many
from asher.scenario.within import Name

Item = TypeVar("Item")

# What says how often and under which words a scenario is run, not what happens in it.
_NO_EFFECT = {"title", "description", "plan", "sources", "replications", "seed"}


_HANDBOOK = "sfpe"
_HANDBOOK_FIGURE = "specific-flow"


def _handbook(value: Any) -> Any:
    if isinstance(value, str):
        if value.strip().lower() == _HANDBOOK:
            return statistic(_HANDBOOK_FIGURE).estimate
        raise ValueError(f"a number of persons/(m s) above 0, or {_HANDBOOK}")
    return value


SpecificFlow = Annotated[
    float,
    Field(strict=True, gt=0, le=100),
    BeforeValidator(
        _handbook, json_schema_input_type=Annotated[float, Field(gt=0)] | Literal["sfpe"]
    ),
]


class Closure(Specification):
    """An opening that closes during the incident.

    Parameters
    ----------
    opening : str
        Its name in the plan.
    at : str
        Time after the start [s], such as ``"60 s"``.
    """

    opening: Name
    at: Seconds


def is_too_long(value: Any) -> bool:
    """Whether what a file states is a list of more parts than a scenario may have."""
    return isinstance(value, list | tuple) and len(value) > bounds.GROUPS


def _few(value: Any) -> Any:
    # Not max_length: it looks at every item first, and counts those that are wrong for nothing.
    if is_too_long(value):
        raise ValueError(f"{len(value):,} items; at most {bounds.GROUPS:,} are read")
    return value


def _at_least_one(items: tuple[Item, ...]) -> tuple[Item, ...]:
    # Not min_length: it would complain as well whenever an item is wrong.
    if not items:
        raise ValueError("at least one")
    return items


def _parsed(value: Any) -> Any:
    return parse_floorplan(value) if isinstance(value, dict) else value


class ScenarioFile(Specification):
    """What a scenario file states; a `Scenario` is this with its plan read.

    Parameters
    ----------
    title, description : str
        For readers.
    plan : str
        A plan file beside the scenario file, or the name of a shipped plan.
    occupants : tuple of OccupantGroup
        One group or a list of groups.
    hazard : Hazard or None
        A profile's name, or a mapping with a profile; none makes the scenario a drill.
    response : Response
        The community's clocks.
    sound : Sound
        Background noise, and what doors, walls and floors take of a shot.
    courses_of_action : tuple of CourseOfAction
        What is compared: shipped names, or mappings.
    closures : tuple of Closure
        Openings that close during the incident.
    max_specific_flow_per_m_s : float or None
        A planner's cap on the flow through every door and stair [persons/(m s)]; ``sfpe`` stands
        for the design value of the SFPE handbook.
    uncertainty : {"none", "posterior"}
        Whether calibrated numbers that the scenario does not state are drawn anew for every ten
        incidents, so that results and intervals hold what the evidence leaves open.
    deterrence : Deterrence
        By how much visible guards may change the chance of an attack (R19).
    replications : int
        How many incidents are run for each course of action.
    seed : int
        Of the random streams, 0 to 2^63 - 1.
    horizon : str
        Time at which an incident is cut off [s]; also the horizon of restricted means.
    time_step_s : float
        Step of the movement [s].
    sources : dict of str to str
        Where the file's own numbers come from, by their path, such as ``response.call``.
    """

    title: Name
    description: str = sourced("", judgement="words only")
    plan: Name
    occupants: Annotated[
        tuple[OccupantGroup, ...],
        AfterValidator(_at_least_one),
        one_or_many(OccupantGroup, dict),
        BeforeValidator(_few),
    ]
    hazard: Hazard | None = sourced(None, judgement="no hazard: a drill")
    response: Response = sourced(Response(), judgement="see the single values")
    sound: IfStated[Sound] = sourced(Sound(), judgement="see the single values")
    courses_of_action: Annotated[
        tuple[CourseOfAction, ...],
        AfterValidator(_at_least_one),
        one_or_many(CourseOfAction, dict, str),
        BeforeValidator(_few),
    ] = sourced(
        tuple(
            shipped_course(name)
            for name in ("contain-and-wait", "two-officer-entry", "four-officer-formation")
        ),
        judgement="the doctrines that agencies choose between",
    )
    closures: Annotated[tuple[Closure, ...], BeforeValidator(_few)] = sourced(
        (), judgement="nothing closes"
    )
    max_specific_flow_per_m_s: SpecificFlow | None = sourced(
        None, judgement="no cap: people pass as measured", unit="persons/(m s)"
    )
    uncertainty: Literal["none", "posterior"] = sourced(
        "none",
        judgement="numbers as stated; with posterior, a calibrated set for every ten incidents",
    )
    deterrence: Deterrence = sourced(
        Deterrence(), judgement="off: the evidence runs from none to the opposite sign"
    )
    replications: Annotated[int, Field(strict=True, ge=1, le=bounds.REPLICATIONS)] = sourced(
        1000, judgement="intervals narrow enough for a first look; the stopping rule does better"
    )
    seed: Annotated[int, Field(strict=True, ge=0, le=bounds.SEED)] = sourced(
        1, judgement="any number does"
    )
    horizon: Annotated[Seconds, Field(gt=0, le=bounds.HORIZON_S)] = sourced(
        HORIZON_S,
        judgement="longer than all but a few incidents; what is unfinished then is counted",
        unit="s",
    )
    time_step_s: Annotated[Seconds, Field(ge=bounds.TIME_STEP_S[0], le=bounds.TIME_STEP_S[1])] = (
        sourced(TIME_STEP_S, judgement="the step the movement law is verified at", unit="s")
    )
    sources: dict[str, str] = sourced({}, judgement="words only")

    def basis(self, field: str) -> Basis | None:
        """Say what the default of a field rests on; the handbook's cap has its figure."""
        cap = self.max_specific_flow_per_m_s
        if field == "max_specific_flow_per_m_s" and cap == statistic(_HANDBOOK_FIGURE).estimate:
            return Basis(cap, (_HANDBOOK_FIGURE,), unit="persons/(m s)")
        return super().basis(field)


class Scenario(ScenarioFile):
    """A scenario with its plan; every name in it was checked against the plan.

    Parameters
    ----------
    floorplan : Floorplan
        The plan that `plan` names.

    Notes
    -----
    Frozen: change it with `with_`. Two scenarios that state the same are equal and hash equal.
    """

    floorplan: Annotated[Floorplan, BeforeValidator(_parsed)]

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of everything that decides what happens in an incident.

        Left out: words (title, description, sources), the file name of the plan (the plan itself
        counts), the number of replications and the seed, so that a study can be resumed with more
        replications and results of two seeds can be put together.
        """
        stated = self.model_dump(mode="json", exclude=_NO_EFFECT | {"floorplan"})
        stated["floorplan"] = self.floorplan.digest
        text = json.dumps(stated, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def __repr__(self) -> str:
        people = sum(group.count for group in self.occupants)
        courses = ", ".join(course.name for course in self.courses_of_action)
        return f"<Scenario {self.title!r}: people: {people:,}; courses of action: {courses}>"

    __str__ = __repr__

    def __hash__(self) -> int:
        return hash((self.digest, self.title, self.replications, self.seed))

    def with_(self, **changes: Any) -> "Scenario":
        """Copy the scenario with some fields changed, checked as a file would be.

        Parameters
        ----------
        **changes : object
            Fields of the scenario by name, as in a file, such as ``hazard="school"``; ``horizon``
            also as a number of seconds. A mapping for a part changes what it names and leaves the
            rest of the part as it stands, unless it makes it another kind (a hazard of another
            profile); so does one for ``occupants`` where there is one group. A list takes the place
            of what stands. A new ``plan`` needs its ``floorplan``. Sources of numbers that changed
            are left out, unless ``sources`` are given.

        Raises
        ------
        ScenarioError
            If the result would not be a valid scenario.
        """
        stands = {name: getattr(self, name) for name in type(self).model_fields}
        only = self.occupants[0] if len(self.occupants) == 1 else None
        values = stands | {
            name: changed(only if name == "occupants" else stands.get(name), new)
            for name, new in changes.items()
        }
        if "sources" not in changes:
            values["sources"] = {}
        horizon = values["horizon"]
        if isinstance(horizon, int | float) and not isinstance(horizon, bool) and horizon >= 0:
            values["horizon"] = format_seconds(horizon)
        with built(f"with_({listed(changes)})", changes, Scenario):
            new = Scenario.model_validate(values)
        if "sources" not in changes:
            new = new.model_copy(update={"sources": self._sources_for(new)})
        return new

    def _sources_for(self, other: "Scenario") -> dict[str, str]:
        """Sources of the numbers that it has too, those of courses under their number there."""
        new, before, after = other.courses_of_action, numbers(self), numbers(other)
        found = {}
        for path, source in self.sources.items():
            part, _, rest = path.partition("]")
            if not part.startswith("courses_of_action["):
                if path in after and after[path] == before.get(path):
                    found[path] = source
                continue
            course = self.courses_of_action[int(part.rpartition("[")[2])]
            if course in new:
                found[f"courses_of_action[{new.index(course)}]{rest}"] = source
        return found

    def course(self, name: str) -> CourseOfAction:
        """Look up one of its courses of action by name; `KeyError` if there is none."""
        for course in self.courses_of_action:
            if course.name == name:
                return course
        raise KeyError(name)

    @classmethod
    def of(cls, stated: ScenarioFile, floorplan: Floorplan) -> "Scenario":
        """Put a file and its plan together once what the file names was looked for in the plan.

        Parameters
        ----------
        stated : ScenarioFile
            What the file states; nothing of it is read a second time.
        """
        values = {name: getattr(stated, name) for name in type(stated).model_fields}
        if stated.hazard is not None:
            values["occupants"] = with_presets(stated.occupants, floorplan)
        set_ = stated.model_fields_set | {"floorplan"}
        return cls.model_construct(_fields_set=set_, **values, floorplan=floorplan)

    def to_document(self) -> dict[str, Any]:
        """Write the scenario whole, its plan included, as plain JSON values.

        Returns
        -------
        dict
            Only dict, list, str, int, float, bool and None; `from_document` reads it back equal.
        """
        return self.model_dump(mode="json")

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> "Scenario":
        """Read what `to_document` wrote.

        Parameters
        ----------
        document : dict
            A scenario whole.

        Returns
        -------
        Scenario
            Equal to the one that was written.

        Raises
        ------
        ScenarioError
            If it is not a valid scenario.
        """
        with built("from_document(document)", document, Scenario):
            return Scenario.model_validate(document)

    @model_validator(mode="after")
    def _names_stand_in_plan(self) -> "Scenario":
        stated = self.model_dump(exclude={"floorplan"})
        mismatches = [*find_mismatches(stated, self.floorplan), *find_stray_sources(self)]
        if mismatches:
            raise MismatchError(mismatches)
        return self

    @model_validator(mode="after")
    def _people_fit_their_place(self) -> "Scenario":
        if self.hazard is not None:
            # Frozen for everybody else: nobody has seen it yet.
            self.__dict__["occupants"] = with_presets(self.occupants, self.floorplan)
        return self
