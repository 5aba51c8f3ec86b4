"""Time and memory follow the floor and the people, never the bounding box nor the square."""

import json
import os
import subprocess
import sys

import pytest

from asher.floorplan import parse_floorplan
from cases.drawing import crowd, document, level, on, stair, storeys
from cases.verdicts import assert_all_out
from pace import slow
from places import box, drill, inner, opening, plan, zone

# What a process does that sets up and runs a scenario: seconds of work until it stands, whatever
# else the machine does, and its memory.
MEASURE = """
import json, pathlib, re, sys, time
import asher
from asher.simulation.arrays import build_site
scenario = asher.read_scenario(sys.argv[1])
start = time.process_time()
build_site(scenario)
built = time.process_time() - start
outcome = asher.simulate(scenario, replications=1, threads=1)
print(json.dumps({
    "built_s": built,
    # The peak of this program alone; `getrusage` counts the process that started it too.
    "mb": int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
    / 1024,
    "evacuated": float(outcome.columns["evacuated"][0, 0]),
    "stuck": float(outcome.columns["stuck"][0, 0]),
}))
"""


def measured(folder, floorplan, *groups, **changes):
    (folder / "test.plan.json").write_text(json.dumps(floorplan.to_geojson()), encoding="utf-8")
    stated = {
        "title": "t",
        "plan": "test",
        "occupants": list(groups),
        "courses_of_action": ["stay-outside"],
        "horizon": "30 min",
        **changes,
    }
    (folder / "drill.yaml").write_text(json.dumps(stated), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(folder / "drill.yaml")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def house_and_annexe(away):
    return plan(
        box("hall", 0, 0, 20, 10),
        opening("exit", (0, 2), (0, 3.2), main_entrance=True),
        box("annexe", away, away, away + 20, away + 10),
        opening("annexe door", (away, away + 2), (away, away + 3.2)),
    )


@pytest.mark.slow
@pytest.mark.parametrize("away", [slow(200), 40_000])
def test_an_annexe_far_away_costs_what_one_nearby_costs(tmp_path, away):
    drawn = house_and_annexe(away)
    assert_all_out(drill(drawn, crowd(10)), within_s=60)
    got = measured(tmp_path, drawn, crowd(10))
    assert got["evacuated"] == 10
    assert got["mb"] < 400, f"{got['mb']:.0f} MB"
    assert got["built_s"] < 3


@pytest.mark.slow
def test_a_stair_far_from_the_origin_costs_nothing(tmp_path):
    away = 90_000
    levels = [level("ground", 0, 0.0), level("upper", 1, 3.0)]
    drawn = parse_floorplan(
        document(
            box("hall", 0, away, 6, away + 4),
            on("upper", box("stage", 0, away, 6, away + 4)),
            opening("exit", (0, away + 1), (0, away + 2.2), main_entrance=True),
            stair(
                "stair",
                ((6, away + 1), (6, away + 2.2)),
                ((0, away + 1), (0, away + 2.2)),
                length_m=5.0,
            ),
            levels=levels,
        )
    )
    assert_all_out(drill(drawn, crowd(5, within="stage")), within_s=60)
    got = measured(tmp_path, drawn, crowd(5, within="stage"))
    assert got["mb"] < 400, f"{got['mb']:.0f} MB"


def great_hall(width, depth, *, doors):
    """A hall with doors along one side."""
    pitch = (width - 2) / max(doors, 1)
    return plan(
        box("hall", 0, 0, width, depth, category="hall"),
        *(
            opening(f"door {k}", (1 + k * pitch, 0), (2 + k * pitch, 0), main_entrance=k == 0)
            for k in range(doors)
        ),
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "depth", "doors"),
    [
        (100, 100, 8),
        slow(300, 200, 7),
        slow(1000, 20, 500),
    ],
)
def test_a_great_hall_is_set_up_in_seconds(tmp_path, width, depth, doors):
    got = measured(tmp_path, great_hall(width, depth, doors=doors), crowd(20))
    assert got["evacuated"] == 20
    assert got["built_s"] < 10, f"{got['built_s']:.1f} s"
    assert got["mb"] < 1500, f"{got['mb']:.0f} MB"


@pytest.mark.slow
def test_a_festival_of_22000_people_is_set_up_in_seconds(tmp_path):
    got = measured(
        tmp_path,
        great_hall(300, 200, doors=7),
        crowd(22_000),
        horizon="1 min",
    )
    assert got["built_s"] < 10, f"{got['built_s']:.1f} s"
    assert got["mb"] < 1500, f"{got['mb']:.0f} MB"


def tower(floors):
    """A house of many storeys with a stair from each to the next."""
    drawn = [[box(f"floor {k}", 0, 0, 10, 8)] for k in range(floors)]
    drawn[0].append(opening("exit", (0, 2), (0, 3.2), main_entrance=True))
    turns = (8 if k % 2 else 0 for k in range(1, floors))
    stairs = [(((2, y), (3.2, y)), ((5, y), (6.2, y))) for y in turns]
    return storeys(drawn, stairs, height_m=3.0, length_m=6.0)


@pytest.mark.slow
def test_a_hundred_levels_are_set_up_in_seconds(tmp_path):
    got = measured(tmp_path, tower(100), crowd(40), horizon="1 h")
    assert got["evacuated"] == 40
    assert got["built_s"] < 10, f"{got['built_s']:.1f} s"
    assert got["mb"] < 1500, f"{got['mb']:.0f} MB"


def campus(rows, columns):
    """Rooms on both sides of corridors that end in a common one."""
    pitch, width = 15, columns * 8
    features = [
        box("spine", -3, 0, 0, rows * pitch, category="corridor"),
        opening("main", (-3, 1), (-3, 3), main_entrance=True),
        opening("back", (-3, rows * pitch - 3), (-3, rows * pitch - 1)),
    ]
    for r in range(rows):
        y = r * pitch
        features += [
            box(f"corridor {r}", 0, y + 6, width, y + 9, category="corridor"),
            inner(f"mouth {r}", (0, y + 6.5), (0, y + 8.5), category="gate"),
            opening(f"end {r}", (width, y + 7), (width, y + 8)),
        ]
        for c in range(columns):
            x = c * 8
            features += [
                box(f"room {r} {c} a", x, y, x + 8, y + 6, category="classroom"),
                inner(f"door {r} {c} a", (x + 1, y + 6), (x + 2, y + 6)),
                box(f"room {r} {c} b", x, y + 9, x + 8, y + 15, category="classroom"),
                inner(f"door {r} {c} b", (x + 1, y + 9), (x + 2, y + 9)),
            ]
    return plan(*features)


def test_a_building_of_eighty_rooms_empties(tmp_path):
    drawn = campus(4, 10)
    assert_all_out(drill(drawn, crowd(400)), within_s=150, replications=2)


@pytest.mark.slow
def test_a_thousand_rooms_are_set_up_in_seconds(tmp_path):
    got = measured(tmp_path, campus(20, 25), crowd(1000))
    assert got["stuck"] == 0
    assert got["built_s"] < 10, f"{got['built_s']:.1f} s"
    assert got["mb"] < 1500, f"{got['mb']:.0f} MB"


def test_one_person_crosses_a_great_hall_on_the_straight_way():
    # 250 m to the one door, and hardly a metre more.
    drawn = plan(
        box("field", 0, 0, 300, 200, category="hall"),
        opening("gate", (0, 99), (0, 101), main_entrance=True),
        zone("far end", 249, 99.5, 251, 100.5),
    )
    scenario = drill(drawn, crowd(1, within="far end") | {"walking_speed_sd_m_s": 0.0})
    times = assert_all_out(scenario, within_s=260, replications=2)
    assert times.max() <= 252.5 / 1.34 + 1
