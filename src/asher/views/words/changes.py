"""A paired difference in words: one wording wherever a page says what a change did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.simulation.metrics import find_metric
from asher.views.words.measures import NOUNS, course_titles, headline, officers_hit
from asher.views.words.wording import clock, decimals_for, interval, number, spoken_time

if TYPE_CHECKING:
    from asher.comparison.comparison import Comparison
    from asher.views.words.wording import Bounded

BRACKETS = "Brackets hold 95\u00a0% intervals."


def spans_zero(gap: Bounded) -> bool:
    """Whether a difference cannot be told from none: its interval holds zero, or is unknown."""
    return not (gap.lower > 0 or gap.upper < 0)


def change_in(comparison: Comparison, course: str, other: str, *, metric: str) -> str:
    """Say how a metric changes from one course of action to another.

    Parameters
    ----------
    course, other : str
        The course of action that the words are about, and the one it is compared with.
    metric : str
        A count of people, or a time.

    Returns
    -------
    str
        "1.8 fewer people killed per attack (1.2 to 2.4)", "no clear change in people killed (0.3
        fewer to 0.5 more per attack)" or "the same number of people killed in every attack"; of
        a time, sooner or later.
    """
    gap = comparison.difference(course, other, metric=metric)
    if find_metric(metric).is_time:
        return _sooner_or_later(gap.mean, gap.lower, gap.upper)
    noun = NOUNS[metric]
    what = f"people {noun}" if noun in ("killed", "wounded") else noun
    return fewer_or_more(gap.mean, gap.lower, gap.upper, what)


def change_in_officers_hit(comparison: Comparison, course: str, other: str) -> str:
    """Say how the number of officers hit changes from one course of action to another.

    Returns
    -------
    str
        As `change_in`.
    """
    pair = officers_hit(comparison, course), officers_hit(comparison, other)
    return fewer_or_more(*comparison.gap_of(*pair), "officers hit")


def change_on_site(comparison: Comparison, course: str, other: str) -> str:
    """Say how the number of people hit changes who are on site to act, where any are.

    Returns
    -------
    str
        As `change_in`, and that they are counted among the others; empty where it is the same.
    """
    gap = comparison.difference(course, other, metric="on_site_hit")
    if gap.lower == gap.upper == 0:
        return ""
    said = fewer_or_more(gap.mean, gap.lower, gap.upper, NOUNS["on_site_hit"])
    return f"{said}, counted among the killed and wounded"


def chance_alone(comparison: Comparison) -> str:
    """Say what the interval of the first difference would be by chance alone.

    Returns
    -------
    str
        A sentence; empty where numbers are as stated, nothing is compared or nothing differs.
    """
    first, *others = comparison.courses
    if comparison.draws is None or not others:
        return ""
    metric, titles = headline(comparison), course_titles(comparison)
    gap = comparison.difference(others[0], first, metric=metric)
    if gap.chance_lower is None or gap.chance_upper is None or gap.lower == gap.upper:
        return ""
    ends = interval_words(gap.chance_lower, gap.chance_upper, is_time=False)
    way = "" if " more" in ends else " fewer" if gap.mean < 0 else " more"
    return (
        f"By chance alone the difference in people {NOUNS[metric]} between "
        f"\u201c{titles[others[0]]}\u201d and \u201c{titles[first]}\u201d would be {ends}{way}."
    )


def fewer_or_more(mean: float, lower: float, upper: float, what: str) -> str:
    """Say how a count changes per attack.

    Parameters
    ----------
    mean, lower, upper : float
        The difference with its 95 % interval.
    what : str
        What is counted, such as ``people killed``.

    Returns
    -------
    str
        As `change_in`.

    Examples
    --------
    >>> fewer_or_more(-1.8, -2.4, -1.2, "people killed").replace("\u00a0", " ")
    '1.8 fewer people killed per attack (1.2 to 2.4)'
    >>> fewer_or_more(0.1, -0.3, 0.5, "people killed")
    'no clear change in people killed (0.3 fewer to 0.5 more per attack)'
    """
    if lower == upper == 0:
        return f"the same number of {what} in every attack"
    ends = interval_words(lower, upper, is_time=False)
    if not (lower > 0 or upper < 0):
        return f"no clear change in {what} ({ends} per attack)"
    digits, word = decimals_for((upper - lower) / 2), "fewer" if mean < 0 else "more"
    return f"{number(abs(mean), decimals=digits)} {word} {what} per attack ({ends})"


def interval_words(lower: float, upper: float, *, is_time: bool) -> str:
    """Write the ends of a difference, in the direction of the words that stand before them.

    Parameters
    ----------
    lower, upper : float
        In people or in seconds.
    is_time : bool
        Whether they are times.

    Returns
    -------
    str
        "1.2 to 2.4" or "0:10 to 0:30" on either side of zero; "0.3 fewer to 0.5 more" or "10 s
        sooner to 20 s later" across it.
    """
    digits = decimals_for((upper - lower) / 2)
    if lower > 0 or upper < 0:
        low, high = (lower, upper) if lower > 0 else (-upper, -lower)
        return f"{clock(low)} to {clock(high)}" if is_time else interval(low, high, decimals=digits)
    if is_time:
        return f"{spoken_time(lower)} sooner to {spoken_time(upper)} later"
    return f"{number(-lower, decimals=digits)} fewer to {number(upper, decimals=digits)} more"


def _sooner_or_later(mean: float, lower: float, upper: float) -> str:
    if lower == upper == 0:
        return "the last person out at the same time in every drill"
    ends = interval_words(lower, upper, is_time=True)
    if not (lower > 0 or upper < 0):
        return f"no clear change in when the last person is out ({ends} on average)"
    word = "sooner" if mean < 0 else "later"
    return f"the last person out {spoken_time(mean)} {word} on average ({ends})"
