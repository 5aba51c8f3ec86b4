"""Every default of a scenario and what it rests on, found rather than listed."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass

import asher.scenario
from asher.scenario.distributions import WALKERS, PresetSpeed
from asher.scenario.endings import KINDS, basis_of_endings
from asher.scenario.hazard import PROFILES, profile
from asher.scenario.occupants import preset_basis
from asher.scenario.presets import PRESETS
from asher.scenario.sources import Basis, Specification, basis_of


@dataclass(frozen=True, slots=True)
class Default:
    """One default."""

    where: str  # Its place, such as ``Officer.hit_chance`` or ``school hazard.restrained_share``
    basis: Basis | None  # What it rests on; None where that is not said


def program_defaults() -> list[Default]:
    """Find every default of every part of a scenario.

    Returns
    -------
    list of Default
        Of all parts, whichever module of `asher.scenario` declares them, and of the named hazard
        profiles, presets of occupants and kinds of people; sorted by place.
    """
    for module in pkgutil.walk_packages(asher.scenario.__path__, "asher.scenario."):
        importlib.import_module(module.name)
    found = [
        Default(f"{part.__name__}.{name}", basis_of(info))
        for part in _parts(Specification)
        for name, info in part.model_fields.items()
        # What another part takes over is told of that part alone.
        if not info.is_required() and not part.__subclasses__()
    ]
    found += [
        Default(f"{name} hazard.{field}", basis)
        for name in PROFILES
        for field, basis in profile(name).items()
    ]
    found += [Default(f"{name} hazard.endings", basis_of_endings(name)) for name in KINDS]
    found += [
        Default(f"{name} occupants.{field}", basis)
        for name in PRESETS
        for field, basis in preset_basis(name).items()
    ]
    found += [
        Default(f"{walker} walking speed", Basis(None, (PresetSpeed(preset=walker).evidence,)))
        for walker in WALKERS
    ]
    return sorted(found, key=lambda default: default.where)


def users() -> dict[str, list[str]]:
    """Say which defaults rest on each published figure.

    Returns
    -------
    dict of str to list of str
        Places of the defaults by the id of the figure.
    """
    resting: dict[str, list[str]] = {}
    for default in program_defaults():
        for id in default.basis.evidence if default.basis else ():
            resting.setdefault(id, []).append(default.where)
    return resting


def _parts(part: type[Specification]) -> Iterator[type[Specification]]:
    for child in part.__subclasses__():
        # Other packages and tests may declare parts of their own; they are no defaults of ours.
        if child.__module__.startswith("asher.scenario."):
            yield child
        yield from _parts(child)
