"""Write down what five cases and two runs without a plan come to, to the last bit.

    python tests/baseline/record.py --out before.json
    python tests/baseline/record.py --against before.json

Run it before a change that ought to move nothing, and after it. The last bits may differ between
machines, so no such file stands in the repository.
"""
# ruff: noqa: T201 - a script that prints what it found

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import asher
from asher.simulation.parameters import parameters
from asher.simulation.population import simulate_population

CASES = ("borderline", "columbine", "parkland", "pulse", "tree-of-life")
COURSES = ("contain-and-wait", "solo-entry")


def record(replications):
    """Digest of what each run writes, by its name."""
    found = {}
    for name in CASES:
        with tempfile.TemporaryDirectory() as folder:
            scenario = asher.read_scenario(name)
            asher.compare(scenario, replications=replications, out=Path(folder) / "out")
            found[name] = digest((Path(folder) / "out" / "summary.json").read_bytes())
    for course in COURSES:
        values = {each.name: each.median for each in parameters()}
        rows = simulate_population(values, incidents=replications, seed=1, course=course).figures
        found[f"population, {course}"] = digest(rows.tobytes())
    return found


def digest(content):
    """First 16 digits of the SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=50)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--against", type=Path)
    chosen = parser.parse_args()
    found = record(chosen.replications)
    if chosen.out:
        chosen.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    stood = json.loads(chosen.against.read_text(encoding="utf-8")) if chosen.against else found
    for name, value in found.items():
        print(f"{name:32} {value} {'same' if stood.get(name) == value else 'MOVED'}")
    sys.exit(found != stood)


if __name__ == "__main__":
    main()
