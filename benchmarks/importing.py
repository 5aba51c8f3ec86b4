"""How long files of about 4 MB take to become plans, and how much memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import big_files, real_files
from benchmarks.results import Result

_SLOW_S, _USUAL_S, _MOST_MB = 10.0, 3.0, 1000.0
# In a process of its own, so that its peak of memory is that of one import and of its reader.
_RUN = """
import resource, sys, time
from asher.floorplan.importers import import_file
before = time.perf_counter()
found = import_file(sys.argv[1])
seconds = time.perf_counter() - before
mine, readers = (
    resource.getrusage(who).ru_maxrss / 1024
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
)
print(seconds, max(mine, readers), len(found.plan.spaces))
"""


def importing(quick: bool) -> list[Result]:
    """Seconds and memory of an import of each format, as dense with rooms as real files and denser.

    The target is for the first; the second holds nothing but rooms, and is told beside it.
    """
    with tempfile.TemporaryDirectory() as place:
        size = big_files.SIZE_BYTES // (20 if quick else 1)
        return [
            *(_one(path, held=True) for path in real_files.write(Path(place), size)),
            *(_one(path, held=False) for path in big_files.write(Path(place), size)),
        ]


def _one(path: Path, *, held: bool) -> Result:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(path)], capture_output=True, text=True, check=True
    )
    seconds, megabytes, rooms = map(float, done.stdout.split())
    most = _SLOW_S if path.suffix == ".ifc" else _USUAL_S
    return Result(
        "importing",
        f"import of a file of {path.stat().st_size / 1e6:.1f} MB, {path.name}: {rooms:,.0f} rooms",
        seconds,
        f"{seconds:.1f} s, {megabytes:,.0f} MB",
        f"under {most:g} s and {_MOST_MB:,.0f} MB" if held else "",
        (seconds < most and megabytes < _MOST_MB) if held else None,
        {"seconds": seconds, "megabytes": megabytes, "rooms": rooms},
    )
