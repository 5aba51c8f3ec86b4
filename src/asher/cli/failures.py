"""How a fault is told: one line each, no traceback, a status that says whose fault it is."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec

import typer

from asher.cli.called import called_as
from asher.cli.output import one_by_one
from asher.errors import (
    AsherError,
    EvidenceError,
    Fault,
    FloorplanError,
    RecordsError,
    ResultsError,
    ScenarioError,
    TooLargeError,
    fault_lines,
)

Arguments = ParamSpec("Arguments")

INPUT, RUN, INTERRUPTED = 2, 1, 130


def tell_faults(
    faults: Iterable[Fault], *, every: bool = False, rest: Callable[[str], str] | None = None
) -> None:
    """Print faults: all, or of each kind the first few and the count of the rest.

    Parameters
    ----------
    faults : iterable of Fault
        Errors and warnings, in the order in which they are to be told.
    every : bool
        Whether all are told.
    rest : callable, optional
        Says how all faults of a file can be seen; if left out, by `asher check`.
    """
    for line in fault_lines(faults, every=every, rest=rest or _by_check):
        typer.echo(one_by_one(line), err=True)


def _by_check(file: str) -> str:
    return f"{called_as()} check {shlex.quote(file)} --all shows all"


def told(verb: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Make a verb tell its faults and set the exit status.

    Parameters
    ----------
    verb : callable
        A verb of the command line.

    Returns
    -------
    callable
        The verb; it exits with 2 for faulty input, 1 for a run that failed, 130 if interrupted.
    """

    @wraps(verb)
    def telling(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            verb(*args, **kwargs)
        except BrokenPipeError:
            # The reader (`| head`) has seen enough; click says nothing and leaves.
            raise
        except (AsherError, OSError, KeyboardInterrupt) as error:
            raise typer.Exit(_tell(error)) from None

    return telling


def _tell(error: AsherError | OSError | KeyboardInterrupt) -> int:
    """Tell an error; return the exit status it stands for."""
    if isinstance(error, ScenarioError | FloorplanError | RecordsError):
        tell_faults(error.faults)
        return INPUT
    if isinstance(error, KeyboardInterrupt):
        typer.echo("interrupted", err=True)
        return INTERRUPTED
    words = str(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        words = f"{where}{error.strerror or error}"
    if not isinstance(error, EvidenceError):
        words = f"error: {words}"
    typer.echo(one_by_one(words), err=True)
    is_of_input = isinstance(error, EvidenceError | ResultsError | TooLargeError)
    return INPUT if is_of_input else RUN
