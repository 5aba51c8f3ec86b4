"""City and plan files: read with every fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from asher.documents import Keys, closest, faults_of, listed, read_document
from asher.documents.mismatches import Mismatch
from asher.errors import Fault, ScenarioError, by_place
from asher.scenario.checks import find_stray_sources
from asher.scenario.schema import file_schema
from asher.scenario.shipped import SHIPPED_COURSES
from asher.workforce.city import City, Plan
from asher.workforce.officer import trait_correlations
from asher.workforce.selection import is_possible
from asher.workforce.training import RecruitHours, YearlyHours, total

_HOURS = {
    "yearly_hours": ("most_yearly_hours", YearlyHours),
    "recruit_hours": ("most_recruit_hours", RecruitHours),
}


def shipped_cities() -> tuple[str, ...]:
    """List the names of the shipped cities.

    Returns
    -------
    tuple of str
        In alphabetical order.
    """
    return tuple(sorted(file.stem for file in _folder().glob("*.yaml")))


def read_city(path: str | Path) -> City:
    """Read a city file.

    Parameters
    ----------
    path : str or Path
        A YAML or JSON file, or the name of a shipped city such as ``"example-city"``.

    Returns
    -------
    City
        Checked.

    Raises
    ------
    ScenarioError
        With every fault, each with its place.
    """
    document = read_document(_city_path(path), error=ScenarioError)
    try:
        city, faults = City.model_validate(document.data), []
    except ValidationError as error:
        city, faults = None, faults_of(error, document, model=City)
    faults += [one.placed(document) for one in _city_mismatches(document.data, city)]
    if faults or city is None:
        raise ScenarioError(by_place(faults))
    return city


def read_plan(path: str | Path, *, city: City) -> Plan:
    """Read a plan file.

    Parameters
    ----------
    path : str or Path
        A YAML or JSON file with the keys of `Plan`; what it leaves out is as today's plan has it.

    Returns
    -------
    Plan
        Checked; its title is the name of the file where none is stated.

    Raises
    ------
    ScenarioError
        With every fault, each with its place.
    """
    document = read_document(path, error=ScenarioError)
    stated = document.data
    plan, faults = None, []
    try:
        Plan.model_validate(stated)
        plan = Plan.model_validate(_completed(stated, city.plan, title=Path(path).stem))
    except ValidationError as error:
        faults = faults_of(error, document, model=Plan)
    names = [one.name for one in city.instruments]
    mismatches = [*_weights(stated, (), names)]
    if plan is not None:
        mismatches += _over_limit(plan, city, ())
    faults += [one.placed(document) for one in mismatches]
    if faults or plan is None:
        raise ScenarioError(by_place(faults))
    return plan


def _completed(stated: dict[str, Any], today: Plan, *, title: str) -> dict[str, Any]:
    """What a file states, over today's plan; hours subject by subject."""
    kept = today.model_dump()
    hours = {key: {**kept[key], **value} for key, value in stated.items() if key in _HOURS}
    return {**kept, "title": title.replace("-", " "), **stated, **hours}


def read_plans(folder: str | Path, *, city: City) -> list[Plan]:
    """Read every plan of a folder, or one plan file.

    Parameters
    ----------
    folder : str or Path
        A folder of ``*.yaml`` files, or one file.

    Returns
    -------
    list of Plan
        By file name.

    Raises
    ------
    ScenarioError
        With the faults of all files.
    """
    where = Path(folder)
    faults: list[Fault] = []
    plans: list[Plan] = []
    for path in _plan_paths(where):
        try:
            plan = _read_listed(path, city, taken=[city.plan, *plans], may_link=path == where)
            plans.append(plan)
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(faults)
    return plans


def _plan_paths(where: Path) -> list[Path]:
    if not where.exists():
        found, allowed = "no such folder", "a folder of plan files, or one plan file"
        raise ScenarioError([Fault(str(where), 1, 1, "", found, allowed)])
    paths = sorted(where.glob("*.yaml")) if where.is_dir() else [where]
    if not paths:
        found, allowed = "no plan in it", "a folder of *.yaml files"
        raise ScenarioError([Fault(str(where), 1, 1, "", found, allowed)])
    return paths


def _read_listed(path: Path, city: City, *, taken: list[Plan], may_link: bool) -> Plan:
    """Read a plan file whose title is to be that of no other plan."""
    if path.is_symlink() and not may_link:
        found = "it is a link, and links are not followed here"
        raise ScenarioError([Fault(str(path), 1, 1, "", found, "a plain file")])
    plan = read_plan(path, city=city)
    if plan.title in {other.title for other in taken}:
        found = f"{plan.title!r} is the title of another plan"
        raise ScenarioError([Fault(str(path), 1, 1, "title", found, "each title once")])
    return plan


def write_city(name: str, folder: str | Path) -> list[Path]:
    """Write a shipped city and its plans into a folder, to be changed there.

    Parameters
    ----------
    name : str
        Of a shipped city.
    folder : str or Path
        Made if it does not exist.

    Returns
    -------
    list of Path
        The city, then its plans in a folder ``plans``.

    Raises
    ------
    ScenarioError
        If there is no such city or one of the files exists already; nothing is written then.
    """
    original = _city_path(name)
    folder = Path(folder)
    plans = original.parent / f"{original.stem.removesuffix('-city')}-plans"
    copies = {folder / original.name: original}
    copies |= {folder / "plans" / plan.name: plan for plan in sorted(plans.glob("*.yaml"))}
    _require_free(copies, folder / "plans")
    for copy, shipped in copies.items():
        copy.parent.mkdir(parents=True, exist_ok=True)
        with copy.open("xb") as stream:
            stream.write(shipped.read_bytes())
    return list(copies)


def _require_free(copies: Iterable[Path], plans: Path) -> None:
    # A link is in the way wherever it leads: the files would be written there.
    taken = [copy for copy in copies if copy.exists() or copy.is_symlink()]
    taken += [plans] if plans.is_symlink() else []
    if taken:
        what = "exists already", "a folder without it: existing files are not overwritten"
        raise ScenarioError([Fault(str(copy), 1, 1, "", *what) for copy in taken])


def city_schema() -> dict[str, Any]:
    """Describe city files as JSON Schema, for editors.

    Returns
    -------
    dict
        JSON Schema, draft 2020-12; names of instruments and limits are checked on reading only.
    """
    return file_schema(City, "ASHER city")


def _folder() -> Path:
    return Path(str(resources.files("asher"))) / "data" / "cities"


def _city_path(path: str | Path) -> Path:
    given, shipped = Path(path), shipped_cities()
    if given.is_file():
        return given
    if str(path) in shipped:
        return _folder() / f"{path}.yaml"
    beside = [str(file) for file in given.parent.glob("*.yaml")] if given.suffix else []
    allowed = f"a city file, or a shipped city ({', '.join(shipped)})"
    hint = closest(str(path), [*shipped, *beside])
    raise ScenarioError([Fault(str(path), 1, 1, "", "no such file", allowed, hint)])


def _city_mismatches(data: Any, city: City | None) -> Iterator[Mismatch]:
    if not isinstance(data, Mapping):
        return
    names = _instrument_names(data)
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            keys = ("instruments", number, "name")
            yield Mismatch(keys, f"{name!r} is here a second time", "each name once")
        seen.add(name)
    plan = data.get("plan")
    if isinstance(plan, Mapping):
        known = names or [one.name for one in City.model_fields["instruments"].default]
        yield from _weights(plan, ("plan",), known)
    courses = [course.name for course in SHIPPED_COURSES]
    course = data.get("course")
    if isinstance(course, str) and course not in courses:
        found = f"no course of action is called {course!r}"
        yield Mismatch(("course",), found, ", ".join(courses), closest(course, courses))
    if city is None:
        return
    if city.residents > city.residents_in_country:
        found = f"more than the {city.residents_in_country:,.0f} of the country"
        yield Mismatch(("residents",), found, "a part of the country")
    if not is_possible(trait_correlations(), city.validities, city.among):
        found = "validities and correlations that contradict each other"
        yield Mismatch(
            ("instruments",), found, "lower validities, or instruments that overlap less"
        )
    yield from _over_limit(city.plan, city, ("plan",))
    yield from find_stray_sources(city)


def _instrument_names(data: Mapping[str, Any]) -> list[str]:
    found = data.get("instruments")
    if not isinstance(found, list):
        return []
    return [str(one.get("name", "")) for one in found if isinstance(one, Mapping)]


def _weights(plan: Any, at: Keys, names: list[str]) -> Iterator[Mismatch]:
    weights = plan.get("weights") if isinstance(plan, Mapping) else None
    if isinstance(weights, Mapping):
        known = dict.fromkeys(names)
        for name in weights:
            if name not in known:
                found = f"no instrument is called {name!r}"
                near = closest(str(name), known)
                yield Mismatch((*at, "weights", name), found, listed(known), near)


def _over_limit(plan: Plan, city: City, at: Keys) -> Iterator[Mismatch]:
    for key, (limit, _) in _HOURS.items():
        hours, most = total(getattr(plan, key)), getattr(city, limit)
        if hours > most + 1e-9:
            found = f"{hours:g} hours in all"
            yield Mismatch((*at, key), found, f"at most {most:g} ({limit} of the city)")
