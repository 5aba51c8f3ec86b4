"""Everything that can go wrong, with a message that says how to fix it.

One base class, a few kinds; each kind is also the builtin error a caller would expect.
"""

from __future__ import annotations

import re
from collections import Counter, UserString
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter

from asher import bounds
from asher.strangers import printable

__all__ = [
    "AsherError",
    "EvidenceError",
    "Fault",
    "FloorplanError",
    "MissingExtraError",
    "RecordsError",
    "ResultsError",
    "ScenarioError",
    "SimulationError",
    "TooLargeError",
    "by_place",
    "fault_lines",
]

Word = str | UserString
Kind = tuple[str, str, str, str]

_INDEX = re.compile(r"\[[0-9]+\]")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_QUOTED = re.compile(r"'([^']*)'")


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One thing in an input file that is wrong or doubtful, and the place where it stands.

    Parameters
    ----------
    file : str
        The file as the user named it.
    line, column : int
        Place in the file, counted from 1; 0 where `file` is a call in Python, which has no lines.
    where : str
        Path of the value inside the file, such as ``features[3].properties.name``; empty for the
        file as a whole.
    found : str
        What stands there.
    allowed : str
        What may stand there; empty if that needs no words.
    suggestion : str or UserString
        The nearest allowed word, or empty; no part of what makes two faults equal.
    severity : str
        ``"error"`` (the file cannot be used) or ``"warning"`` (it can, but look at this).

    Notes
    -----
    Of a path or words longer than `bounds.WORDS` the middle is left out.

    Examples
    --------
    >>> print(Fault("a.yaml", 3, 1, "seeed", "unknown key 'seeed'", "seed, title", "seed"))
    a.yaml:3:1: seeed: unknown key 'seeed'; allowed: seed, title (did you mean 'seed'?)
    """

    file: str
    line: int
    column: int
    where: str
    found: str
    allowed: str
    suggestion: Word = field(default="", compare=False)
    severity: str = "error"

    def __post_init__(self) -> None:
        # Words of a file may be most of it; of what is told, the beginning and the end are enough.
        for name in ("where", "found", "allowed"):
            text = getattr(self, name)
            if len(text) > bounds.WORDS:
                half = bounds.WORDS // 2
                object.__setattr__(self, name, f"{text[:half]} ... {text[-half:]}")

    @property
    def kind(self) -> Kind:
        """What it has in common with the same fault at other places.

        The file; the path without indices, and without a key that is itself what is wrong; the
        severity; and what is allowed without the names and numbers in it. Where nothing is said of
        that, what was found stands for it.
        """
        path = self.where
        for name in _QUOTED.findall(self.found):
            path = path.removesuffix(name)
        words = _without_names(self.allowed) or _NUMBER.sub("", self.found)
        return self.file, _INDEX.sub("", path), self.severity, words

    def __str__(self) -> str:
        # A file is named by whoever made it.
        text = printable(self.file) + (f":{self.line}:{self.column}: " if self.line else ": ")
        if self.severity != "error":
            text += f"{self.severity}: "
        if self.where:
            text += f"{self.where}: "
        text += self.found
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        if self.suggestion:
            text += f" (did you mean {str(self.suggestion)!r}?)"
        return text


@lru_cache(maxsize=1024)
def _without_names(text: str) -> str:
    return _NUMBER.sub("", _QUOTED.sub("", text))


def by_place(faults: Iterable[Fault]) -> list[Fault]:
    """Put faults in the order of their places, each once.

    Parameters
    ----------
    faults : iterable of Fault
        In any order.

    Returns
    -------
    list of Fault
        By file, line and column.
    """
    # By a key: the order of the class compares each pair in Python, which takes many times longer.
    order = attrgetter("file", "line", "column", "where", "found", "allowed", "severity")
    return sorted(dict.fromkeys(faults), key=order)


def fault_lines(
    faults: Iterable[Fault], *, every: bool = False, rest: Callable[[str], str] | None = None
) -> Iterator[str]:
    """Write faults a line each: of a kind the first few, and how many more there are.

    Parameters
    ----------
    faults : iterable of Fault
        In the order in which they are to be told.
    every : bool
        Whether all are told, however many they are.
    rest : callable, optional
        Says how all faults of a file can be seen.

    Yields
    ------
    str
        A line: at most `bounds.FAULTS_OF_A_KIND` of each of `bounds.KINDS` kinds, the count of the
        rest after the last of them, and at the end the count of what is of further kinds.

    Examples
    --------
    >>> faults = [Fault("a.json", n, 1, f"rooms[{n}].area", "found 0", "> 0") for n in range(23)]
    >>> [*fault_lines(faults)][19:]
    ['a.json:19:1: rooms[19].area: found 0; allowed: > 0', '... and 3 more of this kind']
    """
    if every:
        yield from map(str, faults)
        return
    most = bounds.FAULTS_OF_A_KIND
    count: Counter[Kind] = Counter()
    others: Counter[str] = Counter()
    lines: list[Fault | Kind] = []
    for fault in faults:
        kind = fault.kind
        if kind not in count and len(count) >= bounds.KINDS:
            others[fault.file] += 1
            continue
        count[kind] += 1
        if count[kind] <= most:
            lines.append(fault)
        if count[kind] == most:
            lines.append(kind)
    for line in lines:
        if isinstance(line, Fault):
            yield str(line)
        elif count[line] > most:
            yield f"... and {count[line] - most:,} more of this kind{_seen(line[0], rest)}"
    for file, number in others.items():
        yield f"... and {number:,} more of other kinds{_seen(file, rest)}"


def _seen(file: str, rest: Callable[[str], str] | None) -> str:
    return f" ({rest(file)})" if rest else ""


class AsherError(Exception):
    """Base of every error that ASHER raises on purpose."""


class _FaultyFileError(AsherError, ValueError):
    """An input file with one or more faults; every fault is kept, none is hidden by the first.

    Its text tells of one kind the first few; ``faults`` are all.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        # The faults are the only argument, so that the error survives pickling between processes.
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(fault_lines(self.faults))


class FloorplanError(_FaultyFileError):
    """A plan file cannot be used.

    Parameters
    ----------
    faults : sequence of Fault
        Everything that was found, errors and warnings alike.
    """


class ScenarioError(_FaultyFileError):
    """A scenario file cannot be used.

    Parameters
    ----------
    faults : sequence of Fault
        Everything that was found, errors and warnings alike.
    """


class RecordsError(_FaultyFileError):
    """A file of incidents, or the table that codes it, cannot be used.

    Parameters
    ----------
    faults : sequence of Fault
        Everything that was found, errors and warnings alike.
    """


class EvidenceError(AsherError, LookupError):
    """A statistic was asked for that the evidence does not hold."""


class SimulationError(AsherError, RuntimeError):
    """A simulation could not be run or its results could not be used."""


class ResultsError(SimulationError):
    """A results folder does not hold what was asked of it; the folder is an input then."""


class TooLargeError(SimulationError):
    """More is asked for than a bound, or this machine, allows."""


class MissingExtraError(AsherError, ImportError):
    """A feature needs an optional package that is not installed."""
