"""`asher replay`: one replication, on the plan, as a page to be opened in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asher import bounds
from asher.cli.compiling import tell_if_compiling
from asher.cli.progress import ProgressMode

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison

PLACE = 50


def replay(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="A results folder.")],
    replication: Annotated[
        int,
        typer.Option(
            "--replication", "-r", min=0, max=bounds.REPLICATIONS, help="Which replication to play."
        ),
    ] = 0,
    courses: Annotated[
        str | None,
        typer.Option(help="Courses of action to show, separated by commas; all by default."),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", dir_okay=False, help="File to write.")
    ] = Path("replay.html"),
) -> None:
    """Write a page that plays one incident on the plan."""
    from asher.cli.named_courses import with_courses
    from asher.comparison.reading import read_results
    from asher.views.replay import write_replay

    comparison = read_results(results)
    _require_held(results, comparison, replication)
    scenario = comparison.scenario
    if courses is not None:
        scenario = with_courses(scenario, courses)
    tell_if_compiling(ProgressMode.plain)
    ran = comparison.outcome
    path = write_replay(
        scenario, replication=replication, seed=ran.seed, severity=ran.severity, path=output
    )
    typer.echo(f"Replay of replication {replication}: {path}")


def _require_held(results: Path, comparison: Comparison, replication: int) -> None:
    from asher.errors import ResultsError

    held = comparison.outcome.replications
    if comparison.origin is not None and not comparison.is_of_this_model:
        raise ResultsError(
            f"{results}: {comparison.origin.said}; running it now would give a different incident. "
            "Run the comparison again into another folder"
        )
    if replication not in held:
        raise ResultsError(
            f"{results}: replication {replication} is not in these results; they hold {held[0]} "
            f"to {held[-1]}"
        )
