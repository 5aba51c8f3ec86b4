"""Kill long runs at random moments and let them go on.

``python tests/crash/killing.py --kills 100`` prints a table of what was killed, what was lost and
whether the bytes are those of a run that nobody killed. Exits with 1 where they are not.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ASHER = [sys.executable, "-c", "from asher.cli.app import main; main()"]
QUIET = ["--progress", "none"]


@dataclass
class Verb:
    """A long verb: its words but for the folder, what it leaves, and how long it takes."""

    name: str
    words: list[str]
    seconds: float = 0.0
    kills: dict[str, int] = field(default_factory=dict)
    starts: int = 0
    equal: bool = True
    lost: int = 0


VERBS = (
    Verb("compare, threads", ["compare", "clock-race", "-n", "2000"]),
    Verb("compare, processes", ["compare", "clock-race", "-n", "2000", "--processes", "2"]),
    Verb(
        "compare, until",
        ["compare", "clock-race", "--until", "killed +- 0.2", "-n", "3000"],
    ),
    Verb("share", ["compare", "clock-race", "-n", "4000", "--shard", "1/2"]),
)
SIGNALS = {"SIGKILL": signal.SIGKILL, "SIGTERM": signal.SIGTERM, "SIGINT": signal.SIGINT}


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder by its name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def start(verb: Verb, folder: Path) -> subprocess.Popen[bytes]:
    """Start a verb in a process group of its own, so that its workers can be killed with it."""
    return subprocess.Popen(
        [*ASHER, *verb.words, *QUIET, "--out", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )


def blocks(folder: Path) -> set[str]:
    """Whole blocks that stand."""
    return {path.name for path in (folder / "blocks").glob("*.parquet")}


def kill_some(verb: Verb, whole: dict[str, bytes], kills: int, draw: random.Random) -> None:
    """Kill a verb so often at random moments, each time going on, and compare its bytes."""
    done = 0
    while done < kills:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "out"
            while True:
                run = start(verb, folder)
                verb.starts += 1
                if done >= kills:
                    run.wait()
                    break
                stood = blocks(folder)
                time.sleep(draw.uniform(0.0, verb.seconds))
                if run.poll() is not None:
                    break
                name = draw.choice(list(SIGNALS))
                os.killpg(run.pid, SIGNALS[name])
                run.wait()
                done += 1
                verb.kills[name] = verb.kills.get(name, 0) + 1
                verb.lost += len(stood - blocks(folder))
            verb.equal = verb.equal and files(folder) == whole


def run(kills: int, seed: int) -> list[Verb]:
    """Kill every verb in turn."""
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        start(VERBS[0], Path(place) / "out").wait()  # the laws are compiled
    for number, verb in enumerate(VERBS):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "out"
            before = time.monotonic()
            assert start(verb, folder).wait() == 0, f"{verb.name} fails without being killed"
            verb.seconds = time.monotonic() - before
            whole = files(folder)
        share = kills // len(VERBS) + (number < kills % len(VERBS))
        kill_some(verb, whole, share, draw)
    return list(VERBS)


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Print the table; 1 where a byte differs or a whole block went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    found = run(chosen.kills, chosen.seed)
    say(f"{'run':22}{'starts':>8}{'kills':>7}  {'by':44}{'blocks lost':>12}  bytes")
    for verb in found:
        by = ", ".join(f"{name} {count}" for name, count in sorted(verb.kills.items()))
        same = "equal" if verb.equal else "DIFFER"
        kills = sum(verb.kills.values())
        say(f"{verb.name:22}{verb.starts:8}{kills:7}  {by:44}{verb.lost:12}  {same}")
    return 0 if all(verb.equal and verb.lost == 0 for verb in found) else 1


if __name__ == "__main__":
    sys.exit(main())
