"""What a large place costs before the first step: seconds, memory, and how both grow.

``python -m benchmarks.setup hall 300 200 7 20`` prints seconds and megabytes of one place, measured
in a process of its own.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from asher.floorplan import Floorplan, parse_floorplan
from asher.scenario import Scenario
from benchmarks.results import Result

SECONDS, MEGABYTES, EXPONENT = 10.0, 1536.0, 1.2
Feature = dict[str, Any]


def hall(width: float, depth: float, doors: int) -> list[Feature]:
    """One hall with doors along one side."""
    pitch = (width - 2.0) / doors
    ways = [
        _way(f"door {k}", (1.0 + k * pitch, 0.0), (2.0 + k * pitch, 0.0), main=k == 0)
        for k in range(doors)
    ]
    return [_box("hall", 0.0, 0.0, width, depth), *ways]


def rooms(rows: int, columns: int) -> list[Feature]:
    """Classrooms of 8 m by 6 m on both sides of corridors that end in a spine and a way out."""
    found = [_box("spine", -3.0, 0.0, 0.0, 15.0 * rows)]
    found.append(_way("main", (-3.0, 1.0), (-3.0, 3.0), main=True))
    for r in range(rows):
        y = 15.0 * r
        found.append(_box(f"corridor {r}", 0.0, y + 6.0, 8.0 * columns, y + 9.0))
        found.append(_way(f"mouth {r}", (0.0, y + 6.5), (0.0, y + 8.5), category="gate", out=False))
        found.append(_way(f"end {r}", (8.0 * columns, y + 7.0), (8.0 * columns, y + 8.0)))
        for c in range(columns):
            for side, low, door in (("a", 0.0, 6.0), ("b", 9.0, 9.0)):
                name, x = f"{r} {c} {side}", 8.0 * c
                found.append(_box(f"room {name}", x, y + low, x + 8.0, y + low + 6.0))
                ends = (x + 1.0, y + door), (x + 2.0, y + door)
                found.append(_way(f"door {name}", *ends, out=False))
    return found


def campus(across: float) -> list[Feature]:
    """Two houses as far apart as stated."""
    return [
        _box("house a", 0.0, 0.0, 20.0, 10.0),
        _box("house b", across - 20.0, 0.0, across, 10.0),
        _way("exit a", (1.0, 0.0), (2.5, 0.0), main=True),
        _way("exit b", (across - 2.5, 0.0), (across - 1.0, 0.0)),
    ]


def tower(levels: int) -> list[Feature]:
    """Levels of one room above each other, joined by stairs."""
    found = [_way("exit", (0.0, 1.0), (0.0, 3.0), main=True)]
    for k in range(levels):
        found.append(_box(f"floor {k}", 0.0, 0.0, 20.0, 10.0, level=f"level {k}"))
        if k > 0:
            ends = [[[20.0, 1.0], [20.0, 2.4]], [[20.0, 6.0], [20.0, 7.4]]]
            said = {
                "kind": "connector",
                "name": f"stair {k}",
                "category": "stair",
                "level_from": f"level {k - 1}",
                "level_to": f"level {k}",
                "length_m": 6.0,
                "width_m": 1.4,
            }
            geometry = {"type": "MultiLineString", "coordinates": ends}
            found.append({"type": "Feature", "properties": said, "geometry": geometry})
    return found


PLACES: dict[str, Callable[..., list[Feature]]] = {
    "hall": hall,
    "rooms": rooms,
    "campus": campus,
    "tower": tower,
}


def scenario(place: str, sizes: list[float], people: int) -> Scenario:
    """A drill of so many people in a place."""
    features = PLACES[place](*sizes)
    levels = 1 if place != "tower" else int(sizes[0])
    names = ["level 0"] + [f"level {k}" for k in range(1, levels)]
    heads = [
        {
            "type": "Feature",
            "properties": {"kind": "level", "name": n, "ordinal": k, "elevation_m": 3.2 * k},
            "geometry": None,
        }
        for k, n in enumerate(names)
    ]
    document = {
        "type": "FeatureCollection",
        "title": place,
        "units": "m",
        "schematic": True,
        "source": "drawn for a benchmark",
        "features": [*heads, *features],
    }
    floorplan: Floorplan = parse_floorplan(document, name=place)
    group = {
        "count": people,
        "pre_movement": "0 s",
        "response": {"run": 1, "hide": 0, "resist": 0, "freeze": 0},
        "familiar_share": 1,
    }
    return Scenario(title=place, plan=place, floorplan=floorplan, occupants=[group])


def setup(quick: bool) -> list[Result]:
    """Seconds and memory of large places before the first step, and their exponents."""
    areas = [(50, 50), (100, 100), (200, 100), (300, 200)]
    counts = [8, 40, 100, 500]
    halls = {w * d: look("hall", [w, d, 7], 20) for w, d in areas}
    doors = {n: look("hall", [max(60, 2 * n), 40, n], 20) for n in counts}
    results = [
        _growth("area of a hall of 50 x 50 to 300 x 200 m, seven doors", halls),
        _growth("doors of a hall, 8 to 500, its length with them", doors),
    ]
    large = [
        ("a festival of 300 x 200 m, 22,000 people, seven gates", "hall", [300, 200, 7], 22_000),
        ("two houses 3 km apart", "campus", [2_990], 100),
        ("100 levels", "tower", [100], 1_000),
        ("1,000 rooms, 20,000 people", "rooms", [25, 20], 20_000),
    ]
    for what, place, sizes, people in large[: 1 if quick else None]:
        seconds, megabytes = look(place, sizes, people)
        results.append(
            Result(
                "setup",
                f"set-up of {what}",
                seconds,
                f"{seconds:.1f} s, {megabytes:.0f} MB",
                f"under {SECONDS:.0f} s and {MEGABYTES / 1024:.1f} GB",
                seconds < SECONDS and megabytes < MEGABYTES,
                {"s": seconds, "mb": megabytes},
            )
        )
    return results


def _growth(what: str, found: dict[int, tuple[float, float]]) -> Result:
    sizes = np.log(list(found))
    # What every process takes is no part of what a place takes: the smallest stands for it.
    base = look("hall", [10, 10, 1], 1)
    seconds, megabytes = (
        np.maximum([each[k] - base[k] for each in found.values()], (0.01, 1.0)[k]) for k in (0, 1)
    )
    time_exponent = float(np.polyfit(sizes, np.log(seconds), 1)[0])
    memory_exponent = float(np.polyfit(sizes, np.log(megabytes), 1)[0])
    shown = ", ".join(f"{size:,}: {s:.2f} s, {mb:.0f} MB" for size, (s, mb) in found.items())
    return Result(
        "setup",
        f"set-up time and memory by {what}: exponents",
        max(time_exponent, memory_exponent),
        f"{time_exponent:.2f} and {memory_exponent:.2f} ({shown})",
        f"at most {EXPONENT}",
        max(time_exponent, memory_exponent) <= EXPONENT,
        {"s": seconds.tolist(), "mb": megabytes.tolist()},
    )


def look(place: str, sizes: list[float], people: int) -> tuple[float, float]:
    """Seconds of the set-up of a place and the peak memory of its process [MB]."""
    command = [sys.executable, "-m", "benchmarks.setup", place, *map(str, sizes), str(people)]
    said = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent
    ).stdout.split()
    return float(said[0]), float(said[1])


def _box(name: str, x0: float, y0: float, x1: float, y1: float, level: str = "level 0") -> Feature:
    ring = [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]
    said = {"kind": "space", "name": name, "level": level, "category": "room"}
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": said, "geometry": geometry}


def _way(
    name: str,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    category: str = "door",
    out: bool = True,
    main: bool = False,
) -> Feature:
    said = {
        "kind": "opening",
        "name": name,
        "level": "level 0",
        "category": category,
        "exterior": out,
    }
    geometry = {"type": "LineString", "coordinates": [list(start), list(end)]}
    return {
        "type": "Feature",
        "properties": said | ({"main_entrance": True} if main else {}),
        "geometry": geometry,
    }


def main() -> None:
    from asher.simulation.arrays import build_site, build_world

    place, *sizes, people = sys.argv[1:]
    whole = [float(size) if place in {"hall", "campus"} else int(size) for size in sizes]
    if place == "hall":
        whole[-1] = int(whole[-1])
    before = time.perf_counter()
    drawn = scenario(place, whole, int(people))
    site, _ = build_site(drawn)
    build_world(site)
    taken = time.perf_counter() - before
    # The peak of this program alone; `getrusage` counts the process that started it too.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    print(f"{taken:.3f} {int(peak[1]) / 1024 if peak else float('nan'):.0f}")


if __name__ == "__main__":
    main()
