"""R6: what officers do when the hazard stays in a closed room."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from asher.quantities import Seconds, format_seconds
from asher.scenario.parts.setting import Part, Terms
from asher.scenario.response import Response


class _Barricade(Part):
    label: ClassVar = "Barricade"
    system_rows: ClassVar = {"R6": "barricade and breach"}


class GoIn(_Barricade):
    """Officers who find the hazard behind a closed door act as in any other contact."""

    rule: Literal["press-on"]


class HoldAndNegotiate(_Barricade):
    """R6: officers hold before the barricade until it ends by itself."""

    own_rows: ClassVar = ("R6",)

    rule: Literal["hold-and-negotiate"]

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        return "officers hold before a closed room until it ends by itself"

    def terms(self) -> Terms:
        """What the laws read."""
        return {"barricade": "hold"}


class Breach(_Barricade):
    """R6: officers hold before the barricade, then force it.

    Parameters
    ----------
    after : str
        Time from the barricade to the decision to force it [s]; forcing the door comes on top.
    """

    own_rows: ClassVar = ("R6",)
    own_clocks: ClassVar = ("force_door",)

    rule: Literal["breach"]
    after: Seconds

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        after = format_seconds(self.after)
        return f"officers hold before a closed room, and force it after {after}"

    def terms(self) -> Terms:
        """What the laws read."""
        return {"barricade": self.rule, "breach_after_s": self.after}


Barricade = Annotated[GoIn | HoldAndNegotiate | Breach, Field(discriminator="rule")]
