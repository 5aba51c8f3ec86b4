"""`asher check`: every problem in scenario and plan files, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asher import bounds
from asher.cli.failures import tell_faults
from asher.cli.options import every_option
from asher.errors import FloorplanError, RecordsError, ScenarioError

if TYPE_CHECKING:
    from asher.errors import Fault
    from asher.scenario import Scenario

PLACE = 30
_CITY = re.compile(
    r"""(^|[{,])[ \t]*["']?(residents|(applicants|calls)_a_year)["']?[ \t]*:""", re.MULTILINE
)


def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Scenarios, plans, records of incidents (.csv) and cities, in any order.",
        ),
    ],
    every: Annotated[bool, every_option("problem")] = False,
) -> None:
    """Check scenario, plan, record and city files and list every problem.

    Each problem is one line with its file, line and column. The first 20 of each kind are listed
    and the rest are counted. The exit status is 2 if a file cannot be used, and 0 if there are
    only warnings.
    """
    failed = False
    for name in files:
        try:
            verdict, faults = _reader(name)(name)
        except (FloorplanError, RecordsError, ScenarioError) as error:
            verdict, faults = "", error.faults
        tell_faults(faults, every=every, rest=lambda _: "--all shows all")
        if any(fault.severity == "error" for fault in faults):
            failed = True
        else:
            typer.echo(f"{name}: {verdict}")
    if failed:
        raise typer.Exit(2)


def _reader(name: str) -> Callable[[str], tuple[str, Sequence[Fault]]]:
    """What reads a file: it gives what the file holds, and its warnings."""
    path = Path(name)
    if _is_plan(name):
        return _plan
    if path.suffix.lower() == ".csv":
        return _records
    return _city if path.is_file() and _CITY.search(_text(path)) else _scenario


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as stream:
            return stream.read(bounds.DOCUMENT_BYTES)
    except OSError:
        # The reader tells that.
        return ""


def _is_plan(name: str) -> bool:
    """Whether it is ``*.plan.json``, GeoJSON, or JSON with a collection of features."""
    path = Path(name)
    if path.name.endswith((".plan.json", ".geojson")):
        return True
    if path.suffix == ".json" and path.is_file():
        return '"FeatureCollection"' in _text(path)
    return False


def _plan(name: str) -> tuple[str, Sequence[Fault]]:
    from asher.floorplan.read import check_floorplan

    floorplan, faults = check_floorplan(name)
    verdict = (
        f"a plan of {_n(floorplan.levels, 'level')}, {_n(floorplan.spaces, 'space')} and "
        f"{_n(floorplan.openings, 'opening')}"
    )
    return f"{verdict}; {_doubts(faults)}", faults


def _scenario(name: str) -> tuple[str, Sequence[Fault]]:
    from asher.scenario.scenario_files import check_scenario

    scenario, faults = check_scenario(name)
    people = sum(group.count for group in scenario.occupants)
    kind = "a drill" if scenario.hazard is None else "an incident"
    courses = _n(scenario.courses_of_action, "course of action", "courses of action")
    who = "1 occupant" if people == 1 else f"{people:,} occupants"
    verdict = f"{kind} with {who} and {courses}; {_doubts(faults)}"
    presets = [f"{each.name} as {each.preset}" for each in scenario.occupants if each.preset]
    if presets:
        verdict += f"\n{name}: what people do and know, by preset: {', '.join(presets)}"
    return f"{verdict}\n{name}: {_needs(scenario)}", faults


def _needs(scenario: Scenario) -> str:
    """What a run of it takes: memory, and the time where the laws are compiled."""
    from asher.cli.compiling import is_compiled
    from asher.cli.needs import check_time, memory_words, time_words
    from asher.comparison.needs import memory_needed, time_needed
    from asher.runs.machine import memory_free

    n, free = scenario.replications, memory_free()
    memory = memory_needed(scenario, replications=n)
    memory.check(free)
    said = f"{n:,} replications need {memory_words(memory, free)}"
    if not is_compiled():
        return f"{said}; the time is known once the laws are compiled (asher compare)"
    trial = time_needed(scenario, replications=n)
    if trial.replications:
        check_time(trial.seconds, n)
    return f"{said} and {time_words(trial)}"


def _records(name: str) -> tuple[str, Sequence[Fault]]:
    from asher.evidence.incidents import read_incidents

    found = read_incidents(name)
    return f"{_n(found.rows, 'incident')}; {_doubts(found.warnings)}", found.warnings


def _city(name: str) -> tuple[str, Sequence[Fault]]:
    from asher.workforce.city_files import read_city

    city = read_city(name)
    return f"a city of {city.residents:,.0f} residents; no faults", []


def _n(things: tuple[object, ...], one: str, many: str = "") -> str:
    return f"{len(things)} {one if len(things) == 1 else many or one + 's'}"


def _doubts(faults: Sequence[Fault]) -> str:
    n = sum(fault.severity == "warning" for fault in faults)
    if not n:
        return "no faults"
    return f"{n} warning{'s' if n > 1 else ''}"
