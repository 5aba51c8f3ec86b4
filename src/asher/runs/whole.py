"""Files that are whole or not there, whenever the program is stopped."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Write a file whole or not at all.

    Parameters
    ----------
    path : Path
        Where it is to stand; its folder is made.

    Yields
    ------
    Path
        Where to write meanwhile, in the same folder; it takes the place of `path` at the end.

    Raises
    ------
    OSError
        If it cannot be written; what stood there stands still, and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # A fixed name, so that what a killed run left is replaced by the next one.
    part = path.with_name(path.name + ".part")
    try:
        # Whoever made the folder may have put a link there: writing would go where that leads.
        part.unlink(missing_ok=True)
        part.touch(exist_ok=False)
        yield part
        # On the disk before it takes the name: a power cut leaves the old file or the new one.
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError as error:
        if error.filename not in {None, str(part)}:
            raise
        # The file that was asked for: not the one beside it, nor none, as where the disk is full.
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None
    finally:
        with suppress(OSError):  # what went wrong is told, not that tidying up went wrong too
            part.unlink()


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all, in UTF-8 and with the line ends it has.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with whole(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        file.write(text)


def write_json(path: Path, document: Mapping[str, Any] | list[Any]) -> None:
    """Write plain values as JSON, whole or not at all.

    Parameters
    ----------
    path : Path
        Where.
    document : mapping or list
        Plain values, numbers finite.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    write_text(path, json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def write_table(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table as comma-separated values, whole or not at all.

    Parameters
    ----------
    path : Path
        Where.
    header : iterable of str
        Names of the columns.
    rows : iterable of iterable
        Numbers, as they are to be read, and names of our own: a cell of a stranger's that begins
        with ``=`` is a formula to a spreadsheet.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    with whole(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
