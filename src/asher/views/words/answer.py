"""The answer in sentences: every course of action against the first, how sure, how rare."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from asher.quantities import format_share
from asher.simulation.metrics import find_metric
from asher.simulation.severity import ALL, how_rare, which_attacks
from asher.views.words.changes import (
    BRACKETS,
    change_in,
    change_in_officers_hit,
    change_on_site,
    spans_zero,
)
from asher.views.words.disputed import disputed
from asher.views.words.hanging import hangs_on
from asher.views.words.measures import (
    NOUNS,
    course_titles,
    headline,
    is_drill,
    officers_hit,
)
from asher.views.words.rarity import rarity
from asher.views.words.wording import (
    clock,
    decimals_for,
    in_a_hundred,
    interval,
    listed,
    number,
    spoken_time,
)

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison

QUESTION = (
    "For this place and this response system, which course of action saves the most lives, "
    "at what risk to the people who respond, and how sure are we?"
)
DRILL_QUESTION = "For this place, under which arrangement is the last person out soonest?"
# From here on it is worth a sentence that police come too late to change who is hit.
_MOST = 0.5


@dataclass(frozen=True)
class Answer:
    """What a report says first, so that it can be read aloud by itself."""

    question: str  # The question put
    baseline: str  # What happened under the first course of action
    # Every other course of action against it: title, and finding with intervals.
    against: tuple[tuple[str, str], ...]
    why: str  # Why little differs, where little does; else empty
    hangs_on: str  # Which assumptions move it most; empty where nothing is compared
    disputed: str  # What it is under each side of a dispute; empty where none was tried
    rarity: str  # How often such an attack was recorded; empty in a drill
    counted: str  # Replications that ended unfinished and people who were stuck


def answer(comparison: Comparison) -> Answer:
    """Write the answer of a comparison.

    Returns
    -------
    Answer
        Sentences with intervals and n.
    """
    drill = is_drill(comparison)
    titles = course_titles(comparison)
    first, *others = titles
    return Answer(
        question=DRILL_QUESTION if drill else QUESTION,
        baseline=_baseline(comparison),
        against=tuple((titles[course], finding(comparison, course, first)) for course in others),
        why="" if drill else _why(comparison),
        hangs_on=hangs_on(comparison),
        disputed=disputed(comparison),
        rarity="" if drill else _rarity(comparison),
        counted=_counted(comparison),
    )


def _rarity(comparison: Comparison) -> str:
    severe = how_rare(comparison.outcome.severity)
    return " ".join(filter(None, (rarity(comparison.scenario), severe)))


def _baseline(comparison: Comparison) -> str:
    titles = course_titles(comparison)
    first = next(iter(titles))
    metric, n = headline(comparison), f"{comparison.outcome.n:,}"
    found = comparison.metric(first, metric)
    title = f"\u201c{titles[first]}\u201d"
    role = ", the baseline," if len(titles) > 1 else ""
    more = " Compared with it:" if len(titles) > 1 else ""
    if is_drill(comparison):
        if not math.isfinite(found.mean):
            return f"Under {title}{role} not everybody got out in any of {n} drills."
        ends = f"{clock(found.lower)} to {clock(found.upper)}"
        return (
            f"Under {title}{role} the last person was out after {spoken_time(found.mean)} on "
            f"average over {n} drills ({ends}). {BRACKETS}{more}"
        )
    hit = comparison.mean_of(officers_hit(comparison, first))
    return (
        f"Under {title}{role} {_an_attack(comparison)} leaves "
        f"{_with_ends(found.mean, found.lower, found.upper, 'people killed')} and "
        f"{_with_ends(*hit, 'officers hit')}, on average over {n} simulated attacks. "
        f"{BRACKETS}{more}"
    )


def _an_attack(comparison: Comparison) -> str:
    severity = comparison.outcome.severity
    among = which_attacks(severity).removesuffix(" of attacks")
    return "an attack" if severity == ALL else f"an attack among {among}"


def _with_ends(mean: float, lower: float, upper: float, what: str) -> str:
    digits = decimals_for((upper - lower) / 2)
    ends = interval(lower, upper, decimals=digits)
    return f"{number(mean, decimals=digits)} {what} ({ends})"


def finding(comparison: Comparison, course: str, baseline: str) -> str:
    """Say what a course of action meant against another.

    Parameters
    ----------
    course, baseline : str
        Names of two courses of action.

    Returns
    -------
    str
        Sentences: the headline metric with its interval, officers, and in how many of a hundred
        incidents it was lower, the same and higher.
    """
    metric = headline(comparison)
    gap = comparison.difference(course, baseline, metric=metric)
    said = [change_in(comparison, course, baseline, metric=metric)]
    if not is_drill(comparison):
        said.append(change_in_officers_hit(comparison, course, baseline))
        said.append(change_on_site(comparison, course, baseline))
    odds = "" if gap.lower == gap.upper == 0 else f" {_odds(comparison, course, baseline)}"
    return f"{'; '.join(filter(None, said))}.{odds}"


def _odds(comparison: Comparison, course: str, baseline: str) -> str:
    """In how many of a hundred incidents it was lower, the same and higher."""
    metric = headline(comparison)
    late = find_metric(metric).is_time
    fewer = (f"Fewer {NOUNS[metric]}", "the same", "more")
    words = ("Sooner", "at the same time", "later") if late else fewer
    what = "drills" if late else "attacks"
    shares = in_a_hundred(comparison.odds(course, baseline, metric=metric))
    first, *rest = (share.replace("under", "fewer than") for share in shares)
    parts = [f"{words[0]} in {first} of 100 {what}"]
    parts += [f"{word} in {share}" for word, share in zip(words[1:], rest, strict=True)]
    return f"{', '.join(parts)}."


def _why(comparison: Comparison) -> str:
    """Say why little differs: where attacks are over before police come, no rule of theirs can."""
    first, *others = comparison.courses
    metric = headline(comparison)
    if not any(spans_zero(comparison.difference(c, first, metric=metric)) for c in others):
        return ""
    over = comparison.metric(first, "ended_before_police")
    if not over.mean >= _MOST:
        return ""
    ends = f"{format_share(over.lower)} to {format_share(over.upper)}"
    return (
        f"{format_share(over.mean)} of attacks ({ends}) are over before the first officer arrives. "
        "In those, how officers enter cannot change who is hit, only how soon the wounded are "
        "cared for."
    )


def _counted(comparison: Comparison) -> str:
    titles = course_titles(comparison)
    what = "drills" if is_drill(comparison) else "attacks"
    open_ends = {c: float(comparison.metric(c, "unfinished").mean) for c in titles}
    stuck = {c: float(comparison.metric(c, "stuck").mean) for c in titles}
    parts = []
    if max(open_ends.values()) > 0:
        worst = max(open_ends, key=lambda course: open_ends[course])
        parts.append(
            f"up to {format_share(open_ends[worst])} of {what} were not over at the "
            f"horizon ({titles[worst]})"
        )
    if max(stuck.values()) > 0:
        worst = max(stuck, key=lambda course: stuck[course])
        parts.append(
            f"a mean of up to {number(stuck[worst], decimals=2)} people were stuck "
            f"({titles[worst]})"
        )
    failed = f" {comparison.failed_words}" if comparison.failed else ""
    if not parts:
        whole = f"Every other {what[:-1]}" if failed else f"Every {what[:-1]}"
        return f"{whole} was over within the horizon and nobody was stuck.{failed}"
    text = listed(parts)
    return f"{text[0].upper()}{text[1:]}; they are counted as they stood.{failed}"
