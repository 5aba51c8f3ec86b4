"""Workers of a Dask cluster, looked after so that nothing they lose is waited for without end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from asher.errors import MissingExtraError, SimulationError
from asher.runs.executor import Kind
from asher.runs.identity import unlike_there, versions

LOST_S = 30.0
"""So long a cluster may need for a first worker, or for a result that it holds [s] (judgement)."""
LOOK_S = 0.02
"""How often it is looked whether something has ended [s] (judgement: blocks take seconds)."""
IDLE_S = 5.0
"""How often it is looked whether anything of ours is run [s] (judgement)."""

_SAME = "install the same versions on the scheduler and on all workers"
Work = tuple[Callable[..., Any], tuple[Any, ...]]


class Cluster:
    """Workers of a Dask cluster.

    Parameters
    ----------
    address : str
        Of its scheduler.

    Raises
    ------
    MissingExtraError
        If Dask is not installed.
    SimulationError
        If no scheduler with a worker answers there.

    Notes
    -----
    What a worker held is lost when it dies, and where others die too the scheduler may never run
    it again, nor say so; Dask's own executor then waits for ever. Here a thread looks after what
    was sent: what is lost, or run by nobody at two looks, is sent anew, which changes no result.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise MissingExtraError(
                "a Dask cluster needs the extra 'cluster': pip install -e '.[cluster]' in a clone"
            ) from None
        try:
            self._client = Client(address, timeout=LOST_S)
            self._client.wait_for_workers(1, timeout=LOST_S)
        except (OSError, TimeoutError, ValueError) as error:
            raise SimulationError(
                f"{address}: no Dask scheduler with workers answers ({error})"
            ) from None
        self._check_versions(address)
        self.workers, self.processes = sum(self._client.nthreads().values()), 0
        self._sent: dict[Future[Any], tuple[Work, Any]] = {}
        self._lock, self._closed = threading.Lock(), threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    def submit(self, run: Callable[..., Any], *what: Any) -> Future[Any]:
        """Run something on a worker."""
        here: Future[Any] = Future()
        self._send(here, (run, what))
        return here

    def renew(self) -> None:
        """Nothing to do: the scheduler gives the work to others."""

    def alone(self, run: Callable[..., Any], *what: Any) -> Any:
        """Run something once more; the caller sees to it that nothing else of ours runs."""
        return self.submit(run, *what).result()

    def close(self) -> None:
        """Leave the cluster."""
        self._closed.set()
        self._watching.join()
        self._client.close()

    def _check_versions(self, address: str) -> None:
        """Refuse a cluster that cannot run this program, or would come to other bytes."""
        try:
            found = {"the scheduler": self._client.run_on_scheduler(versions)}
            found |= self._client.run(versions)
        except Exception as error:  # noqa: BLE001  # whatever stands there instead of us
            self._client.close()
            why = str(error).strip().splitlines() or [type(error).__name__]
            raise SimulationError(
                f"{address}: ASHER cannot run there ({why[-1]}); {_SAME}"
            ) from None
        here = versions()
        for where, there in found.items():
            if unlike := unlike_there(here, there):
                self._client.close()
                raise SimulationError(f"{address}: {where} has {', '.join(unlike)}; {_SAME}")

    def _send(self, here: Future[Any], work: Work) -> None:
        run, what = work
        there = self._client.submit(run, *what, pure=False)
        with self._lock:
            self._sent[here] = work, there

    def _watch(self) -> None:
        try:
            self._look_after_all()
        except Exception as error:  # noqa: BLE001  # whoever waits is told that nothing will come
            with self._lock:
                left = list(self._sent)
            for here in left:
                if here.set_running_or_notify_cancel():
                    here.set_exception(
                        SimulationError(f"the Dask cluster no longer answers ({error})")
                    )

    def _look_after_all(self) -> None:
        looked, was_idle = time.monotonic(), False
        while not self._closed.wait(LOOK_S):
            with self._lock:
                sent = list(self._sent.items())
            for here, (work, there) in sent:
                self._look_after(here, work, there)
            if time.monotonic() - looked > IDLE_S:
                is_idle = self._is_idle()
                if is_idle and was_idle:
                    self._send_anew()
                looked, was_idle = time.monotonic(), is_idle and not was_idle

    def _look_after(self, here: Future[Any], work: Work, there: Any) -> None:
        status = there.status
        if here.cancelled():
            there.cancel()
        elif status == "pending":
            return
        elif status in {"lost", "cancelled"}:
            self._send(here, work)
            return
        else:
            try:
                error = there.exception(timeout=LOST_S)
                result = there.result(timeout=LOST_S) if error is None else None
            except TimeoutError:
                self._send(here, work)
                return
            except Exception as lost:  # noqa: BLE001  # a result can be lost while it is fetched
                error, result = lost, None
            # Who waited may have gone in the meantime.
            if here.set_running_or_notify_cancel():
                if error is None:
                    here.set_result(result)
                elif "deserialization" in str(error):  # a worker that came later
                    here.set_exception(
                        SimulationError(f"a worker cannot run this program; {_SAME}")
                    )
                else:
                    here.set_exception(error)
        with self._lock:
            del self._sent[here]

    def _is_idle(self) -> bool:
        """Whether something of ours is wanted and nobody runs any of it."""
        with self._lock:
            wanted = {there.key for _, there in self._sent.values()}
        running = {key for keys in self._client.processing().values() for key in keys}
        return bool(wanted) and not wanted & running

    def _send_anew(self) -> None:
        with self._lock:
            sent = list(self._sent.items())
        for here, (work, there) in sent:
            there.cancel()
            self._send(here, work)


KIND = Kind(
    "dask",
    "Run on the workers of the Dask scheduler at this address (extra 'cluster').",
    takes=str,
    open=Cluster,
    metavar="ADDRESS",
)
