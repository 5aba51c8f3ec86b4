"""R6: what officers do when the hazard stays in a closed room."""

import math
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from asher.quantities import Seconds, Share, format_seconds, format_share
from asher.scenario.parts.setting import Part, Terms
from asher.scenario.response import Response
from asher.scenario.sources import sourced


class _Barricade(Part):
    label: ClassVar = "Barricade"
    system_rows: ClassVar = {"R6": "barricade and breach"}


class GoIn(_Barricade):
    """Officers who find the hazard behind a closed door act as in any other contact."""

    rule: Literal["press-on"]


class _Hold(_Barricade):
    own_rows: ClassVar = ("R6",)

    negotiation_per_hour: Annotated[float, Field(ge=0, lt=1)] = sourced(
        0.0, judgement="negotiating shortens nothing unless stated; no sourced chance"
    )

    def needs_plan(self) -> tuple[str, ...]:
        """Rooms and doors: without a plan, a barricade is a clock."""
        return ("negotiation_per_hour",) * (self.negotiation_per_hour > 0)

    def _talks(self) -> Iterator[str]:
        if self.negotiation_per_hour > 0:
            share = format_share(self.negotiation_per_hour)
            yield f"each hour of negotiating ends it with a chance of {share}"

    def _held(self, barricade: str) -> Terms:
        rate_per_s = -math.log1p(-self.negotiation_per_hour) / 3600.0
        return {"barricade": barricade, "talks_per_s": rate_per_s}


class HoldAndNegotiate(_Hold):
    """R6: officers hold before the barricade until it ends.

    Parameters
    ----------
    negotiation_per_hour : float
        Chance that an hour of negotiating ends it by surrender [-].
    """

    rule: Literal["hold-and-negotiate"]

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        held = "officers hold before a closed room until it ends by itself"
        return "; ".join((held, *self._talks()))

    def terms(self) -> Terms:
        """What the laws read."""
        return self._held("hold")


class Breach(_Hold):
    """R6: officers hold before the barricade, then force it.

    Parameters
    ----------
    after : str
        Time from the barricade to the decision to force it [s]; forcing the door comes on top.
    negotiation_per_hour : float
        Chance that an hour of negotiating until then ends it by surrender [-].
    officer_hit_chance, inside_hit_chance : float
        Chance that each officer beside the room, and each person in it, is hit as it is forced [-].
    """

    own_clocks: ClassVar = ("force_door",)

    rule: Literal["breach"]
    after: Seconds
    officer_hit_chance: Share = sourced(
        0.0, judgement="no risk but that of the contact unless stated; no sourced chance"
    )
    inside_hit_chance: Share = sourced(
        0.0, judgement="no risk of the forcing itself unless stated; no sourced chance"
    )

    def needs_plan(self) -> tuple[str, ...]:
        """Who is beside the room and who in it, only a plan says."""
        chances = ("officer_hit_chance", "inside_hit_chance")
        return (*super().needs_plan(), *(name for name in chances if getattr(self, name) > 0))

    def words(self, response: Response) -> str:
        """Say what is done."""
        del response
        after = format_seconds(self.after)
        held = f"officers hold before a closed room, and force it after {after}"
        return "; ".join((held, *self._talks(), *self._risks()))

    def _risks(self) -> Iterator[str]:
        if self.officer_hit_chance > 0:
            share = format_share(self.officer_hit_chance)
            yield f"forcing it hits an officer beside it with a chance of {share}"
        if self.inside_hit_chance > 0:
            share = format_share(self.inside_hit_chance)
            yield f"forcing it hits a person inside with a chance of {share}"

    def terms(self) -> Terms:
        """What the laws read."""
        return {
            **self._held(self.rule),
            "breach_after_s": self.after,
            "breach_officers": self.officer_hit_chance,
            "breach_people": self.inside_hit_chance,
        }


Barricade = Annotated[GoIn | HoldAndNegotiate | Breach, Field(discriminator="rule")]
