"""Where blocks may run instead of threads of this process: a module of this folder for each kind.

A module holds its `KIND`; options of the command line and messages follow from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules

from asher.runs.executor import Executor, Kind

Chosen = Mapping[str, int | str | None]
"""What was asked for by the names of `KINDS`; None where nothing was."""

KINDS: tuple[Kind, ...] = tuple(
    import_module(f"{__name__}.{found.name}").KIND for found in iter_modules(__path__)
)


@contextmanager
def opened(chosen: Chosen) -> Iterator[Executor | None]:
    """Open the executor that was asked for, and close it at the end.

    Parameters
    ----------
    chosen : mapping of str to int, str or None
        What was asked for by the names of `KINDS`, one of them at most.

    Yields
    ------
    Executor or None
        None where everything runs in this process, over threads.
    """
    asked = [kind for kind in KINDS if chosen.get(kind.name) is not None]
    if not asked:
        yield None
        return
    executor = asked[0].open(chosen[asked[0].name])
    try:
        yield executor
    finally:
        executor.close()
