"""The study of a comparison: every course of action in a range of replications."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from asher.comparison.results import model_of
from asher.errors import SimulationError
from asher.runs.blocks import Progress, Told
from asher.runs.identity import unlike_there
from asher.simulation.outcome import Outcome
from asher.simulation.severity import ALL, Severity

if TYPE_CHECKING:
    from asher.scenario.scenario import Scenario


class Simulate(Protocol):
    """What runs a range of replications of every course of action."""

    def __call__(  # noqa: PLR0913 - as the ways in from outside
        self,
        scenario: Scenario,
        *,
        replications: int,
        seed: int,
        first: int,
        threads: int | None,
        progress: Progress | None,
        severity: Severity,
    ) -> Outcome:
        """Run replications ``first`` to ``first + replications - 1``."""


@dataclass(frozen=True)
class Replications:
    """The study that a comparison runs: every course of action in a range of replications."""

    # As in `Experiment`.
    scenario: Scenario
    seed: int
    threads: int | None = None
    simulate: Simulate | None = None
    # What decides a replication besides the user's choice, where the study is sent elsewhere: a
    # worker that has it otherwise refuses.
    model: Mapping[str, str] | None = None
    severity: Severity = ALL  # As in `Experiment`

    def run(self, first: int, count: int, told: Told | None = None) -> Outcome:
        """Run replications ``first`` to ``first + count - 1``; see `runs.blocks.Study`."""
        if self.model is not None:
            _check_model(self.model, model_of(self.scenario))
        return (self.simulate or _site())(
            self.scenario,
            replications=count,
            seed=self.seed,
            first=first,
            threads=self.threads,
            progress=None if told is None else lambda done, _: told(done),
            severity=self.severity,
        )


def _check_model(wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
    """Refuse to run a study that was sent by another model."""
    if unlike := unlike_there(wanted, found):
        raise SimulationError(
            f"a worker runs another model than this program ({', '.join(unlike)} there); "
            "install the same versions on all machines"
        )


def _site() -> Simulate:
    from asher.simulation.site import simulate

    return simulate
