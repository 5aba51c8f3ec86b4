"""Where blocks run: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from asher.runs.machine import threads_allowed

if TYPE_CHECKING:
    from asher.runs.cluster import Cluster


class Executor(Protocol):
    """What `concurrent.futures` has, and what a lost worker needs."""

    workers: int
    processes: int
    """Processes of this machine that share its memory."""

    def submit(self, run: Callable[..., Any], *what: Any) -> Future[Any]:
        """Run something on a worker."""

    def renew(self) -> None:
        """Have workers again after one was lost."""

    def alone(self, run: Callable[..., Any], *what: Any) -> Any:
        """Run something with nothing beside it, and wait for it."""


def is_worker_lost(error: BaseException) -> bool:
    """Tell whether an error means that the worker died, not that the work failed."""
    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


class Processes:
    """Processes of this machine, each with one thread."""

    def __init__(self, workers: int) -> None:
        self.workers = self.processes = workers
        self._pool = self._new(workers)

    def submit(self, run: Callable[..., Any], *what: Any) -> Future[Any]:
        """Run something in one of them."""
        try:
            return self._pool.submit(run, *what)
        except BrokenExecutor as error:
            # Told with the others that were lost.
            lost: Future[Any] = Future()
            lost.set_exception(error)
            return lost

    def renew(self) -> None:
        """Start others in place of those that are gone."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._new(self.workers)

    def alone(self, run: Callable[..., Any], *what: Any) -> Any:
        """Run something in a process of its own."""
        with self._new(1) as pool:
            return pool.submit(run, *what).result()

    def close(self) -> None:
        """End them; what runs is not waited for."""
        for process in list((self._pool._processes or {}).values()):
            process.terminate()
        self._pool.shutdown(wait=False, cancel_futures=True)

    @staticmethod
    def _new(workers: int) -> ProcessPoolExecutor:
        # A fork would copy the threads' locks of this process; a fresh start copies nothing.
        return ProcessPoolExecutor(
            workers, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_interrupts
        )


def _leave_interrupts() -> None:
    """An interrupt is for the process that started the workers: it ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def opened(*, processes: int | None, dask: str | None) -> Iterator[Processes | Cluster | None]:
    """Open what was asked for, and close it at the end.

    Parameters
    ----------
    processes : int or None
        Processes of this machine; 0 means one a core.
    dask : str or None
        Address of a Dask scheduler.

    Yields
    ------
    Processes, Cluster or None
        None where everything runs in this process, over threads.

    Raises
    ------
    MissingExtraError
        If Dask is not installed.
    SimulationError
        If no cluster answers.
    """
    if dask is None and processes is None:
        yield None
        return
    from asher.runs.cluster import Cluster

    chosen: Processes | Cluster
    chosen = Cluster(dask) if dask is not None else Processes(processes or threads_allowed())
    try:
        yield chosen
    finally:
        chosen.close()
