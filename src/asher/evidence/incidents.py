"""Records of past incidents: a CSV file read into typed objects, with every fault at once."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from asher.documents import Cell, Sheet, closest, read_sheet, shown
from asher.errors import Fault, RecordsError
from asher.evidence.coding import Apart, Coding, code_ending, code_table, find_place_type

COLUMNS = (
    "date", "time", "state", "name", "location", "killed", "wounded", "terminating_event",
    "shooter_fate", "report",
)  # fmt: skip
# More than all casualties of the record together: a slip of the keyboard.
_MOST = 100_000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Incident:
    """One past incident."""

    date: dt.date  # Its day
    time: dt.time | None  # Local time of day; None where the file is silent
    # Where it was.
    state: str
    name: str
    location: str  # Kind of the place
    # Casualties, attackers not counted; >= 0.
    killed: int
    wounded: int
    # How it ended, in the words of the file.
    terminating_event: str
    shooter_fate: str
    report: str  # The report that lists it
    line: int  # Line of the file, counted from 1

    @property
    def apart(self) -> Apart | None:
        """Why it is left out of moments and fits; None if it is not."""
        found = (
            one for one in code_table().apart if (one.date, one.name) == (self.date, self.name)
        )
        return next(found, None)


@dataclass(frozen=True)
class Incidents:
    """A file of incidents."""

    path: str  # The file as the user named it
    rows: tuple[Incident, ...]  # In the order of the file; at least one
    warnings: tuple[Fault, ...]  # What is doubtful and was kept all the same
    shipped: bool = False  # Whether it is the record of the package

    @cached_property
    def codings(self) -> tuple[Coding, ...]:
        """How each attack ended, a coding for every row."""
        return tuple(code_ending(row.terminating_event, row.shooter_fate) for row in self.rows)

    @property
    def usual(self) -> tuple[Incident, ...]:
        """Those that moments and fits are made of, in the order of the file."""
        return tuple(row for row in self.rows if row.apart is None)

    @property
    def years(self) -> range:
        """Every calendar year from the first incident to the last."""
        found = [row.date.year for row in self.rows]
        return range(min(found), max(found) + 1)


def read_incidents(path: str | Path | None = None) -> Incidents:
    """Read a file of incidents.

    Parameters
    ----------
    path : str or Path, optional
        A CSV file with the columns in `COLUMNS`, in any order; the shipped one if left out.

    Returns
    -------
    Incidents
        Its records and warnings.

    Raises
    ------
    RecordsError
        With every fault, each with its place; warnings among them.
    """
    if path is None:
        with resources.as_file(resources.files("asher") / "data" / "incidents.csv") as shipped:
            sheet = read_sheet(shipped, error=RecordsError)
    else:
        sheet = read_sheet(path, error=RecordsError)
    return _Reading(sheet).incidents(shipped=path is None)


class _Reading:
    """One pass over a sheet; collects what is wrong instead of stopping at it."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.faults: list[Fault] = [*sheet.faults]
        self.at: dict[str, int] = {}

    def incidents(self, *, shipped: bool) -> Incidents:
        self._header()
        rows = [self._row(cells) for cells in self.sheet.rows]
        found = [row for row in rows if row is not None]
        self._repeats(found)
        if not self.sheet.rows:
            self.faults.append(
                self.sheet.fault(self.sheet.header[0], "", "at least one row", found="no incidents")
            )
        self.faults.sort(key=lambda fault: (fault.line, fault.column))
        if any(fault.severity == "error" for fault in self.faults):
            raise RecordsError(self.faults)
        name = "incidents.csv (shipped)" if shipped else str(self.sheet.path)
        return Incidents(name, tuple(found), tuple(self.faults), shipped)

    def _header(self) -> None:
        words = ", ".join(COLUMNS)
        for index, cell in enumerate(self.sheet.header):
            if cell.text in self.at:
                found = f"column {cell.text!r} is here a second time"
                self.faults.append(self.sheet.fault(cell, "", "each column once", found=found))
            elif cell.text in COLUMNS:
                self.at[cell.text] = index
            else:
                found = f"unknown column {shown(cell.text)}"
                near = closest(cell.text, set(COLUMNS) - {c.text for c in self.sheet.header})
                self.faults.append(self.sheet.fault(cell, "", words, found=found, suggestion=near))
        for name in COLUMNS:
            if name not in self.at:
                found = f"column {name!r} is missing"
                self.faults.append(self.sheet.fault(self.sheet.header[0], "", found=found))

    def _row(self, cells: tuple[Cell, ...]) -> Incident | None:
        wanted, before = len(self.sheet.header), len(self.faults)
        if len(cells) != wanted:
            # Beyond the odd field nothing stands in its column, so that nothing else is looked at.
            odd = cells[min(len(cells), wanted + 1) - 1]
            allowed = f"{wanted} fields; put a field with a comma in double quotes"
            found = f"found {len(cells)} fields"
            self.faults.append(self.sheet.fault(odd, "row", allowed, found=found))
            return None
        cell = {name: cells[index] for name, index in self.at.items()}
        day = self._date(cell.get("date"))
        clock = self._time(cell.get("time"))
        killed, wounded = (self._count(cell.get(key), key) for key in ("killed", "wounded"))
        location = self._location(cell.get("location"))
        name = self._stated(cell.get("name"), "name")
        wrong = any(fault.severity == "error" for fault in self.faults[before:])
        if wrong or day is None or len(self.at) < len(COLUMNS):
            return None
        rest = {key: cell[key].text for key in COLUMNS[-3:]}
        return Incident(
            day, clock, cell["state"].text, name, location, killed, wounded, **rest,
            line=cells[0].line,
        )  # fmt: skip

    def _date(self, cell: Cell | None) -> dt.date | None:
        if cell is None:
            return None
        try:
            if _DATE.fullmatch(cell.text):
                return dt.date.fromisoformat(cell.text)
        except ValueError:
            pass
        allowed = "a day of the calendar as yyyy-mm-dd, such as 2017-10-01"
        self.faults.append(self.sheet.fault(cell, "date", allowed))
        return None

    def _time(self, cell: Cell | None) -> dt.time | None:
        if cell is None or not cell.text:
            return None
        found = _CLOCK.fullmatch(cell.text)
        if found is None:
            allowed = "a time of day from 00:00 to 23:59, or nothing"
            self.faults.append(self.sheet.fault(cell, "time", allowed))
            return None
        return dt.time(int(found[1]), int(found[2]))

    def _count(self, cell: Cell | None, where: str) -> int:
        if cell is None:
            return 0
        # int() also takes signs, blanks, underscores and digits of other scripts.
        if not re.fullmatch(r"[0-9]{1,9}", cell.text) or int(cell.text) > _MOST:
            allowed = f"a whole number of people from 0 to {_MOST:,}"
            self.faults.append(self.sheet.fault(cell, where, allowed))
            return 0
        return int(cell.text)

    def _location(self, cell: Cell | None) -> str:
        text = self._stated(cell, "location")
        known = find_place_type(text)
        if cell is None or not text or (known and known.casefold() == text.casefold()):
            return known or text
        names = list(code_table().places)
        self.faults.append(
            self.sheet.warning(
                cell, "location", f"found {shown(text)}, kept as a separate kind",
                ", ".join(names), suggestion=closest(text, names),
            )
        )  # fmt: skip
        return text

    def _stated(self, cell: Cell | None, where: str) -> str:
        if cell is not None and not cell.text:
            self.faults.append(self.sheet.fault(cell, where, "a text", found="nothing is said"))
        return cell.text if cell else ""

    def _repeats(self, rows: list[Incident]) -> None:
        first: dict[tuple[dt.date, str, str], int] = {}
        for row in rows:
            key = (row.date, row.state.casefold(), row.name.casefold())
            if key in first:
                found = f"the same day, state and name as line {first[key]}; both are counted"
                self.faults.append(
                    self.sheet.warning(Cell("", row.line, 1), "row", found, "each incident once")
                )
            else:
                first[key] = row.line
