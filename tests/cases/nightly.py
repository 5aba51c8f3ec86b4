"""Empty many random small buildings and write down those in which somebody is left.

    python tests/cases/nightly.py --plans 10000 --seed 1 --folder failed-plans

Building k of a seed is always the same, so a failure is told by two numbers; its plan and scenario
are written as files too, to be looked at with `asher compare` and the replay.
"""
# ruff: noqa: T201 - a script that prints what it found

import argparse
import json
import multiprocessing
import os
import random
import sys
import time
from pathlib import Path

# Run as a script, the drawing of plans stands one folder up.
sys.path.insert(0, str(Path(__file__).parents[1]))

from cases.random_plans import draw_case
from cases.verdicts import run
from films import find_wall_crossings, record_drill


def judge(case, *, walls=False):
    """What is wrong with a run of a building: empty, or one line."""
    scenario = case.scenario()
    outcome = run(scenario, replications=1)
    evacuated = int(outcome.columns["evacuated"][0, 0])
    stuck = int(outcome.columns["stuck"][0, 0])
    if evacuated != case.people or stuck != case.standing:
        return f"{evacuated} of {case.people} out within {case.within_s:g} s, {stuck} stuck"
    for each in case.groups:
        allowed = each.get("exits")
        others = sum(
            other["count"] for other in case.groups if other.get("exits") in (None, allowed)
        )
        if allowed and outcome.exits[allowed][0, 0] > others:
            return f"more by {allowed!r} than may use it"
    bound = sum(each["count"] for each in case.groups if each.get("exits"))
    for name in outcome.exits:
        least = sum(each["count"] for each in case.groups if each.get("exits") == name)
        if outcome.exits[name][0, 0] < least <= bound:
            return f"{outcome.exits[name][0, 0]:.0f} by {name!r}, {least} may use no other"
    if walls:
        crossed = find_wall_crossings(record_drill(scenario), scenario.floorplan)
        if crossed:
            return f"{len(crossed)} steps through a wall"
    return ""


def tried(task):
    """Number, fault, and files of one building."""
    seed, number, walls = task
    case = draw_case(random.Random(f"{seed}/{number}"))
    try:
        fault = judge(case, walls=walls)
    except Exception as error:  # noqa: BLE001 - whatever went wrong is what is looked for
        fault = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
    return number, fault, (case if fault else None)


def write(case, folder, name, fault):
    """Write a failing building as a plan and a scenario."""
    folder.mkdir(parents=True, exist_ok=True)
    title = f"{name}: {fault}"[:120].strip()
    plan = {**case.drawn, "title": title}
    scenario = {
        "title": title,
        "plan": name,
        "occupants": list(case.groups),
        "courses_of_action": ["stay-outside"],
        "replications": 1,
        "horizon": f"{case.within_s:g} s",
    }
    (folder / f"{name}.plan.json").write_text(json.dumps(plan, indent=1), encoding="utf-8")
    (folder / f"{name}.yaml").write_text(json.dumps(scenario, indent=1), encoding="utf-8")


def main():
    """Run the buildings over processes and print the share of those that failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=10_000, help="how many buildings")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--walls", action="store_true", help="look for steps through walls too")
    parser.add_argument("--folder", type=Path, default=Path("failed-plans"))
    args = parser.parse_args()
    numbers = range(args.first, args.first + args.plans)
    tasks = [(args.seed, number, args.walls) for number in numbers]
    failed, start, told = 0, time.monotonic(), 0.0
    # Laws are compiled once, before the processes start.
    judge(draw_case(random.Random("0/0")))
    with multiprocessing.get_context("spawn").Pool(args.processes) as pool:
        for done, (number, fault, case) in enumerate(pool.imap_unordered(tried, tasks, 8), 1):
            if fault:
                failed += 1
                print(f"plan {number}: {fault}", flush=True)
                write(case, args.folder, f"plan-{args.seed}-{number}", fault)
            spent = time.monotonic() - start
            if spent - told > 10 or done == len(tasks):
                told = spent
                left = spent / done * (len(tasks) - done)
                print(f"{done} of {len(tasks)}, {failed} failed, {left:.0f} s left", flush=True)
    print(f"{failed} of {len(tasks)} buildings failed: {failed / max(len(tasks), 1):.4%}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
