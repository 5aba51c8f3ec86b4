"""Every published figure, with the interval that its count or the record of incidents gives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from asher.comparison.intervals import share_interval
from asher.documents import closest
from asher.errors import EvidenceError
from asher.evidence import load, unused
from asher.evidence.conflicts import conflicts
from asher.evidence.publishing import law_users

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asher.evidence import Statistic

WILSON, POISSON, BOOTSTRAP = "wilson", "poisson", "bootstrap"


@dataclass(frozen=True)
class EvidenceRow:
    """One published figure."""

    statistic: Statistic  # The row of the evidence
    # Its 95 % interval [unit]; NaN where neither a count nor the record gives one.
    lower: float
    upper: float
    # How the interval was had: ``wilson`` (k of n), ``poisson`` (k events in n), ``bootstrap``
    # (from the shipped incidents), or empty.
    method: str
    stated: str  # What ``low`` and ``high`` are, in words; empty where the source states none
    used_by: tuple[str, ...]  # Defaults and laws that rest on it
    unused: str  # Why nothing does, where it is an input all the same
    questions: tuple[str, ...]  # Questions on which it conflicts with other rows

    def document(self) -> dict[str, Any]:
        """Return the row for a JSON file; what is not known is None."""
        row = self.statistic
        return {
            "id": row.id,
            "quantity": row.quantity,
            "population": row.group,
            "k": row.k,
            "n": row.n,
            "value": row.estimate,
            "lower": None if math.isnan(self.lower) else self.lower,
            "upper": None if math.isnan(self.upper) else self.upper,
            "interval": self.method or None,
            "low": row.low,
            "high": row.high,
            "low_and_high_are": self.stated or None,
            "unit": row.unit,
            "source": row.origin,
            "grade": row.grade,
            "role": row.role,
            "used_by": list(self.used_by),
            "unused": self.unused or None,
            "conflicts": list(self.questions),
        }


def evidence_rows(*, word: str = "", role: str = "") -> list[EvidenceRow]:
    """List published figures.

    Parameters
    ----------
    word : str
        Words that must all stand in the id, quantity, population, unit or source; case does not
        matter.
    role : str
        Only rows of this role; all if empty.

    Returns
    -------
    list of EvidenceRow
        In the order of the file.

    Raises
    ------
    EvidenceError
        If no row is left; the message names a near word.
    """
    from asher.scenario.defaults import users

    rows = [row for row in load().values() if role in {"", row.role}]
    found = [row for row in rows if all(part in _text(row) for part in word.casefold().split())]
    if not found:
        raise EvidenceError(_nothing(word, role, rows))
    defaults, laws = users(), law_users()
    return [_row(row, [*defaults.get(row.id, ()), *laws.get(row.id, ())]) for row in found]


def _text(row: Statistic) -> str:
    parts = (row.id, row.quantity, row.group, row.unit, row.origin)
    return " ".join(parts).casefold()


def _nothing(word: str, role: str, rows: Sequence[Statistic]) -> str:
    among = f" of the role {role!r}" if role else ""
    words = {part.strip("(),;:%'\"") for row in rows for part in _text(row).split()}
    near = closest(word, [row.id for row in rows]) or closest(word, sorted(words))
    hint = f" (did you mean {near!r}?)" if near else ""
    return f"evidence: no figure{among} mentions {word!r}{hint}; leave the word out to list all"


def _row(row: Statistic, used_by: list[str]) -> EvidenceRow:
    questions = tuple(one.question for one in conflicts() if row.id in one.rows)
    why = unused().get(row.id, "")
    return EvidenceRow(row, *_interval(row), _stated(row), tuple(used_by), why, questions)


def _interval(row: Statistic) -> tuple[float, float, str]:
    if row.k is not None and row.n:
        if row.unit == "share":
            _, lower, upper = share_interval(row.k, row.n)
            return lower, upper, WILSON
        lower, upper = poisson_interval(row.k)
        return lower / row.n, upper / row.n, POISSON
    kind, _, moment = row.id.partition("-")
    if kind in {"killed", "wounded"} and moment in {"mean", "variance"}:
        return *_from_record(kind, moment), BOOTSTRAP
    return math.nan, math.nan, ""


def poisson_interval(k: int) -> tuple[float, float]:
    """Return the exact 95 % interval of the mean of a Poisson count.

    Parameters
    ----------
    k : int
        The count, >= 0.

    Returns
    -------
    lower, upper : float
        Ends [count].

    Notes
    -----
    F. Garwood, Biometrika 28 (1936) 437-442: quantiles of gamma laws of shape k and k + 1.

    Examples
    --------
    >>> [round(end, 2) for end in poisson_interval(0)]
    [0.0, 3.69]
    """
    from scipy.special import gammaincinv

    lower = float(gammaincinv(k, 0.025)) if k else 0.0
    return lower, float(gammaincinv(k + 1, 0.975))


def _from_record(kind: str, moment: str) -> tuple[float, float]:
    from asher.evidence.incidents import read_incidents
    from asher.record.count_moments import moments

    usual = read_incidents().usual
    found = moments([getattr(row, kind) for row in usual])
    if moment == "mean":
        return found.lower, found.upper
    return found.variance_lower, found.variance_upper


def _stated(row: Statistic) -> str:
    if row.low is None and row.high is None:
        return ""
    for word in ("90th percentile", "sd"):
        if f"({word})" in row.quantity or (word == "90th percentile" and row.id.startswith("rtf-")):
            return "standard deviation" if word == "sd" else word
    return "range" if "range" in row.quantity else "interval or range, as published"
