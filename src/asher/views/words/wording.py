"""How numbers, times and differences are written in a report."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NO_BREAK = "\u00a0"
MINUS = "\u2212"


class Bounded(Protocol):
    """A figure with an interval."""

    @property
    def lower(self) -> float:
        """Lower end."""

    @property
    def upper(self) -> float:
        """Upper end."""


def decimals_for(half_width: float) -> int:
    """Decimals that show an interval of this half-width, and no more.

    Parameters
    ----------
    half_width : float
        Half the width of the interval, in the unit of the figure; >= 0 or NaN.

    Returns
    -------
    int
        1 to 3.

    Examples
    --------
    >>> decimals_for(0.6), decimals_for(0.2), decimals_for(0.04), decimals_for(0.0)
    (1, 2, 2, 1)
    """
    if not math.isfinite(half_width) or half_width <= 0:
        return 1
    power = math.floor(math.log10(half_width))
    # One digit of the half-width, two where it begins with 1 or 2: else rounding would hide ends.
    digits = -power + (half_width / 10.0**power < 3)
    return min(3, max(1, digits))


def shared_decimals(figures: Iterable[Bounded]) -> int:
    """Decimals for a row of figures: as many as show the narrowest interval, two if that does.

    Parameters
    ----------
    figures : iterable of Estimate or Difference
        Anything with ``lower`` and ``upper``.

    Returns
    -------
    int
        1 to 3; 3 only where all figures are below 0.1, since a thousandth tells nobody anything
        beside a tenth.
    """
    known = [(figure.lower, figure.upper) for figure in figures if figure.upper > figure.lower]
    digits = decimals_for(min(((upper - lower) / 2 for lower, upper in known), default=0.0))
    largest = max((abs(end) for ends in known for end in ends), default=0.0)
    return min(digits, 2 if largest >= 0.1 else 3)


def number(value: float, *, decimals: int = 1) -> str:
    """Write a count or a mean.

    Parameters
    ----------
    value : float
        The figure; NaN is written as a dash.
    decimals : int
        Digits after the point, >= 0.

    Returns
    -------
    str
        The figure with thousands separators and a true minus sign.

    Examples
    --------
    >>> number(1234.56), number(-0.04)
    ('1,234.6', '0.0')
    """
    if not math.isfinite(value):
        return "\u2013"
    text = f"{value:,.{decimals}f}"
    if float(text.replace(",", "")) == 0.0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def signed(value: float, *, decimals: int = 1) -> str:
    """Write a difference with its sign.

    Returns
    -------
    str
        The figure with + or a true minus sign; zero has none.

    Examples
    --------
    >>> signed(1.25, decimals=1), signed(0.0)
    ('+1.2', '0.0')
    """
    text = number(value, decimals=decimals)
    positive = value > 0 and any(digit in text for digit in "123456789")
    return f"+{text}" if positive else text


def clock(seconds: float, *, sign: bool = False) -> str:
    """Write a time as minutes and seconds.

    Parameters
    ----------
    seconds : float
        A time or a difference of times [s]; NaN is written as a dash.
    sign : bool
        Write + before a positive time.

    Returns
    -------
    str
        ``m:ss``.

    Examples
    --------
    >>> clock(65.2), clock(-200.0) == f"{MINUS}3:20", clock(7322.0)
    ('1:05', True, '122:02')
    """
    if not math.isfinite(seconds):
        return "\u2013"
    whole = round(abs(seconds))
    lead = "" if whole == 0 else MINUS if seconds < 0 else "+" if sign else ""
    return f"{lead}{whole // 60}:{whole % 60:02d}"


def spoken_time(seconds: float) -> str:
    """Write a time in words, for sentences.

    Parameters
    ----------
    seconds : float
        A time [s]; the sign is dropped.

    Returns
    -------
    str
        "6 min 40 s", "40 s" or "2 h 5 min".

    Examples
    --------
    >>> [spoken_time(s).replace(NO_BREAK, " ") for s in (40, 180, 400, 7500)]
    ['40 s', '3 min', '6 min 40 s', '2 h 5 min']
    """
    if not math.isfinite(seconds):
        return "\u2013"
    whole = round(abs(seconds))
    if whole >= 3600:
        parts = [(whole // 3600, "h"), (whole % 3600 // 60, "min")]
    else:
        parts = [(whole // 60, "min"), (whole % 60, "s")]
    shown = [f"{n}{NO_BREAK}{unit}" for n, unit in parts if n]
    return NO_BREAK.join(shown) or f"0{NO_BREAK}s"


def interval(lower: float, upper: float, *, decimals: int = 1) -> str:
    """Write the two ends of an interval.

    Returns
    -------
    str
        "1.2 to 2.4".

    Examples
    --------
    >>> interval(1.2, 2.4).replace(NO_BREAK, " ")
    '1.2 to 2.4'
    """
    ends = number(lower, decimals=decimals), number(upper, decimals=decimals)
    return f"{ends[0]}{NO_BREAK}to{NO_BREAK}{ends[1]}"


def in_a_hundred(counts: Sequence[int]) -> list[str]:
    """Write counts as shares of a hundred that add up to a hundred.

    Parameters
    ----------
    counts : sequence of int
        How often each of several things happened, >= 0, not all zero.

    Returns
    -------
    list of str
        Whole numbers by largest remainders; "under 1" for what happened and would show as none.

    Examples
    --------
    >>> in_a_hundred([65, 124, 11]), in_a_hundred([1, 999, 0])
    (['33', '62', '5'], ['under 1', '100', '0'])
    """
    total = sum(counts)
    exact = [100 * count / total for count in counts]
    whole = [math.floor(share) for share in exact]
    order = sorted(range(len(counts)), key=lambda i: whole[i] - exact[i])
    for i in order[: 100 - sum(whole)]:
        whole[i] += 1
    return [
        "under 1" if count and not share else str(share)
        for count, share in zip(counts, whole, strict=True)
    ]


def listed(words: list[str]) -> str:
    """Join words as a sentence does.

    Returns
    -------
    str
        "a, b and c".

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
