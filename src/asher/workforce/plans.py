"""Plans side by side: the same applicants, incidents, effects and event rates for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asher.runs.blocks import Progress
from asher.simulation.posterior import Posterior, read_posterior
from asher.workforce.city import City, Plan
from asher.workforce.effects import draw_effects, median_effects
from asher.workforce.force import People, Staff, draw_people, staff
from asher.workforce.rare_day import DAY, day_harm, rare_day
from asher.workforce.rarity import draw_rate, expected_events
from asher.workforce.year import YEAR, ordinary_year

Values = NDArray[np.float64]

DRAWS = 100
"""Draws of effects, posterior and event rate [-] (judgement)."""
INCIDENTS = 400
"""Incidents of each draw [-] (judgement)."""
PER_YEAR = {
    "events": "Events",
    "day_killed": "Killed on the rare day, officers included",
    "day_hurt": "Hurt on the rare day, officers included",
    "day_harm": "Harm of the rare day, in lives",
    "year_harm": "Harm of the ordinary year, in lives",
    "whole_harm": "Both together",
}
"""What stands per year in the same units, with words for each."""
COLUMNS = (*DAY, *YEAR, *(name for name in PER_YEAR if name not in YEAR))


@dataclass(frozen=True)
class Figure:
    """A figure over all draws."""

    # Mean, and the middle 95 % of the draws.
    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Gap(Figure):
    """How a plan differs from today's, draw by draw: plan minus today."""

    chance_lower: float  # Share of draws in which the plan has less, ties counted half [-]


@dataclass(frozen=True, eq=False)
class World:
    """What nature decides, the same for every plan."""

    city: City  # Whose plans are looked at
    people: People  # What chance decides about officers
    posterior: Posterior  # Of the incidents
    # How many draws, incidents of each, and the seed of all.
    draws: int
    incidents: int
    seed: int


def build_world(
    city: City, *, draws: int = DRAWS, incidents: int = INCIDENTS, seed: int = 1
) -> World:
    """Fix what nature decides.

    Parameters
    ----------
    city : City
        Whose plans are looked at.
    draws, incidents : int
        Draws of everything uncertain, and incidents of each; >= 1.
    seed : int
        Of all.

    Returns
    -------
    World
        The same for the same arguments.
    """
    return World(city, draw_people(seed=seed), read_posterior(), draws, incidents, seed)


@dataclass(frozen=True, eq=False)
class Evaluated:
    """A plan in every draw."""

    plan: Plan
    columns: dict[str, Values]  # By name of `COLUMNS`, shape (n_draws,)
    staff: Staff  # Its officers, with the effects at their medians
    cost: float  # Of selection and training [money a year]

    def figure(self, name: str) -> Figure:
        """Tell a figure.

        Parameters
        ----------
        name : str
            Of `COLUMNS`.
        """
        values = self.columns[name]
        lower, upper = np.quantile(values, [0.025, 0.975]).tolist()
        return Figure(float(values.mean()), lower, upper)

    def gap(self, name: str, other: Evaluated) -> Gap:
        """Tell how it differs from another plan, draw by draw.

        Parameters
        ----------
        name : str
            Of `COLUMNS`.
        other : Evaluated
            Of the same world.

        Returns
        -------
        Gap
            This one minus the other; a plan beside itself differs by exactly zero.
        """
        difference = self.columns[name] - other.columns[name]
        lower, upper = np.quantile(difference, [0.025, 0.975]).tolist()
        below = np.count_nonzero(difference < 0) + np.count_nonzero(difference == 0) / 2
        return Gap(float(difference.mean()), lower, upper, float(below / len(difference)))

    def document(self, other: Evaluated) -> dict[str, Any]:
        """Write every figure for a JSON file.

        Parameters
        ----------
        other : Evaluated
            Today's plan.

        Returns
        -------
        dict
            Levers, cost, hiring, figures and differences from today.
        """
        return {
            "plan": self.plan.model_dump(),
            "cost_a_year": self.cost,
            "hired_a_year": self.staff.hiring.hired,
            "vacancies_share": self.staff.hiring.vacancies_share,
            "figures": {name: vars(self.figure(name)) for name in COLUMNS},
            "from_today": {name: vars(self.gap(name, other)) for name in COLUMNS},
        }


def evaluate(plan: Plan, *, world: World) -> Evaluated:
    """Run a plan in every draw of a world.

    Returns
    -------
    Evaluated
        A value a draw; the same for the same plan and world.
    """
    city, seed = world.city, world.seed
    rows = [
        one_draw(plan, index, world=world, effects=draw_effects(index, seed=seed))
        for index in range(world.draws)
    ]
    columns = {name: np.array([row[name] for row in rows]) for name in COLUMNS}
    found = staff(city, plan, median_effects(), world.people)
    return Evaluated(plan, columns, found, city.cost_of(plan, hired=found.hiring.hired))


def one_draw(
    plan: Plan, index: int, *, world: World, effects: dict[str, float]
) -> dict[str, float]:
    """Run a plan in one draw of what selection and training do: figures by name of `COLUMNS`."""
    city = world.city
    ours = staff(city, plan, effects, world.people)
    today = staff(city, city.plan, effects, world.people)
    day = rare_day(
        city,
        ours.force,
        values=world.posterior.spread_draw(index, world.draws),
        incidents=world.incidents,
        seed=world.seed * 100_003 + index,
    )
    year = ordinary_year(city, ours, today=today, effects=effects)
    rate = draw_rate(expected_events(city), index=index, seed=world.seed)
    yearly = {name: rate * value for name, value in _day_in_units(day, city).items()}
    whole = yearly["day_harm"] + year["year_harm"]
    return day | year | yearly | {"events": rate, "whole_harm": whole}


def _day_in_units(day: dict[str, float], city: City) -> dict[str, float]:
    """One event in the units of the ordinary year."""
    return {
        "day_killed": day["killed"] + day["officers_killed"],
        "day_hurt": day["wounded"] + day["officers_hit"] - day["officers_killed"],
        "day_harm": day_harm(day, city),
    }


def evaluate_all(
    plans: Sequence[Plan], *, world: World, progress: Progress | None = None
) -> list[Evaluated]:
    """Run plans one after another.

    Parameters
    ----------
    plans : sequence of Plan
        They.
    progress : callable, optional
        Called with the plans done and their number.

    Returns
    -------
    list of Evaluated
        In their order.
    """
    found = []
    for number, plan in enumerate(plans, start=1):
        found.append(evaluate(plan, world=world))
        if progress is not None:
            progress(number, len(plans))
    return found
