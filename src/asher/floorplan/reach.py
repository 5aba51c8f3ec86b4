"""Whether everybody can leave: spaces without a way out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from asher.floorplan.elements import Floorplan
from asher.floorplan.remark import Remark
from asher.floorplan.topology import connect

__all__ = ["find_dead_ends"]


def find_dead_ends(floorplan: Floorplan) -> Iterator[Remark]:
    """Look for spaces that cannot be left.

    Parameters
    ----------
    floorplan : Floorplan
        A plan with known levels and valid polygons.

    Yields
    ------
    Remark
        One for each fault.
    """
    topology = connect(floorplan)
    through_doors = [opening.category != "window" for opening in floorplan.openings]
    by_door = topology.opening_spaces[np.array(through_doors, dtype=bool)]
    reached = _reachable([by_door, topology.connector_spaces], len(floorplan.spaces))
    with_windows = _reachable(
        [topology.opening_spaces, topology.connector_spaces], len(floorplan.spaces)
    )
    if not any(opening.exterior for opening in floorplan.openings):
        yield Remark(None, "", "the plan has no exterior opening", "at least one way out")
        return
    for index, space in enumerate(floorplan.spaces):
        if index in reached:
            continue
        if index in with_windows:
            found = f"space {space.name!r} has a way out by windows only"
            yield Remark(space, "name", found, "a way out by doors", severity="warning")
        else:
            found = f"space {space.name!r} has no way out"
            yield Remark(space, "name", found, "openings or stairs that lead outside in the end")


def _reachable(pairs: list[NDArray[np.int64]], n_spaces: int) -> set[int]:
    joined: dict[int, set[int]] = {index: set() for index in range(-1, n_spaces)}
    for openings in pairs:
        for first, second in openings.tolist():
            if first >= 0:
                joined[first].add(second)
                joined[second].add(first)
    reached, ahead = {-1}, [-1]
    while ahead:
        found = joined[ahead.pop()] - reached
        reached |= found
        ahead += sorted(found)
    return reached
