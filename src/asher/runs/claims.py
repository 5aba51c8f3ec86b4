"""What a folder says it holds, and who may write to it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeGuard

from asher.errors import ResultsError, SimulationError
from asher.runs.identity import Identity, versions
from asher.runs.whole import write_json
from asher.strangers import read_json


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other runs from writing to a folder meanwhile.

    Parameters
    ----------
    folder : Path
        Which; made if it is not there.

    Yields
    ------
    None
        While the folder is locked.

    Raises
    ------
    SimulationError
        If another run is writing to it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # Windows has no such lock; two runs there write the same bytes
        yield
        return
    # A lock on the folder itself leaves no lock file behind when the program is killed.
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SimulationError(f"{folder}: another run is writing to this folder") from None
        yield
    finally:
        os.close(handle)


def claim(
    path: Path,
    identity: Identity,
    *,
    others: bool,
    about: Mapping[str, Any] | None = None,
    way_out: str = "choose another folder (--out)",
    details: Callable[[str], str] | None = None,
) -> None:
    """Claim a folder for a run, or see that it holds this very run.

    Parameters
    ----------
    path : Path
        The file in it that says what it holds.
    identity : Identity
        Of the run.
    others : bool
        Whether the folder holds something that only such a file could explain.
    about : mapping, optional
        What the file says besides the identity and the versions of now.
    way_out : str
        What may be done where it holds another run.
    details : callable, optional
        Says of a part of the identity, by its name, what is another; empty where that is not known.

    Raises
    ------
    ResultsError
        If it holds another run, or something unknown; what differs is said, and what to do.
    OSError
        If the file cannot be written.
    """
    stands = read_claim(path)
    if stands is None:
        if others:
            raise ResultsError(
                f"{path.parent}: holds blocks but no {path.name}, so it is not known "
                "which run they belong to; "
                f"{way_out}"
            )
        own = {"identity": dict(identity.parts), "versions": versions()}
        write_json(path, {**own, **(about or {})})
        return
    unlike = identity.unlike(stands)
    if unlike:
        told = [_told(part, stands, identity, details) for part in unlike]
        said = f": {'; '.join(filter(None, told))}" if any(told) else ""
        raise ResultsError(
            f"{path.parent}: holds another run (another {', another '.join(unlike)}){said}; "
            f"nothing was changed; {way_out}"
        )


def _told(
    part: str,
    stands: Mapping[str, Any],
    identity: Identity,
    details: Callable[[str], str] | None,
) -> str:
    """What is another in a part of an identity: settings tell it, digests do not."""
    before, now = stands.get(part), identity.parts.get(part)
    if isinstance(before, int) and isinstance(now, int):
        return f"{part} {before}, now {now}"
    return details(part) if details else ""


def read_claim(path: Path) -> dict[str, Any] | None:
    """Read what a folder says it holds.

    Returns
    -------
    dict or None
        Parts of its identity; None where there is no such file.

    Raises
    ------
    ResultsError
        If the file is damaged.
    """
    document = read_mapping(path)
    if document is None:
        return None
    found = document.get("identity", {})
    if not is_identity(found):
        raise ResultsError(f"{path}: cannot be read (it does not say what the folder holds)")
    return dict(found)


def read_mapping(path: Path) -> dict[str, Any] | None:
    """Read a small file that holds one mapping.

    Returns
    -------
    dict or None
        What it holds; None where there is no such file.

    Raises
    ------
    ResultsError
        If it cannot be read, or holds something else.
    """
    try:
        document = read_json(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ResultsError(f"{path}: cannot be read ({error.strerror or error})") from error
    except ValueError as error:
        raise ResultsError(f"{path}: cannot be read ({error})") from error
    if not isinstance(document, dict):
        raise ResultsError(f"{path}: cannot be read (not a mapping)")
    return document


def is_identity(found: Any) -> TypeGuard[dict[str, Any]]:
    """Whether something that was read may be the parts of an identity.

    Returns
    -------
    bool
        Names are said where two runs differ, so they have to be words.
    """
    return isinstance(found, dict) and all(
        re.fullmatch(r"[a-z ]{1,40}", name) and isinstance(value, str | int)
        for name, value in found.items()
    )
