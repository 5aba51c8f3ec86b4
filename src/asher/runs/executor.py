"""What runs blocks elsewhere: how it is called, asked for, and told from one that was lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

# What runs blocks is imported when blocks are run: the command line only lists the kinds.
if TYPE_CHECKING:
    from concurrent.futures import Future


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


@dataclass(frozen=True)
class Kind:
    """A kind of executor, and the option of the command line that asks for it."""

    name: str  # The option, without its dashes
    about: str  # What it does, for the list of options
    takes: type  # What stands behind it, int or str
    open: Callable[[Any], Executor]  # Makes the executor of what stands there
    metavar: str | None = None  # What stands there, in a word
    # Bounds of a number.
    least: int | None = None
    most: int | None = None
