"""`asher doctor`: what a run finds on this machine, a line each, and what to do about it."""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import typer

from asher.runs.machine import cores_allowed, memory_free, threads_allowed

PLACE = 170
EXTRAS = {
    "calibrate": ("emcee", "asher calibrate"),
    "workforce": ("optuna", "asher workforce --frontier"),
    "cluster": ("distributed", "asher compare --dask"),
}
"""Extras: the package that each brings, and what needs it."""
NEEDED_MB = 1024
"""Memory that a first start needs to compile the laws [MB] (judgement: seen are 600)."""


def doctor() -> None:
    """Check that this machine can run ASHER, and say what to do where it cannot.

    The exit status is 1 if anything would stop a run.
    """
    is_well = True
    for fine, what, advice in _findings():
        is_well = is_well and fine is not False
        sign = {True: "ok  ", None: "note", False: "FAIL"}[fine]
        typer.echo(f"{sign} {what}" + (f"; {advice}" if advice else ""))
    if not is_well:
        raise typer.Exit(1)


def _findings() -> Iterator[tuple[bool | None, str, str]]:
    """Whether it is well (None: worth a note), what was found, what to do."""
    from asher.runs.identity import versions

    said = ", ".join(f"{name} {number}" for name, number in versions().items())
    yield True, f"versions: {said}", ""
    yield _cache()
    yield _cores()
    yield _memory()
    for extra, (module, verb) in EXTRAS.items():
        if importlib.util.find_spec(module) is not None:
            yield True, f"extra '{extra}': installed", ""
        else:
            yield (
                None,
                f"extra '{extra}': not installed",
                (f"needed for `{verb}`: pip install -e '.[{extra}]' in a clone"),
            )
    yield _encoding()
    yield _folder(
        "this folder",
        Path.cwd(),
        "results cannot be written here; choose another folder with --out",
    )
    yield _folder("temporary files", Path(tempfile.gettempdir()), "set TMPDIR to a folder you own")


def _cache() -> tuple[bool | None, str, str]:
    from asher.kernels.jit import FOLDER

    if FOLDER is None:
        return None, "machine code: not compiled (NUMBA_DISABLE_JIT is set)", "runs are very slow"
    if not FOLDER.note:
        return True, f"machine code: {FOLDER.path}, of user {_owner(Path(FOLDER.path))}", ""
    advice = "every start compiles again, about a minute; set XDG_CACHE_HOME to a folder you own"
    return None, f"machine code: kept for one run only, {FOLDER.note}", advice


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except (KeyError, NotImplementedError, OSError):
        return str(path.stat().st_uid)


def _cores() -> tuple[bool | None, str, str]:
    there, allowed = os.cpu_count() or 1, cores_allowed()
    if allowed >= there:
        return True, f"cores: {there}", ""
    return None, f"cores: {allowed:g} of {there} allowed", f"threads used: {threads_allowed()}"


def _memory() -> tuple[bool | None, str, str]:
    free = memory_free()
    if free is None:
        return None, "memory: not known on this system", ""
    if free >= NEEDED_MB:
        return True, f"memory: {free:,.0f} MB free", ""
    return False, f"memory: {free:,.0f} MB free", f"a first start needs about {NEEDED_MB:,} MB"


def _encoding() -> tuple[bool | None, str, str]:
    name = getattr(sys.stdout, "encoding", None) or "unknown"
    if name.lower().replace("-", "") == "utf8":
        return True, f"output: {name}", ""
    return None, f"output: {name}", "other characters are written in ASCII; PYTHONUTF8=1 shows all"


def _folder(what: str, path: Path, advice: str) -> tuple[bool | None, str, str]:
    try:
        with tempfile.TemporaryFile(dir=path) as file:
            file.write(b"x")
    except OSError as error:
        return False, f"{what}: {path} cannot be written ({error.strerror})", advice
    return True, f"{what}: {path} can be written", ""
