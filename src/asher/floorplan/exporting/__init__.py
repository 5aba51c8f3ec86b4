"""From a floor plan to the files of other programs: one module a format, found from this folder.

A format is a module with ``NAME``, ``ENDING`` and ``write``; one that writes a file for each level
has ``paths`` too.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from asher.floorplan.elements import Floorplan

__all__ = ["formats", "paths"]


@cache
def formats() -> dict[str, ModuleType]:
    """Module of each format that a plan can be written in, such as that of ``"imdf"``."""
    names = [found.name for found in iter_modules(__path__) if not found.name.startswith("_")]
    return {name: import_module(f"{__name__}.{name}") for name in names}


def paths(to: str, floorplan: Floorplan, path: str | Path) -> tuple[Path, ...]:
    """Which files an export writes, so that none is overwritten unasked.

    Parameters
    ----------
    to : str
        Key of `formats`.
    path : str or Path
        Where it is to be written.

    Returns
    -------
    tuple of Path
        `path` itself, for most formats.
    """
    several = getattr(formats()[to], "paths", None)
    return (Path(path),) if several is None else tuple(several(floorplan, Path(path)))
