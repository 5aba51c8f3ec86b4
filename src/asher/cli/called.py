"""The name under which the program can be called again."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def called_as() -> str:
    """Return what a person has to type to call the program again.

    Returns
    -------
    str
        ``asher``, or the path to it where it is not on the search path, as after `make demo`.
    """
    program = Path(sys.argv[0])
    if shutil.which("asher") or program.name != "asher":
        return "asher"
    path = os.path.relpath(program)
    return str(program) if path.startswith("..") else path
