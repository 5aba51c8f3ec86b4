"""Everything that was found about a workforce, as plain values for files and programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asher.runs.blocks import Progress
from asher.workforce.chosen import chosen_by
from asher.workforce.city import Plan
from asher.workforce.effects import effects
from asher.workforce.frontier import Frontier
from asher.workforce.levers import even_plan, extreme_plans
from asher.workforce.plans import Evaluated, World, evaluate_all
from asher.workforce.rarity import expected_events


@dataclass(frozen=True, eq=False)
class Workforce:
    """Plans of a city beside each other."""

    world: World  # What nature decided
    plans: tuple[Evaluated, ...]  # Today's first, then those that were asked for
    # Trained for active attacks, trained for de-escalation, and hours shared evenly.
    extremes: tuple[Evaluated, ...]
    frontier: Frontier | None = None  # Where it was looked for

    @property
    def today(self) -> Evaluated:
        """Today's plan."""
        return self.plans[0]

    def document(self) -> dict[str, Any]:
        """Write everything as plain values."""
        city = self.world.city
        return {
            "city": city.model_dump(mode="json"),
            "seed": self.world.seed,
            "draws": self.world.draws,
            "incidents": self.world.incidents,
            "events": expected_events(city).document(),
            "plans": {
                one.plan.title: one.document(self.today)
                | {"selection": chosen_by(city, one.plan).document()}
                for one in (*self.plans, *self.extremes)
            },
            "frontier": None if self.frontier is None else self.frontier.document(),
            "effects": [
                {
                    name: value
                    for name, value in vars(one).items()
                    if name != "evidence"
                } | {"evidence": list(one.evidence)}
                for one in effects()
            ],
        }  # fmt: skip


def compare_plans(
    world: World,
    plans: Sequence[Plan],
    *,
    frontier: Frontier | None = None,
    progress: Progress | None = None,
) -> Workforce:
    """Run plans, and the extremes beside them, in the same world.

    Parameters
    ----------
    plans : sequence of Plan
        Today's first.
    frontier : Frontier, optional
        Of the same world.
    progress : callable, optional
        Called with the plans done and their number.
    """
    taken = {plan.title for plan in plans}
    beside = [*extreme_plans(world.city), even_plan(world.city)]
    extremes = [plan for plan in beside if plan.title not in taken]
    found = evaluate_all([*plans, *extremes], world=world, progress=progress)
    return Workforce(world, tuple(found[: len(plans)]), tuple(found[len(plans) :]), frontier)
