"""Whether people can walk to one of the exits that a scenario names for them."""

from collections.abc import Iterator, Mapping
from typing import Any

from asher.documents.mismatches import Mismatch
from asher.floorplan import Floorplan, connect, spaces_joined_inside
from asher.scenario.stated import count_of, items, mappings, number_of
from asher.scenario.within import places_in


def find_unreachable(occupants: Any, floorplan: Floorplan) -> Iterator[Mismatch]:
    """Find groups of whom some can walk to none of their exits.

    Parameters
    ----------
    occupants, floorplan
        See `asher.scenario.places.find_misplaced`.

    Yields
    ------
    Mismatch
        One for each group; those without exits of their own may use any, and every space has one.
    """
    exits = {
        opening.name: number
        for number, opening in enumerate(floorplan.openings)
        if opening.exterior
    }
    for keys, group in mappings(occupants, ("occupants",)):
        named = [name for _, name in items(group.get("exits"), ())]
        is_known = all(isinstance(name, str) and name in exits for name in named)
        if not named or count_of(group) == 0 or not is_known:
            continue
        topology = connect(floorplan)
        inside = topology.opening_spaces[:, 0]
        starts = _starts(group, floorplan, inside)
        for house in spaces_joined_inside(floorplan, topology):
            cut_off = sorted(starts & house)
            if cut_off and not any(int(inside[exits[name]]) in house for name in named):
                start = floorplan.spaces[cut_off[0]].name
                theirs = [name for name, k in exits.items() if int(inside[k]) in house]
                found = f"nobody can walk from {start!r} to {' or '.join(map(repr, named))}"
                allowed = f"an exit that can be reached from there: {', '.join(theirs)}"
                yield Mismatch((*keys, "exits"), found, allowed)
                break


def _starts(group: Mapping[str, Any], floorplan: Floorplan, inside: Any) -> set[int]:
    """Positions of the spaces in which people of a group may be at first."""
    inflow = group.get("inflow")
    if isinstance(inflow, Mapping):
        door = inflow.get("opening")
        return {int(inside[k]) for k, each in enumerate(floorplan.openings) if each.name == door}
    if group.get("at_m"):
        return set(_spaces_at(group, floorplan))
    names = places_in(group.get("within"), floorplan)
    spawns = [zone for zone in floorplan.zones if zone.category == "spawn" and zone.polygon]
    zones = [z for z in spawns if (z.weight > 0 if names is None else z.name in names)]
    found = {k for k, space in enumerate(floorplan.spaces) if space.name in (names or ())}
    for zone in zones:
        found |= {
            k
            for k, space in enumerate(floorplan.spaces)
            if space.level == zone.level and space.shape.intersection(zone.shape).area > 0
        }
    return found if found or names is not None else set(range(len(floorplan.spaces)))


def _spaces_at(group: Mapping[str, Any], floorplan: Floorplan) -> Iterator[int]:
    from shapely.geometry import Point

    level = group.get("level")
    for _, place in items(group.get("at_m"), ()):
        if not isinstance(place, list | tuple) or len(place) != 2:
            continue
        x, y = (number_of(part) for part in place)
        if x is None or y is None:
            continue
        for k, space in enumerate(floorplan.spaces):
            if level in {None, space.level} and space.shape.covers(Point(x, y)):
                yield k
                break
