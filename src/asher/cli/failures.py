"""How a fault is told: one line each, no traceback, a status that says whose fault it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import typer

from asher.cli.output import one_by_one
from asher.errors import (
    AsherError,
    EvidenceError,
    FloorplanError,
    RecordsError,
    ResultsError,
    ScenarioError,
    TooLargeError,
)

Arguments = ParamSpec("Arguments")

INPUT, RUN, INTERRUPTED = 2, 1, 130


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
        except (ScenarioError, FloorplanError, RecordsError, EvidenceError) as error:
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
