"""The frontier: plans that none beats on both the rare day and the ordinary year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.runs.blocks import Progress
from asher.workforce.effects import effects
from asher.workforce.levers import FOR_ATTACKS, FOR_DE_ESCALATION
from asher.workforce.plans import Evaluated, World, evaluate
from asher.workforce.study import Tried
from asher.workforce.tipping import Tipping, find_tipping

Values = NDArray[np.float64]


def not_beaten(values: Values) -> NDArray[np.bool_]:
    """Tell which points no other point beats.

    Parameters
    ----------
    values : ndarray of float64, shape (n, n_objectives)
        To be made small.

    Returns
    -------
    ndarray of bool, shape (n,)
        False where another is no higher in all and lower in one.

    Examples
    --------
    >>> not_beaten(np.array([[1.0, 3.0], [2.0, 2.0], [3.0, 3.0]])).tolist()
    [True, True, False]
    """
    ours, theirs = values[:, None, :], values[None, :, :]
    beaten = np.all(theirs <= ours, axis=2) & np.any(theirs < ours, axis=2)
    kept: NDArray[np.bool_] = np.logical_not(np.any(beaten, axis=1))
    return kept


@dataclass(frozen=True, eq=False)
class Point:
    """A plan of the frontier, or one shown beside it."""

    found: Evaluated  # The plan in every draw
    on_front: bool  # Whether no other plan beats it in the mean
    front_share: float  # Share of draws in which no other plan of the frontier beats it [-]
    # By how much more harm it does in a year, rare day and ordinary year together, than the plan
    # that is best in that draw; not exceeded in 95 % of the draws [lives a year].
    regret: float


@dataclass(frozen=True, eq=False)
class Frontier:
    """What a search came to."""

    cloud: list[tuple[float, float]]  # Both objectives of every plan tried, in the mean
    # Those of the frontier from the best rare day to the best ordinary year, then today's plan and
    # the two extremes where they are not among them.
    points: list[Point]
    today: str  # Title of today's plan
    # Title of the plan of the frontier that is nearest to the best of both, each measured by the
    # length of the frontier. It is a mark on the figure, not a recommendation.
    balance: str
    # Where the choice flips: between the ends of the frontier, and between the best rare day and
    # the balance.
    tipping: tuple[Tipping, ...]

    def point(self, title: str) -> Point:
        """Find a plan that is shown."""
        return next(one for one in self.points if one.found.plan.title == title)

    @property
    def front(self) -> list[Point]:
        """Points of the frontier itself."""
        return [point for point in self.points if point.on_front]

    def document(self) -> dict[str, Any]:
        """Write it for a JSON file."""
        today = self.point(self.today).found
        return {
            "tried": len(self.cloud),
            "balance": self.balance,
            "points": [
                {
                    **point.found.document(today),
                    "on_front": point.on_front,
                    "front_share": point.front_share,
                    "regret": point.regret,
                }
                for point in self.points
            ],
            "tipping": [one.document() for one in self.tipping],
        }


def find_frontier(
    world: World, tried: Sequence[Tried], *, progress: Progress | None = None
) -> Frontier:
    """Find the frontier among the plans that were tried.

    Parameters
    ----------
    tried : sequence of Tried
        All of them, today's first.
    progress : callable, optional
        Called with the plans of the frontier and the effects looked at, and their number.
    """
    means = np.array([one.mean for one in tried])
    front = sorted(np.flatnonzero(not_beaten(means)).tolist(), key=lambda k: means[k, 0])
    front = _unlike(front, means)
    extremes = [
        k
        for k, one in enumerate(tried)
        if k not in front and (k == 0 or one.plan.title in {FOR_ATTACKS, FOR_DE_ESCALATION})
    ]
    shown = [*front, *extremes]
    draws = np.stack([tried[k].values for k in shown])  # (plans, draws, objectives)
    harm = draws.sum(axis=2)
    regret = np.quantile(harm - harm.min(axis=0), 0.95, axis=1)
    kept = np.stack([not_beaten(draws[:, d]) for d in range(draws.shape[1])], axis=1)
    best_day, best_year = tried[front[0]].plan, tried[front[-1]].plan
    balance = tried[middle(front, means)].plan
    others = {one.title: one for one in (best_year, balance) if one != best_day}.values()
    steps = _Steps(progress, len(shown) + len(others) * len(effects()))
    points = [
        Point(
            steps.after(evaluate(tried[k].plan, world=world)),
            k in front,
            float(kept[i].mean()),
            float(regret[i]),
        )
        for i, k in enumerate(shown)
    ]
    return Frontier(
        cloud=[(float(day), float(year)) for day, year in means],
        points=points,
        today=world.city.plan.title,
        balance=balance.title,
        tipping=tuple(
            find_tipping(world, best_day, other, progress=steps.advance) for other in others
        ),
    )


class _Steps:
    """Count what is done."""

    def __init__(self, progress: Progress | None, whole: int) -> None:
        self._progress, self._whole, self._done = progress, whole, 0

    def advance(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._whole)

    def after(self, found: Evaluated) -> Evaluated:
        self.advance()
        return found


def middle(front: Sequence[int], means: Values) -> int:
    """Find the point of a frontier nearest to the best of both objectives.

    Parameters
    ----------
    front : sequence of int
        Rows of the frontier.
    means : ndarray of float64, shape (n, 2)
        Objectives.

    Returns
    -------
    int
        Its row.
    """
    values = means[list(front)]
    low, high = values.min(axis=0), values.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    return front[int(np.argmin(np.hypot(*((values - low) / span).T)))]


def _unlike(front: list[int], means: Values) -> list[int]:
    """Leave out plans whose objectives are those of another; the first of them stays."""
    seen: set[tuple[float, ...]] = set()
    kept = []
    for k in front:
        key = tuple(means[k].tolist())
        if key not in seen:
            seen.add(key)
            kept.append(k)
    return kept
