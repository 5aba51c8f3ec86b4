"""Tipping points: event rates and effects at which the choice between two plans flips."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.workforce.city import City, Plan
from asher.workforce.effects import Z_95, Effect, effects, median_effects
from asher.workforce.plans import World, evaluate, one_draw
from asher.workforce.rarity import expected_events

Values = NDArray[np.float64]

DRAWS = 12
"""Draws of the posterior that an effect is looked at with [-] (judgement)."""
_STEPS = 12


@dataclass(frozen=True)
class Flip:
    """An effect at which the choice flips, all others at their medians."""

    effect: str
    at: float  # Where [unit of the effect]


@dataclass(frozen=True)
class Tipping:
    """Where the choice between two plans flips."""

    # Titles: the plan of the best rare day, and that of the best ordinary year.
    a: str
    b: str
    # Events a year in this city from which on A does less harm in all, with the middle 95 % of the
    # draws; 0 where A always does, inf where it never does [1/year].
    rate: float
    lower: float
    upper: float
    expected: float  # Events a year that are expected here [1/year]
    # What an injury would have to count beside a life for both to do the same harm in the mean
    # [-]; NaN where no such weight from 0 to 1 is.
    weight: float
    flips: tuple[Flip, ...]  # Effects within whose interval the choice flips

    def document(self) -> dict[str, Any]:
        """Write it for a JSON file; what is never reached is None."""
        return {
            "best_rare_day": self.a,
            "best_ordinary_year": self.b,
            "events_a_year": {
                name: value if math.isfinite(value) else None
                for name, value in (
                    ("median", self.rate),
                    ("lower", self.lower),
                    ("upper", self.upper),
                )
            },
            "expected_events_a_year": self.expected,
            "injury_weight": self.weight if math.isfinite(self.weight) else None,
            "effects": [vars(flip) for flip in self.flips],
        }


def find_tipping(
    world: World, a: Plan, b: Plan, *, progress: Callable[[], None] | None = None
) -> Tipping:
    """Find where the choice between two plans flips.

    Parameters
    ----------
    a, b : Plan
        The plan of the best rare day, and that of the best ordinary year.
    progress : callable, optional
        Called after each effect.

    Returns
    -------
    Tipping
        In each draw the harm of an event saved by A, times the rate, makes up for the harm of the
        ordinary year that B saves.
    """
    ours, theirs = (evaluate(plan, world=world).columns for plan in (a, b))
    rates = _rates(ours, theirs)
    lower, middle, upper = np.quantile(rates, [0.025, 0.5, 0.975], method="nearest").tolist()
    flips: list[Flip] = []
    for one in effects() if a != b else ():
        at = flip_of(world, (a, b), one)
        if at is not None:
            flips.append(Flip(one.name, at))
        if progress is not None:
            progress()
    expected = expected_events(world.city).per_year.mean
    weight = _weight(world.city, ours, theirs)
    return Tipping(a.title, b.title, middle, lower, upper, expected, weight, tuple(flips))


def _rates(ours: dict[str, Values], theirs: dict[str, Values]) -> Values:
    """Events a year at which both do the same harm, in each draw."""
    saved = (theirs["day_harm"] - ours["day_harm"]) / ours["events"]
    paid = ours["year_harm"] - theirs["year_harm"]
    rates = np.where(saved > 0, np.maximum(paid, 0.0) / np.where(saved > 0, saved, 1.0), math.inf)
    even: Values = np.where((saved <= 0) & (paid < 0), 0.0, rates)
    return even


def _weight(city: City, ours: dict[str, Values], theirs: dict[str, Values]) -> float:
    died, hurt = (
        sum(float((ours[name] - theirs[name]).mean()) * factor for name, factor in parts)
        for parts in (
            (("day_killed", 1.0), ("wrong_shootings", city.error_dies_share)),
            (("day_hurt", 1.0), ("citizens_injured", 1.0), ("officers_injured", 1.0)),
        )
    )
    weight = -died / hurt if hurt else math.nan
    return weight if 0.0 <= weight <= 1.0 else math.nan


def flip_of(world: World, plans: tuple[Plan, Plan], effect: Effect) -> float | None:
    """Find the value of an effect at which two plans do the same harm in all.

    Parameters
    ----------
    plans : tuple of Plan
        Two.
    effect : Effect
        Looked for within its interval; all others at their medians.

    Returns
    -------
    float or None
        None where the choice is the same at both ends of the interval.
    """
    ends = [(z, _difference(world, plans, effect, z)) for z in (-Z_95, Z_95)]
    if ends[0][1] * ends[1][1] >= 0:
        return None
    (low, at_low), (high, _) = ends
    for _ in range(_STEPS):
        centre = 0.5 * (low + high)
        value = _difference(world, plans, effect, centre)
        if value * at_low > 0:
            low = centre
        else:
            high = centre
    return effect.at(0.5 * (low + high))


def _difference(world: World, plans: tuple[Plan, Plan], effect: Effect, normal: float) -> float:
    values = median_effects() | {effect.name: effect.at(normal)}
    step = max(world.draws // DRAWS, 1)
    indices = range(0, world.draws, step)[:DRAWS]
    harm = [
        sum(one_draw(plan, k, world=world, effects=values)["whole_harm"] for k in indices)
        for plan in plans
    ]
    return harm[0] - harm[1]
