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
        ``asher``; where it is not on the search path, the path to it, as after `make demo`, or
        ``python -m asher``.
    """
    program = Path(sys.argv[0])
    if program.name == "__main__.py" and not shutil.which("asher"):
        return f"{Path(sys.executable).name} -m asher"
    if shutil.which("asher") or program.name != "asher":
        return "asher"
    path = os.path.relpath(program)
    return str(program) if path.startswith("..") else path
