"""How often an attack is expected for one place, one agency or one city (R21)."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from asher.record.count_fits import Trend, fit_trend
from asher.record.incident_statistics import INCLUSION, without_nan, yearly_counts

if TYPE_CHECKING:
    from asher.evidence.incidents import Incidents

RECENT_YEARS = 5
"""Last years of the record that give today's level (judgement: enough incidents, little trend)."""
EQUALLY_LIKELY = (
    "Every place of the kind, every officer and every resident counts as equally likely to be "
    "concerned; nobody is (judgement: the record tells no more)."
)
COUNTED_ONCE = "An event counts once, where it happens; officers of other agencies who come do not."
GIVEN_RATE = "The rate was given, not estimated: it carries no interval, and no trend is known."


@dataclass(frozen=True)
class Rate:
    """A figure with its 95 % interval."""

    # The figure and its ends; NaN ends where none are known.
    mean: float
    lower: float
    upper: float

    def times(self, factor: float) -> Rate:
        """Scale it.

        Parameters
        ----------
        factor : float
            Any number >= 0.

        Returns
        -------
        Rate
            All three figures times the factor.
        """
        return Rate(self.mean * factor, self.lower * factor, self.upper * factor)


@dataclass(frozen=True)
class YearlyEvents:
    """Events a year in the whole country, from some years of the record."""

    # The years.
    first: int
    last: int
    count: int  # Events in them
    per_year: Rate  # Events a year [1/year]


@dataclass(frozen=True)
class Scope:
    """For whom something is expected."""

    name: str  # In words, such as ``one school or college``
    # How many of the country's it is, over how many there are [-]; or the number of units for a
    # rate that was given for one of them.
    share: float


@dataclass(frozen=True)
class Expectation:
    """How often an event is expected for one scope."""

    scope: Scope
    per_year: Rate  # Events a year, at the recent level [1/year]
    all_years: Rate  # The same at the mean of the whole record; NaN where a rate was given
    years: float  # The horizon [years]

    @property
    def one_in_years(self) -> Rate:
        """Years to one event, in the mean; the lower end belongs to the upper rate."""
        return Rate(*(math.inf if end == 0 else 1 / end for end in self._turned()))

    @property
    def chance(self) -> Rate:
        """Chance of at least one event within the horizon."""
        per_year = self.per_year
        return Rate(
            *(
                -math.expm1(-end * self.years)
                for end in (per_year.mean, per_year.lower, per_year.upper)
            )
        )

    def _turned(self) -> tuple[float, float, float]:
        return self.per_year.mean, self.per_year.upper, self.per_year.lower

    def document(self) -> dict[str, Any]:
        """Return the figures for a JSON file."""
        return {
            "for": self.scope.name,
            "share_of_country": self.scope.share,
            "per_year": asdict(self.per_year),
            "one_in_years": asdict(self.one_in_years),
            "years": self.years,
            "chance": asdict(self.chance),
            "per_year_all_years": asdict(self.all_years),
        }


@dataclass(frozen=True)
class Outlook:
    """Everything `asher expect` says."""

    place: str  # Kind of place, as files name it; empty for all
    # The country at the recent level and over the whole record; None where a rate was given.
    recent: YearlyEvents | None
    whole: YearlyEvents | None
    trend: Trend | None  # Of the country's yearly count; None where a rate was given
    expected: tuple[Expectation, ...]  # For each scope that was asked for
    assumptions: tuple[str, ...]  # What has to hold

    def document(self) -> dict[str, Any]:
        """Return every figure for a JSON file; what is not known is None."""
        found: dict[str, Any] = without_nan(
            {
                "place": self.place or None,
                "country": {
                    "recent": asdict(self.recent) if self.recent else None,
                    "all_years": asdict(self.whole) if self.whole else None,
                },
                "trend": asdict(self.trend) if self.trend else None,
                "expected": [one.document() for one in self.expected],
                "assumptions": list(self.assumptions),
            }
        )
        return found


def expect(
    incidents: Incidents, scopes: list[Scope], *, place: str, years: float, recent: int
) -> Outlook:
    """Expect events from a record.

    Parameters
    ----------
    incidents : Incidents
        The record.
    scopes : list of Scope
        For whom; may be empty, for the country alone.
    place : str
        Kind of place, as files name it; empty for all.
    years : float
        The horizon [years], > 0.
    recent : int
        How many of the last years of the record give today's level, >= 1.

    Returns
    -------
    Outlook
        The country's level and trend, and what follows for each scope.
    """
    counts = yearly_counts(incidents, place or None)
    trend, span = fit_trend(counts), incidents.years
    dispersion = 1.0 if math.isnan(trend.ratio) else trend.dispersion
    n = min(recent, len(span))
    level = YearlyEvents(span[-n], span[-1], int(counts[-n:].sum()), Rate(0, 0, 0))
    whole = YearlyEvents(span[0], span[-1], int(counts.sum()), Rate(0, 0, 0))
    # Over the whole record the trend itself is scatter: it is not taken out of the dispersion.
    scatter = 1.0 if len(counts) < 2 or not counts.any() else counts.var(ddof=1) / counts.mean()
    recent_level = _with_rate(level, dispersion)
    whole_level = _with_rate(whole, max(1.0, float(scatter)))
    expected = tuple(
        Expectation(
            scope,
            recent_level.per_year.times(scope.share),
            whole_level.per_year.times(scope.share),
            years,
        )
        for scope in scopes
    )
    assumptions = [EQUALLY_LIKELY, COUNTED_ONCE] if scopes else []
    if incidents.shipped:
        assumptions.append(INCLUSION)
    return Outlook(place, recent_level, whole_level, trend, expected, tuple(assumptions))


def expect_at(rate: float, scopes: list[Scope], *, place: str, years: float) -> Outlook:
    """Expect events at a rate that was given.

    Parameters
    ----------
    rate : float
        Events a year for one unit of the scopes [1/year], >= 0.
    scopes : list of Scope
        For whom; their share is the number of units.
    place : str
        Kind of place; empty for none.
    years : float
        The horizon [years], > 0.

    Returns
    -------
    Outlook
        Without intervals.
    """
    unknown = Rate(math.nan, math.nan, math.nan)
    expected = tuple(
        Expectation(scope, Rate(rate, math.nan, math.nan).times(scope.share), unknown, years)
        for scope in scopes
    )
    return Outlook(place, None, None, None, expected, (GIVEN_RATE, COUNTED_ONCE))


def _with_rate(level: YearlyEvents, dispersion: float) -> YearlyEvents:
    n_years = level.last - level.first + 1
    return YearlyEvents(
        level.first, level.last, level.count, yearly_rate(level.count, n_years, dispersion)
    )


def yearly_rate(count: int, n_years: int, dispersion: float = 1.0) -> Rate:
    """Return a yearly rate with its 95 % credible interval.

    Parameters
    ----------
    count : int
        Events, >= 0.
    n_years : int
        Years in which they were counted, >= 1.
    dispersion : float
        Variance of yearly counts over that of Poisson's law [-], >= 1.

    Returns
    -------
    Rate
        Events a year [1/year].

    Notes
    -----
    Jeffreys' prior for a Poisson rate: the quantiles of a gamma law of shape ``count / d + 1/2``
    and rate ``n_years / d``. Counts that scatter d times as much as Poisson's tell as much as
    ``1 / d`` of them.

    Examples
    --------
    >>> rate = yearly_rate(0, 10)
    >>> rate.mean, rate.lower, round(rate.upper, 2)
    (0.0, 0.0, 0.25)
    """
    from scipy.special import gammaincinv

    shape, scale = count / dispersion + 0.5, dispersion / n_years
    # No event at all is no sign that there is a least rate.
    lower = float(gammaincinv(shape, 0.025)) * scale if count else 0.0
    return Rate(count / n_years, lower, float(gammaincinv(shape, 0.975)) * scale)
