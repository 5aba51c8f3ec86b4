"""How a lever of a course of action is set, and what every setting says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from asher.documents import Keys
from asher.errors import Word
from asher.scenario.sources import Specification

if TYPE_CHECKING:
    from asher.floorplan import Floorplan
    from asher.scenario.courses import CourseOfAction
    from asher.scenario.response import Response

Terms = Mapping[str, bool | float | str]

# Rows that no setting of a lever uses: a course names them where it is meant to show them.
UNTOLD_ROWS = {"R16": "encounter", "R17": "how attacks end", "R19": "deterrence"}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


class Lacking(NamedTuple):
    """What a setting needs and does not have.

    Parameters
    ----------
    found, allowed, suggestion : str
        As in a fault.
    keys : tuple of str and int
        Where in the setting it stands; empty for the setting as a whole.
    """

    found: str
    allowed: str
    suggestion: Word = ""
    keys: Keys = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What a setting is checked against."""

    course: CourseOfAction  # The other levers
    floorplan: Floorplan  # The plan, without rooms that no door leads to
    # The response as a file states it, and the course for itself: it may hold faults, which are
    # told elsewhere.
    response: Mapping[str, Any]
    drawn: Floorplan  # The plan as it is drawn

    def lacks_space(self, name: str) -> str:
        """Say why a name is none of a space that somebody can be in."""
        if any(space.name == name for space in self.drawn.spaces):
            return f"no door leads to space {name!r}"
        return f"no space {name!r} in the plan"


class Setting:
    """What is known of a lever as it is set; what a setting does not say is nothing.

    Attributes
    ----------
    label : str
        Name of the lever on a page.
    system_rows : dict of str to str
        Rows of the model's table of the response system that the lever has, and what they are.
    acts_before_police : bool
        Whether it makes a difference before the first officer arrives.
    acts_before_care : bool
        Whether it makes a difference before the wounded are cared for, which is settled last.
    own_rows, own_clocks : tuple of str
        Rows that it uses and clocks that it starts however it is set.
    """

    label: ClassVar[str]
    system_rows: ClassVar[Mapping[str, str]] = {}
    acts_before_police: ClassVar[bool] = False
    acts_before_care: ClassVar[bool] = True
    own_rows: ClassVar[tuple[str, ...]] = ()
    own_clocks: ClassVar[tuple[str, ...]] = ()

    def words(self, response: Response) -> str:
        """Say what is done; empty for what is done where nothing is stated."""
        del response
        return ""

    def rows(self) -> tuple[str, ...]:
        """Rows that it uses."""
        return self.own_rows

    def rows_if_stated(self) -> tuple[str, ...]:
        """Rows that it may be meant to show, so that they count where the course names them."""
        return ()

    def clocks(self) -> tuple[str, ...]:
        """Clocks of the response that it starts, of those that run on demand."""
        return self.own_clocks

    def terms(self) -> Terms:
        """What the laws read: numbers, and names of codes, by field of the kernels' `Course`."""
        return {}

    def needs_plan(self) -> tuple[str, ...]:
        """Keys that are set and mean nothing without a plan: incidents without one refuse them."""
        return ()

    def find_lacking(self, around: Around) -> Iterator[Lacking]:
        """Find what it needs and does not have."""
        del around
        yield from ()


class Part(Setting, Specification):
    """A setting that a scenario file states as a mapping."""


def told_rows() -> dict[str, str]:
    """Rows of the response system that some lever has, with what each is."""
    found: dict[str, str] = {}
    waiting = Setting.__subclasses__()
    while waiting:
        setting = waiting.pop()
        found |= setting.system_rows
        waiting += setting.__subclasses__()
    return found


def in_words(n: int) -> str:
    """Write a small number as a word.

    Parameters
    ----------
    n : int
        At least 0.

    Returns
    -------
    str
        The number from seven on.

    Examples
    --------
    >>> in_words(2), in_words(12)
    ('two', '12')
    """
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n)
