"""Whether what a scenario names stands in its plan, and whether its people fit in."""

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from asher import bounds
from asher.documents import Keys, closest, listed
from asher.documents.mismatches import Mismatch
from asher.floorplan import Floorplan, without_shut_rooms
from asher.quantities import format_seconds
from asher.scenario.combinations import find_contradictions
from asher.scenario.places import find_crowding, find_misplaced
from asher.scenario.reach import find_unreachable
from asher.scenario.sources import Specification, numbers
from asher.scenario.stated import count_of, items, mappings, number_of, seconds_of
from asher.scenario.within import categories_in

TIME_STEP_S = 0.05
"""Time step where none is stated [s] (judgement: the one that the movement law is verified at)."""
HORIZON_S = 7200.0
"""Time at which an incident is cut off where none is stated [s] (judgement: longer than all but a
few; what is unfinished then is counted)."""


def find_mismatches(stated: Mapping[str, Any], floorplan: Floorplan) -> list[Mismatch]:
    """Check everything that can only be checked against the plan or across parts.

    Parameters
    ----------
    stated : Mapping
        A scenario as its file states it; parts of a wrong type are passed over, since they are
        faults already.

    Returns
    -------
    list of Mismatch
        In the order of the scenario.
    """
    return [
        *_occupant_mismatches(stated.get("occupants"), floorplan, stated),
        *_hazard_mismatches(stated.get("hazard"), floorplan),
        *_sound_mismatches(stated.get("sound"), floorplan),
        *_closure_mismatches(stated.get("closures"), floorplan),
        *find_contradictions(stated, floorplan),
        *find_repeats(stated),
        *_too_many_steps(stated),
    ]


def _too_many_steps(stated: Mapping[str, Any]) -> Iterator[Mismatch]:
    horizon = seconds_of(stated.get("horizon", HORIZON_S))
    step = seconds_of(stated.get("time_step_s", TIME_STEP_S))
    if horizon and step and step >= bounds.TIME_STEP_S[0] and horizon <= bounds.HORIZON_S:
        steps = round(horizon / step)
        if steps > bounds.STEPS:
            shortest = math.ceil(1000.0 * horizon / bounds.STEPS) / 1000.0
            key = "time_step_s" if "time_step_s" in stated else "horizon"
            yield Mismatch(
                (key,),
                f"{steps:,} time steps to the horizon",
                f"at most {bounds.STEPS:,}: a time step of {shortest:g} s or more",
            )


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
        for keys, item in items(stated.get(key), (key,)):
            name = item
            if isinstance(item, Mapping):
                name = item.get("name", item.get("based_on", default))
            if not isinstance(name, str):
                continue
            if name in seen:
                place = (*keys, "name") if isinstance(item, Mapping) and "name" in item else keys
                yield Mismatch(place, f"{name!r} is here a second time", "each name once")
            seen.add(name)


def find_stray_sources(part: Specification) -> list[Mismatch]:
    """Find sources stated for a number that the scenario does not hold."""
    known = numbers(part)
    return [
        Mismatch(
            ("sources", key),
            f"{key!r} names no number in this scenario",
            "paths such as response.call or occupants[0].count",
            closest(key, known),
        )
        for key in getattr(part, "sources", {})
        if key not in known
    ]


def _occupant_mismatches(
    occupants: Any, drawn: Floorplan, stated: Mapping[str, Any]
) -> Iterator[Mismatch]:
    floorplan = without_shut_rooms(drawn)
    shut = {space.name for space in drawn.spaces}
    shut_kinds = {space.category for space in drawn.spaces}
    exits = _exits(floorplan)
    levels = dict.fromkeys(level.name for level in floorplan.levels)
    spawns = (zone.name for zone in floorplan.zones if zone.category == "spawn")
    places = dict.fromkeys([*(space.name for space in floorplan.spaces), *spawns])
    categories = dict.fromkeys(space.category for space in floorplan.spaces)
    for keys, group in mappings(occupants, ("occupants",)):
        within = "a space or spawn zone of the plan"
        yield from _unknown(group.get("within"), (*keys, "within"), places, within, shut)
        kinds = categories_in(group.get("within"))
        at: Keys = (*keys, "within", "category")
        yield from _unknown(kinds, at, categories, "a space's category", shut_kinds)
        yield from _unknown(group.get("exits"), (*keys, "exits"), exits, "an exterior opening")
        yield from _unknown(group.get("level"), (*keys, "level"), levels, "a level of the plan")
        yield from _inflow_mismatches(group, (*keys, "inflow"), floorplan, stated)
        yield from _late_times(group, keys, stated)
    yield from find_misplaced(occupants, floorplan, drawn)
    yield from find_crowding(occupants, floorplan)
    yield from find_unreachable(occupants, floorplan)


def _inflow_mismatches(
    group: Mapping[str, Any], keys: Keys, floorplan: Floorplan, stated: Mapping[str, Any]
) -> Iterator[Mismatch]:
    inflow = group.get("inflow")
    if not isinstance(inflow, Mapping):
        return
    doors, entrance = _ways_in(floorplan), inflow.get("opening")
    yield from _unknown(entrance, (*keys, "opening"), doors, "an exterior door or gate")
    used = [name for _, name in items(group.get("exits"), ()) if isinstance(name, str)] or doors
    if (
        isinstance(entrance, str)
        and entrance in doors
        and not any(name in doors and name != entrance for name in used)
    ):
        found = f"people who come in by {entrance!r} have no other way out"
        yield Mismatch((*keys, "opening"), found, "another exterior door or gate, to go on to")
    if stated.get("hazard") is not None:
        found = "people come in during an attack"
        yield Mismatch(keys, found, "inflow in a drill, without a hazard")


def _late_times(
    group: Mapping[str, Any], keys: Keys, stated: Mapping[str, Any]
) -> Iterator[Mismatch]:
    """Times after the horizon: nothing would come of them."""
    horizon = seconds_of(stated.get("horizon", HORIZON_S))
    if horizon is None:
        return
    end = f"a time before the horizon, {format_seconds(horizon)}"
    inflow = group.get("inflow")
    inflow = inflow if isinstance(inflow, Mapping) else {}
    listed = (
        ((*keys, "start_times"), group.get("start_times")),
        ((*keys, "inflow", "times"), inflow.get("times")),
    )
    for at, times in listed:
        for place, time in items(times, at):
            late = seconds_of(time)
            if late is not None and late > horizon:
                yield Mismatch(place, f"{format_seconds(late)} is after the end", end)
    rate, count = number_of(inflow.get("rate_per_s")), count_of(group)
    first = seconds_of(inflow.get("from", inflow.get("from_", 0.0)))
    if rate and rate > 0 and count and first is not None:
        last = first + (count - 1) / rate
        if last > horizon:
            found = f"the last of {count} comes in after {format_seconds(round(last, 1))}"
            yield Mismatch((*keys, "inflow"), found, end)


def _hazard_mismatches(hazard: Any, floorplan: Floorplan) -> Iterator[Mismatch]:
    if isinstance(hazard, Mapping):
        allowed = "an exterior door or gate"
        yield from _unknown(hazard.get("entry"), ("hazard", "entry"), _ways_in(floorplan), allowed)


def _sound_mismatches(sound: Any, floorplan: Floorplan) -> Iterator[Mismatch]:
    levels = sound.get("noise_db") if isinstance(sound, Mapping) else None
    if isinstance(levels, Mapping):
        kinds = dict.fromkeys(space.category for space in floorplan.spaces)
        for name in levels:
            yield from _unknown(name, ("sound", "noise_db", name), kinds, "a space's category")


def _closure_mismatches(closures: Any, floorplan: Floorplan) -> Iterator[Mismatch]:
    names = dict.fromkeys(opening.name for opening in floorplan.openings)
    seen: set[str] = set()
    for keys, closure in mappings(closures, ("closures",)):
        opening = closure.get("opening")
        yield from _unknown(opening, (*keys, "opening"), names, "an opening of the plan")
        if isinstance(opening, str) and opening in seen:
            found = f"{opening!r} closes here a second time"
            yield Mismatch((*keys, "opening"), found, "one closure for each opening")
        if isinstance(opening, str):
            seen.add(opening)


def _exits(floorplan: Floorplan) -> dict[str, None]:
    return dict.fromkeys(opening.name for opening in floorplan.openings if opening.exterior)


def _ways_in(floorplan: Floorplan) -> dict[str, None]:
    windows = {opening.name for opening in floorplan.openings if opening.category == "window"}
    return dict.fromkeys(name for name in _exits(floorplan) if name not in windows)


def _unknown(
    value: Any,
    keys: Keys,
    names: Mapping[str, None],
    what: str,
    shut: Collection[str] = (),
) -> Iterator[Mismatch]:
    # The names are a mapping, for its order and because many are looked up in many. Those that are
    # drawn beside them are of rooms that no door leads to.
    for place, name in items(value, keys):
        if isinstance(name, str) and name not in names:
            allowed = f"{what} ({listed(names) or 'there is none'})"
            found = f"no door leads to {name!r}" if name in shut else f"{name!r} is not in the plan"
            yield Mismatch(place, found, allowed, closest(name, names))
