"""Whether a plan has the size of a place for people: if not, it is drawn in another unit."""

from __future__ import annotations

import math
from collections.abc import Iterator

import shapely

from asher.floorplan.elements import Floorplan, Opening
from asher.floorplan.levels import by_level
from asher.floorplan.remark import Remark

__all__ = ["find_wrong_sizes"]

# Of the widths of all doors of a building at least one is a single leaf [m] (judgement: 0.7 to
# 1.2 m, up to 2.3 m where there are double doors only).
SINGLE_LEAF_M = 2.3
# The widest door; what is wider is drawn as a gate (judgement: shop fronts have 6 m).
MAX_DOOR_M = 8.0
# No building has only doors as wide as this; inches make 31 m of a door.
NO_DOOR_M = 30.0
# The widest gate or passage (judgement: a hangar's).
MAX_GATE_M = 60.0
# One room and one storey: a football field has 7,000, the largest exhibition halls and storeys some
# 100,000 and 400,000 m2.
MAX_ROOM_M2 = 100_000.0
MAX_STOREY_M2 = 400_000.0
# A plan this far across is no building and no campus, and one this small no room [m].
MAX_EXTENT_M = 3000.0
MIN_EXTENT_M = 1.0

_UNITS_M = {"feet": 0.3048, "inches": 0.0254, "centimetres": 0.01, "millimetres": 0.001}
# What the narrowest door of most places measures [m].
_USUAL_DOOR_M = 0.9


def find_wrong_sizes(floorplan: Floorplan) -> Iterator[Remark]:
    """Look for doors, rooms, storeys and plans of a size that none has.

    Yields
    ------
    Remark
        One where the whole plan is in another unit, else one for each thing. An error where no
        building is like that; a warning where hardly one is.
    """
    whole = _find_other_unit(floorplan)
    if whole is not None:
        yield whole
        return
    for opening in floorplan.openings:
        most = MAX_DOOR_M if opening.category == "door" else MAX_GATE_M
        if opening.width_m > most:
            found = f"{opening.category} {opening.name!r} is {opening.width_m:.1f} m wide"
            wider = "; draw a wider way as a gate" if opening.category == "door" else ""
            allowed = f"at most {most:.0f} m{wider}; {_ask(opening.width_m)}"
            yield Remark(opening, "geometry", found, allowed, severity="warning")
    for space in floorplan.spaces:
        if space.shape.area > MAX_ROOM_M2:
            found = f"space {space.name!r} has {space.shape.area:,.0f} m2"
            allowed = f"at most {MAX_ROOM_M2:,.0f} m2; is the plan in metres?"
            yield Remark(space, "geometry", found, allowed, severity="warning")
    spaces = by_level(floorplan.spaces)
    for level in floorplan.levels:
        area = sum(space.shape.area for space in spaces[level.name])
        if area > MAX_STOREY_M2:
            found = f"level {level.name!r} has {area:,.0f} m2 of floor"
            allowed = f"at most {MAX_STOREY_M2:,.0f} m2; is the plan in metres?"
            yield Remark(level, "name", found, allowed, severity="warning")


def _find_other_unit(floorplan: Floorplan) -> Remark | None:
    left, bottom, right, top = shapely.total_bounds([space.shape for space in floorplan.spaces])
    extent = max(right - left, top - bottom)
    if extent < MIN_EXTENT_M:
        found = f"the plan is {extent:.2g} m across"
        allowed = (
            f"at least {MIN_EXTENT_M:.0f} m; are the coordinates degrees of longitude and "
            "latitude? Plans are in local metres: convert them first"
        )
        return Remark(None, "", found, allowed)
    doors = [opening for opening in floorplan.openings if opening.category == "door"]
    narrowest = min((door.width_m for door in doors), default=0.0)
    if narrowest > SINGLE_LEAF_M:
        severity = "error" if narrowest > NO_DOOR_M else "warning"
        allowed = f"a plan in metres; {_ask(narrowest)}"
        return Remark(None, "", _doors(doors, narrowest, extent), allowed, severity=severity)
    if extent > MAX_EXTENT_M:
        found = f"the plan is {extent:,.0f} m across"
        allowed = f"at most {MAX_EXTENT_M:,.0f} m; are the coordinates in metres?"
        return Remark(None, "", found, allowed, severity="warning")
    return None


def _doors(doors: list[Opening], narrowest: float, extent: float) -> str:
    what = f"the narrowest of {len(doors)} doors" if len(doors) > 1 else "the only door"
    wide = f"{narrowest:,.0f}" if narrowest >= 100 else f"{narrowest:.3g}"
    return f"{what} is {wide} m wide, and the plan {extent:,.0f} m across"


def _ask(door_m: float) -> str:
    """Ask for the unit in which a door of that width has the width of doors."""
    unit = min(_UNITS_M, key=lambda name: abs(math.log(door_m * _UNITS_M[name] / _USUAL_DOOR_M)))
    return f"is it in {unit}? Then multiply each coordinate by {_UNITS_M[unit]:g}"
