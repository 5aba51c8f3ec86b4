"""The grounds of the defaults, written under each row of `response-system.md` by `make docs`.

The page says in words what a row is and what is missing. Which number each of its keys has, and on
which figures that rests, is declared with the key and read from there.
"""

import re
from collections.abc import Iterator
from typing import get_args

from asher.scenario.defaults import Default, program_defaults
from asher.scenario.distributions import WALKERS
from asher.scenario.hazard import PROFILES
from asher.scenario.scenario import Scenario
from asher.scenario.sources import Quantity, Specification

KEY = re.compile(r"`((?:occupants|response|hazard|courses_of_action|deterrence|sound)\.[\w.]+)`")


def models_in(annotation: object) -> set[type[Specification]]:
    """Every model that a field can hold."""
    if isinstance(annotation, type):
        return {annotation} if issubclass(annotation, Specification) else set()
    return {model for part in get_args(annotation) for model in models_in(part)}


def models_with(path: str) -> set[type[Specification]]:
    """The models whose field a key of a scenario file is; none where there is no such key."""
    *parents, name = path.split(".")
    models: set[type[Specification]] = {Scenario}
    for parent in parents:
        fields = [m.model_fields[parent] for m in models if parent in m.model_fields]
        models = {model for field in fields for model in models_in(field.annotation)}
    return {model for model in models if name in model.model_fields}


def keys_in(said: str) -> Iterator[str]:
    """The keys that a text names; those of a part of a scenario in its place."""
    for path in dict.fromkeys(KEY.findall(said)):
        name = path.rpartition(".")[2]
        fields = [model.model_fields[name] for model in models_with(path)]
        parts = {model for field in fields for model in models_in(field.annotation)}
        inner = [
            key for part in parts if not issubclass(part, Quantity) for key in part.model_fields
        ]
        yield from (f"{path}.{key}" for key in dict.fromkeys(inner)) if inner else (path,)


def defaults_of(path: str) -> Iterator[Default]:
    """The defaults of a key: its own, those of hazard profiles and of kinds of people."""
    name = path.rpartition(".")[2]
    places = {f"{model.__name__}.{name}" for model in models_with(path)}
    if path.startswith("hazard."):
        places |= {f"{profile} hazard.{name}" for profile in PROFILES}
    if name == "walking_speed_m_s":
        places |= {f"{walker} walking speed" for walker in WALKERS}
    return (default for default in program_defaults() if default.where in places)


def grounds(path: str) -> Iterator[str]:
    """Say of each numeric default of a key what it is and what it rests on, a line each."""
    for default in defaults_of(path):
        basis = default.basis
        if basis is None or not (basis.evidence or _is_quantity(basis.default)):
            continue
        value = f"{basis.default:g}" if isinstance(basis.default, float) else str(basis.default)
        value = "" if basis.default is None else f" = {value} {basis.unit}".rstrip()
        kind, _, of = default.where.partition(" ")
        cited = ", ".join(f"`{id}`" for id in basis.evidence)
        if cited:
            ground = "; ".join(filter(None, (f"From {cited}", basis.judgement)))
        else:
            ground = f"Judgement: {basis.judgement}"
        yield f"`{path}`{f' ({kind})' if of else ''}{value}. {ground}."


def with_grounds(page: str) -> str:
    """Write under the source of every row the defaults of its keys."""
    lines: list[str] = []
    keys: list[str] = []
    for line in page.splitlines():
        lines.append(line)
        if line.startswith("- Keys: "):
            keys = list(keys_in(line))
        if line.startswith("- Source: "):
            found = [ground for path in keys for ground in grounds(path)]
            lines += ["- Defaults:", *(f"  - {ground}" for ground in found)] if found else []
    return "\n".join(lines) + "\n"


def _is_quantity(value: object) -> bool:
    return isinstance(value, int | float | Quantity) and not isinstance(value, bool)
