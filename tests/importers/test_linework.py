"""Rooms and doors from loose lines, drawn in the ways in which people draw walls."""

import numpy as np
import pytest

from asher.floorplan.importers._door_swings import NO_SWINGS, find_swings
from asher.floorplan.importers._drawn import Key, Sheet, curve_of
from asher.floorplan.importers._linework import Lines, find_plan

TURNS = [0.0, 17.0, 33.0, 71.0]
# A corridor between two rows of three rooms, each 4 m wide; walls by their middles.
LONG_M, LOW_M, HIGH_M, TOP_M = 12.0, 4.0, 5.8, 9.8


def walls(*, across=(4.0, 8.0), end_door_m=1.6):
    """Walls with doors of 0.9 m: start, end, and doors along them as (from, to)."""
    middle = (LOW_M + HIGH_M) / 2
    doors = [(x, x + 0.9) for x in (1.0, 5.0, 9.0)]
    end = [(middle - end_door_m / 2, middle + end_door_m / 2)]
    told = [((0, y), (LONG_M, y), []) for y in (0.0, TOP_M)]
    told += [((0, y), (LONG_M, y), doors) for y in (LOW_M, HIGH_M)]
    told += [((0, 0), (0, TOP_M), end), ((LONG_M, 0), (LONG_M, TOP_M), [])]
    told += [((x, 0), (x, LOW_M), []) for x in across]
    return told + [((x, HIGH_M), (x, TOP_M), []) for x in across]


def drawn(told, thick_m, turn):
    """Each piece of wall as one line, or as a rectangle of its own."""
    lines = []
    for first, last, doors in told:
        start, end = np.array(first, float), np.array(last, float)
        long = np.hypot(*(end - start))
        ahead = (end - start) / long
        left = np.array([-ahead[1], ahead[0]]) * thick_m / 2
        more = thick_m / 2
        stops = [-more, *(place for door in doors for place in door), long + more]
        if doors and start[0] == end[0]:
            stops[1:-1] = [place - start[1] for place in stops[1:-1]]
        for low, high in zip(stops[::2], stops[1::2], strict=True):
            one, other = start + low * ahead, start + high * ahead
            if not thick_m:
                lines.append([*one, *other])
                continue
            corners = [one + left, other + left, other - left, one - left]
            lines += [[*corners[k - 1], *corners[k]] for k in range(4)]
    return turned(np.array(lines).reshape(-1, 2), turn).reshape(-1, 4)


def turned(points, turn):
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    return np.asarray(points, float) @ np.array([[c, s], [-s, c]])


def swings(thick_m, turn, end_door_m=1.6):
    """Leaves of all doors: into the rooms, and a double one at the end of the corridor."""
    curves = []
    for x in (1.0, 5.0, 9.0):
        low, high = LOW_M - thick_m / 2, HIGH_M + thick_m / 2
        curves.append(curve_of(np.array([x, low]), np.array([x + 0.9, low]), -np.pi / 2))
        curves.append(curve_of(np.array([x, high]), np.array([x + 0.9, high]), np.pi / 2))
    for sign in (-1, 1):
        leaf = end_door_m / 2
        hinge = np.array([-thick_m / 2, (LOW_M + HIGH_M) / 2 + sign * leaf])
        curves.append(curve_of(hinge, hinge - [0, sign * leaf], -sign * np.pi / 2))
    return find_swings([turned(curve, turn) for curve in curves])


def areas_of(found):
    return sorted(round(area.polygon.area, 0) for area in found.areas)


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("thick_m", [0.0, 0.1])
@pytest.mark.parametrize("leaves", [True, False])
def test_rooms_and_doors_are_found_however_the_drawing_is_turned(turn, thick_m, leaves):
    lines = drawn(walls(end_door_m=1.2), thick_m, turn)
    hung = swings(thick_m, turn, 1.2) if leaves else NO_SWINGS
    found = find_plan(Lines(lines, swings=hung))
    assert len(found.areas) == 7
    assert len(found.doorways) == 7
    widths = sorted(round(doorway.place.length, 2) for doorway in found.doorways)
    assert widths == [0.9] * 6 + [1.2]
    assert {doorway.category for doorway in found.doorways} == {"door" if leaves else "gate"}


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("thick_m", [0.0, 0.1])
def test_walls_of_a_corridor_are_no_jambs_of_the_door_at_its_end(turn, thick_m):
    lines = drawn(walls(), thick_m, turn)
    found = find_plan(Lines(lines, swings=swings(thick_m, turn)))
    room, corridor = (4 - thick_m) * (LOW_M - thick_m), (12 - thick_m) * (1.8 - thick_m)
    assert areas_of(found) == pytest.approx([*[room] * 6, corridor], abs=0.6)
    assert max(doorway.place.length for doorway in found.doorways) == pytest.approx(1.6, abs=0.02)


@pytest.mark.parametrize("turn", TURNS)
def test_walls_that_end_within_another_do_not_face_each_other_across_a_corridor(turn):
    lines = drawn(walls(across=(4.0, 8.0)), 0.1, turn)
    found = find_plan(Lines(lines, swings=swings(0.1, turn)))
    assert not [doorway for doorway in found.doorways if doorway.category == "gate"]


def test_a_quarter_circle_of_straight_pieces_is_an_arc():
    sheet = Sheet()
    arc = curve_of(np.zeros(2), np.array([0.9, 0.0]), np.pi / 2)
    sheet.add_path(Key("A-DOOR"), np.concatenate([arc, np.zeros((1, 2))]))
    assert find_swings([points for _, points in sheet.curves]).radius == pytest.approx([0.9])
    assert len(sheet.lines_of(Key("A-DOOR"))) == 1


@pytest.mark.parametrize("sides", [4, 8, 48])
def test_closed_outlines_of_even_sides_are_no_arcs(sides):
    angles = np.linspace(0, 2 * np.pi, sides + 1)
    sheet = Sheet()
    sheet.add_path(Key("0"), np.stack([np.cos(angles), np.sin(angles)], axis=1))
    assert not sheet.curves
    assert len(sheet.lines_of(Key("0"))) == sides
