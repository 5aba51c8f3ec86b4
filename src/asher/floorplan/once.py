"""What is found once for a plan, and kept as long as there is such a plan."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from asher.floorplan.elements import Floorplan

__all__ = ["found_once"]

_Found = TypeVar("_Found")
_More = ParamSpec("_More")


def found_once(
    find: Callable[Concatenate[Floorplan, _More], _Found],
) -> Callable[Concatenate[Floorplan, _More], _Found]:
    """Keep what a function finds, by the plan itself: plans that are equal are not compared.

    Parameters
    ----------
    find : callable
        Of a plan, and of what else changes nothing of what it finds. It must not find the plan: one
        that held itself would never go.

    Returns
    -------
    callable
        The same, which works it out the first time.
    """
    known: dict[int, tuple[weakref.ref[Floorplan], _Found]] = {}

    @functools.wraps(find)
    def found(floorplan: Floorplan, /, *more: _More.args, **named: _More.kwargs) -> _Found:
        key = id(floorplan)
        kept = known.get(key)
        if kept is None or kept[0]() is not floorplan:
            new = find(floorplan, *more, **named)
            kept = weakref.ref(floorplan, lambda _: known.pop(key, None)), new
            known[key] = kept
        return kept[1]

    return found
