"""Floor that nobody can leave, as it is narrower than a body somewhere: no floor to stand on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from asher.errors import Fault
from asher.floorplan.elements import Floorplan
from asher.floorplan.free_floor import WAY_RADIUS_M
from asher.floorplan.importers._work import Work, polygons_of
from asher.floorplan.lines import QUIET
from asher.floorplan.parts import find_parts
from asher.floorplan.topology import connect

__all__ = ["leave_out_pockets"]

_SPACE = re.compile(r"spaces\[\d+\]\.geometry")
# Gaps between chairs and the like are not worth a word [m2]: as in `asher.floorplan.barriers`.
_NOOK_M2 = 0.25
# What is cut off is cut out a little wider, lest a hair of it stays [m].
_HAIR_M = 1e-3


@QUIET
def leave_out_pockets(work: Work, plan: Floorplan, faults: Iterable[Fault]) -> bool:
    """Take from rooms what is cut off from all of their doors.

    Parameters
    ----------
    work : Work
        Its rooms lose floor, noted as left out.
    plan : Floorplan
        What was built of it: its spaces are the rooms in their order.
    faults : iterable of Fault
        What is said of the plan; without a word on a space nothing is looked for.

    Returns
    -------
    bool
        Whether a room has changed.
    """
    if not any(_SPACE.fullmatch(fault.where) for fault in faults):
        return False
    parts = find_parts(plan, connect(plan))
    changed = False
    for room, of_room in zip(work.rooms, parts.of_space, strict=True):
        if not any(part in parts.reached for part in of_room):
            continue
        for part in of_room:
            if part in parts.reached or part.ways or part.area_m2 < _NOOK_M2:
                continue
            pocket = part.floor.buffer(WAY_RADIUS_M + _HAIR_M, join_style="mitre")
            rest = polygons_of(room.shape.difference(pocket))
            if rest and rest[0].area > room.shape.area / 2:
                room.shape = rest[0]
                words = (
                    f"{part.area_m2:.1f} m2 of {room.called} that nobody can leave: no way from "
                    f"there is {2 * WAY_RADIUS_M:g} m wide"
                )
                work.note("left out", "pocket", words, room.storey, part.floor, part.area_m2)
                changed = True
    return changed
