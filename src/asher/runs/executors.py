"""Where blocks run: processes of this machine, or the workers of a Dask cluster."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from asher import bounds
from asher.runs.machine import threads_allowed

# What runs blocks is imported when blocks are run: the command line only lists the kinds.
if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Chosen = Mapping[str, int | str | None]
"""What was asked for by the names of `KINDS`; None where nothing was."""


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

    def close(self) -> None:
        """Let the workers go."""


def is_worker_lost(error: BaseException) -> bool:
    """Tell whether an error means that the worker died, not that the work failed."""
    from concurrent.futures import BrokenExecutor

    return isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker"


class Processes:
    """Processes of this machine, each with one thread."""

    def __init__(self, workers: int) -> None:
        self.workers = self.processes = workers
        self._pool = self._new(workers)

    def submit(self, run: Callable[..., Any], *what: Any) -> Future[Any]:
        """Run something in one of them."""
        from concurrent.futures import BrokenExecutor, Future

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
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        # A fork would copy the threads' locks of this process; a fresh start copies nothing.
        return ProcessPoolExecutor(
            workers, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_interrupts
        )


def _leave_interrupts() -> None:
    """An interrupt is for the process that started the workers: it ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _processes(number: int) -> Executor:
    return Processes(number or threads_allowed())


def _dask(address: str) -> Executor:
    from asher.runs.cluster import Cluster

    return Cluster(address)


@dataclass(frozen=True)
class Kind:
    """A kind of executor, and the option of the command line that asks for it.

    Parameters
    ----------
    name : str
        The option, without its dashes.
    about : str
        What it does, for the list of options.
    takes : type
        What stands behind it, int or str.
    open : callable
        Makes the executor of what stands there.
    metavar : str, optional
        What stands there, in a word.
    least, most : int, optional
        Bounds of a number.
    """

    name: str
    about: str
    takes: type
    open: Callable[[Any], Executor]
    metavar: str | None = None
    least: int | None = None
    most: int | None = None


KINDS = (
    Kind(
        "processes", "Run blocks in so many processes instead; 0: one a core.",
        takes=int, open=_processes, least=0, most=bounds.THREADS,
    ),
    Kind(
        "dask",
        "Run blocks on the workers of the Dask scheduler at this address (extra 'cluster').",
        takes=str, open=_dask, metavar="ADDRESS",
    ),
)  # fmt: skip
"""Where blocks may run instead of threads of this process; options and messages follow."""


@contextmanager
def opened(chosen: Chosen) -> Iterator[Executor | None]:
    """Open the executor that was asked for, and close it at the end.

    Parameters
    ----------
    chosen : mapping of str to int, str or None
        What was asked for by the names of `KINDS`, one of them at most.

    Yields
    ------
    Executor or None
        None where everything runs in this process, over threads.
    """
    asked = [kind for kind in KINDS if chosen.get(kind.name) is not None]
    if not asked:
        yield None
        return
    executor = asked[0].open(chosen[asked[0].name])
    try:
        yield executor
    finally:
        executor.close()
