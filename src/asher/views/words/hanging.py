"""Which assumptions an answer depends on most, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.comparison.sensitivity import ASSUMPTIONS, LEAST
from asher.simulation.metrics import find_metric
from asher.views.words.changes import interval_words
from asher.views.words.measures import NOUNS, course_titles, headline, is_drill
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
        The three strongest, those first whose effect is clear, each with the difference from the
        baseline when it is halved and when it is doubled, and the 95 % interval of the change;
        empty where there is nothing to compare.
    """
    if len(comparison.courses) < 2:
        return ""
    what = "drills" if is_drill(comparison) else "attacks"
    if not comparison.effects:
        return (
            "The assumptions this depends on most are not known: asher compare and asher merge try "
            f"them with --out and at least {LEAST} {what}."
        )
    n = comparison.effects[0].n
    by_size = sorted(
        comparison.effects, key=lambda effect: (not effect.is_clear, -abs(effect.mean))
    )
    how = f"{len(by_size)} tried, each halved and doubled on {n} of the same {what}"
    unclear = f", not clear on {n} {what}"
    if not by_size[0].is_clear:
        how, unclear = f"{how}; none is clear on so few", ""
    said = "; ".join(_one(comparison, effect, unclear) for effect in by_size[:_MOST])
    return f"The assumptions this depends on most ({how}): {said}."


def _one(comparison: Comparison, effect: Effect, unclear: str) -> str:
    words = next((a.words for a in ASSUMPTIONS if a.name == effect.assumption), effect.assumption)
    title = course_titles(comparison).get(effect.course, effect.course)
    metric = headline(comparison)
    half, is_time = (effect.upper - effect.lower) / 2, find_metric(metric).is_time
    noun = "" if is_time else f" {NOUNS[metric]}"
    halved, doubled = (
        _difference(value, half, noun, is_time=is_time) for value in (effect.halved, effect.doubled)
    )
    ends = interval_words(effect.lower, effect.upper, is_time=is_time)
    doubt = "" if effect.is_clear else unclear
    both = f"{halved} when halved, {doubled} when doubled"
    return f"{words} (\u201c{title}\u201d: {both}; a change of {ends}{doubt})"


def _difference(value: float, half_width: float, noun: str, *, is_time: bool) -> str:
    size = spoken_time(value) if is_time else number(abs(value), decimals=decimals_for(half_width))
    if not any(digit in size for digit in "123456789"):
        return "no difference"
    less, more = ("sooner", "later") if is_time else ("fewer", "more")
    return f"{size} {less if value < 0 else more}{noun}"
