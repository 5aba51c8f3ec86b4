"""Read files spoilt at random: none may trace back, hang or take the memory.

``PYTHONPATH=tests python -m fuzz --count 20000 --seed 1`` prints how many of each kind were read
and refused; ``--full`` reads a million. What fails is kept in ``--keep``, and the status is 1.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from asher.errors import AsherError
from crash.running import say
from fuzz.mutating import mutated
from fuzz.reading import Kind, kinds

FULL = 1_000_000
HANGS_S = 5
"""A file may take so much of the processor [s]: a machine that does much else starves nobody."""
WAITS_S = 60
"""And so long by the clock on the wall, for what waits for something that never comes [s]."""
STOPS_S = 300
"""Code that does not come back to Python cannot be stopped but with the process, after this [s]."""
MOST_MB = 500


class HangsError(BaseException):
    """Reading took too long; no `Exception`, so that nothing on the way takes it for a fault."""


def _too_long(number: int, frame: FrameType | None) -> None:
    raise HangsError(f"longer than {HANGS_S} s, or {WAITS_S} s of waiting")


@contextmanager
def hangs_told() -> Iterator[None]:
    """Have `HangsError` raised when a file takes too long."""
    numbers = (signal.SIGPROF, signal.SIGALRM)
    previous = [signal.signal(number, _too_long) for number in numbers]
    try:
        yield
    finally:
        _forget_time()
        for number, handler in zip(numbers, previous, strict=True):
            signal.signal(number, handler)


def _forget_time() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.alarm(0)
    faulthandler.cancel_dump_traceback_later()


@contextmanager
def time_limited() -> Iterator[None]:
    """Have `HangsError` raised in the block, or as it ends, when it takes too long."""
    signal.setitimer(signal.ITIMER_PROF, HANGS_S)
    signal.alarm(WAITS_S)
    faulthandler.dump_traceback_later(STOPS_S, exit=True, file=sys.__stderr__)
    try:
        yield
    finally:
        _forget_time()


def peak_mb() -> float:
    """Memory that the process had at most [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read(kind: Kind) -> str:
    """Read a file; return what came of it: read, refused, or in words what went wrong."""
    before = peak_mb()
    try:
        with time_limited():
            kind.read()
        told = "read"
    except AsherError as error:
        told = "refused" if str(error).strip() else "an error without words"
    except (Exception, HangsError):  # noqa: BLE001 - whatever it is, it is what is looked for
        told = traceback.format_exc()
    grown = peak_mb() - before
    return told if grown < MOST_MB else f"{grown:,.0f} MB of memory"


def run(options: argparse.Namespace, folder: Path) -> int:
    """Read so many files; return how many went wrong."""
    failed, count = 0, Counter[tuple[str, str]]()
    files = kinds(folder)
    end = time.monotonic() + 60 * options.minutes
    for n in range(options.first, FULL if options.full else options.first + options.count):
        if time.monotonic() > end:
            say(f"stopped after {options.minutes:g} min; go on with --first {n}")
            break
        kind = files[n % len(files)]
        # File n of a seed is always the same, so that a run can go on where another stopped.
        kind.path.write_bytes(mutated(kind.raw, random.Random(f"{options.seed} {n}")))
        told = read(kind)
        if told not in {"read", "refused"}:
            failed += 1
            options.keep.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(kind.path, options.keep / f"{n}-{kind.name}")
            say(f"{options.keep / f'{n}-{kind.name}'}: {told}")
            told = "wrong"
        count[kind.name, told] += 1
        kind.path.write_bytes(kind.raw)
    for kind in files:
        each = {told: count[kind.name, told] for told in ("read", "refused", "wrong")}
        words = (f"{told} {number:>7,}" for told, number in each.items())
        say(f"{kind.name:20} {' '.join(words)}")
    return failed


def main() -> None:
    """Read the options, and run."""
    parser = argparse.ArgumentParser(prog="python -m fuzz")
    parser.add_argument("--count", type=int, default=20_000, help="files")
    parser.add_argument("--first", type=int, default=0, help="number of the first of them")
    parser.add_argument("--full", action="store_true", help="up to number 999,999")
    parser.add_argument("--minutes", type=float, default=600, help="stop after so long")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"), help="folder for failures")
    options = parser.parse_args()
    warnings.simplefilter("error")  # a reader of ours would print them among its faults
    with tempfile.TemporaryDirectory() as folder, hangs_told():
        failed = run(options, Path(folder))
    say("none went wrong" if not failed else f"{failed} went wrong")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
