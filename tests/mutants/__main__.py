"""Write laws wrong, one at a time, and tell which of the tests that name them notice.

Run as ``python -m mutants`` with ``tests`` on the path. The package is copied; nothing else is
written to. Laws of the kernels are run as written, since compiling them takes a minute each.
"""

import argparse
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from mutants import limit
from mutants.naming import find_tests, naming_tests
from mutants.seeding import KNOWN, SHARES, find_known
from mutants.sites import draw_mutants, members_of

ROOT = Path(__file__).parents[2]
SEED = 18
LIMIT_S = 10
"""Of the processor, for one test [s]. A law that runs on is cut there, and so is a test that takes
as long with no law changed; that one is left out."""
WHOLE_S = 1800
"""For all tests of a mutant [s]."""
LEAST_SHARE = 0.85
"""Of the mutants that are to be noticed."""
NO_TESTS = 5
"""What pytest ends with where it found none."""
_FAILED = re.compile(r"(FAILED|ERROR) ")
_TICKS = itertools.count(1)


def main() -> int:
    """Run them all; 1 where too few are noticed."""
    options = argparse.ArgumentParser(prog="mutants", description=__doc__)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--count", type=int, default=sum(SHARES.values()))
    options.add_argument("--limit", type=float, default=LIMIT_S, help="seconds for a test")
    options.add_argument("--only", default="", help="a part of module:function")
    options.add_argument("--list", action="store_true", help="tell them, and run nothing")
    asked = options.parse_args()
    source = ROOT / "src" / "asher"
    mutants = find_known(source) + draw_all(source, asked.seed, asked.count)
    mutants = [each for each in mutants if asked.only in named(each)]
    files = find_tests(ROOT / "tests")
    if asked.list:
        for each in mutants:
            tests = naming_tests(files, module_of(each), each.function)
            say(f"{told(each)}   [{', '.join(Path(test).name for test in tests)}]")
        return 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        (Path(folder) / "cache").mkdir(mode=0o700)
        results = run_all(mutants, files, Path(folder), asked.limit)
    return report(results, time.monotonic() - began)


def draw_all(source, seed, count):
    """Mutants of each room, in the stated shares of the count."""
    members = members_of(source / "kernels" / "codes.py")
    whole = sum(SHARES.values())
    return [
        each
        for room, share in SHARES.items()
        for each in draw_mutants(source / room, round(count * share / whole), seed, members)
    ]


def run_all(mutants, files, folder, limit_s):
    """Try each mutant in a copy of its worker's own, two at a time."""
    workers = os.cpu_count() or 1
    copies = SimpleQueue()
    for k in range(workers):
        copy = folder / str(k)
        shutil.copytree(
            ROOT / "src" / "asher", copy / "asher", ignore=shutil.ignore_patterns("__pycache__")
        )
        copies.put(copy)

    left_out = []

    def tried(each):
        copy = copies.get()
        try:
            tests = naming_tests(files, module_of(each), each.function)
            fate, test = try_mutant(each, tests, copy, limit_s, left_out)
        finally:
            copies.put(copy)
        say(f"{fate:9} {told(each)}   by {test or 'none'}")
        return each, fate

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(tried, mutants))


def try_mutant(mutant, tests, copy, limit_s, left_out):
    """Whether a mutant is noticed, and by which test.

    Returns
    -------
    tuple of str
        ``noticed``, ``survived``, or ``cut off`` where the tests together took too long, which is
        not taken for noticing; and the test.

    Notes
    -----
    A test that fails as well where only an unused name was added holds no law, such as one of the
    digest of the sources, which leaves comments out; or one that takes too long as written. It is
    left out, of all mutants. One that passes when asked again was cut off while laws were compiled
    for the first time; all are asked anew then.
    """
    path = copy / mutant.path.relative_to(ROOT / "src")
    before = path.read_bytes()
    try:
        while True:
            write(path, mutant.applied())
            try:
                failed = first_failed(mutant, tests, copy, limit_s, left_out)
            except subprocess.TimeoutExpired:
                return "cut off", ""
            if not failed:
                return "survived", ""
            if "::" not in failed:
                return "noticed", failed
            write(path, before + b"\n_unused = None\n")
            if first_failed(mutant, [failed], copy, limit_s):
                left_out.append(failed)
                continue
            write(path, mutant.applied())
            if first_failed(mutant, [failed], copy, limit_s):
                return "noticed", failed
    finally:
        write(path, before)


def write(path, text):
    """Write a module so that no kept bytecode passes for it: each time another time of writing."""
    path.write_bytes(text)
    at = time.time() - 10_000_000 + 10 * next(_TICKS)
    os.utime(path, (at, at))


def first_failed(mutant, tests, copy, limit_s, left_out=()):
    """Run tests on a copy until one fails; its name, or none."""
    cache = copy.parent / "cache"
    places = {
        "PYTHONPATH": os.pathsep.join([str(copy), str(ROOT / "tests")]),
        "PYTHONHASHSEED": "0",
        "NUMBA_CACHE_DIR": str(cache),
        limit.LIMIT_S: str(limit_s),
        limit.TOLD: str(copy / "too-long"),
    }
    if "kernels" in mutant.path.parts:
        places["NUMBA_DISABLE_JIT"] = "1"
    options = ["-x", "-q", "-rfE", "--tb=no", "-p", "no:randomly", "-p", "no:cacheprovider"]
    options += [
        "-p",
        "no:xdist",
        "-p",
        "mutants.limit",
        *(f"--deselect={each}" for each in left_out),
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-m", "not slow and not browser", *tests],
        cwd=ROOT,
        env={**os.environ, **places},
        capture_output=True,
        text=True,
        timeout=WHOLE_S,
        check=False,
    )
    if done.returncode in {0, NO_TESTS}:
        return ""
    if done.returncode == limit.TOO_LONG:
        return (copy / "too-long").read_text()
    lines = [each.split(" ", 1)[1] for each in done.stdout.splitlines() if _FAILED.match(each)]
    return lines[0].split(" - ")[0] if lines else "its import"


def module_of(mutant):
    inside = mutant.path.relative_to(ROOT / "src").with_suffix("")
    return ".".join(inside.parts)


def named(mutant):
    return f"{module_of(mutant)}:{mutant.function}"


def told(mutant):
    was = mutant.path.read_bytes()[mutant.start : mutant.stop].decode()
    was = " ".join(was.split())
    line = mutant.path.read_text().splitlines()[mutant.line - 1].strip()
    return f"{named(mutant)}:{mutant.line} {mutant.kind}: {was} -> {mutant.put}   in  {line}"


def report(results, took_s):
    """Print what survives and the share noticed."""
    noticed = [each for each, fate in results if fate == "noticed"]
    missed = [each for each, fate in results if fate != "noticed"]
    known = [each for each in missed if each in set(find_known(ROOT / "src" / "asher"))]
    say(f"\n{len(noticed)} of {len(results)} noticed in {took_s / 60:.0f} min. Not noticed:")
    for each in missed:
        say(f"  {told(each)}")
    share = len(noticed) / max(len(results), 1)
    say(f"{share:.0%} noticed, at least {LEAST_SHARE:.0%} are to be; of those known, "
        f"{len(known)} of {len(KNOWN)} survive.")  # fmt: skip
    return int(share < LEAST_SHARE or bool(known))


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
