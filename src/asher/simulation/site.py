"""Replications on a floor plan, over threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np

from asher.runs.machine import threads_allowed
from asher.scenario import Scenario
from asher.simulation.outcome import METRICS, Outcome

Progress = Callable[[int, int], None]
N_METRICS = len(METRICS)
CHUNK = 4


def simulate(
    scenario: Scenario,
    *,
    replications: int | None = None,
    seed: int | None = None,
    first: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Run every course of action of a scenario on the same incidents.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    replications : int, optional
        How many, >= 1; the scenario's own number if left out.
    seed : int, optional
        Seed of the streams; the scenario's own if left out.
    first : int
        Number of the first replication, >= 0.
    threads : int, optional
        Threads, >= 1; one a core that this process may use if left out. The result does
        not depend on it.
    progress : callable, optional
        Called with the replications done and their total.

    Returns
    -------
    Outcome
        One row a course of action, one column a replication.
    """
    from asher.kernels.codes import Until
    from asher.kernels.site_step import (
        advance,
        start_replication,
        summarise,
    )
    from asher.kernels.streams import Stream
    from asher.simulation.arrays import build_site, build_world, copy_world
    from asher.simulation.posterior import Sites
    from asher.simulation.site_course import build_course

    n = scenario.replications if replications is None else replications
    seed = scenario.seed if seed is None else seed
    site, layout = build_site(scenario)
    # Courses of action that differ only in what officers do share the time before these come.
    shared: dict[object, list[int]] = {}
    sites = []
    for c, course in enumerate(scenario.courses_of_action):
        sites.append(site._replace(course=build_course(scenario, layout, course)))
        shared.setdefault(course.before_police, []).append(c)
    drawn = Sites(scenario, sites)
    n_openings = len(site.routes.openings)
    rows = np.zeros((len(sites), n, N_METRICS + 1 + n_openings))
    own = threading.local()

    def run_chunk(start: int) -> int:
        if not hasattr(own, "world"):
            own.world, own.arrival = build_world(site), build_world(site)
        stop = min(start + CHUNK, n)
        for j in range(start, stop):
            stream = Stream(np.uint64(seed), first + j)
            here = drawn.of(first + j)
            for members in shared.values():
                before = here[members[0]]
                start_replication(before, own.arrival, stream)
                now = advance(before, own.arrival, stream, 0.0, int(Until.ARRIVAL))
                for c in members:
                    copy_world(own.arrival, own.world)
                    advance(here[c], own.world, stream, now, int(Until.END))
                    summarise(here[c], own.world, stream, rows[c, j])
        return stop - start

    done = 0
    with ThreadPoolExecutor(max_workers=threads or threads_allowed()) as pool:
        chunks = [pool.submit(run_chunk, start) for start in range(0, n, CHUNK)]
        try:
            for chunk in as_completed(chunks):
                done += chunk.result()
                if progress is not None:
                    progress(done, n)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    rows[np.isinf(rows)] = np.nan
    names = [metric.name for metric in METRICS]
    openings = scenario.floorplan.openings
    return Outcome(
        scenario_digest=scenario.digest,
        seed=int(seed),
        courses=tuple(course.name for course in scenario.courses_of_action),
        replications=np.arange(first, first + n, dtype=np.int64),
        columns={name: rows[:, :, k].copy() for k, name in enumerate(names)},
        ending=rows[:, :, N_METRICS].astype(np.int8),
        exits={
            opening.name: rows[:, :, N_METRICS + 1 + k].copy()
            for k, opening in enumerate(openings)
            if opening.exterior
        },
    )
