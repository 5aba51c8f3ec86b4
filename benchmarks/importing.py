"""How long files of about 4 MB take to become plans, and how much memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import big_files, real_files
from benchmarks.results import Result

_SLOW_S, _USUAL_S, _MOST_MB = 10.0, 3.0, 1000.0
# Public files with what was counted in them, beside the clone unless ASHER_CORPUS says where.
_CORPUS = Path(os.environ.get("ASHER_CORPUS", "../shared/corpus"))
# By way of a small process: a peak of memory begins with that of who started the process.
_FORKED = ("sh", "-c", '"$0" "$@"; exit $?')
# In a process of its own, so that its peak of memory is that of one import and of its reader.
_RUN = """
import resource, sys, time
from asher.errors import FloorplanError
from asher.floorplan.importers import import_file
before, rooms = time.perf_counter(), 0
try:
    found = import_file(sys.argv[1])
    rooms = len(found.plan.spaces) if found.plan else 0
except FloorplanError:
    pass
seconds = time.perf_counter() - before
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
busy = sum(each.ru_utime + each.ru_stime for each in used)
print(seconds, busy, max(each.ru_maxrss for each in used) / 1024, rooms)
"""


def importing(quick: bool) -> list[Result]:
    """Seconds and memory of an import of each format, as dense with rooms as real files and denser.

    The target is for the first; the second holds nothing but rooms, and is told beside it, as are
    the public files themselves, which are smaller.
    """
    with tempfile.TemporaryDirectory() as place:
        size = big_files.SIZE_BYTES // (20 if quick else 1)
        return [
            *(_one(path, held=True) for path in real_files.write(Path(place), size)),
            *(_one(path, held=False) for path in big_files.write(Path(place), size)),
            *(_one(path, held=False) for path in _public_files()),
        ]


def _public_files() -> Iterator[Path]:
    for facts in sorted(_CORPUS.glob("*/*/facts.json")):
        yield facts.with_name(json.loads(facts.read_text(encoding="utf-8"))["file"])


def _one(path: Path, *, held: bool) -> Result:
    done = subprocess.run(
        [*_FORKED, sys.executable, "-c", _RUN, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, busy, megabytes, rooms = map(float, done.stdout.split())
    most = _SLOW_S if path.suffix == ".ifc" else _USUAL_S
    return Result(
        "importing",
        f"import of a file of {path.stat().st_size / 1e6:.2g} MB, {path.name}: {rooms:,.0f} rooms",
        seconds,
        f"{seconds:.1f} s, {busy:.1f} s of CPU, {megabytes:,.0f} MB",
        f"under {most:g} s and {_MOST_MB:,.0f} MB" if held else "",
        (seconds < most and megabytes < _MOST_MB) if held else None,
        {"seconds": seconds, "cpu_seconds": busy, "megabytes": megabytes, "rooms": rooms},
    )
