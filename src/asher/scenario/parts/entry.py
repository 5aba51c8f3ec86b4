"""R1, R2, R3, R5: when officers enter, and how many."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from asher.scenario.parts.setting import Around, Lacking, Part, Terms, in_words
from asher.scenario.response import Response


class _Entry(Part):
    label: ClassVar = "Entry"
    system_rows: ClassVar = {
        "R1": "contain and wait",
        "R2": "formation entry",
        "R3": "immediate entry",
        "R5": "no entry",
    }

    def terms(self) -> Terms:
        """What the laws read: the rule, and the size of the team where the rule has one."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class ContainAndWait(_Entry):
    """Perimeter only; the tactical team enters when it has assembled."""

    own_rows: ClassVar = ("R1",)
    own_clocks: ClassVar = ("tactical_team", "neighbour_team", "late_entry")

    rule: Literal["contain-and-wait"]

    def words(self, response: Response) -> str:
        """Say what is done."""
        team = response.tactical_team_size
        return f"officers hold a perimeter; a tactical team of {team} enters once assembled"

    def find_lacking(self, around: Around) -> Iterator[Lacking]:
        """Find what it needs: a tactical team."""
        default = Response.model_fields["tactical_team_size"].default
        if around.response.get("tactical_team_size", default) == 0:
            found = f"{around.course.name!r} waits for a tactical team, and there is none"
            yield Lacking(found, "response.tactical_team_size of 1 or more")


class Formation(_Entry):
    """The first officers form a contact team, then go to the sound of gunfire.

    Parameters
    ----------
    officers : int
        Size of the team, 2 to 5.
    """

    own_rows: ClassVar = ("R2",)
    own_clocks: ClassVar = ("forming", "hesitation")

    rule: Literal["formation"]
    officers: Annotated[int, Field(strict=True, ge=2, le=5)]

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        return f"the first {in_words(self.officers)} officers form a team, then enter"

    def rows_if_stated(self) -> tuple[str, ...]:
        """A pair that forms is at the border of an immediate entry."""
        return ("R3",) if self.officers == 2 else ()


class Immediate(_Entry):
    """Officers enter as they arrive, without forming.

    Parameters
    ----------
    officers : int
        How many enter together, 1 or 2.
    """

    own_rows: ClassVar = ("R3",)
    own_clocks: ClassVar = ("hesitation",)

    rule: Literal["immediate"]
    officers: Annotated[int, Field(strict=True, ge=1, le=2)]

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        alone = self.officers == 1
        who = "each officer enters" if alone else f"{in_words(self.officers)} enter at a time,"
        return f"{who} on arrival, without forming"


class StayOutside(_Entry):
    """Officers arrive and do not enter while the attack lasts."""

    own_rows: ClassVar = ("R5",)
    own_clocks: ClassVar = ("late_entry",)

    rule: Literal["stay-outside"]

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        return "officers stay outside until the attack is over"


Entry = Annotated[ContainAndWait | Formation | Immediate | StayOutside, Field(discriminator="rule")]
