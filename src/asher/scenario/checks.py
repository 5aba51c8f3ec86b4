"""Whether what a scenario names stands in its plan, and whether its people fit in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from asher.documents import Keys, closest
from asher.floorplan import Floorplan
from asher.scenario.combinations import Mismatch, find_contradictions
from asher.scenario.sources import Specification, paths

# Discs of radius 0.2 m, placed one after another at random, fill about this much and no more.
MOST_PERSONS_PER_M2 = 4.0


def find_mismatches(stated: Mapping[str, Any], floorplan: Floorplan) -> list[Mismatch]:
    """Check everything that can only be checked against the plan or across parts.

    Parameters
    ----------
    stated : Mapping
        A scenario as its file states it; parts of a wrong type are passed over, since they are
        faults already.
    floorplan : Floorplan
        Its plan.

    Returns
    -------
    list of Mismatch
        In the order of the scenario.
    """
    return [
        *_occupant_mismatches(stated.get("occupants"), floorplan),
        *_hazard_mismatches(stated.get("hazard"), floorplan),
        *_closure_mismatches(stated.get("closures"), floorplan),
        *find_contradictions(stated, floorplan),
        *find_repeats(stated),
    ]


def find_repeats(stated: Mapping[str, Any]) -> Iterator[Mismatch]:
    """Find names that must be different and are not.

    Parameters
    ----------
    stated : Mapping
        A scenario as its file states it.

    Yields
    ------
    Mismatch
        For every course of action and group of occupants whose name was used before.
    """
    for key, default in (("courses_of_action", None), ("occupants", "occupants")):
        seen: set[str] = set()
        for keys, item in _items(stated.get(key), (key,)):
            name = item
            if isinstance(item, Mapping):
                name = item.get("name", item.get("based_on", default))
            if not isinstance(name, str):
                continue
            if name in seen:
                place = (*keys, "name") if isinstance(item, Mapping) and "name" in item else keys
                yield Mismatch(place, f"{name!r} stands here a second time", "each name once")
            seen.add(name)


def find_stray_sources(part: Specification) -> list[Mismatch]:
    """Find sources stated for a number that the scenario does not hold.

    Parameters
    ----------
    part : Specification
        A scenario, with or without its plan.

    Returns
    -------
    list of Mismatch
        In the order of the file.
    """
    known = paths(part)
    return [
        Mismatch(
            ("sources", key),
            f"{key!r} is the path of no number of this scenario",
            "paths such as response.call or occupants[0].count",
            closest(key, known),
        )
        for key in getattr(part, "sources", {})
        if key not in known
    ]


def _occupant_mismatches(occupants: Any, floorplan: Floorplan) -> Iterator[Mismatch]:
    exits = _exits(floorplan)
    places = {space.name: space for space in floorplan.spaces}
    spawns = [zone.name for zone in floorplan.zones if zone.category == "spawn"]
    total = 0
    for keys, group in _mappings(occupants, ("occupants",)):
        within = "a space or spawn zone of the plan"
        yield from _unknown(group.get("within"), (*keys, "within"), [*places, *spawns], within)
        yield from _unknown(group.get("exits"), (*keys, "exits"), exits, "an exterior opening")
        yield from _place_mismatches(group, keys, floorplan)
        count = group.get("count", 0)
        if isinstance(count, int) and not isinstance(count, bool):
            total += count
            yield from _crowding(group, keys, count, floorplan)
    room = sum(space.shape.area for space in floorplan.spaces) * MOST_PERSONS_PER_M2
    if total > room:
        yield Mismatch(("occupants",), f"{total} people in all", f"at most {int(room)} fit")


def _crowding(
    group: Mapping[str, Any], keys: Keys, count: int, floorplan: Floorplan
) -> Iterator[Mismatch]:
    names = {name for _, name in _items(group.get("within"), ()) if isinstance(name, str)}
    parts = [space.shape for space in floorplan.spaces if space.name in names]
    parts += [zone.shape for zone in floorplan.zones if zone.name in names and zone.polygon]
    area = sum(part.area for part in parts)
    if parts and count > area * MOST_PERSONS_PER_M2:
        found = f"{count} people on {area:.1f} m2"
        allowed = f"at most {MOST_PERSONS_PER_M2:g} persons per m2"
        yield Mismatch((*keys, "count"), found, allowed)


def _place_mismatches(
    group: Mapping[str, Any], keys: Keys, floorplan: Floorplan
) -> Iterator[Mismatch]:
    levels = [level.name for level in floorplan.levels]
    level = group.get("level")
    yield from _unknown(level, (*keys, "level"), levels, "a level of the plan")
    places = list(_items(group.get("at_m"), (*keys, "at_m")))
    if places and level is None and len(levels) > 1:
        yield Mismatch((*keys, "at_m"), "exact places without a level", ", ".join(levels))
        return
    from shapely.geometry import Point

    spaces = [space.shape for space in floorplan.spaces if level in (None, space.level)]
    for place_keys, place in places:
        if not _is_point(place):
            continue
        point = Point(place)
        if not any(shape.covers(point) for shape in spaces):
            found = f"({place[0]:g}, {place[1]:g}) lies in no space"
            yield Mismatch(place_keys, found, "a place inside a space of the level")


def _is_point(place: Any) -> bool:
    return (
        isinstance(place, list | tuple)
        and len(place) == 2
        and all(isinstance(part, int | float) and not isinstance(part, bool) for part in place)
    )


def _hazard_mismatches(hazard: Any, floorplan: Floorplan) -> Iterator[Mismatch]:
    if isinstance(hazard, Mapping):
        windows = {opening.name for opening in floorplan.openings if opening.category == "window"}
        doors = [name for name in _exits(floorplan) if name not in windows]
        allowed = "an exterior door or gate"
        yield from _unknown(hazard.get("entry"), ("hazard", "entry"), doors, allowed)


def _closure_mismatches(closures: Any, floorplan: Floorplan) -> Iterator[Mismatch]:
    names = [opening.name for opening in floorplan.openings]
    for keys, closure in _mappings(closures, ("closures",)):
        opening = closure.get("opening")
        yield from _unknown(opening, (*keys, "opening"), names, "an opening of the plan")


def _exits(floorplan: Floorplan) -> list[str]:
    return [opening.name for opening in floorplan.openings if opening.exterior]


def _unknown(value: Any, keys: Keys, names: Iterable[str], what: str) -> Iterator[Mismatch]:
    names = list(names)
    for place, name in _items(value, keys):
        if isinstance(name, str) and name not in names:
            listed = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
            allowed = f"{what} ({listed or 'there is none'})"
            yield Mismatch(place, f"{name!r} is not in the plan", allowed, closest(name, names))


def _items(value: Any, keys: Keys) -> Iterator[tuple[Keys, Any]]:
    """Items of a list with their keys; one item alone stands for a list of one."""
    if isinstance(value, list | tuple):
        yield from (((*keys, index), item) for index, item in enumerate(value))
    elif value is not None:
        yield keys, value


def _mappings(value: Any, keys: Keys) -> Iterator[tuple[Keys, Mapping[str, Any]]]:
    for place, item in _items(value, keys):
        if isinstance(item, Mapping):
            yield place, item
