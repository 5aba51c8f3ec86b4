"""Everything that was found about a workforce, as plain values for files and programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asher.workforce.effects import effects
from asher.workforce.plans import Evaluated, World
from asher.workforce.rarity import expected_events


def workforce_document(world: World, evaluated: Sequence[Evaluated]) -> dict[str, Any]:
    """Write plans and their figures as plain values.

    Parameters
    ----------
    world : World
        What nature decided.
    evaluated : sequence of Evaluated
        Today's plan first.

    Returns
    -------
    dict
        For JSON.
    """
    return {
        "city": world.city.model_dump(mode="json"),
        "seed": world.seed,
        "draws": world.draws,
        "incidents": world.incidents,
        "events": expected_events(world.city).document(),
        "plans": {one.plan.title: one.document(evaluated[0]) for one in evaluated},
        "effects": [
            {
                "name": one.name,
                "about": one.about,
                "median": one.median,
                "low": one.low,
                "high": one.high,
                "unit": one.unit,
                "strength": one.strength,
                "evidence": list(one.evidence),
                "judgement": one.judgement,
            }
            for one in effects()
        ],
    }
