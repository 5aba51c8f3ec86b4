"""The one loop that runs anything in blocks: read what stands, run the rest, give all in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from asher.runs.executor import Executor, is_worker_lost
from asher.runs.keeper import Keeper

Block = TypeVar("Block")
Made_co = TypeVar("Made_co", covariant=True)
Told = Callable[[int], None]
"""Called with the items done so far."""
Progress = Callable[[int, int], None]
"""Called with what is done so far and how much there is."""
Range = tuple[int, int, int]
"""Number of a block, number of its first item, items."""


class Study(Protocol[Made_co]):
    """What is run. It is sent to other processes, so it has to be picklable."""

    def run(self, first: int, count: int, told: Told | None = None) -> Made_co:
        """Run some items: the same bytes whatever ran before, and wherever it runs."""


@dataclass(frozen=True)
class Ran(Generic[Block]):
    """A block as it comes."""

    index: int  # Number of the block
    # Number of its first item, and how many it has.
    first: int
    count: int
    block: Block | None  # Its items; None where it failed: it killed whatever worker ran it


def ranges_of(total: int, size: int) -> list[Range]:
    """Cut items into blocks.

    Parameters
    ----------
    total : int
        Items in all, numbered from 0.
    size : int
        Items in a whole block, >= 1; the last may have fewer.

    Returns
    -------
    list of tuple of int
        Number of the block, number of its first item, items.
    """
    return [
        (index, first, min(size, total - first))
        for index, first in enumerate(range(0, total, size))
    ]


def run_blocks(
    study: Study[Block],
    keeper: Keeper[Block] | None,
    ranges: Sequence[Range],
    *,
    executor: Executor | None = None,
    told: Told | None = None,
    before: Callable[[], None] | None = None,
) -> Iterator[Ran[Block]]:
    """Run blocks, or read them where they stand; give them in order.

    Parameters
    ----------
    study : Study
        What is run.
    keeper : Keeper or None
        Where blocks are kept, each as soon as it is done; None keeps none.
    ranges : sequence of tuple of int
        Which, as `ranges_of` has them, or some of those.
    executor : Executor, optional
        Where blocks are run, several ahead of the one that is given next; here if left out.
    told : callable, optional
        Called with the items done, while they are done.
    before : callable, optional
        Called once, before the first block is run; not where all stand already.

    Yields
    ------
    Ran
        A block. Who has seen enough closes the generator: what runs ahead is left off.

    Raises
    ------
    ResultsError
        If a block that stands is damaged or of another run.
    """
    starts = _once(before)
    if executor is None:
        done = 0
        for index, first, count in ranges:
            block = _kept(study, keeper, (index, first, count), _after(told, done), starts)
            done += count
            if told is not None:
                told(done)
            yield Ran(index, first, count, block)
    else:
        with _Ahead(study, keeper, executor, ranges, told, starts) as ahead:
            yield from ahead


def run_all(
    study: Study[Block],
    keeper: Keeper[Block],
    *,
    total: int,
    size: int = 1,
    progress: Progress | None = None,
) -> list[Block]:
    """Run all items of a study here, or read them where they stand.

    Parameters
    ----------
    study : Study
        What is run.
    keeper : Keeper
        Where blocks are kept, each as soon as it is done.
    total, size : int
        Items in all, and in a block.
    progress : callable, optional
        Called with the items done and their total.

    Returns
    -------
    list
        The blocks in order, without those that failed.

    Raises
    ------
    ResultsError
        If a block that stands is damaged or of another run.
    """
    told = None if progress is None else lambda done: progress(done, total)
    ran = run_blocks(study, keeper, ranges_of(total, size), told=told)
    return [each.block for each in ran if each.block is not None]


def _once(call: Callable[[], None] | None) -> Callable[[], None]:
    waiting = [] if call is None else [call]
    return lambda: waiting.pop()() if waiting else None


def _after(told: Told | None, done: int) -> Told | None:
    return None if told is None else lambda part: told(done + part)


def _have(keeper: Keeper[Block] | None, stands: Block | None) -> int:
    return 0 if keeper is None or stands is None else keeper.form.count(stands)


def _kept(
    study: Study[Block],
    keeper: Keeper[Block] | None,
    what: Range,
    told: Told | None,
    starts: Callable[[], None],
) -> Block | None:
    """A block as it stands, or run as far as it does not; None where it failed."""
    index, first, count = what
    if keeper is None:
        starts()
        return study.run(first, count, told)
    if keeper.failed(index, first, count):
        return None
    stands = keeper.read(index, first)
    have = _have(keeper, stands)
    if stands is not None and have >= count:
        return keeper.form.cut(stands, count)
    starts()
    block = study.run(first + have, count - have, told)
    if stands is not None:
        block = keeper.form.join([stands, block])
    keeper.write(index, first, block)
    return block


class _Ahead(Generic[Block]):
    """Blocks in order, while others run ahead of them."""

    def __init__(
        self,
        study: Study[Block],
        keeper: Keeper[Block] | None,
        executor: Executor,
        ranges: Sequence[Range],
        told: Told | None,
        starts: Callable[[], None],
    ) -> None:
        self.study, self.keeper, self.executor, self.told = study, keeper, executor, told
        self.ranges, self.starts = ranges, starts
        self.ready: dict[int, Block | None] = {}
        self.running: dict[int, Future[Block]] = {}
        self.standing: dict[int, Block] = {}
        self.lost: Counter[int] = Counter()
        self.done = 0

    def __enter__(self) -> _Ahead[Block]:
        return self

    def __exit__(self, *_: object) -> None:
        for future in self.running.values():
            future.cancel()

    def __iter__(self) -> Iterator[Ran[Block]]:
        submitted = 0
        for place, (index, first, count) in enumerate(self.ranges):
            while True:
                most = min(len(self.ranges), place + 2 * self.executor.workers)
                for at in range(submitted, most):
                    self._start(at)
                submitted = max(submitted, most)
                if place in self.ready:
                    break
                self._wait()
            yield Ran(index, first, count, self.ready.pop(place))

    def _start(self, at: int) -> None:
        """Read a block, or send it off as far as it does not stand."""
        index, first, count = self.ranges[at]
        have = 0
        if self.keeper is not None:
            if self.keeper.failed(index, first, count):
                self._finish(at, None)
                return
            stands = self.keeper.read(index, first)
            have = _have(self.keeper, stands)
            if stands is not None and have >= count:
                self._finish(at, self.keeper.form.cut(stands, count))
                return
            if stands is not None:
                self.standing[at] = stands
        self.starts()
        self.running[at] = self.executor.submit(*self._work(at))

    def _finish(self, at: int, block: Block | None) -> None:
        self.ready[at] = block
        self.done += self.ranges[at][2]
        if self.told is not None:
            self.told(self.done)

    def _wait(self) -> None:
        """Take in what is done next; run again what a lost worker had."""
        wait(self.running.values(), return_when=FIRST_COMPLETED)
        ended = [at for at, future in self.running.items() if future.done()]
        lost, failed = [], []
        for at in ended:
            future = self.running.pop(at)
            error = future.exception()
            if error is None:
                self._take(at, future.result())
            elif is_worker_lost(error):
                lost.append(at)
            else:
                failed.append(error)
        # Only now: what has ended beside it is kept.
        if failed:
            raise failed[0]
        if lost:
            self.executor.renew()
            self.lost.update(lost)
            again = [at for at in lost if self.lost[at] < 2]
            for at in lost:
                if at not in again:
                    # What runs beside it might kill its worker for it.
                    wait(self.running.values())
                    self._alone(at)
            for at in again:
                self.running[at] = self.executor.submit(*self._work(at))

    def _work(self, at: int) -> tuple[Callable[[int, int], Block], int, int]:
        _, first, count = self.ranges[at]
        have = _have(self.keeper, self.standing.get(at))
        return self.study.run, first + have, count - have

    def _alone(self, at: int) -> None:
        """Run a block alone that has lost two workers; if it loses a third, it has failed."""
        index, first, count = self.ranges[at]
        try:
            block = self.executor.alone(*self._work(at))
        except Exception as error:
            if not is_worker_lost(error):
                raise
            if self.keeper is not None:
                self.keeper.fail(index, first, count)
            self._finish(at, None)
        else:
            self._take(at, block)

    def _take(self, at: int, block: Block) -> None:
        index, first, _ = self.ranges[at]
        if self.keeper is not None:
            if at in self.standing:
                block = self.keeper.form.join([self.standing.pop(at), block])
            self.keeper.write(index, first, block)
        self._finish(at, block)
