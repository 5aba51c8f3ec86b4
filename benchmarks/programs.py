"""The program as it is started: help, second start, memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from benchmarks.results import Result

CROWD = """
import resource, sys
from asher.scenario import read_scenario
from asher.simulation.site import simulate
borderline = read_scenario("borderline")
groups = [g.model_copy(update={"count": 8 * g.count}) for g in borderline.occupants]
crowd = borderline.with_(occupants=groups, courses_of_action=["two-officer-entry"])
assert sum(g.count for g in crowd.occupants) == 2000
simulate(crowd, replications=int(sys.argv[1]), threads=2)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def starts(quick: bool) -> list[Result]:
    """`asher --help`, and a comparison from the compile cache."""
    program = str(Path(sys.executable).parent / "asher")
    small = [program, "compare", "clock-race", "--replications", "1", "--progress", "none"]
    results = []
    for what, command, target in (
        ("`asher --help`", [program, "--help"], 0.5),
        ("second start: `asher compare clock-race --replications 1`", small, 2.0),
    ):
        taken = []
        for _ in range(3 if quick else 8):
            before = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            taken.append(time.perf_counter() - before)
        value = float(np.median(taken[1:]))
        results.append(
            Result(
                "starts",
                what,
                value,
                f"{value:.2f} s",
                f"under {target:g} s",
                value < target,
                {"wall_s": taken},
            )
        )
    return results


def memory(quick: bool) -> list[Result]:
    """Peak memory at 2,000 people."""
    n = 4 if quick else 1000
    command = [sys.executable, "-c", CROWD, str(n)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    peak = float(said)
    return [
        Result(
            "memory",
            f"peak memory at 2,000 people, {n} replications, one course of action, two threads",
            peak,
            f"{peak:.0f} MB",
            "under 600 MB",
            peak < 600.0,
            {"replications": n},
        )
    ]
