"""The stopping rule: run until the interval of a chosen difference is narrow enough."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from asher.comparison.estimates import paired_difference, restricted
from asher.comparison.intervals import nonnegative_interval, share_interval
from asher.errors import Fault, ScenarioError
from asher.simulation.metrics import METRICS, find_metric

_RULE = re.compile(
    r"\s*(?:(?P<a>[\w-]+)\s+(?:-|\u2212|vs\.?)\s+(?P<b>[\w-]+)\s*:)?"
    r"\s*(?P<metric>\w+)\s*(?:\+-|\+/-|±)\s*(?P<width>\S.*?)\s*"
)
_FORM = '"METRIC +- NUMBER" or "A - B: METRIC +- NUMBER", such as "killed +- 0.3"'

ENOUGH_PAIRS = 30
"""Pairs that differ, from which on their interval decides alone."""


@dataclass(frozen=True)
class StoppingRule:
    """A metric, the half-width that its paired differences shall have, and the pairs meant.

    Notes
    -----
    The widest of the intervals decides, so that each of them is at least as narrow as asked. The
    intervals are each 95 %, not jointly.
    """

    text: str  # The rule as it was written
    metric: str
    half_width: float  # Half-width of the 95 % interval at which to stop, in the metric's unit, > 0
    # Courses of action whose differences shall be that narrow; a single course of action (given
    # twice) stands for its own mean.
    pairs: tuple[tuple[str, str], ...]
    # Replications below which no interval is trusted: at a few, a spread that happens to look
    # small would stop the run, and the interval would miss too often.
    minimum: int = 1000


@dataclass(frozen=True)
class Stopping:
    """Why a run stopped where it did."""

    rule: str  # The rule as it was written
    met: bool  # False if the largest number of replications came first
    half_width: float  # Half-width that was reached, of the widest interval, in the metric's unit
    # The pair that has it.
    a: str
    b: str
    n_pairs: int  # Number of pairs looked at
    replications: int  # Number of replications run

    def __str__(self) -> str:
        verdict = "was met" if self.met else "was not met"
        whose = f"mean of {self.a}" if self.a == self.b else f"{self.a} - {self.b}"
        among = f", the widest of {self.n_pairs} pairs" if self.n_pairs > 1 else ""
        return (
            f'the stopping rule "{self.rule}" {verdict} at {self.replications:,} replications: '
            f"half-width {self.half_width:.3g} ({whose}{among})"
        )


def parse_rule(text: str, *, courses: Sequence[str]) -> StoppingRule:
    """Read a stopping rule.

    Parameters
    ----------
    text : str
        ``"killed +- 0.3"`` means all pairs of courses of action,
        ``"contain-and-wait - solo-entry: killed +- 0.3"`` one pair. ``±`` and ``+/-`` do as well.
        The width of a time may have a unit (``"time_to_stop_s +- 1 min"``), and that of a share
        may be a percentage.
    courses : sequence of str
        Names of the courses of action that are compared.

    Raises
    ------
    ScenarioError
        If it is not a rule, or names an unknown metric or course, with near names.

    Examples
    --------
    >>> rule = parse_rule("killed +- 0.3", courses=["a", "b", "c"])
    >>> rule.metric, rule.half_width, len(rule.pairs)
    ('killed', 0.3, 3)
    """
    match = _RULE.fullmatch(text)
    if match is None:
        raise ScenarioError([Fault("until", 1, 1, "stopping rule", f"{text!r}", _FORM)])

    faults = []
    metrics = [metric.name for metric in METRICS]
    if match["metric"] not in metrics:
        faults.append(_unknown(match, "metric", metrics))
    faults += [
        _unknown(match, side, courses)
        for side in ("a", "b")
        if match[side] is not None and match[side] not in courses
    ]
    width = math.nan
    if match["metric"] in metrics:
        width = _parse_width(match["width"], unit=find_metric(match["metric"]).unit)
        if not (math.isfinite(width) and width > 0):
            place = match.start("width") + 1
            faults.append(
                Fault("until", 1, place, "half-width", repr(match["width"]), "a number above 0")
            )
    if faults:
        raise ScenarioError(faults)

    if match["a"] is not None:
        pairs: tuple[tuple[str, str], ...] = ((match["a"], match["b"]),)
    elif len(courses) == 1:
        pairs = ((courses[0], courses[0]),)
    else:
        pairs = tuple(combinations(courses, 2))
    return StoppingRule(text.strip(), match["metric"], width, pairs)


def widest_interval(
    rule: StoppingRule,
    column: NDArray[np.float64],
    *,
    courses: Sequence[str],
    horizon_s: float,
) -> tuple[float, tuple[str, str]]:
    """Return the half-width that decides on stopping, and the pair that has it.

    Parameters
    ----------
    column : ndarray of float64, shape (n_courses, n)
        The rule's metric so far.
    courses : sequence of str
        Names of the rows.
    horizon_s : float
        Horizon of restricted means [s].

    Returns
    -------
    half_width : float
        In the metric's unit; infinite where it cannot be told.
    pair : tuple of str
        The two courses of action.

    Notes
    -----
    Of a rare event the first replications show no difference at all, and an interval of no width
    would stop the run at once; so would the first dozens, where they happen to be small. So while
    fewer than 30 pairs differ (judgement), the half-width of a count or a flag is taken as no less
    than that of the Wilson interval of the share of pairs in which it differs, times the largest
    value seen; it differs by at least one.
    """
    whole_numbers = find_metric(rule.metric).kind != "time"
    rows = {
        course: restricted(values, horizon_s=horizon_s) if not whole_numbers else values
        for course, values in zip(courses, column, strict=True)
    }
    widest, where = -1.0, rule.pairs[0]
    for a, b in rule.pairs:
        if a == b:
            differences = rows[a]
            _, lower, upper = nonnegative_interval(differences)
        else:
            differences = rows[a] - rows[b]
            _, lower, upper, _ = paired_difference(rows[a], rows[b])
        half = (upper - lower) / 2.0
        if whole_numbers:
            k = int(np.count_nonzero(differences))
            _, least, most = share_interval(k, len(differences))
            if k < ENOUGH_PAIRS:
                largest = max(1.0, float(np.max(rows[a])), float(np.max(rows[b])))
                half = max(half, (most - least) / 2.0 * largest)
        if math.isnan(half):
            half = math.inf
        if half > widest:
            widest, where = half, (a, b)
    return widest, where


def _parse_width(text: str, *, unit: str) -> float:
    from asher.quantities import parse_seconds, parse_share

    try:
        return float(text)
    except ValueError:
        pass
    try:
        if unit == "s":
            return parse_seconds(text)
        return parse_share(text) if unit == "share" else math.nan
    except ValueError:
        return math.nan


def _unknown(match: re.Match[str], group: str, allowed: Sequence[str]) -> Fault:
    from asher.documents import closest

    word = match[group]
    what = "metric" if group == "metric" else "course of action"
    return Fault(
        "until",
        1,
        match.start(group) + 1,
        what,
        f"unknown {what} {word!r}",
        ", ".join(allowed),
        closest(word, allowed),
    )
