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
        except (ScenarioError, FloorplanError, RecordsError) as error:
            tell_faults(error.faults)
            raise typer.Exit(INPUT) from None
        except EvidenceError as error:
            typer.echo(one_by_one(str(error)), err=True)
            raise typer.Exit(INPUT) from None
        except (ResultsError, TooLargeError) as error:
            typer.echo(one_by_one(f"error: {error}"), err=True)
            raise typer.Exit(INPUT) from None
        except AsherError as error:
            typer.echo(one_by_one(f"error: {error}"), err=True)
            raise typer.Exit(RUN) from None
        except KeyboardInterrupt:
            typer.echo("interrupted", err=True)
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # The reader (`| head`) has seen enough; click says nothing and leaves.
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            typer.echo(one_by_one(f"error: {where}{error.strerror or error}"), err=True)
            raise typer.Exit(RUN) from None

    return telling
