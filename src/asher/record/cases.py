"""A case beside its prediction: where what was observed falls among the replications."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from asher.comparison.estimates import estimate
from asher.evidence import statistic
from asher.simulation.metrics import METRICS

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison
    from asher.record.case_files import Case, Observed
    from asher.scenario.response import Response
    from asher.simulation.outcome import Outcome

INSIDE, OUTSIDE, PARTLY, NEVER = "inside", "outside", "partly inside", "never came"
OWN, STANDS_IN, ANOTHER = "own response", "stand-in", "another course of action"
LIMITS = (
    "One case is one draw. Even if the model is right, a figure lies outside its 80 % interval in "
    "one of five cases; and a figure inside shows only that the model does not exclude it.",
    "The figures of one case are connected: many killed and a late end are one finding, not two.",
    "Nothing is fitted to a single case, and no figure here is a score. National figures that the "
    "defaults rest on count these cases among others.",
    "The plan is schematic, and accounts of a case differ; where they do, an interval is given.",
)
COUNTED = (
    "Killed and wounded count occupants, wounded by gunfire only; officers are counted apart. "
    "The attack counts as over once nobody is attacked any more."
)
FEWEST = 10
"""Attacks below which nothing is said of those that are nearly as severe as a case (judgement)."""
_CHOSEN_BY = ("killed", "wounded")
# The clocks of the response that decide when a moment comes.
_CLOCKS = {
    "time_to_call_s": ("call",),
    "time_to_dispatch_s": ("call", "dispatch"),
    "time_to_arrival_s": ("travel",),
    "time_to_entry_s": ("forming", "next_officer", "tactical_team"),
}


@dataclass(frozen=True)
class Placement:
    """Where what was observed of one metric falls among the replications."""

    metric: str
    observed: Observed  # What was observed
    source: str  # Where that comes from
    n: int  # Replications with a value: all of them, or those in which the moment came
    share: float  # Their share of all replications
    # Quantiles of these values; NaN if there is none.
    median: float
    p10: float
    p90: float
    # Mid-ranks of the lower and of the upper end of what was observed among these values, in per
    # cent; NaN if there is none.
    percentiles: tuple[float, float]
    is_stated: bool = False  # Whether the scenario states the clock behind it, from the same case

    @property
    def verdict(self) -> str:
        """Where it lies: inside, partly inside or outside the 80 % interval, or never came."""
        if self.n == 0:
            return NEVER
        low, high = self.observed.low, self.observed.high
        if self.p10 <= low and high <= self.p90:
            return INSIDE
        return OUTSIDE if high < self.p10 or low > self.p90 else PARTLY


@dataclass(frozen=True)
class AsSevere:
    """How often as many people are killed or wounded as in a case: its return level."""

    observed: int  # Occupants killed or wounded in the case
    n: int  # Replications in which as many were
    # Their share of all, with its 95 % interval.
    share: float
    lower: float
    upper: float


@dataclass(frozen=True)
class NearlyAsSevere:
    """Where the rest falls in attacks in which at least half as many are killed or wounded."""

    least: int  # Occupants killed or wounded
    n: int  # Replications in which so many were
    placements: tuple[Placement, ...]  # A metric each; killed and wounded were chosen by


@dataclass(frozen=True)
class CaseReplay:
    """A case, how it was run, and where its figures fall."""

    name: str
    case: Case  # What is known of it
    # The course of action that was run.
    course: str
    course_title: str
    role: str  # The case's own response, what stands in for it, or another course of action
    # How it was run.
    seed: int
    replications: int
    scenario_digest: str
    horizon_s: float  # Where a replication was cut off [s]
    unfinished: float  # Share of replications that were
    placements: tuple[Placement, ...]  # A metric each, in the order of all tables
    as_severe: AsSevere | None  # None where it is not known how many were killed or wounded
    nearly: NearlyAsSevere | None  # None where it is not known, or where it hardly ever comes

    def document(self) -> dict[str, Any]:
        """Return everything as plain values, as `case.json` holds them.

        Returns
        -------
        dict
            Figures that are not known are None; times are in seconds.
        """
        return {
            "case": self.name,
            "title": self.case.title,
            "date": self.case.date,
            "place": self.case.place,
            "course_of_action": self.course,
            "role": self.role,
            "seed": self.seed,
            "replications": self.replications,
            "scenario_digest": self.scenario_digest,
            "horizon_s": self.horizon_s,
            "unfinished": self.unfinished,
            "metrics": {placement.metric: _plain(placement) for placement in self.placements},
            "as_severe": None if self.as_severe is None else asdict(self.as_severe),
            "nearly_as_severe": None if self.nearly is None else self._nearly(self.nearly),
            "left_out": self.case.unknown,
            "counted": COUNTED,
            "limits": list(LIMITS),
        }

    @staticmethod
    def _nearly(nearly: NearlyAsSevere) -> dict[str, Any]:
        metrics = {each.metric: _plain(each) for each in nearly.placements}
        return {"least": nearly.least, "n": nearly.n, "metrics": metrics}


def percentile(values: NDArray[np.float64], observed: float) -> float:
    """Return the percentile at which a figure stands among values; ties count half.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Without NaN.
    observed : float
        The figure, in the unit of the values.

    Returns
    -------
    float
        From 0 (below all) to 100 (above all); NaN if there are no values.

    Examples
    --------
    >>> percentile(np.array([1.0, 2.0, 2.0, 9.0]), 2)
    50.0
    """
    if len(values) == 0:
        return math.nan
    below, equal = np.count_nonzero(values < observed), np.count_nonzero(values == observed)
    return 100.0 * (int(below) + int(equal) / 2) / len(values)


def place(
    outcome: Outcome, case: Case, *, course: str, stated: Collection[str] = ()
) -> tuple[Placement, ...]:
    """Find where the observed figures of a case fall among the replications.

    Parameters
    ----------
    outcome : Outcome
        What happened in the replications.
    case : Case
        What was observed.
    course : str
        The course of action that is looked at.
    stated : collection of str
        Metrics whose clocks the scenario states.

    Returns
    -------
    tuple of Placement
        One for each metric that was observed, in the order of `METRICS`.

    Raises
    ------
    SimulationError
        If the outcome has no such course of action.

    Notes
    -----
    Quantiles and percentiles are over the replications in which a moment came; those in which it
    never did count in the share alone.
    """
    found = []
    for metric in METRICS:
        seen = case.observed.get(metric.name)
        if seen is None:
            continue
        values = outcome.values(course, metric.name)
        came = values[~np.isnan(values)]
        figure = estimate(values, kind=metric.kind)
        found.append(
            Placement(
                metric=metric.name,
                observed=seen,
                source=statistic(seen.evidence).citation
                if seen.evidence
                else seen.source or case.source,
                n=len(came),
                share=len(came) / outcome.n,
                median=figure.median,
                p10=figure.p10,
                p90=figure.p90,
                percentiles=(percentile(came, seen.low), percentile(came, seen.high)),
                is_stated=metric.name in stated,
            )
        )
    return tuple(found)


def replay_case(
    name: str, case: Case, comparison: Comparison, *, course: str, role: str = OWN
) -> CaseReplay:
    """Put a case beside the replications of a course of action.

    Parameters
    ----------
    name : str
        Name of the case.
    case : Case
        What was observed.
    comparison : Comparison
        The replications of its scenario.
    course : str
        The course of action that is looked at.
    role : str
        What it is to the case.

    Returns
    -------
    CaseReplay
        Where the observed figures fall.

    Raises
    ------
    SimulationError
        If the replications hold no such course of action.
    """
    scenario, outcome = comparison.scenario, comparison.outcome
    unfinished = float(np.mean(outcome.values(course, "unfinished")))
    shown = scenario.course(course)
    stated = stated_clocks(shown.response.over(scenario.response))
    return CaseReplay(
        name=name,
        case=case,
        course=course,
        course_title=shown.title or course,
        role=role,
        seed=outcome.seed,
        replications=outcome.n,
        scenario_digest=outcome.scenario_digest,
        horizon_s=scenario.horizon,
        unfinished=unfinished,
        placements=place(outcome, case, course=course, stated=stated),
        as_severe=_as_severe(comparison, case, course),
        nearly=_nearly_as_severe(outcome, case, course=course, stated=stated),
    )


def _hurt(case: Case) -> int | None:
    if not {*_CHOSEN_BY} <= {*case.observed}:
        return None
    return int(sum(case.observed[name].low for name in _CHOSEN_BY))


def _nearly_as_severe(
    outcome: Outcome, case: Case, *, course: str, stated: Collection[str]
) -> NearlyAsSevere | None:
    """Place what is left, given how severe it was: in attacks at least half as severe."""
    observed = _hurt(case)
    if observed is None:
        return None
    least = math.ceil(observed / 2)
    (chosen,) = np.nonzero(outcome.values(course, "casualties") >= least)
    if len(chosen) < FEWEST:
        return None
    few = outcome.select(replications=outcome.replications[chosen])
    placements = place(few, case, course=course, stated=stated)
    return NearlyAsSevere(
        least, len(chosen), tuple(one for one in placements if one.metric not in _CHOSEN_BY)
    )


def _as_severe(comparison: Comparison, case: Case, course: str) -> AsSevere | None:
    observed = _hurt(case)
    if observed is None:
        return None
    happened = comparison.outcome.values(course, "casualties") >= observed
    return AsSevere(observed, int(happened.sum()), *comparison.share_of(happened))


def stated_clocks(response: Response) -> frozenset[str]:
    """Name the times whose clocks are stated instead of being the default.

    Parameters
    ----------
    response : Response
        That of the scenario of a case, whose clocks come from the same case.

    Returns
    -------
    frozenset of str
        Metrics; that their figure lies inside says nothing about the model.
    """
    default = type(response)()
    return frozenset(
        metric
        for metric, clocks in _CLOCKS.items()
        if any(getattr(response, clock) != getattr(default, clock) for clock in clocks)
    )


def _plain(placement: Placement) -> dict[str, Any]:
    seen = placement.observed
    low, high = (_or_none(one) for one in placement.percentiles)
    return {
        "observed": {"low": seen.low, "high": seen.high},
        "predicted": {
            "median": _or_none(placement.median),
            "p10": _or_none(placement.p10),
            "p90": _or_none(placement.p90),
            "n": placement.n,
            "share": placement.share,
        },
        "percentile": {"low": low, "high": high},
        "verdict": placement.verdict,
        "clock_stated_in_scenario": placement.is_stated,
        "note": seen.note,
        "source": placement.source,
        "evidence": seen.evidence,
    }


def _or_none(value: float) -> float | None:
    return value if math.isfinite(value) else None
