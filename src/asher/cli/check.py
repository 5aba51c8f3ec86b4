"""`asher check`: every fault of scenario and plan files, each with its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asher import bounds

if TYPE_CHECKING:
    from asher.errors import Fault
    from asher.scenario import Scenario


def check(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Scenario and plan files, in any order."),
    ],
) -> None:
    """Tell every fault of scenario and plan files.

    Each fault is a line with its place. The status is 2 if a file cannot be used; warnings are
    told too, and leave it at 0.
    """
    failed = False
    for name in files:
        verdict, faults = check_plan(name) if is_plan(name) else check_scenario(name)
        errors = [fault for fault in faults if fault.severity == "error"]
        for fault in faults:
            typer.echo(str(fault), err=True)
        if errors:
            failed = True
        else:
            typer.echo(f"{name}: {verdict}")
    if failed:
        raise typer.Exit(2)


def is_plan(name: str) -> bool:
    """Tell a plan file from a scenario file.

    Parameters
    ----------
    name : str
        The file as the user named it.

    Returns
    -------
    bool
        True for ``*.plan.json``, for GeoJSON, and for the name of a shipped plan that is not a
        scenario's name too.
    """
    path = Path(name)
    if path.name.endswith((".plan.json", ".geojson")):
        return True
    if path.suffix == ".json" and path.is_file():
        # What is too large is told when it is read.
        with path.open("rb") as file:
            return b'"FeatureCollection"' in file.read(bounds.DOCUMENT_BYTES)
    return False


def check_plan(name: str) -> tuple[str, list[Fault]]:
    """Read a plan and look for faults and doubtful places.

    Parameters
    ----------
    name : str
        The file.

    Returns
    -------
    verdict : str
        What it holds, if it can be used.
    faults : list of Fault
        Errors and warnings.
    """
    from asher.documents import read_document
    from asher.errors import FloorplanError
    from asher.floorplan import find_faults, read_floorplan

    try:
        floorplan = read_floorplan(name)
        faults = find_faults(floorplan, read_document(Path(name), error=FloorplanError))
    except FloorplanError as error:
        return "", list(error.faults)
    verdict = (
        f"a plan of {_n(floorplan.levels, 'level')}, {_n(floorplan.spaces, 'space')} and "
        f"{_n(floorplan.openings, 'opening')}"
    )
    return f"{verdict}; {_doubts(faults)}", faults


def check_scenario(name: str) -> tuple[str, list[Fault]]:
    """Read a scenario and the plan it names.

    Parameters
    ----------
    name : str
        The file, or a shipped name.

    Returns
    -------
    verdict : str
        What it holds, if it can be used.
    faults : list of Fault
        Its errors.
    """
    from asher.errors import ScenarioError
    from asher.scenario.files import read_scenario

    try:
        scenario = read_scenario(name)
    except ScenarioError as error:
        return "", list(error.faults)
    people = sum(group.count for group in scenario.occupants)
    kind = "a drill" if scenario.hazard is None else "an incident"
    courses = _n(scenario.courses_of_action, "course of action", "courses of action")
    who = "1 occupant" if people == 1 else f"{people:,} occupants"
    verdict = f"{kind} with {who} and {courses}; no faults"
    return f"{verdict}\n{name}: {_needs(scenario)}", []


def _needs(scenario: Scenario) -> str:
    """What a run of it takes: memory, and the time where the laws are compiled."""
    from asher.analysis.needs import memory_needed, time_needed
    from asher.cli.compiling import is_compiled
    from asher.cli.needs import check_time, memory_words, time_words
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


def _n(things: tuple[object, ...], one: str, many: str = "") -> str:
    return f"{len(things)} {one if len(things) == 1 else many or one + 's'}"


def _doubts(faults: list[Fault]) -> str:
    n = sum(fault.severity == "warning" for fault in faults)
    if not n:
        return "no faults"
    return f"{n} warning{'s' if n > 1 else ''}"
