"""What bars the way: one message for each cause at its place, none where people get through."""

import re

import pytest
from tests.places import box, faults_of, inner, level, obstacle, opening, wall, zone

EXIT = opening("exit", (0, 2), (0, 3.2), main_entrance=True)
ROOM = (box("room", 0, 0, 10, 6), EXIT)


def told(*features):
    """Severity and words of every fault."""
    faults = faults_of(*features)
    return [(fault.severity, f"{fault.where}: {fault.found}") for fault in faults]


def bar(name, *corners):
    return obstacle(name, *corners, see_over=False)


CUT = r"the floor of space 'room' is divided: "
ONE_CAUSE = {
    "partition across": ([*ROOM, wall((5, 0), (5, 6))], "error",
        rf"features\[1\].geometry.coordinates: {CUT}30 m2 near \(7.\d\d, \d.\d\d\) cut off"),
    "bar across": ([*ROOM, bar("b", 4, 0, 4.6, 6)], "error", rf"{CUT}32 m2 near \(7.\d\d"),
    "partition a hand short of the wall": ([*ROOM, wall((5, 0), (5, 5.8))], "error", CUT),
    "partition askew": ([*ROOM, wall((3, 0), (8, 6))], "error", CUT),
    "two bars that overlap": (
        [*ROOM, bar("b", 4, 0, 4.6, 4), bar("c", 4.4, 3, 5, 6)], "error", CUT),
    "two bars a hand apart": (
        [*ROOM, bar("b", 4, 0, 4.6, 3), bar("c", 4, 3.2, 4.6, 6)], "error", CUT),
    "partition and bar": ([*ROOM, wall((4, 0), (4, 3)), bar("c", 3.9, 2.9, 4.2, 6)], "error", CUT),
    "a corner walled in": ([*ROOM, wall((8, 0), (10, 2))],
        "error", rf"{CUT}\d.\d m2 near"),
    "a small corner walled in": ([*ROOM, wall((9, 0), (10, 1.2))], "warning",
        rf"{CUT}0.\d m2 near"),
    "each half with its own exit": (
        [*ROOM, wall((5, 0), (5, 6)), opening("back", (10, 2), (10, 3))], "warning",
        rf"{CUT}30 m2 near \(\d.\d\d, \d.\d\d\) and 30 m2 near .* each have their own way out"),
    "a half whose door leads no further": (
        [*ROOM, wall((5, 0), (5, 6)), box("store", 10, 0, 13, 6), inner("d", (10, 1), (10, 2))],
        "error", rf"{CUT}30 m2 near \(7.\d\d, \d.\d\d\) cut off from every way out"),
    "only a small part by a door that leads no further": (
        [*ROOM, bar("b", 9, 0, 9.5, 6), box("store", 10, 0, 13, 6), inner("d", (10, 1), (10, 2))],
        "error", rf"{CUT}\d.\d m2 near"),
    "bar in front of the exit": ([*ROOM, bar("b", 0.2, 1.5, 1, 3.7)], "error",
        r"features\[3\].*obstacle 'b' stands in the way of 'exit' and blocks it"),
    "partition in front of the exit": ([*ROOM, wall((0.25, 1.5), (0.25, 3.7))], "error",
        r"features\[3\].*: a wall stands in the way of 'exit' and blocks it"),
    "partition no longer than the exit": ([*ROOM, wall((0.15, 2.0), (0.15, 3.2))], "error",
        r"a wall stands in the way of 'exit' and blocks it"),
    "bar in front of half the exit": ([*ROOM, bar("b", 0.1, 2.6, 1, 3.7)], "warning",
        "obstacle 'b' stands in the way of 'exit'"),
    "nothing but a bar": ([*ROOM, bar("b", 0, 0, 10, 6)], "error",
        r"features\[1\].*: space 'room' has no free floor"),
    "seats on a stage": ([*ROOM, bar("b", 4, 1, 8, 5), zone("seats", 5, 2, 7, 4)], "error",
        r"features\[4\].*: spawn zone 'seats' has no free floor"),
    "exit of 0.55 m": (
        [ROOM[0], opening("exit", (0, 2), (0, 2.55), main_entrance=True)], "warning",
        "door 'exit' is 0.55 m wide"),
    "exit beside its wall": (
        [ROOM[0], opening("exit", (0.07, 2), (0.07, 3), main_entrance=True)], "error",
        "door 'exit' touches no space"),
    "door over too wide a gap": (
        [*ROOM, box("store", 10.12, 0, 13, 6), inner("d", (10.06, 1), (10.06, 2))], "error",
        "door 'd' touches no space"),
}  # fmt: skip


@pytest.mark.parametrize("case", ONE_CAUSE)
def test_one_cause_is_told_once(case):
    features, severity, words = ONE_CAUSE[case]
    found = told(*features)
    same = [(given, text) for given, text in found if severity in ("warning", given)]
    assert len(same) == 1, found
    assert same[0][0] == severity
    assert re.search(words, same[0][1]), same


NOTHING_TO_SAY = {
    "aisle of 0.45 m": [*ROOM, bar("b", 4, 0, 4.6, 3), bar("c", 4, 3.45, 4.6, 6)],
    "partition that leaves a way": [*ROOM, wall((5, 0), (5, 5.4))],
    "partition beside the exit": [*ROOM, wall((0, 3.2), (3, 3.2))],
    "partition over the exit": [*ROOM, wall((0.03, 1), (0.03, 5))],
    "bar beside the exit": [*ROOM, bar("b", 0, 3.7, 3, 6)],
    "bar along the wall": [*ROOM, bar("b", 3, 5.4, 8, 6)],
    "nook behind a column": [*ROOM, bar("b", 5, 5.2, 5.5, 5.7)],
    "bar as large as a room but for an aisle": [*ROOM, bar("b", 0.7, 0.7, 9.3, 5.3)],
    "door over a narrow gap": [
        *ROOM, box("store", 10.04, 0, 13, 6), inner("d", (10.02, 1), (10.02, 2)),
    ],
    "window behind a bar": [
        *ROOM, opening("w", (10, 1), (10, 2), category="window"), bar("b", 9.5, 3, 10, 4),
    ],
    "two doors at a corner with a partition between": [
        *ROOM, box("store", 10, 0, 13, 6), inner("d", (10, 1), (10, 2)),
        inner("e", (10, 4), (10, 5)), wall((10, 3), (8, 3)),
    ],
}  # fmt: skip


@pytest.mark.parametrize("case", NOTHING_TO_SAY)
def test_where_people_get_through_nothing_is_said(case):
    assert told(*NOTHING_TO_SAY[case]) == []


def ramp(length, *, foot=((10, 1), (10, 2)), head=((0, 1), (0, 2)), name="ramp", rise="upper"):
    properties = {
        "kind": "connector", "name": name, "category": "ramp", "level_from": "ground",
        "level_to": rise, "length_m": length, "width_m": 1.0,
    }  # fmt: skip
    lines = {
        "type": "MultiLineString",
        "coordinates": [[list(p) for p in foot], [list(p) for p in head]],
    }
    return {"type": "Feature", "properties": properties, "geometry": lines}


def stage(*things):
    platform = {**level("upper", 1)}
    platform["properties"]["elevation_m"] = 0.02
    return [*ROOM, platform, box("stage", 0, 0, 6, 6, level="upper"), *things]


@pytest.mark.parametrize("length", [0.05, 0.1, 0.13, 0.19, 0.5])
def test_a_short_ramp_is_a_ramp(length):
    assert told(*stage(ramp(length))) == []


def test_a_ramp_of_no_length_is_refused():
    ((severity, words),) = told(*stage(ramp(0.03)))
    assert severity == "error"
    assert words.endswith("length_m: ramp 'ramp' is 0.03 m long")


def test_a_landing_behind_an_obstacle_is_told():
    block = bar("b", 9.2, 0.5, 9.9, 2.5)
    ((severity, words),) = told(*stage(ramp(3.0), block))
    assert severity == "error"
    assert "obstacle 'b' stands in the way of 'ramp' and blocks it" in words


def test_a_ramp_over_the_exit_is_worth_a_word():
    ((severity, words),) = told(*stage(ramp(3.0, foot=((0, 2.0), (0, 3.0)))))
    assert severity == "warning"
    assert "connector 'ramp' lies on opening 'exit'" in words


def test_a_level_without_a_way_out_is_told_once():
    upper = [box(f"r{k}", 4 * k, 0, 4 * k + 4, 4, level="upper") for k in range(6)]
    doors = [inner(f"d{k}", (4 * k, 1), (4 * k, 2), level="upper") for k in range(1, 6)]
    ((severity, words),) = told(*ROOM, level("upper", 1), *upper, *doors)
    assert severity == "warning"
    assert "level 'upper' has no way out: nobody can walk to its 6 spaces" in words
    seats = [
        feature | {"properties": feature["properties"] | {"level": "upper"}}
        for feature in (zone("seats", 1, 1, 2, 2), zone("desks", 5, 1, 6, 2))
    ]
    ((severity, words),) = told(*ROOM, level("upper", 1), *upper, *doors, *seats)
    assert severity == "error"
    assert "nobody can walk to its 6 spaces, where people are to start" in words


def test_rooms_behind_a_cut_are_not_named():
    # Ten rooms hang on the half of the hall that a partition cuts off.
    rooms = [box(f"r{k}", 10 + 3 * k, 0, 13 + 3 * k, 6) for k in range(10)]
    doors = [inner(f"d{k}", (10 + 3 * k, 1), (10 + 3 * k, 2)) for k in range(10)]
    ((severity, words),) = told(*ROOM, wall((5, 0), (5, 6)), *rooms, *doors)
    assert severity == "error"
    assert "space 'room' is divided" in words


@pytest.mark.parametrize("by", [(0.0, 0.0), (0.07, 0.03), (98_000.0, -97_000.0)])
def test_cuts_do_not_hang_on_where_the_plan_lies(by):
    x, y = by
    features = [
        box("room", x, y, x + 10, y + 6),
        opening("exit", (x, y + 2), (x, y + 3.2), main_entrance=True),
        bar("b", x + 4, y, x + 4.6, y + 3),
    ]
    assert told(*features, bar("c", x + 4, y + 3.41, x + 4.6, y + 6)) == []
    ((severity, words),) = told(*features, bar("c", x + 4, y + 3.39, x + 4.6, y + 6))
    assert severity == "error"
    assert "32 m2" in words
