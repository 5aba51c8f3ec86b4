"""Checks of movement by public verification suites: one declaration a check.

A check names its suite and test, says what is asked and by which rule it is met, and is a function
that runs the test through the public interface and tells what was measured. Rules are the suites'
own. Where a suite asks for a quality without a number, `ours` holds the number that is judged;
where the plan or the crowd is not that of the suite, `departs` says how.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from asher.errors import AsherError

SUITES = {
    "RiMEA": (
        "RiMEA 4.1.1, Guideline for Microscopic Evacuation Analysis, RiMEA e.V., 11 September "
        "2025, Annex 1"
    ),
    "NIST": (
        "NIST Technical Note 1822, The Process of Verification and Validation of Building Fire "
        "Evacuation Models, Ronchi, Kuligowski, Reneke, Peacock and Nilsson 2013"
    ),
    "IMO": (
        "IMO MSC.1/Circ.1533, Revised Guidelines on Evacuation Analysis for New and Existing "
        "Passenger Ships, 6 June 2016, Annex 3"
    ),
    "ISO": (
        "ISO 20414:2020, Fire safety engineering: Verification and validation protocol for "
        "building fire evacuation models"
    ),
    "Own": "Checks of this project, for what the suites do not ask",
}

Finding = tuple[str, bool]


@dataclass(frozen=True, kw_only=True)
class Check:
    """One test of a suite.

    Parameters
    ----------
    name : str
        Suite and number, such as ``"RiMEA 1"``.
    title : str
        What the test is called.
    source : str
        Where it stands in the suite; follows from the name but for RiMEA and our own.
    asks : str
        Geometry and people.
    rule : str
        When the test is met, as the suite says it.
    ours : str
        The criterion where the suite states none in numbers, or what is judged besides.
    departs : str
        What differs from the suite.
    slow : bool
        Whether it takes more than a few seconds.
    run : callable
        Returns what was measured, in words, and whether the rule is met.
    given : tuple
        What it is called with.
    """

    name: str
    title: str
    source: str
    asks: str
    rule: str
    ours: str = ""
    departs: str = ""
    slow: bool = False
    run: Callable[..., Finding]
    given: tuple[Any, ...] = ()

    @property
    def suite(self) -> str:
        """The suite the test belongs to."""
        return self.name.partition(" ")[0]

    def again(self, name: str, *alike: str, source: str = "", **changes: Any) -> Check:
        """Declare that another test asks for this one too, save for what is given.

        Words of the fields that `alike` names are "as" and the name of this one.
        """
        as_here = {"asks": f"As {self.name}.", "ours": f"as {self.name}"}
        changes |= {field: as_here[field] for field in alike}
        source = source or source_of(name)
        return _declare(replace(self, name=name, source=source, **changes))


@dataclass(frozen=True)
class Impossible:
    """A test that the model cannot express.

    Parameters
    ----------
    name, title : str
        As in a check.
    why : str
        What is missing.
    """

    name: str
    title: str
    why: str

    @property
    def suite(self) -> str:
        """The suite the test belongs to."""
        return self.name.partition(" ")[0]


CHECKS: list[Check] = []
IMPOSSIBLE: list[Impossible] = []


def check(name: str, *, source: str = "", **said: Any) -> Callable[[Callable[..., Finding]], Check]:
    """Declare a function to be a check; see `Check`."""
    place = source or source_of(name)
    return lambda run: _declare(Check(name=name, source=place, run=run, **said))


def source_of(name: str) -> str:
    """Where a test stands in its suite, for those in which its number says so."""
    suite, _, number = name.partition(" ")
    if suite == "NIST":
        return f"section 3.1.{number.removeprefix('Verif.').partition('.')[0]}"
    if suite == "IMO":
        part = "component testing" if int(number) <= 7 else "qualitative verification"
        return f"{part}, test {number}"
    if suite == "ISO":
        return f"test {number}"
    raise ValueError(f"{name}: `source` says where it stands")


def _declare(found: Check) -> Check:
    if found.suite not in SUITES or any(found.name == known.name for known in CHECKS):
        raise ValueError(f"{found.name}: of no known suite, or declared twice")
    CHECKS.append(found)
    return found


def not_possible(name: str, title: str, why: str) -> None:
    """Declare that a test cannot be expressed, and why."""
    IMPOSSIBLE.append(Impossible(name, title, why))


def judge(each: Check) -> Finding:
    """Run a check; input that is refused counts as not met."""
    try:
        measured, met = each.run(*each.given)
    except AsherError as error:
        return f"refused: {' '.join(str(error).split())}", False
    except ValidationError as error:
        faults = (fault.get("ctx", {}).get("error", fault["msg"]) for fault in error.errors())
        return f"refused: {'; '.join(str(getattr(f, 'mismatches', f)) for f in faults)}", False
    return measured, bool(met)
