"""What a file of past incidents says: endings, casualties, places, years and hours."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from asher.evidence.coding import code_table
from asher.record.count_fits import Trend, fit_trend
from asher.record.count_moments import Moments, Share, bootstrapped, moments

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from asher.evidence.incidents import Incident, Incidents

_HOURS = 24
INCLUSION = (
    "The FBI's rule of inclusion holds for this record; others have other rules and are not pooled "
    "with it. Part of a rise over the years may be better reporting."
)


@dataclass(frozen=True)
class Group:
    """Incidents of one year or kind of place."""

    name: str  # The year, or the kind of place
    share: Share  # How many of all incidents
    # Mean per incident with its 95 % bootstrap interval [count], the incidents treated by name
    # left out; NaN for none.
    killed: tuple[float, float, float]
    wounded: tuple[float, float, float]
    # People in all, no incident left out.
    killed_total: int
    wounded_total: int


@dataclass(frozen=True)
class IncidentSummary:
    """Everything `asher incidents` says about a file."""

    incidents: Incidents
    endings: dict[str, Share]  # By category of R17, among the incidents that could be coded
    # The incidents treated by name left out.
    killed: Moments
    wounded: Moments
    # No incident left out.
    killed_all: Moments
    wounded_all: Moments
    # By kind of place, most frequent first; by year, years without an incident included.
    places: tuple[Group, ...]
    years: tuple[Group, ...]
    hours: tuple[int, ...]  # Incidents that began in each hour of the day
    trend: Trend  # Of the number of incidents a year

    @property
    def coded(self) -> int:
        """How many incidents have an ending."""
        return sum(coding.ending is not None for coding in self.incidents.codings)

    @property
    def apart(self) -> tuple[Incident, ...]:
        """The incidents treated by name."""
        return tuple(row for row in self.incidents.rows if row.apart is not None)

    @property
    def uncoded(self) -> list[dict[str, Any]]:
        """Every incident without an ending, and the reason."""
        return self._listed("reason")

    @property
    def disagreeing(self) -> list[dict[str, Any]]:
        """Every incident whose two texts do not fit each other."""
        return self._listed("disagreement")

    def _listed(self, field: str) -> list[dict[str, Any]]:
        pairs = zip(self.incidents.rows, self.incidents.codings, strict=True)
        return [
            {
                "line": row.line,
                "date": row.date.isoformat(),
                "name": row.name,
                "terminating_event": row.terminating_event,
                "shooter_fate": row.shooter_fate,
                field: getattr(coding, field),
            }
            for row, coding in pairs
            if getattr(coding, field)
        ]

    def document(self) -> dict[str, Any]:
        """Return every figure for a JSON file; what is not known is None."""
        days = sorted(row.date for row in self.incidents.rows)
        counted = {
            "file": self.incidents.path,
            "incidents": len(self.incidents.rows),
            "first": days[0].isoformat(),
            "last": days[-1].isoformat(),
            "coded": self.coded,
            "uncoded": self.uncoded,
            "disagreeing": self.disagreeing,
            "several_attackers": sum(one.attackers > 1 for one in self.incidents.codings),
            "endings": {name: asdict(share) for name, share in self.endings.items()},
            "left_out_of_moments": [
                {"line": row.line, "title": row.apart.title, "why": row.apart.why}
                for row in self.apart
                if row.apart
            ],
            "killed": self.killed.document(),
            "wounded": self.wounded.document(),
            "none_left_out": {
                "killed": self.killed_all.document(),
                "wounded": self.wounded_all.document(),
            },
            "places": [asdict(group) for group in self.places],
            "years": [asdict(group) for group in self.years],
            "hours": list(self.hours),
            "trend": asdict(self.trend),
            "warnings": [str(fault) for fault in self.incidents.warnings],
        }
        known: dict[str, Any] = without_nan(counted)
        return known


def summarize(incidents: Incidents) -> IncidentSummary:
    """Estimate what a file of incidents tells.

    Returns
    -------
    IncidentSummary
        Shares, moments, laws and trend, each with its 95 % interval.
    """
    rows = incidents.rows
    usual = incidents.usual or rows
    endings = [one.ending for one in incidents.codings if one.ending]
    kinds = sorted({row.location for row in rows}, key=lambda kind: (_n(rows, kind), kind))
    yearly = yearly_counts(incidents)
    return IncidentSummary(
        incidents=incidents,
        endings={
            name: Share.among(endings.count(name), len(endings)) for name in code_table().endings
        },
        killed=moments([row.killed for row in usual]),
        wounded=moments([row.wounded for row in usual]),
        killed_all=moments([row.killed for row in rows]),
        wounded_all=moments([row.wounded for row in rows]),
        places=_groups(rows, reversed(kinds), lambda row: row.location),
        years=_groups(rows, incidents.years, lambda row: row.date.year),
        hours=tuple(
            sum(row.time is not None and row.time.hour == hour for row in rows)
            for hour in range(_HOURS)
        ),
        trend=fit_trend(yearly),
    )


def yearly_counts(incidents: Incidents, location: str | None = None) -> NDArray[np.int64]:
    """Count the incidents of each year.

    Parameters
    ----------
    location : str, optional
        One kind of place; all if left out.

    Returns
    -------
    ndarray of int64, shape (n_years,)
        From the first year of the file to the last, years without an incident included.
    """
    years = incidents.years
    counts = np.zeros(len(years), dtype=np.int64)
    for row in incidents.rows:
        if location in {None, row.location}:
            counts[row.date.year - years[0]] += 1
    return counts


def without_nan(value: Any) -> Any:
    """Put None for every NaN, which JSON does not know.

    Parameters
    ----------
    value : Any
        Dicts, lists and plain values.

    Returns
    -------
    Any
        The same without NaN.

    Examples
    --------
    >>> without_nan({"a": [1.0, math.nan]})
    {'a': [1.0, None]}
    """
    if isinstance(value, dict):
        return {key: without_nan(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _n(rows: Sequence[Incident], kind: str) -> int:
    return sum(row.location == kind for row in rows)


def _groups(
    rows: Sequence[Incident], kinds: Iterable[str | int], kind_of: Callable[[Incident], str | int]
) -> tuple[Group, ...]:
    return tuple(
        _group(str(kind), [row for row in rows if kind_of(row) == kind], len(rows))
        for kind in kinds
    )


def _group(name: str, rows: list[Incident], of: int) -> Group:
    usual = [row for row in rows if row.apart is None]
    killed, wounded = (
        bootstrapped(np.array([getattr(row, kind) for row in usual], dtype=np.int64), np.mean)
        for kind in ("killed", "wounded")
    )
    return Group(
        name=name,
        share=Share.among(len(rows), of),
        killed=killed,
        wounded=wounded,
        killed_total=sum(row.killed for row in rows),
        wounded_total=sum(row.wounded for row in rows),
    )
