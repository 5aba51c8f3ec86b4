"""Whether every space has a way out, as far as the openings and stairs of a plan say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import shapely

from asher.floorplan.elements import Floorplan
from asher.floorplan.near import groups
from asher.floorplan.remark import Remark, named
from asher.floorplan.topology import Joins, way_lines

__all__ = ["find_dead_ends", "spaces_joined_inside", "spaces_with_way_out"]

# An opening that lies on no boundary is meant for the spaces this near [m] (judgement).
_MEANT_M = 1.0
_OUTSIDE = -1


def spaces_with_way_out(floorplan: Floorplan, joins: Joins) -> set[int]:
    """Find the spaces that can be left by doors, gates, stairs and ramps.

    Returns
    -------
    set of int
        Positions in ``floorplan.spaces``.
    """
    return _reachable(_ways(floorplan, joins, windows=False)) - {_OUTSIDE}


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
    ways = _ways(floorplan, joins, windows=False)
    return _joined([*alone, *(way for way in ways if _OUTSIDE not in way)])


def find_dead_ends(floorplan: Floorplan, joins: Joins) -> Iterator[Remark]:
    """Look for spaces and levels without a way out.

    Parameters
    ----------
    floorplan : Floorplan
        A plan with known levels and valid polygons.
    joins : Joins
        See `spaces_with_way_out`.

    Yields
    ------
    Remark
        One for spaces that are joined to each other and to nothing else. An opening that lies a
        little off its wall is a fault of its own and none here.
    """
    if not any(opening.exterior for opening in floorplan.openings):
        yield Remark(None, "", "the plan has no exterior opening", "at least one way out")
        return
    meant = _meant_ways(floorplan, joins)
    ways = [*_ways(floorplan, joins, windows=False), *meant]
    reached = _reachable(ways)
    with_windows = _reachable([*_ways(floorplan, joins, windows=True), *meant])
    left = [index for index in range(len(floorplan.spaces)) if index not in reached]
    for index in left:
        if index in with_windows:
            space = floorplan.spaces[index]
            found = f"space {space.name!r} has no way out but windows"
            yield Remark(space, "name", found, "a way out through doors", severity="warning")
    shut_in = [index for index in left if index not in with_windows]
    for group in _groups(shut_in, ways):
        yield _shut_in(floorplan, group)
    if not left:
        yield from _find_unknown_parts(floorplan, joins)


def _find_unknown_parts(floorplan: Floorplan, joins: Joins) -> Iterator[Remark]:
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
        if mains.isdisjoint(part):
            spaces = [floorplan.spaces[at] for at in part]
            more = f" and {len(spaces) - 1} more joined to it" if len(spaces) > 1 else ""
            found = f"no main entrance leads into {named(spaces[:1])}{more}"
            allowed = "main_entrance true in each part of the building, where most people come in"
            yield Remark(spaces[0], "name", found, allowed, severity="warning")


def _shut_in(floorplan: Floorplan, group: list[int]) -> Remark:
    spaces = [floorplan.spaces[index] for index in group]
    found = named(spaces[:1])
    if len(spaces) > 1:
        found += f" and {len(spaces) - 1} more joined to it"
    found += " has no way out" if len(spaces) == 1 else " have no way out"
    shut, open_levels = set(group), set()
    for index, space in enumerate(floorplan.spaces):
        if index not in shut:
            open_levels.add(space.level)
    closed = {space.level: None for space in spaces if space.level not in open_levels}
    if closed:
        found += f", nor has level {' or '.join(map(repr, closed))}"
    return Remark(spaces[0], "name", found, "doors, gates or stairs that lead outside")


def _ways(floorplan: Floorplan, joins: Joins, *, windows: bool) -> list[list[int]]:
    # Pairs of spaces joined by an opening or a stair; an opening of one space leads outside.
    openings = [
        sides
        for opening, sides in zip(floorplan.openings, joins.opening_spaces.tolist(), strict=True)
        if (windows or opening.category != "window") and sides[0] != _OUTSIDE
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


def _groups(spaces: list[int], ways: Iterable[Iterable[int]]) -> list[list[int]]:
    among = set(spaces)
    alone = [(space, space) for space in spaces]
    inner = [way for way in ways if among.issuperset(way)]
    return sorted(sorted(group) for group in _joined([*alone, *inner]))


def _joined(ways: Iterable[Iterable[int]]) -> list[set[int]]:
    pairs = np.array([*ways], np.int64).reshape(-1, 2)
    known, places = np.unique(pairs, return_inverse=True)
    count, group = groups(places.reshape(-1, 2), len(known))
    return [{*known[group == number].tolist()} for number in range(count)]
