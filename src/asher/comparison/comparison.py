"""Courses of action side by side: estimates of each, and paired differences of all pairs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from asher.comparison.between_draws import (
    Draws,
    Interval,
    spread_between,
    widened,
    widened_share,
)
from asher.comparison.break_even import deterrence
from asher.comparison.by_severity import Further, summary_by_severity
from asher.comparison.estimates import (
    Difference,
    Estimate,
    estimate,
    gap_of,
    mean_of,
    paired_difference,
    restricted,
)
from asher.comparison.intervals import share_interval
from asher.comparison.notebook import comparison_html
from asher.comparison.stopping import Stopping
from asher.documents import listed
from asher.runs.identity import Origin
from asher.simulation.metrics import ENDINGS
from asher.simulation.outcome import Outcome
from asher.simulation.severity import ALL, how_rare, which_attacks

if TYPE_CHECKING:
    from asher.comparison.effect import Effect, UnderSide
    from asher.scenario.scenario import Scenario

_QUANTILES = ("median", "p10", "p90")
_SUMMARY_KEYS = (
    "mean",
    "lower",
    "upper",
    *(f"{name}{end}" for name in _QUANTILES for end in ("", "_lower", "_upper")),
    "n",
    "share",
)
_DIFFERENCE_KEYS = ("a", "b", "metric", "mean", "lower", "upper", "probability_a_lower")
# Of those whose calibrated numbers are drawn.
_CHANCE_KEYS = ("chance_lower", "chance_upper")


class Failed(NamedTuple):
    """Replications that failed: whatever worker ran them died. They are in no figure."""

    first: int  # Number of the first of them
    replications: int  # How many


@dataclass(frozen=True, eq=False)
class Comparison:
    """Courses of action compared on the same incidents.

    Parameters
    ----------
    scenario : Scenario
        What was run.
    outcome : Outcome
        What happened: one row per course of action, one column per replication.
    stopping : Stopping or None
        Why the run stopped where it did; None if the number of replications was given.
    origin : Origin or None
        What made the replications, if they were read from a folder.
    failed : tuple of Failed
        Replications that failed.
    effects : tuple of Effect
        What assumptions do to the differences, if that was tried.
    sides : tuple of UnderSide
        The differences under each side of the disputes that bear on them, if that was tried.
    further : tuple of Further or None
        Attacks of one part by severity each, run beside these; they count in results by severity
        alone. None if none were asked for.

    Notes
    -----
    Every interval is a 95 % interval for one figure; no allowance is made for looking at many
    figures at once. Where calibrated numbers are drawn, it is for the figure under one set of
    them, the right one, and so holds what is not known of these as well as chance: more
    replications narrow only the part of chance. Quantiles and odds have chance alone.
    """

    scenario: Scenario
    outcome: Outcome
    stopping: Stopping | None = None
    origin: Origin | None = None
    failed: tuple[Failed, ...] = ()
    effects: tuple[Effect, ...] = ()
    sides: tuple[UnderSide, ...] = ()
    further: tuple[Further, ...] | None = None
    _estimates: dict[tuple[str, str], Estimate] = field(
        default_factory=dict, init=False, repr=False
    )

    @property
    def is_of_this_model(self) -> bool:
        """Whether an incident run now would be one of these."""
        return self.origin is None or not self.origin.unlike

    @property
    def n_failed(self) -> int:
        """Number of replications that failed."""
        return sum(each.replications for each in self.failed)

    @property
    def failed_words(self) -> str:
        """Say which replications failed; empty where none did."""
        if not self.failed:
            return ""
        shown = listed(
            f"{each.first} to {each.first + each.replications - 1}" for each in self.failed
        )
        return (
            f"{self.n_failed:,} replications failed, since every worker that ran them died "
            f"(seed {self.outcome.seed}, numbers {shown}); they are in no figure."
        )

    @property
    def severity_words(self) -> str:
        """Say which attacks these are, where they are not all; else empty."""
        severity = self.outcome.severity
        if severity == ALL:
            return ""
        rare = how_rare(severity)
        return (
            f"Only {which_attacks(severity)}.{' ' if rare else ''}{rare} "
            "No figure is a mean over all attacks."
        )

    @property
    def stopping_words(self) -> str:
        """Say why the run stopped where it did; empty where nothing was asked."""
        if self.stopping is None:
            return ""
        said = str(self.stopping)
        return f"{said[0].upper()}{said[1:]}{'' if self.draws is None else ', by chance alone'}."

    @property
    def courses(self) -> tuple[str, ...]:
        """Names of the courses of action, in the scenario's order."""
        return self.outcome.courses

    def metric(self, course: str, metric: str) -> Estimate:
        """Return what the replications say about one metric of one course of action.

        Parameters
        ----------
        course : str
            Name of the course of action.
        metric : str
            Name of the metric.

        Returns
        -------
        Estimate
            Mean, interval, quantiles and share.

        Raises
        ------
        SimulationError
            If either name is unknown.
        """
        key = (course, metric)
        if key not in self._estimates:
            values = self.outcome.values(course, metric)
            kind = self.outcome.find_metric(metric).kind
            self._estimates[key] = estimate(values, kind=kind, draws=self.draws)
        return self._estimates[key]

    def difference(self, a: str, b: str, *, metric: str) -> Difference:
        """Return how two courses of action differ in a metric, incident by incident.

        Parameters
        ----------
        a, b : str
            Names of the courses of action.
        metric : str
            Name of the metric.

        Returns
        -------
        Difference
            A minus B. For a time, the difference of means restricted to the scenario's horizon.

        Raises
        ------
        SimulationError
            If a name is unknown.
        """
        of_a, of_b = self._paired(a, metric), self._paired(b, metric)
        mean, lower, upper, below = paired_difference(of_a, of_b)
        alone = {} if self.draws is None else {"chance_lower": lower, "chance_upper": upper}
        ends = widened((mean, lower, upper), spread_between(of_a - of_b, self.draws))
        return Difference(a, b, metric, *ends, below, n=self.outcome.n, **alone)

    @cached_property
    def draws(self) -> Draws | None:
        """The draw of the calibrated numbers that each replication met; None if as stated."""
        from asher.simulation.posterior import draws_met

        return draws_met(self.scenario, self.outcome.replications)

    def mean_of(self, values: NDArray[np.float64]) -> Interval:
        """Return the mean of what is worked out from several metrics, with its interval.

        Parameters
        ----------
        values : ndarray of float64, shape (n,)
            A value >= 0 for each replication; those that are NaN are left out.

        Returns
        -------
        mean, lower, upper : float
            As `metric` has them.
        """
        return mean_of(values, self.draws)

    def share_of(self, happened: NDArray[np.bool_]) -> Interval:
        """Return the share of replications in which something happened, with its interval."""
        found = share_interval(int(np.count_nonzero(happened)), len(happened))
        return widened_share(found, spread_between(happened, self.draws))

    def gap_of(self, a: NDArray[np.float64], b: NDArray[np.float64]) -> Interval:
        """Return how two such series differ, pair by pair, as `difference` has it; NaN left out."""
        return gap_of(a, b, self.draws)

    def odds(self, a: str, b: str, *, metric: str) -> tuple[int, int, int]:
        """Count the incidents in which A is lower than B, the same and higher, as `gaps` has it."""
        gaps = self.gaps(a, b, metric=metric)
        lower, higher = int(np.count_nonzero(gaps < 0)), int(np.count_nonzero(gaps > 0))
        return lower, len(gaps) - lower - higher, higher

    def gaps(self, a: str, b: str, *, metric: str) -> NDArray[np.float64]:
        """Return A minus B in every incident; a time that never came counts as the horizon."""
        return self._paired(a, metric) - self._paired(b, metric)

    def differences(self, metric: str) -> tuple[Difference, ...]:
        """Return the differences of all pairs, in the scenario's order.

        Parameters
        ----------
        metric : str
            Name of the metric.

        Returns
        -------
        tuple of Difference
            Of each pair (a, b) in which a stands before b.

        Raises
        ------
        SimulationError
            If there is no such metric.
        """
        return tuple(self.difference(a, b, metric=metric) for a, b in combinations(self.courses, 2))

    def ending_shares(self, course: str) -> dict[str, float]:
        """Return how the attack ended, as shares of the replications.

        Parameters
        ----------
        course : str
            Name of the course of action.

        Returns
        -------
        dict of str to float
            A share for each category in `ENDINGS`; they sum to 1.

        Raises
        ------
        SimulationError
            If there is no such course.
        """
        row = self.outcome.ending[self.outcome.course_index(course)]
        counts = np.bincount(row, minlength=len(ENDINGS))
        return {name: int(counts[i]) / self.outcome.n for i, name in enumerate(ENDINGS)}

    def ending_share(self, course: str, ending: str) -> Interval:
        """Return the share of one category of `ENDINGS` under a course, with its interval."""
        row = self.outcome.ending[self.outcome.course_index(course)]
        return self.share_of(row == ENDINGS.index(ending))

    def summary(self) -> dict[str, Any]:
        """Return every figure as plain values, as `summary.json` holds them.

        Returns
        -------
        dict
            Figures that are not known are None. The key ``stopping`` is there only if a rule
            decided on the number of replications, ``deterrence`` only if the scenario states it,
            ``failed`` only if some replications failed, ``severity`` only if the attacks are not
            all, ``by_severity`` only if further ones were asked for, ``chance_lower`` and
            ``chance_upper`` of a figure only if calibrated numbers are drawn.
        """
        alone = () if self.draws is None else _CHANCE_KEYS
        of_metric, of_pair = (*_SUMMARY_KEYS, *alone), (*_DIFFERENCE_KEYS, *alone)
        document: dict[str, Any] = {
            "scenario": self.scenario.title,
            **self._which_attacks(),
            "seed": self.outcome.seed,
            "replications": self.outcome.n,
            "courses_of_action": {
                course: {
                    "metrics": {
                        metric.name: _plain(asdict(self.metric(course, metric.name)), of_metric)
                        for metric in self.outcome.metrics
                    },
                    "ending": self.ending_shares(course),
                }
                for course in self.courses
            },
            "differences": [
                _plain(asdict(difference), of_pair)
                for metric in self.outcome.metrics
                for difference in self.differences(metric.name)
            ],
        }
        if deterred := deterrence(self.scenario, self.outcome):
            document["deterrence"] = [_plain(asdict(each), asdict(each)) for each in deterred]
        if self.further is not None:
            document["by_severity"] = summary_by_severity(self)
        if self.stopping is not None:
            document["stopping"] = _plain(asdict(self.stopping), asdict(self.stopping))
        if self.failed:
            document["failed"] = [
                {"seed": self.outcome.seed, **each._asdict()} for each in self.failed
            ]
        return document

    def _which_attacks(self) -> dict[str, Any]:
        low, high = self.outcome.severity
        about = {"words": self.severity_words, "from": low, "up_to": high}
        return {"severity": about} if self.severity_words else {}

    def _paired(self, course: str, metric: str) -> NDArray[np.float64]:
        values = self.outcome.values(course, metric)
        if self.outcome.find_metric(metric).is_time:
            return restricted(values, horizon_s=self.scenario.horizon)
        return values

    def __repr__(self) -> str:
        return (
            f"<Comparison of {', '.join(self.courses)}: {self.outcome.n:,} replications, "
            f"seed {self.outcome.seed}>"
        )

    def _repr_html_(self) -> str:
        return comparison_html(self)


def _plain(values: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    # JSON has no NaN: a figure that is not known is null.
    return {
        key: None
        if isinstance(values[key], float) and not math.isfinite(values[key])
        else values[key]
        for key in keys
    }
