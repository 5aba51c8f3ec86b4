"""The answer in sentences: what was found, how sure, and never a recommendation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from asher.comparison.estimates import restricted
from asher.quantities import format_share
from asher.simulation.metrics import find_metric
from asher.views.words.measures import (
    NOUNS,
    course_titles,
    headline,
    is_drill,
)
from asher.views.words.wording import clock, decimals_for, interval, listed, number, spoken_time

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison
    from asher.comparison.estimates import Difference

QUESTION = (
    "For this place and this response system, which course of action saves the most lives, "
    "at what risk to the people who respond, and how sure are we?"
)
DRILL_QUESTION = "For this place, under which arrangement is the last person out soonest?"


@dataclass(frozen=True)
class Answer:
    """What a report says first.

    Parameters
    ----------
    question : str
        The question put.
    lead : str
        One or two sentences on the headline metric.
    risk : str
        What the same two courses of action meant for officers; empty in a drill.
    against : tuple of (str, str)
        Every other course of action against the first: title and finding.
    reference : str
        Title of the first course of action.
    counted : str
        Replications that ended unfinished and people who were stuck.
    """

    question: str
    lead: str
    risk: str
    against: tuple[tuple[str, str], ...]
    reference: str
    counted: str


def answer(comparison: Comparison) -> Answer:
    """Write the answer of a comparison.

    Returns
    -------
    Answer
        Sentences with intervals and n.
    """
    titles = course_titles(comparison)
    metric = headline(comparison)
    drill = is_drill(comparison)
    reference, *others = titles
    ranked = sorted(titles, key=lambda course: _mean(comparison, course, metric))
    low, high = ranked[0], ranked[-1]
    against = tuple(
        (
            titles[course],
            f"{_finding(comparison.difference(course, reference, metric=metric))}; "
            f"incident by incident {_odds(comparison, course, reference)}",
        )
        for course in others
    )
    return Answer(
        question=DRILL_QUESTION if drill else QUESTION,
        lead=_lead(comparison, low, high) if others else _single(comparison, reference),
        risk="" if drill or not others else _risk(comparison, low, high),
        against=against if len(others) > 1 else (),
        reference=titles[reference],
        counted=_counted(comparison),
    )


def _mean(comparison: Comparison, course: str, metric: str) -> float:
    mean = float(comparison.metric(course, metric).mean)
    return mean if math.isfinite(mean) else math.inf


def _single(comparison: Comparison, course: str) -> str:
    metric = headline(comparison)
    estimate = comparison.metric(course, metric)
    title = course_titles(comparison)[course]
    if not math.isfinite(estimate.mean):
        return f"In {comparison.outcome.n:,} replications of {title} not everybody got out."
    if find_metric(metric).is_time:
        return (
            f"In {comparison.outcome.n:,} replications of {title} the last person was out after "
            f"{spoken_time(estimate.mean)} on average (95\u00a0% interval "
            f"{clock(estimate.lower)} to {clock(estimate.upper)})."
        )
    digits = decimals_for((estimate.upper - estimate.lower) / 2)
    return (
        f"In {comparison.outcome.n:,} replications of {title} a mean of "
        f"{number(estimate.mean, decimals=digits)} people were killed (95\u00a0% interval "
        f"{interval(estimate.lower, estimate.upper, decimals=digits)})."
    )


def _lead(comparison: Comparison, low: str, high: str) -> str:
    titles, metric = _quoted(comparison), headline(comparison)
    gap = comparison.difference(low, high, metric=metric)
    several = len(titles) > 2
    what = "drills, each run under" if is_drill(comparison) else "incidents, each met by"
    start = f"In {gap.n:,} {what} {_all(len(titles))} courses of action,"
    if gap.lower == gap.upper == 0:
        return f"{start} the {_subject(metric)} was the same under {_all(len(titles))}, every time."
    if spans_zero(gap):
        told = (
            "none can be told from another"
            if several
            else (f"{titles[low]} and {titles[high]} cannot be told apart")
        )
        between = f" even between {titles[low]} and {titles[high]}" if several else ""
        return (
            f"{start} {told} by the {_subject(metric)}:{between} the mean difference was "
            f"{amount(gap)}, with a 95\u00a0% interval of {_ends(gap)}, which spans zero."
        )
    late = find_metric(metric).is_time
    first = "the last person was out soonest" if late else f"fewest people were {NOUNS[metric]}"
    most = (", the latest" if late else ", which had the most") if several else ""
    near = [
        title
        for course, title in titles.items()
        if course not in (low, high)
        and spans_zero(comparison.difference(low, course, metric=metric))
    ]
    alike = f" {_sentence(listed(near))} cannot be told apart from it." if near else ""
    return (
        f"{start} {first} under {titles[low]}: {amount(gap)} on average than under {titles[high]}"
        f"{most} (95\u00a0% interval {_ends(gap)}).{alike} Incident by incident, "
        f"{titles[low]} was {_odds(comparison, low, high)}."
    )


def _quoted(comparison: Comparison) -> dict[str, str]:
    # A title may be a clause, "Two officers enter"; quotes keep it whole inside a sentence.
    return {name: f"\u201c{title}\u201d" for name, title in course_titles(comparison).items()}


def _all(n: int) -> str:
    words = {2: "both", 3: "all three", 4: "all four", 5: "all five", 6: "all six"}
    return words.get(n, f"all {n}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _subject(metric: str) -> str:
    return NOUNS[metric] if find_metric(metric).is_time else f"number {NOUNS[metric]}"


def _odds(comparison: Comparison, a: str, b: str) -> str:
    """How often A was lower, equal and higher, in single incidents."""
    metric = headline(comparison)
    late = find_metric(metric).is_time
    x, y = (comparison.outcome.values(course, metric) for course in (a, b))
    if late:
        x, y = (restricted(v, horizon_s=comparison.scenario.horizon) for v in (x, y))
    n = len(x)
    shares = [int(np.count_nonzero(which)) / n for which in (x < y, x == y, x > y)]
    words = ("sooner", "at the same time", "later") if late else ("lower", "the same", "higher")
    parts = [
        f"{word} in {format_share(share)}"
        for word, share in zip(words, shares, strict=True)
        if share
    ]
    never = [word for word, share in zip(words, shares, strict=True) if not share]
    return listed([*parts, *(f"never {word}" for word in never)])


def _risk(comparison: Comparison, low: str, high: str) -> str:
    titles = _quoted(comparison)
    parts = []
    for metric in ("officers_killed", "officers_wounded"):
        gap = comparison.difference(low, high, metric=metric)
        if gap.mean == gap.lower == gap.upper == 0:
            parts.append(f"no difference in {NOUNS[metric]} in any replication")
        elif spans_zero(gap):
            parts.append(f"no clear difference in {NOUNS[metric]} ({_ends(gap)}, spanning zero)")
        else:
            parts.append(f"{amount(gap)} (95\u00a0% interval {_ends(gap)})")
    return f"For officers, {titles[low]} against {titles[high]} meant {' and '.join(parts)}."


def _finding(gap: Difference) -> str:
    if gap.mean == gap.lower == gap.upper == 0:
        return "the same in every replication"
    if spans_zero(gap):
        return (
            f"no clear difference: {amount(gap)} on average, but the 95\u00a0% interval, "
            f"{_ends(gap)}, spans zero"
        )
    return f"{amount(gap)} (95\u00a0% interval {_ends(gap)})"


def spans_zero(gap: Difference) -> bool:
    """Whether a difference cannot be told from none.

    Returns
    -------
    bool
        True if its interval holds zero, or is not known.
    """
    return not (gap.lower > 0 or gap.upper < 0)


def amount(gap: Difference) -> str:
    """Say how much, and which way.

    Parameters
    ----------
    gap : Difference
        A paired difference, a minus b.

    Returns
    -------
    str
        "1.8 fewer killed", "0.2 more officers wounded" or "20 s sooner".
    """
    if find_metric(gap.metric).is_time:
        return f"{spoken_time(gap.mean)} {'sooner' if gap.mean <= 0 else 'later'}"
    digits = decimals_for((gap.upper - gap.lower) / 2)
    size = number(abs(gap.mean), decimals=digits)
    return f"{size} {'fewer' if gap.mean <= 0 else 'more'} {NOUNS[gap.metric]}"


def _ends(gap: Difference) -> str:
    # In the direction of the words: "1.2 to 2.4", or "0.3 fewer to 0.5 more" across zero.
    time = find_metric(gap.metric).is_time
    low, high = gap.lower, gap.upper
    if gap.upper < 0:
        low, high = -gap.upper, -gap.lower
    if not spans_zero(gap):
        if time:
            return f"{clock(low)} to {clock(high)}"
        return interval(low, high, decimals=decimals_for((high - low) / 2))
    words = ("sooner", "later") if time else ("fewer", "more")
    digits = decimals_for((high - low) / 2)
    ends = []
    for value in (low, high):
        size = spoken_time(value) if time else number(abs(value), decimals=digits)
        word = f" {words[value > 0]}" if value != 0 else ""
        ends.append(f"{size}{word}")
    return " to ".join(ends)


def _counted(comparison: Comparison) -> str:
    titles = course_titles(comparison)
    open_ends = {c: float(comparison.metric(c, "unfinished").mean) for c in titles}
    stuck = {c: float(comparison.metric(c, "stuck").mean) for c in titles}
    parts = []
    if max(open_ends.values()) > 0:
        worst = max(open_ends, key=lambda course: open_ends[course])
        parts.append(
            f"up to {format_share(open_ends[worst])} of replications were unfinished at the "
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
        whole = "Every other replication" if failed else "Every replication"
        return f"{whole} finished and nobody was stuck.{failed}"
    text = " and ".join(parts)
    return f"{text[0].upper()}{text[1:]}; they are counted as they stood.{failed}"
