"""R19: what guards would have to deter for a course of action to be worth it, and what if not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from asher.comparison.between_draws import (
    Draws,
    Interval,
    spread_between,
    widened,
    widened_nonnegative,
)
from asher.comparison.intervals import nonnegative_interval
from asher.simulation.severity import ALL

if TYPE_CHECKING:
    from asher.scenario import Scenario
    from asher.simulation.outcome import Outcome

_RESAMPLES = 2000


@dataclass(frozen=True)
class Deterred:
    """A course of action with visible guards, by how much they deter."""

    # Names of the course of action and of the first one without visible guards.
    course: str
    reference: str
    # Mean killed in an attack, with its 95 % interval.
    killed: float
    killed_lower: float
    killed_upper: float
    # Mean killed for each attack that would come without guards, at both ends of the range.
    at_low: float
    at_high: float
    reference_killed: float  # The same of the reference, which deters nothing
    # Share of attacks that the guards would have to deter for both to kill as many, with its 95 %
    # interval; negative where they save lives even if they deter none. NaN if nobody was killed.
    break_even: float
    break_even_lower: float
    break_even_upper: float


def deterrence(scenario: Scenario, outcome: Outcome) -> tuple[Deterred, ...]:
    """Weigh the courses of action with visible guards by the stated range of deterrence.

    Returns
    -------
    tuple of Deterred
        Empty if the scenario states no range, every course of action has visible guards, or the
        attacks are not all: what deters is a share of all.

    Notes
    -----
    An attack that is deterred kills nobody: with share ``d`` deterred, ``(1 - d) x killed`` is the
    mean for each attack that would come without guards. Incidents themselves do not change, so
    the figures of every other table hold given an attack. Break-even ``d = 1 - reference /
    killed``; its interval is that of 2,000 paired resamples of the incidents. Where calibrated
    numbers are drawn, both intervals are widened by the spread between draws: of a ratio, that of
    its linear part.
    """
    from asher.simulation.posterior import draws_met

    if not scenario.deterrence.is_on or outcome.severity != ALL:
        return ()
    guarded = {
        course.name: any(person.is_visible for person in course.on_site)
        for course in scenario.courses_of_action
    }
    plain = [name for name in outcome.courses if not guarded[name]]
    if not plain:
        return ()
    reference = outcome.values(plain[0], "killed")
    span = scenario.deterrence
    draws = draws_met(scenario, outcome.replications)
    found = []
    for name in (name for name in outcome.courses if guarded[name]):
        killed = outcome.values(name, "killed")
        spread = spread_between(killed, draws)
        mean, lower, upper = widened_nonnegative(nonnegative_interval(killed), spread)
        even, even_lower, even_upper = _break_even(
            killed, reference, seed=outcome.seed, draws=draws
        )
        found.append(
            Deterred(
                course=name,
                reference=plain[0],
                killed=mean,
                killed_lower=lower,
                killed_upper=upper,
                at_low=(1.0 - span.low) * mean,
                at_high=(1.0 - span.high) * mean,
                reference_killed=float(reference.mean()),
                break_even=even,
                break_even_lower=even_lower,
                break_even_upper=even_upper,
            )
        )
    return tuple(found)


def _break_even(
    killed: NDArray[np.float64],
    reference: NDArray[np.float64],
    *,
    seed: int,
    draws: Draws | None,
) -> Interval:
    if killed.sum() == 0:
        return math.nan, math.nan, math.nan
    generator, n = np.random.default_rng(seed), len(killed)
    # How often each incident is drawn: one row a resample.
    times = generator.multinomial(n, np.full(n, 1.0 / n), size=_RESAMPLES)
    above, below = times @ reference, times @ killed
    with np.errstate(divide="ignore", invalid="ignore"):
        resampled = np.where(below > 0, 1.0 - above / below, np.nan)
    lower, upper = np.nanquantile(resampled, [0.025, 0.975])
    ratio = float(reference.sum() / killed.sum())
    found = 1.0 - ratio, float(lower), float(upper)
    return widened(found, spread_between((ratio * killed - reference) / killed.mean(), draws))
