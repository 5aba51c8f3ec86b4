"""R19: an explicit uncertainty about attacks that do not come; it changes no incident."""

from typing import Annotated

from pydantic import Field

from asher.scenario.sources import Specification, sourced


class Deterrence(Specification):
    """By how much visible guards may change the chance that the place is attacked at all.

    Parameters
    ----------
    low, high : float
        Ends of the range of the share by which that chance falls [-]; below zero it rises. The
        evidence runs from none to the opposite sign, so the range must span zero. Both 0 is off.
    """

    low: Annotated[float, Field(strict=True, ge=-1, le=0)] = sourced(
        0.0, judgement="off unless a study states a range"
    )
    high: Annotated[float, Field(strict=True, ge=0, le=1)] = sourced(
        0.0, judgement="off unless a study states a range"
    )

    @property
    def is_on(self) -> bool:
        """Whether a range is stated."""
        return self.low < 0 or self.high > 0
