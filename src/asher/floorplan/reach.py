"""Whether every space has a way out, as far as the openings and stairs of a plan say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import shapely

from asher.floorplan.elements import Floorplan
from asher.floorplan.near import groups
from asher.floorplan.remark import Remark, named
from asher.floorplan.topology import Joins, way_lines

__all__ = [
    "find_dead_ends",
    "shut_spaces",
    "spaces_joined_inside",
    "spaces_with_way_out",
]

# An opening that lies on no boundary is meant for the spaces this near [m] (judgement).
_MEANT_M = 1.0
# Zones in which people are during an incident.
_PEOPLED = frozenset({"spawn", "post", "shelter"})
_OUTSIDE = -1


def spaces_with_way_out(floorplan: Floorplan, joins: Joins) -> set[int]:
    """Find the spaces that can be left by doors, gates, stairs and ramps.

    Returns
    -------
    set of int
        Positions in ``floorplan.spaces``.
    """
    return _reachable(_ways(floorplan, joins)) - {_OUTSIDE}


def shut_spaces(floorplan: Floorplan, joins: Joins) -> list[int]:
    """Find the spaces that no door, gate or stair leads to, from outside or from other spaces.

    Parameters
    ----------
    floorplan, joins
        See `spaces_with_way_out`.

    Returns
    -------
    list of int
        Positions in ``floorplan.spaces``, rising; none where nothing leads outside at all, which
        is a fault of the plan and not of its rooms.
    """
    reached = spaces_with_way_out(floorplan, joins)
    return [at for at in range(len(floorplan.spaces)) if reached and at not in reached]


def spaces_joined_inside(floorplan: Floorplan, joins: Joins) -> list[set[int]]:
    """Group the spaces between which one can walk without going outside.

    Parameters
    ----------
    floorplan, joins
        See `spaces_with_way_out`.

    Returns
    -------
    list of set of int
        Positions in ``floorplan.spaces``; each stands in one group.
    """
    alone = [(space, space) for space in range(len(floorplan.spaces))]
    ways = _ways(floorplan, joins)
    return _joined([*alone, *(way for way in ways if _OUTSIDE not in way)])


def find_dead_ends(floorplan: Floorplan, joins: Joins) -> Iterator[Remark]:
    """Look for spaces that no door leads to, and for what lies in them.

    Parameters
    ----------
    floorplan : Floorplan
        A plan with known levels and valid polygons.
    joins : Joins
        See `spaces_with_way_out`.

    Yields
    ------
    Remark
        A warning for all of them together: they are shut, and nobody is in them; of a level to
        which nothing leads for the level. An error for each zone in them, for such a level with a
        zone, and where nothing leads outside. An opening that lies a little off its wall is
        a fault of its own and none here.
    """
    if not any(opening.exterior for opening in floorplan.openings):
        yield Remark(None, "", "the plan has no exterior opening", "at least one way out")
        return
    ways = [*_ways(floorplan, joins), *_meant_ways(floorplan, joins)]
    reached = _reachable(ways) - {_OUTSIDE}
    if not reached:
        yield Remark(None, "", "the plan has no way out but windows", "a door or gate outside")
        return
    shut = [at for at in range(len(floorplan.spaces)) if at not in reached]
    is_open = {floorplan.spaces[at].level for at in reached}
    for level in dict.fromkeys(space.level for space in floorplan.spaces):
        if level not in is_open:
            yield _closed(floorplan, level)
    shut = [at for at in shut if floorplan.spaces[at].level in is_open]
    if shut:
        yield _shut(floorplan, shut)
        yield from _find_zones_in(floorplan, shut)
    yield from _find_unknown_parts(floorplan, joins, reached)


def _find_unknown_parts(floorplan: Floorplan, joins: Joins, reached: set[int]) -> Iterator[Remark]:
    """Look for parts of a building whose people can only know a way out of another part."""
    sides = joins.opening_spaces[:, 0].tolist()
    mains = {
        space
        for space, opening in zip(sides, floorplan.openings, strict=True)
        if opening.main_entrance
    }
    if not mains:
        return
    for part in sorted(map(sorted, spaces_joined_inside(floorplan, joins))):
        if mains.isdisjoint(part) and not reached.isdisjoint(part):
            spaces = [floorplan.spaces[at] for at in part]
            more = f" and {len(spaces) - 1} more joined to it" if len(spaces) > 1 else ""
            found = f"no main entrance leads into {named(spaces[:1])}{more}"
            allowed = "main_entrance true in each part of the building, where most people come in"
            yield Remark(spaces[0], "name", found, allowed, severity="warning")


def _closed(floorplan: Floorplan, level: str) -> Remark:
    """One word for a level to which nothing leads; wrong where people are to start there."""
    spaces = [space for space in floorplan.spaces if space.level == level]
    is_peopled = any(each.level == level and each.category in _PEOPLED for each in floorplan.zones)
    many = "its one space" if len(spaces) == 1 else f"its {len(spaces)} spaces"
    found = f"level {level!r} has no way out: nobody can walk to {many}"
    return Remark(
        spaces[0],
        "level",
        found + (", where people are to start" if is_peopled else "; it stays shut and empty"),
        "a stair, a ramp or a door on the way" + ("" if is_peopled else ", or leave it shut"),
        severity="error" if is_peopled else "warning",
    )


def _shut(floorplan: Floorplan, shut: list[int]) -> Remark:
    """One word for all rooms that nobody can walk to: they may be meant so, or lack a door."""
    spaces = [floorplan.spaces[at] for at in shut]
    by_name: dict[str, list[str]] = defaultdict(list)
    for space in spaces:
        middle = space.shape.representative_point()
        by_name[space.level].append(f"{space.name!r} at ({middle.x:.1f}, {middle.y:.1f})")
    several = len(floorplan.levels) > 1
    listed = "; ".join(
        f"{f'on level {level!r} ' if several else ''}{', '.join(here)}"
        for level, here in by_name.items()
    )
    many = "1 space, which stays" if len(spaces) == 1 else f"{len(spaces)} spaces, which stay"
    found = f"no door leads to {many} shut and empty: {listed}"
    allowed = "a door, gate or stair into each, or leave them shut"
    return Remark(spaces[0], "name", found, allowed, severity="warning")


def _find_zones_in(floorplan: Floorplan, shut: list[int]) -> Iterator[Remark]:
    """Look for zones where people would be who cannot get there."""
    for zone in floorplan.zones:
        if zone.category not in _PEOPLED:
            continue
        here = [
            at
            for at, space in enumerate(floorplan.spaces)
            if space.level == zone.level and shapely.intersects(space.shape, zone.shape)
        ]
        if here and {*here} <= {*shut}:
            name = floorplan.spaces[here[0]].name
            found = f"{zone.category} zone {zone.name!r} is in space {name!r}, where no door leads"
            yield Remark(zone, "geometry", found, "a place that people can walk to")


def _ways(floorplan: Floorplan, joins: Joins) -> list[list[int]]:
    # Pairs of spaces joined by an opening or a stair; an opening of one space leads outside.
    openings = [
        sides
        for opening, sides in zip(floorplan.openings, joins.opening_spaces.tolist(), strict=True)
        if opening.category != "window" and sides[0] != _OUTSIDE
    ]
    stairs = [ends for ends in joins.connector_spaces.tolist() if _OUTSIDE not in ends]
    return [*openings, *stairs]


def _meant_ways(floorplan: Floorplan, joins: Joins) -> list[list[int]]:
    lines, levels = way_lines(floorplan)
    ends = [*joins.opening_spaces[:, 0].tolist(), *joins.connector_spaces.ravel().tolist()]
    lost = [way for way, space in enumerate(ends) if space == _OUTSIDE]
    if not lost:
        return []
    tree = shapely.STRtree([space.shape for space in floorplan.spaces])
    drawn = shapely.linestrings(lines[lost].reshape(-1, 2, 2))
    found = tree.query(drawn, predicate="dwithin", distance=_MEANT_M).T.tolist()
    near: dict[int, list[int]] = {way: [] for way in range(len(ends))}
    for at, space in found:
        if floorplan.spaces[space].level == levels[lost[at]]:
            near[lost[at]].append(space)
    n_openings = len(floorplan.openings)
    groups = [
        near[way] + [_OUTSIDE] * opening.exterior for way, opening in enumerate(floorplan.openings)
    ]
    for foot in range(n_openings, len(ends), 2):
        if near[foot] or near[foot + 1]:
            both = (near[way] or [ends[way]] for way in (foot, foot + 1))
            groups.append([space for spaces in both for space in spaces if space != _OUTSIDE])
    return [list(pair) for group in groups for pair in pairwise(group)]


def _reachable(ways: Iterable[Iterable[int]]) -> set[int]:
    return next((group for group in _joined(ways) if _OUTSIDE in group), {_OUTSIDE})


def _joined(ways: Iterable[Iterable[int]]) -> list[set[int]]:
    pairs = np.array([*ways], np.int64).reshape(-1, 2)
    known, places = np.unique(pairs, return_inverse=True)
    count, group = groups(places.reshape(-1, 2), len(known))
    joined: list[set[int]] = [set() for _ in range(count)]
    for space, number in zip(known.tolist(), group.tolist(), strict=True):
        joined[number].add(space)
    return joined
