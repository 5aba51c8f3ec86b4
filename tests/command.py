"""The command line, called in this process."""

from functools import partial

from typer.testing import CliRunner

from asher.cli.app import app


def asher(*words, columns=80):
    """What a command says and ends with, in a terminal of so many columns."""
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": str(columns)})


wide_asher = partial(asher, columns=200)
"""The same where no line is broken."""
