"""R4: what officers do when one of them is hit."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from asher.quantities import Seconds, format_seconds
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


class FallBack(_AfterContact):
    """R4: officers who hit nothing in so many rounds fall back, and enter again after a while.

    Parameters
    ----------
    rounds : int
        Rounds of one officer without a hit, 1 to 200.
    again_after : str
        From falling back to entering again [s].
    """

    own_rows: ClassVar = ("R4",)

    rule: Literal["fall-back"]
    rounds: Annotated[int, Field(strict=True, ge=1, le=200)] = sourced(
        10, judgement="a magazine spent in part; no sourced number"
    )
    again_after: Seconds = sourced(
        60.0, judgement="to reload, to tell others and to choose another way", unit="s"
    )

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        again = format_seconds(self.again_after)
        return (
            f"officers in contact fall back after {in_words(self.rounds)} rounds without a hit, "
            f"and enter again after {again}"
        )

    def terms(self) -> Terms:
        """What the laws read."""
        return {"falls_back_after": self.rounds, "falls_back_s": self.again_after}


AfterContact = Annotated[PressOn | WithdrawAndWait | FallBack, Field(discriminator="rule")]
