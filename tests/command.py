"""The command line, called in this process."""

from functools import partial
from unittest import mock

from typer.testing import CliRunner

from asher.cli.app import app
from asher.comparison.needs import time_needed

SHORT = mock.patch.dict(time_needed.__kwdefaults__, trial=0.1)
"""A check tries only so many seconds how long a run takes; `unit/test_needs.py` tries in full."""


def asher(*words, columns=80):
    """What a command says and ends with, in a terminal of so many columns."""
    with SHORT:
        return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": str(columns)})


wide_asher = partial(asher, columns=200)
"""The same where no line is broken."""
