"""The cases that ship: read with every fault at once, found by name, each with its own response."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from asher.documents import closest, faults_of, read_document
from asher.errors import EvidenceError, Fault, ScenarioError, Word, by_place
from asher.evidence import statistic
from asher.quantities import parse_seconds
from asher.scenario.sources import Specification
from asher.simulation.metrics import METRICS, find_metric

if TYPE_CHECKING:
    from asher.scenario.scenario import Scenario

AS_HAPPENED = "as-happened"


def _amount(value: Any) -> Any:
    if isinstance(value, str):
        return parse_seconds(value)
    # bool is an int to Python, but 'yes' is not a number of people.
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a whole number of people, or a time with its unit")
    return value


def _known_metric(name: str) -> str:
    names = [metric.name for metric in METRICS]
    if name in names:
        return name
    raise PydanticCustomError(
        "unknown_metric",
        "a metric ({names})",
        {"names": ", ".join(names), "suggestion": closest(name, names)},
    )


def _known_evidence(id: str) -> str:
    try:
        return statistic(id).id
    except EvidenceError as error:
        raise ValueError(str(error)) from None


Amount = Annotated[int | float, BeforeValidator(_amount)]
MetricName = Annotated[str, AfterValidator(_known_metric)]
Words = Annotated[str, Field(min_length=1)]


class Observed(Specification):
    """What was observed of one metric: a figure, or an interval where accounts differ.

    Parameters
    ----------
    low, high : int or float
        Ends of the interval; equal where one figure is known. People, or seconds.
    note : str
        What a reader has to know about it.
    source : str
        Where it comes from, if not from the source of the whole case.
    evidence : str or None
        Id of the row of the evidence that holds it.
    """

    low: Amount
    high: Amount
    note: str = ""
    source: str = ""
    evidence: Annotated[str, AfterValidator(_known_evidence)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Observed:
        if type(self.low) is not type(self.high) or self.low > self.high:
            raise ValueError("low and high: two counts or two times, the lower one first")
        return self


class Case(Specification):
    """A past incident: its scenario, its own response, and what was observed.

    Parameters
    ----------
    title, date, place : str
        For readers.
    scenario : str
        Name of the shipped scenario.
    course_of_action : str
        What stands in where the scenario states no course of action `as-happened`.
    source : str
        Where the figures come from.
    observed : dict of str to Observed
        By metric.
    unknown : dict of str to str
        Metrics of which nothing is known, and why.
    """

    title: Words
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    place: Words
    scenario: Words
    course_of_action: Words
    source: Words
    observed: dict[MetricName, Observed]
    unknown: dict[MetricName, Words] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _each_metric_once_and_in_its_unit(self) -> Case:
        twice = sorted(set(self.observed) & set(self.unknown))
        if twice:
            raise ValueError(f"both observed and unknown: {', '.join(twice)}")
        for name, seen in self.observed.items():
            if (find_metric(name).kind == "time") is not isinstance(seen.low, float):
                kind = "times with their unit" if find_metric(name).is_time else "whole numbers"
                raise ValueError(f"{name}: low and high must be {kind}")
        return self


def read_cases(path: str | Path) -> dict[str, Case]:
    """Read a file of cases.

    Parameters
    ----------
    path : str or Path
        A YAML file: a mapping of names to cases.

    Returns
    -------
    dict of str to Case
        In the order of the file.

    Raises
    ------
    ScenarioError
        With every fault, each with its place.
    """
    document = read_document(path, error=ScenarioError)
    if not isinstance(document.data, dict):
        raise ScenarioError([document.fault((), "no mapping", "a mapping of names to cases")])
    cases, faults = {}, []
    for name, data in document.data.items():
        try:
            cases[name] = Case.model_validate(data)
        except ValidationError as error:
            faults.extend(faults_of(error, document, at=(name,), model=Case))
    if faults:
        raise ScenarioError(by_place(faults))
    return cases


@cache
def shipped_cases() -> dict[str, Case]:
    """Return the shipped cases by name, in the order of the file."""
    return read_cases(Path(str(resources.files("asher"))) / "data" / "cases.yaml")


def find_case(name: str) -> Case:
    """Look a shipped case up.

    Raises
    ------
    ScenarioError
        If there is no such case, or its scenario does not ship.
    """
    from asher.scenario.scenario_files import shipped_scenarios

    cases, scenarios = shipped_cases(), shipped_scenarios()
    if name not in cases:
        found = f"unknown {name!r}"
        raise ScenarioError([_fault("case", found, ", ".join(cases), closest(name, cases))])
    case = cases[name]
    if case.scenario not in scenarios:
        ready = ", ".join(key for key, one in cases.items() if one.scenario in scenarios)
        found = f"the scenario {case.scenario!r} of this case is not shipped yet"
        raise ScenarioError([_fault("case", found, ready)])
    return case


def own_response(case: Case, scenario: Scenario) -> str:
    """Name the course of action that is a case's own response.

    Returns
    -------
    str
        ``as-happened`` where the scenario states it; else what the case names to stand in.
    """
    names = {course.name for course in scenario.courses_of_action}
    return AS_HAPPENED if AS_HAPPENED in names else case.course_of_action


def _fault(where: str, found: str, allowed: str, suggestion: Word = "") -> Fault:
    return Fault("replay-case", 1, 1, where, found, allowed, suggestion)
