"""The one stage that turns any drawing into a floor plan, and tells all that it did.

Nothing here knows a format. What it assumes, mends and leaves out stands in notes, in the order
in which it was done; what it cannot mend is left for `asher.floorplan.repair` to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from asher.errors import Fault, FloorplanError
from asher.floorplan.elements import (
    Floorplan,
)
from asher.floorplan.importers._build import build, ordinals_of
from asher.floorplan.importers._doors import make_openings
from asher.floorplan.importers._extent import check_extent
from asher.floorplan.importers._gates import open_gates
from asher.floorplan.importers._missing_doors import assume_doors, what_to_draw
from asher.floorplan.importers._pockets import leave_out_pockets
from asher.floorplan.importers._rooms import close_gaps, lay_rooms, name_rooms
from asher.floorplan.importers._stairs import join_storeys
from asher.floorplan.importers._work import Flight, Way, Work
from asher.floorplan.importers.drawing import Drawing, Marker, Note, Solid
from asher.floorplan.importers.options import Options
from asher.floorplan.near import groups
from asher.floorplan.reach import shut_spaces
from asher.floorplan.repair import find_faults
from asher.floorplan.topology import find_joins

__all__ = ["Assembled", "assemble"]

# A drawing this far from its origin is moved to it [m]: digits are lost to distance.
_FAR_M = 5000.0
# Passes in which what cannot stand is left out; each may lay bare something else.
_PASSES = 6
_ELEMENT = re.compile(r"(openings|connectors|walls|obstacles|zones)\[(\d+)\]")


class Assembled(NamedTuple):
    """A plan, and how it came about."""

    plan: Floorplan
    notes: tuple[Note, ...]  # What was assumed, mended and left out, the importer's first
    faults: tuple[Fault, ...]  # What `find_faults` says of the plan


def assemble(
    drawing: Drawing, options: Options, *, name: str = "plan", close: bool = False
) -> Assembled:
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
    Assembled
        The plan, what was done to it, and what a person still has to put right.

    Raises
    ------
    FloorplanError
        If the drawing holds no area, or is of a size that no building has.
    """
    _check_size(drawing, name)
    drawing = _near_origin(drawing)
    work = Work(drawing, options, notes=[*drawing.notes])
    work.heights_m = _heights(work)
    work.solids = [each for each in drawing.solids if each.polygon.is_valid and each.polygon.area]
    work.markers = [*drawing.markers]
    lay_rooms(work)
    if not work.rooms:
        found, allowed = "no room is left of what the file shows", "closed areas with a floor"
        raise FloorplanError([Fault(name, 1, 1, "", found, allowed)])
    name_rooms(work)
    if close:
        close_gaps(work)
    make_openings(work)
    # A plan says itself which stairs there are; one that is mended is asked whether some lack.
    join_storeys(work, stacked=close or not drawing.planned)
    if drawing.open_plan:
        open_gates(work)
    if not drawing.planned:
        _mark_ways_out(work)
    if options.assume_doors:
        assume_doors(work)
    plan, faults = _settled(work)
    return Assembled(plan, tuple(work.notes), tuple(faults))


def _refused(name: str, found: str, allowed: str) -> FloorplanError:
    return FloorplanError([Fault(name, 1, 1, "", found, allowed)])


def _check_size(drawing: Drawing, name: str) -> None:
    shapes = [area.polygon for area in drawing.areas]
    if not shapes:
        raise _refused(name, "no closed area with a floor", "rooms, corridors or halls")
    check_extent(shapes, name)


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
        ordinals = ordinals_of(work)
        return [step * ordinal for ordinal in ordinals]
    return [height or 0.0 for height in known]


def _mark_ways_out(work: Work) -> None:
    """Keep the ways out that people would take, and mark the main entrance."""
    ordinals = ordinals_of(work)
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
    for way in out:
        way.main_entrance = bool(way.doorway.main_entrance)
    # People who do not know a building leave as they came: each part of it has a way in.
    part = _parts(work) if out else {}
    for at in dict.fromkeys(part[id(way.rooms[0])] for way in out):
        here = [way for way in out if part[id(way.rooms[0])] == at]
        if any(way.main_entrance for way in here):
            continue
        widest = max(here, key=lambda way: (way.doorway.category == "door", way.line.length))
        widest.main_entrance = True
        words = f"the widest way out, of {widest.rooms[0].called}, is the main entrance"
        work.note("assumed", "main-entrance", words, widest.doorway.storey, widest.line)
    doors = [way for way in work.ways if way.doorway.category == "door"]
    if doors and all(way.doorway.lockable is None for way in doors):
        words = f"the source does not say which of {len(doors)} doors lock: none does"
        work.note("assumed", "lockable", words)


def _parts(work: Work) -> dict[int, int]:
    """By identity of a room, the part of the building that one can walk through from it."""
    at = {id(room): number for number, room in enumerate(work.rooms)}
    joined = [way.rooms for way in work.ways if way.doorway.category != "window"]
    joined += [flight.rooms for flight in work.flights]
    pairs = np.array([[at[id(room)] for room in rooms] for rooms in joined if len(rooms) == 2])
    _, part = groups(pairs.reshape(-1, 2).astype(np.int64), len(at))
    return {room: int(part[number]) for room, number in at.items()}


def _settled(work: Work) -> tuple[Floorplan, list[Fault]]:
    """Build the plan, leave out what cannot stand in it, and tell what is left to a person."""
    plan = build(work)
    if work.drawing.planned:
        return plan, find_faults(plan)
    faults = find_faults(plan)
    for _ in range(_PASSES):
        unfit = _leave_out_unfit(work, faults)
        if not leave_out_pockets(work, plan, faults) and not unfit:
            break
        plan = build(work)
        faults = find_faults(plan)
    _tell_shut_in(work, plan)
    return plan, faults


def _tell_shut_in(work: Work, plan: Floorplan) -> None:
    """Say of each room that no door leads to what to draw: it stays in the plan, shut."""
    shut = {*shut_spaces(plan, find_joins(plan))}
    left = [room for at, room in enumerate(work.rooms) if at not in shut]
    for at in sorted(shut):
        room = work.rooms[at]
        lacks = what_to_draw(work, room, left)
        words = f"{room.called} of {room.shape.area:.0f} m2 has no way out and stays shut: {lacks}"
        work.note("assumed", "shut-in", words, room.storey, room.shape, room.shape.area)


def _leave_out_unfit(work: Work, faults: list[Fault]) -> bool:
    """Leave out openings and stairs with an error that no longer can be mended."""
    unfit: dict[tuple[str, int], Fault] = {}
    for fault in faults:
        at = _ELEMENT.match(fault.where)
        if at and fault.severity == "error":
            unfit.setdefault((at[1], int(at[2])), fault)
    lists: dict[str, list[Any]] = {
        "openings": work.ways,
        "connectors": work.flights,
        "obstacles": work.solids,
        "zones": work.markers,
    }
    gone: set[int] = set()
    for (kind, index), fault in unfit.items():
        if kind in lists:
            thing = lists[kind][index]
            gone.add(id(thing))
            work.note("left out", "unfit", fault.found, *_where(thing))
    for things in lists.values():
        things[:] = [thing for thing in things if id(thing) not in gone]
    return bool(gone)


def _where(thing: Way | Flight | Solid | Marker) -> tuple[int, BaseGeometry]:
    if isinstance(thing, Way):
        return thing.doorway.storey, thing.line
    if isinstance(thing, Flight):
        return thing.stair.lower, thing.foot
    return thing.storey, thing.polygon if isinstance(thing, Solid) else thing.place
