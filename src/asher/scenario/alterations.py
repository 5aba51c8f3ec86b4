"""A plan as measures on the building change it, and what of them it has no place for."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from asher.documents import Keys, closest, listed
from asher.floorplan import Floorplan, Opening, connect, find_faults
from asher.floorplan.changes import UnfitError, door_in_wall, widened_line
from asher.scenario.parts.setting import Lacking
from asher.scenario.stated import items
from asher.scenario.within import SpacesOf, categories_in

if TYPE_CHECKING:
    from asher.scenario.parts.building import AddedDoor, Building

Altered = TypeVar("Altered", Floorplan, Opening)

LOCK_DELAY_S = 5.0
"""Time to lock a door that turns from inside where none is stated [s] (judgement)."""


def altered(floorplan: Floorplan, building: "Building") -> tuple[Floorplan, tuple[Lacking, ...]]:
    """Change a plan as measures say.

    Parameters
    ----------
    floorplan : Floorplan
        The plan as it is.
    building : Building
        The measures.

    Returns
    -------
    floorplan : Floorplan
        The same one where nothing is changed; new doors come after those of the plan.
    lacking : tuple of Lacking
        What cannot be done; the plan is to be used without any only.
    """
    lacking: list[Lacking] = [*_unknown_opened(floorplan, building)]
    drawn = _with_wider_doors(floorplan, building, lacking)
    drawn = _with_new_doors(drawn, building, lacking)
    if drawn is not floorplan and not lacking:
        lacking += _misfits(floorplan, drawn, building)
    if not lacking:
        drawn = _with_film(_with_locks(drawn, building, lacking), building, lacking)
    return drawn, tuple(lacking)


def _unknown_opened(floorplan: Floorplan, building: "Building") -> Iterator[Lacking]:
    doors = {each.name for each in floorplan.openings if each.category != "window"}
    for number, name in enumerate(building.open):
        if name not in doors:
            yield _unknown(name, doors, "a door or gate of the plan", ("open", number))


def _with_wider_doors(
    floorplan: Floorplan, building: "Building", lacking: list[Lacking]
) -> Floorplan:
    places = {opening.name: number for number, opening in enumerate(floorplan.openings)}
    for name, width in building.widen.items():
        at: Keys = ("widen", name)
        if name not in places:
            lacking.append(_unknown(name, places, "an opening of the plan", at))
            continue
        opening = floorplan.openings[places[name]]
        if abs(width - opening.width_m) < 1e-6:
            continue
        if width < opening.width_m:
            found = f"{name!r} {width:g} m wide, and it is {opening.width_m:.3g} m wide already"
            lacking.append(Lacking(found, f"more than {opening.width_m:.3g} m", keys=at))
            continue
        try:
            line = widened_line(floorplan, opening, width)
        except UnfitError as error:
            lacking.append(Lacking(error.found, error.allowed, keys=at))
        else:
            openings = [*floorplan.openings]
            openings[places[name]] = _changed(opening, line=line)
            floorplan = _changed(floorplan, openings=tuple(openings))
    return floorplan


def _with_new_doors(
    floorplan: Floorplan, building: "Building", lacking: list[Lacking]
) -> Floorplan:
    for number, door in enumerate(building.add_doors):
        taken = {opening.name for opening in floorplan.openings}
        taken |= {connector.name for connector in floorplan.connectors}
        at: Keys = ("add_doors", number)
        levels = [level.name for level in floorplan.levels]
        level = levels[0] if door.level is None and len(levels) == 1 else door.level
        if door.name in taken:
            found, allowed = f"{door.name!r} is in the plan already", "a name of its own"
            lacking.append(Lacking(found, allowed, keys=(*at, "name")))
        elif level is None:
            found = f"the door {door.name!r} without a level"
            lacking.append(Lacking(found, ", ".join(levels), keys=at))
        elif level not in levels:
            lacking.append(_unknown(level, levels, "a level of the plan", (*at, "level")))
        else:
            try:
                opening = _new_door(floorplan, door, level)
            except UnfitError as error:
                lacking.append(Lacking(error.found, error.allowed, keys=(*at, "at_m")))
            else:
                floorplan = _changed(floorplan, openings=(*floorplan.openings, opening))
    return floorplan


def _new_door(floorplan: Floorplan, door: "AddedDoor", level: str) -> Opening:
    line, leads_outside = door_in_wall(floorplan, level, door.at_m, door.width)
    return Opening(
        name=door.name,
        level=level,
        category=door.category,
        exterior=leads_outside,
        lockable=door.lockable,
        lock_delay_s=LOCK_DELAY_S if door.lockable else 0.0,
        line=line,
    )


def _misfits(before: Floorplan, after: Floorplan, building: "Building") -> Iterator[Lacking]:
    """Faults of the changed plan, each at the measure that brings it about."""
    names = [opening.name for opening in after.openings]
    for fault in find_faults(after):
        if fault.severity != "error":
            continue
        opening = re.match(r"openings\[(\d+)\]", fault.where)
        keys: Keys = ()
        if opening:
            number = int(opening[1])
            new, name = number - len(before.openings), names[number]
            keys = ("add_doors", new) if new >= 0 else ("widen", name)
        keys = keys if keys[:1] != ("widen",) or keys[1] in building.widen else ()
        yield Lacking(fault.found, fault.allowed, fault.suggestion, keys)


def _with_locks(floorplan: Floorplan, building: "Building", lacking: list[Lacking]) -> Floorplan:
    delay = building.lock_delay
    if building.lock:
        rooms = _rooms(floorplan, building.lock, "lock", lacking)
        doors = _doors_of(floorplan, rooms, lacking)
    elif delay is not None:
        doors = {number for number, each in enumerate(floorplan.openings) if each.lockable}
    else:
        return floorplan
    openings = [
        _locked(opening, delay) if number in doors else opening
        for number, opening in enumerate(floorplan.openings)
    ]
    same = all(new is old for new, old in zip(openings, floorplan.openings, strict=True))
    return floorplan if same else _changed(floorplan, openings=tuple(openings))


def _locked(opening: Opening, delay: float | None) -> Opening:
    stated = LOCK_DELAY_S if delay is None else delay
    if not opening.lockable:
        return _changed(opening, lockable=True, lock_delay_s=stated)
    if delay is None or opening.lock_delay_s <= delay:
        return opening
    return _changed(opening, lock_delay_s=delay)


def _with_film(floorplan: Floorplan, building: "Building", lacking: list[Lacking]) -> Floorplan:
    # Glass that leads outside stays as it is: nobody is seen there.
    if not building.film:
        return floorplan
    before = len(lacking)
    rooms = set(_rooms(floorplan, building.film, "film", lacking))
    sides = connect(floorplan).opening_spaces.tolist()
    covered = {
        number
        for number, opening in enumerate(floorplan.openings)
        if opening.glazed and not opening.exterior and rooms.intersection(sides[number])
    }
    if not covered:
        if len(lacking) == before:
            found = "film for doors without glass"
            allowed = "rooms with a door to another space that is glazed in the plan"
            lacking.append(Lacking(found, allowed, keys=("film",)))
        return floorplan
    openings = [
        _changed(opening, glazed=False) if number in covered else opening
        for number, opening in enumerate(floorplan.openings)
    ]
    return _changed(floorplan, openings=tuple(openings))


def _rooms(
    floorplan: Floorplan, within: tuple[str, ...] | SpacesOf, key: str, lacking: list[Lacking]
) -> list[int]:
    """Positions of the rooms that a measure names."""
    kinds = categories_in(within)
    values, keys = (within, (key,)) if kinds is None else (kinds, (key, "category"))
    attribute = "name" if kinds is None else "category"
    what = "a space of the plan" if kinds is None else "a space's category"
    known = dict.fromkeys(getattr(space, attribute) for space in floorplan.spaces)
    stated = list(items(values, keys))
    lacking += [_unknown(name, known, what, at) for at, name in stated if name not in known]
    chosen = {name for _, name in stated}
    return [k for k, space in enumerate(floorplan.spaces) if getattr(space, attribute) in chosen]


def _doors_of(floorplan: Floorplan, rooms: list[int], lacking: list[Lacking]) -> set[int]:
    """Doors of rooms; those of a room that has an opening without a door would not lock it."""
    topology = connect(floorplan)
    doors: set[int] = set()
    unlocked: list[str] = []
    for room in rooms:
        here = [k for k, sides in enumerate(topology.opening_spaces.tolist()) if room in sides]
        gates = [k for k in here if floorplan.openings[k].category == "gate"]
        names = [floorplan.openings[k].name for k in gates]
        stairs = zip(floorplan.connectors, topology.connector_spaces.tolist(), strict=True)
        names += [each.name for each, sides in stairs if room in sides]
        if names:
            unlocked.append(f"{floorplan.spaces[room].name!r} ({names[0]!r})")
        doors |= {k for k in here if floorplan.openings[k].category == "door"}
    if unlocked:
        found = f"a lock for what is open: {listed(unlocked)}"
        lacking.append(Lacking(found, "rooms that can be left by doors only", keys=("lock",)))
    return doors


def _unknown(name: str, known: Any, what: str, keys: Keys) -> Lacking:
    found, allowed = f"{name!r} is not in the plan", f"{what} ({listed(known) or 'there is none'})"
    return Lacking(found, allowed, closest(name, known), keys)


def _changed(part: Altered, **changes: Any) -> Altered:
    """A part of a plan with other values; nothing worked out from the old ones is kept."""
    stands: Mapping[str, Any] = {name: getattr(part, name) for name in type(part).model_fields}
    return type(part).model_validate({**stands, **changes})
