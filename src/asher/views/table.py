"""What a table is on a page and in a terminal: rows with a head, cells with a figure and a note."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from asher.views.words.measures import Sign

# Columns that a page, or a sheet of paper, is wide enough for.
_WIDEST, _WIDTH = 8, 6


@dataclass(frozen=True)
class Cell:
    """One cell."""

    main: str  # The figure
    note: str = ""  # Its interval or share, in smaller type


@dataclass(frozen=True)
class Row:
    """One row."""

    head: str  # What the row is about
    cells: tuple[Cell, ...]  # One for each column
    note: str = ""  # A word of explanation under the head
    sign: Sign | None = None  # The letter and colour under which a figure shows the same


@dataclass(frozen=True)
class Table:
    """One table, or one part of a table with its own heading row."""

    caption: str  # What it shows
    corner: str  # Heading of the first column
    columns: tuple[str, ...]  # Headings of the others
    # Rows under a heading; the heading may be empty.
    groups: tuple[tuple[str, tuple[Row, ...]], ...]

    @classmethod
    def plain(
        cls, rows: Iterable[Row], *, caption: str, corner: str, columns: Iterable[str]
    ) -> Table:
        """Make a table whose rows stand under no heading."""
        return cls(caption, corner, tuple(columns), (("", tuple(rows)),))

    def only(self, count: int) -> Table:
        """Keep the first columns alone.

        Parameters
        ----------
        count : int
            How many, >= 1.

        Returns
        -------
        Table
            The same rows.
        """
        return self._between(0, count)

    def _between(self, first: int, end: int) -> Table:
        groups = tuple(
            (heading, tuple(replace(row, cells=row.cells[first:end]) for row in rows))
            for heading, rows in self.groups
        )
        return replace(self, columns=self.columns[first:end], groups=groups)

    def parts(self) -> tuple[Table, ...]:
        """Cut a table that no page is wide enough for into tables that stand one under another.

        Returns
        -------
        tuple of Table
            The table itself up to eight columns; else tables of at most six, nearly equal.
        """
        count = len(self.columns)
        if count <= _WIDEST:
            return (self,)
        number_of = math.ceil(count / _WIDTH)
        ends = [round(count * i / number_of) for i in range(number_of + 1)]
        return tuple(
            replace(self._between(a, b), caption=f"{self.caption} (part {i} of {number_of})")
            for i, (a, b) in enumerate(pairwise(ends), start=1)
        )
