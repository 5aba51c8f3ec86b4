"""The one stage that turns any drawing into a floor plan, and tells all that it did.

Nothing here knows a format. What it assumes, mends and leaves out stands in notes, in the order
in which it was done; what it cannot mend is left for `asher.floorplan.repair` to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from asher.errors import Fault, FloorplanError
from asher.floorplan.elements import (
    Connector,
    Floorplan,
    Level,
    Obstacle,
    Opening,
    Space,
    Wall,
    Zone,
)
from asher.floorplan.importers._doors import make_openings, open_gates
from asher.floorplan.importers._rooms import close_gaps, lay_rooms, name_rooms
from asher.floorplan.importers._stairs import join_storeys
from asher.floorplan.importers._work import Flight, Way, Work, corners_to
from asher.floorplan.importers.drawing import Drawing, Note
from asher.floorplan.importers.options import UNITS_M, Options
from asher.floorplan.reach import spaces_with_way_out
from asher.floorplan.repair import find_faults
from asher.floorplan.topology import connect

__all__ = ["assemble"]

# A building is no smaller and no larger than this across [m].
_EXTENT_M = (3.0, 30_000.0)
# Digits of coordinates of a plan: a tenth of a millimetre.
_DIGITS = 4
# A drawing this far from its origin is moved to it [m]: digits are lost to distance.
_FAR_M = 5000.0
# Passes in which what cannot stand is left out; each may lay bare something else.
_PASSES = 6
_ELEMENT = re.compile(r"(openings|connectors|walls|obstacles|zones)\[(\d+)\]")


def assemble(
    drawing: Drawing, options: Options, *, name: str = "plan", close: bool = False
) -> tuple[Floorplan, tuple[Note, ...]]:
    """Turn a drawing into a floor plan.

    Parameters
    ----------
    drawing : Drawing
        What a source shows [m].
    options : Options
        What a person said.
    name : str
        What to call the source in faults.
    close : bool
        Whether gaps of a hand's width between rooms are closed.

    Returns
    -------
    plan : Floorplan
        The plan; `find_faults` tells what a person still has to put right.
    notes : tuple of Note
        What was assumed, mended and left out, the importer's notes first.

    Raises
    ------
    FloorplanError
        If the drawing holds no area, or is of a size that no building has.
    """
    _check_size(drawing, name)
    drawing = _near_origin(drawing)
    work = Work(drawing, options, notes=[*drawing.notes])
    work.heights_m = _heights(work)
    lay_rooms(work)
    if not work.rooms:
        found, allowed = "no room is left of what the file shows", "closed areas with a floor"
        raise FloorplanError([Fault(name, 1, 1, "", found, allowed)])
    name_rooms(work)
    if close:
        close_gaps(work)
    make_openings(work)
    join_storeys(work)
    if drawing.open_plan:
        open_gates(work)
    if not drawing.planned:
        _mark_ways_out(work)
    return _settled(work), tuple(work.notes)


def _refused(name: str, found: str, allowed: str) -> FloorplanError:
    return FloorplanError([Fault(name, 1, 1, "", found, allowed)])


def _check_size(drawing: Drawing, name: str) -> None:
    shapes = [area.polygon for area in drawing.areas]
    if not shapes:
        raise _refused(name, "no closed area with a floor", "rooms, corridors or halls")
    box = shapely.total_bounds(shapes)
    if not np.isfinite(box).all() or np.abs(box).max() > 1e9:
        raise _refused(name, "coordinates that are no places", "finite coordinates")
    extent = float(max(box[2] - box[0], box[3] - box[1]))
    low, high = _EXTENT_M
    if not low <= extent <= high:
        likely = (
            ["degrees"]
            if extent < low
            else [
                unit
                for unit, metres in UNITS_M.items()
                if unit != "m" and 6 <= extent * metres <= 600
            ]
        )
        hint = f"; is it in {' or '.join(likely)}? Name the unit (--unit)" if likely else ""
        raise _refused(
            name, f"the drawing is {extent:.3g} m across", f"{low:g} m to {high:,.0f} m{hint}"
        )


def _near_origin(drawing: Drawing) -> Drawing:
    box = shapely.total_bounds([area.polygon for area in drawing.areas])
    if np.abs(box).max() <= _FAR_M:
        return drawing
    corner = np.floor(box[:2])

    def moved(things: Iterable[Any], *keys: str) -> tuple[Any, ...]:
        return tuple(
            replace(
                thing,
                **{
                    key: shapely.transform(getattr(thing, key), lambda xy: xy - corner)
                    for key in keys
                },
            )
            for thing in things
        )

    words = f"the origin was moved to ({corner[0]:,.0f}, {corner[1]:,.0f}) of the source"
    return replace(
        drawing,
        areas=moved(drawing.areas, "polygon"),
        doorways=moved(drawing.doorways, "place"),
        stairs=moved(drawing.stairs, "foot", "head"),
        solids=moved(drawing.solids, "polygon"),
        strokes=moved(drawing.strokes, "line"),
        labels=moved(drawing.labels, "place"),
        markers=moved(drawing.markers, "place"),
        notes=(*drawing.notes, Note("assumed", "origin", words)),
    )


def _heights(work: Work) -> list[float]:
    storeys, step = work.drawing.storeys, work.options.storey_height_m
    known = [storey.elevation_m for storey in storeys]
    if len(storeys) > 1 and None in known:
        words = f"the source has no heights: {step:g} m from floor to floor"
        work.note("assumed", "storey-height", words, amount_m=step)
        ordinals = _ordinals(work)
        return [step * ordinal for ordinal in ordinals]
    return [height or 0.0 for height in known]


def _ordinals(work: Work) -> list[int]:
    storeys = work.drawing.storeys
    given = [storey.ordinal for storey in storeys]
    if None not in given and len({*given}) == len(given):
        return [ordinal for ordinal in given if ordinal is not None]
    heights = [storey.elevation_m for storey in storeys]
    if None in heights or not heights:
        return [*range(len(storeys))]
    ground = int(np.argmin(np.abs([height or 0.0 for height in heights])))
    return [at - ground for at in range(len(storeys))]


def _mark_ways_out(work: Work) -> None:
    """Keep the ways out that people would take, and mark the main entrance."""
    ordinals = _ordinals(work)
    out = [way for way in work.ways if len(way.rooms) == 1 and way.doorway.category != "window"]
    low = [way for way in out if ordinals[way.doorway.storey] <= 0]
    if low:
        for way in out:
            if way in low or way.doorway.main_entrance:
                continue
            words = (
                f"a way out of {way.rooms[0].called} above the ground: a balcony, an outside stair?"
            )
            work.note("left out", "door-upstairs", words, way.doorway.storey, way.line)
            work.ways.remove(way)
        out = [way for way in out if way in work.ways]
    said = [way for way in out if way.doorway.main_entrance]
    for way in said:
        way.main_entrance = True
    if out and not said:
        widest = max(out, key=lambda way: (way.doorway.category == "door", way.line.length))
        widest.main_entrance = True
        words = f"the widest way out, of {widest.rooms[0].called}, is the main entrance"
        work.note("assumed", "main-entrance", words, widest.doorway.storey, widest.line)
    doors = [way for way in work.ways if way.doorway.category == "door"]
    if doors and all(way.doorway.lockable is None for way in doors):
        words = f"the source does not say which of {len(doors)} doors lock: none does"
        work.note("assumed", "lockable", words)


def _settled(work: Work) -> Floorplan:
    """Build the plan, and leave out what cannot stand in it."""
    plan = _built(work)
    if work.drawing.planned:
        return plan
    for _ in range(_PASSES):
        if not (_leave_out_shut_in(work, plan) or _leave_out_unfit(work, plan)):
            break
        plan = _built(work)
    return plan


def _leave_out_shut_in(work: Work, plan: Floorplan) -> bool:
    if not any(opening.exterior and opening.category != "window" for opening in plan.openings):
        return False
    reached = spaces_with_way_out(plan, connect(plan))
    lost = [work.rooms[at] for at in range(len(work.rooms)) if at not in reached]
    for room in lost:
        words = f"{room.called} of {room.shape.area:.0f} m2 has no way out"
        work.note("left out", "shut-in", words, room.storey, room.shape, room.shape.area)
    gone = {*map(id, lost)}
    work.rooms = [room for room in work.rooms if id(room) not in gone]
    work.ways = [way for way in work.ways if not gone & {*map(id, way.rooms)}]
    work.flights = [each for each in work.flights if not gone & {*map(id, each.rooms)}]
    return bool(lost)


def _leave_out_unfit(work: Work, plan: Floorplan) -> bool:
    """Leave out openings and stairs with an error that no longer can be mended."""
    unfit: dict[tuple[str, int], Fault] = {}
    for fault in find_faults(plan):
        at = _ELEMENT.match(fault.where)
        if at and fault.severity == "error":
            unfit.setdefault((at[1], int(at[2])), fault)
    lists: dict[str, list[Any]] = {"openings": work.ways, "connectors": work.flights}
    gone: list[Way | Flight] = []
    for (kind, index), fault in unfit.items():
        if kind in lists:
            gone.append(lists[kind][index])
            storey = gone[-1].rooms[0].storey
            line = gone[-1].line if isinstance(gone[-1], Way) else gone[-1].foot
            work.note("left out", "unfit", fault.found, storey, line)
    work.ways = [way for way in work.ways if way not in gone]
    work.flights = [flight for flight in work.flights if flight not in gone]
    return bool(gone)


def _built(work: Work) -> Floorplan:
    storeys, ordinals = work.drawing.storeys, _ordinals(work)
    used = {room.storey for room in work.rooms}
    names = _unique([storey.name or f"level {at}" for at, storey in enumerate(storeys)])
    spaces = tuple(
        Space(
            name=room.name,
            level=names[room.storey],
            category=room.category or "room",
            capacity=room.capacity,
            polygon=_rings(room.shape),
        )
        for room in work.rooms
    )
    return Floorplan(
        title=_line(work.drawing.title) or "imported plan",
        schematic=work.drawing.schematic,
        source=work.drawing.source[:2000] or "imported",
        levels=tuple(
            Level(name=names[at], ordinal=ordinals[at], elevation_m=work.heights_m[at])
            for at in range(len(storeys))
            if at in used
        ),
        spaces=spaces,
        walls=tuple(
            Wall(level=names[stroke.storey], line=_points(stroke.line))
            for stroke in work.drawing.strokes
            if stroke.storey in used
        ),
        openings=_openings(work, names),
        obstacles=_obstacles(work, names, used),
        connectors=_connectors(work, names),
        zones=_zones(work, names, used, {space.name for space in spaces}),
    )


def _line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text).strip()[:120]


def _unique(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    used, found = {*taken}, []
    for each in names:
        base = _line(each)[:100] or "unnamed"
        name, n = base, 1
        while name in used:
            n += 1
            name = f"{base} {n}"
        used.add(name)
        found.append(name)
    return found


def _points(line: LineString) -> tuple[tuple[float, float], ...]:
    return tuple((round(x, _DIGITS), round(y, _DIGITS)) for x, y, *_ in line.coords)


def _rings(shape: Polygon) -> tuple[tuple[tuple[float, float], ...], ...]:
    rounded = corners_to(shape, _DIGITS)
    rings = [rounded.exterior, *(r for r in rounded.interiors if r.length > 0.04)]
    return tuple(tuple((float(x), float(y)) for x, y, *_ in ring.coords) for ring in rings)


def _openings(work: Work, names: list[str]) -> tuple[Opening, ...]:
    called = _unique(
        way.doorway.name or f"{way.doorway.category} {at}" for at, way in enumerate(work.ways, 1)
    )
    return tuple(
        Opening(
            name=called[at],
            level=names[way.doorway.storey],
            category=way.doorway.category,
            exterior=len(way.rooms) == 1,
            lockable=bool(way.doorway.lockable) and way.doorway.category == "door",
            lock_delay_s=way.doorway.lock_delay_s,
            main_entrance=way.main_entrance
            or bool(way.doorway.main_entrance and len(way.rooms) == 1),
            line=_points(way.line),
        )
        for at, way in enumerate(work.ways)
    )


def _connectors(work: Work, names: list[str]) -> tuple[Connector, ...]:
    taken = [way.doorway.name for way in work.ways if way.doorway.name]
    called = _unique(
        (f.stair.name or f"{f.stair.category} {at}" for at, f in enumerate(work.flights, 1)), taken
    )
    return tuple(
        Connector(
            name=called[at],
            category=flight.stair.category,
            level_from=names[flight.stair.lower],
            level_to=names[flight.stair.upper],
            length_m=flight.length_m,
            width_m=flight.width_m,
            line_from=_points(flight.foot),
            line_to=_points(flight.head),
        )
        for at, flight in enumerate(work.flights)
    )


def _obstacles(work: Work, names: list[str], used: set[int]) -> tuple[Obstacle, ...]:
    solids = [solid for solid in work.drawing.solids if solid.storey in used]
    called = _unique(solid.name or f"obstacle {at}" for at, solid in enumerate(solids, 1))
    return tuple(
        Obstacle(
            name=called[at],
            level=names[solid.storey],
            height_m=solid.height_m,
            see_over=solid.see_over,
            polygon=_rings(solid.polygon),
        )
        for at, solid in enumerate(solids)
        if solid.polygon.is_valid and not solid.polygon.is_empty
    )


def _zones(work: Work, names: list[str], used: set[int], taken: set[str]) -> tuple[Zone, ...]:
    markers = [marker for marker in work.drawing.markers if marker.storey in used]
    called = _unique(
        (marker.name or f"{marker.category} {at}" for at, marker in enumerate(markers, 1)), taken
    )
    return tuple(
        Zone(
            name=called[at],
            level=names[marker.storey],
            category=marker.category,
            weight=marker.weight,
            **(
                {"polygon": _rings(marker.place)}
                if isinstance(marker.place, Polygon)
                else {"point": _points(LineString([*marker.place.coords] * 2))[0]}
            ),
        )
        for at, marker in enumerate(markers)
    )
