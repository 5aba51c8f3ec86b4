"""`asher new`: a folder with a plan and a scenario of a place of one's own, ready to run."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asher import bounds
from asher.cli.called import called_as
from asher.cli.failures import tell_faults

if TYPE_CHECKING:
    from asher.errors import Fault
    from asher.floorplan import Floorplan
    from asher.scenario import Scenario

PLACE = 21
_NAME = re.compile(r"[^\W_][\w .-]*")


def new(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", help="Folder to make; its name is that of the place."),
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND", help="Kind of place, such as school, office, mall, hospital or worship."
        ),
    ] = None,
    people: Annotated[
        int | None,
        typer.Option(min=1, max=bounds.OCCUPANTS, help="How many people are there."),
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Plan of the building; without it, one of its kind."),
    ] = None,
    arrival: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help='Time from the call to the first officer at the door, such as "6 min".',
        ),
    ] = None,
) -> None:
    """Start a place of your own: a plan and a scenario that run, to be changed.

    Asks on a terminal for what is not given. Nothing that exists is changed.
    """
    from asher.errors import ResultsError
    from asher.floorplan.read import check_floorplan

    name = folder.resolve().name
    if not _NAME.fullmatch(name):
        raise ResultsError(f"{folder}: name a folder with letters, digits, spaces, - or .")
    if folder.exists() or folder.is_symlink():
        raise ResultsError(f"{folder}: exists already; name a new folder")
    floorplan = None
    if plan is not None:
        from asher.cli.plan_files import plan_path

        floorplan, warnings = check_floorplan(plan_path(plan))
        tell_faults(warnings)
    asked = kind is None and plan is None
    if asked and _is_terminal():
        kind, people, arrival = _asked(people, arrival)
    chosen = _kind(kind)
    if not chosen and floorplan is None:
        raise ResultsError(f"name the kind of place (--kind) or a plan (--plan); {_known()}")
    text = _scenario(chosen, name, floorplan, people=people, arrival_s=_arrival(arrival))
    _write(folder, name, text, floorplan, chosen)
    shown = shlex.quote(str(folder / f"{name}.yaml"))
    drawn = shlex.quote(str(folder / f"{name}.plan.json"))
    asher = called_as()
    typer.echo(f"\nNext: {asher} plan draw {drawn}\n      {asher} compare {shown}")


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _known() -> str:
    from asher.scenario.starting import kinds

    return "kinds: " + ", ".join(kinds())


def _kind(said: str | None) -> str:
    from asher.documents import closest
    from asher.errors import ResultsError
    from asher.scenario.starting import kind_of, kinds

    if said is None:
        return ""
    if found := kind_of(said):
        return found
    words = [*kinds(), *(word for name in kinds() for word in name.split("-"))]
    near = closest(said, words)
    hint = f" (did you mean {str(near)!r}?)" if near else ""
    raise ResultsError(f"--kind: found {said!r}; {_known()}{hint}")


def _arrival(said: str | None) -> float | None:
    from asher.errors import ResultsError
    from asher.quantities import parse_seconds
    from asher.scenario.starting import LEAST_ARRIVAL_S

    if said is None:
        return None
    try:
        seconds = parse_seconds(said)
    except ValueError as error:
        raise ResultsError(f"--arrival: {error}") from None
    if not LEAST_ARRIVAL_S <= seconds <= bounds.HORIZON_S / 4:
        raise ResultsError(f"--arrival: found {said!r}; allowed: 1 min to 6 h")
    return seconds


def _asked(people: int | None, arrival: str | None) -> tuple[str, int | None, str | None]:
    """Ask for what was not said; an empty answer takes what is usual."""
    from asher.scenario.starting import kinds

    typer.echo("Kinds of places to start from:")
    for name, title in kinds().items():
        typer.echo(f"  {name:<18} {title}")
    kind = typer.prompt("Kind of place", default=next(iter(kinds())))
    if people is None:
        said = typer.prompt("How many people (0: as in the example)", default=0, type=int)
        people = said if said > 0 else None
    if arrival is None:
        arrival = typer.prompt(
            "Time from the call to the first officer at the door, such as 6 min (empty: national "
            "figures)",
            default="",
            show_default=False,
        )
    return kind, people, arrival.strip() or None


def _scenario(
    kind: str,
    name: str,
    floorplan: Floorplan | None,
    *,
    people: int | None,
    arrival_s: float | None,
) -> str:
    from asher.errors import ResultsError
    from asher.scenario.starting import from_kind, on_plan

    if floorplan is not None:
        return on_plan(floorplan, name, kind=kind, people=people, arrival_s=arrival_s)
    try:
        return from_kind(kind, name, people=people, arrival_s=arrival_s)
    except ValueError as error:
        raise ResultsError(f"--people: {error}") from None


def _write(folder: Path, name: str, text: str, floorplan: Floorplan | None, kind: str) -> None:
    """Write the folder whole: it is there once the check of the package has passed it."""
    from asher.floorplan import read_floorplan
    from asher.floorplan.exporting import geojson

    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        geojson.write(floorplan or read_floorplan(kind), part / f"{name}.plan.json")
        (part / f"{name}.yaml").write_text(text, encoding="utf-8")
        scenario, _ = _checked(part, folder, name)
        part.chmod(0o755)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    people = sum(group.count for group in scenario.occupants)
    start = "your plan" if floorplan is not None else f"the fictional place {kind}"
    typer.echo(f"{folder / name}.plan.json: the building, from {start}")
    courses = len(scenario.courses_of_action)
    typer.echo(
        f"{folder / name}.yaml: {people:,} people and {courses} courses of action; checked, it runs"
    )


def _checked(part: Path, folder: Path, name: str) -> tuple[Scenario, list[Fault]]:
    """Check what is written, in the words of the folder that it will be."""
    from asher.errors import ScenarioError
    from asher.scenario.scenario_files import check_scenario

    try:
        return check_scenario(part / f"{name}.yaml")
    except ScenarioError as error:
        raise ScenarioError(
            [
                replace(fault, file=fault.file.replace(str(part), str(folder)))
                for fault in error.faults
            ]
        ) from None
