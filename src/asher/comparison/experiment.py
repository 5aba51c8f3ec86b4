"""An experiment: replications run in blocks that are kept, so that it can stop and resume."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from asher.comparison.comparison import Comparison, Failed
from asher.comparison.disputes import disputes_on, incidents_for_sides, under_sides
from asher.comparison.effect import Findings
from asher.comparison.replications import Replications, Simulate
from asher.comparison.results import ResultsFolder, model_of
from asher.comparison.sensitivity import ASSUMPTIONS, effects, incidents_for
from asher.comparison.stopping import Stopping, StoppingRule, widest_interval
from asher.errors import SimulationError
from asher.runs.blocks import Progress, Ran, Range, Told, ranges_of, run_blocks
from asher.runs.claims import locked
from asher.runs.executor import Executor
from asher.runs.keeper import Keeper
from asher.runs.whole import write_json
from asher.simulation.outcome import Outcome
from asher.simulation.severity import ALL, Severity, require_severity

if TYPE_CHECKING:
    from asher.comparison.needs import MemoryNeeded
    from asher.scenario.scenario import Scenario

BLOCK_SIZE = 100
# Where a stopping rule ends when it is not met and no other number is given.
LARGEST = 20_000


@dataclass(frozen=True)
class Experiment:
    """A scenario, the seed it is run with, and where its blocks are kept and run."""

    scenario: Scenario  # What is run
    seed: int  # Seed of its streams
    folder: ResultsFolder | None = None  # Where blocks are kept; None keeps them in memory only
    threads: int | None = None  # Threads to use; None means all. The results do not depend on it.
    block_size: int = BLOCK_SIZE  # Replications in a block, >= 1. The results do not depend on it.
    simulate: Simulate | None = None  # What runs a range of replications; None means the site scale
    # Called once before the first block is run, with the memory that is needed, as far as that is
    # known; not where all replications stand already.
    before: Callable[[MemoryNeeded | None], None] | None = None
    # Where blocks are run; None means here, over threads. The results do not depend on it.
    executor: Executor | None = None
    # Which attacks are run, as shares of attacks that are milder, from and up to.
    severity: Severity = ALL

    def __post_init__(self) -> None:
        """Refuse severities that are no part of all attacks."""
        require_severity(self.severity, self.scenario)

    def run(
        self,
        *,
        replications: int,
        rule: StoppingRule | None = None,
        progress: Progress | None = None,
    ) -> Comparison:
        """Run replications, or read them where they stand, and write the summary.

        Parameters
        ----------
        replications : int
            How many, >= 1; with a rule, the largest number.
        rule : StoppingRule, optional
            Run until it is met.
        progress : callable, optional
            Called with the replications done and those expected in all.

        Raises
        ------
        SimulationError
            If the folder holds another study or cannot be read, or no replication is asked for.
        TooLargeError
            If there is not memory enough.

        Notes
        -----
        The rule is looked at after every block, in order, whether the block was run or read; so an
        interrupted and resumed run ends where an uninterrupted one does.
        """
        if replications < 1:
            raise SimulationError(f"replications: {replications}; at least 1 is needed")
        needed = self._needed(replications)
        if needed is not None:
            needed.check()
        with self._kept() as keeper:
            comparison = self._run_blocks(keeper, needed, replications, rule, progress)
            if self.folder:
                write_json(self.folder.summary_path, comparison.summary())
            return comparison

    def _needed(self, replications: int) -> MemoryNeeded | None:
        """Memory that replications take on the site scale; of another it is not known."""
        from asher.comparison.needs import memory_needed

        if self.simulate is not None:
            return None
        processes = 0 if self.executor is None else self.executor.processes
        return memory_needed(
            self.scenario,
            replications=replications,
            threads=self.threads,
            processes=processes,
            report=self.folder is not None,
        )

    def run_shard(
        self, shard: tuple[int, int], *, replications: int, progress: Progress | None = None
    ) -> tuple[int, tuple[Failed, ...]]:
        """Run one share of the blocks and keep them, to be merged with the others.

        Parameters
        ----------
        shard : tuple of int
            Which share, from 1, and of how many: every so many blocks, in turn.
        replications : int
            Of all shares together, >= 1.
        progress : callable, optional
            Called with the replications done and those of this share.

        Returns
        -------
        replications : int
            Of this share, without those that failed.
        failed : tuple of Failed
            Blocks that failed.

        Raises
        ------
        SimulationError
            If there is no folder, or it holds another study.
        """
        if self.folder is None:
            raise SimulationError("a shard needs a results folder of its own (--out)")
        number, of = shard
        ranges = [
            each for each in ranges_of(replications, self.block_size) if each[0] % of == number - 1
        ]
        whole = sum(count for _, _, count in ranges)
        with self._kept() as keeper:
            write_json(self.folder.share_path, {"share": number, "of": of, "whole": replications})
            told = None if progress is None else lambda done: progress(done, whole)
            ran = self._blocks(keeper, self._needed(whole), ranges, told)
            failed = [Failed(each.first, each.count) for each in ran if each.block is None]
        return whole - sum(each.replications for each in failed), tuple(failed)

    def try_assumptions(
        self, comparison: Comparison, *, progress: Progress | None = None
    ) -> Comparison:
        """Try what the comparison hangs on, and each side of what is disputed.

        Parameters
        ----------
        comparison : Comparison
            What `run` returned.
        progress : callable, optional
            Called with the assumptions and disputes tried and their number.

        Returns
        -------
        Comparison
            The same with its `effects` and `sides`, on the first of its incidents; without any
            where it has one course of action, or too few replications to be worth while.

        Raises
        ------
        SimulationError
            If the folder holds another study.
        """
        n = incidents_for(comparison.outcome.n)
        if not n or len(comparison.courses) < 2:
            return comparison

        def run(scenario: Scenario, n: int) -> Outcome:
            study = Replications(
                scenario, self.seed, self.threads, self.simulate, severity=self.severity
            )
            return study.run(0, n)

        found, steps = Findings(), count(1)
        expected = len(ASSUMPTIONS) + len(disputes_on(self.scenario))
        with self._kept() as keeper:
            identity = None if keeper is None else keeper.identity
            known = (
                self.folder.read_findings(identity, n) if self.folder and identity else Findings()
            )
            for found in _tried(comparison, run, n, known):
                is_new = sum(map(len, found)) > sum(map(len, known))
                if self.folder and identity and is_new:
                    self.folder.write_findings(identity, n, found)
                if progress is not None:
                    progress(next(steps), expected)
        return replace(comparison, effects=found.effects, sides=found.sides)

    @contextmanager
    def _kept(self) -> Iterator[Keeper[Outcome] | None]:
        """The keeper of the folder, which is locked meanwhile."""
        if self.folder is None:
            yield None
            return
        with locked(self.folder.path):
            yield self.folder.open(
                self.scenario,
                seed=self.seed,
                block_size=self.block_size,
                severity=self.severity,
            )

    def _blocks(
        self,
        keeper: Keeper[Outcome] | None,
        needed: MemoryNeeded | None,
        ranges: Sequence[Range],
        told: Told | None,
    ) -> Iterator[Ran[Outcome]]:
        study = Replications(
            self.scenario,
            self.seed,
            # Elsewhere a block has one thread.
            threads=self.threads if self.executor is None else 1,
            simulate=self.simulate,
            model=None if self.executor is None else model_of(self.scenario),
            severity=self.severity,
        )
        before = None if self.before is None else partial(self.before, needed)
        return run_blocks(study, keeper, ranges, executor=self.executor, told=told, before=before)

    def _run_blocks(
        self,
        keeper: Keeper[Outcome] | None,
        needed: MemoryNeeded | None,
        replications: int,
        rule: StoppingRule | None,
        progress: Progress | None,
    ) -> Comparison:
        blocks: list[Outcome] = []
        failed: list[Failed] = []
        # How many a rule needs is not known before its first look.
        done, expected = 0, min(replications, rule.minimum) if rule else replications
        stopping = None

        def told(part: int) -> None:
            if progress:
                progress(part, max(part, expected))

        ran = self._blocks(keeper, needed, ranges_of(replications, self.block_size), told)
        for each in ran:
            if each.block is None:
                failed.append(Failed(each.first, each.count))
                continue
            blocks.append(each.block)
            done += each.block.n
            if rule is not None:
                stopping, expected = self._judge(rule, blocks, done, replications)
            told(done)
            if stopping is not None and stopping.met:
                ran.close()  # type: ignore[attr-defined]  # a generator: what runs ahead is left off
                break
        if not blocks:
            raise SimulationError(
                f"every block killed the workers that ran it (seed {self.seed}, replications 0 to "
                f"{replications - 1}); is there enough memory? Run `asher doctor`"
            )
        outcome = blocks[0].concatenate(blocks[1:])
        return Comparison(self.scenario, outcome, stopping, failed=tuple(failed))

    def _judge(
        self, rule: StoppingRule, blocks: list[Outcome], done: int, largest: int
    ) -> tuple[Stopping, int]:
        column = np.concatenate([block.columns[rule.metric] for block in blocks], axis=1)
        half, (a, b) = widest_interval(
            rule, column, courses=blocks[0].courses, horizon_s=self.scenario.horizon
        )
        met = half <= rule.half_width and done >= min(rule.minimum, largest)
        stopping = Stopping(rule.text, met, half, a, b, len(rule.pairs), done)
        # An interval shrinks with the square root of the number of replications.
        needed = done * (half / rule.half_width) ** 2
        return stopping, int(min(largest, max(needed, rule.minimum, done)))


def _tried(
    comparison: Comparison, run: Callable[[Scenario, int], Outcome], n: int, known: Findings
) -> Iterator[Findings]:
    """Try assumptions and disputes one by one; gives all that is found so far after each."""
    found = Findings()
    for effect in effects(comparison.scenario, lambda one: run(one, n), known=known.effects):
        found = found._replace(effects=(*found.effects, effect))
        yield found
    more = incidents_for_sides(comparison.outcome.n)
    for sides in under_sides(comparison, lambda one: run(one, more), n=more, known=known.sides):
        found = found._replace(sides=(*found.sides, *sides))
        yield found
