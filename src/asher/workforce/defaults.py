"""Every default of a city, a plan and an effect, and what it rests on, found rather than listed."""

from __future__ import annotations

from asher.scenario.defaults import Default
from asher.scenario.sources import Specification, basis_of
from asher.workforce.city import City, Instrument, Plan, Validities
from asher.workforce.effects import effects
from asher.workforce.training import RecruitHours, YearlyHours

PARTS: tuple[type[Specification], ...] = (
    City,
    Plan,
    RecruitHours,
    YearlyHours,
    Instrument,
    Validities,
)
"""Every part of a city file."""


def workforce_defaults() -> list[Default]:
    """Find every default of city and plan files.

    Returns
    -------
    list of Default
        In the order of the files.
    """
    return [
        Default(f"{part.__name__}.{name}", basis_of(info))
        for part in PARTS
        for name, info in part.model_fields.items()
        if not info.is_required()
    ]


def workforce_users() -> dict[str, list[str]]:
    """Say which defaults and effects rest on each published figure.

    Returns
    -------
    dict of str to list of str
        Places by the id of the figure.
    """
    resting: dict[str, list[str]] = {}
    for default in workforce_defaults():
        for id in default.basis.evidence if default.basis else ():
            resting.setdefault(id, []).append(default.where)
    for effect in effects():
        for id in effect.evidence:
            resting.setdefault(id, []).append(f"workforce effect {effect.name}")
    return resting
