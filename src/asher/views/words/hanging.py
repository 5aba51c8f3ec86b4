"""What an answer hangs on most, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.comparison.sensitivity import ASSUMPTIONS, LEAST
from asher.simulation.metrics import find_metric
from asher.views.words.measures import NOUNS, course_titles, headline
from asher.views.words.wording import decimals_for, number, spoken_time

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison
    from asher.comparison.effect import Effect

_MOST = 3


def hangs_on(comparison: Comparison) -> str:
    """Say which assumptions move the differences most.

    Returns
    -------
    str
        The three strongest, those first whose effect is clear, each with the difference it leaves
        when it is halved and when it is doubled; empty where there is nothing to compare.
    """
    if len(comparison.courses) < 2:
        return ""
    if not comparison.effects:
        return (
            f"What this hangs on most was not tried (asher compare with --out and at least {LEAST} "
            "incidents does)."
        )
    n = comparison.effects[0].n
    by_size = sorted(
        comparison.effects, key=lambda effect: (not effect.is_clear, -abs(effect.mean))
    )
    how = f"of {len(comparison.effects)} assumptions, each halved and doubled by itself on {n} of "
    how += "the same incidents"
    if not by_size[0].is_clear:
        how += "; none changed a difference clearly on so few, the largest first"
    said = "; ".join(_one(comparison, effect) for effect in by_size[:_MOST])
    return f"What this hangs on most ({how}): {said}."


def _one(comparison: Comparison, effect: Effect) -> str:
    words = next((a.words for a in ASSUMPTIONS if a.name == effect.assumption), effect.assumption)
    title = course_titles(comparison).get(effect.course, effect.course)
    halved, doubled = (
        _difference(comparison, effect, value) for value in (effect.halved, effect.doubled)
    )
    doubt = "" if effect.is_clear else ", not clear"
    return (
        f"{words} (under \u201c{title}\u201d {halved} when halved, {doubled} when doubled{doubt})"
    )


def _difference(comparison: Comparison, effect: Effect, value: float) -> str:
    metric = headline(comparison)
    if find_metric(metric).is_time:
        return f"{spoken_time(value)} {'sooner' if value <= 0 else 'later'}"
    size = number(abs(value), decimals=decimals_for((effect.upper - effect.lower) / 2))
    return f"{size} {'fewer' if value <= 0 else 'more'} {NOUNS[metric]}"
