"""Running a long verb and looking at what it leaves; shared by kills and mishaps."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ASHER = [sys.executable, "-c", "from asher.cli.app import main; main()"]
QUIET = ["--progress", "none"]


def start(words: list[str], folder: Path, **options: object) -> subprocess.Popen[str]:
    """Start a verb in a process group of its own, so that its workers can be killed with it."""
    return subprocess.Popen(
        [*ASHER, *words, *QUIET, "--out", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **{
            # A shell without job control lets what it starts ignore interrupts.
            "preexec_fn": lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
            **options,
        },  # type: ignore[call-overload]
    )


def run_here(words: list[str], folder: Path) -> None:
    """Run a verb to its end in this process: what nobody kills need not start another."""
    from command import asher

    asher(*words, *QUIET, "--out", folder)


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder by its name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def blocks(folder: Path) -> set[str]:
    """Whole blocks that stand, of whatever verb; a run may be writing there."""
    names = (str(path.relative_to(folder)) for path in folder.rglob("*"))
    return {name for name in names if re.search(r"/\d{5}\.(parquet|npz|json)$", f"/{name}")}


@contextmanager
def cluster() -> Iterator[tuple[str, list[int]]]:
    """A Dask cluster of two processes: its address, and the numbers of its workers' processes."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            # Without a dashboard, too, a scheduler asks for one fixed port, which another may have.
            scheduler_kwargs={"dashboard_address": ":0"},
        ) as made,
        Client(made) as client,
    ):
        pids = client.run(lambda: __import__("os").getpid())
        yield made.scheduler_address, list(pids.values())


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
