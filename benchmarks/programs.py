"""The program as it is started: help, second start, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.results import Result

PROGRAM = str(Path(sys.executable).parent / "asher")
SMALL = [PROGRAM, "compare", "clock-race", "--replications", "1", "--progress", "none"]


def starts(quick: bool) -> list[Result]:
    """`asher --help`, and a comparison from the compile cache and Python's own bytecode cache."""
    with tempfile.TemporaryDirectory() as folder:
        return _starts(3 if quick else 8, {"PYTHONPYCACHEPREFIX": folder})


def _starts(runs: int, caches: dict[str, str]) -> list[Result]:
    said = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    results = []
    for what, command, target in (
        ("`asher --help`", [PROGRAM, "--help"], 0.2),
        ("second start: `asher compare clock-race --replications 1`", SMALL, 1.5),
    ):
        taken = []
        for _ in range(runs + 1):
            before = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=said | caches)
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


def compiled(quick: bool) -> list[Result]:
    """The first start after a change of the laws: all are compiled."""
    taken = []
    for _ in range(1 if quick else 2):
        with tempfile.TemporaryDirectory() as folder:
            before = time.perf_counter()
            said = os.environ | {"XDG_CACHE_HOME": folder}
            subprocess.run(SMALL, check=True, capture_output=True, env=said)
            taken.append(time.perf_counter() - before)
    value = float(np.median(taken))
    return [
        Result(
            "compiled",
            "first start after a change of the laws: `asher compare clock-race --replications 1`",
            value,
            f"{value:.0f} s",
            "under 60 s",
            value < 60.0,
            {"wall_s": taken},
        )
    ]


def memory(quick: bool) -> list[Result]:
    """Peak memory at 2,000 people."""
    n = 4 if quick else 200
    command = [sys.executable, "-m", "benchmarks.crowd", str(n)]
    # Replications are kept as a few hundred bytes each: 1,000 of them need no more than 200.
    said = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent
    ).stdout
    peak = float(said)
    return [
        Result(
            "memory",
            f"peak memory at 2,000 people, {n} replications, one course of action, two threads",
            peak,
            f"{peak:.0f} MB",
            "under 400 MB",
            peak < 400.0,
            {"replications": n},
        )
    ]
