"""JuPedSim: what can be walked on, as well-known text, with doors open; a file for each level."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from asher.floorplan.elements import Floorplan
from asher.floorplan.shut import without_shut_rooms
from asher.floorplan.topology import Topology, connect
from asher.runs.whole import write_text

__all__ = ["ENDING", "NAME", "paths", "write"]

NAME = "JuPedSim"
ENDING = ".wkt"

# Half the thickness of walls, which have none in a plan [m] (judgement: a partition of 0.1 m).
_HALF_WALL_M = 0.05
# Floor smaller than this is a crack between walls [m2].
_SLIVER_M2 = 0.05
_DIGITS = 4


def paths(floorplan: Floorplan, path: Path) -> tuple[Path, ...]:
    """Which files are written.

    Parameters
    ----------
    path : Path
        Where it is to be written.

    Returns
    -------
    tuple of Path
        `path` itself; of a plan with several levels one for each that one can walk to, with its
        name in it.
    """
    levels = _open_levels(without_shut_rooms(floorplan))
    if len(levels) == 1:
        return (path,)
    names: list[str] = []
    for level in (floorplan.levels[index] for index in levels):
        plain = re.sub(r"[^\w-]+", "-", level.name).strip("-") or "level"
        names.append(plain if plain not in names else f"{plain}-{len(names) + 1}")
    return tuple(path.with_name(f"{path.stem}.{name}{path.suffix}") for name in names)


def write(floorplan: Floorplan, path: str | Path) -> tuple[Path, ...]:
    """Write the walkable area of each level, without rooms that no door leads to.

    Parameters
    ----------
    floorplan : Floorplan
        The plan; stairs and locks are not written.
    path : str or Path
        Where, as of `paths`; what stands there is replaced.

    Returns
    -------
    tuple of Path
        What was written.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    written = paths(floorplan, Path(path))
    floorplan = without_shut_rooms(floorplan)
    topology = connect(floorplan)
    for index, each in zip(_open_levels(floorplan), written, strict=True):
        floor = _walkable(floorplan, topology, index)
        write_text(each, shapely.to_wkt(floor, rounding_precision=_DIGITS) + "\n")
    return written


def _open_levels(floorplan: Floorplan) -> list[int]:
    """Which levels have any space."""
    here = {space.level for space in floorplan.spaces}
    return [index for index, level in enumerate(floorplan.levels) if level.name in here]


def _walkable(floorplan: Floorplan, topology: Topology, index: int) -> BaseGeometry:
    """The spaces of a level without walls, windows, landings and obstacles."""
    name = floorplan.levels[index].name
    spaces = [space.shape for space in floorplan.spaces if space.level == name]
    walls = topology.wall_segments[topology.wall_levels == index].reshape(-1, 2, 2)
    closed = [w.line for w in floorplan.openings if w.level == name and w.category == "window"]
    for each in floorplan.connectors:
        closed += [each.line_from] * (each.level_from == name)
        closed += [each.line_to] * (each.level_to == name)
    lines = shapely.linestrings(np.concatenate([walls, np.reshape(closed, (-1, 2, 2))]))
    solid = [each.shape for each in floorplan.obstacles if each.level == name]
    thick = shapely.buffer(lines, _HALF_WALL_M, cap_style="flat")
    whole, taken = shapely.union_all(spaces), shapely.union_all([*thick, *solid])
    # Rounded, not only printed so: corners that fall together then leave no crossed ring.
    floor = shapely.set_precision(whole.difference(taken), 10.0**-_DIGITS)
    parts = [part for part in shapely.get_parts(floor) if part.area > _SLIVER_M2]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
