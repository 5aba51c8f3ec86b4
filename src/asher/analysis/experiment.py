"""An experiment: replications run in blocks that are kept, so that it can stop and resume."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from asher.analysis.comparison import Comparison
from asher.analysis.results import ResultsFolder
from asher.analysis.stopping import Stopping, StoppingRule, widest_interval
from asher.errors import ResultsError, SimulationError
from asher.simulation.outcome import Outcome

if TYPE_CHECKING:
    from asher.scenario.scenario import Scenario

Progress = Callable[[int, int], None]
BLOCK_SIZE = 100
# Where a stopping rule ends when it is not met and no other number is given.
LARGEST = 20_000


class Simulate(Protocol):
    """What runs a range of replications of every course of action."""

    def __call__(
        self,
        scenario: Scenario,
        *,
        replications: int,
        seed: int,
        first: int,
        threads: int | None,
        progress: Progress | None,
    ) -> Outcome:
        """Run replications ``first`` to ``first + replications - 1``."""


@dataclass(frozen=True)
class Experiment:
    """A scenario, the seed it is run with, and where its blocks are kept.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    seed : int
        Seed of its streams.
    folder : ResultsFolder or None
        Where blocks are kept; None keeps them in memory only.
    threads : int or None
        Threads to use; None means all. The results do not depend on it.
    block_size : int
        Replications in a block, >= 1. The results do not depend on it.
    simulate : callable or None
        What runs a range of replications; None means the site scale.
    before : callable or None
        Called before a range is run; not where all replications stand already.
    """

    scenario: Scenario
    seed: int
    folder: ResultsFolder | None = None
    threads: int | None = None
    block_size: int = BLOCK_SIZE
    simulate: Simulate | None = None
    before: Callable[[], None] | None = None

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

        Returns
        -------
        Comparison
            Of all replications.

        Raises
        ------
        SimulationError
            If the folder holds another study or cannot be read, or no replication is asked for.

        Notes
        -----
        The rule is looked at after every block, in order, whether the block was run or read; so an
        interrupted and resumed run ends where an uninterrupted one does.
        """
        if replications < 1:
            raise SimulationError(f"replications: {replications}; at least 1 is needed")
        with self.folder.locked() if self.folder else nullcontext():
            if self.folder:
                self.folder.open(self.scenario, seed=self.seed, block_size=self.block_size)
            outcome, stopping = self._run_blocks(replications, rule, progress)
            comparison = Comparison(self.scenario, outcome, stopping)
            if self.folder:
                self.folder.write(self.folder.summary_path, comparison.summary())
            return comparison

    def _run_blocks(
        self, replications: int, rule: StoppingRule | None, progress: Progress | None
    ) -> tuple[Outcome, Stopping | None]:
        blocks: list[Outcome] = []
        # How many a rule needs is not known before its first look.
        done, expected = 0, min(replications, rule.minimum) if rule else replications
        stopping = None
        while done < replications:
            wanted = min(self.block_size, replications - done)
            expected = max(expected, done + wanted)
            block = self._block(len(blocks), wanted, _shifted(progress, done, expected))
            blocks.append(block)
            done += block.n
            if rule is not None:
                stopping, expected = self._judge(rule, blocks, done, replications)
            if progress:
                progress(done, max(done, expected))
            if stopping is not None and stopping.met:
                break
        return blocks[0].concatenate(blocks[1:]), stopping

    def _block(self, index: int, wanted: int, progress: Progress | None) -> Outcome:
        first = index * self.block_size
        stands = None
        if self.folder:
            stands = self.folder.read_block(index, scenario=self.scenario, seed=self.seed)
        have = 0 if stands is None else stands.n
        if stands is not None and have >= wanted:
            return stands.select(replications=np.arange(first, first + wanted))

        if self.before:
            self.before()
        block = (self.simulate or _site())(
            self.scenario,
            replications=wanted - have,
            seed=self.seed,
            first=first + have,
            threads=self.threads,
            progress=progress,
        )
        if stands is not None:
            block = stands.concatenate([block])
        if self.folder:
            self.folder.write_block(index, block)
        return block

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


def read_results(folder: Path | str) -> Comparison:
    """Read a results folder.

    Parameters
    ----------
    folder : path
        A folder that `compare` wrote. If the run was interrupted, the blocks that stand are read.

    Returns
    -------
    Comparison
        The same as the run returned.

    Raises
    ------
    ResultsError
        If it is not a results folder, is damaged, or holds no block yet.
    """
    from asher.scenario.scenario import Scenario

    results = ResultsFolder(Path(folder))
    manifest = results.read_manifest()
    summary = results.read_summary() or {}
    scenario = Scenario.from_document(manifest["scenario"])
    blocks: list[Outcome] = []
    while block := results.read_block(len(blocks), scenario=scenario, seed=manifest["seed"]):
        blocks.append(block)
        if block.n < manifest["block_size"]:
            break
    if not blocks:
        raise ResultsError(f"{results.path}: no block of replications was finished yet")
    outcome = blocks[0].concatenate(blocks[1:])
    n = summary.get("replications", outcome.n)
    if n > outcome.n:
        raise ResultsError(
            f"{results.path}: the summary is of {n} replications, but only {outcome.n} stand; "
            "run the comparison again to fill the gap"
        )
    stopping = Stopping(**summary["stopping"]) if "stopping" in summary else None
    return Comparison(scenario, outcome.select(replications=outcome.replications[:n]), stopping)


def _shifted(progress: Progress | None, done: int, expected: int) -> Progress | None:
    if progress is None:
        return None

    def inside(part: int, _whole: int) -> None:
        # The whole of the block, below the end of a run that may go on, is told by the run.
        progress(done + part, expected)

    return inside


def _site() -> Simulate:
    from asher.simulation.site import simulate

    return simulate
