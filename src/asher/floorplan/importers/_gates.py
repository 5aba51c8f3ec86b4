"""Gates between rooms that touch, where a source draws a wall wherever there is one."""

from __future__ import annotations

from collections import Counter

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

from asher.floorplan.importers._work import Way, Work
from asher.floorplan.importers.drawing import Doorway
from asher.floorplan.lines import TOLERANCE_M

__all__ = ["longest_shared", "open_gates"]

# The narrowest open stretch between two rooms that touch [m] (judgement: a doorway).
_GATE_M = 0.8


def open_gates(work: Work) -> None:
    """Open gates between rooms that touch without a wall or a door between them.

    Parameters
    ----------
    work : Work
        Its ways grow by gates, each noted as assumed.
    """
    joined = {frozenset(map(id, way.rooms)) for way in work.ways if len(way.rooms) == 2}
    for storey in range(len(work.drawing.storeys)):
        rooms = work.on(storey)
        tree = shapely.STRtree([room.shape for room in rooms])
        pairs = tree.query([r.shape for r in rooms], predicate="dwithin", distance=TOLERANCE_M)
        for first, second in sorted(map(tuple, pairs.T.tolist())):
            one, other = rooms[first], rooms[second]
            if first >= second or frozenset((id(one), id(other))) in joined:
                continue
            line = longest_shared(one.shape, other.shape)
            if line is not None and line.length >= _GATE_M:
                words = f"{one.called} and {other.called} touch without a wall: open to each other"
                work.note("assumed", "open-plan", words, storey, line, line.length)
                work.ways.append(Way(line, (one, other), Doorway(storey, line, category="gate")))


def longest_shared(one: Polygon, other: Polygon, reach_m: float = TOLERANCE_M) -> LineString | None:
    """The longest straight stretch of the outline of a room behind which another one is.

    Parameters
    ----------
    one, other : Polygon
        Two rooms [m].
    reach_m : float
        How far behind [m].

    Returns
    -------
    LineString or None
        Clear of its corners; None where there is none.
    """
    shared = one.boundary.intersection(other.buffer(reach_m))
    parts = [part for part in shapely.get_parts(shared) if part.geom_type == "LineString"]
    merged = shapely.line_merge(shapely.multilinestrings(parts)) if parts else shared
    runs: list[NDArray[np.float64]] = []
    for part in shapely.get_parts(merged):
        if part.geom_type == "LineString":
            points = np.asarray(part.simplify(0.02).coords)
            runs += [points[at : at + 2] for at in range(len(points) - 1)]
    lengths = Counter({at: float(np.hypot(*(run[1] - run[0]))) for at, run in enumerate(runs)})
    if not lengths:
        return None
    best, length = lengths.most_common(1)[0]
    start, end = runs[best]
    # Clear of the corners, where a third room may begin.
    margin = min(0.06, length / 20) * (end - start) / length
    return LineString([start + margin, end - margin])
