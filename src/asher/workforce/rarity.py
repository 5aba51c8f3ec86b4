"""How often a city has to expect the rare day."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from asher.evidence.incidents import read_incidents
from asher.record.expectation import RECENT_YEARS, Expectation, Scope, expect
from asher.workforce.city import City
from asher.workforce.effects import Z_95


def expected_events(city: City) -> Expectation:
    """Expect events for a city, as `asher expect` does.

    Parameters
    ----------
    city : City
        Residents, and those of its country.

    Returns
    -------
    Expectation
        Events a year [1/year] with their interval: every resident counts as equally likely to be
        concerned, at today's level of the shipped record.
    """
    return _expected(city.residents, city.residents / city.residents_in_country)


@cache
def _expected(residents: float, share: float) -> Expectation:
    scope = Scope(f"a city of {residents:,.0f}", share)
    outlook = expect(read_incidents(), [scope], place="", years=30, recent=RECENT_YEARS)
    return outlook.expected[0]


def draw_rate(expectation: Expectation, *, index: int, seed: int) -> float:
    """Draw a rate of events within its interval.

    Parameters
    ----------
    expectation : Expectation
        Of the city.
    index, seed : int
        Number and seed of the draw; the same for every plan.

    Returns
    -------
    float
        Events a year [1/year]; its logarithm is normal on either side of the mean, so that both
        ends of the interval hold.
    """
    rate = expectation.per_year
    normal = float(np.random.default_rng((seed, index, 1)).standard_normal())
    end = rate.upper if normal > 0 else rate.lower
    if rate.mean <= 0 or end <= 0:
        return rate.mean
    return rate.mean * math.exp(abs(normal) / Z_95 * math.log(end / rate.mean))
