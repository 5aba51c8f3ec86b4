"""Presets of occupants by kind of place: what sets them apart from the general defaults."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from asher.documents import read_document
from asher.errors import ScenarioError

Preset = Literal[
    "cinema", "classroom", "mall", "nightclub", "office", "patients", "staff", "worship"
]
PRESETS: tuple[str, ...] = get_args(Preset)


@cache
def read_preset(name: str) -> Mapping[str, Any]:
    """Read a preset as its file states it.

    Parameters
    ----------
    name : str
        One of `PRESETS`.

    Returns
    -------
    Mapping
        ``title``, ``places`` (categories of spaces in which such people are) and ``differs`` (value
        and judgement by field of a group).

    Raises
    ------
    ScenarioError
        If the shipped file is damaged.
    """
    with resources.as_file(resources.files("asher") / "data" / "occupants") as folder:
        document = read_document(Path(folder) / f"{name}.yaml", error=ScenarioError)
    data: Mapping[str, Any] = document.data
    return data


def stated_by(name: Any) -> dict[str, Any]:
    """Give what a preset states of a group; nothing where there is no such preset."""
    if name not in PRESETS:
        return {}
    return {field: entry["value"] for field, entry in read_preset(name)["differs"].items()}


@cache
def preset_for(category: str) -> str:
    """Name the preset for people in a category of spaces; empty where there is none.

    Parameters
    ----------
    category : str
        Of a space.

    Returns
    -------
    str
        One of `PRESETS`, or empty.

    Examples
    --------
    >>> preset_for("classroom")
    'classroom'
    """
    return next((name for name in PRESETS if category in read_preset(name)["places"]), "")
