"""R4: what officers do when one of them is hit."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from asher.scenario.parts.setting import Part, Terms, in_words
from asher.scenario.response import Response
from asher.scenario.sources import sourced


class _AfterContact(Part):
    label: ClassVar = "After contact"
    system_rows: ClassVar = {"R4": "withdraw and wait"}


class PressOn(_AfterContact):
    """Officers go on after one of them was hit."""

    rule: Literal["press-on"]


class WithdrawAndWait(_AfterContact):
    """R4: when an officer is hit, all pull back and enter again once so many more have come.

    Parameters
    ----------
    officers : int
        How many more must have arrived, 1 to 20.
    """

    own_rows: ClassVar = ("R4",)

    rule: Literal["withdraw-and-wait"]
    officers: Annotated[int, Field(strict=True, ge=1, le=20)] = sourced(
        4, judgement="Borderline: two withdrew and waited for a team"
    )

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        more = in_words(self.officers)
        return f"when an officer is hit, all pull back until {more} more have come"

    def terms(self) -> Terms:
        """What the laws read."""
        return {"withdraws_for": self.officers}


AfterContact = Annotated[PressOn | WithdrawAndWait, Field(discriminator="rule")]
