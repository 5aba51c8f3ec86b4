"""Opening what a stranger made: files, archives and JSON, refused where they are no such thing."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from asher import bounds
from asher.errors import Fault, FloorplanError
from asher.strangers import find_excess, read_plain

__all__ = ["check_finite", "content", "names_in", "parsed", "refuse", "unpacked"]

# Files of an archive (judgement: a scenario has two).
_MEMBERS = 1000
_FINITE = "JSON in UTF-8 with finite numbers"


class NotFiniteError(ValueError):
    """JSON has a word where a number belongs."""


def refuse(path: Path, found: str, allowed: str, line: int = 1, column: int = 1) -> NoReturn:
    """Say where, what was found and what is allowed: a file is not read."""
    raise FloorplanError([Fault(str(path), line, column, "", found, allowed)])


def parsed(path: Path, raw: bytes | None = None) -> Any:
    """Read JSON that a stranger wrote, or its bytes out of an archive: plain and finite values."""
    if raw is None:
        raw = content(path)
    try:
        document = json.loads(raw.decode("utf-8-sig"), parse_constant=_not_finite)
    except RecursionError:
        refuse(path, "values nested without end", f"at most {bounds.DEPTH} levels")
    except json.JSONDecodeError as error:
        refuse(path, f"not JSON: {error.msg}", "a whole JSON file", error.lineno, error.colno)
    except UnicodeDecodeError as error:
        line, column = raw.count(b"\n", 0, error.start), raw.rfind(b"\n", 0, error.start)
        refuse(path, "text that is not UTF-8", "JSON in UTF-8", line + 1, error.start - column)
    except NotFiniteError as error:
        refuse(path, str(error), _FINITE)
    except ValueError:
        refuse(path, "a whole number of thousands of digits", _FINITE)
    if excess := find_excess(document):
        refuse(path, excess, "a floor plan of one building")
    return document


def _not_finite(word: str) -> NoReturn:
    raise NotFiniteError(f"{word} for a number")


def content(path: Path) -> bytes:
    """Read a file whole that a person named; refuse one that is too large, or no file."""
    try:
        return read_plain(path, most=bounds.DOCUMENT_BYTES, links=True)
    except OSError as error:
        refuse(path, error.strerror or str(error), f"at most {bounds.DOCUMENT_BYTES >> 20} MB")


def names_in(head: bytes, path: Path) -> list[str]:
    """Names of the files of an archive; none where a file that begins so is none, or damaged."""
    if not head.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return []


def unpacked(path: Path, wanted: Sequence[str]) -> dict[str, bytes]:
    """Unpack members of an archive by the end of their names.

    Parameters
    ----------
    path : Path
        A zip archive.
    wanted : sequence of str
        Ends of names, such as ``".wkt"``.

    Returns
    -------
    dict
        Content by end of name; the first of each.

    Raises
    ------
    FloorplanError
        If it is damaged, has too many members, names that lead out of it, or unpacks to too
        much; nothing is written.
    """
    found: dict[str, bytes] = {}
    left = bounds.DOCUMENT_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content(path))) as archive:
            members = archive.infolist()
            if len(members) > _MEMBERS:
                refuse(path, f"{len(members):,} files in the archive", f"at most {_MEMBERS:,}")
            for member in members:
                if _leads_out(member.filename):
                    refuse(path, f"a file {member.filename[:80]!r}", "names within the archive")
                end = next((each for each in wanted if member.filename.endswith(each)), None)
                if end is None or end in found or Path(member.filename).name.startswith("."):
                    continue
                with archive.open(member) as stream:
                    # The header may lie about the size; the stream does not.
                    found[end] = stream.read(left + 1)
                left -= len(found[end])
                if left < 0:
                    most = f"at most {bounds.DOCUMENT_BYTES >> 20} MB unpacked"
                    refuse(path, f"too much up to {member.filename[:80]!r}", most)
    except FloorplanError:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        refuse(path, f"damaged archive: {error}", "a whole zip archive without a password")
    except Exception as error:  # noqa: BLE001 - decompressors have errors of their own
        refuse(path, f"damaged archive: {error}", "a whole zip archive")
    return found


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or ":" in parts[0]


def check_finite(path: Path, shapes: Iterable[BaseGeometry], metres: float) -> None:
    """Refuse coordinates that are no places, and outlines of too many corners.

    Parameters
    ----------
    path : Path
        The file.
    shapes : iterable of geometry
        All that it holds.
    metres : float
        One unit of the file [m].

    Raises
    ------
    FloorplanError
        If there are such.
    """
    points = shapely.get_coordinates([*shapes]) * metres
    most = bounds.OUTLINE_POINTS
    if len(points) > most:
        refuse(path, f"outlines of {len(points):,} corners", f"at most {most:,}: one building")
    if not np.isfinite(points).all() or (np.abs(points) > bounds.COORDINATE_M).any():
        refuse(
            path,
            f"a coordinate that is no place (farther than {bounds.COORDINATE_M:,.0f} m, or none)",
            "metres; name the unit (--unit mm) if the file has another",
        )
