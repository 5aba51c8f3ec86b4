"""Published figures, one a row, each with its source, its grade and what it may be used for."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal, cast, get_args

from asher.documents import closest
from asher.errors import EvidenceError

Role = Literal["input", "calibrate", "validate", "sensitivity", "context"]
Grade = Literal["A", "B", "C"]
# Rows name files as the project has them; a reader has no such file.
_FILES = {
    re.compile(r"seed document \S+\.txt"): "a document that started the project",
    re.compile(r"the seed article"): "a document that started the project",
    re.compile(r"fbi_incidents_\S+\.csv"): "the shipped record of incidents",
}


def _described(text: str) -> str:
    for name, words in _FILES.items():
        text = name.sub(words, text)
    return text


@dataclass(frozen=True, slots=True)
class Statistic:
    """One published figure.

    Parameters
    ----------
    id : str
        The name by which defaults and reports refer to it.
    quantity, population : str
        What was measured, and among whom.
    k, n : int or None
        The count, and of how many; ``n`` alone is a sample size.
    value : float or None
        The figure itself where the source gives no count [unit].
    low, high : float or None
        An interval or a range [unit]; ``high`` is the 90th percentile for ``rtf-*`` and the
        standard deviation for ``walk-speed``.
    unit : str
        Unit of ``value``, ``low`` and ``high``.
    source : str
        Where it was published.
    grade : {"A", "B", "C"}
        A official text or raw data, B abstract or quotation, C press or small and second-hand.
    role : {"input", "calibrate", "validate", "sensitivity", "context"}
        What it may be used for.
    """

    id: str
    quantity: str
    population: str
    k: int | None
    n: int | None
    value: float | None
    low: float | None
    high: float | None
    unit: str
    source: str
    grade: Grade
    role: Role

    @property
    def estimate(self) -> float:
        """The figure as one number [unit]: the value, or the count over its total.

        Returns
        -------
        float
            ``value`` where there is one; else ``k / n``, and ``k`` itself when ``n`` is 0.

        Raises
        ------
        EvidenceError
            If the row holds neither.

        Examples
        --------
        >>> round(statistic("duration-2min").estimate, 3)
        0.365
        """
        if self.value is not None:
            return self.value
        if self.k is None:
            raise EvidenceError(f"{self.id}: neither a value nor a count in evidence.csv")
        return self.k / self.n if self.n else float(self.k)

    @property
    def citation(self) -> str:
        """The figure and its origin on one line, as a report prints it."""
        count = f"{self.k} of {self.n}, " if self.k is not None and self.n else ""
        return f"{self.quantity} ({count}{self.group}; {self.origin})"

    @property
    def origin(self) -> str:
        """The source in words for a reader: what is called after a file is described.

        Returns
        -------
        str
            ``source`` itself unless it names a file of the project.

        Examples
        --------
        >>> statistic("killed-mean").origin
        'the shipped record of incidents (computed)'
        """
        return _described(self.source)

    @property
    def group(self) -> str:
        """The population in words for a reader, as `origin`."""
        return _described(self.population)


def load() -> Mapping[str, Statistic]:
    """Every figure by its id, in the order of the file.

    Returns
    -------
    Mapping of str to Statistic
        Read-only; read from the file once.

    Raises
    ------
    EvidenceError
        If a row is damaged: an id twice, an unknown role or grade, a number that is none.
    """
    return MappingProxyType(_read())


def statistic(id: str) -> Statistic:
    """Look one figure up.

    Parameters
    ----------
    id : str
        For example ``"walk-speed"``.

    Returns
    -------
    Statistic
        The row of that id.

    Raises
    ------
    EvidenceError
        If there is no such id; the message names the nearest one.

    Examples
    --------
    >>> statistic("walk-speed").value
    1.34
    """
    rows = _read()
    if id not in rows:
        near = closest(id, rows)
        hint = f" (did you mean {near}?)" if near else ""
        raise EvidenceError(f"evidence: no figure is called {id!r}{hint}")
    return rows[id]


@cache
def unused() -> Mapping[str, str]:
    """Say why figures of role ``input`` are used by nothing.

    Returns
    -------
    Mapping of str to str
        Reasons by the id of the figure, as ``unused_evidence.csv`` has them.
    """
    file = resources.files("asher") / "data" / "unused_evidence.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    return MappingProxyType({row["id"]: row["why"] for row in csv.DictReader(lines)})


@cache
def _read() -> dict[str, Statistic]:
    file = resources.files("asher") / "data" / "evidence.csv"
    rows: dict[str, Statistic] = {}
    lines = file.read_text(encoding="utf-8").splitlines()
    for line, row in enumerate(csv.DictReader(lines), start=2):
        found = _statistic(row, line)
        if found.id in rows:
            raise EvidenceError(f"evidence.csv:{line}: {found.id} is there twice")
        rows[found.id] = found
    return rows


def _statistic(row: dict[str, str], line: int) -> Statistic:
    if row["role"] not in get_args(Role):
        raise EvidenceError(f"evidence.csv:{line}: role {row['role']!r}; {get_args(Role)}")
    if row["grade"] not in get_args(Grade):
        raise EvidenceError(f"evidence.csv:{line}: grade {row['grade']!r}; {get_args(Grade)}")
    try:
        k, n = (int(row[key]) if row[key] else None for key in ("k", "n"))
        value, low, high = (
            float(row[key]) if row[key] else None for key in ("value", "low", "high")
        )
    except ValueError as error:
        raise EvidenceError(f"evidence.csv:{line}: {error}") from error
    return Statistic(
        id=row["id"],
        quantity=row["quantity"],
        population=row["population"],
        k=k,
        n=n,
        value=value,
        low=low,
        high=high,
        unit=row["unit"],
        source=row["source"],
        grade=cast(Grade, row["grade"]),
        role=cast(Role, row["role"]),
    )
