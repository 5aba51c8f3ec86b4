"""`asher replay-case`: a past incident beside what the model predicts for it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asher.cli.options import (
    ProgressAsked,
    Seed,
    UncertaintyAsked,
    folder_option,
    replications_option,
)
from asher.cli.progress import ProgressMode

if TYPE_CHECKING:
    from asher.record.cases import CaseReplay

PLACE = 80


def replay_case(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="borderline, columbine, parkland, pulse or tree-of-life."
        ),
    ],
    replications: Annotated[
        int | None,
        replications_option("How many incidents to simulate."),
    ] = None,
    seed: Seed = None,
    out: Annotated[
        Path | None,
        folder_option("Folder for case.json and case.html.", "--out", "-o"),
    ] = None,
    course: Annotated[
        str | None,
        typer.Option(help="Course of action to run instead of what was done."),
    ] = None,
    uncertainty: UncertaintyAsked = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    progress: ProgressAsked = ProgressMode.auto,
) -> None:
    """Compare a past incident with what the model predicts for it.

    Nothing is fitted to the case. One case is a single draw, so this is not a score of the model.
    """
    from asher.cli.named_courses import find_course
    from asher.cli.running import run
    from asher.comparison.experiment import Experiment
    from asher.record import cases
    from asher.record.case_files import AS_HAPPENED, find_case, own_response
    from asher.scenario.scenario_files import read_scenario

    case = find_case(name)
    scenario = read_scenario(case.scenario)
    if uncertainty is not None:
        scenario = scenario.with_(uncertainty=uncertainty.value)
    own = own_response(case, scenario)
    chosen = find_course(scenario, own if course is None else course, option="--course")
    if out is not None:
        require_writable(out)
    experiment = Experiment(
        scenario.with_(courses_of_action=(chosen,)), scenario.seed if seed is None else seed
    )
    comparison = run(experiment, replications=replications, until=None, progress=progress)
    role = cases.ANOTHER
    if chosen.name == own:
        role = cases.OWN if own == AS_HAPPENED else cases.STANDS_IN
    replay = cases.replay_case(name, case, comparison, course=chosen.name, role=role)
    document = json.dumps(replay.document(), indent=2, ensure_ascii=False)
    written = {} if out is None else write(replay, document, out)
    if as_json:
        typer.echo(document)
    else:
        show(replay)
    for what, path in written.items():
        typer.echo(f"{what}: {path}", err=as_json)


def show(replay: CaseReplay) -> None:
    """Print a case as a table."""
    from asher.cli.case_table import case_table
    from asher.cli.output import console

    console().print(case_table(replay))


def write(replay: CaseReplay, document: str, folder: Path) -> dict[str, Path]:
    """Write a case into a folder.

    Parameters
    ----------
    document : str
        Its figures as JSON.
    folder : Path
        Where `case.json` and `case.html` are to stand.

    Returns
    -------
    dict of str to Path
        What was written, by the words for it.
    """
    from asher.views.case import write_case
    from asher.views.html import write_whole

    figures = write_whole(document + "\n", folder / "case.json")
    return {"Page": write_case(replay, folder / "case.html"), "Figures": figures}


def require_writable(folder: Path) -> None:
    """Make a folder, or refuse it, before anything is run."""
    from asher.errors import ResultsError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise ResultsError(
            f"{folder}: cannot write: {reason}; choose a folder you can write to with --out"
        ) from None
