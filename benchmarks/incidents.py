"""The whole incident: beside movement alone, over threads, over time, over people."""

from __future__ import annotations

import time

import numpy as np
from benchmarks import venue
from benchmarks.results import Result, median_ratio
from benchmarks.walking import Incidents

from asher.scenario import Scenario, read_scenario
from asher.simulation.site import simulate


def whole(quick: bool) -> list[Result]:
    """Hazard, sight, response and harm on top of movement, for the same people and time."""
    incidents, n = Incidents(read_scenario("borderline")), 6 if quick else 60
    for mode in range(3):
        incidents.cost_by_mode(0, mode)
    costs = np.zeros((3, n))
    steps = 0
    for replication in range(n):
        for mode in (0, 1, 2):
            costs[mode, replication], walked = incidents.cost_by_mode(replication, mode)
        steps += walked
    total = costs.sum(axis=1)
    moving = total[2] - total[1]
    ratio = float(total[0] / moving)
    return [
        Result(
            "whole",
            "CPU of the whole incident over movement alone, same people, same time",
            ratio,
            f"{ratio:.2f} x ({total[0] / steps * 1e9:.0f} over {moving / steps * 1e9:.0f} ns per "
            "moving person and step)",
            "at most 1.5 x",
            ratio <= 1.5,
            {"person_steps": steps, "replications": n, "cpu_s": total.tolist()},
        )
    ]


def threads(quick: bool) -> list[Result]:
    """Two threads beside one."""
    scenario, n = read_scenario("borderline"), 16 if quick else 120
    simulate(scenario, replications=2, threads=2)
    taken: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(2 if quick else 5):
        for count, found in taken.items():
            before = time.perf_counter()
            simulate(scenario, replications=n, threads=count)
            found.append(time.perf_counter() - before)
    ratio = median_ratio(taken[1], taken[2])
    return [
        Result(
            "threads",
            f"wall-clock time of one thread over two, simulate(), {n} replications",
            ratio,
            f"{ratio:.2f} x",
            "at least 1.8 x",
            ratio >= 1.8,
            {"wall_s": taken},
        )
    ]


def siege(quick: bool) -> list[Result]:
    """Three hours in which the hazard stays and a team comes late, beside the first ten minutes."""
    stated = {
        "hazard": {
            "profile": "nightclub",
            "entry": "main entrance",
            "duration": "170 min",
            "ending_shares": {"left": 0, "suicide": 0, "remains": 1},
            "restrained_share": 0,
        },
        "courses_of_action": ["contain-and-wait"],
    }
    base = read_scenario("borderline")
    late = base.response.model_dump(mode="json") | {"tactical_team": "165 min"}
    runs = {}
    for name, horizon in (("three hours", "3 h"), ("ten minutes", "10 min")):
        runs[name] = Incidents(base.with_(response=late, horizon=horizon, **stated))
        runs[name].cost(0)
    costs: dict[str, list[float]] = {name: [] for name in runs}
    for replication in range(5 if quick else 40):
        for name, incidents in runs.items():
            costs[name].append(incidents.cost(replication))
    ratio = float(np.sum(costs["three hours"]) / np.sum(costs["ten minutes"]))
    return [
        Result(
            "siege",
            "CPU of a three-hour siege over its first ten minutes",
            ratio,
            f"{ratio:.2f} x",
            "at most 2 x",
            ratio <= 2.0,
            {"cpu_s": costs},
        )
    ]


def growth(quick: bool) -> list[Result]:
    """Cost of a replication by the number of people."""
    sizes = [150, 500, 1000, 2000]
    runs = 2 if quick else 10
    grown = {n: _cost(venue.drill(n, copies=round(n / venue.COPY_OCCUPANTS)), runs) for n in sizes}
    exponent = _exponent(grown)
    dense = {n: _cost(venue.drill(n), runs) for n in sizes}
    many = 10_000
    copies = many // 500
    vast = _cost(venue.drill(many, copies=copies), 1)
    return [
        Result(
            "growth",
            "cost of a replication from 150 to 2,000 people: exponent, a plan that grows with them "
            f"({venue.COPY_OCCUPANTS} to each copy of the venue)",
            exponent,
            f"{exponent:.2f} ({', '.join(f'{n}: {c * 1e3:.0f} ms' for n, c in grown.items())})",
            "at most 1.2",
            exponent <= 1.2,
            {"cpu_s": grown},
        ),
        Result(
            "growth",
            "the same on the one venue, where a crowd also queues longer",
            _exponent(dense),
            f"{_exponent(dense):.2f} ({', '.join(f'{n}: {c * 1e3:.0f} ms' for n, c in dense.items())})",
            "",
            None,
            {"cpu_s": dense},
        ),
        Result(
            "growth",
            f"10,000 people in {copies} copies of the venue, one replication",
            vast,
            f"{vast:.1f} CPU s",
            "runs",
            bool(np.isfinite(vast)),
            {"cpu_s": vast},
        ),
    ]


def _cost(scenario: Scenario, runs: int) -> float:
    incidents = Incidents(scenario)
    incidents.cost(0)
    return float(np.median([incidents.cost(replication) for replication in range(1, runs + 1)]))


def _exponent(costs: dict[int, float]) -> float:
    return float(np.polyfit(np.log(list(costs)), np.log(list(costs.values())), 1)[0])
