"""Run the benchmarks: ``python -m benchmarks [--quick] [item ...]``."""

from __future__ import annotations

import argparse
import sys

from benchmarks import (
    accuracy,
    importing,
    incidents,
    movement,
    programs,
    races,
    results,
    running,
    setup,
)

ITEMS = {
    "speed": movement.speed,
    "times": movement.times,
    "time-step": movement.time_step,
    "jams": movement.jams,
    "measured": accuracy.measured,
    "whole": incidents.whole,
    "parts": incidents.parts,
    "school": incidents.school,
    "threads": incidents.threads,
    "siege": incidents.siege,
    "growth": incidents.growth,
    "setup": setup.setup,
    "importing": importing.importing,
    "running": running.running,
    "population": races.population,
    "starts": programs.starts,
    "compiled": programs.compiled,
    "memory": programs.memory,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("items", nargs="*", metavar="item", help=f"of: {', '.join(ITEMS)}")
    parser.add_argument("--quick", action="store_true", help="few runs: to see that it works")
    chosen = parser.parse_args()
    unknown = sorted(set(chosen.items) - set(ITEMS))
    if unknown:
        parser.error(f"no such item: {', '.join(unknown)}; there are {', '.join(ITEMS)}")
    measured = {name: ITEMS[name] for name in chosen.items or ITEMS}
    found, failed = results.find(measured, quick=chosen.quick)
    results.show(found)
    if failed:
        sys.exit(f"Nothing written: {', '.join(failed)} failed; see above.")
    if chosen.items or chosen.quick:
        print("Nothing written: only a whole run fills results.json and docs/speed.md.")
    else:
        results.fill_page(found)
        print(f"Written: {results.write(found).name}, docs/speed.md")


if __name__ == "__main__":
    main()
