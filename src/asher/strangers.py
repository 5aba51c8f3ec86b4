"""Files that a stranger may have made: plain ones only, of a stated size, and not too deep."""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from pathlib import Path
from typing import Any

from asher import bounds

_MB = 2**20
_DEEP = f"values nested deeper than {bounds.DEPTH} levels"
# What moves the cursor, rings, or turns the direction of the text after it: names with these can
# make a table say another thing than it holds.
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """Give text as one printable line: what a terminal cannot show, or would obey, is escaped."""
    # A lone surrogate or a control character must not break the terminal that shows the fault.
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def find_steering(text: str, *, lines: bool = False) -> str:
    r"""Find a character that steers a terminal or turns the direction of text.

    Parameters
    ----------
    text : str
        Words of a file.
    lines : bool
        Whether they may have line breaks and tabs.

    Returns
    -------
    str
        The first, escaped, such as ``\x1b``; empty where there is none.
    """
    found = (each[0] for each in _STEERING.finditer(text))
    return next((printable(sign) for sign in found if not (lines and sign in "\r\n\t")), "")


def is_open_pipe(path: str | Path) -> bool:
    """Whether a path names a pipe that this program was started with: ``/dev/stdin``, ``<(...)``.

    Another pipe may have nobody at its other end, and would be waited for without end.

    Parameters
    ----------
    path : str or Path
        As a person wrote it.

    Returns
    -------
    bool
        False for any other pipe, and where there is none.
    """
    name = Path(path)
    if str(name) != "/dev/stdin" and str(name.parent) not in {"/dev/fd", "/proc/self/fd"}:
        return False
    try:
        return stat.S_ISFIFO(name.stat().st_mode)
    except OSError:
        return False


def require_plain(path: str | Path, *, most: int, links: bool = False) -> None:
    """Check a file before it is opened.

    Parameters
    ----------
    path : str or Path
        The file.
    most : int
        Bytes that it may have.
    links : bool
        Whether it may be a link, or a pipe that the program was started with: where a person named
        it, not where it stands in a folder.

    Raises
    ------
    OSError
        If there is none, or it is a link, a folder, a device or a pipe, or too large.
    """
    name = str(path)
    if links and is_open_pipe(path):
        return
    found = Path(path).stat() if links else Path(path).lstat()
    if stat.S_ISLNK(found.st_mode):
        raise OSError(errno.ELOOP, "it is a link, and links are not followed", name)
    if stat.S_ISDIR(found.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), name)
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a plain file", name)
    if found.st_size > most:
        raise OSError(errno.EFBIG, _too_large(found.st_size, most), name)


def read_plain(path: str | Path, *, most: int, links: bool = False) -> bytes:
    """Read a file whole.

    Parameters
    ----------
    path : str or Path
        The file.
    most, links
        See `require_plain`.

    Raises
    ------
    OSError
        If it is not a plain file of that size, or cannot be read.
    """
    require_plain(path, most=most, links=links)
    with Path(path).open("rb") as file:
        # A file may grow, or tell no size.
        raw = file.read(most + 1)
    if len(raw) > most:
        raise OSError(errno.EFBIG, _too_large(len(raw), most), str(path))
    return raw


def read_json(path: Path, *, most: int = bounds.JSON_BYTES) -> Any:
    """Read a JSON file that stands in a folder.

    Parameters
    ----------
    path : Path
        The file.
    most : int
        Bytes that it may have.

    Returns
    -------
    object
        Plain values.

    Raises
    ------
    OSError
        If it is not a plain file of that size, or cannot be read.
    ValueError
        If it is not JSON, not UTF-8, too deep, or has too many values.
    """
    text = read_plain(path, most=most).decode("utf-8-sig")
    try:
        document = json.loads(text)
    except RecursionError:
        raise ValueError(_DEEP) from None
    if excess := find_excess(document):
        raise ValueError(excess)
    return document


def find_excess(document: Any) -> str:
    """Say what of a JSON document is deeper or more than anything we read; empty for nothing."""
    level, values = [document], 0
    for _ in range(bounds.DEPTH):
        level = [each for each in level if isinstance(each, dict | list)]
        if not level:
            return ""
        values += sum(map(len, level))
        if values > bounds.VALUES:
            return f"more than {bounds.VALUES:,} values"
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return _DEEP


def _too_large(size: int, most: int) -> str:
    return f"it has {size / _MB:,.1f} MB, and at most {most / _MB:g} MB are read"
