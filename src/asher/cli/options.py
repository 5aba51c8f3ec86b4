"""Options that several verbs have alike."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from asher import bounds
from asher.cli.progress import ProgressMode
from asher.runs.executor import Kind
from asher.runs.executors import KINDS

Seed = Annotated[int | None, typer.Option(min=0, max=bounds.SEED, help="Seed for random numbers.")]
"""None takes that of the scenario or case."""
OwnSeed = Annotated[int, typer.Option(min=0, max=bounds.SEED, help="Seed for random numbers.")]
"""Of a command without a scenario, which would hold a seed."""
PlanNamed = Annotated[str, typer.Argument(metavar="PLAN", help="A plan file, or a shipped plan.")]
ProgressAsked = Annotated[ProgressMode, typer.Option(help="How to show progress.")]
Plot = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        dir_okay=False,
        help="Also draw the figures into this file: .svg, .png or .html.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace the plan file if it exists.")]
FiguresAsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
ListAsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]

Sensitivity = Annotated[
    bool,
    typer.Option(
        "--sensitivity/--no-sensitivity",
        help="Once the results are in their folder, run some of the incidents again (60 to 500) "
        "with each main assumption halved and doubled, to show which ones the answer depends on.",
    ),
]


Threads = Annotated[
    int | None,
    typer.Option(min=1, max=bounds.THREADS, help="How many threads to use; all cores by default."),
]
Shard = Annotated[
    str | None,
    typer.Option(
        metavar="K/N", help="Run only share K of N; `asher merge` then combines the shares."
    ),
]


class Uncertainty(StrEnum):
    """Whether calibrated numbers are as stated or drawn anew for every ten incidents."""

    none = "none"
    posterior = "posterior"


UncertaintyAsked = Annotated[
    Uncertainty | None,
    typer.Option(
        help="posterior: draw the calibrated numbers anew for every ten incidents, so that "
        "intervals hold what the evidence leaves open as well as chance; none: use the numbers as "
        "stated.",
    ),
]
"""None takes that of the scenario."""


Severest = Annotated[
    str | None,
    typer.Option(
        metavar="SHARE",
        help="Run only the severest attacks: 0.01 or '1 %' for the severest hundredth. Nature "
        "draws them; no figure is a mean over all attacks then.",
    ),
]
BySeverity = Annotated[
    int | None,
    typer.Option(
        metavar="NUMBER",
        min=5,
        max=bounds.REPLICATIONS,
        help="Run further attacks until the milder half, the next four tenths, the severest tenth "
        "and the severest hundredth have this many each. Figures by severity rest on them; all "
        "others do not.",
    ),
]
"""At least as many as a part needs to be shown (`asher.comparison.by_severity.FEWEST`)."""


def replications_option(about: str) -> Any:
    """Make the option that says how many replications are run."""
    return typer.Option("--replications", "-n", min=1, max=bounds.REPLICATIONS, help=about)


def folder_option(about: str, *names: str) -> Any:
    """Make an option that names a folder; by the name of its parameter if no other is given."""
    return typer.Option(*names, metavar="FOLDER", file_okay=False, help=about)


def file_option(about: str) -> Any:
    """Make the option that names the one file that a verb writes."""
    return typer.Option("--out", "-o", metavar="FILE", dir_okay=False, help=about)


def every_option(what: str) -> Any:
    """Make the option that lists all of a kind, where the first few are listed otherwise."""
    return typer.Option("--all", help=f"List every {what}, however many are of one kind.")


def with_executors(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb an option for each kind of executor.

    Parameters
    ----------
    verb : callable
        A verb with a parameter `executors`, in whose place the options are listed.

    Returns
    -------
    callable
        The verb; what was asked for reaches it by the names of the kinds.
    """
    signature = inspect.signature(verb, eval_str=True)
    parameters: list[inspect.Parameter] = []
    for parameter in signature.parameters.values():
        is_place = parameter.name == "executors"
        parameters += [_option(kind) for kind in KINDS] if is_place else [parameter]

    @wraps(verb)
    def choosing(**given: Any) -> None:
        verb(executors={kind.name: given.pop(kind.name) for kind in KINDS}, **given)

    choosing.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return choosing


def _option(kind: Kind) -> inspect.Parameter:
    option = typer.Option(help=kind.about, metavar=kind.metavar, min=kind.least, max=kind.most)
    asked: Any = Annotated[kind.takes | None, option]
    either = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Parameter(kind.name, either, default=None, annotation=asked)
