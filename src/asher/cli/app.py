"""The program `asher` and its verbs."""

from __future__ import annotations

from typing import Annotated

import typer

from asher.cli.calibrate import calibrate
from asher.cli.check import check
from asher.cli.check_model import check_model
from asher.cli.compare import compare
from asher.cli.courses import courses
from asher.cli.demo import demo
from asher.cli.doctor import doctor
from asher.cli.evidence import evidence
from asher.cli.examples import examples
from asher.cli.expect import expect
from asher.cli.failures import told
from asher.cli.incidents import incidents
from asher.cli.output import prepare_streams
from asher.cli.replay import replay
from asher.cli.replay_case import replay_case
from asher.cli.report import report
from asher.cli.schema import schema
from asher.cli.shards import merge
from asher.cli.workforce import workforce

app = typer.Typer(
    name="asher",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    # Faults are told by `told`; a traceback of our own mistakes should be a plain one.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for verb in (
    compare, merge, check, schema, replay, report, courses, replay_case, incidents, evidence,
    calibrate, check_model, expect, workforce, examples, demo, doctor,
):  # fmt: skip
    app.command()(told(verb))


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"asher {version('asher')}")
        raise typer.Exit


@app.callback()
def asher(
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """Compare courses of action for the response to an active attack.

    For planning and research: results compare courses of action under stated assumptions; they do
    not predict an incident. Try: asher demo
    """


def main() -> None:
    """Run the program."""
    prepare_streams()
    app()
