"""The stairs and ramps of an IFC model, from storey to storey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point, Polygon

from asher.floorplan.importers._ifc_model import Level, Model, parts_of
from asher.floorplan.importers.drawing import Note, Stair

__all__ = ["find_stairs", "flights_of"]

# Treads are no narrower and no shallower than this [m]; handrails are.
_TREAD_M = 0.15
# A stair begins and ends this near to a floor [m]: a riser, and what is laid on the floor.
_REACH_M = 0.6
_LEVEL_M = 0.05
# A stair goes on in another this near to it, seen from above and from the side [m].
_TOUCH_M, _RISE_M = 0.3, 0.5
_SPREAD_M = 0.06


@dataclass(frozen=True, eq=False)
class _Run:
    """Stairs that belong together: their treads from below upwards."""

    name: str
    category: Literal["stair", "ramp"]
    treads: Sequence[tuple[float, Polygon]]
    low: float
    high: float
    ends: tuple[LineString, LineString] | None = None


def flights_of(stair: Any) -> list[Any]:
    """List what one walks on of a stair or ramp: its flights and landings, or itself."""
    kinds = ("IfcStairFlight", "IfcRampFlight", "IfcSlab")
    return [part for part in parts_of(stair) if part.is_a() in kinds] or [stair]


def find_stairs(model: Model, order: Mapping[int, int]) -> list[Stair]:
    """Find the stairs and ramps that join storeys with rooms.

    Parameters
    ----------
    model : Model
        Surfaces of its stairs are loaded; what joins no storeys is noted in it.
    order : mapping of int to int
        Position of a storey in the drawing by the identity of its level.

    Returns
    -------
    list of Stair
        One from each storey to the next that a stair leads to.
    """
    levels = [level for level in model.levels if id(level) in order]
    found: list[Stair] = []
    short: list[_Run] = []
    for run in _runs(model):
        stairs = _between(run, levels, order)
        found += stairs
        short += [] if stairs else [run]
    for run in _joined(short):
        stairs = _between(run, levels, order)
        found += stairs
        if not stairs:
            words = f"{run.category} {run.name!r} from {run.low:.2f} m to {run.high:.2f} m"
            words += " joins no two storeys with rooms"
            model.notes.append(Note("left out", "stair", words))
    return found


def _runs(model: Model) -> list[_Run]:
    stairs = model.all("IfcStair", "IfcRamp")
    within = {part.id() for stair in stairs for part in parts_of(stair)}
    alone = model.all("IfcStairFlight", "IfcRampFlight")
    runs = []
    for stair in stairs + [flight for flight in alone if flight.id() not in within]:
        meshes = [mesh for part in flights_of(stair) if (mesh := model.mesh(part)) is not None]
        name = " ".join(dict.fromkeys(str(stair.Name or "").split(":")[::2]))[:90]
        if not meshes:
            words = f"stair {name!r} has no shape in the file"
            model.notes.append(Note("left out", "stair", words))
            continue
        treads = sorted(
            (tread for mesh in meshes for tread in mesh.treads() if _is_tread(tread[1])),
            key=lambda tread: tread[0],
        )
        low, high = min(mesh.low for mesh in meshes), max(mesh.high for mesh in meshes)
        if stair.is_a().startswith("IfcRamp"):
            points = np.concatenate([mesh.points for mesh in meshes])
            ends = _ramp_ends(points)
            if ends:
                runs.append(_Run(name, "ramp", treads, low, high, ends))
        elif len(treads) > 1:
            runs.append(_Run(name, "stair", treads, low, treads[-1][0]))
    return runs


def _is_tread(shape: Polygon) -> bool:
    return not shape.buffer(-_TREAD_M / 2).is_empty


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Chain stairs that are drawn piece by piece, where one goes on where another ends."""
    outlines = [shapely.union_all([shape for _, shape in run.treads]) for run in runs]
    groups: list[set[int]] = []
    for at, outline in enumerate(outlines):
        near = {
            other
            for other in range(at)
            if outline.dwithin(outlines[other], _TOUCH_M)
            and (runs[at].low < runs[other].high + _RISE_M)
            and (runs[other].low < runs[at].high + _RISE_M)
        }
        touching = [group for group in groups if group & near]
        groups = [group for group in groups if not group & near]
        groups.append({at}.union(*touching))
    joined = []
    for group in groups:
        parts = [runs[at] for at in sorted(group)]
        treads = sorted((tread for part in parts for tread in part.treads), key=lambda t: t[0])
        low, high = min(part.low for part in parts), max(part.high for part in parts)
        only = parts[0].ends if len(parts) == 1 else None
        joined.append(_Run(parts[0].name, parts[0].category, treads, low, high, only))
    return joined


def _between(run: _Run, levels: Sequence[Level], order: Mapping[int, int]) -> list[Stair]:
    """The stairs of a run, from each of its storeys to the next."""
    served = [
        level for level in levels if run.low - _REACH_M <= level.height_m <= run.high + _REACH_M
    ]
    found = []
    for lower, upper in pairwise(served):
        ends = run.ends or _ends(run, lower.height_m, upper.height_m)
        if ends is None:
            continue
        foot, head = ends
        walk = _walk_m(run, lower.height_m, upper.height_m)
        width = min(foot.length, head.length)
        stair = Stair(
            order[id(lower)],
            order[id(upper)],
            foot,
            head,
            run.category,
            run.name,
            round(width, 3),
            round(walk, 3) if walk else None,
        )
        found.append(stair)
    return found


def _steps(run: _Run, low: float, high: float) -> list[tuple[float, Polygon]]:
    """The treads between two floors; what lies level with one is a landing of the floor."""
    return [tread for tread in run.treads if low + _LEVEL_M < tread[0] < high - _LEVEL_M]


def _ends(run: _Run, low: float, high: float) -> tuple[LineString, LineString] | None:
    steps = _steps(run, low, high)
    if len(steps) < 2:
        return None
    # The first and last treads show where one steps on; those in between may turn.
    shapes = [shape for _, shape in steps]
    width = float(np.median([_long_side(shape) for shape in shapes]))
    foot = _edge(shapes[0], _ahead(shapes[1], shapes[0]), width)
    head = _edge(shapes[-1], _ahead(shapes[-2], shapes[-1]), width)
    return (foot, head) if foot and head else None


def _walk_m(run: _Run, low: float, high: float) -> float | None:
    steps = _steps(run, low, high)
    if len(steps) < 2:
        return None
    places = np.array([[*shape.centroid.coords[0], height] for height, shape in steps])
    walked = float(np.linalg.norm(np.diff(places, axis=0), axis=1).sum())
    # And the first and the last riser, with half a tread each.
    pitch = walked / (len(steps) - 1)
    return max(walked + pitch, high - low)


def _ahead(behind: Polygon, shape: Polygon) -> NDArray[np.float64]:
    way = np.subtract(shape.centroid.coords[0], behind.centroid.coords[0])
    length = float(np.hypot(*way))
    unit: NDArray[np.float64] = way / length if length > 1e-6 else np.zeros(2)
    return unit


def _edge(shape: Polygon, ahead: NDArray[np.float64], width_m: float) -> LineString | None:
    """The edge of a tread that lies ahead, no wider than the stair."""
    if not ahead.any():
        return None
    left = np.array([-ahead[1], ahead[0]])
    points = shapely.get_coordinates(shape)
    far = float((points @ ahead).max())
    sides = points @ left
    low, high = float(sides.min()), float(sides.max())
    half = min(width_m, high - low) / 2
    middle = (low + high) / 2
    return LineString([far * ahead + (middle - half) * left, far * ahead + (middle + half) * left])


def _long_side(shape: Polygon) -> float:
    box = shapely.get_coordinates(shape.minimum_rotated_rectangle)
    return float(np.hypot(*np.diff(box[:3], axis=0).T).max())


def _ramp_ends(points: NDArray[np.float64]) -> tuple[LineString, LineString] | None:
    """The lower and the upper edge of a ramp."""
    heights = points[:, 2]
    ends = []
    for near in (heights < heights.min() + _SPREAD_M, heights > heights.max() - _SPREAD_M):
        corners = points[near, :2]
        hull = shapely.MultiPoint(corners).minimum_rotated_rectangle
        if isinstance(hull, Point):
            return None
        box = shapely.get_coordinates(hull)
        if len(box) == 2:
            ends.append(LineString(box))
            continue
        sides = np.diff(box[:3], axis=0)
        at = int(np.argmax(np.hypot(*sides.T)))
        middle = box[:4].mean(axis=0)
        ends.append(LineString([middle - sides[at] / 2, middle + sides[at] / 2]))
    return ends[0], ends[1]
