"""The whole incident: beside movement alone, over threads, over time, over people."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from asher.scenario import Scenario, read_scenario
from asher.simulation.site import simulate
from benchmarks import setup, venue
from benchmarks.results import Result, median_ratio
from benchmarks.walking import Incidents


def whole(quick: bool) -> list[Result]:
    """Hazard, sight, response and harm on top of movement, for the same people and time."""
    scenario, n = read_scenario("borderline"), 6 if quick else 60
    incidents = Incidents(scenario.with_(courses_of_action="contain-and-wait"))
    incidents.costs(0)
    costs = np.array([incidents.costs(replication) for replication in range(n)])
    total, moving, steps = costs.sum(axis=0)
    return [
        Result.of_ratio(
            "whole",
            "CPU of the whole incident over movement alone, same people, same time",
            float(total / moving),
            {"person_steps": int(steps), "replications": n, "cpu_s": [float(total), float(moving)]},
            note=f"{total / steps * 1e9:.0f} over {moving / steps * 1e9:.0f} ns per moving person "
            "and step",
            within=(0.0, 1.5),
        )
    ]


EVERY_PART = {
    "name": "every-part",
    "based_on": "two-officer-entry",
    "after_contact": {"rule": "withdraw-and-wait", "officers": 2},
    "barricade": {"rule": "breach", "after": "10 min"},
    "on_site": [
        {"kind": "unarmed-guard", "post": "entrance post"},
        {"kind": "armed-guard", "post": "office post"},
        {"kind": "resource-officer", "post": "entrance post"},
        {"kind": "school-marshal", "post": "office post"},
        {"kind": "armed-bystander", "count": 5},
    ],
    "notice": {
        "alarm_button": True,
        "public_address": True,
        "locks_doors": True,
        "locks_outer_doors": True,
    },
    "information": [
        {"kind": "gunshot-detection", "announces": True},
        "camera-feed",
        {"kind": "room-reports", "covers": ["green room"]},
        "drone",
    ],
    "guidance": "run-hide-fight",
    "rescue": {
        "rule": "rescue-task-force",
        "bystander_aid": True,
        "bleeding_control_training": True,
        "bleeding_kits": ["side hall"],
        "call_taker_instructions": True,
        "joint_standby": True,
        "police_transport": True,
        "collection_point": "side exit",
    },
    "agencies": {"joint_training": True, "unified_command": True},
    "building": {"lock": "green room", "lock_delay": "5 s", "without_key": True},
}


def parts(quick: bool) -> list[Result]:
    """Every part of the response system switched on, beside two officers who enter."""
    scenario, n = read_scenario("borderline"), 20 if quick else 200
    taken: dict[str, list[float]] = {"plain": [], "every part": []}
    courses = {"plain": "two-officer-entry", "every part": EVERY_PART}
    studies = {
        name: scenario.with_(courses_of_action=course, replications=n)
        for name, course in courses.items()
    }
    for round_number in range(2 if quick else 6):
        for name, study in studies.items():
            before = time.process_time()
            simulate(study, threads=1)
            if round_number > 0:  # the first compiles
                taken[name].append(time.process_time() - before)
    per_s = n / float(np.median(taken["every part"]))
    return [
        Result.of_ratio(
            "parts",
            "replications per second with every part on, over those of two-officer-entry alone",
            median_ratio(taken["plain"], taken["every part"]),
            {"cpu_s": taken, "replications": n},
            note=f"{per_s:.0f} replications per second and core",
            within=(0.67, np.inf),
        )
    ]


def school(quick: bool) -> list[Result]:
    """About 2,000 people on two levels: four courses of action on the same incidents."""
    names = ("contain-and-wait", "two-officer-entry", "four-officer-formation", "solo-entry")
    scenario, n = read_scenario("columbine"), 10 if quick else 1000
    study = scenario.with_(courses_of_action=tuple(scenario.course(name) for name in names))
    simulate(study, replications=1)
    before = time.perf_counter()
    simulate(study, replications=n)
    minutes = (time.perf_counter() - before) / 60.0
    return [
        Result(
            "school",
            f"columbine, {n:,} paired replications of {len(names)} courses of action, "
            "wall-clock time",
            minutes,
            f"{minutes:.1f} min",
            "at most 10 min",
            minutes <= 10.0,
            {"replications": n, "courses": list(names)},
        )
    ]


def threads(quick: bool) -> list[Result]:
    """Two threads beside one."""
    scenario, n = read_scenario("borderline"), 40 if quick else 300
    simulate(scenario, replications=2, threads=2)
    taken: dict[int, list[float]] = {1: [], 2: []}
    worked: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(2 if quick else 5):
        for count, found in taken.items():
            before, worked_before = time.perf_counter(), time.process_time()
            simulate(scenario, replications=n, threads=count)
            found.append(time.perf_counter() - before)
            worked[count].append(time.process_time() - worked_before)
    return [
        Result.of_ratio(
            "threads",
            f"wall-clock time of one thread over two, simulate(), {n} replications",
            median_ratio(taken[1], taken[2]),
            {"wall_s": taken, "cpu_s": worked},
            within=(1.8, np.inf),
        )
    ]


def siege(quick: bool) -> list[Result]:
    """Three hours until a team enters, beside the first ten minutes of the same incidents."""
    lasts = {
        "the hazard soon stays in one place": {},
        "it walks about all along": {"duration": "170 min"},
    }
    results = []
    for number, (what, hazard) in enumerate(lasts.items()):
        costs = _siege_costs(hazard, 5 if quick else 40)
        results.append(
            Result.of_ratio(
                "siege",
                f"CPU of a three-hour siege over its first ten minutes; {what}",
                float(np.sum(costs["3 h"]) / np.sum(costs["10 min"])),
                {"cpu_s": costs},
                within=(0.0, np.inf if number else 2.0),
            )
        )
    return results


def _siege_costs(hazard: dict[str, str], runs: int) -> dict[str, list[float]]:
    """CPU seconds of each replication, run to the end and to the tenth minute."""
    base = read_scenario("borderline")
    late = base.response.model_dump(mode="json") | {"tactical_team": "165 min"}
    stays = {
        "profile": "nightclub",
        "entry": "main entrance",
        "ending_shares": {"left": 0, "suicide": 0, "remains": 1},
        "restrained_share": 0,
    }
    waiting = base.with_(
        response=late, hazard=stays | hazard, courses_of_action=["contain-and-wait"]
    )
    sieges = {horizon: Incidents(waiting.with_(horizon=horizon)) for horizon in ("3 h", "10 min")}
    costs: dict[str, list[float]] = {horizon: [] for horizon in sieges}
    for replication in range(runs + 1):
        for horizon, incidents in sieges.items():
            costs[horizon].append(incidents.cost(replication)[0])
    return {horizon: found[1:] for horizon, found in costs.items()}


def growth(quick: bool) -> list[Result]:
    """Cost of a replication by the number of people."""
    sizes = [150, 500, 1000, 2000]
    runs = 2 if quick else 10
    grown = {n: _cost(venue.drill(n, copies=round(n / venue.COPY_OCCUPANTS)), runs) for n in sizes}
    exponent = _exponent(grown)
    dense = {n: _cost(venue.drill(n), runs) for n in sizes}
    sides = [(4, 5), (5, 10)] if quick else [(4, 5), (5, 10), (10, 20), (25, 20)]
    rooms = {
        40 * rows * columns: _cost_of_second(
            setup.scenario("rooms", [rows, columns], 40 * rows * columns), 1 if quick else 2
        )
        for rows, columns in sides
    }
    many = 10_000
    copies = many // 500
    vast = _cost(venue.drill(many, copies=copies), 1)
    return [
        Result(
            "growth",
            "cost of a replication from 150 to 2,000 people: exponent, a plan that grows with them "
            f"({venue.COPY_OCCUPANTS} to each copy of the venue)",
            exponent,
            _exponent_shown(grown),
            "at most 1.2",
            exponent <= 1.2,
            {"cpu_s": grown},
        ),
        Result(
            "growth",
            "CPU of a simulated second in a building of "
            f"{2 * sides[0][0] * sides[0][1]} to {2 * sides[-1][0] * sides[-1][1]:,} rooms, 20 "
            "people to each: exponent (its exits do not grow with it, so a drill lasts longer)",
            _exponent(rooms),
            _exponent_shown(rooms),
            "at most 1.1",
            _exponent(rooms) <= 1.1,
            {"cpu_s": rooms},
        ),
        Result(
            "growth",
            "the same on the one venue, where a crowd also queues longer",
            _exponent(dense),
            _exponent_shown(dense),
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
    """CPU seconds of a replication."""
    return float(np.median(_costs(scenario, runs)[:, 0]))


def _cost_of_second(scenario: Scenario, runs: int) -> float:
    """CPU seconds of a simulated second."""
    cpu, simulated = _costs(scenario, runs).sum(axis=0)
    return float(cpu / simulated)


def _costs(scenario: Scenario, runs: int) -> NDArray[np.float64]:
    incidents = Incidents(scenario)
    incidents.cost(0)
    return np.array([incidents.cost(replication) for replication in range(1, runs + 1)])


def _exponent(costs: dict[int, float]) -> float:
    return float(np.polyfit(np.log(list(costs)), np.log(list(costs.values())), 1)[0])


def _exponent_shown(costs: dict[int, float]) -> str:
    listed = ", ".join(f"{n}: {cost * 1e3:.0f} ms" for n, cost in costs.items())
    return f"{_exponent(costs):.2f} ({listed})"
