"""Options that several verbs have alike."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from asher import bounds

Seed = Annotated[
    int | None, typer.Option(min=0, max=bounds.SEED, help="Seed of the random streams.")
]
"""None takes that of the scenario or case."""


class Uncertainty(StrEnum):
    """Whether calibrated numbers are as stated or drawn anew for each incident."""

    none = "none"
    posterior = "posterior"
