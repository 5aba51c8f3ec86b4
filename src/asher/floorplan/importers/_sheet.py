"""From what is drawn on named layers to a drawing: its unit, its frame, what the layers hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from asher import bounds
from asher.floorplan.importers._door_swings import Swings, find_swings
from asher.floorplan.importers._drawn import FILLED, Key, Sheet
from asher.floorplan.importers._flat import Flat, drawn
from asher.floorplan.importers._layers import check_roles, role_of
from asher.floorplan.importers._linework import LEAF_M, Lines, find_plan
from asher.floorplan.importers._opening import refuse
from asher.floorplan.importers._sheet_levels import find_levels
from asher.floorplan.importers._storeys import stacked
from asher.floorplan.importers._units import choose_unit
from asher.floorplan.importers._walkable import polygons_of
from asher.floorplan.importers.drawing import Drawing, Note, Storey
from asher.floorplan.importers.options import UNITS_M, Options

__all__ = ["Origin", "read_sheet", "swings_of"]

Floats = NDArray[np.float64]

# Nothing is this far away, in any unit.
_NOWHERE = 1e12
# What is farther from the middle of all than this is no part of the building [m].
_FAR_M = 2000.0
# No building is smaller [m].
_SMALL_M = 3.0
# Crossings of as many lines as random ones of their length (judgement: a large storey has 30,000).
_CROSSINGS = 300_000
# Lines of walls that make a drawing whose layers say which these are.
_FEW = 8
# Smaller outlines on a layer of rooms are signs [m2].
_LEAST_M2 = 0.7
# Filled shapes of a smaller mean width are walls [m].
_WIDE_M = 0.6


@dataclass(frozen=True)
class Origin:
    """Where a sheet comes from."""

    path: Path
    source: str  # As of `Drawing`
    stated: str | None = None  # The unit that the file states
    metres: float | None = None  # One unit of the file [m] where that is known for certain
    notes: tuple[Note, ...] = ()  # What was noted before
    # Storeys that are parts of the file, by the name of the part, the lowest first; and whether
    # each has coordinates of its own.
    storeys: tuple[Storey, ...] = ()
    apart: bool = False


def read_sheet(origin: Origin, sheet: Sheet, options: Options) -> Drawing:
    """Turn what is drawn into a drawing.

    Parameters
    ----------
    origin : Origin
        The file, and what it says of its unit.
    sheet : Sheet
        What is drawn, in the unit of the file.
    options : Options
        A person's words.

    Returns
    -------
    Drawing
        One storey, or those that its layouts or layers are named after.

    Raises
    ------
    FloorplanError
        If nothing is drawn, or the unit is not known.
    """
    path, metres = origin.path, origin.metres
    roles = _roles(path, sheet, options)
    told = [*_hidden(sheet), *origin.notes, *_damaged(sheet)]
    if not (sheet.straight or sheet.curves):
        refuse(path, "nothing is drawn", "walls as lines, or rooms as closed lines")
    if any(role == "walkable" for role in roles.values()):
        return _walkable(origin, sheet, roles, options, told)
    swings = swings_of(sheet, roles)
    across = _across(sheet)
    if metres is None:
        metres, more = choose_unit(path, origin.stated, swings.radius.tolist(), across, options)
        told += more
    _scale(sheet, metres)
    if across * metres < _SMALL_M:
        size = f"the drawing is {across * metres:.3g} m across"
        refuse(path, size, f"{_SMALL_M:g} m or more; name its unit or scale (--unit, --scale)")
    kept, corner = _frame(path, sheet, told)
    swings = swings.scaled(metres, corner)
    swings = swings.take((swings.radius >= LEAF_M[0]) & (swings.radius <= LEAF_M[1]))
    swings = swings.take(kept[swings.curve])
    levels = find_levels(path, sheet, roles, options, origin.storeys)
    told += levels.notes
    drawings = []
    for at, storey in enumerate(levels.storeys):
        here = np.array([levels.of.get(key) == at for key, _ in sheet.curves], bool)
        of_level = swings.take(here[swings.curve])
        drawings.append(_level(origin, levels.part(sheet, at), roles, of_level, storey))
    several = len(drawings) > 1
    drawing = stacked(drawings, path.stem, apart=origin.apart) if several else drawings[0]
    return replace(drawing, notes=(*told, *drawing.notes))


def _level(
    origin: Origin, sheet: Sheet, roles: dict[Key, str], swings: Swings, storey: Storey
) -> Drawing:
    notes: list[Note] = []
    lines = _lines(sheet, roles, swings, notes)
    _check_crossings(origin.path, lines)
    found = find_plan(lines)
    return Drawing(
        origin.path.stem,
        origin.source,
        (storey,),
        areas=found.areas,
        doorways=found.doorways,
        solids=found.solids,
        notes=(*notes, *found.notes),
    )


def _roles(path: Path, sheet: Sheet, options: Options) -> dict[Key, str]:
    keys = [
        *sheet.straight,
        *(key for key, _ in sheet.curves),
        *(key for key, *_ in sheet.rings),
        *(key for key, *_ in sheet.texts),
        *(key for key, _ in sheet.doors),
    ]
    check_roles(path, options.layers)
    for name in options.layers:
        if not any(role_of(key.layer, said={name: "ignore"}) == "ignore" for key in keys):
            layers = ", ".join(sorted({key.layer for key in keys}))[:300]
            refuse(path, f"no layer {name!r}", f"one of the layers of the file: {layers}")
    return {key: role_of(key.layer, key.block, options.layers) for key in dict.fromkeys(keys)}


def _hidden(sheet: Sheet) -> list[Note]:
    if not sheet.hidden:
        return []
    words = f"layers that are hidden, off or frozen: {', '.join(sheet.hidden)[:300]}"
    return [Note("left out", "hidden-layer", words)]


def _damaged(sheet: Sheet) -> list[Note]:
    """Leave out what is at no place; tell what else is not read."""
    lost = sheet.passed.pop("damaged", 0)
    for key in [*sheet.straight]:
        lines = sheet.lines_of(key)
        whole = np.isfinite(lines).all(axis=1) & (np.abs(lines) < _NOWHERE).all(axis=1)
        lost += int((~whole).sum())
        sheet.straight[key] = [lines[whole]]
        if not whole.any():
            del sheet.straight[key]
    curves = [each for each in sheet.curves if _is_placed(each[1])]
    lost += len(sheet.curves) - len(curves)
    sheet.curves = curves
    sheet.rings = [each for each in sheet.rings if _is_placed(each[1])]
    sheet.doors = [each for each in sheet.doors if _is_placed(each[1])]
    sheet.texts = [each for each in sheet.texts if np.isfinite(each[1:3]).all()]
    notes = []
    if lost:
        words = f"damaged: {lost} lines and curves that are at no place"
        notes.append(Note("left out", "damaged", words))
    if sheet.passed:
        words = ", ".join(f"{count} {kind}" for kind, count in sorted(sheet.passed.items()))
        notes.append(
            Note("left out", "not-read", f"kinds of things that are not read: {words[:300]}")
        )
    return notes


def _is_placed(points: Floats) -> bool:
    return bool(np.isfinite(points).all() and np.abs(points).max(initial=0.0) < _NOWHERE)


def swings_of(sheet: Sheet, roles: Mapping[Key, str]) -> Swings:
    """Quarter circles that may be doors: on layers of walls only where there are no others."""
    nothing = np.empty((0, 2))
    for may in ({"door", "window", "", "room", "stair"}, {"wall"}):
        curves = [points if roles[key] in may else nothing for key, points in sheet.curves]
        found = find_swings(curves)
        if len(found.radius):
            break
    return found


def _across(sheet: Sheet) -> float:
    """How large the drawing is, without what lies far away [unit of the file]."""
    lines = np.concatenate([sheet.lines_of(key) for key in sheet.straight] or [np.empty((0, 4))])
    points = lines.reshape(-1, 2)
    if not len(points):
        points = np.concatenate([points for _, points in sheet.curves])
    low, high = np.percentile(points, [1, 99], axis=0)
    return float((high - low).max())


def _scale(sheet: Sheet, metres: float) -> None:
    for key, parts in sheet.straight.items():
        sheet.straight[key] = [part * metres for part in parts]
    sheet.curves = [(key, points * metres) for key, points in sheet.curves]
    sheet.rings = [(key, points * metres, name) for key, points, name in sheet.rings]
    sheet.doors = [(key, line * metres) for key, line in sheet.doors]
    sheet.texts = [(key, x * metres, y * metres, text) for key, x, y, text in sheet.texts]


def _frame(path: Path, sheet: Sheet, notes: list[Note]) -> tuple[NDArray[np.bool_], Floats]:
    """Leave out what is far from the building; where that is far from the origin, move it there."""
    lines = np.concatenate([sheet.lines_of(key) for key in sheet.straight] or [np.empty((0, 4))])
    points = lines.reshape(-1, 2)
    if not len(points):
        points = np.concatenate([points for _, points in sheet.curves])
    middle = np.median(points, axis=0)
    corner = np.zeros(2)
    if np.abs(middle).max() + _FAR_M > bounds.COORDINATE_M:
        corner = np.floor(middle)
        words = f"the origin was moved to ({corner[0]:,.0f}, {corner[1]:,.0f}) of the source"
        notes.append(Note("assumed", "origin", words))
    lost = 0
    for key in [*sheet.straight]:
        part = sheet.lines_of(key)
        near = (np.abs(part - np.tile(middle, 2)) < _FAR_M).all(axis=1)
        lost += int((~near).sum())
        sheet.straight[key] = [part[near] - np.tile(corner, 2)]
    # Curves keep their numbers, by which swings name them.
    kept = np.array([(np.abs(points - middle) < _FAR_M).all() for _, points in sheet.curves], bool)
    lost += int((~kept).sum())
    nothing = np.empty((0, 2))
    sheet.curves = [
        (key, points - corner if near else nothing)
        for (key, points), near in zip(sheet.curves, kept, strict=True)
    ]
    near_rings = [each for each in sheet.rings if (np.abs(each[1] - middle) < _FAR_M).all()]
    sheet.rings = [(key, points - corner, name) for key, points, name in near_rings]
    shift = np.tile(corner, 2)
    near_doors = [each for each in sheet.doors if (np.abs(each[1][:2] - middle) < _FAR_M).all()]
    sheet.doors = [(key, line - shift) for key, line in near_doors]
    sheet.texts = [(k, x - corner[0], y - corner[1], text) for k, x, y, text in sheet.texts]
    if lost:
        words = f"{lost} lines and curves farther than {_FAR_M:,.0f} m from the rest"
        notes.append(Note("left out", "far-away", words))
    if lost and not any(len(part) for parts in sheet.straight.values() for part in parts):
        refuse(path, "nothing is drawn near anything else", "a floor plan; name the unit (--unit)")
    return kept, corner


def _lines(sheet: Sheet, roles: dict[Key, str], swings: Swings, notes: list[Note]) -> Lines:
    """Sort what is drawn by what it is."""
    parts: dict[str, list[Floats]] = {}
    lines_of_layers: Counter[str] = Counter()
    for key in sheet.straight:
        lines = sheet.lines_of(key)
        parts.setdefault(roles[key], []).append(lines)
        if not roles[key]:
            lines_of_layers[key.layer] += len(lines)
    of_doors = {*swings.curve.tolist()}
    for at, (key, points) in enumerate(sheet.curves):
        if at in of_doors:
            continue
        pieces = np.concatenate([points[:-1], points[1:]], axis=1)
        parts.setdefault(roles[key], []).append(pieces)
    rings = _rings(sheet, roles)

    def of(*names: str) -> Floats:
        return np.concatenate(
            [np.empty((0, 4)), *(p for name in names for p in parts.get(name, []))]
        )

    certain = len(of("wall", "column")) >= _FEW or bool(rings)
    if certain and lines_of_layers:
        named = ", ".join(name or "(no name)" for name, _ in lines_of_layers.most_common(12))
        words = f"layers whose use is not known: {named[:300]} (--layer NAME=wall)"
        notes.append(Note("left out", "unknown-layer", words))
    elif not certain:
        words = "no layer says which lines are walls: all that are nothing else"
        notes.append(Note("assumed", "walls", words))
    told = [(x, y, t) for key, x, y, t in sheet.texts if roles[key] in {"text", "room", "", "wall"}]
    return Lines(
        walls=of("wall", "column") if certain else of("wall", "column", "", "room"),
        panes=of("window"),
        leaves=of("door"),
        treads=of("stair"),
        others=of("") if certain else of(),
        doors=np.array([line for _, line in sheet.doors]).reshape(-1, 4),
        swings=swings,
        by_name=frozenset(at for at in of_doors if roles[sheet.curves[at][0]] == "door"),
        rings=rings,
        texts=told,
        certain=certain,
    )


def _check_crossings(path: Path, lines: Lines) -> None:
    """Refuse a thicket: so many lines so near to each other cross without end."""
    walls = np.concatenate([lines.walls, lines.panes])
    if not len(walls):
        return
    points = walls.reshape(-1, 2)
    width, height = points.max(axis=0) - points.min(axis=0) + 1.0
    length = float(np.hypot(*(walls[:, 2:] - walls[:, :2]).T).sum())
    crossings = length**2 / (np.pi * width * height)
    if crossings > _CROSSINGS:
        found = f"a thicket of lines that cross some {crossings:,.0f} times"
        refuse(path, found, "walls; name their layers, or those to ignore (--layer NAME=wall)")


def _rings(sheet: Sheet, roles: dict[Key, str]) -> list[tuple[Polygon, str]]:
    """Closed lines that are rooms by their layer; where none are, those that are filled."""
    shapes = [(key, Polygon(points), name) for key, points, name in sheet.rings if len(points) >= 4]
    large = [(key, shape, name) for key, shape, name in shapes if shape.area >= _LEAST_M2]
    rooms = [(shape, name) for key, shape, name in large if roles[key] == "room"]
    if rooms:
        return rooms
    filled = [each for each in large if each[0].block == FILLED and not roles[each[0]]]
    return [(shape, name) for _, shape, name in filled if 2 * shape.area / shape.length > _WIDE_M]


def _walkable(
    origin: Origin, sheet: Sheet, roles: dict[Key, str], options: Options, notes: list[Note]
) -> Drawing:
    """What can be walked on, as simulation programs draw it, less what stands on it."""
    known = options.unit in UNITS_M
    metres = UNITS_M[options.unit or origin.stated or "m"] if known or not options.unit else 1.0

    def shapes(role: str) -> list[Polygon]:
        rings = [each[1] for each in sheet.rings if roles[each[0]] == role and len(each[1]) >= 4]
        return [part for points in rings for part in polygons_of(Polygon(points * metres))]

    floor = shapes("walkable")
    if not floor:
        refuse(
            origin.path,
            "a layer of what can be walked on without a closed line",
            "closed polylines",
        )
    walkable = shapely.union_all(floor).difference(shapely.union_all(shapes("obstacle")))
    flat = Flat(origin.path.stem, origin.source, walkable, notes=notes)
    flat.exits = [(f"exit {at}", each) for at, each in enumerate(shapes("exit"), 1)]
    flat.spawns = [(f"start {at}", each) for at, each in enumerate(shapes("spawn"), 1)]
    # Anything but a known unit is refused there.
    said = replace(options, unit=None if known else options.unit)
    return drawn(origin.path, flat, said)
