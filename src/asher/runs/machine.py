"""What this machine, or the container it is cut into, really allows: cores and memory."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEGABYTE = 2**20
_ROOT = Path("/")


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Let nobody look for garbage where many objects are made and all stay in use.

    It takes a tenth of the time in which a plan is built, and a third of that in which all sources
    of the program are read.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def cores_allowed(root: Path = _ROOT) -> float:
    """Count the cores that this process may use.

    Parameters
    ----------
    root : Path
        Where ``proc`` and ``sys`` stand.

    Returns
    -------
    float
        > 0; a container may allow part of a core.
    """
    allowed = float(
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    for group in _groups(root, "cpu"):
        quota, period = _numbers(group / "cpu.max", 2) or (0, 0)
        if not quota:
            (quota,) = _numbers(group / "cpu.cfs_quota_us", 1) or (0,)
            (period,) = _numbers(group / "cpu.cfs_period_us", 1) or (0,)
        if quota > 0 and period > 0:
            allowed = min(allowed, quota / period)
    return allowed


def threads_allowed() -> int:
    """Count the threads that are worth starting here.

    Returns
    -------
    int
        Whole cores, >= 1.
    """
    return max(1, int(cores_allowed()))


def memory_free(root: Path = _ROOT) -> float | None:
    """Tell how much memory this process may still take.

    Returns
    -------
    float or None
        The least that the machine and each group of processes above this one have free [MB]; None
        where the system does not say.
    """
    free = [
        int(line.split()[1]) * 1024 / MEGABYTE
        for line in _read(root / "proc/meminfo").splitlines()
        if line.startswith("MemAvailable:")
    ]
    for group in _groups(root, "memory"):
        for limit, used, cached in (
            ("memory.max", "memory.current", "inactive_file "),
            ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "),
        ):
            most = _numbers(group / limit, 1)
            if most:
                # What files left in memory is given back as soon as it is needed.
                kept = [
                    int(line.split()[1])
                    for line in _read(group / "memory.stat").splitlines()
                    if line.startswith(cached)
                ]
                taken = sum(_numbers(group / used, 1)) - sum(kept)
                free.append(max(0.0, (most[0] - taken) / MEGABYTE))
    return min(free) if free else None


def _groups(root: Path, controller: str) -> Iterator[Path]:
    """Folders of the groups of processes that this one is in, from its own to the outermost."""
    base = root / "sys/fs/cgroup"
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, controllers, place = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        top = base / controller if controllers else base
        # From inside a container the path may be one that only its host knows.
        path = top / place.lstrip("/")
        while path != top.parent:
            yield path
            path = path.parent


def _numbers(path: Path, count: int) -> tuple[int, ...]:
    """The whole numbers of a file; none where it says anything else, such as ``max``."""
    words = _read(path).split()
    found = tuple(int(word) for word in words if word.lstrip("-").isdecimal())
    return found if len(found) == len(words) == count else ()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
