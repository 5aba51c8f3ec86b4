"""Processes of this machine."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from asher import bounds
from asher.runs.executor import Kind
from asher.runs.machine import threads_allowed

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor


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


KIND = Kind(
    "processes",
    "Run in this many processes instead; 0 means one per core.",
    takes=int,
    open=lambda number: Processes(number or threads_allowed()),
    least=0,
    most=bounds.THREADS,
)
