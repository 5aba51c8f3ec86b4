"""Incidents without a floor plan: how many a second."""

from __future__ import annotations

import time

import numpy as np

from asher.simulation.parameters import parameters
from asher.simulation.population import simulate_population
from benchmarks.results import Result

TARGET = 100_000


def population(quick: bool) -> list[Result]:
    """The race of clocks that is calibrated, at the medians of the priors, on one core."""
    values = {each.name: each.median for each in parameters()}
    n, runs = (20_000, 3) if quick else (200_000, 9)
    simulate_population(values, incidents=100, seed=0)
    rates = []
    for seed in range(runs):
        before = time.thread_time()
        simulate_population(values, incidents=n, seed=seed)
        rates.append(n / (time.thread_time() - before))
    rate = float(np.median(rates))
    return [
        Result(
            "population",
            f"incidents without a floor plan per CPU second, one core, {n:,} incidents",
            rate,
            f"{rate:,.0f}",
            f"at least {TARGET:,}",
            rate >= TARGET,
            {"per_cpu_s": rates, "incidents": n},
        )
    ]
