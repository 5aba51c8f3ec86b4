"""Kill long runs at random moments and let them go on.

``PYTHONPATH=tests python -m crash.killing --kills 100`` prints a table of what was killed, what was
lost and whether the bytes are those of a run that nobody killed. Exits with 1 where they are not.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from asher.cli.compiling import is_compiled
from crash.running import blocks, cluster, files, run_here, say, start


@dataclass
class Verb:
    """A long verb: its words but for the folder, its part of the kills, and how long it takes."""

    name: str
    words: list[str]
    part: int
    where: list[str] = field(default_factory=list)  # what runs its blocks
    quick: str = ""  # By what it is killed, if while it writes; run here where nobody kills it
    seconds: float = 0.0
    kills: dict[str, int] = field(default_factory=dict)
    starts: int = 0
    equal: bool = True
    lost: int = 0


def verbs(address: str) -> list[Verb]:
    """Every long verb, and every place where blocks run."""
    compare = ["compare", "clock-race", "-n"]
    frontier = ["workforce", "example-city", "--frontier", "--plans", "60", "--draws", "10"]
    return [
        Verb("compare, threads", [*compare, "2000"], 20),
        Verb("compare, processes", [*compare, "2000"], 16, ["--processes", "2"]),
        Verb("compare, Dask", [*compare, "2000"], 16, ["--dask", address]),
        Verb("compare, until", [*compare, "3000", "--until", "killed +- 0.2"], 16),
        Verb("compare, share", [*compare, "4000", "--shard", "1/2"], 16),
        Verb("frontier", [*frontier, "--incidents", "50"], 10),
        Verb("calibrate", ["calibrate", "--points", "512", "--checks", "3"], 6),
    ]


SIGNALS = {"SIGKILL": signal.SIGKILL, "SIGTERM": signal.SIGTERM, "SIGINT": signal.SIGINT}


def kill_some(verb: Verb, whole: dict[str, bytes], kills: int, draw: random.Random) -> None:
    """Kill a verb so often at random moments, each time going on, and compare its bytes."""
    done = 0
    while done < kills:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "out"
            while True:
                verb.starts += 1
                if done >= kills and verb.quick and not verb.where:
                    run_here(verb.words, folder)
                    break
                run = start([*verb.words, *verb.where], folder)
                if done >= kills:
                    run.communicate()
                    break
                stood = blocks(folder)
                begun = time.monotonic()
                try:
                    run.wait(moment(verb, run, folder, whole, draw))
                except subprocess.TimeoutExpired:
                    pass
                else:
                    run.communicate()
                    # The first run may have been slow: most kills would come too late from then on.
                    verb.seconds = min(verb.seconds, time.monotonic() - begun)
                    break
                name = verb.quick or draw.choice(list(SIGNALS))
                os.killpg(run.pid, SIGNALS[name])
                run.communicate()
                done += 1
                verb.kills[name] = verb.kills.get(name, 0) + 1
                verb.lost += len(stood - blocks(folder))
            verb.equal = verb.equal and files(folder) == whole


def moment(
    verb: Verb,
    run: subprocess.Popen[str],
    folder: Path,
    whole: dict[str, bytes],
    draw: random.Random,
) -> float:
    """How long to wait from now until a run is killed [s]; a quick one has begun to write by then.

    Half of a short run is spent before it writes anything, where a kill can harm nothing. So a
    quick one is killed while it writes blocks, or, one in three, while it sums them up.
    """
    if not verb.quick:
        return draw.uniform(0.0, verb.seconds)
    n = sum(name.startswith("blocks/") for name in whole)
    after = n if draw.random() < 1 / 3 else draw.randrange(1, n)
    while len(blocks(folder)) < after and run.poll() is None:
        time.sleep(0.005)
    return draw.uniform(0.0, 0.5 if after == n else 0.05)


def without_kills(verb: Verb) -> tuple[float, dict[str, bytes]]:
    """How long a verb takes that nobody kills [s], and its bytes."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "out"
        if verb.quick:
            run_here(verb.words, folder)
            return 0.0, files(folder)
        before = time.monotonic()
        first = start(verb.words, folder)
        _, said = first.communicate()
        assert first.returncode == 0, f"{verb.name} fails without being killed: {said}"
        return time.monotonic() - before, files(folder)


def run(kills: int, seed: int, chosen: list[Verb]) -> None:
    """Kill every verb in turn, and say what came of it."""
    draw = random.Random(seed)
    if not is_compiled() and not chosen[0].quick:
        with tempfile.TemporaryDirectory() as place:
            start(chosen[0].words, Path(place) / "out").communicate()
    known: dict[tuple[str, ...], tuple[float, dict[str, bytes]]] = {}
    say(f"{'run':20}{'starts':>8}{'kills':>7}  {'by':40}{'blocks lost':>12}  bytes")
    parts, done = sum(verb.part for verb in chosen), 0
    so_far = 0
    for verb in chosen:
        # Whatever runs the blocks, the bytes are the same.
        if (words := tuple(verb.words)) not in known:
            known[words] = without_kills(verb)
        verb.seconds, whole = known[words]
        so_far += verb.part
        share = round(kills * so_far / parts) - done
        done += share
        kill_some(verb, whole, share, draw)
        by = ", ".join(f"{name} {count}" for name, count in sorted(verb.kills.items()))
        same = "equal" if verb.equal else "DIFFER"
        kills_made = sum(verb.kills.values())
        say(f"{verb.name:20}{verb.starts:8}{kills_made:7}  {by:40}{verb.lost:12}  {same}")


def main() -> int:
    """Print the table; 1 where a byte differs or a whole block went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--quick", action="store_true", help="only `compare`, each kill while it writes"
    )
    asked = parser.parse_args()
    with cluster() as (address, _):
        found = [
            verb for verb in verbs(address) if not asked.quick or verb.name.startswith("compare")
        ]
        if asked.quick:
            for verb, name in zip(found, itertools.cycle(SIGNALS), strict=False):
                verb.quick = name
        run(asked.kills, asked.seed, found)
    return 0 if all(verb.equal and verb.lost == 0 for verb in found) else 1


if __name__ == "__main__":
    sys.exit(main())
