"""What running in blocks, in files and on several workers costs."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from asher.comparison.experiment import Experiment
from asher.comparison.results import ResultsFolder
from asher.runs.executor import Executor
from asher.runs.executors.processes import Processes
from asher.scenario import Scenario, read_scenario
from asher.simulation.site import simulate
from benchmarks.results import Result, median_ratio

SIZE = 1000
"""Replications of a block."""


def running(quick: bool) -> list[Result]:
    """Blocks kept in files beside none, and two workers beside one."""
    return [_overhead(quick), _workers(quick)]


def _scenario() -> Scenario:
    """Two courses of action: what blocks cost does not grow with the others."""
    return read_scenario("borderline").with_(courses_of_action=["contain-and-wait", "solo-entry"])


def _timed(call: Callable[[], object]) -> float:
    before = time.perf_counter()
    call()
    return time.perf_counter() - before


def _overhead(quick: bool) -> Result:
    scenario, n = _scenario(), SIZE

    def kept() -> None:
        with tempfile.TemporaryDirectory() as place:
            folder = ResultsFolder(Path(place) / "out")
            Experiment(scenario, 1, folder=folder, block_size=SIZE, threads=1).run(replications=n)

    bare, filed = [], []
    simulate(scenario, replications=2, threads=1)
    for _ in range(1 if quick else 3):
        bare.append(_timed(lambda: simulate(scenario, replications=n, threads=1)))
        filed.append(_timed(kept))
    ratio = median_ratio(filed, bare)
    return Result(
        "running",
        f"time of {n:,} replications in blocks of {SIZE:,} that are kept, with their summary, over "
        "the replications alone",
        ratio,
        f"{100 * (ratio - 1):.1f} % more",
        "under 5 % more",
        ratio < 1.05,
        {"kept_s": filed, "bare_s": bare},
    )


def _workers(quick: bool) -> Result:
    scenario, n = _scenario(), 400 if quick else 800
    pools: dict[int, Executor] = {1: Processes(1), 2: Processes(2)}
    taken: dict[int, list[float]] = {1: [], 2: []}
    for pool in pools.values():  # they start, and read the machine code
        Experiment(scenario, 2, executor=pool, block_size=2).run(replications=8)
    for _ in range(1 if quick else 3):
        for count, pool in pools.items():
            run = Experiment(scenario, 1, executor=pool)
            taken[count].append(_timed(lambda run=run: run.run(replications=n)))  # type: ignore[misc]
    for pool in pools.values():
        pool.close()  # type: ignore[attr-defined]
    ratio = median_ratio(taken[1], taken[2])
    return Result.of_ratio(
        "running",
        f"time of one process over two, {n:,} replications in blocks of 100",
        ratio,
        {"wall_s": taken},
        within=(1.9, math.inf),
    )
