"""What may befall a run besides being killed: a full disk, a lost folder, company, dead workers.

``PYTHONPATH=tests python -m crash.mishaps`` prints a table of each mishap, what the run said, what
was lost, and whether it comes to the same bytes when it goes on. Exits with 1 where it does not.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crash.running import blocks, cluster, files, run_here, say, start

WORDS = ["compare", "clock-race", "-n", "2000"]


@dataclass
class Mishap:
    """What was seen of one."""

    name: str
    said: str
    lost: int
    equal: bool

    @property
    def is_well(self) -> bool:
        """Nothing lost, and told without a traceback."""
        return self.equal and self.lost == 0 and "Traceback" not in self.said


@contextmanager
def small_disk(size: str) -> Iterator[Path | None]:
    """A file system of its own that is soon full; None where mounting is not allowed."""
    if not shutil.which("mount"):
        yield None
        return
    with tempfile.TemporaryDirectory() as place:
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place],
            capture_output=True,
            check=False,
        )
        if made.returncode != 0:
            yield None
            return
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "--lazy", place], check=True)


def gone_on(folder: Path, whole: dict[str, bytes]) -> tuple[int, bool]:
    """Blocks lost by going on in a copy of a folder, and whether it comes to the same."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "out"
        stood = blocks(folder)
        shutil.copytree(folder, copy)
        run_here(WORDS, copy)
        found = files(copy)
        return len(stood - blocks(copy)), found == whole


def full_disk(whole: dict[str, bytes]) -> Iterator[Mishap]:
    """No space left, at two moments; or a limit on the size of files where that is all there is."""
    for size in ("160k", "400k"):
        with small_disk(size) as disk:
            if disk is None:
                continue
            run = start(WORDS, disk / "out")
            _, said = run.communicate()
            assert run.returncode == 1, (run.returncode, said)
            yield Mishap(f"disk of {size} is full", said, *gone_on(disk / "out", whole))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "out"

        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

        run = start(WORDS, folder, preexec_fn=limited)
        _, said = run.communicate()
        assert run.returncode == 1, (run.returncode, said)
        yield Mishap("files may have 30 kB", said, *gone_on(folder, whole))


def read_only(whole: dict[str, bytes]) -> Iterator[Mishap]:
    """The folder can be read, and no longer be written, in the middle of a run."""
    with small_disk("16m") as disk:
        if disk is None:
            return
        run = start([*WORDS[:-1], "20000"], disk / "out")
        while len(blocks(disk / "out")) < 4:
            time.sleep(0.02)
        # A file that is open for writing keeps the file system from being made read-only.
        for _ in range(500):
            made = subprocess.run(
                ["mount", "-o", "remount,ro", str(disk)], capture_output=True, check=False
            )
            if made.returncode == 0:
                break
        _, said = run.communicate()
        assert run.returncode == 1, (run.returncode, said)
        yield Mishap("folder becomes read-only", said, *gone_on(disk / "out", whole))


def company(whole: dict[str, bytes]) -> Iterator[Mishap]:
    """A second run on the same folder."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "out"
        first = start(WORDS, folder)
        while not blocks(folder):
            time.sleep(0.02)
        second = start(WORDS, folder)
        _, said = second.communicate()
        assert second.returncode == 1, (second.returncode, said)
        first.communicate()
        yield Mishap("two runs on one folder", said, 0, files(folder) == whole)


def children(pid: int) -> list[int]:
    """Processes that one has started."""
    import psutil  # it comes with the cluster

    return sorted(child.pid for child in psutil.Process(pid).children())


def dead_workers(whole: dict[str, bytes]) -> Iterator[Mishap]:
    """A worker is killed while it runs a block."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "out"
        run = start([*WORDS, "--processes", "2"], folder)
        while len(blocks(folder)) < 2:
            time.sleep(0.02)
        # The first child keeps track of shared memory; the others run blocks.
        os.kill(children(run.pid)[-1], signal.SIGKILL)
        _, said = run.communicate()
        yield Mishap("a process dies", said or "(nothing)", 0, files(folder) == whole)
    with cluster() as (address, pids), tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "out"
        run = start([*WORDS, "--dask", address], folder)
        while len(blocks(folder)) < 2:
            time.sleep(0.02)
        os.kill(pids[0], signal.SIGKILL)
        _, said = run.communicate()
        yield Mishap("a Dask worker dies", said or "(nothing)", 0, files(folder) == whole)


def deadly(scenario: Any, *, first: int, replications: int, **options: Any) -> Any:
    """Runs a range of replications, but dies of number 450."""
    from asher.simulation.site import simulate

    if first <= 450 < first + replications:
        os._exit(9)
    return simulate(scenario, first=first, replications=replications, **options)


def poison(_: dict[str, bytes]) -> Iterator[Mishap]:
    """A block that kills every worker is counted as failed, and the others are whole."""
    from asher.comparison.experiment import Experiment
    from asher.comparison.reading import read_results
    from asher.comparison.results import ResultsFolder
    from asher.runs.executors.processes import Processes
    from asher.scenario import read_scenario

    scenario = read_scenario("clock-race")
    pool = Processes(2)
    with tempfile.TemporaryDirectory() as place:
        folder = ResultsFolder(Path(place) / "out")
        found = Experiment(scenario, 1, folder=folder, simulate=deadly, executor=pool).run(
            replications=2000
        )
        again = read_results(folder.path)
    pool.close()
    others = (
        Experiment(scenario, 1)
        .run(replications=2000)
        .outcome.select(replications=[number for number in range(2000) if not 400 <= number < 500])
    )
    same = all((found.outcome.columns[name] == others.columns[name]).all() for name in ("killed",))
    equal = same and again.summary() == found.summary() and again.n_failed == 100
    yield Mishap("a block kills its workers", found.failed_words, 0, equal)


MISHAPS: tuple[Callable[[dict[str, bytes]], Iterator[Mishap]], ...] = (
    full_disk, read_only, company, dead_workers, poison,
)  # fmt: skip


def main() -> int:
    """Print the table; 1 where something was lost or a byte differs."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "out"
        run_here(WORDS, folder)
        whole = files(folder)
    is_well = True
    say(f"{'mishap':28}{'blocks lost':>12}  {'bytes':8}said")
    for kind in MISHAPS:
        for found in kind(whole):
            said = found.said.strip().replace("\n", " | ")
            say(f"{found.name:28}{found.lost:12}  {'equal' if found.equal else 'DIFFER':8}{said}")
            is_well = is_well and found.is_well
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
