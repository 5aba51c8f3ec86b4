"""Read a CSV file into cells that know their line and column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from asher import bounds
from asher.documents.document import Document, shown
from asher.documents.read import FaultyFile, read_text
from asher.errors import Fault, Word
from asher.strangers import find_steering, printable

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row, and its place."""

    text: str  # Its text, without quotes and without space around it
    # Place in the file, counted from 1.
    line: int
    column: int


@dataclass(frozen=True)
class Sheet:
    """A CSV file that was read."""

    path: Path  # The file as the user named it
    header: tuple[Cell, ...]  # Names of the columns
    # The rows below it, blank lines left out; a row may have too few or too many cells.
    rows: tuple[tuple[Cell, ...], ...]
    # Quotes that do not fit; the caller raises them beside what else is wrong.
    faults: tuple[Fault, ...] = ()

    def fault(
        self, cell: Cell, where: str, allowed: str = "", *, found: str = "", suggestion: Word = ""
    ) -> Fault:
        """Return an error at a cell.

        Parameters
        ----------
        where : str
            Its column.
        allowed : str
            What may stand there.
        found : str
            What stands there; the cell's own text if empty.
        suggestion : str
            The nearest allowed word, or empty.

        Returns
        -------
        Fault
            With this file's name and the place of the cell.
        """
        words = found or f"found {shown(cell.text)}"
        return Fault(
            str(self.path), cell.line, cell.column, printable(where), words, allowed, suggestion
        )

    def warning(
        self, cell: Cell, where: str, found: str, allowed: str = "", *, suggestion: Word = ""
    ) -> Fault:
        """Return a warning at a cell.

        Parameters
        ----------
        where, found, allowed, suggestion : str
            See `Fault`.

        Returns
        -------
        Fault
            With this file's name and the place of the cell.
        """
        name = str(self.path)
        return Fault(name, cell.line, cell.column, where, found, allowed, suggestion, "warning")


def read_sheet(path: str | Path, *, error: FaultyFile) -> Sheet:
    """Read a CSV file: commas, double quotes, a first row that names the columns.

    Parameters
    ----------
    path, error
        See `read_document`.

    Returns
    -------
    Sheet
        Its cells with their places.

    Raises
    ------
    FloorplanError, ScenarioError or RecordsError
        If the file is missing, unreadable, too large, not UTF-8 or empty.

    Notes
    -----
    The format of RFC 4180, except that a field ends on its line. Python's own reader tells no
    columns, and takes a quote that is never closed for the rest of the file, so that one fault
    hides all below it.
    """
    path = Path(path)
    text = read_text(path, error=error, separators=",\n")
    document = Document(path, text, None)
    rows: list[tuple[Cell, ...]] = []
    faults: list[Fault] = []
    at = 0
    while at < len(text):
        row, at = _row(document, at, faults)
        # Spreadsheets leave rows and columns of nothing but separators.
        if any(cell.text for cell in row):
            rows.append(row)
    if len(rows) > bounds.ITEMS + 1:
        found, allowed = f"{len(rows) - 1:,} rows", f"at most {bounds.ITEMS:,}"
        raise error([Fault(str(path), 1, 1, "", found, allowed)])
    if not rows:
        raise error([Fault(str(path), 1, 1, "", "an empty file", "a row that names the columns")])
    for row in rows:
        separator = _other_separator(row) if row is rows[0] or len(row) == 1 else ""
        if separator:
            found = f"columns separated by {separator}"
            allowed = "commas: save it as CSV with commas"
            raise error([Fault(str(path), row[0].line, 1, "", found, allowed)])
    width = max(n for n, cell in enumerate(rows[0], start=1) if cell.text)
    cut = [_without_empty(row, width) for row in rows]
    return Sheet(path, cut[0], tuple(cut[1:]), tuple(faults))


def _other_separator(row: tuple[Cell, ...]) -> str:
    """What stands between the columns of a row where that is no comma; else an empty text."""
    words = " ".join(cell.text for cell in row)
    for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if words.count(sign) >= max(2, len(row)):
            return name
    return ""


def _without_empty(row: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    """A row without the empty cells behind its last column."""
    end = len(row)
    while end > width and not row[end - 1].text:
        end -= 1
    return row[:end]


def _row(document: Document, at: int, faults: list[Fault]) -> tuple[tuple[Cell, ...], int]:
    text, cells = document.text, []
    ending = _BREAK.search(text, at)
    stop = ending.start() if ending else len(text)
    while True:
        line, column = document.line_column(at)
        end = _end_of_quoted(text, at, stop)
        if end is None:
            if text[at : at + 1] == '"':
                found = "a double quote that is not closed on its line"
                faults.append(
                    Fault(str(document.path), line, column, "", found, "a quote at each end")
                )
            end = _end_of_plain(text, at, stop)
            value = text[at:end]
        else:
            value = text[at + 1 : end - 1].replace('""', '"')
            if end < stop and text[end] != ",":
                place = document.line_column(end)
                found = f"{shown(text[end])} after a closing quote"
                faults.append(Fault(str(document.path), *place, "", found, "a comma or a new line"))
                end = _end_of_plain(text, end, stop)
        if sign := find_steering(value):
            found = f"the control character {sign}"
            faults.append(Fault(str(document.path), line, column, "", found, "printable text"))
        cells.append(Cell(value.strip(), line, column))
        if end == stop:
            return tuple(cells), ending.end() if ending else stop
        at = end + 1


def _end_of_plain(text: str, at: int, stop: int) -> int:
    comma = text.find(",", at, stop)
    return stop if comma < 0 else comma


def _end_of_quoted(text: str, at: int, stop: int) -> int | None:
    """Where a quoted field ends; None where it is none, or not closed on its line."""
    # By hand: a pattern that repeats a group remembers every turn, which is 2 GB for a long field.
    if text[at : at + 1] != '"':
        return None
    end = text.find('"', at + 1, stop)
    while end >= 0 and text.startswith('"', end + 1, stop):
        end = text.find('"', end + 2, stop)
    return None if end < 0 else end + 1
