"""Where a group starts: places by name, or every space of a category."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from asher.floorplan import Floorplan
from asher.scenario.sources import Specification
from asher.scenario.stated import items, one_or_many

Name = Annotated[str, Field(min_length=1)]
Coordinate = Annotated[float, Field(strict=True)]


Names = Annotated[tuple[Name, ...], one_or_many(str)]


class SpacesOf(Specification):
    """Every space of a kind, wherever it lies in the plan.

    Parameters
    ----------
    category : tuple of str
        One or more categories of spaces, such as ``classroom``.
    """

    category: Annotated[Names, Field(min_length=1)]


Within = Annotated[
    Annotated[Names, Tag("names")] | Annotated[SpacesOf, Tag("SpacesOf")],
    Discriminator(
        lambda value: "SpacesOf" if isinstance(value, Mapping | SpacesOf) else "names",
    ),
]
"""Spaces and spawn zones by their names, or every space of a category."""


def categories_in(within: Any) -> Any:
    """Read the categories that a place of a group states, or None where it states names.

    Parameters
    ----------
    within : object
        As a file states it or as a scenario holds it.

    Returns
    -------
    object
        One category or a list of them, unchecked; None without any.
    """
    if isinstance(within, SpacesOf):
        return within.category
    return within.get("category") if isinstance(within, Mapping) else None


def places_in(within: Any, floorplan: Floorplan) -> frozenset[str] | None:
    """List the places in which a group starts.

    Parameters
    ----------
    within : object
        As a file states it or as a scenario holds it; what is no name is passed over.

    Returns
    -------
    frozenset of str or None
        Names of spaces and zones; None where nothing is stated, which means anywhere.
    """
    if isinstance(within, Mapping | SpacesOf):
        chosen = {kind for _, kind in items(categories_in(within), ())}
        return frozenset(space.name for space in floorplan.spaces if space.category in chosen)
    stated = [name for _, name in items(within, ())]
    return frozenset(name for name in stated if isinstance(name, str)) if stated else None
