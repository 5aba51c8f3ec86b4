"""The clocks of the response: each is declared once, as a field of `Response`.

Whoever lists clocks (the report, the kernels) reads these declarations.
"""

from dataclasses import dataclass
from typing import Any

from asher.scenario.durations import Duration
from asher.scenario.sources import Specification, sourced

_ON_DEMAND = "x-on-demand"


@dataclass(frozen=True, slots=True)
class Clock:
    """What is known of a clock besides its length and what that rests on."""

    field: str  # Its name in a scenario file; in capitals, its name in the kernels
    label: str  # Its name on a page
    meaning: str  # From what to what it runs
    on_demand: bool  # Whether it runs only where a part of a course of action starts it


def clock(
    default: Duration,
    label: str,
    meaning: str,
    *,
    judgement: str,
    evidence: str | tuple[str, ...] = (),
    on_demand: bool = False,
) -> Any:
    """Declare a clock.

    Parameters
    ----------
    default : Duration
        How long it runs where nothing is stated.
    label, meaning, on_demand
        As in `Clock`.
    judgement, evidence
        As in `sourced`.

    Returns
    -------
    object
        A pydantic field.
    """
    field = sourced(default, evidence=evidence, judgement=judgement, about=meaning, label=label)
    field.json_schema_extra[_ON_DEMAND] = on_demand
    return field


def clocks_of(part: type[Specification]) -> list[Clock]:
    """List the clocks that a part of a scenario declares.

    Parameters
    ----------
    part : type of Specification
        Such as `Response`.

    Returns
    -------
    list of Clock
        In the order of the scenario file.
    """
    found = []
    for name, info in part.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and _ON_DEMAND in extra:
            demand = bool(extra[_ON_DEMAND])
            found.append(Clock(name, info.title or name, info.description or "", demand))
    return found
