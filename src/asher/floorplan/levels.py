"""What stands on each level of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from asher.floorplan.elements import Obstacle, Opening, Space, Wall

__all__ = ["Placed", "by_level", "rows_by_level"]

Placed = TypeVar("Placed", Obstacle, Opening, Space, Wall)


def by_level(elements: Iterable[Placed]) -> defaultdict[str, list[Placed]]:
    """Group elements by the level they stand on.

    Parameters
    ----------
    elements : iterable of Element
        Of one kind.

    Returns
    -------
    defaultdict of list of Element
        By name of the level, in the order of the plan.
    """
    groups: defaultdict[str, list[Placed]] = defaultdict(list)
    for element in elements:
        groups[element.level].append(element)
    return groups


def rows_by_level(levels: Iterable[str]) -> defaultdict[str, list[int]]:
    """Group positions by the level that is named there.

    Parameters
    ----------
    levels : iterable of str
        The level of each.

    Returns
    -------
    defaultdict of list of int
        By name of the level, rising.
    """
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for index, level in enumerate(levels):
        groups[level].append(index)
    return groups
