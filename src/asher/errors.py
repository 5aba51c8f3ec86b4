"""Everything that can go wrong, said so that a person can mend it.

One base class, a few kinds; each kind is also the builtin error a caller would expect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
]


@dataclass(frozen=True, order=True)
class Fault:
    """One thing in an input file that is wrong or doubtful, and the place where it stands.

    Parameters
    ----------
    file : str
        The file as the user named it.
    line, column : int
        Place in the file, counted from 1.
    where : str
        Path of the value inside the file, such as ``features[3].properties.name``; empty for the
        file as a whole.
    found : str
        What stands there.
    allowed : str
        What may stand there; empty if that needs no words.
    suggestion : str
        The nearest allowed word, or empty.
    severity : str
        ``"error"`` (the file cannot be used) or ``"warning"`` (it can, but look at this).

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
    suggestion: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        # A file is named by whoever made it.
        text = f"{printable(self.file)}:{self.line}:{self.column}: "
        if self.severity != "error":
            text += f"{self.severity}: "
        if self.where:
            text += f"{self.where}: "
        text += self.found
        if self.allowed:
            text += f"; allowed: {self.allowed}"
        if self.suggestion:
            text += f" (did you mean {self.suggestion!r}?)"
        return text


class AsherError(Exception):
    """Base of every error that ASHER raises on purpose."""


class _FaultyFileError(AsherError, ValueError):
    """An input file with one or more faults; every fault is kept, none is hidden by the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        # The faults are the only argument, so that the error survives pickling between processes.
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


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
