"""Replications on a floor plan, over threads."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from asher.kernels.columns import N_COLUMNS, Column
from asher.runs.blocks import Progress
from asher.runs.machine import threads_allowed
from asher.scenario import Scenario
from asher.scenario.buildings import by_building, exits_of
from asher.simulation.memory import WORLDS
from asher.simulation.metrics import METRICS, Metric
from asher.simulation.outcome import Outcome
from asher.simulation.own_metrics import with_own_metrics
from asher.simulation.replication import run_to_arrival, run_to_end
from asher.simulation.severity import ALL, Severity, drawn_within, require_severity

CHUNK = 4


def simulate(  # noqa: PLR0913 - the public way in: what is run, how, and what is reported
    scenario: Scenario,
    *,
    replications: int | None = None,
    seed: int | None = None,
    first: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
    metrics: Sequence[Metric] = (),
    severity: Severity = ALL,
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
        Threads, >= 1; by default one per core that this process may use. The result does
        not depend on it.
    progress : callable, optional
        Called with the replications done and their total.
    metrics : sequence of Metric
        Your own metrics, made from the outcome or from a recording of each replication.
    severity : tuple of float
        Run only attacks of these severities, from and up to, as shares of attacks that are milder:
        ``(0.99, 1.0)`` are the severest hundredth. Nature draws them; nobody chooses one.

    Returns
    -------
    Outcome
        One row per course of action, one column per replication.

    Raises
    ------
    SimulationError
        If a metric of your own does not say how it is made, has a name that is taken, or
        returns impossible values; or if the severities are no part of all.
    """
    from asher.kernels.site_step import summarise
    from asher.kernels.streams import Stream
    from asher.simulation.arrays import build_world, copy_world, sites_by_course
    from asher.simulation.posterior import Sites

    require_severity(severity, scenario)
    n = scenario.replications if replications is None else replications
    seed = scenario.seed if seed is None else seed
    built, layouts = zip(*sites_by_course(scenario).values(), strict=True)
    sites = [site._replace(hazard=drawn_within(site.hazard, severity)) for site in built]
    # With as many officers and cars in one building memory is of the same sizes.
    sizes = [
        (
            id(layout),
            site.response.officers + site.response.tactical_team,
            site.response.ambulances + site.response.police_cars,
        )
        for site, layout in zip(sites, layouts, strict=True)
    ]
    one_of = dict(zip(sizes, sites, strict=True))
    # Courses of action that differ only in what officers do share the time before these come, and
    # those that differ only in the care of the wounded share all the time before that.
    shared: dict[object, dict[object, list[int]]] = {}
    for c, course in enumerate(scenario.courses_of_action):
        shared.setdefault(course.before_police, {}).setdefault(course.before_care, []).append(c)
    drawn = Sites(scenario, sites, scenario.courses_of_action)
    n_openings = max(len(site.routes.openings) for site in sites)
    rows = np.zeros((len(sites), n, N_COLUMNS + n_openings))
    own = threading.local()

    def run_chunk(start: int) -> int:
        if not hasattr(own, "worlds"):
            own.worlds = {
                key: tuple(build_world(site) for _ in range(WORLDS)) for key, site in one_of.items()
            }
        stop = min(start + CHUNK, n)
        for j in range(start, stop):
            stream = Stream(np.uint64(seed), first + j)
            here = drawn.of(first + j)
            for alike in shared.values():
                first_of_all = next(iter(alike.values()))[0]
                arrival, world, cared_for = own.worlds[sizes[first_of_all]]
                now = run_to_arrival(here[first_of_all], arrival, stream)
                for members in alike.values():
                    copy_world(arrival, world)
                    run_to_end(here[members[0]], world, stream, now)
                    for c in members:
                        copy_world(world, cared_for)
                        summarise(here[c], cared_for, stream, rows[c, j])
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
    outcome = _outcome(scenario, int(seed), first, rows)
    return with_own_metrics(scenario, replace(outcome, severity=severity), metrics)


def _outcome(scenario: Scenario, seed: int, first: int, rows: NDArray[np.float64]) -> Outcome:
    """Rows of results by name, shape (n_courses, n, N_COLUMNS + n_openings)."""
    rows[np.isinf(rows)] = np.nan
    return Outcome(
        scenario_digest=scenario.digest,
        seed=seed,
        courses=tuple(course.name for course in scenario.courses_of_action),
        replications=np.arange(first, first + rows.shape[1], dtype=np.int64),
        columns={metric.name: rows[:, :, Column[metric.name.upper()]].copy() for metric in METRICS},
        ending=rows[:, :, Column.ENDING].astype(np.int8),
        exits=_exits(scenario, rows),
    )


def _exits(scenario: Scenario, rows: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """People by each way out; nobody by one that a course of action does not have."""
    exits = {name: np.zeros(rows.shape[:2]) for name in exits_of(scenario)}
    for built, members in by_building(scenario):
        for k, opening in enumerate(built.floorplan.openings):
            if opening.exterior:
                exits[opening.name][members] = rows[members, :, N_COLUMNS + k]
    return exits
